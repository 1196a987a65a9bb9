"""Proposals: the three sources as sentences, and members' answers counted for the whole fund."""

from datetime import date, datetime

import pytest
from sqlmodel import Session

from actionplans.assessments import proposals
from actionplans.assessments.levels import Opinion
from actionplans.models import Level
from survey.models import Answer, EventKind, Grain, Mode, Reply
from tests.assessment_builders import Round, make_round
from tests.survey_builders import make_questionnaire

ORI_02 = "documents_known"  # the question tied to this commitment, on affiliation


def answer(session: Session, value: str, times: int, month: date = date(2027, 1, 1)) -> None:
    """So many replies that give this value to the question tied to ORI-02."""
    questionnaire = make_questionnaire(session, EventKind.AFFILIATION)
    for _ in range(times):
        reply = Reply(
            questionnaire_id=questionnaire.id,
            kind=EventKind.AFFILIATION,
            period_start=month,
            grain=Grain.MONTH,
            mode=Mode.WEB,
        )
        session.add(reply)
        session.flush()
        session.add(Answer(reply_id=reply.id, question_code=ORI_02, value=value))
    session.flush()


def opened(session: Session, now: datetime) -> Round:
    return make_round(session, now, activities=("gestion_affiliation",))


def test_contented_members_propose_b(session: Session, now: datetime) -> None:
    answer(session, "yes", 16)
    answer(session, "no", 4)
    row = opened(session, now).row("ORI-02")
    assert (row.proposed, row.ceiling) == (Level.B, Level.B)
    assert row.sources["survey"].replace("\u00a0", " ") == (
        "80 % de satisfaits, au moins 20 réponses (toute la caisse)."
    )


def test_discontented_members_propose_c(session: Session, now: datetime) -> None:
    answer(session, "yes", 10)
    answer(session, "no", 10)
    assert opened(session, now).row("ORI-02").proposed is Level.C


def test_i_do_not_know_is_not_an_answer(session: Session, now: datetime) -> None:
    answer(session, "yes", 9)
    answer(session, "na", 50)
    assert opened(session, now).row("ORI-02").proposed is None


def test_answers_from_outside_the_period_are_not_heard(session: Session, now: datetime) -> None:
    answer(session, "yes", 30, date(2026, 4, 1))  # the period starts on 16 April
    row = opened(session, now).row("ORI-02")
    assert (row.proposed, row.sources["survey"]) == (None, "Pas encore de réponse.")


def test_a_commitment_without_a_question_says_so(session: Session, now: datetime) -> None:
    row = opened(session, now).row("ACC-03")
    assert row.sources["survey"] == "Aucune question posée."
    assert row.sources["data"] == "Pas encore de données."
    assert row.sources["silent"] == "data survey evidence"


@pytest.mark.parametrize(
    ("opinion", "sentence"),
    [
        (Opinion(0, 0), "Pas encore de réponse."),
        (Opinion(1, 1), "Moins de dix réponses : trop peu pour être montrées."),
        (Opinion(9, 9), "Moins de dix réponses : trop peu pour être montrées."),
        (Opinion(54, 64), "84 % de satisfaits, au moins 60 réponses (toute la caisse)."),
    ],
)
def test_few_answers_are_counted_but_not_shown(opinion: Opinion, sentence: str) -> None:
    assert proposals.opinion_sentence(opinion).replace("\u00a0", " ") == sentence


@pytest.mark.parametrize("number", [10, 60, 1_230])
def test_answers_are_told_by_tens_so_that_no_quarter_withheld_is_worked_out(number: int) -> None:
    """Fewer than five are withheld in a quarter: the year less the others tells nothing of them."""
    told = {Opinion(number // 2, one).told_answers for one in range(number, number + 10)}
    assert told == {number}
