"""The pages of proofs: brought, read by those who may, judged, and safely given back."""

import io
from datetime import datetime

import pytest
from sqlmodel import Session, select

from actionplans.brought.screening import Upload
from actionplans.models import Evidence
from actionplans.views import uploads
from core import folders
from organisation.models import Role
from tests.assessment_builders import Round, make_evidence, make_round, second_department
from tests.builders import make_user
from tests.file_builders import PDF, office, pdf_with
from tests.pages import Visitor

CODE = "ACC-04"


def page(made: Round, rest: str = "") -> str:
    return f"/auto-evaluations/{made.campaign.year}/{made.department.id}{rest}"


def bring(visitor: Visitor, made: Round, name: str, content: bytes, expect: int) -> None:
    visitor.open(page(made, "?voir=tout"))
    days = {"valid_from": "2027-01-01", "valid_to": "2027-12-31"}
    file = (io.BytesIO(content), name)
    visitor.post(page(made, f"/{CODE}/preuves"), expect, title="Relevé daté", file=file, **days)


def test_a_file_is_brought_found_again_and_given_back_safely(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head)
    bring(visitor, made, "../Relevé d’avril.pdf", PDF, 303)
    proof = session.exec(select(Evidence)).one()
    session.commit()
    visitor.open("/preuves/")
    assert "Relevé daté" in visitor.text
    visitor.open(f"/preuves/{proof.id}")
    assert proof.sha256 in visitor.text
    response = visitor.client.get(f"/preuves/{proof.id}/fichier")
    assert response.data == PDF
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert "Relev%C3%A9%20d%E2%80%99avril.pdf" in response.headers["Content-Disposition"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]


def test_a_dangerous_file_is_refused_beside_its_field_and_the_rest_is_kept(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head)
    bring(visitor, made, "a.pdf", pdf_with("<< /S /JavaScript >>"), 422)
    assert "Ce PDF contient un programme" in visitor.text
    title = visitor.page.select_one(f"#title-{CODE}")
    assert title is not None
    assert title["value"] == "Relevé daté"
    bring(visitor, made, "note.docx", office(**{"word__vbaProject.bin": "x"}), 422)
    assert "macro" in visitor.text
    assert session.exec(select(Evidence)).all() == []


def test_a_huge_file_is_refused_before_it_is_read(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))

    class Endless(io.BytesIO):
        """Two gigabytes announced; whoever reads any of it fails the test."""

        def read(self, size: int | None = -1) -> bytes:
            raise AssertionError("the body was read")

    response = visitor.client.post(
        page(made, f"/{CODE}/preuves"),
        environ_overrides={"CONTENT_LENGTH": str(2 * 1024**3), "wsgi.input": Endless()},
        content_type="multipart/form-data; boundary=x",
    )
    assert response.status_code == 413
    assert "10\u00a0Mo au plus" in response.text


def test_a_file_over_the_limit_by_little_is_refused_too(
    session: Session, visitor: Visitor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MEGABYTE", 10_000)  # ten of them are the limit
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head)
    bring(visitor, made, "a.txt", b"a" * 100_001, 422)
    assert "trop gros" in visitor.text


def test_the_officer_refuses_with_a_reason_then_admits(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    proof = make_evidence(session, made.row(CODE), made.head, now)
    session.commit()
    visitor.sign_in(made.officer).open(f"/preuves/{proof.id}")
    visitor.submit("Refuser", because="", expect=422)
    assert "Dites au service pourquoi" in visitor.text
    visitor.submit("Refuser", because="Le relevé n’est pas daté.")
    visitor.follow()
    assert "Le relevé n’est pas daté." in visitor.text
    visitor.submit("Admettre cette preuve")
    visitor.follow()
    assert "admise" in visitor.text


def test_a_head_uses_a_proof_for_one_commitment_more(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    proof, other = make_evidence(session, made.row(CODE), made.head, now), made.row("ACC-05")
    session.commit()
    visitor.sign_in(made.head).open(f"/preuves/{proof.id}")
    visitor.submit("L’utiliser aussi", row=str(other.id))
    visitor.follow()
    assert "sert maintenant aussi à ACC-05" in visitor.text
    visitor.post(f"/preuves/{proof.id}/utiliser", 409, row=str(other.id))


def test_other_departments_and_readers_see_nothing_of_it(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    proof = make_evidence(
        session, made.row(CODE), made.head, now, file=Upload("a.txt", b"Bonjour.")
    )
    stranger, reader = second_department(session, made), make_user(session, Role.READER)
    session.commit()
    other = Visitor(visitor.app).sign_in(stranger.head)
    other.open(f"/preuves/{proof.id}", 404)
    assert other.client.get(f"/preuves/{proof.id}/fichier").status_code == 404
    other.open(f"/preuves/?service={made.department.id}", 404)
    other.open("/preuves/")
    assert "Grille d’écoute" not in other.text
    assert "Grille" not in other.client.get("/preuves/preuves.csv").text
    Visitor(visitor.app).sign_in(reader).open(f"/preuves/{proof.id}", 403)


def test_a_file_gone_from_the_disk_is_said_on_its_page(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    proof = make_evidence(
        session, made.row(CODE), made.head, now, file=Upload("a.txt", b"Bonjour.")
    )
    session.commit()
    assert proof.sha256
    (folders.folder("evidence") / proof.sha256[:2] / proof.sha256).unlink()
    session.commit()
    visitor.sign_in(made.officer).open(f"/preuves/{proof.id}")
    assert "n’est plus sur le serveur" in visitor.text
    visitor.open("/preuves/")
    assert "fichier absent" in visitor.text


def test_the_list_and_its_file_hold_the_same_rows(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    for n in range(27):
        make_evidence(session, made.row(CODE), made.head, now, f"Relevé {n}")
    session.commit()
    visitor.sign_in(made.officer).open(f"/preuves/?voir=proposees&code={CODE}")
    assert "27 preuves" in visitor.text
    assert len(visitor.page.select("tbody tr")) == 25
    lines = visitor.client.get(f"/preuves/preuves.csv?voir=proposees&code={CODE}").text
    assert len(lines.strip().splitlines()) == 28
    visitor.open("/preuves/?voir=refusees")
    assert "Aucune preuve ne répond" in visitor.text
