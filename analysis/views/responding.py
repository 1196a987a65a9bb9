"""« Qui répond »: every event to its end, response rates, respondents beside the invited."""

from datetime import date

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from analysis import dictionaries
from analysis.indicators import responding, responding_file
from core import clock
from core.database import db
from core.downloads import dictionary_file
from organisation.access import me, requires
from organisation.rights import Right, may
from survey.models import EventKind
from survey.sending import endings
from survey.sending.endings import Ending

blueprint = Blueprint(
    "responding", __name__, template_folder="../templates", url_prefix="/envois/qui-repond"
)


def since() -> date:
    """The last two years: enough for eight quarters of waves."""
    return responding_file.since(clock.today())


def told() -> dict[EventKind, list[tuple[Ending, int | None]]]:
    """The ends of each moment; whoever does not send sees no small number."""
    found = endings.endings(db, since())
    if may(me(), Right.SEND_QUESTIONNAIRES):
        return {kind: list(theirs.items()) for kind, theirs in found.items()}
    return {
        kind: [(end, None if end in responding.withheld(theirs) else n) for end, n in theirs.items()]
        for kind, theirs in found.items()
    }  # fmt: skip


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
        modes=responding_file.modes(db, lines, since()),
        comparisons=responding.comparisons(lines),
        since=since(),
        words=responding,
        withheld=dictionaries.WITHHELD_RATE,
    )


def total(theirs: list[tuple[Ending, int | None]]) -> int | None:
    """All events of a moment, when each of its ends may be shown."""
    numbers = [n for _, n in theirs if n is not None]
    return sum(numbers) if len(numbers) == len(theirs) else None


@blueprint.get("/qui-repond.csv")
@requires(Right.READ_RESULTS)
def export() -> ResponseReturnValue:
    rows = responding_file.rows(db, since(), clock.today(), told())
    return dictionary_file(dictionaries.RESPONDING, rows)
