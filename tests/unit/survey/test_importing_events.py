"""Importing events: what is written, what is left alone, what is stopped, and how it is taken back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from core.errors import Refused
from organisation.models import JournalEntry
from survey.desk import batch_undo, events, member_numbers, status_changes
from survey.desk import batches as event_batches
from survey.desk import changes as event_changes
from survey.desk.changes import Fate
from survey.models import (
    BatchChange,
    EventBatch,
    EventKind,
    Invitation,
    InvitationStatus,
    LeftOut,
    LifeEvent,
    Suppression,
)  # fmt: skip
from survey.privacy import holdings
from survey.registers.remarks import Level
from survey.registers.sentences.rows import ROWS
from tests.builders import make_department, make_user
from tests.event_files import GOOD, rows_of, saved, text_of
from tests.survey_builders import make_event, make_invitation

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
DAY = date(2025, 12, 4)
NIR = "2 85 05 78 006 084 36"


def imported(
    session, tmp_path: Path, *changes: dict[str, str], more=(), by=None, name="lot.csv"
) -> EventBatch:
    path = saved(tmp_path, text_of(rows_of(*changes, more=more)), name=name)
    check = events.check_file(session, path, TODAY)
    return events.import_events(session, check, events.source_of(path), by, NOW)


def previewed(session, tmp_path: Path, *changes: dict[str, str], more=()) -> events.Preview:
    path = saved(tmp_path, text_of(rows_of(*changes, more=more)))
    return events.preview(session, events.check_file(session, path, TODAY), NOW)


def only(session) -> LifeEvent:
    return session.exec(select(LifeEvent)).one()


def fates(batch: EventBatch) -> dict[str, int]:
    return {name: number for name, number in batch.totals["fates"].items() if number}


# ------------------------------------------------------------ what is written
def test_a_correct_row_becomes_an_event_to_plan(session, tmp_path):
    department = make_department(session, "Retraites")
    by = make_user(session)
    row = {"service": "retraites", "issue": "rejeté", "Né le": "04/03/1960"}
    batch = imported(session, tmp_path, row, more=row, by=by)
    event = only(session)
    assert (event.kind, event.happened_on, event.member_number) == (
        EventKind.RETIREMENT,
        DAY,
        "0012345",
    )
    assert (event.last_name, event.email, event.postcode) == (
        "DURAND",
        "anne.durand@ex.fr",
        "75011",
    )
    assert (event.department_id, event.granted, event.birth_date) == (
        department.id,
        "rejeté",
        date(1960, 3, 4),
    )
    assert (event.left_out, event.remarks) == (None, [])
    assert (batch.encoding, batch.separator, batch.records, batch.by_id) == (
        "cp1252",
        ";",
        1,
        by.id,
    )
    assert fates(batch) == {"new": 1}
    assert session.exec(select(Invitation)).all() == []


def test_rejected_duplicate_and_skipped_rows_write_nothing(session, tmp_path):
    batch = imported(session, tmp_path, {}, {}, {"event_date": "31/02/2025"}, dict.fromkeys(GOOD, ""))  # fmt: skip
    only(session)
    assert fates(batch) == {"new": 1}


def test_a_file_without_one_good_row_is_refused(session, tmp_path):
    with pytest.raises(Refused, match="Aucune ligne"):
        imported(session, tmp_path, {"event_date": "31/02/2025"})


def test_no_refused_value_reaches_the_database(session, tmp_path, settings):
    row = {
        "NIR": NIR,
        "Note": NIR,
        "last_name": f"DURAND {NIR}",
        "IBAN": "FR7630006000011234567890189",
    }
    imported(session, tmp_path, row, {**row, "member_number": NIR}, more=["NIR", "Note", "IBAN"])
    session.commit()
    content = b"".join(path.read_bytes() for path in settings.HOME.glob("sillage.db*"))
    for value in (NIR, NIR.replace(" ", ""), "006 084", "30006000011234567890189"):
        assert value.encode() not in content
    assert b"DURAND" in content


def test_a_row_with_a_doubt_is_held_back_until_somebody_looks(session, tmp_path):
    imported(session, tmp_path, {"email": "zoe@gmial.com"})
    event = only(session)
    assert (event.left_out, event_batches.doubts(event)) == (
        LeftOut.TO_CHECK,
        ["adresse électronique mal tapée"],
    )
    event_batches.clear(session, event, None, NOW)
    assert event.left_out is None
    with pytest.raises(Refused, match="déjà"):
        event_batches.clear(session, event, None, NOW)


def test_a_shared_mailbox_holds_nothing_back_but_is_remembered(session, tmp_path):
    imported(session, tmp_path, {}, {"member_number": "0012346", "last_name": "MARTIN"})
    found = session.exec(select(LifeEvent)).all()
    assert [(e.left_out, e.remarks) for e in found] == [(None, ["shared_mailbox"])] * 2


def test_every_doubt_that_holds_back_has_its_words(session):
    doubts = {code for code, kind in ROWS.items() if kind.level is Level.TO_CHECK}
    assert doubts - event_changes.HANDLED - {"duplicate_differs"} == set(event_batches.DOUBTS)


# ------------------------------------------------------------ exclusions
@pytest.mark.parametrize(
    ("row", "reason"),
    [({"decede": "O"}, LeftOut.DECEASED), ({"tutelle": "O"}, LeftOut.PROTECTED),
     ({"opposition": "O"}, LeftOut.OBJECTION), ({"litige": "O"}, LeftOut.DISPUTE)],
)  # fmt: skip
def test_an_excluded_member_has_a_line_without_contact_and_is_never_written_to(
    session, tmp_path, row, reason
):
    batch = imported(session, tmp_path, row, more=row)
    event = only(session)
    assert (event.left_out, event.last_name, event.email, event.address) == (reason, "", "", "")
    assert session.get(Suppression, ("0012345", reason)) is not None
    assert fates(batch) == {"left_out": 1}


@pytest.mark.parametrize(("row", "reason"), [({"event": "REV"}, LeftOut.SURVIVOR), ({"issue": "annulé"}, LeftOut.CANCELLED)])  # fmt: skip
def test_a_survivor_or_a_cancelled_event_stops_the_event_not_the_member(
    session, tmp_path, row, reason
):
    imported(session, tmp_path, row, more=[n for n in row if n == "issue"])
    assert only(session).left_out is reason
    assert session.exec(select(Suppression)).all() == []


def test_several_reasons_keep_the_gravest_and_stop_for_all(session, tmp_path):
    imported(session, tmp_path, {"opposition": "O", "decede": "O"}, more=["opposition", "decede"])
    assert only(session).left_out is LeftOut.DECEASED
    assert {s.reason for s in session.exec(select(Suppression))} == {
        LeftOut.DECEASED,
        LeftOut.OBJECTION,
    }


def test_a_death_reported_as_an_event_is_no_event(session, tmp_path):
    imported(session, tmp_path, {"event": "DECES"})
    assert session.exec(select(LifeEvent)).all() == []
    assert session.get(Suppression, ("0012345", LeftOut.DECEASED)) is not None


def test_a_death_stops_what_was_planned_even_when_zeros_were_lost(session, tmp_path):
    event = make_event(session, member_number="0012345")
    invitation = make_invitation(session, event=event, sent_on=None)
    imported(session, tmp_path, {"member_number": "12345", "decede": "O"}, more=["decede"])
    session.refresh(invitation)
    assert (invitation.status, invitation.cancelled_because) == (
        InvitationStatus.CANCELLED,
        LeftOut.DECEASED,
    )


def test_an_event_cancelled_later_is_stopped(session, tmp_path):
    imported(session, tmp_path, {})
    invitation = make_invitation(session, EventKind.RETIREMENT, event=only(session), sent_on=None)
    imported(session, tmp_path, {"issue": "annulé"}, more=["issue"])
    session.refresh(invitation)
    assert invitation.cancelled_because is LeftOut.CANCELLED
    assert only(session).left_out is LeftOut.CANCELLED


def test_a_survivor_on_the_day_of_the_members_own_event_leaves_it_alone(session, tmp_path):
    imported(session, tmp_path, {}, {"event": "REV"})
    assert (only(session).left_out, only(session).last_name) == (None, "DURAND")


def test_a_survivor_near_the_members_own_event_is_another_event(session, tmp_path):
    imported(session, tmp_path, {})
    imported(session, tmp_path, {"event": "REV", "event_date": "01/01/2026"})
    found = session.exec(select(LifeEvent).order_by(LifeEvent.happened_on)).all()
    assert [(e.happened_on, e.left_out) for e in found] == [
        (DAY, None),
        (date(2026, 1, 1), LeftOut.SURVIVOR),
    ]


# ------------------------------------------------------------ against what is known
def test_the_same_file_twice_is_recognised(session, tmp_path):
    imported(session, tmp_path, {}, by=make_user(session, name="Claire Fontanel"))
    with pytest.raises(
        Refused, match=r"déjà été importé le 15.janvier.2026 .* par Claire Fontanel"
    ):
        imported(session, tmp_path, {})


def test_an_event_already_known_is_unchanged(session, tmp_path):
    imported(session, tmp_path, {})
    batch = imported(session, tmp_path, {}, {"member_number": "0012346", "email": "b@ex.fr"})
    assert fates(batch) == {"unchanged": 1, "new": 1}


def test_a_known_event_is_changed_field_by_field(session, tmp_path):
    imported(session, tmp_path, {})
    found = previewed(
        session, tmp_path, {"email": "anne@ex.fr", "city": "LYON", "postcode": "69001"}
    )
    assert found.changes[0].differences == [
        ("adresse électronique", "anne.durand@ex.fr", "anne@ex.fr"),
        ("code postal", "75011", "69001"),
        ("ville", "PARIS", "LYON"),
    ]
    batch = imported(session, tmp_path, {"email": "anne@ex.fr"})
    assert (fates(batch), only(session).email) == ({"changed": 1}, "anne@ex.fr")


def test_a_rectified_date_moves_the_event(session, tmp_path):
    imported(session, tmp_path, {})
    batch = imported(session, tmp_path, {"event_date": "01/01/2026"})
    assert (fates(batch), only(session).happened_on) == ({"rectified": 1}, date(2026, 1, 1))


def test_a_date_rectified_within_the_file_gives_one_event(session, tmp_path):
    batch = imported(session, tmp_path, {}, {"event_date": "01/01/2026"})
    assert (fates(batch), only(session).happened_on) == (
        {"new": 1, "rectified": 1},
        date(2026, 1, 1),
    )


def test_a_corrected_row_clears_the_doubt(session, tmp_path):
    imported(session, tmp_path, {"email": "zoe@gmial.com"})
    imported(session, tmp_path, {"email": "zoe@gmail.com"})
    assert (only(session).left_out, only(session).email) == (None, "zoe@gmail.com")


def test_a_doubt_does_not_stop_an_invitation_already_planned(session, tmp_path):
    imported(session, tmp_path, {})
    make_invitation(session, EventKind.RETIREMENT, event=only(session), sent_on=None)
    imported(session, tmp_path, {"email": "zoe@gmial.com"})
    assert only(session).left_out is None


def test_what_was_erased_does_not_come_back(session, tmp_path):
    imported(session, tmp_path, {})
    only(session).last_name, only(session).email, only(session).erased_on = "", "", TODAY
    batch = imported(session, tmp_path, {"phone": "0698765432"})
    assert (only(session).last_name, only(session).email, fates(batch)) == (
        "",
        "",
        {"unchanged": 1},
    )


def test_a_number_keeps_the_writing_it_is_known_by(session, tmp_path):
    imported(session, tmp_path, {})
    imported(session, tmp_path, {"member_number": "12345", "event": "AFF"})
    assert {e.member_number for e in session.exec(select(LifeEvent))} == {"0012345"}


def test_an_import_is_in_the_journal_without_personal_data(session, tmp_path):
    imported(session, tmp_path, {})
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "import_events")).one()
    assert "nouveau" in entry.details
    assert "DURAND" not in entry.details


# ------------------------------------------------------------ before deciding
def test_the_preview_counts_what_would_leave_and_writes_nothing(session, tmp_path):
    rows = [
        {}, {"member_number": "0012346", "email": "", "last_name": "MARTIN"},
        {"member_number": "0012347", "email": "zoe@gmial.com"},
        {"member_number": "0012348", "email": "d@ex.fr", "decede": "O"},
        {"member_number": "0012349", "email": "e@ex.fr", "event_date": "04/12/2024"},
    ]  # fmt: skip
    found = previewed(session, tmp_path, *rows, more=["decede"])
    assert dict(found.sendings) == {"email": 1, "letter": 1}
    assert dict(found.left_out) == {LeftOut.TO_CHECK: 1, LeftOut.DECEASED: 1, LeftOut.TOO_OLD: 1}
    assert found.fates[Fate.NEW] == 4
    assert session.exec(select(LifeEvent)).all() == []
    assert not session.new


def test_a_member_written_to_lately_would_not_be_again(session, tmp_path):
    event = make_event(session, member_number="0012345", happened_on=date(2025, 11, 1))
    make_invitation(session, event=event, sent_on=TODAY - timedelta(days=30))
    assert dict(previewed(session, tmp_path, {}).left_out) == {LeftOut.RECENTLY_ASKED: 1}


def test_a_file_half_as_long_as_the_last_one_is_told(session, tmp_path):
    numbers = [{"member_number": f"00123{n}", "email": f"m{n}@ex.fr"} for n in range(10, 15)]
    assert not previewed(session, tmp_path, {}).is_short
    imported(session, tmp_path, *numbers)
    assert previewed(session, tmp_path, {}).is_short


def test_a_file_that_may_be_cut_is_imported_once_somebody_said_it_is_complete(session, tmp_path):
    numbers = [{"member_number": f"00123{n}", "email": f"m{n}@ex.fr"} for n in range(10, 15)]
    imported(session, tmp_path, *numbers)
    with pytest.raises(Refused, match="moitié moins de lignes"):
        imported(session, tmp_path, {})
    assert len(session.exec(select(EventBatch)).all()) == 1
    path = saved(tmp_path, text_of(rows_of({})))
    found = events.check_file(session, path, TODAY)
    assert events.import_events(
        session, found, events.source_of(path), None, NOW, is_complete=True
    ).id


def test_a_member_is_found_under_another_writing_of_the_number(session, tmp_path):
    make_event(session, member_number="0012345", happened_on=date(2025, 12, 4))
    assert member_numbers.as_known(session, "12345") == "0012345"
    assert member_numbers.as_known(session, "99999") == "99999"
    assert member_numbers.writings(session, ["12345", "777"]) == {"12345": "0012345", "777": "777"}


# ------------------------------------------------------------ taken back
def test_a_batch_is_taken_back_with_what_was_planned(session, tmp_path):
    batch = imported(
        session, tmp_path, {}, {"member_number": "0012346", "decede": "O"}, more=["decede"]
    )
    event = session.exec(select(LifeEvent).where(LifeEvent.member_number == "0012345")).one()
    make_invitation(session, EventKind.RETIREMENT, event=event, sent_on=None)
    assert event_batches.roll_back(session, batch, None, NOW) == 2
    session.commit()
    assert [session.exec(select(t)).all() for t in (LifeEvent, Invitation, Suppression)] == [
        [],
        [],
        [],
    ]
    assert (
        imported(
            session, tmp_path, {}, {"member_number": "0012346", "decede": "O"}, more=["decede"]
        ).id
        != batch.id
    )


def test_a_batch_is_taken_back_once(session, tmp_path):
    batch = imported(session, tmp_path, {})
    event_batches.roll_back(session, batch, None, NOW)
    with pytest.raises(Refused, match="déjà annulé"):
        event_batches.roll_back(session, batch, None, NOW)


def test_once_something_left_a_batch_can_only_be_stopped(session, tmp_path):
    batch = imported(session, tmp_path, {}, {"member_number": "0012346", "email": "b@ex.fr"})
    first, second = session.exec(select(LifeEvent).order_by(LifeEvent.id)).all()
    sent = make_invitation(session, EventKind.RETIREMENT, event=first)
    planned = make_invitation(session, EventKind.RETIREMENT, event=second, sent_on=None)
    with pytest.raises(Refused, match="déjà partis"):
        event_batches.roll_back(session, batch, None, NOW)
    assert event_batches.stoppable(session, batch) == 2
    assert event_batches.stop(session, batch, None, NOW) == 2
    assert {sent.status, planned.status} == {InvitationStatus.CANCELLED}


def test_a_stop_that_another_file_asked_for_stays(session, tmp_path):
    imported(session, tmp_path, {"decede": "O"}, more=["decede"])
    batch = imported(session, tmp_path, {"event": "AFF", "decede": "O"}, more=["decede"])
    event_batches.roll_back(session, batch, None, NOW)
    assert session.get(Suppression, ("0012345", LeftOut.DECEASED)) is not None


def test_a_stop_known_before_the_file_stays(session, tmp_path):
    status_changes.suppress(
        session, "0012345", LeftOut.DECEASED, TODAY - timedelta(days=9), None, NOW
    )
    batch = imported(session, tmp_path, {"decede": "O"}, more=["decede"])
    event_batches.roll_back(session, batch, None, NOW)
    assert session.get(Suppression, ("0012345", LeftOut.DECEASED)) is not None


def test_what_a_file_changed_is_put_back_with_it(session, tmp_path):
    imported(session, tmp_path, {"city": "LYON"})
    batch = imported(session, tmp_path, {"city": "PARIS", "email": "b@ex.fr", "event_date": "01/01/2026"})  # fmt: skip
    assert only(session).city == "PARIS"
    event_batches.roll_back(session, batch, None, NOW)
    session.expire_all()
    event = only(session)
    assert (event.city, event.email, event.happened_on) == (
        "LYON",
        "anne.durand@ex.fr",
        date(2025, 12, 4),
    )
    assert session.exec(select(BatchChange)).all() == []


def test_what_was_changed_again_since_stays_as_it_is(session, tmp_path):
    imported(session, tmp_path, {"city": "LYON"})
    batch = imported(session, tmp_path, {"city": "PARIS", "email": "b@ex.fr"})
    imported(session, tmp_path, {"city": "NICE", "email": "b@ex.fr"})
    event_batches.roll_back(session, batch, None, NOW)
    event = only(session)
    assert (event.city, event.email) == ("NICE", "anne.durand@ex.fr")


def test_what_a_mistaken_death_stopped_before_it_left_is_planned_again(session, tmp_path):
    imported(session, tmp_path, {})
    planned = make_invitation(session, EventKind.RETIREMENT, event=only(session), sent_on=None)
    planned.status = InvitationStatus.PLANNED
    batch = imported(session, tmp_path, {"decede": "O"}, more=["decede"])
    assert planned.status is InvitationStatus.CANCELLED
    event_batches.roll_back(session, batch, None, NOW)
    session.expire_all()
    assert (planned.status, planned.cancelled_because) == (InvitationStatus.PLANNED, None)
    assert session.exec(select(Suppression)).all() == []
    assert only(session).left_out is None


def test_the_values_kept_for_putting_back_are_sealed_and_forgotten(session, tmp_path):
    imported(session, tmp_path, {"city": "LYON", "last_name": "LEFÈVRE"})
    batch = imported(session, tmp_path, {"city": "PARIS", "last_name": "LEFÈVRE"})
    kept = session.exec(select(BatchChange)).one()
    assert b"LYON" not in kept.sealed
    batch_undo.forget_old(session, NOW + timedelta(days=89))
    assert session.exec(select(BatchChange)).all() == [kept]
    later = NOW + timedelta(days=91)
    batch_undo.forget_old(session, later)
    assert session.exec(select(BatchChange)).all() == []
    with pytest.raises(Refused, match="plus de 90 jours"):
        event_batches.roll_back(session, batch, None, later)


def test_a_member_is_told_the_values_kept_for_putting_back(session, tmp_path):
    imported(session, tmp_path, {"city": "LYON"})
    imported(session, tmp_path, {"city": "PARIS"})
    drawers = {drawer.title: drawer.lines for drawer in holdings.held(session, "12345")}
    (line,) = drawers["Valeurs remplacées par un import"]
    assert (line.what, line.says, line.until) == ("ville", "LYON", "15\u00a0avril\u00a02026")
