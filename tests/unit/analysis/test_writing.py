"""Capitals, forgotten accents and signs: what readers do about the way members write."""

import pytest

from analysis.readers import writing
from analysis.readers.writing import Accents


@pytest.fixture
def accents() -> Accents:
    learnt = Accents()
    learnt.learn(["Le numéro a été égaré", "Mon numéro ou mon dossier", "Où est-ce ? a-t-on reçu"])
    return learnt


@pytest.mark.parametrize("text", ["", "  \n", "…", "👍", "?!", "-", "x", "aaa AAA", "0"])
def test_nothing_is_said_without_two_letters_or_digits(text: str) -> None:
    assert not writing.has_content(text)


@pytest.mark.parametrize("text", ["ok", "10", "👍 merci"])
def test_two_letters_or_digits_say_something(text: str) -> None:
    assert writing.has_content(text)


def test_typographic_and_typed_signs_read_alike() -> None:
    assert writing.plain("L’accueil\u00a0:\n\n  parfait\u202f!") == "L'accueil : parfait !"


def test_accents_in_two_parts_read_as_one_letter() -> None:
    assert writing.plain("de\u0301lai") == "délai"


def test_what_was_masked_is_not_read() -> None:
    assert writing.plain("Appelez M. [nom masqué] au [téléphone masqué].") == "Appelez M. au ."


def test_brackets_of_the_members_own_are_read() -> None:
    assert writing.plain("reçu [sic] hier") == "reçu [sic] hier"


def test_an_endless_text_is_cut() -> None:
    assert len(writing.plain("a " * 1_000_000)) <= writing.LONGEST


def test_a_comment_in_capitals_is_calmed() -> None:
    assert writing.calm("TROP LONG, ÇA SUFFIT") == "Trop long, ça suffit"


@pytest.mark.parametrize("text", ["RAS", "La CARSAT ne répond pas", "J'attends TOUJOURS", ""])
def test_an_acronym_or_one_loud_word_is_left_as_it_is(text: str) -> None:
    assert writing.calm(text) == text


def test_forgotten_accents_are_put_back(accents: Accents) -> None:
    assert accents.restore("Mon Numero egare") == "Mon Numéro égaré"


def test_a_word_that_exists_without_its_accent_stays(accents: Accents) -> None:
    assert accents.restore("ou a dossier") == "ou a dossier"


def test_what_was_learnt_before_is_forgotten(accents: Accents) -> None:
    accents.learn(["délai"])
    assert accents.restore("numero delai") == "numero délai"


def test_a_text_without_accents_reads_letter_by_letter() -> None:
    assert writing.bare("Été à Noël, cœur") == "Ete a Noel, cœur"
