"""AME-08, AME-09: staff report what does not work and see what becomes of it; staff take part in what is improved."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import selectinload
from sqlmodel import Session, col, select

from actionplans.assessments.levels import Measure
from actionplans.assessments.self_checks.base import TARGET, Fact, Facts, of_all, of_one
from actionplans.models import (
    Action,
    Campaign,
    Idea,
    Malfunction,
    MalfunctionStatus,
)
from core import french

TO_QUALIFY = timedelta(days=7)  # the fund's promise to its staff, as the charter's to members
TO_ANSWER = timedelta(days=30)
LIMIT = "L’outil ne voit pas ce qui s’est dit sans lui."


def reported(session: Session, campaign: Campaign, today: date) -> Facts:
    """The reports of the period that somebody took up; those of the last seven days are left out."""
    found = session.exec(
        select(Malfunction).where(
            col(Malfunction.reported_on).between(campaign.period_start, campaign.period_end)
        )
    ).all()
    address = ("malfunctions.index", {"etat": "tous"})
    if not found:
        said = (
            "Aucun signalement sur la période : la voie est ouverte, rien ne montre qu’elle sert."
        )
        return {None: Fact(said, address, limit=LIMIT)}
    waiting = [one for one in found if one.status is MalfunctionStatus.REPORTED]
    fresh = sum(one.reported_on + TO_QUALIFY >= today for one in waiting)
    taken_up, answered = len(found) - len(waiting), sum(bool(one.outcome) for one in found)
    said = (
        f"{french.count(len(found), 'signalement')} de collaborateurs : {french.number(taken_up)} pris en compte "
        f"(seuil interne {french.percent(TARGET)}), {french.number(answered)} avec un retour écrit à leur auteur"
    )
    said += f", {french.number(fresh)} de moins de sept jours." if fresh else "."
    return {None: Fact(said, address, of_all(taken_up, len(found) - fresh), limit=LIMIT)}


def taken_part(session: Session, campaign: Campaign, today: date) -> Facts:
    """The ideas answered within thirty days, and the actions decided that staff are at the origin of."""
    since, until = campaign.period_start, campaign.period_end
    ideas = session.exec(select(Idea).where(col(Idea.submitted_on).between(since, until))).all()
    decided = session.exec(
        select(Action)
        .where(col(Action.decided_on).between(since, until))
        .options(selectinload(Action.causes))  # type: ignore[arg-type]
    ).all()
    born = sum(_is_from_staff(action) for action in decided)
    due = [one for one in ideas if one.first_decided_on or one.submitted_on + TO_ANSWER < today]
    in_time = sum(_is_in_time(one) for one in due)
    said = (
        f"{french.count(len(ideas), 'idée')} de collaborateurs, {french.number(in_time)} répondues en trente jours "
        f"sur {len(due)} à répondre ; {french.number(born)} actions décidées sur {len(decided)} viennent d’une idée "
        "ou d’un signalement."
    )
    return {None: Fact(said, ("ideas.index", {}), _shared(due, in_time, born), limit=LIMIT)}


def _shared(due: Sequence[Idea], in_time: int, born: int) -> Measure | None:
    """Answers alone are not a part taken: an action must have come of it."""
    if not due:
        return of_one(True) if born else None
    measure = of_all(in_time, len(due))
    if measure is None or born:
        return measure
    return Measure(False, measure.share_kept, measure.cases, is_whole=True)


def _is_in_time(one: Idea) -> bool:
    return one.first_decided_on is not None and one.first_decided_on <= one.submitted_on + TO_ANSWER


def _is_from_staff(action: Action) -> bool:
    return any(cause.idea_id or cause.malfunction_id for cause in action.causes)
