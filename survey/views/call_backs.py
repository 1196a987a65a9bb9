"""The people who asked to be called back, for whoever takes the telephone."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock
from core.database import db, get_or_missing
from core.lists import cut
from organisation.access import me, requires
from organisation.rights import Right
from survey.answering import calling_back
from survey.models import CallBack

blueprint = Blueprint("call_backs", __name__, template_folder="../templates", url_prefix="/rappels")


@blueprint.get("/")
@requires(Right.ENTER_REPLIES)
def index() -> ResponseReturnValue:
    found = cut(calling_back.waiting(db), request.args.get("page", 1, int))
    return render_template("survey/call_backs/index.html", found=found)


@blueprint.post("/<int:call_back_id>/fait")
@requires(Right.ENTER_REPLIES)
def done(call_back_id: int) -> ResponseReturnValue:
    calling_back.done(db, get_or_missing(CallBack, call_back_id), me(), clock.now())
    db.commit()
    flash("C’est noté : le numéro et le message sont effacés.")
    return redirect(url_for(".index"), code=303)
