"""The answer to a right of access, as the quality officer makes it."""

import io

import pypdf
import pytest

from organisation.models import Role
from tests.builders import make_user
from tests.survey_builders import make_event


@pytest.fixture
def officer(visitor, session):
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


def test_the_officer_types_a_number_and_reads_all_that_is_kept(officer, session):
    event = make_event(session, last_name="Lefèvre")
    session.commit()
    officer.open("/conservation")
    officer.open("/conservation/personne/")
    officer.submit("Montrer", member_number=event.member_number, expect=200)
    assert "Lefèvre" in officer.text
    assert "personne, à la caisse ou ailleurs, ne peut dire laquelle" in officer.text
    assert event.member_number not in officer.path


def test_an_unknown_number_gives_the_same_page_with_nothing_on_it(officer):
    officer.open("/conservation/personne/")
    officer.submit("Montrer", member_number="9999999", expect=200)
    titles = [title.get_text() for title in officer.page.find_all("h2")]
    assert titles[0] == "Événements"
    assert titles[-1] == "Remettre à la personne"
    assert officer.text.count("Rien n’est gardé ici sous ce numéro") == 8


def test_the_same_is_handed_over_as_a_table_and_as_a_document(officer, session):
    event = make_event(session, last_name="=Lefèvre")
    session.commit()
    officer.open("/conservation/personne/")
    officer.submit("Montrer", member_number=event.member_number, expect=200)
    officer.submit("CSV", expect=200)
    body = officer.response.get_data(as_text=True)
    assert ";'=Lefèvre;" in body
    assert event.member_number not in officer.response.headers["Content-Disposition"]
    officer.submit("PDF", expect=200)
    pages = pypdf.PdfReader(io.BytesIO(officer.response.data)).pages
    assert "=Lefèvre" in "".join(page.extract_text() for page in pages)
    officer.submit("Word", expect=200)
    assert officer.response.data[:2] == b"PK"


def test_without_a_number_the_officer_is_told_what_to_type(officer):
    officer.open("/conservation/personne/")
    officer.submit("Montrer", member_number="", expect=422)
    assert "Indiquez le numéro d’adhérent." in officer.text


def test_a_format_that_does_not_exist_is_refused(officer):
    officer.open("/conservation/personne/")
    officer.post("/conservation/personne/fichier", member_number="1", format="exe", expect=409)
