"""« À faire »: what waits for each person, and for nobody else, the oldest first."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session

from actionplans.actions import actions, decisions, effects
from actionplans.actions.tasks import action_tasks, publication_tasks
from actionplans.actions.topic_tasks import topic_tasks
from actionplans.models import ActionStatus
from actionplans.my_work.tasks import Task
from actionplans.my_work.todo import todo
from actionplans.tracing import publishing
from actionplans.tracing.whole_chains import Words, candidate
from organisation.models import Role
from tests.action_builders import (
    Fund,
    make_action,
    make_closed_action,
    make_decision,
    make_fund,
    make_voices,
    subject,
)
from tests.builders import make_charter, make_user

S = ActionStatus
TITLE = "Rappeler sous deux heures les appels perdus"


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def of_actions(session: Session, fund: Fund, on: date) -> dict[str, list[str]]:
    """The verbs each person reads on their list of actions."""
    found = {
        who: [task.verb for task in action_tasks(session, person, on)]
        for who, person in fund.people.items()
    }
    return {who: verbs for who, verbs in found.items() if verbs}


@pytest.mark.parametrize(
    ("status", "days", "waiting"),
    [
        (S.PROPOSED, 0, {"head": ["Décider"]}),
        (S.PROPOSED, 30, {"head": ["Décider"]}),
        (S.PROPOSED, 31, {"head": ["Décider"], "management": ["Décider"]}),
        (S.DECIDED, 0, {"owner": ["Répondre"]}),
        (S.IN_PROGRESS, 0, {}),
        (S.IN_PROGRESS, 30, {"owner": ["Noter"]}),
        (S.IN_PROGRESS, 46, {"owner": ["Ouvrir"]}),
        (S.IN_PROGRESS, 90, {"owner": ["Ouvrir"]}),
        (S.SUSPENDED, 19, {}),
        (S.SUSPENDED, 20, {"owner": ["Ouvrir"]}),
        (S.DONE, 107, {}),
        (S.DONE, 108, {"officer": ["Vérifier"]}),
        (S.REFUSED, 0, {}),
        (S.ABANDONED, 0, {}),
    ],
)
def test_each_state_waits_for_its_person(
    session: Session,
    now: datetime,
    fund: Fund,
    status: ActionStatus,
    days: int,
    waiting: dict[str, list[str]],
) -> None:
    make_action(session, fund, now, status)
    assert of_actions(session, fund, now.date() + timedelta(days=days)) == waiting


def test_a_department_without_a_head_waits_for_management(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now)
    fund.head.department_id = fund.other.id
    session.flush()
    assert of_actions(session, fund, now.date()) == {"management": ["Décider"]}


def test_the_officer_s_own_action_waits_for_management(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DONE, owner=fund.officer)
    assert of_actions(session, fund, effects.verifiable_on(action)) == {"management": ["Vérifier"]}


def test_a_task_names_the_action_and_leads_to_it(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    [task] = action_tasks(session, fund.owner, now.date())
    assert task == Task(
        action.due_on, f"Accepter ou décliner « {TITLE} »", "Moins d’attente au téléphone.",
        "Accueil téléphonique", ("actions.show", {}), "Répondre",
    )  # fmt: skip
    assert task.url == ("actions.show", {"action_id": action.id})


def test_a_due_date_that_moved_is_told(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    soon = now.date() + timedelta(days=5)
    actions.postpone(session, action, soon, "Plus vite.", fund.owner, now)
    [task] = action_tasks(session, fund.owner, now.date())
    assert task.detail.startswith("Échéance changée 1\u00a0fois.")


# ---------------------------------------------------------------- themes


def test_themes_wait_for_those_who_decide(session: Session, now: datetime, fund: Fund) -> None:
    make_voices(session, "telephone", 12, date(2026, 11, 1), satisfaction=5)
    for who, n in (("officer", 1), ("management", 1), ("head", 0), ("owner", 0)):
        assert len(topic_tasks(session, fund.people[who], now.date())) == n, who
    [task] = topic_tasks(session, fund.officer, now.date())
    assert task.title == "Décider du thème « Joindre la caisse par téléphone »"
    assert task.detail == "12\u00a0voix, 4e trimestre\u00a02026, satisfaction 5,0 sur 10."
    assert (task.department, task.due_on) == ("Tous", date(2027, 1, 30))
    assert task.url[1] == {"theme": "telephone", "du": "2026-10-01", "au": "2026-12-31"}


def test_a_decision_not_to_act_comes_back_on_its_day_and_once(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    review_on = now.date() + timedelta(days=10)
    decisions.decide_no_action(
        session, subject(), "Le standard change.", review_on, fund.officer, now
    )
    assert topic_tasks(session, fund.officer, now.date()) == []
    [task] = topic_tasks(session, fund.officer, review_on)
    assert (task.verb, task.due_on) == ("Revoir", review_on)
    decisions.decide_no_action(
        session, subject(), "Toujours vrai.", review_on + timedelta(90), fund.officer,
        now + timedelta(days=10),
    )  # fmt: skip
    assert topic_tasks(session, fund.officer, review_on) == []


# ---------------------------------------------------------------- publications


def test_a_whole_chain_is_prepared_by_the_officer_then_read_by_management(
    session: Session, now: datetime, fund: Fund
) -> None:
    decision, _ = make_decision(session, fund, now)
    closed = make_closed_action(session, fund, now, decision=decision)
    today = now.date()
    assert [t.title for t in publication_tasks(session, fund.officer, today)] == [
        "1\u00a0publication à préparer"
    ]
    assert publication_tasks(session, fund.management, today) == []
    one = candidate(session, "action", closed.id or 0, today)
    publishing.prepare(session, one, Words("C’est long.", "Rappeler."), fund.officer, now)
    assert publication_tasks(session, fund.officer, today) == []
    [task] = publication_tasks(session, fund.management, today)
    assert (task.title, task.due_on) == ("1\u00a0publication à approuver", None)
    assert publication_tasks(session, fund.head, today) == []


# ---------------------------------------------------------------- the whole list


def test_the_oldest_comes_first_and_what_has_no_date_last(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_charter(session, now)
    decision, _ = make_decision(session, fund, now)
    make_closed_action(session, fund, now, decision=decision)
    make_voices(session, "suivi", 12)
    action = make_action(session, fund, now, S.DONE, decision=decision)
    tasks = todo(session, fund.officer, effects.verifiable_on(action))
    dates = [task.due_on for task in tasks]
    assert dates[-1] is None
    assert dates[:-1] == sorted(d for d in dates[:-1] if d)


@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR])
def test_nothing_waits_for_a_reader_or_an_administrator(
    session: Session, now: datetime, fund: Fund, role: Role
) -> None:
    make_voices(session, "telephone", 12)
    make_action(session, fund, now)
    assert todo(session, make_user(session, role, fund.department), now.date()) == []
