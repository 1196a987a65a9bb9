"""What a person does to the topics of a theme: look for them, name, merge, move a sentence."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from analysis.indicators import measures
from analysis.models import Topic, TopicRun, Verbatim
from analysis.themes import voices
from analysis.themes.voices import Period
from analysis.topics import arranging, grouping
from analysis.views.topics import period
from core import clock
from core.database import db, get_or_missing
from core.errors import Missing
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("topic_steps", __name__, url_prefix="/sujets")


@blueprint.post("/<theme>/chercher")
@requires(Right.CORRECT_THEMES)
def search(theme: str) -> ResponseReturnValue:
    wanted, quarter = readable(theme), period()
    grouping.ask(db, clock.now(), wanted, quarter)
    db.commit()
    flash("Recherche des sujets demandée : elle se fait dans la minute.")
    return redirect(url_for("topics.show", theme=wanted, du=quarter.since.isoformat()), code=303)


@blueprint.post("/sujet/<int:topic_id>/renommer")
@requires(Right.CORRECT_THEMES)
def rename(topic_id: int) -> ResponseReturnValue:
    topic = the_topic(topic_id)
    arranging.rename(db, topic, request.form.get("name", ""), me(), clock.now(), seen())
    db.commit()
    flash("Sujet renommé. Il garde ce nom aux prochaines recherches.")
    return to(topic)


@blueprint.post("/sujet/<int:topic_id>/reunir")
@requires(Right.CORRECT_THEMES)
def merge(topic_id: int) -> ResponseReturnValue:
    topic, other = the_topic(topic_id), the_topic(request.form.get("other", 0, int))
    arranging.merge(db, topic, other, me(), clock.now(), seen())
    db.commit()
    flash(
        "Sujets réunis. Ils le restent aux prochaines recherches ; l’historique permet d’y revenir."
    )
    return to(topic)


@blueprint.post("/phrases/<verbatim_id>/sujet")
@requires(Right.CORRECT_THEMES)
def move(verbatim_id: str) -> ResponseReturnValue:
    sentence = get_or_missing(Verbatim, verbatim_id)
    topic = the_topic(request.form.get("topic", 0, int))
    arranging.move(db, sentence, topic, me(), clock.now(), request.form.get("left", None, int))
    db.commit()
    flash(f"Phrase déplacée dans « {topic.name} ». Elle y reste aux prochaines recherches.")
    return to(topic)


def seen() -> int | None:
    """The version of the topic on the page the person looked at."""
    return request.form.get("version", None, int)


def the_topic(topic_id: int) -> Topic:
    """The topic with this number, of a theme that this person may read."""
    topic = get_or_missing(Topic, topic_id)
    readable(run_of(topic).theme)
    return topic


def run_of(topic: Topic) -> TopicRun:
    return get_or_missing(TopicRun, topic.run_id)


def readable(theme: str) -> str:
    """This theme, when there is one and the person may read it."""
    if theme not in voices.readable_themes(db, me()):
        raise Missing("Ce thème n’existe pas. Revenez à la liste des thèmes.")
    return measures.theme(theme).code


def to(topic: Topic) -> ResponseReturnValue:
    run = run_of(topic)
    quarter = Period(run.period_start, run.period_end)
    where = url_for("topics.show", theme=run.theme, du=quarter.since.isoformat(), sujet=topic.id)
    return redirect(where, code=303)
