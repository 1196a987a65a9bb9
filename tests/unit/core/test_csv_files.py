"""CSV: read by a French spreadsheet as it is, and nothing in it is ever calculated."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import csv_files


def cells(content: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))


def test_a_spreadsheet_reads_accents_days_and_decimals() -> None:
    content = csv_files.written(["Échéance", "Part"], [[date(2027, 3, 15), 0.5], [None, 12]])
    assert content.startswith("\ufeff")
    assert cells(content) == [["Échéance", "Part"], ["15/03/2027", "0,5"], ["", "12"]]


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x";"y")',
        "+1",
        "-1+2",
        "@SUM(A1)",
        "\tx",
        "\rx",
        "\nx",
        "  =1",
        "\u00a0=1",
        "\u202f=1",
        "\ufeff=1",
        "＝1+1",
        "＠SUM(A1)",
    ],
)
def test_a_text_that_begins_like_a_formula_stays_a_text(text: str) -> None:
    [[cell]] = [cells(csv_files.written(["a"], [[text]]))[1]]
    assert cell.startswith("'")


@given(st.lists(st.text(st.characters(exclude_characters="\r\n\x00")), min_size=1, max_size=4))
def test_no_cell_of_a_file_begins_like_a_formula(row: list[str]) -> None:
    [_, read] = cells(csv_files.written(["x"] * len(row), [row]))
    assert not [cell for cell in read if cell.startswith(csv_files.FORMULA)]
    assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in row]


@pytest.mark.parametrize(
    "text", ["00467", "0612345678", "123456789012", "12E5", "3-4", "03/04/2026"]
)
def test_a_reference_that_a_spreadsheet_would_turn_into_a_number_stays_a_text(text: str) -> None:
    assert cells(csv_files.written(["a"], [[text]]))[1] == [f"'{text}"]


@pytest.mark.parametrize(
    "text", ["AFF-00467", "0", "467", "DEL-06", "2345 6789", "12 rue du 8-Mai", "E12", "2026"]
)
def test_a_reference_that_is_read_as_it_is_stays_as_it_is(text: str) -> None:
    assert cells(csv_files.written(["a"], [[text]]))[1] == [text]


def test_a_negative_number_stays_a_number() -> None:
    assert cells(csv_files.written(["a"], [[-3]]))[1] == ["-3"]
