"""The easy way does not stop at the thanks: correcting, withdrawing, objecting, being called back, and every refusal on the way."""

import re
from typing import Any

import pytest
from sqlmodel import Session, select

from survey.answering import answering, easy_refusals, invitations
from survey.models import Answer, CallBack, Draft, Invitation, InvitationStatus, Reply, Suppression
from survey.privacy import transfer
from survey.questionnaires import clear_language
from tests.pages import Visitor
from tests.survey_builders import answer, make_invitation

NEGATIVE = re.compile(r"\b(ne|pas|ni|jamais|sans)\b|\bn’")
MOST_WORDS = 14
HOURS = "du lundi au vendredi"


def assert_easy(visitor: Visitor) -> None:
    """Every sentence of the open page is short and says what is, not what is not; the page and its links stay on the easy way."""
    page = visitor.page
    assert page.find("body")["class"] == ["easy"]
    for block in page.select("main p:not(.code), main h1, main h2, main button, main dd, footer p"):
        said = " ".join(block.get_text(" ").split())
        for sentence in re.split(r"(?<=[.?]) | · ", said.split(HOURS)[0]):
            assert len(sentence.split()) <= MOST_WORDS, sentence
            assert not NEGATIVE.search(sentence), sentence
            assert clear_language.remarks(sentence) == [], sentence
    for kept in [*page.select("a[href]"), *page.find_all("form")]:
        address = kept.get("href") or kept["action"]
        if address.startswith(("/r/", "/recu/", "/rappel", "/code")):
            usual = "habituelle" in kept.get_text()
            assert ("facile=1" in address) is not usual, address
    assert len(visitor.response.data) <= 10_240


@pytest.fixture
def invitation(app: Any, session: Session) -> Invitation:
    made = make_invitation(session)
    session.commit()
    return made


def typed(visitor: Visitor, receipt: str, expect: int = 200) -> None:
    """Open the page of receipts in easy words, and type one."""
    visitor.open("/recu/?facile=1")
    assert_easy(visitor)
    visitor.submit(code=receipt, expect=expect)
    assert_easy(visitor)


def press(visitor: Visitor, words: str) -> None:
    """Follow the link that says this."""
    visitor.open(visitor.page.find("a", string=words)["href"])


def parted(session: Session, now: Any) -> str:
    """The receipt of a reply that has left its author."""
    receipts = [answer(session, make_invitation(session)) for _ in range(transfer.BATCH)]
    transfer.transfer_ready(session, now)
    assert session.exec(select(Draft)).all() == []
    session.commit()
    return receipts[0]


def test_the_thanks_lead_to_correct_and_withdraw_in_easy_words(visitor, session, invitation):
    answering.DraftSheet(session, invitation).keep({"satisfaction": "bad"})
    session.commit()
    visitor.open(f"/r/{invitations.token(invitation)}/verifier?facile=1")
    assert_easy(visitor)
    visitor.submit("Envoyer mes réponses", expect=200)
    assert_easy(visitor)
    receipt = visitor.page.select_one("p.code").get_text()
    press(visitor, "changer ou effacer vos réponses")
    assert_easy(visitor)
    visitor.submit(code=receipt, expect=200)
    press(visitor, "Lire et changer mes réponses")
    assert_easy(visitor)
    visitor.open(visitor.page.select_one("dd a")["href"])
    assert visitor.page.find("h1").get_text(strip=True) == "Comment ça s’est passé\u00a0?"
    visitor.submit("Continuer", satisfaction="good")
    session.rollback()
    draft = session.exec(select(Draft)).one()
    assert answering.read(draft)["satisfaction"] == "good"


def test_a_reply_apart_is_corrected_question_by_question(visitor, session, now, app):
    receipt = parted(session, now)
    typed(visitor, receipt)
    press(visitor, "Lire et changer mes réponses")
    assert_easy(visitor)
    visitor.open(visitor.page.select_one("dd a")["href"])
    assert_easy(visitor)
    assert visitor.page.find("h1").get_text(strip=True) == "Comment ça s’est passé\u00a0?"
    assert len(visitor.page.find_all("fieldset")) == 1
    visitor.submit("Continuer", satisfaction="medium")
    visitor.follow()
    assert_easy(visitor)
    assert "Moyen" in visitor.page.find("dd").get_text()
    session.rollback()
    general = select(Answer.value).where(Answer.question_code == "satisfaction")
    assert sorted(session.exec(general)) == ["good"] * (transfer.BATCH - 1) + ["medium"]


def test_one_changes_the_words_while_correcting(visitor, session, now, app):
    receipt = parted(session, now)
    visitor.open(f"/recu/{receipt}/2")
    assert visitor.page.find("h1").get_text() == "Corriger vos réponses"
    first = visitor.page.find("fieldset").find("input")["name"].split(".")[0]
    press(visitor, "Version facile à lire")
    assert_easy(visitor)
    assert visitor.page.find("fieldset").find("input")["name"].split(".")[0] == first


def test_clearing_an_answer_loses_nothing_typed_beside_it(visitor, session, now, app):
    receipt = parted(session, now)
    page = visitor.open(f"/recu/{receipt}/1")
    assert page.find("input", attrs={"name": "comprehension", "value": "4", "checked": True})
    visitor.post(f"/recu/{receipt}/1", satisfaction="bad", comprehension="4", clear="comprehension")
    page = visitor.follow()
    assert page.find("input", attrs={"name": "satisfaction", "value": "bad", "checked": True})
    assert not page.find("input", attrs={"name": "comprehension", "checked": True})


@pytest.mark.parametrize("is_apart", [False, True])
def test_one_withdraws_in_easy_words(visitor, session, now, app, is_apart):
    receipt = parted(session, now) if is_apart else answer(session, make_invitation(session))
    before = len(session.exec(select(Reply if is_apart else Draft)).all())
    session.commit()
    typed(visitor, receipt)
    visitor.submit("Effacer mes réponses", expect=200)
    assert_easy(visitor)
    assert "Tout est effacé" in visitor.text
    session.rollback()
    assert len(session.exec(select(Reply if is_apart else Draft)).all()) == before - 1


def test_one_objects_in_easy_words(visitor, session, invitation):
    visitor.open(f"/r/{invitations.token(invitation)}?facile=1")
    press(visitor, "Arrêter de recevoir nos enquêtes")
    assert_easy(visitor)
    visitor.submit("Arrêter de recevoir nos enquêtes", expect=200)
    assert_easy(visitor)
    session.rollback()
    assert session.exec(select(Suppression)).one().reason.value == "objection"


def test_one_asks_to_be_called_back_in_easy_words(visitor, session, invitation):
    visitor.open(f"/r/{invitations.token(invitation)}?facile=1")
    press(visitor, "Être rappelé")
    assert_easy(visitor)
    visitor.submit(phone="12", expect=422)
    assert_easy(visitor)
    assert "Écrivez tout votre numéro" in visitor.text
    visitor.submit(phone="06 12 34 56 78", expect=200)
    assert_easy(visitor)
    session.rollback()
    assert session.exec(select(CallBack)).one().about == ""


@pytest.mark.parametrize("code", ["", "2345", "OOOO OOOO OOOO", "BCDF GHJK BCDF"])
def test_a_wrong_receipt_is_told_in_easy_words(visitor, app, code):
    typed(visitor, code, expect=422)
    assert easy_refusals.WRONG_CODE.split(".")[0] in visitor.text


def test_the_code_of_a_letter_leads_to_the_easy_way(visitor, session, invitation):
    code = invitations.code(invitation)
    session.rollback()
    visitor.open("/code")
    press(visitor, "Version facile à lire")
    assert_easy(visitor)
    visitor.submit(code="2345", expect=422)
    assert_easy(visitor)
    visitor.submit(code=code)
    visitor.follow()
    assert visitor.page.find("body")["class"] == ["easy"]


def test_a_link_that_is_over_or_wrong_says_so_in_easy_words(visitor, session, now, app):
    old = make_invitation(session, sent_on=now.date().replace(year=2026, month=9))
    session.commit()
    visitor.open(f"/r/{invitations.token(old)}?facile=1", expect=410)
    assert_easy(visitor)
    visitor.open("/r/abc?facile=1", expect=404)
    assert_easy(visitor)


def refusals(session: Session, now: Any) -> dict[str, str]:
    """Addresses of the path that are refused, and how the usual sentence begins."""
    stopped = make_invitation(session, status=InvitationStatus.CANCELLED)
    over = make_invitation(session, status=InvitationStatus.CLOSED)
    answered = make_invitation(session, status=InvitationStatus.ANSWERED)
    receipt = answer(session, make_invitation(session))
    session.commit()
    links = [f"/r/{invitations.token(one)}" for one in (stopped, over, answered)]
    return {
        links[0]: "Ce questionnaire n’est pas ouvert",
        links[1]: "Ce questionnaire est terminé",
        links[2]: "Vous avez déjà répondu",
        f"/recu/{receipt}": "Ouvrez le lien de notre message",
    }


def test_whoever_objected_is_not_told_that_the_link_goes_on(visitor, session, invitation):
    """What was not sent is erased with the objection."""
    link = f"/r/{invitations.token(invitation)}"
    session.rollback()
    visitor.open(f"{link}/opposition")
    visitor.submit("Ne plus recevoir", expect=200)
    for way, goes_on in (("", "continue de fonctionner"), ("?facile=1", "marche encore")):
        visitor.open(f"{link}{way}", expect=409)
        assert goes_on not in visitor.text
        visitor.open(f"{link}/nulle/part{way}", expect=404)
        assert goes_on in visitor.text
    assert_easy(visitor)


def test_whoever_withdrew_and_opens_the_link_is_told_that_all_is_erased(
    visitor, session, invitation
):
    receipt = answer(session, invitation)
    link = f"/r/{invitations.token(invitation)}"
    session.commit()
    typed(visitor, receipt)
    visitor.submit("Effacer mes réponses", expect=200)
    visitor.open(link, expect=409)
    assert "Si vous l’avez retirée, elle est bien effacée." in visitor.text
    visitor.open(f"{link}?facile=1", expect=409)
    assert "Alors tout est effacé." in visitor.text
    assert_easy(visitor)


def test_every_refusal_of_the_path_is_told_in_easy_words(visitor, session, now, app):
    for address, first_words in refusals(session, now).items():
        usual = visitor.open(address, expect=409)
        assert first_words in visitor.text.replace("\u00a0", " "), usual
        visitor.open(f"{address}?facile=1", expect=409)
        assert_easy(visitor)
        assert first_words not in visitor.text
        assert easy_refusals.ANY.split(".")[0] not in visitor.text


@pytest.mark.parametrize(
    "easy", [*easy_refusals.BY_FIRST_WORDS.values(), easy_refusals.WRONG_CODE, easy_refusals.ANY]
)
def test_what_refuses_in_easy_words_is_easy(easy):
    for sentence in re.split(r"(?<=[.?]) ", easy):
        assert len(sentence.split()) <= MOST_WORDS, sentence
        assert not NEGATIVE.search(sentence), sentence
        assert clear_language.remarks(sentence) == []


def test_a_refusal_without_easy_words_says_whom_to_call():
    assert easy_refusals.easily("Une phrase d’un autre chemin.") == easy_refusals.ANY
