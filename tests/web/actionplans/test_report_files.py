"""A file with a report, on the pages: chosen, refused with the text kept, read by whoever reads the report, erased."""

import io
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, func, select

from actionplans.malfunctions import attaching, malfunctions, reporting
from actionplans.malfunctions.malfunctions import Qualification
from actionplans.models import Malfunction, MalfunctionFile, MalfunctionMessage, ReportMode
from actionplans.views import uploads
from core import folders
from organisation.models import Role, User
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter, make_department, make_user
from tests.file_builders import PDF
from tests.pages import Visitor
from tests.picture_builders import AUTHOR, photo

People = dict[Role, User]
TEXT = "Le scanner du deuxième est en panne."
NAMED = "Mme Dupont perd les clés."


@pytest.fixture
def people(session: Session, now: datetime) -> People:
    make_charter(session, now)
    department = make_department(session, "Liquidation")
    found = {role: make_user(session, role, department) for role in Role}
    session.commit()
    return found


def chosen(name: str = "Zoé Introuvable.jpg", content: bytes | None = None) -> Any:
    return (io.BytesIO(photo() if content is None else content), name)


def telling(visitor: Visitor, user: User, expect: int = 303, **fields: Any) -> None:
    visitor.sign_in(user).open("/signalements/nouveau")
    visitor.submit("Signaler", expect, **{"what_happened": TEXT, **fields})


def counted(session: Session, table: type = Malfunction) -> int:
    session.rollback()
    found = session.exec(select(func.count()).select_from(table)).one()
    session.rollback()
    return found


def fault(visitor: Visitor, of: str = "file") -> str:
    found = visitor.page.find(id=f"{of}-fault")
    assert found is not None
    return found.get_text().replace("\u00a0", " ")


# ---------------------------------------------------------------- telling


def test_a_report_with_a_photo_is_one_press_and_says_a_neutral_name(
    visitor: Visitor, people: People, session: Session
) -> None:
    telling(visitor, people[Role.COLLABORATOR], file=chosen())
    visitor.follow()
    assert "pièce jointe 1.jpg" in visitor.text
    assert "Zoé" not in visitor.text
    assert counted(session, MalfunctionFile) == 1


def test_the_field_is_folded_and_warns_of_what_a_file_shows(
    visitor: Visitor, people: People
) -> None:
    visitor.sign_in(people[Role.COLLABORATOR]).open("/signalements/nouveau")
    field = visitor.page.find("input", id="file")
    assert field is not None
    fold = field.find_parent("details")
    assert fold is not None
    assert not fold.has_attr("open")
    assert "un écran ouvert à votre compte peuvent désigner quelqu’un" in visitor.text
    form = field.find_parent("form")
    assert form is not None
    required = [one["name"] for one in form.find_all(required=True)]
    assert required == ["what_happened"]  # still one field, still a minute


@pytest.mark.parametrize("mode", ["confidential", "anonymous"])
def test_a_document_that_says_its_author_is_refused_and_the_text_is_kept(
    visitor: Visitor, people: People, session: Session, mode: str
) -> None:
    telling(visitor, people[Role.COLLABORATOR], 422, mode=mode, file=chosen("lettre.pdf", PDF))
    assert "Joignez plutôt une image" in fault(visitor)
    assert visitor.page.find("textarea", id="what_happened").get_text().strip() == TEXT  # type: ignore[union-attr]
    assert visitor.page.find("input", attrs={"value": mode, "checked": True})
    assert visitor.page.find("input", id="file").find_parent("details").has_attr("open")  # type: ignore[union-attr]
    assert counted(session) == counted(session, MalfunctionFile) == 0


def test_signed_the_same_document_is_taken(
    visitor: Visitor, people: People, session: Session
) -> None:
    telling(visitor, people[Role.COLLABORATOR], mode="signed", file=chosen("lettre.pdf", PDF))
    assert counted(session, MalfunctionFile) == 1


def test_refused_for_another_field_it_says_to_choose_the_file_again(
    visitor: Visitor, people: People, session: Session
) -> None:
    telling(visitor, people[Role.COLLABORATOR], 422, what_happened=" ", file=chosen())
    assert "Choisissez de nouveau votre fichier" in fault(visitor)
    assert counted(session) == 0


def test_looked_at_a_second_time_before_sending_it_says_to_choose_the_file_again(
    visitor: Visitor, people: People, session: Session
) -> None:
    telling(visitor, people[Role.COLLABORATOR], 200, what_happened=NAMED, file=chosen())
    assert "Vous nommez peut-être quelqu’un" in visitor.text
    assert "Choisissez de nouveau votre fichier" in fault(visitor)
    visitor.submit("Signaler quand même", file=chosen())
    assert counted(session, MalfunctionFile) == 1


def test_a_file_too_large_is_refused_beside_its_field_and_the_text_is_kept(
    visitor: Visitor, people: People, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MEGABYTE", 1024)  # as ten thousand times more would be
    large = chosen("photo.jpg", b"\xff\xd8\xff" + b"\0" * 10 * 1024)
    telling(visitor, people[Role.COLLABORATOR], 422, file=large)
    assert "10 Mo au plus. Enregistrez-le plus léger, ou envoyez votre texte" in fault(visitor)
    assert visitor.page.find("textarea", id="what_happened").get_text().strip() == TEXT  # type: ignore[union-attr]
    assert counted(session) == 0


@pytest.mark.parametrize("place", ["nouveau", "suivre", "{id}/message"])
def test_two_gigabytes_are_refused_on_their_announced_size_and_never_read(
    visitor: Visitor, people: People, session: Session, now: datetime, place: str
) -> None:
    m = make_report(session, now, by=people[Role.COLLABORATOR])
    session.commit()
    visitor.sign_in(people[Role.COLLABORATOR])

    class Endless(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("the body was read")

    response = visitor.client.post(
        f"/signalements/{place.format(id=m.id)}",
        environ_overrides={"CONTENT_LENGTH": str(2 * 1024**3), "wsgi.input": Endless()},
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code == 413
    assert "10\u00a0Mo au plus. Enregistrez-le plus léger, ou envoyez" in response.text


# ---------------------------------------------------------------- reading


def test_it_is_saved_never_shown_in_the_name_of_the_site(
    visitor: Visitor, people: People, session: Session
) -> None:
    telling(visitor, people[Role.COLLABORATOR], file=chosen())
    visitor.follow()
    link = visitor.page.find("a", string="pièce jointe 1.jpg")
    assert link is not None
    answer = visitor.client.get(str(link["href"]))
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cache-Control"] == "no-store"
    assert AUTHOR.encode() not in answer.data


@pytest.mark.parametrize(
    ("severity", "readers"),
    [
        (None, {Role.QUALITY_OFFICER}),
        (3, {Role.QUALITY_OFFICER, Role.HEAD}),
        (1, {Role.QUALITY_OFFICER, Role.HEAD, Role.MANAGEMENT}),
    ],
)
def test_it_is_read_by_whoever_reads_the_report_and_nobody_else(
    app: Any, people: People, session: Session, now: datetime,
    severity: int | None, readers: set[Role],
) -> None:  # fmt: skip
    m = make_report(session, now, mode=ReportMode.ANONYMOUS)
    kept = attaching.prepared(attaching.Upload("a.txt", b"Bac 3."), m.mode)
    attaching.attach(session, m, kept, now)
    department = people[Role.HEAD].department
    if severity and department:
        judged = Qualification(severity, department)
        malfunctions.qualify(session, m, judged, people[Role.QUALITY_OFFICER], now)
    session.commit()
    session.rollback()
    for role, user in people.items():
        answer = Visitor(app).sign_in(user).client.get(f"/signalements/{m.id}/pieces/1")
        assert (answer.status_code == 200) == (role in readers), role


def test_the_officer_takes_away_what_shows_somebody(
    visitor: Visitor, people: People, session: Session, now: datetime
) -> None:
    m = make_report(session, now)
    kept = attaching.prepared(attaching.Upload("a.txt", b"Bac 3."), m.mode)
    attaching.attach(session, m, kept, now)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER]).open(f"/signalements/{m.id}")
    visitor.submit("Effacer")
    visitor.follow()
    assert "Pièce jointe effacée." in visitor.text
    assert "pièce jointe effacée" in visitor.page.find(class_="story").get_text()  # type: ignore[union-attr]
    visitor.open(f"/signalements/{m.id}/pieces/1", 404)


def test_the_head_reads_the_file_and_cannot_erase_it(
    visitor: Visitor, people: People, session: Session, now: datetime
) -> None:
    m = make_report(session, now)
    attaching.attach(session, m, attaching.prepared(attaching.Upload("a.txt", b"Bac 3."), m.mode), now)  # fmt: skip
    department = people[Role.HEAD].department
    assert department is not None
    malfunctions.qualify(session, m, Qualification(3, department), people[Role.QUALITY_OFFICER], now)  # fmt: skip
    session.commit()
    visitor.sign_in(people[Role.HEAD]).open(f"/signalements/{m.id}")
    assert "pièce jointe 1.txt" in visitor.text
    assert "Effacer" not in visitor.text
    visitor.post(f"/signalements/{m.id}/pieces/1/effacer", 409)
    assert counted(session, MalfunctionFile) == 1


# ---------------------------------------------------------------- a later word


def test_its_author_adds_a_file_later_with_a_word_or_without(
    visitor: Visitor, people: People, session: Session, now: datetime
) -> None:
    m = make_report(session, now, by=people[Role.COLLABORATOR])
    session.commit()
    visitor.sign_in(people[Role.COLLABORATOR]).open(f"/signalements/{m.id}")
    visitor.submit("Envoyer", reason="Voici l’écran.", file=chosen())
    visitor.follow()
    visitor.submit("Envoyer", reason="", file=chosen("b.png", b"\x89PNG\r\n\x1a\n"), expect=422)
    assert "ne s’ouvre pas" in fault(visitor, "say")
    visitor.submit("Envoyer", reason="x" * 2001, file=chosen(), expect=422)
    assert "2000 caractères au plus" in fault(visitor, "say")
    assert "Choisissez de nouveau votre fichier" in fault(visitor, "say")
    visitor.submit("Envoyer", reason="", file=chosen())
    visitor.follow()
    assert "Voici une pièce jointe." in visitor.text
    assert "pièce jointe 2.jpg" in visitor.text
    assert counted(session, MalfunctionMessage) == 2


def test_the_officer_has_no_file_to_attach(
    visitor: Visitor, people: People, session: Session, now: datetime
) -> None:
    m = make_report(session, now)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER]).open(f"/signalements/{m.id}")
    assert visitor.page.find("input", attrs={"type": "file"}) is None
    visitor.post(f"/signalements/{m.id}/message", reason="Merci.", file=chosen())
    assert counted(session, MalfunctionFile) == 0


def test_with_the_code_a_file_is_added_and_taken_back(
    visitor: Visitor, people: People, session: Session
) -> None:
    telling(visitor, people[Role.COLLABORATOR], 200, mode="anonymous", file=chosen())
    code = visitor.page.find(class_="code-shown").get_text()  # type: ignore[union-attr]
    visitor.open("/signalements/suivre")
    visitor.submit("Ouvrir", 200, code=code)
    assert "pièce jointe 1.jpg" in visitor.text
    visitor.submit("Envoyer", 422, message="Encore.", file=chosen("lettre.pdf", PDF))
    assert "Joignez plutôt une image" in fault(visitor, "message")
    assert visitor.page.find(id="message").get_text().strip() == "Encore."  # type: ignore[union-attr]
    visitor.submit("Envoyer", 200, message="Encore.", file=chosen("note.txt", b"Bac 3."))
    assert "pièce jointe 2.txt" in visitor.text
    visitor.submit("Effacer pièce jointe 1.jpg", 200)
    assert "pièce jointe 1.jpg" not in visitor.text
    visitor.submit("Envoyer", 422, code=f"{code}X", message="Perdu ?", file=chosen())
    assert "Choisissez de nouveau votre fichier" in fault(visitor, "code")
    assert counted(session, MalfunctionFile) == 1
    assert list(folders.folder("evidence").iterdir()) == []
    session.rollback()
    assert reporting.by_code(session, code).reporter_id is None
