"""The commitments about the tool: it answers from its own data, says its facts, and never claims what they cannot show."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from actionplans.actions import actions
from actionplans.assessments import levels, proposals, reviewing
from actionplans.assessments.reviewing import Word
from actionplans.assessments.self_checks import CODES, Fact, SelfChecks, base, following
from actionplans.bilans import bilans
from actionplans.models import Action, ActionStatus, Level
from core.errors import Refused
from core.settings import Settings
from organisation import charters
from survey.models import EventKind, LeftOut
from tests.action_builders import make_fund, terms
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import (
    Round,
    a_year_later,
    fill_in,
    make_round,
    submitted,
    validated,
)
from tests.idea_builders import make_idea
from tests.survey_builders import make_event, make_invitation

RETIREMENT = EventKind.RETIREMENT


def fact(
    session: Session, made: Round, code: str, today: date, everywhere: bool = False
) -> Fact:  # fmt: skip
    department_id = None if everywhere else made.department.id
    found = SelfChecks(session, made.campaign, today).of(code, department_id)
    assert found is not None
    return found


def said(found: Fact) -> str:
    return found.words.replace("\u00a0", " ")


def level(session: Session, made: Round, code: str, today: date) -> Level | None:
    """What is proposed to the department, written on its row."""
    row = made.row(code)
    proposals.refresh(session, made.assessment, [row], today)
    return row.proposed


def open_round(session: Session, now: datetime) -> Round:
    return make_round(session, now, activities=("gestion_retraite", "direction"))


# ---------------------------------------------------------------- the catalogue


def test_every_check_is_about_a_commitment_of_the_charter(session: Session, now: datetime) -> None:
    make_round(session, now)
    assert set(CODES) <= charters.by_code(session).keys()


@pytest.mark.parametrize("code", CODES)
def test_a_check_has_something_to_say_on_the_first_day_and_claims_nothing_then(
    session: Session, now: datetime, code: str
) -> None:
    made = open_round(session, now)
    found = fact(session, made, code, now.date(), everywhere=True)
    assert found.sentence.endswith(".")
    assert found.url[0].count(".") == 1
    assert found.measure is None or not found.measure.is_met


def test_a_commitment_about_something_else_has_no_check(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    assert SelfChecks(session, made.campaign, now.date()).of("ACC-01") is None


def test_the_whole_is_judged_however_few_its_cases_are(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    make_report(session, now - timedelta(days=20), department=made.department)
    assert level(session, made, "AME-08", now.date()) is Level.D
    assert made.row("AME-08").ceiling is Level.C
    assert made.row("AME-08").sources["address"] == ["malfunctions.index", {"etat": "tous"}]


# ---------------------------------------------------------------- AVI: everybody is asked


def test_everybody_asked_proposes_a_with_the_count(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    for _ in range(3):
        make_invitation(session, RETIREMENT)
    found = fact(session, made, "AVI-01", now.date())
    assert said(found).startswith("3 retraites ouvertes, 3 invitations parties (100,0 % ;")
    assert "fichier jamais reçu" in said(found)
    assert level(session, made, "AVI-01", now.date()) is Level.A


def test_who_could_have_been_asked_and_was_not_is_a_breach_and_says_why(
    session: Session, now: datetime
) -> None:
    made = open_round(session, now)
    make_invitation(session, RETIREMENT)
    make_event(session, RETIREMENT, left_out=LeftOut.NO_CHANNEL)
    found = fact(session, made, "AVI-01", now.date())
    assert found.measure is not None
    assert (found.measure.is_met, found.measure.share_kept) == (False, 0.5)
    assert "1 (ni adresse électronique ni adresse postale)" in said(found)


def test_whom_nobody_may_write_to_is_neither_kept_nor_broken(
    session: Session, now: datetime
) -> None:
    made = open_round(session, now)
    make_invitation(session, RETIREMENT)
    for reason in (LeftOut.DECEASED, LeftOut.OBJECTION, LeftOut.PROTECTED, LeftOut.SURVIVOR):
        make_event(session, RETIREMENT, left_out=reason)
    make_invitation(session, RETIREMENT, sent_on=None)
    found = fact(session, made, "AVI-01", now.date())
    assert found.measure is not None
    assert (found.measure.cases, found.measure.is_met) == (1, True)
    assert "1 encore à venir et 4 que l’on ne sollicite pas" in said(found)


def test_events_outside_the_assessed_year_are_not_counted(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    make_event(
        session, RETIREMENT, left_out=LeftOut.NO_CHANNEL, happened_on=date(2026, 4, 1)
    )  # fmt: skip
    assert fact(session, made, "AVI-01", now.date()).measure is None
    assert "Aucune retraite ouverte" in said(fact(session, made, "AVI-01", now.date()))


# ---------------------------------------------------------------- AME-05, AME-06: assessed, reviewed


def test_until_the_end_of_the_year_a_department_s_own_assessment_still_counts(
    session: Session, now: datetime
) -> None:
    made = open_round(session, now)
    assert "au plus tard le 31 décembre 2027" in said(fact(session, made, "AME-05", now.date()))
    assert level(session, made, "AME-05", now.date()) is Level.A
    fund = fact(session, made, "AME-05", now.date(), everywhere=True)
    assert "validée : 0 sur 2" in said(fund)
    assert fund.measure is None


def test_after_the_year_an_assessment_never_validated_is_a_promise_broken(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    late = date(2028, 1, 2)
    found = fact(session, made, "AME-05", late)
    assert found.measure is not None
    assert not found.measure.is_met
    fund = fact(session, made, "AME-05", late, everywhere=True)
    assert fund.measure is not None
    assert not fund.measure.is_met


def test_an_assessment_validated_after_the_year_cannot_be_validated_as_kept(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    late = now.replace(year=2028)
    with pytest.raises(Refused, match="AME-05"):
        reviewing.validate(session, made.assessment, {}, made.officer, late)
    row = made.row("AME-05")
    words = {row.id or 0: Word(Level.D, "Validée après le 31 décembre.")}
    reviewing.validate(session, made.assessment, words, made.officer, late)
    assert row.validated is Level.D


def test_a_validated_assessment_proves_itself(session: Session, now: datetime) -> None:
    made = validated(session, now)
    assert said(fact(session, made, "AME-05", now.date())).startswith("Validée le 15 mars 2027")


def test_the_review_of_the_year_before_is_signed_or_not(
    session: Session, settings: Settings, now: datetime
) -> None:
    made = validated(session, now)
    first = fact(session, made, "AME-06", now.date())
    assert (first.measure, first.sentence) == (
        None, "Aucun bilan n’était encore attendu de ce service.",
    )  # fmt: skip
    bilan_of = made.assessment
    later, then = a_year_later(session, made, now)
    assert "Le bilan 2027 n’est pas signé" in said(fact(session, later, "AME-06", then.date()))
    bilans.sign(session, bilan_of, "", settings, made.management, now, now.date())
    assert "3 rubriques sur 3" in said(fact(session, later, "AME-06", then.date()))
    assert level(session, later, "AME-06", then.date()) is Level.A


# ---------------------------------------------------------------- AME-07: the plan carried out


@pytest.mark.parametrize(
    ("status", "days", "is_dropped"),
    [
        (ActionStatus.IN_PROGRESS, 1, False),
        (ActionStatus.IN_PROGRESS, -1, True),
        (ActionStatus.SUSPENDED, -1, True),
        (ActionStatus.EFFECTIVE, -300, False),
    ],
)
def test_an_action_past_its_day_is_dropped_unless_it_was_checked(
    status: ActionStatus, days: int, is_dropped: bool
) -> None:
    today = date(2027, 3, 15)
    action: Any = Action.model_construct(
        status=status, due_on=today + timedelta(days=days), done_on=None
    )
    assert following.is_dropped(action, today) is is_dropped


@pytest.mark.parametrize(("days_ago", "is_dropped"), [(180, False), (181, True)])
def test_what_is_done_waits_180_days_for_its_check(days_ago: int, is_dropped: bool) -> None:
    today = date(2027, 9, 1)
    action: Any = Action.model_construct(
        status=ActionStatus.DONE, due_on=today, done_on=today - timedelta(days=days_ago)
    )
    assert following.is_dropped(action, today) is is_dropped


def test_a_department_with_a_late_action_does_not_follow_its_plan(
    session: Session, now: datetime
) -> None:
    made = open_round(session, now)
    assert fact(session, made, "AME-07", now.date()).measure is None
    fund: Any = type("Fund", (), {"owner": made.head, "head": made.head})()
    action = actions.propose(
        session, "Rappeler sous deux jours", made.department, [made.assessment.ratings[0]],
        made.head, now,
    )  # fmt: skip
    wanted = terms(fund, now, due_on=now.date() + timedelta(days=5))
    actions.decide(session, action, wanted, made.management, now)
    assert level(session, made, "AME-07", now.date()) is Level.A
    assert level(session, made, "AME-07", now.date() + timedelta(days=6)) is Level.D
    found = fact(session, made, "AME-07", now.date() + timedelta(days=6))
    assert "1 laissée en retard ou sans vérification" in said(found)


# ---------------------------------------------------------------- AME-08, AME-09: staff


def test_a_fresh_report_is_not_yet_late(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    make_report(session, now - timedelta(days=3), department=made.department)
    found = fact(session, made, "AME-08", now.date())
    assert found.measure is None
    assert "1 de moins de sept jours" in said(found)


def test_no_report_proves_nothing(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    assert "rien ne montre qu’elle sert" in said(fact(session, made, "AME-08", now.date()))
    assert level(session, made, "AME-08", now.date()) is None


def test_ideas_left_without_an_answer_for_thirty_days_are_counted(
    session: Session, now: datetime
) -> None:
    made = open_round(session, now)
    make_idea(session, make_fund(session), now - timedelta(days=31))
    found = fact(session, made, "AME-09", now.date())
    assert found.measure is not None
    assert (found.measure.is_met, found.measure.share_kept) == (False, 0.0)
    assert "0 répondues en trente jours sur 1 à répondre" in said(found)


def test_an_idea_not_yet_due_says_nothing_of_the_promise(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    make_idea(session, make_fund(session), now - timedelta(days=2))
    assert fact(session, made, "AME-09", now.date()).measure is None


# ---------------------------------------------------------------- RES: what is published


def test_what_the_tool_cannot_see_is_never_said_kept(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    for code in ("RES-02", "RES-03"):
        found = fact(session, made, code, now.date())
        assert found.measure is None
        assert "L’outil ne voit pas" in said(found)
        assert level(session, made, code, now.date()) is None


def test_a_public_page_without_indicators_does_not_prove_that_nothing_is_published(
    session: Session, now: datetime
) -> None:
    made = open_round(session, now)
    found = fact(session, made, "RES-01", now.date())
    assert "ne montre encore aucun indicateur" in said(found)
    assert level(session, made, "RES-01", now.date()) is None
    assert made.row("RES-01").ceiling is Level.B


# ---------------------------------------------------------------- on the sheet


def test_a_part_shown_never_goes_above_b_without_a_proof(session: Session, now: datetime) -> None:
    proposal = levels.propose(levels.Facts(is_in_part=True))
    assert (proposal.level, proposal.ceiling) == (Level.B, Level.B)
    assert levels.propose(levels.Facts(is_in_part=True, is_proven=True)).level is Level.A


def test_the_machine_proposes_and_declares_nothing(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    row = made.row("AME-05")
    assert (row.proposed, row.declared) == (Level.A, Level.NOT_ASSESSED)
    fill_in(session, made, now, Level.C)
    assert row.declared is Level.C


def test_none_of_nothing_is_no_measure() -> None:
    assert base.of_all(0, 0) is None


def test_the_ten_are_told_for_the_whole_fund(session: Session, now: datetime) -> None:
    made = open_round(session, now)
    lines = proposals.of_the_tool(session, made.campaign, now.date())
    assert [line.commitment.code for line in lines] == [
        "RES-01", "RES-02", "RES-03", "AVI-01", "AVI-02", "AME-05", "AME-06", "AME-07", "AME-08",
        "AME-09",
    ]  # fmt: skip
