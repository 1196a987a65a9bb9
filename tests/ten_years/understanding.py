"""Sentences, their themes and topics, what was corrected, and the decisions taken on them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from actionplans.models import Decision, TopicDecision
from analysis.indicators.measures import quarter_of
from analysis.models import (
    Correction,
    ThemeReading,
    Topic,
    TopicAssignment,
    TopicRun,
    Verbatim,
    Voice,
)
from analysis.readers.encoder import DIMENSIONS
from analysis.themes.themes import themes
from core.keys import key
from survey.models import EventKind, Mode
from tests.ten_years.filling import Filling, turn
from tests.ten_years.listening import month_of, reply_key

SAID = (
    "On attend vingt minutes au téléphone avant d’avoir quelqu’un.",
    "Le courrier reçu ne disait pas quelles pièces envoyer, j’ai dû rappeler deux fois.",
    "Trois mois sans aucune nouvelle de mon dossier, c’est très long.",
    "Accueil chaleureux, la conseillère a pris le temps de m’expliquer.",
    "Le site refuse mon mot de passe et personne ne répond au courriel.",
)
WITH_WORDS = 0.6  # of the replies
TOPICS = 4
DECIDED = 5  # themes a quarter


def fill(filling: Filling) -> None:
    """Everything that was understood."""
    by_cell = _verbatims(filling)
    _topics(filling, by_cell)
    _decisions(filling)


def _verbatims(filling: Filling) -> dict[tuple[str, date], list[str]]:
    """One sentence for three replies in five; their keys by theme and quarter."""
    number = int(filling.size.replies * WITH_WORDS)
    codes = [theme.code for theme in themes()]
    rows, readings = [], []
    by_cell: dict[tuple[str, date], list[str]] = {}
    for place in range(number):
        of_reply = int(place / WITH_WORDS)
        one, theme = f"v{place:031x}", turn(codes, place // 3)
        month = month_of(filling, of_reply, filling.size.replies)
        rows.append({
            "id": one, "reply_id": reply_key(of_reply), "text": turn(list(SAID), place),
            "voice": turn(list(Voice), place), "kind": turn(list(EventKind), place),
            "period_start": month, "mode": Mode.WEB, "theme": theme, "certainty": 0.4 + place % 6 / 10,
            "department_id": turn(filling.departments, of_reply),
            "satisfaction": turn([10, 5, 0], place), "reader": "essai",
        })  # fmt: skip
        readings.append({"verbatim_id": one, "theme": theme, "rank": 0})
        by_cell.setdefault((theme, quarter_of(month)[0]), []).append(one)
    filling.write(Verbatim, rows)
    filling.write(ThemeReading, readings)
    filling.write(Correction, [
        {"verbatim_id": row["id"], "theme": row["theme"], "instead_of": "autre",
         "by_id": filling.world.round.officer.id, "at": filling.now}
        for row in rows[::20]
    ])  # fmt: skip
    return by_cell


def _topics(filling: Filling, by_cell: dict[tuple[str, date], list[str]]) -> None:
    runs, topics, assignments = [], [], []
    for (theme, start), said in by_cell.items():
        [run] = filling.new_keys(1)
        runs.append({
            "id": run, "theme": theme, "period_start": start, "period_end": quarter_of(start)[1],
            "at": filling.now, "reader": "essai", "seed": 1, "texts": len(said),
            "fingerprint": "0" * 64,
        })  # fmt: skip
        made = filling.new_keys(min(TOPICS, len(said)))
        topics.extend(
            {"id": one, "run_id": run, "name": f"Sujet {rank}", "rank": rank,
             "centroids": b"\0" * 4 * DIMENSIONS, "size": len(said) // TOPICS}
            for rank, one in enumerate(made)
        )  # fmt: skip
        assignments.extend(
            {
                "topic_id": turn(made, place),
                "verbatim_id": one,
                "typical": place if place < 3 else None,
            }
            for place, one in enumerate(said)
        )
    filling.write(TopicRun, runs)
    filling.write(Topic, topics)
    filling.write(TopicAssignment, assignments)


def _decisions(filling: Filling) -> None:
    """Five themes decided each quarter, one of them « pas d’action »."""
    rows = []
    quarter = quarter_of(filling.today - timedelta(100))
    for _ in range(4 * filling.size.years):
        for rank, theme in enumerate(themes()[:DECIDED]):
            rows.append({
                "theme": theme.code, "period_start": quarter[0], "period_end": quarter[1],
                "decision": Decision.NO_ACTION if rank == 0 else Decision.ACTION,
                "reason": "Le sujet recule déjà." if rank == 0 else "",
                "review_on": quarter[1] + timedelta(365) if rank == 0 else None,
                "voices": 14, "satisfaction": 5.0,
                "decided_by_id": key(filling.world.round.officer),
                "decided_at": datetime.combine(quarter[1], time(9), UTC),
            })  # fmt: skip
        quarter = quarter_of(quarter[0] - timedelta(1))
    filling.write(TopicDecision, rows)
