"""What answers a finding is asked of both databases alike, beside causes that are no finding."""

from datetime import UTC, date, datetime

from actionplans.actions import finding_decisions
from actionplans.actions.finding_tasks import awaiting
from actionplans.actions.lookback import look_back
from actionplans.models import Cause
from core.database import make_engine, open_session
from core.keys import key
from core.settings import Settings
from tests.action_builders import make_action, make_fund
from tests.builders import make_charter
from tests.found_builders import EFFORT, LOW, finding, make_found

NOW = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


def test_what_answers_a_finding_holds_on_both_databases(
    settings: Settings, database_url: str
) -> None:
    engine = make_engine(database_url)
    with open_session(engine) as session:
        make_charter(session, NOW)
        fund = make_fund(session)
        make_found(session, NOW)
        other = make_action(session, fund, NOW)  # caused by a decision, not by a finding
        action = finding_decisions.act(
            session, finding(LOW), "Répondre plus tôt", fund.department, fund.officer, NOW
        )
        session.add(Cause(action_id=key(other), finding_key="low_theme.delai.retraite.2026-10-01", finding_said="Autre moment"))  # fmt: skip
        finding_decisions.leave(
            session, finding(EFFORT), "Le formulaire change.", date(2027, 9, 1), fund.officer, NOW
        )
        today = NOW.date()
        found = finding_decisions.follow_ups(session, [finding(LOW), finding(EFFORT)], today)
        assert found[LOW].actions == (action,)
        assert found[EFFORT].left is not None
        waiting = awaiting(session, fund.officer, today, look_back(session, today))
        assert waiting is not None
        assert list(waiting.findings) == []
    engine.dispose()
