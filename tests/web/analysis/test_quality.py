"""The page of the quality of the reading."""

import pytest
import sqlalchemy as sa

from analysis.models import Basis
from analysis.quality import measuring
from core import jobs
from organisation.models import Role
from tests.builders import make_charter, make_department, make_user
from tests.quality_builders import make_measure

PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " "})


@pytest.fixture
def people(session, now):
    make_charter(session, now)
    department = make_department(session)
    found = {role: make_user(session, role, department) for role in Role}
    session.commit()
    return found


def rows(visitor, place):
    table = visitor.page.find_all("table")[place]
    return [
        [cell.get_text(" ", strip=True).translate(PLAIN) for cell in row.find_all("td")]
        for row in table.find("tbody").find_all("tr")
    ]


def test_before_any_measure_the_page_says_when_it_comes_and_how_it_works(visitor, people):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/qualite/")
    assert "pas encore été mesurée" in visitor.text
    assert "Où elle se trompe" in visitor.text
    assert "Mesurer de nouveau" not in visitor.text


def test_the_measure_is_told_in_plain_words_with_its_interval(visitor, people, session):
    make_measure(session)
    session.commit()
    visitor.sign_in(people[Role.READER])
    visitor.open("/qualite/")
    assert visitor.page.find("h1").get_text().translate(PLAIN) == "Sur 100 phrases, 89 sont bien classées"  # fmt: skip
    assert rows(visitor, 0)[0][:2] == ["Phrases d’essai", "89 % 83 % à 93 %"]
    said = visitor.text.translate(PLAIN)
    assert (
        "« Délais de traitement et de réponse » lu comme « Suivi du dossier et accusés de réception » : 12 fois sur 82"
        in said
    )
    assert "Quand elle se dit sûre à 90 % ou plus, elle a raison 100 fois sur 100" in said


def test_a_theme_of_few_sentences_has_no_figure(visitor, people, session):
    make_measure(session)
    session.commit()
    visitor.sign_in(people[Role.READER])
    visitor.open("/qualite/")
    themes = {row[0]: row[1:] for row in rows(visitor, 1)}
    assert themes["Écologie et dématérialisation"] == ["moins de 10", "–", "–"]
    lines = visitor.client.get("/qualite/themes.csv").text.splitlines()
    assert any(line.startswith("Joindre la caisse par téléphone;telephone;40;") for line in lines)


def test_the_sentences_it_is_measured_on_are_chosen_by_a_link(visitor, people, session):
    make_measure(session)
    make_measure(session, Basis.STARTER, {("delai", "delai", 9): 60, ("delai", "suivi", 4): 40})
    session.commit()
    visitor.sign_in(people[Role.READER])
    visitor.open("/qualite/?sur=starter")
    assert "par les mots seuls" in visitor.text
    assert "40 fois sur 100" in visitor.text.translate(PLAIN)
    visitor.open("/qualite/?sur=corrected", expect=404)


def test_the_officer_asks_for_a_measure_and_sees_it_under_way(visitor, people, session, app):
    make_measure(session)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/qualite/")
    visitor.submit("Mesurer de nouveau")
    visitor.follow()
    assert "Une mesure est demandée" in visitor.text
    waiting = jobs.client(app.extensions["engine"]).list_workflows(
        status="ENQUEUED", workflow_id_prefix=measuring.MEASURE.name
    )
    assert len(waiting) == 1


def asked(visitor, app):
    """How many questions the page asks the database, opened once before."""
    visitor.open("/qualite/")
    said = []

    def note(*sent):
        said.append(sent[2])

    sa.event.listen(app.extensions["engine"], "before_cursor_execute", note)
    visitor.open("/qualite/")
    sa.event.remove(app.extensions["engine"], "before_cursor_execute", note)
    return len(said)


def test_the_page_asks_as_few_questions_with_four_measures_as_with_one(
    visitor, people, session, app
):
    visitor.sign_in(people[Role.READER])
    make_measure(session)
    session.commit()
    few = asked(visitor, app)
    for basis in (Basis.CORRECTED, Basis.FIRST_DAY, Basis.STARTER):
        make_measure(session, basis)
    session.commit()
    assert asked(visitor, app) == few
