"""What a page will weigh is known before it is published, and the guess is near what is served."""

from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session

from core.errors import Refused
from organisation.models import Role, User
from survey.answering import invitations, paging
from survey.models import EventKind
from survey.questionnaires import checks as questionnaire_checks
from survey.questionnaires import drafting, page_weight, questionnaires
from survey.questionnaires.drafting import Line
from tests.builders import make_charter, make_user
from tests.pages import Visitor
from tests.survey_builders import make_invitation


@pytest.fixture
def officer(session: Session, now: datetime) -> User:
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    return make_user(session, Role.QUALITY_OFFICER)


@pytest.mark.parametrize("kind", EventKind)
def test_the_guess_is_never_below_what_is_served_nor_far_above(
    visitor: Visitor, session: Session, kind: EventKind
) -> None:
    invitation = make_invitation(session, kind)
    link, asked = f"/r/{invitations.token(invitation)}", invitation.questionnaire
    everything = paging.everything_ticked(asked)
    guessed = {
        page.number: page_weight.weight([one.question for one in page.asked], page.number == 1)
        for page in paging.pages(asked, everything)
    }
    session.commit()
    visitor.open(link)
    served: dict[int, int] = {}
    while "Vérifiez vos réponses" not in visitor.text:
        served[len(served) + 1] = len(visitor.response.data)
        names = {field.get("name") for field in visitor.page.select("input")}
        given: dict[str, Any] = {"satisfaction": "good", "contact_tried": everything["contact_tried"]}  # fmt: skip
        visitor.submit("Continuer", **{name: given[name] for name in given.keys() & names})
        visitor.follow()
    assert served.keys() == guessed.keys()
    for number, weight in served.items():
        assert weight <= guessed[number] <= weight + 1_500, number


def test_a_page_that_would_be_too_heavy_forbids_to_publish(
    session: Session, officer: User, now: datetime
) -> None:
    draft = drafting.begin(session, EventKind.AFFILIATION, officer, now)
    choices = [[f"v{number}", "é" * 200] for number in range(12)]
    line = Line("single_choice", "Laquelle ?", page=4, choices=choices)
    drafting.remove(session, next(q for q in draft.questions if q.code == "effort"), officer, now)
    drafting.add(session, draft, "heavy", line, officer, now)
    (fault,) = questionnaire_checks.blocking(draft)
    assert fault.sentence.startswith("Répartissez ou raccourcissez les questions de la page 4")
    with pytest.raises(Refused, match="page 4"):
        questionnaires.publish(session, draft, officer, now)
