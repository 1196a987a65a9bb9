"""What one member answers: consistent with what they write, and with the story of the year and a half.

The telephone is answered more often after its action; instructions are found a little less clear
every month.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from werkzeug.datastructures import MultiDict

from demonstration.calendar import LAST
from demonstration.comments import Comment
from survey.models import EventKind
from survey.questions.base import Given

MARKS = {1: "bad", 2: "bad", 3: "medium", 4: "good", 5: "good"}
SILENT = (4, 9, 22, 40, 25)  # how content those are who write nothing, from 1 to 5, out of 100
TELEPHONE_BETTER_FROM = 8  # the month; see stories.yaml
CHANNELS = ("phone", "email", "counter", "relative", "internet", "association")
NOT_ASKED_AGAIN = 0.06  # skips a question that may be skipped
RESERVES = ("il faudrait", "dommage", "il manque", "j'aurais aimé", "à améliorer", "serait bien")


@dataclass(frozen=True)
class Mood:
    """What decides an answer: who, how content (1 to 5), of what they complain, when."""

    kind: EventKind
    satisfaction: int
    complains_of: Sequence[str]
    month: int

    def lowered_by(self, *themes: str) -> float:
        """One when one of these is complained of."""
        return float(any(theme in self.complains_of for theme in themes))


def mood(chance: Random, kind: EventKind, comment: Comment | None, month: int) -> Mood:
    """The mood of somebody who writes this, or nothing."""
    if comment is None:
        return Mood(kind, chance.choices(range(1, 6), SILENT)[0], (), month)
    complaints = comment.themes if comment.satisfaction <= 3 else ()
    return Mood(kind, comment.satisfaction, complaints, month)


def answers(chance: Random, of: Mood, comment: Comment | None) -> dict[str, Given]:
    """Every answer of one member, by the codes of the questions; what they skip is not there."""
    given: dict[str, Given] = {"satisfaction": MARKS[of.satisfaction]}
    clear = 1.6 + 0.62 * of.satisfaction - 0.75 * of.month / LAST
    clear -= 1.2 * of.lowered_by("courrier_clarte", "information", "demarche_pieces")
    given["comprehension"] = _degree(chance, clear)
    easy = 1.4 + 0.65 * of.satisfaction
    easy -= 0.9 * of.lowered_by("demarche_pieces", "site_connexion", "orientation")
    given["effort"] = _degree(chance, 6 - easy)
    given |= _help(chance, of) | _yes_or_no(chance, of)
    kept = {code: said for code, said in given.items() if chance.random() > NOT_ASKED_AGAIN}
    kept["satisfaction"] = given["satisfaction"]
    return kept | ({box(comment): comment.text} if comment else {})


def box(comment: Comment) -> str:
    """Where it is written: praise by the content, unless it asks for something."""
    asks = any(word in comment.text.lower() for word in RESERVES)
    return "praise" if comment.satisfaction >= 4 and not asks else "suggestion"


def form(given: Mapping[str, Given]) -> MultiDict[str, str]:
    """The answers as a browser sends them."""
    fields: MultiDict[str, str] = MultiDict()
    for code, said in given.items():
        if isinstance(said, list):
            fields.setlist(code, said)
        elif isinstance(said, dict):
            fields.update({f"{code}.{row}": value for row, value in said.items()})
        else:
            fields[code] = said
    return fields


def _degree(chance: Random, middle: float) -> str:
    """From 1 to 5 around this, or « je ne sais pas » now and then."""
    if chance.random() < 0.03:
        return "na"
    return str(min(5, max(1, round(chance.gauss(middle, 0.8)))))


def _help(chance: Random, of: Mood) -> dict[str, Given]:
    """Which help was looked for, who answered, how good it was."""
    unhappy = of.satisfaction <= 2
    if not of.complains_of and chance.random() < (0.2 if unhappy else 0.45):
        return {"contact_tried": ["none"]}
    likely = (0.55 + 0.45 * of.lowered_by("telephone"), 0.4, 0.06, 0.12, 0.15, 0.05)
    tried = [c for c, chances in zip(CHANNELS, likely, strict=True) if chance.random() < chances]
    tried = tried or ["email"]
    ours = [channel for channel in tried if channel in CHANNELS[:3]]
    reached = {channel: _reached(chance, of, channel) for channel in ours}
    middle = 1.5 + 0.65 * of.satisfaction - 0.8 * of.lowered_by("accueil_agents")
    quality = {c: _quality(chance, middle) for c in ours if reached[c] == "yes"}
    return {"contact_tried": tried, "contact_reached": reached, "contact_satisfaction": quality}


def _reached(chance: Random, of: Mood, channel: str) -> str:
    likely = {"counter": 0.97, "email": 0.66}.get(channel, 0.6)
    if channel == "phone":
        likely += 0.22 * (of.month >= TELEPHONE_BETTER_FROM) - 0.35 * of.lowered_by("telephone")
    if channel == "email":
        likely -= 0.25 * of.lowered_by("delai", "suivi")
    return "yes" if chance.random() < likely + 0.04 * of.satisfaction else "no"


def _quality(chance: Random, middle: float) -> str:
    return str(min(5, max(1, round(chance.gauss(middle, 0.7)))))


def _yes_or_no(chance: Random, of: Mood) -> dict[str, Given]:
    """The two questions of each moment of life."""
    content = 0.08 * (of.satisfaction - 3)
    if of.kind is EventKind.AFFILIATION:
        likely = {
            "acknowledged": 0.72 + content - 0.3 * of.lowered_by("suivi"),
            "documents_known": 0.66 + content - 0.4 * of.lowered_by("demarche_pieces"),
        }
    else:
        likely = {
            "kept_informed": 0.58 + content - 0.4 * of.lowered_by("suivi"),
            "delay_kept": 0.7 + content - 0.5 * of.lowered_by("delai"),
        }
    return {code: _said(chance, chances) for code, chances in likely.items()}


def _said(chance: Random, likely: float) -> Given:
    if chance.random() < 0.06:
        return "na"
    return "yes" if chance.random() < likely else "no"
