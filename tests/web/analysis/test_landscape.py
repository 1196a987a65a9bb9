"""The map of topics: those a person may read, near those they resemble, the same at each look."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from analysis.models import Change, Topic, TopicAssignment, TopicRun
from analysis.readers.encoder import DIMENSIONS
from analysis.themes.voices import Period
from analysis.topics import landscape
from analysis.topics.directions import as_bytes
from organisation.models import Role
from tests.analysis_builders import make_verbatim
from tests.builders import make_charter, make_user, saved

WINTER = Period(date(2027, 1, 1), date(2027, 3, 31))


def make_topic(session, now, theme: str, name: str, towards: int, sentences: int, **more) -> Topic:
    run = saved(
        session,
        TopicRun(
            theme=theme, period_start=WINTER.since, period_end=WINTER.until, at=now, reader="essai",
            seed=1, texts=sentences, fingerprint="x" * 64,
        ),
    )  # fmt: skip
    direction = np.full((1, DIMENSIONS), 0.01, np.float32)
    direction[0, towards] = 1.0
    topic = saved(
        session,
        Topic(run_id=run.id, name=name, centroids=as_bytes(direction), rank=0, size=sentences, **more),
    )  # fmt: skip
    for n in range(sentences):
        verbatim = make_verbatim(session, theme, text=f"{name} {n}")
        session.add(TopicAssignment(topic_id=topic.id, verbatim_id=verbatim.id))
    session.flush()
    return topic


@pytest.fixture
def topics(session, now):
    make_charter(session, now)
    make_topic(session, now, "delai", "Attente de la pension", 1, 12, change=Change.NEW)
    make_topic(session, now, "telephone", "Musique d’attente", 2, 11, change=Change.LEVEL)
    make_topic(session, now, "courrier_clarte", "Lettre illisible", 3, 10)
    make_topic(session, now, "site_connexion", "Deux phrases seulement", 4, 2)


def test_the_map_holds_the_topics_large_enough_the_same_at_each_look(session, topics):
    every = ["delai", "telephone", "courrier_clarte", "site_connexion"]
    places = landscape.of_quarter(session, WINTER, every)
    assert [one.topic.name for one in places] == [
        "Attente de la pension",
        "Musique d’attente",
        "Lettre illisible",
    ]
    again = landscape.of_quarter(session, WINTER, every)
    assert [(one.x, one.y) for one in places] == [(one.x, one.y) for one in again]
    assert len({(one.x, one.y) for one in places}) == 3
    assert [one.is_new for one in places] == [True, False, False]


def test_the_page_draws_it_and_says_it_in_a_table(visitor, session, topics):
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    visitor.sign_in(user).open("/sujets/?du=2027-01-01")
    visitor.open("/sujets/carte")
    assert "3 sujets, 1er trimestre 2027" in visitor.text
    assert visitor.page.find("svg")
    assert "Attente de la pension" in [a.get_text() for a in visitor.page.find_all("a")]
    assert "Deux phrases seulement" not in visitor.text


def test_a_head_sees_the_themes_of_their_promises_alone(visitor, session, topics):
    user = make_user(session, Role.HEAD)
    session.commit()
    visitor.sign_in(user).open("/sujets/carte?du=2027-01-01")
    assert "Attente de la pension" not in visitor.text


def test_a_quarter_without_topics_says_so(visitor, session):
    user = make_user(session, Role.MANAGEMENT)
    session.commit()
    visitor.sign_in(user).open("/sujets/carte")
    assert "Aucun sujet n’a été trouvé ce trimestre" in visitor.text


def test_a_map_of_too_many_topics_keeps_the_largest_and_what_is_new(session, topics, monkeypatch):
    monkeypatch.setattr(landscape, "DRAWN", 2)
    make_topic(session, datetime(2027, 3, 15, tzinfo=UTC), "autre", "Nouveau et petit", 5, 9, change=Change.NEW)  # fmt: skip
    every = ["delai", "telephone", "courrier_clarte", "autre"]
    places = landscape.of_quarter(session, WINTER, every)
    assert len(places) == 4
    kept = [one.topic.name for one in landscape.drawn(places)]
    assert kept == ["Attente de la pension", "Nouveau et petit"]


def test_the_page_says_how_many_topics_are_in_the_list_alone(session, topics, visitor, monkeypatch):
    monkeypatch.setattr(landscape, "DRAWN", 2)
    officer = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    visitor.sign_in(officer).open("/sujets/carte?du=2027-01-01")
    assert "Les plus grands et ce qui est nouveau ; la liste en a 1 de plus." in visitor.text
    assert "Lettre illisible" in visitor.text


def test_the_list_says_what_each_topic_became(session, topics, visitor):
    officer = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    visitor.sign_in(officer).open("/sujets/carte?du=2027-01-01")
    told = {
        row.find("a").text: row.find_all("td")[-1].text.strip()
        for row in visitor.page.find("table", class_="cards").find("tbody").find_all("tr")
    }
    assert told["Attente de la pension"] == "nouveau"
    assert told["Musique d’attente"] == "stable"
    assert told["Lettre illisible"] == "–"
