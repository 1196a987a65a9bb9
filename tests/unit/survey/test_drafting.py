"""A questionnaire being written, and what forbids or advises before it is published."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from core.errors import Refused
from organisation.models import Role, User
from survey.answering import paging
from survey.models import EventKind, Question, Questionnaire, QuestionnaireStatus
from survey.questionnaires import changes as questionnaire_changes
from survey.questionnaires import checks as questionnaire_checks
from survey.questionnaires import clear_language, drafting, questionnaires
from survey.questionnaires.drafting import Line
from survey.questionnaires.forms import read_choices, slug
from tests.builders import make_charter, make_user

YES_NO = [["yes", "Oui"], ["no", "Non"]]


@pytest.fixture
def officer(session: Session, now: Any) -> User:
    make_charter(session, now)
    questionnaires.load_starting(session, now, None)
    return make_user(session, Role.QUALITY_OFFICER)


@pytest.fixture
def draft(session: Session, officer: User, now: Any) -> Questionnaire:
    return drafting.begin(session, EventKind.AFFILIATION, officer, now)


def codes(draft: Questionnaire) -> list[str]:
    return [question.code for question in questionnaire_checks.in_order(draft)]


def question(draft: Questionnaire, code: str) -> Question:
    return next(one for one in draft.questions if one.code == code)


def sentences(faults: list[questionnaire_checks.Fault]) -> str:
    return " ".join(fault.sentence for fault in faults)


def test_a_draft_begins_equal_to_the_version_in_force_and_may_be_published_as_it_is(
    session: Session, draft: Questionnaire
) -> None:
    before = questionnaire_changes.before(session, draft)
    assert before is questionnaires.in_force(session, EventKind.AFFILIATION)
    assert questionnaire_changes.changes(before, draft) == []
    assert questionnaire_checks.blocking(draft) == []


def test_there_is_one_draft_for_each_moment_of_life(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    with pytest.raises(Refused, match="déjà en préparation"):
        drafting.begin(session, EventKind.AFFILIATION, officer, now)
    assert drafting.begin(session, EventKind.RETIREMENT, officer, now).version == 2


def test_what_is_published_never_changes(session: Session, officer: User, now: Any) -> None:
    published = questionnaires.in_force(session, EventKind.AFFILIATION)
    with pytest.raises(Refused, match="ne change plus"):
        drafting.add(session, published, "x", Line("free_text", "X ?"), officer, now)
    with pytest.raises(Refused, match="ne change plus"):
        drafting.remove(session, published.questions[0], officer, now)


def test_a_question_is_added_at_the_end_of_its_page_and_told_as_a_change(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    line = Line("single_choice", "L’accueil était-il aimable ?", page=1, choices=YES_NO)
    drafting.add(session, draft, "kind_welcome", line, officer, now)
    assert codes(draft)[:3] == ["satisfaction", "comprehension", "kind_welcome"]
    (change,) = questionnaire_changes.changes(questionnaire_changes.before(session, draft), draft)
    assert (change.code, change.words) == ("kind_welcome", "ajoutée")


def test_a_code_is_given_once_and_keeps_its_kind(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    with pytest.raises(Refused, match="déjà pris"):
        drafting.add(session, draft, "effort", Line("free_text", "X ?"), officer, now)
    drafting.remove(session, question(draft, "effort"), officer, now)
    with pytest.raises(Refused, match="autre type"):
        drafting.add(session, draft, "effort", Line("free_text", "X ?"), officer, now)


def test_a_question_moves_within_its_page_then_to_the_page_beside(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    second = question(draft, "comprehension")
    drafting.move(session, second, True, officer, now)
    assert codes(draft)[:2] == ["comprehension", "satisfaction"]
    first_of_two = question(draft, "contact_tried")
    drafting.move(session, first_of_two, True, officer, now)
    assert first_of_two.page == 1
    assert codes(draft)[:3] == ["comprehension", "satisfaction", "contact_tried"]


def test_the_first_question_does_not_go_higher(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    with pytest.raises(Refused, match="au bout"):
        drafting.move(session, question(draft, "satisfaction"), True, officer, now)


def test_a_question_another_depends_on_stays(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    with pytest.raises(Refused, match="n’est posée que selon celle-ci"):
        drafting.remove(session, question(draft, "contact_tried"), officer, now)
    assert "contact_tried" in codes(draft)


def test_two_people_never_overwrite_each_other(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    one = question(draft, "effort")
    seen = drafting.version(one)
    line = Line("scale", "Avez-vous trouvé cela simple ?", page=2, choices=one.choices)
    drafting.rewrite(session, one, line, seen, officer, now)
    with pytest.raises(Refused, match="pendant que vous l’écriviez"):
        drafting.rewrite(session, one, line, seen, officer, now)


def test_a_title_is_never_overwritten_unseen(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    seen = drafting.mark(draft.title)
    drafting.entitle(session, draft, "Votre avis compte", seen, officer, now)
    with pytest.raises(Refused, match="« Votre avis compte »"):
        drafting.entitle(session, draft, "Un autre titre", seen, officer, now)
    assert draft.title == "Votre avis compte"


def test_a_questionnaire_does_not_grow_without_end(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    for number in range(drafting.MOST_QUESTIONS - len(draft.questions)):
        drafting.add(session, draft, f"q_{number}", Line("free_text", "X ?"), officer, now)
    with pytest.raises(Refused, match="retirez-en une"):
        drafting.add(session, draft, "one_more", Line("free_text", "X ?"), officer, now)
    assert "8 posées à tous au plus" in sentences(questionnaire_checks.blocking(draft))


def test_a_ninth_question_to_everybody_forbids_to_publish(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    drafting.add(session, draft, "ninth", Line("free_text", "X ?", page=4), officer, now)
    with pytest.raises(Refused, match="8 posées à tous au plus"):
        questionnaires.publish(session, draft, officer, now)
    drafting.remove(session, question(draft, "effort"), officer, now)
    questionnaires.publish(session, draft, officer, now)
    assert draft.status is QuestionnaireStatus.PUBLISHED


def test_nobody_publishes_what_a_check_forbids(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    question(draft, "satisfaction").required = False
    with pytest.raises(Refused, match="Rendez obligatoire la question générale"):
        questionnaires.publish(session, draft, officer, now)
    assert draft.status is QuestionnaireStatus.DRAFT
    assert questionnaires.in_force(session, EventKind.AFFILIATION) is not draft


def test_retired_it_is_asked_no_longer(session: Session, officer: User, now: Any) -> None:
    published = questionnaires.in_force(session, EventKind.AFFILIATION)
    drafting.retire(session, published, officer, now)
    with pytest.raises(Refused, match="Aucun questionnaire"):
        questionnaires.in_force(session, EventKind.AFFILIATION)
    assert published.status is QuestionnaireStatus.RETIRED


def test_a_draft_given_up_leaves_nothing(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    drafting.discard(session, draft, officer, now)
    assert drafting.draft_of(session, EventKind.AFFILIATION) is None


# ---------------------------------------------------------------- conditions


def test_a_question_asked_to_some_appears_with_the_answer_it_waits_for(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    when = {"code": "acknowledged", "values": ["no"]}
    line = Line("free_text", "Combien de temps avez-vous attendu ?", page=4, asked_when=when)
    drafting.add(session, draft, "waited", line, officer, now)
    assert questionnaire_checks.blocking(draft) == []

    def asked(answer: str) -> list[str]:
        return [one.code for one in paging.asked_of(draft, {"acknowledged": answer})]

    assert "waited" in asked("no")
    assert "waited" not in asked("yes")
    kept = paging.pruned(draft, {"acknowledged": "yes", "waited": "Un mois"})
    assert "waited" not in kept
    assert "Si vous avez répondu « Non »" in paging.condition(draft, question(draft, "waited"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line("scale", "X ?", choices=[["7", "Sept"], ["8", "Huit"]]), "de 1 à 5"),
        (Line("single_choice", "X ?"), "au moins deux réponses"),
        (Line("single_choice", "X ?", choices=[["a", "A"], ["a", "B"]]), "valeur différente"),
        (Line("per_option", "X ?", choices=YES_NO), "Dites pour quelles réponses"),
        (
            Line("free_text", "X ?", asked_when={"code": "effort", "values": ["1"]}),
            "ne vient pas avant elle",
        ),
        (
            Line("free_text", "X ?", page=9, asked_when={"code": "effort", "values": ["9"]}),
            "n’existe plus",
        ),
        (
            Line("free_text", "X ?", page=9, required=True, asked_when={"code": "effort", "values": ["1"]}),
            "ne peut être obligatoire",
        ),
        (
            Line("per_option", "X ?", page=9, choices=YES_NO, asked_when={"code": "effort", "values": ["1"]}),
            "à plusieurs réponses",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_forbids_to_publish(
    session: Session, draft: Questionnaire, officer: User, now: Any, line: Line, said: str
) -> None:
    drafting.add(session, draft, "wrong", line, officer, now)
    assert said in sentences(questionnaire_checks.blocking(draft))


def test_an_unknown_promise_and_hard_words_are_advised_against(
    session: Session, draft: Questionnaire, officer: User, now: Any
) -> None:
    line = Line("free_text", "Nos agents ont-ils été clairs ?", page=4, commitment_code="ZZZ-01")
    drafting.add(session, draft, "agents", line, officer, now)
    told = sentences(questionnaire_checks.advised(draft, ["DEL-01"]))
    assert "nos collaborateurs" in told
    assert "ZZZ-01 n’est pas dans la charte" in told


# ---------------------------------------------------------------- the gauge


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Avez-vous reçu votre notification ?", ["notification"]),
        ("La CNAVPL a-t-elle répondu ?", ["CNAVPL"]),
        ("La caisse des libéraux (CNAVPL) a-t-elle répondu ?", []),
        ("Nos agents ont-ils répondu ?", ["agents"]),
        ("Les agents généraux sont-ils satisfaits ?", []),
        ("Merci !", ["!"]),
        ("Vous ne pouvez pas partir sans pièce.", ["ne pouvez pas partir sans"]),
        ("VOTRE AVIS COMPTE", ["VOTRE AVIS COMPTE"]),
        ("", []),
    ],
)
def test_the_gauge_finds_what_is_hard_to_read(text: str, words: list[str]) -> None:
    assert [remark.words for remark in clear_language.remarks(text)] == words


@given(st.integers(1, 60))
def test_a_sentence_is_too_long_from_twenty_one_words(number: int) -> None:
    found = clear_language.remarks(" ".join(["mot"] * number) + ".")
    assert bool(found) == (number > clear_language.LONGEST_SENTENCE)


@given(st.text(max_size=300))
def test_whatever_is_typed_the_gauge_answers_in_sentences(text: str) -> None:
    assert all(remark.advice.endswith(".") for remark in clear_language.remarks(text))


def test_the_starting_questionnaires_are_clear(session: Session, officer: User) -> None:
    for kind in EventKind:
        for one in questionnaires.in_force(session, kind).questions:
            assert clear_language.remarks(one.wording) == []


# ---------------------------------------------------------------- what is typed


def test_choices_are_read_line_by_line_with_or_without_value() -> None:
    typed = "5 | Très clair\n\nPas clair du tout\nna | Je ne sais pas\n| Vide"
    assert read_choices(typed) == [
        ["5", "Très clair"],
        ["pas_clair_du_tout", "Pas clair du tout"],
        ["na", "Je ne sais pas"],
        ["vide", "Vide"],
    ]


@given(st.text(max_size=80))
def test_a_code_made_of_words_is_always_a_code(words: str) -> None:
    made = slug(words)
    assert made[0].isalpha()
    assert made.replace("_", "").isalnum()
    assert made.isascii()
