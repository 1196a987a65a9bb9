"""The next version of the charter: begun from the one in force, written by the quality officer, published by management.

There is one draft at a time. What is published never changes: an assessment, an action or a question keeps pointing to the
version it was made under. A code (« DEL-02 ») is the promise's name for ever: it may be reworded, or leave the charter, but a code
that has left does not come back for another promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from core.clock import PARIS
from core.errors import Missing, Refused
from core.keys import key
from organisation import charters, journal
from organisation.models import Charter, CharterTheme, Commitment, User
from organisation.words import DEEDS

DEEDS.update(
    {
        "begin_charter": "nouvelle version de la charte commencée",
        "write_charter": "projet de charte modifié",
        "discard_charter": "projet de charte abandonné",
    }
)
COPIED = (
    "code", "rank", "title", "criterion", "evidence", "survey_question", "not_concerned_when",
    "due_from", "activities", "seed_words", "threshold", "fingerprint",
)  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """What the officer writes of one promise. `threshold` is None, or what `charters.load` reads."""

    title: str
    criterion: str
    evidence: str = ""
    survey_question: str = ""
    not_concerned_when: str = ""
    due_from: date | None = None
    activities: list[str] = field(default_factory=list)
    threshold: dict[str, Any] | None = None


def draft(session: Session) -> Charter | None:
    """The version being written, if there is one."""
    return session.exec(select(Charter).where(col(Charter.published_at).is_(None))).first()


def draft_or_missing(session: Session) -> Charter:
    """The version being written, or Missing."""
    found = draft(session)
    if found is None:
        raise Missing("Aucune nouvelle version de la charte n’est en préparation.")
    return found


def begin(session: Session, by: User, now: datetime) -> Charter:
    """A draft equal to the charter in force, to be changed."""
    if draft(session) is not None:
        raise Refused("Une nouvelle version est déjà en préparation : continuez celle-là.")
    current = charters.current(session)
    made = Charter(
        version=current.version + 1,
        title=current.title,
        edition=now.astimezone(PARIS).strftime("%Y-%m"),
        in_force_from=now.astimezone(PARIS).date(),
        fingerprint="",
    )
    session.add(made)
    session.flush()
    _copy(session, current, made)
    journal.write(session, now, by, "begin_charter", f"charter {made.id}")
    return made


def _copy(session: Session, current: Charter, made: Charter) -> None:
    assert made.id is not None
    themes = {}
    for theme in charters.themes(session, current):
        copy = CharterTheme(charter_id=made.id, code=theme.code, title=theme.title, rank=theme.rank)
        session.add(copy)
        themes[theme.id] = copy
    session.flush()
    for line in charters.commitments(session, current):
        values = {name: getattr(line, name) for name in COPIED}
        theme_id = key(themes[line.theme_id])
        session.add(Commitment(charter_id=made.id, theme_id=theme_id, **values))
    session.flush()


# ---------------------------------------------------------------- writing


def version(line: Commitment) -> str:
    """A mark of all that a promise says, for the form to give back: two people never overwrite each other."""
    return charters.fingerprint([str(getattr(line, name)) for name in COPIED])


def rewrite(
    session: Session, line: Commitment, promise: Promise, seen: str, by: User, now: datetime
) -> Commitment:
    """Change one promise of the draft; Refused when somebody changed it since it was `seen`."""
    if seen != version(line):
        raise Refused(
            "Comparez, puis enregistrez de nouveau : quelqu’un a modifié cet engagement pendant que vous l’écriviez.",
            "criterion",
        )
    _fill(line, promise)
    return _written(session, line, by, now)


def add(
    session: Session, theme: CharterTheme, code: str, promise: Promise, by: User, now: datetime
) -> Commitment:
    """A new promise at the end of a theme, under a code that no version ever used."""
    code = code.strip().upper()
    if session.exec(select(Commitment).where(Commitment.code == code)).first():
        raise Refused(
            f"Le code {code} a déjà servi dans la charte : choisissez-en un nouveau.", "code"
        )
    last = session.exec(
        select(Commitment.rank)
        .where(Commitment.theme_id == theme.id)
        .order_by(col(Commitment.rank).desc())
    ).first()
    assert theme.id is not None
    line = Commitment(
        charter_id=theme.charter_id,
        theme_id=theme.id,
        rank=(last or theme.rank * 100) + 1,
        code=code,
        title=promise.title,
        criterion=promise.criterion,
        fingerprint="",
    )
    session.add(line)
    _fill(line, promise)
    return _written(session, line, by, now)


def remove(session: Session, line: Commitment, by: User, now: datetime) -> None:
    """Take a promise out of the draft; earlier versions keep it."""
    charter = session.get_one(Charter, line.charter_id)
    journal.write(session, now, by, "write_charter", f"charter {charter.id}", f"retire {line.code}")
    session.delete(line)
    session.flush()


def describe(
    session: Session, made: Charter, edition: str, in_force_from: date, by: User, now: datetime
) -> None:
    """Name the edition and say from when it is in force."""
    made.edition, made.in_force_from = edition, in_force_from
    journal.write(session, now, by, "write_charter", f"charter {made.id}", f"édition {edition}")


def _fill(line: Commitment, promise: Promise) -> None:
    _check(promise)
    line.title, line.criterion, line.evidence = promise.title, promise.criterion, promise.evidence
    line.survey_question = promise.survey_question
    line.not_concerned_when = promise.not_concerned_when
    line.due_from, line.activities = promise.due_from, list(promise.activities)
    line.threshold = promise.threshold
    line.fingerprint = charters.fingerprint([promise.criterion, promise.threshold])


def _check(promise: Promise) -> None:
    if not promise.activities:
        raise Refused("Dites quelles activités cet engagement concerne.", "activities")
    if unknown := set(promise.activities) - charters.ACTIVITIES.keys() - {charters.EVERYBODY}:
        raise Refused(f"Ces activités n’existent pas : {', '.join(sorted(unknown))}.", "activities")


def _written(session: Session, line: Commitment, by: User, now: datetime) -> Commitment:
    session.flush()
    journal.write(session, now, by, "write_charter", f"charter {line.charter_id}", line.code)
    return line


# ---------------------------------------------------------------- ending


def discard(session: Session, made: Charter, by: User, now: datetime) -> None:
    """Give the draft up: nothing of it is kept but the journal's line."""
    journal.write(session, now, by, "discard_charter", f"charter {made.id}")
    for line in charters.commitments(session, made):
        session.delete(line)
    session.flush()
    for theme in charters.themes(session, made):
        session.delete(theme)
    session.flush()
    session.delete(made)
    session.flush()


def publish(session: Session, made: Charter, by: User, now: datetime) -> Charter:
    """Put the draft in force. It is published on the day it begins, or after: never before."""
    if made.in_force_from > now.astimezone(PARIS).date():
        raise Refused(
            "Cette version entre en vigueur plus tard : publiez-la ce jour-là, ou avancez sa date.",
        )
    lines = charters.commitments(session, made)
    if _said(lines) == _said(charters.commitments(session, charters.current(session))):
        raise Refused("Cette version ne change rien à la charte en vigueur : rien n’est à publier.")
    made.fingerprint = charters.fingerprint(_said(lines))
    made.published_at = now
    session.flush()
    journal.write(session, now, by, "publish_charter", f"charter {made.id}", made.edition)
    return made


def _said(lines: Sequence[Commitment]) -> list[list[str]]:
    return [[str(getattr(line, name)) for name in COPIED] for line in lines]
