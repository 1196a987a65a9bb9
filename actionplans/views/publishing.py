"""« Vous avez dit, nous avons fait »: prepare, approve, withdraw."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from actionplans.actions.forms import ChangeForm
from actionplans.models import PublishedChange
from actionplans.tracing import publishing
from actionplans.tracing.whole_chains import Candidate, Words, address, candidate, first_words
from actionplans.views.places import href
from analysis.indicators import measures
from core import clock
from core.database import db, get_or_missing
from core.errors import Refused
from core.french import period
from core.lists import cut
from organisation.access import me, requires
from organisation.rights import Right, may

blueprint = Blueprint(
    "publishing", __name__, template_folder="../templates", url_prefix="/publications"
)


@blueprint.get("/")
@requires(Right.PUBLISH, Right.VERIFY_ACTIONS)
def index() -> ResponseReturnValue:
    board = publishing.board(db, clock.today())
    lists: dict[str, tuple[str, Sequence[Any]]] = {
        "": ("À préparer", board.to_prepare),
        "publiees": ("Sur la page publique", board.shown),
        "interne": ("Gardé à l’intérieur", board.kept_inside),
    }
    wanted = request.args.get("liste", "")
    wanted = wanted if wanted in lists else ""
    return render_template(
        "actionplans/publishing/index.html",
        to_approve=board.to_approve,
        lists={name: (title, len(rows)) for name, (title, rows) in lists.items()},
        wanted=wanted,
        found=cut(lists[wanted][1], request.args.get("page", 1, int)),
        address=address,
        theme=measures.theme,
        period=period,
    )


@blueprint.route("/<any(action, decision):kind>/<int:number>", methods=["GET", "POST"])
@requires(Right.PUBLISH, Right.VERIFY_ACTIONS)
def prepare(kind: str, number: int) -> ResponseReturnValue:
    one = candidate(db, kind, number, clock.today())
    form, held = opened(publishing.change_of(db, one) or first_words(one))
    if form.validate_on_submit() and not form.changed_meanwhile(held):
        try:
            publishing.prepare(db, one, words(form), me(), clock.now())
        except Refused as error:
            return kept(form, error, one)
        db.commit()
        flash("Publication préparée : la direction peut l’approuver.")
        return redirect(url_for(".index"), code=303)
    return page(form, one), 422 if form.is_submitted() else 200


@blueprint.route("/<int:change_id>/approuver", methods=["GET", "POST"])
@requires(Right.PUBLISH)
def publish(change_id: int) -> ResponseReturnValue:
    change = get_or_missing(PublishedChange, change_id)
    one = publishing.origin(db, change, clock.today())
    form, held = opened(change)
    if form.validate_on_submit() and not form.changed_meanwhile(held):
        try:
            publishing.publish(db, change, words(form), me(), clock.now())
        except Refused as error:
            return kept(form, error, one)
        db.commit()
        flash("C’est sur la page publique.")
        return redirect(url_for(".index", liste="publiees"), code=303)
    return page(form, one, change), 422 if form.is_submitted() else 200


@blueprint.post("/<int:change_id>/retirer")
@requires(Right.PUBLISH)
def withdraw(change_id: int) -> ResponseReturnValue:
    publishing.withdraw(db, get_or_missing(PublishedChange, change_id), me(), clock.now())
    db.commit()
    flash("Retiré de la page publique.")
    return redirect(url_for(".index", liste="publiees"), code=303)


def opened(written: PublishedChange | Words) -> tuple[ChangeForm, dict[str, str]]:
    """The form over the three sentences as they stand, and those sentences."""
    form = ChangeForm(obj=written)
    held = {name: str(getattr(written, name)) for name in ("said", "decided", "done")}
    if not form.is_submitted():
        form.watch(held)
    return form, held


def words(form: ChangeForm) -> Words:
    return Words(form.said.data or "", form.decided.data or "", form.done.data or "")


def kept(form: ChangeForm, error: Refused, one: Candidate) -> ResponseReturnValue:
    """The page again, with what was typed and why it was refused."""
    db.rollback()
    form.said.errors = [str(error)]
    return page(form, one), 409


def page(form: ChangeForm, one: Candidate, change: PublishedChange | None = None) -> str:
    kind, number = address(one)
    return render_template(
        "actionplans/publishing/edit.html",
        form=form,
        one=one,
        change=change,
        theme=measures.theme(one.decision.theme),
        trace=href(("trace.show", {"kind": kind, "number": number})),
        may_publish=may(me(), Right.PUBLISH),
    )
