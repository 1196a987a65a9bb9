"""The cockpit, the officer's year and the month's note ask both databases the same questions, and are told the same."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import select

from actionplans.cockpit import cockpit
from actionplans.models import Evidence, MonthlyNote
from actionplans.my_work import calendar
from actionplans.my_work.notices import Days
from actionplans.notes import notes, preparing, readers
from actionplans.notes.notices import about_notes
from actionplans.year import moving, year
from core.database import make_engine, open_session
from core.settings import Settings
from tests.assessment_builders import make_round
from tests.cockpit_builders import make_many

NOW = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


def test_the_officer_s_pages_hold_on_both_databases(settings: Settings, database_url: str) -> None:
    engine = make_engine(database_url)
    with open_session(engine) as session:
        made = make_round(session, NOW)
        make_many(session, made, 12, NOW)
        blocks = cockpit.blocks(session, made.officer, NOW.date())
        counted = {block.key: [part.count for part in block.parts] for block in blocks}
        assert counted == {
            "en-retard": [12, 0, 12, 12, 1, 12, 12],
            "sans-personne": [1, 0, 0],
            "sans-preuve": [12, 1, 36, 12],
            "qui-revient": [1, 12, 1, 0, 0, 12],
            "a-annoncer": [0, 12, 12, 12],
        }
        moving.move(session, moving.find(session, 2027, "comite-1"), date(2027, 4, 2), made.officer, NOW)  # fmt: skip
        moving.end(session, moving.find(session, 2027, "comite-1"), made.officer, NOW)
        assert len(year.items(session, 2027)) > 25
        assert calendar.dated(session, made.officer, NOW.date())
        preparing.prepare_due(session, NOW)
        [note] = session.exec(select(MonthlyNote)).all()
        notes.send(session, note, settings, made.officer, NOW)
        assert notes.find(session, made.head, 2027, 2, locked=True) is note
        readers.read(session, note, made.head, NOW)
        tomorrow = NOW.date() + timedelta(days=1)
        assert len(list(about_notes(session, Days(NOW.date(), tomorrow)))) == 1
        preparing.prepare_due(session, NOW + timedelta(days=15))
        assert note.evidence_id is not None
        filed = session.get(Evidence, note.evidence_id)
        assert filed is not None
        session.delete(filed)
        session.commit()
        session.refresh(note)
        assert note.evidence_id is None
    engine.dispose()
