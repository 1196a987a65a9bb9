"""Comments of one theme put together by what they mean: suggestions with names, sized for reading."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from analysis.topics import naming

Vectors = NDArray[np.float32]
Rows = NDArray[np.intp]

# Five dimensions hold what tells the topics of a theme apart; the others follow the length and the
# tone. Without this two seeds agree half as well (adjusted Rand 0.41 against 0.79).
DIMENSIONS = 5

# A topic is read by a person: fewer comments are an anecdote, more hide several subjects.
FEWEST, MOST, AIMED_AT = 8, 30, 20

# A list longer than this is not read to its end; topics then hold more comments.
MOST_TOPICS = 24
TYPICAL_SHOWN = 3
STARTS = 10


@dataclass(frozen=True)
class Group:
    """Comments that speak of the same thing."""

    name: str
    """A short phrase in the members' own words, with a capital."""
    centroid: tuple[float, ...]
    """Direction of the mean of its comments, of length 1: kept to find the topic again next time."""
    members: tuple[int, ...]
    """Places of its comments in the texts received, in order."""
    typical: tuple[int, ...]
    """Places of at most three of them, the most typical first, no two with the same words."""


class Encoder(Protocol):
    """What made the vectors: it reads the words of names too."""

    def readable(self, text: str) -> str:
        """The text with the accents and small letters its member forgot."""

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in the space of the comments."""


def group(
    texts: Sequence[str],
    vectors: Vectors,
    seed: int,
    forbidden: Collection[str] = (),
    encoder: Encoder | None = None,
) -> list[Group]:
    """Topics of the comments of one theme, the largest first.

    `vectors` has one row a text, from the encoder. Every comment is in exactly one topic. The same
    texts, vectors and seed give the same topics. Fewer than 16 comments are one topic: their number
    says nothing worth a division. No name has a `forbidden` word. With the `encoder`, names are near what the
    comments mean; without, they follow from their words alone.
    """
    if not texts:
        return []
    directions = unit(np.asarray(vectors, np.float64))
    parts = _parts(directions, seed)
    parts.sort(key=lambda rows: (-len(rows), int(rows[0])))
    centroids = [unit(directions[rows].mean(axis=0, keepdims=True))[0] for rows in parts]
    nearest = [
        rows[np.argsort(-(directions[rows] @ centroid).round(6), kind="stable")]
        for rows, centroid in zip(parts, centroids, strict=True)
    ]
    names = _names(texts, nearest, centroids, forbidden, encoder)
    return [
        Group(
            name, tuple(map(float, centroid)), tuple(sorted(rows.tolist())), _typical(rows, texts)
        )
        for name, centroid, rows in zip(names, centroids, nearest, strict=True)
    ]


def _names(
    texts: Sequence[str],
    topics: Sequence[Rows],
    centroids: Sequence[NDArray[Any]],
    forbidden: Collection[str],
    encoder: Encoder | None,
) -> list[str]:
    if encoder is None:
        return naming.names([[texts[row] for row in rows] for rows in topics], forbidden)
    readable = [[encoder.readable(texts[row]) for row in rows] for rows in topics]
    return naming.names(readable, forbidden, naming.Meaning(centroids, encoder.vectors))


def _typical(nearest: Rows, texts: Sequence[str]) -> tuple[int, ...]:
    """The nearest to the centroid, no two with the same words."""
    first: dict[str, int] = {}
    for row in nearest.tolist():
        first.setdefault(texts[row].casefold(), row)
    return tuple(first.values())[:TYPICAL_SHOWN]


def unit(rows: NDArray[Any]) -> NDArray[Any]:
    """Rows brought to length 1; a row of zeros stays."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(lengths == 0, 1, lengths)


def _reduced(directions: NDArray[Any], seed: int) -> NDArray[Any]:
    from sklearn.decomposition import PCA

    dimensions = min(DIMENSIONS, *directions.shape)
    reduced: NDArray[Any] = PCA(dimensions, random_state=seed).fit_transform(directions)
    return reduced


def _parts(directions: NDArray[Any], seed: int) -> list[Rows]:
    """The rows cut by k-means, small parts dissolved, large ones cut again."""
    everything = np.arange(len(directions))
    if len(directions) < 2 * FEWEST:
        return [everything]
    places = _reduced(directions, seed)
    wanted = min(MOST_TOPICS, max(1, round(len(places) / AIMED_AT)))
    parts = _dissolved(places, _cut(places, everything, wanted, seed))
    while len(parts) < MOST_TOPICS:
        halves = _largest_cut(places, parts, seed)
        if halves is None:
            break
        parts = halves
    return parts


def _cut(places: NDArray[Any], rows: Rows, count: int, seed: int) -> list[Rows]:
    count = min(count, len(np.unique(places[rows], axis=0)))
    if count < 2:
        return [rows]
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    # Several threads on so few rows wait for each other longer than they work.
    with threadpool_limits(1):
        labels = KMeans(count, n_init=STARTS, random_state=seed).fit_predict(places[rows])
    return [rows[labels == label] for label in range(count)]


def _dissolved(places: NDArray[Any], parts: list[Rows]) -> list[Rows]:
    """The parts without those too small to be a topic: each of their comments joins the nearest."""
    parts = sorted(parts, key=len)
    while len(parts) > 1 and len(parts[0]) < FEWEST:
        small, *others = parts
        centres = np.array([places[rows].mean(axis=0) for rows in others])
        distances = np.linalg.norm(places[small][:, None] - centres[None], axis=2)
        nearest = distances.argmin(axis=1)
        parts = sorted(
            (np.sort(np.append(rows, small[nearest == n])) for n, rows in enumerate(others)),
            key=len,
        )
    return parts


def halves(vectors: Vectors, seed: int) -> list[Rows] | None:
    """The rows of one topic cut in two where they are furthest apart; None when a half would be too small."""
    places = _reduced(unit(np.asarray(vectors, np.float64)), seed)
    found = _cut(places, np.arange(len(places)), 2, seed)
    return found if len(found) == 2 and min(map(len, found)) >= FEWEST else None


def _largest_cut(places: NDArray[Any], parts: list[Rows], seed: int) -> list[Rows] | None:
    """The parts with the largest cut in two; None when none is too large or can be cut well."""
    for large in sorted(parts, key=lambda rows: (-len(rows), int(rows[0]))):
        if len(large) <= MOST:
            return None
        halves = _cut(places, large, 2, seed)
        if min(map(len, halves)) >= FEWEST and len(halves) == 2:
            return [rows for rows in parts if rows is not large] + halves
    return None
