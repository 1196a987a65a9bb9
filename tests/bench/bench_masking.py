"""Masking: how much of the marked sentences is covered, and how fast.

Run from the root: `python -m tests.bench.bench_masking` (ten seconds).
"""

import csv
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis.masking import masking  # noqa: E402 - the root must be known first
from analysis.masking.masking import Span  # noqa: E402
from tests.marked import Sentence, covered, sentences  # noqa: E402


def print_coverage() -> None:
    """Spans covered and exact by kind; sentences leaking and traps masked by part."""
    marked = sentences()
    found = masking.spans_of_many([sentence.text for sentence in marked])
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    for sentence, got in zip(marked, found, strict=True):
        count_kinds(kinds, sentence, got)
        count_part(parts[sentence.part], sentence, got)
    for name, counts in (kinds | parts).items():
        print(f"{name:14}", ", ".join(f"{what} {number}" for what, number in counts.items()))


def count_kinds(kinds: dict[str, Counter[str]], sentence: Sentence, got: list[Span]) -> None:
    for span in sentence.due:
        kinds[span.kind]["due"] += 1
        kinds[span.kind]["covered"] += covered(span, got)
        kinds[span.kind]["exact"] += span in got


def count_part(counts: Counter[str], sentence: Sentence, got: list[Span]) -> None:
    if not sentence.due:
        counts["traps"] += 1
        counts["traps masked"] += bool(got)
        return
    counts["sentences"] += 1
    counts["leaking"] += not all(covered(span, got) for span in sentence.due)


def print_speed() -> None:
    """Comments a second, the model already loaded."""
    with (ROOT / "analysis/corpus/starter.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    started = time.perf_counter()
    masking.spans_of_many(texts)
    print(
        f"{len(texts) / (time.perf_counter() - started):.0f} comments a second, {len(texts)} read"
    )


if __name__ == "__main__":
    print_coverage()
    print_speed()
