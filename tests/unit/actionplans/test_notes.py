"""The monthly note: reread by the officer, sent once to all inside the daily digest, never changed after."""

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.models import (
    ActionStatus,
    NoteReader,
)
from actionplans.my_work import deadlines
from actionplans.my_work.todo import todo
from actionplans.notes import notes, readers, sections, writing
from core.documents import FORMATS, Bullets, Heading, Paragraph
from core.errors import Missing, Refused
from core.french import NBSP
from core.models import OutgoingMessage
from core.settings import Settings
from organisation.models import JournalEntry, Role
from tests.action_builders import (
    Fund,
    make_action,
    make_fund,
)
from tests.builders import make_user
from tests.note_builders import FEBRUARY, make_note, make_sent

S = ActionStatus


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def plain(text: str) -> str:
    """With ordinary spaces: where no-break ones stand is another test's affair."""
    return text.replace(NBSP, " ")


# ---------------------------------------------------------------- a draft


def test_a_note_is_prepared_once_and_only_of_a_month_that_is_over(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = notes.prepare(session, FEBRUARY, fund.officer, now)
    assert not note.is_sent
    with pytest.raises(Refused, match="La note de février"):
        notes.prepare(session, FEBRUARY, fund.officer, now)
    with pytest.raises(Refused, match="n’est pas fini"):
        notes.prepare(session, date(2027, 3, 1), fund.officer, now)


def test_nobody_but_officer_and_management_reads_a_draft(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_note(session, now)
    for who in ("officer", "management"):
        assert notes.find(session, fund.people[who], 2027, 2).month == FEBRUARY
    for who in ("owner", "head"):
        with pytest.raises(Missing):
            notes.find(session, fund.people[who], 2027, 2)
    assert session.exec(notes.listed(fund.owner)).all() == []
    assert len(session.exec(notes.listed(fund.management)).all()) == 1


@pytest.mark.parametrize(("year", "month"), [(2027, 13), (2027, 0), (0, 1), (99999, 1), (2027, 5)])
def test_a_month_that_is_not_there_is_missing(
    session: Session, fund: Fund, year: int, month: int
) -> None:
    with pytest.raises(Missing):
        notes.find(session, fund.officer, year, month)


def test_too_long_a_section_is_refused_never_cut(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_note(session, now)
    with pytest.raises(Refused, match="Raccourcissez") as refusal:
        notes.write(session, note, {"done": "x" * 4001}, fund.officer, now)
    assert refusal.value.about == "done"


def test_the_facts_are_taken_again_and_the_officer_s_word_stays(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_note(session, now, sections={"word": "Merci.", "done": "Inventé."})
    notes.take_facts_again(session, note, fund.officer, now)
    assert note.sections["word"] == "Merci."
    assert note.sections["done"] == ""
    assert note.version == 2


@pytest.mark.parametrize("who", ["owner", "head", "management"])
def test_the_officer_alone_writes_and_sends(
    session: Session, now: datetime, fund: Fund, who: str
) -> None:
    note, by = make_note(session, now), fund.people[who]
    for deed in (
        lambda: notes.write(session, note, {}, by, now),
        lambda: notes.send(session, note, Settings(), by, now),
        lambda: notes.take_facts_again(session, note, by, now),
        lambda: notes.prepare(session, date(2027, 1, 1), by, now),
    ):
        with pytest.raises(Refused, match="Seul le référent qualité"):
            deed()


# ---------------------------------------------------------------- the document


def test_an_empty_section_is_left_out_and_dashes_are_taken_off(
    session: Session, now: datetime
) -> None:
    note = make_note(session, now, sections={"word": "Merci.", "done": "- Un\n\n • Deux ", "ideas": " \n"})  # fmt: skip
    document = writing.document(note, Settings())
    assert document.parts == (
        Heading("Le mot du référent"), Paragraph("Merci."),
        Heading("Ce qui a été fait"), Bullets(("Un", "Deux")),
    )  # fmt: skip


@pytest.mark.parametrize("extension", FORMATS)
def test_a_sent_note_is_carried_away_in_every_format(
    session: Session, now: datetime, fund: Fund, extension: str
) -> None:
    note = make_sent(session, fund.officer, now)
    assert len(FORMATS[extension].write(writing.said(note))) > 1000


# ---------------------------------------------------------------- sending


def test_a_note_goes_to_every_active_account_but_its_sender(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_user(session, Role.ADMINISTRATOR, name="Nora Petit")
    gone = make_user(session, is_active=False)
    expired = make_user(session, Role.READER, expires_on=now.date() - timedelta(days=1))
    note = make_sent(session, fund.officer, now)
    numbers = set(session.exec(select(NoteReader.user_id).where(NoteReader.note_id == note.id)))
    assert len(numbers) == 5
    assert numbers.isdisjoint({gone.id, expired.id, fund.officer.id})


def test_a_sent_note_never_changes_and_whoever_changes_it_is_found_out(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    assert note.sha256 in writing.said(note).last_words
    for deed in (
        lambda: notes.write(session, note, {"done": "Autre."}, fund.officer, now),
        lambda: notes.send(session, note, Settings(), fund.officer, now),
        lambda: notes.take_facts_again(session, note, fund.officer, now),
    ):
        with pytest.raises(Refused, match="elle ne change plus"):
            deed()
    note.content = note.content.replace("Merci", "Bravo")
    with pytest.raises(Refused, match="modifiée depuis son envoi"):
        writing.said(note)


def test_an_empty_note_is_not_sent(session: Session, now: datetime, fund: Fund) -> None:
    note = make_note(session, now, sections={"done": " \n- \n"})
    with pytest.raises(Refused, match="au moins une ligne"):
        notes.send(session, note, Settings(), fund.officer, now)


def test_the_journal_keeps_the_fingerprint_and_says_nothing_of_readers(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    readers.read(session, note, fund.owner, now)
    entries = session.exec(select(JournalEntry).where(JournalEntry.subject == f"note {note.id}"))
    assert [(e.deed, e.by_id, str(note.sha256) in e.details) for e in entries] == [
        ("send_note", fund.officer.id, True)
    ]


# ---------------------------------------------------------------- the digest


def digests(session: Session, at: datetime) -> dict[str, str]:
    before = set(session.exec(select(OutgoingMessage.id)))
    deadlines.tell(session, at)
    messages = session.exec(select(OutgoingMessage)).all()
    return {m.to_address: plain(m.text) for m in messages if m.id not in before}


def test_a_note_is_one_line_of_the_next_morning_s_digest_and_no_message_of_its_own(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_action(session, fund, now - timedelta(days=59), S.DECIDED)  # due tomorrow
    make_sent(session, fund.officer, now)
    assert session.exec(select(OutgoingMessage)).all() == []
    told_to = digests(session, now + timedelta(days=1))
    assert "Note du mois : février" in told_to[fund.owner.email]
    assert "Merci à tous." in told_to[fund.owner.email]
    assert "/notes/2027/2" in told_to[fund.owner.email]
    assert "Rappeler sous deux heures" in told_to[fund.owner.email]  # in the same message
    assert fund.officer.email not in told_to


def test_never_two_messages_to_a_person_on_one_day_whatever_the_notes(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_sent(session, fund.officer, now)
    make_note(session, now, date(2027, 1, 1))
    for day in range(40):
        for hour in (6, 7, 12):
            deadlines.tell(session, (now + timedelta(days=day)).replace(hour=hour))
    sent = session.exec(select(OutgoingMessage)).all()
    assert sent
    a_day = Counter((one.to_address, one.written_at.date()) for one in sent)
    assert set(a_day.values()) == {1}


def test_who_has_not_read_is_told_once_more_a_week_later_and_who_has_is_left_in_peace(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    digests(session, now + timedelta(days=1))
    readers.read(session, note, fund.owner, now + timedelta(days=2))
    for day in range(2, 8):
        assert digests(session, now + timedelta(days=day)) == {}, day
    again = digests(session, now + timedelta(days=8))
    assert "Pas encore lue" in again[fund.head.email]
    assert fund.owner.email not in again
    assert digests(session, now + timedelta(days=16)) == {}


def test_the_officer_is_told_a_draft_waits_and_reminded_until_it_is_sent(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_note(session, now)
    days = [day for day in range(16) if fund.officer.email in digests(session, now + timedelta(days=day))]  # fmt: skip
    assert days == [0, 3, 7, 14]
    notes.send(session, note, Settings(), fund.officer, now + timedelta(days=16))
    assert fund.officer.email not in digests(session, now + timedelta(days=21))


# ---------------------------------------------------------------- « à faire »


def test_a_note_waits_in_my_work_until_it_is_read(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_note(session, now)
    [task] = [t for t in todo(session, fund.officer, now.date()) if t.url[0] == "notes.edit"]
    assert task.title == "Envoyer la note de février\u00a02027"
    notes.send(session, note, Settings(), fund.officer, now)
    [task] = todo(session, fund.owner, now.date())
    assert task.title == "Lire la note de février\u00a02027"
    readers.read(session, note, fund.owner, now)
    assert todo(session, fund.owner, now.date()) == []
    assert todo(session, fund.head, now.date() + timedelta(days=61)) == []  # history by then


@pytest.mark.parametrize(("month", "said"), [(4, "d’avril"), (8, "d’août"), (10, "d’octobre"), (5, "de mai")])  # fmt: skip
def test_months_are_elided_as_french_does(month: int, said: str) -> None:
    assert sections.of_month(date(2027, month, 1)) == f"{said}\u00a02027"
