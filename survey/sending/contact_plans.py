"""The contact plan: when each member is written to, how often, within which hours; the newest version is in force.

What no plan can change is not in it: nobody is reminded more than twice, nobody hears from us twice in a
week, and whoever died, objects, is protected, in dispute or has answered is left in peace.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime

from sqlmodel import Session, col, select

from core import french
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.channels.base import LAST, REMINDER
from survey.models import ContactPlan, EventKind

DEEDS.update({"change_contact_plan": "plan de contact changé"})

# What may be asked of a plan. Before a week nothing has reached the member yet; past sixty days
# nobody remembers, and the wave closes two months after the month of sending.
DELAYS = range(7, 61)
REMINDERS = range(7, 31)
APART_DAYS = 7
HOURS = range(7, 21)
LIMITS = range(1, 1001)


@dataclass(frozen=True)
class Terms:
    """The contacts of one moment of life; days after sending, None when there is no such reminder."""

    delay_days: int
    """Days after the event."""
    reminder_days: int | None = 7
    last_reminder_days: int | None = 21
    last_by_letter: bool = False
    """The last reminder is a letter with the paper questionnaire, where there is an address."""

    def steps(self, channel: str) -> dict[int, int]:
        """Step → days after sending. By post there is one reminder, the last: paper is spared."""
        wished = {REMINDER: self.reminder_days, LAST: self.last_reminder_days}
        return {
            step: days
            for step, days in wished.items()
            if days is not None and not (channel == "letter" and step == REMINDER)
        }


@dataclass(frozen=True)
class Plan:
    """A version of the plan, as the deeds read it; version 0 is the one the product starts with."""

    version: int = 0
    moments: Mapping[EventKind, Terms] = field(
        default_factory=lambda: {
            EventKind.AFFILIATION: Terms(10),
            EventKind.RETIREMENT: Terms(10, last_by_letter=True),
        }
    )
    opens: int = 8
    closes: int = 18
    # A year of a fund this size is some 1 300 invitations: more in a day is a mistake, not a need.
    daily_limit: int = 200

    def of(self, kind: EventKind) -> Terms:
        """What is planned at this moment of life."""
        return self.moments[kind]


STARTING = Plan()


def current(session: Session) -> Plan:
    """The plan in force."""
    newest = session.exec(select(ContactPlan).order_by(col(ContactPlan.version).desc())).first()
    return read(newest) if newest else STARTING


def read(row: ContactPlan) -> Plan:
    """A version as it was written."""
    moments = {kind: Terms(**row.moments[kind.value]) for kind in EventKind}
    return Plan(row.version, moments, row.opens, row.closes, row.daily_limit)


def versions(session: Session) -> list[ContactPlan]:
    """All versions, the newest first."""
    return list(session.exec(select(ContactPlan).order_by(col(ContactPlan.version).desc())))


def change(session: Session, plan: Plan, by: User | None, now: datetime) -> Plan:
    """Put a new version in force, from now on; what is planned keeps its day, its reminders follow."""
    check(plan)
    before = current(session)
    if _same(plan, before):
        return before
    row = ContactPlan(
        version=before.version + 1,
        opens=plan.opens,
        closes=plan.closes,
        daily_limit=plan.daily_limit,
        moments={kind.value: asdict(terms) for kind, terms in plan.moments.items()},
        made_at=now,
        by_id=by.id if by else None,
    )
    session.add(row)
    session.flush()
    journal.write(session, now, by, "change_contact_plan", "sendings", f"version {row.version}")
    return read(row)


def _same(one: Plan, other: Plan) -> bool:
    return {**asdict(one), "version": 0} == {**asdict(other), "version": 0}


# ---------------------------------------------------------------- sensible bounds


def check(plan: Plan) -> None:
    """Refused with a sentence when a member would be hurried, wearied or asked too late."""
    for kind in EventKind:
        _check_terms(kind, plan.of(kind))
    if plan.opens not in HOURS or plan.closes not in HOURS or plan.opens >= plan.closes:
        raise Refused(
            f"Choisissez des heures entre {HOURS[0]}\u00a0h et {HOURS[-1]}\u00a0h, la première avant la seconde.",
            about="opens",
        )
    if plan.daily_limit not in LIMITS:
        raise Refused(
            f"Choisissez une limite de 1 à {LIMITS[-1]} envois par jour.", about="daily_limit"
        )


def _check_terms(kind: EventKind, terms: Terms) -> None:
    _between(terms.delay_days, DELAYS, f"{kind.value}-delay_days", "après l’événement")
    for name in ("reminder_days", "last_reminder_days"):
        if (days := getattr(terms, name)) is not None:
            _between(days, REMINDERS, f"{kind.value}-{name}", "après l’envoi")
    first, last = terms.reminder_days, terms.last_reminder_days
    if first is not None and last is not None and last - first < APART_DAYS:
        raise Refused(
            f"Laissez {APART_DAYS} jours au moins entre les deux relances.",
            about=f"{kind.value}-last_reminder_days",
        )
    if terms.last_by_letter and last is None:
        raise Refused(
            "Donnez un délai à la dernière relance pour qu’elle parte par courrier.",
            about=f"{kind.value}-last_by_letter",
        )


def _between(days: int, allowed: range, about: str, what: str) -> None:
    if days not in allowed:
        raise Refused(f"Choisissez entre {allowed[0]} et {allowed[-1]} jours {what}.", about=about)


# ---------------------------------------------------------------- as a person reads it


def sentence(terms: Terms, has_email: bool = True) -> str:
    """« 10 jours après l’événement : courriel. 7 jours plus tard, sans réponse : première relance… »"""
    channel = "email" if has_email else "letter"
    said = [
        f"{_days(terms.delay_days)} après l’événement\u00a0: {'courriel' if has_email else 'lettre avec code'}."
    ]
    before = 0
    for step, days in terms.steps(channel).items():
        said.append(
            f"{_days(days - before)} plus tard, sans réponse\u00a0: {_what(step, terms, has_email)}."
        )
        before = days
    return " ".join([*said, "Puis plus rien." if before else "Aucune relance."])


def _what(step: int, terms: Terms, has_email: bool) -> str:
    if not has_email:
        return "dernière lettre, avec le questionnaire papier"
    if step == REMINDER:
        return "relance par courriel, un autre jour de la semaine"
    if terms.last_by_letter:
        return "dernière relance par courrier, avec le questionnaire papier"
    return "dernière relance par courriel"


def _days(number: int) -> str:
    return french.count(number, "jour")
