"""What is printed for one invitation: the words of its letter, and its questionnaire made of the tables."""

from datetime import date

from core import french, mail
from survey.answering import invitations, promises
from survey.answering.paging import asked_of, condition, everything_ticked, expect_path
from survey.answering.presenting import APART, template_kind
from survey.channels.base import LAST
from survey.models import Invitation, Question, Questionnaire
from survey.paper import addressing
from survey.paper.letters import Sender, Sheet
from survey.paper.questionnaire import Copy, PaperKind, PaperQuestion, PaperQuestionnaire
from survey.questions.base import Asked

LINES_FOR_A_TEXT = 3  # with it both questionnaires fit on the two sides of one sheet (tested)


def sender() -> Sender:
    """The fund, as its settings describe it."""
    fund = mail.fund()
    return Sender(
        name=fund.FUND_NAME,
        address=tuple(part.strip() for part in fund.FUND_ADDRESS.split(",")),
        telephone=french.typeset(fund.FUND_PHONE).replace(" ", french.NBSP),
        hours=fund.FUND_HOURS.replace(" h", f"{french.NBSP}h"),
        site=mail.link("/code").partition("://")[2],
    )


def letter(invitation: Invitation, step: int, written_on: date) -> Sheet:
    """What the letter of this step says, dated that day."""
    assert invitation.closes_on is not None
    event, telephone = invitation.event, sender().telephone
    return Sheet(
        sender=sender(),
        postal_lines=addressing.postal_lines(event),
        greeting=addressing.greeting(event),
        event_sentence=_opening(invitation, step),
        promise=promises.PROMISE,
        effort=effort(invitation.questionnaire) if step == LAST else promises.effort(invitation),
        code=invitations.code(invitation),
        link=link(invitation),
        written_on=written_on,
        closes_on=invitation.closes_on,
        objection=french.typeset(
            "Vous ne souhaitez plus recevoir nos enquêtes ? Dites-le-nous au "
            f"{telephone}, ou au bas de la page du questionnaire."
        ),
        signature=mail.fund().FUND_NAME,
        questionnaire_enclosed=step == LAST,
    )


def _opening(invitation: Invitation, step: int) -> str:
    known = french.typeset(promises.known(invitation))
    if step != LAST or invitation.sent_on is None:
        return known
    return f"Nous vous avons écrit le {french.day(invitation.sent_on)}. {known}"


def link(invitation: Invitation) -> str:
    """Where its QR code leads."""
    return mail.link(f"/r/{invitations.token(invitation)}")


def copy(invitation: Invitation) -> Copy:
    """What makes its questionnaire its own, without a name."""
    return Copy(invitations.code(invitation), link(invitation))


# ---------------------------------------------------------------- the questionnaire


def questionnaire(of: Questionnaire, closes_on: date | None) -> PaperQuestionnaire:
    """The questionnaire on paper; every question is there, since paper cannot skip."""
    asked = everything_asked(of)
    expect_path(asked)
    until = f" avant le {french.day(closes_on)}" if closes_on else ""
    return PaperQuestionnaire(
        sender=sender(),
        title=french.typeset(of.title),
        lead=f"{effort(of)}. Seule la première est obligatoire.",
        questions=tuple(_question(of, one) for one in asked),
        closing=f"Glissez ce questionnaire dans l’enveloppe affranchie et postez-la{until}. "
        "Merci de votre aide.",
        notice=promises.PROMISE,
    )


def effort(of: Questionnaire) -> str:
    """How many questions the paper has, and how long they take."""
    number = len(everything_asked(of))
    minutes = max(1, round(number * promises.SECONDS_A_QUESTION / 60))
    return f"{french.count(number, 'question')}, {french.count(minutes, 'minute')} environ"


def everything_asked(of: Questionnaire) -> list[Asked]:
    """Every question with all its rows, as for somebody who ticked everything before."""
    return asked_of(of, everything_ticked(of))


def _hint(of: Questionnaire, question: Question) -> str:
    """Paper cannot skip: it says whom the question is for."""
    when = condition(of, question)
    return f"{when}. {question.hint}".strip() if when else question.hint


def _question(of: Questionnaire, asked: Asked) -> PaperQuestion:
    question: Question = asked.question
    labels = [label for value, label in asked.options if value not in APART]
    aside = [label for value, label in asked.options if value in APART]
    return PaperQuestion(
        code=question.code,
        wording=french.typeset(question.wording),
        kind=PaperKind(template_kind(asked)),
        hint=french.typeset(_hint(of, question)),
        options=tuple(map(french.typeset, labels)),
        rows=tuple(french.typeset(label) for _, label in asked.rows),
        aside=french.typeset(aside[0]) if aside else "",
        lines=LINES_FOR_A_TEXT,
    )
