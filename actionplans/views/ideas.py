"""Ideas of staff: the list, one idea whole, deposit, support, discuss, answer, thank."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import select

from actionplans.ideas import decisions as idea_decisions
from actionplans.ideas import ideas
from actionplans.ideas import steps as idea_steps
from actionplans.ideas.decisions import Answer, Moderation
from actionplans.ideas.forms import AnswerForm, CommentForm, IdeaForm, ModerateForm
from actionplans.ideas.ideas import Proposed
from actionplans.ideas.reading import READ
from actionplans.inside.near import near
from actionplans.models import Idea, IdeaStatus
from actionplans.tracing.tracing import Tracer, promises
from actionplans.views.places import href, wake_steps
from analysis.indicators import measures
from core import clock, jobs, typed_days
from core.database import db, get_or_missing
from core.errors import Missing, Refused
from core.forms import Form, choices, grouped
from core.lists import sliced
from organisation import charters, journal, people
from organisation.access import me, requires
from organisation.models import Department
from organisation.rights import Right
from organisation.words import deed

blueprint = Blueprint("ideas", __name__, template_folder="../templates", url_prefix="/idees")
FOLDER = "actionplans/ideas"
TONES = {"submitted": "watch", "kept": "good", "done": "good", "thanked": "good"}


# ---------------------------------------------------------------- the list


@blueprint.get("/")
@requires(Right.REPORT_MALFUNCTIONS)
def index() -> ResponseReturnValue:
    order = request.args.get("ordre", "soutenues")
    order = order if order in ideas.ORDERS else "soutenues"
    found = sliced(db, ideas.listed(me(), order), request.args.get("page", 1, int))
    return render_template(
        f"{FOLDER}/index.html",
        found=found,
        order=order,
        orders=ideas.ORDERS,
        supports=ideas.support_counts(db, found.rows),
        pace=ideas.pace(db, clock.today()),
        answer_by=ideas.answer_by,
        unanswered=idea_steps.UNANSWERED,
        tones=TONES,
    )


# ---------------------------------------------------------------- deposit


@blueprint.route("/proposer", methods=["GET", "POST"])
@requires(Right.REPORT_MALFUNCTIONS)
def new() -> ResponseReturnValue:
    form = IdeaForm(department=str(me().department_id or ""))
    form.department.choices = choices([("", "Toute la caisse"), *department_rows()])
    if not form.validate_on_submit():
        code = 422 if form.is_submitted() else 200
        return render_template(f"{FOLDER}/new.html", form=form), code
    proposed = Proposed(
        form.text.data or "", form.title.data or "", chosen_number(form.department.data)
    )
    idea = ideas.submit(db, proposed, me(), clock.now())
    jobs.enqueue(db, READ, idea.number)
    db.commit()
    flash(f"Idée {idea.number} déposée, merci. Elle a sa réponse en trente jours au plus.")
    return redirect(url_for(".show", idea_id=idea.id), code=303)


def department_rows() -> list[tuple[str, str]]:
    return [(str(row.id), row.name) for row in people.open_departments(db, clock.today())]


def chosen_number(value: str | None) -> int | None:
    return int(value) if value else None


# ---------------------------------------------------------------- one idea


@blueprint.get("/<int:idea_id>")
@requires(Right.REPORT_MALFUNCTIONS)
def show(idea_id: int) -> ResponseReturnValue:
    return page(find(idea_id))


def find(idea_id: int) -> Idea:
    """The idea, if this person may read it; taken for oneself while something is written."""
    readable = select(Idea).where(Idea.id == idea_id, ideas.visible_to(me()))
    idea = db.exec(readable.with_for_update() if request.method == "POST" else readable).first()
    if idea is None:
        raise Missing("Cette idée n’existe pas, ou n’est pas encore visible.")
    return idea


def page(idea: Idea, **typed: Form) -> str:
    chains = Tracer(db, me(), clock.today()).of_idea(idea)
    actions = idea_decisions.actions_of(db, idea)
    return render_template(
        f"{FOLDER}/show.html",
        idea=idea,
        theme=measures.theme(idea.theme).title if idea.theme else "",
        supports=ideas.support_counts(db, [idea]).get(idea.id or 0, 0),
        is_supported=ideas.supports(db, idea, me()),
        is_author=idea.author_id == me().id,
        comments=ideas.comments(db, idea),
        merged=ideas.merged(db, idea),
        may_take=may_take(idea),
        carried_out=idea_decisions.is_carried_out(actions),
        stuck=idea_decisions.is_stuck(actions),
        near=near(db, me(), idea),
        href=href,
        wakes=[(chain.title, wake_steps(chain.links)) for chain in chains],
        moderate_by=ideas.moderate_by(idea),
        answer_by=ideas.answer_by(idea),
        story=journal.about(db, ideas.subject(idea)),
        deed=deed,
        tones=TONES,
        forms={**blank_forms(idea), **typed},
    )


def may_take(idea: Idea) -> Callable[[str], bool]:
    return lambda step: idea_steps.is_open(step, idea, me())


def blank_forms(idea: Idea) -> dict[str, Any]:
    forms: dict[str, Any] = {}
    if idea_steps.is_open("publish", idea, me()):
        forms["moderate"] = moderate_form(idea)
    if idea_steps.is_open("decide", idea, me()):
        forms["answer"] = answer_form(idea)
    if idea_steps.is_open("comment", idea, me()):
        forms["comment"] = CommentForm(formdata=None)
    return forms


def moderate_form(idea: Idea) -> ModerateForm:
    """With what the reading proposes: its theme, and the commitment nearest to it."""
    nearest = measures.theme(idea.theme).commitments if idea.theme else ()
    form = ModerateForm(
        department=str(idea.department_id or ""),
        theme=idea.theme,
        commitment=nearest[0] if nearest else "",
    )
    form.department.choices = choices([("", "Toute la caisse"), *department_rows()])
    form.commitment.choices = [*choices([("", "Aucun")]), *grouped(charters.offered(db))]
    return form


def answer_form(idea: Idea) -> AnswerForm:
    form = AnswerForm(department=str(idea.department_id or ""), action_title=idea.title[:160])
    form.department.choices = choices([("", "Choisissez"), *department_rows()])
    return form


# ---------------------------------------------------------------- support, discuss


@blueprint.post("/<int:idea_id>/soutenir")
@requires(Right.REPORT_MALFUNCTIONS)
def support(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    ideas.support(db, idea, me())
    return done(idea, "Vous soutenez cette idée. Personne ne voit qui soutient.")


@blueprint.post("/<int:idea_id>/ne-plus-soutenir")
@requires(Right.REPORT_MALFUNCTIONS)
def unsupport(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    ideas.unsupport(db, idea, me())
    return done(idea, "Vous ne soutenez plus cette idée.")


@blueprint.post("/<int:idea_id>/avis")
@requires(Right.REPORT_MALFUNCTIONS)
def comment(idea_id: int) -> ResponseReturnValue:
    idea, form = find(idea_id), CommentForm()
    if not form.validate_on_submit():
        return page(idea, comment=form), 422
    said = ideas.comment(db, idea, form.comment.data or "", me(), clock.now())
    jobs.enqueue(db, READ, f"{idea.number}-{said.id}")
    return done(idea, "Avis ajouté : il paraît une fois les noms masqués, dans quelques minutes.")


# ---------------------------------------------------------------- moderate, answer


@blueprint.post("/<int:idea_id>/moderer")
@requires(Right.MODERATE_IDEAS)
def publish(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    form = moderate_form(idea)
    if not form.validate_on_submit():
        return page(idea, moderate=form), 422
    number = chosen_number(form.department.data)
    judged = Moderation(
        get_or_missing(Department, number) if number else None,
        form.theme.data or "",
        promises(db).get(form.commitment.data or ""),
        form.is_small.data,
    )
    idea_decisions.publish(db, idea, judged, me(), clock.now())
    return done(idea, "Idée visible de tous les collègues.")


@blueprint.post("/<int:idea_id>/ne-pas-publier")
@requires(Right.MODERATE_IDEAS)
def withhold(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    idea_decisions.withhold(db, idea, request.form.get("reason", ""), me(), clock.now())
    return done(idea, "Idée non publiée ; son auteur seul lit pourquoi.")


@blueprint.post("/<int:idea_id>/etudier")
@requires(Right.DECIDE_IDEAS)
def study(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    idea_decisions.study(db, idea, me(), clock.now())
    return done(idea, "Idée à l’étude.")


@blueprint.post("/<int:idea_id>/repondre")
@requires(Right.DECIDE_IDEAS)
def decide(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    form = answer_form(idea)
    if not form.validate_on_submit():
        return page(idea, answer=form), 422
    number = chosen_number(form.department.data)
    answer = Answer(
        IdeaStatus(form.outcome.data),
        form.reason.data or "",
        form.ripen_on.data,
        get_or_missing(Department, number) if number else None,
        form.action_title.data or "",
    )
    try:
        idea_decisions.decide(db, idea, answer, me(), clock.now())
    except Refused as error:
        db.rollback()
        if not error.about:
            raise
        form.refuse(error)
        return page(find(idea_id), answer=form), 422
    said = f"Réponse donnée : {idea.status.label}. L’auteur en est averti."
    return done(idea, typed_days.said(said, idea.ripen_on))


@blueprint.post("/<int:idea_id>/fusionner")
@requires(Right.MODERATE_IDEAS)
def merge(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    number = request.form.get("number", "").strip().upper()
    into = db.exec(select(Idea).where(Idea.number == number).with_for_update()).first()
    if into is None:
        raise Refused("Aucune idée ne porte ce numéro. Relisez-le, par exemple I-2027-4.")
    idea_decisions.merge(db, idea, into, me(), clock.now())
    return done(idea, f"Idée fusionnée ; chaque soutien compte une fois dans {number}.")


# ---------------------------------------------------------------- carried out, thanked


@blueprint.post("/<int:idea_id>/realisee")
@requires(Right.MODERATE_IDEAS)
def realise(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    idea_decisions.realise(db, idea, me(), clock.now())
    return done(idea, "Idée réalisée. Il reste à remercier son auteur.")


@blueprint.post("/<int:idea_id>/remercier")
@requires(Right.DECIDE_IDEAS)
def thank(idea_id: int) -> ResponseReturnValue:
    idea = find(idea_id)
    idea_decisions.thank(db, idea, request.form.get("reason", ""), me(), clock.now())
    return done(idea, "Merci transmis : l’auteur le lit sur cette page.")


def done(idea: Idea, sentence: str) -> ResponseReturnValue:
    """Commit, say, go back to the idea."""
    number = idea.id
    db.commit()
    flash(sentence)
    return redirect(url_for(".show", idea_id=number), code=303)
