"""Phrases that are the name of a thing: what grammar lets in, what it leaves out."""

import pytest

from analysis.masking import tagging
from analysis.topics.phrases import phrases


def forms(text):
    (words,) = tagging.tagged([text])
    return [one.form for one in phrases(words)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("La musique d'attente est longue.", "musique d'attente"),
        ("On m'a demandé un extrait d'acte de naissance.", "extrait d'acte de naissance"),
        ("Il y a une réponse tardive.", "réponse tardive"),
        ("Le dépôt des documents ne marche pas.", "dépôt des documents"),
    ],
)
def test_a_thing_with_its_quality_or_another_thing_is_a_phrase(text, found):
    assert found in forms(text)


def test_a_sentence_is_no_phrase():
    assert forms("L'attente est longue.") == ["attente"]


def test_no_phrase_ends_on_what_joins():
    joining = ("de", "d'", "des", "du", "à", "au", "la", "le", "les")
    for form in forms("Le délai de la réponse du service au courrier de la caisse est long."):
        assert not form.endswith(tuple(f" {word}" for word in joining))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le solde de mes cotisations est faux.", "solde des cotisations"),
        ("Le suivi de ma pension est nul.", "suivi de la pension"),
        ("Le calcul de mon dossier est faux.", "calcul du dossier"),
        ("Le suivi de mon affiliation est nul.", "suivi de l'affiliation"),
    ],
)
def test_whose_it_is_goes_out_of_a_phrase(text, found):
    assert found in forms(text)


def test_a_forgotten_apostrophe_is_put_back():
    assert "barre d'avancement" in forms("Il faut une barre d avancement.")


def test_words_are_given_with_what_separates_them():
    (words,) = tagging.tagged(["L'attente, longue."])
    assert "".join(word.text + word.space for word in words) == "L'attente, longue."
