"""What becomes of an invitation that left: an answer on line, on paper or by telephone, or none."""

from datetime import date, datetime, timedelta
from functools import partial

from sqlmodel import Session

from core.clock import PARIS
from core.keys import key
from demonstration import answers, desk_work
from demonstration.calendar import moment
from demonstration.fund import Fund
from demonstration.plans import Plan
from survey.answering import answering, objecting, paging
from survey.entry import entry
from survey.models import Draft, Invitation, InvitationStatus, Mode
from survey.questions.base import Given
from survey.sending import bounces

# Of those who do not answer: those who object, whose address is wrong, who begin and give up.
OBJECTS, IN_ERROR, BEGINS = 0.004, 0.025, 0.03
CALLS_BACK = 0.02  # of those who answer
ON_LINE = (7, 8, 9, 12, 13, 14, 17, 18, 19, 20, 20, 21, 21, 22)  # hours at which members answer
AT_WORK = (9, 10, 11, 14, 15, 16)
# Who keys in: never the department that handled the member.
KEYED_BY = {"Affiliation": "claire.dumas", "Liquidation": "lea.fontaine"}
ANYBODY = "emilie.vasseur"


def note(fund: Fund, invitation: Invitation, plan: Plan | None, now: datetime) -> None:
    """Write in the agenda what this member will do."""
    number, chance = key(invitation), fund.chance
    if plan is not None:
        _note_answer(fund, number, plan, now)
        return
    desk_work.note_call(fund, invitation, now)
    if chance.random() < OBJECTS:
        at = _later(fund, now, 1, chance.choice(ON_LINE))
        fund.agenda.deed(at, partial(_object, number))
    elif invitation.channel == "email" and chance.random() < IN_ERROR:
        at = _later(fund, now, 2, 9)
        fund.agenda.deed(at, partial(_come_back, fund, number))
    elif chance.random() < BEGINS:
        at = _later(fund, now, chance.randint(0, 9), chance.choice(ON_LINE))
        fund.agenda.deed(at, partial(_begin, number))


def _note_answer(fund: Fund, number: int, plan: Plan, now: datetime) -> None:
    hours = ON_LINE if plan.mode is Mode.WEB else AT_WORK
    at = _later(fund, now, plan.days, fund.chance.choice(hours))
    deed = _answer if plan.mode is Mode.WEB else _key_in
    fund.agenda.deed(at, partial(deed, fund, number, plan))


def _later(fund: Fund, now: datetime, days: int, hour: int) -> datetime:
    """Some days later at about this hour, an hour from now at the earliest."""
    at = moment(
        now.astimezone(PARIS).date() + timedelta(days=days), hour, fund.chance.randint(0, 59)
    )
    return max(at, now + timedelta(hours=1))


# ---------------------------------------------------------------- answers


def _given(fund: Fund, invitation: Invitation, plan: Plan) -> dict[str, Given]:
    kind = invitation.event.kind
    of = answers.mood(fund.chance, kind, plan.comment, plan.month)
    return answers.answers(fund.chance, of, plan.comment)


def _expects(session: Session, number: int, today: date) -> Invitation | None:
    """The invitation, while it waits for an answer: the member may have been stopped meanwhile."""
    invitation = session.get(Invitation, number)
    assert invitation is not None
    is_open = invitation.closes_on is not None and invitation.closes_on >= today
    return invitation if invitation.status is InvitationStatus.SENT and is_open else None


def _answer(fund: Fund, number: int, plan: Plan, session: Session, now: datetime) -> None:
    """On line, page by page; some stop halfway, and some ask to be called back."""
    today = now.astimezone(PARIS).date()
    if (invitation := _expects(session, number, today)) is None:
        return
    sheet = answering.open_sheet(session, invitation, today)
    form = answers.form(_given(fund, invitation, plan))
    page, pages = 1, paging.pages(sheet.questionnaire, sheet.answers())
    while page <= len(pages) and (plan.is_whole or page < 3):
        assert answering.save(sheet, pages[page - 1], form) == []
        page, pages = page + 1, paging.pages(sheet.questionnaire, sheet.answers())
    if plan.is_whole:
        answering.submit(sheet)
    if fund.chance.random() < CALLS_BACK:
        phone = invitation.event.phone or "06 39 98 00 00"
        desk_work.note_call_back(fund, objecting.ask_call_back(session, phone, WANTS, now), now)


WANTS = "Je voudrais faire le point sur mon dossier."


def _key_in(fund: Fund, number: int, plan: Plan, session: Session, now: datetime) -> None:
    """On paper or by telephone, by somebody of another department."""
    invitation = _expects(session, number, now.astimezone(PARIS).date())
    if invitation is None or session.get(Draft, number) is not None:
        return
    department = invitation.event.department
    by = fund.person(session, KEYED_BY.get(department.name if department else "", ANYBODY))
    form = answers.form(_given(fund, invitation, plan))
    entered = entry.enter(session, invitation, form, plan.mode, by, now)
    assert entered.faults == []
    if entered.is_drawn:
        desk_work.note_second_entry(fund, number, form, now)


# ---------------------------------------------------------------- no answer


def _begin(number: int, session: Session, now: datetime) -> None:
    """Opens the questionnaire, answers its second question, and never comes back."""
    today = now.astimezone(PARIS).date()
    if (invitation := _expects(session, number, today)) is not None:
        sheet = answering.open_sheet(session, invitation, today)
        first = paging.pages(sheet.questionnaire, {})[0]
        answering.save(sheet, first, answers.form({"comprehension": "3"}))


def _object(number: int, session: Session, now: datetime) -> None:
    today = now.astimezone(PARIS).date()
    if (invitation := _expects(session, number, today)) is not None:
        objecting.object_to_surveys(session, invitation, today)


def _come_back(fund: Fund, number: int, session: Session, now: datetime) -> None:
    """The message came back: the officer says so, and a letter goes instead."""
    invitation = _expects(session, number, now.astimezone(PARIS).date())
    if invitation is not None and invitation.channel == "email":
        bounces.address_in_error(session, invitation, fund.officer(session), now)
