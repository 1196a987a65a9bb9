"""What people get wrong, gathered: each case has its sentence, and nothing of what was typed is lost.

Dangerous files one by one are in `unit/actionplans/test_screening.py`; here is what a person sees of each kind.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.actions import decisions
from actionplans.assessments import evidence_files
from actionplans.bilans import maturity
from actionplans.bilans.maturity import Judged
from actionplans.models import ActionStatus, Evidence, Malfunction, PlanStatus, Stage
from core.keys import key
from core.settings import Settings
from organisation import charter_drafts
from organisation.models import Role, User
from survey.models import EventKind
from survey.questionnaires import drafting, questionnaires
from tests.action_builders import Fund, make_action, make_fund, make_voices, subject
from tests.assessment_builders import Round, make_round
from tests.builders import make_charter, make_user
from tests.file_builders import office, pdf_with
from tests.note_builders import make_note
from tests.pages import Visitor
from tests.plan_builders import make_plan

MISTYPED = "Ce code comporte une erreur de frappe"


def plain(visitor: Visitor) -> str:
    """What the page says, no-break spaces made plain."""
    return visitor.text.replace("\u00a0", " ").replace("\u202f", " ")


# ---------------------------------------------------------------- files

FILES = [
    ("a program", "outil.exe", b"MZ\x90", "Choisissez un fichier d’un autre type : PDF, image PNG"),
    ("a page", "page.html", b"<html>", "Choisissez un fichier d’un autre type"),
    ("a picture that is none", "photo.png", b"GIF89a", "n’est pas ce que dit son nom"),
    ("an empty file", "vide.pdf", b"", "Ce fichier est vide : choisissez-en un autre."),
    ("a script in a PDF", "a.pdf", pdf_with("<< /S /JavaScript >>"), "Ce PDF contient un programme"),
    ("a macro", "n.docx", office(**{"word__vbaProject.bin": "x"}), "contient une macro ou un fichier"),
    ("a script in a text", "n.txt", b"<script>alert(1)</script>", "une page ou un programme"),
    ("a formula in a table", "n.csv", b"a;b\n=1+1;2\n", "des formules : gardez-en les valeurs"),
    ("an old format", "n.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ancien format"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name", "content", "sentence"), FILES, ids=[f[0] for f in FILES])
def test_a_file_that_may_not_be_kept(
    session: Session, visitor: Visitor, now: datetime,
    what: str, name: str, content: bytes, sentence: str,
) -> None:  # fmt: skip
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head)
    page = f"/auto-evaluations/2027/{made.department.id}"
    visitor.open(f"{page}?voir=tout")
    typed = {"title": "Relevé daté", "valid_from": "2027-01-01", "valid_to": "2027-12-31"}
    visitor.post(f"{page}/ACC-04/preuves", 422, file=(io.BytesIO(content), name), **typed)
    assert sentence in plain(visitor)
    kept = {field: visitor.page.select_one(f"#{field}-ACC-04") for field in typed}
    assert {field: tag["value"] for field, tag in kept.items() if tag} == typed
    assert list(evidence_files.kept()) == []
    assert session.exec(select(Evidence)).all() == []


PLACES = ["/auto-evaluations/2027/{department}/ACC-04/preuves", "/actions/{action}/preuves/joindre"]


@pytest.mark.parametrize("place", PLACES)
def test_two_gigabytes_are_refused_on_their_announced_size_and_never_read(
    session: Session, visitor: Visitor, now: datetime, place: str
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open("/mon-travail")

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("the body was read")

    response = visitor.client.post(
        place.format(department=made.department.id, action=1),
        environ_overrides={"CONTENT_LENGTH": str(2 * 1024**3), "wsgi.input": Endless()},
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code == 413
    assert "10\u00a0Mo au plus. Enregistrez-le plus léger, ou donnez le lien" in response.text


# ---------------------------------------------------------------- days and owners


@dataclass(frozen=True)
class Deciding:
    """The page on which the head decides an action, and what is typed in it."""

    visitor: Visitor
    fund: Fund
    number: int

    def submit(self, expect: int, **typed: str) -> str:
        self.visitor.open(f"/actions/{self.number}/decider")
        given: dict[str, Any] = {"owner": str(self.fund.owner.id), "due_on": "2027-06-01", "expected": "Moins d’attente.", "expected_proof": "Le relevé des appels."}  # fmt: skip
        self.visitor.submit("Décider", expect, **{**given, **typed})
        if expect == 303:
            self.visitor.follow()
        return plain(self.visitor)


@pytest.fixture
def deciding(session: Session, visitor: Visitor, now: datetime) -> Deciding:
    fund = make_fund(session)
    action = make_action(session, fund, now)
    session.commit()
    assert action.id is not None
    return Deciding(visitor.sign_in(fund.head), fund, action.id)


def test_a_due_date_in_the_past_is_refused_and_the_effect_typed_stays(deciding: Deciding) -> None:
    said = deciding.submit(409, due_on="2027-03-14")
    assert "Choisissez une échéance à venir : le 14 mars 2027 est passé." in said
    assert deciding.visitor.page.find(id="due_on-fault")
    assert deciding.visitor.page.find(id="expected").get_text().strip() == "Moins d’attente."  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2027-07-14", "Le mercredi 14 juillet 2027 n’est pas travaillé : le premier jour ouvré est le jeudi 15"),
        ("2027-05-01", "Le samedi 1er mai 2027 n’est pas travaillé : le premier jour ouvré est le lundi 3"),
    ],
)  # fmt: skip
def test_a_due_date_on_a_closed_day_is_taken_and_said(
    deciding: Deciding, day: str, sentence: str
) -> None:
    assert sentence in deciding.submit(303, due_on=day)


def test_a_due_date_that_is_no_day_is_said_beside_its_field(deciding: Deciding) -> None:
    deciding.submit(422, due_on="le 31 juin")
    field = deciding.visitor.page.find(id="due_on")
    assert field is not None
    assert field.find_parent(class_="wrong")
    assert deciding.visitor.page.find(id="expected").get_text().strip() == "Moins d’attente."  # type: ignore[union-attr]


def test_an_owner_who_left_is_not_offered_and_not_taken(
    deciding: Deciding, session: Session
) -> None:
    deciding.visitor.open(f"/actions/{deciding.number}/decider")
    session.get_one(User, deciding.fund.owner.id).is_active = False
    session.commit()
    typed: dict[str, Any] = {"owner": str(deciding.fund.owner.id), "due_on": "2027-06-01", "expected": "Moins d’attente.", "expected_proof": "Le relevé des appels."}  # fmt: skip
    deciding.visitor.submit("Décider", 422, **typed)
    assert deciding.visitor.page.select("#owner-fault")
    assert deciding.visitor.page.find(id="expected").get_text().strip() == "Moins d’attente."  # type: ignore[union-attr]


def test_an_action_whose_owner_left_asks_for_somebody_else(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    fund = make_fund(session)
    action = make_action(session, fund, now, ActionStatus.IN_PROGRESS)
    fund.owner.is_active = False
    session.commit()
    visitor.sign_in(fund.head).open(f"/actions/{action.id}")
    assert "La personne chargée n’a plus de compte ouvert : nommez quelqu’un d’autre." in plain(visitor)  # fmt: skip
    assert "Inès Roy" in visitor.text  # what she did stays hers


# ---------------------------------------------------------------- two people on one form

Two = tuple[User, User, str, str, str]
"""Who saves first, who saves second, the address, the field, the words of the button."""


def _plan(session: Session, now: datetime, settings: Settings) -> Two:
    fund = make_fund(session)
    make_plan(session, fund, now, settings, PlanStatus.IN_PREPARATION)
    deputy = make_user(session, Role.HEAD, fund.department)
    return fund.head, deputy, f"/plans/2027/{fund.department.id}/preparer", "aims", "Enregistrer"


def _publication(session: Session, now: datetime, settings: Settings) -> Two:
    fund = make_fund(session)
    make_voices(session, "telephone", 12)
    made = decisions.decide_no_action(
        session, subject(), "Le standard change.", date(2027, 9, 1), fund.officer, now
    )
    return fund.officer, fund.management, f"/publications/decision/{made.id}", "said", "Préparer"


def _submission(session: Session, now: datetime, settings: Settings) -> Two:
    made: Round = make_round(session, now)
    deputy = make_user(session, Role.HEAD, made.department)
    return made.head, deputy, f"/auto-evaluations/2027/{made.department.id}/soumettre", "successes", "Garder"  # fmt: skip


def _note(session: Session, now: datetime, settings: Settings) -> Two:
    made = make_round(session, now)
    make_note(session, now)
    deputy = make_user(session, Role.QUALITY_OFFICER)
    return made.officer, deputy, "/notes/2027/2/ecrire", "done", "Enregistrer"


def _promise(session: Session, now: datetime, settings: Settings) -> Two:
    make_charter(session, now)
    officer, deputy = (make_user(session, Role.QUALITY_OFFICER) for _ in range(2))
    charter_drafts.begin(session, officer, now)
    return officer, deputy, "/charte/projet/ACC-01", "criterion", "Enregistrer"


def _department(session: Session, now: datetime, settings: Settings) -> Two:
    made = make_round(session, now)
    deputy = make_user(session, Role.QUALITY_OFFICER)
    return made.officer, deputy, f"/services/{made.department.id}", "name", "Enregistrer"


def _account(session: Session, now: datetime, settings: Settings) -> Two:
    first, second = (make_user(session, Role.ADMINISTRATOR) for _ in range(2))
    person = make_user(session)
    return first, second, f"/comptes/{person.id}", "name", "Enregistrer"


def _maturity(session: Session, now: datetime, settings: Settings) -> Two:
    made = make_round(session, now)
    deputy = make_user(session, Role.QUALITY_OFFICER)
    maturity.rate(session, made.campaign, {"ACC": Judged(Stage(2), "Affiché.")}, made.officer, now)
    return made.officer, deputy, "/bilans/2027/maturite", "reason_ACC", "Garder"


def _question(session: Session, now: datetime, settings: Settings) -> Two:
    draft = _draft(session, now)
    first, second = (make_user(session, Role.QUALITY_OFFICER) for _ in range(2))
    return (
        first,
        second,
        f"/questionnaires/{draft}/questions/effort",
        "wording",
        "Enregistrer la question",
    )


def _title(session: Session, now: datetime, settings: Settings) -> Two:
    draft = _draft(session, now)
    first, second = (make_user(session, Role.QUALITY_OFFICER) for _ in range(2))
    return first, second, f"/questionnaires/{draft}/modifier", "title", "Enregistrer le titre"


def _draft(session: Session, now: datetime) -> int:
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    return key(drafting.begin(session, EventKind.AFFILIATION, None, now))


FORMS = [
    _question,
    _title,
    _maturity,
    _plan,
    _publication,
    _submission,
    _note,
    _promise,
    _department,
    _account,
]


@pytest.mark.parametrize("form", FORMS, ids=[one.__name__ for one in FORMS])
def test_the_second_to_save_is_told_what_changed_and_keeps_their_text(
    app: Any, session: Session, settings: Settings, now: datetime,
    form: Callable[[Session, datetime, Settings], Two],
) -> None:  # fmt: skip
    first, second, address, field, button = form(session, now, settings)
    session.commit()
    one, other = Visitor(app).sign_in(first), Visitor(app).sign_in(second)
    one.open(address)
    other.open(address)
    theirs: dict[str, Any] = {field: "Ce que le premier écrit."}
    mine: dict[str, Any] = {field: "Ce que le second écrit."}
    one.submit(button, **theirs)
    other.submit(button, 422, **mine)
    said = plain(other)
    assert "quelqu’un a changé ce champ pendant que vous écriviez" in said
    assert "On y lit maintenant : « Ce que le premier écrit. »" in said
    assert _value(other, field) == "Ce que le second écrit."
    one.open(address)
    assert _value(one, field) == "Ce que le premier écrit."  # nothing was overwritten
    other.submit(button)  # knowing it, they may
    other.open(address)
    assert _value(other, field) == "Ce que le second écrit."


def _value(visitor: Visitor, field: str) -> str:
    found = visitor.page.select_one(f"[name={field}]")
    assert found is not None
    return str(found.get("value") or found.get_text()).strip()


# ---------------------------------------------------------------- a code mistyped


def _code(visitor: Visitor) -> str:
    visitor.open("/signalements/nouveau")
    visitor.submit("Signaler", 200, what_happened="Rien ne marche.", mode="anonymous")
    found = visitor.page.find(class_="code-shown")
    assert found is not None
    return "".join(found.get_text().split())


CODES: list[tuple[str, Callable[[str], str], str]] = [
    ("nothing", lambda _: "", "Tapez le code donné quand vous avez signalé."),
    ("one sign short", lambda code: code[:-1], "Le code a douze caractères ; vous en avez tapé onze."),
    ("two signs swapped", lambda code: swapped(code), MISTYPED),
    ("the code of a letter", lambda code: code[:8], "Tapez ici le code à douze caractères donné quand vous avez signalé."),
]  # fmt: skip


def swapped(code: str) -> str:
    """The same code with two different neighbours exchanged."""
    at = next(at for at in range(len(code) - 1) if code[at] != code[at + 1])
    return code[:at] + code[at + 1] + code[at] + code[at + 2 :]


@pytest.mark.parametrize(("what", "typed", "sentence"), CODES, ids=[c[0] for c in CODES])
def test_an_anonymous_code_mistyped_says_so_and_keeps_the_word_written(
    session: Session, visitor: Visitor, now: datetime,
    what: str, typed: Callable[[str], str], sentence: str,
) -> None:  # fmt: skip
    user = make_user(session)
    session.commit()
    code = _code(visitor.sign_in(user))
    visitor.open("/signalements/suivre")
    wrong = typed(code)
    visitor.submit("Ouvrir", 422, code=wrong, message="C’est réparé.")
    assert sentence in plain(visitor)
    assert _value(visitor, "code") == wrong
    assert _value(visitor, "message") == "C’est réparé."
    visitor.submit("Ouvrir", 200, code=code.lower())
    assert "C’est réparé." in visitor.text
    assert session.exec(select(Malfunction)).one().reported_on == date(2027, 3, 15)
