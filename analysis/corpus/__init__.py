"""The labelled comments shipped with the product: to learn from, to calibrate on, to state figures on."""

import csv
import hashlib
from functools import cache
from pathlib import Path

from analysis.readers.base import Example

FOLDER = Path(__file__).resolve().parent
LEARNT_FROM = ("themes.yaml", "starter.csv", "calibration.csv")


def starter() -> list[Example]:
    """The comments every reader learns from at its first start."""
    return _examples("starter.csv")


def calibration() -> list[Example]:
    """Comments no reader learns from: they tell how far its certainty can be trusted."""
    return _examples("calibration.csv")


def demonstration() -> list[Example]:
    """Comments in the proportions of a real year, to state figures on; never learnt from."""
    return _examples("demonstration.csv")


@cache
def fingerprint() -> str:
    """Changes when a shipped file that decides what a reader learns changes."""
    contents = ((FOLDER / name).read_bytes() for name in LEARNT_FROM)
    return hashlib.sha256(b"\0".join(contents)).hexdigest()


def _examples(name: str) -> list[Example]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [
            Example(
                text=row["text"],
                event=row["event"],
                satisfaction=int(row["satisfaction"]),
                themes=tuple(row["labels"].split("|")),
            )
            for row in csv.DictReader(file)
        ]
