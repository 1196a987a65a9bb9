"""Builders of decisions and actions: a valid one at any stage, by the product's own deeds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlmodel import Session

from actionplans.actions import actions, decisions, verifying
from actionplans.actions.actions import Terms
from actionplans.actions.decisions import Subject
from actionplans.models import Action, ActionStatus, Decision, Direction, TopicDecision
from analysis.indicators import measures
from analysis.models import ThemeReading, Verbatim, Voice
from core.keys import key
from organisation import signing_in
from organisation.models import Department, Role, User
from survey.models import Answer, EventKind, Grain, Mode, Questionnaire, Reply
from tests.builders import NUMBERS, make_department, saved
from tests.pages import PASSWORD

QUARTER = (date(2026, 10, 1), date(2026, 12, 31))
S = ActionStatus


@dataclass
class Fund:
    """One person in each role, and one department beside the first."""

    department: Department
    other: Department
    owner: User
    head: User
    officer: User
    management: User
    stranger: User
    people: dict[str, User] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = ("owner", "head", "officer", "management", "stranger")
        self.people = {name: getattr(self, name) for name in names}


def make_fund(session: Session) -> Fund:
    department = make_department(session, "Accueil téléphonique", ("accueil_telephonique",))
    other = make_department(session, "Recouvrement", ("recouvrement",))
    return Fund(
        department=department,
        other=other,
        owner=_person(session, Role.COLLABORATOR, department, "Inès Roy"),
        head=_person(session, Role.HEAD, department, "Marc Delaunay"),
        officer=_person(session, Role.QUALITY_OFFICER, None, "Hélène Marchand"),
        management=_person(session, Role.MANAGEMENT, None, "Jeanne Rivière"),
        stranger=_person(session, Role.HEAD, other, "Luc Fabre"),
    )


@cache
def _password_hash() -> str:
    """The password of tests, made unreadable once: it takes its time by design."""
    return signing_in.HASHER.hash(PASSWORD)


def _person(session: Session, role: Role, department: Department | None, name: str) -> User:
    return saved(
        session,
        User(
            email=f"{role.value}{next(NUMBERS)}@caisse.example",
            name=name,
            role=role,
            department_id=department.id if department else None,
            password_hash=_password_hash(),
        ),
    )


def subject(
    theme: str = "telephone", since: date = QUARTER[0], until: date = QUARTER[1]
) -> Subject:
    return Subject(measures.theme(theme), since, until)


def make_decision(
    session: Session, fund: Fund, now: datetime, theme: str = "telephone", voices: int = 12
) -> tuple[TopicDecision, Action]:
    """A decision to act on a theme that `voices` members spoke of, and the action proposed."""
    make_voices(session, theme, voices)
    action = decisions.decide_action(
        session, subject(theme), "Rappeler les appels perdus", fund.department, fund.officer, now
    )
    return decisions.about(session, measures.theme(theme))[0].decision, action


def terms(fund: Fund, now: datetime, **more: Any) -> Terms:
    values: dict[str, Any] = {
        "owner": fund.owner,
        "due_on": now.date() + timedelta(days=60),
        "expected": "Moins d’attente au téléphone.",
        "expected_proof": "Le relevé du standard, avant et après.",
        "indicator": "satisfaction",
        "direction": Direction.UP,
        "window_months": 3,
    }
    return Terms(**(values | more))


def make_action(
    session: Session,
    fund: Fund,
    now: datetime,
    status: ActionStatus = S.PROPOSED,
    **more: Any,
) -> Action:
    """An action brought to this state by its deeds, all at `now`; `more` changes its terms."""
    decision = more.pop("decision", None) or saved(session, _bare_decision(fund, now))
    title = more.pop("title", "Rappeler sous deux heures les appels perdus")
    by = more.pop("by", fund.owner)
    action = actions.propose(session, title, fund.department, [decision], by, now)
    if status is S.REFUSED:
        return actions.refuse(session, action, "Déjà fait.", fund.head, now)
    if status is S.PROPOSED:
        return action
    if status is S.EFFECTIVE:
        return _closed(session, action, fund, now, True, **more)
    actions.decide(session, action, terms(fund, now, **more), fund.management, now)
    owner = more.get("owner", fund.owner)
    for step in PATHS[status]:
        step(session, action, fund, owner, now)
    return action


def _closed(
    session: Session, action: Action, fund: Fund, now: datetime, is_effective: bool, **more: Any
) -> Action:
    actions.decide(
        session, action, terms(fund, now, **({"indicator": ""} | more)), fund.management, now
    )
    for step in PATHS[S.DONE]:
        step(session, action, fund, more.get("owner", fund.owner), now)
    later = now + timedelta(days=100)
    said = "Les plaintes ont cessé."
    return verifying.verify(session, action, fund.officer, later, said, is_effective)


def _bare_decision(fund: Fund, now: datetime) -> TopicDecision:
    return TopicDecision(
        theme="telephone",
        period_start=QUARTER[0],
        period_end=QUARTER[1],
        decision=Decision.ACTION,
        voices=12,
        satisfaction=4.0,
        decided_by_id=key(fund.officer),
        decided_at=now,
    )


def _start(session: Session, action: Action, fund: Fund, owner: User, now: datetime) -> None:
    actions.start(session, action, owner, now)


def _finish(session: Session, action: Action, fund: Fund, owner: User, now: datetime) -> None:
    actions.finish(session, action, "Relevé du standard, dossier Qualité 12.", owner, now)


def _suspend(session: Session, action: Action, fund: Fund, owner: User, now: datetime) -> None:
    until = now.date() + timedelta(days=20)
    actions.suspend(session, action, "Le standard change.", until, owner, now)


def _abandon(session: Session, action: Action, fund: Fund, owner: User, now: datetime) -> None:
    actions.abandon(session, action, "Le standard a été remplacé.", fund.head, now)


PATHS: dict[ActionStatus, tuple[Any, ...]] = {
    S.DECIDED: (),
    S.IN_PROGRESS: (_start,),
    S.SUSPENDED: (_start, _suspend),
    S.ABANDONED: (_start, _abandon),
    S.DONE: (_start, _finish),
}


def make_closed_action(
    session: Session, fund: Fund, now: datetime, is_effective: bool = True, **more: Any
) -> Action:
    """An action without indicator, closed a hundred days after `now` by a written evaluation."""
    if is_effective:
        return make_action(session, fund, now, S.EFFECTIVE, **more)
    action = make_action(session, fund, now, S.PROPOSED, **more)
    return _closed(session, action, fund, now, False, **more)


# ---------------------------------------------------------------- what members answered


def _questionnaire(session: Session) -> Questionnaire:
    found = session.get(Questionnaire, 1)
    return found or saved(
        session, Questionnaire(id=1, kind=EventKind.RETIREMENT, version=1, title="Essai")
    )


def make_replies(
    session: Session,
    month: date,
    n: int,
    counted: int,
    question: str = "satisfaction",
    values: tuple[str, str] = ("good", "bad"),
    grain: Grain = Grain.MONTH,
) -> list[Reply]:
    """`n` replies of a month, of which `counted` give the first value, the others the second."""
    questionnaire = _questionnaire(session)
    replies = [
        Reply(
            questionnaire_id=key(questionnaire),
            kind=EventKind.RETIREMENT,
            period_start=month,
            grain=grain,
            mode=Mode.WEB,
        )
        for _ in range(n)
    ]
    session.add_all(replies)
    session.flush()
    for rank, reply in enumerate(replies):
        value = values[0] if rank < counted else values[1]
        session.add(Answer(reply_id=reply.id, question_code=question, value=value))
    session.flush()
    return replies


def make_voices(
    session: Session,
    theme: str,
    n: int,
    month: date = date(2026, 11, 1),
    text: str = "On attend vingt minutes au téléphone avant d’avoir quelqu’un.",
    satisfaction: int = 5,
) -> list[Verbatim]:
    """`n` members who spoke of a theme in a month, one sentence each."""
    verbatims = []
    for reply in make_replies(session, month, n, 0):
        verbatim = Verbatim(
            reply_id=reply.id,
            text=text,
            voice=Voice.SUGGESTION,
            kind=EventKind.RETIREMENT,
            period_start=month,
            mode=Mode.WEB,
            satisfaction=satisfaction,
            theme=theme,
            certainty=0.9,
            reader="essai",
        )
        verbatim.readings = [ThemeReading(verbatim_id=verbatim.id, theme=theme, rank=0)]
        verbatims.append(saved(session, verbatim))
    return verbatims
