"""What is told of a new version, and what would break a series of answers."""

from typing import Any

import pytest
from sqlmodel import Session

from survey.models import EventKind, Question, Questionnaire
from survey.questionnaires import changes as questionnaire_changes
from survey.questionnaires.changes import Difference

CHOICES = [["5", "Clair"], ["1", "Obscur"]]


def version(session: Session, number: int, *lines: dict[str, Any]) -> Questionnaire:
    """A version that is compared and never saved."""
    asked: dict[str, Any] = {"page": 1, "kind": "scale", "choices": CHOICES}
    made = Questionnaire(kind=EventKind.AFFILIATION, version=number, title="Votre avis")
    made.questions = [
        Question(rank=rank, **(asked | {"wording": line["code"]} | line))
        for rank, line in enumerate(lines, start=1)
    ]
    return made


def differences(session: Session, was: dict[str, Any], now: dict[str, Any]) -> list[Difference]:
    general = {"code": "general"}
    earlier = version(session, 1, general, {"code": "q"} | was)
    later = version(session, 2, general, {"code": "q"} | now)
    (change,) = questionnaire_changes.changes(earlier, later)
    return list(change.differences)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        ({"required": True}, ("l’obligation", "facultative", "obligatoire")),
        ({"page": 2}, ("la page", "page 1", "page 2")),
        ({"commitment_code": "DEL-01"}, ("l’engagement", "aucun", "DEL-01")),
        (
            {"asked_when": {"code": "general", "values": ["1"]}},
            ("la condition", "posée à tous", "posée à qui répond « Obscur » à « general »"),
        ),
        ({"spoken": "Dites-moi"}, ("la version dite au téléphone", "", "Dites-moi")),
        (
            {"choices": [["5", "Clair"], ["1", "Pas clair"]]},
            ("les réponses", "5 : Clair / 1 : Obscur", "5 : Clair / 1 : Pas clair"),
        ),
    ],
)
def test_what_is_asked_otherwise_is_told_and_keeps_its_series(
    session: Session, now: dict[str, Any], told: tuple[str, str, str]
) -> None:
    assert differences(session, {}, now) == [Difference(*told)]


@pytest.mark.parametrize(
    "now",
    [
        {"choices": [["4", "Clair"], ["1", "Obscur"]]},
        {"choices": [["5", "Clair"]]},
        {"choices": [["1", "Clair"], ["5", "Obscur"]]},
        {"kind": "single_choice"},
    ],
)
def test_a_value_or_a_type_changed_under_the_same_code_breaks_the_series(
    session: Session, now: dict[str, Any]
) -> None:
    (found,) = differences(session, {}, now)
    assert found.breaks
    change = questionnaire_changes.Change("q", "avant", "après", [found])
    (advice,) = questionnaire_changes.advised([change])
    assert advice.code == "q"
    assert advice.sentence.startswith("Casse la série")


def test_only_the_question_that_moved_is_told_as_moved(session: Session) -> None:
    earlier = version(session, 1, {"code": "a"}, {"code": "b"}, {"code": "c"}, {"code": "d"})
    later = version(session, 2, {"code": "d"}, {"code": "a"}, {"code": "b"}, {"code": "c"})
    (change,) = questionnaire_changes.changes(earlier, later)
    assert change.code == "d"
    assert list(change.differences) == [Difference("l’ordre", "après « c »", "la première")]
