"""The next version of the charter: written by one, published by another, never changed after."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from core.errors import Refused
from organisation import charter_changes, charter_drafts, charters
from organisation.charter_changes import Kind
from organisation.charter_drafts import Promise
from organisation.models import Charter, Commitment, Role, User
from tests.builders import make_charter, make_user

NEW = Promise(
    title="Réponse signée",
    criterion="Chaque réponse porte le nom de son auteur.",
    activities=["contact_adherents"],
)


@pytest.fixture
def officer(session: Session, now: Any) -> User:
    make_charter(session, now)
    return make_user(session, Role.QUALITY_OFFICER)


@pytest.fixture
def draft(session: Session, officer: User, now: Any) -> Charter:
    return charter_drafts.begin(session, officer, now)


def line(session: Session, draft: Charter, code: str) -> Commitment:
    return next(one for one in charters.commitments(session, draft) if one.code == code)


def as_it_is(one: Commitment) -> Promise:
    return Promise(
        one.title, one.criterion, one.evidence, one.survey_question, one.not_concerned_when,
        one.due_from, one.activities, one.threshold,
    )  # fmt: skip


def rewrite(session: Session, one: Commitment, officer: User, now: Any, **other: Any) -> None:
    promise = replace(as_it_is(one), **other)
    charter_drafts.rewrite(session, one, promise, charter_drafts.version(one), officer, now)


def test_a_draft_begins_equal_to_the_charter_in_force(session: Session, draft: Charter) -> None:
    current = charters.current(session)
    assert current is not draft
    assert charter_changes.between(session, current, draft) == []
    assert len(charters.commitments(session, draft)) == len(charters.commitments(session, current))


def test_there_is_one_draft_at_a_time(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    with pytest.raises(Refused, match="déjà en préparation"):
        charter_drafts.begin(session, officer, now)


def test_a_new_criterion_breaks_the_series_and_a_new_title_does_not(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    rewrite(session, line(session, draft, "ACC-01"), officer, now, title="Courtoisie")
    rewrite(session, line(session, draft, "ACC-02"), officer, now, criterion="Autrement mesuré.")
    changes = charter_changes.between(session, charters.current(session), draft)
    assert [(change.code, change.breaks_series) for change in changes] == [
        ("ACC-01", False),
        ("ACC-02", True),
    ]
    assert [one.label for one in changes[1].differences] == ["Critère"]


def test_a_threshold_is_told_in_words(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    tighter = {"indicator": "x", "op": "<=", "value": 5, "unit": "jour", "basis": "explicite"}
    rewrite(session, line(session, draft, "ACC-01"), officer, now, threshold=tighter)
    (change,) = charter_changes.between(session, charters.current(session), draft)
    assert [(one.before, one.after) for one in change.differences] == [
        ("", "au plus 5 jour (explicite)")
    ]
    assert change.breaks_series


def test_what_comes_and_goes_is_told_in_the_order_of_the_charter(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    theme = charters.themes(session, draft)[0]
    charter_drafts.add(session, theme, " acc-99 ", NEW, officer, now)
    charter_drafts.remove(session, line(session, draft, "ACC-01"), officer, now)
    changes = charter_changes.between(session, charters.current(session), draft)
    assert [(change.code, change.kind) for change in changes] == [
        ("ACC-99", Kind.ADDED),
        ("ACC-01", Kind.REMOVED),
    ]


def test_a_code_that_left_the_charter_does_not_come_back(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    theme = charters.themes(session, draft)[0]
    charter_drafts.remove(session, line(session, draft, "ACC-01"), officer, now)
    with pytest.raises(Refused, match="a déjà servi"):
        charter_drafts.add(session, theme, "ACC-01", NEW, officer, now)


def test_two_people_never_overwrite_each_other(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    one = line(session, draft, "ACC-01")
    seen = charter_drafts.version(one)
    rewrite(session, one, officer, now, title="Courtoisie")
    with pytest.raises(Refused, match="pendant que vous l’écriviez"):
        charter_drafts.rewrite(session, one, NEW, seen, officer, now)
    assert one.title == "Courtoisie"


@pytest.mark.parametrize(("activities", "said"), [([], "quelles activités"), (["golf"], "golf")])
def test_a_promise_concerns_activities_that_exist(
    session: Session, draft: Charter, officer: User, now: Any, activities: list[str], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        rewrite(session, line(session, draft, "ACC-01"), officer, now, activities=activities)


def test_a_version_that_changes_nothing_is_not_published(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    with pytest.raises(Refused, match="ne change rien"):
        charter_drafts.publish(session, draft, officer, now)


def test_a_version_is_not_published_before_its_day(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    charter_drafts.describe(session, draft, "2028-01", date(2028, 1, 1), officer, now)
    with pytest.raises(Refused, match="publiez-la ce jour-là"):
        charter_drafts.publish(session, draft, officer, now)
    assert charters.current(session).version == 1


def test_once_published_it_is_in_force_and_the_one_before_is_kept_whole(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    before = charters.current(session)
    rewrite(session, line(session, draft, "ACC-01"), officer, now, title="Courtoisie")
    charter_drafts.publish(session, draft, officer, now + timedelta(hours=1))
    assert charters.current(session) is draft
    assert charters.published(session) == [draft, before]
    assert charters.by_code(session)["ACC-01"].title == "Courtoisie"
    assert line(session, before, "ACC-01").title != "Courtoisie"
    assert draft.fingerprint != before.fingerprint


def test_a_draft_given_up_leaves_the_charter_as_it_was(
    session: Session, draft: Charter, officer: User, now: Any
) -> None:
    codes = list(charters.by_code(session))
    charter_drafts.discard(session, draft, officer, now)
    assert charter_drafts.draft(session) is None
    assert list(charters.by_code(session)) == codes
