"""The poster for the premises (charter RES-03): the public page on one sheet, with a code that leads to it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from actionplans.tracing.publishing import Published
from analysis.results.results import Year
from core import french, paper
from core.settings import Settings

TEMPLATE = Path(__file__).parents[1] / "paper" / "poster.typ"
MOST = 4  # changes that one sheet holds, at a size read from two metres
NOTHING = "Vos réponses sont lues. Les premières décisions seront affichées ici."


def pdf(
    changes: Sequence[Published], years: Sequence[Year], link: str, settings: Settings
) -> bytes:
    """One A4 sheet, tagged: the newest changes, satisfaction where it may be published, a QR code."""
    data = {
        "title": french.typeset("Vous avez dit, nous avons fait"),
        "lead": "Chaque réponse à nos questionnaires est lue. Voici ce qui en est sorti.",
        "sender": settings.FUND_NAME,
        "telephone": settings.FUND_PHONE,
        "changes": [_change(one) for one in changes[:MOST]],
        "nothing": NOTHING,
        "marks": list(filter(None, map(_mark, years))),
        "method": french.typeset("Intervalle à 95 % et méthode : sur la page des résultats."),
        "link": link,
    }
    return paper.pdf(TEMPLATE, data, {"qr.svg": paper.qr(link)})


def _change(one: Published) -> dict[str, str]:
    said = {name: getattr(one, name) for name in ("theme", "period", "said", "decided", "done")}
    return {name: paper.printable(french.typeset(words)) for name, words in said.items()}


def _mark(year: Year) -> dict[str, Any] | None:
    found = next(one for one in year.indicators if one.code == "satisfaction")
    if found.value is None:
        return None
    answers = french.count(found.n, "réponse")
    return {
        "value": f"{french.number(found.value, 1)} sur 10",
        "label": french.typeset(f"de satisfaction : {year.kind.label}, {answers}"),
    }
