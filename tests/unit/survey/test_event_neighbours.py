"""What rows say of each other: duplicates, rectified dates, shared mailboxes, numbers out of line."""

from pathlib import Path

import pytest

from survey.registers.judging import Check
from tests.event_files import check, codes


def verdicts(result: Check) -> list[tuple[str, list[str]]]:
    return [(row.outcome.value, codes(row)) for row in result.rows]


def test_the_same_event_twice_is_counted_once(tmp_path: Path):
    assert verdicts(check(tmp_path, {}, {})) == [
        ("accepted", []),
        ("duplicate", ["duplicate_event"]),
    ]


def test_a_duplicate_that_says_something_else_is_to_be_looked_at(tmp_path: Path):
    found = verdicts(check(tmp_path, {}, {"phone": "0698765432"}))
    assert found[1] == ("duplicate", ["duplicate_event", "duplicate_differs"])


def test_a_number_without_its_zeros_is_the_same_member(tmp_path: Path):
    outcome, said = verdicts(check(tmp_path, {}, {"member_number": "12345"}))[1]
    assert (outcome, said) == ("duplicate", ["member_number_short", "duplicate_event"])


def test_another_date_within_a_year_rectifies_the_event(tmp_path: Path):
    result = check(tmp_path, {}, {"event_date": "01/01/2026"}, {"event_date": "01/01/2026"})
    assert verdicts(result) == [
        ("accepted", []), ("corrected", ["rectified_event"]), ("duplicate", ["duplicate_event"])
    ]  # fmt: skip
    assert "04/12/2025 devient 01/01/2026" in result.rows[1].reasons[0].sentence


def test_another_date_more_than_a_year_later_is_another_event(tmp_path: Path):
    assert verdicts(check(tmp_path, {"event_date": "03/12/2024"}, {}))[1] == ("accepted", [])
    assert verdicts(check(tmp_path, {"event_date": "04/12/2024"}, {}))[1] == (
        "corrected",
        ["rectified_event"],
    )


def test_another_event_of_the_same_member_is_no_duplicate(tmp_path: Path):
    assert verdicts(check(tmp_path, {}, {"event": "AFF"}))[1] == ("accepted", [])


def test_a_rejected_row_hides_no_later_one(tmp_path: Path):
    nowhere = {"email": "", "address": "", "postcode": "", "city": ""}
    assert [v[0] for v in verdicts(check(tmp_path, nowhere, {}))] == ["rejected", "accepted"]


def test_a_mailbox_shared_by_two_members_is_said_on_both(tmp_path: Path):
    first = {"email": "agence@ex.fr"}
    second = {"email": "AGENCE@ex.fr", "member_number": "0012346"}
    result = check(tmp_path, first, second)
    assert verdicts(result) == [
        ("accepted", ["shared_mailbox"]), ("corrected", ["email_repaired", "shared_mailbox"])
    ]  # fmt: skip


def test_two_rows_of_one_member_share_nothing(tmp_path: Path):
    assert "shared_mailbox" not in codes(check(tmp_path, {}, {"event": "AFF"}).rows[0])


def members(*numbers: str) -> list[dict[str, str]]:
    return [{"member_number": n, "email": f"m{n}@ex.fr"} for n in numbers]


@pytest.mark.parametrize(("odd", "proposed"), [("12348", "0012348"), ("00123480", "0123480")])
def test_a_number_of_another_width_is_to_be_checked_and_kept(
    tmp_path: Path, odd: str, proposed: str
):
    row = check(tmp_path, *members("0012345", "0012346", "0012347", odd)).rows[3]
    assert (row.outcome.value, codes(row)) == ("accepted", ["member_number_width"])
    assert row.values.member_number == odd
    assert proposed in row.reasons[0].sentence


def test_numbers_of_many_widths_have_no_usual_width(tmp_path: Path):
    result = check(tmp_path, *members("001234", "0012346", "00123471", "001234802"))
    assert all(codes(row) == [] for row in result.rows)


def test_one_number_under_two_names_is_to_be_checked(tmp_path: Path):
    result = check(tmp_path, {"last_name": "DURAND"}, {"last_name": "MARTIN", "event": "AFF"})
    assert [codes(row) for row in result.rows] == [["number_two_names"]] * 2


def test_a_member_excluded_on_another_row_is_to_be_checked(tmp_path: Path):
    result = check(tmp_path, {"event": "AFF"}, {"decede": "O"}, more=["decede"])
    assert verdicts(result) == [
        ("accepted", ["member_excluded_elsewhere"]), ("excluded", ["excluded_deceased"])
    ]  # fmt: skip


def test_when_most_dates_are_in_american_order_the_others_are_doubtful(tmp_path: Path):
    days = ["12/25/2025", "11/30/2025", "05/06/2025", "05/05/2025"]
    rows = [{"event_date": day, **member} for day, member in zip(days, members("0012345", "0012346", "0012347", "0012348"), strict=True)]  # fmt: skip
    result = check(tmp_path, *rows)
    assert [codes(row) for row in result.rows] == [
        ["event_date_us_order"], ["event_date_us_order"], ["date_order_doubtful"], []
    ]  # fmt: skip


def test_one_american_date_among_french_ones_casts_no_doubt(tmp_path: Path):
    days = ["12/25/2025", "25/11/2025", "28/10/2025", "05/06/2025"]
    rows = [{"event_date": day, **member} for day, member in zip(days, members("0012345", "0012346", "0012347", "0012348"), strict=True)]  # fmt: skip
    assert codes(check(tmp_path, *rows).rows[3]) == []
