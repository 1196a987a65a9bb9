"""A fund a hundred times larger: its comments masked, read and grouped in the background, seconds and peak memory.

Run from the root: `python -m tests.bench.bench_scale [comments] [folder]` (100 000 take about an hour on one core;
the folder, temporary unless named, may be given again to go on where it stopped).
Comments are the shipped ones, each varied so that no two are the same. Nothing is asserted.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from sqlmodel import Session, func, select

from analysis import corpus, topics, verbatims
from analysis.indicators import measures
from analysis.models import Topic, TopicRun, Verbatim
from analysis.readers.base import Example
from analysis.readers.encoder import DIMENSIONS
from analysis.themes import voices
from analysis.themes.voices import Period
from analysis.topics import grouping
from core import folders, jobs, mail, migrating, secrecy
from core.database import make_engine, open_session
from core.settings import Settings
from survey.models import Answer, EventKind, FreeText, Grain, Mode, Reply, random_key
from tests.survey_builders import make_questionnaire

NOW = datetime(2027, 3, 15, 9, 0, tzinfo=UTC)
QUARTERS = [date(2026, month, 1) for month in (1, 4, 7, 10)]
AT_ONCE = 2_000
STAGES = ("understand", "group", "largest", "look")
LARGEST = 8  # of so many comments, one is of the largest theme

# What members write around what they mean.
BEFORE = (
    "",
    "",
    "",
    "Bonjour, ",
    "Franchement, ",
    "Pour ma part, ",
    "En {year}, ",
    "Depuis {months} mois, ",
    "Je tiens à dire que ",
)
AFTER = ("", "", "", " Merci.", " Voilà.", " C’était en {month}.", " Cela fait {months} mois.", " Cordialement.", " À bon entendeur.")  # fmt: skip
INSTEAD = {
    "très": "vraiment",
    "pas": "point",
    "mais": "pourtant",
    "dossier": "dossier de retraite",
    "appel": "coup de fil",
}
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "septembre", "octobre", "novembre")


def varied(text: str, chance: random.Random) -> str:
    """The same thing said a little otherwise."""
    words = [INSTEAD.get(w, w) if chance.random() < 0.5 else w for w in text.split(" ")]
    if chance.random() < 0.3 and len(words) > 4:
        del words[chance.randrange(1, len(words) - 1)]
    around = {
        "year": 2015 + chance.randrange(11),
        "months": 2 + chance.randrange(20),
        "month": chance.choice(MONTHS),
    }
    said = chance.choice(BEFORE) + " ".join(words) + chance.choice(AFTER)
    return said.format_map(around) if "{" in said and "}" in said else said


def comments(number: int) -> Iterator[Example]:
    chance = random.Random(0)
    known = [*corpus.starter(), *corpus.demonstration()]
    for _ in range(number):
        one = chance.choice(known)
        yield Example(varied(one.text, chance), one.event, one.satisfaction)


def fill(engine: sa.Engine, number: int) -> None:
    """Replies with a comment each, as the transfer leaves them."""
    with open_session(engine) as session:
        asked = {kind: make_questionnaire(session, kind).id for kind in EventKind}
        session.commit()
        rows: list[tuple[Reply, FreeText, Answer]] = []
        for place, one in enumerate(comments(number)):
            rows.append(_row(one, asked, QUARTERS[place % len(QUARTERS)]))
            if len(rows) == AT_ONCE:
                _write(session, rows)
                rows = []
        _write(session, rows)


def _row(
    one: Example, asked: dict[EventKind, int | None], start: date
) -> tuple[Reply, FreeText, Answer]:
    kind = EventKind.AFFILIATION if one.event == "affiliation" else EventKind.RETIREMENT
    reply = Reply(
        id=random_key(),
        questionnaire_id=asked[kind] or 0,
        kind=kind,
        period_start=start,
        grain=Grain.MONTH,
        mode=Mode.WEB,
    )
    text = FreeText(id=random_key(), reply_id=reply.id, question_code="suggestion", sealed=b"")
    text.sealed = secrecy.seal(one.text, f"text {text.id}")
    mark = {1: "bad", 2: "bad", 3: "medium"}.get(one.satisfaction or 0, "good")
    return reply, text, Answer(reply_id=reply.id, question_code="satisfaction", value=mark)


def _write(session: Session, rows: list[tuple[Reply, FreeText, Answer]]) -> None:
    for table in zip(*rows, strict=True):
        session.add_all(table)
        session.flush()
    session.commit()


# ---------------------------------------------------------------- stages, each in a process of its own


def understand(engine: sa.Engine) -> str:
    jobs.know(verbatims.UNDERSTAND)
    jobs.run(engine, f"scale {time.time()}", verbatims.UNDERSTAND.name, {})
    return f"{_count(engine, Verbatim)} comments masked and read"


def group(engine: sa.Engine) -> str:
    jobs.know(grouping.GROUP)
    jobs.run(engine, f"scale {time.time()}", grouping.GROUP.name, {})
    return (
        f"{_count(engine, TopicRun)} themes of the newest quarter, {_count(engine, Topic)} topics"
    )


def largest(engine: sa.Engine) -> str:
    """The largest theme, all its comments in one quarter; their vectors are drawn, not read."""
    texts = [one.text for one in comments(_count(engine, FreeText) // LARGEST)]
    chance = np.random.default_rng(0)
    centres = chance.normal(size=(40, DIMENSIONS))
    places = chance.integers(0, len(centres), len(texts))
    vectors = centres[places] + chance.normal(size=(len(texts), DIMENSIONS))
    found = topics.group(texts, vectors.astype(np.float32), seed=0)
    return f"{len(texts)} comments of one theme and quarter, {len(found)} topics"


def look(engine: sa.Engine) -> str:
    """What the page of themes asks of the database."""
    with open_session(engine) as session:
        seen = voices.panorama(session, Period(*measures.quarter_of(QUARTERS[-1])))
    return f"themes of a quarter: {seen.commented} members"


def _count(engine: sa.Engine, table: type) -> int:
    with open_session(engine) as session:
        return session.exec(select(func.count()).select_from(table)).one()


def stage(name: str, settings: Settings) -> None:
    deed: Callable[[sa.Engine], str] = {
        "understand": understand,
        "group": group,
        "largest": largest,
        "look": look,
    }[name]
    engine = make_engine(settings.database_url)
    begun, cpu = time.perf_counter(), time.process_time()
    said = deed(engine)
    spent, worked = time.perf_counter() - begun, time.process_time() - cpu
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name}: {said}, {spent:.0f} s ({worked:.0f} s of processor), {most:.0f} MB at most",
        flush=True,
    )


def settled(folder: Path) -> Settings:
    settings = Settings(HOME=folder, SECRET="a secret for a bench, long enough for it")
    mail.init(settings)
    secrecy.init(settings)
    folders.init(settings)
    return settings


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    settings = settled(folder)
    if len(sys.argv) > 3:
        stage(sys.argv[3], settings)
        return
    engine = make_engine(settings.database_url)
    is_new = not (folder / "sillage.db").exists()
    migrating.migrate(engine)
    if is_new:
        fill(engine, number)
    print(f"{_count(engine, FreeText)} comments in {folder}", flush=True)
    engine.dispose()
    for name in STAGES:
        subprocess.run(
            [sys.executable, "-m", "tests.bench.bench_scale", str(number), str(folder), name],
            check=True,
        )


if __name__ == "__main__":
    main()
