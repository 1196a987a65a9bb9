"""The reject file: what was refused, as it was written, ready to be corrected and imported again."""

import csv
from pathlib import Path

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from survey.registers import rejects
from survey.registers.judging import check_events
from tests.event_files import TODAY, codes, rows_of, saved, text_of

NIR = "2 85 05 78 006 084 36"
WRONG = {"member_number": "0012346", "event_date": "31/02/2025", "last_name": "ŒUVRARD–LEFÈVRE", "NIR": NIR,
         "Observations": "=1+1", "Note": f"son numéro {NIR}"}  # fmt: skip
TABLE = rows_of({}, WRONG, {"decede": "O"}, more=["NIR", "decede", "Observations", "Note"])


def rewritten(tmp_path: Path, content: str, encoding: str = "cp1252") -> tuple[Path, Path]:
    source = saved(tmp_path, content, encoding)
    target = tmp_path / "rejets.csv"
    rejects.write(check_events(source, TODAY), source, target)
    return source, target


def cells_of(path: Path, encoding: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_only_rejected_rows_are_written_with_their_excel_row_and_reason(tmp_path: Path):
    _, target = rewritten(tmp_path, "Titre\r\n" + text_of(TABLE))
    rows = cells_of(target, "cp1252")
    assert len(rows) == 2
    assert rows[0][-2:] == ["ligne_excel", "motif"]
    assert rows[1][-2] == "4"
    assert "31/02/2025" in rows[1][-1]
    assert rows[1][rows[0].index("nom")] == "ŒUVRARD–LEFÈVRE"


def test_the_columns_keep_their_order_and_the_refused_ones_are_left_out(tmp_path: Path):
    _, target = rewritten(tmp_path, text_of(TABLE))
    header = target.read_text("cp1252").splitlines()[0].split(";")
    assert header == [title for title in TABLE[0] if title != "NIR"] + ["ligne_excel", "motif"]
    assert "006 084" not in target.read_text("cp1252")


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "mac_roman"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_encoding_and_separator_are_those_of_the_original(
    tmp_path: Path, encoding: str, separator: str
):
    people = [{**WRONG, "last_name": "LEFÈVRE", "first_name": "Zoé", "city": "Besançon"}] * 2
    table = rows_of(*people, more=["Prénom d’usage"])
    source, target = rewritten(tmp_path, text_of(table, separator), encoding)
    before, after = check_events(source, TODAY), check_events(target, TODAY)
    assert (after.encoding, after.separator) == (before.encoding, before.separator)
    assert after.rows[0].values == before.rows[0].values


def test_an_encoding_without_typographic_signs_gets_plain_ones(tmp_path: Path):
    table = rows_of({**WRONG, "last_name": "Lefèvre", "city": "Besançon"}, {"first_name": "Zoé"})
    _, target = rewritten(tmp_path, text_of(table).replace("–", "-"), "cp850")
    rows = cells_of(target, "cp850")
    assert "l'événement" in rows[1][-1]
    assert "?" not in rows[1][-1]


def test_a_corrected_reject_file_is_imported_as_it_is(tmp_path: Path):
    _, target = rewritten(tmp_path, text_of(TABLE))
    target.write_bytes(target.read_bytes().replace(b"31/02/2025", b"28/02/2025"))
    again = check_events(target, TODAY)
    assert [(row.outcome.value, codes(row)) for row in again.rows] == [("accepted", [])]
    assert "ligne_excel" not in again.columns
    assert "motif" not in again.columns


def test_a_column_motif_that_is_the_event_stays_one(tmp_path: Path):
    table = rows_of(WRONG)
    table[0][1] = "motif"
    _, target = rewritten(tmp_path, text_of(table))
    assert check_events(target, TODAY).rows[0].values.event == "retraite"
    second = tmp_path / "encore.csv"
    rejects.write(check_events(target, TODAY), target, second)
    assert second.read_text("cp1252").count("ligne_excel") == 1


@pytest.mark.parametrize("cell", ["=1+1", "+CMD", "-1+1", "@SUM(A1)", "\t=1+1", "＝1+1"])
def test_no_cell_can_be_run_as_a_formula_and_it_comes_back_the_same(tmp_path: Path, cell: str):
    people = {"event_date": "31/02/2025", "last_name": cell}
    source, target = rewritten(tmp_path, text_of(rows_of(people)), "utf-8")
    rows = cells_of(target, "utf-8")
    assert rows[1][4].startswith("'")
    assert check_events(target, TODAY).rows[0].values == check_events(source, TODAY).rows[0].values


def test_a_telephone_number_is_not_disfigured(tmp_path: Path):
    _, target = rewritten(
        tmp_path, text_of(rows_of({"event_date": "", "phone": "+33 6 12 34 56 78"}))
    )
    assert ";+33 6 12 34 56 78;" in target.read_text("cp1252")


def test_the_rejects_of_a_workbook_are_a_workbook_of_texts(tmp_path: Path):
    source = tmp_path / "evenements.xlsx"
    book = xlsxwriter.Workbook(source, {"strings_to_formulas": False})
    sheet = book.add_worksheet()
    for place, cells in enumerate(rows_of({}, {"event_date": "31/02/2025", "last_name": "=1+1"})):
        sheet.write_row(place, 0, cells)
    book.close()
    check = check_events(source, TODAY)
    target = tmp_path / f"rejets{rejects.suffix(check)}"
    assert rejects.write(check, source, target) == 1
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert (rows[1][0], rows[1][4], rows[1][-2]) == ("0012345", "'=1+1", "3")
    assert check_events(target, TODAY).rows[0].values == check.rows[1].values


def test_a_slipped_row_shows_nothing_of_a_refused_column(tmp_path: Path):
    table = rows_of({"Montant": "9876543,21", "Note": "vu"}, more=["Montant", "Note"])
    content = text_of(table).replace("12 rue", "12; rue")
    _, target = rewritten(tmp_path, content)
    assert "9876543" not in target.read_text("cp1252")
