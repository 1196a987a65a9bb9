"""A person corrects a sentence: it is pinned, the reader learns, and the correction can be undone."""

import pytest
from sqlmodel import select

from analysis.models import Correction
from analysis.themes import correcting
from core.errors import Missing, Refused
from core.models import DoneJob  # noqa: F401
from organisation import journal
from organisation.models import Role
from tests.analysis_builders import make_verbatim
from tests.builders import make_user


@pytest.fixture
def officer(session):
    return make_user(session, Role.QUALITY_OFFICER)


def test_a_corrected_sentence_is_pinned_at_once(session, officer, now):
    sentence = make_verbatim(session, "delai", also=["suivi"], certainty=0.3)
    correcting.correct(session, sentence, "telephone", officer, now)
    session.commit()
    session.refresh(sentence)
    assert sentence.theme == "telephone"
    assert sentence.is_corrected
    assert [r.theme for r in sentence.readings] == ["telephone", "suivi"]
    assert correcting.to_read_again(session) == 0


def test_confirming_a_theme_counts_as_an_agreement(session, officer, now):
    correcting.correct(session, make_verbatim(session, "delai"), "delai", officer, now)
    correcting.correct(session, make_verbatim(session, "delai"), "suivi", officer, now)
    assert correcting.agreement(session) == (1, 2)


def test_an_undone_correction_gives_the_former_theme_back(session, officer, now):
    sentence = make_verbatim(session, "delai")
    correcting.correct(session, sentence, "suivi", officer, now)
    correcting.undo(session, sentence, officer, now)
    session.commit()
    session.refresh(sentence)
    assert (sentence.theme, sentence.is_corrected) == ("delai", False)
    assert correcting.agreement(session) == (0, 0)


def test_a_sentence_never_corrected_has_nothing_to_undo(session, officer, now):
    with pytest.raises(Refused):
        correcting.undo(session, make_verbatim(session), officer, now)


def test_an_unknown_theme_is_refused(session, officer, now):
    with pytest.raises(Missing):
        correcting.correct(session, make_verbatim(session), "météo", officer, now)


def test_two_people_correcting_at_once_both_leave_a_trace_and_the_last_holds(session, officer, now):
    sentence, other = make_verbatim(session), make_user(session, Role.QUALITY_OFFICER)
    correcting.correct(session, sentence, "suivi", officer, now)
    correcting.correct(session, sentence, "telephone", other, now)
    assert sentence.theme == "telephone"
    assert len(session.exec(select(Correction)).all()) == 2


def test_a_word_hidden_by_hand_is_gone_from_the_sentence(session, officer, now):
    sentence = make_verbatim(session, text="Merci à Josiane du standard")
    correcting.hide(session, sentence, 2, officer, now)
    assert sentence.text == "Merci à [mots masqués] du standard"
    assert "Josiane" not in str(
        [e.details for e in journal.about(session, f"verbatim {sentence.id}")]
    )


def test_a_place_outside_the_sentence_hides_nothing(session, officer, now):
    sentence = make_verbatim(session, text="Deux mots")
    with pytest.raises(Missing):
        correcting.hide(session, sentence, 7, officer, now)
