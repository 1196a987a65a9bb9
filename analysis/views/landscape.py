"""« Carte des sujets »: the topics of a quarter near those they resemble, as a figure and a table."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from analysis.themes import voices
from analysis.themes.themes import themes
from analysis.topics import drawing, landscape
from analysis.views.topics import period
from core.database import db
from core.lists import cut
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("landscape", __name__, template_folder="../templates", url_prefix="/sujets")


@blueprint.get("/carte")
@requires(Right.READ_VERBATIMS)
def show() -> ResponseReturnValue:
    quarter = period() if "du" in request.args else landscape.newest(db) or period()
    readable = voices.readable_themes(db, me())
    seen = voices.panorama(db, quarter)
    open_to_me = {
        line.theme.code
        for line in seen.lines
        if line.theme.code in readable and voices.may_read(me(), line.voices)
    }
    places = landscape.of_quarter(db, quarter, open_to_me)
    return render_template(
        "analysis/topics/map.html",
        quarter=quarter,
        places=places,
        page=cut(places, request.args.get("page", 1, type=int)),
        left_out=max(0, len(places) - landscape.DRAWN),
        open_to_me=open_to_me,
        readable=readable,
        titles={theme.code: theme.title for theme in themes()},
        drawn=drawing.map_of(landscape.drawn(places)) if places else None,
        periods=voices.periods(db),
    )
