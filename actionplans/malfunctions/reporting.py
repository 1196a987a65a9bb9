"""Report a malfunction in one field: signed, confidential, or anonymous with a code.

Anonymous keeps no account, no address, and no time finer than the day: nothing is written in the
journal, and no job of its own is asked for; the masking comes by at its next round.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from actionplans.models import Malfunction, MalfunctionMessage, MalfunctionStatus, ReportMode
from actionplans.numbering import next_number
from core import secrecy, working_days
from core.clock import PARIS
from core.errors import Refused
from organisation import journal
from organisation.models import Commitment, User
from organisation.words import DEEDS
from survey.answering import codes

LONGEST = 5000
LONGEST_WORD = 2000  # a message, what was done, what comes back
TO_QUALIFY, AT_MOST = 5, timedelta(days=7)  # working days, never more than a week of calendar
REOPENED_WITHIN_DAYS = 30
LARGE_ENOUGH = 5  # people; a smaller department would tell who wrote an anonymous report

DEEDS.update(
    {
        "report_malfunction": "dysfonctionnement signalé",
        "reopen_malfunction": "dysfonctionnement rouvert",
    }
)


@dataclass(frozen=True)
class Told:
    """What somebody tells: one text is enough."""

    what_happened: str
    mode: ReportMode = ReportMode.CONFIDENTIAL
    department_id: int | None = None
    touches_members: bool = False
    theme: str = ""
    """What its author thinks it touches: the code of a theme, and a commitment."""
    commitment: Commitment | None = None


def report(session: Session, told: Told, by: User, now: datetime) -> tuple[Malfunction, str]:
    """Keep the report, sealed until masked; return it with its code (empty unless anonymous)."""
    checked(told.what_happened, LONGEST, "Dites en une phrase ce qui s’est passé.")
    is_anonymous = told.mode is ReportMode.ANONYMOUS
    today = now.astimezone(PARIS).date()
    receipt = codes.new_receipt() if is_anonymous else ""
    malfunction = Malfunction(
        number=next_number(session, col(Malfunction.number), "D", today.year),
        mode=told.mode,
        reporter_id=None if is_anonymous else by.id,
        code_hash=codes.fingerprint(receipt, secrecy.key()) if is_anonymous else None,
        reported_on=today,
        department_id=_department(session, told, by),
        touches_members=told.touches_members,
        guessed_theme=told.theme,
        guessed_commitment_id=told.commitment.id if told.commitment else None,
        due_on=min(working_days.after(today, TO_QUALIFY), today + AT_MOST),
    )
    malfunction.sealed = secrecy.seal(told.what_happened.strip(), f"report {malfunction.number}")
    session.add(malfunction)
    session.flush()
    if not is_anonymous:
        journal.write(session, now, None, "report_malfunction", subject(malfunction))
    return malfunction, receipt


def subject(malfunction: Malfunction) -> str:
    """Its name in the journal."""
    return f"malfunction {malfunction.id}"


def checked(text: str, longest: int, sentence: str) -> str:
    """A text without the blanks around it; Refused when there is none, or too much of it."""
    if not text.strip():
        raise Refused(sentence, "text")
    if len(text) > longest:
        raise Refused(f"Raccourcissez ce texte : {longest} caractères au plus, le vôtre en a {len(text)}.", "text")  # fmt: skip
    return text.strip()


def _department(session: Session, told: Told, by: User) -> int | None:
    """The department told; hidden on an anonymous report when it is the teller's own and small."""
    if told.mode is not ReportMode.ANONYMOUS or told.department_id != by.department_id:
        return told.department_id
    people = (
        select(sa.func.count()).select_from(User).where(User.department_id == told.department_id)
    )
    return told.department_id if session.exec(people).one() >= LARGE_ENOUGH else None


# ---------------------------------------------------------------- the reporter, afterwards


def by_code(session: Session, typed: str) -> Malfunction:
    """The anonymous report of a code."""
    hashed = codes.fingerprint(codes.read_report(typed), secrecy.key())
    found = session.exec(select(Malfunction).where(Malfunction.code_hash == hashed)).first()
    if found is None:
        raise Refused("Ce code n’est pas connu. Relisez-le : il a trois blocs de quatre signes.")
    return found


def is_reporter(malfunction: Malfunction, user: User) -> bool:
    """Whether this person told it under their name, shown or kept confidential."""
    return malfunction.reporter_id is not None and malfunction.reporter_id == user.id


def add_word(
    session: Session, malfunction: Malfunction, text: str, now: datetime, *, from_reporter: bool
) -> None:
    """A word to the other side. Who the reporter is never travels with it; theirs is sealed until masked, as the report was.

    Not on a report sent to an official channel: what was told there was erased, nothing new is kept beside it.
    """
    if malfunction.status is MalfunctionStatus.REDIRECTED:
        raise Refused("Ce signalement est suivi par la voie officielle : écrivez-lui directement.")
    written = checked(text, LONGEST_WORD, "Écrivez votre message.")
    session.add(
        MalfunctionMessage(
            malfunction_id=malfunction.id or 0,
            from_reporter=from_reporter,
            sealed=secrecy.seal(written, _about_words(malfunction)) if from_reporter else None,
            text="" if from_reporter else written,
            written_on=now.astimezone(PARIS).date(),
        )
    )
    session.flush()


def say_satisfied(session: Session, malfunction: Malfunction) -> None:
    """The reporter is satisfied with what became of it. Not in the journal: its time would tell who answers."""
    _expect_closed(malfunction)
    malfunction.is_satisfied = True
    session.flush()


def reopen(
    session: Session,
    malfunction: Malfunction,
    why: str,
    now: datetime,
    officer: User | None = None,
) -> None:
    """Not settled after all. The reporter has thirty days after closing; the officer, whenever it is seen."""
    today = now.astimezone(PARIS).date()
    closed_on = _expect_closed(malfunction)
    if officer is None and (today - closed_on).days > REOPENED_WITHIN_DAYS:
        raise Refused("Il est clos depuis plus de trente jours : signalez-le de nouveau.")
    said = checked(why, LONGEST_WORD, "Dites pourquoi : ce qui manque, ou ce qui est revenu.")
    add_word(session, malfunction, said, now, from_reporter=officer is None)
    malfunction.status, malfunction.closed_on = MalfunctionStatus.IN_HAND, None
    malfunction.due_on = working_days.after(today, TO_QUALIFY)
    if officer is None:
        malfunction.is_satisfied = False
    session.flush()
    if officer is not None or malfunction.mode is not ReportMode.ANONYMOUS:
        details = "clos → en traitement"
        journal.write(session, now, officer, "reopen_malfunction", subject(malfunction), details)


def _expect_closed(malfunction: Malfunction) -> date:
    if malfunction.status is not MalfunctionStatus.CLOSED or malfunction.closed_on is None:
        raise Refused("Ce dysfonctionnement n’est pas clos.")
    return malfunction.closed_on


@dataclass(frozen=True)
class Word:
    """A word exchanged, as this person may read it: empty while it is still to be masked."""

    from_reporter: bool
    text: str
    written_on: date


def words(session: Session, malfunction: Malfunction, *, is_author: bool = False) -> list[Word]:
    """What was exchanged, oldest first; its author reads their own words as they wrote them, masked or not yet."""
    said = select(MalfunctionMessage).where(MalfunctionMessage.malfunction_id == malfunction.id)
    return [
        Word(one.from_reporter, told(malfunction, one) if is_author else one.text, one.written_on)
        for one in session.exec(said.order_by(col(MalfunctionMessage.id)))
    ]


def told(malfunction: Malfunction, word: MalfunctionMessage) -> str:
    """A word as it was written, while it is sealed; masked after."""
    if word.sealed is None:
        return word.text
    return secrecy.unseal(word.sealed, _about_words(malfunction))


def _about_words(malfunction: Malfunction) -> str:
    return f"word of report {malfunction.number}"
