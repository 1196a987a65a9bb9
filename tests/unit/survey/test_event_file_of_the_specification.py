"""The dirty file a fund really sends (cp1252, « ; »): each of its rows gets the verdict agreed on."""

import json
from datetime import date
from pathlib import Path

import pytest

from survey.registers.judging import Check, check_events
from survey.registers.rows import Row
from tests.event_files import codes, saved

TODAY = date(2026, 4, 2)
NIR = "285057800608436"
HEADER = (
    "N°\u00a0adhérent;Événement;Date d’effet;Civilité;Nom;Prénom;Courriel;Téléphone;Adresse;CP;Ville;"
    "date_deces;tutelle;opposition_enquete;NIR;;"
)


def line(number: str, **change: str) -> str:
    cells = {
        "number": number, "event": "LIQ", "day": "04/03/2026", "civility": "Mme", "last": "DURAND",
        "first": "Anne", "email": f"m{number}@ex.fr", "phone": "0612345678", "address": "12 rue des Lilas",
        "postcode": "75011", "city": "PARIS", "died": "", "guarded": "", "objects": "", "nir": NIR,
    }  # fmt: skip
    return ";".join({**cells, **change}.values()) + ";;"


ZOE = {"last": "LEFÈVRE–ŒUVRARD", "first": "Zoé", "email": "zoe@ex.fr"}
LINES = [
    "Liquidations mars 2026 – édité le 02/04/2026",  # 1
    HEADER,  # 2
    line("0012345", **ZOE),  # 3
    line("12346", event="AFF", day="46085"),  # 4
    line("0012347", address='"12, rue des Lilas\nBâtiment B"'),  # 5
    line("0012345", **ZOE),  # 6
    line("0012345", day="01/04/2026", **ZOE),  # 7
    line("0012348", email='"a@ex.fr; b@ex.fr"'),  # 8
    line("0012349", email="néant"),  # 9
    line("0012350", email="", address="", postcode="", city=""),  # 10
    line("0012351", day="31/02/2026"),  # 11
    line("0012352", day="03/13/2026"),  # 12
    line("0012353", event="REV"),  # 13
    line("0012354", died="12/03/2026"),  # 14
    line("0012355", guarded="O"),  # 15
    line("0012356", objects="O"),  # 16
    line("0012357", phone="6,12E+08"),  # 17
    line("0012358", postcode="1000"),  # 18
    line("0012359", last='=HYPERLINK("http://x")'),  # 19
    line("0012360", email="agence@ex.fr"),  # 20
    line("0012361", email="agence@ex.fr"),  # 21
    ";" * 16,  # 22
    "TOTAL;;118",  # 23
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return saved(tmp_path, "".join(f"{text}\r\n" for text in LINES))


@pytest.fixture
def check(path: Path) -> Check:
    return check_events(path, TODAY)


def at(check: Check, excel_row: int) -> Row:
    return next(row for row in check.rows if row.excel_row == excel_row)


def test_what_was_recognised_is_said(check: Check):
    assert (check.encoding, check.separator, check.header_line) == ("cp1252", ";", 2)
    assert check.samples == ("LEFÈVRE–ŒUVRARD Zoé",)
    assert "Liquidations mars 2026" in next(
        r.sentence for r in check.remarks if r.code == "title_lines"
    )


def test_the_header_is_understood_and_its_empty_columns_ignored(check: Check):
    assert check.columns["N° adhérent"] == "member_number"
    assert set(check.columns.values()) >= {
        "member_number",
        "event",
        "event_date",
        "last_name",
        "email",
    }
    assert "" not in check.columns


VERDICTS = {
    3: ("accepted", []),
    4: ("corrected", ["event_date_serial", "member_number_width"]),
    5: ("accepted", []),
    6: ("duplicate", ["duplicate_event"]),
    7: ("corrected", ["rectified_event"]),
    8: ("corrected", ["email_several"]),
    9: ("accepted", ["email_placeholder"]),
    10: ("rejected", ["no_channel"]),
    11: ("rejected", ["event_date_impossible"]),
    12: ("rejected", ["event_date_us_order"]),
    13: ("excluded", ["excluded_survivor"]),
    14: ("excluded", ["excluded_deceased"]),
    15: ("excluded", ["excluded_protected"]),
    16: ("excluded", ["excluded_objection"]),
    17: ("corrected", ["phone_damaged"]),
    18: ("corrected", ["postcode_zero"]),
    19: ("accepted", ["formula_like"]),
    20: ("accepted", ["shared_mailbox"]),
    21: ("accepted", ["shared_mailbox"]),
    22: ("skipped", ["blank_row"]),
    23: ("skipped", ["total_row"]),
}


@pytest.mark.parametrize("excel_row", VERDICTS)
def test_each_row_gets_its_verdict_and_no_other_remark(check: Check, excel_row: int):
    row = at(check, excel_row)
    assert (row.outcome.value, codes(row)) == VERDICTS[excel_row]


def test_the_verdicts_carry_their_values(check: Check):
    assert at(check, 3).values.last_name == "LEFÈVRE–ŒUVRARD"
    assert at(check, 4).values.event_date == date(2026, 3, 4)
    assert at(check, 4).values.member_number == "12346"
    assert at(check, 5).values.address == "12, rue des Lilas\nBâtiment B"
    assert at(check, 8).values.email == "a@ex.fr"
    assert at(check, 9).values.email is None
    assert at(check, 17).values.phone is None
    assert at(check, 18).values.postcode == "01000"
    assert at(check, 19).values.last_name == '=HYPERLINK("http://x")'


def test_the_sentences_propose(check: Check):
    assert "0012346" in at(check, 4).reasons[1].sentence
    assert "ordre américain" in at(check, 12).reasons[0].sentence
    assert "01000" in at(check, 18).reasons[0].sentence
    assert "lettre" in at(check, 20).reasons[0].sentence


def test_a_quoted_newline_shifts_the_physical_line_but_not_the_row_excel_shows(check: Check):
    assert (at(check, 5).line, at(check, 6).line) == (5, 7)
    assert [row.record for row in check.rows] == list(range(1, 22))


def test_every_row_is_counted_once(check: Check):
    assert check.records == sum(check.totals.values()) == len(check.rows) == 21
    assert check.totals == {
        "accepted": 6, "corrected": 5, "duplicate": 1, "excluded": 4, "rejected": 3, "skipped": 2
    }  # fmt: skip


def test_the_refused_column_is_told_and_its_values_are_nowhere(check: Check):
    assert check.dropped_columns == ("NIR",)
    printed = json.dumps(check.plain()) + "".join(
        r.sentence for row in check.rows for r in row.reasons
    )
    assert NIR not in printed


def test_what_other_programs_read_is_exactly_the_contract(check: Check):
    plain = check.plain()
    assert list(plain) == ["encoding", "separator", "records", "totals", "rows"]
    first = json.loads(json.dumps(plain))["rows"][0]
    assert list(first) == ["record", "line", "outcome", "reasons", "values"]
    assert first["values"]["event_date"] == "2026-03-04"
    assert first["values"]["event"] == "retraite"
