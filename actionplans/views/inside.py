"""What staff tell beside what members write: words for the pages of lower rooms, which cannot ask us, and the gestures on them."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import select

from actionplans.ideas import ideas
from actionplans.inside import moving, seen
from actionplans.inside.seen import Inside, Told
from actionplans.malfunctions import malfunctions
from actionplans.models import Idea, InsideMove, InsidePlace, Malfunction
from actionplans.views.places import href
from analysis.indicators import measures
from analysis.themes import voices
from analysis.topics import placing
from core import clock
from core.database import db, get_or_missing
from core.errors import Missing
from core.lists import sliced
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("inside", __name__, template_folder="../templates", url_prefix="/sujets")


@blueprint.app_context_processor
def words_of_inside() -> dict[str, object]:
    """`seen_from_inside(themes)`, as far as whoever is signed in may read it; the rest says it, and where to move it."""
    return {
        "seen_from_inside": seen_from_inside,
        "told_words": seen.counted,
        "told_at": href,
        "told_versions": lambda theme: moving.versions(db, theme),
        "told_moves": told_moves,
        "told_history": lambda theme: url_for("inside.history", theme=theme),
    }


def seen_from_inside(themes: Collection[str]) -> Inside:
    return seen.inside(db, me(), themes)


def told_moves(told: Told) -> str:
    """Where this text is moved."""
    return url_for("inside.move", kind="idee" if told.is_idea else "signalement", number=told.id)


@blueprint.post("/dedans/<any('signalement', 'idee'):kind>/<int:number>")
@requires(Right.CORRECT_THEMES)
def move(kind: str, number: int) -> ResponseReturnValue:
    what = readable(kind, number)
    theme = db.exec(
        select(InsidePlace.theme).where(
            (InsidePlace.idea_id if kind == "idee" else InsidePlace.malfunction_id) == number
        )
    ).first()
    version, wanted = request.form.get("version", None, int), request.form.get("topic", 0, int)
    if wanted:
        topic = moving.move(db, what, wanted, me(), clock.now(), version)
        said = (
            f"« {what.title} » placé dans « {topic.name} ». Il y reste aux prochaines recherches."
        )
    else:
        moving.take_out(db, what, me(), clock.now(), version)
        said = f"« {what.title} » n’est plus dans ces sujets, et n’y sera plus remis."
    db.commit()
    flash(said)
    return to(theme or what.theme, wanted or None)


def readable(kind: str, number: int) -> Malfunction | Idea:
    """This report or idea, for whoever may read it."""
    if kind == "idee":
        idea = db.exec(select(Idea).where(Idea.id == number, ideas.visible_to(me()))).first()
        if idea is None:
            raise Missing("Cette idée n’existe pas, ou n’est pas publiée.")
        return idea
    wanted = select(Malfunction).where(Malfunction.id == number, malfunctions.visible_to(me()))
    report = db.exec(wanted).first()
    if report is None:
        raise Missing("Ce signalement n’existe pas, ou ne vous est pas ouvert.")
    return report


def to(theme: str, topic_id: int | None) -> ResponseReturnValue:
    """The page of the theme, in the quarter whose topics staff is set beside."""
    newest = placing.newest(db, theme)
    start = newest.period_start.isoformat() if newest else None
    where = url_for("topics.show", theme=theme, du=start, sujet=topic_id)
    return redirect(where, code=303)


# ---------------------------------------------------------------- history


@blueprint.get("/<theme>/dedans")
@requires(Right.CORRECT_THEMES)
def history(theme: str) -> ResponseReturnValue:
    if theme not in voices.readable_themes(db, me()):
        raise Missing("Ce thème n’existe pas. Revenez à la liste des thèmes.")
    return render_template(
        "actionplans/inside/history.html",
        theme=measures.theme(theme),
        moves=sliced(db, moving.told(theme), request.args.get("page", 1, int)),
    )


@blueprint.post("/dedans/gestes/<int:move_id>/annuler")
@requires(Right.CORRECT_THEMES)
def undo(move_id: int) -> ResponseReturnValue:
    done = get_or_missing(InsideMove, move_id)
    moving.undo(db, done, me(), clock.now())
    db.commit()
    flash("Annulé : le texte est de nouveau où il était.")
    return redirect(url_for(".history", theme=done.theme), code=303)
