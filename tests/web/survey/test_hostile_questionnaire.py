"""A hostile questionnaire: HTML, formulas, templates and markup in every text, as long as may be, in all its renderings."""

import io
import re
from datetime import datetime
from typing import Any

import pypdf
import pytest
import yaml
from bs4 import BeautifulSoup
from sqlmodel import Session, select

from core.errors import Refused
from organisation.models import Role, User
from survey.answering import answering, codes, invitations, trial
from survey.models import Draft, EventKind, Invitation, Mode, Questionnaire
from survey.paper import contents as paper_contents
from survey.paper.questionnaire import questionnaire_pdf
from survey.questionnaires import drafting, questionnaires
from survey.questionnaires import files as questionnaire_files
from survey.questionnaires.drafting import MOST_QUESTIONS, Line
from tests.builders import make_charter, make_department, make_user
from tests.pages import Visitor
from tests.survey_builders import make_invitation

TEXTS = {
    "html": "<script>alert(1)</script><img src=x onerror=alert(2)>",
    "formula": "=cmd|/C calc.exe|A0",
    "template": "{{ 7*7 }}{% raw %}{{ config }}",
    "markup": "#include \"x\" #eval(1) $x^2$ *gras* _souligné_ \\u{41}",
    "attribute": "\"><b onmouseover=alert(3)>X</b>",
    "endless": "W" * 150,
}  # fmt: skip
MARK = "49"  # what `7*7` would give


def hostile_file(longest: bool = False) -> bytes:
    """A questionnaire whose every word is hostile; `longest`: as long as a field allows."""
    questions = []
    for rank, (name, text) in enumerate(TEXTS.items()):
        said = (text + " ") * 9
        wording, label = (said[:299].strip(), said[:199].strip()) if longest else (text, text)
        questions.append(
            {
                "code": "satisfaction" if rank == 0 else name,
                "page": 1 + rank // 2,
                "kind": "single_choice" if rank % 2 == 0 else "free_text",
                "wording": wording,
                "hint": wording,
                "choices": [["good", label], ["bad", "=1+1"]] if rank % 2 == 0 else [],
                "required": rank == 0,
                "spoken": wording,
                "easy": {"wording": wording, "hint": wording},
            }
        )
    content = {"event": "affiliation", "title": TEXTS["html"][:100], "questions": questions}
    return yaml.safe_dump(content, allow_unicode=True).encode()


@pytest.fixture
def officer(session: Session, now: datetime) -> User:
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    return make_user(session, Role.QUALITY_OFFICER, make_department(session))


@pytest.fixture(params=[False, True], ids=["hostile", "hostile_and_long"])
def invitation(session: Session, officer: User, now: datetime, request: Any) -> Invitation:
    """A member asked the hostile questionnaire, which passed every check."""
    draft = questionnaire_files.load(session, hostile_file(request.param), officer, now)
    questionnaires.publish(session, draft, officer, now)
    made = make_invitation(session, department=make_department(session))
    assert made.questionnaire_id == draft.id
    session.commit()
    return made


def squeezed(text: str) -> str:
    """Without the spaces and hyphens that typesetting or the end of a line may add."""
    return re.sub(r"[\s\u00a0\u202f-]+", "", text.replace("’", "'"))


def tells_all(text: str, of: Questionnaire) -> None:
    """Every question is there, as the text that it is."""
    said = squeezed(text)
    for question in of.questions:
        assert squeezed(question.wording) in said, question.code


def runs_nothing(page: BeautifulSoup) -> None:
    """Nothing of it became part of the page."""
    assert page.find("script", string=re.compile("alert")) is None
    assert page.find("img", src="x") is None
    for tag in page.find_all(True):
        assert not [name for name in tag.attrs if name.startswith("on")]


@pytest.mark.parametrize("way", ["", "une=1", "facile=1"])
def test_the_member_reads_it_as_text_answers_and_sends(
    visitor: Visitor, session: Session, invitation: Invitation, way: str
) -> None:
    link = f"/r/{invitations.token(invitation)}"
    page = visitor.open(f"{link}?{way}")
    said = ""
    while "Vérifiez vos réponses" not in visitor.text:
        runs_nothing(page)
        said += visitor.text
        answers: dict[str, Any] = {}
        if page.find("input", attrs={"name": "satisfaction"}):
            answers["satisfaction"] = "good"
        if page.find("textarea", attrs={"name": "formula"}):
            answers["formula"] = TEXTS["html"]
        visitor.submit("Continuer", **answers)
        page = visitor.follow()
    runs_nothing(page)
    assert TEXTS["html"] in visitor.text
    visitor.submit("Envoyer", expect=200)
    tells_all(said, session.get_one(Questionnaire, invitation.questionnaire_id))
    assert MARK not in re.sub(r"\d{4,}", "", said)
    session.rollback()
    kept = answering.read(session.exec(select(Draft)).one())
    assert (kept["satisfaction"], kept["formula"]) == ("good", TEXTS["html"])


def test_the_paper_prints_it_as_text(session: Session, invitation: Invitation) -> None:
    sheet = paper_contents.questionnaire(invitation.questionnaire, invitation.closes_on)
    made = questionnaire_pdf(sheet, [paper_contents.copy(invitation)])
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]
    tells_all("".join(pages), invitation.questionnaire)
    code = squeezed(codes.shown(invitations.code(invitation)))
    assert all(code in squeezed(page) for page in pages if page.strip())


def test_the_telephone_reads_it_as_text(
    visitor: Visitor, session: Session, officer: User, invitation: Invitation
) -> None:
    visitor.sign_in(officer)
    number = invitation.questionnaire_id
    runs_nothing(visitor.open(f"/questionnaires/{number}/telephone"))
    tells_all(visitor.text, session.get_one(Questionnaire, number))
    session.rollback()
    made = visitor.client.get(f"/questionnaires/{number}/telephone.pdf").data
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    tells_all("".join(page.extract_text() for page in pages), session.get_one(Questionnaire, number))  # fmt: skip


def test_who_keys_it_in_sees_text(
    visitor: Visitor, session: Session, officer: User, invitation: Invitation
) -> None:
    visitor.sign_in(officer)
    visitor.open("/saisie/")
    code = codes.shown(invitations.code(invitation))
    page = visitor.submit("Ouvrir", code=code, mode=Mode.PAPER.value, expect=200)
    runs_nothing(page)
    tells_all(visitor.text, session.get_one(Questionnaire, invitation.questionnaire_id))
    session.rollback()


def test_every_page_of_the_fund_about_it_shows_text(
    visitor: Visitor, session: Session, officer: User, invitation: Invitation
) -> None:
    visitor.sign_in(officer)
    number = invitation.questionnaire_id
    for path in ("", "/apercus", "/apercu"):
        runs_nothing(visitor.open(f"/questionnaires/{number}{path}"))
    runs_nothing(visitor.open(f"/essai/{trial.token(number)}"))
    runs_nothing(visitor.open("/questionnaires/"))
    visitor.post("/questionnaires/commencer/affiliation")
    runs_nothing(visitor.follow())
    runs_nothing(visitor.open(f"{visitor.path.rpartition('/')[0]}/questions/formula"))
    assert visitor.client.get(f"/questionnaires/{number}/questionnaire.yaml").status_code == 200


# ---------------------------------------------------------------- too much of it


def test_a_forty_first_question_is_refused_and_three_hundred_with_it(
    session: Session, officer: User, now: datetime
) -> None:
    draft = drafting.begin(session, EventKind.AFFILIATION, officer, now, empty=True)
    refused = 0
    for number in range(300):
        try:
            drafting.add(session, draft, f"q{number}", Line("free_text", "X", page=9), officer, now)
        except Refused:
            refused += 1
    assert (len(draft.questions), refused) == (MOST_QUESTIONS, 300 - MOST_QUESTIONS)


def test_forty_questions_still_open_in_every_rendering(
    visitor: Visitor, session: Session, officer: User, now: datetime
) -> None:
    rows = [f"- {{code: q{n}, page: {1 + n % 9}, kind: free_text, wording: Question {n}}}" for n in range(39)]  # fmt: skip
    first = "- {code: satisfaction, kind: single_choice, wording: Alors, required: true, choices: [[good, Bien], [bad, Mal]]}"  # fmt: skip
    content = "\n".join(["event: retraite", "title: Long", "questions:", first, *rows])
    draft = questionnaire_files.load(session, content.encode(), officer, now)
    number = draft.id
    assert number is not None
    session.commit()
    visitor.sign_in(officer)
    for path in ("modifier", "apercus", "apercu", "telephone", "papier.pdf", "telephone.pdf"):
        assert visitor.client.get(f"/questionnaires/{number}/{path}").status_code == 200, path
    visitor.open(f"/questionnaires/{number}/modifier")
    assert "8 posées à tous au plus" in visitor.text
    visitor.post(f"/questionnaires/{number}/publier", expect=409)
