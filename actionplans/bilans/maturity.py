"""PDCA: once a year, theme by theme, the quality officer says how far the fund is, and why. Never mixed into a score."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from actionplans.models import Campaign, Maturity, Stage
from core.errors import Refused
from core.keys import key
from organisation import charters, journal
from organisation.models import CharterTheme, User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update({"rate_maturity": "maturité des thèmes cotée (PDCA)"})


@dataclass(frozen=True)
class ThemeMaturity:
    """A theme of the charter, what was said of it this year, and the stage of the year before."""

    theme: CharterTheme
    said: Maturity | None
    before: Stage | None


@dataclass(frozen=True)
class Judged:
    """What the officer says of one theme; without a stage, nothing yet."""

    stage: Stage | None
    reason: str


def of_year(session: Session, campaign: Campaign) -> Sequence[ThemeMaturity]:
    """Every theme of the campaign's charter in its order, judged or not."""
    years = (campaign.year, campaign.year - 1)
    kept = session.exec(select(Maturity).where(col(Maturity.year).in_(years)))
    found = {(one.year, one.theme_code): one for one in kept}
    return [
        ThemeMaturity(
            theme,
            found.get((campaign.year, theme.code)),
            _stage(found.get((campaign.year - 1, theme.code))),
        )
        for theme in charters.themes(session, campaign.charter)
    ]


def _stage(one: Maturity | None) -> Stage | None:
    return Stage(one.stage) if one else None


def rate(
    session: Session, campaign: Campaign, judged: dict[str, Judged], by: User, now: datetime
) -> int:
    """Keep what is said of these themes, by their code; return how many changed. The officer's alone.

    A review already signed does not move: management corrects it by a new version.
    """
    if not may(by, Right.RATE_MATURITY):
        raise Refused("Seul le référent qualité cote la maturité des thèmes.")
    campaign.expect_alive()
    moved = [
        _moved(session, campaign, line, judged[line.theme.code], by, now)
        for line in of_year(session, campaign)
        if line.theme.code in judged
    ]
    said = [words for words in moved if words]
    session.flush()
    if said:
        subject = f"campaign {campaign.id}"
        journal.write(session, now, by, "rate_maturity", subject, ", ".join(said))
    return len(said)


def _moved(
    session: Session,
    campaign: Campaign,
    line: ThemeMaturity,
    judged: Judged,
    by: User,
    now: datetime,
) -> str:
    """Keep one theme; say how it moved, « ACC 1 → 2 », or nothing when it did not."""
    code, reason = line.theme.code, judged.reason.strip()
    if judged.stage is None and not reason:
        return ""
    if judged.stage is None:
        raise Refused(f"{line.theme.title} : choisissez un stade, de rien à amélioré.", code)
    if not reason:
        raise Refused(f"{line.theme.title} : dites en une phrase pourquoi.", code)
    one = line.said
    if one and (one.stage, one.reason) == (judged.stage, reason):
        return ""
    was = f"{one.stage} → " if one else ""
    one = one or Maturity(
        year=campaign.year, theme_code=code, stage=judged.stage, reason=reason,
        rated_by_id=key(by), rated_at=now,
    )  # fmt: skip
    one.stage, one.reason, one.rated_by_id, one.rated_at = judged.stage, reason, key(by), now
    session.add(one)
    return f"{code} {was}{int(one.stage)}"
