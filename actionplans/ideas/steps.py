"""Who may take which step of an idea, and when: one table, for the deeds and for the buttons."""

from collections.abc import Callable
from dataclasses import dataclass

from actionplans.models import Idea, IdeaStatus
from core.errors import Refused
from organisation.leading import leads
from organisation.models import Role, User
from organisation.rights import Right, may

S = IdeaStatus
OPEN = (S.VISIBLE, S.STUDIED, S.TO_RIPEN)  # may still be answered, supported, merged
TALKED_OF = (*OPEN, S.KEPT)
UNANSWERED = (S.SUBMITTED, S.VISIBLE, S.STUDIED)

STAFF_ALONE = "Les idées sont celles du personnel : votre rôle ne permet pas d’y prendre part."

Objection = Callable[[Idea, User], str]


@dataclass(frozen=True)
class Step:
    """The states a step starts from, and the sentence said to a person who may not take it."""

    states: tuple[IdeaStatus, ...]
    objection: Objection


def moderator(idea: Idea, by: User) -> str:
    """The officer, management in their stead; never the author."""
    if not may(by, Right.MODERATE_IDEAS):
        return "Demandez au référent qualité ou à la direction : eux seuls peuvent le faire."
    if by.id == idea.author_id:
        return "Personne ne modère sa propre idée : demandez à l’autre des deux, référent qualité ou direction."
    return ""


def decider(idea: Idea, by: User) -> str:
    """The head for their own department, the officer for a small idea, management for all."""
    if not may(by, Right.DECIDE_IDEAS) or not _is_in_reach(idea, by):
        small = ", et le référent qualité" if idea.is_small else ""
        return (
            f"Seuls le responsable du service concerné, la direction{small} répondent à cette idée."
        )
    if by.id == idea.author_id:
        return "Personne ne répond à sa propre idée : demandez à la direction."
    return ""


def _is_in_reach(idea: Idea, by: User) -> bool:
    small = by.role is Role.QUALITY_OFFICER and idea.is_small
    return by.role is Role.MANAGEMENT or small or leads(by, idea.department_id)


def thanker(idea: Idea, by: User) -> str:
    """Whoever moderates or answers, for the whole fund; nobody thanks themselves."""
    return moderator(idea, by) and decider(idea, by)


def supporter(idea: Idea, by: User) -> str:
    """Any colleague but the author."""
    if by.id == idea.author_id:
        return "C’est votre idée : elle compte déjà, laissez vos collègues la soutenir."
    return colleague(idea, by)


def colleague(idea: Idea, by: User) -> str:
    """Anybody of the staff."""
    if may(by, Right.REPORT_MALFUNCTIONS):
        return ""
    return STAFF_ALONE


STEPS: dict[str, Step] = {
    "publish": Step((S.SUBMITTED,), moderator),
    "withhold": Step((S.SUBMITTED,), moderator),
    "study": Step((S.VISIBLE, S.TO_RIPEN), decider),
    "decide": Step((*OPEN, S.KEPT), decider),  # again, once every action of a kept one was stopped
    "merge": Step(OPEN, moderator),
    "realise": Step((S.KEPT,), moderator),
    "thank": Step((S.DONE,), thanker),
    "support": Step(OPEN, supporter),
    "comment": Step(TALKED_OF, colleague),
}


def check(name: str, idea: Idea, by: User) -> None:
    """Refused, with the sentence that says why, unless this person may take this step now."""
    step = STEPS[name]
    if objection := step.objection(idea, by):
        raise Refused(objection)
    if idea.merged_into_id is not None:
        raise Refused("Cette idée est fusionnée avec une autre : c’est là que tout se passe.")
    if idea.status not in step.states:
        raise Refused(f"Cette idée est {idea.status.label} : ce n’est pas possible maintenant.")


def is_open(name: str, idea: Idea, by: User) -> bool:
    """Whether this person may take this step now."""
    step = STEPS[name]
    is_theirs = idea.merged_into_id is None and idea.status in step.states
    return is_theirs and not step.objection(idea, by)
