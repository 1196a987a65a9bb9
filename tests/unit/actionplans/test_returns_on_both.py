"""A subject that is back is looked for, told and answered on both databases alike."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from actionplans.models import Return, ReturnVerdict
from actionplans.my_work.notices import Days
from actionplans.returns import answering, looking, notices, standing
from core.database import make_engine, open_session
from core.settings import Settings
from tests.action_builders import make_fund
from tests.return_builders import make_back

NOW = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


def test_what_comes_back_holds_on_both_databases(settings: Settings, database_url: str) -> None:
    engine = make_engine(database_url)
    with open_session(engine) as session:
        fund = make_fund(session)
        action = make_back(session, fund, NOW)
        session.commit()
        looking.look(session, NOW)
        looking.look(session, NOW)
        [found] = session.exec(select(Return)).all()
        assert found.verdict is ReturnVerdict.BACK
        today = NOW.date()
        assert [one.action.id for one in standing.proposals(session, today)] == [action.id]
        assert notices.return_tasks(session, fund.officer, today)
        assert list(notices.about_returns(session, Days(today - timedelta(days=1), today)))
        answering.leave(session, action, "Une autre action commence.", fund.officer, NOW)
        assert standing.proposals(session, today) == []
    engine.dispose()
