"""« Constats » on screen, and what one may start from them."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select

from actionplans.models import Cause
from analysis import noticing
from organisation.models import Role
from tests.action_builders import Fund, make_fund
from tests.builders import make_charter, make_user
from tests.found_builders import EFFORT, EFFORT_SAID, GOOD, make_found
from tests.pages import Visitor
from tests.survey_builders import FULL_ANSWERS, make_reply

MONTHS = (date(2026, 2, 1), date(2026, 5, 1), date(2026, 8, 1), date(2026, 11, 1))


@pytest.fixture
def unhappy(session: Session, now: Any) -> Fund:
    """A year in which everybody was unhappy."""
    make_charter(session, now)
    for month in MONTHS:
        for _ in range(15):
            make_reply(session, answers=FULL_ANSWERS | {"satisfaction": "bad"}, period_start=month)
    fund = make_fund(session)
    session.commit()
    return fund


def test_without_answers_the_page_says_how_many_it_needs(
    visitor: Visitor, session: Session, now: Any
) -> None:
    user = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(user).open("/constats/")
    assert "Rien n’appelle l’attention" in visitor.text
    assert "Il en faut 10 au moins" in visitor.text


def test_a_finding_is_told_with_its_proof_and_leads_to_its_page(
    visitor: Visitor, unhappy: Fund
) -> None:
    visitor.sign_in(unhappy.officer).open("/constats/")
    assert "« Satisfaction » est au niveau « Pas bien »" in visitor.text
    assert visitor.page.find("a", href="/indicateurs/satisfaction")


def test_an_action_may_start_from_a_finding_and_keeps_its_words(
    visitor: Visitor, session: Session, unhappy: Fund
) -> None:
    visitor.sign_in(unhappy.head).open("/constats/")
    link = visitor.page.find("a", string=lambda text: text and "Proposer une action" in text)
    link = link or next(a for a in visitor.page.find_all("a") if "Proposer une action" in a.text)
    visitor.open(link["href"])
    visitor.submit(title="Rappeler chaque adhérent", department=str(unhappy.department.id))
    session.rollback()
    cause = session.exec(select(Cause)).one()
    assert cause.finding_key.startswith(link["href"].partition("finding-")[2].partition(".")[0])
    assert cause.finding_said


def test_a_reader_reads_and_starts_nothing(
    visitor: Visitor, session: Session, unhappy: Fund
) -> None:
    user = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(user).open("/constats/")
    assert "Pas bien" in visitor.text
    assert "Proposer une action" not in visitor.text
    assert "Décider de la suite" not in visitor.text


def test_the_file_holds_the_same_rows_and_a_quarter_not_offered_is_told(
    visitor: Visitor, unhappy: Fund
) -> None:
    visitor.sign_in(unhappy.officer).open("/constats/?trimestre=2026-07-01")
    shown = len(visitor.page.find_all(class_="finding"))
    rows = visitor.client.get("/constats/constats.csv?trimestre=2026-07-01").text.splitlines()
    assert len(rows) == shown + 1
    for wrong in ("2020-01-01", "<script>", "2026-07-02"):
        visitor.open(f"/constats/?trimestre={wrong}", expect=404)


def test_the_number_of_queries_does_not_grow_with_the_answers(
    visitor: Visitor, session: Session, unhappy: Fund, app: Any
) -> None:
    def asked() -> int:
        said: list[str] = []
        listen = lambda *a: said.append(a[2])  # noqa: E731 - removed by its name below
        sa.event.listen(app.extensions["engine"], "before_cursor_execute", listen)
        visitor.open("/constats/")
        sa.event.remove(app.extensions["engine"], "before_cursor_execute", listen)
        return len(said)

    visitor.sign_in(unhappy.officer)
    few = asked()
    for _ in range(40):
        make_reply(session, period_start=MONTHS[-1])
    session.commit()
    assert asked() == few
    assert few < 40


def test_the_page_says_when_its_findings_are_from_and_that_they_are_late(
    visitor: Visitor, session: Session, unhappy: Fund, now: Any
) -> None:
    visitor.sign_in(unhappy.officer).open("/constats/")
    assert "Calculé le" not in visitor.text
    noticing.keep(session, now)
    visitor.open("/constats/")
    assert "Calculé le 15 mars 2027 à 10 h 00." in visitor.text
    assert "« Satisfaction » est au niveau « Pas bien »" in visitor.text
    assert "seront refaits" not in visitor.text
    make_reply(session, answers=FULL_ANSWERS, period_start=date(2026, 11, 1))
    session.commit()
    visitor.open("/constats/")
    assert "les constats seront refaits dans le quart d’heure" in visitor.text


def test_home_and_the_cockpit_count_the_findings_that_wait(
    visitor: Visitor, session: Session, unhappy: Fund, now: Any
) -> None:
    noticing.keep(session, now)
    visitor.sign_in(unhappy.officer).open("/mon-travail")
    assert "du 4e trimestre 2026 à décider" in visitor.text
    visitor.open("/pilotage")
    link = next(a for a in visitor.page.find_all("a") if "Satisfaction" in a.text)
    visitor.open(link["href"].partition("#")[0])
    assert visitor.page.find(id=link["href"].partition("#")[2])


def test_not_to_act_is_decided_with_its_reason_and_said_on_the_page(
    visitor: Visitor, session: Session, now: Any
) -> None:
    fund = make_fund(session)
    make_found(session, now)
    session.commit()
    visitor.sign_in(fund.officer).open(f"/constats/{EFFORT}/decider")
    assert EFFORT_SAID in visitor.text
    visitor.submit("Ne pas agir", 422, reason="Le formulaire change en juin.", review_on="14/03/2027")  # fmt: skip
    assert "à venir" in visitor.text
    assert visitor.page.find("textarea", attrs={"name": "reason"}).text.strip() == "Le formulaire change en juin."  # fmt: skip
    visitor.submit("Ne pas agir", reason="Le formulaire change en juin.", review_on="01/09/2027")
    visitor.follow()
    card = visitor.page.find(id=EFFORT).text
    assert "Le formulaire change en juin." in card
    assert "Revoir la suite" in card
    visitor.open(f"/constats/{EFFORT}/decider")
    assert "C’est déjà décidé" in visitor.text


def test_an_action_is_proposed_from_the_page_of_a_finding(
    visitor: Visitor, session: Session, now: Any
) -> None:
    fund = make_fund(session)
    make_found(session, now)
    session.commit()
    visitor.sign_in(fund.management).open(f"/constats/{EFFORT}/decider")
    visitor.submit("Proposer cette action", 422, title="", department=str(fund.department.id))
    assert "Dites en une phrase" in visitor.text
    visitor.submit("Proposer cette action", title="Simplifier la démarche", department=str(fund.department.id))  # fmt: skip
    visitor.follow()
    assert EFFORT_SAID in visitor.text
    visitor.open("/constats/")
    assert "Simplifier la démarche" in visitor.page.find(id=EFFORT).text


@pytest.mark.parametrize("key", [GOOD, "nothing.at-all.2026-10-01", "x"])
def test_what_is_no_finding_to_work_on_is_not_decided(
    visitor: Visitor, session: Session, now: Any, key: str
) -> None:
    fund = make_fund(session)
    make_found(session, now)
    session.commit()
    visitor.sign_in(fund.officer).open(f"/constats/{key}/decider", expect=404)
    assert "Repartez de la page des constats" in visitor.text


def test_a_reason_too_long_is_refused_whole_and_the_browser_is_not_told_to_cut_it(
    visitor: Visitor, session: Session, now: Any
) -> None:
    fund = make_fund(session)
    make_found(session, now)
    session.commit()
    visitor.sign_in(fund.officer).open(f"/constats/{EFFORT}/decider")
    assert not visitor.page.find("textarea", attrs={"name": "reason"}).has_attr("maxlength")
    visitor.submit("Ne pas agir", 422, reason="x" * 2_001, review_on="01/09/2027")
    assert "2000 caractères au plus" in visitor.text
    assert len(visitor.page.find("textarea", attrs={"name": "reason"}).text.strip()) == 2_001
