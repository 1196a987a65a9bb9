"""The trace: the whole way from a member's sentence to an effect, from whichever end one takes it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import decisions, merging, proofs, steps
from actionplans.actions.decisions import Made, Subject
from actionplans.actions.lookback import Lookback, look_back
from actionplans.ideas import decisions as idea_decisions
from actionplans.ideas import ideas
from actionplans.inside.near import near
from actionplans.malfunctions import malfunctions
from actionplans.models import (
    Action,
    Assessment,
    Cause,
    Decision,
    Idea,
    IdeaStatus,
    Malfunction,
    Rating,
    TopicDecision,
)
from actionplans.tracing import links
from actionplans.tracing.links import Address, Chain, Link
from analysis.indicators import measures
from analysis.indicators.measures import Voices
from analysis.models import Verbatim
from analysis.themes import voices
from analysis.themes.themes import Theme, themes
from core.errors import Refused
from core.keys import key
from organisation import charters
from organisation.models import Commitment, User
from organisation.rights import Right, may

SHOWN = 8  # sentences on the page of a trace


class Tracer:
    """Follows chains for one person on one day; the charter is read once."""

    def __init__(self, session: Session, user: User, today: date) -> None:
        self.session, self.user, self.today = session, user, today
        self.promises, self.readable = promises(session), readable(session, user)

    # ------------------------------------------------------------ from each end

    def of_decision(self, made: Made) -> list[Chain]:
        """One chain an action; one alone where there is none."""
        decision = made.decision
        theme = measures.theme(decision.theme)
        spoken = Voices(decision.voices, decision.satisfaction)
        head = self._said(theme, decision.period_start, decision.period_end, spoken)
        head = (*head, links.decision(decision, self.today))
        if decision.decision is Decision.NO_ACTION:
            return [Chain(theme.title, head)]
        if not made.actions:
            return [Chain(theme.title, (*head, *links.nothing_done()))]
        return [
            Chain(self._name(action), (*head, *self._outcome(action))) for action in made.actions
        ]

    def of_action(self, action: Action) -> list[Chain]:
        """One chain for each thing the action comes from."""
        return [
            Chain(self._name(action), (*self._origin(cause, action), *self._outcome(action)))
            for cause in causes_of(self.session, action)
        ]

    def of_malfunction(self, malfunction: Malfunction) -> list[Chain]:
        """From a report to what was done; one chain an action."""
        title = f"Dysfonctionnement {malfunction.number}"
        head = self._reported(malfunction)
        found = actions_of_malfunction(self.session, malfunction)
        if not found:
            return [Chain(title, (*head, *links.nothing_done()))]
        return [Chain(self._name(action), (*head, *self._outcome(action))) for action in found]

    def of_idea(self, idea: Idea) -> list[Chain]:
        """From an idea to what was done; a motivated no ends it there."""
        title = f"Idée {idea.number}"
        head = self._proposed(idea)
        found = idea_decisions.actions_of(self.session, idea.merged_into or idea)
        if not found and idea.status in (IdeaStatus.NOT_KEPT, IdeaStatus.ALREADY_DONE):
            return [Chain(title, head)]
        if not found:
            return [Chain(title, (*head, *links.nothing_done()))]
        return [Chain(self._name(action), (*head, *self._outcome(action))) for action in found]

    def of_subject(self, subject: Subject, spoken: Voices, made: Iterable[Made]) -> Chain:
        """What became of a theme over a period: the chain that went furthest, or none at all."""
        chains = [chain for one in made for chain in self.of_decision(one)]
        if chains:
            return min(chains, key=lambda chain: len(chain.missing))
        head = self._said(subject.theme, subject.since, subject.until, spoken)
        missing = links.no_decision(subject.until, self.today)
        return Chain(subject.theme.title, (*head, missing, *links.nothing_done()))

    # ------------------------------------------------------------ pieces

    def _said(self, theme: Theme, since: date, until: date, spoken: Voices) -> tuple[Link, ...]:
        kept = [self.promises[code] for code in theme.commitments if code in self.promises]
        is_open = theme.code in self.readable
        return *links.voices(theme, since, until, spoken, is_open), links.promise(kept)

    def _reported(self, malfunction: Malfunction) -> tuple[Link, ...]:
        promise = malfunction.commitment
        is_open = self._may_read(malfunction)
        return (
            links.report(malfunction, is_open),
            *(self._near(malfunction) if is_open else ()),
            links.promise([promise] if promise else []),
            links.judged(malfunction),
        )

    def _may_read(self, malfunction: Malfunction) -> bool:
        visible = malfunctions.visible_to(self.user)
        found = select(Malfunction.id).where(Malfunction.id == malfunction.id, visible)
        return self.session.exec(found).first() is not None

    def _proposed(self, idea: Idea) -> tuple[Link, ...]:
        promise = links.promise([idea.commitment] if idea.commitment else [])
        is_open = self._may_read_idea(idea)
        near = self._near(idea) if is_open else ()
        return links.idea(idea), *near, promise, links.answered(idea)

    def _may_read_idea(self, idea: Idea) -> bool:
        found = select(Idea.id).where(Idea.id == idea.id, ideas.visible_to(self.user))
        return self.session.exec(found).first() is not None

    def _near(self, what: Malfunction | Idea) -> tuple[Link, ...]:
        """The topic of members that says the same, where there is one."""
        found = near(self.session, self.user, what)
        return (links.near_topic(found),) if found else ()

    def _origin(self, cause: Cause, action: Action) -> tuple[Link, ...]:
        if cause.topic_decision:
            made = cause.topic_decision
            spoken = Voices(made.voices, made.satisfaction)
            theme = measures.theme(made.theme)
            said = self._said(theme, made.period_start, made.period_end, spoken)
            return *said, links.decision(made, self.today)
        if cause.malfunction:
            return self._reported(cause.malfunction)
        if cause.idea:
            return self._proposed(cause.idea)
        if cause.commitment:
            return links.promise([cause.commitment]), links.agreed(action)
        if cause.rating is None:  # a cause is exactly one of the six
            return links.finding(cause.finding_said), links.agreed(action)
        found = links.rating(cause.rating)
        return found, links.promise([cause.rating.commitment]), links.agreed(action)

    def _outcome(self, action: Action) -> tuple[Link, ...]:
        joined = self._joined.get(key(action), 0)
        return links.outcome(action, self._sees(action), joined)

    def _sees(self, action: Action) -> bool:
        """Whoever sees it anyway needs no list of what they follow."""
        return steps.may_see(action, self.user, ()) or action.id in self._followed

    @cached_property
    def _joined(self) -> dict[int, int]:
        """How many proofs each action has been joined, for all chains at once."""
        return proofs.counted(self.session)

    @cached_property
    def _followed(self) -> frozenset[int]:
        """The actions that this person follows, for all chains at once."""
        return merging.followed(self.session, self.user)

    def _name(self, action: Action) -> str:
        return self._outcome(action)[0].title

    # ------------------------------------------------------------ a year

    def year(self, behind: Lookback | None = None) -> list[Chain]:
        """One chain for each theme that ten members or more spoke of in a quarter of the last year."""
        behind = behind or look_back(self.session, self.today)
        first, spoken, made = behind.first, behind.spoken, behind.made
        waiting = {
            one.subject.theme.code
            for one in decisions.to_decide(self.session, self.today, made, spoken)
        }
        chains = []
        for code, (subject, said) in _called(spoken).items():
            own = [
                one
                for one in made
                if one.decision.theme == code and one.decision.period_end >= first
            ]
            best = self.of_subject(subject, said, own)
            if code in waiting and not best.is_complete:
                best = self.of_subject(subject, said, [])
            chains.append(best)
        return chains


def _called(spoken: dict[date, dict[str, Voices]]) -> dict[str, tuple[Subject, Voices]]:
    """By theme, the newest of these quarters that called for a decision."""
    called: dict[str, tuple[Subject, Voices]] = {}
    for start in sorted(spoken, reverse=True):
        for theme in decisions.significant(spoken[start]):
            subject = Subject(theme, *measures.quarter_of(start))
            called.setdefault(theme.code, (subject, spoken[start][theme.code]))
    return called


# ---------------------------------------------------------------- reading


def promises(session: Session) -> dict[str, Commitment]:
    """The commitments in force by code; none while no charter is loaded."""
    try:
        return charters.by_code(session)
    except Refused:
        return {}


def causes_of(session: Session, action: Action) -> list[Cause]:
    """Where an action comes from, with what the trace says of it."""
    found = select(Cause).where(Cause.action_id == action.id).order_by(col(Cause.id))
    assessment = joinedload(Cause.rating).joinedload(Rating.assessment)  # type: ignore[arg-type]
    return list(
        session.exec(
            found.options(
                joinedload(Cause.topic_decision),  # type: ignore[arg-type]
                joinedload(Cause.commitment),  # type: ignore[arg-type]
                joinedload(Cause.malfunction).joinedload(Malfunction.commitment),  # type: ignore[arg-type]
                joinedload(Cause.idea).joinedload(Idea.commitment),  # type: ignore[arg-type]
                joinedload(Cause.rating).joinedload(Rating.commitment),  # type: ignore[arg-type]
                assessment.joinedload(Assessment.campaign),  # type: ignore[arg-type]
                assessment.joinedload(Assessment.department),  # type: ignore[arg-type]
            )
        )
    )


def actions_of_malfunction(session: Session, malfunction: Malfunction) -> list[Action]:
    """The actions a report gave rise to."""
    found = select(Action).join(Cause).where(Cause.malfunction_id == malfunction.id)
    with_department = found.options(joinedload(Action.department))  # type: ignore[arg-type]
    return list(session.exec(with_department.order_by(col(Action.id))))


# ---------------------------------------------------------------- sentences


@dataclass(frozen=True)
class Sentences:
    """Masked sentences that may be shown; or why they are not, when there are none."""

    rows: tuple[Verbatim, ...] = ()
    why_not: str = ""
    voices: int = 0
    page: Address | None = None
    """Where the others are."""

    def beginning_with(self, chosen: Verbatim) -> "Sentences":
        """The same, the sentence one comes from at the top."""
        others = tuple(row for row in self.rows if row.id != chosen.id)
        return replace(self, rows=(chosen, *others)[:SHOWN])


def sentences(session: Session, user: User, subject: Subject) -> Sentences:
    """What members wrote of a theme; to whom, and from how many voices, is the rule of `voices`."""
    if subject.theme.code not in readable(session, user):
        return Sentences(why_not="Les phrases de ce thème ne sont pas ouvertes à votre rôle.")
    count = decisions.voices_of(session, subject).count
    if not voices.may_read(user, count):
        return Sentences(
            why_not=f"Moins de {voices.READ_FROM} voix : les phrases ne sont pas montrées."
        )
    rows = measures.sentences(session, subject.theme.code, subject.since, subject.until, SHOWN)
    page: Address = ("topics.show", {"theme": subject.theme.code, "du": subject.since})
    return Sentences(tuple(rows), voices=count, page=page)


def readable(session: Session, user: User) -> set[str]:
    """The themes whose page and sentences are open to this person."""
    if not may(user, Right.READ_VERBATIMS):
        return set()
    try:
        return voices.readable_themes(session, user)
    except Refused:  # no charter yet: a head has no commitments
        return set()


def subject_of(verbatim: Verbatim) -> Subject | None:
    """What a sentence is about: its main theme, over its quarter; None before it is read."""
    theme = next((theme for theme in themes() if theme.code == verbatim.theme), None)
    return Subject(theme, *measures.quarter_of(verbatim.period_start)) if theme else None


def decided_of(session: Session, verbatim: Verbatim) -> list[Made]:
    """What was decided on a sentence's theme, over a period that it falls in."""
    return decisions.made(
        session,
        TopicDecision.theme == verbatim.theme,
        TopicDecision.period_start <= verbatim.period_start,
        TopicDecision.period_end >= verbatim.period_start,
    )
