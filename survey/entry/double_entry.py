"""Double entry: a sheet that was drawn is keyed again by another person; where the two differ, somebody looks at the paper.

It happens while the answers are still sealed under their invitation. Both entries are erased with the decision, with the draft at
its transfer, and at closing; what the member corrected meanwhile is theirs, and stays.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from core import secrecy
from core.clock import PARIS
from core.errors import Refused
from organisation import journal
from organisation.models import User
from organisation.words import DEEDS
from survey.answering import answering, invitations
from survey.answering.carrying import CarriedSheet
from survey.answering.paging import Answers, Page
from survey.entry import entry, sampling
from survey.models import Draft, Invitation, SecondEntry
from survey.questions import KINDS
from survey.questions.base import Asked, Given

DEEDS.update(
    {
        "enter_again": "feuille saisie une seconde fois",
        "settle_entry": "différences de saisie tranchées d’après la feuille",
    }
)
GONE = "Cette feuille n’attend plus de seconde saisie : passez à la suivante."
Faults = list[tuple[str, str]]


def find(
    session: Session, typed_code: str, by: User, now: datetime
) -> tuple[Invitation, SecondEntry | None]:
    """The invitation of a code that this person may key in, and the entry it already had when it was drawn."""
    invitation = invitations.by_code(session, typed_code, now)
    second = session.get(SecondEntry, invitation.id)
    if second is None:
        entry.check(invitation, by, now.astimezone(PARIS).date())
    else:
        check(invitation, second, by)
    return invitation, second


def check(invitation: Invitation, second: SecondEntry, by: User) -> None:
    """Refused to the department that is judged, and to whoever keyed the sheet the first time."""
    entry.check_not_judged(invitation, by)
    if second.second is None and second.first_by_id == by.id:
        raise Refused(
            "Vous avez déjà saisi cette feuille : confiez la seconde saisie à une autre personne."
        )


# ---------------------------------------------------------------- the second entry


def enter_again(
    session: Session,
    invitation: Invitation,
    second: SecondEntry,
    form: Mapping[str, Any],
    by: User,
    now: datetime,
) -> Faults:
    """Key the sheet a second time, without a look at the first, and count where they differ."""
    check(invitation, second, by)
    if second.second is not None:
        raise Refused(GONE)
    sheet = CarriedSheet(invitation.questionnaire, {})
    faults = answering.save(sheet, Page(1, entry.asked(invitation)), form)
    if faults:
        return faults
    compared = compare(invitation, _first(second), sheet.answers())
    sampling.tally(session, compared.fields, compared.different, now)
    journal.write(session, now, by, "enter_again", "replies")
    if compared.differing and not is_corrected(session, second):
        second.second, second.second_by_id = _sealed(invitation, sheet.answers()), by.id
    else:
        session.delete(second)
    session.flush()
    return []


def differs(session: Session, invitation: Invitation) -> bool:
    """Whether the two entries of a sheet wait for somebody to look at the paper."""
    second = session.get(SecondEntry, invitation.id)
    return second is not None and second.second is not None


def is_corrected(session: Session, second: SecondEntry) -> bool:
    """Whether its author has changed the answer since it was first keyed."""
    draft = session.get(Draft, second.invitation_id)
    return draft is not None and draft.sealed != second.first


def _first(second: SecondEntry) -> dict[str, Given]:
    kept = Draft(invitation_id=second.invitation_id, sealed=second.first)
    return answering.read(kept)


def _sealed(invitation: Invitation, answers: Answers) -> bytes:
    return secrecy.seal(json.dumps(dict(answers)), f"second entry {invitation.id}")


def _second(second: SecondEntry) -> dict[str, Given]:
    if second.second is None:
        raise Refused(GONE)
    found: dict[str, Given] = json.loads(
        secrecy.unseal(second.second, f"second entry {second.invitation_id}")
    )
    return found


# ---------------------------------------------------------------- comparing


@dataclass(frozen=True)
class Compared:
    """Two entries of one sheet: how many fields it has, and by question which of them differ."""

    fields: int
    differing: dict[str, tuple[str, ...]]
    """By the code of the question, the rows that differ; one empty row where a question has none."""

    @property
    def different(self) -> int:
        """How many fields differ."""
        return sum(map(len, self.differing.values()))


def compare(invitation: Invitation, first: Answers, second: Answers) -> Compared:
    """Field by field. A field is what one question asks, or one of its rows; empty ones count too (see survey.entry.sampling).

    A channel ticked by one of the two alone differs with the rows it opens.
    """
    fields = [(one, part) for one in entry.asked(invitation) for part in _parts(one)]
    found: dict[str, tuple[str, ...]] = {}
    for one, part in fields:
        if _value(one, part, first) != _value(one, part, second):
            found[one.code] = (*found.get(one.code, ()), part)
    return Compared(len(fields), found)


def _parts(asked: Asked) -> Iterator[str]:
    if KINDS[asked.question.kind].by_row:
        yield from (row for row, _ in asked.rows)
    else:
        yield ""


def _value(asked: Asked, part: str, answers: Answers) -> object:
    given = answers.get(asked.code, "")
    if isinstance(given, dict):
        return given.get(part, "")
    if isinstance(given, list):
        return " ".join(sorted(given))
    return words(given) if asked.question.kind == "free_text" else given


def words(text: str) -> str:
    """A text as two persons who read the same hand agree on it: its words, without capitals, accents or punctuation."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("’", "'"))
    kept = "".join(
        sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign)
    )
    return " ".join(kept.split())


# ---------------------------------------------------------------- deciding


@dataclass(frozen=True)
class Keyed:
    """One question whose two entries differ, each in words, and what both agree on."""

    asked: Asked
    rows: tuple[str, ...]
    """The rows that differ, of a question that has rows."""
    first: str
    second: str
    agreed: Given


def differing(invitation: Invitation, second: SecondEntry) -> list[Keyed]:
    """What somebody must look for on the paper."""
    one, other = _first(second), _second(second)
    found = compare(invitation, one, other).differing
    return [
        Keyed(
            asked,
            found[asked.code],
            _said(asked, one),
            _said(asked, other),
            _agreed(asked, one, other),
        )
        for asked in entry.asked(invitation)
        if asked.code in found
    ]


def _said(asked: Asked, answers: Answers) -> str:
    given = answers.get(asked.code, "")
    return (KINDS[asked.question.kind].said(asked, given) if given else "") or "rien"


def _agreed(asked: Asked, one: Answers, other: Answers) -> Given:
    """The boxes and rows that both entries have; of a text, the first, to put right."""
    first, second = one.get(asked.code, ""), other.get(asked.code, "")
    if isinstance(first, list) and isinstance(second, list):
        return [value for value in first if value in second]
    if isinstance(first, dict) and isinstance(second, dict):
        return {row: value for row, value in first.items() if second.get(row) == value}
    return first if asked.question.kind == "free_text" else ""


def settle(
    session: Session,
    invitation: Invitation,
    second: SecondEntry,
    form: Mapping[str, Any],
    by: User,
    now: datetime,
) -> Faults:
    """Keep what the paper says where the entries differ. What its author corrected meanwhile stays as they said it."""
    check(invitation, second, by)
    keyed = differing(invitation, second)
    if not is_corrected(session, second):
        if undecided := [fault for one in keyed for fault in _undecided(one, form)]:
            return undecided
        page = Page(1, [one.asked for one in keyed])
        if faults := answering.save(answering.DraftSheet(session, invitation), page, form):
            return faults
    session.delete(second)
    session.flush()
    journal.write(session, now, by, "settle_entry", "replies")
    return []


def _undecided(one: Keyed, form: Mapping[str, Any]) -> Faults:
    """One choice must be made, « rien de coché » included; boxes and texts are taken as they are."""
    question = one.asked.question
    if question.kind in ("several_choices", "free_text", "date"):
        return []
    names = [f"{question.code}.{row}" if row else question.code for row in one.rows]
    sentence = f"Dites ce que porte la feuille à « {question.wording} »"
    return [] if all(name in form for name in names) else [(question.code, sentence)]
