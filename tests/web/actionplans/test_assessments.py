"""The pages of self-assessment, as a head, an officer, management and the others see them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from actionplans.assessments import assessments, campaigns, reviewing
from actionplans.models import Assessment, AssessmentStatus, Level
from organisation.models import Activity, Role
from tests.assessment_builders import (
    DUE_ON,
    Round,
    a_year_later,
    fill_in,
    make_evidence,
    make_round,
    submitted,
)
from tests.builders import make_charter, make_department, make_user
from tests.pages import Visitor


def page(made: Round, rest: str = "") -> str:
    return f"/auto-evaluations/{made.campaign.year}/{made.department.id}{rest}"


def fresh(session: Session, made: Round) -> Assessment:
    """The assessment as the database has it now."""
    session.rollback()
    session.refresh(made.assessment)
    for rating in made.assessment.ratings:
        session.refresh(rating)
    session.commit()  # holds no lock while the next page is opened
    return made.assessment


@contextmanager
def counted_queries(app: Any) -> Iterator[list[str]]:
    """The statements sent to the database inside the block."""
    sent: list[str] = []
    engine = app.extensions["engine"]

    def note(_: Any, __: Any, statement: str, *more: Any) -> None:
        sent.append(statement)

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


# ---------------------------------------------------------------- the whole way


def test_from_the_head_to_the_frozen_page(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    fill_in(session, made, now, texts=False)
    reader = make_user(session, Role.READER)
    session.commit()

    visitor.sign_in(made.head)
    visitor.open(page(made, "/soumettre"))
    visitor.submit("Soumettre", successes="Moins d’attente.", improvements="", expect=422)
    assert "Citez au moins une amélioration" in visitor.text
    assert visitor.page.find("textarea", {"name": "successes"}).text.strip() == "Moins d’attente."
    visitor.submit("Soumettre", successes="Moins d’attente.", improvements="Relire les courriers.")
    visitor.follow()
    assert "Auto-évaluation soumise" in visitor.text

    officer = Visitor(visitor.app).sign_in(made.officer)
    officer.open(page(made, "/relecture"))
    officer.submit("Renvoyer", because="", expect=422)
    assert "Dites au service ce qu’il doit compléter" in officer.text
    row = made.row("ACC-04")
    comment = {f"comment_{row.id}": "Quelle visite ?"}
    officer.submit("Renvoyer", because="Précisez les visites.", **comment)

    visitor.open(page(made))
    assert "Précisez les visites." in visitor.text
    assert "Quelle visite ?" in visitor.text
    visitor.post(page(made, "/ACC-04"), level="C", reason="Celle de mars.", seen=_seen(visitor))
    visitor.open(page(made, "/soumettre"))
    visitor.submit("Soumettre")

    officer.open(page(made, "/relecture"))
    words = {f"level_{row.id}": "D", f"comment_{row.id}": "Une seule visite sur douze."}
    officer.submit("Valider", **words)
    officer.follow()
    assert "validée" in officer.text
    officer.submit("Figer")
    officer.follow()
    assert "intacte" in officer.text
    Visitor(visitor.app).sign_in(reader).open(page(made))

    assessment = fresh(session, made)
    assert assessment.status is AssessmentStatus.FROZEN
    assert assessments.row(assessment, "ACC-04").validated is Level.D


def _seen(visitor: Visitor, code: str = "ACC-04") -> str:
    return str(visitor.page.select_one(f"#{code} [name=seen]")["value"])


def test_the_frozen_values_can_be_taken_away_and_checked(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = submitted(session, now)
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    session.commit()
    visitor.sign_in(made.officer).open(page(made, "/figee.json"), expect=404)
    visitor.open(page(made))
    visitor.submit("Figer")
    response = visitor.client.get(page(made, "/figee.json"))
    assert response.mimetype == "application/json"
    assert hashlib.sha256(response.data).hexdigest() == fresh(session, made).sha256


def test_rates_are_shown_before_the_score(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = submitted(session, now)
    session.commit()
    visitor.sign_in(made.officer).open(page(made))
    names = [term.text for term in visitor.page.select(".figures dt")]
    assert names == ["Respect", "Preuve", "Complétude", "Score"]


# ---------------------------------------------------------------- rating


def test_a_row_is_saved_and_the_next_one_shown(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    visitor.submit(form=0, level="C", reason="Deux visites sur trois.")
    first, second = assessments.due_rows(made.assessment)[:2]
    assert visitor.response.headers["Location"].endswith(f"#{second.commitment.code}")
    visitor.follow()
    assert visitor.page.find(id=first.commitment.code) is None
    assert f"1 engagement sur {len(made.assessment.ratings)}" in visitor.text
    fresh(session, made)
    assert (first.declared, first.reason) == (Level.C, "Deux visites sur trois.")


def test_the_same_row_by_script_answers_with_the_progress(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    answer = _by_script(visitor, made, level="NC", reason="", seen="")
    assert answer.status_code == 200
    assert answer.json["done"] == 1
    assert "pas concerné" in answer.json["gap"]
    assert answer.json["version"]
    assert "encore" in answer.json["heading"]


def test_by_script_a_refusal_is_a_sentence(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    answer = _by_script(visitor, made, level="A", reason="", seen="")
    assert answer.status_code == 422
    assert "pas plus haut que B" in answer.json["fault"]


def _by_script(visitor: Visitor, made: Round, **fields: str) -> Any:
    token = visitor.page.find("input", attrs={"name": "csrf_token"})["value"]
    return visitor.client.post(
        page(made, "/ACC-04"),
        data={"csrf_token": token, **fields},
        headers={"Accept": "application/json"},
    )


def test_a_text_too_long_is_refused_and_kept_as_typed(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    long = "Un mot. " * 300
    visitor.post(page(made, "/ACC-04"), expect=422, level="C", reason=long, seen="")
    assert "Raccourcissez ce texte : 1900 caractères au plus" in visitor.text
    kept = visitor.page.select_one("#ACC-04 textarea").text
    assert kept.strip() == long.strip()
    assert visitor.page.select_one("#ACC-04 input[value=C]").has_attr("checked")
    assert assessments.row(fresh(session, made), "ACC-04").declared is Level.NOT_ASSESSED


def test_fifty_thousand_characters_of_successes_are_refused_and_kept(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    fill_in(session, made, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made, "/soumettre"))
    long = "x" * 50_000
    visitor.submit("Soumettre", successes=long, improvements="Bien.", expect=422)
    assert visitor.page.find("textarea", {"name": "successes"}).text.strip() == long
    assert fresh(session, made).status is AssessmentStatus.IN_PROGRESS


def test_a_level_above_the_ceiling_is_refused_on_its_row(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    assert visitor.page.select_one("#ACC-04 input[value=A]").has_attr("disabled")
    visitor.post(page(made, "/ACC-04"), expect=422, level="A", reason="Mais si.", seen="")
    assert "pas plus haut que B" in visitor.page.select_one("#ACC-04 .fault").text


def test_a_row_without_a_level_says_what_to_do(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    visitor.post(page(made, "/ACC-04"), expect=422, reason="Sans niveau.", seen="")
    assert "Choisissez un niveau." in visitor.text


def test_a_page_left_open_does_not_overwrite(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    visitor.post(page(made, "/ACC-04"), level="C", reason="", seen="")
    visitor.post(page(made, "/ACC-04"), level="C", reason="", seen="")  # sent twice: the same
    visitor.post(page(made, "/ACC-04"), expect=422, level="D", reason="", seen="")
    assert "elle est cotée C" in visitor.text
    assert assessments.row(fresh(session, made), "ACC-04").declared is Level.C


def test_a_promise_not_yet_due_is_shown_without_a_choice(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    then = now.replace(year=2025)
    made = make_round(session, then, date(2025, 12, 30), ("accueil_telephonique",))
    session.commit()
    visitor.sign_in(made.head).open(page(made, "?voir=tout"))
    row = visitor.page.find(id="JOI-08")
    assert "à partir du 31" in row.text
    assert row.find("input") is None
    visitor.open(page(made))
    assert visitor.page.find(id="JOI-08") is None


def test_still_true_is_one_click(session: Session, visitor: Visitor, now: datetime) -> None:
    made = submitted(session, now)
    reviewing.validate(session, made.assessment, {}, made.officer, now)
    made, _ = a_year_later(session, made, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    assert "En 2027" in visitor.text
    visitor.submit("Toujours vrai")
    fresh(session, made)
    first = assessments.due_rows(made.assessment)[0]
    assert first.declared is Level.B
    assert first.reason.startswith("Toujours vrai le 15")


# ---------------------------------------------------------------- proofs


def test_a_proof_is_added_on_the_row_and_opens_level_a(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    proof = {
        "title": "Relevé",
        "location": "",
        "valid_from": "2027-01-01",
        "valid_to": "2027-12-31",
    }
    visitor.post(page(made, "/ACC-04/preuves"), **proof)
    visitor.follow()
    assert not visitor.page.select_one("#ACC-04 input[value=A]").has_attr("disabled")
    visitor.submit("Retirer")
    visitor.follow()
    assert visitor.page.select_one("#ACC-04 input[value=A]").has_attr("disabled")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"title": ""}, "Dites en quelques mots"),
        ({"title": "ab"}, "Dites en quelques mots"),
        ({"valid_from": ""}, "Indiquez le premier jour"),
        ({"valid_to": "31/12/2027"}, "date"),
        ({"valid_to": "2026-01-01"}, "finit avant de commencer"),
        ({"location": "x" * 400}, "300 caractères au plus"),
    ],
)
def test_a_proof_badly_filled_is_refused_and_kept(
    session: Session, visitor: Visitor, now: datetime, typed: dict[str, str], says: str
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made))
    proof = {
        "title": "Relevé",
        "location": "",
        "valid_from": "2027-01-01",
        "valid_to": "2027-12-31",
    }
    visitor.post(page(made, "/ACC-04/preuves"), expect=422, **(proof | typed))
    assert says in visitor.text
    for name, value in (proof | typed).items():
        assert visitor.page.find(id=f"{name}-ACC-04")["value"] == value


# ---------------------------------------------------------------- submission and review


def test_what_is_missing_is_a_list_of_links(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made, "/soumettre"))
    links = visitor.page.select(".missing a")
    assert len(links) == len(assessments.due_rows(made.assessment))
    visitor.open(str(links[0]["href"]).partition("#")[0])
    assert visitor.page.find(id=str(links[0]["href"]).partition("#")[2])


def test_a_form_sent_twice_submits_once(session: Session, visitor: Visitor, now: datetime) -> None:
    made = make_round(session, now)
    fill_in(session, made, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made, "/soumettre"))
    fields = {"successes": "Moins d’attente.", "improvements": "Relire."}
    visitor.post(page(made, "/soumettre"), **fields)
    visitor.post(page(made, "/soumettre"), expect=409, **fields)
    assert "soumise" in visitor.text


def test_the_texts_are_kept_without_submitting(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made, "/soumettre"))
    visitor.submit("Garder", successes="Moins d’attente.", improvements="")
    assert fresh(session, made).successes == "Moins d’attente."


def test_the_texts_survive_a_submission_refused_for_a_row(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.head).open(page(made, "/soumettre"))
    visitor.submit("Soumettre", successes="Bien.", improvements="Mieux.", expect=422)
    assert fresh(session, made).improvements == "Mieux."


def test_a_level_lowered_in_silence_is_refused_and_the_comments_kept(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = submitted(session, now)
    session.commit()
    first, second = made.row("ACC-04"), made.row("ACC-05")
    visitor.sign_in(made.officer).open(page(made, "/relecture"))
    typed = {f"level_{first.id}": "D", f"comment_{second.id}": "Très bien."}
    visitor.submit("Valider", expect=422, **typed)
    assert "ACC-04 : dites au service pourquoi" in visitor.text
    assert visitor.page.find(attrs={"name": f"comment_{second.id}"}).text.strip() == "Très bien."
    assert fresh(session, made).status is AssessmentStatus.SUBMITTED


def test_a_level_out_of_the_list_is_refused(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = submitted(session, now)
    session.commit()
    visitor.sign_in(made.officer).open(page(made, "/relecture"))
    visitor.submit("Valider", expect=422, **{f"level_{made.row('ACC-04').id}": "A"})
    assert fresh(session, made).status is AssessmentStatus.SUBMITTED


def test_an_assessment_already_validated_is_not_reviewed_again(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = submitted(session, now)
    session.commit()
    visitor.sign_in(made.officer).open(page(made, "/relecture"))
    visitor.submit("Valider")
    visitor.open(page(made, "/relecture"), expect=409)


# ---------------------------------------------------------------- who


def test_a_head_never_sees_another_departments_form(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    other = make_user(session, Role.HEAD, make_department(session))
    session.commit()
    visitor.sign_in(other)
    visitor.open(page(made), expect=404)
    visitor.open(page(made, "/soumettre"), expect=404)
    visitor.open("/mon-travail")
    visitor.open("/auto-evaluations/2027")
    assert "Liquidation" not in visitor.text


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.COLLABORATOR, 404),
        (Role.READER, 404),
        (Role.MANAGEMENT, 404),
        (Role.ADMINISTRATOR, 403),
    ],
)
def test_an_unvalidated_form_is_closed_to_the_others(
    session: Session, visitor: Visitor, now: datetime, role: Role, code: int
) -> None:
    made = make_round(session, now)
    person = make_user(session, role, made.department)
    session.commit()
    visitor.sign_in(person).open(page(made), expect=code)


def test_the_officer_reads_a_form_but_does_not_fill_it(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    session.commit()
    visitor.sign_in(made.officer).open(page(made))
    assert visitor.page.select("[data-rate]") == []
    visitor.open("/mon-compte")
    visitor.post(page(made, "/ACC-04"), expect=403, level="C", reason="", seen="")


def test_the_officer_does_not_review_their_own_department(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = submitted(session, now)
    made.officer.department_id = made.department.id
    session.commit()
    visitor.sign_in(made.officer).open(page(made, "/relecture"), expect=409)
    assert "la direction valide" in visitor.text
    Visitor(visitor.app).sign_in(made.management).open(page(made, "/relecture"))


def test_management_does_not_review_in_the_officers_place(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = submitted(session, now)
    session.commit()
    visitor.sign_in(made.management).open(page(made, "/relecture"), expect=409)


def test_a_head_neither_opens_a_campaign_nor_freezes(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = submitted(session, now)
    session.commit()
    visitor.sign_in(made.head)
    visitor.open("/auto-evaluations/ouvrir", expect=403)
    for address in (page(made, "/figer"), page(made, "/valider"), "/auto-evaluations/2027/clore"):
        visitor.open("/mon-compte")
        visitor.post(address, expect=403)


# ---------------------------------------------------------------- campaigns


def test_a_campaign_is_opened_on_the_page(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    make_charter(session, now)
    department = make_department(session, "Liquidation", ("gestion_retraite",))
    head = make_user(session, Role.HEAD, department)
    management = make_user(session, Role.MANAGEMENT)
    session.commit()
    visitor.sign_in(management).open("/auto-evaluations/")
    assert "Aucune campagne" in visitor.text
    visitor.open("/auto-evaluations/ouvrir")
    visitor.submit("Ouvrir", due_on="", expect=422)
    visitor.submit("Ouvrir", due_on="2027-03-01", expect=422)
    assert "Choisissez une échéance à venir" in visitor.text
    visitor.submit("Ouvrir", due_on=DUE_ON.isoformat())
    visitor.follow()
    assert "Campagne 2027 : 0 auto-évaluation validée sur 1" in visitor.text
    other = Visitor(visitor.app).sign_in(head)
    other.open("/auto-evaluations/")
    assert "Commencer mon auto-évaluation" in other.text


def test_the_campaign_page_says_how_far_each_department_is(
    session: Session, visitor: Visitor, now: datetime
) -> None:
    made = make_round(session, now)
    fill_in(session, made, now)
    session.commit()
    visitor.sign_in(made.officer).open("/auto-evaluations/2027")
    assert "Marc Delaunay" in visitor.text
    assert "Aucun responsable n’a de compte" in visitor.text
    assert f"{len(made.assessment.ratings)} sur {len(made.assessment.ratings)}" in visitor.text
    visitor.open("/auto-evaluations/1999", expect=404)


def test_open_campaign_from_the_command_line(session: Session, app: Any, now: datetime) -> None:
    make_charter(session, now)
    make_department(session, "Liquidation", ("gestion_retraite",))
    session.commit()
    runner = app.test_cli_runner()
    done = runner.invoke(args=["actions", "open-campaign", "2027", "--due", "2027-04-15"])
    assert (done.exit_code, done.output) == (0, "Campagne 2027 ouverte pour 1 service(s).\n")
    again = runner.invoke(args=["actions", "open-campaign", "2027", "--due", "2027-04-15"])
    assert again.exit_code == 1
    assert "déjà ouverte" in again.output
    assert campaigns.of_year(session, 2027).due_on == DUE_ON


# ---------------------------------------------------------------- queries


def test_seventy_rows_cost_as_many_queries_as_eight(
    session: Session, visitor: Visitor, app: Any, now: datetime
) -> None:
    made = make_round(session, now, activities=("dpo",))
    everything = tuple(code for (code,) in session.exec(sa.select(Activity.code)).all())  # type: ignore[call-overload]
    whole = make_department(session, "Tout", everything)
    head = make_user(session, Role.HEAD, whole)
    _another_year(session, made, whole, head, now)
    session.commit()
    assert len(_rows_of(session, 2028, whole)) == 70
    session.commit()  # the test holds no lock while the pages are opened
    few = _cost(
        Visitor(app).sign_in(made.head), app, f"/auto-evaluations/2027/{made.department.id}"
    )
    many = _cost(Visitor(app).sign_in(head), app, f"/auto-evaluations/2028/{whole.id}?voir=tout")
    assert many == few


def _another_year(
    session: Session, made: Round, whole: object, head: object, now: datetime
) -> None:
    later = now.replace(year=2028)
    campaigns.open_campaign(session, 2028, DUE_ON.replace(year=2028), None, later)
    for rating in _rows_of(session, 2028, whole)[:20]:
        make_evidence(session, rating, head, later)  # type: ignore[arg-type]
        assessments.rate(session, rating, Level.A, "Vu.", False, head, later)  # type: ignore[arg-type]


def _rows_of(session: Session, year: int, department: Any) -> list[Any]:
    progress = campaigns.progresses(session, campaigns.of_year(session, year))
    (found,) = [p.assessment for p in progress if p.department.id == department.id]
    return assessments.rows(found)


def _cost(visitor: Visitor, app: Any, address: str) -> int:
    visitor.open(address)
    with counted_queries(app) as sent:
        visitor.open(address)
    return len(sent)
