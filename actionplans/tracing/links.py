"""The links of a chain, from a member's voice to an effect; a link that is not there is named, not hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from actionplans.actions import effects
from actionplans.actions.decisions import SIGNIFICANT, TIME_TO_DECIDE
from actionplans.inside.near import Near
from actionplans.models import (
    Action,
    ActionStatus,
    Decision,
    Idea,
    IdeaStatus,
    Malfunction,
    Rating,
    TopicDecision,
)
from analysis.indicators.measures import Voices
from analysis.themes.themes import Theme
from core.clock import PARIS
from core.french import count, day, number, period
from organisation.models import Commitment

Address = tuple[str, dict[str, Any]]
SHORT = ("voices", "proof")  # left out where there is room for five links alone


@dataclass(frozen=True)
class Link:
    """One step of a chain: what it is called, what is said of it, where it is."""

    kind: str
    title: str
    text: str = ""
    url: Address | None = None
    is_missing: bool = False
    more: tuple[str, ...] = ()
    """Said on the page of the trace alone."""


@dataclass(frozen=True)
class Chain:
    """Links in order. It is complete when none is missing."""

    title: str
    links: tuple[Link, ...]

    @property
    def missing(self) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.is_missing)

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def short(self) -> tuple[Link, ...]:
        """The five links of the home page: the voices are told with the theme, the proof left out."""
        voices = next((link for link in self.links if link.kind == "voices"), None)
        kept = (link for link in self.links if link.kind not in SHORT)
        return tuple(_told_with(link, voices) for link in kept)


def _told_with(link: Link, voices: Link | None) -> Link:
    if voices is None or link.kind != "theme":
        return link
    return replace(link, text=f"{voices.title}, {voices.text}", is_missing=voices.is_missing)


# ---------------------------------------------------------------- where it comes from


def voices(
    theme: Theme, since: date, until: date, spoken: Voices, is_open: bool
) -> tuple[Link, Link]:
    """What was said, and of what; below ten voices their number is not told.

    `is_open`: whether the theme's page opens to whoever reads.
    """
    when = period(since, until)
    if spoken.count == 0:
        said = Link("voices", "Aucune voix", when, is_missing=True)
    else:
        said = Link("voices", how_many(spoken.count), when)
    mark = ""
    if spoken.satisfaction is not None and spoken.count >= SIGNIFICANT:
        mark = f"satisfaction {number(spoken.satisfaction, 1)} sur 10"
    page: Address = ("topics.show", {"theme": theme.code, "du": since, "au": until})
    address = page if is_open else None
    return said, Link("theme", theme.title, mark, address)


def how_many(n: int) -> str:
    """« 41 voix », or « moins de 10 voix »."""
    return count(n, "voix") if n >= SIGNIFICANT or n == 0 else f"moins de {SIGNIFICANT} voix"


def promise(commitments: Sequence[Commitment]) -> Link:
    """The commitments of the charter, nearest first; some themes have none, which is no fault."""
    if not commitments:
        return Link("promise", "Hors charte", "aucun engagement n’en parle")
    first = commitments[0]
    return Link(
        "promise",
        first.code,
        first.title,
        ("charter.show", {"code": first.code}),
        more=tuple(f"{other.code} : {other.title}" for other in commitments[1:]),
    )


def report(malfunction: Malfunction, is_visible: bool) -> Link:
    """A report, by its number: its words are on its own page, for those who may read them."""
    address = ("trace.show", {"kind": "malfunction", "number": malfunction.id})
    return Link(
        "report",
        f"Dysfonctionnement {malfunction.number}",
        f"signalé le {day(malfunction.reported_on)}",
        address if is_visible else None,
    )


def near_topic(near: Near) -> Link:
    """The topic of members that a report or an idea is near; nobody decided so, the comparison did."""
    said = count(near.sentences, "phrase d’adhérent", "phrases d’adhérents")
    return Link("topic", near.name, f"sujet proche, {said}", near.url)


def idea(found: Idea) -> Link:
    """An idea of a colleague, by its number: its words are on its own page."""
    return Link(
        "idea",
        f"Idée {found.number}",
        f"déposée le {day(found.submitted_on)}",
        ("ideas.show", {"idea_id": found.id}),
    )


def rating(found: Rating) -> Link:
    """What a department's self-assessment found."""
    level = found.validated or found.declared
    assessment = found.assessment
    return Link(
        "rating",
        f"Auto-évaluation {assessment.campaign.year} : {level.label.lower()}",
        assessment.department.name,
    )


def finding(said: str) -> Link:
    """What a figure that is followed all the time showed, as it was told that day."""
    return Link("rating", "Indicateur suivi", said)


# ---------------------------------------------------------------- what was decided


def decision(made: TopicDecision, today: date) -> Link:
    """To act, or not and why; a review that is overdue leaves the link open."""
    when = made.decided_at.astimezone(PARIS).date()
    address = ("trace.show", {"kind": "decision", "number": made.id})
    if made.decision is Decision.ACTION:
        return Link("decision", "Décision d’agir", f"le {day(when)}", address)
    assert made.review_on is not None
    if made.review_on <= today:
        text = f"décidé le {day(when)} de ne pas agir"
        title = f"À revoir depuis le {day(made.review_on)}"
        return Link("decision", title, text, address, is_missing=True, more=(made.reason,))
    text = f"le {day(when)} ; réexamen le {day(made.review_on)}"
    return Link("decision", "Pas d’action, et pourquoi", text, address, more=(made.reason,))


def no_decision(since: date, today: date) -> Link:
    """Nothing was decided on a theme, since the end of the period that calls for it."""
    waited = (today - since).days
    expected = f"attendue avant le {day(since + TIME_TO_DECIDE)}"
    text = f"depuis {count(waited, 'jour')}" if waited > 0 else expected
    return Link("decision", "Pas de décision", text, is_missing=True)


def judged(malfunction: Malfunction) -> Link:
    """What was made of a report."""
    if malfunction.qualified_on is None:
        return Link("decision", "Pas encore qualifié", is_missing=True)
    text = f"le {day(malfunction.qualified_on)}"
    severity = f"Gravité {malfunction.severity} sur 4" if malfunction.severity else ""
    return Link("decision", "Qualifié", text, more=(severity,) if severity else ())


def answered(found: Idea) -> Link:
    """What was answered to an idea, and why; « à mûrir » is no answer yet."""
    if found.decided_at is None:
        return Link("decision", "Pas encore de réponse", is_missing=True)
    text = f"le {day(found.decided_at.astimezone(PARIS))}"
    is_waiting = found.status is IdeaStatus.TO_RIPEN
    if is_waiting and found.ripen_on:
        text = f"{text} ; à revoir le {day(found.ripen_on)}"
    title = f"Idée {found.status.label}" if found.status not in CARRIED_OUT else "Idée retenue"
    return Link("decision", title, text, is_missing=is_waiting, more=(found.reason,))


CARRIED_OUT = (IdeaStatus.DONE, IdeaStatus.THANKED)


def agreed(action: Action) -> Link:
    """The decision of an action that comes from no theme."""
    if action.decided_on is None:
        return Link("decision", "Pas de décision", is_missing=True)
    return Link("decision", "Décision d’agir", f"le {day(action.decided_on)}")


# ---------------------------------------------------------------- what became of it

STOPPED = (
    ActionStatus.PROPOSED,
    ActionStatus.REFUSED,
    ActionStatus.ABANDONED,
    ActionStatus.MERGED,
)


def nothing_done() -> tuple[Link, ...]:
    """The three links of a chain without an action."""
    return (
        Link("action", "Pas d’action", is_missing=True),
        Link("proof", "Pas de preuve", is_missing=True),
        Link("effect", "Pas d’effet mesuré", is_missing=True),
    )


def outcome(action: Action, is_visible: bool, joined: int = 0) -> tuple[Link, ...]:
    """The action, its proof, its effect; `joined` is how many proofs are attached to it.

    Whoever may not open the action sees its department alone.
    """
    title = action.title if is_visible else f"Action du service {action.department.name}"
    address = ("actions.show", {"action_id": action.id}) if is_visible else None
    stopped = action.status in STOPPED
    more = (action.expected,) if is_visible and action.expected else ()
    done = Link("action", title, action.status.label, address, is_missing=stopped, more=more)
    return done, _proof(action, is_visible, joined), _effect(action, is_visible, address)


def _proof(action: Action, is_visible: bool, joined: int) -> Link:
    if action.done_on is None and joined:
        title = count(joined, "preuve jointe", "preuves jointes")
        return Link("proof", title, "l’action n’est pas encore réalisée", is_missing=True)
    if action.done_on is None:
        due = f"attendue le {day(action.due_on)}" if action.due_on else ""
        return Link("proof", "Pas encore de preuve", due, is_missing=True)
    more = (action.proof,) if is_visible else ()
    return Link("proof", "Preuve donnée", f"le {day(action.done_on)}", more=more)


def _effect(action: Action, is_visible: bool, address: Address | None) -> Link:
    if action.verdict is not None:
        closed = f"vérifié le {day(action.closed_on)}" if action.closed_on else ""
        more = (action.verdict_details,) if is_visible and action.verdict_details else ()
        return Link("effect", action.verdict.label.capitalize(), closed, address, more=more)
    if action.done_on is None:
        return Link("effect", "Pas encore d’effet mesuré", is_missing=True)
    first = f"à partir du {day(effects.verifiable_on(action))}"
    return Link("effect", "Effet à vérifier", first, is_missing=True)
