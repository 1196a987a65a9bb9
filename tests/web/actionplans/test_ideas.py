"""The pages of ideas: a colleague's sentence made visible, supported, answered, thanked for."""

from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import object_session
from sqlmodel import select

from actionplans.ideas import ideas
from actionplans.ideas import reading as idea_reading
from actionplans.models import Action, Idea, IdeaStatus, Support
from core import jobs
from organisation.models import Role
from tests.action_builders import make_fund
from tests.builders import make_charter, make_user
from tests.idea_builders import close, make_done, make_idea, make_kept, make_visible
from tests.pages import Visitor

S = IdeaStatus


@pytest.fixture
def fund(session, now):
    make_charter(session, now)
    made = make_fund(session)
    session.commit()
    return made


def signed_in(app, user):
    """Signed in, the test's own session let go of: it would hold the lock."""
    email = user.email
    object_session(user).rollback()
    return Visitor(app).sign_in(SimpleNamespace(email=email))


def test_an_idea_goes_from_one_sentence_to_an_action(app, fund, session):
    author = signed_in(app, fund.owner)
    author.open("/idees/")
    assert "Aucune idée" in author.text
    author.open("/idees/proposer")
    author.submit("Déposer", text="Mettre un scanner par étage.")
    author.follow()
    assert "en train d’être masqués" in author.text
    jobs.drain(app.extensions["engine"])
    officer = signed_in(app, fund.officer)
    officer.open("/idees/1")
    officer.submit("Rendre visible")
    colleague = signed_in(app, fund.stranger)
    colleague.open("/idees/1")
    colleague.submit("Soutenir")
    colleague.follow()
    assert "1 soutien , dont le vôtre" in colleague.text
    head = signed_in(app, fund.head)
    head.open("/idees/1")
    assert "1 soutien" in head.text
    assert fund.stranger.name not in head.text
    head.submit("Donner cette réponse", outcome="kept", reason="Utile à tous.")
    head.follow()
    assert "retenue" in head.text
    author.open("/idees/1")
    assert "Utile à tous." in author.text
    action = session.exec(select(Action)).one()
    assert action.proposed_by_id == fund.owner.id
    author.open(f"/actions/{action.id}")
    assert "Idée I-2027-1" in author.text
    author.open("/trace/idea/1")
    author.open(f"/trace/action/{action.id}")
    assert "Idée I-2027-1" in author.text


def test_the_end_is_a_thanks_that_the_author_reads(app, fund, session, now):
    idea, action = make_kept(session, fund, now)
    close(session, fund, action, now)
    session.commit()
    officer = signed_in(app, fund.officer)
    officer.open("/mon-travail")
    assert "Constater" in officer.text
    officer.open(f"/idees/{idea.id}")
    officer.submit("Constater")
    officer.follow()
    officer.submit("Remercier", reason="Merci, c’est installé.")
    author = signed_in(app, fund.owner)
    author.open(f"/idees/{idea.id}")
    assert "Merci à vous" in author.text
    assert "c’est installé" in author.text


def test_pressing_twice_supports_once_and_the_button_turns(app, fund, session, now):
    page = f"/idees/{make_visible(session, fund, now).id}"
    session.commit()
    colleague = signed_in(app, fund.stranger)
    colleague.open(page)
    colleague.post(f"{page}/soutenir")
    colleague.post(f"{page}/soutenir")
    assert len(session.exec(select(Support)).all()) == 1
    session.rollback()
    colleague.open(page)
    colleague.submit("Ne plus soutenir")
    colleague.post(f"{page}/ne-plus-soutenir")
    assert session.exec(select(Support)).all() == []


def test_pressing_twice_deposits_once_and_answers_once(app, fund, session, now):
    author = signed_in(app, fund.owner)
    author.open("/idees/proposer")
    for _ in range(2):
        author.post("/idees/proposer", text="Un scanner par étage.", title="", department="")
    assert len(session.exec(select(Idea)).all()) == 1
    session.rollback()
    page = f"/idees/{make_visible(session, fund, now, text='Une autre').id}"
    session.commit()
    head = signed_in(app, fund.head)
    head.open(page)
    given = {"outcome": "not_kept", "reason": "Déjà essayé.", "department": "", "action_title": ""}
    head.post(f"{page}/repondre", **given)
    head.post(f"{page}/repondre", **given, expect=409)


def test_a_refused_answer_keeps_what_was_typed(app, fund, session, now):
    idea = make_visible(session, fund, now)
    session.commit()
    head = signed_in(app, fund.head)
    head.open(f"/idees/{idea.id}")
    head.submit("Donner cette réponse", outcome="to_ripen", reason="Plus tard.", expect=422)
    assert "d’ici un an" in head.text
    assert "Plus tard." in head.text
    head.submit("Donner cette réponse", outcome="kept", reason="Oui.", department="", expect=422)
    assert "Choisissez le service" in head.text
    head.submit(
        "Donner cette réponse",
        outcome="kept",
        reason="Oui.",
        department=str(fund.department.id),
        action_title="Zut",
        expect=422,
    )
    assert "Résumez l’action" in head.text
    assert session.exec(select(Action)).all() == []


@pytest.mark.parametrize(
    ("path", "who", "code"),
    [
        ("moderer", "owner", 403),
        ("ne-pas-publier", "head", 403),
        ("repondre", "owner", 403),
        ("etudier", "stranger", 409),
        ("fusionner", "head", 403),
        ("realisee", "owner", 403),
        ("remercier", "owner", 403),
        ("soutenir", "owner", 409),
    ],
)
def test_wrong_persons_are_sent_back(app, fund, session, now, path, who, code):
    idea = make_visible(session, fund, now)
    session.commit()
    person = signed_in(app, fund.people[who])
    person.open(f"/idees/{idea.id}")
    person.post(f"/idees/{idea.id}/{path}", reason="x", outcome="not_kept", expect=code)
    assert session.get(Idea, idea.id, populate_existing=True).status is S.VISIBLE


@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR])
def test_readers_and_administrators_have_no_ideas(app, fund, session, now, role):
    idea = make_visible(session, fund, now)
    user = make_user(session, role)
    session.commit()
    person = signed_in(app, user)
    for path in ("/idees/", "/idees/proposer", f"/idees/{idea.id}", f"/trace/idea/{idea.id}"):
        person.open(path, expect=403)


def test_an_idea_not_yet_visible_does_not_exist_for_colleagues(app, fund, session, now):
    idea = make_idea(session, fund, now)
    session.commit()
    head = signed_in(app, fund.head)
    for path in (f"/idees/{idea.id}", f"/trace/idea/{idea.id}", "/idees/9999"):
        head.open(path, expect=404)
    head.open("/idees/")
    assert "scanner" not in head.text
    signed_in(app, fund.owner).open(f"/idees/{idea.id}")


def test_hostile_words_are_shown_as_text(app, fund, session, now):
    hostile = "<script>alert(1)</script> {{ 7*7 }} <b>gras</b>"
    idea = make_visible(session, fund, now, text=hostile, title=hostile)
    ideas.comment(session, idea, hostile, fund.head, now)
    session.commit()
    idea_reading.read_new(session, now)
    person = signed_in(app, fund.stranger)
    for path in ("/idees/", f"/idees/{idea.id}"):
        person.open(path)
        assert "<b>gras</b>" in person.text
        assert "{{ 7*7 }}" in person.text


def test_fifty_thousand_characters_are_refused_and_kept_on_the_page(app, fund, session):
    author = signed_in(app, fund.owner)
    author.open("/idees/proposer")
    author.submit("Déposer", text="mot " * 12_500, expect=422)
    assert "5000 caractères au plus" in author.text
    assert len(author.page.find("textarea").get_text()) > 49_000
    assert session.exec(select(Idea)).all() == []


def test_a_comment_too_long_or_empty_is_refused_beside_its_field(app, fund, session, now):
    idea = make_visible(session, fund, now)
    session.commit()
    person = signed_in(app, fund.stranger)
    for typed in ("", "x" * 2001):
        person.open(f"/idees/{idea.id}")
        person.submit("Donner mon avis", comment=typed, expect=422)


def test_two_ideas_become_one(app, fund, session, now):
    idea = make_visible(session, fund, now)
    twin = make_visible(session, fund, now, by=fund.stranger, text="Un scanner chez nous")
    ideas.support(session, twin, fund.head)
    session.commit()
    officer = signed_in(app, fund.officer)
    officer.open(f"/idees/{twin.id}")
    officer.submit("Fusionner", number="I-1999-1", expect=409)
    officer.open(f"/idees/{twin.id}")
    officer.submit("Fusionner", number=f" {idea.number.lower()} ")
    officer.follow()
    assert "Fusionnée avec" in officer.text
    officer.open(f"/idees/{idea.id}")
    assert "1 soutien" in officer.text
    assert twin.number in officer.text


def test_every_state_has_its_page(app, fund, session, now):
    made = [make_idea(session, fund, now, text="Déposée"), make_done(session, fund, now)]
    for status in (S.STUDIED, S.ALREADY_DONE, S.TO_RIPEN, S.NOT_KEPT, S.THANKED):
        idea = make_visible(session, fund, now, text=f"Idée {status.label}")
        idea.status, idea.reason, idea.ripen_on = status, "Parce que.", now.date()
        idea.decided_at, idea.decided_by_id = now, fund.head.id
        made.append(idea)
    session.commit()
    for who in (fund.officer, fund.management, fund.owner):
        person = signed_in(app, who)
        person.open("/mon-travail")
        for idea in made:
            person.open(f"/idees/{idea.id}")
            assert idea.number in person.text


def test_the_list_asks_as_many_queries_for_sixty_ideas_as_for_three(app, fund, session, now):
    asked = {}
    for size in (3, 57):
        for n in range(size):
            idea = make_visible(session, fund, now, text=f"Idée {size} {n}")
            ideas.support(session, idea, fund.stranger)
        session.commit()
        person = signed_in(app, fund.officer)
        for path in ("/idees/", "/idees/?ordre=a-decider", "/mon-travail"):
            asked.setdefault(path, []).append(queries(app, person, path))
        session.rollback()
    person.open("/idees/?page=3")
    assert "page 3 sur 3" in person.text
    assert {path: few for path, (few, many) in asked.items() if few != many} == {}


def queries(app, person, path):
    """How many statements a page asks for."""
    seen = []

    def note(*args):
        seen.append(args[2])

    engine = app.extensions["engine"]
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        person.open(path)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return len(seen)
