"""What the charter promises and no question in force asks about, by theme."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from core.errors import Refused
from organisation import charters
from organisation.models import Commitment
from survey.models import Questionnaire, QuestionnaireStatus


@dataclass(frozen=True)
class Uncovered:
    """Commitments that no question in force asks about, by theme of the charter."""

    theme: str
    commitments: list[Commitment]


def uncovered(session: Session, versions: Iterable[Questionnaire]) -> list[Uncovered]:
    """What these questionnaires, those in force among them, ask nobody about; empty without a charter."""
    try:
        charter = charters.current(session)
    except Refused:
        return []
    asked = {
        question.commitment_code
        for one in versions
        if one.status is QuestionnaireStatus.PUBLISHED
        for question in one.questions
    }
    lines = [line for line in charters.commitments(session, charter) if line.code not in asked]
    themes = charters.themes(session, charter)
    found = [Uncovered(t.title, [line for line in lines if line.theme_id == t.id]) for t in themes]
    return [one for one in found if one.commitments]
