"""Finer things a person does to topics on their page, their history, and what the second of two people is told."""

from sqlmodel import select

from analysis.models import Gesture, Topic, TopicAssignment, TopicChange
from organisation.models import Role
from tests.web.analysis.test_topic_steps import people, topics  # noqa: F401 - fixtures


def page_of(visitor, people, topic):  # noqa: F811
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topic.id}")


def of(session, topic):
    lines = select(TopicAssignment.verbatim_id).where(TopicAssignment.topic_id == topic.id)
    return sorted(session.exec(lines))


def made(session):
    session.rollback()
    return session.exec(select(TopicChange)).one()


def test_ticked_sentences_become_a_topic_of_their_own(visitor, people, topics, session):  # noqa: F811
    page_of(visitor, people, topics[0])
    boxes = visitor.page.find_all("input", attrs={"name": "sentence", "form": "pick"})
    assert len(boxes) == 10
    ticked = [box["value"] for box in boxes[:3]]
    visitor.submit("En faire un sujet à part", sentence=ticked, name="Violons")
    visitor.follow()
    chips = visitor.page.find("nav", class_="topics").get_text(" ")
    assert "Violons 3" in " ".join(chips.split())
    assert of(session, session.get(Topic, made(session).other_id)) == sorted(ticked)


def test_two_ticked_sentences_are_said_not_to_go_together(visitor, people, topics, session):  # noqa: F811
    page_of(visitor, people, topics[0])
    pair = of(session, topics[0])[:2]
    session.rollback()
    visitor.submit("Ces deux phrases ne vont pas ensemble", sentence=pair)
    change = made(session)
    assert (change.gesture, [change.verbatim_id, change.other_verbatim_id]) == (Gesture.APART, pair)


def test_one_ticked_sentence_is_refused_with_what_to_do(visitor, people, topics, session):  # noqa: F811
    page_of(visitor, people, topics[0])
    ticked = of(session, topics[0])[:1]
    session.rollback()
    visitor.submit("En faire un sujet à part", sentence=ticked, expect=409)
    assert "Cochez deux phrases au moins" in visitor.text


def test_a_topic_is_kept_and_the_page_says_so(visitor, people, topics):  # noqa: F811
    page_of(visitor, people, topics[0])
    visitor.submit("Garder ce sujet")
    visitor.follow()
    assert "Sujet gardé d’une recherche à l’autre" in visitor.text
    assert "Garder ce sujet, même" not in visitor.text


def test_the_history_tells_each_gesture_and_takes_it_back(visitor, people, topics, session):  # noqa: F811
    page_of(visitor, people, topics[0])
    visitor.submit("Renommer", name="Violons")
    visitor.open("/sujets/telephone/historique")
    said = visitor.text.replace("\u00a0", " ")
    assert "Sujet renommé : « Musique d’attente » devient « Violons »" in said
    assert people[Role.QUALITY_OFFICER].name in said
    visitor.submit("Annuler")
    visitor.follow()
    assert "annulé" in visitor.text
    session.rollback()
    assert session.get(Topic, topics[0].id, populate_existing=True).name == "Musique d’attente"


def test_the_second_of_two_people_is_told_and_nothing_is_lost(visitor, people, topics, session):  # noqa: F811
    page_of(visitor, people, topics[0])
    topic = session.get(Topic, topics[0].id)
    topic.name, topic.version = "Violons", topic.version + 1
    session.commit()
    visitor.submit("Renommer", name="Flûtes", expect=409)
    assert "Relisez ce sujet" in visitor.text
    assert session.get(Topic, topics[0].id, populate_existing=True).name == "Violons"


def test_before_any_gesture_the_history_says_what_will_be_there(visitor, people, topics):  # noqa: F811
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone/historique")
    assert "Personne n’a encore touché" in visitor.text


def test_management_sees_topics_without_what_arranges_them(visitor, people, topics):  # noqa: F811
    visitor.sign_in(people[Role.MANAGEMENT])
    visitor.open(f"/sujets/telephone?sujet={topics[0].id}")
    assert "Ranger ce sujet" not in visitor.text
    assert visitor.page.find("input", attrs={"name": "sentence"}) is None


def test_a_theme_put_right_meanwhile_is_not_put_right_over(visitor, people, topics, session):  # noqa: F811
    page_of(visitor, people, topics[0])
    number = of(session, topics[0])[0]
    session.rollback()
    visitor.post(f"/sujets/phrases/{number}/theme", theme="suivi", seen="telephone")
    visitor.post(f"/sujets/phrases/{number}/theme", theme="delai", seen="telephone", expect=409)
    assert "pendant que vous la regardiez" in visitor.text
