"""From the telephone, the paper and the screen to the results: each answer is told under the mode by which it came."""

from datetime import UTC, date, datetime

import pytest

from analysis.indicators import breakdowns
from analysis.indicators.indicators import FORMULAS
from analysis.results import results
from analysis.results.disclosure import Audience
from survey import replies
from survey.entry import double_entry, entry
from survey.models import EventKind, Mode, SecondEntry
from survey.privacy import transfer
from survey.replies import Scope
from tests.builders import make_department, make_user
from tests.entry_builders import draw, key_in, sheet
from tests.survey_builders import FULL_ANSWERS, answer, make_invitation, make_reply

EACH = 12
SENT_ON = date(2026, 11, 2)
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
LATER = date(2027, 3, 15)


@pytest.fixture
def answered(session):
    """Twelve by each mode: content on the telephone, unhappy on paper, in between on line; at the counter, as older data has them."""
    draw(100)
    keyer, other = (make_user(session, department=make_department(session)) for _ in range(2))

    def invited():
        return make_invitation(session, sent_on=SENT_ON)

    for _ in range(EACH):
        entry.enter_said(session, invited(), FULL_ANSWERS | {"satisfaction": "good"}, keyer, AT)
        answer(session, invited(), satisfaction="medium")
        on_paper = invited()
        key_in(session, on_paper, keyer, AT, satisfaction="bad")
        second = session.get_one(SecondEntry, on_paper.id)
        assert double_entry.enter_again(session, on_paper, second, sheet(satisfaction="bad"), other, AT) == []  # fmt: skip
        make_reply(session, period_start=date(2026, 11, 1), mode=Mode.COUNTER, answers={"satisfaction": "good"})  # fmt: skip
    assert transfer.transfer_ready(session, AT) == 3 * EACH
    return session


def test_each_mode_has_its_own_figure(answered):
    source = breakdowns.source(answered, EventKind.AFFILIATION, LATER)
    found = breakdowns.breakdown(FORMULAS["satisfaction"], source, Audience.INTERNAL)
    told = {one.label: (one.n, one.estimate and one.estimate.value) for one in found.modes}
    assert told == {"web": (EACH, 5.0), "papier": (EACH, 0.0), "téléphone": (EACH, 10.0), "guichet": (EACH, 10.0)}  # fmt: skip


def test_each_mode_is_counted_apart(answered):
    assert replies.modes(answered, Scope(kind=EventKind.AFFILIATION)) == dict.fromkeys(Mode, EACH)
    year = results.year(answered, EventKind.AFFILIATION, LATER, Audience.INTERNAL)
    assert year.modes == dict.fromkeys(Mode, EACH)
