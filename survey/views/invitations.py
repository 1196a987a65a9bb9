"""Invitations: the list, and the page of one, which never shows an answer."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload
from sqlmodel import col, func, select

from core import clock, french
from core.clock import PARIS
from core.database import db, get_or_missing
from core.lists import sliced
from core.models import MessageStatus, OutgoingMessage
from organisation import journal
from organisation.access import me, requires
from organisation.rights import Right
from organisation.words import deed
from survey import addressing, bounces, member_numbers, status_changes
from survey.channels import CHANNELS
from survey.channels.email import messages, read_key
from survey.models import EventKind, Invitation, InvitationStatus, LeftOut, Letter, LifeEvent
from survey.sending_forms import CancelForm

blueprint = Blueprint(
    "invitations", __name__, template_folder="../templates", url_prefix="/envois/invitations"
)
FOLDER = "survey/invitations"
STEPS = ("invitation", "première relance", "dernière relance")
MESSAGE_STATES = {
    MessageStatus.WAITING: "attend de partir",
    MessageStatus.SENDING: "en train de partir",
    MessageStatus.CANCELLED: "arrêté avant de partir",
    MessageStatus.FAILED: "non remis",
}


@blueprint.get("/")
@requires(Right.SEND_QUESTIONNAIRES)
def index() -> ResponseReturnValue:
    found = wanted(request.args).order_by(col(Invitation.send_on).desc(), col(Invitation.id).desc())
    return render_template(
        f"{FOLDER}/index.html",
        found=sliced(db, found, request.args.get("page", 1, type=int)),
        filters=filters(),
        channels=CHANNELS,
    )


def wanted(said: Any) -> Any:
    """The invitations of the address: by state, moment, channel, reason, member."""
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
        found = found.where(LifeEvent.member_number == member_numbers.as_known(db, number))
    return found


def filters() -> list[tuple[str, list[tuple[str, str, bool, int | None]]]]:
    """Each filter and its links; the address is the state."""
    return [
        ("État", links("etat", [(s.value, s.label) for s in InvitationStatus], counts())),
        ("Moment", links("moment", [(k.value, k.label) for k in EventKind])),
        ("Canal", links("canal", [(c.name, c.label) for c in CHANNELS.values()])),
    ]


def counts() -> dict[str, int]:
    rows = db.exec(select(col(Invitation.status), func.count()).group_by(col(Invitation.status)))
    return {status.value: number for status, number in rows}


def links(
    name: str, options: list[tuple[str, str]], numbers: dict[str, int] | None = None
) -> list[tuple[str, str, bool, int | None]]:
    chosen = request.args.get(name, "")
    kept: dict[str, Any] = {
        key: value for key, value in request.args.items() if key not in (name, "page")
    }
    every = [("", "tous"), *options]
    return [
        (
            label,
            url_for(".index", **(kept | ({name: value} if value else {}))),
            value == chosen,
            numbers.get(value, 0) if numbers is not None and value else None,
        )
        for value, label in every
    ]


# ---------------------------------------------------------------- one invitation


@dataclass(frozen=True)
class Moment:
    """One thing that happened to an invitation."""

    on: date
    words: str


@blueprint.get("/<int:invitation_id>")
@requires(Right.SEND_QUESTIONNAIRES)
def show(invitation_id: int) -> ResponseReturnValue:
    return page(get_or_missing(Invitation, invitation_id), CancelForm())


def page(invitation: Invitation, form: CancelForm) -> ResponseReturnValue:
    rendered = render_template(
        f"{FOLDER}/show.html",
        invitation=invitation,
        event=invitation.event,
        channels=CHANNELS,
        lived=lived(invitation),
        story=journal.about(db, f"invitation {invitation.id}"),
        deed=deed,
        has_address=addressing.has_address(invitation.event),
        form=form,
    )
    return rendered, 422 if form.errors else 200


def lived(invitation: Invitation) -> list[Moment]:
    """What left, and what did not, in order."""
    letters = db.exec(select(Letter).where(Letter.invitation_id == invitation.id)).all()
    told = [of_message(message) for message in messages(db, invitation)]
    told += [of_letter(letter) for letter in letters]
    return sorted(told, key=lambda moment: moment.on)


def of_message(message: OutgoingMessage) -> Moment:
    found = read_key(message.key)
    what = f"Courriel, {STEPS[found[1] if found else 0]}"
    if message.sent_at is not None:
        left_on = message.sent_at.astimezone(PARIS).date()
        return Moment(left_on, f"{what} : parti le {french.moment(message.sent_at)}")
    state = MESSAGE_STATES[message.status]
    if message.attempts:
        state = f"non remis. {bounces.cause(message)}"
    return Moment(message.written_at.astimezone(PARIS).date(), f"{what} : {state}")


def of_letter(letter: Letter) -> Moment:
    what = f"Lettre, {STEPS[letter.step]}"
    if letter.printed_on is None:
        return Moment(letter.written_on, f"{what} : attend d’être imprimée")
    return Moment(letter.printed_on, f"{what} : imprimée le {french.day(letter.printed_on)}")


@blueprint.post("/<int:invitation_id>/arreter")
@requires(Right.SEND_QUESTIONNAIRES)
def cancel(invitation_id: int) -> ResponseReturnValue:
    invitation, form = get_or_missing(Invitation, invitation_id), CancelForm()
    if not form.validate_on_submit():
        return page(invitation, form)
    status_changes.cancel(db, invitation, LeftOut(form.reason.data), me(), clock.now())
    db.commit()
    flash("Envoi arrêté.")
    return redirect(url_for(".show", invitation_id=invitation_id), code=303)


@blueprint.post("/<int:invitation_id>/adresse-en-erreur")
@requires(Right.SEND_QUESTIONNAIRES)
def wrong_address(invitation_id: int) -> ResponseReturnValue:
    invitation = get_or_missing(Invitation, invitation_id)
    bounces.address_in_error(db, invitation, me(), clock.now())
    db.commit()
    goes_on = invitation.status is InvitationStatus.SENT
    flash("La suite se fera par courrier." if goes_on else "Adresse notée en erreur ; l’envoi s’arrête là.")  # fmt: skip
    return redirect(url_for(".show", invitation_id=invitation_id), code=303)
