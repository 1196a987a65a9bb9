"""A report or an idea in the wrong topic: moved or taken out by a person, done again at each placing, taken back."""

from datetime import timedelta

import pytest
from sqlmodel import select

from actionplans.inside import moving, placing, seen
from actionplans.models import InsideMove, InsidePlace, InsideTopic
from analysis.models import Topic, TopicRun
from core.database import make_engine, open_session
from core.errors import Refused
from organisation.models import JournalEntry, Role
from tests.action_builders import make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_user, saved
from tests.idea_builders import make_idea
from tests.inside_builders import make_topic, put, use_subjects


@pytest.fixture(autouse=True)
def subjects(monkeypatch):
    use_subjects(monkeypatch)


@pytest.fixture
def officer(session):
    return make_user(session, Role.QUALITY_OFFICER)


def told(session, now, text):
    return make_report(session, now, told=text, theme="telephone", qualified_on=now.date())


def place(session, now):
    session.commit()
    return placing.place_all(session, now)


def spot(session, what):
    session.expire_all()
    where = InsidePlace.malfunction_id if type(what).__name__ == "Malfunction" else InsidePlace.idea_id  # fmt: skip
    found = session.exec(select(InsidePlace).where(where == what.id)).one()
    return found.topic_id, found.inside_topic_id


def next_quarter(session, now, before: Topic, subject: str) -> Topic:
    """The search of a later quarter, in which this topic goes on."""
    made = make_topic(session, now, subject, theme="suivi")
    run = session.get(TopicRun, made.run_id)
    run.theme, run.period_start = "telephone", before.run.period_start + timedelta(days=90)
    made.previous_id = before.id
    session.flush()
    return made


def test_a_text_moved_stays_where_it_was_put_at_each_placing(session, now, officer):
    make_topic(session, now)
    simulator = make_topic(session, now, "simulateur")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.move(session, report, simulator.id, officer, now)
    assert spot(session, report) == (simulator.id, None)
    assert place(session, now) == 1
    assert spot(session, report) == (simulator.id, None)
    told(session, now, "Encore la musique.")
    assert place(session, now) == 1
    assert spot(session, report) == (simulator.id, None)


def test_a_text_taken_out_is_not_placed_there_again_nor_in_another_that_was_there(session, now, officer):  # fmt: skip
    make_topic(session, now)
    make_topic(session, now, "simulateur")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.take_out(session, report, officer, now)
    assert spot(session, report) == (None, None)
    place(session, now)
    assert spot(session, report) == (None, None)


def test_an_idea_is_moved_like_a_report(session, now, officer):
    make_topic(session, now)
    simulator = make_topic(session, now, "simulateur")
    idea = make_idea(session, make_fund(session), now, text="Une musique plus douce.")
    idea.theme = "telephone"
    place(session, now)
    moving.move(session, idea, simulator.id, officer, now)
    place(session, now)
    assert spot(session, idea) == (simulator.id, None)


def test_a_topic_that_goes_on_in_the_next_quarter_keeps_what_was_put_in_it(session, now, officer):
    make_topic(session, now)
    simulator = make_topic(session, now, "simulateur")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.move(session, report, simulator.id, officer, now)
    later = next_quarter(session, now, simulator, "simulateur")
    place(session, now)
    assert spot(session, report) == (later.id, None)


def test_a_topic_that_goes_on_takes_nothing_back_of_what_was_taken_out_of_it(session, now, officer):
    music = make_topic(session, now)
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.take_out(session, report, officer, now)
    next_quarter(session, now, music, "musique")
    place(session, now)
    assert spot(session, report) == (None, None)


def test_a_topic_found_later_may_take_it(session, now, officer):
    make_topic(session, now, "simulateur")
    make_topic(session, now)
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.take_out(session, report, officer, now)
    fresh = make_topic(session, now, "musique")
    place(session, now)
    assert spot(session, report) == (fresh.id, None)


def test_where_the_topic_chosen_is_gone_the_text_does_not_go_back_to_the_one_it_left(session, now, officer):  # fmt: skip
    make_topic(session, now)
    simulator = make_topic(session, now, "simulateur")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.move(session, report, simulator.id, officer, now)
    session.delete(simulator)
    session.commit()
    place(session, now)
    assert spot(session, report) == (None, None)


def test_a_text_taken_out_of_a_topic_of_staff_stays_by_itself(session, now, officer):
    made = [told(session, now, f"L’imprimante, cas {n}.") for n in range(3)]
    place(session, now)
    moving.take_out(session, made[0], officer, now)
    place(session, now)
    (topic,) = session.exec(select(InsideTopic))
    assert [spot(session, one) for one in made] == [(None, None), (None, topic.id), (None, topic.id)]  # fmt: skip


def test_a_topic_of_staff_left_with_one_text_is_one_no_more(session, now, officer):
    music = make_topic(session, now)
    made = [told(session, now, f"L’imprimante, cas {n}.") for n in range(2)]
    place(session, now)
    moving.move(session, made[0], music.id, officer, now)
    assert [spot(session, one) for one in made] == [(music.id, None), (None, None)]
    assert session.exec(select(InsideTopic)).all() == []


# ---------------------------------------------------------------- taken back


@pytest.mark.parametrize("gesture", ["move", "out"])
def test_a_gesture_taken_back_leaves_the_text_where_it_was_and_the_machine_free(session, now, officer, gesture):  # fmt: skip
    music, simulator = make_topic(session, now), make_topic(session, now, "simulateur")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    if gesture == "move":
        moving.move(session, report, simulator.id, officer, now)
    else:
        moving.take_out(session, report, officer, now)
    moving.undo(session, session.exec(select(InsideMove)).one(), officer, now)
    assert spot(session, report) == (music.id, None)
    place(session, now)
    assert spot(session, report) == (music.id, None)


def test_a_gesture_is_taken_back_once_and_the_last_one_first(session, now, officer):
    music, simulator = make_topic(session, now), make_topic(session, now, "simulateur")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.move(session, report, simulator.id, officer, now)
    moving.take_out(session, report, officer, now)
    first, second = session.exec(select(InsideMove).order_by(InsideMove.id)).all()
    with pytest.raises(Refused, match="Annulez d’abord le geste fait depuis"):
        moving.undo(session, first, officer, now)
    moving.undo(session, second, officer, now)
    assert spot(session, report) == (simulator.id, None)
    with pytest.raises(Refused, match="a déjà annulé ce geste"):
        moving.undo(session, second, officer, now)
    moving.undo(session, first, officer, now)
    assert spot(session, report) == (music.id, None)


# ---------------------------------------------------------------- two people, wrong topics, the journal


def test_the_second_of_two_people_is_told(session, now, officer):
    make_topic(session, now)
    simulator = make_topic(session, now, "simulateur")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    looked_at = moving.versions(session, "telephone").get((report.id, None), 0)
    moving.move(session, report, simulator.id, officer, now, looked_at)
    with pytest.raises(Refused, match=f"{officer.name} .* l’a changé de sujet"):
        moving.take_out(session, report, make_user(session, Role.QUALITY_OFFICER), now, looked_at)
    assert spot(session, report) == (simulator.id, None)
    moving.take_out(session, report, officer, now, looked_at + 1)


def test_a_gesture_taken_back_meanwhile_is_told_too(session, now, officer):
    make_topic(session, now)
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.take_out(session, report, officer, now, 0)
    moving.undo(session, session.exec(select(InsideMove)).one(), officer, now)
    with pytest.raises(Refused, match="l’a changé de sujet"):
        moving.take_out(session, report, officer, now, 1)


def test_a_topic_of_another_theme_or_of_an_older_search_is_refused(session, now, officer):
    music = make_topic(session, now)
    elsewhere = make_topic(session, now, "simulateur", theme="estimation")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    for number in (elsewhere.id, 9999):
        with pytest.raises(Refused, match="Choisissez un sujet de ce thème"):
            moving.move(session, report, number, officer, now)
    assert spot(session, report) == (music.id, None)


def test_what_is_in_no_topic_is_not_taken_out_and_what_is_not_placed_yet_waits(
    session, now, officer
):
    report = told(session, now, "L’imprimante bourre.")
    with pytest.raises(Refused, match="revenez dans dix minutes"):
        moving.take_out(session, report, officer, now)
    put(session, report, None)
    with pytest.raises(Refused, match="déjà dans aucun sujet"):
        moving.take_out(session, report, officer, now)


def test_the_same_topic_again_changes_nothing(session, now, officer):
    music = make_topic(session, now)
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.move(session, report, music.id, officer, now)
    assert session.exec(select(InsideMove)).all() == []


def test_each_gesture_is_in_the_journal_without_a_word_of_the_text(session, now, officer):
    make_topic(session, now)
    simulator = make_topic(session, now, "simulateur")
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.move(session, report, simulator.id, officer, now)
    moving.take_out(session, report, officer, now)
    moving.undo(session, session.exec(select(InsideMove)).all()[-1], officer, now)
    lines = [one for one in session.exec(select(JournalEntry)) if one.deed.endswith("_inside")]
    assert [one.deed for one in lines] == ["move_inside", "out_inside", "undo_inside"]
    assert {one.subject for one in lines} == {f"malfunction {report.id}"}
    assert not any("musique" in repr(one).lower() for one in lines)


def test_a_report_that_goes_takes_its_gestures_with_it(session, now, officer):
    make_topic(session, now)
    report = told(session, now, "La musique grésille.")
    place(session, now)
    moving.take_out(session, report, officer, now)
    session.delete(report)
    session.commit()
    assert session.exec(select(InsideMove)).all() == []


def test_gestures_hold_on_both_databases(settings, database_url, now):
    engine = make_engine(database_url)
    with open_session(engine) as session:
        officer = saved(session, make_user(session, Role.QUALITY_OFFICER))
        make_topic(session, now)
        simulator = make_topic(session, now, "simulateur")
        report = told(session, now, "La musique grésille.")
        place(session, now)
        moving.move(session, report, simulator.id, officer, now)
        session.commit()
        place(session, now)
        assert seen.inside(session, officer, ["telephone"]).of(simulator.id) != []
        moving.take_out(session, report, officer, now)
        moving.undo(session, session.exec(select(InsideMove)).all()[-1], officer, now)
        assert spot(session, report) == (simulator.id, None)
    engine.dispose()
