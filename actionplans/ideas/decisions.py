"""What becomes of an idea: moderated, studied, answered with a reason, merged, carried out, thanked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions
from actionplans.ideas import ideas
from actionplans.ideas import steps as idea_steps
from actionplans.ideas.ideas import subject
from actionplans.models import Action, ActionStatus, Cause, Idea, IdeaStatus, Support
from core import typed_days
from core.clock import PARIS
from core.errors import Refused
from core.french import day
from core.keys import key
from organisation import journal, leading
from organisation.models import Commitment, Department, User
from organisation.rights import EVERYWHERE
from organisation.words import DEEDS

S = IdeaStatus
OUTCOMES = {
    S.KEPT: "Retenue : une action est proposée",
    S.ALREADY_DONE: "Déjà fait",
    S.TO_RIPEN: "À mûrir, jusqu’à une date",
    S.NOT_KEPT: "Non retenue",
}
RIPENS_WITHIN = timedelta(days=365)
LONGEST_REASON = 2000
CLOSED_WELL = (ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT)
FOLLOWED = ("status", "decided_by_id", "decided_at", "reason", "ripen_on", "thanks", "thanked_on")
"""What an idea takes over from the one it was merged into."""

DEEDS.update(
    {
        "publish_idea": "idée rendue visible",
        "withhold_idea": "idée non publiée, motif donné",
        "study_idea": "idée à l’étude",
        "decide_idea": "réponse donnée à l’idée",
        "merge_idea": "idée fusionnée avec une autre",
        "realise_idea": "idée réalisée",
        "thank_idea": "auteur remercié",
    }
)


@dataclass(frozen=True)
class Moderation:
    """What the moderator knows of an idea: whose it is, what it touches, how large it is."""

    department: Department | None = None
    theme: str = ""
    commitment: Commitment | None = None
    is_small: bool = False


@dataclass(frozen=True)
class Answer:
    """What is decided on an idea, and what its author is told."""

    outcome: IdeaStatus
    reason: str
    ripen_on: date | None = None
    department: Department | None = None
    action_title: str = ""


# ---------------------------------------------------------------- moderate


def publish(session: Session, idea: Idea, judged: Moderation, by: User, now: datetime) -> None:
    """Let colleagues read it, once names are masked."""
    idea_steps.check("publish", idea, by)
    if not idea.text:
        raise Refused("Cette idée est en cours de masquage : revenez dans un instant.")
    idea.department_id = key(judged.department) if judged.department else None
    idea.theme, idea.is_small = judged.theme, judged.is_small
    idea.commitment_id = key(judged.commitment) if judged.commitment else None
    idea.visible_on = _today(now)
    _go(session, idea, S.VISIBLE, "publish_idea", by, now)


def withhold(session: Session, idea: Idea, reason: str, by: User, now: datetime) -> None:
    """Not shown to colleagues: about a person, or no idea at all. Its author alone reads why."""
    idea_steps.check("withhold", idea, by)
    idea.reason = _words(reason, "Dites à l’auteur pourquoi son idée n’est pas publiée.")
    _sign(idea, by, now)
    _go(session, idea, S.NOT_KEPT, "withhold_idea", by, now)


# ---------------------------------------------------------------- answer


def study(session: Session, idea: Idea, by: User, now: datetime) -> None:
    """Somebody looks into it; the thirty days run on."""
    idea_steps.check("study", idea, by)
    _go(session, idea, S.STUDIED, "study_idea", by, now)


def decide(session: Session, idea: Idea, answer: Answer, by: User, now: datetime) -> Action | None:
    """Answer with a reason; a kept idea becomes an action, proposed in its author's name."""
    idea_steps.check("decide", idea, by)
    if idea.status is S.KEPT and not is_stuck(actions_of(session, idea)):
        raise Refused("Cette idée est retenue et son action suit son cours : attendez sa fin.")
    if answer.outcome not in OUTCOMES:
        raise Refused("Choisissez une réponse.", "outcome")
    reason = _words(answer.reason, "Écrivez pourquoi : l’auteur et ses collègues le liront.")
    ripen_on = _ripening(answer, _today(now))
    action = _proposed(session, idea, answer, by, now) if answer.outcome is S.KEPT else None
    idea.reason, idea.ripen_on = reason, ripen_on
    _sign(idea, by, now)
    details = f"{answer.outcome.label}, à revoir le {day(ripen_on)}" if ripen_on else ""
    details = details or answer.outcome.label
    _go(session, idea, answer.outcome, "decide_idea", by, now, details)
    return action


def _ripening(answer: Answer, today: date) -> date | None:
    if answer.outcome is not S.TO_RIPEN:
        return None
    if answer.ripen_on is not None:
        typed_days.expect_to_come(answer.ripen_on, today, about="ripen_on")
    if answer.ripen_on is None or answer.ripen_on > today + RIPENS_WITHIN:
        raise Refused("Indiquez quand l’idée sera revue : d’ici un an au plus.", "ripen_on")
    return answer.ripen_on


def _proposed(session: Session, idea: Idea, answer: Answer, by: User, now: datetime) -> Action:
    if answer.department is None:
        raise Refused("Choisissez le service à qui l’action est proposée.", "department")
    if by.role not in EVERYWHERE and not leading.leads(by, answer.department.id):
        raise Refused("Choisissez votre service : au-delà, c’est la direction qui décide.")
    title = answer.action_title.strip() or idea.title
    try:
        action = actions.propose(session, title, answer.department, [idea], by, now)
    except Refused as error:
        raise Refused(str(error), "action_title") from error
    action.proposed_by_id = idea.author_id  # the journal says who pressed, the action whose it is
    session.flush()
    return action


# ---------------------------------------------------------------- merge


def merge(session: Session, idea: Idea, into: Idea, by: User, now: datetime) -> None:
    """The same as another: the people who support either support that one, each counted once."""
    idea_steps.check("merge", idea, by)
    into = into.merged_into or into
    if into.id == idea.id:
        raise Refused("Une idée ne se fusionne pas avec elle-même.")
    if into.visible_on is None:
        raise Refused("L’autre idée n’est pas encore visible : modérez-la d’abord.")
    if into.status in (S.DONE, S.THANKED):
        raise Refused("L’autre idée est déjà réalisée : répondez plutôt « déjà fait ».")
    _move_supports(session, idea, into)
    for one in [*ideas.merged(session, idea), idea]:
        one.merged_into_id = into.id
        _follow(one, into)
    session.flush()
    session.expire(idea, ["merged_into"])
    journal.write(session, now, by, "merge_idea", subject(idea), f"avec {into.number}")


def _move_supports(session: Session, idea: Idea, into: Idea) -> None:
    """Supporters of the one that is left, but those already there, and its own author."""
    known = select(Support.user_id).where(Support.idea_id == into.id)
    of_idea = col(Support.idea_id) == idea.id
    stays_out = col(Support.user_id).in_(known) | (col(Support.user_id) == into.author_id)
    no_sync = {"synchronize_session": False}
    session.execute(sa.delete(Support).where(of_idea, stays_out), execution_options=no_sync)
    moved = sa.update(Support).where(of_idea).values(idea_id=into.id)
    session.execute(moved, execution_options=no_sync)
    session.expire_all()


def _follow(one: Idea, leader: Idea) -> None:
    for name in FOLLOWED:
        setattr(one, name, getattr(leader, name))
    one.first_decided_on = one.first_decided_on or leader.first_decided_on


# ---------------------------------------------------------------- carried out, thanked


def realise(session: Session, idea: Idea, by: User, now: datetime) -> None:
    """Its action is closed: the idea has become something."""
    idea_steps.check("realise", idea, by)
    if not is_carried_out(actions_of(session, idea)):
        raise Refused("Attendez que son action soit close, son effet vérifié.")
    _go(session, idea, S.DONE, "realise_idea", by, now)


def thank(session: Session, idea: Idea, message: str, by: User, now: datetime) -> None:
    """A word to its author, and to those whose idea was merged into it."""
    idea_steps.check("thank", idea, by)
    idea.thanks = _words(message, "Écrivez votre remerciement : l’auteur le lira sur cette page.")
    idea.thanked_on = _today(now)
    _go(session, idea, S.THANKED, "thank_idea", by, now)
    for one in ideas.merged(session, idea):
        journal.write(session, now, by, "thank_idea", subject(one), f"avec {idea.number}")


def actions_of(session: Session, idea: Idea) -> Sequence[Action]:
    """The actions an idea gave rise to."""
    found = select(Action).join(Cause).where(Cause.idea_id == idea.id)
    with_department = found.options(joinedload(Action.department))  # type: ignore[arg-type]
    return session.exec(with_department.order_by(col(Action.id))).all()


def is_carried_out(found: Sequence[Action]) -> bool:
    """Whether one action is closed with its verdict, and none is still going on."""
    return all(one.status.is_closed for one in found) and any(
        one.status in CLOSED_WELL for one in found
    )


def is_stuck(found: Sequence[Action]) -> bool:
    """Whether every action was refused or abandoned: the idea waits for another answer."""
    return all(one.status.is_closed and one.status not in CLOSED_WELL for one in found)


# ---------------------------------------------------------------- inside


def _sign(idea: Idea, by: User, now: datetime) -> None:
    idea.decided_by_id, idea.decided_at = by.id, now
    idea.first_decided_on = idea.first_decided_on or _today(now)


def _go(
    session: Session,
    idea: Idea,
    to: IdeaStatus,
    deed: str,
    by: User,
    now: datetime,
    details: str = "",
) -> None:
    idea.status = to
    for one in ideas.merged(session, idea):
        _follow(one, idea)
    session.flush()
    journal.write(session, now, by, deed, subject(idea), details, idea.department_id)


def _words(text: str, sentence: str) -> str:
    ideas.check_length(text, LONGEST_REASON, sentence, "reason")
    return text.strip()


def _today(now: datetime) -> date:
    return now.astimezone(PARIS).date()
