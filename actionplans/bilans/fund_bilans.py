"""The fund's yearly review: read as it stands by officer and management, signed by management, then everybody's; never changed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import defer, joinedload
from sqlmodel import Session, col, select

from actionplans.assessments import archiving
from actionplans.bilans import fund_contents
from actionplans.bilans.bilans import fingerprint
from actionplans.bilans.fund_sheets import FundSheet, fund_sheet
from actionplans.models import Campaign, FundBilan
from core import french
from core.documents import Document, keeping
from core.errors import Missing, Refused
from core.keys import key
from core.settings import Settings
from organisation import journal
from organisation.models import User
from organisation.rights import Right, may
from organisation.words import DEEDS

DEEDS.update(
    {
        "sign_fund_bilan": "bilan de la caisse signé",
        "correct_fund_bilan": "bilan de la caisse rectifié",
    }
)


def versions(session: Session, year: int) -> Sequence[FundBilan]:
    """The signed versions of that year, the newest first."""
    found = select(FundBilan).where(FundBilan.year == year)
    ordered = found.order_by(col(FundBilan.version).desc())
    return session.exec(ordered.options(joinedload(FundBilan.signed_by))).all()  # type: ignore[arg-type]


def newest(session: Session) -> dict[int, FundBilan]:
    """The last signed version of each year."""
    every = select(FundBilan).order_by(col(FundBilan.version))
    found = session.exec(every.options(defer(FundBilan.content), joinedload(FundBilan.signed_by)))  # type: ignore[arg-type]
    return {one.year: one for one in found}


def may_read(user: User, signed: Sequence[FundBilan]) -> bool:
    """Everybody inside once it is signed; before, those who run the campaigns: it tells levels not yet frozen."""
    return may(user, Right.READ_RESULTS if signed else Right.RUN_CAMPAIGNS)


def of_version(session: Session, year: int, number: int) -> FundBilan:
    """One signed version, or Missing."""
    found = next((one for one in versions(session, year) if one.version == number), None)
    if found is None:
        raise Missing("Cette version du bilan n’existe pas.")
    return found


def written(session: Session, campaign: Campaign, today: date, settings: Settings) -> Document:
    """The review as it stands today, signed by nobody."""
    return fund_contents.of_fund(session, campaign, today, settings)


def sign(
    session: Session,
    campaign: Campaign,
    reason: str,
    motive: str,
    settings: Settings,
    by: User,
    now: datetime,
    today: date,
) -> FundBilan:
    """Keep the review as it stands. A department's own not signed needs a motive; a second signature, its reason."""
    if not may(by, Right.PUBLISH):
        raise Refused("Seule la direction signe un bilan.")
    earlier, reason, motive = versions(session, campaign.year), reason.strip(), motive.strip()
    if earlier and not reason:
        raise Refused(
            "Écrivez pourquoi ce bilan est rectifié : la version d’avant reste.", "reason"
        )
    archiving.expect_closed(campaign)
    sheet = fund_sheet(session, campaign)
    _check(sheet, motive)
    motive = motive if sheet.unsigned else ""
    document = fund_contents.of_fund(session, campaign, today, settings, motive)
    content = keeping.as_text(document)
    bilan = FundBilan(
        year=campaign.year,
        version=len(earlier) + 1,
        content=content,
        sha256=fingerprint(content),
        reason=reason if earlier else "",
        motive=motive,
        signed_by_id=key(by),
        signed_at=now,
    )
    session.add(bilan)
    session.flush()
    deed = "correct_fund_bilan" if earlier else "sign_fund_bilan"
    details = f"SHA-256 {bilan.sha256}"
    journal.write(session, now, by, deed, f"fund bilan {campaign.year}", details)
    if not earlier:
        archiving.published(session, campaign, by, now)
    return bilan


def _check(sheet: FundSheet, motive: str) -> None:
    """A fund has something to say once a department has; it says so without the others only with a motive."""
    if not sheet.sheets:
        raise Refused("Aucune auto-évaluation n’est validée : il n’y a encore rien à signer.")
    if sheet.unsigned and not motive:
        raise Refused(
            f"Signez d’abord le bilan de {french.listed([*sheet.unsigned])}, "
            "ou écrivez pourquoi la caisse s’en passe.",
            "motive",
        )
