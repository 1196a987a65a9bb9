"""A file of comments in, a file of their themes out: the contract other programs call."""

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from analysis.readers.base import Example, Reader
from analysis.themes import comment_files, learning
from analysis.themes.learning import Progress
from core.errors import Refused

WRITTEN = ("id", "themes", "certainty")

# Read together: enough for the readers to be quick, few enough for the memory to stay flat.
COMMENTS_AT_ONCE = 512


def classify_file(
    source: Path, output: Path, models_folder: Path, progress: Progress | None = None
) -> int:
    """Write `id,themes,certainty` for each comment of a CSV with `id,text`; return how many.

    `event` (affiliation or retraite) and `satisfaction` (1 to 5) help when they are there. Themes
    are separated by `|`, one to three, the main one first; the certainty is the probability that
    the main one is right, with four decimals. Order and identifiers are those of the source. The
    output takes its name only once it is whole. Refused when the source cannot be read, is empty,
    lacks a column, or when the output cannot be written.
    """
    tell = progress or learning.silent
    with comment_files.opened(source) as file:
        comments = comment_files.comments(file)
        first = next(comments, None)
        if first is None:
            raise Refused("Le fichier ne contient aucun commentaire sous sa première ligne.")
        reader = learning.day_one_reader(models_folder, tell)
        return _written(output, _lines(reader, chain([first], comments), tell))


def _lines(
    reader: Reader, comments: Iterator[tuple[str, Example]], tell: Progress
) -> Iterator[Sequence[str]]:
    done = 0
    while batch := list(islice(comments, COMMENTS_AT_ONCE)):
        readings = reader.read([comment for _, comment in batch])
        for (identifier, _), reading in zip(batch, readings, strict=True):
            yield identifier, "|".join(reading.themes), f"{reading.certainty:.4f}"
        done += len(batch)
        tell(f"Commentaires lus\u00a0: {done}")


def _written(output: Path, lines: Iterator[Sequence[str]]) -> int:
    count = 0

    def counted() -> Iterator[Sequence[str]]:
        nonlocal count
        for line in lines:
            count += 1
            yield line

    try:
        comment_files.write_whole(
            output, lambda path: comment_files.write_table(path, WRITTEN, counted())
        )
    except OSError as error:
        raise Refused(
            f"Impossible d’écrire {output}\u00a0: vérifiez que le dossier existe et n’est pas plein."
        ) from error
    return count
