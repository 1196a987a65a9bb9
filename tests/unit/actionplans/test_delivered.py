"""Delivered beside perceived: two facts a commitment, from what was validated and from enough answers."""

import pytest
from sqlmodel import select

from actionplans.assessments import delivered
from actionplans.assessments.delivered import Delivered, Quadrant
from actionplans.assessments.levels import Opinion
from actionplans.models import Level, Rating
from organisation.models import Commitment
from tests.assessment_builders import submitted, validated
from tests.unit.actionplans.test_proposals import answer

ASKED = "ORI-02"


@pytest.mark.parametrize(
    ("kept", "content", "quadrant"),
    [
        (4, 9, Quadrant.SUCCESS),
        (3, 7, Quadrant.EXPLAIN),
        (2, 8, Quadrant.FRAGILE),
        (0, 0, Quadrant.URGENT),
    ],
)
def test_two_facts_make_four_readings(kept, content, quadrant):
    one = Delivered(Commitment(code="ORI-02", title="x"), kept, 4, Opinion(content, 10))
    assert one.quadrant is quadrant


def test_a_commitment_has_both_facts_or_is_not_there(session, now):
    made = validated(session, now)
    assert delivered.of_campaign(session, made.campaign) == []
    answer(session, "yes", 12)
    (one,) = delivered.of_campaign(session, made.campaign)
    assert (one.commitment.code, one.kept, one.judged) == (ASKED, 1, 1)
    assert (one.opinion.satisfied, one.quadrant) == (12, Quadrant.SUCCESS)


def test_nine_answers_are_not_enough(session, now):
    made = validated(session, now)
    answer(session, "yes", 9)
    assert delivered.of_campaign(session, made.campaign) == []


def test_what_is_not_validated_yet_is_not_told(session, now):
    made = submitted(session, now)
    answer(session, "yes", 12)
    assert delivered.of_campaign(session, made.campaign) == []


def test_what_is_most_pressing_comes_first(session, now):
    made = validated(session, now)
    answer(session, "no", 12)
    rating = session.exec(
        select(Rating)
        .join(Commitment)
        .where(Rating.assessment_id == made.assessment.id, Commitment.code == ASKED)
    ).one()
    rating.validated = Level.D
    session.flush()
    (one,) = delivered.of_campaign(session, made.campaign)
    assert (one.kept, one.quadrant) == (0, Quadrant.URGENT)
