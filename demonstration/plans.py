"""Who will answer what, how and after how long, decided before anything is sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from core import working_days
from demonstration import comments
from demonstration.calendar import MONTHS, Calendar
from demonstration.comments import Comment
from demonstration.members import Member
from demonstration.sharing import shared
from survey.models import EventKind, Mode
from survey.sending import contact_plans

IMPORT_DAY = 3  # the working day of the month on which the export comes in
SILENT_ANSWERS = 62  # answers without a comment
# After how many days: at once, after the first reminder, after the last.
AT_ONCE, REMINDED, LAST_REMINDED = (0, 4), (7, 12), (22, 36)
SHARES = (0.56, 0.26, 0.18)
BY_POST_FROM, BY_POST_TO = 27, 48  # a questionnaire on paper comes with the last reminder
STOPS_HALFWAY = 0.08  # of those who write nothing


@dataclass(frozen=True)
class Plan:
    """One answer to come; days are counted from the day of sending."""

    month: int
    comment: Comment | None
    mode: Mode
    days: int
    is_whole: bool = True


def plans(
    chance: Random, calendar: Calendar, members: Sequence[Sequence[Member]], scale: float
) -> dict[str, Plan]:
    """The answers to come, by member number; `members` are those written to, month by month."""
    told = comments.read(chance, scale)
    found: dict[str, Plan] = {}
    for kind in EventKind:
        groups = [[one for one in month if one.kind is kind] for month in members]
        weights = [_answered(calendar, number, group) for number, group in enumerate(groups)]
        mine = [comment for comment in told if comment.kind is kind]
        spoken = comments.by_month(chance, mine, shared(len(mine), weights))
        silent = shared(round(SILENT_ANSWERS * scale / 2), weights)
        for number in range(MONTHS):
            says = [*spoken[number], *[None] * silent[number]]
            for member, comment in zip(_writers(chance, groups[number], len(says)), says):  # noqa: B905 - there may be fewer members
                found[member.number] = _plan(chance, calendar, number, member, comment)
    return found


def _writers(chance: Random, group: Sequence[Member], number: int) -> list[Member]:
    return chance.sample(group, min(number, len(group)))


def sent_on(calendar: Calendar, number: int, member: Member) -> date:
    """The day on which their invitation leaves: the day after the import, or once the delay is over."""
    planned = working_days.first_from(calendar.working_day(number, IMPORT_DAY) + timedelta(days=1))
    delay = timedelta(days=contact_plans.STARTING.of(member.kind).delay_days)
    return working_days.first_from(max(member.happened_on + delay, planned))


def _answered(calendar: Calendar, number: int, group: Sequence[Member]) -> float:
    """How many of them, at the most, can have answered by today, as a weight."""
    return sum(
        _share_after((calendar.today - sent_on(calendar, number, one)).days) for one in group
    )


def _share_after(days: int) -> float:
    """The part of the answers that have come after so many days."""
    parts = (AT_ONCE, REMINDED, LAST_REMINDED)
    return sum(
        share * min(1.0, max(0.0, (days - first) / (last + 1 - first)))
        for share, (first, last) in zip(SHARES, parts, strict=True)
    )


def _plan(
    chance: Random, calendar: Calendar, number: int, member: Member, comment: Comment | None
) -> Plan:
    left = (calendar.today - sent_on(calendar, number, member)).days - 1
    mode = _mode(chance, member)
    if mode is Mode.PAPER and left > BY_POST_FROM:
        days = chance.randint(BY_POST_FROM, min(BY_POST_TO, left))
    else:
        mode = Mode.WEB if mode is Mode.PAPER else mode
        days = _days(chance, max(0, left))
    is_whole = comment is not None or mode is not Mode.WEB or chance.random() > STOPS_HALFWAY
    return Plan(number, comment, mode, days, is_whole)


def _mode(chance: Random, member: Member) -> Mode:
    modes: Mapping[Mode, float] = {Mode.WEB: 0.96, Mode.PHONE: 0.04, Mode.PAPER: 0}
    if member.kind is EventKind.RETIREMENT:
        modes = {Mode.WEB: 0.87, Mode.PHONE: 0.05, Mode.PAPER: 0.08}
    if not member.email:
        modes = {Mode.WEB: 0.4, Mode.PHONE: 0.14, Mode.PAPER: 0.46}
    return chance.choices(list(modes), list(modes.values()))[0]


def _days(chance: Random, at_most: int) -> int:
    for _ in range(30):
        first, last = chance.choices((AT_ONCE, REMINDED, LAST_REMINDED), SHARES)[0]
        if (days := chance.randint(first, last)) <= at_most:
            return days
    return chance.randint(0, at_most)
