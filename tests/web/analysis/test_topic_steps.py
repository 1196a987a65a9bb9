"""The topics of a theme on its page: who sees them, what filters, what a person changes."""

from datetime import date

import numpy as np
import pytest
from sqlmodel import select

from analysis.models import Change, Topic, TopicAssignment, TopicRun
from analysis.topics import directions as topic_directions
from analysis.topics import grouping
from core import jobs
from organisation.models import JournalEntry, Role
from survey.models import Grain
from tests.analysis_builders import make_verbatim
from tests.builders import make_charter, make_department, make_user
from tests.survey_builders import make_reply

NAMES = ("Musique d’attente", "Numéro surtaxé")


@pytest.fixture
def people(session, now):
    make_charter(session, now)
    department = make_department(session, "Standard", activities=("accueil_telephonique",))
    found = {role: make_user(session, role, department) for role in Role}
    session.commit()
    return found


@pytest.fixture
def topics(session, people, now):
    """Two topics of ten sentences on the telephone, each sentence of another member."""
    run = TopicRun(
        theme="telephone",
        period_start=date(2027, 1, 1),
        period_end=date(2027, 3, 31),
        at=now,
        reader="essai",
        seed=0,
        texts=20,
        fingerprint="essai",
    )
    session.add(run)
    session.flush()
    found = []
    for rank, name in enumerate(NAMES):
        row = np.eye(2, 384, dtype=np.float32)[rank]
        topic = Topic(
            run_id=run.id,
            name=name,
            centroids=topic_directions.as_bytes([row]),
            rank=rank,
            size=10,
            change=Change.NEW if rank else Change.GREW,
        )
        session.add(topic)
        session.flush()
        for n in range(10):
            reply = make_reply(session, grain=Grain.MONTH)
            sentence = make_verbatim(session, "telephone", reply=reply, text=f"{name}, cas {n}.")
            line = TopicAssignment(
                topic_id=topic.id, verbatim_id=sentence.id, typical=9 - n if n > 6 else None
            )
            session.add(line)
        found.append(topic)
    session.commit()
    return found


def test_topics_are_chips_with_their_size_and_what_became_of_them(visitor, people, topics):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone")
    chips = visitor.page.find("nav", class_="topics").find_all("a")
    said = [" ".join(chip.get_text(" ").split()) for chip in chips]
    assert said == ["Musique d’attente 10 grandit", "Numéro surtaxé 10 nouveau"]
    assert "2 sujets s’y dessinent" in visitor.text


def test_what_topics_are_compared_with_is_said(visitor, people, topics, session, now):
    session.add(
        TopicRun(
            theme="telephone",
            period_start=date(2026, 10, 1),
            period_end=date(2026, 12, 31),
            at=now,
            reader="essai",
            seed=0,
            texts=20,
            fingerprint="avant",
        )
    )
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone")
    assert "Évolution depuis le 4e trimestre 2026" in visitor.text


def test_a_chosen_topic_filters_the_voices_its_typical_ones_first(visitor, people, topics):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topics[1].id}")
    voices = [quote.p.get_text() for quote in visitor.page.find_all("blockquote")]
    assert len(voices) == 10
    assert all("Numéro surtaxé" in voice for voice in voices)
    assert [int(voice.split("cas ")[1][0]) for voice in voices[:3]] == [9, 8, 7]


@pytest.mark.parametrize("number", ["999999", "0", "-1"])
def test_a_topic_that_is_not_there_is_missing(visitor, people, topics, number):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={number}", expect=404)


def test_a_topic_of_another_theme_is_missing(visitor, people, topics, session):
    for _ in range(10):
        make_verbatim(session, "delai")
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/delai?sujet={topics[0].id}", expect=404)


def test_a_number_that_is_not_one_shows_all_the_voices(visitor, people, topics):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone?sujet=tous")
    assert len(visitor.page.find_all("blockquote")) == 20


def test_a_head_reads_topics_and_changes_nothing(visitor, people, topics):
    visitor.sign_in(people[Role.HEAD])
    visitor.open(f"/sujets/telephone?sujet={topics[0].id}")
    assert "Musique d’attente" in visitor.text
    assert visitor.page.find("details", class_="arrange") is None
    assert "Chercher les sujets" not in visitor.text
    for path in (
        f"sujet/{topics[0].id}/renommer",
        f"sujet/{topics[0].id}/reunir",
        "telephone/chercher",
    ):
        visitor.open("/signalements/nouveau")  # has a form, hence a token
        visitor.post(f"/sujets/{path}", expect=403)


def test_a_head_reads_no_topic_of_fewer_than_ten_voices(visitor, people, session, topics):
    for line in session.exec(
        select(TopicAssignment).where(TopicAssignment.topic_id == topics[0].id)
    ):
        sentence = line.verbatim_id
        session.delete(line)
        session.flush()
        session.delete(session.get(grouping.Verbatim, sentence))
    kept = session.exec(select(grouping.Verbatim)).all()
    for sentence in kept[1:]:
        sentence.reply_id = kept[0].reply_id  # ten sentences, one voice
    for _ in range(5):
        make_verbatim(session, "telephone")
    session.commit()
    visitor.sign_in(people[Role.HEAD])
    visitor.open(f"/sujets/telephone?sujet={topics[1].id}")
    assert "Moins de dix voix" in visitor.text
    assert "Numéro surtaxé" not in visitor.text


def test_the_officer_renames_a_topic(visitor, people, topics, session):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topics[0].id}")
    visitor.submit("Renommer", name="Attente trop longue")
    visitor.follow()
    assert visitor.page.find("h3").get_text() == "Attente trop longue"
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "rename_topic")).one()
    assert entry.subject == f"topic {topics[0].id}"


def test_a_hostile_name_is_shown_as_text(visitor, people, topics):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topics[0].id}")
    visitor.submit("Renommer", name="<img src=x onerror=alert(1)> {{ 7*7 }} \u202eOK")
    visitor.follow()
    assert "<img src=x onerror=alert(1)> {{ 7*7 }} OK" in visitor.text
    assert visitor.page.find("img", src="x") is None


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "NUMÉRO SURTAXÉ"])
def test_a_refused_name_says_why_and_changes_nothing(visitor, people, topics, session, name):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topics[0].id}")
    visitor.submit("Renommer", name=name, expect=409)
    session.rollback()
    session.expire_all()
    assert session.get(Topic, topics[0].id).name == "Musique d’attente"


def test_the_officer_merges_two_topics(visitor, people, topics):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topics[0].id}")
    visitor.submit("Réunir", other=str(topics[1].id))
    visitor.follow()
    assert "20 phrases d’adhérents, les trois plus typiques d’abord" in visitor.text
    assert "1 sujet s’y dessine" in visitor.text


def test_the_officer_moves_a_sentence(visitor, people, topics, session):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topics[0].id}")
    visitor.submit("Changer de sujet", topic=str(topics[1].id))
    visitor.follow()
    assert "11 phrases" in visitor.text
    moved = session.exec(select(TopicAssignment).where(TopicAssignment.is_moved)).one()
    assert moved.topic_id == topics[1].id


def test_a_search_is_asked_for_seen_under_way_and_then_done(visitor, people, topics, app, session):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone")
    assert "Sujets cherchés le 15 mars 2027 dans 20 phrases" in visitor.text
    visitor.submit("Chercher les sujets")
    visitor.follow()
    assert "Recherche des sujets en cours" in visitor.text
    assert "Chercher les sujets" not in visitor.text
    jobs.drain(app.extensions["engine"])
    visitor.open("/sujets/telephone")
    assert "en cours" not in visitor.text
    assert session.exec(select(TopicRun)).one().reader.startswith("encoder-")


def test_a_theme_that_does_not_exist_is_not_searched(visitor, people, topics):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone")
    visitor.post("/sujets/rien/chercher", expect=404)


def test_too_few_sentences_say_so_instead_of_a_button(visitor, people, session):
    for _ in range(12):
        make_verbatim(session, "telephone")
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone")
    assert "Moins de seize phrases" in visitor.text
    assert "Chercher les sujets" not in visitor.text
