"""« Qui revient »: themes and topics members keep speaking of, reports of one kind, actions opened again, effects lost.

The findings of the last quarter are those the worker kept: deciding what of them may be shown takes seconds.
"""

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload
from sqlmodel import Session, col, select

from actionplans.actions import actions, decisions
from actionplans.actions.decisions import SIGNIFICANT, Made
from actionplans.actions.finding_tasks import awaiting, place
from actionplans.actions.lookback import Lookback
from actionplans.actions.steps import OPEN
from actionplans.cockpit.lines import SHOWN, Line, Part, first, since
from actionplans.malfunctions import recurrences
from actionplans.malfunctions.recurrences import REPORTS, WINDOW, Recurrence
from actionplans.models import (
    Action,
    ActionNote,
    ActionStatus,
    Decision,
    Verdict,
)
from actionplans.returns import notices as return_notices
from actionplans.returns import saying, standing
from actionplans.returns.standing import Proposal
from actionplans.tracing.links import Address
from analysis.findings import last_quarters
from analysis.indicators import measures
from analysis.indicators.measures import Voices
from analysis.models import Change, Topic, TopicRun
from analysis.themes.themes import OTHER, Theme, themes
from core import french
from organisation.models import User

LOST = (Verdict.NONE, Verdict.WORSE)


def parts(session: Session, user: User, today: date, year: Lookback) -> list[Part]:
    """What was said, told or done before, and is there again."""
    return [
        *_findings(session, user, today, year),
        _themes(session, today, year),
        _topics(session, today),
        _reports(session, user, today),
        _returns(session, user, today),
        _reopened(session, user, today),
        _lost(session, user),
    ]


def findings(today: date) -> tuple[str, Address, str]:
    """Where the findings of the last quarter that was over are."""
    words = f"Les constats du {french.quarter(last_quarters(today)[0])}"
    return words, ("findings.index", {}), "ce qui, dans les chiffres, dépasse le hasard."


def _findings(session: Session, user: User, today: date, year: Lookback) -> Iterator[Part]:
    """Those that wait for a decision; nothing before the worker has computed them."""
    found = awaiting(session, user, today, year)
    if found is None:
        return
    is_late = found.due_on < today
    when = french.due(found.due_on, today) if is_late else f"avant le {french.day(found.due_on)}"
    tone = "bad" if is_late else "watch"
    lines = [
        Line(one.sentence, "référent qualité, direction", f"à décider, {when}", place(one, found.since), tone)
        for one in found.findings[:SHOWN]
    ]  # fmt: skip
    note = f"Ce qui dépasse le hasard au {french.quarter(found.since)} et qui n’a ni action ni décision. Calculé le {french.moment(found.at)}."
    page: Address = ("findings.index", {"trimestre": found.since})
    yield Part("Constats", len(found.findings), lines, page, "Tous les constats", note)


# ---------------------------------------------------------------- themes


def _themes(session: Session, today: date, year: Lookback) -> Part:
    """Ten voices or more in each of the last two quarters that are over."""
    last, before = last_quarters(today)[:2]
    now, earlier = (year.spoken.get(day, {}) for day in (last, before))
    coming_back = [
        theme
        for theme in themes()
        if theme.code != OTHER
        and all(spoken.get(theme.code, Voices()).count >= SIGNIFICANT for spoken in (now, earlier))
    ]
    coming_back.sort(key=lambda theme: (-now[theme.code].count, theme.title))
    newest: dict[str, Made] = {}
    for made in decisions.newest(session):
        newest[made.decision.theme] = made
    lines = [
        _theme(theme, now[theme.code].count, earlier[theme.code].count, last, newest.get(theme.code))
        for theme in coming_back[:SHOWN]
    ]  # fmt: skip
    note = f"{SIGNIFICANT} voix ou plus deux trimestres de suite : {french.quarter(before)}, {french.quarter(last)}."
    return Part("Thèmes", len(coming_back), lines, ("topics.index", {}), "Tous les thèmes", note)


def _theme(theme: Theme, now: int, earlier: int, last: date, made: Made | None) -> Line:
    _, until = measures.quarter_of(last)
    url: Address = ("topics.show", {"theme": theme.code, "du": last, "au": until})
    said = f"« {theme.title} » : {french.count(now, 'voix', 'voix')}, après {earlier}"
    who, when, tone = _answered(made)
    return Line(said, who, when, url, tone)


def _answered(made: Made | None) -> tuple[str, str, str]:
    """Who holds the theme, what was last decided of it, and whether that is enough."""
    if made is None:
        return "référent qualité, direction", "rien n’est décidé", "bad"
    if made.decision.decision is Decision.NO_ACTION:
        review = made.decision.review_on
        return "référent qualité, direction", f"pas d’action, à revoir le {french.day(review)}" if review else "pas d’action", "watch"  # fmt: skip
    going_on = [one for one in made.actions if not one.status.is_closed]
    holders = sorted({one.owner.name if one.owner else one.department.name for one in made.actions})
    state = made.actions[0].status.label if made.actions else "sans action"
    who = french.listed(holders) or "référent qualité, direction"
    return who, f"action {state}", "" if going_on else "watch"


def _topics(session: Session, today: date) -> Part:
    """Topics of the last quarter that was over which were there before, and grew beyond chance."""
    last = last_quarters(today)[0]
    rows = (
        select(Topic)
        .join(TopicRun)
        .where(TopicRun.period_start == last, Topic.change == Change.GREW)
        .options(contains_eager(Topic.run))  # type: ignore[arg-type]
        .order_by(col(Topic.size).desc(), col(Topic.id))
    )
    found, n = first(session, rows)
    lines = [_topic(one, last) for one in found]
    note = f"Un même sujet, plus souvent dit au {french.quarter(last)} qu’au trimestre d’avant, au-delà du hasard."
    return Part("Sujets qui grandissent", n, lines, ("topics.index", {}), "Tous les thèmes", note)


def _topic(topic: Topic, last: date) -> Line:
    assert topic.run is not None
    title = measures.theme(topic.run.theme).title
    _, until = measures.quarter_of(last)
    url: Address = (
        "topics.show",
        {"theme": topic.run.theme, "du": last, "au": until, "sujet": topic.id},
    )
    said = f"« {topic.name} », {french.count(topic.size, 'phrase')} ({title})"
    return Line(said, "référent qualité, direction", "en hausse", url, "watch")


# ---------------------------------------------------------------- reports


def _reports(session: Session, user: User, today: date) -> Part:
    """Of one theme, in one department, above the rule, until an action or a decision answers it. Only numbers."""
    found = recurrences.of_user(session, user, today)
    lines = [_report(one, today) for one in found[:SHOWN]]
    note = (
        f"{REPORTS} signalements ou plus du même thème, dans le même service, en {WINDOW.days} jours, "
        "sans action ni raison de ne pas agir : une action est proposée."
    )
    return Part("Signalements", len(found), lines, ("malfunctions.index", {"etat": "tous"}), "Tous les signalements", note)  # fmt: skip


def _report(one: Recurrence, today: date) -> Line:
    n, name = french.count(len(one.reports), "signalement"), one.department.name
    said = f"« {one.theme.title} » : {n} au service {name}"
    if one.again is not None:
        said += f", après l’action « {one.again.title} »"
    place = {"department_id": one.department.id, "theme": one.theme.code}
    tone = "bad" if one.decide_by < today else "watch"
    return Line(said, name, since(one.since, today), ("recurrences.show", place), tone)


# ---------------------------------------------------------------- actions


def _returns(session: Session, user: User, today: date) -> Part:
    """Closed, and what members said is back: found by the worker in the night, until the officer answers."""
    found = standing.seen_by(session, user, today)
    lines = [_return(one, today) for one in found[:SHOWN]]
    note = (
        "Part des adhérents qui en parlent parmi ce qui est à améliorer, remontée au-dessus d’avant l’action, au-delà du hasard : "
        "l’action se rouvre, ou se laisse close en disant pourquoi."
    )
    return Part("Actions closes dont le sujet est de retour", len(found), lines, ("actions.index", {"etat": "closes"}), "Les actions closes", note)  # fmt: skip


def _return(one: Proposal, today: date) -> Line:
    action, [newest, *_] = one.action, one.returns
    share = saying.said(saying.seen(newest).now)
    said = f"« {action.title} » : {return_notices.said(one)}, {share} au {french.quarter(newest.quarter)}"
    is_late = one.decide_by < today
    when = french.due(one.decide_by, today) if is_late else f"avant le {french.day(one.decide_by)}"
    tone = "bad" if is_late else "watch"
    return Line(said, "référent qualité", f"à décider, {when}", ("returns.show", {"action_id": action.id}), tone)  # fmt: skip


def _reopened(session: Session, user: User, today: date) -> Part:
    """Opened again because the trouble came back, and not closed since."""
    last = (
        sa.select(col(ActionNote.action_id), sa.func.max(col(ActionNote.at)).label("at"))
        .where(col(ActionNote.step) == "reopen")
        .group_by(col(ActionNote.action_id))
        .subquery()
    )
    rows = (
        select(Action)
        .join(last, last.c.action_id == col(Action.id))
        .where(col(Action.status).in_(OPEN), actions.visible_to(user))
        .options(joinedload(Action.owner), joinedload(Action.department))  # type: ignore[arg-type]
        .order_by(last.c.at.desc(), col(Action.id))
    )
    found, n = first(session, rows)
    return Part("Actions rouvertes", n, list(_again(found, "rouverte")), ("actions.index", {"etat": "en-cours"}), "Les actions en cours")  # fmt: skip


def _lost(session: Session, user: User) -> Part:
    """Closed with an effect that, looked at again later, was gone; nobody has opened them again."""
    rows = (
        select(Action)
        .where(
            Action.status == ActionStatus.EFFECTIVE,
            col(Action.kept_verdict).in_(LOST),
            actions.visible_to(user),
        )
        .options(joinedload(Action.owner), joinedload(Action.department))  # type: ignore[arg-type]
        .order_by(col(Action.kept_on).desc(), col(Action.id))
    )
    found, n = first(session, rows)
    return Part("Effets perdus", n, list(_again(found, "effet perdu")), ("actions.index", {"etat": "closes"}), "Les actions closes")  # fmt: skip


def _again(found: list[Action], word: str) -> Iterator[Line]:
    for action in found:
        who = action.owner.name if action.owner else "à confier"
        when = word
        if word == "effet perdu" and action.kept_on is not None:
            when = f"{word}, constaté le {french.day(action.kept_on)}"
        said = f"« {action.title} », {action.department.name}"
        yield Line(said, who, when, ("actions.show", {"action_id": action.id}), "bad")
