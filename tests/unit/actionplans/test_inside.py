"""What staff tell in the topics of members: placed, placed again, and shown to whoever may read it alone."""

from datetime import timedelta

import pytest
from sqlmodel import select

from actionplans.inside import placing, seen
from actionplans.inside.near import near
from actionplans.malfunctions import malfunctions
from actionplans.models import InsidePlace, InsideTopic, Malfunction, MalfunctionStatus, ReportMode
from analysis.models import Topic
from core.database import make_engine, open_session
from organisation.models import Role
from tests.action_builders import make_fund
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter, make_department, make_user
from tests.idea_builders import make_idea, make_visible
from tests.inside_builders import make_topic, put, use_subjects


@pytest.fixture(autouse=True)
def subjects(monkeypatch):
    use_subjects(monkeypatch)


def told(session, now, text, **more):
    values = {"theme": "telephone", "title": "", "qualified_on": now.date()}
    return make_report(session, now, told=text, **(values | more))


def place(session, now):
    session.commit()
    return placing.place_all(session, now)


def spots(session):
    session.expire_all()
    return {
        (one.malfunction or one.idea).text: (one.topic_id, one.inside_topic_id)
        for one in session.exec(select(InsidePlace))
    }


def test_a_report_and_an_idea_go_to_the_nearest_topic_of_members(session, now):
    music, simulator = make_topic(session, now), make_topic(session, now, "simulateur")
    told(session, now, "La musique grésille.")
    idea = make_idea(session, make_fund(session), now, text="Un simulateur au standard.")
    idea.theme = "telephone"
    assert place(session, now) == 1
    assert spots(session) == {
        "La musique grésille.": (music.id, None),
        "Un simulateur au standard.": (simulator.id, None),
    }


def test_what_is_near_no_topic_is_put_in_none(session, now):
    make_topic(session, now)
    told(session, now, "L’imprimante bourre.")
    place(session, now)
    assert spots(session) == {"L’imprimante bourre.": (None, None)}


def test_what_staff_alone_speak_of_is_a_topic_named_in_their_words(session, now):
    make_topic(session, now)
    for n in range(2):
        told(session, now, f"L’imprimante, cas {n}.")
    place(session, now)
    (topic,) = session.exec(select(InsideTopic))
    assert (topic.theme, topic.name) == ("telephone", "Imprimante")
    assert set(spots(session).values()) == {(None, topic.id)}


def test_a_topic_of_staff_keeps_its_number_while_it_keeps_most_of_its_texts(session, now):
    for n in range(2):
        told(session, now, f"L’imprimante, cas {n}.")
    place(session, now)
    (before,) = session.exec(select(InsideTopic.id))
    told(session, now, "Encore l’imprimante.")
    place(session, now)
    assert list(session.exec(select(InsideTopic.id))) == [before]
    assert len(session.exec(select(InsidePlace)).all()) == 3


def test_a_topic_of_staff_that_nobody_tells_any_more_goes(session, now):
    made = [told(session, now, f"L’imprimante, cas {n}.") for n in range(2)]
    place(session, now)
    made[0].text = made[0].title = ""
    place(session, now)
    assert session.exec(select(InsideTopic)).all() == []
    assert spots(session) == {made[1].text: (None, None)}


def test_nothing_is_compared_again_where_nothing_changed(session, now, monkeypatch):
    make_topic(session, now)
    told(session, now, "La musique grésille.")
    assert place(session, now) == 1
    monkeypatch.setattr(placing.placing, "place", lambda *_: pytest.fail("compared again"))
    assert place(session, now + timedelta(hours=1)) == 0


def test_a_new_search_of_topics_places_everything_again(session, now):
    topic = make_topic(session, now)
    told(session, now, "La musique grésille.")
    place(session, now)
    topic.run.fingerprint = "autre"
    assert place(session, now) == 1


def test_a_report_that_changes_theme_changes_topics(session, now):
    make_topic(session, now)
    other = make_topic(session, now, "simulateur", "estimation")
    report = told(session, now, "Le simulateur se tait.")
    place(session, now)
    report.theme = "estimation"
    place(session, now)
    assert spots(session) == {report.text: (other.id, None)}


def test_a_topic_that_people_merged_away_is_left_at_once(session, now):
    topic = make_topic(session, now)
    told(session, now, "La musique grésille.")
    place(session, now)
    session.delete(topic)
    session.commit()
    assert spots(session) == {"La musique grésille.": (None, None)}


def test_a_text_older_than_a_year_is_placed_no_more(session, now):
    make_topic(session, now)
    told(session, now - timedelta(days=366), "La musique grésille.")
    recent = told(session, now - timedelta(days=364), "Toujours la musique.")
    place(session, now)
    assert set(spots(session)) == {recent.text}


def test_topics_found_with_another_encoder_are_near_nothing_until_searched_again(session, now):
    topic = make_topic(session, now)
    topic.run.reader = "un autre"
    told(session, now, "La musique grésille.")
    place(session, now)
    assert spots(session) == {"La musique grésille.": (None, None)}


def test_a_topic_too_small_to_be_shown_draws_nothing(session, now):
    make_topic(session, now, n=7)
    told(session, now, "La musique grésille.")
    place(session, now)
    assert spots(session) == {"La musique grésille.": (None, None)}


# ---------------------------------------------------------------- who sees what


def counted(session, user):
    return [one.number for one in seen.inside(session, user, ["telephone"]).told]


@pytest.mark.parametrize("mode", list(ReportMode))
def test_a_report_is_shown_and_counted_for_whoever_may_read_it_and_for_nobody_else(
    session, now, mode
):
    department = make_department(session)
    author = make_user(session)
    topic = make_topic(session, now)
    report = told(session, now, "La musique grésille.", mode=mode, by=author, department=department)
    put(session, report, topic)
    people = {
        "officer": make_user(session, Role.QUALITY_OFFICER),
        "its head": make_user(session, Role.HEAD, department),
        "another head": make_user(session, Role.HEAD, make_department(session, "Ailleurs")),
        "management": make_user(session, Role.MANAGEMENT),
        "a colleague": make_user(session, department=department),
        "its author": author,
    }
    readers = {who for who, user in people.items() if counted(session, user)}
    known = {"its author"} if mode is not ReportMode.ANONYMOUS else set()
    assert readers == {"officer", "its head"} | known
    for user in people.values():
        visible = select(Malfunction.id).where(malfunctions.visible_to(user))
        assert bool(counted(session, user)) == bool(session.exec(visible).all())


def test_a_head_sees_a_report_only_once_it_is_qualified(session, now):
    department = make_department(session)
    head = make_user(session, Role.HEAD, department)
    report = told(session, now, "La musique grésille.", department=department, qualified_on=None)
    put(session, report, make_topic(session, now))
    assert counted(session, head) == []
    report.qualified_on = now.date()
    session.flush()
    assert counted(session, head) == [report.number]


def test_an_idea_not_yet_visible_is_counted_for_its_author_and_the_moderators_alone(session, now):
    fund = make_fund(session)
    idea = make_idea(session, fund, now)
    put(session, idea, make_topic(session, now))
    readers = [user for user in (fund.owner, fund.officer, fund.head) if counted(session, user)]
    assert readers == [fund.owner, fund.officer]


def test_a_topic_of_staff_is_named_only_to_whoever_may_read_all_its_texts(session, now):
    department = make_department(session)
    topic = InsideTopic(theme="telephone", name="Imprimante")
    session.add(topic)
    session.flush()
    for n, place_ in enumerate((department, make_department(session, "Ailleurs"))):
        report = told(session, now, f"L’imprimante, cas {n}.", department=place_)
        put(session, report, topic)
    head, officer = (
        make_user(session, Role.HEAD, department),
        make_user(session, Role.QUALITY_OFFICER),
    )
    assert [one.name for one in seen.inside(session, officer, ["telephone"]).alone] == [
        "Imprimante"
    ]
    view = seen.inside(session, head, ["telephone"])
    assert view.alone == []
    assert len(view.apart([])) == 1


def test_a_report_whose_text_was_erased_is_told_of_no_more(session, now):
    officer = make_user(session, Role.QUALITY_OFFICER)
    report = told(session, now, "La musique grésille.", status=MalfunctionStatus.QUALIFIED)
    put(session, report, make_topic(session, now))
    malfunctions.redirect(session, report, "safety", officer, now)
    assert counted(session, officer) == []


def test_another_theme_is_not_told_of(session, now):
    officer = make_user(session, Role.QUALITY_OFFICER)
    put(session, told(session, now, "La musique grésille."), make_topic(session, now))
    assert seen.inside(session, officer, ["estimation"]).told == []


def test_what_is_told_is_counted_in_words(session, now):
    fund = make_fund(session)
    topic = make_topic(session, now)
    put(session, told(session, now, "La musique grésille."), topic)
    put(session, make_visible(session, fund, now), topic)
    found = seen.inside(session, fund.officer, ["telephone"])
    assert seen.counted(found.of(topic.id)) == "1\u00a0signalement et 1\u00a0idée"
    assert seen.counted([]) == ""


# ---------------------------------------------------------------- the topic near a report


def test_the_topic_near_a_report_opens_to_those_who_read_its_sentences(session, now):
    make_charter(session, now)
    topic = make_topic(session, now)
    report = told(session, now, "La musique grésille.")
    put(session, report, topic)
    officer, colleague = make_user(session, Role.QUALITY_OFFICER), make_user(session)
    found = near(session, officer, report)
    assert (found.name, found.sentences, found.url[0]) == ("Musique", 10, "topics.show")
    assert near(session, colleague, report).url is None


def test_a_topic_with_too_few_sentences_left_is_near_nothing(session, now):
    topic = make_topic(session, now, n=7)
    topic.size = 8
    report = told(session, now, "La musique grésille.")
    put(session, report, topic)
    assert near(session, make_user(session, Role.QUALITY_OFFICER), report) is None


def test_the_one_space_holds_on_both_databases(settings, database_url, now):
    engine = make_engine(database_url)
    with open_session(engine) as session:
        officer = make_user(session, Role.QUALITY_OFFICER)
        topic = make_topic(session, now)
        told(session, now, "La musique grésille.")
        for n in range(2):
            told(session, now, f"L’imprimante, cas {n}.")
        assert place(session, now) == 1
        assert place(session, now) == 0
        view = seen.inside(session, officer, ["telephone"])
        assert [len(view.of(topic.id)), [one.name for one in view.alone]] == [1, ["Imprimante"]]
        session.delete(session.get(Topic, topic.id))
        session.commit()
        assert place(session, now) == 1
        assert view.told != []
    engine.dispose()
