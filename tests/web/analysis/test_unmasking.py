"""A sentence read in clear once, or erased: by the quality officer alone, for a reason, journalled."""

import pytest
from sqlmodel import select

from analysis.models import ThemeReading, Verbatim
from core import secrecy
from organisation.models import JournalEntry, Role
from survey.models import Answer, FreeText
from survey.models.replies import random_key
from tests.analysis_builders import make_verbatim
from tests.builders import make_user

WRITTEN = "Madame Lefèvre du guichet ne rappelle jamais."


@pytest.fixture
def sentence(session) -> str:
    """A masked sentence whose text as written is still kept."""
    verbatim = make_verbatim(session, text="[PERSONNE] du guichet ne rappelle jamais.")
    kept = random_key()
    session.add(
        FreeText(
            id=kept,
            reply_id=verbatim.reply_id,
            question_code="suggestion",
            sealed=secrecy.seal(WRITTEN, f"text {kept}"),
            is_read=True,
        )
    )
    session.commit()
    return verbatim.id


@pytest.fixture
def officer(visitor, session):
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


def deeds(session) -> list[tuple[str, str]]:
    session.rollback()
    return [(one.deed, one.details) for one in session.exec(select(JournalEntry))]


def test_a_sentence_is_read_in_clear_for_a_reason_that_stays_in_the_journal(
    officer, session, sentence
):
    officer.open(f"/sujets/phrases/{sentence}")
    assert "Lefèvre" not in officer.text
    officer.submit("Lire la phrase en clair", expect=200, reason="distress")
    assert WRITTEN in officer.text
    found = dict(deeds(session))
    assert found["unmask_text"] == "une personne semble en danger ou en détresse"
    assert not any("Lefèvre" in said for said in found.values())
    session.rollback()
    officer.open(f"/sujets/phrases/{sentence}")
    assert "Lefèvre" not in officer.text


def test_no_reason_shows_nothing(officer, session, sentence):
    officer.open(f"/sujets/phrases/{sentence}")
    officer.submit("Lire la phrase en clair", expect=422, reason="")
    assert "Dites pourquoi" in officer.text
    assert "Lefèvre" not in officer.text
    assert "unmask_text" not in dict(deeds(session))


def test_a_text_erased_by_time_is_told(officer, session, sentence):
    for one in session.exec(select(FreeText)):
        session.delete(one)
    session.commit()
    officer.open(f"/sujets/phrases/{sentence}")
    officer.submit("Lire la phrase en clair", expect=409, reason="masking")
    assert "il ne reste que la phrase masquée" in officer.text


def test_a_sentence_is_erased_with_the_text_it_came_from_and_the_marks_stay(
    officer, session, sentence
):
    answers = len(session.exec(select(Answer)).all())
    session.rollback()
    officer.open(f"/sujets/phrases/{sentence}")
    officer.submit("Effacer cette phrase", expect=422)
    assert "Cochez la case" in officer.text
    officer.submit("Effacer cette phrase", is_sure="y")
    officer.follow()
    assert "Phrase effacée" in officer.text
    session.rollback()
    for table in (Verbatim, ThemeReading, FreeText):
        assert session.exec(select(table)).all() == []
    assert len(session.exec(select(Answer)).all()) == answers
    assert "erase_text" in dict(deeds(session))


@pytest.mark.parametrize("role", [Role.HEAD, Role.MANAGEMENT])
def test_nobody_else_is_offered_either(visitor, session, sentence, role):
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user)
    for deed in ("en-clair", "effacer"):
        visitor.open("/mon-compte")
        visitor.post(f"/sujets/phrases/{sentence}/{deed}", expect=403, reason="masking")
