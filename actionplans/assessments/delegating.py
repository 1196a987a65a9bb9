"""The head entrusts rows of the assessment to a collaborator, who rates those alone until a day; the head submits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.assessments import assessments
from actionplans.models import Assessment, Campaign, Delegation, Level, Rating
from core import typed_days
from core.clock import PARIS
from core.errors import Missing, Refused
from core.french import count
from core.keys import key
from organisation import journal, leaving
from organisation.models import Commitment, Role, User
from organisation.rights import EVERYWHERE
from organisation.words import DEEDS

DEEDS.update(
    {
        "entrust_rows": "lignes confiées à un collaborateur",
        "take_back_rows": "lignes reprises à un collaborateur",
        "hand_on_rows": "lignes d’une personne partie données à quelqu’un d’autre",
    }
)


@dataclass(frozen=True)
class Entrusted:
    """What one person holds in one assessment, whatever its day."""

    user: User
    until: date
    codes: Sequence[str]
    left: int
    """Rows still to rate."""


# ---------------------------------------------------------------- reading


def colleagues(session: Session, assessment: Assessment) -> Sequence[User]:
    """The collaborators of the department who may be entrusted with rows, by name."""
    wanted = select(User).where(
        User.department_id == assessment.department_id,
        User.role == Role.COLLABORATOR,
        leaving.at_work(),
    )
    return session.exec(wanted.order_by(col(User.name))).all()


def of_assessment(session: Session, assessment: Assessment) -> list[Entrusted]:
    """Everybody who holds rows of this assessment, by name."""
    found = session.exec(
        select(Delegation)
        .join(Rating)
        .join(Commitment)
        .where(Rating.assessment_id == assessment.id)
        .options(
            joinedload(Delegation.user),  # type: ignore[arg-type]
            joinedload(Delegation.rating).joinedload(Rating.commitment),  # type: ignore[arg-type]
        )
        .order_by(col(Commitment.rank))
    ).all()
    return sorted(gathered(found), key=lambda one: one.user.name)


def gathered(found: Iterable[Delegation]) -> list[Entrusted]:
    """One line a person and a day."""
    groups: dict[tuple[int, date], list[Delegation]] = {}
    for one in found:
        groups.setdefault((one.user_id, one.until), []).append(one)
    return [
        Entrusted(
            rows[0].user,
            until,
            [one.rating.commitment.code for one in rows],
            sum(one.rating.declared is Level.NOT_ASSESSED for one in rows),
        )
        for (_, until), rows in groups.items()
    ]


def live(session: Session, assessment: Assessment, user: User, today: date) -> frozenset[int]:
    """The rows this person may rate today: entrusted, not past their day, in an assessment of their own department."""
    if (
        not (assessment.is_open and assessment.campaign.is_open)
        or user.department_id != assessment.department_id
    ):
        return frozenset()
    held = (
        select(Delegation.rating_id)
        .join(Rating)
        .where(
            Rating.assessment_id == assessment.id,
            Delegation.user_id == user.id,
            col(Delegation.until) >= today,
        )
    )
    return frozenset(session.exec(held))


def find(
    session: Session, year: int, department_id: int, user: User, today: date
) -> tuple[Assessment, frozenset[int]]:
    """The assessment of which this person holds rows, and those rows; Missing for whoever holds none."""
    wanted = assessments.whole().where(
        Campaign.year == year, Assessment.department_id == department_id
    )
    assessment = session.exec(wanted).first()
    rows = live(session, assessment, user, today) if assessment else frozenset()
    if assessment is None or not rows:
        raise Missing("Cette auto-évaluation n’existe pas, ou ne vous est pas ouverte.")
    return assessment, rows


# ---------------------------------------------------------------- deeds


def entrust(
    session: Session,
    assessment: Assessment,
    codes: Iterable[str],
    to: User,
    until: date,
    by: User,
    now: datetime,
) -> int:
    """Put these rows in one person's hands until a day, included; a row held by another changes hands."""
    assessments.expect_filler(assessment, by)
    today = now.astimezone(PARIS).date()
    rows = [assessments.row(assessment, code) for code in dict.fromkeys(codes)]
    rows = [row for row in rows if row.declared is not Level.NOT_DUE]
    if to.id not in {one.id for one in colleagues(session, assessment)}:
        raise Refused("Choisissez un collaborateur du service.", "to")
    if not rows:
        raise Refused("Cochez au moins une ligne ou un thème à confier.", "rows")
    typed_days.expect_to_come(until, today, about="until", today_too=True)
    for row in rows:
        one = session.get(Delegation, key(row)) or Delegation(
            rating_id=key(row), user_id=key(to), until=until, given_by_id=key(by), given_on=today
        )
        one.user_id, one.until, one.given_by_id, one.given_on = key(to), until, key(by), today
        session.add(one)
    session.flush()
    _note(session, now, by, "entrust_rows", assessment, len(rows))
    return len(rows)


def take_back(
    session: Session, assessment: Assessment, user_id: int, by: User, now: datetime
) -> int:
    """Take back every row this person holds in the assessment; what was rated stays."""
    assessments.expect_filler(assessment, by)
    held = _held_by(session, assessment, user_id)
    for one in held:
        session.delete(one)
    session.flush()
    _note(session, now, by, "take_back_rows", assessment, len(held))
    return len(held)


def hand_on(
    session: Session, assessment: Assessment, was: User, to: User | None, by: User, now: datetime
) -> int:
    """Give the rows of somebody who is gone to a colleague until the same day, or back to the head (None): by the head, the officer, management."""
    today = now.astimezone(PARIS).date()
    if by.role in EVERYWHERE:
        assessments.expect_open(assessment)
    else:
        assessments.expect_filler(assessment, by)
    if not is_gone(was, assessment, today):
        raise Refused("Cette personne est toujours là : c’est à son responsable de reprendre ces lignes.")  # fmt: skip
    if to is not None and to.id not in {one.id for one in colleagues(session, assessment)}:
        raise Refused("Choisissez un collaborateur du service, ou rendez les lignes au responsable.")  # fmt: skip
    held = _held_by(session, assessment, key(was))
    for one in held:
        if to is None:
            session.delete(one)
        else:
            one.user_id, one.user = key(to), to
            one.given_by_id, one.given_on = key(by), today
    session.flush()
    _note(session, now, by, "hand_on_rows", assessment, len(held))
    return len(held)


def is_gone(person: User, assessment: Assessment, today: date) -> bool:
    """Whether this person can no longer rate what they hold: they signed in for the last time, or changed department or role."""
    is_theirs = person.department_id == assessment.department_id
    return not (is_theirs and person.role is Role.COLLABORATOR and person.may_sign_in(today))


def _held_by(session: Session, assessment: Assessment, user_id: int) -> Sequence[Delegation]:
    held = select(Delegation).join(Rating)
    mine = held.where(Rating.assessment_id == assessment.id, Delegation.user_id == user_id)
    found = session.exec(mine).all()
    if not found:
        raise Refused("Cette personne n’a plus de ligne : il n’y a rien à reprendre.")
    return found


def _note(
    session: Session, now: datetime, by: User, deed: str, assessment: Assessment, rows: int
) -> None:
    subject, place = f"assessment {assessment.id}", assessment.department_id
    journal.write(session, now, by, deed, subject, count(rows, "ligne"), place)
