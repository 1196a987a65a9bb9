"""Finer things a person does to the topics of a theme: split, keep, set aside; their history, and taking them back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from analysis.indicators import measures
from analysis.models import Topic, TopicChange, Verbatim
from analysis.themes.voices import Period
from analysis.topics import arranging, forbidding, grouping, splitting, undoing
from analysis.topics import history as topic_history
from analysis.views.topic_steps import readable, run_of, seen, the_topic, to
from core import clock
from core.database import db, get_or_missing
from core.lists import sliced
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint(
    "topic_gestures", __name__, template_folder="../templates", url_prefix="/sujets"
)


@blueprint.post("/sujet/<int:topic_id>/partager")
@requires(Right.CORRECT_THEMES)
def split(topic_id: int) -> ResponseReturnValue:
    topic = the_topic(topic_id)
    name = request.form.get("name", "")
    made = splitting.split(db, topic, picked(), name, me(), clock.now(), seen())
    look_again(topic)
    db.commit()
    flash(f"Sujet « {made.name} » créé. Il est gardé aux prochaines recherches.")
    return to(made)


@blueprint.post("/sujet/<int:topic_id>/en-deux")
@requires(Right.CORRECT_THEMES)
def in_two(topic_id: int) -> ResponseReturnValue:
    topic = the_topic(topic_id)
    splitting.ask_for_two(db, topic, me(), clock.now(), seen())
    db.commit()
    flash("Demande faite : la machine propose deux sujets dans la minute. Actualisez la page.")
    return to(topic)


@blueprint.post("/sujet/<int:topic_id>/garder")
@requires(Right.CORRECT_THEMES)
def keep(topic_id: int) -> ResponseReturnValue:
    topic = the_topic(topic_id)
    arranging.keep(db, topic, me(), clock.now(), seen())
    db.commit()
    flash("Sujet gardé : il reste aux prochaines recherches, même s’il s’efface.")
    return to(topic)


@blueprint.post("/sujet/<int:topic_id>/ecarter")
@requires(Right.CORRECT_THEMES)
def forbid(topic_id: int) -> ResponseReturnValue:
    topic = the_topic(topic_id)
    forbidding.forbid_word(db, topic, request.form.get("word", ""), me(), clock.now())
    look_again(topic)
    db.commit()
    flash("Mot écarté des noms de ce thème. Les sujets sont cherchés de nouveau dans la minute.")
    return to(topic)


@blueprint.post("/sujet/<int:topic_id>/separer")
@requires(Right.CORRECT_THEMES)
def apart(topic_id: int) -> ResponseReturnValue:
    topic = the_topic(topic_id)
    forbidding.keep_apart(db, topic, picked(), me(), clock.now(), seen())
    look_again(topic)
    db.commit()
    flash("C’est noté : ces deux phrases ne seront plus dans un même sujet.")
    return to(topic)


def picked() -> list[Verbatim]:
    """The sentences that were ticked, those still there."""
    numbers = request.form.getlist("sentence")[:100]
    wanted = select(Verbatim).where(col(Verbatim.id).in_(numbers)).order_by(col(Verbatim.id))
    return list(db.exec(wanted))


def look_again(topic: Topic) -> None:
    """What was asked is in the topics within the minute, not only the next morning."""
    run = run_of(topic)
    grouping.ask(db, clock.now(), run.theme, Period(run.period_start, run.period_end))


# ---------------------------------------------------------------- history


@blueprint.get("/<theme>/historique")
@requires(Right.CORRECT_THEMES)
def history(theme: str) -> ResponseReturnValue:
    code = readable(theme)
    changes = sliced(db, topic_history.told(code), request.args.get("page", 1, int))
    return render_template(
        "analysis/topics/history.html",
        theme=measures.theme(code),
        changes=changes,
        can_be_undone=undoing.can_be_undone,
    )


@blueprint.post("/gestes/<int:gesture_id>/annuler")
@requires(Right.CORRECT_THEMES)
def undo(gesture_id: int) -> ResponseReturnValue:
    change = get_or_missing(TopicChange, gesture_id)
    theme = readable(change.theme)
    undoing.undo(db, change, me(), clock.now())
    db.commit()
    flash(f"Annulé : {change.gesture.label}. La prochaine recherche en tient compte.")
    return redirect(url_for(".history", theme=theme), code=303)
