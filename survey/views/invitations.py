"""Invitations: the list, and the page of one, which never shows an answer."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, func, select

from core import clock
from core.database import db, get_or_missing
from core.lists import sliced
from organisation import journal
from organisation.access import me, requires
from organisation.rights import Right
from organisation.words import deed
from survey.channels import CHANNELS
from survey.desk import status_changes
from survey.models import EventKind, Invitation, InvitationStatus, LeftOut
from survey.paper import addressing
from survey.sending import bounces, invitation_search, invitation_story
from survey.sending.forms import CancelForm

blueprint = Blueprint(
    "invitations", __name__, template_folder="../templates", url_prefix="/envois/invitations"
)
FOLDER = "survey/invitations"


@blueprint.get("/")
@requires(Right.SEND_QUESTIONNAIRES)
def index() -> ResponseReturnValue:
    found = invitation_search.wanted(db, request.args).order_by(
        col(Invitation.send_on).desc(), col(Invitation.id).desc()
    )
    return render_template(
        f"{FOLDER}/index.html",
        found=sliced(db, found, request.args.get("page", 1, type=int)),
        filters=filters(),
        channels=CHANNELS,
    )


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
        lived=invitation_story.lived(db, invitation),
        story=journal.about(db, f"invitation {invitation.id}"),
        deed=deed,
        has_address=addressing.has_address(invitation.event),
        form=form,
    )
    return rendered, 422 if form.errors else 200


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
