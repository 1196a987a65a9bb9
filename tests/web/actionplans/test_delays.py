"""The desk of delays: a file is controlled, imported, and its exceedances are looked at one by one."""

import io
from datetime import date, timedelta

import pytest
from sqlmodel import select

from actionplans.assessments import proposals
from actionplans.models import MemberRequest, RequestBatch
from organisation.models import Role
from tests.assessment_builders import make_round
from tests.builders import make_charter, make_department, make_user
from tests.request_builders import make_requests, text_of

GOOD = "2027-0001;Formulaire en ligne;Affiliation;01/03/2027;03/03/2027;31/03/2027;;Affiliations"
LATE = "2027-0002;Formulaire en ligne;Réclamation;01/03/2027;11/03/2027;;;Affiliations"
WRONG = "2027-0003;Guichet;Autre;31/02/2027;;;;Affiliations"
DAY = date(2027, 2, 1)


@pytest.fixture
def place(session, now):
    make_charter(session, now)
    return make_department(session, "Affiliations")


def signed_in(visitor, session, role, department=None):
    user = make_user(session, role, department)
    session.commit()
    return visitor.sign_in(user)


def upload(visitor, *rows, name="demandes mars.csv", expect=303, **more):
    visitor.open("/delais/importer")
    visitor.submit("Contrôler", expect=expect, file=(io.BytesIO(text_of(*rows)), name), **more)
    if expect == 303:
        visitor.follow()


def test_an_empty_page_says_which_file_is_wanted(visitor, session, place):
    signed_in(visitor, session, Role.QUALITY_OFFICER)
    visitor.open("/delais/")
    assert "Les délais ne sont pas encore mesurés" in visitor.text
    assert "Accusée le" in visitor.text
    assert visitor.page.find("a", href="/delais/importer")


def test_nothing_is_written_before_somebody_confirms(visitor, session, place):
    signed_in(visitor, session, Role.QUALITY_OFFICER)
    upload(visitor, GOOD, LATE, WRONG)
    assert "2 lignes correctes sur 3" in visitor.text
    assert "Canal « Guichet »" in visitor.text
    assert "le 31/02/2027 n’existe pas" in visitor.text
    session.rollback()
    assert session.exec(select(MemberRequest)).all() == []
    session.rollback()
    visitor.submit("Importer les 2 lignes")
    visitor.follow()
    assert "Fichier importé" in visitor.text
    session.rollback()
    assert len(session.exec(select(MemberRequest)).all()) == 2


def test_a_file_given_up_leaves_nothing(visitor, session, place):
    signed_in(visitor, session, Role.QUALITY_OFFICER)
    upload(visitor, GOOD)
    path = visitor.path
    visitor.submit("Tout annuler")
    visitor.open(path, expect=404)


def test_the_same_file_is_recognised(visitor, session, place):
    signed_in(visitor, session, Role.QUALITY_OFFICER)
    upload(visitor, GOOD)
    visitor.submit("Importer")
    upload(visitor, GOOD, expect=422)
    assert "Ce fichier a déjà été importé" in visitor.text


def test_changes_are_told_before_a_second_import(visitor, session, place):
    signed_in(visitor, session, Role.QUALITY_OFFICER)
    upload(visitor, GOOD)
    visitor.submit("Importer")
    upload(visitor, GOOD.replace("01/03/2027", "02/03/2027"))
    assert "Reçue le 1er mars 2027, devient 2 mars 2027." in visitor.text


@pytest.mark.parametrize(
    ("content", "extracted", "said"),
    [
        (b"%PDF-1.7 ...", "2027-03-15", "pdf"),
        (b"", "2027-03-15", "vide"),
        (text_of(GOOD, titles="a;b;c;d;e;f;g;h"), "2027-03-15", "colonne"),
        (text_of(GOOD), "2027-03-16", "pas encore venu"),
        (text_of(GOOD), "", "jour de l’extraction"),
    ],
)
def test_a_file_that_is_none_is_refused(visitor, session, place, content, extracted, said):
    signed_in(visitor, session, Role.QUALITY_OFFICER)
    visitor.open("/delais/importer")
    file = (io.BytesIO(content), "demandes.csv")
    visitor.submit("Contrôler", expect=422, file=file, extracted_on=extracted)
    assert said.lower() in visitor.text.lower()


def test_a_head_imports_for_the_own_department_alone(visitor, session, place):
    other = make_department(session, "Retraite")
    signed_in(visitor, session, Role.HEAD, place)
    upload(visitor, GOOD, GOOD.replace("0001", "0009").replace("Affiliations", "Retraite"))
    assert "Cette demande est d’un autre service." in visitor.text
    upload(visitor, LATE, expect=422, department=str(other.id))
    visitor.open("/delais/importer")
    assert other.name not in str(visitor.page.find("select"))


@pytest.mark.parametrize("role", [Role.COLLABORATOR, Role.READER, Role.ADMINISTRATOR])
def test_others_do_not_import(visitor, session, place, role):
    signed_in(visitor, session, role, place)
    visitor.open("/delais/importer", expect=403)


def test_the_figures_and_what_is_behind_them(visitor, session, place, now):
    make_requests(session, now, place, DAY, 30, acknowledged_on=DAY)
    make_requests(session, now, place, DAY, 30, acknowledged_on=DAY + timedelta(days=9))
    signed_in(visitor, session, Role.QUALITY_OFFICER)
    visitor.open("/delais/?code=DEL-02")
    assert "non atteint" in visitor.text
    assert "50 %" in visitor.text
    link = visitor.page.find("a", string="30")
    visitor.open(link["href"])
    assert "30 dépassements" in visitor.text
    assert len(visitor.page.select("tbody tr")) == 25
    visitor.open(f"{visitor.path}&page=2")
    assert len(visitor.page.select("tbody tr")) == 5
    first = visitor.page.select_one("tbody a")
    csv = visitor.page.find("a", string="CSV")["href"]
    visitor.open(first["href"])
    assert "2 jours de retard" in visitor.text
    visitor.open(csv)
    assert visitor.response.text.count("\r\n") == 31


def test_a_quarter_without_requests_says_so(visitor, session, place, now):
    make_requests(session, now, place, DAY, 3)
    signed_in(visitor, session, Role.MANAGEMENT)
    visitor.open("/delais/?du=2026-04-01&au=2026-06-30")
    assert "Aucune demande reçue sur cette période" in visitor.text
    visitor.open("/delais/?du=hier&au=demain&code=X&canal=Y")


def test_few_requests_are_shown_without_a_verdict(visitor, session, place, now):
    make_requests(session, now, place, DAY, 3, acknowledged_on=DAY)
    signed_in(visitor, session, Role.COLLABORATOR, place)
    visitor.open("/delais/")
    assert "indéterminé" in visitor.text
    assert "100 %" in visitor.text


def test_requests_are_listed_to_their_own_department(visitor, session, place, now):
    other = make_department(session, "Retraite")
    (theirs,) = make_requests(session, now, other, DAY, 1)
    (own,) = make_requests(session, now, place, DAY, 1)
    signed_in(visitor, session, Role.HEAD, place)
    visitor.open("/delais/")
    assert "Retraite" not in visitor.page.main.get_text()
    visitor.open("/delais/depassements", expect=404)
    visitor.open(f"/delais/depassements?service={other.id}", expect=404)
    visitor.open(f"/delais/demandes/{theirs.id}", expect=404)
    visitor.open(f"/delais/depassements?service={place.id}")
    assert own.reference in visitor.text
    assert theirs.reference not in visitor.text


def test_a_reader_sees_the_fund_and_no_request(visitor, session, place, now):
    (one,) = make_requests(session, now, place, DAY, 1)
    signed_in(visitor, session, Role.READER)
    visitor.open("/delais/")
    assert "DEL-02" in visitor.text
    visitor.open("/delais/depassements", expect=404)
    visitor.open("/delais/depassements.csv", expect=404)
    visitor.open(f"/delais/demandes/{one.id}", expect=404)


def test_what_somebody_uploaded_is_theirs(visitor, session, place):
    signed_in(visitor, session, Role.QUALITY_OFFICER)
    upload(visitor, GOOD)
    path = visitor.path
    visitor.client.delete_cookie("session")
    signed_in(visitor, session, Role.MANAGEMENT)
    visitor.open(path, expect=404)


def test_the_command_imports_and_says_what_it_refused(app, session, place, tmp_path):
    session.commit()
    file = tmp_path / "demandes.csv"
    file.write_bytes(text_of(GOOD, WRONG))
    runner = app.test_cli_runner()
    dry = runner.invoke(args=["actions", "import-requests", str(file), "--dry-run"])
    assert "ligne 3, rejetée" in dry.output
    session.rollback()
    assert session.exec(select(RequestBatch)).all() == []
    session.rollback()
    done = runner.invoke(
        args=["actions", "import-requests", str(file), "--extracted", "2027-03-10"]
    )
    assert (done.exit_code, "nouvelle : 1" in done.output) == (0, True)
    session.rollback()
    assert session.exec(select(RequestBatch)).one().extracted_on == date(2027, 3, 10)
    session.rollback()
    again = runner.invoke(args=["actions", "import-requests", str(file)])
    assert again.exit_code == 1


def test_a_missing_file_is_a_sentence(app, session, place, tmp_path):
    session.commit()
    wanted = str(tmp_path / "absent.csv")
    result = app.test_cli_runner().invoke(args=["actions", "import-requests", wanted])
    assert (result.exit_code, "Traceback" in result.output) == (1, False)


def test_a_self_assessment_leads_to_the_exceedances(visitor, session, now):
    made = make_round(session, now)
    (one, *_) = make_requests(session, now, made.department, DAY, 12)
    proposals.refresh(session, made.assessment, made.assessment.ratings, now.date())
    session.commit()
    visitor.sign_in(made.head)
    visitor.open(f"/auto-evaluations/2027/{made.department.id}?voir=DEL")
    assert "Tenu pour 0 % de 12 demandes" in visitor.text
    visitor.open(visitor.page.find("a", string="Voir les dépassements")["href"])
    assert one.reference in visitor.text
