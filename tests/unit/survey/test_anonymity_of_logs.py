"""The same attacker also holds the logs and the outbox, and knows the department and the month of each member.

What the cells of the replies leave is at least ten members a reply; inside a cell, and along the outbox, no order says more than
chance. Nothing of the path is logged at all: the order of a log would be the order of the answers.
"""

import logging
import random
from collections import Counter, defaultdict

import pytest
from sqlmodel import select

from core import mail
from core.models import OutgoingMessage
from survey import free_texts
from survey.answering import codes, invitations
from survey.channels import CHANNELS
from survey.channels.base import FIRST
from survey.models import Draft, Reply
from survey.privacy import transfer
from tests.builders import make_department
from tests.survey_builders import answer, make_invitation
from tests.unit.survey.test_anonymity import BY_CHANCE, TEXT

SIZES = {"Affiliation": 90, "Liquidation": 16, "Juridique": 9, "": 5}
MEMBERS = sum(SIZES.values())
SMALLEST = 10  # members that a reply may be that of
BY_CHANCE_IN_CELLS = (
    11  # one right a cell by chance, three cells: more than 11 has a probability under 0.0001
)


@pytest.fixture
def wave(app, session, now, caplog):
    """120 members of departments of many sizes, written to by e-mail, who answered in a known order; (order, receipts)."""
    caplog.set_level(logging.INFO)
    asked = []
    for name, size in SIZES.items():
        department = make_department(session, name=name) if name else None
        asked += [make_invitation(session, department=department) for _ in range(size)]
    random.Random(3).shuffle(asked)
    for invitation in asked:
        CHANNELS["email"].invite(session, invitation, FIRST, now)
    session.commit()
    for number in session.exec(select(OutgoingMessage.id)).all():
        mail.deliver(session, now, number)
    order = list(asked)
    random.Random(7).shuffle(order)
    receipts = [answer(session, one, suggestion=f"{TEXT} {one.id}") for one in order]
    session.commit()
    transfer.close_due(session, now.replace(month=7))
    assert session.exec(select(Draft)).all() == []
    session.commit()
    return asked, order, receipts


def truth(session) -> dict[str, int]:
    """reply id → invitation, known to the test alone through the sealed texts."""
    return {
        t.reply.id: int(t.text.removeprefix(TEXT))
        for t in free_texts.unread_texts(session, MEMBERS)
    }


def cell(reply: Reply) -> tuple[object, ...]:
    return reply.kind, reply.period_start, reply.grain, reply.mode, reply.department_id


def test_each_reply_may_be_that_of_ten_members_at_least(session, wave):
    asked, _, _ = wave
    by_department = Counter(one.event.department_id for one in asked)
    shown = {one.department_id for one in session.exec(select(Reply)).all()}
    large = {place for place, size in by_department.items() if place and size >= SMALLEST}
    assert shown == {*large, None}
    assert min(by_department[place] for place in large) >= SMALLEST
    hidden = sum(size for place, size in by_department.items() if place not in large)
    assert hidden >= SMALLEST


def test_inside_the_cells_the_order_of_answering_relinks_nobody_better_than_chance(session, wave):
    _, order, _ = wave
    whose, found = truth(session), 0
    assert len(whose) == MEMBERS
    cells = defaultdict(list)
    for reply in session.exec(select(Reply).order_by(Reply.id)).all():
        cells[cell(reply)].append(reply.id)
    large = {reply.department_id for reply in session.exec(select(Reply)).all()}
    for (*_, department_id), theirs in cells.items():
        members = [
            one.id
            for one in order
            if (one.event.department_id if one.event.department_id in large else None)
            == department_id
        ]
        assert len(members) == len(theirs)
        found += sum(whose[r] == member for r, member in zip(theirs, members, strict=True))
    assert found <= BY_CHANCE_IN_CELLS


def test_the_outbox_relinks_nobody_better_than_chance(session, wave, settings):
    """Neither its order nor its words: no receipt, no answer, no reply."""
    asked, _, receipts = wave
    files = sorted(
        (settings.HOME / "outgoing").glob("*.eml"), key=lambda f: int(f.stem.split("-")[1])
    )
    assert len(files) == MEMBERS
    whose = truth(session)
    in_order = sorted(whose)
    right = sum(whose[r] == one.id for r, one in zip(in_order, asked, strict=True))
    assert right <= BY_CHANCE
    said = "\n".join(file.read_text("utf-8") for file in files)
    said += "\n".join(str(vars(one)) for one in session.exec(select(OutgoingMessage)))
    for secret in (*receipts, *(codes.shown(one) for one in receipts), TEXT, *whose):
        assert secret not in said


def test_nothing_of_an_answer_is_logged(session, wave, caplog):
    asked, _, receipts = wave
    said = "\n".join(f"{one.name} {one.getMessage()}" for one in caplog.records)
    secrets = [invitations.token(one) for one in asked] + [invitations.code(one) for one in asked]
    for secret in (*secrets, *receipts, TEXT, *(one.event.member_number for one in asked)):
        assert secret not in said
    assert not [one for one in caplog.records if one.name.startswith(("survey", "app"))]
