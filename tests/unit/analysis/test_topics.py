"""Topics inside a theme: comments put together, named, and found again at the next run."""

from itertools import combinations

import numpy as np
import pytest

from analysis.topics import Group, group, match, naming
from analysis.topics.groups import FEWEST, MOST, MOST_TOPICS, Vectors

SUBJECTS = {
    "La musique d’attente est insupportable": 0,
    "Le mot de passe est refusé": 1,
    "Un acte de naissance de trop": 2,
}


def comments(each: int, seed: int = 0, spread: float = 0.05) -> tuple[list[str], Vectors]:
    """Comments on three subjects, `each` of them, with vectors around three far directions."""
    chance = np.random.default_rng(seed)
    centres = np.random.default_rng(99).normal(size=(len(SUBJECTS), 40))
    texts = [f"{text}, ligne {n}" for text in SUBJECTS for n in range(each)]
    vectors = np.repeat(centres, each, axis=0) + chance.normal(size=(len(texts), 40)) * spread
    return texts, vectors.astype(np.float32)


def subject(texts: list[str], found: Group) -> set[str]:
    return {texts[row].split(",")[0] for row in found.members}


def test_comments_on_one_subject_come_together() -> None:
    texts, vectors = comments(each=20)
    found = group(texts, vectors, seed=0)
    assert len(found) == 3
    assert all(len(subject(texts, one)) == 1 for one in found)


def test_every_comment_is_in_one_topic() -> None:
    texts, vectors = comments(each=40, spread=1.0)
    members = [row for one in group(texts, vectors, seed=0) for row in one.members]
    assert sorted(members) == list(range(len(texts)))


@pytest.mark.parametrize("each", [6, 20, 60, 150])
def test_topics_are_of_a_size_to_be_read(each: int) -> None:
    texts, vectors = comments(each, spread=2.0)
    found = group(texts, vectors, seed=0)
    sizes = [len(one.members) for one in found]
    assert min(sizes) >= FEWEST
    assert len(sizes) <= MOST_TOPICS
    assert sizes == sorted(sizes, reverse=True)
    if len(texts) <= MOST_TOPICS * FEWEST:
        assert max(sizes) <= 2 * MOST


def test_a_few_comments_are_one_topic() -> None:
    texts, vectors = comments(each=4)
    (only,) = group(texts, vectors, seed=0)
    assert len(only.members) == 12


def test_no_comment_makes_no_topic() -> None:
    assert group([], np.zeros((0, 40), np.float32), seed=0) == []


def test_one_comment_is_a_topic_but_does_not_name_it() -> None:
    (only,) = group(["Trop de papier"], np.ones((1, 40), np.float32), seed=0)
    assert (only.name, only.members, only.typical) == ("Remarques diverses", (0,), (0,))


def test_comments_all_alike_are_one_topic() -> None:
    (only,) = group(["Trop long"] * 50, np.ones((50, 40), np.float32), seed=0)
    assert only.typical == (0,)


def test_the_same_run_gives_the_same_topics() -> None:
    texts, vectors = comments(each=40, spread=2.0)
    assert group(texts, vectors, seed=7) == group(texts, vectors, seed=7)


def test_typical_sentences_are_members_and_differ() -> None:
    texts, vectors = comments(each=20)
    for one in group(texts, vectors, seed=0):
        assert len(one.typical) == 3
        assert set(one.typical) <= set(one.members)
        assert len({texts[row] for row in one.typical}) == 3


def test_topics_are_named_in_the_members_words() -> None:
    texts, vectors = comments(each=20)
    named = {subject(texts, one).pop(): one.name for one in group(texts, vectors, seed=0)}
    assert named == {
        "La musique d’attente est insupportable": "Musique d’attente",
        "Le mot de passe est refusé": "Mot de passe",
        "Un acte de naissance de trop": "Acte de naissance",
    }


def test_the_next_run_finds_the_topics_again() -> None:
    texts, vectors = comments(each=20)
    before = group(texts, vectors, seed=0)
    later_texts, later_vectors = comments(each=17, seed=5)
    after = group(later_texts, later_vectors, seed=1)
    for place, earlier in enumerate(match(before, after)):
        assert earlier is not None
        assert subject(texts, before[earlier]) == subject(later_texts, after[place])


def test_a_subject_nobody_spoke_of_before_is_new() -> None:
    texts, vectors = comments(each=20)
    before = group(texts[:40], vectors[:40], seed=0)
    after = group(texts, vectors, seed=0)
    continued = match(before, after)
    assert sorted(place for place in continued if place is not None) == [0, 1]
    assert subject(texts, after[continued.index(None)]) == {"Un acte de naissance de trop"}


def test_a_topic_is_continued_by_one_topic_at_most() -> None:
    texts, vectors = comments(each=60, spread=2.0)
    before, after = group(texts, vectors, seed=0), group(texts, vectors, seed=3)
    places = [place for place in match(before, after) if place is not None]
    assert all(one != other for one, other in combinations(places, 2))


def test_there_is_nothing_to_match_in_a_first_run() -> None:
    texts, vectors = comments(each=20)
    found = group(texts, vectors, seed=0)
    assert match([], found) == [None] * 3
    assert match(found, []) == []
    assert match(found[:1], found[1:2]) == [0]


def test_a_phrase_never_runs_over_a_comma() -> None:
    (name,) = naming.names([["Un mot, le passage"] * 5])
    assert name == "Passage"


def test_a_plural_and_a_capital_are_the_same_word() -> None:
    (name,) = naming.names([["Les Appels perdus", "mes appels", "un appel"]])
    assert name == "Appels"


def test_a_phrase_holds_no_verb_between_its_words() -> None:
    (name,) = naming.names([["L'attente est insupportable"] * 5])
    assert name == "Attente"


def test_a_verb_does_not_name_a_topic() -> None:
    (name,) = naming.names([["Envoyer ce papier", "rappeler ce papier", "envoyer un papier"] * 3])
    assert name == "Papier"


def test_what_one_person_alone_says_names_nothing() -> None:
    (name,) = naming.names([["Le perroquet du guichet", "La longueur", "Des papiers"]])
    assert name == "Remarques diverses"


def test_two_topics_that_share_nothing_are_told_apart() -> None:
    assert naming.names([["Le perroquet"], ["La longueur"]]) == [
        "Remarques diverses",
        "Remarques diverses (2)",
    ]


def test_a_mask_never_names_a_topic() -> None:
    texts = ["Le [nom masqué] du [téléphone masqué], la lettre", "Un [nom masqué] et la lettre"] * 4
    (name,) = naming.names([texts])
    assert name == "Lettre"


def test_a_word_is_told_in_full_when_several_members_do() -> None:
    texts = ["Un code perdu", "Le code", "Mon code d'accès refusé", "Un code d'accès", "Ce code"]
    (name,) = naming.names([texts])
    assert name == "Code d’accès"


def test_what_one_does_does_not_name_a_topic() -> None:
    (name,) = naming.names(
        [["On me dit de l'envoyer par le courrier", "Le courrier, l'envoyer"] * 3]
    )
    assert name == "Courrier"


def test_two_topics_have_two_names() -> None:
    first, second = naming.names([["Le téléphone sonne"] * 5, ["Le téléphone coupe, la ligne"] * 5])
    assert first != second


def test_of_two_phrases_as_telling_the_one_near_what_the_topic_means_names_it() -> None:
    texts = ["Le perroquet du guichet, la musique d'attente"] * 4
    near = {"musique d'attente": 0, "perroquet du guichet": 1}

    def vectors(forms: list[str]) -> Vectors:
        return np.array([np.eye(3)[near.get(form, 2)] for form in forms], np.float32)

    for axis, expected in ((0, "Musique d’attente"), (1, "Perroquet du guichet")):
        (name,) = naming.names([texts], (), naming.Meaning([np.eye(3)[axis]], vectors))
        assert name == expected


def test_a_topic_that_no_phrase_is_near_has_no_words_of_its_own() -> None:
    meaning = naming.Meaning(
        [np.array([1.0, 0.0])], lambda forms: np.array([[0.0, 1.0]] * len(forms))
    )
    assert naming.names([["La musique d'attente"] * 4], (), meaning) == ["Remarques diverses"]


def test_a_long_phrase_that_one_member_says_names_nothing() -> None:
    texts = ["Le compte des sinistres de l'agence", "Mon compte", "Les sinistres", "Une agence"]
    (name,) = naming.names([texts])
    assert "sinistres de l’agence" not in name


def test_the_usual_spelling_of_a_phrase_is_kept() -> None:
    texts = [
        "Le nombre de trimestre",
        "Le nombre de trimestres",
        "Mes trimestres",
        "Vos trimestres",
    ]
    assert naming.names([texts]) == ["Nombre de trimestres"]


def test_a_proper_name_keeps_its_capital_and_a_thing_has_none() -> None:
    for texts, expected in (
        (["Le site FranceConnect", "Avec FranceConnect", "Par FranceConnect"], "FranceConnect"),
        (["Le lien est mort. Lien perdu", "Un Lien", "Ce lien"], "Lien"),
    ):
        assert naming.names([texts]) == [expected]


def test_a_vague_word_gives_way_to_a_phrase_even_said_less() -> None:
    texts = ["Mon dossier", "Le dossier", "Un dossier perdu", "L'avancement du dossier"] * 2
    (name,) = naming.names([[*texts, "Ce dossier", "Son avancement"]])
    assert name == "Avancement du dossier"


def test_a_name_goes_to_the_topic_it_fits_best() -> None:
    music = ["La musique d'attente", "Cette musique d'attente est longue", "Une musique d'attente"]
    code = ["Le code d'accès", "Un code d'accès refusé", "Mon code d'accès et la musique d'attente"]
    assert naming.names([code, music]) == ["Code d’accès", "Musique d’attente"]
