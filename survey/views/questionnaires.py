"""Questionnaires: the versions, one as it is, as a member sees it, on paper; what no question covers."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from core import clock, french, mail
from core.database import db, get_or_missing
from core.errors import Refused
from core.pages import shows_frames
from organisation import charters
from organisation.access import me, requires
from organisation.models import Commitment
from organisation.rights import Right
from survey.answering import paging, presenting, trial
from survey.answering.paging import Page
from survey.models import EventKind, Questionnaire, QuestionnaireStatus
from survey.paper import specimen as paper_specimen
from survey.questionnaires import changes as questionnaire_changes
from survey.questionnaires import coverage, questionnaires
from survey.questions import KINDS
from survey.views.answering import HEADINGS, LAST_HEADING
from survey.views.ways import ALONE, CHOSEN, EASY

blueprint = Blueprint(
    "questionnaires", __name__, template_folder="../templates", url_prefix="/questionnaires"
)
FOLDER = "survey/questionnaires"
WAYS = {"": "Par pages", ALONE: "Une question par page", EASY: "Facile à lire"}


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    versions = {kind: questionnaires.versions(db, kind) for kind in EventKind}
    return render_template(
        f"{FOLDER}/index.html",
        versions=versions,
        lacking=not all(versions.values()),
        uncovered=coverage.uncovered(db, [one for theirs in versions.values() for one in theirs]),
        published=QuestionnaireStatus.PUBLISHED,
    )


@blueprint.post("/depart")
@requires(Right.SEND_QUESTIONNAIRES)
def load() -> ResponseReturnValue:
    """Publish the starting questionnaires for the moments that have none."""
    loaded = questionnaires.load_starting(db, clock.now(), me())
    db.commit()
    flash(f"{french.count(len(loaded), 'questionnaire publié', 'questionnaires publiés')}.")
    return redirect(url_for(".index"), code=303)


@blueprint.get("/<int:questionnaire_id>")
@requires(Right.READ_RESULTS)
def show(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire = get_or_missing(Questionnaire, questionnaire_id)
    here = whole_path(questionnaire)
    return render_template(
        f"{FOLDER}/show.html",
        questionnaire=questionnaire,
        pages=[(heading(page, here), page) for page in here],
        numbers=numbers(questionnaire),
        kinds=KINDS,
        commitments=known_commitments(),
        changes=questionnaire_changes.changes(
            questionnaire_changes.before(db, questionnaire), questionnaire
        ),
        trial=mail.link(trial_url(questionnaire_id)),
    )


def known_commitments() -> dict[str, Commitment]:
    try:
        return charters.by_code(db)
    except Refused:
        return {}


# ---------------------------------------------------------------- as a member sees it


def whole_path(questionnaire: Questionnaire) -> list[Page]:
    """All the pages a member may see."""
    return paging.pages(questionnaire, paging.everything_ticked(questionnaire))


def numbers(questionnaire: Questionnaire) -> dict[str, int]:
    return presenting.numbers(questionnaire, paging.everything_ticked(questionnaire))


def heading(page: Page, here: Sequence[Page]) -> str:
    if page.number == len(here):
        return LAST_HEADING
    return HEADINGS.get(page.asked[0].question.page, "Votre avis")


@blueprint.get("/<int:questionnaire_id>/apercus")
@requires(Right.READ_RESULTS)
def previews(questionnaire_id: int) -> ResponseReturnValue:
    """All that the questionnaire becomes, in one place: on screen at two widths, on paper, on the telephone."""
    questionnaire = get_or_missing(Questionnaire, questionnaire_id)
    way = request.args.get("facon", "")
    shows_frames()
    return render_template(
        f"{FOLDER}/previews.html",
        questionnaire=questionnaire,
        ways=[(words, name, name == way) for name, words in WAYS.items()],
        tried=mail.link(trial_url(questionnaire_id)),
        framed=trial_url(questionnaire_id, way),
        is_empty=not whole_path(questionnaire),
    )


def trial_url(questionnaire_id: int, way: str = "") -> str:
    """The trial of a questionnaire, one way or another."""
    kept: dict[str, Any] = {way: CHOSEN} if way in (ALONE, EASY) else {}
    return url_for("trial.show", token=trial.token(questionnaire_id), **kept)


@blueprint.get("/<int:questionnaire_id>/apercu")
@requires(Right.READ_RESULTS)
def preview(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire = get_or_missing(Questionnaire, questionnaire_id)
    here = whole_path(questionnaire)
    paging.expect_path(here)
    page = here[min(max(1, request.args.get("page", 1, type=int)), len(here)) - 1]
    return render_template(
        f"{FOLDER}/preview.html",
        heading=heading(page, here),
        alone=False,
        place=f"Page {page.number} sur {len(here)}",
        intro=None,
        resumed=False,
        switch=None,
        questions=presenting.questions(page, numbers(questionnaire), {}, {}, []),
        errors=[],
        action=url_for(".try_", questionnaire_id=questionnaire_id, page=page.number),
        hidden=[("csrf_token", generate_csrf())],
        has_back=page.number > 1,
        leave=url_for(".previews", questionnaire_id=questionnaire_id),
    )


@blueprint.post("/<int:questionnaire_id>/apercu")
@requires(Right.READ_RESULTS)
def try_(questionnaire_id: int) -> ResponseReturnValue:
    """A page of the preview is sent: nothing is recorded, the next one opens."""
    questionnaire = get_or_missing(Questionnaire, questionnaire_id)
    number = request.args.get("page", 1, type=int)
    if "clear" not in request.form:
        number += -1 if request.form.get("go") == "back" else 1
    if number > len(whole_path(questionnaire)):
        return redirect(url_for(".previews", questionnaire_id=questionnaire_id), code=303)
    return redirect(url_for(".preview", questionnaire_id=questionnaire_id, page=number), code=303)


@blueprint.get("/<int:questionnaire_id>/papier.pdf")
@requires(Right.READ_RESULTS)
def paper(questionnaire_id: int) -> ResponseReturnValue:
    questionnaire = get_or_missing(Questionnaire, questionnaire_id)
    made = paper_specimen.specimen_pdf(questionnaire)
    name = f"questionnaire-{questionnaire.kind.value}-{questionnaire.version}.pdf"
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
