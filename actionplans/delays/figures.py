"""Delays over a period: requests read once, then counted by commitment, channel and department."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.assessments.levels import ENOUGH
from actionplans.delays.delays import PROMISES, Dates, Figure, Judgement, Outcome, figure
from actionplans.models import MemberRequest, RequestBatch, RequestChannel
from core import french
from core.csv_files import Cell
from core.keys import key
from organisation.models import Department

QUARTERS_SHOWN = 5
Place = tuple[str, int | None, RequestChannel | None]
"""A part of the requests: the name and the key of a department, a channel; None: all of them."""
ALL = ("", None)


@dataclass(frozen=True, slots=True)
class Period:
    """Requests received from `since` to `until`, both included."""

    since: date
    until: date

    @property
    def label(self) -> str:
        return french.period(self.since, self.until)


class Told(NamedTuple):
    """One request as its department's last file told it."""

    id: int
    reference: str
    department_id: int
    department: str
    dates: Dates
    known_on: date
    """The day the last file of its department was extracted: what was open then, was."""


@dataclass(frozen=True, slots=True)
class Exceedance:
    """One request for which a promise was not kept."""

    request: Told
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Line:
    """The figure of one part of the requests."""

    department: str
    department_id: int | None
    channel: RequestChannel | None
    figure: Figure


# ---------------------------------------------------------------- periods


def twelve_months(today: date) -> Period:
    """The twelve months that end today."""
    last = today.replace(day=28) if (today.month, today.day) == (2, 29) else today
    return Period(last.replace(year=last.year - 1) + timedelta(days=1), today)


def quarters(today: date) -> list[Period]:
    """The present quarter, up to its end, and those before it, latest first."""
    start = date(today.year, today.month - (today.month - 1) % 3, 1)
    found = []
    for _ in range(QUARTERS_SHOWN):
        after = (start + timedelta(days=95)).replace(day=1)
        found.append(Period(start, after - timedelta(days=1)))
        start = (start - timedelta(days=80)).replace(day=1)
    return found


# ---------------------------------------------------------------- reading


def told(session: Session, period: Period, department_id: int | None = None) -> list[Told]:
    """The requests received over the period, in all departments or one."""
    known = known_on(session)
    columns = (
        MemberRequest.id, MemberRequest.reference, MemberRequest.department_id, Department.name,
        MemberRequest.channel, MemberRequest.kind, MemberRequest.received_on,
        MemberRequest.acknowledged_on, MemberRequest.announced_on, MemberRequest.answered_on,
    )  # fmt: skip
    wanted = (
        sa.select(*columns)  # type: ignore[call-overload]
        .join(Department, Department.id == MemberRequest.department_id)
        .where(col(MemberRequest.received_on).between(period.since, period.until))
        .order_by(MemberRequest.received_on, MemberRequest.id)
    )
    if department_id is not None:
        wanted = wanted.where(MemberRequest.department_id == department_id)
    rows = session.connection().execute(wanted)
    return [
        Told(number, reference, place, name, Dates(*dates), known[place])
        for number, reference, place, name, *dates in rows
    ]


def known_on(session: Session) -> dict[int, date]:
    """For each department, the day its last file was extracted."""
    last = (
        select(MemberRequest.department_id, sa.func.max(RequestBatch.extracted_on))
        .join(RequestBatch)
        .group_by(col(MemberRequest.department_id))
    )
    return dict(session.exec(last).all())


def has_requests(session: Session) -> bool:
    """Whether any file was ever imported."""
    return session.exec(select(MemberRequest.id).limit(1)).first() is not None


# ---------------------------------------------------------------- counting


def of(requests: Sequence[Told], code: str) -> Figure:
    """The figure of one commitment over these requests."""
    return figure(PROMISES[code], (judgement for _, judgement in _judged(requests, code)))


def board(requests: Sequence[Told]) -> dict[str, Figure]:
    """The figure of each commitment."""
    return {code: of(requests, code) for code in PROMISES}


def split(requests: Sequence[Told], code: str) -> list[Line]:
    """One commitment by channel, then by department, then by both; parts without a request left out."""
    parts: dict[Place, list[Judgement]] = {}
    for request, judgement in _judged(requests, code):
        here, channel = (request.department, request.department_id), request.dates.channel
        for place in ((*ALL, None), (*ALL, channel), (*here, None), (*here, channel)):
            parts.setdefault(place, []).append(judgement)
    has_one_channel = len({channel for _, _, channel in parts if channel}) == 1
    shown = [place for place in parts if not (has_one_channel and place[2])]
    return [
        Line(*place, figure(PROMISES[code], parts[place])) for place in sorted(shown, key=_rank)
    ]


def _rank(place: Place) -> tuple[bool, str, bool, str]:
    """The whole before its parts, then in the order of names."""
    name, number, channel = place
    return number is not None, name, channel is not None, channel or ""


def _part(
    requests: Sequence[Told], department_id: int | None, channel: RequestChannel | None
) -> list[Told]:
    return [
        request
        for request in requests
        if department_id in (None, request.department_id)
        and channel in (None, request.dates.channel)
    ]


def exceedances(
    requests: Sequence[Told],
    code: str,
    department_id: int | None = None,
    channel: RequestChannel | None = None,
) -> list[Exceedance]:
    """The requests that broke a promise, the latest by most days first."""
    part = _part(requests, department_id, channel)
    found = [
        Exceedance(request, judgement)
        for request, judgement in _judged(part, code)
        if judgement.outcome is Outcome.BREACHED
    ]
    return sorted(found, key=lambda one: (-one.judgement.late, one.request.dates.received_on))


def _judged(requests: Sequence[Told], code: str) -> Iterator[tuple[Told, Judgement]]:
    promise = PROMISES[code]
    for request in requests:
        if judgement := promise.judge(request.dates, request.known_on):
            yield request, judgement


def of_request(session: Session, request: MemberRequest) -> list[tuple[str, Judgement]]:
    """Each promise that counts this request, with its verdict."""
    known = known_on(session)[request.department_id]
    dates = Dates(
        request.channel,
        request.kind,
        request.received_on,
        request.acknowledged_on,
        request.announced_on,
        request.answered_on,
    )
    found = [(code, promise.judge(dates, known)) for code, promise in PROMISES.items()]
    return [(code, judgement) for code, judgement in found if judgement is not None]


# ---------------------------------------------------------------- for a self-assessment


def figures(session: Session, department: Department, period: Period) -> dict[str, Figure]:
    """What the requests of one department say of each commitment; empty without any request."""
    requests = told(session, period, key(department))
    return board(requests) if requests else {}


def share(found: Figure) -> str:
    """« 94,9 % », so that a figure just under the target does not read as the target."""
    if found.share is None:
        return french.percent(None)
    return french.percent(found.share, 0 if (found.kept * 100) % found.n == 0 else 1)


def sentence(found: Figure) -> str:
    """« Tenu pour 94 % de 120 demandes (89 à 97 %), 7 dépassements. »"""
    if found.share is None or found.interval is None:
        waiting = french.count(found.pending, "demande")
        return f"{waiting} encore dans le délai." if found.pending else NOT_CONCERNED
    low, high = found.interval
    said = (
        f"Tenu pour {share(found)} de {french.count(found.n, 'demande')}"
        f" ({french.number(low * 100)} à {french.percent(high)}),"
        f" {french.count(found.breached, 'dépassement')}"
    )
    return f"{said}." if found.n >= ENOUGH else f"{said} : trop peu pour conclure."


NOT_CONCERNED = "Aucune demande de cette sorte sur la période."

# ---------------------------------------------------------------- CSV


def exported(found: Sequence[Exceedance]) -> list[Sequence[Cell]]:
    """The exceedances as rows of a file."""
    return [_cells(one.request, one.judgement) for one in found]


def _cells(request: Told, judgement: Judgement) -> Sequence[Cell]:
    dates = request.dates
    return (
        request.reference, dates.kind.label, dates.channel.label, request.department,
        dates.received_on, judgement.due_on, dates.acknowledged_on, dates.announced_on,
        dates.answered_on, "oui" if judgement.is_open else "non", judgement.days, judgement.late,
    )  # fmt: skip
