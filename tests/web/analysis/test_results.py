"""Indicators for staff, results for everybody."""

from datetime import date

import pytest

from organisation.models import Role
from survey.models import EventKind, InvitationStatus
from tests.builders import make_user
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
