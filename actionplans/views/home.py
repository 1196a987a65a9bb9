"""« Mon travail »: what waits for the person signed in, what goes on, what changed, what stops on its way."""

from datetime import date

import sqlalchemy as sa
from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import col

from actionplans.actions import lists as action_lists
from actionplans.actions.lists import Wanted
from actionplans.actions.lookback import look_back
from actionplans.models import Action
from actionplans.my_work import changes
from actionplans.my_work.tasks import Task
from actionplans.my_work.todo import todo
from actionplans.tracing.links import Chain
from actionplans.tracing.tracing import Tracer
from actionplans.views.places import exists, href, wake_steps
from core import clock
from core.database import db
from core.french import count, day, weekday
from organisation import leading
from organisation.access import me, signed_in
from organisation.models import Department, Role, User
from organisation.rights import Right, may

blueprint = Blueprint("home", __name__, template_folder="../templates")

AT_ONCE = 15  # tasks shown; more would hide the first ones
IN_HAND = 8
STOPPED_SHOWN = 4
SOON_DAYS = 7
WORDS = (
    "rien", "une chose", "deux choses", "trois choses", "quatre choses", "cinq choses",
    "six choses", "sept choses", "huit choses", "neuf choses", "dix choses",
)  # fmt: skip


@blueprint.get("/mon-travail")
@signed_in
def index() -> ResponseReturnValue:
    person, today, now = me(), clock.today(), clock.now()
    behind = look_back(db, today) if may(person, Right.READ_VERBATIMS) else None
    everything, place = todo(db, person, today, behind), chosen_place(person)
    tasks = [one for one in everything if place is None or one.department == place.name]
    shown = tasks if "tout" in request.args else tasks[:AT_ONCE]
    moment = changes.last_visit(db, person, now)
    chains = Tracer(db, person, today).year(behind) if behind and not place else []
    stopped = [chain for chain in chains if not chain.is_complete]
    return render_template(
        "actionplans/home/index.html",
        greeting=greeting(person.name, len(tasks)),
        lead=lead(tasks, today),
        place=place,
        places=[
            (one, said, sum(task.department == one.name for task in everything))
            for one, said in leading.places(person)
            if leading.several(person)
        ],
        tasks=[(task, href(task.url), tone(task, today)) for task in shown],
        more=len(tasks) - len(shown),
        in_hand=in_hand(today, place),
        tone=action_lists.tone,
        since=moment,
        changed=[]
        if place
        else [(one, href(one.url)) for one in changes.since(db, person, moment)],
        chains=chains,
        complete=len(chains) - len(stopped),
        stopped=[(chain.title, wake_steps(chain.short)) for chain in worst(stopped)],
        may_report=person.role is Role.COLLABORATOR and exists("reporting.create"),
    )


def chosen_place(person: User) -> Department | None:
    """The department of the address, when this person leads it; None for all that waits for them."""
    wanted = request.args.get("service", None, int)
    return next((one for one in leading.several(person) if one.id == wanted), None)


def greeting(name: str, n: int) -> str:
    """« Bonjour Hélène, sept choses vous attendent »."""
    first = name.split()[0]
    things = WORDS[n] if n < len(WORDS) else count(n, "chose")
    if n == 0:
        return f"Bonjour {first}, rien ne vous attend"
    return f"Bonjour {first}, {things} vous {'attend' if n == 1 else 'attendent'}"


def lead(tasks: list[Task], today: date) -> str:
    """The day it is, and how far back, or near, the first thing is."""
    dated = [task.due_on for task in tasks if task.due_on]
    said = f"{weekday(today).capitalize()}."
    if not dated:
        return said
    if dated[0] < today:
        return f"{said} La plus ancienne date du {day(dated[0])}."
    return f"{said} La première est pour {'aujourd’hui' if dated[0] == today else f'le {day(dated[0])}'}."


def tone(task: Task, today: date) -> str:
    """Late, soon, or neither."""
    if task.due_on is None:
        return ""
    left = (task.due_on - today).days
    return "bad" if left < 0 else "watch" if left <= SOON_DAYS else ""


def in_hand(today: date, place: Department | None) -> list[Action]:
    """Actions that go on: one's own, one's department's, or all, by what one answers for."""
    person = me()
    wanted = Wanted("en-cours", place.id if place else None)
    going_on = action_lists.listed(person, wanted, today)
    if person.role is Role.COLLABORATOR:
        led = col(Action.department_id).in_(leading.led(person))
        going_on = going_on.where(sa.or_(col(Action.owner_id) == person.id, led))
    return list(db.exec(going_on.limit(IN_HAND)))


def worst(stopped: list[Chain]) -> list[Chain]:
    """The chains that stop soonest, first."""
    return sorted(stopped, key=lambda chain: -len(chain.missing))[:STOPPED_SHOWN]
