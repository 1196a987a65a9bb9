"""Whether a report of staff said to be near a topic of members is: against what a person judged, report by report.

Run from the root: `python -m tests.bench.bench_one_space` (a minute on one core). `tests/data/near_topics.csv` holds the
judgement of one reader, who saw the comparison: for each of the 120 shipped reports, the topic of the demonstration
comments it is most like (known by its most typical sentence) and whether it speaks of the same thing. The threshold was
chosen on the sixty of the first file, and is stated on both.
"""

import csv
import sys
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402 - the root must be known first

from analysis import corpus  # noqa: E402
from analysis.readers.base import Example  # noqa: E402
from analysis.readers.encoder import EncoderReader  # noqa: E402
from analysis.themes import learning  # noqa: E402
from analysis.topics import group, placing  # noqa: E402
from analysis.topics.groups import unit  # noqa: E402

JUDGED = ROOT / "tests" / "data" / "near_topics.csv"


def topics_of_demonstration(reader: EncoderReader) -> dict[str, list[tuple[str, placing.Known]]]:
    """By theme, the topics of the demonstration comments, each with its most typical sentence."""
    said: dict[str, list[str]] = defaultdict(list)
    for one in corpus.demonstration():
        said[one.themes[0]].append(one.text)
    return {
        theme: [
            (
                texts[one.typical[0]],
                placing.Known(
                    number,
                    reader.version,
                    np.array([one.centroid]),
                    [texts[row] for row in one.members],
                ),
            )
            for number, one in enumerate(group(texts, reader.vectors(texts), seed=0), 1)
        ]
        for theme, texts in said.items()
    }


def reports(letter: str) -> list[tuple[str, str]]:
    path = corpus.FOLDER / f"malfunctions_{letter}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(f"{letter}{row['id']}", f"{row['title']}. {row['description']}") for row in rows]


def main() -> None:
    with JUDGED.open(encoding="utf-8", newline="") as file:
        judged = {
            (row["report"], row["typical_of_topic"]): row["is_near"] == "1"
            for row in csv.DictReader(file)
        }
    reader = EncoderReader()
    reader.learn(corpus.starter())
    known = topics_of_demonstration(reader)
    with TemporaryDirectory() as folder:
        themes = learning.day_one_reader(Path(folder))
        for letter in "ab":
            told = reports(letter)
            read = themes.read([Example(text) for _, text in told])
            said, right, unknown = 0, 0, 0
            for (number, text), reading in zip(told, read, strict=True):
                beside = known[reading.themes[0]]
                vectors = unit(reader.vectors([text]))
                ((place,), _) = placing.nearest([one for _, one in beside], vectors, [text])
                if place is None:
                    continue
                truth = judged.get((number, beside[place - 1][0]))
                said += truth is not None
                right += truth is True
                unknown += truth is None
            near = sum(is_near for (number, _), is_near in judged.items() if number[0] == letter)
            print(
                f"malfunctions_{letter}: {said} of {len(told)} placed, {right} rightly; "
                f"{near} are near a topic; {unknown} placed where nobody judged"
            )


if __name__ == "__main__":
    main()
