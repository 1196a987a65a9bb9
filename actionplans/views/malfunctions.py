"""Malfunctions reported: the list, and one of them with all that may be done to it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload
from sqlmodel import select

from actionplans.brought import cleaning, screening
from actionplans.inside.near import near
from actionplans.malfunctions import (
    attaching,
    beside,
    feedback,
    malfunctions,
    promises,
    proposing,
    recurrences,
    reporting,
)
from actionplans.malfunctions.forms import (
    SHOWS,
    SHOWS_UNSIGNED,
    JoinForm,
    QualifyForm,
    RedirectForm,
    TakeForm,
)
from actionplans.models import Action, Cause, Malfunction, ReportMode
from actionplans.views.places import href
from analysis.themes.themes import themes
from core import clock
from core.database import db
from core.errors import Missing
from core.forms import choices, grouped
from core.lists import sliced
from organisation import charters, journal, leading, people
from organisation.access import me, requires
from organisation.models import JournalEntry, Role
from organisation.rights import Right
from organisation.words import deed

blueprint = Blueprint(
    "malfunctions", __name__, template_folder="../templates", url_prefix="/signalements"
)
FOLDER = "actionplans/malfunctions"
THEME_TITLES = {theme.code: theme.title for theme in themes()}


@dataclass(frozen=True)
class Typed:
    """A text that a step refused, with why: it stands again where it was typed, else to be copied."""

    step: str
    text: str
    fault: str
    is_over: bool = False
    """Whether the step is no longer possible: its form is not on the page any more."""


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
    found = caused(malfunction)
    return render_template(
        f"{FOLDER}/show.html",
        malfunction=malfunction,
        is_reporter=(is_reporter := reporting.is_reporter(malfunction, me())),
        proposal=proposing.for_author(db, malfunction) if is_reporter else None,
        files=attaching.attached(db, malfunction),
        theme_titles=THEME_TITLES,
        **file_words(malfunction.mode),
        is_officer=me().role is Role.QUALITY_OFFICER,
        is_theirs=leading.leads(me(), malfunction.department_id),
        similar=beside.similar_to(db, malfunction),
        near=near(db, me(), malfunction),
        href=href,
        joined=beside.joined(db, malfunction),
        followed=beside.followed(db, malfunction),
        words=reporting.words(db, malfunction, is_author=is_reporter),
        actions=found,
        ways=feedback.ways(db, malfunction, found),
        story=told_to_me(malfunction),
        deed=deed,
        forms={**blank_forms(malfunction), **forms},
        typed=typed,
        severities=malfunctions.SEVERITIES,
    )


def told_to_me(malfunction: Malfunction) -> list[JournalEntry]:
    """Its story. What its author did is told to the officer alone, unless it is signed: the hour would tell who."""
    found = journal.about(db, reporting.subject(malfunction))
    is_told = malfunction.mode is ReportMode.SIGNED or me().role is Role.QUALITY_OFFICER
    return [one for one in found if is_told or one.by_id is not None]


def caused(malfunction: Malfunction) -> list[Action]:
    """The actions it gave birth to."""
    found = select(Cause).where(Cause.malfunction_id == malfunction.id)
    return [cause.action for cause in db.exec(found.options(joinedload(Cause.action)))]  # type: ignore[arg-type]


def file_words(mode: ReportMode) -> dict[str, str]:
    """What may be attached to a report told this way: the ends of names, and the sentence beside the field."""
    is_signed = mode is ReportMode.SIGNED
    kinds = screening.KINDS if is_signed else cleaning.CLEANED
    return {
        "kinds": ",".join(f".{kind}" for kind in kinds),
        "shows": SHOWS if is_signed else SHOWS_UNSIGNED,
    }


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
        theme=proposing.chosen_theme(malfunction),
        commitment=proposing.chosen_commitment(malfunction, codes),
        frequency=malfunction.frequency or "",
    )
    rows = [(str(d.id), d.name) for d in people.open_departments(db, clock.today())]
    form.department.choices = choices([("", "Choisissez…"), *rows])
    form.commitment.choices = [*choices([("", "Aucun")]), *grouped(offered)]
    form.severity.choices = choices(
        [("", "Choisissez…"), *((str(n), f"{n} : {w}") for n, w in malfunctions.SEVERITIES.items())]
    )
    return form


def done(malfunction: Malfunction, sentence: str) -> ResponseReturnValue:
    """Commit, say, go back to the report."""
    db.commit()
    flash(sentence)
    return redirect(url_for("malfunctions.show", malfunction_id=malfunction.id), code=303)
