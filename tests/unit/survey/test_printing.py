"""Printing: one batch a day, checked a last time, each letter followed by the questionnaire of the same person."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta

import pypdf
import pytest
from sqlmodel import select

from core.errors import Missing, Refused
from organisation import journal
from survey.answering import codes, invitations, objecting
from survey.models import EventKind, InvitationStatus, LeftOut, Letter
from survey.paper import addressing, mailing, printing
from survey.sending import pausing, reminders
from tests.sending_builders import ADDRESS, at, letters, make_postal_event, sent, suppressed
from tests.survey_builders import answer, fill, make_event

MONDAY = at(2027, 3, 15)
LATER = at(2027, 4, 5)  # three weeks later: the last reminders are due


def pages(session, day) -> list[str]:
    made = printing.batch_pdf(session, day)
    document = pypdf.PdfReader(io.BytesIO(made))
    return [" ".join(page.extract_text().split()) for page in document.pages]


def code(invitation) -> str:
    return codes.shown(invitations.code(invitation)).replace("\u00a0", " ")


def last_reminders(session, number: int):
    """People without e-mail whose last reminder, with paper, waits to be printed."""
    kinds = list(EventKind)
    theirs = [
        sent(
            session,
            make_postal_event(session, kinds[n % 2], postcode=f"3100{n}"),
            MONDAY,
        )
        for n in range(number)
    ]
    printing.print_batch(session, None, MONDAY)
    reminders.remind_due(session, LATER)
    return theirs


# ---------------------------------------------------------------- a batch


def test_a_batch_holds_all_that_waits_and_is_dated(session):
    for _ in range(3):
        sent(session, make_postal_event(session), MONDAY)
    made = printing.print_batch(session, None, MONDAY)
    assert (made.printed_on, made.letters) == (MONDAY.date(), 3)
    assert printing.waiting(session) == []
    assert printing.batches(session) == [made]
    assert (
        journal.about(session, "letters 2027-03-15")[0].details.replace("\u00a0", " ")
        == "3 lettres"
    )


def test_letters_come_in_the_order_of_their_postcodes(session):
    for postcode in ("69003", "13002", "31000"):
        sent(session, make_postal_event(session, postcode=postcode), MONDAY)
    printing.print_batch(session, None, MONDAY)
    found = pages(session, MONDAY.date())
    assert [next(p for p in ("13002", "31000", "69003") if p in page) for page in found] == [
        "13002",
        "31000",
        "69003",
    ]


def test_a_second_batch_the_same_day_is_refused_so_that_nothing_is_printed_twice(session):
    sent(session, make_postal_event(session), MONDAY)
    printing.print_batch(session, None, MONDAY)
    late = sent(session, make_postal_event(session), MONDAY)
    with pytest.raises(Refused, match="déjà fait"):
        printing.print_batch(session, None, MONDAY + timedelta(hours=2))
    printing.print_batch(session, None, MONDAY + timedelta(days=1))
    (page,) = pages(session, MONDAY.date() + timedelta(days=1))
    assert code(late) in page


def test_nothing_to_print_is_said(session):
    with pytest.raises(Refused, match="Aucune lettre"):
        printing.print_batch(session, None, MONDAY)


def test_nothing_is_printed_while_sendings_are_suspended(session):
    sent(session, make_postal_event(session), MONDAY)
    pausing.suspend(session, "Incident", None, MONDAY)
    with pytest.raises(Refused, match="suspendus"):
        printing.print_batch(session, None, MONDAY)


# ---------------------------------------------------------------- the last check of a letter


@pytest.mark.parametrize("reason", [LeftOut.DECEASED, LeftOut.PROTECTED, LeftOut.OBJECTION])
def test_whoever_must_not_be_written_to_is_taken_off_the_pile(session, reason):
    event = make_postal_event(session)
    invitation = sent(session, event, MONDAY)
    sent(session, make_postal_event(session), MONDAY)
    suppressed(session, event.member_number, reason)
    assert printing.print_batch(session, None, MONDAY).letters == 1
    assert invitation.status is InvitationStatus.CANCELLED
    assert (invitation.cancelled_because, invitation.sent_on) == (reason, None)


@pytest.mark.parametrize("reply", [answer, fill])
def test_who_answered_meanwhile_gets_no_letter(session, reply):
    sent(session, make_postal_event(session), MONDAY)
    reply(session, sent(session, make_postal_event(session), MONDAY))
    assert printing.print_batch(session, None, MONDAY).letters == 1


def test_an_address_that_vanished_ends_the_invitation(session):
    event = make_postal_event(session)
    invitation = sent(session, event, MONDAY)
    sent(session, make_postal_event(session), MONDAY)
    event.address = ""
    printing.print_batch(session, None, MONDAY)
    assert invitation.cancelled_because is LeftOut.NO_CHANNEL


# ---------------------------------------------------------------- what is printed


def test_a_letter_carries_the_code_the_event_and_the_closing_day(session):
    invitation = sent(session, make_postal_event(session), MONDAY)
    printing.print_batch(session, None, MONDAY)
    (page,) = pages(session, MONDAY.date())
    for said in (
        code(invitation),
        "Mme Zoé LEFÈVRE",
        "31000 TOULOUSE",
        "Madame Lefèvre,",
        "Vous avez rejoint la caisse en février 2027.",
        "8 questions",
        "jusqu’au 31 mai 2027",
        "127.0.0.1:5000/code",
        "01 23 45 67 89",
        "Le 15 mars 2027",
    ):
        assert said in page, said


def test_each_letter_is_followed_by_the_questionnaire_of_the_same_person(session):
    theirs = last_reminders(session, 4)
    made = printing.print_batch(session, None, LATER)
    assert (made.letters, made.with_questionnaire) == (4, 4)
    found = pages(session, LATER.date())
    starts = [n for n, page in enumerate(found) if "Votre avis compte pour nous" in page]
    assert all(start % 2 == 0 for start in starts)  # each envelope begins on a recto
    for invitation, start, end in zip(theirs, starts, [*starts[1:], len(found)], strict=True):
        sheets = [page for page in found[start:end] if page]
        assert len(sheets) == 3  # the letter, and the two sides of one sheet
        assert all(code(invitation) in sheet for sheet in sheets)
        others = [code(one) for one in theirs if one is not invitation]
        assert not any(other in sheet for sheet in sheets for other in others)
        assert invitation.questionnaire.title in sheets[1]


def test_the_last_letter_recalls_the_first_one_and_announces_the_questionnaire(session):
    last_reminders(session, 1)
    printing.print_batch(session, None, LATER)
    first = pages(session, LATER.date())[0]
    assert "Nous vous avons écrit le 15 mars 2027." in first
    assert "Remplissez le questionnaire joint" in first
    assert "10 questions, 3 minutes environ" in first


def test_printing_again_gives_the_same_letters_but_to_those_who_answered_or_objected(session, now):
    three = [sent(session, make_postal_event(session), MONDAY) for _ in range(3)]
    printing.print_batch(session, None, MONDAY)
    assert printing.batch_pdf(session, MONDAY.date()) == printing.batch_pdf(session, MONDAY.date())
    answer(session, three[0])
    objecting.object_to_surveys(session, three[1], MONDAY.date())
    session.flush()
    (page,) = pages(session, MONDAY.date())
    assert code(three[2]) in page
    (batch,) = printing.batches(session)
    assert (batch.letters, batch.left) == (3, 1)


def test_a_batch_that_nobody_waits_for_any_more_says_so(session):
    answer_it = sent(session, make_postal_event(session), MONDAY)
    printing.print_batch(session, None, MONDAY)
    answer(session, answer_it)
    session.flush()
    assert printing.batches(session)[0].left == 0
    with pytest.raises(Missing, match="Plus aucune lettre"):
        printing.batch_pdf(session, MONDAY.date())


# ---------------------------------------------------------------- for a print shop


def test_the_print_shop_gets_seven_lines_of_38_characters_in_the_same_order(session):
    sent(session, make_postal_event(session, postcode="69003"), MONDAY)
    long = make_postal_event(
        session,
        postcode="13002",
        address="Résidence des Trois Fontaines bâtiment B escalier 3\n12 rue du Port",
    )
    invitation = sent(session, long, MONDAY)
    printing.print_batch(session, None, MONDAY)
    table = printing.batch_table(session, MONDAY.date())
    rows = list(csv.DictReader(io.StringIO(table.lstrip("\ufeff")), delimiter=";"))
    assert [row["ordre"] for row in rows] == ["1", "2"]
    assert rows[0]["code"].replace("\u00a0", " ") == code(invitation)
    assert [rows[0][f"ligne_{n}"] for n in range(2, 6)] == [
        "Résidence des Trois Fontaines bâtiment",
        "B escalier 3",
        "12 rue du Port",
        "13002 TOULOUSE",
    ]
    assert rows[0]["questionnaire_joint"] == "non"
    assert all(len(row[f"ligne_{n}"]) <= 38 for row in rows for n in range(1, 8))


def test_a_name_that_is_a_formula_stays_a_text_in_the_table(session):
    sent(session, make_postal_event(session, civility="", first_name="", last_name="=1+1"), MONDAY)
    printing.print_batch(session, None, MONDAY)
    assert "'=1+1" in printing.batch_table(session, MONDAY.date())


# ---------------------------------------------------------------- names and addresses


@pytest.mark.parametrize(
    ("civility", "name", "greeting"),
    [
        ("Mme", "LEFÈVRE–ŒUVRARD", "Madame Lefèvre–Œuvrard"),
        ("M.", "DE LA TOUR", "Monsieur de la Tour"),
        ("M.", "d’Ormesson", "Monsieur d’Ormesson"),
        ("Maître", "Durand", "Maître Durand"),
        ("", "Durand", ""),
        ("Mme", "", ""),
    ],
)
def test_the_greeting_is_that_of_a_good_letter(session, civility, name, greeting):
    event = make_event(session, civility=civility, last_name=name)
    assert addressing.greeting(event) == greeting


def test_a_foreign_country_is_the_last_line(session):
    event = make_event(session, **(ADDRESS | {"country": "Belgique", "postcode": "1000"}))
    assert addressing.postal_lines(event)[-2:] == ("1000 TOULOUSE", "BELGIQUE")
    assert addressing.postal_lines(make_event(session, **ADDRESS))[-1] == "31000 TOULOUSE"


def test_letters_of_one_invitation_are_never_doubled(session):
    last_reminders(session, 2)
    reminders.remind_due(session, LATER)
    assert len(letters(session)) == len(set(letters(session))) == 4


# ---------------------------------------------------------------- what a print shop gets


def test_a_letter_whose_address_does_not_fit_waits_for_a_person_and_the_others_leave(session):
    good = sent(session, make_postal_event(session), MONDAY)
    bad = sent(session, make_postal_event(session, address="X" * 60), MONDAY)
    assert printing.print_batch(session, None, MONDAY).letters == 1
    assert {(one.invitation_id, bool(one.printed_on)) for one in session.exec(select(Letter))} == {
        (good.id, True),
        (bad.id, False),
    }
    (waiting,) = printing.waiting(session)
    assert "mise de côté" in printing.set_aside(waiting)
    bad.event.address = "12 rue Haute"
    assert printing.set_aside(waiting) == ""
    assert printing.print_batch(session, None, at(2027, 3, 16)).letters == 1


def test_each_line_of_the_print_shop_says_where_its_pages_are(session):
    last_reminders(session, 2)
    sent(session, make_postal_event(session, postcode="99999"), at(2027, 4, 6))
    day = at(2027, 4, 6)
    printing.print_batch(session, None, day)
    envelopes = printing.envelopes(session, day.date())
    read = pages(session, day.date())
    rows = mailing.rows(envelopes)
    assert len(envelopes) == 3
    for order, of, first, number, *said in rows:
        code_shown = str(said[9]).replace("\u00a0", " ")
        assert of == 3
        assert code_shown in read[first - 1].replace("\u00a0", " ")
        theirs = [page for page in read if code_shown in page.replace("\u00a0", " ")]
        assert len(theirs) == number, order
    assert {row[3] > 1 for row in rows} == {True, False}


def test_the_proof_counts_what_is_in_the_pdf_and_names_nobody(session):
    last_reminders(session, 2)
    day = at(2027, 4, 6)
    sent(session, make_postal_event(session, postcode="99999"), day)
    printing.print_batch(session, None, day)
    proof = printing.batch_proof(session, day.date())
    facts = dict(proof.about)
    assert (facts["Enveloppes"], facts["dont avec questionnaire"]) == ("3", "2")
    assert facts["Dernière page du PDF"] == str(len(pages(session, day.date())))
    table = printing.batch_table(session, day.date())
    assert proof.fingerprint == hashlib.sha256(table.encode()).hexdigest()
    assert "Lefèvre" not in str(proof)
    assert "LEFÈVRE" not in str(proof)


def test_the_spreadsheet_holds_the_same_and_no_formula(session):
    sent(session, make_postal_event(session, civility="", first_name="", last_name="=1+1"), MONDAY)
    printing.print_batch(session, None, MONDAY)
    made = printing.batch_workbook(session, MONDAY.date())
    with zipfile.ZipFile(io.BytesIO(made)) as book:
        sheets = [book.read(n).decode() for n in book.namelist() if "worksheets/" in n]
        assert "=1+1" in book.read("xl/sharedStrings.xml").decode()
    assert not any("<f>" in sheet for sheet in sheets)
