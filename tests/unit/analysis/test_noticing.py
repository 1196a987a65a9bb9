"""Findings kept for the pages are those that would be computed, and are computed again when what they follow from changed."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from analysis import findings, noticing
from analysis.models import Change, FoundQuarter, Topic, TopicAssignment, TopicRun
from analysis.themes import correcting
from organisation.models import Role
from survey.answering.correcting import ReplySheet
from survey.models import Reply
from tests.analysis_builders import make_verbatim
from tests.builders import make_charter, make_user
from tests.survey_builders import FULL_ANSWERS, make_reply

QUARTER, BEFORE = date(2026, 10, 1), date(2026, 7, 1)
MONTHS = (date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1), date(2026, 11, 1))


@pytest.fixture
def unhappy(session: Session, now: datetime) -> None:
    """A year in which everybody was unhappy, and a quarter that spoke of nothing but delays."""
    make_charter(session, now)
    for month in MONTHS:
        for _ in range(15):
            make_reply(session, answers=FULL_ANSWERS | {"satisfaction": "bad"}, period_start=month)
    _topic(session, "Trois mois d’attente", now)
    session.commit()


def _topic(session: Session, name: str, now: datetime) -> Topic:
    run = TopicRun(
        theme="delai", period_start=QUARTER, period_end=date(2026, 12, 31), at=now,
        reader="essai", seed=1, texts=12, fingerprint="0" * 64,
    )  # fmt: skip
    session.add(run)
    session.flush()
    topic = Topic(run_id=run.id, name=name, centroids=b"", rank=0, size=12, change=Change.NEW)
    session.add(topic)
    session.flush()
    for _ in range(12):
        said = make_verbatim(session, "delai", period_start=date(2026, 11, 1))
        session.add(TopicAssignment(topic_id=topic.id, verbatim_id=said.id))
    return topic


def at_of(session: Session, since: date = QUARTER) -> datetime:
    return session.exec(select(FoundQuarter.at).where(FoundQuarter.since == since)).one()


def test_what_is_kept_is_what_would_be_computed(
    session: Session, now: datetime, unhappy: None
) -> None:
    noticing.keep(session, now)
    for since in findings.last_quarters(now.date()):
        told = noticing.last(session, since)
        assert (told.at, told.is_late) == (now, False)
        assert told.found == findings.found(session, since)
    rules = {one.rule for one in noticing.last(session, QUARTER).found.findings}
    assert {"at_risk", "growing_topic"} <= rules


def test_before_the_worker_has_come_the_page_computes(session: Session, unhappy: None) -> None:
    told = noticing.last(session, QUARTER)
    assert (told.at, told.is_late) == (None, False)
    assert told.found == findings.found(session, QUARTER)
    assert noticing.kept(session, QUARTER) is None


def test_nothing_is_computed_again_while_nothing_changed(
    session: Session, now: datetime, unhappy: None
) -> None:
    noticing.keep(session, now)
    noticing.keep(session, now + timedelta(minutes=15))
    assert at_of(session) == now


def test_new_replies_make_the_findings_late_then_new(
    session: Session, now: datetime, unhappy: None
) -> None:
    noticing.keep(session, now)
    for _ in range(200):
        make_reply(session, answers=FULL_ANSWERS, period_start=date(2026, 11, 1))
    session.commit()
    assert noticing.last(session, QUARTER).is_late
    assert not noticing.last(session, BEFORE).is_late
    assert noticing.found(session, QUARTER) == findings.found(
        session, QUARTER
    )  # a document waits for nobody
    noticing.keep(session, now + timedelta(minutes=15))
    assert at_of(session) == now + timedelta(minutes=15)
    assert at_of(session, BEFORE) == now
    assert not noticing.last(session, QUARTER).is_late


def test_a_sentence_put_right_by_a_person_makes_them_late(
    session: Session, now: datetime, unhappy: None
) -> None:
    noticing.keep(session, now)
    officer = make_user(session, Role.QUALITY_OFFICER)
    said = make_verbatim(
        session, "delai", period_start=date(2020, 1, 1)
    )  # out of sight: only its correction counts
    correcting.correct(session, said, "telephone", officer, now)
    session.commit()
    assert noticing.last(session, QUARTER).is_late


def test_the_name_of_a_topic_that_was_changed_is_never_told_again(
    session: Session, now: datetime, unhappy: None
) -> None:
    noticing.keep(session, now)
    topic = session.exec(select(Topic)).one()
    topic.name = "Madame Dupont"
    session.commit()
    assert _said(session, "Madame Dupont")
    topic.name = "Un accueil trop lent"
    session.commit()
    assert not _said(session, "Madame Dupont")
    assert not any("Trois mois" in str(one) for one in session.exec(select(FoundQuarter.findings)))


def _said(session: Session, words: str) -> bool:
    return any(words in one.sentence for one in noticing.last(session, QUARTER).found.findings)


def test_a_quarter_no_longer_offered_is_forgotten(
    session: Session, now: datetime, unhappy: None
) -> None:
    noticing.keep(session, now)
    noticing.keep(session, now + timedelta(days=120))
    kept = set(session.exec(select(FoundQuarter.since)))
    assert kept == set(findings.last_quarters(now.date() + timedelta(days=120)))


def test_a_finding_is_named_by_the_key_its_page_gave(
    session: Session, now: datetime, unhappy: None
) -> None:
    noticing.keep(session, now)
    told = noticing.last(session, QUARTER).found.findings[0]
    assert noticing.named(session, told.key) == told
    assert noticing.named(session, told.key.replace("2026-10-01", "2026-10-02")) is None


def test_a_reply_corrected_without_a_line_more_makes_the_findings_late(
    session: Session, now: datetime, unhappy: None
) -> None:
    noticing.keep(session, now)
    reply = session.exec(select(Reply).where(Reply.period_start == MONTHS[-1])).first()
    assert reply is not None
    ReplySheet(session, reply).keep(FULL_ANSWERS | {"satisfaction": "good"})
    session.commit()
    assert noticing.last(session, QUARTER).is_late
