"""The cockpit: what is late, without proof, coming back, to announce; nothing invented, nothing twice."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from actionplans.actions import decisions
from actionplans.assessments import assessments
from actionplans.cockpit import cockpit, lines
from actionplans.malfunctions import malfunctions
from actionplans.models import (
    ActionStatus,
    Level,
    MalfunctionStatus,
    PlanStatus,
)
from actionplans.plans import preparing
from core.settings import Settings
from organisation.models import Role
from tests.action_builders import (
    Fund,
    make_action,
    make_fund,
    make_voices,
    subject,
)
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import make_evidence, make_round, submitted
from tests.builders import make_user
from tests.cockpit_builders import make_many, part, said, shown
from tests.idea_builders import make_idea, make_visible
from tests.plan_builders import make_plan

S = ActionStatus
QUIET = ("Rien n’est en retard", "Rien n’est laissé", "Tout ce qui est dit tenu", "Rien ne revient", "Tout ce qui pouvait")  # fmt: skip


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def test_a_fund_where_nothing_is_wrong_hears_good_news(
    session: Session, now: datetime, fund: Fund
) -> None:
    found = cockpit.blocks(session, fund.officer, now.date())
    assert [block.count for block in found] == [0, 0, 0, 0, 0]
    assert all(block.good_news.startswith(start) for block, start in zip(found, QUIET, strict=True))


# ---------------------------------------------------------------- late


def test_an_action_past_its_day_is_told_with_its_owner_and_how_late(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    on_time = shown(session, fund.officer, now.date() + timedelta(days=60))
    assert part(on_time, "en-retard", "Actions").count == 0
    late = part(
        shown(session, fund.officer, now.date() + timedelta(days=63)), "en-retard", "Actions"
    )
    assert late.count == 1
    assert "Inès Roy / en retard de 3\u00a0jours" in said(late)
    assert late.lines[0].url == ("actions.show", {"action_id": action.id})


def test_an_action_nobody_decided_for_thirty_days_is_late(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now)
    for days, n in ((30, 0), (31, 1)):
        found = shown(session, fund.officer, now.date() + timedelta(days=days))
        assert part(found, "en-retard", "Actions à décider").count == n, days
    assert "Marc Delaunay" in said(part(found, "en-retard", "Actions à décider"))


def test_an_assessment_is_late_the_day_after_it_is_due_and_leads_where_one_may_go(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    for days, n in ((0, 0), (1, 2)):
        today = made.campaign.due_on + timedelta(days=days)
        found = part(shown(session, made.officer, today), "en-retard", "Auto-évaluations")
        assert found.count == n, days
    assert "Marc Delaunay" in said(found)
    assert found.lines[0].url is not None
    assert found.lines[0].url[0] == "assessments.show"
    theirs = part(shown(session, made.management, today), "en-retard", "Auto-évaluations")
    assert {line.url[0] for line in theirs.lines if line.url} == {"campaigns.show"}


def test_an_assessment_unread_for_fifteen_working_days_is_the_officer_s_lateness(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    for days, n in ((21, 0), (23, 1)):  # 15 March 2027, Easter Monday in between
        found = shown(session, made.officer, now.date() + timedelta(days=days))
        assert part(found, "en-retard", "Auto-évaluations").count == n, days
    assert "à valider / référent qualité" in said(part(found, "en-retard", "Auto-évaluations"))


def test_a_report_beyond_its_day_is_counted_for_management_and_told_to_the_officer_alone(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_report(session, now, by=fund.owner, department=fund.department)
    today = now.date() + timedelta(days=30)
    mine = part(shown(session, fund.officer, today), "en-retard", "Signalements")
    assert (mine.count, len(mine.lines), mine.note) == (1, 1, "")
    theirs = part(shown(session, fund.management, today), "en-retard", "Signalements")
    assert (theirs.count, len(theirs.lines)) == (1, 0)
    assert "au référent qualité" in theirs.note


def test_the_list_of_late_reports_is_that_of_the_cockpit(
    session: Session, now: datetime, fund: Fund
) -> None:
    late = make_report(session, now, by=fund.owner, department=fund.department)
    make_report(session, now + timedelta(days=28), by=fund.owner)
    make_report(session, now, by=fund.owner, status=MalfunctionStatus.CLOSED)
    today = now.date() + timedelta(days=30)
    found = part(shown(session, fund.officer, today), "en-retard", "Signalements")
    rows = session.exec(malfunctions.listed(fund.officer, overdue_on=today)).all()
    assert [row.id for row in rows] == [late.id]
    assert (found.count, found.page) == (1, ("malfunctions.index", {"etat": "en-retard"}))


def test_a_report_never_brings_its_text_to_the_cockpit(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_report(session, now, by=fund.owner, told="Le bureau de Paul est sale.")
    today = now.date() + timedelta(days=30)
    assert "Paul" not in said(
        part(shown(session, fund.officer, today), "en-retard", "Signalements")
    )


def test_an_idea_is_late_after_thirty_days_and_whoever_answers_it_first_is_named(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_visible(session, fund, now)
    make_idea(session, fund, now, text="Une autre idée.")
    for days, n in ((30, 0), (31, 2)):
        found = shown(session, fund.officer, now.date() + timedelta(days=days))
        assert part(found, "en-retard", "Idées sans réponse").count == n, days
    names = said(part(found, "en-retard", "Idées sans réponse"))
    assert "Marc Delaunay" in names
    assert "référent qualité" in names  # nobody but the moderators reads the other one yet


def test_a_theme_undecided_and_a_review_forgotten_are_late(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    make_voices(session, "delai", 12)
    decisions.decide_no_action(
        session, subject("delai"), "Le logiciel change.", date(2027, 4, 1), fund.officer, now
    )
    found = shown(session, fund.officer, date(2027, 3, 15))
    assert part(found, "en-retard", "Thèmes à décider").count == 1
    found = shown(session, fund.officer, date(2027, 4, 20))
    assert "À revoir" in said(part(found, "en-retard", "Thèmes à décider"))


def test_a_plan_is_late_after_january_then_fifteen_days_after_it_was_submitted(
    session: Session, now: datetime, fund: Fund, settings: Settings
) -> None:
    plan = make_plan(session, fund, now, settings, PlanStatus.IN_PREPARATION)
    found = part(shown(session, fund.officer, now.date()), "en-retard", "Plans annuels")
    assert found.count == 1
    assert "à soumettre / Marc Delaunay" in said(found)
    preparing.submit(session, plan, fund.head, now)
    for days, n in ((15, 0), (16, 1)):
        today = now.date() + timedelta(days=days)
        found = part(shown(session, fund.officer, today), "en-retard", "Plans annuels")
        assert found.count == n, days
    assert "à approuver / direction" in said(found)


# ---------------------------------------------------------------- without proof


def test_a_promise_said_to_be_kept_without_proof_is_counted_until_one_is_brought(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    row = made.row("AME-01")
    assessments.rate(session, row, Level.B, "Vu sur place.", False, made.head, now)
    found = part(shown(session, made.officer, now.date()), "sans-preuve", "Engagements dits tenus")
    assert found.count == 1
    assert "Liquidation : 1\u00a0engagement dit tenu sans preuve valable, dont AME-01" in said(
        found
    )
    make_evidence(session, row, made.head, now)
    found = part(shown(session, made.officer, now.date()), "sans-preuve", "Engagements dits tenus")
    assert found.count == 0


def test_management_reads_no_promise_of_an_assessment_that_is_not_submitted(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    assessments.rate(session, made.row("AME-01"), Level.B, "Vu.", False, made.head, now)
    found = shown(session, made.management, now.date())
    assert part(found, "sans-preuve", "Engagements dits tenus").count == 0


def test_a_promise_partly_kept_lacks_no_proof(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    assessments.rate(session, made.row("AME-05"), Level.C, "Parfois.", False, made.head, now)
    found = shown(session, made.officer, now.date())
    assert part(found, "sans-preuve", "Engagements dits tenus").count == 0


@pytest.mark.parametrize(("days", "n"), [(-1, 0), (0, 1), (60, 1), (61, 0)])
def test_a_proof_is_to_renew_from_sixty_days_before_its_end(
    session: Session, now: datetime, days: int, n: int
) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row("AME-05"), made.head, now)
    today = proof.valid_to - timedelta(days=days)
    assert (
        part(shown(session, made.officer, today), "sans-preuve", "Preuves à renouveler").count == n
    )


def test_an_action_done_without_a_word_of_proof_is_found(
    session: Session, now: datetime, fund: Fund
) -> None:
    proven = make_action(session, fund, now, S.DONE)
    bare = make_action(session, fund, now, S.DONE, title="Changer le standard")
    bare.proof = "  "
    session.flush()
    found = part(shown(session, fund.officer, now.date()), "sans-preuve", "Actions réalisées")
    assert found.count == 1
    assert "Changer le standard" in said(found)
    assert proven.title not in said(found)


def test_an_effect_is_to_verify_once_its_window_is_over(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now, S.DONE, indicator="")
    for days, n in ((89, 0), (90, 1)):
        found = shown(session, fund.officer, now.date() + timedelta(days=days))
        assert part(found, "sans-preuve", "Effets à vérifier").count == n, days


# ---------------------------------------------------------------- many


def test_no_more_lines_than_can_be_read_and_the_whole_number_said(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    make_many(session, made, 12, now)
    for block in cockpit.blocks(session, made.officer, now.date()):
        for one in block.parts:
            assert len(one.lines) <= lines.SHOWN
            assert one.count >= len(one.lines)
    assert part(shown(session, made.officer, now.date()), "en-retard", "Actions").count == 12


def test_a_person_without_the_right_is_told_of_no_report(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_report(session, now, by=fund.owner, department=fund.department, severity=3)
    outsider = make_user(session, Role.READER)
    today = now.date() + timedelta(days=30)
    assert not part(shown(session, outsider, today), "en-retard", "Signalements").lines
