"""Every step of an action: who, when, on what condition, and what is kept of it."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import actions, steps
from actionplans.models import (
    Action,
    ActionNote,
    ActionStatus,
    Cause,
    Direction,
    Malfunction,
    TopicDecision,
)
from core.errors import Refused
from organisation import journal
from organisation.models import Role
from tests.action_builders import Fund, make_action, make_decision, make_fund, terms
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_user

S = ActionStatus
TOMORROW = timedelta(days=1)


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def deeds(session: Session, action: Action) -> list[str]:
    return [entry.deed for entry in journal.about(session, f"action {action.id}")]


# ---------------------------------------------------------------- who may take which step

EVERYBODY = {"owner", "head", "officer", "management", "stranger"}
WHO = {
    "decide": (S.PROPOSED, {"head", "management"}),
    "refuse": (S.PROPOSED, {"head", "management"}),
    "accept": (S.DECIDED, {"owner"}),
    "decline": (S.DECIDED, {"owner"}),
    "assign": (S.IN_PROGRESS, {"head", "management"}),
    "milestone": (S.IN_PROGRESS, {"owner", "head", "management"}),
    "prove": (S.IN_PROGRESS, {"owner", "head", "management"}),
    "fix": (S.PROPOSED, {"owner", "head", "officer", "management"}),
    "effect": (S.IN_PROGRESS, {"head", "management"}),
    "merge": (S.PROPOSED, {"head", "management"}),
    "kept": (S.EFFECTIVE, {"officer"}),
    "start": (S.DECIDED, {"owner"}),
    "note": (S.IN_PROGRESS, {"owner", "head", "officer", "management"}),
    "suspend": (S.IN_PROGRESS, {"owner", "officer"}),
    "resume": (S.SUSPENDED, {"owner", "officer"}),
    "postpone": (S.IN_PROGRESS, {"owner", "head", "management"}),
    "finish": (S.IN_PROGRESS, {"owner"}),
    "verify": (S.DONE, {"officer"}),
    "reopen": (S.DONE, {"officer"}),
    "abandon": (S.IN_PROGRESS, {"head", "management"}),
}


def test_every_step_has_its_line_in_this_table() -> None:
    assert WHO.keys() == steps.STEPS.keys()


@pytest.mark.parametrize("name", WHO)
def test_a_step_is_open_to_these_people_and_to_no_other(
    session: Session, now: datetime, fund: Fund, name: str
) -> None:
    state, allowed = WHO[name]
    action = make_action(session, fund, now, state)
    able = {who for who, person in fund.people.items() if steps.is_open(name, action, person)}
    assert able == allowed


@pytest.mark.parametrize("name", WHO)
def test_a_step_starts_from_its_states_alone(
    session: Session, now: datetime, fund: Fund, name: str
) -> None:
    for state in (S.PROPOSED, S.DECIDED, S.IN_PROGRESS, S.SUSPENDED, S.DONE, S.REFUSED):
        action = make_action(session, fund, now, state)
        if name in ("accept", "decline"):
            action.accepted_on = None  # whoever sets to work has said yes
        able = any(steps.is_open(name, action, person) for person in fund.people.values())
        # a proposal refused and an action suspended have no owner-independent doubt: the table rules
        assert able == (state in steps.STEPS[name].states)


def test_a_reader_and_an_administrator_take_no_step(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    for role in (Role.READER, Role.ADMINISTRATOR):
        person = make_user(session, role, fund.department)
        assert steps.open_to(action, person) == []
        assert not steps.may_see(action, person)


def test_another_department_does_not_see_the_action(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now)
    seen = {who for who, person in fund.people.items() if steps.may_see(action, person)}
    assert seen == EVERYBODY - {"stranger"}


def test_lists_show_exactly_what_may_be_seen(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now)
    proposed_elsewhere = actions.propose(
        session,
        "Relancer les impayés plus tôt",
        fund.other,
        [session.exec(select(TopicDecision)).first()],  # type: ignore[list-item]
        fund.owner,
        now,
    )
    for person in fund.people.values():
        listed = set(session.exec(select(Action.id).where(actions.visible_to(person))))
        seen = {a.id for a in (action, proposed_elsewhere) if steps.may_see(a, person)}
        assert listed == seen


# ---------------------------------------------------------------- propose


def test_a_proposal_keeps_its_cause_and_its_author(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now)
    assert action.status is S.PROPOSED
    assert action.proposed_by_id == fund.owner.id
    cause = session.exec(select(Cause).where(Cause.action_id == action.id)).one()
    assert cause.topic_decision_id is not None
    assert deeds(session, action) == ["propose_action"]


def test_an_action_without_a_cause_is_refused(session: Session, now: datetime, fund: Fund) -> None:
    with pytest.raises(Refused, match="d’où vient cette action"):
        actions.propose(session, "Une idée en l’air", fund.department, [], fund.owner, now)


@pytest.mark.parametrize("title", ["", "    ", "Bof", "x" * 161])
def test_a_title_too_short_or_too_long_is_refused(
    session: Session, now: datetime, fund: Fund, title: str
) -> None:
    report = make_report(session, now)
    with pytest.raises(Refused, match="Résumez l’action"):
        actions.propose(session, title, fund.department, [report], fund.owner, now)


def test_a_title_of_exactly_the_longest_is_taken(
    session: Session, now: datetime, fund: Fund
) -> None:
    report = make_report(session, now)
    action = actions.propose(session, "x" * 160, fund.department, [report], fund.owner, now)
    assert len(action.title) == 160


def test_an_action_may_have_several_causes(session: Session, now: datetime, fund: Fund) -> None:
    report: Malfunction = make_report(session, now)
    action = make_action(session, fund, now)
    actions.add_cause(session, action, report)
    assert len(session.exec(select(Cause).where(Cause.action_id == action.id)).all()) == 2


def test_a_reader_proposes_nothing(session: Session, now: datetime, fund: Fund) -> None:
    reader = make_user(session, Role.READER)
    with pytest.raises(Refused, match="ne permet pas"):
        actions.propose(
            session,
            "Changer le standard",
            fund.department,
            [make_report(session, now)],
            reader,
            now,
        )


# ---------------------------------------------------------------- decide, refuse


def test_deciding_fixes_who_when_and_what_is_expected(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now)
    actions.decide(session, action, terms(fund, now), fund.head, now)
    assert (action.status, action.owner_id) == (S.DECIDED, fund.owner.id)
    assert action.due_on == action.first_due_on == now.date() + timedelta(days=60)
    assert (action.indicator, action.direction) == ("satisfaction", Direction.UP)
    assert (action.decided_by_id, action.decided_on) == (fund.head.id, now.date())
    assert deeds(session, action)[0] == "decide_action"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"expected": "  "}, "Écrivez l’effet attendu"),
        ({"indicator": "bonheur"}, "pas au catalogue"),
        ({"direction": None}, "dans quel sens"),
        ({"window_months": 5}, "fenêtre de 3, 6 ou 12 mois"),
    ],
)
def test_nothing_is_decided_without_its_expected_effect(
    session: Session, now: datetime, fund: Fund, changed: dict[str, object], sentence: str
) -> None:
    action = make_action(session, fund, now)
    with pytest.raises(Refused, match=sentence):
        actions.decide(session, action, terms(fund, now, **changed), fund.head, now)
    assert action.status is S.PROPOSED


def test_a_due_date_is_to_come(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now)
    with pytest.raises(Refused, match="échéance à venir"):
        actions.decide(session, action, terms(fund, now, due_on=now.date()), fund.head, now)


def test_without_an_indicator_the_direction_is_not_kept(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.DECIDED, indicator="")
    assert (action.indicator, action.direction) == ("", None)


def test_a_head_gives_work_to_their_own_department_alone(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now)
    elsewhere = terms(fund, now, owner=fund.stranger)
    with pytest.raises(Refused, match="de votre service"):
        actions.decide(session, action, elsewhere, fund.head, now)
    actions.decide(session, action, elsewhere, fund.management, now)
    assert action.owner_id == fund.stranger.id


def test_a_closed_account_is_given_nothing(session: Session, now: datetime, fund: Fund) -> None:
    gone = make_user(session, Role.COLLABORATOR, fund.department, is_active=False)
    reader = make_user(session, Role.READER, fund.department)
    action = make_action(session, fund, now)
    for person in (gone, reader):
        with pytest.raises(Refused, match="Choisissez une autre personne"):
            actions.decide(session, action, terms(fund, now, owner=person), fund.head, now)


def test_nothing_is_decided_twice(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.DECIDED)
    with pytest.raises(Refused, match="Cette action est décidée"):
        actions.decide(session, action, terms(fund, now), fund.head, now)


def test_a_refusal_says_why(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now)
    with pytest.raises(Refused, match="Écrivez pourquoi"):
        actions.refuse(session, action, "   ", fund.head, now)
    actions.refuse(session, action, "Déjà en place.", fund.head, now)
    assert (action.status, action.reason) == (S.REFUSED, "Déjà en place.")
    assert action.closed_on == now.date()


# ---------------------------------------------------------------- carry out


def test_what_is_said_at_a_step_is_kept_beside_the_journal(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    actions.note(session, action, "Le standard est commandé.", fund.owner, now)
    note = session.exec(select(ActionNote).where(ActionNote.action_id == action.id)).one()
    line = journal.about(session, f"action {action.id}")[0]
    assert (note.text, note.step) == ("Le standard est commandé.", "note")
    assert (line.deed, line.details) == ("note_action", "")  # what people write stays out of it
    assert note.at == line.at


def test_suspending_says_why_and_until_when(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    with pytest.raises(Refused, match="reprise à venir"):
        actions.suspend(session, action, "Travaux.", now.date(), fund.owner, now)
    with pytest.raises(Refused, match="Écrivez pourquoi"):
        actions.suspend(session, action, "", now.date() + TOMORROW, fund.owner, now)
    actions.suspend(session, action, "Travaux.", now.date() + TOMORROW, fund.owner, now)
    assert (action.status, action.suspended_until) == (S.SUSPENDED, now.date() + TOMORROW)


def test_taking_it_up_again_forgets_the_suspension(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.SUSPENDED)
    actions.resume(session, action, fund.officer, now)
    assert (action.status, action.suspended_until, action.reason) == (S.IN_PROGRESS, None, "")


def test_the_due_date_goes_up_the_ladder(session: Session, now: datetime, fund: Fund) -> None:
    """The owner once, then the head, then management alone; the first date is not forgotten."""
    action = make_action(session, fund, now, S.IN_PROGRESS)
    first = action.due_on

    def later(days: int, by: str) -> None:
        day = now.date() + timedelta(days=days)
        actions.postpone(session, action, day, "Livraison en retard.", fund.people[by], now)

    later(70, "owner")
    with pytest.raises(Refused, match="demandez au responsable"):
        later(80, "owner")
    later(80, "head")
    for by in ("owner", "head"):
        with pytest.raises(Refused, match="seule la direction"):
            later(90, by)
    later(90, "management")
    later(100, "management")
    assert (action.due_changes, action.first_due_on) == (4, first)
    assert "→" in journal.about(session, f"action {action.id}")[0].details


def test_a_due_date_changes_to_another_day_to_come_with_a_reason(
    session: Session, now: datetime, fund: Fund
) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    assert action.due_on is not None
    for day, reason, sentence in (
        (now.date(), "Retard.", "à venir"),
        (action.due_on, "Retard.", "déjà l’échéance"),
        (action.due_on + TOMORROW, " ", "Écrivez pourquoi"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.postpone(session, action, day, reason, fund.owner, now)
    assert action.due_changes == 0


def test_done_needs_a_proof(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    with pytest.raises(Refused, match="Donnez une preuve"):
        actions.finish(session, action, "\n", fund.owner, now)
    actions.finish(session, action, "Relevé de mars.", fund.owner, now)
    assert (action.status, action.proof) == (S.DONE, "Relevé de mars.")
    assert action.done_on == now.date()


def test_an_abandoned_action_says_why_and_ends(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    actions.abandon(session, action, "Budget refusé.", fund.head, now)
    assert (action.status, action.reason) == (S.ABANDONED, "Budget refusé.")
    with pytest.raises(Refused, match="Cette action est abandonnée"):
        actions.abandon(session, action, "Encore.", fund.head, now)


def test_the_day_of_a_deed_is_that_of_paris(session: Session, now: datetime, fund: Fund) -> None:
    action = make_action(session, fund, now, S.IN_PROGRESS)
    late = now.replace(hour=23, minute=30)  # half past midnight in Paris
    actions.finish(session, action, "Relevé.", fund.owner, late)
    assert action.done_on == now.date() + TOMORROW


def test_a_decision_to_act_gives_an_action_with_its_cause(
    session: Session, now: datetime, fund: Fund
) -> None:
    decision, action = make_decision(session, fund, now)
    cause = session.exec(select(Cause).where(Cause.action_id == action.id)).one()
    assert (cause.topic_decision_id, decision.voices) == (decision.id, 12)
