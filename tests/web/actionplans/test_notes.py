"""Notes on screen: written and sent by the officer, read by everybody, a receipt by POST alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from actionplans.models import MonthlyNote, NoteReader
from core.documents import FORMATS
from organisation.models import Role
from tests.assessment_builders import Round, make_round
from tests.builders import make_user
from tests.note_builders import make_note, make_sent
from tests.pages import Visitor
from tests.queries import of_page


@pytest.fixture
def made(session: Session, now: datetime) -> Round:
    found = make_round(session, now)
    session.commit()
    return found


def read_by(session: Session) -> list[int]:
    """Who said they had read."""
    found = session.exec(select(NoteReader).where(NoteReader.read_on.is_not(None)))  # type: ignore[union-attr]
    numbers = [one.user_id for one in found]
    session.rollback()
    return numbers


def test_a_note_is_prepared_rewritten_sent_and_read(
    app: Any, session: Session, made: Round
) -> None:
    officer = Visitor(app).sign_in(made.officer)
    officer.open("/notes/")
    assert "n’est pas encore préparée" in officer.text
    officer.submit("La préparer maintenant")
    page = officer.follow()
    assert "Aucun questionnaire n’est parti" in page.find(id="voices").get_text()
    officer.submit("Enregistrer et relire", word="Bonjour à tous.\nMerci.", voices="", done="- Un pas.")  # fmt: skip
    officer.follow()
    assert "brouillon" in officer.text
    assert "Bonjour à tous." in officer.text
    assert "Ce que disent les adhérents" not in officer.text
    officer.submit("Envoyer à tous")
    officer.follow()
    assert "Elle ne change plus" in officer.text
    assert "Moins de 5 personnes l’ont reçue" in officer.text
    session.rollback()
    head = Visitor(app).sign_in(made.head)
    head.open("/mon-travail")
    head.open(head.page.find("a", string="Lire la note de février\u00a02027")["href"])
    head.submit("J’ai lu")
    head.follow()
    assert "lue le 15 mars 2027" in head.text
    assert read_by(session) == [made.head.id]
    assert "Lecture" not in [h.get_text() for h in head.page.select("h2")]


def test_no_link_nor_mail_filter_can_say_that_somebody_has_read(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    make_sent(session, made.officer, now)
    session.commit()
    head = Visitor(app).sign_in(made.head)
    head.open("/notes/2027/2")
    head.open("/notes/2027/2/lu", expect=405)
    assert read_by(session) == []
    head.post("/notes/2027/2/lu", expect=400, csrf_token="wrong")
    assert read_by(session) == []


def test_a_newcomer_reads_the_archive_and_has_nothing_to_confirm(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    make_sent(session, made.officer, now)
    newcomer = make_user(session, Role.ADMINISTRATOR)
    session.commit()
    visitor = Visitor(app).sign_in(newcomer)
    visitor.open("/notes/")
    visitor.open("/notes/2027/2")
    assert not visitor.page.find("button", string="J’ai lu")
    visitor.open("/mon-compte")
    visitor.post("/notes/2027/2/lu", expect=409)
    assert "envoyée sans vous" in visitor.text


def test_a_draft_is_missing_for_the_staff_in_every_format(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    make_note(session, now)
    session.commit()
    head = Visitor(app).sign_in(made.head)
    head.open("/notes/")
    assert "Aucune note n’a encore été envoyée" in head.text
    for path in ("/notes/2027/2", "/notes/2027/2.pdf", "/notes/2027/13", "/notes/2027/2.exe"):
        head.open(path, expect=404)
    manager = Visitor(app).sign_in(made.management)
    manager.open("/notes/2027/2")
    assert not manager.page.find("button", string="Envoyer à tous")
    for extension, form in FORMATS.items():
        answer = manager.client.get(f"/notes/2027/2.{extension}")
        assert (answer.status_code, answer.mimetype) == (200, form.media_type)
    manager.open("/notes/2027/2.exe", expect=404)


def test_what_was_typed_is_not_lost_when_somebody_wrote_meanwhile(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    note = make_note(session, now)
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    officer.open("/notes/2027/2/ecrire")
    note.version, note.sections = 2, {"done": "L’autre."}
    session.commit()
    officer.submit("Enregistrer et relire", expect=422, done="x" * 4001)
    assert "Raccourcissez ce texte" in officer.text
    officer.submit("Enregistrer et relire", expect=422, done="Le mien.")
    assert "On y lit maintenant : « L’autre. »" in officer.text.replace("\u00a0", " ")
    assert "Le mien." in officer.page.find(id="done").get_text()
    officer.submit("Enregistrer et relire")
    session.expire_all()
    assert session.get_one(type(note), note.id).sections["done"] == "Le mien."


def test_a_sent_note_is_not_rewritten_and_facts_are_taken_again_before(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    make_note(session, now, sections={"word": "Merci.", "done": "Inventé."})
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    officer.open("/notes/2027/2/ecrire")
    officer.submit("Reprendre les faits du mois")
    page = officer.follow()
    assert page.find(id="word").get_text().strip() == "Merci."
    assert page.find(id="done").get_text().strip() == ""
    officer.open("/notes/2027/2")
    officer.submit("Envoyer à tous")
    officer.open("/notes/2027/2/ecrire", expect=409)


def test_the_officer_makes_a_proof_of_it_now_and_management_may_admit_it(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    make_sent(session, made.officer, now)
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    officer.open("/notes/2027/2")
    officer.submit("En faire une preuve maintenant")
    officer.follow()
    assert "Note du mois : février 2027, lue par 0 personne sur 2" in officer.text
    assert "AME-04" in officer.text
    assert not officer.page.find("button", string="Admettre")  # nobody judges their own
    address = officer.path
    officer.open("/notes/2027/2")
    assert officer.page.find("a", href=address)
    session.rollback()
    manager = Visitor(app).sign_in(made.management)
    manager.open(address)
    assert manager.page.find("button", string="Admettre cette preuve") or "Admettre" in manager.text


def test_reading_is_shown_by_department_where_nobody_can_be_recognised(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    for number in range(9):
        make_user(session, Role.COLLABORATOR, made.department, name=f"Personne {'abcdefghij'[number]}")  # fmt: skip
    note = make_sent(session, made.officer, now)
    for reader in session.exec(select(NoteReader).where(NoteReader.note_id == note.id)).all()[:6]:
        reader.read_on = now.date()
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    page = officer.open("/notes/2027/2")
    assert "6 sur 11 l’ont lue" in officer.text
    assert [td.get_text() for td in page.select("td:first-child")] == []  # one alone would be told
    assert "Personne a" not in officer.text
    officer.open("/notes/")
    assert "6 sur 11" in officer.text
    csv = officer.client.get("/notes/notes.csv").text
    assert f"02/2027;15/03/2027;11;6;{note.sha256}" in csv
    session.rollback()
    Visitor(app).sign_in(made.head).open("/notes/notes.csv", expect=403)


def test_forty_notes_cost_as_many_queries_as_two_and_are_paged(
    app: Any, session: Session, made: Round, now: datetime
) -> None:
    session.rollback()
    first = now.date().replace(day=1) - timedelta(days=1)
    months = [first.replace(year=2020 + n // 12, month=n % 12 + 1, day=1) for n in range(40)]
    for month in months[:2]:
        make_sent(session, made.officer, now, month)
    session.commit()
    officer = Visitor(app).sign_in(made.officer)
    few = of_page(officer, "/notes/")
    session.rollback()
    for month in months[2:]:
        make_sent(session, made.officer, now, month)
    session.commit()
    assert of_page(officer, "/notes/") == few
    assert len(officer.page.select("tbody tr")) == 25
    officer.open("/notes/?page=2")
    assert len(officer.page.select("tbody tr")) == 15
    assert len(session.exec(select(MonthlyNote)).all()) == 40
