"""How a file is laid out: said by somebody, it is read so; met again, it is known by its titles."""

from pathlib import Path

import pytest
import xlsxwriter

from survey.registers import files, purging, recalling
from survey.registers.files import ColumnMissing
from survey.registers.judging import check_events
from survey.registers.layouts import NOT_READ, NOTHING_SAID, Layout, bare, signature
from survey.registers.remarks import Outcome
from tests.event_files import TODAY, codes, rows_of, saved, text_of

NIR = "2 85 05 78 006 084 36"
ODD = [
    ["Souscripteur", "Quoi", "Jour d’effet", "nom", "email", "N° Sécu"],
    ["0012345", "Z1", "04/01/2026", "LEFÈVRE–ŒUVRARD", "zoe@ex.fr", NIR],
]
TOLD = {bare("Souscripteur"): "member_number", bare("Quoi"): "event", bare("Jour d’effet"): "event_date"}  # fmt: skip


def test_a_needed_column_that_is_not_recognised_can_be_named(tmp_path: Path):
    path = saved(tmp_path, text_of(ODD), "cp1252")
    with pytest.raises(ColumnMissing) as refusal:
        check_events(path, TODAY)
    assert "numéro d’adhérent" in str(refusal.value)
    assert refusal.value.register.header.titles[1] == "Quoi"
    layout = Layout(columns=TOLD, codes={"z1": "retraite"})
    row = check_events(path, TODAY, layout=layout).rows[0]
    assert (row.outcome, row.values.member_number, row.values.event) == (
        Outcome.ACCEPTED,
        "0012345",
        "retraite",
    )


def test_a_code_of_the_fund_may_stand_for_an_exclusion(tmp_path: Path):
    path = saved(tmp_path, text_of(ODD), "cp1252")
    layout = Layout(columns=TOLD, codes={"z1": "survivor"})
    row = check_events(path, TODAY, layout=layout).rows[0]
    assert row.outcome is Outcome.EXCLUDED
    assert "excluded_survivor" in codes(row)


def test_a_column_can_be_left_unread_and_another_one_read_in_its_place(tmp_path: Path):
    table = rows_of({"email": "faux@ex.fr"}, more=["Adresse bis"])
    table[1][-1] = "juste@ex.fr"
    path = saved(tmp_path, text_of(table))
    layout = Layout(columns={bare("email"): NOT_READ, bare("Adresse bis"): "email"})
    assert check_events(path, TODAY, layout=layout).rows[0].values.email == "juste@ex.fr"


def test_the_row_of_titles_the_separator_and_the_encoding_can_be_said(tmp_path: Path):
    table = rows_of({"last_name": "LEFÈVRE"})
    path = saved(tmp_path, text_of([*rows_of({}), *table]), "mac_roman")
    at = len(rows_of({})) + 1
    check = check_events(path, TODAY, layout=Layout("mac_roman", ";", header_row=at))
    assert (check.encoding, check.separator, check.records) == ("mac_roman", ";", 1)
    assert check.rows[0].values.last_name == "LEFÈVRE"


def test_the_sheet_can_be_said(tmp_path: Path):
    path = tmp_path / "classeur.xlsx"
    book = xlsxwriter.Workbook(path)
    for name, number in (("Mars", "0011111"), ("Avril", "0022222")):
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows_of({"member_number": number})):
            sheet.write_row(place, 0, row)
    book.close()
    check = check_events(path, TODAY, layout=Layout(sheet="Avril"))
    assert [row.values.member_number for row in check.rows] == ["0022222"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "mac_roman"])
def test_a_file_with_the_same_titles_is_laid_out_as_the_last_one(tmp_path: Path, encoding: str):
    layout = Layout(columns=TOLD, codes={"z1": "retraite"})
    memory = {signature(ODD[0]): layout}
    path = saved(tmp_path, "Un titre d’édition\r\n" + text_of(ODD), encoding)
    assert recalling.recall(path, memory) == layout
    other = saved(tmp_path, text_of(rows_of({})), encoding)
    assert recalling.recall(other, memory) == NOTHING_SAID


# ---------------------------------------------------------------- the file less what is refused


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16", "mac_roman"])
def test_what_waits_holds_nothing_refused_and_reads_the_same(tmp_path: Path, encoding: str):
    table = rows_of(
        {"last_name": "LEFÈVRE", "NIR": NIR},
        {"last_name": 'D"URAND', "Note": f"le {NIR} ;", "NIR": NIR},
        {"event_date": "31/02/2025", "NIR": NIR},
        more=["NIR", "Note"],
    )
    path = saved(tmp_path, text_of(table), encoding)
    target = tmp_path / "purged"
    purging.purge(files.open_register(path), target)
    assert "006 084" not in target.read_bytes().decode(encoding)
    before, after = check_events(path, TODAY), check_events(target, TODAY)
    assert [row.values for row in after.rows] == [row.values for row in before.rows]
    assert (after.encoding, after.separator, after.dropped_columns, after.totals) == (
        before.encoding,
        before.separator,
        before.dropped_columns,
        before.totals,
    )


def test_cells_pushed_aside_by_a_separator_take_nothing_refused_with_them(tmp_path: Path):
    table = rows_of({"NIR": "285057800608436", "last_name": "DU;RAND"}, more=["NIR", "Note"])
    path = tmp_path / "slipped.csv"
    path.write_text("\n".join(";".join(row) for row in table), "utf-8")
    target = tmp_path / "purged"
    purging.purge(files.open_register(path), target)
    assert "285057800608436" not in target.read_text("utf-8")


def test_a_file_without_anything_refused_waits_byte_for_byte(tmp_path: Path):
    path = saved(tmp_path, "Titre\r\n" + text_of(rows_of({"last_name": 'D"URAND'}, {})), "cp1252")
    path.write_bytes(path.read_bytes() + b"\x81\x8d;x\r\n")  # bytes cp1252 does not know
    target = tmp_path / "purged"
    purging.purge(files.open_register(path), target)
    assert target.read_bytes() == path.read_bytes()


def test_a_workbook_waits_with_all_its_visible_sheets(tmp_path: Path):
    path = tmp_path / "classeur.xlsx"
    book = xlsxwriter.Workbook(path)
    for name in ("Mars", "Avril"):
        sheet = book.add_worksheet(name)
        for place, row in enumerate(rows_of({"NIR": NIR, "last_name": name}, more=["NIR"])):
            sheet.write_row(place, 0, row)
    book.close()
    target = tmp_path / "purged.xlsx"
    purging.purge(files.open_register(path), target)
    for name in ("Mars", "Avril"):
        check = check_events(target, TODAY, layout=Layout(sheet=name))
        assert check.rows[0].values.last_name == name
        register = files.open_register(target, layout=Layout(sheet=name))
        assert all(NIR not in row.cells for row in register.rows())
