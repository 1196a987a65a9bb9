"""The questionnaire members answer from: the published words, copied once, never a draft's."""

from sqlmodel import select

from survey.answering import answering, frozen
from survey.models import Question, QuestionnaireStatus
from tests.survey_builders import make_invitation


def test_the_copy_says_what_was_published_and_is_made_once(session):
    invitation = make_invitation(session)
    copy = frozen.questionnaire(session, invitation)
    written = invitation.questionnaire
    assert [one.wording for one in copy.questions] == [one.wording for one in written.questions]
    assert (copy.title, copy.kind, copy.version) == (written.title, written.kind, written.version)
    assert frozen.questionnaire(session, invitation) is copy
    assert not isinstance(copy.questions[0], Question)


def test_a_questionnaire_still_being_written_is_read_as_it_is(session):
    invitation = make_invitation(session)
    invitation.questionnaire.status = QuestionnaireStatus.DRAFT
    session.flush()
    assert frozen.questionnaire(session, invitation) is invitation.questionnaire


def test_answers_are_unsealed_once_and_kept_as_they_are_now(session, now):
    invitation = make_invitation(session)
    sheet = answering.open_sheet(session, invitation, now.date())
    sheet.keep({"satisfaction": "good"})
    sheet.answers()["satisfaction"] = "bad"  # somebody's own copy
    assert sheet.answers() == {"satisfaction": "good"}
    again = answering.open_sheet(session, invitation, now.date())
    assert again.answers() == {"satisfaction": "good"}
    assert session.exec(select(Question)).first() is not None
