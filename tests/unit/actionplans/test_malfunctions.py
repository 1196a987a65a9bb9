"""A malfunction, from the one field to the answer given to whoever told it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from actionplans.actions import actions
from actionplans.malfunctions import malfunctions, promises, proposing, reporting
from actionplans.malfunctions import reading as report_reading
from actionplans.malfunctions.malfunctions import Handling, Qualification
from actionplans.malfunctions.reporting import Told
from actionplans.malfunctions.tasks import report_tasks
from actionplans.models import (
    CauseFamily,
    Frequency,
    InsideGesture,
    InsideMove,
    InsidePlace,
    Malfunction,
    MalfunctionStatus,
    ReportMode,
    SimilarReport,
)
from analysis.indicators import measures
from core.errors import Refused
from organisation import charters, journal
from organisation.models import JournalEntry, Role
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter, make_department, make_user


@pytest.fixture
def officer(session):
    return make_user(session, Role.QUALITY_OFFICER)


def test_one_sentence_is_enough_and_is_sealed_until_masked(session, now):
    malfunction, code = reporting.report(
        session, Told("La GED est lente."), make_user(session), now
    )
    assert malfunction.number == "D-2027-1"
    assert code == ""
    assert malfunction.text == ""
    assert b"GED" not in malfunction.sealed


def test_nothing_and_too_much_are_refused(session, now):
    with pytest.raises(Refused, match="une phrase"):
        reporting.report(session, Told("   "), make_user(session), now)
    with pytest.raises(Refused, match="50000"):
        reporting.report(session, Told("x" * 50_000), make_user(session), now)


def test_numbers_follow_each_other_within_a_year(session, now):
    for _ in range(11):
        make_report(session, now)
    later, _ = reporting.report(session, Told("Autre"), make_user(session), now)
    next_year, _ = reporting.report(
        session, Told("Autre"), make_user(session), now.replace(year=2028)
    )
    assert (later.number, next_year.number) == ("D-2027-12", "D-2028-1")


def test_an_anonymous_report_leaves_no_trace_of_its_author_anywhere(session, now, settings):
    teller = make_user(session, name="Zoé Introuvable", department=make_department(session))
    session.commit()
    entries = len(session.exec(select(JournalEntry)).all())
    told = Told("On nous coupe les appels.", ReportMode.ANONYMOUS, teller.department_id)
    malfunction, code = reporting.report(session, told, teller, now)
    session.commit()
    assert malfunction.reporter_id is None
    assert malfunction.department_id is None  # four colleagues at most: it would tell who
    assert len(session.exec(select(JournalEntry)).all()) == entries
    row = session.exec(sa.select(Malfunction.__table__)).one()
    assert not any(hasattr(value, "hour") for value in row), "a time finer than the day"
    assert reporting.by_code(session, code) is malfunction
    raw = b"".join(p.read_bytes() for p in Path(settings.HOME).glob("sillage.db*"))
    assert code.encode() not in raw


def test_the_author_of_an_anonymous_report_cannot_be_set_later(session, now):
    malfunction, _ = reporting.report(
        session, Told("x y", ReportMode.ANONYMOUS), make_user(session), now
    )
    session.commit()
    malfunction.reporter_id = make_user(session).id
    with pytest.raises(sa.exc.IntegrityError):
        session.commit()


def test_a_wrong_code_says_what_a_code_looks_like(session):
    with pytest.raises(Refused):
        reporting.by_code(session, "2345-2345")


def test_a_title_is_the_first_sentence_cut_at_a_word():
    assert report_reading.title_of("Panne. Depuis lundi.") == "Panne"
    assert len(report_reading.title_of("mot " * 60)) <= 81


def test_it_is_looked_at_in_five_working_days_and_never_more_than_a_week(session, now):
    assert make_report(session, now).due_on == date(2027, 3, 22)
    easter = now.replace(month=3, day=25)  # Good Friday works, Easter Monday does not
    assert make_report(session, easter).due_on == date(2027, 4, 1)


def test_ten_working_days_to_take_it_in_hand_twenty_to_settle_it_or_the_day_announced(
    session, now, officer
):
    department = make_department(session)
    head = make_user(session, Role.HEAD, department)
    judged = Qualification(2, department, frequency=Frequency.OFTEN)
    m, other = make_report(session, now), make_report(session, now)
    for one in (m, other):
        malfunctions.qualify(session, one, judged, officer, now)
        assert one.status is MalfunctionStatus.QUALIFIED
        assert one.due_on == date(2027, 3, 30)  # Easter Monday is the 29th
    assert m.frequency is Frequency.OFTEN
    malfunctions.take_in_hand(session, m, head, now + timedelta(days=3))
    assert m.due_on == date(2027, 4, 13)
    how = Handling(CauseFamily.TOOL, " Le tambour est usé. ", date(2027, 6, 1))
    malfunctions.take_in_hand(session, other, head, now, how)
    assert (other.due_on, other.cause_family) == (date(2027, 6, 1), CauseFamily.TOOL)
    assert other.analysis == "Le tambour est usé."


def test_an_announced_day_is_to_come(session, now, officer):
    department = make_department(session)
    head = make_user(session, Role.HEAD, department)
    m = make_report(session, now)
    malfunctions.qualify(session, m, Qualification(3, department), officer, now)
    with pytest.raises(Refused, match="jour à venir"):
        malfunctions.take_in_hand(session, m, head, now, Handling(announced_on=now.date()))


def test_where_the_cause_remains_an_action_deals_with_it_first(session, now, officer):
    department = make_department(session)
    head = make_user(session, Role.HEAD, department)
    m = make_report(session, now)
    malfunctions.qualify(session, m, Qualification(3, department), officer, now)
    with pytest.raises(Refused, match="proposez d’abord une action"):
        malfunctions.resolve(session, m, "Réparée.", head, now, cause_remains=True)
    action = actions.propose(session, "Changer l’imprimante", department, [m], head, now)
    actions.refuse(session, action, "Trop cher.", head, now)
    with pytest.raises(Refused, match="proposez d’abord une action"):
        malfunctions.resolve(session, m, "Réparée.", head, now, cause_remains=True)
    actions.propose(session, "Changer le tambour", department, [m], head, now)
    malfunctions.resolve(session, m, "Réparée.", head, now, cause_remains=True)
    assert m.status is MalfunctionStatus.RESOLVED


def test_redirecting_erases_what_was_exchanged_too(session, now, officer):
    m = make_report(session, now)
    reporting.add_word(session, m, "C’est mon chef.", now, from_reporter=True)
    malfunctions.redirect(session, m, "harassment", officer, now)
    assert reporting.words(session, m) == []


def test_the_officer_reopens_whenever_it_is_seen_and_speaks_for_the_quality(session, now, officer):
    m = make_report(session, now, status=MalfunctionStatus.CLOSED, closed_on=now.date())
    later = now + timedelta(days=200)
    reporting.reopen(session, m, "Vu de nouveau.", later, officer)
    assert [word.from_reporter for word in reporting.words(session, m)] == [False]
    assert m.is_satisfied is None
    assert journal.about(session, reporting.subject(m))[0].by_id == officer.id


def test_satisfaction_is_asked_once_it_is_closed_and_each_time(session, now, officer):
    m = make_report(session, now)
    with pytest.raises(Refused, match="n’est pas clos"):
        reporting.say_satisfied(session, m)
    m.status, m.closed_on = MalfunctionStatus.CLOSED, now.date()
    reporting.say_satisfied(session, m)
    assert m.is_satisfied is True
    reporting.reopen(session, m, "Finalement non.", now)
    assert m.is_satisfied is False
    malfunctions.resolve(session, m, "Réparée.", officer, now)
    malfunctions.close(session, m, "C’est réparé.", officer, now)
    assert m.is_satisfied is None


def test_each_step_says_from_which_state_to_which(session, now, officer):
    department = make_department(session)
    m = make_report(session, now)
    malfunctions.qualify(session, m, Qualification(3, department), officer, now)
    assert (
        journal.about(session, reporting.subject(m))[0].details == "signalé → qualifié, gravité 3"
    )


def test_a_report_still_being_masked_cannot_be_qualified(session, now, officer):
    m, _ = reporting.report(session, Told("Encore scellé"), make_user(session), now)
    with pytest.raises(Refused, match="masquage"):
        malfunctions.qualify(session, m, Qualification(2, make_department(session)), officer, now)


def test_joining_follows_to_the_first_report(session, now, officer):
    first, second, third = (make_report(session, now) for _ in range(3))
    malfunctions.join(session, second, first, officer, now)
    malfunctions.join(session, third, second, officer, now)
    assert third.joined_to_id == first.id
    with pytest.raises(Refused):
        malfunctions.join(session, first, first, officer, now)


def test_redirecting_erases_what_was_told(session, now, officer):
    m = make_report(session, now, told="Mon chef me harcèle.")
    malfunctions.redirect(session, m, "harassment", officer, now)
    assert "harcèle" not in m.text + m.title
    assert "personne de confiance" in m.outcome


def test_a_head_handles_what_is_theirs_alone(session, now, officer):
    mine, theirs = make_department(session), make_department(session)
    head = make_user(session, Role.HEAD, mine)
    m = make_report(session, now)
    malfunctions.qualify(session, m, Qualification(3, theirs), officer, now)
    with pytest.raises(Refused, match="autre service"):
        malfunctions.take_in_hand(session, m, head, now)


def test_the_whole_life_of_a_report(session, now, officer):
    department = make_department(session)
    head = make_user(session, Role.HEAD, department)
    m = make_report(session, now)
    malfunctions.qualify(session, m, Qualification(3, department), officer, now)
    malfunctions.take_in_hand(session, m, head, now)
    malfunctions.resolve(session, m, "Imprimante changée.", head, now)
    malfunctions.close(session, m, "C’est réparé, merci.", officer, now)
    assert m.status is MalfunctionStatus.CLOSED
    assert len(journal.about(session, reporting.subject(m))) == 5
    reporting.reopen(session, m, "Toujours en panne.", now + timedelta(days=3))
    assert m.status is MalfunctionStatus.IN_HAND


def test_a_closed_report_is_not_reopened_after_thirty_days(session, now, officer):
    m = make_report(session, now, status=MalfunctionStatus.CLOSED, closed_on=now.date())
    with pytest.raises(Refused, match="trente jours"):
        reporting.reopen(session, m, "Encore.", now + timedelta(days=31))


def test_steps_cannot_be_skipped(session, now, officer):
    m = make_report(session, now)
    with pytest.raises(Refused):
        malfunctions.close(session, m, "Fini.", officer, now)
    with pytest.raises(Refused):
        malfunctions.resolve(session, m, "Fait.", officer, now)


def test_seeing_a_confidential_reporter_is_the_officers_alone_and_journalled(session, now, officer):
    teller = make_user(session, name="Awa Secret")
    m = make_report(session, now, by=teller)
    assert malfunctions.reporter_name(session, m, officer, now) == "Awa Secret"
    assert journal.about(session, reporting.subject(m))[0].deed == "see_reporter"
    with pytest.raises(Refused):
        malfunctions.reporter_name(session, m, make_user(session, Role.MANAGEMENT), now)


@pytest.mark.parametrize(
    ("role", "seen"),
    [(Role.QUALITY_OFFICER, 3), (Role.HEAD, 1), (Role.MANAGEMENT, 1), (Role.COLLABORATOR, 0)],
)
def test_who_reads_which_reports(session, now, officer, role, seen):
    mine, other = make_department(session), make_department(session)
    make_report(session, now)
    theirs = make_report(session, now)
    malfunctions.qualify(session, theirs, Qualification(3, mine), officer, now)
    serious = make_report(session, now)
    malfunctions.qualify(session, serious, Qualification(1, other), officer, now)
    reader = make_user(session, role, mine)
    assert len(session.exec(malfunctions.listed(reader)).all()) == seen


def test_the_officer_has_reports_to_qualify_and_the_head_reports_to_fix(session, now, officer):
    department = make_department(session)
    m = make_report(session, now)
    assert [t.verb for t in report_tasks(session, officer, now.date())] == ["Qualifier"]
    malfunctions.qualify(session, m, Qualification(3, department), officer, now)
    head = make_user(session, Role.HEAD, department)
    assert [t.verb for t in report_tasks(session, head, now.date())] == ["Prendre en charge"]


def test_the_commitment_closest_to_its_theme_is_proposed_until_it_is_judged(session, now, officer):
    make_charter(session, now)
    in_force = charters.by_code(session)
    m = make_report(session, now, theme="telephone")
    guess = proposing.chosen_commitment(m, in_force)
    assert guess == measures.theme("telephone").commitments[0]
    assert proposing.chosen_commitment(m, []) == ""
    other = in_force["ACC-01"]
    judged = Qualification(3, make_department(session), "telephone", other)
    malfunctions.qualify(session, m, judged, officer, now)
    session.refresh(m)
    assert proposing.chosen_commitment(m, in_force) == "ACC-01"
    bare = make_report(session, now, theme="telephone")
    malfunctions.qualify(session, bare, Qualification(3, make_department(session)), officer, now)
    assert proposing.chosen_commitment(bare, in_force) == ""  # « aucun » was an answer


def test_how_many_are_satisfied_is_said_of_those_who_answered(session, now):
    for is_satisfied in (True, True, False, None):
        make_report(session, now, is_satisfied=is_satisfied)
    make_report(session, now - timedelta(days=400), is_satisfied=False)
    found = promises.satisfied(session, now.date())
    assert (found.kept, found.of, found.share) == (2, 3, None)  # too few for a share


# ---------------------------------------------------------------- what its author adds

NAMED = "Mme Zoé Introuvable l’a vu, appelez le 06 12 34 56 78."


def test_what_its_author_adds_is_sealed_until_its_names_are_masked(session, now):
    m = make_report(session, now)
    reporting.add_word(session, m, NAMED, now, from_reporter=True)
    reporting.add_word(session, m, "Merci.", now, from_reporter=False)
    session.commit()
    assert [word.text for word in reporting.words(session, m)] == ["", "Merci."]
    assert [word.text for word in reporting.words(session, m, is_author=True)] == [NAMED, "Merci."]
    assert report_reading.read_new(session, now) == 1
    for is_author in (True, False):
        masked = reporting.words(session, m, is_author=is_author)[0].text
        assert "Introuvable" not in masked
        assert "06 12" not in masked
        assert "l’a vu" in masked
    assert report_reading.read_new(session, now) == 0


def test_a_word_too_long_once_masked_is_kept_whole(session, now):
    m = make_report(session, now)
    many = ("Mme Zoé Introuvable ; " * 90).strip()
    reporting.add_word(session, m, many, now, from_reporter=True)
    session.commit()
    report_reading.read_new(session, now)
    [word] = reporting.words(session, m)
    assert len(word.text) > 0
    assert "Introuvable" not in word.text


def test_redirecting_erases_what_was_read_of_it_too(session, now, officer):
    earlier, m = make_report(session, now), make_report(session, now, theme="telephone")
    session.add(
        SimilarReport(malfunction_id=m.id, earlier_id=earlier.id, score=0.9, is_likely=True)
    )
    session.add(InsidePlace(theme="telephone", malfunction_id=m.id, nearness=0.9))
    move = {"gesture": InsideGesture.OUT, "theme": "telephone", "by_id": officer.id, "at": now}
    session.add(InsideMove(malfunction_id=m.id, **move))
    session.flush()
    malfunctions.redirect(session, m, "safety", officer, now)
    for table in (SimilarReport, InsidePlace, InsideMove):
        assert session.exec(sa.select(table)).all() == []


def test_nothing_more_is_said_on_a_report_sent_to_an_official_channel(session, now, officer):
    m = make_report(session, now, theme="telephone")
    malfunctions.redirect(session, m, "harassment", officer, now)
    assert m.theme == ""
    assert "harassment" not in journal.about(session, reporting.subject(m))[0].details
    for from_reporter in (True, False):
        with pytest.raises(Refused, match="écrivez-lui directement"):
            reporting.add_word(session, m, "Encore.", now, from_reporter=from_reporter)
