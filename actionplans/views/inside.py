"""Words for the pages of lower rooms, which cannot ask us: what staff tell, beside what members write."""

from collections.abc import Collection

from flask import Blueprint

from actionplans.inside import seen
from actionplans.inside.seen import Inside
from actionplans.views.places import href
from core.database import db
from organisation.access import me

blueprint = Blueprint("inside", __name__)


@blueprint.app_context_processor
def words_of_inside() -> dict[str, object]:
    """`seen_from_inside(themes)`, as far as whoever is signed in may read it; `told_words`, `told_at` to say it."""
    return {"seen_from_inside": seen_from_inside, "told_words": seen.counted, "told_at": href}


def seen_from_inside(themes: Collection[str]) -> Inside:
    return seen.inside(db, me(), themes)
