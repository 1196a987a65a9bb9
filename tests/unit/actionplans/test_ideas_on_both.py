"""Ideas hold on both databases; two colleagues who act at one instant wait for each other."""

import threading
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, select

from actionplans.ideas import decisions as idea_decisions
from actionplans.ideas import ideas
from actionplans.ideas.decisions import Answer
from actionplans.ideas.ideas import Proposed
from actionplans.ideas.notices import about_ideas
from actionplans.ideas.tasks import idea_tasks
from actionplans.malfunctions import reporting
from actionplans.malfunctions.reporting import Told
from actionplans.models import Idea, IdeaStatus, Malfunction, Support
from actionplans.my_work.notices import Days
from core.database import make_engine, open_session
from core.errors import Refused
from core.lists import sliced
from organisation.models import JournalEntry, User
from tests.action_builders import make_fund
from tests.builders import make_user
from tests.idea_builders import close, make_kept, make_visible

NOW = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)


def test_the_life_of_an_idea_holds_on_both_databases(settings, database_url):
    engine = make_engine(database_url)
    with open_session(engine) as session:
        fund = make_fund(session)
        idea, action = make_kept(session, fund, NOW)
        twin = make_visible(session, fund, NOW, by=fund.stranger, text="Deux")
        ideas.support(session, twin, make_user(session))
        idea_decisions.merge(session, twin, idea, fund.officer, NOW)
        close(session, fund, action, NOW)
        idea_decisions.realise(session, idea, fund.officer, NOW)
        idea_decisions.thank(session, idea, "Merci.", fund.officer, NOW)
        waiting = make_visible(session, fund, NOW, text="Trois")
        for order in ideas.ORDERS:
            assert waiting in sliced(session, ideas.listed(fund.owner, order), 1).rows
        assert ideas.support_counts(session, [idea, twin]) == {idea.id: 1}
        assert ideas.pace(session, NOW.date()) == ideas.Pace(1, 1)
        assert len(idea_tasks(session, fund.head, NOW.date())) == 1
        tomorrow = NOW.date() + timedelta(days=1)
        assert len(list(about_ideas(session, Days(NOW.date(), tomorrow)))) == 3
        session.commit()
    engine.dispose()


def test_two_presses_at_one_instant_support_once_and_answer_once(settings, database_url):
    engine = make_engine(database_url)
    with open_session(engine) as session:
        fund = make_fund(session)
        number = make_visible(session, fund, NOW).id
        head, colleague = fund.head.id, fund.stranger.id
        session.commit()
    given = Answer(IdeaStatus.NOT_KEPT, "Déjà essayé.")

    def support(own: Session, idea: Idea) -> None:
        ideas.support(own, idea, own.get(User, colleague))

    def decide(own: Session, idea: Idea) -> None:
        idea_decisions.decide(own, idea, given, own.get(User, head), NOW)

    assert together(engine, number, support) == []
    refused = together(engine, number, decide)
    assert len(refused) == 1
    assert "non retenue" in refused[0]
    with open_session(engine) as session:
        assert len(session.exec(select(Support)).all()) == 1
        answers = select(JournalEntry).where(JournalEntry.deed == "decide_idea")
        assert len(session.exec(answers).all()) == 1
    engine.dispose()


def test_two_ideas_and_two_reports_at_one_instant_have_numbers_of_their_own(settings, database_url):
    engine = make_engine(database_url)
    with open_session(engine) as session:
        fund = make_fund(session)
        number = make_visible(session, fund, NOW).id
        author = fund.owner.id
        session.commit()
    texts = iter(["Un.", "Deux.", "Trois.", "Quatre."])

    def submit(own: Session, idea: Idea) -> None:
        ideas.submit(own, Proposed(next(texts)), own.get(User, author), NOW)

    def report(own: Session, idea: Idea) -> None:
        reporting.report(own, Told(next(texts)), own.get(User, author), NOW)

    assert together(engine, None, submit) == []
    assert together(engine, None, report) == []
    with open_session(engine) as session:
        numbers = session.exec(select(Idea.number).where(Idea.id != number)).all()
        assert sorted(numbers) == ["I-2027-2", "I-2027-3"]
        assert sorted(session.exec(select(Malfunction.number))) == ["D-2027-1", "D-2027-2"]
    engine.dispose()


def together(engine, number, deed):
    """Twice the same deed at one instant, each in a session of its own; the refusals."""
    ready, refused = threading.Barrier(2), []

    def press() -> None:
        ready.wait()
        with open_session(engine) as own:
            wanted = select(Idea).where(Idea.id == number).with_for_update()
            idea = own.exec(wanted).first()
            try:
                deed(own, idea)
            except Refused as error:
                refused.append(str(error))
            own.commit()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return refused
