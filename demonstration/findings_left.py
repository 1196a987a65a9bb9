"""One finding of the last quarter is left for now, with its reason: on « Constats » it no longer waits."""

from datetime import datetime, timedelta

from sqlmodel import Session

from actionplans.actions import finding_decisions
from analysis import noticing
from analysis.findings import last_quarters
from demonstration.fund import Fund

MATTER = "at_risk.satisfaction.affiliation"
REASON = (
    "Deux actions en cours portent déjà sur ce que ces adhérents reprochent : la liste des pièces et le récapitulatif du dépôt. "
    "Nous regarderons la note quand elles auront un trimestre d’effet."
)
REVIEW = timedelta(days=120)


def leave(fund: Fund, session: Session, now: datetime) -> None:
    """Nothing, where a small demonstration has not found it."""
    since = last_quarters(fund.calendar.today)[0]
    found = noticing.named(session, f"{MATTER}.{since.isoformat()}")
    if found is not None:
        review_on = fund.calendar.today + REVIEW
        finding_decisions.leave(session, found, REASON, review_on, fund.officer(session), now)
