"""Around the rounds of self-assessment: rows entrusted to a colleague, a frozen form corrected, next year prepared."""

from datetime import date, datetime, timedelta
from functools import partial

from sqlmodel import Session

from actionplans.assessments import assessments, campaigns, delegating, preparing, rectifying
from actionplans.assessments.rectifying import Correction
from actionplans.bilans import bilans
from actionplans.models import Assessment, Level
from core import working_days
from core.clock import PARIS
from core.keys import key
from demonstration import rounds
from demonstration.calendar import moment
from demonstration.fund import Fund
from organisation.models import User

ROWS, ENTRUSTED_AGO, UNTIL, RATED_AGO = 5, 6, 10, 2  # rows; days before and after today
PREPARED_AGO = 5
RECTIFIED_AFTER = 75  # days after the round of last year was due


def note(fund: Fund) -> None:
    """Write the three in the agenda; no draw of chance, so that nothing else moves."""
    said, due_on = rounds.described(), fund.calendar.ahead(rounds.DUE_IN)
    before = rounds.a_year_before(due_on)
    given = moment(fund.calendar.ago(ENTRUSTED_AGO), 16, 40)
    fund.agenda.deed(given, partial(_entrust, fund, due_on.year), after_reading=True)
    rated = moment(fund.calendar.ago(RATED_AGO), 11, 20)
    fund.agenda.deed(rated, partial(_rate_entrusted, fund, due_on.year), after_reading=True)
    corrected = moment(before + timedelta(days=RECTIFIED_AFTER), 15)
    fund.agenda.deed(
        corrected, partial(_rectify, fund, before.year, said["rectified"]), after_reading=True
    )
    prepared = moment(fund.calendar.ago(PREPARED_AGO), 9, 30)
    fund.agenda.deed(
        prepared, partial(_prepare, fund, rounds.a_year_after(due_on)), after_reading=True
    )


# ---------------------------------------------------------------- rows entrusted


def _entrusted(
    fund: Fund, session: Session, year: int
) -> tuple[Assessment, User, User, dict[str, str]]:
    """The assessment, its head, the colleague, and what the file says of it."""
    said = rounds.described()["entrusted"]
    head = fund.person(session, said["by"])
    department_id = fund.staff.departments[said["department"]]
    assessment = assessments.find(session, year, department_id, head)
    return assessment, head, fund.person(session, said["to"]), said


def _entrust(fund: Fund, year: int, session: Session, now: datetime) -> None:
    """The last rows he has not rated go to a colleague."""
    assessment, head, to, _ = _entrusted(fund, session, year)
    left = [row for row in assessments.due_rows(assessment) if row.declared is Level.NOT_ASSESSED]
    codes = [row.commitment.code for row in left[-ROWS:]]
    delegating.entrust(session, assessment, codes, to, fund.calendar.ahead(UNTIL), head, now)


def _rate_entrusted(fund: Fund, year: int, session: Session, now: datetime) -> None:
    """The colleague rates the first of them; the others wait."""
    assessment, _, to, said = _entrusted(fund, session, year)
    mine = delegating.live(session, assessment, to, now.astimezone(PARIS).date())
    row = next(row for row in assessments.due_rows(assessment) if row.id in mine)
    assessments.rate(session, row, Level.C, said["reason"], False, to, now)


# ---------------------------------------------------------------- corrected


def _rectify(fund: Fund, year: int, said: dict[str, str], session: Session, now: datetime) -> None:
    """Management lowers a level that the proof did not carry, then signs a corrected review."""
    by, today = fund.person(session, "philippe.delorme"), now.astimezone(PARIS).date()
    department_id = fund.staff.departments[said["department"]]
    assessment = assessments.find(session, year, department_id, by)
    kept = next(row for row in assessments.due_rows(assessment) if row.validated is Level.A)
    correction = Correction({key(kept): Level.B}, assessment.successes, assessment.improvements)
    rectifying.rectify(session, assessment, correction, said["reason"], by, now)
    bilans.sign(session, assessment, said["reason"], fund.settings, by, now, today)


# ---------------------------------------------------------------- next year


def _prepare(fund: Fund, due_on: date, session: Session, now: datetime) -> None:
    """The officer readies next year's round; its day may still be moved."""
    opens_on = working_days.first_from(due_on - timedelta(days=rounds.OPENED_BEFORE))
    preparing.prepare(session, opens_on, due_on, fund.officer(session), now)
    assert campaigns.whatever_its_state(session, due_on.year).is_prepared
