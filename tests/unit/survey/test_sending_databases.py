"""From an event to its last reminder on SQLite and on PostgreSQL; two who send at once send once."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from core import mail, secrecy
from core.database import make_engine, open_session
from core.models import OutgoingMessage
from core.settings import Settings
from survey import replies
from survey.desk import status_changes
from survey.models import EventKind, Invitation, LeftOut
from survey.paper import printing
from survey.sending import forecast, planning, reminders, sending
from tests.sending_builders import ADDRESS, at, make_postal_event, publish
from tests.survey_builders import make_event

MONDAY, LATER = at(2027, 3, 15), at(2027, 4, 5)


@pytest.fixture
def engine(database_url: str, tmp_path: Path) -> Iterator[sa.Engine]:
    settings = Settings(HOME=tmp_path, SECRET="a secret for tests alone, long enough")
    mail.init(settings)
    secrecy.init(settings)
    made = make_engine(database_url)
    yield made
    made.dispose()


@pytest.fixture
def both(engine: sa.Engine) -> Iterator[Session]:
    with open_session(engine) as opened:
        yield opened


def test_from_the_event_to_the_last_reminder(both: Session) -> None:
    publish(both)
    for kind in EventKind:
        make_event(both, kind, **ADDRESS)
        make_postal_event(both, kind)
    announced = forecast.next_days(both, MONDAY)
    assert sum(planning.plan(both, MONDAY).invited.values()) == 4
    assert sum(sending.send_due(both, MONDAY).by_channel.values()) == 4
    printing.print_batch(both, None, MONDAY)
    reminded = reminders.remind_due(both, at(2027, 3, 23)).by_channel
    assert dict(reminded) == {"email": 2}
    assert dict(reminders.remind_due(both, LATER).by_channel) == {"email": 1, "letter": 3}
    assert sum(day.total for day in announced.days) == 10
    assert printing.print_batch(both, None, LATER).with_questionnaire == 3
    assert printing.batches(both)[0].letters == 3
    printed = select(Invitation).where(Invitation.channel == "letter")
    event = both.exec(printed).first().event
    status_changes.suppress(both, event.member_number, LeftOut.DECEASED, MONDAY.date(), None, LATER)
    found = replies.ledger(both, replies.Scope())
    assert (found.events, found.sent, found.stopped) == (4, 4, {LeftOut.DECEASED: 1})


def test_two_who_send_at_once_send_once(engine: sa.Engine) -> None:
    with open_session(engine) as session:
        publish(session)
        for _ in range(12):
            make_event(session)
        planning.plan(session, MONDAY)
        session.commit()
    start, failures = threading.Barrier(3), []

    def send() -> None:
        with open_session(engine) as session:
            start.wait()
            try:
                sending.send_due(session, MONDAY)
                session.commit()
            except sa.exc.SQLAlchemyError as error:  # told by the test, never swallowed
                failures.append(error)

    threads = [threading.Thread(target=send) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_session(engine) as session:
        keys = session.exec(select(OutgoingMessage.key)).all()
    assert len(keys) == len(set(keys)) == 12
