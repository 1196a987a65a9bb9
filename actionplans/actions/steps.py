"""Who may take which step of an action, and when: one table, for the deeds and for the buttons."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from actionplans.models import CARRIED, Action, ActionStatus
from core.errors import Refused
from organisation.models import Role, User
from organisation.rights import Right, may, may_in, may_see_department

PROPOSED, DECIDED = ActionStatus.PROPOSED, ActionStatus.DECIDED
IN_PROGRESS, SUSPENDED = ActionStatus.IN_PROGRESS, ActionStatus.SUSPENDED
DONE, EFFECTIVE = ActionStatus.DONE, ActionStatus.EFFECTIVE
WITHOUT_EFFECT = ActionStatus.WITHOUT_EFFECT
OPEN = (PROPOSED, DECIDED, IN_PROGRESS, SUSPENDED, DONE)

Objection = Callable[[Action, User], str]


@dataclass(frozen=True)
class Step:
    """A step: its button, the states it starts from, and what keeps a person from taking it."""

    words: str
    states: tuple[ActionStatus, ...]
    objection: Objection
    """The sentence said to a person who may not; empty for a person who may."""
    page: str = "action_steps"
    """The blueprint of its page."""
    is_button: bool = False
    """Nothing to write: one press."""


def _decides(action: Action, by: User) -> bool:
    """The head of the action's department, or management in all of them."""
    return may_in(by, Right.DECIDE_ACTIONS, action.department_id)


def _owns(action: Action, by: User) -> bool:
    return action.owner_id == by.id and may(by, Right.CARRY_OUT_ACTIONS)


def _is_officer(by: User) -> bool:
    return by.role is Role.QUALITY_OFFICER


def decider(action: Action, by: User) -> str:
    """Who decides, refuses, abandons."""
    if _decides(action, by):
        return ""
    return "Seuls le responsable de ce service et la direction décident de cette action."


def owner(action: Action, by: User) -> str:
    """Who carries out."""
    return "" if _owns(action, by) else "Seule la personne chargée de cette action peut le faire."


def asked(action: Action, by: User) -> str:
    """Who accepts or declines: the person named, once."""
    if not _owns(action, by):
        return "Seule la personne à qui cette action est confiée peut répondre."
    return "" if action.is_unanswered else "Vous avez déjà accepté cette action."


def owner_or_decider(action: Action, by: User) -> str:
    """Who cuts an action into milestones, and ends them."""
    if _owns(action, by) or _decides(action, by):
        return ""
    return "Seuls la personne chargée de cette action et son responsable tiennent ses jalons."


def prover(action: Action, by: User) -> str:
    """Who attaches a proof: who carries it, and who decides of it."""
    if _owns(action, by) or _decides(action, by):
        return ""
    return "Seuls la personne chargée de cette action et son responsable y joignent une preuve."


def mender(action: Action, by: User) -> str:
    """Who says what was done at once: whoever has a part in it, its author included."""
    if action.proposed_by_id == by.id and may(by, Right.PROPOSE_ACTIONS):
        return ""
    return follower(action, by)


def owner_or_officer(action: Action, by: User) -> str:
    """Who suspends and resumes."""
    if _owns(action, by) or _is_officer(by):
        return ""
    return "Seuls la personne chargée de cette action et le référent qualité peuvent le faire."


def follower(action: Action, by: User) -> str:
    """Who says how far it is: whoever may see it and has a part in it."""
    if _owns(action, by) or _is_officer(by) or _decides(action, by):
        return ""
    return "Demandez à la personne chargée de cette action de noter où elle en est."


def mover(action: Action, by: User) -> str:
    """Who changes the due date: the owner once, then the head, then management alone."""
    if by.role is Role.MANAGEMENT and _decides(action, by):
        return ""
    if action.due_changes >= 2:
        return "L’échéance a déjà changé deux fois : seule la direction peut la changer encore."
    if _decides(action, by) or (_owns(action, by) and action.due_changes == 0):
        return ""
    if _owns(action, by):
        return "L’échéance a déjà changé une fois : demandez au responsable du service."
    return "Seuls la personne chargée de cette action, son responsable et la direction le peuvent."


def verifier(action: Action, by: User) -> str:
    """Who verifies: the officer, never the owner nor the decider; management where that is the officer."""
    if not may(by, Right.VERIFY_ACTIONS):
        return "Seul le référent qualité vérifie l’effet d’une action."
    if by.id == action.owner_id:
        return "Personne ne vérifie sa propre action : demandez à la direction."
    if _is_officer(by):
        decided = by.id == action.decided_by_id
        return "Personne ne vérifie ce qu’il a décidé : demandez à la direction." if decided else ""
    of_officer = any(
        one is not None and _is_officer(one) for one in (action.owner, action.decided_by)
    )
    return "" if of_officer else "C’est le référent qualité qui vérifie cette action."


STEPS: dict[str, Step] = {
    "decide": Step("Décider l’action", (PROPOSED,), decider),
    "refuse": Step("Refuser", (PROPOSED,), decider),
    "accept": Step("Accepter", CARRIED, asked, "owners", is_button=True),
    "start": Step("Commencer", (DECIDED,), owner, is_button=True),
    "resume": Step("Reprendre", (SUSPENDED,), owner_or_officer, is_button=True),
    "finish": Step("Déclarer réalisée", (IN_PROGRESS,), owner),
    "verify": Step("Vérifier et clore", (DONE,), verifier),
    "kept": Step("Vérifier que l’effet dure", (EFFECTIVE,), verifier, "action_changes"),
    "decline": Step("Décliner", CARRIED, asked, "owners"),
    "note": Step("Noter l’avancement", (DECIDED, IN_PROGRESS, SUSPENDED, DONE), follower),
    "postpone": Step("Changer l’échéance", (DECIDED, IN_PROGRESS), mover),
    "milestone": Step("Ajouter un jalon", CARRIED, owner_or_decider, "milestones"),
    "prove": Step("Joindre une preuve", (IN_PROGRESS, SUSPENDED, DONE), prover, "proofs"),
    "fix": Step("Noter une correction immédiate", (PROPOSED, *CARRIED), mender, "action_changes"),
    "assign": Step("Confier à quelqu’un d’autre", CARRIED, decider, "owners"),
    "effect": Step("Changer l’effet attendu", CARRIED, decider, "action_changes"),
    "suspend": Step("Suspendre", (IN_PROGRESS,), owner_or_officer),
    "reopen": Step("Rouvrir", (DONE, EFFECTIVE, WITHOUT_EFFECT), verifier),
    "merge": Step("Réunir à une autre", (PROPOSED, *CARRIED), decider, "action_changes"),
    "abandon": Step("Abandonner", CARRIED, decider),
}
"""In the order of their buttons: the first one open to a person is their next step."""


def check(name: str, action: Action, by: User) -> None:
    """Refused, with the sentence that says why, unless this person may take this step now."""
    step = STEPS[name]
    if objection := step.objection(action, by):
        raise Refused(objection)
    action.expect(*step.states)


def is_open(name: str, action: Action, by: User) -> bool:
    """Whether this person may take this step now."""
    step = STEPS[name]
    return action.status in step.states and not step.objection(action, by)


def open_to(action: Action, by: User) -> list[str]:
    """The steps this person may take now, the next one first."""
    return [name for name in STEPS if is_open(name, action, by)]


def may_see(action: Action, user: User, followed: Collection[int] | None = None) -> bool:
    """One's own department, what one proposed, carries out or follows; officer and management see all.

    `followed`, the keys of all the actions this person follows, spares reading the followers of each of many.
    """
    if not may(user, Right.PROPOSE_ACTIONS):
        return False
    if user.id in (action.owner_id, action.proposed_by_id):
        return True
    if may_see_department(user, action.department_id):
        return True
    if followed is not None:
        return action.id in followed
    return any(one.user_id == user.id for one in action.followers)
