"""The dossier for the label: what it holds, what it lacks, and what never leaves with it."""

import io
import zipfile
from datetime import date, timedelta
from hashlib import sha256

import pytest

from actionplans.assessments import admitting
from actionplans.bilans import bilans
from actionplans.label import archive, names, pieces
from actionplans.tracing import publishing, whole_chains
from core.documents import Bullets, Column, Document, Paragraph, Table
from core.errors import Refused
from organisation import journal
from organisation.models import Role
from tests.action_builders import Fund, make_closed_action, make_replies, make_voices
from tests.assessment_builders import make_evidence, validated
from tests.builders import make_department, make_user


@pytest.fixture
def made(session, now):
    """A fund that has something for most pieces."""
    made = validated(session, now)
    other = make_department(session, "Recouvrement")
    owner = make_user(session, department=made.department, name="Inès Roy")
    stranger = make_user(session, Role.HEAD, other, name="Luc Fabre")
    fund = Fund(made.department, other, owner, made.head, made.officer, made.management, stranger)
    make_voices(session, "telephone", 12)
    action = make_closed_action(session, fund, now - timedelta(days=120))
    one = whole_chains.candidate(session, "action", action.id, now.date())
    words = whole_chains.Words(
        "Vous attendiez trop.", "Nous rappelons.", "C’est fait par Inès Roy."
    )
    change = publishing.prepare(session, one, words, made.officer, now)
    publishing.publish(session, change, words, made.management, now)
    return made


def gathered(session, settings, made, now):
    return archive.gathered(session, settings, made.officer, now, now.date())


def zipped(dossier):
    return zipfile.ZipFile(io.BytesIO(b"".join(archive.archive(dossier))))


def words_of(document):
    """Every text of a document."""
    for part in document.parts:
        if isinstance(part, Table):
            yield from (cell for row in part.said for cell in row)
        elif isinstance(part, Bullets):
            yield from part.lines
        else:
            yield getattr(part, "text", "")


def lacking(session, settings, now):
    return {one.title for one in pieces.pieces(session, now.date(), settings) if one.lacks}


def test_an_empty_fund_is_told_all_that_it_lacks_and_still_gets_its_index(session, settings, now):
    officer = make_user(session, Role.QUALITY_OFFICER)
    assert "La charte de service" in lacking(session, settings, now)
    held = zipped(archive.gathered(session, settings, officer, now, now.date())).namelist()
    assert {"0-index.pdf", "0-index.docx", "SHA256SUMS.txt"} <= set(held)


def test_what_is_signed_is_held_and_what_is_not_is_asked_for(session, settings, now, made):
    assert "Les bilans des services" in lacking(session, settings, now)
    bilans.sign(session, made.assessment, "", settings, made.management, now, now.date())
    dossier = gathered(session, settings, made, now)
    year, number = made.campaign.year, made.department.id
    assert f"3-bilans/service-{year}-{number}.pdf" in {one.path for one in dossier.documents}
    [still] = [one for one in dossier.found if one.title == "Les bilans des services"]
    assert "Qualité" in still.lacks  # the other department's is not signed


def test_the_same_day_the_dossier_is_the_same_to_the_byte(session, settings, now, made):
    first = b"".join(archive.archive(gathered(session, settings, made, now)))
    again = b"".join(archive.archive(gathered(session, settings, made, now)))
    assert first == again


def test_the_sums_are_those_of_the_files(session, settings, now, made):
    file = zipped(gathered(session, settings, made, now))
    lines = file.read("SHA256SUMS.txt").decode().splitlines()
    assert len(lines) == len(file.namelist()) - 3
    for line in lines:
        mark, _, path = line.partition("  ")
        assert sha256(file.read(path)).hexdigest() == mark


def test_no_name_of_staff_leaves_with_the_dossier(session, settings, now, made):
    bilans.sign(session, made.assessment, "", settings, made.management, now, now.date())
    rating = made.assessment.ratings[0]
    made.assessment.status = type(made.assessment.status).IN_PROGRESS
    proof = make_evidence(session, rating, made.head, now, title="Relevé de Marc Delaunay")
    admitting.admit(session, proof, made.officer, now)
    said = " ".join(
        word
        for one in gathered(session, settings, made, now).documents
        for word in words_of(one.document)
    )
    assert "C’est fait par (collaborateur)" in said
    assert "Relevé de (responsable de service)" in said
    for person in ("Inès Roy", "Marc Delaunay", "Claire Fontanel", "Jeanne Rivière"):
        assert person not in said


def test_a_short_name_is_not_taken_out_of_the_middle_of_words():
    document = Document(
        "Lille", (Paragraph("Li a vu Lille."), Table("T", (Column("Li"),), (("Li",),)))
    )
    told = names.withheld(document, {"Li": "(lecteur)"})
    assert told.title == "Lille"
    assert list(words_of(told)) == ["(lecteur) a vu Lille.", "(lecteur)"]


@pytest.mark.parametrize(("replies", "is_shown"), [(9, False), (10, True)])
def test_small_numbers_stay_withheld_in_the_results(session, settings, now, replies, is_shown):
    officer = make_user(session, Role.QUALITY_OFFICER)
    make_replies(session, date(2026, 11, 1), replies, replies)
    dossier = archive.gathered(session, settings, officer, now, now.date())
    [results] = [one.document for one in dossier.documents if one.path.endswith("resultats.pdf")]
    titles = [table for table in results.tables if table.columns[0].title == "Indicateur"]
    values = [row[1] for table in titles for row in table.rows]
    assert values
    assert any(value is not None for value in values) is is_shown


def test_asking_for_the_dossier_is_journalled_and_reserved(session, settings, now, made):
    gathered(session, settings, made, now)
    assert journal.about(session, "")[0].deed == "make_label_dossier"
    for person in (
        made.head,
        make_user(session, Role.READER),
        make_user(session, Role.ADMINISTRATOR),
    ):
        with pytest.raises(Refused):
            archive.gathered(session, settings, person, now, now.date())
