"""The text of the telephone on screen, without a script: from the code to the receipt, or to a refusal."""

import re

import pytest
from sqlmodel import select

from core.models import Attempts
from organisation.models import Role
from survey.answering import answering, codes
from survey.entry import calling
from survey.models import (
    CallAttempt,
    CallBack,
    CallOutcome,
    Draft,
    Invitation,
    InvitationStatus,
    LeftOut,
    Mode,
    Suppression,
)
from tests.builders import make_department, make_user
from tests.entry_builders import code_of, signed_in_colleague
from tests.survey_builders import answer, fill, make_invitation


@pytest.fixture
def judged(session):
    return make_department(session)


@pytest.fixture
def invitation(session, judged):
    return make_invitation(session, department=judged)


@pytest.fixture
def colleague(visitor, session, invitation):
    return signed_in_colleague(visitor, session)


def opened(visitor, invitation, direction="called", expect=200):
    visitor.open("/telephone/")
    return visitor.submit("Ouvrir", code=code_of(invitation), direction=direction, expect=expect)


def begun(visitor, invitation):
    opened(visitor, invitation)
    return visitor.submit("commencer", expect=200)


def words(visitor) -> list[str]:
    """The questions of the page, as they are read aloud."""
    return [re.sub(r"\s+", " ", one.get_text()) for one in visitor.page.select("legend.aloud, label.aloud")]  # fmt: skip


def test_a_call_goes_from_the_code_to_the_receipt(colleague, session, invitation):
    opened(colleague, invitation)
    assert "Merci de votre appel." in colleague.text
    assert "Vos réponses restent confidentielles" in colleague.text
    colleague.submit("commencer", expect=200)
    colleague.submit("Suite", satisfaction="good", comprehension="4", expect=200)
    colleague.submit("Suite", contact_tried=["phone"], effort="2", expect=200)
    assert len(colleague.page.select("#contact_reached fieldset")) == 1  # the telephone alone
    colleague.submit("Suite", **{"contact_reached.phone": "yes"}, expect=200)
    colleague.submit("Terminer", suggestion="Rappeler", expect=200)
    receipt = codes.read_receipt(colleague.page.select_one(".receipt").get_text())
    session.expire_all()
    draft = session.exec(select(Draft)).one()
    assert (draft.mode, draft.is_submitted) == (Mode.PHONE, True)
    assert answering.read(draft) == {
        "satisfaction": "good", "comprehension": "4", "contact_tried": ["phone"], "effort": "2",
        "contact_reached": {"phone": "yes"}, "suggestion": "Rappeler",
    }  # fmt: skip
    assert answering.by_receipt(session, receipt, draft and invitation.sent_on) == draft
    assert len(colleague.page.select(".spelled li")) == 3


def test_questions_that_do_not_concern_the_person_are_not_shown(colleague, invitation):
    begun(colleague, invitation)
    colleague.submit("Suite", satisfaction="good", expect=200)
    colleague.submit("Suite", contact_tried=["none"], expect=200)
    assert not any("joindre la caisse" in said for said in words(colleague))
    assert any("Qu’est-ce qui a bien marché" in said for said in words(colleague))


def test_the_spoken_words_are_on_the_screen(colleague, invitation):
    begun(colleague, invitation)
    colleague.submit("Suite", satisfaction="good", expect=200)
    assert any("Diriez-vous que cette démarche" in said for said in words(colleague))
    assert "Les réponses sont dans la question" in colleague.text


def test_what_is_not_read_aloud_is_apart(colleague, invitation):
    begun(colleague, invitation)
    apart = [label.get_text(" ", strip=True) for label in colleague.page.select("#comprehension .unread label")]  # fmt: skip
    assert apart == ["6 Je ne sais pas", "0 Ne répond pas à cette question"]
    assert "Ne lisez pas" in colleague.text


def test_going_back_loses_nothing(colleague, invitation):
    begun(colleague, invitation)
    colleague.submit("Suite", satisfaction="bad", expect=200)
    colleague.submit("Revenir", effort="5", expect=200)
    assert colleague.page.find("input", attrs={"name": "satisfaction", "value": "bad", "checked": True})  # fmt: skip
    colleague.submit("Suite", expect=200)
    assert colleague.page.find("input", attrs={"name": "effort", "value": "5", "checked": True})
    colleague.submit("Revenir", expect=200)
    colleague.submit("Revenir", expect=200)
    assert "d’accord pour commencer" in colleague.text


def test_the_general_question_is_needed_to_go_on(colleague, session, invitation):
    begun(colleague, invitation)
    colleague.submit("Suite", comprehension="4", expect=422)
    assert "Choisissez une réponse" in colleague.text
    assert colleague.page.find("input", attrs={"name": "comprehension", "value": "4", "checked": True})  # fmt: skip


def test_a_person_who_hangs_up_is_heard_for_what_they_said(colleague, session, invitation):
    begun(colleague, invitation)
    colleague.submit("Suite", satisfaction="good", expect=200)
    colleague.submit("arrête là", effort="2", expect=200)
    assert "C’est terminé." in colleague.text
    session.expire_all()
    assert answering.read(session.exec(select(Draft)).one()) == {"satisfaction": "good", "effort": "2"}  # fmt: skip


def test_a_person_who_hangs_up_before_the_first_answer_counts_for_nothing(colleague, session, invitation):  # fmt: skip
    begun(colleague, invitation)
    colleague.submit("arrête là", comprehension="2", expect=422)
    assert "rien ne compte" in colleague.text
    assert colleague.page.find("button", string="Elle refuse de répondre")
    session.expire_all()
    assert session.exec(select(Draft)).all() == []


def test_nothing_is_kept_before_the_last_page(colleague, session, invitation):
    begun(colleague, invitation)
    colleague.submit("Suite", satisfaction="good", suggestion="mot secret", expect=200)
    assert "good" not in colleague.page.find("input", attrs={"name": "carried"})["value"]
    session.expire_all()
    assert session.exec(select(Draft)).all() == []
    assert session.exec(select(Invitation)).one().status is InvitationStatus.SENT


def test_answers_of_one_call_do_not_open_in_another(colleague, session, judged, invitation):
    other = make_invitation(session, department=judged)
    session.commit()
    begun(colleague, invitation)
    colleague.submit("Suite", satisfaction="bad", expect=200)
    carried = colleague.page.find("input", attrs={"name": "carried"})["value"]
    colleague.post("/telephone/questions", expect=422, sheet_code=code_of(other), carried=carried, page="4", go="stop")  # fmt: skip
    session.expire_all()
    assert session.exec(select(Draft)).all() == []


def test_what_the_member_began_on_line_is_never_shown(colleague, session, invitation):
    fill(session, invitation, suggestion="écrit en confiance")
    session.commit()
    begun(colleague, invitation)
    assert not colleague.page.find("input", attrs={"checked": True})
    assert "confiance" not in colleague.response.text


def test_the_last_page_sent_twice_counts_once(colleague, session, invitation):
    begun(colleague, invitation)
    colleague.submit("arrête là", satisfaction="good", expect=200)
    colleague.open("/telephone/")
    colleague.post("/telephone/questions", expect=409, sheet_code=code_of(invitation), go="stop", satisfaction="bad")  # fmt: skip
    session.expire_all()
    assert answering.read(session.exec(select(Draft)).one())["satisfaction"] == "good"


def test_hostile_words_are_shown_as_they_are(colleague, session, invitation):
    begun(colleague, invitation)
    colleague.submit("Suite", satisfaction="good", expect=200)
    colleague.submit("Suite", expect=200)
    colleague.submit("Terminer", suggestion="<script>x</script>" + "é" * 2001, expect=422)
    assert "Raccourcissez ce texte" in colleague.text
    assert colleague.page.find(id="suggestion").get_text().count("é") == 2001


# ---------------------------------------------------------------- no answer


@pytest.mark.parametrize(("button", "outcome"), [
    ("Personne ne répond", CallOutcome.ABSENT), ("pas le moment", CallOutcome.LATER), ("bon numéro", CallOutcome.WRONG_NUMBER),
])  # fmt: skip
def test_a_call_in_vain_is_noted_and_told_to_the_next_caller(colleague, session, invitation, button, outcome):  # fmt: skip
    opened(colleague, invitation, "calls")
    colleague.submit(button)
    colleague.follow()
    assert "Appel noté. Rien d’autre n’en est gardé." in colleague.text
    assert session.exec(select(CallAttempt)).one().outcome is outcome
    session.commit()
    opened(colleague, invitation, "calls", expect=422)
    opened(colleague, invitation, "called")
    assert outcome.label in colleague.text


def test_only_whoever_calls_may_note_that_nobody_answers(colleague, session, invitation):
    opened(colleague, invitation, "called")
    assert not colleague.page.find("button", string="Personne ne répond")
    colleague.post("/telephone/appel", expect=409, sheet_code=code_of(invitation), direction="called", outcome="absent")  # fmt: skip


def test_a_refusal_is_noted_and_stops_the_sendings(colleague, session, invitation):
    opened(colleague, invitation)
    colleague.submit("refuse de répondre")
    colleague.follow()
    assert "Refus noté" in colleague.text
    session.expire_all()
    assert session.exec(select(Invitation)).one().status is InvitationStatus.CANCELLED
    assert session.exec(select(Suppression)).all() == []


def test_an_objection_is_kept_for_good(colleague, session, invitation):
    opened(colleague, invitation)
    colleague.submit("plus aucune enquête")
    session.expire_all()
    assert session.exec(select(Suppression)).one().reason is LeftOut.OBJECTION


def test_an_unknown_outcome_is_refused(colleague, invitation):
    opened(colleague, invitation, "calls")
    colleague.post("/telephone/appel", expect=409, sheet_code=code_of(invitation), direction="calls", outcome="x")  # fmt: skip


# ---------------------------------------------------------------- who may


def test_the_judged_department_is_refused(visitor, session, judged, invitation):
    user = make_user(session, Role.HEAD, judged)
    session.commit()
    opened(visitor.sign_in(user), invitation, expect=422)
    assert "collègue d’un autre service" in visitor.text
    for path, fields in (("questions", {"go": "stop", "satisfaction": "good"}), ("appel", {"outcome": "refused"})):  # fmt: skip
        visitor.open("/telephone/")
        visitor.post(f"/telephone/{path}", expect=409, sheet_code=code_of(invitation), **fields)
    session.expire_all()
    assert session.exec(select(Draft)).all() == []


def test_a_wrong_code_is_counted(colleague, session):
    colleague.open("/telephone/")
    colleague.submit("Ouvrir", code=codes.new_code(), expect=422)
    assert "Ce code n’est pas connu." in colleague.text
    session.expire_all()
    assert session.exec(select(Attempts)).one().number == 1


def test_who_answered_already_is_told(colleague, session, invitation):
    answer(session, invitation)
    session.commit()
    opened(colleague, invitation, expect=422)
    assert "a déjà répondu" in colleague.text


def test_the_officer_opens_the_text_from_the_page_of_the_sending(visitor, session, judged):
    officer, invitation = make_user(session, Role.QUALITY_OFFICER), make_invitation(session, department=judged)  # fmt: skip
    invitation.event.phone = "06 12 34 56 78"
    session.commit()
    visitor.sign_in(officer).open(f"/envois/invitations/{invitation.id}")
    assert "06 12 34 56 78" in visitor.text
    visitor.submit("Vous l’appelez", expect=200)
    assert "Puis-je parler à" in visitor.text
    visitor.open(f"/envois/invitations/{invitation.id}")
    visitor.submit("Elle vous appelle", expect=200)
    assert "Merci de votre appel." in visitor.text


def test_the_officer_is_refused_a_second_call_on_the_same_day(visitor, session, now, judged):
    officer, invitation = make_user(session, Role.QUALITY_OFFICER), make_invitation(session, department=judged)  # fmt: skip
    invitation.event.phone = "06 12 34 56 78"
    calling.note(session, invitation, CallOutcome.ABSENT, officer, now)
    session.commit()
    visitor.sign_in(officer).open(f"/envois/invitations/{invitation.id}")
    visitor.submit("Vous l’appelez", expect=409)
    assert "déjà été appelée aujourd’hui" in visitor.text


# ---------------------------------------------------------------- called back, printed


def test_a_call_back_is_noted_apart_from_the_answer(colleague, session, invitation):
    begun(colleague, invitation)
    colleague.submit("arrête là", satisfaction="good", expect=200)
    link = colleague.page.find("a", string="Noter une demande de rappel")
    colleague.open(link["href"])
    assert code_of(invitation) not in colleague.response.text.lower()
    colleague.submit("Noter", phone="06 12", expect=422)
    assert "numéro de téléphone complet" in colleague.text
    colleague.submit("Noter", phone="06 12 34 56 78", about="Ma pension")
    session.expire_all()
    assert session.exec(select(CallBack)).one().about == "Ma pension"


def test_the_text_is_previewed_beside_the_other_renderings_and_printed(colleague, session, invitation):  # fmt: skip
    number = invitation.questionnaire_id
    colleague.open(f"/questionnaires/{number}")
    link = colleague.page.find("a", string="Au téléphone")
    colleague.open(link["href"])
    assert "Ne répond pas à cette question" in colleague.text
    colleague.open(f"/questionnaires/{number}/telephone.pdf")
    assert colleague.response.data.startswith(b"%PDF")


def test_the_texts_in_force_are_offered_for_printing(colleague):
    colleague.open("/telephone/")
    assert (
        len([a for a in colleague.page.find_all("a") if a["href"].endswith("telephone.pdf")]) == 2
    )
