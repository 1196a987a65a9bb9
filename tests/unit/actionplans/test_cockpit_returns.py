"""The cockpit: what comes back, and what may be announced."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from actionplans.actions import actions as carried
from actionplans.actions import keeping, verifying
from actionplans.models import (
    ActionStatus,
    MalfunctionStatus,
    MonthlyNote,
    Verdict,
)
from analysis.models import Change
from core.keys import key
from tests.action_builders import (
    Fund,
    make_closed_action,
    make_fund,
    make_voices,
)
from tests.actionplans_malfunctions_builders import make_report
from tests.cockpit_builders import make_topics, part, said, shown
from tests.idea_builders import make_done

S = ActionStatus


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


# ---------------------------------------------------------------- coming back


def test_a_theme_comes_back_when_ten_spoke_of_it_two_quarters_running(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 10, date(2026, 8, 1))
    make_voices(session, "telephone", 12, date(2026, 11, 1))
    make_voices(session, "delai", 9, date(2026, 8, 1))
    make_voices(session, "delai", 30, date(2026, 11, 1))
    found = part(shown(session, fund.officer, now.date()), "qui-revient", "Thèmes")
    assert found.count == 1
    assert "12\u00a0voix, après 10 / référent qualité, direction / rien n’est décidé" in said(found)


def test_a_topic_comes_back_when_it_grew_not_when_it_is_new(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_topics(session, 1, Change.NEW, now, "suivi")
    make_topics(session, 2, Change.GREW, now)
    found = part(shown(session, fund.officer, now.date()), "qui-revient", "Sujets qui grandissent")
    assert found.count == 2
    assert "« Sujet 0 », 20\u00a0phrases (Délais de traitement et de réponse)" in said(found)


def test_three_reports_of_one_theme_in_one_department_come_back(
    session: Session, now: datetime, fund: Fund
) -> None:
    for place in (fund.department, fund.department, fund.other):
        make_report(session, now, by=fund.owner, department=place, theme="telephone")
    assert part(shown(session, fund.officer, now.date()), "qui-revient", "Signalements").count == 0
    make_report(session, now, by=fund.owner, department=fund.department, theme="telephone")
    found = part(shown(session, fund.officer, now.date()), "qui-revient", "Signalements")
    assert found.count == 1
    assert "3\u00a0signalements au service Accueil téléphonique" in said(found)
    later = shown(session, fund.officer, now.date() + timedelta(days=90))
    assert part(later, "qui-revient", "Signalements").count == 0


def test_reports_without_a_future_or_redirected_do_not_count(
    session: Session, now: datetime, fund: Fund
) -> None:
    for status in (
        MalfunctionStatus.REPORTED,
        MalfunctionStatus.REDIRECTED,
        MalfunctionStatus.NOT_PURSUED,
    ):
        make_report(
            session, now, by=fund.owner, department=fund.department, theme="telephone",
            status=status,
        )  # fmt: skip
    assert part(shown(session, fund.officer, now.date()), "qui-revient", "Signalements").count == 0


def test_an_action_opened_again_comes_back_until_it_is_closed(
    session: Session, now: datetime, fund: Fund
) -> None:
    later = now + timedelta(days=120)
    action = make_closed_action(session, fund, now)
    again = later.date() + timedelta(days=30)
    verifying.reopen(session, action, again, "L’attente est revenue.", fund.officer, later)
    found = part(shown(session, fund.officer, later.date()), "qui-revient", "Actions rouvertes")
    assert found.count == 1
    carried.abandon(session, action, "Le standard a changé.", fund.head, later)
    found = part(shown(session, fund.officer, later.date()), "qui-revient", "Actions rouvertes")
    assert found.count == 0


def test_an_effect_that_was_lost_comes_back(session: Session, now: datetime, fund: Fund) -> None:
    action = make_closed_action(session, fund, now)
    later = now + timedelta(days=400)
    keeping.check(session, action, "L’attente est revenue.", False, fund.officer, later)
    assert action.kept_verdict is Verdict.NONE
    found = part(shown(session, fund.officer, later.date()), "qui-revient", "Effets perdus")
    assert "effet perdu, constaté le" in said(found)


# ---------------------------------------------------------------- to announce


def test_a_whole_chain_is_to_prepare(session: Session, now: datetime, fund: Fund) -> None:
    make_closed_action(session, fund, now)
    today = now.date() + timedelta(days=101)
    found = part(
        shown(session, fund.officer, today), "a-annoncer", "Vous avez dit, nous avons fait"
    )
    assert found.count == 1
    assert "Préparer" in said(found)


def test_what_the_last_note_told_is_no_longer_to_announce(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_closed_action(session, fund, now)
    ended = now + timedelta(days=100)
    closed = make_report(
        session, now, by=fund.owner, status=MalfunctionStatus.CLOSED, touches_members=True,
        closed_on=ended.date(),
    )  # fmt: skip
    found = shown(session, fund.officer, ended.date())
    assert part(found, "a-annoncer", "Effets vérifiés").count == 1
    assert closed.number in said(part(found, "a-annoncer", "Signalements clos"))
    sent(session, fund, ended + timedelta(days=2))
    found = shown(session, fund.officer, ended.date() + timedelta(days=3))
    assert part(found, "a-annoncer", "Effets vérifiés").count == 0
    assert part(found, "a-annoncer", "Signalements clos").count == 0


def sent(session: Session, fund: Fund, at: datetime) -> None:
    note = MonthlyNote(month=at.date().replace(day=1), prepared_at=at, sent_at=at, sha256="0" * 64)
    note.sent_by_id = key(fund.officer)
    session.add(note)
    session.flush()


def test_a_small_report_closed_is_its_author_s_affair(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_report(
        session, now, by=fund.owner, status=MalfunctionStatus.CLOSED, closed_on=now.date(),
        severity=4,
    )  # fmt: skip
    found = shown(session, fund.officer, now.date())
    assert part(found, "a-annoncer", "Signalements clos").count == 0


def test_an_idea_carried_out_waits_for_its_thanks(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_done(session, fund, now)
    found = part(shown(session, fund.officer, now.date()), "a-annoncer", "Idées réalisées")
    assert "Inès Roy / à remercier" in said(found)
