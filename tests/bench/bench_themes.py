"""How well comments get their themes, beside the majority class and TF-IDF alone.

Run from the root: `python -m tests.bench.bench_themes` (about four minutes on one core).
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from analysis import corpus  # noqa: E402 - the root must be known first
from analysis.masking import masking  # noqa: E402 - the root must be known first
from analysis.readers import READERS, writing  # noqa: E402
from analysis.readers.base import Example, Reader, Reading  # noqa: E402
from analysis.readers.blend import BlendReader  # noqa: E402
from analysis.readers.words import WordsReader  # noqa: E402
from analysis.statistics import wilson  # noqa: E402
from analysis.themes import learning  # noqa: E402 - the root must be known first

FOLDS = 5
LENGTHS = ((0, 40), (40, 100), (100, 200), (200, 10_000))

Pairs = list[tuple[Example, Reading]]


class Majority:
    """Always the commonest theme."""

    def learn(self, examples: Sequence[Example]) -> None:
        self.commonest, self.seen = Counter(e.themes[0] for e in examples).most_common(1)[0]
        self.share = self.seen / len(examples)

    def read(self, comments: Sequence[Example]) -> list[Reading]:
        return [Reading((self.commonest,), self.share, {}) for _ in comments]


class TfidfAlone:
    """The usual first attempt: TF-IDF of single words, logistic regression, nothing chosen."""

    def learn(self, examples: Sequence[Example]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        self.model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=300))
        self.model.fit([e.text for e in examples], [e.themes[0] for e in examples])

    def read(self, comments: Sequence[Example]) -> list[Reading]:
        shares = self.model.predict_proba([c.text for c in comments])
        classes = self.model.classes_
        return [Reading((classes[row.argmax()],), float(row.max()), {}) for row in shares]


def folds(examples: Sequence[Example]) -> Iterator[tuple[list[Example], list[Example]]]:
    from sklearn.model_selection import StratifiedKFold

    truth = [e.themes[0] for e in examples]
    for known, unseen in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(truth, truth):
        yield [examples[row] for row in known], [examples[row] for row in unseen]


def cross_validated(make: Callable[[], Any], examples: Sequence[Example]) -> Pairs:
    """Each comment, read by a reader that has not learnt it."""
    pairs: Pairs = []
    for known, unseen in folds(examples):
        reader = make()
        reader.learn(known)
        if isinstance(reader, WordsReader):
            reader.calibrate(corpus.calibration())
        pairs += zip(unseen, reader.read(unseen), strict=True)
    return pairs


def masked(examples: Sequence[Example]) -> list[Example]:
    """The same comments without the personal data in them."""
    found = masking.spans_of_many([e.text for e in examples])
    return [
        replace(e, text=masking.mask(e.text, spans))
        for e, spans in zip(examples, found, strict=True)
    ]


def cross_validated_where_masked(examples: Sequence[Example]) -> tuple[Pairs, Pairs]:
    """The comments that hold personal data, as written and masked, read by words that learnt neither."""
    raw: Pairs = []
    without: Pairs = []
    for known, unseen in folds(examples):
        reader = WordsReader()
        reader.learn(known)
        changed = [(e, m) for e, m in zip(unseen, masked(unseen), strict=True) if e != m]
        raw += on(reader, [e for e, _ in changed])
        without += on(reader, [m for _, m in changed])
    return raw, without


def on(reader: Any, examples: Sequence[Example]) -> Pairs:
    return list(zip(examples, reader.read(examples), strict=True))


def is_right(pair: tuple[Example, Reading]) -> bool:
    return pair[1].themes[0] == pair[0].themes[0]


def rate(yes: int, of: int) -> str:
    if not of:
        return "–"
    low, high = wilson(yes, of)
    return f"{yes / of:.3f} [{low:.3f} – {high:.3f}]"


def set_f1(pairs: Pairs) -> tuple[float, float]:
    """F1 of the sets of labels: mean over comments, and over all labels together."""
    common = [len(set(e.themes) & set(r.themes)) for e, r in pairs]
    sizes = [len(e.themes) + len(r.themes) for e, r in pairs]
    each = [2 * c / s for c, s in zip(common, sizes, strict=True)]
    return float(np.mean(each)), 2 * sum(common) / sum(sizes)


def macro_f1(pairs: Pairs) -> float:
    """F1 of each main theme, averaged over themes."""
    scores = []
    for code in {e.themes[0] for e, _ in pairs}:
        told = sum(r.themes[0] == code for _, r in pairs)
        true = sum(e.themes[0] == code for e, _ in pairs)
        both = sum(r.themes[0] == code == e.themes[0] for e, r in pairs)
        scores.append(2 * both / (told + true))
    return float(np.mean(scores))


def calibration_error(pairs: Pairs, bins: int = 10) -> float:
    """Expected calibration error: mean gap between certainty and accuracy, over ten bins."""
    certainty = np.array([r.certainty for _, r in pairs])
    right = np.array([is_right(pair) for pair in pairs], dtype=float)
    places = np.minimum((certainty * bins).astype(int), bins - 1)
    gaps = [
        abs(certainty[places == b].mean() - right[places == b].mean()) * (places == b).mean()
        for b in set(places.tolist())
    ]
    return float(sum(gaps))


def show(title: str, pairs: Pairs) -> None:
    n = len(pairs)
    right = sum(map(is_right, pairs))
    among = sum(r.themes[0] in e.themes for e, r in pairs)
    surest = sorted(pairs, key=lambda pair: -pair[1].certainty)[: n // 2]
    each, all_ = set_f1(pairs)
    print(
        f"{title:34} n={n:5}  main right {rate(right, n)}  among labels {among / n:.3f}  "
        f"macro-F1 {macro_f1(pairs):.3f}  label sets F1 {each:.3f} (micro {all_:.3f})  "
        f"ECE {calibration_error(pairs):.3f}  surest half {sum(map(is_right, surest)) / (n // 2):.3f}",
        flush=True,
    )


def show_lengths(pairs: Pairs) -> None:
    for low, high in LENGTHS:
        of = [pair for pair in pairs if low <= len(pair[0].text) < high]
        print(
            f"    {low:4} to {high:5} signs: {rate(sum(map(is_right, of)), len(of))}  n={len(of)}"
        )


def show_certainties(pairs: Pairs) -> None:
    for low in np.arange(0.2, 1.0, 0.1):
        of = [p for p in pairs if low <= p[1].certainty < low + 0.1 + (low > 0.85)]
        if of:
            mean = np.mean([r.certainty for _, r in of])
            print(
                f"    certainty {mean:.2f}: right {rate(sum(map(is_right, of)), len(of))}  n={len(of)}"
            )


def written_otherwise(examples: Sequence[Example]) -> Iterator[tuple[str, list[Example]]]:
    """The same comments as other people would have typed them, or as they are kept."""
    yield "masked", masked(examples)
    yield "without accents", [replace(e, text=writing.bare(e.text)) for e in examples]
    yield "IN CAPITALS", [replace(e, text=e.text.upper()) for e in examples]
    yield (
        "CAPITALS WITHOUT ACCENTS",
        [replace(e, text=writing.bare(e.text).upper()) for e in examples],
    )
    yield "event and mark not known", [replace(e, event="", satisfaction=None) for e in examples]


def learnt(kind: type[Reader], examples: Sequence[Example]) -> Reader:
    reader = kind()
    reader.learn(examples)
    reader.calibrate(corpus.calibration())
    return reader


def main() -> None:
    starter = corpus.starter()
    print(
        f"Cross-validation on the starter comments ({FOLDS} folds; the encoder has read them all)"
    )
    show("majority class", cross_validated(Majority, starter))
    show("TF-IDF alone", cross_validated(TfidfAlone, starter))
    words = cross_validated(WordsReader, starter)
    show("words", words)
    show_lengths(words)
    raw, without = cross_validated_where_masked(starter)
    show("words, where there is something", raw)
    show("words, the same once masked", without)
    with tempfile.TemporaryDirectory() as folder:
        blend = learning.day_one_reader(Path(folder))
    readers: dict[str, Any] = {"majority class": Majority(), "TF-IDF alone": TfidfAlone()}
    for simple in readers.values():
        simple.learn(starter)
    readers |= {name: learnt(kind, starter) for name, kind in READERS.items() if name != "blend"}
    readers |= {BlendReader.name: blend}
    for title, examples in (
        (
            "Calibration comments (the certainty was fitted on them, thresholds chosen)",
            corpus.calibration(),
        ),
        (
            "Demonstration comments (nobody learnt from them, nothing was chosen on them)",
            corpus.demonstration(),
        ),
    ):
        print(f"\n{title}")
        for name, reader in readers.items():
            show(name, on(reader, examples))
        show_lengths(on(blend, examples))
        show_certainties(on(blend, examples))
        for name, others in written_otherwise(examples):
            show(f"{blend.name}, {name}", on(blend, others))


if __name__ == "__main__":
    main()
