"""The rules of the member's path, by number: what can be read in a page without a browser."""

import re

import pytest
from sqlmodel import select

from core import settings
from core.errors import TooMany
from survey import invitations
from survey.models import Draft, Invitation
from tests.survey_builders import make_invitation

PAGES = range(1, 5)


@pytest.fixture
def link(session):
    """The path of an open invitation."""
    path = f"/r/{invitations.token(make_invitation(session))}"
    session.commit()
    return path


def walk(visitor, link):
    """Every page of the path in turn, from the first page to the review."""
    for number in PAGES:
        yield visitor.open(f"{link}?page={number}")
    yield visitor.open(f"{link}/verifier")


def tells_the_telephone(page):
    """The number of the fund, to press, and its hours, at the foot."""
    fund, foot = settings.Settings(), page.find("footer")
    assert foot.find("a", href=f"tel:{fund.FUND_PHONE.replace(' ', '')}")
    assert plain(fund.FUND_HOURS) in plain(foot.get_text())
    assert "par téléphone ou sur papier" in plain(foot.get_text())


def plain(text):
    """With ordinary spaces and apostrophes, as the settings are typed."""
    return re.sub(r"\s+", " ", text).replace("’", "'")


def test_rule_01_no_script_no_third_party_no_cookie(visitor, link):
    for page in walk(visitor, link):
        assert page.find(["script", "img", "iframe"]) is None
        assert page.find("link", rel="stylesheet") is None
        assert "Set-Cookie" not in visitor.response.headers


def test_rule_01_a_page_and_its_styles_weigh_ten_kilobytes_at_most(visitor, link):
    for page in walk(visitor, link):
        assert page.find("style") is not None
        assert len(visitor.response.data) <= 10_240


def test_rule_06_the_telephone_and_its_hours_stand_on_every_page(visitor, link):
    for page in walk(visitor, link):
        tells_the_telephone(page)


def test_rule_06_the_telephone_stands_on_the_page_of_an_unknown_link(visitor):
    tells_the_telephone(visitor.open("/r/inconnu", expect=404))


@pytest.mark.parametrize("rest", ["/r/", "/r/inconnu/de/trop", "/code/ABCD"])
def test_rule_06_the_telephone_stands_on_an_address_that_matches_no_page(visitor, rest):
    tells_the_telephone(visitor.open(rest, expect=404))


@pytest.mark.parametrize(
    ("fault", "code"), [(TooMany("Attendez une heure."), 429), (RuntimeError("panne"), 500)]
)
def test_rule_06_the_telephone_stands_on_the_page_of_a_fault(
    app, visitor, link, monkeypatch, fault, code
):
    def fail(*_):
        raise fault

    monkeypatch.setattr(invitations, "by_token", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    tells_the_telephone(visitor.open(link, expect=code))


def test_rule_10_no_list_to_unroll_no_slider_no_calendar(visitor, link):
    for page in walk(visitor, link):
        assert page.find(["select", "table"]) is None
        assert page.find("input", type=re.compile("range|date|color|number")) is None


def test_rule_12_nothing_is_chosen_beforehand_and_each_choice_can_be_cleared(visitor, link):
    for page in walk(visitor, link):
        assert page.find("input", checked=True) is None
        for name in {field["name"].split(".")[0] for field in page.find_all("input", type="radio")}:
            assert page.find("button", attrs={"name": "clear", "value": name})


def test_rule_13_what_is_not_required_is_said_in_words(visitor, link):
    page = visitor.open(link)
    legends = [legend.get_text() for legend in page.select("form > fieldset > legend")]
    assert "(facultatif)" not in legends[0]
    assert len(legends) > 1
    assert all("(facultatif)" in legend for legend in legends[1:])
    assert not any("*" in legend for legend in legends)


def test_rule_18_another_device_goes_on_where_the_first_one_stopped(app, visitor, link):
    visitor.open(link)
    visitor.submit(satisfaction="good", comprehension="3")
    page = type(visitor)(app).open(link)
    assert page.find("input", attrs={"name": "comprehension", "value": "3", "checked": True})


def test_rule_20_the_summary_takes_the_focus_and_leads_to_the_question(visitor, link):
    visitor.open(link)
    page = visitor.submit(comprehension="3", expect=422)
    assert re.match(r"Erreur\s: ", page.title.get_text())
    box = page.find(attrs={"role": "alert"})
    assert box.has_attr("autofocus")
    assert page.find(id=box.find("a")["href"].removeprefix("#"))["name"] == "satisfaction"


def test_rule_20_no_button_is_ever_disabled(visitor, link):
    for page in walk(visitor, link):
        assert page.find("button")
        assert page.find(disabled=True) is None


def test_rule_23_a_link_that_carries_an_answer_records_and_chooses_nothing(visitor, link, session):
    page = visitor.open(f"{link}?satisfaction=good&go=next")
    assert page.find("input", checked=True) is None
    session.rollback()
    assert session.exec(select(Draft)).all() == []
    assert session.exec(select(Invitation)).one().was_opened is False


def test_to_be_called_back_stands_on_every_page_even_that_of_an_unknown_link(visitor, link):
    for page in [*walk(visitor, link), visitor.open("/r/inconnu", expect=404)]:
        assert page.find("footer").find("a", string="Être rappelé")["href"] == "/rappel"


def test_rule_09_the_number_of_questions_and_the_time_are_said_first(visitor, link):
    page = visitor.open(link)
    assert re.search(r"[1-8] questions, [1-3] minutes? environ", plain(page.get_text()))
    assert "Seule la première question est obligatoire" in plain(page.get_text())


def test_rule_11_every_degree_is_named_and_not_knowing_stands_apart(visitor, link):
    rows = visitor.open(link).find("input", attrs={"name": "comprehension"}).find_parent("fieldset")
    assert [len(row.get_text(strip=True)) > 3 for row in rows.select("label")] == [True] * 6
    assert [row.get_text(strip=True) for row in rows.select(".apart")] == ["Je ne sais pas"]


def test_rules_14_and_15_two_free_boxes_come_last_and_ask_for_no_name(visitor, link):
    pages = [visitor.open(f"{link}?page={number}") for number in PAGES]
    assert not any(page.find("textarea") for page in pages[:2])
    boxes = pages[-1].find_all("textarea")
    assert [box["name"] for box in boxes] == ["praise", "suggestion"]
    assert all(box["rows"] == "5" and not box.has_attr("maxlength") for box in boxes)
    assert plain(pages[-1].get_text()).count("N'écrivez pas votre nom") == 2


def test_rule_16_the_page_says_what_is_known_and_asks_no_identity(visitor, link):
    assert "Vous avez rejoint la caisse en février 2027" in plain(visitor.open(link).get_text())
    for page in walk(visitor, link):
        assert page.find("input", type="text") is None


def test_rule_17_three_short_pages_or_one_question_a_page(visitor, link):
    assert "Page 1 sur 3" in plain(visitor.open(link).get_text())
    page = visitor.open(f"{link}?une=1")
    assert "Question 1 sur" in plain(page.get_text())
    assert {field["name"] for field in page.find_all("input")} == {"satisfaction"}


def test_rule_21_the_receipt_says_what_follows_and_until_when(visitor, link):
    visitor.open(link)
    visitor.submit(satisfaction="good")
    visitor.open(f"{link}/verifier")
    page = visitor.submit("Envoyer mes réponses", expect=200)
    assert re.fullmatch(r"\w{4}( \w{4})+", plain(page.select_one(".code").get_text()).strip())
    for words in ("Notez-le ou imprimez cette page", "corriger ou retirer", "Et maintenant"):
        assert words in plain(page.get_text())


def test_rule_22_the_answer_counts_as_soon_as_the_first_question_is_kept(visitor, link, session):
    visitor.open(link)
    visitor.submit(satisfaction="good")
    assert session.exec(select(Draft)).one().counts is True
