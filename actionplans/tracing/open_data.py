"""Open data: who publishes the results, under which licence, and how a machine reads them (charter RES-01).

A Data Package (Frictionless) around the Table Schema of the file: the format that data.gouv.fr takes up. The licence is
one of the two that the law leaves to French administrations for what they publish (CRPA, D. 323-2-1).
"""

from typing import Any

from analysis.dictionaries import OPEN_DATA
from core.settings import Settings

LICENCE = {
    "name": "etalab-2.0",
    "title": "Licence Ouverte 2.0",
    "path": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
PROFILE = "https://datapackage.org/profiles/1.0/datapackage.json"
FREQUENCY = "Le fichier change une fois par trimestre, quand un trimestre de plus est clos."


def package(settings: Settings, address: str) -> dict[str, Any]:
    """The file at this address, for a machine."""
    return {
        "$schema": PROFILE,
        "profile": "tabular-data-package",
        "name": OPEN_DATA.name,
        "title": f"{OPEN_DATA.title}, {settings.FUND_NAME}",
        "description": " ".join((OPEN_DATA.row, *OPEN_DATA.notes, FREQUENCY)),
        "licenses": [LICENCE],
        "contributors": [{"title": settings.FUND_NAME, "role": "publisher"}],
        "resources": [
            {
                "name": OPEN_DATA.name,
                "path": address,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ";", "lineTerminator": "\r\n", "header": True},
                "schema": OPEN_DATA.table_schema(),
            }
        ],
    }
