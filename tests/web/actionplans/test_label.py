"""The page of the label’s dossier, and the archive in one press."""

import io
import zipfile

import pytest
from sqlmodel import select

from organisation.models import JournalEntry, Role
from tests.assessment_builders import make_round
from tests.builders import make_user
from tests.pages import Visitor


@pytest.fixture
def made(session, now):
    made = make_round(session, now)
    session.commit()
    return made


def test_the_officer_reads_what_lacks_and_takes_the_archive_in_one_press(session, visitor, made):
    visitor.sign_in(made.officer)
    page = visitor.open("/label/")
    states = {row.find("td").contents[0].get_text(): row.find_all("td")[1].get_text() for row in page.tbody.find_all("tr")}  # fmt: skip
    assert states["La charte de service"] == "prête"
    assert states["La déclaration d’accessibilité"] == "manque"
    assert "faites partir une première enquête" in visitor.text
    visitor.submit("Télécharger le dossier", expect=200)
    assert visitor.response.headers["Content-Disposition"].endswith('dossier-label-2027-03-15.zip"')
    held = zipfile.ZipFile(io.BytesIO(visitor.response.data))
    assert held.testzip() is None
    assert "1-charte/charte.docx" in held.namelist()
    session.expire_all()
    deeds = session.exec(select(JournalEntry.deed).order_by(JournalEntry.id)).all()
    assert deeds[-1] == "make_label_dossier"


def test_management_may_and_the_others_may_not(session, app, made):
    Visitor(app).sign_in(made.management).open("/label/")
    reader = make_user(session, Role.READER)
    session.commit()
    for person in (made.head, reader):
        Visitor(app).sign_in(person).open("/label/", expect=403)
