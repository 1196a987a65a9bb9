"""Each mask alone, without the language model: what it sees and what it leaves."""

import pytest

from analysis.masks import MASKS
from analysis.masks.base import Passage, Span
from analysis.masks.lexicon import is_common, is_first_name, is_nobody, lines
from analysis.masks.plain import plain

SEEN = [
    ("phone", "Appelez le 06 12 34 56 78 demain.", "06 12 34 56 78"),
    ("phone", "mon tel 0612345678", "0612345678"),
    ("phone", "depuis la Martinique : 0596 50 12 34", "0596 50 12 34"),
    ("phone", "0033 6 12 34 56 78", "0033 6 12 34 56 78"),
    ("phone", "mobile belge +32 475 12 34 56.", "+32 475 12 34 56"),
    ("phone", "zéro six douze trente-quatre cinquante-six soixante-dix-huit", None),
    ("email", "Écrire à paul.durand@orange.fr.", "paul.durand@orange.fr"),
    ("email", "prenom.nom (at) orange.fr", "prenom.nom (at) orange.fr"),
    ("email", "jean petit : jpetit arobase free.fr", "jpetit arobase free.fr"),
    ("nir", "NIR 1 58 2A 004 123 45 refusé", "1 58 2A 004 123 45"),
    ("nir", "sécu 158027511604 incomplet", "158027511604"),
    ("iban", "iban fr76 1027 8060 4100 0204 5674 017 svp", "fr76 1027 8060 4100 0204 5674 017"),
    ("iban", "BE68 5390 0754 7034 refusé", "BE68 5390 0754 7034"),
    ("iban", "RIB 30004 00003 12345678901 43", "30004 00003 12345678901 43"),
    ("date_of_birth", "née à Tulle le 3 juin 1963", "3 juin 1963"),
    ("date_of_birth", "ne le 12/03/1961", "12/03/1961"),
    ("date_of_birth", "date de naissance : 1959-08-17", "1959-08-17"),
    ("address", "au 12 bis rue des Lilas, 69003 Lyon depuis", "12 bis rue des Lilas, 69003 Lyon"),
    (
        "address",
        "jhabite 15 rue victor hugo 31000 toulouse et",
        "15 rue victor hugo 31000 toulouse",
    ),
    ("address", "lieu-dit Kerbihan, 29200 Brest.", "lieu-dit Kerbihan, 29200 Brest"),
    ("address", "Villa Mimosa, 8 montée des Oliviers, 83400 Hyères", None),
    ("file_number", "dossier n° 2024-AB-1234 perdu", "2024-AB-1234"),
    ("file_number", "adhérent 77120-B.", "77120-B"),
    ("file_number", "lettre recommandée n° 1A 000 111 2222 3 a été", "1A 000 111 2222 3"),
    ("file_number", "mon ORIAS 07 012 345", "07 012 345"),
    ("person", "Mme Lefèvre est absente", "Lefèvre"),
    ("person", "mme durand a ete gentille", "durand"),
    ("person", "je m'appelle paul durand et", "paul durand"),
    ("person", "M. J.-P. Martin rappelle", "J.-P. Martin"),
    ("person", "Hubert de La Tour vous écrit", "Hubert de La Tour"),
    ("person", "Mme d'Ormesson répond", "d'Ormesson"),
    ("person", "MME DA COSTA A TOUT REGLE", "DA COSTA"),
    ("person", "cordialement, jean petit", "jean petit"),
    ("person", "Pierre m'a rappelé", "Pierre"),
    ("person", "DUPONT Jean, sans nouvelles", "DUPONT Jean"),
    ("person", "merci à nadia boukhris pour tout", "nadia boukhris"),
    ("person", "Mme Le Floc’h m'a rappelé", "Le Floc’h"),
    ("person", "merci à Lalla Zineb Amrani", "Lalla Zineb Amrani"),
    ("person", "c'est pour violette ma cousine", "violette"),
    ("person", "je m'appelle marius cordier et j'attends", "marius cordier"),
    ("person", "merci à Julien Nantais pour son aide", "Julien Nantais"),
    ("address", "j'habite trente rue du bac 75007 Paris", "trente rue du bac 75007 Paris"),
    ("file_number", "Le dossier n ° 8 8 1 2 0 3 reçu", "8 8 1 2 0 3"),
    ("file_number", "Réf : 00731144Objet : pension", "00731144"),
    ("nir", "N° sécu2520675112034 51", "2520675112034 51"),
]
LEFT = [
    ("person", "c'est pour marier ma fille"),
    ("person", "l'accent marseillais de la dame"),
    ("address", "j'habite à deux rues de la gare"),
    ("file_number", "page n ° 3 sur 12"),
    ("phone", "le 3646 puis le 0 800 123 456"),
    ("phone", "reçu 1 234 567,89 € le 12/03/2024"),
    ("email", "contact@cavamac.fr ne répond pas"),
    ("email", "voir www.cavamac.fr"),
    ("nir", "12 450 points et 168 trimestres"),
    ("iban", "L'IBAN enregistré est l'ancien."),
    ("date_of_birth", "on ne le voit pas avant le 12 mars 2024"),
    ("date_of_birth", "les assurés nés le 1er septembre 1961 ou après"),
    ("address", "Changer mon adresse mail est impossible"),
    ("address", "Dossier ouvert en 2019, clos en 2024"),
    ("address", "J'habite à Lyon, votre bureau est à Paris"),
    ("file_number", "cerfa n° 12345*02, article L. 351-1, loi n° 2023-270"),
    ("file_number", "le dossier 2024 est clos, 1 234 € payés"),
    ("file_number", "touche 3, étape n° 4, courrier n° 2"),
    ("person", "Rose était la couleur de l'enveloppe"),
    ("person", "Juste un peu long. Constant dans la qualité. Prudence !"),
    ("person", "La Cavamac et FranceConnect, la loi Madelin, la carte Vitale"),
    ("person", "Kafka, Godot et sœur Anne ; la toile de Pénélope"),
    ("person", "un monsieur charmant, une dame adorable"),
    ("person", "Monsieur le Directeur, Madame, Monsieur"),
    ("person", "de Noël à la Toussaint, jusqu'à la Saint-Jean"),
    ("person", "Claude Monet aurait peint plus vite"),
    ("person", "rue Paul Bert, lycée Jules Ferry"),
    ("person", "Grâce à vous, tout va bien"),
    ("person", "SITE EN PANNE TOUT LE TEMPS"),
]


def seen(kind: str, text: str) -> list[str]:
    passage = Passage(text)
    return [text[find.start : find.end] for find in MASKS[kind].find(passage) if find.sure]


@pytest.mark.parametrize(("kind", "text", "expected"), SEEN, ids=[text for _, text, _ in SEEN])
def test_personal_data_are_seen_from_end_to_end(kind: str, text: str, expected: str | None) -> None:
    assert (expected or text) in seen(kind, text)


@pytest.mark.parametrize(("kind", "text"), LEFT, ids=[text for _, text in LEFT])
def test_what_is_nobodys_is_left(kind: str, text: str) -> None:
    assert seen(kind, text) == []


@pytest.mark.parametrize("kind", MASKS)
def test_every_mask_is_at_ease_with_nothing(kind: str) -> None:
    assert MASKS[kind].kind == kind
    assert list(MASKS[kind].find(Passage(""))) == []


def test_what_is_found_is_crossed_out_for_the_next_masks() -> None:
    passage = Passage("Mme Durand").without([Span("person", 4, 10)])
    assert passage.text == "Mme ▮▮▮▮▮▮"


@pytest.mark.parametrize(
    "text", ["Élodie œuvre à Łódź", "d’Ormesson « ici »", "İstanbul ß ﬁ №", "e\u0301"]
)
def test_plain_text_keeps_its_length(text: str) -> None:
    assert len(plain(text)) == len(text) == len(plain(text).lower())


def test_the_lists_know_what_is_a_name_and_what_is_a_word() -> None:
    assert is_first_name("marie-claude")
    assert not is_first_name("rendez-vous")
    assert is_common("cotisations")
    assert is_common("proposeriez")
    assert is_nobody("cavamac")
    assert is_nobody("saint-sylvestre")


@pytest.mark.parametrize(
    "name",
    [
        "first_names.txt",
        "last_names.txt",
        "common_words.txt",
        "cities.txt",
        "figures.txt",
        "things.txt",
    ],
)
def test_no_list_repeats_itself(name: str) -> None:
    entries = lines(name)
    assert len(entries) == len(set(entries))
