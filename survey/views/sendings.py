"""« Écouter »: what became of everybody, what will leave, what could not; suspend and resume."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col, func, select

from core import clock, french, mail
from core.database import db, get_or_missing
from core.lists import sliced
from core.models import MessageStatus, OutgoingMessage
from organisation.access import me, requires
from organisation.rights import Right
from survey import replies
from survey.channels import CHANNELS
from survey.channels.email import read_key
from survey.models import EventKind, LeftOut, LifeEvent
from survey.paper import printing
from survey.sending import bounces, contact_plans, forecast, pausing, planning, samples
from survey.sending.forms import SuspendForm

blueprint = Blueprint("sendings", __name__, template_folder="../templates", url_prefix="/envois")
FOLDER = "survey/sendings"


@dataclass(frozen=True)
class Period:
    """A stretch of time the figures are about; `code` is its place in the address."""

    code: str
    label: str
    since: date | None
    until: date | None = None


def periods(today: date) -> list[Period]:
    """The last months, the years; the first is the usual one."""
    years = [
        Period(str(year), str(year), date(year, 1, 1), date(year + 1, 1, 1))
        for year in (today.year, today.year - 1)
    ]
    return [
        Period("12-mois", "12 derniers mois", today - timedelta(days=365)),
        Period("3-mois", "3 derniers mois", today - timedelta(days=91)),
        *years,
        Period("tout", "depuis le début", None),
    ]


@blueprint.get("/")
@requires(Right.SEND_QUESTIONNAIRES, Right.READ_RESULTS)
def index() -> ResponseReturnValue:
    return page(SuspendForm())


def page(form: SuspendForm) -> ResponseReturnValue:
    known = periods(clock.today())
    chosen = next((p for p in known if p.code == request.args.get("periode")), known[0])
    rendered = render_template(
        f"{FOLDER}/index.html",
        test_address=mail.fund().TEST_ADDRESS,
        period_links=[
            (p.label, url_for(".index", periode=p.code), p is chosen, None) for p in known
        ],
        chosen=chosen,
        ledgers=[(kind, ledger(kind, chosen)) for kind in EventKind],
        to_do=to_do(),
        pause=pausing.current(db),
        form=form,
    )
    return rendered, 422 if form.errors else 200


def ledger(kind: EventKind, period: Period) -> replies.Ledger:
    return replies.ledger(db, replies.Scope(kind=kind, since=period.since, until=period.until))


def to_do() -> dict[str, int]:
    """What waits for a person: letters to print, messages given up, events to look at."""
    doubtful = select(func.count()).where(LifeEvent.left_out == LeftOut.TO_CHECK)
    published = planning.in_force(db)
    return {
        "letters": len(printing.waiting(db)),
        "undelivered": len(mail.undelivered(db)),
        "doubtful": db.exec(doubtful).one(),
        "unasked": sum(event.kind not in published for event in planning.unplanned(db)),
    }


@blueprint.get("/a-venir")
@requires(Right.SEND_QUESTIONNAIRES)
def ahead() -> ResponseReturnValue:
    found = forecast.next_days(db, clock.now())
    weeks = forecast.weeks(found)
    return render_template(
        f"{FOLDER}/ahead.html",
        forecast=found,
        weeks=weeks,
        totals={monday: forecast.total(theirs) for monday, theirs in weeks},
        columns=[(name, again) for again in (False, True) for name in CHANNELS],
        channels=CHANNELS,
        days=forecast.DAYS,
        plan=contact_plans.current(db),
        pause=pausing.current(db),
    )


# ---------------------------------------------------------------- suspend, resume


@blueprint.post("/exemples/<any('affiliation', 'retraite'):kind>")
@requires(Right.SEND_QUESTIONNAIRES)
def send_samples(kind: str) -> ResponseReturnValue:
    """The messages of one moment, to one's own address."""
    number = samples.send(db, EventKind(kind), me(), clock.now())
    db.commit()
    flash(f"{french.count(number, 'exemple part', 'exemples partent')} vers {me().email}.")
    return redirect(url_for(".index"), code=303)


@blueprint.post("/suspendre")
@requires(Right.SEND_QUESTIONNAIRES)
def suspend() -> ResponseReturnValue:
    form = SuspendForm()
    if not form.validate_on_submit():
        return page(form)
    pausing.suspend(db, form.reason.data or "", me(), clock.now())
    db.commit()
    flash("Envois suspendus : plus rien ne part.")
    return redirect(url_for(".index"), code=303)


@blueprint.post("/reprendre")
@requires(Right.SEND_QUESTIONNAIRES)
def resume() -> ResponseReturnValue:
    pausing.resume(db, me(), clock.now())
    db.commit()
    flash("Envois repris : ce qui était prévu repart aux heures de bureau.")
    return redirect(url_for(".index"), code=303)


# ---------------------------------------------------------------- what could not be delivered


@blueprint.get("/non-remis")
@requires(Right.SEND_QUESTIONNAIRES)
def undelivered() -> ResponseReturnValue:
    failed = select(OutgoingMessage).where(OutgoingMessage.status == MessageStatus.FAILED)
    oldest = failed.order_by(col(OutgoingMessage.written_at), col(OutgoingMessage.id))
    found = sliced(db, oldest, request.args.get("page", 1, type=int))
    return render_template(
        f"{FOLDER}/undelivered.html",
        found=found,
        cause=bounces.cause,
        invitation_of=invitation_of,
        is_doubtful=mail.is_doubtful,
        has_doubts=any(mail.is_doubtful(message) for message in found.rows),
    )


@blueprint.post("/non-remis/<int:message_id>/parti")
@requires(Right.SEND_QUESTIONNAIRES)
def found_sent(message_id: int) -> ResponseReturnValue:
    message: Any = get_or_missing(OutgoingMessage, message_id)
    bounces.left_after_all(db, message, me(), clock.now())
    db.commit()
    flash("C’est noté\u00a0: ce message est parti, il ne sera pas renvoyé.")
    return redirect(url_for(".undelivered"), code=303)


def invitation_of(message: OutgoingMessage) -> int | None:
    """The invitation a message belongs to, when it is one to a member."""
    found = read_key(message.key)
    return found[0] if found else None


@blueprint.post("/non-remis/<int:message_id>/renvoyer")
@requires(Right.SEND_QUESTIONNAIRES)
def retry(message_id: int) -> ResponseReturnValue:
    message: Any = get_or_missing(OutgoingMessage, message_id)
    bounces.retry(db, message, me(), clock.now())
    db.commit()
    flash("Message remis à l’envoi.")
    return redirect(url_for(".undelivered"), code=303)
