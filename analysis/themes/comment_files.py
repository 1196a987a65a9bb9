"""Files of comments exchanged with other programs: read as they come, written whole or not at all."""

import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from analysis.readers.base import Example
from core.errors import Refused

SEPARATORS = (",", ";", "\t")
NEEDED = ("id", "text")
EVENTS = ("affiliation", "retraite")
MARK = re.compile(r"([1-5])(?:[.,]0+)?")
LONGEST_FIELD = 10_000_000
READ_AT_ONCE = 1 << 20


def opened(source: Path) -> TextIO:
    """The file as text: UTF-8, with or without its mark, else what Windows writes (cp1252)."""
    try:
        encoding = "utf-8-sig" if _is_utf8(source) else "cp1252"
        return source.open(encoding=encoding, errors="replace", newline="")
    except OSError as error:
        raise Refused(
            f"Le fichier {source} ne peut pas être lu. Vérifiez son nom et son emplacement."
        ) from error


def comments(file: TextIO) -> Iterator[tuple[str, Example]]:
    """Identifier and comment of each record, one at a time, whatever the size of the file.

    Refused, before the first, when the file is empty or lacks a column. A record cut short has an
    empty text; an event or a satisfaction that is not one of those expected is not known.
    """
    csv.field_size_limit(LONGEST_FIELD)
    heading = file.readline()
    separator = max(SEPARATORS, key=heading.count)
    titles = [
        title.strip().lower() for title in next(csv.reader([heading], delimiter=separator), [])
    ]
    _check(titles)
    for values in _records(csv.reader(file, delimiter=separator)):
        record = dict(zip(titles, values, strict=False))
        yield record.get("id", ""), _comment(record)


def write_whole(path: Path, write: Callable[[Path], Any]) -> None:
    """Write a file so that others see the old one or the new one, never half of it."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(fresh)
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def write_table(path: Path, titles: Sequence[str], lines: Iterable[Sequence[str]]) -> None:
    """Write a CSV in UTF-8; the lines are asked for one at a time."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(titles)
        writer.writerows(lines)


def _check(titles: Sequence[str]) -> None:
    if not any(titles):
        raise Refused(
            "Le fichier est vide. La première ligne doit nommer les colonnes « id » et « text », "
            "puis chaque ligne porter un commentaire."
        )
    missing = [f"« {name} »" for name in NEEDED if name not in titles]
    if missing:
        raise Refused(
            f"Il manque la colonne {' et la colonne '.join(missing)}. La première ligne doit "
            "nommer les colonnes « id » et « text », séparées par des virgules ou des "
            "points-virgules."
        )


def _records(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    try:
        yield from (values for values in lines if values)
    except csv.Error as error:
        raise Refused(
            "Le fichier n’est pas un CSV lisible\u00a0: un guillemet n’est sans doute pas refermé. "
            f"Corrigez-le, puis recommencez (détail\u00a0: {error})."
        ) from error


def _comment(record: dict[str, str]) -> Example:
    event = record.get("event", "").strip().lower()
    mark = MARK.fullmatch(record.get("satisfaction", "").strip())
    return Example(
        text=record.get("text", ""),
        event=event if event in EVENTS else "",
        satisfaction=int(mark[1]) if mark else None,
    )


def _is_utf8(source: Path) -> bool:
    try:
        with source.open(encoding="utf-8") as file:
            while file.read(READ_AT_ONCE):
                pass
    except UnicodeDecodeError:
        return False
    return True
