"""The second entry of a sheet, as two colleagues live it on screen."""

import pytest
from sqlmodel import select

from organisation.models import Role
from survey.answering import answering, codes, invitations
from survey.models import Draft, EntryTally, SecondEntry
from tests.builders import make_department, make_user
from tests.conftest import MONDAY
from tests.entry_builders import ANSWERS, code_of, draw, key_in, signed_in_colleague
from tests.pages import Visitor
from tests.survey_builders import make_invitation


@pytest.fixture
def judged(session):
    return make_department(session)


@pytest.fixture
def keyer(session):
    return make_user(session, department=make_department(session), name="Inès Roy")


@pytest.fixture
def invitation(app, session, now, judged, keyer):
    """A sheet of paper keyed in, and drawn."""
    draw(100)
    made = make_invitation(session, department=judged)
    key_in(session, made, keyer, now)
    session.commit()
    return made


@pytest.fixture
def colleague(visitor, session, invitation):
    """Somebody else, signed in."""
    return signed_in_colleague(visitor, session)


def open_sheet(visitor, invitation, expect=200):
    visitor.open("/saisie/")
    return visitor.submit("Ouvrir", code=code_of(invitation), expect=expect)


def cells(visitor, caption: str) -> list[list[str]]:
    """The rows of the table that bears these words."""
    table = next(t for t in visitor.page.find_all("table") if caption in t.caption.get_text())
    return [[" ".join(td.get_text(" ").split()) for td in row.find_all("td")] for row in table.tbody.find_all("tr")]  # fmt: skip


def test_whoever_keys_a_drawn_sheet_is_told_to_put_it_aside(visitor, session, judged, keyer):
    invitation = make_invitation(session, department=judged)
    session.commit()
    visitor.sign_in(keyer)
    draw(100)
    open_sheet(visitor, invitation)
    visitor.submit("Enregistrer", **ANSWERS)
    visitor.follow()
    assert "posez-la sur la pile des feuilles à saisir deux fois" in visitor.text
    assert cells(visitor, "feuille attend")[0][2] == "à confier à une autre personne que vous"


def test_two_entries_that_agree_end_there(colleague, session, invitation):
    open_sheet(colleague, invitation)
    assert "Seconde saisie" in colleague.page.h1.get_text()
    assert "Rappeler" not in colleague.response.text  # the first entry is not shown
    assert not colleague.page.find("input", attrs={"checked": True})
    colleague.submit("Enregistrer", **ANSWERS)
    colleague.follow()
    assert "Les deux saisies disent la même chose." in colleague.text
    assert cells(colleague, "Erreurs de saisie") == [["2027", "1", "14", "0", "0,0 % entre 0,0 % et 21,5 %"]]  # fmt: skip
    session.expire_all()
    assert session.exec(select(SecondEntry)).all() == []


def test_what_differs_is_decided_with_the_paper_in_hand(colleague, session, invitation):
    open_sheet(colleague, invitation)
    colleague.submit("Enregistrer", **(ANSWERS | {"effort": "4", "suggestion": "Rappeler demain"}), expect=200)  # fmt: skip
    assert "Les deux saisies diffèrent sur 2 questions." in colleague.text
    shown = [dd.get_text() for dd in colleague.page.find_all("dd")]
    assert shown == ["Énormément d’efforts", "Beaucoup d’efforts", "Rappeler quand on l’a promis.", "Rappeler demain"]  # fmt: skip
    assert not colleague.page.find("input", attrs={"name": "effort", "checked": True})
    assert colleague.page.find("input", attrs={"name": "effort", "value": ""})  # nothing ticked
    colleague.submit("Garder", effort="4", suggestion="Rappeler quand on l’a promis.")
    colleague.follow()
    assert "La réponse dit ce que porte la feuille." in colleague.text
    session.expire_all()
    assert answering.read(session.exec(select(Draft)).one())["effort"] == "4"


def test_a_question_left_undecided_is_given_back_with_the_others(colleague, invitation):
    open_sheet(colleague, invitation)
    colleague.submit("Enregistrer", **(ANSWERS | {"effort": "4", "comprehension": "3"}), expect=200)
    colleague.submit("Garder", effort="4", expect=422)
    assert "Dites ce que porte la feuille" in colleague.text
    assert colleague.page.find("input", attrs={"name": "effort", "value": "4", "checked": True})
    colleague.submit("Garder", comprehension="2")


def test_another_person_may_decide_later(app, colleague, session, invitation, keyer):
    open_sheet(colleague, invitation)
    colleague.submit("Enregistrer", **(ANSWERS | {"effort": "4"}), expect=200)
    colleague.open("/saisie/")
    assert cells(colleague, "feuille attend")[0][2] == "à trancher, la feuille en main"
    other = Visitor(app).sign_in(keyer)
    open_sheet(other, invitation)
    assert "ce que dit le papier" in other.page.h1.get_text()
    other.submit("Garder", effort="5")


def test_whoever_keyed_it_first_is_sent_to_a_colleague(visitor, invitation, keyer):
    visitor.sign_in(keyer)
    open_sheet(visitor, invitation, expect=422)
    assert "confiez la seconde saisie à une autre personne" in visitor.text
    visitor.post("/saisie/seconde", expect=409, sheet_code=invitations.code(invitation), **ANSWERS)


def test_the_judged_department_sees_nothing_of_it(visitor, session, judged, invitation):
    user = make_user(session, Role.HEAD, judged)
    session.commit()
    visitor.sign_in(user).open("/saisie/")
    assert "Aucune feuille n’attend de seconde saisie." in visitor.text
    open_sheet(visitor, invitation, expect=422)
    for path in ("/saisie/seconde", "/saisie/trancher"):
        visitor.open("/saisie/")
        visitor.post(path, expect=409, sheet_code=invitations.code(invitation), **ANSWERS)
    session.expire_all()
    assert session.exec(select(EntryTally)).all() == []


def test_a_second_entry_with_a_fault_is_given_back_and_counts_nothing(colleague, session, invitation):  # fmt: skip
    open_sheet(colleague, invitation)
    colleague.submit("Enregistrer", effort="4", expect=422)
    assert "Seconde saisie" in colleague.page.h1.get_text()
    assert colleague.page.find("input", attrs={"name": "effort", "value": "4", "checked": True})
    session.expire_all()
    assert session.exec(select(EntryTally)).all() == []


def test_the_second_entry_sent_twice_counts_once(colleague, session, invitation):
    open_sheet(colleague, invitation)
    code = invitations.code(invitation)
    colleague.submit("Enregistrer", **ANSWERS)
    colleague.post("/saisie/seconde", expect=409, sheet_code=code, **ANSWERS)
    session.expire_all()
    assert session.exec(select(EntryTally)).one().sheets == 1


def test_only_the_start_of_a_code_is_on_the_page(colleague, invitation):
    colleague.open("/saisie/")
    code = invitations.code(invitation)
    assert cells(colleague, "feuille attend")[0][0] == code[:4]
    assert code not in colleague.response.text
    assert codes.shown(code) not in colleague.response.text


def test_the_page_says_when_no_sheet_is_drawn(visitor, session, app):
    user = make_user(session)
    session.commit()
    visitor.sign_in(user)
    visitor.open("/saisie/")
    assert "5 % des feuilles de papier" in visitor.text


def test_a_long_pile_is_shown_by_pages_and_by_what_remains(
    visitor, session, keyer, judged, invitation
):
    for _ in range(26):
        key_in(session, make_invitation(session, department=judged), keyer, MONDAY)
    colleague = make_user(session, department=make_department(session))
    session.commit()
    visitor.sign_in(colleague).open("/saisie/?reste=seconde-saisie")
    assert len(cells(visitor, "27\u00a0feuilles attendent")) == 25
    visitor.open(visitor.page.find("a", string="Suivante")["href"])
    assert len(cells(visitor, "feuilles attendent")) == 2
    link = next(a for a in visitor.page.find_all("a") if "trancher" in a.get_text())
    visitor.open(link["href"])
    assert "Aucune feuille ici" in visitor.text
    visitor.open("/saisie/?reste=nimporte&page=deux")
    assert len(cells(visitor, "feuilles attendent")) == 25
