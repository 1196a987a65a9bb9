"""Entry by staff: what came on paper or by telephone, never by the department that is judged."""

from datetime import date

import pytest
from sqlmodel import select
from werkzeug.datastructures import MultiDict

from core.errors import Refused
from organisation import journal
from organisation.models import Role
from survey.answering import answering, codes, invitations, objecting
from survey.entry import entry
from survey.models import Draft, InvitationStatus, Mode, Reply
from survey.privacy import transfer
from tests.builders import make_department, make_user
from tests.survey_builders import answer, fill, make_event, make_invitation

FORM = MultiDict(
    [
        ("satisfaction", "bad"), ("comprehension", "2"), ("contact_tried", "phone"), ("contact_tried", "email"),
        ("acknowledged", "no"), ("effort", "5"), ("contact_reached.phone", "yes"),
        ("contact_satisfaction.phone", "3"), ("contact_reached.counter", "no"), ("suggestion", "Rappeler"),
    ]
)  # fmt: skip


@pytest.fixture
def colleague(session):
    return make_user(session, department=make_department(session))


def typed_code(invitation) -> str:
    return codes.shown(invitations.code(invitation)).lower()


def test_a_sheet_keyed_in_becomes_an_answer_with_its_mode(session, now, colleague):
    invitation = entry.find(session, typed_code(make_invitation(session)), colleague, now)
    assert entry.enter(session, invitation, FORM, Mode.PAPER, colleague, now).faults == []
    draft = session.exec(select(Draft)).one()
    assert (draft.mode, draft.is_submitted) == (Mode.PAPER, True)
    assert answering.read(draft) == {
        "satisfaction": "bad",
        "comprehension": "2",
        "contact_tried": ["phone", "email"],
        "acknowledged": "no",
        "effort": "5",
        "contact_reached": {"phone": "yes"},
        "contact_satisfaction": {"phone": "3"},
        "suggestion": "Rappeler",
    }
    assert invitation.status is InvitationStatus.ANSWERED


def test_the_mode_goes_with_the_reply(session, now, colleague):
    for number in range(transfer.BATCH):
        mode = Mode.PHONE if number else Mode.PAPER
        entry.enter(session, make_invitation(session), FORM, mode, colleague, now)
    transfer.transfer_ready(session, now)
    found = sorted(reply.mode for reply in session.exec(select(Reply)))
    assert found == [Mode.PAPER, *[Mode.PHONE] * 9]


def test_the_department_that_is_judged_may_not_key_in(session, now):
    department = make_department(session)
    invitation = make_invitation(session, department=department)
    for role in (Role.COLLABORATOR, Role.HEAD):
        with pytest.raises(Refused, match="autre service"):
            entry.find(session, typed_code(invitation), make_user(session, role, department), now)
    with pytest.raises(Refused, match="autre service"):
        entry.enter(session, invitation, FORM, Mode.PAPER, make_user(session, department=department), now)  # fmt: skip
    assert session.exec(select(Draft)).all() == []


def test_an_event_of_no_department_may_be_keyed_in_by_anybody(session, now):
    officer = make_user(session, Role.QUALITY_OFFICER)
    assert entry.find(session, typed_code(make_invitation(session)), officer, now)


def test_without_the_first_question_the_sheet_does_not_count(session, now, colleague):
    found = entry.enter(session, make_invitation(session), MultiDict({"effort": "1"}), Mode.PAPER, colleague, now)  # fmt: skip
    assert [code for code, _ in found.faults] == ["satisfaction"]
    assert found.receipt == ""


def test_who_answered_already_is_not_counted_twice(session, now, colleague):
    invitation = make_invitation(session)
    answer(session, invitation)
    with pytest.raises(Refused, match="déjà répondu"):
        entry.find(session, typed_code(invitation), colleague, now)


def test_what_was_begun_on_line_is_replaced_unseen(session, now, colleague):
    invitation = make_invitation(session)
    fill(session, invitation, suggestion="écrit sur internet")
    entry.enter(session, invitation, FORM, Mode.PAPER, colleague, now)
    draft = session.exec(select(Draft)).one()
    assert draft.mode is Mode.PAPER
    assert answering.read(draft)["suggestion"] == "Rappeler"


def test_a_sheet_that_comes_after_closing_is_refused_with_the_day(session, now, colleague):
    invitation = make_invitation(session, sent_on=date(2026, 11, 2))
    with pytest.raises(Refused, match=r"31.janvier.2027"):
        entry.find(session, typed_code(invitation), colleague, now)


def test_a_stopped_invitation_is_refused(session, now, colleague):
    invitation = make_invitation(session)
    objecting.object_to_surveys(session, invitation, now.date())
    with pytest.raises(Refused, match="pas ouvert"):
        entry.find(session, typed_code(invitation), colleague, now)


def test_a_planned_invitation_is_refused(session, now, colleague):
    with pytest.raises(Refused, match="pas ouvert"):
        entry.find(session, typed_code(make_invitation(session, sent_on=None)), colleague, now)


def test_an_answer_of_the_web_is_not_keyed_in(session, now, colleague):
    with pytest.raises(Refused, match="par téléphone ou au guichet"):
        entry.enter(session, make_invitation(session), FORM, Mode.WEB, colleague, now)


@pytest.mark.parametrize("mode", [Mode.PHONE, Mode.COUNTER])
def test_what_is_said_keeps_how_it_came_and_gives_a_receipt(session, now, colleague, mode):
    invitation = make_invitation(session)
    found = entry.enter(session, invitation, FORM, mode, colleague, now)
    draft = session.get(Draft, invitation.id)
    assert (draft.mode, bool(found.receipt), found.is_drawn) == (mode, True, False)


def test_a_text_too_long_is_told(session, now, colleague):
    form = MultiDict({"satisfaction": "good", "suggestion": "x" * 2001})
    found = entry.enter(session, make_invitation(session), form, Mode.PAPER, colleague, now)
    assert [code for code, _ in found.faults] == ["suggestion"]


def test_the_receipt_opens_the_answer_for_whoever_answered_by_telephone(session, now, colleague):
    found = entry.enter(session, make_invitation(session), FORM, Mode.PHONE, colleague, now)
    assert isinstance(answering.by_receipt(session, found.receipt, now.date()), Draft)


def test_the_journal_says_who_keyed_in_and_never_whose_answer(session, now, colleague):
    event = make_event(session)
    entry.enter(session, make_invitation(session, event=event), FORM, Mode.PAPER, colleague, now)
    (line,) = journal.about(session, "replies")
    assert (line.by_id, line.details) == (colleague.id, "papier")


def test_every_question_of_the_paper_is_on_the_screen_in_its_order(session):
    from survey.paper import contents as paper_contents

    invitation = make_invitation(session)
    printed = paper_contents.questionnaire(invitation.questionnaire, None).questions
    assert [a.code for a in entry.asked(invitation)] == [q.code for q in printed]
