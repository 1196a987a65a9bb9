"""The pages of malfunction reports."""

import re

import pytest
from sqlmodel import select

from actionplans.malfunctions import malfunctions, reporting
from actionplans.malfunctions.reporting import Told
from actionplans.models import Malfunction, MalfunctionStatus, ReportMode, SimilarReport
from organisation.models import JournalEntry, Role
from tests.actionplans_malfunctions_builders import make_report
from tests.builders import make_charter, make_department, make_user
from tests.pages import Visitor


@pytest.fixture
def people(session, now):
    make_charter(session, now)
    department = make_department(session, "Liquidation")
    found = {role: make_user(session, role, department) for role in Role}
    session.commit()
    return found


def test_a_collaborator_reports_in_one_field_and_follows_it(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/signalements/nouveau")
    visitor.submit("Signaler", what_happened="Le scanner du 2e est en panne.")
    visitor.follow()
    assert "D-2027-1" in visitor.text
    visitor.open("/signalements/")
    assert "en cours" in visitor.text


def test_an_empty_report_keeps_the_other_choices(visitor, people):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/signalements/nouveau")
    visitor.submit("Signaler", mode="anonymous", expect=422)
    assert visitor.page.find("input", attrs={"value": "anonymous", "checked": True})


def test_an_anonymous_report_gives_a_code_that_opens_it(visitor, people, session):
    visitor.sign_in(people[Role.COLLABORATOR])
    visitor.open("/signalements/nouveau")
    visitor.submit("Signaler", what_happened="Rien ne marche.", mode="anonymous", expect=200)
    code = visitor.page.find(class_="code-shown").get_text()
    visitor.open("/signalements/")
    assert "D-2027-1" not in visitor.text
    visitor.open("/signalements/suivre")
    visitor.submit(code=code, expect=200)
    assert "D-2027-1" in visitor.text
    visitor.submit("Envoyer", message="Précision utile.", expect=200)
    assert "Précision utile." in visitor.text
    assert session.exec(select(Malfunction)).one().reporter_id is None


def test_the_officer_qualifies_then_closes_it(visitor, people, session, now):
    m = make_report(session, now, by=people[Role.COLLABORATOR])
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/signalements/{m.id}")
    visitor.submit(
        "Enregistrer la qualification",
        severity="2",
        department=str(people[Role.HEAD].department_id),
        theme="autre",
        commitment="ACC-01",
        frequency="often",
    )
    visitor.follow()
    assert "chaque semaine ou presque" in visitor.text
    visitor.submit("Prendre en charge", announced_on="2027-03-01", expect=422)
    assert "Choisissez un jour à venir" in visitor.text
    visitor.submit(
        "Prendre en charge", family="tool", analysis="Le tambour est usé.", announced_on=""
    )
    visitor.follow()
    assert "un outil" in visitor.text
    visitor.submit("C’est résolu", reason="Réparée.", cause_remains="1", expect=422)
    assert "proposez d’abord une action" in visitor.text
    assert visitor.page.find(id="resolve-reason").get_text() == "Réparée."
    visitor.submit("C’est résolu", reason="é" * 2001, expect=422)
    assert "2000 caractères au plus" in visitor.page.find(id="resolve-fault").get_text()
    assert visitor.page.find(id="cause_remains", checked=True)
    visitor.open(f"/signalements/{m.id}")
    visitor.submit("C’est résolu", reason="Réparée.")
    visitor.follow()
    visitor.submit("Faire le retour", reason="Merci, c’est réparé.")
    visitor.follow()
    assert "Merci, c’est réparé." in visitor.text
    session.rollback()
    teller = Visitor(visitor.app).sign_in(people[Role.COLLABORATOR])
    teller.open(f"/signalements/{m.id}")
    assert "Êtes-vous satisfait de la suite" in teller.text
    teller.submit("Oui, je suis satisfait")
    teller.follow()
    assert "Êtes-vous satisfait de la suite" not in teller.text
    session.rollback()
    assert session.get(Malfunction, m.id, populate_existing=True).status is MalfunctionStatus.CLOSED


def test_an_anonymous_reporter_says_with_the_code_that_it_is_not_settled(
    visitor, people, session, now
):
    m, code = reporting.report(
        session, Told("Rien ne marche.", ReportMode.ANONYMOUS), people[Role.COLLABORATOR], now
    )
    m.text, m.title, m.sealed = "Rien ne marche.", "Rien ne marche", None
    m.status, m.closed_on = MalfunctionStatus.CLOSED, now.date()
    session.commit()
    visitor.sign_in(people[Role.COLLABORATOR]).open("/signalements/suivre")
    visitor.submit(code=code, expect=200)
    visitor.submit("Oui, je suis satisfait", expect=200)
    session.rollback()
    assert session.get(Malfunction, m.id, populate_existing=True).is_satisfied
    session.rollback()
    visitor.open("/signalements/suivre")
    visitor.submit(code=code, expect=200)
    visitor.submit("Non, rouvrir", message="Toujours en panne.", expect=200)
    session.rollback()
    again = session.get(Malfunction, m.id, populate_existing=True)
    assert (again.status, again.is_satisfied) == (MalfunctionStatus.IN_HAND, False)
    deeds = select(JournalEntry).where(JournalEntry.deed == "reopen_malfunction")
    assert session.exec(deeds).all() == []  # its minute would tell who


def test_whoever_told_a_joined_report_follows_the_earlier_one_without_its_text(
    visitor, people, session, now
):
    first = make_report(session, now, text="Le standard coupe.", outcome="Réglé en mars.")
    second = make_report(session, now, by=people[Role.COLLABORATOR])
    malfunctions.join(session, second, first, people[Role.QUALITY_OFFICER], now)
    session.commit()
    visitor.sign_in(people[Role.COLLABORATOR]).open(f"/signalements/{second.id}")
    assert f"Suivi avec {first.number}" in visitor.text
    assert "Réglé en mars." in visitor.text
    assert "Le standard coupe." not in visitor.text
    visitor.open("/mon-compte")
    visitor.post(f"/signalements/{second.id}/satisfait", expect=409)


def test_a_stale_second_press_is_refused_in_a_sentence(visitor, people, session, now):
    m = make_report(session, now)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/signalements/{m.id}")
    visitor.submit("Ne pas donner suite", reason="Déjà réglé.")
    visitor.post(f"/signalements/{m.id}/sans-suite", reason="Déjà réglé.", expect=409)


def test_a_hostile_report_is_shown_as_text(visitor, people, session, now):
    m = make_report(session, now, text="<b>gras</b> {{ 7*7 }} =HYPERLINK(1)")
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/signalements/{m.id}")
    assert "<b>gras</b> {{ 7*7 }}" in visitor.text


@pytest.mark.parametrize("role", [Role.COLLABORATOR, Role.HEAD, Role.MANAGEMENT])
def test_nobody_else_reads_a_report_not_yet_qualified(visitor, people, session, now, role):
    m = make_report(session, now)
    session.commit()
    visitor.sign_in(people[role])
    visitor.open(f"/signalements/{m.id}", expect=404)


@pytest.mark.parametrize("role", [Role.READER, Role.ADMINISTRATOR])
def test_readers_and_administrators_have_no_reports(visitor, people, role):
    visitor.sign_in(people[role])
    visitor.open("/signalements/", expect=403)


def test_a_head_cannot_qualify(visitor, people, session, now):
    m = make_report(session, now)
    session.commit()
    visitor.sign_in(people[Role.HEAD])
    visitor.open("/signalements/nouveau")
    visitor.post(f"/signalements/{m.id}/qualifier", severity="1", expect=403)


def test_a_word_is_added_and_an_empty_one_is_asked_for_again(visitor, people, session, now):
    m = make_report(session, now)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER]).open(f"/signalements/{m.id}")
    form = visitor.page.find("form", action=re.compile("/message$"))
    assert form is not None
    visitor.post(f"/signalements/{m.id}/message", reason=" ", expect=422)
    assert "Écrivez votre message." in visitor.page.find(id="say-fault").get_text()
    visitor.post(f"/signalements/{m.id}/message", reason="Nous regardons ce lundi.")
    visitor.follow()
    assert "Nous regardons ce lundi." in visitor.text


# ---------------------------------------------------------------- refused, nothing lost


def said(visitor, of):
    return visitor.page.find(id=f"{of}-fault").get_text().replace("\u00a0", " ")


@pytest.fixture
def read(visitor, people, session, now):
    """A report on the page of the officer."""
    m = make_report(session, now)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER]).open(f"/signalements/{m.id}")
    return m


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("D-2027-999", "aucun signalement ne le porte"),
        ("", "Indiquez son numéro"),
        ("D-2027-1", "ne se rattache pas à lui-même"),
    ],
)
def test_a_wrong_number_to_join_is_said_beside_it_and_stays_typed(visitor, read, typed, sentence):
    number = {"join-number": typed}
    visitor.submit("Rattacher", expect=422, **number)
    assert sentence in said(visitor, "join-number")
    assert visitor.page.find(id="join-number")["value"] == typed
    assert visitor.page.find(id="join-number").find_parent("details").has_attr("open")


def test_a_report_is_joined_to_a_number_typed_with_blanks(visitor, people, session, now, read):
    first = make_report(session, now)
    session.commit()
    number = {"join-number": f" {first.number} "}
    visitor.submit("Rattacher", **number)
    visitor.follow()
    assert f"Rattaché à {first.number}." in visitor.text


def test_no_official_channel_chosen_is_said_beside_it(visitor, session, read):
    channel = {"redirect-channel": ""}
    visitor.submit("Réorienter", expect=422, **channel)
    assert "Choisissez la voie officielle." in said(visitor, "redirect-channel")
    assert visitor.page.find(id="redirect-channel").find_parent("details").has_attr("open")
    session.rollback()
    assert session.get(Malfunction, read.id, populate_existing=True).text


def test_a_reason_to_reopen_is_asked_for_beside_it_and_too_long_a_one_stays(
    visitor, people, session, now
):
    m = make_report(session, now, status=MalfunctionStatus.CLOSED, closed_on=now.date())
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER]).open(f"/signalements/{m.id}")
    visitor.submit("Rouvrir", reason="", expect=422)
    assert "Dites pourquoi" in said(visitor, "reopen")
    visitor.submit("Rouvrir", reason="é" * 2001, expect=422)
    assert visitor.page.find(id="reopen-reason").get_text() == "é" * 2001
    assert visitor.page.find(id="reopen-reason").find_parent("details").has_attr("open")


def test_a_title_of_action_too_short_is_said_beside_it(visitor, people, session, now):
    m = make_report(session, now)
    judged = malfunctions.Qualification(3, people[Role.HEAD].department)
    malfunctions.qualify(session, m, judged, people[Role.QUALITY_OFFICER], now)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER]).open(f"/signalements/{m.id}")
    visitor.submit("Proposer une action", title="ab", expect=422)
    assert "Résumez l’action" in said(visitor, "to_action")
    assert visitor.page.find(id="to_action-reason")["value"] == "ab"


def test_what_was_typed_for_a_step_somebody_else_took_is_given_back_to_copy(
    visitor, people, session, now, read
):
    malfunctions.drop(session, read, "Déjà réglé.", people[Role.QUALITY_OFFICER], now)
    session.commit()
    visitor.submit("Ne pas donner suite", reason="Trop tard, mais écrit avec soin.", expect=409)
    assert "Ce signalement est sans suite motivée" in visitor.text
    assert visitor.page.find(id="typed-text").get_text() == "Trop tard, mais écrit avec soin."


def test_with_the_code_an_empty_reason_to_reopen_is_said_beside_it(visitor, people, session, now):
    m, code = reporting.report(session, Told("x y", ReportMode.ANONYMOUS), people[Role.HEAD], now)
    m.text, m.title, m.sealed = "Rien ne marche.", "Rien ne marche", None
    m.status, m.closed_on = MalfunctionStatus.CLOSED, now.date()
    session.commit()
    visitor.sign_in(people[Role.COLLABORATOR]).open("/signalements/suivre")
    visitor.submit("Ouvrir", code=code, expect=200)
    visitor.submit("Non, rouvrir", message="", expect=422)
    assert "Dites pourquoi" in said(visitor, "message")
    visitor.submit("Non, rouvrir", message="é" * 2001, expect=422)
    assert visitor.page.find(id="message").get_text() == "é" * 2001


def test_the_hour_at_which_a_confidential_report_was_told_is_the_officers_alone(
    visitor, people, session, now
):
    signed = make_report(session, now, mode=ReportMode.SIGNED)
    hidden = make_report(session, now)
    for m in (signed, hidden):
        judged = malfunctions.Qualification(3, people[Role.HEAD].department)
        malfunctions.qualify(session, m, judged, people[Role.QUALITY_OFFICER], now)
    session.commit()
    for role, m, is_told in (
        (Role.HEAD, hidden, False),
        (Role.HEAD, signed, True),
        (Role.QUALITY_OFFICER, hidden, True),
    ):
        visitor.sign_in(people[role]).open(f"/signalements/{m.id}")
        story = visitor.page.find(class_="story").get_text()
        assert "dysfonctionnement qualifié" in story
        assert ("dysfonctionnement signalé" in story) == is_told


def test_with_the_code_being_satisfied_is_said_and_asked_once(visitor, people, session, now):
    m, code = reporting.report(session, Told("x y", ReportMode.ANONYMOUS), people[Role.HEAD], now)
    m.text, m.title, m.sealed = "Rien ne marche.", "Rien ne marche", None
    m.status, m.closed_on = MalfunctionStatus.CLOSED, now.date()
    session.commit()
    visitor.sign_in(people[Role.COLLABORATOR]).open("/signalements/suivre")
    visitor.submit("Ouvrir", code=code, expect=200)
    visitor.submit("Oui, je suis satisfait", expect=200)
    assert "votre réponse est notée" in visitor.text
    assert "Oui, je suis satisfait" not in visitor.text
    assert "Le travail amélioré" in visitor.text  # the five ways back are theirs too


def test_a_report_sent_to_an_official_channel_takes_no_more_words(visitor, people, session, now):
    m = make_report(session, now, by=people[Role.COLLABORATOR])
    malfunctions.redirect(session, m, "harassment", people[Role.QUALITY_OFFICER], now)
    session.commit()
    visitor.sign_in(people[Role.COLLABORATOR]).open(f"/signalements/{m.id}")
    assert "écrivez-lui directement" in visitor.text
    assert visitor.page.find("textarea") is None
    visitor.open("/signalements/nouveau")
    visitor.post(f"/signalements/{m.id}/message", reason="Encore.", expect=409)
    assert visitor.page.find(id="typed-text").get_text() == "Encore."


@pytest.mark.parametrize(
    ("score", "is_likely", "said"),
    [(0.83, True, "probablement le même"), (0.45, True, "peut-être le même"), (0.2, False, "")],
)
def test_an_earlier_report_is_announced_as_surely_as_it_is_near(
    visitor, people, session, now, score, is_likely, said
):
    earlier, m = (make_report(session, now, by=people[Role.COLLABORATOR]) for _ in range(2))
    near = SimilarReport(
        malfunction_id=m.id, earlier_id=earlier.id, score=score, is_likely=is_likely
    )
    session.add(near)
    session.commit()
    visitor.sign_in(people[Role.QUALITY_OFFICER])
    visitor.open(f"/signalements/{m.id}")
    (sheet,) = (
        one for one in visitor.page.find_all("section") if "Signalements proches" in one.get_text()
    )
    states = [found.get_text(strip=True) for found in sheet.select(".state")]
    assert states == ([said] if said else [])
    assert earlier.number in sheet.get_text()
