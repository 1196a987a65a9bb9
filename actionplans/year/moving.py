"""What the officer does with the steps of a year: move one, end it, take that back, add one's own, drop it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, select

from actionplans.models import YearStep
from actionplans.year import usual
from actionplans.year.year import FIRST_YEAR, LAST_YEAR, OWN
from core import french, typed_days
from core.clock import PARIS
from core.errors import Missing, Refused
from core.keys import key
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "move_step": "étape de l’année déplacée",
        "end_step": "étape de l’année faite",
        "take_up_step": "étape de l’année à faire de nouveau",
        "add_step": "étape de l’année ajoutée",
        "drop_step": "étape de l’année retirée",
    }
)
GONE = "Cette étape n’est pas dans le calendrier de cette année."


@dataclass(frozen=True)
class Step:
    """A step of a year as it stands: a usual one, perhaps untouched, or one of the officer's own."""

    year: int
    name: str
    """Its code, or « own-12 »."""
    title: str
    detail: str
    due_on: date
    row: YearStep | None

    @property
    def is_own(self) -> bool:
        return self.name.startswith(OWN)

    @property
    def ended_on(self) -> date | None:
        return self.row.ended_on if self.row else None


def find(session: Session, year: int, name: str) -> Step:
    """A step of this year by its name, or Missing."""
    if name.startswith(OWN):
        number = name.removeprefix(OWN)
        row = session.get(YearStep, int(number)) if number.isdecimal() else None
        if row is None or row.year != year or row.code is not None:
            raise Missing(GONE)
        return Step(year, name, row.title, "", row.due_on, row)
    one = usual.steps().get(name)
    if one is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Missing(GONE)
    row = session.exec(select(YearStep).where(YearStep.year == year, YearStep.code == name)).first()
    return Step(year, name, one.title, one.detail, row.due_on if row else one.due_on(year), row)


def move(session: Session, step: Step, on: date, by: User, now: datetime) -> YearStep:
    """Put a step on another day of its year."""
    _expect_officer(by)
    _expect_to_come(on, now)
    if on.year != step.year:
        raise Refused(f"Choisissez un jour de {step.year} : chaque année a ses étapes.", "on")
    row = _row(session, step)
    before, row.due_on = row.due_on, on
    session.flush()
    return _written(session, row, "move_step", by, now, f"{before} → {on}")


def end(session: Session, step: Step, by: User, now: datetime) -> YearStep:
    """Say that a step is done, today."""
    _expect_officer(by)
    row = _row(session, step)
    if row.ended_on is not None:
        raise Refused(f"Cette étape est faite depuis le {french.day(row.ended_on)}.")
    row.ended_on, row.ended_by_id = now.astimezone(PARIS).date(), key(by)
    session.flush()
    return _written(session, row, "end_step", by, now)


def take_up(session: Session, step: Step, by: User, now: datetime) -> YearStep:
    """It was not done after all."""
    _expect_officer(by)
    row = _row(session, step)
    if row.ended_on is None:
        raise Refused("Cette étape n’est pas marquée faite.")
    row.ended_on = row.ended_by_id = None
    session.flush()
    return _written(session, row, "take_up_step", by, now)


def add(session: Session, title: str, on: date, by: User, now: datetime) -> YearStep:
    """A step of the fund's own, in the year of its day."""
    _expect_officer(by)
    if not title.strip():
        raise Refused("Dites en quelques mots ce qui est à faire.", "title")
    _expect_to_come(on, now)
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise Refused(f"Choisissez un jour entre {FIRST_YEAR} et {LAST_YEAR}.", "on")
    row = YearStep(year=on.year, title=title.strip(), due_on=on)
    session.add(row)
    session.flush()
    return _written(session, row, "add_step", by, now)


def drop(session: Session, step: Step, by: User, now: datetime) -> None:
    """Take out a step of one's own; usual ones stay, done or not."""
    _expect_officer(by)
    if not step.is_own or step.row is None:
        raise Refused("Une étape habituelle ne se retire pas : déplacez-la, ou marquez-la faite.")
    _written(session, step.row, "drop_step", by, now)
    session.delete(step.row)
    session.flush()


def _expect_to_come(on: date, now: datetime) -> None:
    """What is behind is marked done on its page, not put in the past."""
    typed_days.expect_to_come(on, now.astimezone(PARIS).date(), about="on", today_too=True)


def _expect_officer(by: User) -> None:
    if not may(by, Right.ANIMATE):
        raise Refused("Seul le référent qualité tient le calendrier de la démarche.")


def _row(session: Session, step: Step) -> YearStep:
    """Its row, made the first time somebody touches a usual step."""
    if step.row is not None:
        return step.row
    row = YearStep(year=step.year, code=step.name, due_on=step.due_on)
    session.add(row)
    session.flush()
    return row


def _written(
    session: Session, row: YearStep, deed: str, by: User, now: datetime, details: str = ""
) -> YearStep:
    said = ", ".join(filter(None, (f"{row.year}", row.code or "", details)))
    journal.write(session, now, by, deed, f"step {row.id}", said)
    return row
