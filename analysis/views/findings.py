"""« Constats »: what deserves attention this quarter, each with its evidence, ready to be decided on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis import dictionaries, findings, noticing
from analysis.finding_rules import RULES, Finding
from analysis.findings import Found
from analysis.indicators import measures
from analysis.themes import voices
from core import clock, csv_files
from core.database import db
from core.downloads import dictionary_file
from core.errors import Missing
from organisation.access import me, requires
from organisation.rights import Right, may

blueprint = Blueprint("findings", __name__, template_folder="../templates", url_prefix="/constats")


@dataclass(frozen=True)
class Line:
    """A finding and where it leads."""

    finding: Finding
    seen_at: str
    decide_at: str
    act_at: str

    @property
    def rule(self) -> str:
        return RULES[self.finding.rule].label


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    noticed = noticing.last(db, quarter())
    found, readable = noticed.found, readable_themes()
    return render_template(
        "analysis/findings/index.html",
        found=found,
        noticed=noticed,
        to_work_on=lines(found, found.to_work_on, readable),
        to_be_proud_of=lines(found, found.to_be_proud_of, readable),
        quarters=findings.last_quarters(clock.today()),
        rules=RULES.values(),
        enough=findings.ENOUGH,
    )


@blueprint.get("/constats.csv")
@requires(Right.READ_RESULTS)
def export() -> ResponseReturnValue:
    found = noticing.last(db, quarter()).found
    rows: list[tuple[csv_files.Cell, ...]] = [
        (
            rank, found.since, RULES[one.rule].label, one.sentence, one.proof, round(one.score, 2), one.theme,
            " ".join(one.commitments), one.key,
        )
        for rank, one in enumerate(told(found.findings, readable_themes()), 1)
    ]  # fmt: skip
    return dictionary_file(dictionaries.FINDINGS, rows)


def quarter() -> date:
    """The quarter of `trimestre`, by its first day; else the last that is over."""
    known = findings.last_quarters(clock.today())
    asked = request.args.get("trimestre")
    if not asked:
        return known[0]
    found = next((one for one in known if one.isoformat() == asked), None)
    if found is None:
        raise Missing("Ce trimestre n’est pas proposé. Choisissez-en un dans la page des constats.")
    return found


def readable_themes() -> set[str]:
    """The themes whose sentences, and the topics named after them, this person may read."""
    return voices.readable_themes(db, me()) if may(me(), Right.READ_VERBATIMS) else set()


def told(found: Sequence[Finding], readable: set[str]) -> list[Finding]:
    """Without the topics of themes this person may not read: their names are members' words."""
    return [one for one in found if one.topic is None or one.theme in readable]


def lines(found: Found, wanted: Sequence[Finding], readable: set[str]) -> list[Line]:
    _, until = measures.quarter_of(found.since)
    return [_line(one, found.since, until, readable) for one in told(wanted, readable)]


def _line(one: Finding, since: date, until: date, readable: set[str]) -> Line:
    decides = may(me(), Right.DECIDE_TOPICS) and not one.is_good
    is_on_a_page = decides and one.subject != one.theme  # where an action is proposed too
    acts = may(me(), Right.PROPOSE_ACTIONS) and not one.is_good and not is_on_a_page
    return Line(
        one,
        _seen_at(one, since, readable),
        _decided_at(one, since, until) if decides else "",
        url_for("actions.new", cause=f"finding-{one.key}") if acts else "",
    )


def _decided_at(one: Finding, since: date, until: date) -> str:
    """What is said of a theme is decided on the page of the theme; an indicator has the finding's own."""
    if one.subject != one.theme:
        return url_for("finding_decisions.new", finding_key=one.key)
    du, au = since.isoformat(), until.isoformat()
    return url_for("decisions.new", theme=one.theme, du=du, au=au)


def _seen_at(one: Finding, since: date, readable: set[str]) -> str:
    """The page of the indicator, or of the theme and quarter for who may read it."""
    if one.subject != one.theme:
        return url_for("indicators.show", code=one.subject)
    if one.theme in readable:
        return url_for("topics.show", theme=one.theme, du=since.isoformat(), sujet=one.topic)
    return url_for("indicators.by_theme")
