"""Builders of the analysis room."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlmodel import Session

from analysis.models import ThemeReading, Verbatim, Voice
from survey.models import EventKind, Mode
from tests.builders import saved
from tests.survey_builders import make_reply


def make_verbatim(session: Session, theme: str = "delai", **more: Any) -> Verbatim:
    """A masked sentence, read with this main theme; `also` gives its other themes."""
    also = more.pop("also", ())
    kind = more.pop("kind", EventKind.AFFILIATION)
    period_start = more.pop("period_start", date(2027, 2, 1))
    reply = more.pop("reply", None) or make_reply(session, kind, period_start=period_start)
    values: dict[str, Any] = {
        "reply_id": reply.id,
        "text": "On attend trop longtemps une réponse.",
        "voice": Voice.SUGGESTION,
        "kind": kind,
        "period_start": period_start,
        "mode": Mode.WEB,
        "satisfaction": 5,
        "theme": theme,
        "certainty": 0.9,
        "reader": "essai",
    }
    verbatim = Verbatim(**(values | more))
    verbatim.readings = [
        ThemeReading(verbatim_id=verbatim.id, theme=code, rank=rank)
        for rank, code in enumerate([theme, *also])
    ]
    return saved(session, verbatim)
