"""Sign in, sign out, change one's password, as somebody with a browser does."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from core import clock
from organisation.models import JournalEntry, Role, User
from tests.builders import make_user
from tests.pages import PASSWORD, Visitor


@pytest.fixture
def user(session: Session) -> User:
    made = make_user(session, Role.COLLABORATOR, email="ines@caisse.example")
    session.commit()
    return made


def deeds(session: Session) -> list[str]:
    found = list(session.exec(select(JournalEntry.deed).order_by(JournalEntry.id)))
    session.commit()  # the lock of SQLite is given back
    return found


def attempt(visitor: Visitor, user: User, password: str, expect: int = 422) -> str:
    visitor.open("/connexion")
    visitor.submit(email=user.email, password=password, expect=expect)
    return visitor.text


# ---------------------------------------------------------------- signing in


def test_the_right_password_opens_the_house_and_is_written_down(
    visitor: Visitor, user: User, session: Session
) -> None:
    visitor.sign_in(user)
    visitor.follow()
    assert user.name in visitor.text
    assert deeds(session) == ["sign_in"]


def test_the_address_may_be_typed_in_capitals_with_spaces_around(
    visitor: Visitor, user: User
) -> None:
    visitor.open("/connexion")
    visitor.submit(email="  INES@Caisse.Example ", password=PASSWORD)


def test_a_wrong_password_and_an_unknown_address_are_told_the_same_way(
    visitor: Visitor, user: User
) -> None:
    wrong = attempt(visitor, user, "pas le bon mot de passe")
    visitor.open("/connexion")
    visitor.submit(email="personne@caisse.example", password=PASSWORD, expect=422)
    assert "Adresse ou mot de passe inconnus" in wrong
    assert "Adresse ou mot de passe inconnus" in visitor.text


def test_the_address_typed_is_kept_and_the_password_is_not(visitor: Visitor, user: User) -> None:
    attempt(visitor, user, "pas le bon mot de passe")
    assert visitor.page.find(id="email")["value"] == user.email
    assert not visitor.page.find(id="password").get("value")


def test_an_empty_form_says_what_is_missing(visitor: Visitor) -> None:
    visitor.open("/connexion")
    visitor.submit(email="", password="", expect=422)
    assert "Indiquez votre adresse électronique" in visitor.text
    assert visitor.page.title.get_text().startswith("Erreur")


def test_the_cookie_is_for_this_site_and_out_of_reach_of_scripts(
    visitor: Visitor, user: User
) -> None:
    visitor.sign_in(user)
    cookie = visitor.response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_a_form_without_its_token_is_refused(visitor: Visitor, user: User) -> None:
    answer = visitor.client.post("/connexion", data={"email": user.email, "password": PASSWORD})
    assert answer.status_code == 400
    assert "Rechargez-la" in answer.text


# ---------------------------------------------------------------- locked out


def test_five_failures_close_the_account_for_a_quarter_of_an_hour(
    visitor: Visitor, user: User, session: Session, monkeypatch: Any, now: Any
) -> None:
    for _ in range(5):
        assert "inconnus" in attempt(visitor, user, "pas le bon mot de passe")
    assert "inconnus" in attempt(visitor, user, PASSWORD)
    assert deeds(session) == ["account_locked"]
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=14, seconds=59))
    assert "attendez un quart d’heure" in attempt(visitor, user, PASSWORD)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=15))
    attempt(visitor, user, PASSWORD, expect=303)


def test_a_success_forgets_the_failures_before_it(visitor: Visitor, user: User) -> None:
    for password in ("non", "non", "non", "non", PASSWORD, "non", "non", "non", "non"):
        attempt(visitor, user, password, expect=303 if password == PASSWORD else 422)
        visitor.client.delete_cookie("session")
    attempt(visitor, user, PASSWORD, expect=303)


# ---------------------------------------------------------------- going where one wanted


def sent_to(visitor: Visitor, user: User, wanted: str) -> str:
    page = visitor.client.get("/connexion", query_string={"suite": wanted})
    visitor._take(page, 200)
    visitor.submit(email=user.email, password=PASSWORD)
    return visitor.response.headers["Location"]


@pytest.mark.parametrize("wanted", ["/charte/", "/actions/?page=2&etat=retard", "/charte/DEL-02"])
def test_one_goes_on_to_the_page_one_wanted(visitor: Visitor, user: User, wanted: str) -> None:
    visitor.open(wanted, expect=302)
    visitor.follow()
    visitor.submit(email=user.email, password=PASSWORD)
    assert visitor.response.headers["Location"] == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "//evil.example/charte/",
        "http://evil.example",
        "https:evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\t//evil.example",
        "javascript:alert(1)",
        "evil.example",
        "@evil.example",
        "",
    ],
)
def test_one_is_never_sent_to_another_site(visitor: Visitor, user: User, wanted: str) -> None:
    assert sent_to(visitor, user, wanted) == "/mon-travail"


def test_the_wanted_page_survives_a_wrong_password(visitor: Visitor, user: User) -> None:
    visitor.open("/connexion?suite=/charte/")
    visitor.submit(email=user.email, password="non", expect=422)
    visitor.submit(email=user.email, password=PASSWORD)
    assert visitor.response.headers["Location"] == "/charte/"


# ---------------------------------------------------------------- leaving


def test_signing_out_closes_every_page(visitor: Visitor, user: User, session: Session) -> None:
    visitor.sign_in(user)
    visitor.open("/mon-compte")
    visitor.submit("Se déconnecter")
    visitor.open("/mon-compte", expect=302)
    assert deeds(session) == ["sign_in", "sign_out"]


def test_a_link_cannot_sign_anybody_out(visitor: Visitor, user: User) -> None:
    visitor.sign_in(user)
    visitor.open("/deconnexion", expect=405)
    visitor.open("/mon-compte")


def test_pages_are_not_kept_by_the_browser(visitor: Visitor, user: User) -> None:
    visitor.sign_in(user)
    visitor.open("/mon-compte")
    assert visitor.response.headers["Cache-Control"] == "no-store"


# ---------------------------------------------------------------- expired, closed


@pytest.fixture
def reader(session: Session, now: Any) -> User:
    """A reader whose last day is today."""
    made = make_user(session, Role.READER, expires_on=now.date())
    session.commit()
    return made


def test_a_reader_enters_on_the_last_day_until_midnight_in_paris(
    visitor: Visitor, reader: User, monkeypatch: Any, now: Any
) -> None:
    visitor.sign_in(reader)
    monkeypatch.setattr(clock, "now", lambda: now.replace(hour=22, minute=59))
    visitor.open("/mon-compte")
    monkeypatch.setattr(clock, "now", lambda: now.replace(hour=23))
    visitor.open("/mon-compte", expect=302)


def test_a_reader_does_not_enter_the_day_after(
    visitor: Visitor, reader: User, monkeypatch: Any, now: Any
) -> None:
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    assert "prolonger votre accès" in attempt(visitor, reader, PASSWORD)
    assert "inconnus" in attempt(visitor, reader, "une autre phrase")


def test_an_account_closed_meanwhile_is_out_at_the_next_page(
    visitor: Visitor, user: User, session: Session
) -> None:
    visitor.sign_in(user)
    session.get(User, user.id).is_active = False
    session.commit()
    visitor.open("/mon-compte", expect=302)


# ---------------------------------------------------------------- one's own account


def test_one_changes_ones_password_knowing_the_present_one(
    visitor: Visitor, user: User, session: Session
) -> None:
    visitor.sign_in(user)
    visitor.open("/mon-compte")
    visitor.submit("Changer", present=PASSWORD, wanted="une autre phrase, longue")
    visitor.follow()
    assert "Mot de passe changé" in visitor.text
    visitor.client.delete_cookie("session")
    attempt(visitor, user, PASSWORD)
    attempt(visitor, user, "une autre phrase, longue", expect=303)
    assert "change_password" in deeds(session)


def test_changing_ones_password_ends_the_sessions_opened_elsewhere(app: Any, user: User) -> None:
    here, elsewhere = Visitor(app), Visitor(app)
    here.sign_in(user)
    elsewhere.sign_in(user)
    here.open("/mon-compte")
    here.submit("Changer", present=PASSWORD, wanted="une autre phrase, longue")
    here.follow()
    here.open("/mon-compte")
    elsewhere.open("/mon-compte", expect=302)


@pytest.mark.parametrize(
    ("present", "wanted", "said"),
    [
        ("pas le bon", "une autre phrase, longue", "Le mot de passe actuel n’est pas le bon"),
        (PASSWORD, "court", "au moins 12 caractères"),
        ("", "", "Indiquez votre mot de passe actuel"),
    ],
)
def test_a_change_that_cannot_be_made_says_why_and_changes_nothing(
    visitor: Visitor, user: User, present: str, wanted: str, said: str
) -> None:
    visitor.sign_in(user)
    visitor.open("/mon-compte")
    visitor.submit("Changer", present=present, wanted=wanted, expect=422)
    assert said in visitor.text
    visitor.client.delete_cookie("session")
    attempt(visitor, user, PASSWORD, expect=303)


def test_the_last_day_is_a_day_of_paris(user: User) -> None:
    user.expires_on = date(2027, 3, 15)
    assert user.may_sign_in(date(2027, 3, 15))
    assert not user.may_sign_in(date(2027, 3, 16))
