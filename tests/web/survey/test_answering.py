"""The member's path, as a browser without script walks it."""

import pytest
from sqlmodel import select

from survey.answering import invitations
from survey.models import CallBack, Draft, Invitation, InvitationStatus, Suppression
from tests.survey_builders import answer, make_invitation


@pytest.fixture
def link(session):
    """The path of an open invitation."""
    invitation = make_invitation(session)
    path = f"/r/{invitations.token(invitation)}"
    session.commit()
    return path


def test_a_member_answers_from_the_link_to_the_receipt(visitor, link, session):
    visitor.open(link)
    visitor.submit(satisfaction="good", comprehension="4")
    visitor.follow()
    visitor.submit(contact_tried=["phone", "counter"], effort="2", acknowledged="yes")
    visitor.follow()
    assert "Par téléphone" in visitor.text
    visitor.submit(**{"contact_reached.phone": "yes", "contact_satisfaction.phone": "5"})
    visitor.follow()
    visitor.submit(praise="Accueil parfait", suggestion="Rien")
    visitor.follow()
    assert "Vérifiez vos réponses" in visitor.text
    visitor.submit("Envoyer", expect=200)
    assert "code de reçu" in visitor.text
    session.rollback()
    assert session.exec(select(Invitation)).one().status is InvitationStatus.ANSWERED
    assert "Set-Cookie" not in visitor.response.headers


def test_opening_the_link_records_nothing(visitor, link, session):
    visitor.open(link)
    session.rollback()
    assert session.exec(select(Draft)).all() == []
    assert session.exec(select(Invitation)).one().was_opened is False


def test_the_general_question_left_empty_is_told_at_the_top(visitor, link):
    visitor.open(link)
    visitor.submit(comprehension="3", expect=422)
    assert visitor.page.title.get_text().startswith("Erreur")
    assert visitor.page.find("input", attrs={"name": "comprehension", "checked": True})


def test_one_question_a_page_gives_the_same_answers(visitor, link):
    visitor.open(link)
    visitor.submit("une question par page", satisfaction="good")
    visitor.follow()
    assert "Question 1 sur" in visitor.text
    assert visitor.page.find(
        "input", attrs={"name": "satisfaction", "value": "good", "checked": True}
    )


def test_going_back_keeps_what_was_typed(visitor, link):
    visitor.open(link)
    visitor.submit(satisfaction="good")
    visitor.follow()
    visitor.submit("Retour", effort="5")
    visitor.open(f"{link}?page=2")
    assert visitor.page.find("input", attrs={"name": "effort", "value": "5", "checked": True})


def test_an_answer_is_cleared_with_its_button(visitor, link):
    visitor.open(link)
    visitor.submit(satisfaction="good", comprehension="3")
    visitor.open(link)
    button = visitor.page.find("button", attrs={"name": "clear", "value": "comprehension"})
    visitor.post(link, clear=button["value"], satisfaction="good")
    visitor.follow()
    assert not visitor.page.find("input", attrs={"name": "comprehension", "checked": True})


def test_a_huge_text_is_given_back_as_it_was_typed(visitor, link):
    visitor.open(link)
    visitor.submit(satisfaction="good")
    visitor.open(f"{link}?page=9")
    visitor.submit(suggestion="é" * 50_000, expect=422)
    assert (
        visitor.page.find("textarea", attrs={"name": "suggestion"}).get_text().count("é") == 50_000
    )


def test_a_hostile_text_is_shown_as_text(visitor, link):
    visitor.open(link)
    visitor.submit(satisfaction="good")
    visitor.open(f"{link}?page=3")
    visitor.submit(suggestion="<script>alert(1)</script>{{ 7*7 }}")
    visitor.follow()
    assert "<script>alert(1)</script>{{ 7*7 }}" in visitor.text


def test_sending_without_the_general_question_leads_back_to_it(visitor, link):
    visitor.open(link)
    visitor.post(f"{link}/envoyer", expect=422, go="send")
    assert "De façon générale" in visitor.text


def test_a_closed_wave_says_until_when_it_was_open(visitor, session, now):
    invitation = make_invitation(session, sent_on=now.date().replace(year=2026, month=9))
    session.commit()
    visitor.open(f"/r/{invitations.token(invitation)}", expect=410)
    assert "30 novembre 2026" in visitor.text.replace("\u00a0", " ")


def test_a_link_cut_short_leads_to_the_code(visitor):
    visitor.open("/r/abc", expect=404)
    assert "01 23 45 67 89" in visitor.text.replace("\u00a0", " ")


def test_the_code_of_the_letter_leads_to_the_questionnaire(visitor, session):
    invitation = make_invitation(session)
    code = invitations.code(invitation)
    session.commit()
    visitor.open("/code")
    visitor.submit(code=f" {code[:4].lower()}-{code[4:]} ")
    visitor.follow()
    assert "De façon générale" in visitor.text


def test_a_mistyped_code_says_so_and_is_given_back(visitor):
    visitor.open("/code")
    visitor.submit(code="2345", expect=422)
    assert visitor.page.find(id="code")["value"] == "2345"


def test_a_receipt_corrects_then_withdraws(visitor, session):
    receipt = answer(session, make_invitation(session))
    session.commit()
    visitor.open("/recu/")
    visitor.submit(code=receipt, expect=200)
    assert visitor.page.find("a", string="Revoir et corriger mes réponses")
    visitor.submit("Retirer", expect=200)
    session.rollback()
    assert session.exec(select(Draft)).all() == []


def test_objecting_needs_a_press_of_the_button(visitor, link, session):
    visitor.open(f"{link}/opposition")
    session.rollback()
    assert session.exec(select(Suppression)).all() == []
    session.rollback()  # a writing session holds SQLite's lock
    visitor.submit("Ne plus recevoir", expect=200)
    session.rollback()
    assert session.exec(select(Suppression)).one().reason.value == "objection"
    assert session.exec(select(Invitation)).one().status is InvitationStatus.CANCELLED


def test_a_call_back_is_asked_outside_the_answer(visitor, session):
    visitor.open("/rappel")
    visitor.submit(phone="12", expect=422)
    visitor.submit(phone="06 12 34 56 78", about="Ma pension", expect=200)
    assert session.exec(select(CallBack)).one().about == "Ma pension"


def test_no_page_of_the_path_weighs_more_than_ten_kilobytes(visitor, link):
    for page in range(1, 5):
        visitor.open(f"{link}?page={page}")
        assert len(visitor.response.data) <= 10_240
    visitor.open(f"{link}/verifier")
    assert len(visitor.response.data) <= 10_240
