"""Every CSV has its dictionary, and holds what the dictionary says; the public one is open data."""

import csv
import io
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from app import DICTIONARIES
from core.dictionary import Dictionary
from core.documents import Column
from organisation.models import Role
from survey.models import Grain
from tests.access_table import ACCESS
from tests.addresses import address
from tests.addresses import places as places_of_pages
from tests.builders import make_user
from tests.pages import Visitor
from tests.survey_builders import make_reply
from tests.world import World, make_world

FILES = [route for route in ACCESS if route.startswith("GET") and route.endswith(".csv")]
KINDS = {
    "date": re.compile(r"\d\d/\d\d/\d{4}"),
    "whole": re.compile(r"-?\d+"),
    "number": re.compile(r"-?\d+(,\d+)?"),
}


@pytest.fixture
def world(session: Any, now: datetime) -> World:
    made = make_world(session, now)
    session.commit()
    return made


@pytest.mark.parametrize("route", FILES)
def test_a_file_holds_what_its_dictionary_says(
    route: str, app: Any, world: World, tmp_path: Path
) -> None:
    officer, head = Visitor(app), Visitor(app)
    officer.open("/connexion")
    officer.sign_in(world.people[Role.QUALITY_OFFICER])
    head.open("/connexion")
    head.sign_in(world.people[Role.HEAD])
    officer.open(address(route, places_of_pages(officer, head, world, tmp_path)))
    header, *rows = read(officer.response.get_data(as_text=True))
    dictionary = of_file(officer.response.headers["Content-Disposition"])
    assert header == [one.title for one in dictionary.columns]
    for row in rows:
        for column, cell in zip(dictionary.columns, row, strict=True):
            assert fits(column, cell, dictionary), (column.title, cell)


def of_file(said: str) -> Dictionary:
    """The dictionary whose name begins the file's."""
    name = re.search(r'filename="?([^";]+)', said)
    assert name
    found = [one for one in DICTIONARIES if name[1].startswith(one.name)]
    assert found, f"{name[1]} has no dictionary in app.py"
    return max(found, key=lambda one: len(one.name))


def read(text: str) -> list[list[str]]:
    assert text.startswith("\ufeff"), "French Excel would read the accents wrongly"
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


def fits(column: Column, cell: str, dictionary: Dictionary) -> bool:
    if cell in ("", dictionary.withheld):
        return True
    if column.one_of:
        return cell in column.one_of
    if column.kind == "text":
        return True
    kind = "date" if column.kind == "date" else "number"
    if column.kind == "number" and not column.decimals:
        kind = "whole"
    return KINDS[kind].fullmatch(cell) is not None


@pytest.mark.parametrize("dictionary", DICTIONARIES, ids=lambda one: one.name)
def test_every_column_says_what_it_holds(dictionary: Dictionary) -> None:
    assert [one.title for one in dictionary.columns if not one.about] == []
    titles = [one.title for one in dictionary.columns]
    assert len(titles) == len(set(titles))


def test_two_files_never_have_one_dictionary() -> None:
    names = [one.name for one in DICTIONARIES]
    assert len(names) == len(set(names))


def test_somebody_reads_what_the_columns_of_a_file_hold(visitor: Visitor, session: Any) -> None:
    reader = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(reader)
    visitor.open("/dictionnaire/")
    assert len(visitor.page.select("tbody tr")) == len(DICTIONARIES)
    visitor.open("/dictionnaire/qualite-de-la-lecture")
    cells = [row.td.text for row in visitor.page.select("tbody tr") if row.td]
    assert cells[:3] == ["theme", "code", "phrases"]
    visitor.open("/dictionnaire/inconnu", expect=404)


def test_a_machine_reads_types_units_and_what_is_withheld(visitor: Visitor, session: Any) -> None:
    reader = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(reader)
    visitor.open("/dictionnaire/satisfaction-par-theme.json")
    schema = visitor.response.get_json()
    fields = {one["name"]: one for one in schema["fields"]}
    assert fields["debut"]["format"] == "%d/%m/%Y"
    assert (fields["note"]["type"], fields["note"]["decimalChar"]) == ("number", ",")
    assert fields["voix"]["type"] == "integer"
    assert "Unité : /10" in fields["note"]["description"]
    assert fields["evenement"]["constraints"]["enum"] == ["affiliation", "retraite"]
    assert schema["missingValues"] == ["", "trop peu de réponses"]


# ---------------------------------------------------------------- open data


def test_the_public_page_says_columns_units_method_licence_and_protections(
    visitor: Visitor, session: Any
) -> None:
    for place in range(12):
        make_reply(session, period_start=date(2026, 10, 1), grain=Grain.MONTH, answers={"satisfaction": "good" if place else "bad"})  # fmt: skip
    session.commit()
    visitor.open("/")
    assert visitor.page.find("a", href="/donnees")
    visitor.open("/donnees")
    assert {"Colonne", "Type", "Unité"} <= {one.text for one in visitor.page.select("th")}
    for said in ("Licence Ouverte 2.0", "intervalle à 95 %", "moins de dix réponses", "déduire", "Table Schema"):  # fmt: skip
        assert said in visitor.text.replace("\u00a0", " "), said
    for link in visitor.page.select("main a[href^='/']"):
        visitor.open(str(link["href"]))


def test_the_data_package_leads_a_machine_to_the_file(visitor: Visitor) -> None:
    visitor.open("/datapackage.json")
    package = visitor.response.get_json()
    (resource,) = package["resources"]
    assert package["licenses"][0]["name"] == "etalab-2.0"
    assert resource["path"].startswith("http")
    assert resource["path"].endswith("/resultats.csv")
    visitor.open("/resultats.csv")
    (header, *_) = read(visitor.response.get_data(as_text=True))
    assert [one["name"] for one in resource["schema"]["fields"]] == header
    visitor.open("/resultats.schema.json")
    assert visitor.response.get_json() == resource["schema"]


def test_a_question_of_the_fund_never_becomes_a_formula_in_the_public_file() -> None:
    """Its words are the officer's, and a cell of the file."""
    from analysis.dictionaries import OPEN_DATA

    cells = ["affiliation", None, None, "=HYPERLINK(1)", *[None] * (len(OPEN_DATA.columns) - 4)]
    (_, row) = read(OPEN_DATA.written([cells]))
    assert row[3] == "'=HYPERLINK(1)"


def test_a_row_that_has_lost_a_cell_is_never_written() -> None:
    with pytest.raises(ValueError, match="1 cells for 13 columns"):
        DICTIONARIES[0].written([("affiliation",)])
