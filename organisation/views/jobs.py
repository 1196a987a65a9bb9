"""What the worker has to do and did not manage, for the administrator. Shows no content."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import clock, job_watch
from core.database import db
from organisation import journal
from organisation.access import me, requires
from organisation.rights import Right
from organisation.words import DEEDS, job

blueprint = Blueprint("jobs", __name__, template_folder="../templates", url_prefix="/taches")
DEEDS.update({"retry_job": "tâche relancée", "cancel_job": "tâche annulée"})


@blueprint.get("/")
@requires(Right.WATCH_JOBS)
def index() -> ResponseReturnValue:
    engine = current_app.extensions["engine"]
    return render_template(
        "organisation/jobs/index.html",
        words=job,
        waiting=job_watch.waiting(engine),
        failed=job_watch.failed(engine),
        workers=job_watch.workers(db, clock.now()),
        timetable=current_app.config["TIMETABLE"],
    )


@blueprint.post("/relancer")
@requires(Right.WATCH_JOBS)
def again() -> ResponseReturnValue:
    db.rollback()  # the job engine writes by itself: let go of SQLite's write lock
    job_watch.again(current_app.extensions["engine"], request.form.get("job", ""))
    return done("retry_job", "La tâche est relancée.")


@blueprint.post("/annuler")
@requires(Right.WATCH_JOBS)
def cancel() -> ResponseReturnValue:
    db.rollback()  # likewise
    job_watch.cancel(current_app.extensions["engine"], request.form.get("job", ""))
    return done("cancel_job", "La tâche est annulée.")


def done(deed: str, sentence: str) -> ResponseReturnValue:
    journal.write(db, clock.now(), me(), deed, "", request.form.get("job", "").partition(":")[0])
    db.commit()
    flash(sentence)
    return redirect(url_for(".index"), code=303)
