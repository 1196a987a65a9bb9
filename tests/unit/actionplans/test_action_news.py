"""The morning after a step, whom it concerns is told, once, and never whoever took it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import actions, news, verifying
from actionplans.models import Action, ActionStatus, ReportMode
from actionplans.my_work import deadlines
from actionplans.my_work.notices import Days, Notice
from core.errors import Refused
from core.models import OutgoingMessage
from organisation.models import Role, User
from tests.action_builders import Fund, make_action, make_fund, terms
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_user
from tests.idea_builders import make_idea

DAY = timedelta(days=1)
S = ActionStatus


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def told(session: Session, now: datetime) -> list[Notice]:
    """What is told the morning after that day."""
    return list(news.about_news(session, Days(now.date(), now.date() + DAY)))


def names(session: Session, now: datetime, fund: Fund) -> dict[str, str]:
    """Each person of the fund who is told, and what."""
    by_id = {person.id: name for name, person in fund.people.items()}
    return {by_id[one.user_id]: one.reason.replace("\u00a0", " ") for one in told(session, now)}


def test_the_officer_knows_what_is_proposed_unless_they_proposed_it(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now, S.PROPOSED, by=fund.owner)
    assert names(session, now, fund) == {"officer": "Proposée au service Accueil téléphonique."}
    other = now + DAY
    make_action(session, fund, other, S.PROPOSED, by=fund.officer)
    assert names(session, other, fund) == {}


def test_it_is_told_on_the_next_morning_alone(session: Session, now: datetime, fund: Fund) -> None:
    make_action(session, fund, now, S.PROPOSED, by=fund.owner)
    today = now.date()
    for last in (today - DAY, today + DAY):
        assert list(news.about_news(session, Days(last, last + DAY))) == []
    assert len(list(news.about_news(session, Days(today - DAY, today + 3 * DAY)))) == 1  # caught up


def test_whoever_proposed_it_knows_it_is_decided(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now - 9 * DAY, S.PROPOSED, by=fund.stranger)
    actions.decide(session, action, terms(fund, now), fund.head, now)
    assert list(names(session, now, fund)) == ["stranger"]
    assert "elle est décidée, pour le 14 mai 2027" in names(session, now, fund)["stranger"]


def test_an_action_says_beforehand_what_will_prove_it(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.PROPOSED)
    with pytest.raises(Refused, match="quelle preuve"):
        actions.decide(session, action, terms(fund, now, expected_proof="  "), fund.head, now)
    actions.decide(session, action, terms(fund, now, expected_proof=" Relevé. "), fund.head, now)
    assert action.expected_proof == "Relevé."


def with_origins(session: Session, fund: Fund, now: datetime) -> tuple[Action, User, User]:
    """An action born of a confidential report, an anonymous one, and an idea."""
    reporter = make_user(session, Role.COLLABORATOR, fund.other)
    thinker = make_user(session, Role.COLLABORATOR, fund.other)
    early = now - 20 * DAY
    report = make_report(session, early, by=reporter, department=fund.department)
    unknown = make_report(session, early, mode=ReportMode.ANONYMOUS, department=fund.department)
    idea = make_idea(session, fund, early, by=thinker)
    origins = [report, unknown, idea]
    action = actions.propose(
        session, "Changer le standard", fund.department, origins, fund.head, early
    )
    return action, reporter, thinker


@pytest.mark.parametrize("how", ["decided", "refused", "effective"])
def test_those_at_its_origin_know_what_becomes_of_it_on_the_page_of_what_they_told(
    session: Session, now: datetime, fund: Fund, how: str
) -> None:
    action, reporter, thinker = with_origins(session, fund, now)
    if how == "decided":
        actions.decide(session, action, terms(fund, now), fund.management, now)
    elif how == "refused":
        actions.refuse(session, action, "Le standard change déjà.", fund.management, now)
    else:
        action.status, action.closed_on = S.EFFECTIVE, now.date()
        session.flush()
    found = {one.user_id: one for one in told(session, now) if one.title.startswith("Votre")}
    assert set(found) == {reporter.id, thinker.id}
    assert found[reporter.id or 0].path.startswith("/signalements/")
    assert found[thinker.id or 0].path.startswith("/idees/")
    assert action.status.label in found[reporter.id or 0].reason


def test_the_officer_knows_of_a_suspension_and_of_a_day_that_moves(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now - 30 * DAY, S.IN_PROGRESS)
    later = now.date() + 50 * DAY
    actions.postpone(session, action, later, "Le matériel tarde.", fund.owner, now)
    [one] = [one for one in told(session, now) if one.title == action.title]
    assert one.user_id == fund.officer.id
    assert "1\u00a0changement en tout" in one.reason
    tomorrow = now + DAY
    actions.suspend(session, action, "Congés.", later, fund.officer, tomorrow)
    assert names(session, tomorrow, fund) == {}  # the officer did it
    actions.resume(session, action, fund.owner, tomorrow + DAY)
    actions.suspend(session, action, "Encore.", later, fund.owner, tomorrow + 2 * DAY)
    assert list(names(session, tomorrow + 2 * DAY, fund)) == ["officer"]


def test_the_officer_knows_when_its_effect_may_be_looked_at(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now - 30 * DAY, S.IN_PROGRESS)
    [action] = session.exec(select(Action)).all()
    actions.finish(session, action, "Relevé joint.", fund.owner, now)
    assert "son effet se vérifie à partir du" in names(session, now, fund)["officer"]


@pytest.mark.parametrize(("effective", "who"), [(True, ["owner"]), (False, ["head", "owner"])])
def test_its_owner_knows_it_is_closed_and_the_head_when_it_showed_nothing(
    session: Session, now: datetime, fund: Fund, effective: bool, who: list[str]
) -> None:
    action = make_action(session, fund, now - 200 * DAY, S.DONE, indicator="")
    verifying.verify(session, action, fund.officer, now, "Vu sur place.", effective)
    assert sorted(names(session, now, fund)) == who


def test_its_owner_knows_it_is_opened_again(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now - 200 * DAY, S.DONE, indicator="")
    verifying.reopen(session, action, now.date() + 30 * DAY, "C’est revenu.", fund.officer, now)
    assert names(session, now, fund) == {"owner": "Rouverte, pour le 14 avril 2027."}


def test_all_of_it_is_one_digest(session: Session, now: datetime, fund: Fund) -> None:
    for _ in range(3):
        make_action(session, fund, now, S.PROPOSED, by=fund.owner)
    deadlines.tell(session, now + DAY)
    to_officer = select(OutgoingMessage).where(OutgoingMessage.to_address == fund.officer.email)
    assert len(session.exec(to_officer).all()) == 1
