"""An attacker who holds the whole database tries to say whose reply is whose.

They know each member, the order in which members answered, and look at the replies in every order
the database gives away: the order it returns rows in, by key, by row number or place in the file,
by transaction and by command where there is one, and the bytes of the file itself. They also look
for a fingerprint that stands beside an invitation and beside a reply. Chance puts one in 120 right.
"""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from core.database import make_engine, open_session
from core.models import Model
from survey.models import Draft, Reply
from survey.privacy import transfer
from tests.databases import BOTH
from tests.survey_builders import answer, make_invitation

MEMBERS = 120
TEXT = "le texte numéro"
# 120 guesses at 1/120 each: more than 6 right has a probability under 0.0001.
BY_CHANCE = 6
ON_SQLITE = pytest.mark.parametrize("database_url", BOTH[:1], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", BOTH[1:], indirect=True)


@pytest.fixture
def session(settings, database_url) -> Iterator[Session]:
    """A session on each kind of database in turn; that of SQLite is the file of `settings`."""
    engine = make_engine(database_url)
    with open_session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def wave(session, now):
    """120 members answered in a known order; replies were transferred by ten on the way."""
    invitations = [make_invitation(session) for _ in range(MEMBERS)]
    session.commit()
    order = list(range(MEMBERS))
    random.Random(7).shuffle(order)
    for place, member in enumerate(order, start=1):
        answer(session, invitations[member], suggestion=f"{TEXT} {member}")
        session.commit()
        if place % 7 == 0:
            transfer.transfer_ready(session, now)
            session.commit()
    transfer.close_due(session, now.replace(month=7))
    assert session.exec(select(Draft)).all() == []
    session.commit()
    return order


@pytest.fixture
def is_sqlite(session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def truth(session):
    """reply id → member, known to the test alone through the sealed texts."""
    from survey import free_texts

    return {t.reply.id: int(t.text.removeprefix(TEXT)) for t in free_texts.unread_texts(session)}


def ask(session, query: str) -> list[str]:
    """The first column, each value once."""
    rows = session.connection().execute(sa.text(query))
    return list(dict.fromkeys(row[0] for row in rows))


KEYS = {"replies": "id", "answers": "reply_id", "free_texts": "reply_id"}
ORDERS = ["", "ORDER BY {key}"]
PLACES = [
    "ORDER BY ctid",
    "ORDER BY xmin::text::bigint, cmin::text::int, ctid",
    "ORDER BY xmin::text::bigint, {key}",
]


def guesses(session, is_sqlite: bool):
    """The orders in which the database gives its replies away."""
    for table, key in KEYS.items():
        for order in ORDERS if is_sqlite else ORDERS + PLACES:
            query = f"SELECT {key} FROM {table} {order.format(key=key)}"
            yield query, ask(session, query)


def right(whose, replies_in_order, wave) -> int:
    return sum(whose[r] == member for r, member in zip(replies_in_order, wave, strict=True))


def test_no_order_of_the_database_relinks_replies_better_than_chance(session, wave, is_sqlite):
    whose = truth(session)
    found = {query: right(whose, rows, wave) for query, rows in guesses(session, is_sqlite)}
    assert {query: n for query, n in found.items() if n > BY_CHANCE} == {}


@ON_SQLITE
def test_the_order_of_the_bytes_in_the_file_relinks_nobody(session, wave, settings):
    whose = truth(session)
    session.commit()
    raw = b"".join(p.read_bytes() for p in sorted(Path(settings.HOME).glob("sillage.db*")))
    places = sorted(whose, key=lambda reply_id: raw.find(reply_id.encode()))
    assert right(whose, places, wave) <= BY_CHANCE


@ON_SQLITE
def test_replies_have_no_row_number(session, wave):
    connection = session.connection().connection.cursor().connection
    for table in ("replies", "answers", "free_texts", "verbatims"):
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            connection.execute(f"SELECT rowid FROM {table}")


@ON_POSTGRESQL
def test_every_reply_has_the_same_transaction(session, wave):
    """Else the replies of one transfer would be known from those of another, ten by ten."""
    for table in KEYS:
        assert len(ask(session, f"SELECT xmin::text FROM {table}")) == 1


def test_no_column_of_a_reply_leads_to_an_invitation(session, wave):
    tables = {
        fk.column.table.name
        for table in (Model.metadata.tables[n] for n in ("replies", "answers", "free_texts"))
        for fk in table.foreign_keys
    }
    assert tables <= {"questionnaires", "departments", "replies"}
    assert all(r.receipt_hash is None for r in session.exec(select(Reply)))


def test_the_texts_remain_sealed(session, wave, settings, is_sqlite):
    if is_sqlite:
        raw = b"".join(p.read_bytes() for p in Path(settings.HOME).glob("sillage.db*"))
        assert TEXT.encode() not in raw
    sealed = ask(session, "SELECT sealed FROM free_texts")
    assert not any(TEXT.encode() in bytes(text) for text in sealed)


def test_the_fingerprint_beside_an_invitation_is_never_that_of_a_reply(session, now):
    """A row that was erased stays legible in the file for a while: it must lead nowhere."""
    for _ in range(transfer.BATCH):
        answer(session, make_invitation(session))
    beside_invitations = set(session.exec(select(Draft.receipt_hash)))
    transfer.transfer_ready(session, now)
    beside_replies = set(session.exec(select(Reply.receipt_hash)))
    assert len(beside_invitations) == len(beside_replies) == transfer.BATCH
    assert not beside_invitations & beside_replies
