"""The trace: one page from a member's sentence to an effect, whichever end one comes from."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import select

from actionplans.actions import causes, decisions, steps
from actionplans.actions.decisions import Subject
from actionplans.ideas import ideas
from actionplans.models import Action, Idea, TopicDecision
from actionplans.tracing import tracing
from actionplans.tracing.links import Chain
from actionplans.tracing.tracing import Sentences, Tracer
from actionplans.views.places import href, wake_steps
from analysis.indicators import measures
from analysis.models import Verbatim
from core import clock
from core.database import db
from core.errors import Missing
from organisation.access import me, requires
from organisation.rights import Right

blueprint = Blueprint("trace", __name__, template_folder="../templates", url_prefix="/trace")

STEPS = {  # the kinds of links, as headings
    "voices": "Les voix",
    "theme": "Le thème",
    "topic": "Le sujet proche",
    "report": "Le signalement",
    "idea": "L’idée",
    "rating": "Le constat",
    "promise": "La promesse",
    "decision": "La décision",
    "action": "L’action",
    "proof": "La preuve",
    "effect": "L’effet",
}


@dataclass(frozen=True)
class Trace:
    """What the page shows: a title, chains, and the sentences of their subject where there is one."""

    title: str
    chains: list[Chain]
    sentences: Sentences | None = None
    chosen: Verbatim | None = None
    """The sentence one came from."""


@blueprint.get("/<any(decision, action, malfunction, idea, verbatim):kind>/<number>")
@requires(Right.PROPOSE_ACTIONS)
def show(kind: str, number: str) -> ResponseReturnValue:
    trace = TRACES[kind](number)
    return render_template(
        "actionplans/trace/show.html",
        trace=trace,
        backwards=request.args.get("sens") == "retour",
        words=STEPS,
        href=href,
        wake_steps=wake_steps,
    )


def of_decision(number: str) -> Trace:
    found = decisions.made(db, TopicDecision.id == as_number(number))
    if not found:
        raise Missing("Cette décision n’existe pas.")
    decision = found[0].decision
    subject = Subject(measures.theme(decision.theme), decision.period_start, decision.period_end)
    return Trace(
        f"Ce qu’est devenu « {subject.theme.title} »",
        tracer().of_decision(found[0]),
        sentences(subject),
    )


def of_action(number: str) -> Trace:
    action = db.get(Action, as_number(number))
    if action is None or not steps.may_see(action, me()):
        raise Missing("Cette action n’existe pas, ou n’est pas de votre service.")
    subject = next(
        (
            Subject(measures.theme(made.theme), made.period_start, made.period_end)
            for cause in action.causes
            if (made := cause.topic_decision)
        ),
        None,
    )
    said = sentences(subject) if subject else None
    return Trace(f"D’où vient « {action.title} », où elle mène", tracer().of_action(action), said)


def of_malfunction(number: str) -> Trace:
    report = causes.report(db, me(), as_number(number))
    if report is None:
        raise Missing("Ce dysfonctionnement n’existe pas, ou ne vous est pas ouvert.")
    title = f"Ce qu’est devenu le dysfonctionnement {report.number}"
    return Trace(title, tracer().of_malfunction(report))


def of_idea(number: str) -> Trace:
    readable = select(Idea).where(Idea.id == as_number(number), ideas.visible_to(me()))
    idea = db.exec(readable).first()
    if idea is None:
        raise Missing("Cette idée n’existe pas, ou n’est pas encore visible.")
    return Trace(f"Ce qu’est devenue l’idée {idea.number}", tracer().of_idea(idea))


def of_verbatim(number: str) -> Trace:
    verbatim = db.get(Verbatim, number)
    subject = tracing.subject_of(verbatim) if verbatim else None
    if verbatim is None or subject is None or not is_open(subject):
        raise Missing("Cette phrase n’existe pas, ou ne vous est pas ouverte.")
    made = tracing.decided_of(db, verbatim)
    follow = tracer()
    chains = [chain for one in made for chain in follow.of_decision(one)]
    if not chains:
        chains = [follow.of_subject(subject, decisions.voices_of(db, subject), [])]
    said = sentences(subject).beginning_with(verbatim)
    return Trace("Ce qu’est devenue cette phrase", chains, said, verbatim)


TRACES = {
    "decision": of_decision,
    "action": of_action,
    "malfunction": of_malfunction,
    "idea": of_idea,
    "verbatim": of_verbatim,
}


def is_open(subject: Subject) -> bool:
    """Whether the sentences of this theme may be read by this person."""
    return not sentences(subject).why_not


def sentences(subject: Subject) -> Sentences:
    return tracing.sentences(db, me(), subject)


def tracer() -> Tracer:
    return Tracer(db, me(), clock.today())


def as_number(text: str) -> int:
    if not text.isdigit() or len(text) > 9:
        raise Missing("Cette page n’existe pas.")
    return int(text)
