"""What a month brought, as the note first says it: facts of that month alone, small numbers withheld."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from actionplans.actions import decisions
from actionplans.models import (
    ActionStatus,
    MalfunctionStatus,
)
from actionplans.notes import facts, sections, voices
from actionplans.notes.sections import SECTIONS, Month
from core.french import NBSP
from survey.sending import planning, sending
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
from tests.idea_builders import make_done, make_idea, make_visible
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


@given(st.text(max_size=400), st.integers(10, 300))
def test_what_is_cut_is_cut_at_a_word_and_says_so(text: str, longest: int) -> None:
    cut = sections.shortened(text, longest)
    assert len(cut) <= longest + 1
    whole = " ".join(text.split())
    assert cut == whole or (cut.endswith("…") and whole.startswith(cut[:-1]))
