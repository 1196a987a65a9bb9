"""« Sans preuve »: promises said to be kept without a proof, proofs about to end, actions done that nothing shows."""

from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions, effects
from actionplans.actions.notices import People
from actionplans.assessments import campaigns, evidence_lists
from actionplans.cockpit.lines import SHOWN, Line, Part, first, names
from actionplans.models import (
    OPEN_STATUSES,
    Action,
    ActionProof,
    ActionStatus,
    Assessment,
    Evidence,
    Level,
    Rating,
)
from actionplans.tracing.links import Address
from core import french
from organisation.models import Commitment, Department, Role, User

KEPT = (Level.A, Level.B)
DONE = (ActionStatus.DONE, ActionStatus.EFFECTIVE, ActionStatus.WITHOUT_EFFECT)


def parts(session: Session, user: User, today: date, people: People) -> list[Part]:
    """What is said and not shown, or will soon no longer be."""
    return [
        _promises(session, user, people),
        _ending(session, user, today, people),
        _actions(session, user),
        _effects(session, user, today),
    ]


# ---------------------------------------------------------------- promises


def _promises(session: Session, user: User, people: People) -> Part:
    """In the last campaign, levels A or B under a ceiling that says: no valid proof (see `levels.ceiling`)."""
    campaign = next(iter(campaigns.campaigns(session)), None)
    page: Address = ("campaigns.index", {})
    if campaign is None:
        return Part("Engagements dits tenus", 0, [], page, "Les campagnes")
    said = sa.func.coalesce(col(Rating.validated), col(Rating.declared))
    counted = (
        sa.select(
            col(Department.id),
            col(Department.name),
            sa.func.count(),
            sa.func.min(col(Commitment.code)),
        )
        .select_from(Rating)
        .join(Assessment, col(Assessment.id) == Rating.assessment_id)
        .join(Department, col(Department.id) == Assessment.department_id)
        .join(Commitment, col(Commitment.id) == Rating.commitment_id)
        .where(
            col(Assessment.campaign_id) == campaign.id,
            said.in_([level.value for level in KEPT]),
            col(Rating.ceiling) == Level.B,
            *_readable(user),
        )
        .group_by(col(Department.id), col(Department.name))
        .order_by(sa.func.count().desc(), col(Department.name))
    )
    rows = session.connection().execute(counted).all()
    lines = [
        Line(
            f"{name} : {french.count(n, 'engagement dit tenu', 'engagements dits tenus')} sans preuve valable, dont {code}",
            names(people.heads.get(number), "service sans responsable"),
            f"campagne {campaign.year}",
            ("assessments.show", {"year": campaign.year, "department_id": number}),
            "watch",
        )
        for number, name, n, code in rows[:SHOWN]
    ]
    total = sum(int(row[2]) for row in rows)
    page = ("campaigns.show", {"year": campaign.year})
    return Part("Engagements dits tenus", total, lines, page, f"La campagne {campaign.year}")


def _readable(user: User) -> list[sa.ColumnElement[bool]]:
    """The officer at any time, management once submitted."""
    if user.role is Role.QUALITY_OFFICER:
        return []
    return [col(Assessment.status).not_in(OPEN_STATUSES)]


# ---------------------------------------------------------------- proofs


def _ending(session: Session, user: User, today: date, people: People) -> Part:
    """Proofs whose period ends within sixty days: there is time to bring the next one."""
    wanted = evidence_lists.Narrowed(evidence_lists.Shown.RENEWING)
    found, n = first(session, evidence_lists.listed(user, wanted, today))
    lines = [_proof(one, today, people) for one in found]
    page = ("evidence.index", {"voir": wanted.shown.value})
    return Part("Preuves à renouveler", n, lines, page, "Toutes les preuves à renouveler")


def _proof(one: Evidence, today: date, people: People) -> Line:
    serves = f", pour {french.listed(one.codes[:3])}" if one.codes else ""
    return Line(
        f"« {one.title} », {one.department.name}{serves}",
        names(people.heads.get(one.department_id), "service sans responsable"),
        f"jusqu’au {french.day(one.valid_to)}",
        ("evidence.show", {"evidence_id": one.id}),
        "bad" if one.valid_to - today < timedelta(days=15) else "watch",
    )


# ---------------------------------------------------------------- actions


def _actions(session: Session, user: User) -> Part:
    """Said to be done, without a word of proof nor a proof attached."""
    attached = sa.exists().where(col(ActionProof.action_id) == col(Action.id))
    rows = (
        select(Action)
        .where(
            col(Action.status).in_(DONE),
            sa.func.trim(col(Action.proof)) == "",
            ~attached,
            actions.visible_to(user),
        )
        .options(joinedload(Action.owner), joinedload(Action.department))  # type: ignore[arg-type]
        .order_by(col(Action.done_on), col(Action.id))
    )
    found, n = first(session, rows)
    lines = [_bare(one) for one in found]
    return Part("Actions réalisées", n, lines, ("actions.index", {"etat": "closes"}), "Les actions closes")  # fmt: skip


def _bare(action: Action) -> Line:
    when = f"réalisée le {french.day(action.done_on)}" if action.done_on else ""
    who = action.owner.name if action.owner else "personne"
    said = f"« {action.title} », {action.department.name}, réalisée sans preuve"
    return Line(said, who, when, ("actions.show", {"action_id": action.id}), "watch")


def _effects(session: Session, user: User, today: date) -> Part:
    """Done, its window over, and nobody has looked at the effect: done is not effective."""
    rows = (
        select(Action)
        .where(
            Action.status == ActionStatus.DONE,
            col(Action.done_on) <= today - effects.WAIT,
            actions.visible_to(user),
        )
        .options(joinedload(Action.department))  # type: ignore[arg-type]
        .order_by(col(Action.done_on), col(Action.id))
    )
    dated = [(effects.verifiable_on(one), one) for one in session.exec(rows)]
    ripe = [(first_day, one) for first_day, one in dated if first_day <= today]
    lines = [_unverified(one, first_day) for first_day, one in ripe[:SHOWN]]
    page = ("actions.index", {"etat": "a-verifier"})
    return Part("Effets à vérifier", len(ripe), lines, page, "Toutes les actions à vérifier")


def _unverified(action: Action, first_day: date) -> Line:
    assert action.done_on is not None
    return Line(
        f"Vérifier l’effet de « {action.title} », {action.department.name}",
        "référent qualité",
        f"possible depuis le {french.day(first_day)}",
        ("actions.show", {"action_id": action.id}),
        "watch",
    )
