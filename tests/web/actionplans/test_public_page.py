"""The public page: not acting is told with its reason and the day it is looked at again, true on a phone too."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from actionplans.actions import decisions
from actionplans.tracing import publishing, whole_chains
from actionplans.tracing.whole_chains import Words
from tests.action_builders import make_fund, make_voices, subject
from tests.pages import Visitor


def test_not_acting_is_told_with_the_day_it_is_looked_at_again(
    session: Session, app: Any, now: datetime
) -> None:
    fund = make_fund(session)
    make_voices(session, "telephone", 12)
    review = now.date() + timedelta(days=60)
    decisions.decide_no_action(session, subject(), "Le standard change.", review, fund.officer, now)
    [one] = whole_chains.candidates(session, now.date())
    words = Words(
        "Douze adhérents attendaient trop longtemps.", "Nous n’agissons pas : le standard change."
    )
    change = publishing.prepare(session, one, words, fund.officer, now)
    publishing.publish(session, change, words, fund.management, now)
    session.commit()
    member = Visitor(app)
    member.open("/")
    [told] = member.page.select(".wake .missing")
    said = " ".join(told.get_text(" ").split())
    assert (
        said == "Pas d’action Le motif est dit dans notre décision. Réexamen prévu le 14 mai 2027."
    )
