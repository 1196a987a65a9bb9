"""Dates, plurals, numbers and percentages as French writes them."""

import re
from datetime import date, datetime, timedelta

from markupsafe import Markup, escape

from core.clock import PARIS

NBSP = "\u00a0"
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
ALONE_BEFORE = re.compile(r"[ \u00a0\u202f]+([;:?!%»])")
AFTER_QUOTE = re.compile(r"«[ \u00a0\u202f]*")
IN_WORD = re.compile(r"(?<=\w)'(?=\w)")


def day(value: date | datetime) -> str:
    """« 3 mars 2026 », « 1er avril 2026 »; a moment is given its day in Paris."""
    on = value.astimezone(PARIS).date() if isinstance(value, datetime) else value
    number = "1er" if on.day == 1 else str(on.day)
    return f"{number}{NBSP}{MONTHS[on.month - 1]}{NBSP}{on.year}"


def weekday(value: date) -> str:
    """« mardi 3 mars 2026 »."""
    return f"{DAYS[value.weekday()]} {day(value)}"


def month(value: date) -> str:
    """« mars 2026 »."""
    return f"{MONTHS[value.month - 1]}{NBSP}{value.year}"


def moment(value: datetime) -> str:
    """« 3 mars 2026 à 14 h 05 », in Paris."""
    local = value.astimezone(PARIS)
    return f"{day(local)} à {local.hour}{NBSP}h{NBSP}{local.minute:02d}"


def number(value: float | None, decimals: int = 0) -> str:
    """« 1 234,5 »; « – » for nothing."""
    if value is None:
        return "–"
    return f"{value:z,.{decimals}f}".replace(",", NBSP).replace(".", ",").replace("-", "−")


def percent(share: float | None, decimals: int = 0) -> str:
    """A share between 0 and 1 as « 84 % »; « – » for nothing."""
    return "–" if share is None else f"{number(share * 100, decimals)}{NBSP}%"


def count(n: int, one: str, many: str = "") -> str:
    """« 1 action », « 3 actions », « aucune » is the caller's business: 0 is « 0 action »."""
    word = one if abs(n) < 2 else (many or plural(one))
    return f"{number(n)}{NBSP}{word}"


def plural(word: str) -> str:
    """The plural of each word of a simple phrase: « réponse reçue » → « réponses reçues »."""
    return " ".join(w if w.endswith(("s", "x", "z")) else f"{w}s" for w in word.split())


def due(on: date, today: date) -> str:
    """« aujourd’hui », « demain », « en retard de 3 jours », else the day."""
    left = (on - today).days
    if left < 0:
        return f"en retard de {count(-left, 'jour')}"
    return {0: "aujourd’hui", 1: "demain"}.get(left, day(on))


def quarter(value: date) -> str:
    """« 3e trimestre 2026 »."""
    rank = (value.month - 1) // 3 + 1
    return f"{'1er' if rank == 1 else f'{rank}e'} trimestre{NBSP}{value.year}"


def period(since: date, until: date) -> str:
    """« 3e trimestre 2026 », « août 2026 », « du 3 mars 2026 au 9 mai 2026 »; both days included."""
    after = until + timedelta(days=1)
    if since.day == 1 and after.day == 1:
        months = (after.year - since.year) * 12 + after.month - since.month
        if months == 1:
            return month(since)
        if months == 3 and since.month % 3 == 1:
            return quarter(since)
    return f"du {day(since)} au {day(until)}"


def typeset(text: str) -> str:
    """Typographic apostrophes and no-break spaces, for sentences people typed. Plain text in and out."""
    text = IN_WORD.sub("’", text)
    return AFTER_QUOTE.sub(f"«{NBSP}", ALONE_BEFORE.sub(rf"{NBSP}\1", text))


def listed(words: list[str], last: str = "et") -> str:
    """« a, b et c »."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def paragraphs(text: str) -> Markup:
    """Text as people typed it, as safe HTML paragraphs."""
    blocks = re.split(r"\n\s*\n", typeset(text).replace("\r\n", "\n").strip())
    return Markup("").join(
        Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
    )


FILTERS = {
    "day": day, "weekday": weekday, "month": month, "moment": moment, "number": number,
    "percent": percent, "count": count, "due": due, "quarter": quarter, "period": period, "typeset": typeset,
    "listed": listed, "paragraphs": paragraphs,
}  # fmt: skip
