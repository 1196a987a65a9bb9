"""Each page where a day is typed for something to be done: the past is refused beside its field, a closed day taken and said."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from actionplans.models import ActionStatus
from organisation.models import Role, User
from tests.action_builders import make_action, make_fund, make_voices
from tests.actionplans_malfunctions_builders import make_report
from tests.assessment_builders import make_round
from tests.builders import make_charter, make_user
from tests.idea_builders import make_visible
from tests.pages import Visitor

PAST, CLOSED = (
    "2027-03-12",
    "2027-05-01",
)  # before the Monday of tests; a Saturday that is a holiday
SAID = "n’est pas travaillé : le premier jour ouvré est le lundi 3 mai 2027"

Page = tuple[User, str, str, str, dict[str, Any]]
"""Who, on which page, with which button, the field of the day, the rest of what is typed."""


def _suspend(session: Session, now: datetime) -> Page:
    fund = make_fund(session)
    action = make_action(session, fund, now, ActionStatus.IN_PROGRESS)
    return fund.owner, f"/actions/{action.id}/suspendre", "Suspendre", "until", {"reason": "Travaux."}  # fmt: skip


def _postpone(session: Session, now: datetime) -> Page:
    fund = make_fund(session)
    action = make_action(session, fund, now, ActionStatus.IN_PROGRESS)
    return fund.owner, f"/actions/{action.id}/echeance", "Changer l’échéance", "due_on", {"reason": "Travaux."}  # fmt: skip


def _milestone(session: Session, now: datetime) -> Page:
    fund = make_fund(session)
    action = make_action(session, fund, now, ActionStatus.IN_PROGRESS)
    return fund.owner, f"/actions/{action.id}/jalons/ajouter", "Ajouter un jalon", "due_on", {"title": "Premier essai"}  # fmt: skip


def _no_action(session: Session, now: datetime) -> Page:
    fund = make_fund(session)
    make_charter(session, now)
    make_voices(session, "telephone", 12)
    return fund.officer, "/sujets/telephone/decider", "Ne pas agir", "review_on", {"reason": "Déjà en cours."}  # fmt: skip


def _entrust(session: Session, now: datetime) -> Page:
    made = make_round(session, now, date(2027, 6, 1))
    person = make_user(session, Role.COLLABORATOR, made.department)
    address = f"/auto-evaluations/2027/{made.department.id}/confier"
    typed = {"to": str(person.id), "rows": ["ACC-04"]}
    return made.head, address, "Confier ces lignes", "until", typed


def _own_step(session: Session, now: datetime) -> Page:
    return make_fund(session).officer, "/calendrier/ajouter", "Ajouter", "on", {"title": "Réunion des élus"}  # fmt: skip


def _announced(session: Session, now: datetime) -> Page:
    fund = make_fund(session)
    make_charter(session, now)
    report = make_report(
        session,
        now,
        severity=2,
        department=fund.department,
        qualified_on=now.date(),
        status="qualified",
    )
    return fund.head, f"/signalements/{report.id}", "Prendre en charge", "announced_on", {}


def _ripening(session: Session, now: datetime) -> Page:
    fund = make_fund(session)
    make_charter(session, now)
    idea = make_visible(session, fund, now)
    return fund.management, f"/idees/{idea.id}", "Donner cette réponse", "ripen_on", {"outcome": "to_ripen", "reason": "Au printemps."}  # fmt: skip


PAGES: list[Callable[[Session, datetime], Page]] = [
    _suspend, _postpone, _milestone, _no_action, _entrust, _own_step, _announced, _ripening,
]  # fmt: skip


def who_asks_again(address: str) -> bool:
    """The pages of actions and of decisions on a theme say 409 for what the rules refuse, the others 422."""
    return address.startswith(("/actions/", "/sujets/"))


@pytest.mark.parametrize("page", PAGES, ids=[one.__name__ for one in PAGES])
def test_the_past_is_refused_and_a_closed_day_is_taken_and_said(
    visitor: Visitor, session: Session, now: datetime, page: Callable[[Session, datetime], Page]
) -> None:
    who, address, button, field, typed = page(session, now)
    session.commit()
    visitor.sign_in(who)
    visitor.open(address)
    form_of = visitor.page.find(attrs={"name": field})
    assert form_of is not None
    visitor.submit(button, 409 if who_asks_again(address) else 422, **typed, **{field: PAST})
    said = visitor.text.replace("\u00a0", " ")
    assert "à venir : le 12 mars 2027 est passé." in said
    faults = visitor.page.select(f"#{field}-fault, [id$={field}-fault]")
    assert faults, "the fault is beside its own field"
    visitor.open(address)
    visitor.submit(button, **typed, **{field: CLOSED})
    visitor.follow()
    assert SAID in visitor.text.replace("\u00a0", " ")
