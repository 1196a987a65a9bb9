"""The next version of the charter, written by the quality officer and published by management; what changed since the last."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db
from core.errors import Missing, Refused
from organisation import charter_changes, charter_drafts, charters
from organisation.access import me, requires
from organisation.charter_forms import NewPromiseForm, PromiseForm, VersionForm
from organisation.models import Charter, CharterTheme, Commitment
from organisation.rights import Right

blueprint = Blueprint(
    "charter_drafts", __name__, template_folder="../templates", url_prefix="/charte/projet"
)


def line_of(code: str) -> Commitment:
    draft = charter_drafts.draft_or_missing(db)
    found = next((one for one in charters.commitments(db, draft) if one.code == code), None)
    if found is None:
        raise Missing("Cet engagement n’est pas dans la version en préparation.")
    return found


def theme_of(draft: Charter, code: str) -> CharterTheme:
    found = next((one for one in charters.themes(db, draft) if one.code == code), None)
    if found is None:
        raise Missing("Ce thème n’est pas dans la version en préparation.")
    return found


@blueprint.get("/")
@requires(Right.WRITE_CHARTER, Right.PUBLISH_CHARTER)
def index() -> ResponseReturnValue:
    draft = charter_drafts.draft(db)
    if draft is None:
        return render_template("organisation/charter_drafts/none.html")
    return page(draft, VersionForm(obj=draft))


def page(draft: Charter, form: VersionForm, status: int = 200) -> ResponseReturnValue:
    changes = charter_changes.between(db, charters.current(db), draft)
    shown = render_template(
        "organisation/charter_drafts/index.html",
        draft=draft,
        form=form,
        changes=changes,
        changed={change.code for change in changes},
        themes=charters.themes(db, draft),
        commitments=charters.commitments(db, draft),
    )
    return shown, status


@blueprint.post("/commencer")
@requires(Right.WRITE_CHARTER)
def begin() -> ResponseReturnValue:
    charter_drafts.begin(db, me(), clock.now())
    db.commit()
    flash("La nouvelle version est commencée : elle est encore égale à la charte en vigueur.")
    return redirect(url_for(".index"), code=303)


@blueprint.post("/")
@requires(Right.WRITE_CHARTER)
def describe() -> ResponseReturnValue:
    draft, form = charter_drafts.draft_or_missing(db), VersionForm()
    if not form.validate_on_submit():
        return page(draft, form, 422)
    edition, since = form.edition.data or "", form.in_force_from.data or clock.today()
    charter_drafts.describe(db, draft, edition, since, me(), clock.now())
    db.commit()
    flash("Édition enregistrée.")
    return redirect(url_for(".index"), code=303)


@blueprint.route("/<code>", methods=["GET", "POST"])
@requires(Right.WRITE_CHARTER)
def edit(code: str) -> ResponseReturnValue:
    promise = line_of(code)
    form = PromiseForm(obj=promise)
    if not form.is_submitted():
        form.show(promise)
    if form.validate_on_submit() and not form.changed_meanwhile(form.held(promise)):
        try:
            written, seen = form.promise(promise), charter_drafts.version(promise)
            charter_drafts.rewrite(db, promise, written, seen, me(), clock.now())
        except Refused as error:
            return again(form, error, code=code, title=code)
        db.commit()
        flash(f"Engagement {code} enregistré dans la nouvelle version.")
        return redirect(url_for(".index", _anchor=code), code=303)
    return promise_page(form, code=code, title=code)


@blueprint.route("/nouveau/<theme>", methods=["GET", "POST"])
@requires(Right.WRITE_CHARTER)
def new(theme: str) -> ResponseReturnValue:
    found = theme_of(charter_drafts.draft_or_missing(db), theme)
    form = NewPromiseForm()
    if form.validate_on_submit():
        code = form.code.data or ""
        try:
            charter_drafts.add(db, found, code, form.promise(), me(), clock.now())
        except Refused as error:
            return again(form, error, code="", title=found.title)
        db.commit()
        flash("Engagement ajouté à la nouvelle version.")
        return redirect(url_for(".index", _anchor=code.strip().upper()), code=303)
    return promise_page(form, code="", title=found.title)


def again(form: PromiseForm, error: Refused, code: str, title: str) -> ResponseReturnValue:
    """The form with what was typed and the reason; nothing of it is written."""
    db.rollback()
    form.refuse(error)
    return promise_page(form, code, title)


def promise_page(form: PromiseForm, code: str, title: str) -> ResponseReturnValue:
    page = render_template(
        "organisation/charter_drafts/promise.html", form=form, code=code, title=title
    )
    return page, 422 if form.errors else 200


@blueprint.post("/<code>/retirer")
@requires(Right.WRITE_CHARTER)
def remove(code: str) -> ResponseReturnValue:
    charter_drafts.remove(db, line_of(code), me(), clock.now())
    db.commit()
    flash(
        f"L’engagement {code} ne sera plus dans la nouvelle version. Les versions passées le gardent."
    )
    return redirect(url_for(".index"), code=303)


@blueprint.post("/abandonner")
@requires(Right.WRITE_CHARTER)
def discard() -> ResponseReturnValue:
    charter_drafts.discard(db, charter_drafts.draft_or_missing(db), me(), clock.now())
    db.commit()
    flash("La nouvelle version est abandonnée. La charte en vigueur n’a pas changé.")
    return redirect(url_for("charter.index"), code=303)


@blueprint.post("/publier")
@requires(Right.PUBLISH_CHARTER)
def publish() -> ResponseReturnValue:
    draft = charter_drafts.draft_or_missing(db)
    charter_drafts.publish(db, draft, me(), clock.now())
    db.commit()
    flash(f"La version {draft.version} de la charte est en vigueur.")
    return redirect(url_for("charter.index"), code=303)
