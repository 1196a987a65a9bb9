"""Writing a questionnaire on screen; the library; the trial link."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from core.models import Model
from organisation.models import Role
from survey.answering import trial
from survey.models import EventKind, Questionnaire, QuestionnaireStatus
from survey.questionnaires import questionnaires
from tests.builders import make_charter, make_user
from tests.pages import Visitor


@pytest.fixture
def officer(visitor: Visitor, session: Session, now: Any) -> Visitor:
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    visitor.sign_in(user)
    visitor.open("/questionnaires/")
    visitor.post("/questionnaires/commencer/affiliation")
    visitor.follow()
    return visitor


@pytest.fixture
def number(officer: Visitor, session: Session) -> int:
    drafts = select(Questionnaire.id).where(Questionnaire.status == QuestionnaireStatus.DRAFT)
    found = session.exec(drafts).one()
    session.rollback()
    assert found is not None
    return found


def test_a_question_is_written_checked_moved_and_published(
    officer: Visitor, number: int, session: Session
) -> None:
    officer.open(f"/questionnaires/{number}/questions/nouvelle")
    officer.submit(
        "Ajouter la question",
        wording="L’accueil était-il aimable ?",
        kind="single_choice",
        choices="yes | Oui\nno | Non",
        page="1",
        commitment_code="ACC-01",
    )
    officer.follow()
    assert "ajoutée" in officer.text
    assert "l_accueil_etait_il" in officer.text
    officer.post(f"/questionnaires/{number}/questions/l_accueil_etait_il/monter")
    officer.follow()
    assert "8 posées à tous au plus" in officer.text
    officer.post(f"/questionnaires/{number}/questions/effort/retirer")
    officer.follow()
    officer.submit("Publier cette version")
    officer.follow()
    assert "En vigueur" in officer.text
    in_force = questionnaires.in_force(session, EventKind.AFFILIATION)
    assert in_force.id == number
    assert [one.code for one in in_force.questions][1] == "l_accueil_etait_il"
    session.rollback()


def test_two_titles_saved_at_once_the_second_is_asked_to_compare(
    officer: Visitor, number: int
) -> None:
    page = officer.open(f"/questionnaires/{number}/modifier")
    seen = page.find("input", attrs={"name": "seen"})["value"]
    officer.submit("Enregistrer le titre", title="Le premier titre")
    officer.follow()
    officer.submit("Enregistrer le titre", title="Le second titre", seen=seen, expect=422)
    assert "Le premier titre" in officer.text
    officer.submit("Enregistrer le titre")
    officer.follow()
    assert "Le second titre" in officer.text


def test_a_question_that_is_wrong_stays_as_typed_with_its_reason(
    officer: Visitor, number: int
) -> None:
    officer.open(f"/questionnaires/{number}/questions/nouvelle")
    officer.submit("Ajouter la question", wording="", choices="a | A", page="12", expect=422)
    assert "Écrivez la question" in officer.text
    assert "page de 1 à 9" in officer.text
    assert "a | A" in str(officer.page)
    officer.submit(
        "Ajouter la question", wording="X ?", page="1", code="effort", kind="scale", expect=422
    )
    assert "déjà pris" in officer.text


def test_a_faulty_questionnaire_is_not_published(officer: Visitor, number: int) -> None:
    officer.post(f"/questionnaires/{number}/questions/effort/retirer")  # room for another
    officer.open(f"/questionnaires/{number}/questions/nouvelle")
    officer.submit("Ajouter la question", wording="X ?", kind="scale", choices="", page="1")
    officer.follow()
    assert "1 point empêche de publier" in officer.text
    assert "Publier cette version" not in officer.text
    officer.post(f"/questionnaires/{number}/publier", expect=409)
    assert "au moins deux réponses" in officer.text


def test_a_question_is_reworded_and_the_gauge_says_what_to_change(
    officer: Visitor, number: int
) -> None:
    officer.open(f"/questionnaires/{number}/questions/effort")
    assert "Rien à reformuler" in officer.text
    officer.submit("Enregistrer la question", wording="Nos agents ont-ils été aimables ?")
    officer.follow()
    officer.open(f"/questionnaires/{number}/questions/effort")
    assert "1 chose à reformuler" in officer.text
    token = officer.page.find("input", attrs={"name": "csrf_token"})["value"]
    said = officer.client.post("/questionnaires/clarte", data={"csrf_token": token, "text": "Oh !"})
    assert "point d’exclamation" in said.text


def test_what_the_first_wrote_beside_is_kept_and_what_clashes_is_said_field_by_field(
    officer: Visitor, number: int
) -> None:
    address = f"/questionnaires/{number}/questions/effort"
    page = officer.open(address)
    seen = page.find("input", attrs={"name": "seen"})["value"]
    before = {f["name"]: f.get_text() for f in page.select("main textarea")}
    officer.submit(
        "Enregistrer la question", wording="Était-ce simple ?", hint="En un mot.", page="2"
    )
    mine = {**before, "wording": "Était-ce facile ?", "hint": "", "page": "1", "seen": seen}
    officer.open(address)
    officer.submit("Enregistrer la question", **mine, required=None, expect=422)
    faults = [one.get_text(" ", strip=True) for one in officer.page.select("main .fault")]
    assert len([one for one in faults if "quelqu’un a changé ce champ" in one]) >= 1
    assert "On y lit maintenant : « Était-ce simple ? »" in officer.text.replace("\u00a0", " ")
    assert officer.page.find(id="wording").get_text().strip() == "Était-ce facile ?"
    assert (
        officer.page.find(id="hint")["value"] == "En un mot."
    )  # untouched: the other's word stays
    officer.submit("Enregistrer la question")
    officer.open(address)
    assert officer.page.find(id="wording").get_text().strip() == "Était-ce facile ?"
    assert officer.page.find(id="hint")["value"] == "En un mot."


def test_a_question_taken_out_while_it_was_being_written_is_offered_again(
    officer: Visitor, number: int
) -> None:
    address = f"/questionnaires/{number}/questions/effort"
    officer.open(address)
    officer.post(f"{address}/retirer")
    officer.open(f"/questionnaires/{number}/questions/nouvelle")
    officer.post(
        address,
        422,
        wording="Était-ce facile ?",
        kind="scale",
        choices="5 | Oui\n1 | Non",
        page="1",
    )
    assert "Quelqu’un a retiré cette question" in officer.text
    assert officer.page.find(id="code")["value"] == "effort"
    officer.submit("Ajouter la question")
    officer.follow()
    assert "Était-ce facile ?" in officer.text.replace("\u00a0", " ")


def test_questions_are_taken_from_the_library_by_theme(officer: Visitor, number: int) -> None:
    officer.open(f"/questionnaires/{number}/bibliotheque")
    assert "déjà posée" in officer.text
    officer.open(f"/questionnaires/{number}/bibliotheque?theme=Accueil, posture et locaux")
    officer.post(f"/questionnaires/{number}/bibliotheque/acc_01")
    officer.follow()
    assert "acc_01" in officer.text
    officer.post(f"/questionnaires/{number}/bibliotheque/rien", expect=404)


def test_a_hostile_question_is_text_everywhere(officer: Visitor, number: int) -> None:
    officer.open(f"/questionnaires/{number}/questions/nouvelle")
    officer.submit(
        "Ajouter la question",
        wording='<script>alert(1)</script> =1+1 #include "x"',
        kind="free_text",
        page="1",
        code="hostile",
    )
    officer.follow()
    assert officer.page.find("script", string=re.compile("alert")) is None
    officer.open(f"/questionnaires/{number}/apercu")
    assert "<script>alert" in officer.text
    assert officer.client.get(f"/questionnaires/{number}/papier.pdf").data.startswith(b"%PDF")
    officer.open(f"/questionnaires/{number}/questions/nouvelle")
    officer.submit("Ajouter la question", wording="x" * 5000, page="1", expect=422)
    assert "Raccourcissez" in officer.text


def test_a_draft_is_given_up_and_a_questionnaire_retired(
    officer: Visitor, number: int, session: Session
) -> None:
    officer.post(f"/questionnaires/{number}/abandonner")
    officer.follow()
    assert "n’a pas changé" in officer.text
    published = questionnaires.in_force(session, EventKind.AFFILIATION).id
    session.rollback()
    officer.open(f"/questionnaires/{published}")
    officer.submit("Retirer ce questionnaire")
    officer.follow()
    assert "rien ne part plus" in officer.text
    officer.open(f"/questionnaires/{published}/modifier", expect=409)


# ---------------------------------------------------------------- the trial link


def counts(session: Session) -> dict[str, int]:
    """How many rows each table holds."""
    session.rollback()
    found = {
        table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in Model.metadata.sorted_tables
    }
    session.rollback()
    return found


def test_a_trial_follows_the_member_s_path_and_leaves_no_trace_in_any_table(
    officer: Visitor, number: int, session: Session, app: Any
) -> None:
    officer.open(f"/questionnaires/{number}")
    link = officer.page.find("a", href=re.compile("/essai/"))["href"].partition("/essai/")[2]
    before = counts(session)
    anybody = Visitor(app)
    anybody.open(f"/essai/{link}")
    assert "rien n’est enregistré" in anybody.text
    anybody.submit("Continuer", expect=422)
    assert "Choisissez une réponse" in anybody.text
    anybody.submit("Continuer", expect=200, satisfaction="good")
    anybody.submit("Continuer", expect=200, contact_tried="phone")
    assert "Avez-vous réussi à joindre la caisse" in anybody.text
    anybody.submit("Continuer", expect=200)
    anybody.submit("Continuer", expect=200, suggestion="Rappeler plus vite")
    assert "L’essai est fini" in anybody.text
    assert counts(session) == before


def test_a_trial_asks_nobody_to_call_back(officer: Visitor, number: int) -> None:
    officer.open(f"/essai/{trial.token(number)}")
    assert "Être rappelé" in officer.text
    assert not officer.page.find("a", href=re.compile("rappel"))


def test_a_trial_link_that_was_not_made_here_opens_nothing(visitor: Visitor) -> None:
    visitor.open("/essai/MQ.abc", expect=404)
    assert "Ce lien d’essai" in visitor.text


def test_answers_carried_by_somebody_else_s_hand_are_left_aside(
    officer: Visitor, number: int, app: Any
) -> None:
    officer.open(f"/questionnaires/{number}")
    link = officer.page.find("a", href=re.compile("/essai/"))["href"].partition("/essai/")[2]
    answer = app.test_client().post(
        f"/essai/{link}?page=1", data={"carried": "AAAA", "satisfaction": "good"}
    )
    assert answer.status_code == 200


def test_a_question_is_written_for_the_telephone_and_for_easy_reading(
    officer: Visitor, number: int, session: Session
) -> None:
    officer.open(f"/questionnaires/{number}/questions/effort")
    assert "Est-ce que c’était facile pour vous" in str(officer.page)
    officer.submit(
        "Enregistrer la question",
        spoken="Était-ce facile,  ou difficile ?",
        easy="C’était facile ?\nPensez à la caisse.",
        easy_choices="1 | Très facile\n5 | Très difficile",
    )
    draft = session.get_one(Questionnaire, number)
    effort = next(one for one in draft.questions if one.code == "effort")
    assert effort.spoken == "Était-ce facile, ou difficile ?"
    assert effort.easy == {
        "wording": "C’était facile ?",
        "hint": "Pensez à la caisse.",
        "choices": {"1": "Très facile", "5": "Très difficile"},
    }
    session.rollback()


def test_an_easy_answer_without_its_answer_is_refused(officer: Visitor, number: int) -> None:
    officer.open(f"/questionnaires/{number}/questions/effort")
    officer.submit("Enregistrer la question", easy_choices="9 | Facile", expect=422)
    assert "« 9 » n’en est pas une" in officer.text
