"""How well comments are read: the figures, how they are obtained, and where the machine errs."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from analysis import dictionaries
from analysis.models import Basis
from analysis.quality import figures as quality_figures
from analysis.quality import measuring, quality
from analysis.quality.quality import Quality
from analysis.results import tables
from core import clock, job_watch
from core.database import db
from core.downloads import dictionary_file
from core.errors import Missing
from organisation.access import requires
from organisation.rights import Right

blueprint = Blueprint("quality", __name__, template_folder="../templates", url_prefix="/qualite")


@blueprint.get("/")
@requires(Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    found = quality.measured(db)
    shown = chosen(found)
    db.rollback()
    return render_template(
        "analysis/quality/index.html",
        found=found,
        shown=shown,
        Basis=Basis,
        by_theme=quality_figures.by_theme(shown) if shown else None,
        certainty=quality_figures.certainty(shown) if shown else None,
        lessons=quality.lessons(db),
        corrections=quality.standing_corrections(db),
        since=quality.corrected_since(db, max(one.at for one in found)) if found else 0,
        fewest=measuring.FEWEST_CORRECTED,
        measuring=job_watch.is_waiting(db.get_bind().engine, measuring.MEASURE, ""),
    )


def chosen(found: Sequence[Quality]) -> Quality | None:
    """The measure of `sur`, else the one that leads; None when nothing was measured yet."""
    wanted = request.args.get("sur", "")
    if not wanted:
        return quality.leading(found)
    asked = next((one for one in found if one.basis.value == wanted), None)
    if asked is None:
        raise Missing("Cette mesure n’existe pas. Revenez à la page de la qualité.")
    return asked


@blueprint.post("/mesurer")
@requires(Right.CORRECT_THEMES)
def measure() -> ResponseReturnValue:
    measuring.ask(db, clock.now())
    db.commit()
    flash("Mesure demandée : elle se fait dans les minutes qui suivent.")
    return redirect(url_for(".index"), code=303)


@blueprint.get("/themes.csv")
@requires(Right.READ_RESULTS)
def file() -> ResponseReturnValue:
    shown = chosen(quality.measured(db))
    rows = tables.quality_rows(shown) if shown else []
    return dictionary_file(dictionaries.QUALITY, rows)
