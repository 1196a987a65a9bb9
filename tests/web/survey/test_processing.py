"""The register of processing on screen and as files."""

import io

import pypdf
import pytest

from organisation.models import Role
from tests.builders import make_user


@pytest.fixture
def officer(visitor, session):
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


def test_the_register_is_read_on_a_page(officer):
    officer.open("/conservation")
    officer.open("/conservation/registre/")
    for words in ("article 6-1-e du RGPD", "numéro d’adhérent", "90 jours", "Délégué à la protection des données", "iban"):  # fmt: skip
        assert words in officer.text


def test_the_register_is_taken_away_as_a_table_and_as_a_document(officer):
    officer.open("/conservation/registre/registre.csv")
    assert "Base légale" in officer.response.get_data(as_text=True)
    officer.open("/conservation/registre/registre.pdf")
    pages = pypdf.PdfReader(io.BytesIO(officer.response.data)).pages
    assert "Registre des traitements" in pages[0].extract_text()
    officer.open("/conservation/registre/registre.exe", expect=404)
