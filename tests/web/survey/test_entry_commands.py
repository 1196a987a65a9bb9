"""sillage survey: a sheet keyed in from the command line, twice when it was drawn; what members ask by telephone."""

import pytest
from sqlmodel import select

from core.models import Attempts
from organisation.models import Role
from survey.answering import answering, codes, invitations, objecting
from survey.models import (
    CallAttempt,
    CallBack,
    CallOutcome,
    Draft,
    EntryTally,
    Invitation,
    LeftOut,
    Mode,
    Reply,
    SecondEntry,
    Suppression,
)
from survey.privacy import transfer
from tests.builders import make_department, make_user
from tests.command_line import runner
from tests.entry_builders import ANSWERS, draw
from tests.survey_builders import answer, make_invitation


@pytest.fixture
def run(app, session):
    return runner(app, session, "survey")


@pytest.fixture
def keyer(session):
    return make_user(session, department=make_department(session))


@pytest.fixture
def other(session):
    return make_user(session, department=make_department(session))


@pytest.fixture
def invitation(session):
    return make_invitation(session, department=make_department(session))


def words(**changes: str) -> list[str]:
    """The sheet of paper, as one types it."""
    said = []
    for field, value in (ANSWERS | changes).items():
        said += [f"{field}={one}" for one in (value if isinstance(value, list) else [value])]
    return said


def enter(run, invitation, by, *more: str, code: int = 0, **changes: str) -> str:
    sheet = words(**changes)
    return run("enter", invitations.code(invitation), *sheet, "--by", by.email, *more, code=code)


def test_a_sheet_is_keyed_in(run, session, invitation, keyer):
    draw(0)
    assert enter(run, invitation, keyer) == "Réponse enregistrée.\n"
    draft = session.exec(select(Draft)).one()
    assert (draft.mode, draft.is_submitted) == (Mode.PAPER, True)
    assert answering.read(draft)["contact_reached"] == {"phone": "yes", "email": "no"}
    assert "a déjà répondu" in enter(run, invitation, keyer, code=1)


def test_by_telephone_the_receipt_is_to_be_given(run, session, invitation, keyer):
    said = enter(run, invitation, keyer, "--mode", "phone")
    receipt = said.partition("donner : ")[2]
    assert session.exec(select(Draft.mode)).one() is Mode.PHONE
    assert "effacées" in run("withdraw", receipt)
    assert session.exec(select(Draft)).all() == []


def test_a_fault_keeps_nothing(run, session, invitation, keyer):
    said = enter(run, invitation, keyer, suggestion="x" * 2001, code=1)
    assert "- suggestion : Raccourcissez ce texte" in said
    assert session.exec(select(Draft)).all() == []
    said = run("enter", invitations.code(invitation), "satisfaction", "--by", keyer.email, code=1)
    assert "« question=valeur »" in said


def test_the_judged_department_and_a_reader_cannot(run, session, invitation):
    judged = make_user(session, department=invitation.event.department)
    assert "suivi par votre service" in enter(run, invitation, judged, code=1)
    reader = make_user(session, Role.READER)
    assert "ne saisit pas de réponse" in enter(run, invitation, reader, code=1)
    assert session.exec(select(Draft)).all() == []


def test_a_wrong_code_is_counted(run, session, keyer):
    said = run("enter", codes.new_code(), "satisfaction=good", "--by", keyer.email, code=1)
    assert "Ce code n’est pas connu" in said
    assert [one.number for one in session.exec(select(Attempts))] == [1]


def test_a_drawn_sheet_is_keyed_twice_then_settled_on_the_paper(run, session, invitation, keyer, other):  # fmt: skip
    draw(100)
    assert "une autre personne" in enter(run, invitation, keyer)
    assert "confiez la seconde saisie" in enter(run, invitation, keyer, code=1)
    assert "à saisir une seconde fois : 1" in run("entry-pile", "--by", other.email)
    assert "Les deux saisies diffèrent (effort)" in enter(run, invitation, other, effort="4")
    assert "à trancher, la feuille en main : 1" in run("entry-pile", "--by", other.email)
    code = invitations.code(invitation)
    assert "- effort : Dites ce que porte" in run("enter", code, "satisfaction=bad", "--by", other.email, code=1)  # fmt: skip
    assert "ce que porte la feuille" in run("enter", code, "effort=4", "--by", other.email)
    assert session.exec(select(SecondEntry)).all() == []
    assert answering.read(session.exec(select(Draft)).one())["effort"] == "4"
    rates = run("entry-rates")
    assert rates.startswith("2027\t1 feuille\t14 champs\t1 différent\t7,1 % (de ")
    assert session.exec(select(EntryTally)).one().different == 1


def test_two_entries_that_agree_are_told(run, session, invitation, keyer, other):
    draw(100)
    enter(run, invitation, keyer)
    assert "disent la même chose" in enter(run, invitation, other)
    assert session.exec(select(SecondEntry)).all() == []


# ---------------------------------------------------------------- by telephone


def test_a_reply_apart_is_withdrawn_with_its_receipt(run, session, now):
    receipts = [answer(session, make_invitation(session)) for _ in range(transfer.BATCH)]
    transfer.transfer_ready(session, now)
    assert "effacées" in run("withdraw", receipts[0])
    assert len(session.exec(select(Reply)).all()) == transfer.BATCH - 1
    assert "n’est pas connu" in run("withdraw", receipts[0], code=1)


def test_people_to_call_back_are_listed_and_erased_once_called(run, session, now):
    wanted = objecting.ask_call_back(session, "06 12 34 56 78", "Ma pension", now)
    said = run("call-backs")
    assert f"{wanted.id}\t2027-03-15\t+33 6 12 34 56 78\tMa pension" in said
    assert "sont effacés" in run("called-back", str(wanted.id))
    assert session.get(CallBack, wanted.id).phone == ""
    assert run("call-backs") == "0 personne à rappeler\n"
    assert "déjà été rappelée" in run("called-back", str(wanted.id), code=1)


def test_a_call_in_vain_is_noted_and_not_made_twice_a_day(run, session, invitation, keyer):
    words = ("call", invitations.code(invitation), "absent", "--by", keyer.email)
    assert "Appel noté" in run(*words)
    assert session.exec(select(CallAttempt.outcome)).one() is CallOutcome.ABSENT
    assert "déjà été appelée aujourd’hui" in run(*words, code=1)


def test_a_refusal_ends_the_event_and_an_objection_every_survey(run, session, invitation, keyer):
    by = ("--by", keyer.email)
    assert "Refus noté" in run("call", invitations.code(invitation), "refused", *by)
    assert session.get(Invitation, invitation.id).cancelled_because is LeftOut.OBJECTION
    later = make_invitation(session, department=make_department(session))
    assert "ne sera plus ni appelée" in run("call", invitations.code(later), "objection", *by)
    assert session.exec(select(Suppression)).one().reason is LeftOut.OBJECTION


def test_the_judged_department_notes_no_call(run, invitation, session):
    by = make_user(session, department=invitation.event.department)
    run("call", invitations.code(invitation), "absent", "--by", by.email, code=1)
    assert not session.exec(select(CallAttempt)).all()
