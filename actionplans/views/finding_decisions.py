"""Decide on a finding: its evidence, and two forms: an action that comes of it, or none for now and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from actionplans.actions import causes, finding_decisions, steps
from actionplans.actions.finding_decisions import FollowUp
from actionplans.actions.forms import LeaveForm, TopicActionForm
from actionplans.models import Action, FindingDecision
from analysis import findings
from analysis.finding_rules import RULES, Finding
from analysis.indicators import measures
from core import clock, typed_days
from core.database import db, get_or_missing
from core.errors import Missing, Refused
from core.forms import Form, choices
from organisation import people
from organisation.access import me, requires
from organisation.models import Department
from organisation.rights import Right

blueprint = Blueprint(
    "finding_decisions", __name__, template_folder="../templates", url_prefix="/constats"
)


@blueprint.get("/<finding_key>/decider")
@requires(Right.DECIDE_TOPICS)
def new(finding_key: str) -> ResponseReturnValue:
    return page(find(finding_key), act_form(empty=True), LeaveForm(formdata=None)), 200


@blueprint.post("/<finding_key>/decider/agir")
@requires(Right.DECIDE_TOPICS)
def act(finding_key: str) -> ResponseReturnValue:
    finding, form = find(finding_key), act_form()
    if not form.validate_on_submit():
        return page(finding, form, LeaveForm(formdata=None)), 422
    department = get_or_missing(Department, int(form.department.data))
    try:
        action = finding_decisions.act(
            db, finding, form.title.data or "", department, me(), clock.now()
        )
    except Refused as refusal:
        refuse(form, refusal)
        return page(finding, form, LeaveForm(formdata=None)), 422
    db.commit()
    flash("Action proposée au service, avec ce constat pour origine.")
    return redirect(url_for("actions.show", action_id=action.id), code=303)


@blueprint.post("/<finding_key>/decider/ne-pas-agir")
@requires(Right.DECIDE_TOPICS)
def leave(finding_key: str) -> ResponseReturnValue:
    finding, form = find(finding_key), LeaveForm()
    if not form.validate_on_submit():
        return page(finding, act_form(empty=True), form), 422
    assert form.review_on.data is not None
    try:
        finding_decisions.leave(
            db, finding, form.reason.data or "", form.review_on.data, me(), clock.now()
        )
    except Refused as refusal:
        refuse(form, refusal)
        return page(finding, act_form(empty=True), form), 422
    db.commit()
    done = "Décision prise : pas d’action, avec sa raison et sa date de réexamen."
    flash(typed_days.said(done, form.review_on.data))
    since = findings.quarter_in(finding.key)
    return redirect(url_for("findings.index", trimestre=since, _anchor=finding.key), code=303)


def find(finding_key: str) -> Finding:
    found = causes.finding(db, me(), finding_key)
    if found is None or found.is_good:
        raise Missing(
            "Ce constat n’existe pas, ou les chiffres ne le montrent plus. Repartez de la page des constats."
        )
    return found


def refuse(form: Form, refusal: Refused) -> None:
    """Nothing is written, and the form says why."""
    db.rollback()
    form.refuse(refusal)


def act_form(empty: bool = False) -> TopicActionForm:
    form = TopicActionForm(formdata=None) if empty else TopicActionForm()
    rows = [(str(row.id), row.name) for row in people.open_departments(db, clock.today())]
    form.department.choices = choices([("", "Choisissez"), *rows])
    return form


def page(finding: Finding, act: TopicActionForm, leave: LeaveForm) -> str:
    since = findings.quarter_in(finding.key)
    assert since is not None
    known = causes.promises(db)
    return render_template(
        "actionplans/finding_decisions/new.html",
        finding=finding,
        rule=RULES[finding.rule],
        since=since,
        commitments=[known[code] for code in finding.commitments if code in known],
        theme=measures.theme(finding.theme) if finding.theme else None,
        quarter=measures.quarter_of(since),
        answered=_answer(after(finding)),
        decided=finding_decisions.decided(db, finding),
        act=act,
        leave=leave,
        form=act if act.errors else leave,
    )


def after(finding: Finding) -> FollowUp:
    return finding_decisions.follow_ups(db, [finding], clock.today())[finding.key]


# ---------------------------------------------------------------- on the page of findings


@dataclass(frozen=True)
class Answer:
    """What answers a finding, as far as the person who looks may see it."""

    actions: Sequence[Action]
    hidden: int
    left: FindingDecision | None


def _answer(found: FollowUp) -> Answer:
    seen = [one for one in found.actions if steps.may_see(one, me())]
    return Answer(seen, len(found.actions) - len(seen), found.left)


@blueprint.app_context_processor
def words_of_findings() -> dict[str, object]:
    """`answered(findings)` for the page of findings, of a lower room, which cannot ask us."""
    return {"answered": answered}


def answered(some: Sequence[Finding]) -> dict[str, Answer]:
    """By key, those that an action or a decision answers; two queries for all."""
    found = finding_decisions.follow_ups(db, some, clock.today())
    return {one: _answer(up) for one, up in found.items() if up.is_answered}
