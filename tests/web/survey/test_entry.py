"""The screen where staff key in what came on paper or by telephone."""

import pytest
from sqlmodel import select

from core.models import Attempts
from organisation.models import Role
from survey.answering import answering, codes
from survey.models import Draft, Invitation, InvitationStatus, Mode
from tests.builders import make_department, make_user
from tests.entry_builders import code_of, signed_in_colleague
from tests.survey_builders import answer, fill, make_invitation


@pytest.fixture
def judged(session):
    """The department that followed the member."""
    return make_department(session)


@pytest.fixture
def invitation(session, judged):
    return make_invitation(session, department=judged)


@pytest.fixture
def colleague(visitor, session, invitation):
    """A collaborator of another department, signed in."""
    return signed_in_colleague(visitor, session)


def opened(visitor, invitation, mode="paper"):
    visitor.open("/saisie/")
    return visitor.submit("Ouvrir", code=code_of(invitation), mode=mode, expect=200)


def test_a_sheet_is_keyed_in_from_its_code_to_the_next_one(colleague, session, invitation):
    opened(colleague, invitation)
    assert colleague.text.count("Au guichet de la caisse") == 3  # the channel, and its two rows
    colleague.submit(
        "Enregistrer",
        **{
            "satisfaction": "bad", "comprehension": "2", "contact_tried": ["phone"],
            "contact_reached.phone": "yes", "contact_satisfaction.phone": "3", "suggestion": "Rappeler",
        },
    )  # fmt: skip
    colleague.follow()
    assert "Réponse enregistrée. À la feuille suivante." in colleague.text
    assert colleague.page.find("input", attrs={"value": "paper", "checked": True})
    session.expire_all()
    draft = session.exec(select(Draft)).one()
    assert (draft.mode, draft.is_submitted) == (Mode.PAPER, True)
    assert answering.read(draft)["contact_satisfaction"] == {"phone": "3"}


def test_by_telephone_the_mode_stays_and_the_receipt_is_dictated(colleague, session, invitation):
    opened(colleague, invitation, mode="phone")
    colleague.submit("Enregistrer", satisfaction="good", expect=200)
    assert "Dictez ce code de reçu" in colleague.text
    receipt = colleague.page.select_one(".receipt").get_text()
    assert codes.read_receipt(receipt)
    link = colleague.page.find("a", string="Réponse suivante")
    colleague.open(link["href"])
    assert colleague.page.find("input", attrs={"value": "phone", "checked": True})


def test_the_numbers_shown_are_those_printed(colleague, session, invitation):
    opened(colleague, invitation)
    boxes = colleague.page.select("#comprehension .boxes label")
    assert [box.kbd.get_text() for box in boxes] == ["1", "2", "3", "4", "5", "6"]
    assert boxes[-1].get_text(strip=True).endswith("Je ne sais pas")


def test_the_department_that_is_judged_is_refused(visitor, session, judged, invitation):
    user = make_user(session, Role.HEAD, judged)
    session.commit()
    visitor.sign_in(user).open("/saisie/")
    visitor.submit("Ouvrir", code=code_of(invitation), expect=422)
    assert "confiez la saisie à un collègue d’un autre service" in visitor.text
    visitor.post("/saisie/enregistrer", expect=409, sheet_code=code_of(invitation), sheet_mode="paper", satisfaction="good")  # fmt: skip
    session.expire_all()
    assert session.exec(select(Draft)).all() == []


def test_a_wrong_code_is_given_back_and_counted(colleague, session):
    colleague.open("/saisie/")
    unknown = codes.new_code()
    colleague.submit("Ouvrir", code=unknown, expect=422)
    assert colleague.page.find(id="code")["value"] == unknown
    assert "Ce code n’est pas connu." in colleague.text
    session.expire_all()
    assert session.exec(select(Attempts)).one().number == 1


def test_an_empty_code_says_what_to_do(colleague):
    colleague.open("/saisie/")
    colleague.submit("Ouvrir", code="", expect=422)
    assert "Tapez le code imprimé sur la feuille." in colleague.text


def test_without_the_first_question_nothing_is_kept_and_everything_is_given_back(
    colleague, session, invitation
):
    opened(colleague, invitation)
    colleague.submit("Enregistrer", effort="5", suggestion="Rappeler", expect=422)
    assert colleague.page.find("input", attrs={"name": "effort", "value": "5", "checked": True})
    assert "Rappeler" in colleague.text
    session.expire_all()
    assert session.exec(select(Draft)).all() == []
    assert session.exec(select(Invitation)).one().status is InvitationStatus.SENT
    session.commit()
    colleague.submit("Enregistrer", satisfaction="good")


def test_a_huge_text_is_given_back(colleague, invitation):
    opened(colleague, invitation)
    colleague.submit("Enregistrer", satisfaction="good", suggestion="é" * 50_000, expect=422)
    assert colleague.page.find(id="suggestion").get_text().count("é") == 50_000


def test_the_sheet_sent_twice_counts_once(colleague, session, invitation):
    opened(colleague, invitation)
    colleague.submit("Enregistrer", satisfaction="good")
    fields = {"sheet_code": code_of(invitation), "sheet_mode": "paper", "satisfaction": "bad"}
    colleague.post("/saisie/enregistrer", expect=409, **fields)
    assert "déjà répondu" in colleague.text
    session.expire_all()
    assert len(session.exec(select(Draft)).all()) == 1


def test_what_the_member_began_on_line_is_never_shown(colleague, session, invitation):
    fill(session, invitation, suggestion="écrit en confiance")
    session.commit()
    opened(colleague, invitation)
    assert "confiance" not in colleague.response.text
    assert not colleague.page.find("input", attrs={"name": "satisfaction", "checked": True})


def test_who_answered_already_is_told(colleague, session, invitation):
    answer(session, invitation)
    session.commit()
    colleague.open("/saisie/")
    colleague.submit("Ouvrir", code=code_of(invitation), expect=422)
    assert "Cette personne a déjà répondu" in colleague.text


@pytest.mark.parametrize("role", [Role.READER, Role.MANAGEMENT, Role.ADMINISTRATOR])
def test_others_do_not_key_in(visitor, session, role):
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user).open("/saisie/", expect=403)


def test_an_unknown_mode_is_refused(colleague, invitation):
    opened(colleague, invitation)
    colleague.post(
        "/saisie/enregistrer", expect=409, sheet_code=code_of(invitation), sheet_mode="web"
    )
