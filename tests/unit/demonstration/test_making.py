"""A small demonstration holds together, and is made once."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from actionplans.models import (
    Action,
    ActionStatus,
    Assessment,
    AssessmentStatus,
    AssessmentVersion,
    Bilan,
    Campaign,
    Delegation,
    FundBilan,
    Idea,
    IdeaStatus,
    Level,
    Malfunction,
    Maturity,
    Milestone,
    MonthlyNote,
    NoteReader,
    PlanStatus,
    YearlyPlan,
)
from analysis.models import Verbatim
from app import create_app
from core.database import make_engine, open_session
from core.models import MessageStatus, OutgoingMessage
from core.settings import Settings
from demonstration import comments, exports, making, standing
from demonstration.staff import PASSWORD, accounts
from organisation import charters, journal, signing_in
from organisation.models import Department, JournalEntry, Role
from survey import replies
from survey.channels.email import read_key
from survey.models import (
    CallAttempt,
    CallBack,
    Draft,
    EntryTally,
    EventBatch,
    Invitation,
    InvitationStatus,
    Letter,
    LifeEvent,
    Mode,
    Reply,
    Suppression,
)
from survey.registers.judging import check_events
from survey.replies import Scope
from survey.sending.planning import QUARANTINE
from tests.demonstration_builders import Failing, Labelled

MADE_AT = datetime(2027, 3, 15, 15, 0, tzinfo=UTC)
SCALE = 0.06


def a_folder(home: Path) -> Settings:
    settings = Settings(HOME=home, SECRET="a secret for tests alone, long enough")
    create_app(settings)  # tells this process of its jobs, its secret and its folder
    return settings


def made(settings: Settings, reading: type[Labelled] = Labelled, scale: float = SCALE) -> sa.Engine:
    engine = make_engine(settings.database_url)
    making.make(settings, engine, MADE_AT, reading(engine), lambda share, what: None, scale)
    return engine


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Settings, sa.Engine]]:
    """One small demonstration for all the tests below, which only look at it."""
    settings = a_folder(tmp_path_factory.mktemp("demonstration"))
    engine = made(settings)
    yield settings, engine
    engine.dispose()


@pytest.fixture
def session(small: tuple[Settings, sa.Engine]) -> Iterator[Session]:
    with open_session(small[1], writing=False) as opened:
        yield opened


def number(session: Session, table: type, *conditions: object) -> int:
    return session.exec(select(func.count()).select_from(table).where(*conditions)).one()


# ---------------------------------------------------------------- what members receive


def test_nobody_is_invited_twice_in_a_year(session: Session) -> None:
    days = defaultdict(list)
    for event, invitation in session.exec(select(LifeEvent, Invitation).join(Invitation)):
        if invitation.sent_on:
            days[event.member_number].append(invitation.sent_on)
    assert days
    gaps = [b - a for sent in days.values() for a, b in pairwise(sorted(sent))]
    assert all(gap >= QUARANTINE for gap in gaps)


def test_nothing_leaves_for_somebody_who_must_not_be_written_to(session: Session) -> None:
    stopped = {line.member_number: line.since_on for line in session.exec(select(Suppression))}
    assert stopped
    for message in session.exec(
        select(OutgoingMessage).where(OutgoingMessage.status == MessageStatus.SENT)
    ):
        if found := read_key(message.key):
            invitation = session.get(Invitation, found[0])
            assert invitation
            assert message.sent_at
            since = stopped.get(invitation.event.member_number)
            assert since is None or message.sent_at.date() <= since
    for letter in session.exec(select(Letter).where(col(Letter.printed_on).is_not(None))):
        since = stopped.get(letter.invitation.event.member_number)
        assert letter.printed_on
        assert since is None or letter.printed_on <= since


def test_every_message_became_a_file_and_none_went_elsewhere(
    small: tuple[Settings, sa.Engine], session: Session
) -> None:
    settings, _ = small
    assert Settings.from_environment({"SILLAGE_HOME": str(settings.HOME)}).DEMONSTRATION
    assert number(session, OutgoingMessage, OutgoingMessage.status == MessageStatus.FAILED) == 0
    files = list((settings.HOME / "outgoing").glob("*.eml"))
    assert len(files) >= number(
        session, OutgoingMessage, OutgoingMessage.status == MessageStatus.SENT
    )


# ---------------------------------------------------------------- figures that agree


def test_every_event_is_in_one_place_of_the_ledger(session: Session) -> None:
    found = replies.ledger(session, Scope())
    placed = sum(found.left_out.values()) + found.waiting + found.planned + found.sent
    assert placed == found.events == number(session, LifeEvent)


def test_two_members_in_five_answer(session: Session) -> None:
    rate = replies.ledger(session, Scope()).rate
    assert rate is not None
    assert 0.35 < rate < 0.47


def test_answers_given_are_replies_or_drafts_still_sealed(session: Session) -> None:
    answered = number(session, Invitation, Invitation.status == InvitationStatus.ANSWERED)
    sealed = number(session, Draft, col(Draft.is_submitted))
    assert answered == number(session, Reply) + sealed


def test_members_answer_in_several_ways_mostly_on_line(session: Session) -> None:
    modes = replies.modes(session, Scope())
    assert set(modes) == {Mode.WEB, Mode.PAPER, Mode.PHONE}
    assert modes[Mode.WEB] > sum(modes.values()) / 2


def test_each_sheet_keyed_twice_is_counted_once_and_no_call_outlives_its_wait(
    session: Session,
) -> None:
    done = Counter(session.exec(select(JournalEntry.deed)))
    counted = sum(one.sheets for one in session.exec(select(EntryTally)))
    assert counted == done["enter_again"]
    assert done["settle_entry"] <= done["enter_again"] <= done["enter_reply"]
    called = select(Invitation.status).join(CallAttempt)
    assert set(session.exec(called)) <= {InvitationStatus.SENT}


def test_who_asked_to_be_called_back_was_or_still_has_a_number(session: Session) -> None:
    asked = session.exec(select(CallBack)).all()
    assert asked
    for one in asked:
        assert (one.phone == "") == (one.done_on is not None)
        assert one.done_on is None or one.done_on > one.asked_on


def test_each_comment_is_told_once_with_its_moment_and_its_mark(session: Session) -> None:
    told = Counter(session.exec(select(Verbatim.text)))
    shipped = {one.text: one for one in comments.everything()}
    assert max(told.values()) == 1
    assert len(told) > 0.8 * SCALE * len(shipped)
    for verbatim in session.exec(select(Verbatim)):
        one = shipped[verbatim.text]
        assert verbatim.kind is one.kind
        assert verbatim.satisfaction == {1: 0, 2: 0, 3: 5, 4: 10, 5: 10}[one.satisfaction]


# ---------------------------------------------------------------- the back office's files


def test_a_file_is_written_as_the_back_office_writes_it(small: tuple[Settings, sa.Engine]) -> None:
    files = sorted((small[0].HOME / exports.FOLDER).iterdir())
    assert len(files) == 18
    first = files[0].read_bytes()
    assert first.decode("cp1252").startswith("Affiliations et liquidations – septembre\u00a02025 –")
    check = check_events(files[0], MADE_AT.date())
    assert check.encoding == "cp1252"
    assert check.separator == ";"
    assert check.dropped_columns == ("N° SS",)


def test_no_social_security_number_entered_the_database(
    small: tuple[Settings, sa.Engine], session: Session
) -> None:
    settings, engine = small
    written = b"".join(path.read_bytes() for path in (settings.HOME / exports.FOLDER).iterdir())
    insured = re.findall(rb";([12] \d\d \d\d 00 \d{3} \d{3});", written)
    assert len(insured) > 100
    with engine.connect() as connection:
        kept = "\n".join(connection.connection.iterdump())  # type: ignore[attr-defined]
    assert [one for one in insured if one.decode() in kept] == []


def test_all_files_came_in(session: Session) -> None:
    assert number(session, EventBatch) == 18


# ---------------------------------------------------------------- who works there


def test_one_account_a_role_opens_the_site(small: tuple[Settings, sa.Engine]) -> None:
    assert [role for role, _ in accounts()] == list(Role)
    with open_session(small[1]) as session:
        for role, email in accounts():
            user = signing_in.sign_in(session, email, PASSWORD, MADE_AT)
            assert user
            assert user.role is role


def test_departments_share_all_the_activities_of_the_charter(session: Session) -> None:
    departments = session.exec(select(Department)).all()
    carried = {activity.code for one in departments for activity in one.activities}
    assert len(departments) == 6
    assert carried == set(charters.ACTIVITIES)


def test_the_journal_is_whole(session: Session) -> None:
    assert journal.first_broken(session) is None


# ---------------------------------------------------------------- improving


def test_actions_stand_at_every_stage(session: Session) -> None:
    found = {action.status for action in session.exec(select(Action))}
    assert found >= {
        ActionStatus.PROPOSED,
        ActionStatus.DECIDED,
        ActionStatus.IN_PROGRESS,
        ActionStatus.SUSPENDED,
        ActionStatus.DONE,
        ActionStatus.WITHOUT_EFFECT,
    }
    assert any(action.is_late(MADE_AT.date()) for action in session.exec(select(Action)))


def test_assessments_stand_at_every_stage(session: Session) -> None:
    found = Counter(assessment.status for assessment in session.exec(select(Assessment)))
    # No department is regrouped in the demonstration: nothing is dropped.
    assert set(found) == set(AssessmentStatus) - {AssessmentStatus.DROPPED}
    assert found[AssessmentStatus.FROZEN] == 6


def test_rows_are_entrusted_a_frozen_form_is_corrected_and_next_year_is_prepared(
    session: Session,
) -> None:
    held = session.exec(select(Delegation)).all()
    rated = [one for one in held if one.rating.declared is not Level.NOT_ASSESSED]
    assert 0 < len(rated) < len(held)
    assert {one.rating.rated_by_id for one in rated} == {one.user_id for one in held}
    old = session.exec(select(AssessmentVersion)).one()
    assert (old.number, len(old.sha256)) == (1, 64)
    ahead, open_one = session.exec(select(Campaign).order_by(col(Campaign.year).desc())).all()[:2]
    assert (ahead.is_prepared, open_one.is_open) == (True, True)
    assert ahead.year == open_one.year + 1


def test_last_year_s_fund_review_is_signed_with_all_its_themes_judged(session: Session) -> None:
    bilan = session.exec(select(FundBilan)).one()
    assert (bilan.version, bilan.motive) == (1, "")
    judged = Counter(session.exec(select(Maturity.year)))
    assert judged == {bilan.year: 11, bilan.year + 1: 4}
    assert len(set(session.exec(select(Bilan.department_id)))) == 6


def test_plans_stand_at_every_stage_and_actions_are_cut(session: Session) -> None:
    found = {plan.status for plan in session.exec(select(YearlyPlan))}
    assert found == set(PlanStatus) - {PlanStatus.JOINED}  # no department was regrouped
    parts = session.exec(select(Milestone)).all()
    assert any(one.ended_on for one in parts)
    assert any(one.ended_on is None for one in parts)


def test_ideas_stand_at_every_stage(session: Session) -> None:
    found = {idea.status for idea in session.exec(select(Idea))}
    assert found == set(IdeaStatus) - {IdeaStatus.DONE}


def test_the_last_notes_were_sent_read_by_most_and_became_proofs(session: Session) -> None:
    sent = session.exec(select(MonthlyNote).where(col(MonthlyNote.sent_at).is_not(None))).all()
    assert len(sent) == 5
    assert sum(note.evidence_id is not None for note in sent) >= 3
    for note in sent:
        told = number(session, NoteReader, NoteReader.note_id == note.id)
        read = number(
            session, NoteReader, NoteReader.note_id == note.id, col(NoteReader.read_on).is_not(None)
        )
        assert told > 15
        assert 0.4 < read / told < 1, note.month


def test_an_anonymous_report_names_nobody(session: Session) -> None:
    told = session.exec(select(Malfunction)).all()
    assert told
    assert all((one.reporter_id is None) == (one.mode == "anonymous") for one in told)


# ---------------------------------------------------------------- once, and whole


def test_a_second_call_does_nothing(small: tuple[Settings, sa.Engine]) -> None:
    settings, _ = small
    before = (settings.HOME / "sillage.db").stat()
    ran = create_app(settings).test_cli_runner().invoke(args=["demo"])
    after = (settings.HOME / "sillage.db").stat()
    assert (ran.exit_code, ran.output) == (0, "")
    assert (before.st_ino, before.st_size) == (after.st_ino, after.st_size)


def test_the_accounts_are_lines_of_three(small: tuple[Settings, sa.Engine]) -> None:
    ran = create_app(small[0]).test_cli_runner().invoke(args=["demo", "--accounts"])
    lines = [line.split("\t") for line in ran.stdout.splitlines()]
    assert [line[0] for line in lines] == [role.label for role in Role]
    assert all(len(line) == 3 and line[1].endswith("@caisse.example") for line in lines)


def test_an_interrupted_one_is_made_again(tmp_path: Path) -> None:
    settings = a_folder(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        made(settings, Failing, scale=0.02)
    assert standing.is_demonstration(settings)
    assert not standing.is_complete(settings)
    engine = made(settings, scale=0.02)
    with open_session(engine, writing=False) as session:
        assert number(session, EventBatch) == 18
        newest = session.exec(select(func.max(LifeEvent.happened_on))).one()
        assert newest > MADE_AT.date() - timedelta(days=60)
    engine.dispose()
    assert standing.is_complete(settings)
