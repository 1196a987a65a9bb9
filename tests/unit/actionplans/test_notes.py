"""The monthly note: the month's facts, reread by the officer, sent once, read by all, a proof in the end."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from actionplans.actions import decisions
from actionplans.assessments import campaigns, proposals
from actionplans.models import (
    ActionStatus,
    Evidence,
    EvidenceState,
    MalfunctionStatus,
    MonthlyNote,
    NoteReader,
)
from actionplans.my_work import deadlines
from actionplans.my_work.todo import todo
from actionplans.notes import facts, notes, preparing, proofs, readers, sections, voices, writing
from actionplans.notes.sections import SECTIONS, Month
from core.documents import FORMATS, Bullets, Heading, Paragraph
from core.errors import Missing, Refused
from core.french import NBSP
from core.keys import key
from core.models import OutgoingMessage
from core.settings import Settings
from organisation.models import Department, JournalEntry, Role
from survey import planning, sending
from tests.action_builders import (
    QUARTER,
    Fund,
    make_action,
    make_closed_action,
    make_decision,
    make_fund,
    make_replies,
    make_voices,
    subject,
)
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import make_round, second_department
from tests.builders import make_charter, make_department, make_user
from tests.idea_builders import make_done, make_idea, make_visible
from tests.note_builders import FEBRUARY, make_note, make_sent
from tests.sending_builders import ADDRESS, publish
from tests.survey_builders import make_event

S = ActionStatus
MARCH = Month.of(date(2027, 3, 15))  # the month of the Monday of tests
TODAY = date(2027, 4, 1)


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def told(session: Session, section: str, month: Month = MARCH, today: date = TODAY) -> str:
    return plain(facts.sections(session, month, today)[section])


def plain(text: str) -> str:
    """With ordinary spaces: where no-break ones stand is another test's affair."""
    return text.replace(NBSP, " ")


# ---------------------------------------------------------------- facts


def test_every_section_but_the_officer_s_word_is_written_from_facts() -> None:
    assert set(facts.SOURCES) == set(SECTIONS) - {sections.WORD}


def test_a_month_of_nothing_is_silent_but_for_its_sendings(session: Session) -> None:
    found = facts.sections(session, MARCH, TODAY)
    assert (
        plain(found.pop("voices")).splitlines()[0] == "Aucun questionnaire n’est parti ce mois-ci."
    )
    steps = found.pop("ahead")
    assert steps == ""  # April holds no usual step
    assert set(found.values()) == {""}


def test_what_was_decided_is_told_with_the_reason_of_not_acting(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_decision(session, fund, now)
    make_voices(session, "delai", 12)
    decisions.decide_no_action(
        session, subject("delai"), "Le logiciel change en mai.", date(2027, 9, 1), fund.officer, now
    )
    make_action(session, fund, now, S.DECIDED)
    said = told(session, "decided")
    assert "pas d’action pour le moment, car le logiciel change en mai. Réexamen le 1er" in said
    assert said.count(" : une action.") == 2
    assert "Rappeler sous deux heures les appels perdus, Accueil téléphonique, pour le" in said
    assert told(session, "decided", Month.of(date(2027, 2, 1))) == ""


def test_done_and_verified_are_two_sections(session: Session, now: datetime, fund: Fund) -> None:
    make_closed_action(session, fund, now)
    assert "Rappeler sous deux heures" in told(session, "done")
    assert told(session, "verified") == ""
    closed_in = Month.of(now.date() + timedelta(days=100))
    assert "évaluation écrite" in told(session, "verified", closed_in)
    assert told(session, "done", closed_in) == ""


def test_beyond_five_the_others_are_counted(session: Session, now: datetime, fund: Fund) -> None:
    for rank in range(8):
        make_action(session, fund, now, S.DONE, title=f"Action numéro {rank}")
    lines = told(session, "done").splitlines()
    assert len(lines) == 6
    assert lines[-1] == "Et 3 autres actions réalisées."


def test_a_report_brings_its_number_and_what_was_done_never_its_text(
    session: Session, now: datetime, fund: Fund
) -> None:
    closed = {"status": MalfunctionStatus.CLOSED, "closed_on": now.date()}
    seen = make_report(session, now, by=fund.owner, told="Paul a crié.", touches_members=True, fix="Badge changé.", **closed)  # fmt: skip
    make_report(session, now, by=fund.owner, told="La lampe.", severity=4, fix="Lampe posée.", **closed)  # fmt: skip
    make_report(session, now, by=fund.owner)
    said = told(session, "reports")
    assert said.splitlines()[0] == "3 signalements reçus, 2 clos avec un retour."
    assert f"{seen.number} : Badge changé." in said
    for secret in ("Paul", "Lampe posée", "Inès"):
        assert secret not in said


def test_five_reports_closed_say_how_fast(session: Session, now: datetime, fund: Fund) -> None:
    for days in (2, 4, 6, 8, 10):
        make_report(
            session, now, by=fund.owner, status=MalfunctionStatus.CLOSED,
            closed_on=now.date() + timedelta(days=days),
        )  # fmt: skip
    assert "la moitié en 6 jours au plus" in told(session, "reports")


def test_ideas_are_told_once_everybody_may_read_them(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_idea(session, fund, now, text="Une idée que personne ne lit encore.")
    make_visible(session, fund, now, title="Un scanner par étage")
    done = make_done(session, fund, now, title="Une seule adresse")
    said = told(session, "ideas")
    assert "2 idées nouvelles : « Un scanner par étage » et « Une seule adresse »" in said
    assert "1 idée a eu sa réponse : 1 retenue" in said
    assert "personne ne lit" not in said
    done.thanked_on = now.date()
    session.flush()
    assert "Réalisée : « Une seule adresse », merci à Inès Roy." in told(session, "ideas")


def test_what_comes_is_that_of_the_month_that_follows(session: Session, fund: Fund) -> None:
    said = told(session, "ahead", Month.of(date(2027, 9, 1)))
    assert "Le 20 octobre 2027 : Ouvrir la campagne d’auto-évaluation." in said
    assert "Clore" not in said
    december = told(session, "ahead", Month.of(date(2027, 12, 1)))
    assert "janvier 2028" in december


# ---------------------------------------------------------------- members' voice


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_a_theme_is_told_from_ten_voices_on(
    session: Session, fund: Fund, n: int, shown: bool
) -> None:
    make_voices(session, "telephone", n)
    said = told(session, "voices", Month.of(QUARTER[1]))
    assert (f"{n} voix" in said) is shown
    assert ("Aucun thème n’a réuni" in said) is not shown


def test_a_month_tells_of_the_last_quarter_that_was_over(session: Session, fund: Fund) -> None:
    make_voices(session, "telephone", 12, date(2027, 1, 1))
    assert "4e trimestre" in told(session, "voices", Month.of(date(2027, 2, 1)))
    assert "1er trimestre 2027, ils ont surtout" in told(session, "voices", MARCH)


@pytest.mark.parametrize(("n", "said"), [(0, "Aucun questionnaire"), (3, "Moins de 10 questionnaires"), (12, "12 questionnaires sont partis ; moins de 10 réponses")])  # fmt: skip
def test_a_small_wave_is_not_told_in_figures(
    session: Session, now: datetime, n: int, said: str
) -> None:
    publish(session)
    for _ in range(n):
        make_event(session, **ADDRESS)
    planning.plan(session, now)
    sending.send_due(session, now + timedelta(days=3))
    assert told(session, "voices").startswith(said)


def test_satisfaction_is_told_only_where_the_public_page_may(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_replies(session, date(2026, 11, 1), 9, 5)
    assert "Satisfaction" not in told(session, "voices")
    make_replies(session, date(2026, 11, 1), 11, 5)
    found = [line for line in told(session, "voices").splitlines() if "Satisfaction" in line]
    assert len(found) == 1
    assert "20 réponses" in found[0]
    assert "(départ en retraite)" in found[0]
    assert list(voices.facts(session, MARCH, TODAY))


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


def test_two_people_who_write_at_once_do_not_undo_each_other(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_note(session, now)
    notes.write(session, note, {"done": "Un."}, "1", fund.officer, now)
    with pytest.raises(Refused, match="entre-temps"):
        notes.write(session, note, {"done": "Deux."}, "1", fund.officer, now)
    assert note.sections["done"] == "Un."


def test_too_long_a_section_is_refused_never_cut(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_note(session, now)
    with pytest.raises(Refused, match="Raccourcissez") as refusal:
        notes.write(session, note, {"done": "x" * 4001}, "1", fund.officer, now)
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
        lambda: notes.write(session, note, {}, "1", by, now),
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
        lambda: notes.write(session, note, {"done": "Autre."}, "1", fund.officer, now),
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


# ---------------------------------------------------------------- readers


def test_reading_is_said_by_the_person_once_and_kept_to_the_day(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    readers.read(session, note, fund.owner, now)
    readers.read(session, note, fund.owner, now + timedelta(days=9))
    found = readers.receipt(session, note, fund.owner)
    assert found is not None
    assert found.read_on == now.date()
    assert readers.reading(session, note).whole == readers.Rate("Tous", 4, 1)


def test_nothing_is_read_before_it_is_sent_nor_by_who_came_after(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_note(session, now)
    with pytest.raises(Refused, match="pas encore envoyée"):
        readers.read(session, note, fund.owner, now)
    notes.send(session, note, Settings(), fund.officer, now)
    newcomer = make_user(session)
    with pytest.raises(Refused, match="envoyée sans vous"):
        readers.read(session, note, newcomer, now)


def test_a_department_is_counted_as_it_was_on_the_day_of_the_sending(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    fund.owner.department_id = fund.other.id
    found = session.get(NoteReader, (note.id, fund.owner.id))
    assert found is not None
    assert found.department_id == fund.department.id


@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=3),
        st.integers(1, 12).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n))),
        max_size=8,
    )
)
def test_no_group_under_five_is_shown_nor_worked_out_from_the_whole(
    groups: dict[str, tuple[int, int]],
) -> None:
    shown = readers.departments(groups)
    assert all(rate.sent >= readers.SMALLEST for rate in shown)
    if shown:
        assert sum(rate.sent for rate in shown) == sum(n for n, _ in groups.values())
        assert sum(rate.read for rate in shown) == sum(n for _, n in groups.values())
        named = {rate.label for rate in shown} - {readers.TOGETHER}
        assert all(groups[name][0] >= readers.SMALLEST for name in named)


def test_a_group_that_would_be_worked_out_takes_another_with_it() -> None:
    shown = readers.departments({"a": (6, 1), "b": (9, 9), "c": (2, 0)})
    assert [(rate.label, rate.sent) for rate in shown] == [("b", 9), (readers.TOGETHER, 8)]
    assert readers.departments({"a": (4, 1), "b": (3, 2)}) == ()


# ---------------------------------------------------------------- the proof


@pytest.fixture
def round_(session: Session, now: datetime) -> Any:
    return make_round(session, now)


def test_a_note_becomes_a_proof_of_the_officer_s_commitment_with_its_reading(
    session: Session, now: datetime, round_: Any
) -> None:
    note = make_sent(session, round_.officer, now)
    readers.read(session, note, round_.head, now)
    later = now + timedelta(days=15)
    filed = proofs.prove(session, note, later)
    assert filed.codes == ["AME-04"]
    assert filed.department_id == round_.officer.department_id
    assert filed.title == "Note du mois : février\u00a02027, lue par 1\u00a0personne sur 2"
    assert (filed.valid_from, filed.valid_to) == (FEBRUARY, now.date())
    assert filed.state is EvidenceState.PROPOSED
    assert (filed.media_type, filed.added_by_id) == ("application/pdf", round_.officer.id)
    assert (note.evidence_id, note.proven_on) == (filed.id, later.date())
    quality = second_department(session, round_)
    known = proposals.valid_evidence(session, quality.campaign, quality.department)
    assert filed in known["AME-04"]


def test_a_note_proves_once_and_not_before_it_is_sent(
    session: Session, now: datetime, round_: Any
) -> None:
    draft = make_note(session, now, date(2027, 1, 1))
    with pytest.raises(Refused, match="Envoyez la note d’abord"):
        proofs.prove(session, draft, now)
    note = make_sent(session, round_.officer, now)
    proofs.prove(session, note, now)
    with pytest.raises(Refused, match="déjà une preuve"):
        proofs.prove(session, note, now)


def test_without_a_charter_or_a_department_a_note_says_what_to_do(
    session: Session, now: datetime, fund: Fund
) -> None:
    note = make_sent(session, fund.officer, now)
    with pytest.raises(Refused):
        proofs.prove(session, note, now)
    make_charter(session, now)
    with pytest.raises(Refused, match="Donnez l’activité « Qualité de service »"):
        proofs.prove(session, note, now)
    make_department(session, "Qualité", ("referent_qualite",))
    assert proofs.prove(session, note, now).department.name == "Qualité"
    assert session.exec(select(Department)).all()


def test_a_proof_taken_back_leaves_the_note_and_is_not_made_again(
    session: Session, now: datetime, round_: Any
) -> None:
    note = make_sent(session, round_.officer, now)
    filed = proofs.prove(session, note, now)
    session.delete(filed)
    session.flush()
    session.expire(note)
    assert note.evidence_id is None
    preparing.prepare_due(session, now + timedelta(days=40))
    assert session.exec(select(Evidence)).all() == []


# ---------------------------------------------------------------- by itself


@pytest.mark.parametrize(
    ("on", "made"),
    [("2027-02-01", 1), ("2027-05-01", 0), ("2027-05-02", 0), ("2027-05-03", 1), ("2027-05-20", 1)],
)
def test_the_note_is_prepared_on_the_first_working_day_or_later_if_it_was_missed(
    session: Session, fund: Fund, on: str, made: int
) -> None:
    preparing.prepare_due(session, datetime.fromisoformat(f"{on}T05:15:00+00:00"))
    assert len(session.exec(select(MonthlyNote)).all()) == made


def test_running_twice_prepares_once(session: Session, now: datetime, fund: Fund) -> None:
    for _ in range(3):
        preparing.prepare_due(session, now)
    [note] = session.exec(select(MonthlyNote)).all()
    assert note.month == FEBRUARY
    assert note.written_by_id is None


def test_without_an_officer_nothing_piles_up(session: Session, now: datetime, fund: Fund) -> None:
    fund.officer.is_active = False
    session.flush()
    preparing.prepare_due(session, now)
    assert session.exec(select(MonthlyNote)).all() == []


def test_a_note_becomes_a_proof_by_itself_fifteen_days_after_it_was_sent(
    session: Session, now: datetime, round_: Any
) -> None:
    note = make_sent(session, round_.officer, now)
    preparing.prepare_due(session, now + timedelta(days=14))
    assert note.proven_on is None
    preparing.prepare_due(session, now + timedelta(days=15))
    assert note.proven_on == now.date() + timedelta(days=15)
    preparing.prepare_due(session, now + timedelta(days=16))
    assert len(session.exec(select(Evidence)).all()) == 1
    assert campaigns.campaigns(session)
    assert key(note)
