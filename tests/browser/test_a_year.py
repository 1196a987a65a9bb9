"""One department's year, from the campaign to the signed bilan, by five people with different rights.

Each does in a window of their own what is theirs; the clock is advanced between two deeds. What the year
costs the head of department is counted: rows answered, keys pressed.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect
from sqlmodel import Session, select

from actionplans.actions import actions
from actionplans.assessments import assessments, preparing
from actionplans.models import Action, ActionStatus, Assessment, Bilan
from core import clock
from organisation.models import Role
from tests.action_builders import make_fund
from tests.browser.conftest import Reader
from tests.browser.test_staff import at_work, press
from tests.builders import make_charter, make_department, make_user

Opened = Callable[..., Reader]
TITLE = "Rappeler sous deux heures les appels perdus"
MOST_ROWS, MOST_KEYS = 70, 400  # far under the forty-five minutes promised (improvement, N15)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[int], datetime]:
    """Move the clock: so many days after the campaign opens."""

    def move(days: int) -> datetime:
        moved = now + timedelta(days=days)
        monkeypatch.setattr(clock, "now", lambda: moved)
        return moved

    return move


def test_a_year_from_the_campaign_to_the_signed_bilan(
    opened: Opened,
    address: str,
    session: Session,
    now: datetime,
    at: Callable[[int], datetime],
    record_property: Callable[[str, object], None],
) -> None:
    make_charter(session, now)
    fund = make_fund(session)
    fund.department.activities = list(
        make_department(session, "Accueil", ("accueil_telephonique",)).activities
    )
    quality = make_department(session, "Qualité", ("referent_qualite",))
    fund.officer.department_id = quality.id
    reader_account = make_user(session, Role.READER, name="Paul Lecteur")
    session.commit()
    place = f"2027/{fund.department.id}"

    # the quality officer prepares the campaign, sees what it will hold; the next day the worker opens it
    officer = at_work(opened, address, fund.officer)
    page = officer.page
    page.goto(f"{address}/auto-evaluations/ouvrir")
    officer.look()
    page.fill("[name=opens_on]", "2027-03-16")
    page.fill("[name=due_on]", "2027-04-15")
    press(page, "Préparer la campagne")
    expect(page.locator("h1")).to_contain_text("Campagne 2027 : préparée")
    expect(page.locator("main")).to_contain_text(fund.department.name)
    officer.look()
    assert preparing.open_due(session, at(1)) == 1
    session.commit()
    page.reload()
    expect(page.locator(".way [aria-current]")).to_have_text("ouverte")
    officer.look()

    # two days later the head answers each row with one key, then submits
    at(2)
    head = at_work(opened, address, fund.head)
    page = head.page
    page.goto(f"{address}/auto-evaluations/{place}")
    head.look()
    assessment = session.exec(
        select(Assessment).where(Assessment.department_id == fund.department.id)
    ).one()
    codes = [rating.commitment.code for rating in assessments.due_rows(assessment)]
    session.commit()
    page.keyboard.press("ArrowDown")
    for _ in codes:
        page.keyboard.press("b")
    for code in codes:
        page.wait_for_function(
            "code => document.querySelector(`#${code} [data-saved]`).textContent.startsWith('Enregistré')",
            arg=code,
        )
    keys = 1 + len(codes)
    page.goto(f"{address}/auto-evaluations/{place}/soumettre")
    head.look()
    said = ("Moins d’attente au standard.", "Rappeler les appels perdus.")
    page.fill("[name=successes]", said[0])
    page.fill("[name=improvements]", said[1])
    press(page, "Soumettre l’auto-évaluation")
    head.look()
    keys += sum(map(len, said)) + 2
    record_property("rows and keys", (len(codes), keys))
    assert len(codes) <= MOST_ROWS
    assert keys <= MOST_KEYS

    # the quality officer validates it
    at(9)
    page = officer.page
    page.goto(f"{address}/auto-evaluations/{place}/relecture")
    officer.look()
    press(page, "Valider l’auto-évaluation")
    officer.look()

    # a collaborator tells what does not work; the head proposes an action and has it decided
    moment = at(10)
    collaborator = at_work(opened, address, fund.owner, width=360)
    collaborator.page.goto(f"{address}/signalements/nouveau")
    collaborator.page.fill("[name=what_happened]", "Les appels perdus ne sont jamais rappelés.")
    press(collaborator.page, "Signaler")
    expect(collaborator.page.get_by_role("status")).to_contain_text("enregistré, merci")
    collaborator.look()
    page = head.page
    page.goto(f"{address}/actions/proposer")
    head.look()
    page.fill("[name=title]", TITLE)
    page.select_option("[name=cause]", index=1)
    page.select_option("[name=department]", label=fund.department.name)
    press(page, "Proposer cette action")
    head.look()
    action_id = session.exec(select(Action.id)).one()
    session.commit()
    page.goto(f"{address}/actions/{action_id}/decider")
    page.select_option("[name=owner]", label=fund.owner.name)
    page.fill("[name=due_on]", "2027-06-15")
    page.fill("[name=expected]", "Moins d’attente au téléphone.")
    page.fill("[name=expected_proof]", "Le relevé du standard, avant et après.")
    page.select_option("[name=indicator]", "")
    press(page, "Décider l’action")
    session.commit()

    # it enters the plan of the year, which management approves
    page.goto(f"{address}/plans/?annee=2027")
    head.look()
    press(page, "Commencer ce plan")
    head.look()
    page.fill("[name=aims]", "Que personne n’attende au téléphone.")
    page.check(f"#action-{action_id}")
    press(page, "Enregistrer le plan")
    press(page, "Soumettre à la direction")
    head.look()
    management = at_work(opened, address, fund.management)
    page = management.page
    page.goto(f"{address}/plans/{place}")
    management.look()
    press(page, "Approuver ce plan")
    expect(page.locator(".lead")).to_contain_text("Approuvé le")
    management.look()

    # its owner carries it out; more than ninety days later the officer judges the effect
    action = session.exec(select(Action)).one()
    session.refresh(action)
    if action.status is ActionStatus.DECIDED:
        actions.start(session, action, fund.owner, moment)
    actions.finish(session, action, "Relevé du standard, dossier 12.", fund.owner, at(60))
    session.commit()
    at(160)
    page = officer.page
    page.goto(f"{address}/actions/{action_id}/verifier")
    officer.look()
    page.fill("[name=evaluation]", "Les plaintes ont cessé, vu sur le relevé du standard.")
    page.check("[name=is_effective][value=yes]")
    press(page, "Vérifier et clore")
    officer.look()

    # management signs the bilan of the department; whoever reads finds it frozen, in every format
    at(200)
    page = management.page
    page.goto(f"{address}/bilans/{place}")
    management.look()
    press(page, "Signer ce bilan")
    expect(page.locator("main")).to_contain_text("signé, version 1")
    management.look()
    reader = at_work(opened, address, reader_account)
    page = reader.page
    page.goto(f"{address}/bilans/")
    press(page, fund.department.name)
    expect(page.locator("main")).to_contain_text(TITLE)
    reader.look()
    for extension in ("pdf", "docx", "odt", "xlsx"):
        answer = page.request.get(f"{address}/bilans/{place}.{extension}")
        assert (answer.status, len(answer.body()) > 1000) == (200, True)
    session.expire_all()
    bilan = session.exec(select(Bilan)).one()
    assert len(bilan.sha256) == 64
    assert page.request.get(f"{address}/auto-evaluations/{place}/relecture").status == 403
    session.commit()

    # the officer closes the round without the department that said nothing; management signs for the fund; it is archived
    page = officer.page
    page.goto(f"{address}/auto-evaluations/2027")
    page.get_by_text("Clore sans").click()
    page.fill("[name=reason]", "Le service Qualité est tout neuf.")
    officer.look()
    press(page, "Clore la campagne")
    expect(page.locator(".way [aria-current]")).to_have_text("close")
    page = management.page
    page.goto(f"{address}/bilans/2027/caisse")
    motive = page.locator("[name=motive]")
    motive.fill("Le service Qualité est tout neuf.")
    press(page, "Signer le bilan de la caisse")
    expect(page.locator("main")).to_contain_text("signé, version 1")
    page = officer.page
    page.goto(f"{address}/auto-evaluations/2027")
    expect(page.locator(".way [aria-current]")).to_have_text("bilan publié")
    press(page, "Archiver")
    expect(page.locator(".way [aria-current]")).to_have_text("archivée")
    officer.look()
