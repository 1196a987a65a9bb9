"""« Vu du dehors, vu du dedans »: on the pages of topics, of a report, of an idea, of a trace."""

from datetime import date

import pytest

from actionplans.models import InsideTopic
from organisation.models import Role
from tests.actionplans_malfunctions_builders import make_report
from tests.analysis_builders import make_verbatim
from tests.builders import make_charter, make_department, make_user
from tests.inside_builders import make_topic, put


@pytest.fixture
def people(session, now):
    make_charter(session, now)
    department = make_department(session, "Standard", activities=("accueil_telephonique",))
    found = {role: make_user(session, role, department) for role in Role}
    session.commit()
    return found


@pytest.fixture
def told(session, now, people):
    """Two reports near the same topic of members, one of each of two departments; two that staff alone speak of."""
    topic = make_topic(session, now)
    other = make_department(session, "Courrier")
    alone = InsideTopic(theme="telephone", name="Casque sans fil")
    session.add(alone)
    session.flush()
    common = {"theme": "telephone", "qualified_on": now.date()}
    made = {}
    for name, text, department, where in (
        ("ours", "La musique grésille.", people[Role.HEAD].department, topic),
        ("theirs", "La musique s’arrête.", other, topic),
        ("alone", "Le casque sans fil.", other, alone),
        ("also", "Un casque sans fil.", other, alone),
    ):
        made[name] = make_report(session, now, told=text, department=department, **common)
        put(session, made[name], where)
    session.commit()
    return topic, made


def chip(visitor):
    return " ".join(visitor.page.find("nav", class_="topics").find("a").get_text(" ").split())


def inside(visitor):
    return [one.a.get_text() for one in visitor.page.select("ul.told li")]


def test_the_officer_sees_a_topic_from_both_sides(visitor, people, told):
    topic, _ = told
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topic.id}")
    assert chip(visitor) == "Musique 10 · 2 du dedans"
    assert inside(visitor) == ["La musique s’arrête.", "La musique grésille."]
    assert [h.get_text() for h in visitor.page.find_all("h4")] == ["Vu du dedans", "Vu du dehors"]
    assert len(visitor.page.find_all("blockquote")) == 10


def test_a_head_sees_and_counts_the_reports_of_their_own_department_alone(visitor, people, told):
    topic, made = told
    visitor.sign_in(people[Role.HEAD])
    visitor.open(f"/sujets/telephone?sujet={topic.id}")
    assert chip(visitor) == "Musique 10 · 1 du dedans"
    assert inside(visitor) == ["La musique grésille."]
    visitor.open("/sujets/telephone")
    assert "Casque" not in visitor.text
    assert made["theirs"].number not in visitor.text


def test_management_counts_none_of_the_reports_it_may_not_read(visitor, people, told):
    topic, _ = told
    visitor.sign_in(people[Role.MANAGEMENT])
    visitor.open(f"/sujets/telephone?sujet={topic.id}")
    assert chip(visitor) == "Musique 10"
    assert "aucun n’est proche de ce sujet" in visitor.text
    visitor.open("/sujets/carte")
    assert "Vus du dedans seulement" not in visitor.text


def test_topics_seen_only_from_inside_are_named(visitor, people, told):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone")
    (topic,) = visitor.page.select(".beyond > details > summary")
    assert " ".join(topic.get_text(" ").split()).startswith("Casque sans fil du dedans seulement")


def test_the_map_has_both_counts_and_the_topics_of_staff_alone(visitor, people, told):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/carte")
    members, alone = visitor.page.find_all("table", class_="cards")
    row = [" ".join(cell.get_text().split()) for cell in members.tbody.tr.find_all("td")]
    assert row[2:4] == ["10 phrases", "2 signalements"]
    row = [" ".join(cell.get_text().split()) for cell in alone.tbody.tr.find_all("td")]
    assert row == ["Casque sans fil", "Joindre la caisse par téléphone", "2 signalements"]


def test_a_report_leads_to_the_topic_near_it_and_so_does_its_trace(visitor, people, told):
    topic, made = told
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    for page in (f"/signalements/{made['ours'].id}", f"/trace/malfunction/{made['ours'].id}"):
        visitor.open(page)
        (link,) = [a for a in visitor.page.find_all("a") if a.get_text() == "Musique"]
        assert f"sujet={topic.id}" in link["href"]


def test_an_earlier_quarter_says_where_staff_is_told_of(visitor, people, told, session):

    for _ in range(10):
        make_verbatim(session, "telephone", period_start=date(2026, 11, 1))
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone?du=2026-10-01")
    assert "rapprochés des sujets les plus récents" in visitor.text
    assert inside(visitor) == []


# ---------------------------------------------------------------- what stands in the wrong topic


def forms(visitor):
    return visitor.page.select("ul.told form")


def options(form):
    return [one.get_text() for one in form.select("option")]


def test_the_officer_moves_a_report_to_another_topic_and_takes_it_back(visitor, people, told, session, now):  # fmt: skip
    topic, made = told
    other = make_topic(session, now, "simulateur")
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topic.id}")
    form = forms(visitor)[0]
    assert options(form) == ["Simulateur", "Hors de ces sujets"]
    version = form.find("input", attrs={"name": "version"})["value"]
    visitor.post(form["action"], topic=other.id, version=version)
    visitor.open(f"/sujets/telephone?sujet={other.id}")
    assert inside(visitor) == [made["theirs"].title]
    visitor.post(form["action"], topic=0, version=version, expect=409)
    assert "l’a changé de sujet pendant que vous le regardiez" in visitor.text
    visitor.open("/sujets/telephone/dedans")
    (cell,) = [td.get_text(" ", strip=True) for td in visitor.page.find_all("td", attrs={"data-label": "Quoi"})]  # fmt: skip
    assert cell.endswith("changé de sujet\u00a0: Simulateur")
    visitor.post(visitor.page.select_one("td form")["action"])
    visitor.open("/sujets/telephone/dedans")
    assert visitor.page.find("span", string="annulé")
    visitor.open(f"/sujets/telephone?sujet={topic.id}")
    assert len(inside(visitor)) == 2


def test_a_text_taken_out_is_listed_far_from_all_topics(visitor, people, told):
    topic, made = told
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/sujets/telephone?sujet={topic.id}")
    visitor.post(forms(visitor)[0]["action"], topic=0, version=0)
    visitor.open("/sujets/telephone")
    assert "n’est plus dans ces sujets" in visitor.text
    (far,) = [one for one in visitor.page.select(".beyond summary") if "Loin de tout" in one.get_text()]  # fmt: skip
    assert made["theirs"].title in far.parent.get_text()


def test_a_text_of_a_topic_of_staff_may_leave_it_or_join_members(visitor, people, told):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone")
    assert options(forms(visitor)[0]) == ["Musique", "Hors de ce sujet"]


def test_a_head_and_management_move_nothing(visitor, people, told):
    topic, _ = told
    for role in (Role.HEAD, Role.MANAGEMENT):
        visitor.sign_in(people[role])
        visitor.open(f"/sujets/telephone?sujet={topic.id}")
        assert forms(visitor) == []


def test_nothing_moved_yet_is_said(visitor, people, told):
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open("/sujets/telephone/dedans")
    assert "Aucun signalement, aucune idée n’a été déplacé" in visitor.text
    for kind in ("signalement", "idee"):
        visitor.open("/sujets/telephone")
        visitor.post(f"/sujets/dedans/{kind}/9999", topic=0, expect=404)
