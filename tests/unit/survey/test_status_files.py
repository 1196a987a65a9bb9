"""News of members that come in a file: read, told what they would do, done, and taken back."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from core.errors import Refused
from survey.desk import batches as event_batches
from survey.desk import events
from survey.models import InvitationStatus, LeftOut, Letter, Suppression
from survey.registers.files import ColumnMissing
from survey.registers.layouts import Layout
from survey.registers.remarks import Outcome
from survey.status_files import KINDS, importing
from survey.status_files.base import Effect
from survey.status_files.judging import check_status
from tests.event_files import saved
from tests.survey_builders import make_event, make_invitation

NOW = datetime(2026, 1, 15, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def checked(tmp_path: Path, kind: str, text: str, encoding: str = "cp1252"):
    return check_status(saved(tmp_path, text, encoding), KINDS[kind], TODAY)


def imported(session, tmp_path: Path, kind: str, text: str, **more):
    path = saved(tmp_path, text)
    check = check_status(path, KINDS[kind], TODAY)
    return importing.import_status(
        session, KINDS[kind], check, events.source_of(path), None, NOW, **more
    )


def outcomes(check) -> list[Outcome]:
    return [row.outcome for row in check.rows]


# ---------------------------------------------------------------- reading
def test_each_row_is_judged_with_all_its_faults(tmp_path):
    text = (
        "Liste des décès – éditée le 14/01/2026\r\n"
        "N° adhérent;Date de décès;Nom;N° Sécu\r\n"
        "0012345;02/01/2026;LEFÈVRE;2 85 05 78 006 084 36\r\n"
        "12345;02/01/2026;;\r\n"
        ";02/01/2026;;\r\n"
        "0012346;31/02/2026;;\r\n"
        "0012347;20/01/2026;;\r\n"
        "0012348;;;\r\n"
        ";;;\r\n"
        "TOTAL;6;;\r\n"
    )
    check = checked(tmp_path, "deces", text)
    assert outcomes(check) == [
        Outcome.ACCEPTED, Outcome.DUPLICATE, Outcome.REJECTED, Outcome.REJECTED, Outcome.REJECTED,
        Outcome.ACCEPTED, Outcome.SKIPPED, Outcome.SKIPPED,
    ]  # fmt: skip
    assert check.rows[0].excel_row == 3
    assert check.rows[0].values.event_date == date(2026, 1, 2)
    assert check.dropped_columns == ("N° Sécu",)
    assert "006 084" not in str(check)


def test_a_temporary_error_of_a_mailbox_changes_nothing(tmp_path):
    text = "Courriel;Code\r\nplein@ex.fr;452 4.2.2 Mailbox full\r\nparti@ex.fr;550 5.1.1\r\nabc;5.1.1\r\n"
    check = checked(tmp_path, "adresses-en-erreur", text)
    assert outcomes(check) == [Outcome.SKIPPED, Outcome.ACCEPTED, Outcome.REJECTED]


def test_a_column_of_another_title_can_be_named(tmp_path):
    path = saved(tmp_path, "Souscripteur;Date de décès;CP\r\n0012345;02/01/2026;75011\r\n")
    with pytest.raises(Refused):
        check_status(path, KINDS["deces"], TODAY)
    path = saved(tmp_path, "Souscripteur;Date de décès;Jour\r\n0012345;02/01/2026;\r\n")
    layout = Layout(columns={"souscripteur": "member_number"})
    assert check_status(path, KINDS["deces"], TODAY, layout).rows[0].is_imported


def test_a_needed_column_that_is_missing_may_be_asked_about(tmp_path):
    path = saved(tmp_path, "Motif;Date retour;Statut\r\nNPAI;02/01/2026;x\r\n")
    with pytest.raises(Refused) as refusal:
        check_status(path, KINDS["courriers-revenus"], TODAY)
    assert not isinstance(refusal.value, ColumnMissing)


# ---------------------------------------------------------------- doing
@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("deces", LeftOut.DECEASED),
        ("oppositions", LeftOut.OBJECTION),
        ("protections", LeftOut.PROTECTED),
        ("litiges", LeftOut.DISPUTE),
    ],
)
def test_nothing_more_is_sent_to_the_members_of_a_list(session, tmp_path, kind, reason):
    event = make_event(session, member_number="0012345")
    invitation = make_invitation(session, event=event)
    batch = imported(session, tmp_path, kind, "matricule;date\r\n12345;02/01/2026\r\n777888;\r\n")
    lines = session.exec(select(Suppression).order_by(Suppression.member_number)).all()
    assert [(line.member_number, line.reason, line.since_on) for line in lines] == [
        ("0012345", reason, date(2026, 1, 2)),
        ("777888", reason, TODAY),
    ]
    assert (invitation.status, invitation.cancelled_because) == (InvitationStatus.CANCELLED, reason)
    assert (batch.kind, batch.totals["effects"]) == (kind, {"stops": 2})


def test_what_a_list_would_do_is_told_before(session, tmp_path):
    session.add(Suppression(member_number="0012345", reason=LeftOut.DECEASED, since_on=TODAY))
    make_invitation(session, event=make_event(session, member_number="0012346"))
    check = checked(tmp_path, "deces", "matricule\r\n0012345\r\n0012346\r\n0012347\r\n")
    told = importing.preview(session, KINDS["deces"], check)
    assert (told.effects, told.invitations) == ({Effect.KNOWN: 1, Effect.STOPS: 2}, 1)


def test_a_list_of_deaths_is_taken_back(session, tmp_path):
    planned = make_invitation(
        session, event=make_event(session, member_number="0012345"), sent_on=None
    )
    planned.status = InvitationStatus.PLANNED
    batch = imported(session, tmp_path, "deces", "matricule\r\n0012345\r\n")
    assert planned.status is InvitationStatus.CANCELLED
    event_batches.roll_back(session, batch, None, NOW)
    session.expire_all()
    assert planned.status is InvitationStatus.PLANNED
    assert session.exec(select(Suppression)).all() == []


def test_a_death_that_two_lists_tell_stays_when_one_is_taken_back(session, tmp_path):
    first = imported(session, tmp_path, "deces", "matricule\r\n0012345\r\n")
    imported(session, tmp_path, "deces", "matricule\r\n0012345\r\n0012346\r\n")
    event_batches.roll_back(session, first, None, NOW)
    assert session.get(Suppression, ("0012345", LeftOut.DECEASED)) is not None


def test_an_address_in_error_goes_on_by_letter(session, tmp_path):
    event = make_event(session, member_number="0012345", email="zoe@ex.fr", address="1 rue du Lac", postcode="75011", city="PARIS")  # fmt: skip
    invitation = make_invitation(session, event=event)
    batch = imported(
        session, tmp_path, "adresses-en-erreur", "Courriel;Code\r\nZOE@ex.fr;5.1.1\r\nx@ex.fr;550\r\n"
    )  # fmt: skip
    assert (invitation.channel, invitation.status) == ("letter", InvitationStatus.SENT)
    assert session.exec(select(Letter)).one().invitation_id == invitation.id
    assert batch.totals["effects"] == {"letter": 1, "nothing": 1}
    with pytest.raises(Refused, match="ne s’annule pas"):
        event_batches.roll_back(session, batch, None, NOW)


def test_a_letter_that_came_back_ends_there(session, tmp_path):
    invitation = make_invitation(
        session, event=make_event(session, member_number="0012345"), channel="letter"
    )
    by_mail = make_invitation(session, event=make_event(session, member_number="0012346"))
    batch = imported(
        session, tmp_path, "courriers-revenus", "N° adhérent;Date retour\r\n12345;\r\n12346;\r\n"
    )
    assert (invitation.status, invitation.cancelled_because) == (
        InvitationStatus.CANCELLED,
        LeftOut.NO_CHANNEL,
    )
    assert by_mail.status is InvitationStatus.SENT
    assert batch.totals["effects"] == {"ends": 1, "nothing": 1}


def test_a_list_half_as_long_as_the_last_one_waits_for_a_word(session, tmp_path):
    rows = "".join(f"00123{n}\r\n" for n in range(10, 15))
    imported(session, tmp_path, "deces", f"matricule\r\n{rows}")
    with pytest.raises(Refused, match="moitié moins de lignes"):
        imported(session, tmp_path, "deces", "matricule\r\n0012399\r\n")
    assert imported(session, tmp_path, "deces", "matricule\r\n0012399\r\n", is_complete=True).id


def test_the_same_list_twice_is_refused(session, tmp_path):
    imported(session, tmp_path, "deces", "matricule\r\n0012345\r\n")
    with pytest.raises(Refused, match="déjà été importé"):
        imported(session, tmp_path, "deces", "matricule\r\n0012345\r\n")


def test_a_list_without_a_correct_row_writes_nothing(session, tmp_path):
    with pytest.raises(Refused, match="Aucune ligne"):
        imported(session, tmp_path, "deces", "matricule;date\r\n0012345;31/02/2026\r\n")
    assert session.exec(select(Suppression)).all() == []
