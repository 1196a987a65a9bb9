"""sillage survey: invitations, messages given up, who is not written to, letters that wait, by the deeds of the pages."""

from datetime import timedelta

import pytest
from pypdf import PdfReader
from sqlmodel import select

from core import clock
from core.models import MessageStatus, OutgoingMessage
from organisation.models import JournalEntry
from survey.models import Invitation, InvitationStatus, LeftOut, Letter, Suppression
from tests.builders import make_user
from tests.command_line import runner
from tests.sending_builders import ADDRESS, make_postal_event, planned, publish, sent
from tests.survey_builders import make_event


@pytest.fixture
def run(app, session):
    return runner(app, session, "survey")


def deeds(session) -> set[str]:
    return set(session.exec(select(JournalEntry.deed)))


def fail(session, invitation, error: str) -> OutgoingMessage:
    """The message of an invitation, given up."""
    message = session.exec(select(OutgoingMessage).where(OutgoingMessage.key == f"invitation-{invitation.id}-0")).one()  # fmt: skip
    message.status, message.attempts, message.last_error = MessageStatus.FAILED, 8, error
    return message


# ---------------------------------------------------------------- invitations


def test_invitations_are_listed_and_filtered(run, session, now):
    one = sent(session, make_event(session, member_number="0012345"), now)
    planned(session, make_postal_event(session, member_number="0012346"), now)
    said = run("invitations")
    assert said.strip().endswith("2 envois")
    assert f"{one.id}\t0012345\taffiliation\tcourriel\t2027-03-15\ten attente de réponse" in said
    for words in (("--state", "planned"), ("--channel", "letter"), ("--member", "12346")):
        said = run("invitations", *words)
        assert "0012346" in said
        assert "0012345" not in said
    assert run("invitations", "--moment", "retraite") == "0 envoi\n"


def test_an_invitation_tells_what_left(run, session, now):
    invitation = sent(session, make_event(session), now)
    said = run("invitation", str(invitation.id))
    assert "affiliation, en attente de réponse" in said
    assert "- Courriel, invitation : attend de partir" in said
    assert "n’existe pas" in run("invitation", "999", code=1)


@pytest.mark.parametrize(("reason", "lines"), [("cancelled", 0), ("deceased", 1)])
def test_an_invitation_is_stopped_for_its_event_or_for_the_person(run, session, now, reason, lines):
    invitation = sent(session, make_event(session), now)
    assert "Envoi arrêté" in run("stop-invitation", str(invitation.id), "--reason", reason)
    assert session.get(Invitation, invitation.id).cancelled_because is LeftOut(reason)
    assert len(session.exec(select(Suppression)).all()) == lines
    said = run("stop-invitation", str(invitation.id), "--reason", reason, code=1)
    assert "déjà terminé" in said


def test_a_wrong_address_turns_an_email_into_a_letter(run, session, now):
    invitation = sent(session, make_event(session, **ADDRESS), now)
    assert "par courrier" in run("address-in-error", str(invitation.id))
    assert session.exec(select(Letter.invitation_id)).all() == [invitation.id]
    other = sent(session, make_event(session), now)
    assert "s’arrête là" in run("address-in-error", str(other.id))
    assert session.get(Invitation, other.id).status is InvitationStatus.CANCELLED


# ---------------------------------------------------------------- messages given up


def test_messages_given_up_are_told_and_handed_over_again(run, session, now):
    message = fail(session, sent(session, make_event(session), now), "ConnectionRefusedError: non")
    said = run("undelivered")
    assert f"{message.id}\t" in said
    assert said.strip().endswith("1 message non remis")
    assert "remis à l’envoi" in run("retry-message", str(message.id))
    assert session.get(OutgoingMessage, message.id).status is MessageStatus.WAITING
    assert run("undelivered") == "0 message non remis\n"
    assert "retry_message" in deeds(session)


def test_a_message_in_doubt_is_found_in_the_log_of_the_server(run, session, now):
    from core.mail import INTERRUPTED

    message = fail(session, sent(session, make_event(session), now), INTERRUPTED)
    assert "journal du serveur" in run("undelivered")
    assert "ne sera pas renvoyé" in run("found-sent", str(message.id))
    assert session.get(OutgoingMessage, message.id).status is MessageStatus.SENT
    run("found-sent", str(message.id), code=1)


def test_samples_go_to_the_address_of_an_account_alone(run, session, now):
    publish(session)
    user = make_user(session)
    assert f"3 exemples partent vers {user.email}" in run("samples", "retraite", "--to", user.email)
    assert set(session.exec(select(OutgoingMessage.to_address))) == {user.email}
    said = run("samples", "retraite", "--to", "quelqu.un@exemple.fr", code=1)
    assert "Aucun compte ouvert" in said
    user.is_active = False
    session.add(user)
    assert "Aucun compte ouvert" in run("samples", "retraite", "--to", user.email, code=1)


# ---------------------------------------------------------------- who is not written to


def test_who_is_not_written_to_is_listed_and_filtered(run):
    run("suppress", "0012345", "--reason", "dispute")
    run("suppress", "0012346", "--reason", "deceased")
    assert run("suppressions").strip().endswith("2 lignes")
    said = run("suppressions", "--reason", "deceased")
    assert "0012346\tpersonne décédée\tdepuis le 15 mars 2027" in said
    assert "0012345" not in said
    assert run("suppressions", "--member", "12345").count("\n") == 2


def test_another_survey_is_listed_then_forgotten(run, tmp_path):
    file = tmp_path / "liste.txt"
    file.write_text("0012345\n0012346\n")
    today = clock.today().isoformat()
    run("other-survey", "Accueil", today, str(file))
    assert run("other-surveys") == f"{today}\tAccueil\t2 adhérents\n"
    assert "retirée de la liste, 2 adhérents" in run("forget-survey", "Accueil", today)
    assert run("other-surveys") == ""
    assert "n’est plus dans la liste" in run("forget-survey", "Accueil", today, code=1)


# ---------------------------------------------------------------- letters


def test_letters_that_wait_are_listed_and_a_batch_is_written_again(run, session, now, tmp_path, monkeypatch):  # fmt: skip
    sent(session, make_postal_event(session), now=now)
    long = "\n".join(
        f"Bâtiment {number}, escalier du milieu, étage {number}" for number in range(9)
    )
    sent(session, make_postal_event(session, address=long), now=now)
    said = run("letters")
    assert "2 lettres attendent" in said
    assert said.count("31000\tToulouse\t\n") == 1
    run("print-letters", str(tmp_path / "a"))
    assert "1 lettre attend" in run("letters")
    assert "2027-03-15\t1 lettre" in run("letters")
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    assert "Lot du 15 mars 2027" in run("print-letters", str(tmp_path / "b"), "--day", "2027-03-15")
    first, again = (PdfReader(tmp_path / folder / "lettres-2027-03-15.pdf") for folder in "ab")
    assert [page.extract_text() for page in first.pages] == [page.extract_text() for page in again.pages]  # fmt: skip
    assert len(session.exec(select(Letter).where(Letter.printed_on.is_not(None))).all()) == 1
    said = run("print-letters", str(tmp_path / "c"), "--day", "2027-03-01", code=1)
    assert "Plus aucune lettre de ce lot" in said
