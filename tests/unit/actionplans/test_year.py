"""The officer's year: usual steps that move and end, and what the fund's own data puts beside them."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import Session, select

from actionplans.actions import decisions
from actionplans.assessments import campaigns
from actionplans.models import Campaign, CampaignStatus, MonthlyNote, YearStep
from actionplans.my_work import calendar
from actionplans.my_work.todo import todo
from actionplans.year import moving, usual, writing, year
from actionplans.year.items import Item
from core import working_days
from core.documents import Paragraph
from core.errors import Missing, Refused
from core.keys import key
from core.settings import Settings
from organisation import journal
from organisation.models import JournalEntry
from survey.sending import planning, sending
from tests.action_builders import Fund, make_fund, make_voices, subject
from tests.assessment_builders import make_evidence, make_round
from tests.sending_builders import ADDRESS, publish
from tests.survey_builders import make_event

TODAY = date(2027, 3, 15)


@pytest.fixture
def fund(session: Session) -> Fund:
    return make_fund(session)


def began(session: Session, at: datetime) -> None:
    """The tool is used here since that day."""
    journal.write(session, at, None, "publish_charter")


def held(session: Session, number: int = 2027) -> dict[str, Item]:
    return {item.key: item for item in year.items(session, number)}


# ---------------------------------------------------------------- usual steps


def test_every_usual_step_has_a_name_of_its_own_and_a_day_offices_are_open() -> None:
    assert len(usual.steps()) >= 12
    for number in range(2026, 2036):
        for step in usual.steps().values():
            assert working_days.is_working(step.due_on(number)), (number, step.code)
            assert step.due_on(number).year == number, step.code


def test_a_usual_step_leads_to_a_page_that_exists(app: object) -> None:
    known = app.view_functions  # type: ignore[attr-defined]
    assert [s.code for s in usual.steps().values() if s.url and s.url not in known] == []


def test_a_step_is_moved_within_its_year_and_the_journal_says_from_when_to_when(
    session: Session, now: datetime, fund: Fund
) -> None:
    step = moving.find(session, 2027, "comite-1")
    moving.move(session, step, date(2027, 4, 2), fund.officer, now)
    assert held(session)["comite-1"].on == date(2027, 4, 2)
    assert held(session, 2028)["comite-1"].on == usual.steps()["comite-1"].due_on(2028)
    [entry] = session.exec(select(JournalEntry).where(JournalEntry.deed == "move_step"))
    assert entry.details == "2027, comite-1, 2027-03-25 → 2027-04-02"
    with pytest.raises(Refused, match="Choisissez un jour de 2027"):
        moving.move(session, step, date(2028, 1, 2), fund.officer, now)


def test_a_step_done_is_no_longer_late_and_may_be_taken_up_again(
    session: Session, now: datetime, fund: Fund
) -> None:
    began(session, now - timedelta(days=300))
    assert held(session)["label-point"].is_late(TODAY)
    moving.end(session, moving.find(session, 2027, "label-point"), fund.officer, now)
    assert held(session)["label-point"].done_on == TODAY
    assert not held(session)["label-point"].is_late(TODAY)
    again = moving.find(session, 2027, "label-point")
    with pytest.raises(Refused, match="faite depuis le 15"):
        moving.end(session, again, fund.officer, now)
    moving.take_up(session, again, fund.officer, now)
    assert held(session)["label-point"].is_late(TODAY)
    with pytest.raises(Refused, match="n’est pas marquée faite"):
        moving.take_up(session, again, fund.officer, now)


def test_steps_of_before_the_tool_was_used_are_nobody_s_lateness(
    session: Session, now: datetime, fund: Fund
) -> None:
    began(session, now)
    found = held(session)
    assert [item.key for item in found.values() if item.is_late(TODAY)] == []
    assert found["label-point"].state(TODAY) == ("avant Sillage", "")
    step = moving.find(session, 2027, "label-point")
    moving.move(session, step, TODAY, fund.officer, now)
    assert held(session)["label-point"].is_late(date(2027, 3, 16))  # somebody has taken it up


@pytest.mark.parametrize("who", ["head", "management", "owner"])
def test_the_officer_alone_holds_the_calendar(
    session: Session, now: datetime, fund: Fund, who: str
) -> None:
    step, by = moving.find(session, 2027, "comite-1"), fund.people[who]
    for deed in (moving.end, moving.take_up, moving.drop):
        with pytest.raises(Refused, match="Seul le référent qualité"):
            deed(session, step, by, now)
    with pytest.raises(Refused, match="Seul le référent qualité"):
        moving.add(session, "Réunion", TODAY, by, now)
    assert session.exec(select(YearStep)).all() == []


def test_a_step_of_one_s_own_is_added_ended_and_dropped_a_usual_one_stays(
    session: Session, now: datetime, fund: Fund
) -> None:
    row = moving.add(session, "  Réunion des élus ", date(2027, 5, 4), fund.officer, now)
    name = f"own-{row.id}"
    assert held(session)[name].title == "Réunion des élus"
    moving.end(session, moving.find(session, 2027, name), fund.officer, now)
    moving.drop(session, moving.find(session, 2027, name), fund.officer, now)
    assert name not in held(session)
    with pytest.raises(Refused, match="ne se retire pas"):
        moving.drop(session, moving.find(session, 2027, "comite-1"), fund.officer, now)
    for title, on, said in (
        ("  ", TODAY, "en quelques mots"),
        ("Ici", date(1999, 1, 1), "à venir"),
        ("Ici", date(2206, 1, 1), "Vérifiez l’année"),
    ):
        with pytest.raises(Refused, match=said):
            moving.add(session, title, on, fund.officer, now)


@pytest.mark.parametrize(
    ("number", "name"),
    [(2027, "inconnue"), (2027, "own-99"), (2027, "own-x"), (1900, "comite-1"), (2027, "")],
)
def test_a_step_that_is_not_there_is_missing(session: Session, number: int, name: str) -> None:
    with pytest.raises(Missing):
        moving.find(session, number, name)


def test_one_s_own_step_is_found_in_its_year_alone(
    session: Session, now: datetime, fund: Fund
) -> None:
    row = moving.add(session, "Réunion", date(2027, 5, 4), fund.officer, now)
    with pytest.raises(Missing):
        moving.find(session, 2028, f"own-{row.id}")


# ---------------------------------------------------------------- facts


def test_opening_the_campaign_marks_its_step_done(session: Session, now: datetime) -> None:
    assert held(session)["campagne-ouverte"].done_on is None
    made = make_round(session, now)
    found = held(session)
    assert found["campagne-ouverte"].done_on == made.campaign.opened_on
    assert found["campagne-close"].done_on is None
    assert found["auto-evaluations"].on == made.campaign.due_on
    assert found["rappel-14"].on == made.campaign.due_on - timedelta(days=14)
    made.campaign.status = CampaignStatus.CLOSED
    session.flush()
    assert held(session)["campagne-close"].done_on == made.campaign.due_on
    assert campaigns.campaigns(session)[0].year == 2027
    assert session.exec(select(Campaign)).one().year == 2027


def test_a_decision_not_to_act_stands_on_its_day_of_review_until_it_is_decided_again(
    session: Session, now: datetime, fund: Fund
) -> None:
    make_voices(session, "telephone", 12)
    review_on = date(2027, 9, 1)
    made = decisions.decide_no_action(
        session, subject(), "Le standard change.", review_on, fund.officer, now
    )
    name = f"revue-{made.id}"
    assert held(session)[name].on == review_on
    assert held(session)[name].done_on is None
    later = now + timedelta(days=180)
    decisions.decide_no_action(
        session, subject("telephone", date(2027, 4, 1), date(2027, 6, 30)),
        "Encore.", date(2028, 2, 1), fund.officer, later,
    )  # fmt: skip
    assert held(session)[name].done_on == later.date()


def test_proofs_that_end_are_counted_month_by_month(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    for day in (3, 20):
        proof = make_evidence(session, made.row("AME-05"), made.head, now, f"Relevé du {day}")
        proof.valid_to = date(2027, 10, day)
    session.flush()
    found = held(session)["preuves-10"]
    assert (found.on, found.title) == (date(2027, 10, 3), "2\u00a0preuves finissent ce mois-ci")


def test_a_note_is_due_the_first_working_day_of_the_next_month_and_done_once_sent(
    session: Session, now: datetime, fund: Fund
) -> None:
    found = held(session)
    assert found["note-2026-12"].on == date(2027, 1, 4)  # the 1st is a holiday, then a week-end
    assert "note-2027-12" not in found
    note = MonthlyNote(month=date(2027, 2, 1), prepared_at=now)
    note.sent_at, note.sha256, note.sent_by_id = now, "0" * 64, key(fund.officer)
    session.add(note)
    session.flush()
    assert held(session)["note-2027-02"].done_on == TODAY
    assert held(session)["note-2027-01"].done_on is None


def test_a_wave_has_its_month_and_its_closing_day(session: Session, now: datetime) -> None:
    publish(session)
    for _ in range(3):
        make_event(session, **ADDRESS)
    planning.plan(session, now)
    sending.send_due(session, now + timedelta(days=3))
    found = held(session)
    [wave] = [item for name, item in found.items() if name.startswith("vague-")]
    [closing] = [item for name, item in found.items() if name.startswith("cloture-")]
    assert wave.on == date(2027, 3, 1)
    assert wave.title == "Enquête : vague de mars\u00a02027"
    assert "3\u00a0envois" in wave.detail
    assert closing.on == date(2027, 5, 31)


# ---------------------------------------------------------------- where it is told


def test_the_officer_s_list_holds_late_steps_and_those_of_the_week_no_other(
    session: Session, now: datetime, fund: Fund
) -> None:
    began(session, now - timedelta(days=300))
    titles = {task.title for task in todo(session, fund.officer, date(2027, 3, 19))}
    assert any("Label : faire le point" in title for title in titles)
    assert any("constats du 4e trimestre" in title for title in titles)  # on the 25th
    assert not any("Relire les questionnaires" in title for title in titles)  # in May
    theirs = {task.title for task in todo(session, fund.management, date(2027, 3, 19))}
    assert not any("Label" in title for title in theirs)


def test_the_last_days_of_a_year_look_into_the_next(
    session: Session, now: datetime, fund: Fund
) -> None:
    row = moving.add(session, "Vœux", date(2028, 1, 3), fund.officer, now)
    found = todo(session, fund.officer, date(2027, 12, 29))
    assert [t.due_on for t in found if t.title == "Vœux"] == [row.due_on]


def test_the_officer_s_own_calendar_holds_the_year_to_come_and_each_thing_once(
    session: Session, now: datetime, fund: Fund
) -> None:
    dated = calendar.dated(session, fund.officer, TODAY)
    seen = [(task.due_on, task.title) for task in dated]
    assert len(seen) == len(set(seen))
    titles = [title for _, title in seen]
    assert sum("Réunir les responsables : constats du 1er trimestre" in t for t in titles) == 2
    assert any(t.startswith("Note du mois : mars") for t in titles)
    assert min(day for day, _ in seen if day) >= date(2027, 1, 1)
    assert calendar.dated(session, fund.stranger, TODAY) == []
    places = [(task.url[0], sorted(task.url[1].items())) for task in dated]
    assert len(places) == len({str(place) for place in places})  # each event its own identifier


# ---------------------------------------------------------------- carried away


def test_the_document_says_of_each_step_whether_it_is_done(
    session: Session, now: datetime, fund: Fund
) -> None:
    began(session, now - timedelta(days=300))
    moving.end(session, moving.find(session, 2027, "label-point"), fund.officer, now)
    made = writing.document(2027, year.items(session, 2027), TODAY, Settings())
    [table] = made.tables
    states = {str(row[1]): row[3] for row in table.rows}
    assert states[usual.steps()["label-point"].title] == "fait le 15\u00a0mars\u00a02027"
    assert states[usual.steps()["plans-services"].title] == "en retard"
    assert states[usual.steps()["campagne-close"].title] == ""
    assert isinstance(made.parts[0], Paragraph)
    assert made.parts[0].text.startswith("1\u00a0étape faite sur 15")
    assert [row[0] for row in table.rows] == sorted(row[0] for row in table.rows)  # type: ignore[type-var]
