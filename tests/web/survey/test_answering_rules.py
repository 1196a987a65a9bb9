"""The rules of the member's path, by number: what can be read in a page without a browser."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from core import clock, settings
from core.errors import TooMany
from survey.answering import answering, invitations
from survey.models import Draft, Invitation
from survey.privacy import transfer
from tests.pages import Visitor
from tests.survey_builders import answer, make_invitation

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


# ---------------------------------------------------------------- rules 7, 8 and 19


def test_rule_07_a_page_left_open_for_two_months_still_sends_its_answers(
    visitor, session, monkeypatch, now
):
    """No session stands behind a page: it is read on the last evening as on the first."""
    invitation = make_invitation(session)
    link, last_day = f"/r/{invitations.token(invitation)}", invitation.closes_on
    session.commit()
    visitor.open(link)
    late = now.replace(year=last_day.year, month=last_day.month, day=last_day.day, hour=20)
    monkeypatch.setattr(clock, "now", lambda: late)
    visitor.submit(satisfaction="good")
    visitor.follow()
    assert "Page 2" in visitor.text


def test_rule_07_no_page_ends_by_itself(visitor, link):
    for page in walk(visitor, link):
        assert page.find("meta", attrs={"http-equiv": re.compile("refresh", re.IGNORECASE)}) is None
        assert "Refresh" not in visitor.response.headers


def test_rule_08_no_pop_up_tooltip_carousel_captcha_or_sign_in(visitor, link):
    for page in walk(visitor, link):
        assert page.find(["dialog", "video", "audio", "marquee", "canvas", "object"]) is None
        assert page.find(attrs={"popover": True}) is None
        assert page.find(title=True, attrs={"title": re.compile(".")}) is None
        assert page.find("input", type=re.compile("password|email|file")) is None
        assert not re.search("captcha|franceconnect|se connecter", page.get_text(), re.IGNORECASE)
        assert not re.search(r"@keyframes|animation|transition", page.find("style").get_text())


def test_rule_19_every_answer_is_read_again_with_a_way_to_change_it(visitor, link):
    visitor.open(link)
    visitor.submit(satisfaction="good", comprehension="3")
    page = visitor.open(f"{link}/verifier")
    assert "Vérifiez vos réponses" in page.find("h1").get_text()
    lines = page.select("dl > div")
    shown = [[plain(part.get_text()).strip() for part in line.find_all(["dt", "dd"])] for line in lines]  # fmt: skip
    assert shown[0][1:] == ["Très bien", "Modifier la réponse à la question 1"]
    assert shown[1][1] == "Ni clair, ni obscur"
    assert shown[2][1] == "Pas de réponse"
    for line in lines:
        address, _, code = line.find("a")["href"].partition("#")
        assert visitor.open(address).find(id=code), "the link leads to its question"


@pytest.mark.parametrize("way", ["une=1", "facile=1"])
def test_rule_19_to_change_an_answer_keeps_the_way_that_was_chosen(visitor, link, way):
    visitor.open(f"{link}?{way}")
    visitor.submit("Continuer", satisfaction="good")
    page = visitor.open(f"{link}/verifier?{way}")
    links = [found["href"] for found in page.select("dl a")]
    assert links
    assert all(way in found for found in links)


# ---------------------------------------------------------------- what a member does unawares


def test_two_tabs_keep_the_answers_of_both(app, link):
    first, second = Visitor(app), Visitor(app)
    first.open(link)
    second.open(f"{link}?page=2")
    first.submit(satisfaction="good", comprehension="4")
    second.submit(effort="2")
    page = first.open(link)
    assert checked(page) == {("satisfaction", "good"), ("comprehension", "4")}
    assert ("effort", "2") in checked(second.open(f"{link}?page=2"))


def test_the_same_page_in_two_tabs_keeps_what_was_sent_last(app, link):
    first, second = Visitor(app), Visitor(app)
    first.open(link)
    second.open(link)
    first.submit(satisfaction="good")
    second.submit(satisfaction="bad")
    assert checked(first.open(link)) == {("satisfaction", "bad")}


def test_sending_in_a_second_tab_gives_the_receipt_that_holds(app, link, session):
    first, second = Visitor(app), Visitor(app)
    first.open(link)
    first.submit(satisfaction="good")
    for tab in (first, second):
        tab.open(f"{link}/verifier")
    receipts = []
    for tab in (first, second):
        page = tab.submit("Envoyer mes réponses", expect=200)
        receipts.append(plain(page.select_one(".code").get_text()).strip())
    assert receipts[0] != receipts[1]
    assert len(session.exec(select(Draft)).all()) == 1
    session.rollback()
    first.open("/recu/")
    first.submit(code=receipts[0], expect=422)
    second.open("/recu/")
    second.submit(code=receipts[1], expect=200)
    assert second.page.find("a", string="Revoir et corriger mes réponses")


def test_going_back_in_the_browser_and_sending_again_changes_the_answer_without_a_second_one(
    visitor, link, session
):
    visitor.open(link)
    before = visitor.page
    visitor.submit(satisfaction="good", comprehension="3")
    visitor.follow()
    visitor.page = before  # what the « back » button of a browser shows again
    visitor.post(link, satisfaction="bad")
    assert checked(visitor.open(link)) == {("satisfaction", "bad")}
    assert len(session.exec(select(Draft)).all()) == 1


def test_reloading_never_sends_a_page_again(visitor, link):
    """After each page the answer is « go there » (303): to reload is to read."""
    visitor.open(link)
    visitor.submit(satisfaction="good", expect=303)
    address = visitor.response.headers["Location"]
    once = visitor.open(address).find("main").get_text()
    assert visitor.open(address).find("main").get_text() == once


def test_reloading_the_thanks_sends_nothing_twice(visitor, link, session):
    visitor.open(link)
    visitor.submit(satisfaction="good")
    visitor.open(f"{link}/verifier")
    visitor.submit("Envoyer mes réponses", expect=200)
    visitor.post(f"{link}/envoyer", expect=200, go="send")
    assert len(session.exec(select(Draft)).all()) == 1
    assert "code de reçu" in visitor.text


def test_answering_after_closing_is_refused_whatever_is_pressed(visitor, session, monkeypatch, now):
    invitation = make_invitation(session)
    link, last_day = f"/r/{invitations.token(invitation)}", invitation.closes_on
    session.commit()
    visitor.open(link)
    visitor.submit(satisfaction="good")
    after = now.replace(year=last_day.year, month=last_day.month, day=last_day.day) + timedelta(1)
    monkeypatch.setattr(clock, "now", lambda: after)
    for path, fields in ((link, {"satisfaction": "bad"}), (f"{link}/envoyer", {"go": "send"})):
        visitor.post(path, expect=410, **fields)
        assert "Ce questionnaire est terminé" in visitor.text
    visitor.open(f"{link}/verifier", expect=410)
    assert answering.read(session.exec(select(Draft)).one()) == {"satisfaction": "good"}


def test_after_the_answers_have_left_their_author_the_link_says_what_to_do(
    visitor, link, session, now
):
    """Shared or opened again, it shows no answer: only the receipt leads to them."""
    visitor.open(link)
    visitor.submit(satisfaction="good")
    visitor.open(f"{link}/verifier")
    visitor.submit("Envoyer mes réponses", expect=200)
    for _ in range(9):
        answer(session, make_invitation(session))
    assert transfer.transfer_ready(session, now) == 10
    session.commit()
    for path in (link, f"{link}?page=2", f"{link}/verifier"):
        visitor.open(path, expect=409)
        assert "Vous avez déjà répondu" in visitor.text
        assert "tapez le code de votre reçu" in visitor.text
        assert visitor.page.find("input", checked=True) is None


def test_a_link_shared_before_sending_is_one_answer_still(app, link, session):
    """Whoever has the link has the questionnaire, as with a letter: one answer counts, the last."""
    member, friend = Visitor(app), Visitor(app)
    member.open(link)
    member.submit(satisfaction="good")
    friend.open(link)
    friend.submit(satisfaction="bad")
    assert len(session.exec(select(Draft)).all()) == 1


def checked(page):
    return {(one["name"], one["value"]) for one in page.find_all("input", checked=True)}
