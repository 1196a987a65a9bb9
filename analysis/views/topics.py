"""Themes of a period, the voices behind each, corrections, and the sentences to read again."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, select

from analysis.indicators import measures
from analysis.models import TopicRun, Verbatim
from analysis.themes import correcting, voices
from analysis.themes.forms import EraseForm, ThemeForm, TopicForm, UnmaskForm
from analysis.themes.themes import themes
from analysis.themes.voices import Period
from analysis.topics import found as found_topics
from analysis.topics import grouping, placing
from core import clock, french, job_watch
from core.database import db, get_or_missing
from core.errors import Missing
from core.lists import sliced
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("topics", __name__, template_folder="../templates", url_prefix="/sujets")


@blueprint.get("/")
@requires(Right.READ_VERBATIMS)
def index() -> ResponseReturnValue:
    seen = voices.panorama(db, period())
    readable = voices.readable_themes(db, me())
    first = next((line.theme.code for line in seen.lines if line.theme.code in readable), "")
    return topic_page(seen, first, readable)


@blueprint.get("/<theme>")
@requires(Right.READ_VERBATIMS)
def show(theme: str) -> ResponseReturnValue:
    readable = voices.readable_themes(db, me())
    if theme not in readable:
        raise Missing("Ce thème ne concerne pas les engagements de votre service.")
    return topic_page(voices.panorama(db, period()), theme, readable)


def topic_page(seen: voices.Panorama, theme: str, readable: set[str]) -> str:
    line = next((line for line in seen.lines if line.theme.code == theme), None)
    may_read = line is not None and voices.may_read(me(), line.voices)
    right, looked_at = correcting.agreement(db)
    return render_template(
        "analysis/topics/show.html",
        seen=seen,
        line=line,
        may_read=may_read,
        periods=voices.periods(db),
        readable=readable,
        right=right,
        looked_at=looked_at,
        waiting=correcting.to_read_again(db),
        themes=themes(),
        **(sentences_and_topics(theme, seen.period) if may_read else {}),
    )


def sentences_and_topics(theme: str, quarter: Period) -> dict[str, object]:
    """The sentences of this page, of the topic of `sujet` where there is one, and the topics beside."""
    run, shown = found_topics.lines(db, theme, quarter)
    chosen = found_topics.chosen(shown, request.args.get("sujet", None, int))
    read = found_topics.read_of(db, me(), theme, run) if run and chosen else []
    wanted = found_topics.about(theme, quarter, chosen.topic if chosen else None, read)
    found = sliced(db, wanted, request.args.get("page", 1, int))
    before = grouping.former(db, theme, quarter)
    return {
        "voices": found,
        "run": run,
        "before": french.quarter(before.period_start) if before else "",
        "topics": shown,
        "chosen": chosen,
        "topic_of": found_topics.of_sentences(db, run, [one.id for one in found.rows]),
        "searching": job_watch.is_waiting(
            db.get_bind().engine, grouping.GROUP, grouping.asked_for(theme, quarter)
        ),
        "worth_a_search": run is not None or grouping.enough(db, theme, quarter),
        "later": later(run, theme),
        "name_form": TopicForm(name=chosen.topic.name if chosen else ""),
    }


def later(run: TopicRun | None, theme: str) -> str:
    """The quarter whose topics texts of staff are set beside, where it is not this one; in words."""
    newest = placing.newest(db, theme)
    return french.quarter(newest.period_start) if newest and newest is not run else ""


def period() -> Period:
    """The quarter of `du`, else the newest in which members wrote something."""
    given = request.args.get("du", "")
    try:
        return Period(*measures.quarter_of(date.fromisoformat(given)))
    except ValueError:
        written = voices.periods(db)
        return written[0] if written else Period(*measures.quarter_of(clock.today()))


# ---------------------------------------------------------------- one sentence


@blueprint.get("/a-relire")
@requires(Right.CORRECT_THEMES)
def queue() -> ResponseReturnValue:
    least_certain = (
        select(Verbatim)
        .where(*correcting.waits())
        .order_by(col(Verbatim.certainty), col(Verbatim.id))
    )
    waiting = sliced(db, least_certain, request.args.get("page", 1, int))
    return render_template("analysis/topics/queue.html", waiting=waiting, themes=themes())


@blueprint.get("/phrases/<verbatim_id>")
@requires(Right.CORRECT_THEMES)
def verbatim(verbatim_id: str) -> ResponseReturnValue:
    sentence = get_or_missing(Verbatim, verbatim_id)
    form = ThemeForm(theme=sentence.theme)
    return render_template(
        "analysis/topics/verbatim.html",
        sentence=sentence,
        form=form,
        unmask=UnmaskForm(),
        erase=EraseForm(),
    )


@blueprint.post("/phrases/<verbatim_id>/theme")
@requires(Right.CORRECT_THEMES)
def correct(verbatim_id: str) -> ResponseReturnValue:
    sentence = get_or_missing(Verbatim, verbatim_id)
    chosen = "other" if "use_other" in request.form else "theme"  # the queue offers both ways
    seen = request.form.get("seen", "")
    correcting.correct(db, sentence, request.form.get(chosen, ""), me(), clock.now(), seen)
    db.commit()
    flash(
        f"Phrase classée dans « {measures.theme(sentence.theme).title} ». La lecture en tiendra compte."
    )
    return back(sentence)


@blueprint.post("/phrases/<verbatim_id>/annuler")
@requires(Right.CORRECT_THEMES)
def undo(verbatim_id: str) -> ResponseReturnValue:
    sentence = get_or_missing(Verbatim, verbatim_id)
    correcting.undo(db, sentence, me(), clock.now())
    db.commit()
    flash("Correction annulée.")
    return redirect(url_for(".verbatim", verbatim_id=verbatim_id), code=303)


@blueprint.post("/phrases/<verbatim_id>/masquer")
@requires(Right.CORRECT_THEMES)
def hide(verbatim_id: str) -> ResponseReturnValue:
    sentence = get_or_missing(Verbatim, verbatim_id)
    correcting.hide(db, sentence, request.form.get("word", -1, int), me(), clock.now())
    db.commit()
    flash("Mot masqué.")
    return redirect(url_for(".verbatim", verbatim_id=verbatim_id), code=303)


def back(sentence: Verbatim) -> ResponseReturnValue:
    """To the list the person came from: the queue, or the theme's page."""
    if request.form.get("from") == "queue":
        return redirect(url_for(".queue"), code=303)
    where = request.form.get("from") or sentence.theme
    start = measures.quarter_of(sentence.period_start)[0]
    return redirect(url_for(".show", theme=where, du=start.isoformat()), code=303)
