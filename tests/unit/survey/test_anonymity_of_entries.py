"""What staff do beside an answer, calling in vain or keying it twice, must not tell afterwards who answered how.

Results say how many answered by telephone and on paper; a month may have a single one of them. If anything still said that a member
was called, or keyed twice, and that this member answered, whoever holds the database would know whose the single one is.
"""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import select

from core.models import Model
from organisation import journal
from survey.entry import calling, double_entry, entry
from survey.models import CallOutcome, Draft, InvitationStatus, Letter, Mode, Reply, SecondEntry
from survey.privacy import transfer
from tests.builders import make_department, make_user
from tests.entry_builders import draw, key_in, sheet
from tests.survey_builders import FULL_ANSWERS, answer, make_invitation

EACH = 8  # members for each way of answering
# A letter is printed for whoever has no e-mail, however they answer: it says nothing of the mode.
HARMLESS = {Letter.__tablename__}


@pytest.fixture
def keyer(session):
    return make_user(session, department=make_department(session))


@pytest.fixture
def wave(session, now, keyer):
    """By web, by telephone after a call in vain, on paper keyed once or twice, agreeing or not; some detached before closing."""
    draw(100)
    made = {way: [make_invitation(session) for _ in range(EACH)] for way in ("web", "phone", "once", "agree", "differ")}  # fmt: skip
    other = make_user(session, department=make_department(session))
    for invitation in made["web"]:
        answer(session, invitation)
    for invitation in made["phone"]:
        calling.note(session, invitation, CallOutcome.ABSENT, keyer, now - timedelta(days=3))
        entry.enter_said(session, invitation, FULL_ANSWERS, keyer, now)
    for way in ("once", "agree", "differ"):
        for invitation in made[way]:
            key_in(session, invitation, keyer, now)
    for way, effort in (("agree", "5"), ("differ", "1")):
        for invitation in made[way]:
            second = session.get_one(SecondEntry, invitation.id)
            double_entry.enter_again(session, invitation, second, sheet(effort=effort), other, now)
    session.commit()
    assert (
        transfer.transfer_ready(session, now) == 3 * EACH
    )  # web, telephone, and the sheets that agree
    session.commit()
    return made


def beside(session, invitations) -> dict[str, int]:
    """In every table that leads to an invitation or its draft, the rows of these."""
    ids = [one.id for one in invitations]
    found = {}
    for table in Model.metadata.tables.values():
        if table.name in HARMLESS:
            continue
        for column in table.columns:
            leads = {key.column.table.name for key in column.foreign_keys}
            if leads & {"invitations", "drafts"}:
                counted = sa.select(sa.func.count()).select_from(table).where(column.in_(ids))
                if number := session.connection().execute(counted).scalar_one():
                    found[table.name] = number
    return found


def test_nothing_stays_beside_those_whose_answer_is_detached(session, wave):
    detached = wave["web"] + wave["phone"] + wave["agree"]
    assert {one.status for one in detached} == {InvitationStatus.ANSWERED}
    assert beside(session, detached) == {}


def test_what_stays_before_closing_hangs_on_a_sealed_draft(session, wave):
    assert beside(session, wave["once"] + wave["differ"]) == {"drafts": 2 * EACH, "second_entries": 2 * EACH}  # fmt: skip


def test_after_closing_nothing_tells_who_answered_how(session, now, wave):
    transfer.close_due(session, now.replace(month=7))
    everybody = [one for members in wave.values() for one in members]
    assert beside(session, everybody) == {}
    assert session.exec(select(Draft)).all() == []
    modes = [reply.mode for reply in session.exec(select(Reply))]
    assert {mode: modes.count(mode) for mode in set(modes)} == {Mode.WEB: EACH, Mode.PHONE: EACH, Mode.PAPER: 3 * EACH}  # fmt: skip


def test_the_journal_names_no_invitation_of_those_who_answered(session, wave):
    everybody = [one for members in wave.values() for one in members]
    assert [journal.about(session, f"invitation {one.id}") for one in everybody if journal.about(session, f"invitation {one.id}")] == []  # fmt: skip


def test_a_sheet_kept_back_leaves_with_others(session, now, keyer, wave):
    """Detached alone when its entries are settled, a reply would be known by the moment it appears."""
    before = len(session.exec(select(Reply)).all())
    for invitation in wave["differ"]:
        second = session.get_one(SecondEntry, invitation.id)
        assert double_entry.settle(session, invitation, second, sheet(effort="1"), keyer, now) == []
    assert transfer.transfer_ready(session, now) == 0  # eight are fewer than ten
    assert len(session.exec(select(Reply)).all()) == before
