"""Indicators for staff, results for everybody."""

import re
from datetime import date

import pytest
import sqlalchemy as sa

from analysis.models import Voice
from organisation.models import Role
from survey.models import EventKind, InvitationStatus, Mode
from tests.analysis_builders import make_verbatim
from tests.builders import make_charter, make_user
from tests.survey_builders import make_invitation, make_reply


def year_of_answers(session, number, kind=EventKind.AFFILIATION):
    for place in range(number):
        make_invitation(session, kind, sent_on=date(2026, 10, 5), status=InvitationStatus.ANSWERED)
        given = {"satisfaction": "good" if place % 4 else "bad", "comprehension": "4"}
        make_reply(session, kind, period_start=date(2026, 10, 1), answers=given)


def test_the_public_page_opens_with_nothing_to_say(visitor):
    visitor.open("/")
    assert "Les résultats paraîtront" in visitor.text


def test_nine_answers_are_not_published_and_ten_are(visitor, session):
    year_of_answers(session, 9)
    session.commit()
    visitor.open("/")
    assert "Les résultats paraîtront" in visitor.text
    year_of_answers(session, 1)
    session.commit()
    visitor.open("/")
    assert "6,0 sur 10" in visitor.text.replace("\u00a0", " ")
    assert "Notes sur 10" in str(visitor.page.find("svg", class_="chart"))


def test_the_rate_and_the_sizes_stand_beside_the_results(visitor, session):
    year_of_answers(session, 12)
    for _ in range(12):
        make_invitation(session, sent_on=date(2026, 10, 5))
    session.commit()
    visitor.open("/")
    assert "12 réponses pour 24 envois (taux de réponse 50 %)" in visitor.text.replace(
        "\u00a0", " "
    )


def test_the_public_csv_holds_no_small_number(visitor, session):
    year_of_answers(session, 9)
    session.commit()
    visitor.open("/resultats.csv")
    lines = visitor.response.get_data(as_text=True).splitlines()
    assert lines[0].startswith("\ufeffevenement;")
    satisfaction = next(line for line in lines if ";satisfaction;" in line)
    assert ";;" in satisfaction


def test_a_reader_sees_indicators_and_their_history(visitor, session):
    reader = make_user(session, Role.READER)
    year_of_answers(session, 12)
    session.commit()
    visitor.sign_in(reader)
    visitor.open("/indicateurs/")
    assert "Simplicité du langage" in visitor.text
    visitor.open("/indicateurs/satisfaction")
    assert "4e trimestre" in visitor.text.replace("\u00a0", " ")
    visitor.open("/indicateurs/inconnu", expect=404)


def test_no_page_nor_file_tells_the_marks_of_three_people(visitor, session):
    """Three answered on paper, for a mean that no other group has: it is nowhere, nor the figure that would give it."""
    reader = make_user(session, Role.READER)
    for place in range(33):
        on_paper = place < 3
        clarity = ("5", "5", "4")[place] if on_paper else "34"[place % 2]
        mode = Mode.PAPER if on_paper else Mode.PHONE if place < 13 else Mode.WEB
        make_reply(session, period_start=date(2026, 10, 1), mode=mode, answers={"comprehension": clarity})  # fmt: skip
    session.commit()
    visitor.sign_in(reader)
    visitor.open("/indicateurs/comprehension")
    assert "web" in visitor.text
    rows = {row.td.text.strip(): row.text for row in visitor.page.select("tr") if row.td}
    assert "6,2" in rows["web"]
    assert "trop peu de réponses, ou déductible" in rows["papier"]
    assert "trop peu de réponses, ou déductible" in rows["téléphone"]
    for path in (
        "/indicateurs/comprehension",
        "/indicateurs/",
        "/indicateurs/indicateurs.csv",
        "/",
    ):
        visitor.open(path)
        said = visitor.response.get_data(as_text=True)
        assert not {"9,2", "9,167", "91,7"} & set(re.findall(r"\d+,\d+", said)), path


def test_a_question_of_the_fund_has_its_page_and_leads_to_its_commitment(visitor, session, now):
    reader = make_user(session, Role.READER)
    make_charter(session, now)
    for place in range(12):
        make_reply(session, period_start=date(2026, 10, 1), answers={"acknowledged": "yes" if place else "no"})  # fmt: skip
    session.commit()
    visitor.sign_in(reader)
    visitor.open("/indicateurs/")
    assert "Nos engagements, vus par les adhérents" in visitor.text
    visitor.open("/indicateurs/acknowledged")
    assert "92 %" in visitor.text.replace("\u00a0", " ")
    assert visitor.page.find("a", href="/charte/DEL-01")
    assert "Données insuffisantes" in visitor.text


def test_satisfaction_by_theme_is_a_page_and_a_file_and_says_when_it_cannot_tell(visitor, session):
    reader = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(reader)
    visitor.open("/indicateurs/par-theme")
    assert "Trop peu d’adhérents" in visitor.text
    for place in range(70):
        theme, voice = ("delai", Voice.SUGGESTION) if place % 2 else ("telephone", Voice.PRAISE)
        mark = (0, 10, 5)[place % 3]
        make_verbatim(session, theme, voice=voice, satisfaction=mark, period_start=date(2026, 11, 1))  # fmt: skip
    session.commit()
    visitor.open("/indicateurs/par-theme")
    assert "Délais de traitement" in visitor.text
    assert "Poids sur la satisfaction" in visitor.page.find("svg", class_="chart")["aria-label"]
    visitor.open("/indicateurs/par-theme.csv")
    lines = visitor.response.get_data(as_text=True).splitlines()
    assert lines[0].startswith("\ufeffevenement;")
    assert len(lines) == 3


def test_an_indicator_without_any_answer_says_why(visitor, session):
    reader = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(reader)
    visitor.open("/indicateurs/effort")
    assert "Personne n’a encore répondu" in visitor.text


def test_a_reader_whose_access_ended_is_sent_to_the_door(visitor, session, now):
    reader = make_user(session, Role.READER, expires_on=now.date())
    session.commit()
    visitor.sign_in(reader)
    visitor.open("/indicateurs/")
    reader.expires_on = date(2027, 3, 14)
    session.commit()
    visitor.open("/indicateurs/", expect=302)


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR])
def test_the_administrator_sees_no_content(visitor, session, role):
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user)
    visitor.open("/indicateurs/", expect=403)


@pytest.mark.parametrize("page", ["/indicateurs/", "/indicateurs/satisfaction", "/"])
def test_the_number_of_queries_does_not_grow_with_the_answers(visitor, session, app, page):
    reader = make_user(session, Role.READER)
    year_of_answers(session, 10)
    session.commit()
    visitor.sign_in(reader)
    said = []
    sa.event.listen(app.extensions["engine"], "before_cursor_execute", lambda *a: said.append(a[2]))
    visitor.open(page)
    few = len(said)
    for months in (1, 4, 7):
        for mode in Mode:
            make_reply(session, period_start=date(2026, months, 1), mode=mode)
    session.commit()
    said.clear()
    visitor.open(page)
    assert len(said) == few
