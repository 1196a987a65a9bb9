"""Malfunctions reported: read, qualified, answered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload
from sqlmodel import select

from actionplans.actions import actions
from actionplans.inside.near import near
from actionplans.malfunctions import feedback, malfunctions, promises, recurrences, reporting
from actionplans.malfunctions.forms import (
    JoinForm,
    QualifyForm,
    RedirectForm,
    TakeForm,
)
from actionplans.malfunctions.malfunctions import Handling, Qualification
from actionplans.models import Cause, CauseFamily, Frequency, Malfunction
from actionplans.views.places import href
from core import clock
from core.database import db, get_or_missing
from core.errors import Missing, Refused
from core.forms import choices, grouped
from core.lists import sliced
from organisation import charters, journal, leading, people
from organisation.access import me, requires
from organisation.models import Department, Role
from organisation.rights import Right
from organisation.words import deed

blueprint = Blueprint(
    "malfunctions", __name__, template_folder="../templates", url_prefix="/signalements"
)
FOLDER = "actionplans/malfunctions"


@dataclass(frozen=True)
class Typed:
    """A text that a step refused, with why: it stands again where it was typed."""

    step: str
    text: str
    fault: str


# ---------------------------------------------------------------- reading


@blueprint.get("/")
@requires(Right.REPORT_MALFUNCTIONS)
def index() -> ResponseReturnValue:
    shown = request.args.get("etat", "")
    overdue_on = clock.today() if shown == "en-retard" else None
    only_open = shown != "tous"
    asked = request.args.get("service", None, int)
    place = asked if leading.leads(me(), asked) else None
    listed = malfunctions.listed(me(), only_open, overdue_on, place)
    found = sliced(db, listed, request.args.get("page", 1, int))
    return render_template(
        f"{FOLDER}/index.html",
        found=found,
        only_open=only_open,
        state_shown=shown or None,
        place=place,
        places=leading.several(me()),
        is_overdue=overdue_on is not None,
        promises=promises.kept(db, clock.today()),
        satisfied=promises.satisfied(db, clock.today()),
        coming_back=recurrences.of_user(db, me(), clock.today()),
    )


@blueprint.get("/<int:malfunction_id>")
@requires(Right.REPORT_MALFUNCTIONS)
def show(malfunction_id: int) -> ResponseReturnValue:
    return page(find(malfunction_id), {})


def find(malfunction_id: int) -> Malfunction:
    """The report, if this person may read it."""
    found = select(Malfunction).where(
        Malfunction.id == malfunction_id, malfunctions.visible_to(me())
    )
    malfunction = db.exec(found).first()
    if malfunction is None:
        raise Missing("Ce signalement n’existe pas, ou n’est pas ouvert à votre rôle.")
    return malfunction


def page(malfunction: Malfunction, forms: dict[str, Any], typed: Typed | None = None) -> str:
    """Everything of a report that this person may read and do; `forms` and `typed` hold what was refused."""
    caused = select(Cause).where(Cause.malfunction_id == malfunction.id)
    found = [cause.action for cause in db.exec(caused.options(joinedload(Cause.action)))]  # type: ignore[arg-type]
    return render_template(
        f"{FOLDER}/show.html",
        malfunction=malfunction,
        is_reporter=reporting.is_reporter(malfunction, me()),
        is_officer=me().role is Role.QUALITY_OFFICER,
        is_theirs=leading.leads(me(), malfunction.department_id),
        similar=malfunctions.similar_to(db, malfunction),
        near=near(db, me(), malfunction),
        href=href,
        joined=malfunctions.joined(db, malfunction),
        followed=malfunctions.followed(db, malfunction),
        words=reporting.words(db, malfunction),
        actions=found,
        ways=feedback.ways(db, malfunction, found),
        story=journal.about(db, reporting.subject(malfunction)),
        deed=deed,
        forms={**blank_forms(malfunction), **forms},
        typed=typed,
        severities=malfunctions.SEVERITIES,
    )


def blank_forms(malfunction: Malfunction) -> dict[str, Any]:
    return {
        "qualify": qualify_form(malfunction),
        "join": JoinForm(formdata=None, prefix="join-"),
        "redirect": RedirectForm(formdata=None, prefix="redirect-"),
        "take": TakeForm(formdata=None),
    }


def qualify_form(malfunction: Malfunction) -> QualifyForm:
    offered = charters.offered(db)
    codes = [code for _, code, _ in offered]
    form = QualifyForm(
        severity=str(malfunction.severity or ""),
        department=str(malfunction.department_id or ""),
        theme=malfunction.theme,
        commitment=malfunctions.proposed_commitment(malfunction, codes),
        frequency=malfunction.frequency or "",
    )
    rows = [(str(d.id), d.name) for d in people.open_departments(db, clock.today())]
    form.department.choices = choices([("", "Choisissez…"), *rows])
    form.commitment.choices = [*choices([("", "Aucun")]), *grouped(offered)]
    form.severity.choices = choices(
        [("", "Choisissez…"), *((str(n), f"{n} : {w}") for n, w in malfunctions.SEVERITIES.items())]
    )
    return form


# ---------------------------------------------------------------- deeds


@blueprint.post("/<int:malfunction_id>/qualifier")
@requires(Right.QUALIFY_MALFUNCTIONS)
def qualify(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    form = qualify_form(malfunction)
    if not form.validate_on_submit():
        return page(malfunction, {"qualify": form}), 422
    judged = Qualification(
        int(form.severity.data or 0),
        get_or_missing(Department, int(form.department.data or 0)),
        form.theme.data or "",
        charters.by_code(db).get(form.commitment.data or ""),
        Frequency(form.frequency.data),
    )
    malfunctions.qualify(db, malfunction, judged, me(), clock.now())
    return done(malfunction, "Signalement qualifié.")


@blueprint.post("/<int:malfunction_id>/rattacher")
@requires(Right.QUALIFY_MALFUNCTIONS)
def join(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    number = request.form.get("join-number", "").strip()
    earlier = db.exec(select(Malfunction).where(Malfunction.number == number)).first()
    if earlier is None:
        raise Refused("Aucun signalement ne porte ce numéro. Relisez-le, par exemple D-2026-12.")
    malfunctions.join(db, malfunction, earlier, me(), clock.now())
    return done(malfunction, f"Rattaché à {earlier.number}.")


@blueprint.post("/<int:malfunction_id>/reorienter")
@requires(Right.QUALIFY_MALFUNCTIONS)
def redirect_(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    channel = request.form.get("redirect-channel", "")
    malfunctions.redirect(db, malfunction, channel, me(), clock.now())
    return done(malfunction, "Signalement réorienté ; son contenu est effacé ici.")


@blueprint.post("/<int:malfunction_id>/sans-suite")
@requires(Right.QUALIFY_MALFUNCTIONS)
def drop(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    return told(
        malfunction,
        lambda why: malfunctions.drop(db, malfunction, why, me(), clock.now()),
        "Signalement sans suite ; le motif est donné à son auteur.",
    )


@blueprint.post("/<int:malfunction_id>/prendre")
@requires(Right.ANSWER_MALFUNCTIONS)
def take(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    form = TakeForm()
    if not form.validate_on_submit():
        return page(malfunction, {"take": form}), 422
    family = CauseFamily(form.family.data) if form.family.data else None
    how = Handling(family, form.analysis.data or "", form.announced_on.data)
    try:
        malfunctions.take_in_hand(db, malfunction, me(), clock.now(), how)
    except Refused as refusal:
        if not refusal.about:
            raise
        form.refuse(refusal)
        return page(malfunction, {"take": form}), 422
    return done(malfunction, "Signalement pris en charge.")


@blueprint.post("/<int:malfunction_id>/resoudre")
@requires(Right.ANSWER_MALFUNCTIONS)
def resolve(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    remains = "cause_remains" in request.form
    return told(
        malfunction,
        lambda fix: malfunctions.resolve(db, malfunction, fix, me(), clock.now(), remains),
        "Noté : le référent fera le retour à l’auteur du signalement.",
    )


@blueprint.post("/<int:malfunction_id>/clore")
@requires(Right.QUALIFY_MALFUNCTIONS)
def close(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    return told(
        malfunction,
        lambda words: malfunctions.close(db, malfunction, words, me(), clock.now()),
        "Retour fait, signalement clos.",
    )


@blueprint.post("/<int:malfunction_id>/rouvrir")
@requires(Right.REPORT_MALFUNCTIONS)
def reopen(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    is_reporter = reporting.is_reporter(malfunction, me())
    if not (is_reporter or me().role is Role.QUALITY_OFFICER):
        raise Refused("Seul l’auteur du signalement, ou le référent, peut le rouvrir.")
    officer = None if is_reporter else me()
    return told(
        malfunction,
        lambda why: reporting.reopen(db, malfunction, why, clock.now(), officer),
        "Signalement rouvert.",
    )


@blueprint.post("/<int:malfunction_id>/satisfait")
@requires(Right.REPORT_MALFUNCTIONS)
def satisfied(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    if not reporting.is_reporter(malfunction, me()):
        raise Refused("Seul l’auteur du signalement dit s’il est satisfait de la suite.")
    reporting.say_satisfied(db, malfunction)
    return done(malfunction, "Merci : votre réponse est notée.")


@blueprint.post("/<int:malfunction_id>/message")
@requires(Right.REPORT_MALFUNCTIONS)
def say(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    from_reporter = reporting.is_reporter(malfunction, me())
    return told(
        malfunction,
        lambda word: reporting.add_word(
            db, malfunction, word, clock.now(), from_reporter=from_reporter
        ),
        "Message ajouté.",
    )


@blueprint.post("/<int:malfunction_id>/auteur")
@requires(Right.QUALIFY_MALFUNCTIONS)
def reporter(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    name = malfunctions.reporter_name(db, malfunction, me(), clock.now())
    return done(
        malfunction, f"Auteur du signalement : {name}. Cette consultation est inscrite au journal."
    )


@blueprint.post("/<int:malfunction_id>/action")
@requires(Right.PROPOSE_ACTIONS)
def to_action(malfunction_id: int) -> ResponseReturnValue:
    malfunction = find(malfunction_id)
    if malfunction.department is None:
        raise Refused("Qualifiez d’abord ce signalement : une action a besoin d’un service.")
    title = request.form.get("title", "").strip() or malfunction.title
    action = actions.propose(db, title, malfunction.department, [malfunction], me(), clock.now())
    db.commit()
    flash("Action proposée.")
    return redirect(url_for("actions.show", action_id=action.id), code=303)


def told(
    malfunction: Malfunction, step: Callable[[str], object], sentence: str
) -> ResponseReturnValue:
    """Take a step that is said in a text; refused because of it, the page again with the text as it was typed."""
    text = request.form.get("reason", "")
    try:
        step(text)
    except Refused as refusal:
        if not refusal.about:
            raise
        db.rollback()
        named = (request.endpoint or "").rpartition(".")[2]
        return page(find(malfunction.id or 0), {}, Typed(named, text, str(refusal))), 422
    return done(malfunction, sentence)


def done(malfunction: Malfunction, sentence: str) -> ResponseReturnValue:
    """Commit, say, go back to the report."""
    db.commit()
    flash(sentence)
    return redirect(url_for(".show", malfunction_id=malfunction.id), code=303)
