"""Files attached to a report: what is kept, who reads them, when they go; and that none of them says who told an anonymous one."""

import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from actionplans.brought.screening import Upload
from actionplans.malfunctions import attaching, forgetting, malfunctions, reporting
from actionplans.malfunctions.reporting import Told
from actionplans.models import (
    Malfunction,
    MalfunctionFile,
    MalfunctionMessage,
    MalfunctionStatus,
    ReportMode,
)
from core.errors import Missing, Refused
from core.models import Model
from core.settings import Settings
from organisation import journal
from organisation.models import JournalEntry, Role, User
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_department, make_user
from tests.file_builders import PDF, office, open_document, pdf_with
from tests.picture_builders import AUTHOR, photo, screenshot

S, M = MalfunctionStatus, ReportMode
NOTE = Upload("note.txt", "Bac 3 bourré.".encode())
HIDDEN = [M.ANONYMOUS, M.CONFIDENTIAL]


@pytest.fixture
def officer(session: Session) -> User:
    return make_user(session, Role.QUALITY_OFFICER)


def attach(session: Session, m: Malfunction, file: Upload, now: datetime) -> MalfunctionFile:
    return attaching.attach(session, m, attaching.prepared(file, m.mode), now)


def anonymous(
    session: Session, teller: User, now: datetime, file: Upload
) -> tuple[Malfunction, str]:
    """Told without a name, with a file, as the page does it."""
    kept = attaching.prepared(file, M.ANONYMOUS)
    m, code = reporting.report(session, Told("Bac 3 bourré.", M.ANONYMOUS), teller, now)
    attaching.attach(session, m, kept, now)
    session.commit()
    return m, code


# ---------------------------------------------------------------- kept


def test_it_is_sealed_and_opens_again(session: Session, now: datetime) -> None:
    m = make_report(session, now)
    kept = attach(session, m, NOTE, now)
    assert NOTE.content not in kept.sealed
    assert attaching.opened(m, attaching.find(session, m, 1)) == NOTE.content


def test_a_sealed_file_moved_to_another_report_no_longer_opens(
    session: Session, now: datetime
) -> None:
    one, other = make_report(session, now), make_report(session, now)
    kept = attach(session, one, NOTE, now)
    with pytest.raises(Refused, match="altéré"):
        attaching.opened(other, kept)


@pytest.mark.parametrize("name", ["Zoé Introuvable, mon écran.PNG", "../../Zoé.png", "Zoé.png"])
def test_it_is_called_by_its_place_never_by_its_name(
    session: Session, now: datetime, name: str
) -> None:
    m = make_report(session, now, mode=M.SIGNED)
    attach(session, m, Upload(name, screenshot()), now)
    attach(session, m, NOTE, now)
    shown = attaching.attached(session, m)
    assert [one.name for one in shown] == ["pièce jointe 1.png", "pièce jointe 2.txt"]
    assert shown[1].size == len(NOTE.content)


def test_five_are_enough(session: Session, now: datetime) -> None:
    m = make_report(session, now)
    for _ in range(attaching.AT_MOST):
        attach(session, m, NOTE, now)
    with pytest.raises(Refused, match="déjà 5 pièces jointes"):
        attach(session, m, NOTE, now)


@pytest.mark.parametrize("mode", list(M))
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("outil.exe", b"MZ", "un autre type"),
        ("film.mp4", b"\0\0\0\x18ftyp", "un autre type"),
        ("vide.png", b"", "vide"),
        ("photo.png", b"GIF89a", "pas ce que dit son nom"),
        ("a.pdf", pdf_with("<< /S /JavaScript >>"), "un programme"),
        ("n.docx", office(**{"word__vbaProject.bin": "x"}), "macro"),
        ("n.txt", b"<script>alert(1)</script>", "un programme"),
        ("n.csv", b"a;b\n=1+1;2\n", "formules"),
    ],
)
def test_a_file_is_screened_as_a_proof_is(
    mode: ReportMode, name: str, content: bytes, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        attaching.prepared(Upload(name, content), mode)


TELLING = [("a.pdf", PDF), ("n.docx", office()), ("n.odt", open_document())]


@pytest.mark.parametrize("mode", HIDDEN)
@pytest.mark.parametrize(("name", "content"), TELLING)
def test_what_says_its_author_for_good_is_refused_unless_one_signs(
    mode: ReportMode, name: str, content: bytes
) -> None:
    with pytest.raises(Refused, match="Joignez plutôt une image"):
        attaching.prepared(Upload(name, content), mode)
    assert attaching.prepared(Upload(name, content), M.SIGNED).content == content


# ---------------------------------------------------------------- nobody can tell who


def every_value(session: Session) -> list[object]:
    """All that every table holds, the list of people apart."""
    tables = [one for one in Model.metadata.sorted_tables if one.name != "users"]
    rows = [row for table in tables for row in session.execute(sa.select(table))]
    return [value for row in rows for value in row]


def written(home: Path) -> bytes:
    """Every byte of every file of the installation."""
    return b"".join(file.read_bytes() for file in sorted(home.rglob("*")) if file.is_file())


@pytest.mark.parametrize(
    ("name", "content"),
    [("Zoé Introuvable.jpg", photo()), ("Zoé Introuvable.png", screenshot())],
)
def test_an_anonymous_file_leaves_nothing_of_its_author_in_any_byte_of_the_installation(
    session: Session, now: datetime, settings: Settings, name: str, content: bytes
) -> None:
    home = Path(settings.HOME)
    teller = make_user(session, department=make_department(session))
    session.commit()
    before = every_value(session)
    session.rollback()
    files = {file for file in home.rglob("*") if file.is_file()}
    m, code = anonymous(session, teller, now, Upload(name, content))
    after = every_value(session)
    for value in before:
        after.remove(value)  # what is new since
    assert not [value for value in after if isinstance(value, datetime)], (
        "a time finer than the day"
    )
    assert {value for value in after if hasattr(value, "year")} <= {m.reported_on, m.due_on}
    assert AUTHOR.encode() not in written(home)
    assert AUTHOR.encode() not in attaching.opened(m, attaching.find(session, m, 1))
    assert code.encode() not in written(home)
    assert {file for file in home.rglob("*") if file.is_file()} <= files | {
        home / "sillage.db-wal",
        home / "sillage.db-shm",
    }, "a file of its own would keep its minute"


def test_no_table_ties_an_anonymous_report_or_its_file_to_an_account(
    session: Session, now: datetime
) -> None:
    teller = make_user(session)
    session.commit()
    entries = len(session.exec(select(JournalEntry)).all())
    m, _ = anonymous(session, teller, now, NOTE)
    kept = attaching.prepared(Upload("b.png", screenshot()), m.mode)
    attaching.add_word(session, m, "Encore.", kept, now, from_reporter=True)
    attaching.erase(session, m, 1, now)
    session.commit()
    assert len(session.exec(select(JournalEntry)).all()) == entries
    links = [
        (table.name, column.name)
        for table in (
            Malfunction.__table__,
            MalfunctionFile.__table__,
            MalfunctionMessage.__table__,
        )  # type: ignore[attr-defined]
        for column in table.columns
        if any(key.column.table.name == "users" for key in column.foreign_keys)
    ]
    assert links == [("malfunctions", "reporter_id")]
    assert m.reporter_id is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    author=st.text(st.characters(codec="utf-8", categories=["L"]), min_size=7, max_size=30),
    minute=st.integers(0, 1439),
    mode=st.sampled_from(HIDDEN),
    kind=st.sampled_from(["jpg", "png"]),
)
def test_whatever_the_name_the_minute_and_the_kind_only_the_day_is_left(
    session: Session, author: str, minute: int, mode: ReportMode, kind: str
) -> None:
    at = datetime.fromisoformat("2027-03-15T00:00:00+01:00") + timedelta(minutes=minute)
    m = make_report(session, at, mode=mode)
    content = photo(author) if kind == "jpg" else screenshot(author, "RGB")
    kept = attach(session, m, Upload(f"{author}.{kind}", content), at)
    assert author.encode() not in attaching.opened(m, kept)
    assert re.fullmatch(rf"pièce jointe \d\.{kind}", attaching.attached(session, m)[-1].name)
    values = session.execute(sa.select(MalfunctionFile.__table__)).all()[-1]  # type: ignore[attr-defined]
    assert [value for value in values if hasattr(value, "year")] == [at.date()]
    assert not any(isinstance(value, datetime) for value in values)
    session.rollback()


# ---------------------------------------------------------------- read, erased


def test_a_file_added_later_is_told_by_the_journal_without_its_author(
    session: Session, now: datetime
) -> None:
    teller = make_user(session)
    m = make_report(session, now, by=teller)
    kept = attaching.prepared(NOTE, m.mode)
    attaching.add_word(session, m, " ", kept, now, from_reporter=True)
    assert [word.text for word in reporting.words(session, m, is_author=True)] == [attaching.ALONE]
    [entry, _] = journal.about(session, reporting.subject(m))
    assert (entry.deed, entry.by_id, entry.details) == ("attach_to_malfunction", None, "")


def test_the_officer_erases_what_shows_somebody_and_nobody_else_does(
    session: Session, now: datetime, officer: User
) -> None:
    m = make_report(session, now)
    attach(session, m, NOTE, now)
    attach(session, m, NOTE, now)
    with pytest.raises(Refused, match="Le référent, ou l’auteur"):
        attaching.erase(session, m, 1, now, make_user(session, Role.HEAD))
    attaching.erase(session, m, 1, now, officer)
    assert [one.rank for one in attaching.attached(session, m)] == [2]
    assert journal.about(session, reporting.subject(m))[0].by_id == officer.id
    with pytest.raises(Missing):
        attaching.find(session, m, 1)
    assert attach(session, m, NOTE, now).rank == 3  # a name is never given twice


def test_redirecting_erases_the_files_with_the_text(
    session: Session, now: datetime, officer: User
) -> None:
    m, other = make_report(session, now), make_report(session, now)
    attach(session, m, NOTE, now)
    attach(session, other, NOTE, now)
    malfunctions.redirect(session, m, "harassment", officer, now)
    left = session.exec(select(col(MalfunctionFile.malfunction_id))).all()
    assert left == [other.id]


@pytest.mark.parametrize("mode", list(M))
@pytest.mark.parametrize(("days", "is_erased"), [(183, False), (184, True)])
def test_six_months_after_the_closing_the_file_goes_whoever_told(
    session: Session, now: datetime, mode: ReportMode, days: int, is_erased: bool
) -> None:
    closed_on = now.date() - timedelta(days=days)
    m = make_report(session, now, mode=mode, status=S.CLOSED, closed_on=closed_on)
    attach(session, m, NOTE, now)
    forgetting.forget_reporters(session, now)
    assert (attaching.attached(session, m) == []) == is_erased


def test_the_file_of_a_joined_report_goes_with_the_one_it_was_joined_to(
    session: Session, now: datetime
) -> None:
    first = make_report(session, now)
    second = make_report(session, now, status=S.JOINED, joined_to_id=first.id)
    attach(session, second, NOTE, now)
    forgetting.forget_reporters(session, now)
    assert attaching.attached(session, second)
    first.status, first.closed_on = S.CLOSED, now.date() - timedelta(days=200)
    session.flush()
    forgetting.forget_reporters(session, now)
    assert attaching.attached(session, second) == []
