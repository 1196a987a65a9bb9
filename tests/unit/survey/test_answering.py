"""Answering: saved page by page, sent with a receipt, corrected and withdrawn until closing."""

import pytest
from sqlmodel import select
from werkzeug.datastructures import MultiDict

from core.errors import Missing, Refused
from survey import replies
from survey.answering import answering, codes, invitations, paging
from survey.answering.correcting import ReplySheet
from survey.models import Answer, Draft, FreeText, InvitationStatus, Reply
from survey.privacy import transfer
from tests.survey_builders import answer, fill, make_invitation, make_questionnaire, make_reply


def form(**fields):
    return MultiDict(
        [(k, v) for k, vs in fields.items() for v in (vs if isinstance(vs, list) else [vs])]
    )


def first_page(sheet):
    return paging.pages(sheet.questionnaire, sheet.answers())[0]


def test_an_answer_is_sealed_in_the_database(session):
    invitation = make_invitation(session)
    sheet = fill(session, invitation, suggestion="Rappelez plus vite")
    assert b"Rappelez" not in sheet.draft.sealed
    assert sheet.answers()["suggestion"] == "Rappelez plus vite"


def test_the_reply_counts_as_soon_as_the_general_question_is_answered(session):
    sheet = answering.DraftSheet(session, make_invitation(session))
    answering.save(sheet, first_page(sheet), form(satisfaction="bad"))
    assert sheet.draft.counts


def test_a_required_answer_left_out_is_told_and_the_others_are_kept(session):
    sheet = answering.DraftSheet(session, make_invitation(session))
    faults = answering.save(sheet, first_page(sheet), form(comprehension="5"))
    assert [code for code, _ in faults] == ["satisfaction"]
    assert sheet.answers() == {"comprehension": "5"}


def test_a_value_that_was_never_offered_is_dropped(session):
    sheet = answering.DraftSheet(session, make_invitation(session))
    answering.save(sheet, first_page(sheet), form(satisfaction="good", comprehension="11"))
    assert sheet.answers() == {"satisfaction": "good"}


def test_no_help_needed_excludes_the_channels(session):
    sheet = fill(session, make_invitation(session), contact_tried=[])
    page = paging.pages(sheet.questionnaire, sheet.answers())[1]
    answering.save(sheet, page, form(contact_tried=["phone", "none"]))
    assert sheet.answers()["contact_tried"] == ["none"]


def test_the_help_page_is_shown_only_for_channels_of_the_fund(session):
    sheet = fill(session, make_invitation(session), contact_tried=["relative"])
    assert len(paging.pages(sheet.questionnaire, sheet.answers())) == 3
    sheet = fill(session, make_invitation(session), contact_tried=["phone", "relative"])
    pages = paging.pages(sheet.questionnaire, sheet.answers())
    assert len(pages) == 4
    assert [row for row, _ in pages[2].asked[0].rows] == ["phone"]


def test_answers_about_a_channel_no_longer_ticked_are_forgotten(session):
    sheet = fill(session, make_invitation(session))
    page = paging.pages(sheet.questionnaire, sheet.answers())[1]
    answering.save(sheet, page, form(contact_tried=["none"]))
    assert "contact_reached" not in sheet.answers()


def test_the_quality_of_help_counts_only_where_the_fund_was_reached(session):
    sheet = fill(session, make_invitation(session), contact_reached={"phone": "no"})
    assert "contact_satisfaction" not in sheet.answers()


def test_a_text_of_fifty_thousand_characters_is_refused_with_its_length(session):
    sheet = fill(session, make_invitation(session), suggestion="court")
    page = paging.pages(sheet.questionnaire, sheet.answers())[-1]
    faults = answering.save(sheet, page, form(praise="", suggestion="x" * 50_000))
    assert "50000" in dict(faults)["suggestion"]
    assert sheet.answers()["suggestion"] == "court"


def test_one_answer_can_be_taken_back(session):
    sheet = fill(session, make_invitation(session))
    answering.clear(sheet, "effort")
    assert "effort" not in sheet.answers()


def test_nothing_can_be_sent_before_the_first_question(session):
    sheet = fill(session, make_invitation(session), satisfaction="")
    with pytest.raises(Refused, match="première question"):
        answering.submit(sheet)


def test_sent_twice_the_newest_receipt_holds(session, now):
    invitation = make_invitation(session)
    first = answer(session, invitation)
    second = answering.submit(answering.DraftSheet(session, invitation))
    with pytest.raises(Refused):
        answering.by_receipt(session, first, now.date())
    assert isinstance(answering.by_receipt(session, second, now.date()), Draft)


def test_the_receipt_is_stored_as_a_fingerprint_alone(session):
    receipt = answer(session, make_invitation(session))
    draft = session.exec(select(Draft)).one()
    assert receipt not in (draft.receipt_hash or "")
    assert len(draft.receipt_hash) == 64


def test_nine_sent_answers_wait_and_ten_are_transferred(session, now):
    invitations_ = [make_invitation(session) for _ in range(10)]
    for invitation in invitations_[:9]:
        answer(session, invitation)
    assert transfer.transfer_ready(session, now) == 0
    answer(session, invitations_[9])
    assert transfer.transfer_ready(session, now) == 10
    assert session.exec(select(Draft)).all() == []
    assert {i.status for i in invitations_} == {InvitationStatus.ANSWERED}


def test_an_answer_begun_and_never_sent_counts_at_closing(session, now):
    old = make_invitation(session, sent_on=now.date().replace(year=2026, month=10))
    fill(session, old)
    fill(session, make_invitation(session, sent_on=old.sent_on), satisfaction="")
    assert transfer.close_due(session, now) == 1
    assert len(session.exec(select(Reply)).all()) == 1
    assert session.exec(select(Draft)).all() == []


def test_a_reply_says_its_department_only_where_ten_were_invited(session, now):
    from tests.builders import make_department

    large, small = make_department(session), make_department(session)
    for _ in range(10):
        answer(session, make_invitation(session, department=large))
    for _ in range(3):
        answer(session, make_invitation(session, department=small))
    transfer.transfer_ready(session, now)
    found = session.exec(select(Reply)).all()
    assert sorted(r.department_id or 0 for r in found) == [0, 0, 0] + [large.id] * 10
    assert {r.grain.value for r in found if r.department_id is None} == {"quarter"}


def test_a_receipt_opens_the_reply_after_transfer_and_dies_at_closing(session, now):
    receipts = [answer(session, make_invitation(session)) for _ in range(10)]
    transfer.transfer_ready(session, now)
    assert isinstance(answering.by_receipt(session, receipts[0], now.date()), Reply)
    transfer.close_due(session, now.replace(month=7))
    with pytest.raises(Refused, match="close"):
        answering.by_receipt(session, receipts[0], now.date())


def test_a_transferred_reply_is_corrected_whole_and_its_former_text_is_gone(session):
    reply = make_reply(session, answers={"satisfaction": "bad", "suggestion": "ancien texte"})
    reply.receipt_hash = "x" * 64
    sheet = ReplySheet(session, reply)
    former = reply.id
    sheet.keep({"satisfaction": "good", "suggestion": "nouveau texte"})
    assert session.get(Reply, former) is None
    assert sheet.answers() == {"satisfaction": "good", "suggestion": "nouveau texte"}
    assert len(session.exec(select(FreeText)).all()) == 1
    assert sheet.reply.receipt_hash == "x" * 64


def test_a_withdrawn_reply_leaves_nothing(session):
    reply = make_reply(session, answers={"satisfaction": "bad", "suggestion": "texte"})
    answering.withdraw(session, reply)
    assert session.exec(select(Answer)).all() == []
    assert session.exec(select(FreeText)).all() == []


def test_an_unknown_link_says_what_to_do(session):
    with pytest.raises(Missing, match="tapez le code"):
        invitations.by_token(session, codes.new_token())


def test_the_code_of_a_letter_opens_the_same_invitation_as_its_link(session, now):
    invitation = make_invitation(session)
    typed = codes.shown(invitations.code(invitation)).lower()
    assert invitations.by_code(session, typed, now) is invitation
    assert invitations.by_token(session, invitations.token(invitation)) is invitation


def test_answers_come_back_from_the_front_desk_as_they_were_given(session):
    given = {
        "satisfaction": "medium",
        "contact_tried": ["counter", "phone"],
        "contact_reached": {"phone": "yes", "counter": "no"},
        "contact_satisfaction": {"phone": "3"},
    }
    make_reply(session, answers=given)
    (found,) = replies.answers(session, replies.Scope())
    found["contact_tried"].sort()
    assert found == given


def test_content_members_are_counted_for_a_commitment(session):
    make_questionnaire(session)
    make_reply(session, answers={"satisfaction": "good", "acknowledged": "yes"})
    make_reply(session, answers={"satisfaction": "good", "acknowledged": "no"})
    make_reply(session, answers={"satisfaction": "good", "acknowledged": "na"})
    assert replies.perceived(session, "DEL-01", replies.Scope()) == (1, 2)
