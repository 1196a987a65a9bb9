"""The pages of themes, voices and corrections."""

import pytest
from sqlmodel import select

from analysis.models import Correction, Verbatim
from organisation.models import Role
from tests.analysis_builders import make_verbatim
from tests.builders import make_charter, make_department, make_user


@pytest.fixture
def people(session, now):
    make_charter(session, now)
    department = make_department(session, "Standard", activities=("accueil_telephonique",))
    found = {role: make_user(session, role, department) for role in Role}
    session.commit()
    return found


def test_a_period_without_a_comment_says_why(visitor, people):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/")
    assert "Aucun commentaire" in visitor.text


def test_the_officer_reads_and_corrects_a_voice_in_one_press(visitor, people, session):
    for _ in range(6):
        make_verbatim(session, "telephone", text="Personne ne décroche.")
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone")
    assert "Personne ne décroche." in visitor.text
    visitor.submit("Changer de thème", other="delai")
    visitor.follow()
    assert session.exec(select(Correction)).one().theme == "delai"


def test_the_queue_shows_the_least_certain_first_and_takes_a_confirmation(visitor, people, session):
    make_verbatim(session, "delai", certainty=0.5, text="Assez flou.")
    make_verbatim(session, "suivi", certainty=0.2, text="Très flou.")
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/a-relire")
    assert visitor.text.index("Très flou.") < visitor.text.index("Assez flou.")
    form = visitor.page.find("form", class_="retheme")
    visitor.post(form["action"], theme="suivi", **{"from": "queue"})
    visitor.follow()
    assert "1 phrase à relire" in visitor.text.replace("\u00a0", " ")


def test_another_theme_is_chosen_from_the_queue(visitor, people, session):
    sentence = make_verbatim(session, "suivi", certainty=0.2)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/a-relire")
    visitor.post(
        f"/sujets/phrases/{sentence.id}/theme", other="ecologie", use_other="1", **{"from": "queue"}
    )
    session.rollback()
    assert session.get(Verbatim, sentence.id, populate_existing=True).theme == "ecologie"


def test_a_word_the_masking_missed_is_hidden_in_two_presses(visitor, people, session):
    sentence = make_verbatim(session, text="Merci à Josiane")
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/phrases/{sentence.id}")
    visitor.post(f"/sujets/phrases/{sentence.id}/masquer", word="2")
    visitor.follow()
    assert "Josiane" not in visitor.text


def test_a_head_reads_own_themes_and_no_other(visitor, people, session):
    for _ in range(10):
        make_verbatim(session, "telephone", text="Trop d’attente.")
        make_verbatim(session, "reversion_deces", text="Rien sur la réversion.")
    session.commit()
    visitor.sign_in(people[Role.HEAD])
    visitor.open("/sujets/telephone")
    assert "Trop d’attente." in visitor.text
    visitor.open("/sujets/reversion_deces", expect=404)


def test_a_head_does_not_read_the_sentences_of_nine_members(visitor, people, session):
    for _ in range(9):
        make_verbatim(session, "telephone", text="Trop d’attente.")
    session.commit()
    visitor.sign_in(people[Role.HEAD])
    visitor.open("/sujets/telephone")
    assert "Trop d’attente." not in visitor.text
    assert "Moins de dix voix" in visitor.text


@pytest.mark.parametrize("role", [Role.COLLABORATOR, Role.READER, Role.ADMINISTRATOR])
def test_others_read_no_voices(visitor, people, role):
    visitor.sign_in(people[role])
    visitor.open("/sujets/", expect=403)


def test_a_hostile_sentence_is_shown_as_text(visitor, people, session):
    for _ in range(5):
        make_verbatim(session, "delai", text="<script>x</script> {{ 7*7 }} 🙂")
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/delai")
    assert "<script>x</script> {{ 7*7 }} 🙂" in visitor.text


def test_a_wrong_period_falls_back_on_the_newest(visitor, people, session):
    make_verbatim(session)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/?du=hier")
    assert "1er trimestre" in visitor.text.replace("\u00a0", " ")
