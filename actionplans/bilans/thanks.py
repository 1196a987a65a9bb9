"""Members' thanks in the review of a department (improvement N7): what they praise of its promises, and the words a person chose.

A theme is told, and its sentences offered, where ten members at least praised it over the assessed year: below, a sentence
could be recognised, and the quality officer alone reads it. Only themes of the department's own commitments count, those that
bind everybody apart; and what was said of another department's files counts only where the theme does not bind that one: the
delays of a file are praise of whoever dealt with it. Sentences are masked; nothing is told that a person has not read and chosen, three at most, and management signs the whole.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlmodel import Session, col, select

from actionplans.bilans.wording import subject
from actionplans.models import Assessment, Thanks
from analysis.indicators import measures
from analysis.models import ThemeReading, Verbatim, Voice
from analysis.themes.correcting import WORTH_A_LOOK
from analysis.themes.themes import OTHER, Theme, themes
from analysis.themes.voices import READ_FROM
from core import french
from core.documents import Bullets, Paragraph, Part, Quote
from core.errors import Refused
from core.keys import key
from organisation import charters, journal
from organisation.models import Department, User
from organisation.rights import Right, may_in
from organisation.words import DEEDS
from survey.models import Reply

DEEDS.update({"choose_thanks": "remerciements choisis pour un bilan"})

MOST, OFFERED = 3, 25
SHORTEST, LONGEST = 20, 280  # signs: a review is four pages at most
NAMED = 3  # themes told


def praised(session: Session, assessment: Assessment) -> list[Theme]:
    """The themes of the department's promises that ten members or more praised, the most praised first; two queries."""
    own = _own(session, assessment)
    if not own:
        return []
    number = sa.func.count(sa.distinct(col(Verbatim.reply_id)))
    counted = (
        sa.select(col(ThemeReading.theme), number)
        .select_from(Verbatim)
        .join(ThemeReading, col(ThemeReading.verbatim_id) == col(Verbatim.id))
        .join(Reply, col(Reply.id) == col(Verbatim.reply_id))
        .where(*_praise(assessment, own))
        .group_by(col(ThemeReading.theme))
    )
    voices = {row[0]: row[1] for row in session.connection().execute(counted)}
    enough = [one for one in themes() if voices.get(one.code, 0) >= READ_FROM]
    return sorted(enough, key=lambda one: (-voices[one.code], one.title))


def _bound(session: Session) -> dict[str, set[int]]:
    """By theme, the departments that its commitments bind by what they do; those that bind everybody apart."""
    try:
        promises = charters.by_code(session)
    except Refused:
        return {}
    with_activities = select(Department).options(selectinload(Department.activities))  # type: ignore[arg-type]
    departments = session.exec(with_activities).all()
    found: dict[str, set[int]] = {}
    for theme in themes():
        told = [promises[code] for code in theme.commitments if code in promises]
        apart = [one for one in told if charters.EVERYBODY not in one.activities]
        found[theme.code] = {
            key(place) for place in departments for one in apart if charters.concerns(one, place)
        }
    return {code: places for code, places in found.items() if code != OTHER}


def _own(session: Session, assessment: Assessment) -> dict[str, set[int]]:
    """The themes of the commitments that bind this department, each with the others that it binds."""
    place = assessment.department_id
    return {code: places - {place} for code, places in _bound(session).items() if place in places}


def _praise(assessment: Assessment, own: Mapping[str, set[int]]) -> list[Any]:
    """Conditions on praise of these themes, over the assessed year: of this department's files, or of one the theme does not bind."""
    campaign, place = assessment.campaign, assessment.department_id
    theme, said_of = col(ThemeReading.theme), col(Verbatim.department_id)
    concerned = [said_of == place]
    for code, others in own.items():
        elsewhere = said_of.not_in(others) if others else sa.true()
        concerned.append(sa.and_(theme == code, elsewhere))
    return [
        Verbatim.voice == Voice.PRAISE,
        theme.in_(own),
        measures.inside(campaign.period_start, campaign.period_end),
        sa.or_(*concerned),
    ]


# ---------------------------------------------------------------- choosing


def offered(session: Session, assessment: Assessment) -> Sequence[Verbatim]:
    """The sentences that may be chosen, the surest first; of themes praised by ten or more alone."""
    named = {one.code for one in praised(session, assessment)}
    own = {code: others for code, others in _own(session, assessment).items() if code in named}
    if not own:
        return []
    size = sa.func.length(col(Verbatim.text))
    sure = sa.or_(col(Verbatim.certainty) >= WORTH_A_LOOK, col(Verbatim.is_corrected))
    found = (
        select(Verbatim)
        .join(ThemeReading)
        .join(Reply)
        .where(*_praise(assessment, own), ThemeReading.rank == 0, size.between(SHORTEST, LONGEST), sure)
        .order_by(col(Verbatim.certainty).desc(), col(Verbatim.id))
    )  # fmt: skip
    return session.exec(found.limit(OFFERED)).all()


def chosen(session: Session, assessment: Assessment) -> Sequence[Thanks]:
    """Those a person chose, always in the same order."""
    found = (
        select(Thanks)
        .join(Verbatim)
        .where(
            Thanks.department_id == assessment.department_id,
            Thanks.year == assessment.campaign.year,
        )
        .options(contains_eager(Thanks.verbatim), joinedload(Thanks.chosen_by))  # type: ignore[arg-type]
    )
    return session.exec(found.order_by(col(Verbatim.text), col(Thanks.id))).all()


def may_choose(user: User, assessment: Assessment) -> bool:
    """Whoever reads the sentences of this department and the assessment its review is made of."""
    return may_in(user, Right.READ_VERBATIMS, assessment.department_id)


def choose(
    session: Session, assessment: Assessment, wanted: Collection[str], by: User, now: datetime
) -> None:
    """Keep these sentences, and no other, for the review; a version signed already stays as it is."""
    if not may_choose(by, assessment):
        raise Refused(
            "Seuls le responsable de ce service, le référent et la direction les choisissent."
        )
    assessment.campaign.expect_alive()
    if len(wanted) > MOST:
        raise Refused(
            f"Choisissez {MOST} remerciements au plus : le bilan tient en quatre pages.", "quotes"
        )
    known = {one.verbatim_id: one for one in chosen(session, assessment)}
    possible = {one.id for one in offered(session, assessment)} | known.keys()
    if not set(wanted) <= possible:
        raise Refused("Relisez la liste : une des phrases choisies n’y est plus.", "quotes")
    for number in known.keys() - set(wanted):
        session.delete(known[number])
    for number in sorted(set(wanted) - known.keys()):
        session.add(
            Thanks(
                department_id=assessment.department_id, year=assessment.campaign.year, verbatim_id=number,
                chosen_by_id=key(by), chosen_at=now,
            )
        )  # fmt: skip
    session.flush()
    said = french.count(len(wanted), "phrase")
    journal.write(session, now, by, "choose_thanks", subject(assessment), said, assessment.department_id)  # fmt: skip


# ---------------------------------------------------------------- telling


def told(session: Session, assessment: Assessment) -> Iterator[Part]:
    """What the review says of them; nothing where nothing was praised enough nor chosen."""
    named = [one.title for one in praised(session, assessment)[:NAMED]]
    if named:
        yield Bullets((f"Ce que dix adhérents au moins saluent parmi ce que le service a promis : {french.listed(named)}.",))  # fmt: skip
    quotes = chosen(session, assessment)
    if not quotes:
        return
    names = {one.code: one.title for one in themes()}
    yield Paragraph("Des adhérents l’ont écrit ; les noms et les numéros sont masqués :")
    for one in quotes:
        yield Quote(one.verbatim.text, names.get(one.verbatim.theme, ""))
