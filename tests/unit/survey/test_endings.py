"""Every event comes to one end, whatever it lived: the sum of the ends is the number of events."""

from datetime import date, timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import func, select

from survey.answering import objecting
from survey.desk import status_changes
from survey.models import EventKind, InvitationStatus, LeftOut, LifeEvent
from survey.privacy import transfer
from survey.sending import endings, planning
from survey.sending.endings import Fate
from tests.sending_builders import planned, publish, sent
from tests.survey_builders import answer, fill, make_event, make_invitation


def told(session) -> dict[str, int]:
    found = endings.endings(session)[EventKind.AFFILIATION]
    return {end.label: number for end, number in found.items()}


def test_every_event_comes_to_its_end_and_none_is_lost(session, now):
    publish(session)
    for _ in range(transfer.BATCH):
        answer(session, make_invitation(session))
    transfer.transfer_ready(session, now)
    fill(session, make_invitation(session))
    objecting.object_to_surveys(session, make_invitation(session), now.date())
    dead = make_invitation(session)
    status_changes.halt(session, dead, LeftOut.DECEASED)
    make_invitation(session, bounced_on=now.date())
    make_invitation(session)
    make_invitation(session, status=InvitationStatus.CLOSED)
    never = make_event(session)
    planned(session, never, now)
    status_changes.suppress(session, never.member_number, LeftOut.PROTECTED, now.date(), None, now)
    make_event(session, email="")
    planning.plan(session, now)
    make_event(session, happened_on=now.date())
    planning.plan(session, now)
    make_event(session)
    assert told(session) == {
        "a répondu": 10,
        "a ouvert le formulaire, sans réponse qui compte": 1,
        "a refusé après l’envoi": 1,
        "arrêté après l’envoi : personne décédée": 1,
        "adresse en erreur, sans réponse": 1,
        "envoyé, réponse attendue": 1,
        "envoyé, pas de réponse": 1,
        "non sollicité : personne protégée (tutelle, curatelle)": 1,
        "non sollicité : ni adresse électronique ni adresse postale": 1,
        "envoi planifié": 1,
        "pas encore examiné": 1,
    }
    assert sum(told(session).values()) == session.exec(select(func.count(LifeEvent.id))).one()


FATES = st.tuples(
    st.sampled_from([None, *InvitationStatus]),
    st.sampled_from([None, *LeftOut]),
    st.sampled_from([None, *LeftOut]),
    st.booleans(),
    st.sampled_from([None, True, False]),
    st.booleans(),
)


@given(FATES)
def test_whatever_the_tables_say_there_is_one_end_with_words(fate):
    assert Fate(*fate).ending.label


def test_who_answered_is_told_so_whatever_else_happened():
    for reason, opened, bounced in product([None, *LeftOut], [True, False], [True, False]):
        fate = Fate(InvitationStatus.ANSWERED, None, reason, True, opened, bounced)
        assert fate.ending is endings.ANSWERED


def test_older_events_are_left_to_older_pages(session, now):
    make_event(session, happened_on=date(2020, 1, 1))
    sent(session, make_event(session), now)
    found = endings.endings(session, since=now.date() - timedelta(days=730))
    assert sum(found[EventKind.AFFILIATION].values()) == 1
