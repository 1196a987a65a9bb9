"""Files of requests: what is read, what is refused, what a second file changes."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import xlsxwriter
from sqlmodel import Session, select

from actionplans.assessments import proposals
from actionplans.delays import figures as delay_figures
from actionplans.delays import files as request_files
from actionplans.delays import imports as request_imports
from actionplans.delays.delays import Figure
from actionplans.delays.figures import Period
from actionplans.delays.imports import Fate
from actionplans.models import Level, MemberRequest, RequestChannel, RequestKind
from core.errors import Refused
from organisation.models import JournalEntry, Role
from tests.assessment_builders import make_round
from tests.builders import make_department, make_user
from tests.request_builders import TITLES, checked, imported, make_requests

ON = date(2027, 3, 15)
GOOD = "2027-0001;Formulaire en ligne;Affiliation;01/03/2027;03/03/2027;31/03/2027;;"


def faults(session: Session, folder: Path, row: str) -> str:
    only = make_department(session)
    (line,) = checked(session, folder, row, on=ON, only=only).lines
    return " ".join(line.faults).replace("\u00a0", " ")


def test_a_row_is_read(session: Session, tmp_path: Path, now: datetime) -> None:
    only = make_department(session)
    found = checked(session, tmp_path, GOOD, on=ON, only=only)
    (line,) = found.lines
    assert found.encoding == "cp1252"
    assert (line.reference, line.channel, line.kind, line.department_id) == (
        "2027-0001",
        RequestChannel.ELECTRONIC,
        RequestKind.AFFILIATION,
        only.id,
    )
    assert (line.received_on, line.acknowledged_on) == (date(2027, 3, 1), date(2027, 3, 3))
    assert (line.announced_on, line.answered_on) == (date(2027, 3, 31), None)
    assert (line.row, line.faults) == (2, ())


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (";Courriel;Autre;01/03/2027;;;;", "La référence manque."),
        ("Mme Durand;Courriel;Autre;01/03/2027;;;;", "sans nom ni adresse"),
        ("DURAND Anne 12;Courriel;Autre;01/03/2027;;;;", "sans nom ni adresse"),
        ("a1@ex.fr;Courriel;Autre;01/03/2027;;;;", "sans nom ni adresse"),
        ("=1+1;Courriel;Autre;01/03/2027;;;;", "Ce n’est pas une référence"),
        ("1,23E+09;Courriel;Autre;01/03/2027;;;;", "a perdu des chiffres"),
        ("R1;;Autre;01/03/2027;;;;", "Le canal manque"),
        ("R1;Téléphone;Autre;01/03/2027;;;;", "Canal « Téléphone »"),
        ("R1;Guichet;Autre;01/03/2027;;;;", "Canal « Guichet »"),
        ("R1;Courriel;;01/03/2027;;;;", "La nature manque"),
        ("R1;Courriel;Autre;;;;;", "La date de réception manque."),
        ("R1;Courriel;Autre;31/02/2027;;;;", "Reçue le : le 31/02/2027 n’existe pas."),
        ("R1;Courriel;Autre;29/02/2027;;;;", "Reçue le : le 29/02/2027 n’existe pas."),
        ("R1;Courriel;Autre;03/13/2027;;;;", "Reçue le : le 03/13/2027 n’existe pas."),
        ("R1;Courriel;Autre;hier;;;;", "Reçue le : « hier » n’est pas une date."),
        ("R1;Courriel;Autre;16/03/2027;;;;", "Reçue le : le 16 mars 2027 n’est pas encore venu."),
        ("R1;Courriel;Autre;01/03/2007;;;;", "Reçue le : le 1er mars 2007 est trop ancien."),
        ("R1;Courriel;Autre;01/03/2027;20/03/2027;;;", "Accusée le : le 20 mars 2027 n’est pas"),
        ("R1;Courriel;Autre;01/03/2027;;;16/03/2027;", "Répondue le : le 16 mars 2027 n’est pas"),
        ("R1;Courriel;Autre;01/03/2027;;01/03/2099;;", "Annoncée pour le : le 1er mars 2099"),
        ("R1;Courriel;Autre;05/03/2027;04/03/2027;;;", "L’accusé (4 mars 2027) précède"),
        ("R1;Courriel;Autre;05/03/2027;;04/03/2027;;", "La date annoncée (4 mars 2027) précède"),
        ("R1;Courriel;Autre;05/03/2027;;;04/03/2027;", "La réponse (4 mars 2027) précède"),
        ("R1;Courriel;Autre;05/03/2027;;;;Archives", "Service « Archives » inconnu"),
    ],
)
def test_what_cannot_be_is_refused_with_its_sentence(
    session: Session, tmp_path: Path, row: str, said: str
) -> None:
    assert said in faults(session, tmp_path, row)


def test_all_the_faults_of_a_row_are_said_at_once(session: Session, tmp_path: Path) -> None:
    found = faults(session, tmp_path, "R1;;;31/02/2027;;;;")
    assert all(word in found for word in ("canal", "nature", "n’existe pas"))


def test_received_today_and_a_promise_to_come_are_possible(
    session: Session, tmp_path: Path
) -> None:
    assert faults(session, tmp_path, "R1;Courrier;Retraite;15/03/2027;;15/09/2027;;") == ""


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("AFF", RequestKind.AFFILIATION),
        ("Demande de retraite", RequestKind.RETIREMENT),
        ("Réclamation sur ma pension", RequestKind.CLAIM),
        ("Changement d’adresse", RequestKind.OTHER),
    ],
)
def test_the_nature_is_understood(
    session: Session, tmp_path: Path, words: str, kind: RequestKind
) -> None:
    only = make_department(session)
    row = f"R1;Courrier recommandé;{words};01/03/2027;;;;"
    (line,) = checked(session, tmp_path, row, on=ON, only=only).lines
    assert (line.kind, line.channel, line.faults) == (kind, RequestChannel.POSTAL, ())


def test_columns_about_people_are_not_read(session: Session, tmp_path: Path) -> None:
    titles = f"{TITLES};NOM;Prénom;N° adhérent;N° SS;Observations"
    row = f"{GOOD};DURAND;Anne;0012345;2 85 05 78 006 084 36;vue le 3"
    found = checked(session, tmp_path, row, on=ON, only=make_department(session), titles=titles)
    assert found.left_out == ("NOM", "Prénom", "N° adhérent", "N° SS")
    assert "DURAND" not in repr(found)
    assert "85 05" not in repr(found)
    assert found.lines[0].faults == ()


def test_a_missing_column_is_named(session: Session, tmp_path: Path) -> None:
    titles = TITLES.replace("Accusée le", "Divers")
    with pytest.raises(Refused, match="accusée le"):
        checked(session, tmp_path, GOOD, on=ON, titles=titles)


def test_a_spreadsheet_is_read_with_its_own_dates(session: Session, tmp_path: Path) -> None:
    only = make_department(session, "Affiliations")
    path = tmp_path / "demandes.xlsx"
    book = xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["N° de demande", "Mode de réception", "Type de demande", "Date d’arrivée",
                           "Date de l’AR", "Réponse annoncée pour le", "Date de réponse", "Service"])  # fmt: skip
    sheet.write_row(1, 0, [20270001, "courrier", "liquidation"])
    sheet.write_datetime(1, 3, datetime(2027, 3, 1))  # noqa: DTZ001 - a cell has no time zone
    sheet.write(1, 7, "AFFILIATIONS")
    book.close()
    (line,) = request_files.check(session, path, path.name, ON, None).lines
    assert (line.reference, line.received_on, line.department_id, line.faults) == (
        "20270001", date(2027, 3, 1), only.id, (),
    )  # fmt: skip


def test_a_request_told_twice_in_a_file_is_read_once(session: Session, tmp_path: Path) -> None:
    only = make_department(session)
    found = checked(session, tmp_path, GOOD, GOOD, on=ON, only=only).lines
    assert [line.faults for line in found] == [(), ("Déjà lue à la ligne 2.",)]


# ---------------------------------------------------------------- import


def test_good_rows_are_written_and_the_journal_says_how_many(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    only = make_department(session)
    batch = imported(session, tmp_path, GOOD, "R2;;;;;;;", now=now, only=only)
    (request,) = session.exec(select(MemberRequest)).all()
    assert (request.reference, batch.added, batch.rejected) == ("2027-0001", 1, 1)
    entry = session.exec(select(JournalEntry).where(JournalEntry.deed == "import_requests")).one()
    assert "nouvelle" in entry.details


def test_the_same_file_is_recognised(session: Session, tmp_path: Path, now: datetime) -> None:
    only = make_department(session)
    imported(session, tmp_path, GOOD, now=now, only=only)
    with pytest.raises(Refused, match="déjà été importé"):
        imported(session, tmp_path, GOOD, now=now, only=only)


def test_a_file_without_a_good_row_is_refused(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    with pytest.raises(Refused, match="Aucune ligne"):
        imported(session, tmp_path, "R2;;;;;;;", now=now)


def test_a_second_file_fills_in_dates_and_erases_none(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    only = make_department(session)
    imported(session, tmp_path, GOOD, now=now, only=only)
    later = "2027-0001;Courriel;Affiliation;01/03/2027;;;20/03/2027;"
    batch = imported(session, tmp_path, later, now=now, on=date(2027, 3, 22), only=only)
    request = session.exec(select(MemberRequest)).one()
    assert (request.acknowledged_on, request.answered_on) == (date(2027, 3, 3), date(2027, 3, 20))
    assert (batch.added, batch.changed, request.batch_id) == (0, 1, batch.id)


def test_a_changed_day_of_receipt_is_told(session: Session, tmp_path: Path, now: datetime) -> None:
    only = make_department(session)
    imported(session, tmp_path, GOOD, now=now, only=only)
    again = GOOD.replace("01/03/2027", "02/03/2027")
    (change,) = request_imports.changes(
        session, checked(session, tmp_path, again, on=ON, only=only)
    )
    assert change.fate is Fate.CHANGED
    assert change.told[0].replace("\u00a0", " ") == "Reçue le 1er mars 2027, devient 2 mars 2027."


def test_dates_that_become_impossible_together_are_refused(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    only = make_department(session)
    imported(session, tmp_path, GOOD, now=now, only=only)
    again = "2027-0001;Courriel;Affiliation;10/03/2027;;;;"
    (change,) = request_imports.changes(
        session, checked(session, tmp_path, again, on=ON, only=only)
    )
    assert change.fate is Fate.REJECTED
    assert "L’accusé" in change.line.faults[0]


def test_an_older_extraction_only_fills_gaps(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    only = make_department(session)
    latest = imported(session, tmp_path, GOOD, now=now, only=only)
    older = "2027-0001;Courrier;Affiliation;28/02/2027;02/03/2027;;05/03/2027;"
    imported(session, tmp_path, older, now=now, on=ON - timedelta(days=5), only=only)
    request = session.exec(select(MemberRequest)).one()
    assert (request.received_on, request.channel) == (date(2027, 3, 1), RequestChannel.ELECTRONIC)
    assert (request.answered_on, request.batch_id) == (date(2027, 3, 5), latest.id)


def test_a_head_imports_for_one_department_alone(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    own, other = make_department(session, "Retraite"), make_department(session, "Affiliations")
    head = make_user(session, Role.HEAD, own)
    imported(session, tmp_path, GOOD, now=now, only=other)
    rows = (f"{GOOD}Affiliations", GOOD, "R2;Courrier;Autre;01/03/2027;;;;")
    found = request_imports.changes(session, checked(session, tmp_path, *rows, on=ON, only=own))
    assert [change.fate for change in found] == [Fate.REJECTED, Fate.REJECTED, Fate.NEW]
    for only in (None, other):
        with pytest.raises(Refused, match="que vous dirigez seulement"):
            imported(
                session, tmp_path, "R3;Courrier;Autre;01/03/2027;;;;", now=now, only=only, by=head
            )


# ---------------------------------------------------------------- figures


def test_a_request_is_judged_on_the_day_its_file_was_extracted(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    only = make_department(session)
    open_one = "R1;Courriel;Affiliation;07/03/2027;;;;"
    period = Period(date(2027, 1, 1), ON)
    for on, counted in ((date(2027, 3, 14), (0, 1)), (ON, (1, 0))):
        rows = (open_one, f"R{on.day};Courriel;Autre;{on:%d/%m/%Y};;;;")
        imported(session, tmp_path, *rows, now=now, on=on, only=only)
        requests = [r for r in delay_figures.told(session, period) if r.reference == "R1"]
        found = delay_figures.of(requests, "DEL-02")
        assert (found.breached, found.pending) == counted


def test_parts_add_up_and_exceedances_come_worst_first(session: Session, now: datetime) -> None:
    one, two = make_department(session, "Affiliations"), make_department(session, "Retraite")
    day = date(2027, 1, 4)
    make_requests(session, now, one, day, 4, acknowledged_on=day)
    make_requests(session, now, one, day, 2, channel=RequestChannel.POSTAL)
    make_requests(session, now, two, date(2027, 2, 1), 3)
    requests = delay_figures.told(session, Period(date(2027, 1, 1), ON))
    lines = delay_figures.split(requests, "DEL-01")
    sizes = {(line.department, line.channel): line.figure.n for line in lines}
    assert sizes[("", None)] == 9
    assert sizes[("", RequestChannel.ELECTRONIC)] + sizes[("", RequestChannel.POSTAL)] == 9
    assert sizes[("Affiliations", None)] == 6
    assert ("Retraite", RequestChannel.POSTAL) not in sizes
    late = delay_figures.exceedances(requests, "DEL-01")
    assert len(late) == 5
    assert [found.judgement.late for found in late] == sorted(
        (found.judgement.late for found in late), reverse=True
    )


def test_twelve_months_and_quarters() -> None:
    assert delay_figures.twelve_months(date(2028, 2, 29)).since == date(2027, 3, 1)
    assert delay_figures.twelve_months(ON) == Period(date(2026, 3, 16), ON)
    assert [(q.since, q.until) for q in delay_figures.quarters(ON)][:2] == [
        (date(2027, 1, 1), date(2027, 3, 31)),
        (date(2026, 10, 1), date(2026, 12, 31)),
    ]
    assert delay_figures.quarters(date(2027, 12, 31))[4].since == date(2026, 10, 1)


# ---------------------------------------------------------------- in a self-assessment


def test_a_delay_kept_proposes_a_and_one_breached_caps_at_c(
    session: Session, now: datetime
) -> None:
    made = make_round(session, now)
    day = date(2027, 2, 1)
    make_requests(session, now, made.department, day, 12, acknowledged_on=day)
    make_requests(session, now, made.department, day, 9, day, channel=RequestChannel.POSTAL)
    rows = [made.row(code) for code in ("DEL-02", "DEL-03", "DEL-05")]
    proposals.refresh(session, made.assessment, rows, now.date())
    kept, few, breached = (made.row(c) for c in ("DEL-02", "DEL-03", "DEL-05"))
    assert (kept.proposed, kept.ceiling, kept.sources["exceedances"]) == (Level.A, Level.A, {})
    assert few.proposed is None
    assert few.sources["data"].endswith("trop peu pour conclure.")
    assert (breached.proposed, breached.ceiling) == (Level.D, Level.C)
    assert breached.sources["exceedances"]["code"] == "DEL-05"
    assert breached.sources["data"].replace("\u00a0", " ") == (
        "Tenu pour 0 % de 21 demandes (0 à 15 %), 21 dépassements."
    )


def test_the_requests_of_another_department_say_nothing(session: Session, now: datetime) -> None:
    made = make_round(session, now)
    make_requests(session, now, make_department(session), date(2027, 2, 1), 30)
    proposals.refresh(session, made.assessment, [made.row("DEL-02")], now.date())
    assert made.row("DEL-02").sources["data"] == "Pas encore de données."


@pytest.mark.parametrize(
    ("kept", "breached", "said"),
    [(389, 21, "94,9 %"), (10, 10, "50 %"), (10, 0, "100 %"), (0, 0, "–")],
)
def test_a_share_just_under_the_target_does_not_read_as_the_target(
    kept: int, breached: int, said: str
) -> None:
    assert delay_figures.share(Figure(kept, breached, 0)).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Figure(0, 0, 3), "3 demandes encore dans le délai."),
        (Figure(0, 0, 0), "Aucune demande de cette sorte sur la période."),
    ],
)
def test_what_cannot_be_judged_yet_is_said(found: Figure, said: str) -> None:
    assert delay_figures.sentence(found).replace("\u00a0", " ") == said


def test_a_reference_has_an_end(session: Session, tmp_path: Path) -> None:
    assert "dépasse 40" in faults(session, tmp_path, f"{'1' * 41};Courriel;Autre;01/03/2027;;;;")


def test_a_file_has_an_end(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_files, "MOST_ROWS", 1)
    with pytest.raises(Refused, match="découpez"):
        checked(session, tmp_path, GOOD, GOOD, on=ON)


def test_the_officer_moves_a_request_and_corrects_its_channel(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    one, two = make_department(session, "Affiliations"), make_department(session, "Retraite")
    imported(session, tmp_path, f"{GOOD}{one.name}", now=now)
    moved = f"2027-0001;Courrier;Affiliation;01/03/2027;;;;{two.name}"
    (change,) = request_imports.changes(session, checked(session, tmp_path, moved, on=ON))
    assert change.told == (
        "Canal : voie électronique, devient courrier.",
        "Change de service.",
    )
    imported(session, tmp_path, moved, now=now)
    request = session.exec(select(MemberRequest)).one()
    assert (request.department_id, request.channel) == (two.id, RequestChannel.POSTAL)


def test_a_head_does_not_take_the_request_of_another_department(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    own, other = make_department(session, "Retraite"), make_department(session, "Affiliations")
    imported(session, tmp_path, GOOD, now=now, only=other)
    (change,) = request_imports.changes(session, checked(session, tmp_path, GOOD, on=ON, only=own))
    assert change.line.faults == ("Cette demande est suivie par un autre service.",)


def test_a_department_is_found_by_its_name(session: Session) -> None:
    made = make_department(session, "Retraite")
    assert request_imports.department_named(session, "Retraite") == made
    with pytest.raises(Refused, match="Aucun service"):
        request_imports.department_named(session, "Retraites")
