"""The charter as data: loaded once, published, read in its order; who each promise concerns."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlmodel import Session, select

from core.errors import Refused
from organisation import charters
from organisation.models import Activity, Charter, CharterTheme, Commitment, JournalEntry
from tests.builders import make_charter, make_department

WRITTEN = yaml.safe_load(charters.FILE.read_text(encoding="utf-8"))


def version(tmp_path: Path, number: int, **head: Any) -> Path:
    """The fund's charter as another version."""
    content = {**WRITTEN, "charter": WRITTEN["charter"] | {"version": number} | head}
    file = tmp_path / f"charter{number}.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return file


def test_every_promise_of_the_file_is_there_in_its_order(session: Session, now: Any) -> None:
    charter = make_charter(session, now)
    written = [line["id"] for theme in WRITTEN["themes"] for line in theme["commitments"]]
    assert [line.code for line in charters.commitments(session, charter)] == written
    titles = [theme["title"] for theme in WRITTEN["themes"]]
    assert [theme.title for theme in charters.themes(session, charter)] == titles
    assert len(titles) == 11


def test_a_version_is_loaded_once(session: Session, now: Any) -> None:
    make_charter(session, now)
    with pytest.raises(Refused, match="déjà chargée"):
        make_charter(session, now)
    assert len(session.exec(select(Charter)).all()) == 1


def test_the_highest_version_is_in_force_and_the_former_one_is_kept(
    session: Session, now: Any, tmp_path: Path
) -> None:
    first = make_charter(session, now)
    second = charters.load(session, now, None, version(tmp_path, 99, edition="2030"))
    assert charters.current(session).id == second.id
    assert {line.charter_id for line in charters.by_code(session).values()} == {second.id}
    assert len(charters.commitments(session, first)) == len(charters.commitments(session, second))


def test_the_same_promises_have_the_same_fingerprint_in_two_versions(
    session: Session, now: Any, tmp_path: Path
) -> None:
    first = make_charter(session, now)
    second = charters.load(session, now, None, version(tmp_path, 99))
    assert first.fingerprint == second.fingerprint
    for one, other in zip(
        charters.commitments(session, first), charters.commitments(session, second), strict=True
    ):
        assert one.fingerprint == other.fingerprint


def test_a_charter_not_published_is_not_in_force(session: Session, now: Any) -> None:
    make_charter(session, now).published_at = None
    session.flush()
    with pytest.raises(Refused, match="load-charter"):
        charters.current(session)


def test_without_a_charter_it_is_said_how_to_load_it(session: Session) -> None:
    with pytest.raises(Refused, match="« sillage organisation load-charter »"):
        charters.current(session)


def test_loading_is_written_in_the_journal(session: Session, now: Any) -> None:
    charter = make_charter(session, now)
    entry = session.exec(select(JournalEntry)).one()
    assert (entry.deed, entry.subject) == ("publish_charter", f"charter {charter.id}")


# ---------------------------------------------------------------- who is concerned


def test_a_promise_concerns_the_departments_that_carry_its_activity(
    session: Session, now: Any
) -> None:
    make_charter(session, now)
    telephone = make_department(session, "Accueil", ("accueil_telephonique",))
    promise = next(
        line
        for line in charters.by_code(session).values()
        if line.activities == ["accueil_telephonique"]
    )
    assert charters.concerns(promise, telephone)
    assert not charters.concerns(promise, make_department(session, "Paie", ("rh_formation",)))


def test_a_promise_of_all_concerns_even_a_department_without_activity(
    session: Session, now: Any
) -> None:
    make_charter(session, now)
    promise = next(
        line for line in charters.by_code(session).values() if charters.EVERYBODY in line.activities
    )
    assert charters.concerns(promise, make_department(session, "Sans activité"))


def test_every_activity_the_charter_names_is_known(session: Session, now: Any) -> None:
    make_charter(session, now)
    named = {code for line in session.exec(select(Commitment)) for code in line.activities}
    known = set(session.exec(select(Activity.code)))
    assert named - {charters.EVERYBODY} <= known


def test_every_promise_stands_under_a_theme_of_its_own_charter(session: Session, now: Any) -> None:
    charter = make_charter(session, now)
    themes = {theme.id for theme in session.exec(select(CharterTheme))}
    assert {line.theme_id for line in charters.commitments(session, charter)} == themes


# ---------------------------------------------------------------- what one promise knows of itself


def test_a_promise_dated_in_the_future_is_not_due_yet() -> None:
    promise = Commitment(due_from=date(2027, 6, 1), activities=[])
    assert not promise.is_due(date(2027, 5, 31))
    assert promise.is_due(date(2027, 6, 1))
    assert Commitment(activities=[]).is_due(date(2000, 1, 1))


@pytest.mark.parametrize(
    ("threshold", "explicit"),
    [(None, False), ({"basis": "implicite"}, False), ({"basis": "explicite"}, True)],
)
def test_only_a_number_of_the_charter_itself_is_explicit(threshold: Any, explicit: bool) -> None:
    assert Commitment(activities=[], threshold=threshold).has_explicit_threshold is explicit
