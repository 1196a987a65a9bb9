"""A file of comments in, the same masked and the place of each piece out: the contract other programs call."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from analysis.masking import masking
from analysis.themes import comment_files
from core.errors import Refused

AT_ONCE = 512
MASKED = ("id", "text")
PLACES = ("id", "kind", "start", "end")

Progress = Callable[[int], None]
Masked = tuple[Sequence[str], list[Sequence[str]]]  # a line of each file


def mask_file(
    source: Path, output: Path, spans_file: Path, progress: Progress | None = None
) -> int:
    """Mask the column `text` of a CSV file; return how many comments were read.

    Writes `id,text` to `output` and `id,kind,start,end` to `spans_file`, both UTF-8, offsets in
    Python characters of the text as written, end excluded. Other columns are left behind. Both
    files take their names only once whole. Refused when the source cannot be read, is empty, or
    lacks a column, or when an output cannot be written.
    """
    places: list[Sequence[str]] = []
    number = 0

    def lines() -> Iterator[Sequence[str]]:
        nonlocal number
        for line, found in _masked(source, progress):
            number += 1
            places.extend(found)
            yield line

    _write(output, MASKED, lines())
    _write(spans_file, PLACES, iter(places))
    return number


def _masked(source: Path, progress: Progress | None) -> Iterator[Masked]:
    done = 0
    with comment_files.opened(source) as file:
        comments = comment_files.comments(file)
        while batch := list(islice(comments, AT_ONCE)):
            texts = [comment.text for _, comment in batch]
            for (key, comment), spans in zip(batch, masking.spans_of_many(texts), strict=True):
                found = [(key, s.kind, str(s.start), str(s.end)) for s in spans]
                yield (key, masking.mask(comment.text, spans)), list(found)
            done += len(batch)
            if progress:
                progress(done)


def _write(path: Path, titles: Sequence[str], lines: Iterator[Sequence[str]]) -> None:
    try:
        comment_files.write_whole(
            path, lambda fresh: comment_files.write_table(fresh, titles, lines)
        )
    except OSError as error:
        raise Refused(
            f"Impossible d’écrire {path} : vérifiez que le dossier existe et n’est pas plein."
        ) from error
