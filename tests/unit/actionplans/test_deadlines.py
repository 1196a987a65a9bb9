"""Who is told of what is late: the right people, on the right day, in one message a day at most."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import actions, effects
from actionplans.models import Action, ActionStatus
from actionplans.my_work import deadlines
from core.models import OutgoingMessage
from organisation.models import Role, User
from tests.action_builders import Fund, make_action, make_fund
from tests.builders import make_user

S = ActionStatus


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def told(session: Session, on: date) -> dict[str, str]:
    """Run the job on that day at seven; the text that each address receives."""
    before = set(session.exec(select(OutgoingMessage.id)))
    deadlines.tell(session, datetime.fromisoformat(f"{on}T05:30:00+00:00"))
    messages = session.exec(select(OutgoingMessage)).all()
    return {m.to_address: m.text for m in messages if m.id not in before}


def names(session: Session, fund: Fund, on: date) -> set[str]:
    addresses = {person.email: name for name, person in fund.people.items()}
    return {addresses[address] for address in told(session, on)}


def due(action: Action, gap: int) -> date:
    assert action.due_on is not None
    return action.due_on + timedelta(days=gap)


@pytest.mark.parametrize(
    ("gap", "people"),
    [
        (-15, set()),
        (-14, {"owner"}),
        (-13, set()),
        (-3, {"owner"}),
        (-1, set()),
        (0, {"owner"}),
        (1, set()),
        (3, {"owner"}),
        (7, {"head"}),
        (8, set()),
        (21, {"officer", "management"}),
        (22, set()),
    ],
)
def test_each_day_tells_these_people_and_no_other(
    session: Session, now: datetime, fund: Fund, gap: int, people: set[str]
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    # the day before the one under test, somebody was told something: no day is caught up
    quiet_since(session, fund, due(action, gap - 1))
    assert names(session, fund, due(action, gap)) == people


def quiet_since(session: Session, fund: Fund, day: date) -> None:
    """As if the digests had been written the day before the one under test."""
    session.add(
        OutgoingMessage(
            key=f"digest-0-{day}",
            to_address="personne@caisse.example",
            subject="essai",
            text="essai",
            written_at=datetime.fromisoformat(f"{day}T05:30:00+00:00"),
        )
    )
    session.flush()


def test_another_department_is_told_nothing(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    for gap in range(-20, 40):
        assert fund.stranger.email not in told(session, due(action, gap))


def test_one_person_gets_one_message_whatever_there_is_to_say(
    session: Session, now: datetime, fund: Fund
) -> None:
    for _ in range(5):
        make_action(session, fund, now, S.IN_PROGRESS)
    action = make_action(session, fund, now, S.IN_PROGRESS, title="La sixième action")
    quiet_since(session, fund, due(action, -1))
    text = told(session, due(action, 0))[fund.owner.email]
    assert text.count("/actions/") == 6
    subjects = select(OutgoingMessage.subject).where(OutgoingMessage.to_address == fund.owner.email)
    assert session.exec(subjects).all()[-1] == "Sillage : 6 choses à suivre"


def test_never_two_messages_a_day_over_a_whole_year(
    session: Session, now: datetime, fund: Fund
) -> None:
    """Every state at once, the job run three times a day: still one message a person and a day."""
    for number in range(6):
        make_action(session, fund, now, S.IN_PROGRESS, due_on=now.date() + timedelta(20 + number))
    make_action(session, fund, now, S.SUSPENDED)
    make_action(session, fund, now, S.DONE)
    make_action(session, fund, now)
    for day in range(1, 200, 2):
        for hour in (5, 7, 21):
            moment = (now + timedelta(days=day)).replace(hour=hour)
            deadlines.tell(session, moment)
    messages = session.exec(select(OutgoingMessage)).all()
    a_day = Counter((m.to_address, m.written_at.date()) for m in messages)
    assert messages
    assert set(a_day.values()) == {1}


def test_running_twice_on_one_day_writes_nothing_more(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    moment = datetime.fromisoformat(f"{due(action, 0)}T05:30:00+00:00")
    assert deadlines.tell(session, moment) == 1
    assert deadlines.tell(session, moment) == 0


def test_a_day_without_a_run_is_caught_up_within_a_week(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    quiet_since(session, fund, due(action, -4))
    text = told(session, due(action, -1))[fund.owner.email]  # the third day before was missed
    assert "demain" in text
    assert told(session, due(action, -1)) == {}


def test_what_is_too_old_is_not_caught_up(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    quiet_since(session, fund, due(action, -40))
    assert told(session, due(action, -5)) == {}


def test_an_action_done_or_stopped_is_no_longer_told(
    session: Session, now: datetime, fund: Fund
) -> None:
    for state in (S.DONE, S.ABANDONED, S.REFUSED, S.SUSPENDED):
        action = make_action(session, fund, now, state)
        day = now.date() + timedelta(days=60)
        quiet_since(session, fund, day - timedelta(days=1))
        assert action.title not in str(told(session, day)), state
        for message in session.exec(select(OutgoingMessage)):
            session.delete(message)


def test_the_owner_is_told_of_an_action_just_given(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now, S.DECIDED)
    text = told(session, now.date() + timedelta(days=1))[fund.owner.email]
    assert "vous est confiée" in text
    assert "http" in text


def test_a_proposal_is_told_to_the_head_or_to_management_without_a_head(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now)
    tomorrow = now.date() + timedelta(days=1)
    assert names(session, fund, tomorrow) == {"head", "officer"}  # the officer knows of it too
    fund.head.is_active = False
    for message in session.exec(select(OutgoingMessage)):
        session.delete(message)
    session.flush()
    assert names(session, fund, tomorrow) == {"management", "officer"}


def test_the_end_of_a_suspension_is_told_to_the_owner(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.SUSPENDED)
    assert action.suspended_until is not None
    quiet_since(session, fund, action.suspended_until - timedelta(days=1))
    assert "à reprendre" in told(session, action.suspended_until)[fund.owner.email]


def test_the_day_of_verification_is_told_to_whoever_may_verify(
    session: Session, now: datetime, fund: Fund
) -> None:
    usual = make_action(session, fund, now, S.DONE)
    first = effects.verifiable_on(usual)
    quiet_since(session, fund, first - timedelta(days=1))
    assert names(session, fund, first) == {"officer"}


def test_the_officer_s_own_action_is_verified_by_management(
    session: Session, now: datetime, fund: Fund
) -> None:
    own = make_action(session, fund, now, S.DONE, owner=fund.officer)
    first = effects.verifiable_on(own)
    quiet_since(session, fund, first - timedelta(days=1))
    assert names(session, fund, first) == {"management"}


def test_thirty_days_of_silence_are_told_and_a_word_ends_them(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS, due_on=now.date() + timedelta(300))
    quiet_since(session, fund, now.date() + timedelta(days=29))
    text = told(session, now.date() + timedelta(days=30))[fund.owner.email]
    assert "Sans nouvelle depuis 30 jours" in text
    actions.note(session, action, "Commandé.", fund.owner, now + timedelta(days=31))
    quiet_since(session, fund, now.date() + timedelta(days=59))
    assert told(session, now.date() + timedelta(days=60)) == {}
    assert told(session, now.date() + timedelta(days=61)) != {}


def test_a_closed_account_is_told_nothing(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    fund.owner.is_active = False
    session.flush()
    quiet_since(session, fund, due(action, -1))
    assert told(session, due(action, 0)) == {}


def test_every_head_of_the_department_is_told(session: Session, now: datetime, fund: Fund) -> None:
    deputy: User = make_user(session, Role.HEAD, fund.department)
    action = make_action(session, fund, now, S.DECIDED)
    quiet_since(session, fund, due(action, 6))
    assert set(told(session, due(action, 7))) == {fund.head.email, deputy.email}


def test_a_message_names_the_action_and_leads_to_it(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    quiet_since(session, fund, due(action, 6))
    text = told(session, due(action, 7))[fund.head.email]
    assert action.title in text
    assert f"/actions/{action.id}" in text
    assert "confiée à Inès Roy" in text
    assert "en retard de 7" in text.lower()
