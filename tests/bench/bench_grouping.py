"""How long it takes to group 10 000 comments, and how stable the topics are.

Run from the root: `python -m tests.bench.bench_grouping` (about two minutes on one core).
"""

import resource
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis import corpus  # noqa: E402 - the root must be known first
from analysis.readers.encoder import EncoderReader  # noqa: E402
from analysis.topics import Group, group, match  # noqa: E402
from analysis.topics.groups import Vectors  # noqa: E402

COMMENTS = 10_000
PERIOD = 200  # comments of one theme in the period of the demonstration of stability
NEW = 60  # of which, at the next run, are new


def labels(found: Sequence[Group], size: int) -> list[int]:
    told = [0] * size
    for place, one in enumerate(found):
        for row in one.members:
            told[row] = place
    return told


def continued_well(before: Sequence[Group], after: Sequence[Group], kept: int) -> tuple[int, int]:
    """Matched topics, and those whose earlier topic is the one most of their old comments were in."""
    earlier = labels(before, PERIOD)
    matched = right = 0
    for one, place in zip(after, match(before, after), strict=True):
        old = [earlier[row + NEW] for row in one.members if row < kept]
        if place is not None and old:
            matched += 1
            right += max(set(old), key=old.count) == place
    return matched, right


def show_stability(texts: list[str], vectors: Vectors, by_theme: dict[str, list[int]]) -> None:
    from sklearn.metrics import adjusted_rand_score

    agreement, sizes = [], []
    matched = right = topics = 0
    for rows in by_theme.values():
        if len(rows) < PERIOD + NEW:
            continue
        first, second = rows[:PERIOD], rows[NEW : PERIOD + NEW]
        before = group([texts[row] for row in first], vectors[first], seed=0)
        other = group([texts[row] for row in first], vectors[first], seed=1)
        agreement.append(adjusted_rand_score(labels(before, PERIOD), labels(other, PERIOD)))
        sizes += [len(one.members) for one in before]
        after = group([texts[row] for row in second], vectors[second], seed=0)
        found = continued_well(before, after, PERIOD - NEW)
        matched, right, topics = matched + found[0], right + found[1], topics + len(after)
    print(f"{PERIOD} comments a theme: {np.median(sizes):.0f} comments a topic (median)")
    print(f"two seeds: adjusted Rand {np.mean(agreement):.2f} (mean of {len(agreement)} themes)")
    print(
        f"{NEW} of {PERIOD} replaced: {matched} of {topics} topics matched, {right} of them rightly"
    )


def main() -> None:
    examples = corpus.starter()[:COMMENTS]
    texts = [one.text for one in examples]
    begun = time.perf_counter()
    reader = EncoderReader()
    vectors = reader.vectors(texts)
    print(f"vectors of {len(texts)} comments: {time.perf_counter() - begun:.1f} s")
    by_theme: dict[str, list[int]] = defaultdict(list)
    for row, one in enumerate(examples):
        by_theme[one.themes[0]].append(row)
    begun = time.perf_counter()
    found = {
        theme: group([texts[row] for row in rows], vectors[rows], seed=0)
        for theme, rows in by_theme.items()
    }
    spent = time.perf_counter() - begun
    print(f"grouping them, theme by theme: {spent:.1f} s, {sum(map(len, found.values()))} topics")
    show_stability(texts, vectors, by_theme)
    print(f"memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
