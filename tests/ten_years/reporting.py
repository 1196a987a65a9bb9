"""Reports of staff with their messages and their likenesses; ideas with their supporters and comments."""

from __future__ import annotations

from datetime import timedelta

from actionplans.models import (
    Idea,
    IdeaComment,
    IdeaStatus,
    Malfunction,
    MalfunctionMessage,
    MalfunctionStatus,
    ReportMode,
    SimilarReport,
    Support,
)
from analysis.themes.themes import themes
from core.keys import key
from tests.ten_years.filling import Filling, owner_of, turn

S = MalfunctionStatus
STATES = (S.CLOSED, S.CLOSED, S.CLOSED, S.NOT_PURSUED, S.JOINED, S.CLOSED, S.RESOLVED, S.IN_HAND,
          S.QUALIFIED, S.REPORTED)  # fmt: skip
ENDED = (S.CLOSED, S.NOT_PURSUED, S.JOINED)
TOLD = (
    "L’imprimante de l’accueil est en panne depuis hier matin.",
    "Le logiciel de gestion des retraites se ferme quand on ouvre une pièce jointe.",
    "Les appels de la plateforme sont coupés au bout de dix minutes.",
    "Le modèle de courrier d’affiliation porte encore l’ancienne adresse.",
)
IDEAS_A_REPORT = 0.2
SUPPORTERS, COMMENTS = 8, 3
IDEA_STATES = (
    IdeaStatus.THANKED, IdeaStatus.DONE, IdeaStatus.KEPT, IdeaStatus.VISIBLE, IdeaStatus.STUDIED,
    IdeaStatus.ALREADY_DONE, IdeaStatus.SUBMITTED,
)  # fmt: skip


def fill(filling: Filling) -> None:
    """All that staff told."""
    _reports(filling)
    _ideas(filling)


def report_key(place: int) -> int:
    """The key of the `place`-th report, so that actions name it as their cause."""
    return 20_000_000 + place


def _reports(filling: Filling) -> None:
    number, codes = filling.size.reports, [theme.code for theme in themes()]
    rows = []
    for place in range(number):
        on, mode = filling.day(place, number), turn(list(ReportMode), place)
        state, told = turn(list(STATES), place), turn(list(TOLD), place)
        is_anonymous = mode is ReportMode.ANONYMOUS
        reporter = owner_of(filling.world) if place % 9 == 0 else turn(filling.users, place)
        rows.append({
            "id": report_key(place), "number": f"D-{on.year}-{10_000 + place}", "mode": mode,
            "reporter_id": None if is_anonymous else reporter,
            "code_hash": f"{place:064d}" if is_anonymous else None, "reported_on": on,
            "title": told[:60], "text": told, "department_id": turn(filling.departments, place),
            "touches_members": place % 2 == 0, "status": state, "theme": turn(codes, place),
            "commitment_id": turn(filling.commitments, place),
            "severity": None if state is S.REPORTED else 1 + place % 4,
            "joined_to_id": report_key(place - 1) if state is S.JOINED else None,
            "qualified_on": None if state is S.REPORTED else on + timedelta(2),
            "due_on": on + timedelta(28), "fix": "Réparée.", "outcome": "C’est réparé.",
            "closed_on": on + timedelta(20) if state in ENDED else None,
        })  # fmt: skip
    filling.write(Malfunction, rows)
    filling.write(MalfunctionMessage, [
        {"malfunction_id": row["id"], "from_reporter": side, "text": "Où en est-on ?",
         "written_on": row["reported_on"]}
        for row in rows for side in (True, False)
    ])  # fmt: skip
    filling.write(SimilarReport, [
        {"malfunction_id": report_key(place), "earlier_id": report_key(place - 4 * back),
         "score": 0.9 / back, "is_likely": back == 1}
        for place in range(12, number) for back in (1, 2, 3)
    ])  # fmt: skip


def _ideas(filling: Filling) -> None:
    number = int(filling.size.reports * IDEAS_A_REPORT)
    keys = filling.new_keys(number)
    rows = []
    for place, one in enumerate(keys):
        on, state = filling.day(place, number), turn(list(IDEA_STATES), place)
        is_decided = state not in (IdeaStatus.SUBMITTED, IdeaStatus.VISIBLE, IdeaStatus.STUDIED)
        rows.append({
            "id": one, "number": f"I-{on.year}-{10_000 + place}",
            "author_id": turn(filling.users, place), "submitted_on": on,
            "title": "Un scanner par étage", "text": "Mettre un scanner par étage.",
            "department_id": turn(filling.departments, place), "status": state,
            "visible_on": None if state is IdeaStatus.SUBMITTED else on,
            "first_decided_on": on if is_decided else None, "reason": "Utile à tous.",
            "decided_by_id": key(filling.world.round.head) if is_decided else None,
            "decided_at": filling.at(place, number) if is_decided else None,
        })  # fmt: skip
    filling.write(Idea, rows)
    filling.write(
        Support,
        [{"idea_id": one, "user_id": user} for one in keys for user in filling.users[:SUPPORTERS]],
    )
    filling.write(IdeaComment, [
        {"idea_id": one, "author_id": turn(filling.users, place + n), "text": "Bonne idée.",
         "written_on": filling.day(place, number)}
        for place, one in enumerate(keys) for n in range(COMMENTS)
    ])  # fmt: skip
