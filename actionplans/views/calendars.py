"""« Mon agenda »: open a feed of one's deadlines, take it back; and the feed itself, at its secret address."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from actionplans.my_work import calendar
from core import clock, mail
from core.database import db
from organisation.access import me, public, requires
from organisation.rights import Right

blueprint = Blueprint("calendars", __name__, template_folder="../templates")


def page(link: str) -> str:
    feed = calendar.feed_of(db, me())
    return render_template("actionplans/calendars/show.html", feed=feed, link=link)


@blueprint.get("/mon-agenda")
@requires(Right.READ_RESULTS)
def show() -> ResponseReturnValue:
    return page("")


@blueprint.post("/mon-agenda")
@requires(Right.READ_RESULTS)
def make() -> ResponseReturnValue:
    token = calendar.make(db, me(), clock.now())
    db.commit()
    return page(mail.link(url_for(".feed", token=token)))  # said once: it is kept nowhere


@blueprint.post("/mon-agenda/retirer")
@requires(Right.READ_RESULTS)
def drop() -> ResponseReturnValue:
    calendar.drop(db, me(), clock.now())
    db.commit()
    flash("L’agenda est retiré : son adresse n’ouvre plus rien.")
    return redirect(url_for(".show"), code=303)


@blueprint.get("/agenda/<token>.ics")
@public
def feed(token: str) -> ResponseReturnValue:
    user = calendar.owner(db, token, clock.today())
    made = calendar.written(db, user, mail.link(url_for("home.index")), clock.now(), clock.today())
    return Response(made, mimetype="text/calendar")
