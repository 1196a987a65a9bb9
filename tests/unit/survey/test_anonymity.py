"""An attacker who holds the whole database file tries to say whose reply is whose.

They know each member, the order in which members answered, and look at the replies in every order
the file gives away: the order SQLite returns rows in, by key, by `rowid` where there is one, and
the bytes of the file itself. Chance puts one in 120 right.
"""

import random
import sqlite3
from pathlib import Path

import pytest
from sqlmodel import select

from survey import transfer
from survey.models import Draft, Reply
from tests.survey_builders import answer, make_invitation

MEMBERS = 120
TEXT = "le texte numéro"


@pytest.fixture
def wave(session, now):
    """120 members answered in a known order; replies were transferred by ten on the way."""
    invitations = [make_invitation(session) for _ in range(MEMBERS)]
    order = list(range(MEMBERS))
    random.Random(7).shuffle(order)
    for place, member in enumerate(order, start=1):
        answer(session, invitations[member], suggestion=f"{TEXT} {member}")
        if place % 7 == 0:
            transfer.transfer_ready(session, now)
    transfer.close_due(session, now.replace(month=7))
    assert session.exec(select(Draft)).all() == []
    session.commit()
    return order


def truth(session):
    """reply id → member, known to the test alone through the sealed texts."""
    from survey import replies

    return {t.reply.id: int(t.text.removeprefix(TEXT)) for t in replies.unread_texts(session)}


def guesses(session):
    """The orders in which the file gives its replies away."""
    connection = session.connection().connection.cursor().connection
    rows = [r[0] for r in connection.execute("SELECT id FROM replies")]
    yield "as the table returns them", rows
    yield "by key", sorted(rows)
    texts = [r[0] for r in connection.execute("SELECT reply_id FROM free_texts")]
    yield "as the texts come", texts
    yield (
        "as the answers come",
        list(dict.fromkeys(r[0] for r in connection.execute("SELECT reply_id FROM answers"))),
    )


def test_no_order_of_the_file_relinks_replies_better_than_chance(session, wave):
    whose = truth(session)
    for name, replies_in_order in guesses(session):
        right = sum(whose[r] == member for r, member in zip(replies_in_order, wave, strict=True))
        # 120 guesses at 1/120 each: more than 6 right has a probability under 0.0001.
        assert right <= 6, f"{name}: {right} of {MEMBERS}"


def test_the_order_of_the_bytes_in_the_file_relinks_nobody(session, wave, settings):
    whose = truth(session)
    session.commit()
    raw = b"".join(p.read_bytes() for p in sorted(Path(settings.HOME).glob("sillage.db*")))
    places = sorted(whose, key=lambda reply_id: raw.find(reply_id.encode()))
    right = sum(whose[r] == member for r, member in zip(places, wave, strict=True))
    assert right <= 6, f"{right} of {MEMBERS}"


def test_replies_have_no_row_number(session, wave):
    connection = session.connection().connection.cursor().connection
    for table in ("replies", "answers", "free_texts", "verbatims"):
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            connection.execute(f"SELECT rowid FROM {table}")


def test_no_column_of_a_reply_leads_to_an_invitation(session, wave):
    tables = {
        fk.column.table.name
        for table in (
            Reply.__table__.metadata.tables[n] for n in ("replies", "answers", "free_texts")
        )
        for fk in table.foreign_keys
    }
    assert tables <= {"questionnaires", "departments", "replies"}
    assert all(r.receipt_hash is None for r in session.exec(select(Reply)))


def test_with_a_tiny_wave_the_texts_remain_sealed(session, wave, settings):
    raw = b"".join(p.read_bytes() for p in Path(settings.HOME).glob("sillage.db*"))
    assert TEXT.encode() not in raw
