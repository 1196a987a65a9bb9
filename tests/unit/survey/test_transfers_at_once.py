"""Two transfers at once, or a transfer and a member: no answer becomes two replies, none is lost."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import select

from core.database import make_engine, open_session
from core.errors import Refused
from survey.answering import answering, invitations
from survey.models import Draft, Invitation, Reply
from survey.privacy import transfer
from tests.survey_builders import answer, make_invitation

MOMENT = 0.3  # seconds: long enough for the other to come to the same rows


@pytest.fixture
def engine(settings, database_url) -> Iterator[sa.Engine]:
    made = make_engine(database_url)
    with open_session(made) as session:
        for _ in range(transfer.BATCH):
            answer(session, make_invitation(session))
        session.commit()
    yield made
    made.dispose()


def meanwhile(work: Any) -> tuple[threading.Thread, list[BaseException]]:
    """Work begun on another thread, and what it met."""
    met: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except Exception as error:
            met.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(MOMENT)
    return thread, met


def count(engine: sa.Engine, table: type) -> int:
    with open_session(engine, writing=False) as session:
        return len(session.exec(select(table)).all())


def test_two_transfers_at_once_make_each_reply_once(engine, now):
    def another() -> None:
        with open_session(engine) as session:
            transfer.close_due(session, now.replace(month=9))
            session.commit()

    with open_session(engine) as session:
        assert transfer.transfer_ready(session, now) == transfer.BATCH
        other, met = meanwhile(another)
        session.commit()
    other.join()
    assert met == []
    assert (count(engine, Reply), count(engine, Draft)) == (transfer.BATCH, 0)


def test_a_correction_that_comes_too_late_is_told_and_nothing_is_lost(engine, now):
    def correct() -> None:
        with open_session(engine) as session:
            invitation = session.exec(select(Invitation)).first()
            sheet = answering.open_sheet(session, invitation, now.date())
            sheet.keep({**sheet.answers(), "satisfaction": "bad"})
            session.commit()

    with open_session(engine) as session:
        transfer.transfer_ready(session, now)
        member, met = meanwhile(correct)
        session.commit()
    member.join()
    # On SQLite the member waited and finds a reply; on PostgreSQL the draft is gone under their pen.
    assert isinstance(met[0], Refused | StaleDataError)
    assert (count(engine, Reply), count(engine, Draft)) == (transfer.BATCH, 0)


def test_a_receipt_opens_its_draft_then_its_reply_and_no_other(engine, now):
    with open_session(engine) as session:
        receipt = answer(session, make_invitation(session), comprehension="1")
        before = answering.by_receipt(session, receipt, now.date())
        assert isinstance(before, Draft)
        assert invitations.token(session.get(Invitation, before.invitation_id))
        transfer.transfer_ready(session, now)
        after = answering.by_receipt(session, receipt, now.date())
        assert isinstance(after, Reply)
        session.rollback()
