"""« À faire »: all that waits for one person, from every part of the room, the oldest first."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session

from actionplans.actions.finding_tasks import finding_tasks
from actionplans.actions.lookback import Lookback, look_back
from actionplans.actions.tasks import action_tasks, publication_tasks
from actionplans.actions.topic_tasks import topic_tasks
from actionplans.assessments.entrusted import entrusted_tasks
from actionplans.assessments.evidence_tasks import evidence_tasks
from actionplans.assessments.tasks import assessment_tasks
from actionplans.cockpit.unheld import unheld_tasks
from actionplans.ideas.tasks import idea_tasks
from actionplans.malfunctions.recurrence_notices import recurrence_tasks
from actionplans.malfunctions.tasks import report_tasks
from actionplans.my_work.headless import headless_tasks
from actionplans.my_work.tasks import Task
from actionplans.notes.tasks import note_tasks
from actionplans.plans.tasks import plan_tasks
from actionplans.returns.notices import return_tasks
from actionplans.year.tasks import year_tasks
from organisation import leading
from organisation.models import User
from organisation.rights import Right, may

Provider = Callable[[Session, User, date], list[Task]]

NEEDING_HEADS = (
    action_tasks,
    assessment_tasks,
    idea_tasks,
    report_tasks,
    plan_tasks,
    headless_tasks,
)
"""Those that ask who leads each department: read once for them all."""
PROVIDERS: list[Provider] = [
    entrusted_tasks,
    evidence_tasks,
    recurrence_tasks,
    return_tasks,
    publication_tasks,
    unheld_tasks,
    year_tasks,
    note_tasks,
]


def todo(session: Session, user: User, today: date, year: Lookback | None = None) -> list[Task]:
    """What this person has to do, dated first, the oldest at the top; `year` where the caller has read it."""
    heads = leading.heads(session, today)
    tasks = [t for provider in NEEDING_HEADS for t in provider(session, user, today, heads)]
    tasks += [task for provider in PROVIDERS for task in provider(session, user, today)]
    if may(user, Right.DECIDE_TOPICS):
        year = year or look_back(session, today)
        tasks += topic_tasks(session, user, today, year)
        tasks += finding_tasks(session, user, today, year)
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or today, task.title))
