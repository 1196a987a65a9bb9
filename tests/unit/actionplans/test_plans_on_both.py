"""Plans, the board, the calendar and the proofs of actions hold on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from actionplans.actions import bars, boards, month_by_month, proofs, timelines
from actionplans.actions.lists import Wanted
from actionplans.assessments.evidence import Proof
from actionplans.models import ActionStatus, PlanStatus
from actionplans.my_work.todo import todo
from actionplans.plans import following
from actionplans.plans import lists as plan_lists
from core.database import make_engine, open_session
from tests.action_builders import make_action, make_fund
from tests.plan_builders import make_plan

NOW = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


def test_a_plan_and_its_actions_hold_on_both_databases(settings, database_url):
    engine = make_engine(database_url)
    with open_session(engine) as session:
        fund = make_fund(session)
        plan = make_plan(session, fund, NOW, settings, PlanStatus.CLOSED)
        other = replace(fund, department=fund.other, head=fund.stranger)
        make_plan(session, other, NOW, settings, PlanStatus.SUBMITTED)
        action = make_action(session, fund, NOW, ActionStatus.IN_PROGRESS)
        day = TODAY + timedelta(days=9)
        brought = Proof("Relevé", "Dossier 12", TODAY, day)
        proofs.bring(session, action, brought, fund.owner, NOW)
        session.commit()
        assert len(following.followed(session, plan, TODAY).planned) == 3
        rows = plan_lists.rows(session, fund.officer, 2027, TODAY)
        assert [row.actions for row in rows] == [3, 3]
        columns = boards.board(session, fund.officer, Wanted(), TODAY)
        assert sum(column.total for column in columns) == 7
        found = timelines.timeline(
            session, fund.officer, Wanted(), bars.window("", TODAY), 1, TODAY
        )
        assert found.page.total == 7
        assert month_by_month.by_month(found, TODAY)
        assert proofs.counted(session) == {action.id: 1}
        assert todo(session, fund.officer, TODAY)
        assert todo(session, fund.management, TODAY)
    engine.dispose()
