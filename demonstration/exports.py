"""The monthly files of the back office, written as it writes them: cp1252, « ; », a title, trailing « ;; »."""

import csv
from datetime import date
from pathlib import Path
from random import Random

from core import french
from demonstration.back_office import TITLES
from demonstration.register import Month

FOLDER = "demonstration-files"
ENCODING = "cp1252"


def file_name(told: date) -> str:
    """The name of the export of a month (its first day)."""
    return f"EXPORT_AFF_LIQ_{told:%Y-%m}.csv"


def write(chance: Random, folder: Path, month: Month, told: date, edited: date) -> Path:
    """Write one export: the events of the month `told`, edited on a day of the next one."""
    path = folder / file_name(told)
    with path.open("w", encoding=ENCODING, newline="") as file:
        title = f"Affiliations et liquidations – {french.month(told)} – édité le {edited:%d/%m/%Y}"
        file.write(f"{title};;;\r\n")
        rows = csv.writer(file, delimiter=";", lineterminator=";;\r\n")
        rows.writerow(TITLES)
        blank = chance.randint(0, len(month.rows))
        for place, cells in enumerate(month.rows):
            if place == blank:
                rows.writerow([""] * len(TITLES))
            rows.writerow([cells[title] for title in TITLES])
        rows.writerow(["TOTAL", "", str(len(month.rows)), *[""] * (len(TITLES) - 3)])
    return path
