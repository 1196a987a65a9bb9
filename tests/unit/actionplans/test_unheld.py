"""When somebody leaves: what they held is found, each thing given on, nothing asked of them, nothing lost."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import owners
from actionplans.assessments import assessments, delegating, reviewing
from actionplans.cockpit import unheld
from actionplans.malfunctions.tasks import report_tasks
from actionplans.models import ActionStatus, Delegation, Level, MalfunctionStatus
from actionplans.my_work import deadlines, headless
from actionplans.my_work.headless import about_departments, headless_tasks
from actionplans.my_work.notices import Days
from actionplans.my_work.todo import todo
from actionplans.plans.tasks import plan_tasks
from core.errors import Refused
from core.french import NBSP
from core.models import MessageStatus, OutgoingMessage
from organisation import leading, people
from organisation.models import JournalEntry, Role, User
from organisation.people import Account
from tests.action_builders import Fund, make_action, make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import make_round, second_department, submitted
from tests.builders import make_headship, make_user
from tests.cockpit_builders import part, said, shown

S = ActionStatus
A_DAY = timedelta(days=1)
UNTIL = date(2027, 3, 25)


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def close(session: Session, person: User, now: datetime) -> None:
    """Their account is closed by the administrator, as on the page."""
    gone = Account(person.name, person.email, person.role, person.department_id, is_active=False)
    people.change(session, person, gone, make_user(session, Role.ADMINISTRATOR), now)


# ---------------------------------------------------------------- actions


@pytest.mark.parametrize("status", [S.DECIDED, S.IN_PROGRESS, S.SUSPENDED])
def test_an_action_whose_owner_left_is_found_and_given_on_by_the_officer(
    session: Session, now: datetime, fund: Fund, status: ActionStatus
) -> None:
    action = make_action(session, fund, now, status)
    assert unheld.found(session, fund.officer, now.date()) == []
    close(session, fund.owner, now)
    [one] = unheld.found(session, fund.officer, now.date())
    assert one.takers[0] == (str(fund.head.id), "Marc Delaunay")  # who answers for it first
    assert "Inès Roy" in one.why
    owners.hand_on(session, action, fund.head, fund.officer, now)
    assert (action.owner_id, action.accepted_on) == (fund.head.id, None)
    assert unheld.found(session, fund.officer, now.date()) == []
    last = session.exec(select(JournalEntry).order_by(JournalEntry.id.desc())).first()  # type: ignore[union-attr]
    assert (last.deed, last.by_id) == ("assign_action", fund.officer.id)  # type: ignore[union-attr]


@pytest.mark.parametrize("status", [S.PROPOSED, S.DONE, S.EFFECTIVE, S.ABANDONED])
def test_what_waits_for_no_owner_is_not_there(
    session: Session, now: datetime, fund: Fund, status: ActionStatus
) -> None:
    if status is S.EFFECTIVE:
        action = make_action(session, fund, now, S.DONE)
        action.status, action.closed_on = status, now.date()
    else:
        make_action(session, fund, now, status)
    close(session, fund.owner, now)
    assert unheld.found(session, fund.officer, now.date()) == []


def test_an_action_declined_waits_with_whoever_was_suggested_first(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    zoe = make_user(session, Role.COLLABORATOR, fund.department, name="Zoé Lambert")
    owners.decline(session, action, "Je n’ai pas le temps.", zoe, fund.owner, now)
    [one] = unheld.found(session, fund.officer, now.date())
    assert one.takers[0][1] == "Zoé Lambert"


def test_an_access_that_expired_is_a_departure_too(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now, S.IN_PROGRESS)
    fund.owner.expires_on = now.date()
    session.flush()
    assert unheld.found(session, fund.officer, now.date()) == []
    assert len(unheld.found(session, fund.officer, now.date() + A_DAY)) == 1


def test_the_officer_gives_on_nothing_that_somebody_holds_nor_outside_the_department(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    with pytest.raises(Refused, match="entre les mains de quelqu’un"):
        owners.hand_on(session, action, fund.head, fund.officer, now)
    close(session, fund.owner, now)
    with pytest.raises(Refused, match="Choisissez quelqu’un"):
        owners.hand_on(session, action, fund.stranger, fund.officer, now)
    with pytest.raises(Refused, match="responsable de ce service"):
        owners.hand_on(session, action, fund.head, fund.stranger, now)
    owners.hand_on(session, action, fund.stranger, fund.management, now)
    assert action.owner_id == fund.stranger.id


# ---------------------------------------------------------------- entrusted rows


def test_rows_of_somebody_who_left_are_found_and_given_on_or_back(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    ines = make_user(session, Role.COLLABORATOR, made.department, name="Inès Roy")
    zoe = make_user(session, Role.COLLABORATOR, made.department, name="Zoé Lambert")
    codes = ["ACC-04", "ACC-05"]
    delegating.entrust(session, made.assessment, codes, ines, UNTIL, made.head, now)
    assessments.rate(session, made.row("ACC-04"), Level.B, "Vu.", False, ines, now)
    with pytest.raises(Refused, match="toujours là"):
        delegating.hand_on(session, made.assessment, ines, zoe, made.officer, now)
    close(session, ines, now)
    [one] = unheld.found(session, made.officer, now.date())
    assert [who for _, who in one.takers] == ["Le responsable du service", "Zoé Lambert"]
    assert delegating.hand_on(session, made.assessment, ines, zoe, made.officer, now) == 2
    held = session.exec(select(Delegation)).all()
    assert {(d.user_id, d.until) for d in held} == {(zoe.id, UNTIL)}
    assert made.row("ACC-04").declared is Level.B  # nothing lost
    assert unheld.found(session, made.officer, now.date()) == []
    close(session, zoe, now)
    delegating.hand_on(session, made.assessment, zoe, None, made.officer, now)
    assert session.exec(select(Delegation)).all() == []


def test_rows_past_their_day_are_the_head_s_already(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    ines = make_user(session, Role.COLLABORATOR, made.department)
    delegating.entrust(session, made.assessment, ["ACC-04"], ines, UNTIL, made.head, now)
    close(session, ines, now)
    assert unheld.found(session, made.officer, UNTIL + A_DAY) == []


def test_nobody_else_gives_on_the_rows_of_a_department(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    ines = make_user(session, Role.COLLABORATOR, made.department)
    delegating.entrust(session, made.assessment, ["ACC-04"], ines, UNTIL, made.head, now)
    close(session, ines, now)
    other = second_department(session, made)
    with pytest.raises(Refused, match="Seul le responsable"):
        delegating.hand_on(session, made.assessment, ines, None, other.head, now)
    with pytest.raises(Refused, match="collaborateur du service"):
        delegating.hand_on(session, made.assessment, ines, other.head, made.officer, now)


# ---------------------------------------------------------------- departments


def test_a_department_whose_head_left_is_said_with_who_holds_it_meanwhile(
    session: Session, now: datetime, fund: Fund
) -> None:
    until = now.date() + 9 * A_DAY
    deputy = make_user(session, department=fund.other, name="Zoé Lambert")
    make_headship(session, deputy, fund.department, now.date(), until_day=until)
    label = "Services sans responsable"
    assert part(shown(session, fund.officer, now.date()), "sans-personne", label).count == 0
    close(session, fund.head, now)
    found = said(part(shown(session, fund.officer, now.date()), "sans-personne", label))
    assert "Accueil téléphonique" in found
    assert f"Zoé Lambert (jusqu’au 24{NBSP}mars" in found
    later = said(part(shown(session, fund.officer, until + A_DAY), "sans-personne", label))
    assert headless.NOBODY in later


def test_the_administrator_is_asked_each_monday_and_in_their_list(
    session: Session, now: datetime, fund: Fund
) -> None:
    nora = make_user(session, Role.ADMINISTRATOR)
    assert headless_tasks(session, nora, now.date()) == []
    close(session, fund.head, now)
    [task] = headless_tasks(session, nora, now.date())
    assert task.title == "Nommer un responsable du service Accueil téléphonique"
    assert headless_tasks(session, fund.officer, now.date()) == []
    told = [
        day
        for n in range(14)
        for day in [now.date() + n * A_DAY]
        if any(one.user_id == nora.id for one in about_departments(session, Days(day - A_DAY, day)))
    ]
    assert told == [now.date(), now.date() + 7 * A_DAY]  # the Monday of tests, and the next


def test_what_a_department_led_by_nobody_holds_comes_to_the_officer(
    session: Session, now: datetime, fund: Fund
) -> None:
    report = make_report(session, now, status=MalfunctionStatus.IN_HAND)
    report.department_id, report.qualified_on = fund.department.id, now.date()
    session.flush()
    october = date(2027, 12, 1)

    def asked(user: User) -> tuple[int, int]:
        plans = [
            t for t in plan_tasks(session, user, october) if t.title == "Préparer le plan 2028"
        ]
        return len(report_tasks(session, user, now.date())), len(plans)

    assert (asked(fund.officer), asked(fund.head)) == ((0, 0), (1, 1))
    close(session, fund.head, now)
    assert asked(fund.officer) == (1, 1)


def test_management_reads_that_no_officer_is_left_and_is_asked_instead(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now, S.DECIDED)
    close(session, fund.owner, now)
    asked = "1 chose n’a plus personne".replace(" ", NBSP, 1)
    titles = [task.title for task in todo(session, fund.officer, now.date())]
    assert asked in titles
    assert asked not in [task.title for task in todo(session, fund.management, now.date())]
    close(session, fund.officer, now)
    assert asked in [task.title for task in todo(session, fund.management, now.date())]
    found = part(shown(session, fund.management, now.date()), "sans-personne", "Référent qualité")
    assert found.count == 1


def test_an_officer_whose_access_expired_leaves_what_is_to_validate_to_management(
    session: Session, now: datetime
) -> None:
    made = submitted(session, now)
    assert reviewing.reviewers(session, made.assessment) == [made.officer]
    made.officer.expires_on = now.date() - A_DAY
    session.flush()
    assert reviewing.reviewers(session, made.assessment) == [made.management]


# ---------------------------------------------------------------- nothing more is asked of them


def test_a_left_person_is_reminded_of_nothing_not_even_by_a_message_that_waited(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    assert action.decided_on is not None
    deadlines.tell(session, now + A_DAY)
    waiting = select(OutgoingMessage).where(OutgoingMessage.to_address == fund.owner.email)
    [message] = session.exec(waiting).all()
    assert message.status is MessageStatus.WAITING
    close(session, fund.owner, now + A_DAY)
    assert message.status is MessageStatus.CANCELLED
    for n in range(2, 120):
        deadlines.tell(session, now + n * A_DAY)
    assert session.exec(waiting).all() == [message]


def test_a_change_that_leaves_the_account_open_cancels_nothing(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now, S.DECIDED)
    deadlines.tell(session, now + A_DAY)
    same = Account("Inès Le Roy", fund.owner.email, fund.owner.role, fund.department.id)
    people.change(session, fund.owner, same, make_user(session, Role.ADMINISTRATOR), now + A_DAY)
    found = session.exec(select(OutgoingMessage.status)).all()
    assert MessageStatus.CANCELLED not in found


def test_a_deputy_alone_is_not_nobody(session: Session, now: datetime, fund: Fund) -> None:
    make_headship(session, make_user(session), fund.department, now.date())
    close(session, fund.head, now)
    assert fund.department.id in leading.heads(session, now.date())
