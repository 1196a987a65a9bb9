"""Sending: on its day, by working hours, under the limit, with the stop rules asked again; nothing twice."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from core.errors import Refused
from core.models import OutgoingMessage
from survey.answering import invitations
from survey.models import (
    EventKind,
    InvitationStatus,
    LeftOut,
    QuestionnaireStatus,
)
from survey.questionnaires import questionnaires
from survey.sending import pausing, planning, sending
from survey.sending.contact_plans import STARTING
from tests.sending_builders import (
    ADDRESS,
    at,
    invitation_of,
    keys,
    letters,
    limit,
    make_postal_event,
    planned,
    publish,
    sent,
    suppressed,
)
from tests.survey_builders import make_event

LONG_AGO = date(2027, 2, 10)


def message(session) -> OutgoingMessage:
    return session.exec(select(OutgoingMessage)).one()


# ---------------------------------------------------------------- what leaves


def test_an_invitation_leaves_on_its_day_and_opens_until_its_wave_closes(session, now):
    invitation = planned(session, make_event(session), now)
    found = sending.send_due(session, now)
    assert found.by_channel == {"email": 1}
    assert invitation.status is InvitationStatus.SENT
    assert invitation.sent_on == invitation.last_sent_on == date(2027, 3, 15)
    assert invitation.closes_on == date(2027, 5, 31)
    assert keys(session) == [f"invitation-{invitation.id}-0"]


def test_the_message_says_who_why_how_long_until_when_and_the_telephone(session, now):
    event = make_event(session, EventKind.RETIREMENT, **ADDRESS)
    invitation = sent(session, event, now)
    written = message(session)
    text = written.text.replace("\u00a0", " ")
    link = f"http://127.0.0.1:5000/r/{invitations.token(invitation)}"
    for said in (
        "Madame Lefèvre,",
        "Vous avez demandé votre retraite, ouverte en février 2027.",
        "8 questions, 2 minutes environ",
        "jusqu’au 31 mai 2027",
        "confidentielles",
        "01 23 45 67 89, du lundi au vendredi, de 9 h à 17 h",
        "Votre caisse de retraite",
    ):
        assert said in text
    assert text.count("http") == 1
    assert link in text
    assert written.to_address == event.email
    assert written.subject == "Votre avis sur votre départ en retraite"
    assert written.unsubscribe_url == f"{link}/opposition"


def test_no_message_has_more_than_120_words(session, now):
    from survey.channels import email

    for kind in EventKind:
        invitation = sent(session, make_event(session, kind, **ADDRESS), now)
        for step in email.WORDS:
            assert len(email.message(invitation, step, now).text.split()) <= 120


def test_the_html_says_the_same_without_image_or_script(session, now):
    from bs4 import BeautifulSoup

    sent(session, make_event(session, **ADDRESS), now)
    written = message(session)
    page = BeautifulSoup(written.html, "html.parser")
    assert page.find(["img", "script", "link", "style"]) is None
    (link,) = page.find_all("a")
    plain = " ".join(page.get_text(" ").split())
    expected = " ".join(written.text.replace(str(link["href"]), link.get_text()).split())
    assert plain == expected


def test_a_name_cannot_write_html(session, now):
    sent(session, make_event(session, civility="Mme", last_name="<b>Durand</b>"), now)
    assert "<b>Durand" not in message(session).html
    assert "&lt;b&gt;Durand" in message(session).html


def test_someone_without_email_gets_a_letter_on_the_pile(session, now):
    invitation = sent(session, make_postal_event(session), now)
    assert letters(session) == [(invitation.id, 0)]
    assert keys(session) == []
    assert invitation.status is InvitationStatus.SENT


def test_an_email_lost_between_planning_and_sending_becomes_a_letter(session, now):
    event = make_event(session, **ADDRESS)
    invitation = planned(session, event, now)
    event.email = ""
    sending.send_due(session, now)
    assert (invitation.channel, letters(session)) == ("letter", [(invitation.id, 0)])


def test_a_newer_questionnaire_is_asked_when_it_came_into_force_meanwhile(session, now):
    invitation = planned(session, make_event(session), now)
    old = invitation.questionnaire
    general = {"page": 1, "code": "satisfaction", "kind": "free_text", "required": True}
    lines = [general | {"wording": "Comment ça s’est passé ?"}]
    newer = questionnaires.write(session, old.kind, "Votre avis, deuxième version", lines, {})
    questionnaires.publish(session, newer, None, now)
    sending.send_due(session, now)
    assert invitation.questionnaire_id == newer.id
    assert message(session).subject == "Votre avis, deuxième version"


def test_without_a_questionnaire_in_force_it_waits(session, now):
    invitation = planned(session, make_event(session), now)
    invitation.questionnaire.status = QuestionnaireStatus.RETIRED
    session.flush()
    sending.send_due(session, now)
    assert invitation.status is InvitationStatus.PLANNED


# ---------------------------------------------------------------- what does not


@pytest.mark.parametrize(
    "reason", [LeftOut.DECEASED, LeftOut.PROTECTED, LeftOut.OBJECTION, LeftOut.DISPUTE]
)
def test_a_state_that_changed_since_planning_stops_the_sending(session, now, reason):
    event = make_event(session)
    invitation = planned(session, event, now)
    suppressed(session, event.member_number, reason)
    assert sending.send_due(session, now).stopped == {reason: 1}
    assert invitation.status is InvitationStatus.CANCELLED
    assert invitation.cancelled_because is reason
    assert (keys(session), letters(session)) == ([], [])


def test_an_event_cancelled_since_planning_stops_the_sending(session, now):
    event = make_event(session)
    invitation = planned(session, event, now)
    event.left_out = LeftOut.CANCELLED
    sending.send_due(session, now)
    assert invitation.cancelled_because is LeftOut.CANCELLED


def test_an_address_lost_since_planning_stops_the_sending(session, now):
    event = make_event(session)
    invitation = planned(session, event, now)
    event.email = ""
    sending.send_due(session, now)
    assert invitation.cancelled_because is LeftOut.NO_CHANNEL


def test_after_a_long_pause_the_question_comes_too_late(session, now):
    invitation = planned(session, make_event(session, happened_on=LONG_AGO), now)
    sending.send_due(session, at(2027, 7, 12))  # 152 days after the event
    assert invitation.cancelled_because is LeftOut.TOO_OLD


def test_tomorrow_does_not_leave_today(session, now):
    invitation = planned(session, make_event(session), now)
    invitation.send_on = now.date() + timedelta(days=1)
    sending.send_due(session, now)
    assert invitation.status is InvitationStatus.PLANNED


# ---------------------------------------------------------------- hours, limit, pause


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        (at(2027, 3, 15, 7, 59), False),
        (at(2027, 3, 15, 8, 0), True),
        (at(2027, 3, 15, 17, 59), True),
        (at(2027, 3, 15, 18, 0), False),
        (at(2027, 3, 20, 10), False),  # Saturday
        (at(2027, 3, 29, 10), False),  # Easter Monday
        (at(2027, 3, 30, 10), True),  # summer time since Sunday
    ],
)
def test_nothing_leaves_outside_working_hours(session, now, moment, leaves):
    planned(session, make_event(session), now)
    assert bool(sending.send_due(session, moment).by_channel) is leaves


def test_hours_are_those_of_paris_summer_and_winter(session, now):
    planned(session, make_event(session), now)
    early = at(2027, 3, 30, 7, 30)
    assert early.utcoffset() == timedelta(hours=2)
    assert not sending.may_leave(session, early)


def test_the_daily_limit_holds_and_the_rest_leaves_the_next_day(session, now):
    limit(session, 3)
    publish(session)
    for _ in range(5):
        make_event(session)
    planning.plan(session, now)
    assert sending.send_due(session, now).by_channel == {"email": 3}
    assert sending.send_due(session, now + timedelta(hours=1)).by_channel == {}
    assert sending.send_due(session, now + timedelta(days=1)).by_channel == {"email": 2}


def test_the_limit_of_the_product_is_two_hundred_a_day():
    assert STARTING.daily_limit == 200


def test_a_pause_stops_everything_and_resuming_starts_again(session, now):
    planned(session, make_event(session), now)
    pausing.suspend(session, "Incident en cours", None, now)
    assert sending.send_due(session, now).by_channel == {}
    pausing.resume(session, None, now)
    assert sending.send_due(session, now).by_channel == {"email": 1}


def test_suspending_twice_keeps_the_first_reason(session, now):
    pausing.suspend(session, "Incident en cours", None, now)
    assert pausing.suspend(session, "Autre chose", None, now).reason == "Incident en cours"


# ---------------------------------------------------------------- nothing twice


def test_sending_twice_sends_once(session, now):
    publish(session)
    for make in (make_event, make_event, make_postal_event):
        make(session)
    planning.plan(session, now)
    sending.send_due(session, now)
    before = (keys(session), letters(session))
    assert sending.send_due(session, now).by_channel == {}
    assert (keys(session), letters(session)) == before
    assert (len(before[0]), len(before[1])) == (2, 1)


def test_a_job_killed_before_its_commit_leaves_nothing_behind(session, now):
    invitation = planned(session, make_event(session), now)
    session.commit()
    sending.send_due(session, now)
    session.rollback()  # what a kill amounts to: the transaction never ended
    assert keys(session) == []
    assert sending.send_due(session, now).by_channel == {"email": 1}
    assert keys(session) == [f"invitation-{invitation.id}-0"]


def test_a_channel_asked_twice_writes_once(session, now):
    from survey.channels import CHANNELS

    email = sent(session, make_event(session), now)
    letter = sent(session, make_postal_event(session), now)
    CHANNELS["email"].invite(session, email, 0, now)
    CHANNELS["letter"].invite(session, letter, 0, now)
    assert keys(session) == [f"invitation-{email.id}-0"]
    assert letters(session) == [(letter.id, 0)]


def test_planning_again_after_sending_plans_nothing(session, now):
    event = make_event(session)
    sent(session, event, now)
    assert planning.plan(session, now).invited == {}
    assert invitation_of(session, event).status is InvitationStatus.SENT


def test_a_pause_without_a_reason_is_refused(session, now):
    with pytest.raises(Refused, match="Dites pourquoi"):
        pausing.suspend(session, "  ", None, now)


def test_resuming_when_nothing_is_suspended_changes_nothing(session, now):
    pausing.resume(session, None, now)
    assert pausing.current(session) is None


# ---------------------------------------------------------------- at size


def test_the_stop_rules_are_asked_once_for_everybody_who_is_written_to(session, now):
    from sqlalchemy import event as sql

    publish(session)
    for _ in range(20):
        make_event(session)
    planning.plan(session, now)
    asked: list[str] = []
    sql.listen(session.get_bind(), "before_cursor_execute", lambda *said: asked.append(said[2]))
    assert sending.send_due(session, now).by_channel == {"email": 20}
    reads = [one for one in asked if one.startswith("SELECT")]
    assert sum("FROM suppressions" in one for one in reads) == 1
    assert sum("FROM other_mailings" in one for one in reads) == 1
