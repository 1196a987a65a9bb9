"""What is said of a subject that may be back: its shares, its interval, in words; a few voices are never counted out."""

from collections.abc import Iterator
from dataclasses import dataclass

from actionplans.models import Baseline, Return, ReturnVerdict
from actionplans.returns.rule import Seen
from analysis.indicators import measures
from analysis.indicators.measures import month_start
from analysis.results.disclosure import Audience, may_show
from analysis.topics.shares import Share
from core import french
from core.french import NBSP

WORDS = {
    ReturnVerdict.BACK: "Le sujet est de retour",
    ReturnVerdict.ABOVE: "Au-dessus du départ, sans que la hausse dépasse le hasard",
    ReturnVerdict.BELOW: "Pas de retour",
    ReturnVerdict.NOT_ENOUGH: "Données insuffisantes",
}


@dataclass(frozen=True)
class Line:
    """One window: what it is, its months, its share and what it is counted on."""

    label: str
    when: str
    share: str
    counted: str


def title(baseline: Baseline) -> str:
    """« Téléphone », « Attente du matin » for a topic, with its theme."""
    theme = measures.theme(baseline.theme).title
    return f"{baseline.topic_name} ({theme})" if baseline.is_of_topic else theme


def seen(one: Return) -> Seen:
    """The three shares that were kept."""
    return Seen(
        Share(one.before_x, one.before_n),
        Share(one.now_x, one.now_n),
        Share(one.after_x, one.after_n),
    )


def lines(one: Return) -> Iterator[Line]:
    """The windows in order of time; that of after is there only where somebody wrote in it."""
    shares, base = seen(one), one.baseline
    yield _line("avant la décision", french.period(base.since, base.until), shares.before)
    if shares.after.n:
        yield _line("après l’action", "jusqu’à sa clôture", shares.after)
    yield _line("maintenant", french.quarter(one.quarter), shares.now)


def _line(label: str, when: str, share: Share) -> Line:
    return Line(label, when, said(share), counted(share))


def said(share: Share) -> str:
    """« 21 % »; « – » for too few to say, whose share would count them."""
    return french.percent(share.value) if _is_shown(share) else "–"


def counted(share: Share) -> str:
    """« 32 sur 150 », « moins de 5 sur 150 »."""
    x = french.number(share.x) if _is_shown(share) else f"moins de {Audience.INTERNAL.value}"
    return f"{x} sur {french.number(share.n)}"


def _is_shown(share: Share) -> bool:
    return share.n > 0 and (share.x == 0 or may_show(share.x, Audience.INTERNAL))


def gap(one: Return) -> str:
    """The rise since the lower window and its interval, in points; empty where it would count out a few voices."""
    found = seen(one)
    floor, now = found.floor, found.now
    if one.low is None or one.high is None or not (_is_shown(floor) and _is_shown(now)):
        return ""
    rise = (now.value or 0) - (floor.value or 0)
    low, high = (_signed(100 * value) for value in (one.low, one.high))
    since = "la fin de l’action" if floor == found.after else "le départ"
    return (
        f"Depuis {since} : {_signed(100 * rise)}{NBSP}points "
        f"(intervalle à 95{NBSP}% : {low} à {high})."
    )


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else ''}{french.number(value, 1)}"


def word(one: Return) -> str:
    """The rule's word; what is missing where it cannot tell."""
    if one.verdict is not ReturnVerdict.NOT_ENOUGH:
        return WORDS[one.verdict]
    if one.baseline.is_of_topic and not one.reader:
        return "Données insuffisantes : ce sujet n’est plus retrouvé par les recherches"
    return WORDS[one.verdict]


def evidence(one: Return) -> str:
    """All of it in a few sentences, where a line or a reason is wanted."""
    told = [f"{line.label} ({line.when}), {line.share} ({line.counted})" for line in lines(one)]
    return f"{word(one)}, « {title(one.baseline)} » : {' ; '.join(told)}. {gap(one)}".strip()


def next_quarter(one: Return) -> str:
    """When it may be asked again."""
    return french.quarter(month_start(one.quarter, 3))


def recorded(one: Baseline) -> str:
    """« 18 % (25 sur 136) », as it was counted the night after the action was approved."""
    share = Share(one.x, one.n)
    return f"{said(share)} ({counted(share)})"
