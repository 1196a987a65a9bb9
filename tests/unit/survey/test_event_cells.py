"""Each kind of value: what is understood, what is corrected and said, what is refused."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.registers import refused
from survey.registers.cells import (
    addresses,
    dates,
    emails,
    events,
    flags,
    names,
    numbers,
    phones,
    text,
)
from survey.registers.cells.choices import department, preferred_channel
from tests.event_files import TODAY, codes, judged


def said(cleaned) -> list[str]:
    return [remark.code for remark in cleaned.remarks]


# ------------------------------------------------------------ dates
@pytest.mark.parametrize(
    "written",
    [
        "04/12/2025", "4/12/2025", "04-12-2025", "04.12.2025", "2025-12-04", "2025/12/04", "20251204",
        "04122025", "2025-12-04T00:00:00", "2025-12-04 00:00:00", "04/12/2025 00:00", "4 décembre 2025",
        "4 décembre\u00a02025", "jeudi 4 décembre 2025", "04-déc.-2025", "4 DECEMBRE 2025", " 04/12/2025 ",
    ],
)  # fmt: skip
def test_a_day_is_read_in_all_the_ways_it_is_written(written: str):
    assert dates.event_date(written, TODAY, 24).value == date(2025, 12, 4)
    assert said(dates.event_date(written, TODAY, 24)) == []


@pytest.mark.parametrize(
    ("written", "code"),
    [("45995", "event_date_serial"), ("45995.0", "event_date_serial"), ("4/12/25", "event_date_short_year"),
     ("04-déc-25", "event_date_short_year")],
)  # fmt: skip
def test_a_day_that_had_to_be_worked_out_is_said(written: str, code: str):
    cleaned = dates.event_date(written, TODAY, 24)
    assert (cleaned.value, said(cleaned)) == (date(2025, 12, 4), [code])


def test_the_first_of_the_month_is_read():
    assert dates.event_date("1er décembre 2025", TODAY, 24).value == date(2025, 12, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "event_date_missing"), ("néant", "event_date_missing"), ("00/00/0000", "event_date_missing"),
        ("31/02/2025", "event_date_impossible"), ("32/13/2025", "event_date_impossible"),
        ("29/02/2025", "event_date_impossible"), ("2025-02-31", "event_date_impossible"),
        ("12/25/2025", "event_date_us_order"), ("décembre 2025", "event_date_unreadable"),
        ("12/2025", "event_date_unreadable"), ("bientôt", "event_date_unreadable"),
        ("O4/12/2025", "event_date_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_its_reason(written: str, code: str):
    cleaned = dates.event_date(written, TODAY, 24)
    assert (cleaned.value, said(cleaned)) == (None, [code])


@pytest.mark.parametrize(
    ("day", "codes_said"),
    [
        (TODAY + timedelta(days=180), []),
        (TODAY + timedelta(days=181), ["event_date_future"]),
        (date(2024, 7, 15), []),
        (date(2024, 7, 14), ["event_date_old"]),
        (date(2024, 1, 15), ["event_date_old"]),
        (date(2024, 1, 14), ["event_date_too_old"]),
    ],
)
def test_a_day_too_far_is_said(day: date, codes_said: list[str]):
    cleaned = dates.event_date(dates.shown(day), TODAY, 24)
    assert (cleaned.value, said(cleaned)) == (day, codes_said)


def test_a_serial_of_the_macintosh_calendar_is_suspected():
    # 44533 is 03/12/2021 in the calendar of 1900, 04/12/2025 in that of 1904.
    cleaned = dates.event_date("44533", TODAY, 24)
    assert said(cleaned) == ["event_date_serial", "event_date_too_old", "event_date_1904"]
    assert "04/12/2025" in cleaned.remarks[-1].sentence


@given(st.dates(date(1930, 1, 1), date(2050, 12, 31)))
def test_every_day_is_read_back_from_its_usual_writings(day: date):
    serial = str((day - date(1899, 12, 30)).days)
    for written in (day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", serial):
        assert dates.read(written, newest_year=2050).day == day


@given(st.text(max_size=40))
def test_no_text_makes_a_date_fail(written: str):
    assert (
        dates.event_date(written, TODAY, 24).value is None
        or dates.event_date(written, TODAY, 24).value
    )


@given(st.dates(date(2000, 1, 31), date(2030, 1, 31)), st.integers(0, 40))
def test_months_before_never_goes_past_its_month(day: date, months: int):
    before = dates.months_before(day, months)
    assert (day.year - before.year) * 12 + day.month - before.month == months
    assert before.day <= day.day


def test_a_birth_date_of_two_digits_belongs_to_somebody_of_age():
    assert dates.birth_date("04/03/58", TODAY).value == date(1958, 3, 4)
    assert dates.birth_date("04/03/05", TODAY).value == date(2005, 3, 4)
    assert dates.birth_date("04/03/15", TODAY).value == date(1915, 3, 4)


def test_an_empty_day_of_birth_is_nothing_and_an_unreadable_one_is_left_out():
    assert dates.birth_date("01/01/1900", TODAY).value is None
    assert said(dates.birth_date("", TODAY)) == []
    assert said(dates.birth_date("31/02/1960", TODAY)) == ["birth_date_unreadable"]


def test_nobody_is_born_after_their_event(tmp_path: Path):
    row = judged(tmp_path, date_naissance="05/12/2025")
    assert (row.outcome.value, codes(row)) == ("rejected", ["birth_after_event"])


@pytest.mark.parametrize("born", ["01/01/1911", "01/01/2015"])
def test_an_unlikely_age_is_to_be_checked(tmp_path: Path, born: str):
    expected = "age_unlikely"
    row = judged(tmp_path, date_naissance=born)
    assert (row.outcome.value, codes(row)) == ("accepted", [expected])


# ------------------------------------------------------------ member numbers
@pytest.mark.parametrize(
    ("written", "kept", "codes_said"),
    [
        ("0012345", "0012345", []), ("A123456", "A123456", []), ("0012345678", "0012345678", []),
        ("0012 345", "0012345", ["member_number_tidied"]), ("001-2345", "0012345", ["member_number_tidied"]),
        ("0012345.0", "0012345", ["member_number_tidied"]), ("12346", "12346", ["member_number_short"]),
        ("", None, ["member_number_missing"]), ("N/A", None, ["member_number_missing"]),
        ("1,23457E+12", None, ["member_number_damaged"]), ("1.2E+06", None, ["member_number_damaged"]),
        ("#REF!", None, ["member_number_damaged"]), ("12345678901", None, ["member_number_invalid"]),
        ("AB", None, ["member_number_invalid"]),
        ("N° 0012345", "0012345", ["member_number_tidied"]), ("2025-12-04", None, ["member_number_damaged"]), ("0000000", None, ["member_number_invalid"]),
        ("DUPONT", None, ["member_number_invalid"]), ("0012@45", None, ["member_number_invalid"]),
    ],
)  # fmt: skip
def test_a_member_number_stays_as_written(written: str, kept: str | None, codes_said: list[str]):
    cleaned = numbers.member_number(written)
    assert (cleaned.value, said(cleaned)) == (kept, codes_said)


def test_two_writings_of_one_number_are_one_member():
    assert numbers.same_member("12346") == numbers.same_member("0012346")
    assert numbers.same_member("a1234") == numbers.same_member("A1234")


# ------------------------------------------------------------ events
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("AFF", "affiliation"), ("Affiliation", "affiliation"), ("AFFIL.", "affiliation"),
        ("réaffiliation", "affiliation"), ("01 - Affiliation", "affiliation"), ("Adhésion", "affiliation"),
        ("affiliation au régime de retraite", "affiliation"),
        ("LIQ", "retraite"), ("LIQUIDATION", "retraite"), ("OUVERTURE_DROITS", "retraite"),
        ("ouv. droits", "retraite"), ("Ouverture des droits", "retraite"), ("RET", "retraite"),
        ("RETRAITE", "retraite"), ("DP", "retraite"), ("Départ en retraite", "retraite"),
        ("liquidation droits propres", "retraite"), ("ouverture de droits à retraite", "retraite"),
    ],
)  # fmt: skip
def test_the_codes_of_the_fund_are_understood(written: str, kept: str):
    assert (events.event(written).value, said(events.event(written))) == (kept, [])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("REV", "excluded_survivor"), ("Pension de réversion", "excluded_survivor"),
        ("LIQ ANNULÉE", "excluded_cancelled"), ("Décès", "excluded_deceased"), ("", "event_missing"),
        ("XYZ", "event_unknown"), ("RADIATION", "event_unknown"), ("invalidité", "event_unknown"),
        ("lIquiation", "event_guessed"),
    ],
)  # fmt: skip
def test_another_event_is_excluded_or_refused(written: str, code: str):
    assert said(events.event(written)) == [code]


def test_the_nature_may_exclude():
    assert events.nature("DP").value == "droits_propres"
    assert said(events.nature("réversion")) == ["excluded_survivor"]
    assert said(events.nature("bidule")) == ["nature_unknown"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("accordé", "accorde"),
        ("Rejeté", "rejete"),
        ("ABANDON", "abandonne"),
        ("refus", "rejete"),
        ("", None),
    ],
)
def test_refused_and_abandoned_requests_are_asked_too(
    tmp_path: Path, written: str, kept: str | None
):
    row = judged(tmp_path, issue=written)
    assert (row.outcome.value, row.values.outcome_of_request) == ("accepted", kept)


def test_an_unknown_outcome_of_a_request_is_only_told(tmp_path: Path):
    row = judged(tmp_path, issue="en cours")
    assert (row.outcome.value, codes(row)) == ("accepted", ["request_outcome_unknown"])


def test_a_cancelled_request_is_excluded(tmp_path: Path):
    assert codes(judged(tmp_path, issue="annulé")) == ["excluded_cancelled"]


# ------------------------------------------------------------ yes and no
@pytest.mark.parametrize(
    "written", ["O", "oui", "1", "X", "VRAI", "Tutelle", "curatelle renforcée", "03/02/2025"]
)
def test_yes_is_heard_in_all_its_forms(written: str):
    assert flags.says_yes(written) is True


@pytest.mark.parametrize(
    "written", ["", "N", "non", "0", "-", "néant", "FAUX", "aucune", "00/00/0000", "RAS"]
)
def test_no_is_heard_in_all_its_forms(written: str):
    assert flags.says_yes(written) is False


def test_what_is_neither_yes_nor_no_is_to_be_checked(tmp_path: Path):
    row = judged(tmp_path, litige="peut-être")
    assert (row.outcome.value, codes(row)) == ("accepted", ["flag_unreadable"])


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("decede", "O", "excluded_deceased"), ("date_deces", "2025", "excluded_deceased"),
        ("date_deces", "X", "excluded_deceased"), ("protection", "habilitation familiale", "excluded_protected"),
        ("curatelle", "oui", "excluded_protected"), ("opposition", "1", "excluded_objection"),
        ("litige", "CRA", "excluded_dispute"), ("contentieux", "en cours", "excluded_dispute"),
        ("nature", "réversion", "excluded_survivor"), ("annulé", "O", "excluded_cancelled"),
    ],
)  # fmt: skip
def test_each_exclusion_keeps_its_reason(tmp_path: Path, column: str, value: str, code: str):
    row = judged(tmp_path, **{column: value})
    assert (row.outcome.value, codes(row)) == ("excluded", [code])


@pytest.mark.parametrize("value", ["", "00/00/0000", "31/12/9999", "01/01/1900", "N", "néant", "-"])
def test_an_empty_day_of_death_kills_nobody(tmp_path: Path, value: str):
    assert judged(tmp_path, date_deces=value).outcome.value == "accepted"


def test_an_excluded_row_needs_no_address_but_needs_its_key(tmp_path: Path):
    nobody = {"email": "", "address": "", "postcode": "", "city": ""}
    assert judged(tmp_path, decede="O", **nobody).outcome.value == "excluded"
    assert judged(tmp_path, decede="O", event_date="").outcome.value == "rejected"


# ------------------------------------------------------------ e-mail
@pytest.mark.parametrize(
    ("written", "kept", "codes_said"),
    [
        ("zoe@ex.fr", "zoe@ex.fr", []), ("zoe.lefevre+caf@ex-fr.com", "zoe.lefevre+caf@ex-fr.com", []),
        ("Zoe@EX.fr", "zoe@ex.fr", ["email_repaired"]), ("zoe @ex.fr", "zoe@ex.fr", ["email_repaired"]),
        ("zoe@ex. fr", "zoe@ex.fr", ["email_repaired"]), ("zoe@ex,fr", "zoe@ex.fr", ["email_repaired"]),
        ("zoe(at)ex.fr", "zoe@ex.fr", ["email_repaired"]), ("zoe@ex.fr.", "zoe@ex.fr", ["email_repaired"]),
        ("Zoé <zoe@ex.fr>", "zoe@ex.fr", ["email_repaired"]), ("mailto:zoe@ex.fr", "zoe@ex.fr", ["email_repaired"]),
        ("zoe@ex.fr ; néant", "zoe@ex.fr", ["email_repaired"]), ("zoe@ex.fr;", "zoe@ex.fr", ["email_repaired"]),
        ("a@ex.fr; b@ex.fr", "a@ex.fr", ["email_several"]), ("a@ex.fr,b@ex.fr", "a@ex.fr", ["email_several"]),
        ("a@ex.fr / b@ex.fr", "a@ex.fr", ["email_several"]), ("a@ex.fr b@ex.fr", "a@ex.fr", ["email_several"]),
        ("a@@ex.fr; b@ex.fr", "b@ex.fr", ["email_several"]),
        ("jean dupont@ex.fr", None, ["email_invalid"]), ("zoé@ex.fr", None, ["email_invalid"]),
        ("zoe@ex", None, ["email_invalid"]), ("zoe@@ex.fr", None, ["email_invalid"]), ("x@x.fr; y@@ex.fr", None, ["email_invalid"]),
        ("zoe.ex.fr", None, ["email_invalid"]), ("zoe..l@ex.fr", None, ["email_invalid"]),
        ("a,b@ex.fr", None, ["email_invalid"]), ("", None, []),
        ("néant", None, ["email_placeholder"]), ("aucun", None, ["email_placeholder"]),
        ("x@x.fr", None, ["email_placeholder"]), ("xx@xx.fr", None, ["email_placeholder"]),
        ("inconnu@ex.fr", None, ["email_placeholder"]), ("inconnu@", None, ["email_placeholder"]),
        ("pas de mail", None, ["email_placeholder"]), ("refus", None, ["email_placeholder"]), ("=1+1", None, ["email_invalid"]), ("pas d’adresse", None, ["email_placeholder"]),
        ("noreply@ex.fr", None, ["email_placeholder"]),
        ("zoe@ex.example", "zoe@ex.example", []), ("zoe@ex.invalid", "zoe@ex.invalid", []),
    ],
)  # fmt: skip
def test_an_address_is_kept_mended_or_left_out(
    written: str, kept: str | None, codes_said: list[str]
):
    cleaned = emails.email(written)
    assert (cleaned.value, said(cleaned)) == (kept, codes_said)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("zoe@gmial.com", "zoe@gmail.com"), ("zoe@gmal.com", "zoe@gmail.com"), ("zoe@gmaill.com", "zoe@gmail.com"),
        ("zoe@hotmial.com", "zoe@hotmail.com"), ("zoe@orange.ft", "zoe@orange.fr"), ("zoe@ex.ft", "zoe@ex.fr"),
        ("zoe@laposte.fr", "zoe@laposte.net"), ("zoe@yahoo.con", "zoe@yahoo.com"), ("zoe@wanado.fr", "zoe@wanadoo.fr"),
    ],
)  # fmt: skip
def test_a_typing_slip_is_proposed_never_applied(written: str, meant: str):
    cleaned = emails.email(written)
    assert (cleaned.value, said(cleaned)) == (written, ["email_typo"])
    assert meant in cleaned.remarks[0].sentence


@pytest.mark.parametrize(
    "domain", [*sorted(emails.ALLOWED), "ex.fr", "cabinet-durand.fr", "grange.fr"]
)
def test_a_right_domain_is_left_in_peace(domain: str):
    assert said(emails.email(f"zoe@{domain}")) == []


# ------------------------------------------------------------ telephone
@pytest.mark.parametrize(
    ("written", "kept", "codes_said"),
    [
        ("0612345678", "0612345678", []), ("06 12 34 56 78", "0612345678", []), ("06.12.34.56.78", "0612345678", []),
        ("+33612345678", "0612345678", []), ("+33 (0)6 12 34 56 78", "0612345678", []),
        ("0033612345678", "0612345678", []), ("+32 2 234 56 78", "+3222345678", []),
        ("612345678", "0612345678", ["phone_zero"]), ("6,12E+08", None, ["phone_damaged"]),
        ("6.12E+08", None, ["phone_damaged"]), ("12", None, ["phone_invalid"]), ("abc", None, ["phone_invalid"]), ("+32 2", None, ["phone_invalid"]),
        ("0612345678 / 0145678910", "0612345678", ["phone_several"]), ("", None, []), ("néant", None, []),
        ("00 00 00 00 00", None, []),
    ],
)  # fmt: skip
def test_a_telephone_is_kept_or_left_out(written: str, kept: str | None, codes_said: list[str]):
    cleaned = phones.phone(written)
    assert (cleaned.value, said(cleaned)) == (kept, codes_said)


# ------------------------------------------------------------ addresses
@pytest.mark.parametrize(
    ("written", "country", "kept", "codes_said"),
    [
        ("75011", "", "75011", []), ("01000", "France", "01000", []), ("97400", "", "97400", []),
        ("1000", "", "01000", ["postcode_zero"]), ("1000.0", "FRANCE", "01000", ["postcode_zero"]),
        ("75 011", "", "75011", ["postcode_tidied"]), ("F-75011", "", "75011", ["postcode_tidied"]),
        ("75011 CEDEX 11", "", "75011", ["postcode_tidied"]), ("1000", "Belgique", "1000", []),
        ("SW1A 1AA", "Royaume-Uni", "SW1A 1AA", []), ("ABC", "", "", ["postcode_invalid"]),
        ("99999", "", "", ["postcode_invalid"]), ("2A004", "", "", ["postcode_invalid"]), ("", "", "", []),
    ],
)  # fmt: skip
def test_a_postcode_gets_its_zero_back(
    written: str, country: str, kept: str, codes_said: list[str]
):
    found = addresses.address(["1 rue X"], written, "Y", country)
    assert (found.postcode, [r.code for r in found.remarks]) == (kept, codes_said)


def test_a_whole_address_in_one_cell_is_taken_apart():
    found = addresses.address(["12 rue des Lilas, 75011 PARIS"], "", "", "")
    assert (found.lines, found.postcode, found.city) == ("12 rue des Lilas", "75011", "PARIS")
    assert [r.code for r in found.remarks] == ["postcode_found"]


def test_a_postcode_before_the_town_is_found():
    found = addresses.address(["12 rue des Lilas"], "", "75011 PARIS CEDEX 11", "")
    assert (found.postcode, found.city) == ("75011", "PARIS CEDEX 11")


def test_an_address_abroad_needs_no_french_postcode():
    assert addresses.address(["1 High Street"], "", "London", "Royaume-Uni").is_usable


@pytest.mark.parametrize(
    ("lines", "postcode", "city"),
    [([], "75011", "PARIS"), (["12 rue X"], "", ""), (["néant"], "75011", "PARIS")],
)
def test_half_an_address_sends_no_letter(lines: list[str], postcode: str, city: str):
    assert not addresses.address(lines, postcode, city, "").is_usable


def test_a_long_postal_line_is_said():
    found = addresses.address(["x" * 39], "75011", "PARIS", "")
    assert [r.code for r in found.remarks] == ["postal_line_long"]


def test_several_address_columns_make_one_address(tmp_path: Path):
    row = judged(tmp_path, adresse_2="Bâtiment B", complement="néant")
    assert row.values.address == "12 rue des Lilas\nBâtiment B"


def test_without_channel_a_row_is_rejected_with_all_that_is_wrong(tmp_path: Path):
    row = judged(tmp_path, email="zoe@@ex.fr", address="", event_date="31/02/2025")
    assert row.outcome.value == "rejected"
    assert codes(row) == [
        "event_date_impossible",
        "email_invalid",
        "no_channel",
        "address_incomplete",
    ]


def test_the_preferred_channel_is_understood_and_checked(tmp_path: Path):
    assert preferred_channel("Courrier").value == "letter"
    assert preferred_channel("mail").value == "email"
    assert preferred_channel("tél").value == "phone"
    assert said(preferred_channel("pigeon")) == ["preferred_channel_unknown"]
    row = judged(tmp_path, canal_prefere="mail", email="")
    assert codes(row) == ["preferred_channel_unusable"]


def test_a_department_takes_the_name_the_fund_gives_it():
    known = {"retraites": "Retraites"}
    assert department("RETRAITES", known).value == "Retraites"
    assert (department("Paie", known).value, said(department("Paie", known))) == (
        "Paie",
        ["department_unknown"],
    )
    assert said(department("Paie", {})) == []


# ------------------------------------------------------------ names
@pytest.mark.parametrize(
    ("written", "last", "first", "code"),
    [
        ("DURAND Anne", "DURAND", "Anne", "name_split"), ("DURAND ANNE", "DURAND", "ANNE", "name_split"),
        ("DE LA TOUR Marie-Hélène", "DE LA TOUR", "Marie-Hélène", "name_split"),
        ("DE LA TOUR MARIE", "DE LA TOUR", "MARIE", "name_split_doubtful"),
        ("Mme DURAND Anne", "DURAND", "Anne", "name_split"), ("Anne DURAND", "DURAND", "Anne", "name_split"),
    ],
)  # fmt: skip
def test_a_name_in_one_cell_is_split(written: str, last: str, first: str, code: str):
    name = names.together("", written)
    assert (name.last_name, name.first_name, [r.code for r in name.remarks]) == (
        last,
        first,
        [code],
    )


@pytest.mark.parametrize(
    ("title", "written"), [("Prénom Nom", "Anne Durand"), ("Nom et prénom", "Durand Anne")]
)
def test_the_title_tells_which_comes_first(tmp_path: Path, title: str, written: str):
    row = judged(tmp_path, last_name="", first_name="", **{title: written})
    assert (row.values.last_name, row.values.first_name) == ("Durand", "Anne")


def test_a_name_of_particles_alone_keeps_its_last_word_as_first_name():
    name = names.together("", "de la Tour")
    assert (name.last_name, name.first_name) == ("de la", "Tour")
    assert [r.code for r in name.remarks] == ["name_split_doubtful"]


def test_a_first_name_left_in_the_last_name_is_taken_out(tmp_path: Path):
    row = judged(tmp_path, last_name="DURAND Anne", first_name="")
    assert (row.values.last_name, row.values.first_name, codes(row)) == (
        "DURAND",
        "Anne",
        ["name_split"],
    )


def test_a_compound_last_name_is_left_alone(tmp_path: Path):
    row = judged(tmp_path, last_name="MARTIN DUPRÉ", first_name="")
    assert (row.values.last_name, row.values.first_name, codes(row)) == ("MARTIN DUPRÉ", None, [])


@pytest.mark.parametrize("last_name", ["So", "Na", "Sans"])
def test_a_short_name_is_a_name(tmp_path: Path, last_name: str):
    assert judged(tmp_path, last_name=last_name).values.last_name == last_name


def test_a_missing_name_is_to_be_checked(tmp_path: Path):
    assert codes(judged(tmp_path, last_name="")) == ["last_name_missing"]


@pytest.mark.parametrize(
    ("written", "kept"), [("MME", "Mme"), ("Monsieur", "M."), ("Mlle", "Mme"), ("Maître", "Maître")]
)
def test_civilities_take_their_usual_form(written: str, kept: str):
    assert names.civility(written) == kept


# ------------------------------------------------------------ text
@pytest.mark.parametrize(
    "written",
    ["DURAND\u00a0 ", "  DURAND", "DURAND\u202f", "DU\u200bRAND", "\ufeffDURAND", "DURAND\t"],
)
def test_invisible_characters_leave(tmp_path: Path, written: str):
    assert text.tidy(written) == "DURAND"


def test_spaces_in_a_name_are_corrected_and_said_once(tmp_path: Path):
    row = judged(tmp_path, last_name="LE\u00a0 GOFF ", first_name=" Anne")
    assert (row.values.last_name, row.outcome.value, codes(row)) == (
        "LE GOFF",
        "corrected",
        ["spaces"],
    )


def test_accents_encoded_twice_are_mended(tmp_path: Path):
    row = judged(tmp_path, last_name="LEFÃˆVRE", first_name="ZoÃ©", city="Nîmes, à côté")
    assert (row.values.last_name, row.values.first_name) == ("LEFÈVRE", "Zoé")
    assert codes(row) == ["double_encoding", "double_encoding"]


def test_a_lost_accent_cannot_be_invented(tmp_path: Path):
    assert codes(judged(tmp_path, last_name="LEF?VRE")) == ["accent_lost"]


@pytest.mark.parametrize("written", ['="0012345"', "'0012345"])
def test_the_marks_of_spreadsheets_leave_a_number(tmp_path: Path, written: str):
    row = judged(tmp_path, member_number=written)
    assert (row.values.member_number, codes(row)) == ("0012345", ["marker_removed"])


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "-1+1", "＝1", "+CMD"])
def test_a_formula_is_seen(cell: str):
    assert text.looks_like_formula(cell)


@pytest.mark.parametrize("cell", ["+33 6 12 34 56 78", "-", "DURAND", "12 rue", ""])
def test_a_telephone_or_a_dash_is_no_formula(cell: str):
    assert not text.looks_like_formula(cell)


def test_an_error_of_the_spreadsheet_is_no_value(tmp_path: Path):
    row = judged(tmp_path, phone="########", first_name="#REF!")
    assert (row.values.phone, row.values.first_name) == (None, None)
    assert codes(row) == ["cell_error", "cell_error"]


def test_a_cell_without_end_is_cut(tmp_path: Path):
    row = judged(tmp_path, last_name="A" * 50_000)
    assert len(row.values.last_name or "") == 120
    assert "cell_too_long" in codes(row)


# ------------------------------------------------------------ refused values
REFUSED = [
    "285057800608436", "2 85 05 78 006 084 36", "2850578006084", "1 55 03 2A 116 001 22", "285.05.78.006.084.36",
    "FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189", "30006 00001 12345678901 89",
    "DE89 3704 0044 0532 0130 00", "fr7630006000011234567890189",
]  # fmt: skip


@pytest.mark.parametrize("value", REFUSED)
def test_a_refused_value_leaves_its_cell_and_what_surrounds_it_stays(value: str):
    kept, found = refused.scrub(f"12 rue des Lilas {value} Paris")
    assert found
    assert kept.split() == ["12", "rue", "des", "Lilas", "Paris"]


@pytest.mark.parametrize(
    "value",
    ["0612345678", "+33 6 12 34 56 78", "0033612345678", "20251204", "2025-12-04 00:00:00", "12, rue de la Paix",
     "0012345678", "DE LA TOUR MARIE HELENE", "06 12 34 56 78 / 01 45 67 89 10", "75011 PARIS CEDEX 11"],
)  # fmt: skip
def test_an_ordinary_value_is_not_refused(value: str):
    assert refused.scrub(value) == (value, "")


@pytest.mark.parametrize(
    "column", ["address", "last_name", "member_number", "email", "phone", "city"]
)
def test_a_refused_value_is_kept_nowhere_and_told(tmp_path: Path, column: str):
    row = judged(tmp_path, **{column: "2 85 05 78 006 084 36"})
    assert "refused_value" in codes(row)
    everything = str(row.values.plain()) + "".join(reason.sentence for reason in row.reasons)
    assert "006 084" not in everything


def test_a_refused_value_in_a_column_that_is_not_read_is_told(tmp_path: Path):
    row = judged(tmp_path, commentaire="RIB 30006 00001 12345678901 89")
    assert (row.outcome.value, codes(row)) == ("accepted", ["refused_value_ignored"])


@pytest.mark.parametrize(
    "title",
    ["NIR", "N° SS", "N°SS", "Numéro de sécurité sociale", "no_ss", "N° Sécu", "RIB", "IBAN", "BIC", "Code SWIFT",
     "Montant pension", "Montant brut", "Pension", "Santé", "Identifiant (NIR)", "Taux d’invalidité", "N° INSEE",
     "Coordonnées bancaires", "N° de compte", "Cotisations"],
)  # fmt: skip
def test_a_refused_column_is_recognised(title: str):
    assert refused.is_refused_column(title)


@pytest.mark.parametrize(
    "title",
    ["Nom", "Adresse", "Date d’effet de la pension", "Nature de la pension", "Code INSEE commune", "Service",
     "N° adhérent", "Naissance", "Ville", "Type de pension"],
)  # fmt: skip
def test_an_ordinary_column_is_not_refused(title: str):
    assert not refused.is_refused_column(title)


@given(st.text(max_size=80))
def test_scrubbing_never_fails_and_is_done_at_once(written: str):
    once, _ = refused.scrub(written)
    assert refused.scrub(once) == (once, "")
