"""« Écouter », as the quality officer and others see it."""

import io
from datetime import timedelta

import pypdf
import pytest
from sqlmodel import select

from core import mail
from core.models import MessageStatus, OutgoingMessage
from organisation.models import Role
from survey.models import (
    EventKind,
    Invitation,
    InvitationStatus,
    LeftOut,
    Letter,
    SendingPause,
    Suppression,
)
from survey.paper import printing
from survey.sending import planning, reminders, sending
from tests.builders import make_charter, make_department, make_user
from tests.sending_builders import ADDRESS, make_postal_event, planned, publish, sent, suppressed
from tests.survey_builders import answer, make_event, make_invitation

PAGES = (
    "/envois/",
    "/envois/a-venir",
    "/envois/invitations/",
    "/envois/lettres/",
    "/envois/non-remis",
    "/envois/ne-plus-ecrire/",
    "/questionnaires/",
    "/saisie/",
    "/conservation",
)


@pytest.fixture
def officer(visitor, session):
    """The quality officer, signed in."""
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    return visitor.sign_in(user)


def fresh(session, row):
    session.expire_all()
    session.refresh(row)
    return row


# ---------------------------------------------------------------- every page, empty and full


@pytest.mark.parametrize("path", PAGES)
def test_each_page_stands_when_there_is_nothing(officer, path):
    officer.open(path)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_stands_when_there_is_much(officer, session, now, path):
    make_charter(session, now)
    publish(session)
    for n in range(30):
        make_event(session, list(EventKind)[n % 2], **ADDRESS)
        make_postal_event(session, address="Résidence " * 8)
    planning.plan(session, now)
    sending.send_due(session, now)
    answer(session, session.exec(select(Invitation)).first())
    reminders.remind_due(session, now + timedelta(days=8))
    for message in session.exec(select(OutgoingMessage)):
        message.status, message.last_error = MessageStatus.FAILED, "ConnectionRefusedError: no"
    suppressed(session, "0000001", LeftOut.DISPUTE)
    session.commit()
    officer.open(path)


@pytest.mark.parametrize("path", PAGES[1:6])
@pytest.mark.parametrize(
    "role", [Role.COLLABORATOR, Role.HEAD, Role.MANAGEMENT, Role.READER, Role.ADMINISTRATOR]
)
def test_only_the_quality_officer_sees_whom_we_write_to(visitor, session, path, role):
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user).open(path, expect=403)


def test_a_reader_sees_the_figures_and_nothing_to_press(visitor, session):
    make_invitation(session)
    user = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(user).open("/envois/")
    assert "Sollicités" in visitor.text
    assert visitor.page.select("main form") == []
    assert visitor.page.select('main a[href*="invitations"]') == []


def test_an_administrator_sees_no_sending(visitor, session):
    user = make_user(session, Role.ADMINISTRATOR)
    session.commit()
    visitor.sign_in(user).open("/envois/", expect=403)
    visitor.open("/conservation")


def test_the_section_is_lit_on_all_its_pages(officer):
    for path in PAGES:
        officer.open(path)
        assert officer.page.find("a", string="Écouter", attrs={"aria-current": "page"})


# ---------------------------------------------------------------- overview


def test_the_overview_shows_both_moments_apart(officer, session, now):
    answer(session, make_invitation(session))
    make_invitation(session)
    make_invitation(session, EventKind.RETIREMENT)
    session.commit()
    officer.open("/envois/")
    assert "50 % de réponses : 1 sur 2 personnes sollicitées." in officer.text
    assert "0 % de réponses : 0 sur 1 personne sollicitée." in officer.text


def test_periods_are_links(officer, session):
    make_invitation(session)
    session.commit()
    officer.open("/envois/")
    for link in officer.page.select('nav[aria-label="Période"] a'):
        officer.open(link["href"])
    officer.open("/envois/?periode=2026")
    assert "Aucun événement sur cette période." in officer.text


def test_what_waits_is_told(officer, session, now):
    sent(session, make_postal_event(session), now)
    make_event(session, left_out=LeftOut.TO_CHECK)
    session.commit()
    officer.open("/envois/")
    assert "Imprimer 1 lettre" in officer.text
    assert "Vérifier 1 événement" in officer.text


def test_without_a_questionnaire_it_says_what_to_do_and_does_it(officer, session, now):
    make_event(session)
    session.commit()
    officer.open("/envois/")
    assert "Publier un questionnaire : 1 événement attend" in officer.text
    officer.open("/questionnaires/")
    officer.submit("Publier les questionnaires de départ")
    officer.follow()
    assert officer.text.count("en vigueur") == 2


# ---------------------------------------------------------------- suspend, resume


def test_suspending_asks_why_and_resuming_starts_again(officer, session, now):
    officer.open("/envois/")
    officer.submit("Suspendre les envois", expect=422)
    assert "Dites pourquoi les envois sont suspendus." in officer.text
    officer.submit("Suspendre les envois", reason="Une erreur dans le texte")
    officer.follow()
    assert "Les envois sont suspendus" in officer.text
    assert "Une erreur dans le texte" in officer.text
    session.expire_all()
    assert not sending.may_leave(session, now)
    session.commit()
    officer.submit("Reprendre les envois")
    session.expire_all()
    assert session.exec(select(SendingPause)).all() == []


# ---------------------------------------------------------------- days to come


def test_the_days_to_come_say_how_many_by_channel(officer, session, now):
    publish(session)
    make_event(session)
    session.commit()
    officer.open("/envois/a-venir")
    assert "Au plus 3 envois dans les 30 prochains jours" in officer.text
    session.expire_all()
    assert session.exec(select(Invitation)).all() == []


# ---------------------------------------------------------------- invitations


def test_invitations_are_filtered_by_links(officer, session):
    answer(session, make_invitation(session))
    make_invitation(session, EventKind.RETIREMENT, channel="letter")
    session.commit()
    for query, number in (
        ("etat=answered", 1),
        ("etat=planned", 0),
        ("moment=retraite", 1),
        ("canal=letter", 1),
        ("etat=n’importe", 2),
    ):
        officer.open(f"/envois/invitations/?{query}")
        found = officer.page.select("tbody tr")
        assert len(found) == number, query


def test_a_member_is_found_by_the_number_with_or_without_its_zeros(officer, session):
    make_invitation(session, event=make_event(session, member_number="0012345"))
    make_invitation(session)
    session.commit()
    officer.open("/envois/invitations/?adherent=12345")
    assert len(officer.page.select("tbody tr")) == 1


def test_the_page_of_an_invitation_tells_its_life_and_never_the_answer(officer, session, now):
    invitation = sent(session, make_event(session, **ADDRESS), now)
    answer(session, invitation, suggestion="Rappelez plus vite")
    session.commit()
    officer.open(f"/envois/invitations/{invitation.id}")
    assert "Courriel, invitation : attend de partir" in officer.text
    assert "Rappelez" not in officer.response.text
    assert "Très bien" not in officer.response.text
    assert "répondu" in officer.text


def test_stopping_an_invitation_for_a_death_holds_for_the_member(officer, session, now):
    event = make_event(session)
    invitation = planned(session, event, now)
    session.commit()
    officer.open(f"/envois/invitations/{invitation.id}")
    officer.submit("Arrêter cet envoi", expect=422)
    officer.submit("Arrêter cet envoi", reason="deceased")
    officer.follow()
    assert "personne décédée" in officer.text
    session.expire_all()
    assert session.get(Suppression, (event.member_number, LeftOut.DECEASED))


def test_stopping_an_invitation_for_its_event_holds_for_this_one_alone(officer, session, now):
    invitation = planned(session, make_event(session), now)
    session.commit()
    officer.open(f"/envois/invitations/{invitation.id}")
    officer.submit("Arrêter cet envoi", reason="cancelled")
    assert fresh(session, invitation).cancelled_because is LeftOut.CANCELLED
    assert session.exec(select(Suppression)).all() == []


def test_an_invitation_that_ended_has_no_button(officer, session):
    invitation = make_invitation(session)
    answer(session, invitation)
    session.commit()
    officer.open(f"/envois/invitations/{invitation.id}")
    assert officer.page.select("main form") == []
    officer.post(f"/envois/invitations/{invitation.id}/adresse-en-erreur", expect=400)


def test_an_address_in_error_goes_on_by_letter(officer, session, now):
    invitation = sent(session, make_event(session, **ADDRESS), now)
    session.commit()
    officer.open(f"/envois/invitations/{invitation.id}")
    officer.submit("passer au courrier")
    officer.follow()
    assert "La suite se fera par courrier." in officer.text
    assert "Lettre, invitation : attend d’être imprimée" in officer.text
    assert fresh(session, invitation).channel == "letter"


def test_an_unknown_invitation_is_not_found(officer):
    officer.open("/envois/invitations/999", expect=404)


# ---------------------------------------------------------------- letters


def test_letters_are_printed_once_and_taken_again(officer, session, now):
    sent(session, make_postal_event(session), now)
    session.commit()
    officer.open("/envois/lettres/")
    officer.submit("Faire le lot du jour")
    officer.follow()
    assert "Lot du jour prêt : 1 lettre." in officer.text
    pdf = officer.client.get("/envois/lettres/2027-03-15.pdf")
    assert pdf.mimetype == "application/pdf"
    assert len(pypdf.PdfReader(io.BytesIO(pdf.data)).pages) == 1
    table = officer.client.get("/envois/lettres/2027-03-15.csv")
    assert "31000 TOULOUSE" in table.text
    session.expire_all()
    assert session.exec(select(Letter)).one().printed_on == now.date()


def test_a_second_batch_of_the_day_has_no_button_and_is_refused(officer, session, now):
    sent(session, make_postal_event(session), now)
    printing.print_batch(session, None, now)
    sent(session, make_postal_event(session), now)
    session.commit()
    officer.open("/envois/lettres/")
    assert "Le lot d’aujourd’hui est fait." in officer.text
    assert officer.page.find("button", string="Faire le lot du jour") is None


@pytest.mark.parametrize("path", ["2027-03-15.pdf", "hier.pdf", "2027-13-45.csv"])
def test_a_batch_that_does_not_exist_is_not_found(officer, path):
    officer.open(f"/envois/lettres/{path}", expect=404)


# ---------------------------------------------------------------- messages not delivered


def test_a_message_given_up_says_why_and_is_sent_again(officer, session, now):
    sent(session, make_event(session), now)
    message = session.exec(select(OutgoingMessage)).one()
    message.status, message.attempts = MessageStatus.FAILED, 8
    message.last_error = "ConnectionRefusedError: [Errno 111]"
    session.commit()
    officer.open("/envois/non-remis")
    assert "Le serveur de messagerie n’a pas répondu." in officer.text
    officer.submit("Renvoyer")
    assert fresh(session, message).status is MessageStatus.WAITING


# ---------------------------------------------------------------- no more


def test_a_death_is_noted_and_stops_what_is_under_way(officer, session, now):
    event = make_event(session, member_number="0012345")
    invitation = planned(session, event, now)
    session.commit()
    officer.open("/envois/ne-plus-ecrire/")
    officer.submit("Ne plus lui écrire", member_number="", reason="", expect=422)
    assert "Indiquez le numéro d’adhérent." in officer.text
    officer.submit(
        "Ne plus lui écrire", member_number="12345", reason="deceased", since_on="2027-03-10"
    )
    officer.follow()
    assert "C’est noté. 1 envoi arrêté." in officer.text
    assert fresh(session, invitation).status is InvitationStatus.CANCELLED


def test_a_line_is_lifted(officer, session):
    suppressed(session, "0012345", LeftOut.DISPUTE)
    session.commit()
    officer.open("/envois/ne-plus-ecrire/?raison=dispute")
    officer.submit("Lever")
    session.expire_all()
    assert session.exec(select(Suppression)).all() == []


# ---------------------------------------------------------------- questionnaires, what is kept


def test_a_questionnaire_is_read_with_its_commitments(officer, session, now):
    make_charter(session, now)
    publish(session)
    session.commit()
    officer.open("/questionnaires/")
    assert "engagements que les questionnaires ne demandent pas" in officer.text
    officer.open("/questionnaires/1")
    assert "SIM-01" in officer.text
    assert "De façon générale, comment ça s’est passé ?" in officer.text


def test_a_questionnaire_is_tried_without_recording_anything(officer, session):
    publish(session)
    session.commit()
    officer.open("/questionnaires/1/apercu")
    assert "Essai : rien n’est enregistré." in officer.text
    for page in (2, 3, 4):
        officer.submit("Continuer", satisfaction="good", form=0)
        officer.follow()
        assert f"Page {page} sur 4" in officer.text
    officer.submit("Retour", form=0)
    assert officer.response.headers["Location"].endswith("page=3")
    officer.follow()
    officer.open("/questionnaires/1/apercu?page=4")
    officer.submit("Continuer", form=0)
    assert officer.response.headers["Location"].endswith("/questionnaires/1/apercus")


def test_a_questionnaire_is_printed_as_a_specimen(officer, session):
    publish(session)
    session.commit()
    made = officer.client.get("/questionnaires/1/papier.pdf")
    text = pypdf.PdfReader(io.BytesIO(made.data)).pages[0].extract_text()
    assert "SPEC" in text


def test_what_is_kept_is_said_with_the_durations_that_erase(officer):
    officer.open("/conservation")
    assert "90 jours après la clôture" in officer.text
    assert "365 jours après l’événement" in officer.text
    assert "24 mois après l’envoi" in officer.text


def test_a_head_sees_the_questionnaires(visitor, session):
    publish(session)
    user = make_user(session, Role.HEAD, make_department(session))
    session.commit()
    visitor.sign_in(user).open("/questionnaires/1")
    visitor.open("/envois/")


def test_members_to_leave_in_peace_are_found_by_number_and_reason(officer, session):
    suppressed(session, "0012345", LeftOut.DISPUTE)
    suppressed(session, "0054321", LeftOut.DECEASED)
    session.commit()
    officer.open("/envois/ne-plus-ecrire/?adherent=0012345")
    assert "0054321" not in officer.text
    officer.open("/envois/ne-plus-ecrire/?raison=deceased")
    assert "0012345" not in officer.text


def test_a_number_too_long_is_given_back_with_what_to_do(officer):
    officer.open("/envois/ne-plus-ecrire/")
    officer.submit(
        "Ne plus lui écrire", expect=422, member_number="1" * 30, reason="dispute", since_on="2027-03-10"
    )  # fmt: skip
    assert officer.page.find(id="member_number")["value"] == "1" * 30


def test_a_line_lifted_twice_is_refused(officer, session):
    officer.open("/envois/ne-plus-ecrire/")
    fields = {"member_number": "0012345", "reason": "dispute"}
    officer.post("/envois/ne-plus-ecrire/lever", expect=409, **fields)
    officer.open("/envois/ne-plus-ecrire/")
    officer.post("/envois/ne-plus-ecrire/lever", expect=404, member_number="1", reason="ennui")


def test_a_message_in_doubt_is_never_called_lost_and_a_person_says_it_left(officer, session, now):
    sent(session, make_event(session), now)
    message = session.exec(select(OutgoingMessage)).one()
    message.status, message.last_error = MessageStatus.FAILED, mail.INTERRUPTED
    session.commit()
    officer.open("/envois/non-remis")
    assert "peut-être parti" in officer.text
    assert f"sillage-{message.id}" in officer.text
    session.commit()
    officer.post(f"/envois/non-remis/{message.id}/parti")
    assert fresh(session, message).status is MessageStatus.SENT
