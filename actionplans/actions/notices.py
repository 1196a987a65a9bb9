"""What the digest says of actions: due soon, late, silent, to decide, to take up again, to verify."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.actions import effects, keeping, milestones, owners, steps
from actionplans.models import CLOSED_STATUSES, Action, ActionStatus
from actionplans.my_work.notices import Days, Notice
from core import french
from core.clock import PARIS
from core.keys import key
from organisation import leading
from organisation.models import JournalEntry, Role, User
from organisation.rights import EVERYWHERE

# Days from the due date, and who is told (improvement §4.2).
TO_OWNER = (-14, -3, 0, 3)
TO_HEAD = 7
TO_OFFICER_AND_MANAGEMENT = 21
SILENCE = 30  # days without a word, and again at each multiple
TOLD_ON = timedelta(days=1)  # what happened on a day is told the next morning
TIME_TO_DECIDE = timedelta(days=30)
TIME_TO_ANSWER = timedelta(days=5)  # for the person named, before the deciders are told
MILESTONE_TOLD = (-3, 0, 3)  # days from a milestone's own
ENDED = (*CLOSED_STATUSES, ActionStatus.DONE)

Line = tuple[int | None, str, date]  # who, why, the day it is about


class People:
    """Who is told, read once: the heads of each department, the officers, management."""

    def __init__(self, session: Session, today: date) -> None:
        self.heads = leading.heads(session, today)
        above = select(User).where(col(User.role).in_(EVERYWHERE))
        at_work = [one for one in session.exec(above) if one.may_sign_in(today)]
        self.officers = [one for one in at_work if one.role is Role.QUALITY_OFFICER]
        self.management = [one for one in at_work if one.role is Role.MANAGEMENT]

    def deciders(self, action: Action) -> list[User]:
        """The heads of the action's department; management where there is none."""
        return self.heads.get(action.department_id) or self.management

    def verifiers(self, action: Action) -> list[User]:
        """Those whom the rule lets verify this action."""
        everybody = [*self.officers, *self.management]
        return [person for person in everybody if not steps.verifier(action, person)]


def about_actions(session: Session, days: Days) -> Iterator[Notice]:
    """Every line of every digest that speaks of an action."""
    people = People(session, days.today)
    heard_of = last_words(session)
    going_on = select(Action).where(col(Action.status).in_(steps.OPEN))
    with_owner = going_on.options(
        joinedload(Action.owner),  # type: ignore[arg-type]
        joinedload(Action.decided_by),  # type: ignore[arg-type]
        selectinload(Action.milestones),  # type: ignore[arg-type]
    )
    for action in session.exec(with_owner.order_by(col(Action.id))).all():
        spoke_at = heard_of.get(f"action {action.id}")
        # Silence is said when there is nothing else to say of the action that day.
        said = list(_lines(action, days, people)) or _silence(action, spoke_at, days)
        for who, why, on in said:
            if who is not None:
                yield Notice(who, action.title, why, f"/actions/{action.id}", on)
    yield from _afterwards(session, days, people)


def _lines(action: Action, days: Days, people: People) -> Iterator[Line]:
    match action.status:
        case ActionStatus.PROPOSED:
            yield from _to_decide(action, days, people)
        case ActionStatus.SUSPENDED:
            yield from _to_resume(action, days)
        case ActionStatus.DONE:
            yield from _to_verify(action, days, people)
        case _ if owners.needs_somebody(action, days.today):
            yield from _to_assign(action, days, people)
        case _:
            yield from _just_given(action, days, people)
            yield from _due(action, days, people)
            yield from _milestones(action, days)


def _to_decide(action: Action, days: Days, people: People) -> Iterator[Line]:
    proposed_on = action.proposed_at.astimezone(PARIS).date()
    until = proposed_on + TIME_TO_DECIDE
    if days.hold(proposed_on + TOLD_ON) or days.hold(until):
        for person in people.deciders(action):
            yield person.id, f"Proposée, à décider avant le {french.day(until)}.", until


def _to_resume(action: Action, days: Days) -> Iterator[Line]:
    until = action.suspended_until
    if until and days.hold(until):
        yield action.owner_id, f"Suspendue jusqu’au {french.day(until)} : à reprendre.", until


def _to_verify(action: Action, days: Days, people: People) -> Iterator[Line]:
    first = effects.verifiable_on(action)
    if days.hold(first):
        for person in people.verifiers(action):
            yield person.id, "Réalisée : son effet peut être vérifié.", first


def _to_assign(action: Action, days: Days, people: People) -> Iterator[Line]:
    """Nobody carries it: told each week to those who decide, until somebody is named."""
    assert action.decided_on is not None
    waited = (days.today - action.decided_on).days
    due_on = action.due_on or days.today
    if days.hold(action.decided_on + timedelta(days=waited - waited % 7)):
        for person in people.deciders(action):
            yield person.id, owners.needs_somebody(action, days.today), due_on


def _just_given(action: Action, days: Days, people: People) -> Iterator[Line]:
    given_on, due_on = action.decided_on, action.due_on
    if given_on is None or due_on is None or not action.is_unanswered:
        return
    if days.hold(given_on + TOLD_ON):
        said = f"Elle vous est confiée, pour le {french.day(due_on)} : acceptez ou déclinez."
        yield action.owner_id, said, due_on
    if days.hold(given_on + TIME_TO_ANSWER):
        yield action.owner_id, "Elle attend votre réponse : acceptez ou déclinez.", due_on
        name = action.owner.name if action.owner else ""
        for person in people.deciders(action):
            yield person.id, f"En attente d’acceptation par {name}.", due_on


def _milestones(action: Action, days: Days) -> Iterator[Line]:
    for one in milestones.open_ones(action):
        if any(days.hold(one.due_on + timedelta(days=gap)) for gap in MILESTONE_TOLD):
            when = french.due(one.due_on, days.today)
            yield action.owner_id, f"Jalon « {one.title} » : {when}.", one.due_on


def _afterwards(session: Session, days: Days, people: People) -> Iterator[Notice]:
    """What has ended: to those who proposed it or follow it; and effects that are to look at again."""
    ended = select(Action).where(col(Action.status).in_(ENDED))
    recent = ended.where(
        sa.or_(
            sa.func.coalesce(Action.closed_on, Action.done_on) > days.last - TOLD_ON,
            sa.and_(col(Action.status) == ActionStatus.EFFECTIVE, col(Action.kept_on).is_(None)),
        )
    )
    rows = recent.options(
        joinedload(Action.owner),  # type: ignore[arg-type]
        joinedload(Action.decided_by),  # type: ignore[arg-type]
        selectinload(Action.followers),  # type: ignore[arg-type]
    )
    for action in session.exec(rows.order_by(col(Action.id))).all():
        for who, why, on in (*_ended(action, days), *_to_look_again(action, days, people)):
            if who is not None:
                yield Notice(who, action.title, why, f"/actions/{action.id}", on)


def _ended(action: Action, days: Days) -> Iterator[Line]:
    on = action.closed_on or action.done_on
    if on is None or not days.hold(on + TOLD_ON):
        return
    told = {one.user_id for one in action.followers} | {action.proposed_by_id}
    for number in sorted(told - {action.owner_id}):
        yield number, f"Elle est {action.status.label}.", on


def _to_look_again(action: Action, days: Days, people: People) -> Iterator[Line]:
    if not keeping.is_to_check(action, days.today):
        return
    first = keeping.checkable_on(action)
    if days.hold(first):
        for person in people.verifiers(action):
            yield person.id, "Son effet dure-t-il ? Cela peut se vérifier.", first


def _due(action: Action, days: Days, people: People) -> Iterator[Line]:
    if action.due_on is None:
        return
    state = _state(action.due_on, days.today)
    if any(days.hold(action.due_on + timedelta(days=gap)) for gap in TO_OWNER):
        yield action.owner_id, f"{state}.", action.due_on
    name = action.owner.name if action.owner else "personne"
    if days.hold(action.due_on + timedelta(days=TO_HEAD)):
        for person in people.heads.get(action.department_id, []):
            yield person.id, f"{state} ; confiée à {name}.", action.due_on
    if days.hold(action.due_on + timedelta(days=TO_OFFICER_AND_MANAGEMENT)):
        for person in [*people.officers, *people.management]:
            yield person.id, f"{state} ; confiée à {name}.", action.due_on


def _state(due_on: date, today: date) -> str:
    if due_on < today:
        return f"{french.due(due_on, today).capitalize()} (échéance le {french.day(due_on)})"
    return f"Échéance : {french.due(due_on, today)}"


# ---------------------------------------------------------------- silence


def last_words(session: Session, of: Collection[str] | None = None) -> dict[str, datetime]:
    """When each action was last heard of: its newest line in the journal. `of`: these alone, by their subjects."""
    subject = col(JournalEntry.subject)
    wanted = subject.startswith("action ") if of is None else subject.in_(of)
    newest = sa.select(subject, sa.func.max(col(JournalEntry.at))).where(wanted).group_by(subject)
    return {row[0]: row[1] for row in session.connection().execute(newest)}


def _silence(action: Action, spoke_at: datetime | None, days: Days) -> Iterator[Line]:
    if spoke_at is None or action.status is not ActionStatus.IN_PROGRESS:
        return
    spoke_on = spoke_at.astimezone(PARIS).date()
    silent = (days.today - spoke_on).days
    full = silent - silent % SILENCE
    if full and days.hold(spoke_on + timedelta(days=full)):
        yield (
            action.owner_id,
            f"Sans nouvelle depuis {full} jours : dites où elle en est.",
            spoke_on,
        )


def silent_days(session: Session, action: Action, today: date) -> int:
    """How long nobody has said anything of this action."""
    newest = select(sa.func.max(JournalEntry.at)).where(
        JournalEntry.subject == f"action {key(action)}"
    )
    spoke_at = session.exec(newest).one() or action.proposed_at
    return (today - spoke_at.astimezone(PARIS).date()).days
