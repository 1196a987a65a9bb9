"""A campaign is prepared ahead, seen, changed or cancelled, then opens by itself on its day."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import causes
from actionplans.assessments import assessments, campaigns, notices, preparing, rounds, tasks
from actionplans.assessments.phases import Phase, phase
from actionplans.models import Assessment, Campaign, CampaignStatus
from actionplans.my_work.notices import Days
from actionplans.year import year
from core.errors import Missing, Refused
from core.models import OutgoingMessage
from organisation import charters
from organisation.models import Charter, JournalEntry, Role, User
from tests.assessment_builders import make_round
from tests.builders import make_charter, make_department, make_user

OPENS_ON, DUE_ON = date(2027, 10, 20), date(2027, 11, 19)
DAY = timedelta(days=1)


def at(day: date, now: datetime) -> datetime:
    return datetime.combine(day, now.time(), now.tzinfo)


def make_fund(session: Session, now: datetime) -> tuple[User, User]:
    """The officer, and the head of a department with activities."""
    make_charter(session, now)
    department = make_department(session, "Liquidation", ("gestion_retraite",))
    quality = make_department(session, "Qualité", ("referent_qualite",))
    head = make_user(session, Role.HEAD, department, name="Marc Delaunay")
    return make_user(session, Role.QUALITY_OFFICER, quality), head


def make_prepared(session: Session, now: datetime) -> tuple[Campaign, User, User]:
    officer, head = make_fund(session, now)
    return preparing.prepare(session, OPENS_ON, DUE_ON, officer, now), officer, head


def story(session: Session, campaign: Campaign) -> list[tuple[str, str]]:
    entries = session.exec(
        select(JournalEntry)
        .where(JournalEntry.subject == f"campaign {campaign.id}")
        .order_by(JournalEntry.id)  # type: ignore[arg-type]
    )
    return [(entry.deed, entry.details.replace("\u00a0", " ")) for entry in entries]


def test_what_is_prepared_tells_nobody_and_gives_no_department_anything(
    session: Session, now: datetime
) -> None:
    campaign, _, head = make_prepared(session, now)
    assert campaign.status is CampaignStatus.PREPARED
    assert phase(campaign, now.date(), False) is Phase.PREPARED
    assert session.exec(select(OutgoingMessage)).all() == []
    assert session.exec(select(Assessment)).all() == []
    assert tasks.assessment_tasks(session, head, OPENS_ON) == []
    with pytest.raises(Missing, match="pas encore ouverte"):
        campaigns.of_year(session, 2027)
    assert campaigns.campaigns(session) == []


def test_what_it_will_hold_is_exactly_what_the_departments_then_get(
    session: Session, now: datetime
) -> None:
    campaign, _, head = make_prepared(session, now)
    seen = {one.department.name: one for one in preparing.coming(session, DUE_ON)}
    assert [user.name for user in seen["Liquidation"].heads] == [head.name]
    assert seen["Qualité"].heads == []
    campaigns.begin(session, campaign, None, at(OPENS_ON, now))
    for progress in campaigns.progresses(session, campaign):
        one = seen[progress.department.name]
        assert (progress.rows, len(progress.assessment.ratings)) == (
            one.rows,
            one.rows + one.not_due,
        )


def test_a_promise_dated_after_the_period_is_shown_apart(session: Session, now: datetime) -> None:
    make_charter(session, now)
    make_department(session, "Accueil", ("accueil_telephonique",))
    [late] = preparing.coming(session, date(2025, 12, 30))
    [due] = preparing.coming(session, date(2025, 12, 31))
    assert (late.not_due > 0, late.rows + late.not_due) == (True, due.rows + due.not_due)
    assert late.not_due > due.not_due


def test_it_opens_by_itself_on_its_day_and_not_before(session: Session, now: datetime) -> None:
    campaign, _, head = make_prepared(session, now)
    assert preparing.open_due(session, at(OPENS_ON - DAY, now)) == 0
    assert preparing.open_due(session, at(OPENS_ON, now)) == 1
    assert (campaign.is_open, campaign.opened_on) == (True, OPENS_ON)
    [message] = session.exec(select(OutgoingMessage)).all()
    assert message.to_address == head.email
    assert preparing.open_due(session, at(OPENS_ON + DAY, now)) == 0


def test_a_day_on_which_nothing_ran_is_caught_up(session: Session, now: datetime) -> None:
    campaign, _, _ = make_prepared(session, now)
    assert preparing.open_due(session, at(OPENS_ON + 3 * DAY, now)) == 1
    assert campaign.opened_on == OPENS_ON + 3 * DAY


def test_it_opens_with_the_charter_in_force_that_day(session: Session, now: datetime) -> None:
    campaign, _, _ = make_prepared(session, now)
    older = charters.current(session)
    newer = Charter(
        version=older.version + 1, title=older.title, edition="2028", fingerprint="f" * 64,
        in_force_from=OPENS_ON, published_at=now,
    )  # fmt: skip
    session.add(newer)
    session.flush()
    assert campaign.charter_id == older.id
    campaigns.begin(session, campaign, None, at(OPENS_ON, now))
    assert campaign.charter_id == newer.id


def test_one_whose_due_day_is_past_stays_prepared_and_says_why(
    session: Session, now: datetime
) -> None:
    campaign, officer, _ = make_prepared(session, now)
    too_late = DUE_ON + DAY
    assert preparing.open_due(session, at(too_late, now)) == 0
    assert campaign.is_prepared
    [task] = tasks.assessment_tasks(session, officer, too_late)
    assert "celle-ci est passée" in task.detail
    with pytest.raises(Refused, match="celle-ci est passée"):
        campaigns.begin(session, campaign, officer, at(too_late, now))


def test_every_transition_says_from_which_state_to_which_and_by_whom(
    session: Session, now: datetime
) -> None:
    campaign, officer, _ = make_prepared(session, now)
    preparing.change(session, campaign, OPENS_ON + DAY, DUE_ON, officer, now)
    preparing.cancel(session, campaign, "L’outil de paie change ce mois-là.", officer, now)
    again = preparing.prepare(session, OPENS_ON, DUE_ON, officer, now)
    assert again.id == campaign.id  # one campaign a year
    preparing.open_due(session, at(OPENS_ON, now))
    assert story(session, campaign) == [
        ("prepare_campaign", "2027, préparée, du 20 octobre 2027 au 19 novembre 2027"),
        ("change_campaign", "2027, du 20 octobre 2027 au 19 novembre 2027 → du 21 octobre 2027 au 19 novembre 2027"),
        ("cancel_campaign", "2027, préparée → annulée, échéance 19 novembre 2027 : L’outil de paie change ce mois-là."),
        ("prepare_campaign", "2027, préparée, du 20 octobre 2027 au 19 novembre 2027"),
        ("open_campaign", "2027, préparée → ouverte, échéance 19 novembre 2027"),
    ]  # fmt: skip


def test_once_open_it_is_neither_changed_nor_cancelled(session: Session, now: datetime) -> None:
    campaign, officer, _ = make_prepared(session, now)
    campaigns.begin(session, campaign, officer, now)
    with pytest.raises(Refused, match="déjà ouverte"):
        preparing.change(session, campaign, OPENS_ON + DAY, DUE_ON, officer, now)
    with pytest.raises(Refused, match="déjà ouverte"):
        preparing.cancel(session, campaign, "Trop tard.", officer, now)
    with pytest.raises(Refused, match="déjà ouverte"):
        campaigns.begin(session, campaign, officer, now)


def test_cancelling_is_said_why(session: Session, now: datetime) -> None:
    campaign, officer, _ = make_prepared(session, now)
    with pytest.raises(Refused, match="pourquoi"):
        preparing.cancel(session, campaign, "  ", officer, now)
    assert campaign.is_prepared


@pytest.mark.parametrize(
    ("opens_on", "due_on", "says"),
    [
        (date(2027, 3, 15), DUE_ON, "jour d’ouverture à venir"),
        (OPENS_ON, OPENS_ON, "après le jour d’ouverture"),
        (OPENS_ON, date(2027, 5, 1), "après le jour d’ouverture"),
    ],
)
def test_it_opens_on_a_day_to_come_and_is_due_after_it(
    session: Session, now: datetime, opens_on: date, due_on: date, says: str
) -> None:
    campaign, officer, _ = make_prepared(session, now)
    with pytest.raises(Refused, match=says):
        preparing.change(session, campaign, opens_on, due_on, officer, now)
    preparing.cancel(session, campaign, "Essai.", officer, now)
    with pytest.raises(Refused, match=says):
        preparing.prepare(session, opens_on, due_on, officer, now)


def test_dates_stay_in_the_year_of_the_campaign_and_do_change(
    session: Session, now: datetime
) -> None:
    campaign, officer, _ = make_prepared(session, now)
    with pytest.raises(Refused, match="échéance en 2027"):
        preparing.change(session, campaign, OPENS_ON, date(2028, 1, 20), officer, now)
    with pytest.raises(Refused, match="Rien n’est changé"):
        preparing.change(session, campaign, OPENS_ON, DUE_ON, officer, now)


def test_a_round_due_in_january_opens_the_year_before(session: Session, now: datetime) -> None:
    officer, _ = make_fund(session, now)
    campaign = preparing.prepare(session, date(2027, 12, 10), date(2028, 1, 15), officer, now)
    assert campaign.year == 2028
    assert any("2028 s’ouvre" in item.title for item in year.items(session, 2027))
    assert not any("s’ouvre" in item.title for item in year.items(session, 2028))


def test_a_year_has_one_campaign(session: Session, now: datetime) -> None:
    _, officer, _ = make_prepared(session, now)
    with pytest.raises(Refused, match="déjà préparée"):
        preparing.prepare(session, OPENS_ON, DUE_ON, officer, now)
    with pytest.raises(Refused, match="déjà préparée"):
        campaigns.open_campaign(session, 2027, DUE_ON, officer, now)


@pytest.mark.parametrize("role", [Role.HEAD, Role.COLLABORATOR, Role.READER, Role.ADMINISTRATOR])
def test_only_the_officer_and_management_prepare_change_and_cancel(
    session: Session, now: datetime, role: Role
) -> None:
    campaign, _, _ = make_prepared(session, now)
    other = make_user(session, role)
    for deed in (
        lambda: preparing.prepare(session, OPENS_ON, DUE_ON, other, now),
        lambda: preparing.change(session, campaign, OPENS_ON + DAY, DUE_ON, other, now),
        lambda: preparing.cancel(session, campaign, "Non.", other, now),
    ):
        with pytest.raises(Refused, match="conduisent les campagnes"):
            deed()


def test_fewer_than_thirty_days_is_said_not_refused(session: Session, now: datetime) -> None:
    campaign, officer, _ = make_prepared(session, now)
    assert not preparing.is_short(campaign)
    preparing.change(session, campaign, OPENS_ON + DAY, DUE_ON, officer, now)
    assert preparing.is_short(campaign)


def test_a_week_before_those_who_run_it_look_once_more(session: Session, now: datetime) -> None:
    campaign, officer, head = make_prepared(session, now)
    seen = OPENS_ON - 7 * DAY
    [task] = tasks.assessment_tasks(session, officer, seen)
    assert (task.due_on, task.verb) == (campaign.opened_on, "Relire")
    assert tasks.assessment_tasks(session, officer, seen - DAY) == []
    told = list(notices.about_campaigns(session, Days(seen - DAY, seen)))
    assert [notice.user_id for notice in told] == [officer.id]
    assert list(notices.about_campaigns(session, Days(seen, seen + DAY))) == []
    assert head.id not in {notice.user_id for notice in told}


def test_the_morning_after_a_failed_opening_they_are_told_why(
    session: Session, now: datetime
) -> None:
    campaign, _, _ = make_prepared(session, now)
    campaign.due_on = OPENS_ON
    session.flush()
    morning = OPENS_ON + DAY
    [notice] = notices.about_campaigns(session, Days(OPENS_ON, morning))
    assert "celle-ci est passée" in notice.reason


def test_the_calendar_of_the_year_holds_its_opening_and_its_days(
    session: Session, now: datetime
) -> None:
    campaign, officer, _ = make_prepared(session, now)
    held = {item.key: item for item in year.items(session, 2027)}
    assert held["ouverture-2027"].on == OPENS_ON
    assert held["auto-evaluations"].on == DUE_ON
    assert held["campagne-ouverte"].done_on is None
    preparing.cancel(session, campaign, "Pas cette année.", officer, now)
    assert "auto-evaluations" not in {item.key for item in year.items(session, 2027)}


def test_a_cancelled_one_leaves_the_everyday_list(session: Session, now: datetime) -> None:
    campaign, officer, _ = make_prepared(session, now)
    assert [one.campaign.year for one in rounds.rounds(session, ())] == [2027]
    preparing.cancel(session, campaign, "Pas cette année.", officer, now)
    assert rounds.rounds(session, ()) == []
    assert [one.campaign.year for one in rounds.rounds(session, (), put_away=True)] == [2027]


def test_next_year_prepared_does_not_age_the_lines_an_action_may_come_from(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    row = assessments.due_rows(made.assessment)[0]
    row.declared = "C"  # type: ignore[assignment]
    session.flush()
    before = causes.options(session, made.officer)
    for ahead in (2028, 2029):
        preparing.prepare(session, date(ahead, 3, 1), date(ahead, 4, 15), made.officer, now)
    assert causes.options(session, made.officer) == before
    assert f"rating-{row.id}" in dict(before)
