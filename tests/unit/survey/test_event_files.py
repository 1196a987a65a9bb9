"""A file is opened for what it is; what is no register is refused with a sentence that says what to do."""

import codecs
import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import Refused
from survey.registers import encodings, judging, signatures
from survey.registers.delimited import records
from survey.registers.judging import check_events
from survey.registers.remarks import KINDS, Remark
from survey.registers.titles import field_of, normal
from tests.event_files import GOOD, TITLES, TODAY, check, codes, ods, rows_of, saved, text_of

ZOE = {"last_name": "LEFÈVRE", "first_name": "Zoé", "city": "Besançon"}
ROWS = rows_of(ZOE, {"member_number": "0012346"})


def notes(result: judging.Check) -> list[str]:
    return [remark.code for remark in result.remarks]


def verdicts(result: judging.Check) -> list[str]:
    return [row.outcome.value for row in result.rows]


# ------------------------------------------------------------ encodings
@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("cp1252", "cp1252"), ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32"),
    ],
)  # fmt: skip
def test_each_encoding_is_recognised(tmp_path: Path, encoding: str, name: str):
    result = check_events(saved(tmp_path, text_of(ROWS), encoding), TODAY)
    assert (result.encoding, result.rows[0].values.last_name, result.rows[0].values.city) == (
        name, "LEFÈVRE", "Besançon"
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["mac_roman", "cp850"])
def test_an_old_encoding_is_recognised_when_cp1252_makes_no_sense(tmp_path: Path, encoding: str):
    people = [
        {
            "last_name": "Lefèvre",
            "first_name": "Zoé",
            "city": "Besançon",
            "address": "12 allée du Château",
        }
    ]
    result = check_events(saved(tmp_path, text_of(rows_of(*people)), encoding), TODAY)
    assert (result.encoding, result.rows[0].values.first_name) == (encoding, "Zoé")
    assert "rare_encoding" in notes(result)


@pytest.mark.parametrize(
    "text",
    ["LEFÈVRE–ŒUVRARD Zoé N° 5 l’Épine « été » 12 €", "ÉCOLE À CÔTÉ, FORÊT, ÇA, NOËL", "1ᵉʳ".replace("ᵉʳ", "º"),
     "GARÇON Benoît, Gaëlle, Anaïs, où, août, cœur"],
)  # fmt: skip
def test_ordinary_french_stays_cp1252(tmp_path: Path, text: str):
    assert encodings.detect(saved(tmp_path, text * 5)).name == "cp1252"


def test_latin_1_is_never_the_answer(tmp_path: Path):
    result = check_events(
        saved(tmp_path, text_of(rows_of({"last_name": "D’ŒUVRARD–LEFÈVRE"}))), TODAY
    )
    assert result.rows[0].values.last_name == "D’ŒUVRARD–LEFÈVRE"


def test_a_file_of_two_encodings_is_read_and_said(tmp_path: Path):
    table = text_of(rows_of(ZOE, ZOE, ZOE)).encode("utf-8")
    odd = ";".join({**GOOD, "member_number": "0012349", "last_name": "GÉRARD"}.values()).encode(
        "cp1252"
    )
    result = check_events(saved(tmp_path, table + odd + b"\r\n"), TODAY)
    assert (result.encoding, result.rows[3].values.last_name) == ("utf-8", "GÉRARD")
    assert result.rows[0].values.first_name == "Zoé"
    assert "mixed_encoding" in notes(result)


def test_a_file_encoded_twice_is_mended(tmp_path: Path):
    spoilt = text_of(rows_of(ZOE, more=["décédé"])).encode("utf-8").decode("cp1252")
    result = check_events(saved(tmp_path, spoilt, "utf-8"), TODAY)
    assert result.rows[0].values.first_name == "Zoé"
    assert "deceased" in result.columns.values()


@given(st.text("àâéèêëïîôùûçœÉÈÀÇ’–abcXYZ ;1", max_size=60))
def test_mending_leaves_right_french_alone_and_restores_what_was_encoded_twice(text: str):
    assert encodings.undoubled(text) == text
    with_holes = "".join(_shown(byte) for byte in text.encode("utf-8"))
    assert encodings.undoubled(with_holes) == text


def _shown(byte: int) -> str:
    """What cp1252 shows for a byte; the five it does not know come out as they are."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


def test_zero_bytes_are_taken_out(tmp_path: Path):
    spoilt = text_of(ROWS).replace("DURAND", "DU\x00RAND")
    assert check_events(saved(tmp_path, spoilt), TODAY).rows[1].values.last_name == "DURAND"


# ------------------------------------------------------------ separators and lines
@pytest.mark.parametrize("separator", [";", "\t", ",", "|"])
def test_the_separator_is_the_one_of_the_header(tmp_path: Path, separator: str):
    table = rows_of({"address": "12, rue des Lilas; bât. B", "city": "PARIS | 11"})
    result = check_events(saved(tmp_path, text_of(table, separator)), TODAY)
    assert (result.separator, result.rows[0].values.address) == (
        separator,
        "12, rue des Lilas; bât. B",
    )


def test_commas_in_the_title_do_not_decide_the_separator(tmp_path: Path):
    title = "Édité le 2, 3, 4 et 5 décembre, à Paris, Lyon, Lille, Nantes, Brest, Metz, Nice\r\n"
    result = check_events(saved(tmp_path, title + text_of(ROWS)), TODAY)
    assert (result.separator, result.header_line, notes(result)) == (";", 2, ["title_lines"])


def test_a_line_that_announces_the_separator_is_skipped(tmp_path: Path):
    result = check_events(saved(tmp_path, "sep=;\r\n" + text_of(ROWS)), TODAY)
    assert (verdicts(result), notes(result)) == (["accepted", "accepted"], ["separator_line"])


def test_blank_lines_above_the_header_are_skipped(tmp_path: Path):
    result = check_events(saved(tmp_path, "\r\n;;;\r\n" + text_of(ROWS)), TODAY)
    assert (result.header_line, [row.line for row in result.rows]) == (3, [4, 5])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_end_in_every_way(tmp_path: Path, end: str):
    result = check_events(saved(tmp_path, text_of(ROWS).replace("\r\n", end)), TODAY)
    assert [(row.record, row.line) for row in result.rows] == [(1, 2), (2, 3)]
    assert verdicts(result) == ["accepted", "accepted"]


def test_each_line_quoted_as_a_whole_is_opened(tmp_path: Path):
    lines = text_of(ROWS).splitlines()
    result = check_events(saved(tmp_path, "".join(f'"{line}"\r\n' for line in lines)), TODAY)
    assert verdicts(result) == ["accepted", "accepted"]


def test_a_quote_never_closed_loses_no_other_row(tmp_path: Path):
    changes = [{"member_number": f"001234{n}", "email": f"m{n}@ex.fr"} for n in range(6)]
    content = text_of(rows_of(*changes)).replace("12 rue", '"12 rue', 1)
    result = check_events(saved(tmp_path, content), TODAY)
    assert [row.values.member_number for row in result.rows] == [
        c["member_number"] for c in changes
    ]
    assert codes(result.rows[0]) == ["quote_unbalanced"]
    assert result.rows[0].values.address == "12 rue des Lilas"


def test_a_quote_closed_rows_later_loses_no_other_row(tmp_path: Path):
    changes = [{"member_number": f"001234{n}", "email": f"m{n}@ex.fr"} for n in range(4)]
    content = text_of(rows_of(*changes)).replace("12 rue", '"12 rue', 1)
    third = content.index("12 rue", content.index("0012343"))
    content = content[:third] + '"12 rue des Lilas"' + content[third + len("12 rue des Lilas") :]
    result = check_events(saved(tmp_path, content), TODAY)
    assert [row.values.member_number for row in result.rows] == [
        c["member_number"] for c in changes
    ]


def test_a_quote_inside_a_cell_is_text(tmp_path: Path):
    result = check_events(
        saved(tmp_path, text_of(ROWS).replace("12 rue", 'Rés. "Les Lilas', 1)), TODAY
    )
    assert result.rows[0].values.address == 'Rés. "Les Lilas des Lilas'
    assert verdicts(result) == ["accepted", "accepted"]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(
    st.lists(st.lists(cells, min_size=2, max_size=5), min_size=1, max_size=6),
    st.sampled_from(";\t,|"),
)
def test_what_a_csv_writer_wrote_is_read_back(table: list[list[str]], separator: str):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(table)
    read = [
        record.cells for record in records(io.StringIO(written.getvalue(), newline=""), separator)
    ]
    swallowed = any(cell.count(separator) > 3 for row in table for cell in row)
    assert read == table or swallowed


# ------------------------------------------------------------ the header
@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("N° adhérent", "member_number"), ("N°\u00a0d’Adhérent (7 car.)", "member_number"), ("NUM_ADH", "member_number"),
        ("NumAdherent", "member_number"), ("Numéro d'adhérent", "member_number"), ("Matricule", "member_number"),
        ("Identifiant", "member_number"), ("No adherent", "member_number"), ("Réf. adhérent", "member_number"),
        ("Évènement", "event"), ("Type", "event"), ("motif", "event"), ("Code évt", "event"), ("Type d’événement", "event"),
        ("date effet", "event_date"), ("Date d'effet", "event_date"), ("DT_EFFET", "event_date"),
        ("Date de notification", "event_date"), ("date_evenement", "event_date"), ("Date évt", "event_date"),
        ("Nom de famille", "last_name"), ("NOM", "last_name"), ("Nom d’usage", "last_name"), ("Nom adhérent", "last_name"),
        ("Prénom(s)", "first_name"), ("pr?nom", "first_name"), ("Pr\ufffdnom", "first_name"), ("Nom et prénom", "full_name"),
        ("Prénom NOM", "full_name_reversed"), ("Courriel", "email"), ("E-mail", "email"), ("Adresse mail", "email"),
        ("Mél", "email"), ("Adresse électronique", "email"), ("Tél.", "phone"), ("Tél. portable", "phone"),
        ("adresse_1", "address"), ("Adr2", "address"), ("Complément d’adresse", "address"), ("CP", "postcode"),
        ("Code postal", "postcode"), ("CodePostal", "postcode"), ("Ville", "city"), ("Commune", "city"), ("Pays", "country"),
        ("Né(e) le", "birth_date"), ("Date de naissance", "birth_date"), ("Service", "department"), ("Gestionnaire", "department"),
        ("Pôle", "department"), ("canal_prefere", "preferred_channel"), ("opposition_enquete", "objection"),
        ("Décédé", "deceased"), ("Date de décès", "death_date"), ("Tutelle", "protection"), ("Litige", "dispute"),
        ("CRA", "dispute"), ("Issue", "outcome_of_request"), ("Nature", "nature"), ("Civilité", "civility"),
    ],
)  # fmt: skip
def test_a_title_names_its_field_however_it_is_written(title: str, field: str):
    known = field_of(title)
    assert known is not None, normal(title)
    assert known[0] == field


@pytest.mark.parametrize(
    "title", ["", "Département", "Commentaire", "Observations", "Sexe", "Points"]
)
def test_an_unknown_title_names_nothing(title: str):
    assert field_of(title) is None


def test_the_better_of_two_columns_is_read_and_the_other_told(tmp_path: Path):
    result = check(tmp_path, {"Date de notification": "01/01/2020", "Nom de naissance": "AUTRE"},
                   more=["Date de notification", "Nom de naissance"])  # fmt: skip
    assert (result.rows[0].values.event_date, result.rows[0].values.last_name) == (
        date(2025, 12, 4),
        "DURAND",
    )
    assert notes(result) == ["duplicate_column", "duplicate_column"]


def test_a_column_adherent_beside_the_number_is_the_name(tmp_path: Path):
    content = "N° adhérent;Adhérent;Événement;Date;Courriel\r\n0012345;DURAND Anne;AFF;04/12/2025;a@ex.fr\r\n"
    values = check_events(saved(tmp_path, content), TODAY).rows[0].values
    assert (values.member_number, values.last_name, values.first_name) == (
        "0012345",
        "DURAND",
        "Anne",
    )


def test_columns_may_come_in_any_order(tmp_path: Path):
    backwards = [row[::-1] for row in ROWS]
    assert verdicts(check_events(saved(tmp_path, text_of(backwards)), TODAY)) == [
        "accepted",
        "accepted",
    ]


# ------------------------------------------------------------ the shape of rows
def test_an_unquoted_separator_in_a_cell_is_noticed(tmp_path: Path):
    content = text_of(ROWS).replace("12 rue", "12; rue", 1)
    row = check_events(saved(tmp_path, content), TODAY).rows[0]
    assert (row.outcome.value, codes(row)) == ("rejected", ["cells_extra"])
    assert row.values.member_number == "0012345"
    assert row.values.city is None


def test_an_unquoted_separator_is_noticed_even_before_empty_columns(tmp_path: Path):
    content = text_of([[*row, "", ""] for row in ROWS]).replace("12 rue", "12; rue", 1)
    row = check_events(saved(tmp_path, content), TODAY).rows[0]
    assert codes(row) == ["cells_extra"]


def test_empty_cells_beyond_the_header_are_nothing(tmp_path: Path):
    content = text_of(ROWS).replace("PARIS", "PARIS;;;")
    assert verdicts(check_events(saved(tmp_path, content), TODAY)) == ["accepted", "accepted"]


def test_two_emails_without_quotes_are_one_cell(tmp_path: Path):
    content = text_of(ROWS).replace("anne.durand@ex.fr", "a@ex.fr;b@ex.fr", 1)
    row = check_events(saved(tmp_path, content), TODAY).rows[0]
    assert (row.values.email, row.values.city, codes(row)) == (
        "a@ex.fr",
        "Besançon",
        ["email_several"],
    )


def test_missing_cells_are_noticed(tmp_path: Path):
    content = text_of(ROWS).replace(";75011;Besançon", "", 1)
    row = check_events(saved(tmp_path, content), TODAY).rows[0]
    assert "cells_missing" in codes(row)


def test_a_file_cut_in_the_middle_of_its_last_row_is_noticed(tmp_path: Path):
    content = text_of(ROWS)
    result = check_events(saved(tmp_path, content[: content.rindex(";0612")]), TODAY)
    assert [row.outcome.value for row in result.rows] == ["accepted", "rejected"]
    assert "row_truncated" in codes(result.rows[1])


def test_a_row_with_another_separator_is_noticed(tmp_path: Path):
    content = text_of(ROWS) + ",".join(GOOD.values()) + "\r\n"
    assert codes(check_events(saved(tmp_path, content), TODAY).rows[2]) == ["wrong_separator"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "blank_row"), (";;;;;;;;;;", "blank_row"), (" ; ;\u00a0", "blank_row"), ("TOTAL;;118", "total_row"),
        (";;Sous-total : 12", "total_row"), (";;118", "note_row"), ("Nombre de lignes : 12", "total_row"), ("Édité le 4 décembre", "note_row"),
        (";".join(TITLES.values()), "repeated_header"),
    ],
)  # fmt: skip
def test_what_is_no_event_is_skipped_said_and_counted(tmp_path: Path, line: str, code: str):
    result = check_events(saved(tmp_path, text_of(ROWS) + line + "\r\n"), TODAY)
    assert (result.rows[2].outcome.value, codes(result.rows[2]), result.records) == (
        "skipped",
        [code],
        3,
    )


# ------------------------------------------------------------ spreadsheets
def xlsx(
    path: Path,
    table: list[list[object]],
    prepare: Callable[..., None] | None = None,
    **options: object,
) -> Path:
    book = xlsxwriter.Workbook(path, {"strings_to_formulas": False, **options})
    if prepare:
        prepare(book)
    sheet = book.add_worksheet("Événements")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row, values in enumerate(table):
        for column, value in enumerate(values):
            if isinstance(value, datetime):
                sheet.write_datetime(row, column, value, day)
            elif value != "":
                sheet.write(row, column, value)
    book.close()
    return path


@pytest.mark.parametrize("epoch_1904", [False, True])
@pytest.mark.parametrize("name", ["evenements.xlsx", "evenements.csv", "evenements"])
def test_a_workbook_is_recognised_by_its_bytes_and_its_days_read(
    tmp_path: Path, name: str, epoch_1904: bool
):
    table: list[list[object]] = [["Événements de décembre"], [], *map(list, ROWS)]
    table[3][2] = datetime(2025, 12, 4, tzinfo=None)  # noqa: DTZ001 - a spreadsheet knows no zone
    result = check_events(xlsx(tmp_path / name, table, date_1904=epoch_1904), TODAY)
    assert (result.encoding, result.separator, result.header_line) == (None, None, 3)
    assert [(row.record, row.line, row.excel_row) for row in result.rows] == [(1, 4, 4), (2, 5, 5)]
    assert result.rows[0].values.event_date == date(2025, 12, 4)
    assert verdicts(result) == ["accepted", "accepted"]


def test_numbers_of_a_workbook_are_read_as_typed(tmp_path: Path):
    table: list[list[object]] = [*map(list, ROWS)]
    table[1][0], table[1][2], table[1][7], table[1][9] = 12345, 45995, 612345678, 1000
    row = check_events(xlsx(tmp_path / "a.xlsx", table), TODAY).rows[0]
    assert (row.values.member_number, row.values.event_date) == ("12345", date(2025, 12, 4))
    assert (row.values.phone, row.values.postcode) == ("0612345678", "01000")
    assert set(codes(row)) == {
        "member_number_short", "event_date_serial", "phone_zero", "postcode_zero", "shared_mailbox"
    }  # fmt: skip


def test_the_visible_sheet_with_the_header_is_read(tmp_path: Path):
    def other_sheets(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Sommaire").write(0, 0, "Liste des feuilles")
        hidden = book.add_worksheet("Ancien")
        for column, title in enumerate(TITLES.values()):
            hidden.write(0, column, title)
        hidden.write(1, 0, "0099999")
        hidden.hide()

    result = check_events(xlsx(tmp_path / "a.xlsx", [*map(list, ROWS)], other_sheets), TODAY)
    assert verdicts(result) == ["accepted", "accepted"]
    assert notes(result) == ["other_sheets", "hidden_sheets"]


def test_empty_rows_in_the_middle_count_and_at_the_end_do_not(tmp_path: Path):
    table: list[list[object]] = [*map(list, ROWS), [], ["0012347", *ROWS[2][1:]], [], [" "]]
    result = check_events(xlsx(tmp_path / "a.xlsx", table), TODAY)
    assert verdicts(result)[:4] == ["accepted", "accepted", "skipped", "accepted"]
    assert result.rows[3].line == 5


def test_cells_merged_downwards_count_on_each_row(tmp_path: Path):
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    table = rows_of(
        {}, *({"member_number": f"001234{n}", "email": f"m{n}@ex.fr"} for n in range(2))
    )
    table[2][1] = table[3][1] = table[2][2] = ""
    sheet.merge_range(0, 1, 0, 6, "Événements de décembre")
    for row, cells in enumerate(table, start=1):
        for column, cell in enumerate(cells, start=1):
            sheet.write(row, column, cell or None)
    sheet.merge_range(2, 2, 4, 2, "AFF")
    sheet.merge_range(2, 3, 3, 3, "05/12/2025")
    book.close()
    rows = check_events(tmp_path / "a.xlsx", TODAY).rows
    assert [row.values.event for row in rows] == ["affiliation"] * 3
    assert [row.values.event_date for row in rows] == [date(2025, 12, d) for d in (5, 5, 4)]


def test_an_open_document_is_read(tmp_path: Path):
    path = ods(tmp_path / "a.csv", {"Sommaire": [["Liste"]], "Événements": [["Titre"], [], *ROWS]})
    result = check_events(path, TODAY)
    assert verdicts(result) == ["accepted", "accepted"]
    assert (result.header_line, [row.line for row in result.rows]) == (3, [4, 5])
    assert result.rows[0].values.first_name == "Zoé"


# ------------------------------------------------------------ refusals
def zipped(name: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as folded:
        folded.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "vide"), (b"\xef\xbb\xbf", "vide"), (b"\r\n\r\n", "vide"), (b";;;\r\n;;;\r\n", "vide"),
        (text_of(ROWS[:1]).encode(), "ligne de titres"), (b"%PDF-1.7 ...", "PDF"), (b"\x89PNG\r\n\x1a\n", "image"),
        (b"\xff\xd8\xff\xe0", "image"), (b"\x1f\x8b\x08", "archive"), (b"<html><table>", "page web"),
        (b"<?xml version='1.0'?><Workbook>", "page web"), (b"PK\x03\x04broken", "abîmé"), (zipped("xl/workbook.xml"), "abîmé"),
        (zipped("word/document.xml"), "archive"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "abîmé"),
        (b"a;b;c\r\n1;2;3\r\n", "Aucune ligne de titres"), (b"Bonjour", "Aucune ligne de titres"),
        (b"num_adherent;evenement;nom\r\n0012345;LIQ;X\r\n", "Il manque une colonne"),
        (b"nom;prenom;email\r\nX;Y;z@ex.fr\r\n", "num"),
    ],
)  # fmt: skip
def test_what_is_no_register_is_refused_with_what_to_do(tmp_path: Path, content: bytes, words: str):
    with pytest.raises(Refused, match=words) as refusal:
        check_events(saved(tmp_path, content), TODAY)
    sentence = str(refusal.value)
    assert "’" not in sentence or "'" not in sentence
    assert sentence.endswith(".")


def test_a_missing_column_is_named_with_those_that_were_found(tmp_path: Path):
    content = "num_adherent;evenement;nom\r\n0012345;LIQ;X\r\n"
    with pytest.raises(Refused, match=r"date de l’événement.*num_adherent, evenement et nom"):
        check_events(saved(tmp_path, content), TODAY)


def test_a_first_line_of_data_shows_no_refused_value(tmp_path: Path):
    with pytest.raises(Refused) as refusal:
        check_events(saved(tmp_path, "DURAND;2 85 05 78 006 084 36;x\r\n"), TODAY)
    assert "006" not in str(refusal.value)


def test_a_file_that_is_not_there_is_said(tmp_path: Path):
    with pytest.raises(Refused, match="n’existe pas"):
        check_events(tmp_path / "rien.csv", TODAY)


def test_a_file_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(signatures, "MOST_BYTES", 10)
    with pytest.raises(Refused, match="trop grand"):
        check(tmp_path, {})


def test_a_workbook_that_would_fill_the_memory_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(signatures, "MOST_BYTES_UNFOLDED", 10)
    with pytest.raises(Refused, match="trop grand"):
        check_events(xlsx(tmp_path / "a.xlsx", [*map(list, ROWS)]), TODAY)


def test_a_workbook_without_the_header_is_refused(tmp_path: Path):
    with pytest.raises(Refused, match="Aucune ligne de titres"):
        check_events(xlsx(tmp_path / "a.xlsx", [["Bonjour"], ["x", 1]]), TODAY)


def test_a_slip_is_seen_in_the_columns_that_say_yes_or_no(tmp_path: Path):
    table = [[*row, "N" if row[0][0] == "0" else "tutelle", "", ""] for row in ROWS]
    content = text_of(table).replace("PARIS", "LA; FLÈCHE").replace("Besançon", "LA; FLÈCHE")
    result = check_events(saved(tmp_path, content), TODAY)
    assert [codes(row)[0] for row in result.rows] == ["cells_extra", "cells_extra"]


def test_a_file_of_too_many_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(judging, "MOST_ROWS", 5)
    with pytest.raises(Refused, match="découpez-le"):
        check(tmp_path, *[{}] * 6)


def verdict_or_sentence(path: Path) -> judging.Check | str:
    try:
        return check_events(path, TODAY)
    except Refused as refusal:
        return str(refusal)


TOP = text_of(ROWS[:1]).encode()
some_bytes = st.one_of(
    st.binary(max_size=300),
    st.binary(max_size=300).map(lambda found: TOP + found),
    st.binary(max_size=300).map(lambda found: codecs.BOM_UTF16_LE + found),
    st.binary(max_size=200).map(lambda found: b"PK\x03\x04" + found),
    st.text(max_size=300).map(lambda found: TOP + found.encode("utf-8", "replace")),
)


@settings(
    max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(content=some_bytes)
def test_any_bytes_give_a_verdict_or_a_sentence(tmp_path: Path, content: bytes):
    result = verdict_or_sentence(saved(tmp_path, content))
    if not isinstance(result, str):
        assert sum(result.totals.values()) == result.records == len(result.rows)
        assert all(reason.sentence for row in result.rows for reason in row.reasons)


@settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(place=st.integers(0, 4000), byte=st.integers(0, 255))
def test_a_damaged_workbook_gives_a_verdict_or_a_sentence(tmp_path: Path, place: int, byte: int):
    whole = tmp_path / "whole.xlsx"
    if not whole.exists():
        xlsx(whole, [*map(list, ROWS)])
    content = bytearray(whole.read_bytes())
    content[place % len(content)] = byte
    assert verdict_or_sentence(saved(tmp_path, bytes(content), name="damaged.xlsx"))


@pytest.mark.parametrize("code", KINDS)
def test_every_reason_is_a_french_sentence(code: str):
    sentence = Remark(code, "avant", "après").sentence
    assert sentence.endswith((".", "?"))
    assert sentence[0].isupper() or sentence[0] in "«"
    assert "'" not in sentence
    assert " :" not in sentence
    assert "{" not in sentence


def test_every_reason_is_documented_as_it_is():
    documented = (Path(__file__).parents[3] / "docs" / "event-files.md").read_text("utf-8")
    for code, kind in KINDS.items():
        sentence = kind.template.format(old="…", new="…")
        assert f"| `{code}` | {kind.level.value} | {sentence} |" in documented
