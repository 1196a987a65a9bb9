"""« Qui répond »: every event to its end, response rates, respondents beside the invited."""

from datetime import date, timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from analysis import responding
from analysis.disclosure import Audience, may_show
from core import clock, csv_files
from core.database import db
from core.downloads import csv_file
from organisation.access import me, requires
from organisation.rights import Right, may
from survey import endings, replies
from survey.endings import Ending
from survey.models import EventKind
from survey.replies import Scope

blueprint = Blueprint(
    "responding", __name__, template_folder="../templates", url_prefix="/envois/qui-repond"
)
HEADINGS = ("tableau", "moment", "ligne", "sollicites", "reponses", "taux", "borne_basse", "borne_haute", "verdict")  # fmt: skip
WITHHELD = "moins de cinq, ou déductible"


def since() -> date:
    """The last two years: enough for eight quarters of waves."""
    return clock.today() - timedelta(days=730)


def told() -> dict[EventKind, list[tuple[Ending, int | None]]]:
    """The ends of each moment; whoever does not send sees no small number."""
    found = endings.endings(db, since())
    if may(me(), Right.SEND_QUESTIONNAIRES):
        return {kind: list(theirs.items()) for kind, theirs in found.items()}
    return {
        kind: [(end, None if end in responding.withheld(theirs) else n) for end, n in theirs.items()]
        for kind, theirs in found.items()
    }  # fmt: skip


def modes(lines: list[responding.Asked]) -> list[responding.Rate]:
    """Answers by mode over all that were asked in waves that are over or not."""
    sent = sum(one.sent for one in lines)
    counted = replies.modes(db, Scope(since=since()))
    return [
        responding.Rate(mode.label, sent, min(number, sent), shown=may_show(sent, Audience.INTERNAL) and may_show(number, Audience.INTERNAL))
        for mode, number in counted.items()
    ]  # fmt: skip


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    lines = responding.asked(db, since(), clock.today())
    ends = told()
    return render_template(
        "analysis/responding/index.html",
        ends=ends,
        totals={kind: total(theirs) for kind, theirs in ends.items()},
        waves={kind: responding.by_wave(lines, kind) for kind in EventKind},
        modes=modes(lines),
        comparisons=responding.comparisons(lines),
        since=since(),
        words=responding,
        withheld=WITHHELD,
    )


def total(theirs: list[tuple[Ending, int | None]]) -> int | None:
    """All events of a moment, when each of its ends may be shown."""
    numbers = [n for _, n in theirs if n is not None]
    return sum(numbers) if len(numbers) == len(theirs) else None


@blueprint.get("/qui-repond.csv")
@requires(Right.READ_RESULTS)
def export() -> ResponseReturnValue:
    lines = responding.asked(db, since(), clock.today())
    rows: list[tuple[csv_files.Cell, ...]] = [
        ("fins", kind.label, end.label, number if number is not None else WITHHELD, "", "", "", "", "")
        for kind, theirs in told().items()
        for end, number in theirs
    ]  # fmt: skip
    for kind in EventKind:
        rows += [row("vagues", kind.label, rate) for rate in responding.by_wave(lines, kind)]
    rows += [row("modes", "", rate) for rate in modes(lines)]
    for one in responding.comparisons(lines):
        rows += [row(one.title, "", rate, one.verdict.value) for rate in one.rates]
    return csv_file("qui-repond.csv", csv_files.written(HEADINGS, rows))


def row(
    table: str, kind: str, rate: responding.Rate, verdict: str = ""
) -> tuple[csv_files.Cell, ...]:
    """One rate; nothing of it but its name when its group is too small."""
    if rate.share is None or rate.interval is None:
        return (table, kind, rate.label, WITHHELD, "", "", "", "", verdict)
    low, high = (round(bound, 4) for bound in rate.interval)
    share = round(rate.share, 4)
    return (table, kind, rate.label, rate.sent, rate.answered, share, low, high, verdict)
