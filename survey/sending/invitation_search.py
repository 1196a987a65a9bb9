"""Invitations looked for: by state, moment, channel, reason, member. The words are those of the page's address."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import selectinload
from sqlmodel import Session, select

from survey.channels import CHANNELS
from survey.desk import member_numbers
from survey.models import EventKind, Invitation, InvitationStatus, LeftOut, LifeEvent


def wanted(session: Session, said: Mapping[str, str]) -> Any:
    """A select of those that `etat`, `moment`, `canal`, `raison` and `adherent` describe; an unknown word says nothing."""
    found = select(Invitation).join(LifeEvent).options(selectinload(Invitation.event))  # type: ignore[arg-type]
    if said.get("etat") in {status.value for status in InvitationStatus}:
        found = found.where(Invitation.status == InvitationStatus(said["etat"]))
    if said.get("moment") in {kind.value for kind in EventKind}:
        found = found.where(LifeEvent.kind == EventKind(said["moment"]))
    if said.get("canal") in CHANNELS:
        found = found.where(Invitation.channel == said["canal"])
    if said.get("raison") in {reason.value for reason in LeftOut}:
        found = found.where(Invitation.cancelled_because == LeftOut(said["raison"]))
    if number := said.get("adherent", "").strip():
        found = found.where(LifeEvent.member_number == member_numbers.as_known(session, number))
    return found
