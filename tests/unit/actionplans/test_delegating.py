"""A head entrusts rows to a collaborator, who rates those alone until a day; the head submits."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.assessments import assessments, delegating, entrusted, last_year, submission
from actionplans.models import AssessmentStatus, Delegation, Level
from actionplans.my_work import deadlines
from actionplans.my_work.notices import Days
from core.errors import Missing, Refused
from core.models import OutgoingMessage
from organisation.models import Role, User
from tests.assessment_builders import Round, fill_in, make_evidence, make_round
from tests.builders import make_department, make_user

UNTIL = date(2027, 3, 25)


def open_to(session: Session, now: datetime, *codes: str) -> tuple[Round, User]:
    """A round in which a collaborator of the department holds these rows."""
    made = make_round(session, now)
    person = make_user(session, Role.COLLABORATOR, made.department, name="Inès Roy")
    if codes:
        delegating.entrust(session, made.assessment, codes, person, UNTIL, made.head, now)
    return made, person


def rate(session: Session, made: Round, code: str, by: User, at: datetime) -> None:
    assessments.rate(session, made.row(code), Level.B, "Vu.", False, by, at)


def notices(session: Session, day: date) -> list[tuple[int, str]]:
    found = entrusted.about_entrusted_rows(session, Days(day - timedelta(days=1), day))
    return [(one.user_id, one.reason.replace("\u00a0", " ")) for one in found]


# ---------------------------------------------------------------- what a delegate may do


def test_a_delegate_rates_the_rows_entrusted_and_no_other(session: Session, now: datetime) -> None:
    made, person = open_to(session, now, "ACC-04", "ACC-05")
    rate(session, made, "ACC-04", person, now)
    assert made.row("ACC-04").declared is Level.B
    assert made.row("ACC-04").rated_by_id == person.id
    with pytest.raises(Refused, match="à qui il a confié cette ligne"):
        rate(session, made, "ACC-06", person, now)


def test_a_delegate_proves_and_says_again_only_on_their_rows(
    session: Session, now: datetime
) -> None:
    made, person = open_to(session, now, "ACC-04")
    assert (
        make_evidence(session, made.row("ACC-04"), person, now).department_id == made.department.id
    )
    with pytest.raises(Refused):
        make_evidence(session, made.row("ACC-06"), person, now)
    with pytest.raises(Refused):
        last_year.still_true(session, made.row("ACC-06"), person, now)


def test_a_delegate_neither_submits_nor_writes_the_texts(session: Session, now: datetime) -> None:
    made, person = open_to(session, now, "ACC-04")
    fill_in(session, made, now)
    with pytest.raises(Refused, match="Seul le responsable"):
        submission.submit(session, made.assessment, person, now)
    with pytest.raises(Refused, match="Seul le responsable"):
        submission.keep_texts(session, made.assessment, "Oui.", "Non.", person, now)


def test_a_delegate_finds_their_rows_and_whoever_holds_none_finds_nothing(
    session: Session, now: datetime
) -> None:
    made, person = open_to(session, now, "ACC-04")
    place = (made.campaign.year, made.department.id or 0)
    assessment, rows = delegating.find(session, *place, person, now.date())
    assert (assessment, rows) == (made.assessment, {made.row("ACC-04").id})
    assert not assessments.may_read(person, made.assessment)
    stranger = make_user(session, Role.COLLABORATOR, made.department)
    with pytest.raises(Missing):
        delegating.find(session, *place, stranger, now.date())


def test_the_day_included_and_not_the_day_after(session: Session, now: datetime) -> None:
    made, person = open_to(session, now, "ACC-04")
    last = now.replace(day=UNTIL.day)
    rate(session, made, "ACC-04", person, last)
    with pytest.raises(Refused):
        rate(session, made, "ACC-04", person, last + timedelta(days=1))
    assert delegating.live(session, made.assessment, person, UNTIL + timedelta(days=1)) == set()


def test_who_left_the_department_holds_nothing_any_more(session: Session, now: datetime) -> None:
    made, person = open_to(session, now, "ACC-04")
    person.department_id = make_department(session).id
    session.flush()
    assert delegating.live(session, made.assessment, person, now.date()) == set()
    with pytest.raises(Refused):
        rate(session, made, "ACC-04", person, now)


@pytest.mark.parametrize("status", [AssessmentStatus.SUBMITTED, AssessmentStatus.VALIDATED])
def test_once_submitted_nobody_holds_anything(
    session: Session, now: datetime, status: AssessmentStatus
) -> None:
    made, person = open_to(session, now, "ACC-04")
    made.assessment.status = status
    session.flush()
    assert delegating.live(session, made.assessment, person, now.date()) == set()
    with pytest.raises(Refused):
        rate(session, made, "ACC-04", person, now)


def test_the_head_still_rates_what_is_entrusted(session: Session, now: datetime) -> None:
    made, _ = open_to(session, now, "ACC-04")
    rate(session, made, "ACC-04", made.head, now)
    assert made.row("ACC-04").rated_by_id == made.head.id


def test_two_who_rate_at_once_each_take_their_own_time(session: Session, now: datetime) -> None:
    made, person = open_to(session, now, "ACC-04", "ACC-05")
    for seconds, code, who in (
        (0, "ACC-04", person), (5, "ACC-06", made.head), (30, "ACC-05", person),
        (65, "ACC-07", made.head),
    ):  # fmt: skip
        rate(session, made, code, who, now + timedelta(seconds=seconds))
    # Two first rows at the planned minute, then thirty seconds and a minute.
    assert made.assessment.minutes == pytest.approx(1 + 1 + 0.5 + 1)


# ---------------------------------------------------------------- giving and taking back


def test_only_the_head_of_the_department_entrusts(session: Session, now: datetime) -> None:
    made, person = open_to(session, now)
    other = make_user(session, Role.HEAD, make_department(session))
    for nobody in (made.officer, made.management, person, other):
        with pytest.raises(Refused, match="Seul le responsable"):
            delegating.entrust(session, made.assessment, ["ACC-04"], person, UNTIL, nobody, now)


def test_rows_go_only_to_a_collaborator_of_the_department(session: Session, now: datetime) -> None:
    made, person = open_to(session, now)
    elsewhere = make_user(session, Role.COLLABORATOR, make_department(session))
    gone = make_user(session, Role.COLLABORATOR, made.department)
    gone.is_active = False
    session.flush()
    for nobody in (elsewhere, gone, made.officer):
        with pytest.raises(Refused, match="Choisissez un collaborateur") as refusal:
            delegating.entrust(session, made.assessment, ["ACC-04"], nobody, UNTIL, made.head, now)
        assert refusal.value.about == "to"
    yesterday = now.date() - timedelta(days=1)
    for codes, until, about in (([], UNTIL, "rows"), (["ACC-04"], yesterday, "until")):
        with pytest.raises(Refused) as refusal:
            delegating.entrust(session, made.assessment, codes, person, until, made.head, now)
        assert refusal.value.about == about


def test_a_row_changes_hands_and_is_never_in_two(session: Session, now: datetime) -> None:
    made, first = open_to(session, now, "ACC-04", "ACC-05")
    second = make_user(session, Role.COLLABORATOR, made.department, name="Paul Noir")
    delegating.entrust(session, made.assessment, ["ACC-04"], second, UNTIL, made.head, now)
    held = {one.user.name: list(one.codes) for one in delegating.of_assessment(session, made.assessment)}  # fmt: skip
    assert held == {"Inès Roy": ["ACC-05"], "Paul Noir": ["ACC-04"]}
    with pytest.raises(Refused):
        rate(session, made, "ACC-04", first, now)


def test_what_is_taken_back_keeps_what_was_rated(session: Session, now: datetime) -> None:
    made, person = open_to(session, now, "ACC-04", "ACC-05")
    rate(session, made, "ACC-04", person, now)
    with pytest.raises(Refused, match="Seul le responsable"):
        delegating.take_back(session, made.assessment, person.id or 0, person, now)
    assert delegating.take_back(session, made.assessment, person.id or 0, made.head, now) == 2
    assert made.row("ACC-04").declared is Level.B
    assert session.exec(select(Delegation)).first() is None
    with pytest.raises(Refused, match="rien à reprendre"):
        delegating.take_back(session, made.assessment, person.id or 0, made.head, now)


# ---------------------------------------------------------------- the digest and the list of things to do


def test_the_delegate_is_told_the_next_morning_then_three_days_and_one_before(
    session: Session, now: datetime
) -> None:
    made, person = open_to(session, now, "ACC-04", "ACC-05")
    told = {
        day: notices(session, day)
        for n in range(14)
        if notices(session, day := now.date() + timedelta(days=n))
    }
    assert list(told) == [
        now.date() + timedelta(days=1), UNTIL - timedelta(days=3), UNTIL - timedelta(days=1),
        UNTIL + timedelta(days=1),
    ]  # fmt: skip
    assert all(user == person.id for day in list(told)[:3] for user, _ in told[day])
    assert told[UNTIL + timedelta(days=1)] == [
        (made.head.id, "Le jour donné à Inès Roy est passé : 2 lignes à coter, de nouveau à vous.")
    ]


def test_rows_all_rated_remind_nobody(session: Session, now: datetime) -> None:
    made, person = open_to(session, now, "ACC-04")
    rate(session, made, "ACC-04", person, now)
    for day in (UNTIL - timedelta(days=3), UNTIL + timedelta(days=1)):
        assert notices(session, day) == []


def test_reassigning_cancels_the_reminders_of_the_first(session: Session, now: datetime) -> None:
    made, first = open_to(session, now, "ACC-04")
    second = make_user(session, Role.COLLABORATOR, made.department, name="Paul Noir")
    delegating.entrust(session, made.assessment, ["ACC-04"], second, UNTIL, made.head, now)
    assert {user for user, _ in notices(session, UNTIL - timedelta(days=3))} == {second.id}
    delegating.take_back(session, made.assessment, second.id or 0, made.head, now)
    assert notices(session, UNTIL - timedelta(days=3)) == []
    assert entrusted.entrusted_tasks(session, first, now.date()) == []


def test_it_is_one_line_of_the_one_digest_of_the_day(session: Session, now: datetime) -> None:
    _, person = open_to(session, now, "ACC-04")
    deadlines.tell(session, now + timedelta(days=1))
    mine = [one for one in session.exec(select(OutgoingMessage)) if one.to_address == person.email]
    assert len(mine) == 1
    assert "confie des lignes" in mine[0].text


def test_the_rows_wait_in_the_delegate_s_own_list(session: Session, now: datetime) -> None:
    made, person = open_to(session, now, "ACC-04", "ACC-05")
    rate(session, made, "ACC-04", person, now)
    (task,) = entrusted.entrusted_tasks(session, person, now.date())
    assert (task.due_on, task.detail) == (UNTIL, "1\u00a0ligne à coter")
    later: Any = UNTIL + timedelta(days=1)
    assert entrusted.entrusted_tasks(session, person, later) == []
