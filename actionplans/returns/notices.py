"""A subject that is back: to those who may open its action again, in « À faire » and one digest; its owner is told too."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session

from actionplans.actions.notices import People
from actionplans.my_work.notices import Days, Notice
from actionplans.my_work.tasks import Task
from actionplans.returns import saying, standing
from actionplans.returns.standing import Proposal
from core import french
from organisation.models import User
from organisation.rights import Right, may


def return_tasks(session: Session, user: User, today: date) -> list[Task]:
    """For whoever may open the action again."""
    if not may(user, Right.VERIFY_ACTIONS):
        return []
    return [
        Task(
            one.decide_by,
            f"Rouvrir ou non « {one.action.title} »",
            f"{said(one)} au {french.quarter(one.returns[0].quarter)}.",
            one.action.department.name,
            ("returns.show", {"action_id": one.action.id}),
            "Décider",
        )
        for one in standing.of_user(session, user, today)
    ]


def about_returns(session: Session, days: Days) -> Iterator[Notice]:
    """The morning after the night that found it."""
    found = [one for one in standing.proposals(session, days.today) if days.hold(one.since)]
    people = People(session, days.today) if found else None
    for one in found:
        assert people is not None
        action, path = one.action, f"/actions/{one.action.id}/revient"
        verifiers = people.verifiers(action)
        for person in verifiers:
            why = f"Close, mais {said(one)} : à rouvrir, ou dire pourquoi non."
            yield Notice(person.id or 0, action.title, why, path, one.decide_by)
        if action.owner_id and action.owner_id not in {person.id for person in verifiers}:
            why = f"Close, mais {said(one)} : le référent décide s’il faut la rouvrir."
            yield Notice(action.owner_id, action.title, why, path, one.decide_by)


def said(one: Proposal) -> str:
    """« « Téléphone » est de retour »."""
    titles = french.listed([f"« {saying.title(each.baseline)} »" for each in one.returns])
    return f"{titles} {'est' if len(one.returns) == 1 else 'sont'} de retour"
