"""The yearly self-assessments: last year's, all frozen, and this year's, each department at its stage."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session, select

from actionplans.assessments import (
    admitting,
    assessments,
    campaigns,
    evidence,
    last_year,
    levels,
    reviewing,
    submission,
)
from actionplans.assessments import notices as assessment_notices
from actionplans.assessments.evidence import Proof
from actionplans.assessments.reviewing import Word
from actionplans.bilans import bilans, fund_bilans, maturity, thanks
from actionplans.bilans.maturity import Judged
from actionplans.models import Assessment, Evidence, EvidenceState, Level, Rating, Stage
from core.clock import PARIS
from core.keys import key
from demonstration.calendar import moment
from demonstration.fund import Fund
from organisation.models import Role, User

FILE = Path(__file__).with_name("rounds.yaml")
DUE_IN, OPENED_BEFORE = 20, 44  # days from today, days before it is due
SIGNED_AFTER = 30  # days
A_ROW_TAKES = (18, 70)  # seconds
PROVEN = (0.45, 0.58)  # share of the rows with a proof, last year and this one
STILL_TRUE = 0.3
THANKS = 2  # sentences that a review cites
IN_FEW_WORDS = 70  # signs
BEGUN = 0.6  # share of the rows rated by who is in the middle of it
WITH_PROOF = {Level.A: 85, Level.B: 11, Level.C: 4}
WITHOUT = {Level.B: 58, Level.C: 32, Level.D: 6, Level.NOT_CONCERNED: 4}


@cache
def described() -> dict[str, Any]:
    """Stages, reasons and texts, as the file tells them."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def note(fund: Fund) -> None:
    """Write both rounds in the agenda."""
    due_on = fund.calendar.ahead(DUE_IN)
    before = a_year_before(due_on)
    _note_round(fund, before, dict.fromkeys(fund.staff.departments, "frozen"), PROVEN[0])
    closing = moment(before + timedelta(days=16), 11)
    fund.agenda.deed(closing, partial(_close, fund, before.year), after_reading=True)
    signing = moment(before + timedelta(days=SIGNED_AFTER), 15)
    fund.agenda.deed(signing, partial(_sign, fund, before.year), after_reading=True)
    judging = moment(before + timedelta(days=SIGNED_AFTER - 2), 15)
    last_year_s = partial(_judge, fund, before.year, "last_year")
    fund.agenda.deed(judging, last_year_s, after_reading=True)
    _note_round(fund, due_on, described()["stages"], PROVEN[1])
    this_year_s = partial(_judge, fund, due_on.year, "this_year")
    fund.agenda.deed(moment(fund.calendar.ago(3), 16), this_year_s, after_reading=True)
    fund.agenda.deed(
        moment(fund.calendar.ago(0), 6, 30),
        assessment_notices.refresh_proposals,
        after_reading=True,
    )


def a_year_before(day: date) -> date:
    """The same day of the year before; the 28th of February for the 29th."""
    return day.replace(year=day.year - 1, day=min(day.day, 28) if day.month == 2 else day.day)


def a_year_after(day: date) -> date:
    """The same day of the year after; the 28th of February for the 29th."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def _note_round(fund: Fund, due_on: date, stages: dict[str, str], proven: float) -> None:
    opened = due_on - timedelta(days=OPENED_BEFORE)
    fund.agenda.deed(moment(opened, 9), partial(_open, fund, due_on), after_reading=True)
    for place, (name, stage) in enumerate(stages.items()):
        if stage != "todo":
            work = Work(fund, due_on.year, name, stage, proven)
            day = opened + timedelta(days=4 + 3 * place)
            fund.agenda.deed(moment(day, 14, 5), work.fill, after_reading=True)
            fund.agenda.deed(
                moment(day + timedelta(days=3), 10, 30), work.review, after_reading=True
            )


def _open(fund: Fund, due_on: date, session: Session, now: datetime) -> None:
    campaigns.open_campaign(session, due_on.year, due_on, fund.officer(session), now)


def _close(fund: Fund, year: int, session: Session, now: datetime) -> None:
    campaign = campaigns.of_year(session, year)
    campaigns.close_campaign(session, campaign, fund.officer(session), now)


def _thank(fund: Fund, assessment: Assessment, session: Session, now: datetime) -> None:
    """The officer chooses what members thanked for, in few words; nothing where too few of them did.

    A long sentence tells of its author: the officer leaves it.
    """
    offered = sorted(
        thanks.offered(session, assessment),
        key=lambda one: (abs(len(one.text) - IN_FEW_WORDS), one.text),
    )
    if offered:
        chosen = {one.id for one in offered[:THANKS]}
        thanks.choose(session, assessment, chosen, fund.officer(session), now)


def _sign(fund: Fund, year: int, session: Session, now: datetime) -> None:
    """Management signs every review of the year."""
    by, today = fund.person(session, "philippe.delorme"), now.astimezone(PARIS).date()
    campaign = campaigns.of_year(session, year)
    for row in campaigns.progresses(session, campaign):
        _thank(fund, row.assessment, session, now)
        bilans.sign(session, row.assessment, "", fund.settings, by, now, today)
    fund_bilans.sign(session, campaign, "", "", fund.settings, by, now, today)


def _judge(fund: Fund, year: int, when: str, session: Session, now: datetime) -> None:
    """The officer says how far the themes are; last year all of them, this year the first ones."""
    said = described()["maturity"][when]
    judged = {code: Judged(Stage(stage), reason) for code, (stage, reason) in said.items()}
    campaign = campaigns.of_year(session, year)
    maturity.rate(session, campaign, judged, fund.officer(session), now)


@dataclass
class Work:
    """One department's assessment of one year, up to its stage."""

    fund: Fund
    year: int
    department: str
    stage: str
    proven: float

    def fill(self, session: Session, now: datetime) -> None:
        """The head rates row after row, proofs first, then hands it over when it is whole."""
        head = self._head(session)
        assessment = self._assessment(session, head)
        rows = assessments.due_rows(assessment)
        if self.stage == "in_progress":
            rows = rows[: int(len(rows) * BEGUN)]
        for rating in rows:
            now += timedelta(seconds=self.fund.chance.randint(*A_ROW_TAKES))
            self._rate(session, rating, head, now)
        if self.stage != "in_progress":
            texts = described()["texts"][self.department]
            said = texts["successes"], texts["improvements"]
            submission.keep_texts(session, assessment, *said, head, now)
            submission.submit(session, assessment, head, now + timedelta(minutes=4))

    def review(self, session: Session, now: datetime) -> None:
        """Validated with a level or two lowered, or sent back; what is submitted waits."""
        by = self._reviewer(session)
        assessment = self._assessment(session, by)
        rows = assessments.due_rows(assessment)
        if self.stage == "returned":
            bare = [row for row in rows if row.declared is Level.B][:2]
            comments = {key(row): described()["to_redo"] for row in bare}
            reviewing.send_back(session, assessment, described()["returned"], comments, by, now)
        elif self.stage in ("validated", "frozen"):
            proven = [row for row in rows if row.declared is Level.A]
            lowered = self.fund.chance.sample(proven, min(2, len(proven)))
            words = {key(row): Word(Level.B, described()["lowered"]) for row in lowered}
            reviewing.validate(session, assessment, words, by, now)
            self._admit(session, by, now)

    def _admit(self, session: Session, by: User, now: datetime) -> None:
        """The proofs of the department that wait for a word, read with its assessment."""
        number = self.fund.staff.departments[self.department]
        waiting = select(Evidence).where(
            Evidence.department_id == number, Evidence.state == EvidenceState.PROPOSED
        )
        for one in session.exec(waiting).all():
            if admitting.may_judge(by, one):
                admitting.admit(session, one, by, now)

    # ------------------------------------------------------------ who

    def _assessment(self, session: Session, user: User) -> Assessment:
        department_id = self.fund.staff.departments[self.department]
        return assessments.find(session, self.year, department_id, user)

    def _head(self, session: Session) -> User:
        department_id = self.fund.staff.departments[self.department]
        heads = select(User).where(User.department_id == department_id, User.role == Role.HEAD)
        return session.exec(heads).one()

    def _reviewer(self, session: Session) -> User:
        """The officer; management where the officer belongs to the department."""
        officer = self.fund.officer(session)
        if officer.department_id != self.fund.staff.departments[self.department]:
            return officer
        return self.fund.person(session, "philippe.delorme")

    # ------------------------------------------------------------ one row

    def _rate(self, session: Session, rating: Rating, by: User, now: datetime) -> None:
        chance = self.fund.chance
        code = rating.commitment.code
        is_low = self._is_first() and code in described()["low"][self.department]
        earlier = last_year.said(session, rating.assessment).get(code)
        if not is_low and chance.random() < self.proven:
            self._prove(session, rating, by, now)
        if earlier and earlier.may_hold(rating) and chance.random() < STILL_TRUE:
            last_year.still_true(session, rating, by, now)
            return
        ways = WITH_PROOF if assessments.ceiling_of(rating) is Level.A else WITHOUT
        # A breached delay caps its row: what is above is not declared.
        allowed = {to: n for to, n in ways.items() if not assessments.is_too_high(rating, to)}
        level = Level.C if is_low else chance.choices(list(allowed), list(allowed.values()))[0]
        self._declare(session, rating, level, by, now)

    def _declare(
        self, session: Session, rating: Rating, level: Level, by: User, now: datetime
    ) -> None:
        """With a reason where one is asked for, and some others."""
        chance, reasons = self.fund.chance, described()["reasons"]
        is_asked = level is not Level.A and (
            level is not Level.B or levels.is_above(level, rating.proposed)
        )
        said = (
            chance.choice(reasons[level])
            if is_asked or (level in reasons and chance.random() < 0.3)
            else ""
        )
        is_strong = level is Level.A and chance.random() < 0.12
        assessments.rate(session, rating, level, said, is_strong, by, now)

    def _is_first(self) -> bool:
        return self.proven == PROVEN[0]

    def _prove(self, session: Session, rating: Rating, by: User, now: datetime) -> None:
        """The first proof that the charter suggests, valid for a year around the round."""
        code, campaign = rating.commitment.code, rating.assessment.campaign
        title = rating.commitment.evidence.split(" ; ")[0].strip() or "Relevé daté"
        where = self.fund.chance.choice(described()["where"])
        since = campaign.period_end - timedelta(days=self.fund.chance.randint(30, 330))
        proof = Proof(
            title=title[0].upper() + title[1:],
            location=where.format(department=self.department, code=code),
            valid_from=since,
            valid_to=since + timedelta(days=365),
        )
        evidence.add_evidence(session, rating, proof, by, now)
