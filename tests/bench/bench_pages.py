"""Every staff page and every file of a fund of ten years beside the same of a fund that begins: processor, ratio, queries.

Run from the root: `python -m tests.bench.bench_pages [words of an address]`. 20 000 replies, 3 000 reports, 1 500
actions, 40 departments. Both funds are made once, in the folder of temporary files, and opened again as long as the
code that makes them is the same; the worker has kept the findings, and looked at the tables, as it does every day. Each page is
opened by the one who sees most of it (Q officer, M management, H head of a department, C collaborator, A administrator),
in a process of its own: once, which is printed apart as it also loads what that page needs, then for a tenth of a second
and three times at least; the fastest is kept. One that takes more than a minute is said to, and not waited for. Times are
of the processor, which other work on the machine does not change. Nothing is asserted.
"""

import multiprocessing
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from analysis import noticing
from core import clock, table_sizes
from core.database import open_session
from core.documents import FORMATS
from tests.conftest import MONDAY
from tests.ten_years.filling import TEN_YEARS, Size
from tests.ten_years.visiting import HOME, PLACES, Opened, Page, Visited, staff_pages, visited

TIMES, LASTING = 3, 0.1  # openings at least, seconds of processor at least
PATIENCE = 60  # seconds of processor; five times that by the clock on the wall
ROOT = Path(__file__).parents[2]
MAKES = ("migrations/versions", "tests/ten_years", "tests/world.py", "tests/addresses.py")
HEAD = f"{'milliseconds of processor':<72}   empty     full  ratio    first  queries          kB"
SLOWEST = 30
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Measured:
    """The fastest opening of a page, and the first one, which loads what the page needs."""

    first: Opened
    best: Opened


Found = Measured | str
"""What a page took, or why that is not known."""


def fund(name: str, size: Size | None) -> Visited:
    """The fund of this name, made if it is not there whole, all its people signed in."""
    home = Path(tempfile.gettempdir()) / f"sillage-bench-{_code()}" / name
    if not (home / PLACES).exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
    began = time.perf_counter()
    found = visited(home, size)
    with open_session(found.app.extensions["engine"]) as session:
        noticing.keep(session, MONDAY)
        table_sizes.look(session, MONDAY)
        session.commit()
    found.sign_in()
    found.close()  # no connection is open where processes part
    print(f"{name}: {home}, ready in {time.perf_counter() - began:.0f} s", flush=True)
    return found


@cache
def _code() -> str:
    """What the funds are made by, in a few letters."""
    files = [file for place in MAKES for file in (ROOT / place, *(ROOT / place).glob("*.py"))]
    read = (file.read_bytes() for file in sorted(files) if file.is_file())
    return sha256(b"".join(read)).hexdigest()[:8]


def pages() -> list[Page]:
    """Each staff page once, the home page by every role; documents in every format."""
    once = {page.route: page for page in reversed(staff_pages())}
    by_all = [page for page in staff_pages() if page.route == HOME]
    chosen = [*by_all, *(page for route, page in once.items() if route != HOME)]
    return sorted((one for page in chosen for one in _formats(page)), key=lambda one: one.route)


def _formats(page: Page) -> list[Page]:
    if "<extension>" not in page.route:
        return [page]
    return [Page(page.route, page.letter, extension) for extension in FORMATS]


# ---------------------------------------------------------------- measuring


def measured(opened: Visited, page: Page) -> Found:
    """Open a page in a process of its own, which stops after a minute of processor."""
    receive, send = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_try, args=(opened, page, send))
    process.start()
    send.close()
    try:
        if not receive.poll(5 * PATIENCE):
            return f"more than {5 * PATIENCE} s by the clock"
        return receive.recv()  # type: ignore[no-any-return]
    except EOFError:  # ended before it sent anything; of an error, it has said which
        process.join()
        return f"more than {PATIENCE} s" if process.exitcode == -signal.SIGXCPU else "failed"
    finally:
        process.kill()
        process.join()


def _try(opened: Visited, page: Page, send: Connection) -> None:
    limit = int(time.process_time()) + PATIENCE
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    first, tries = opened.open(page), list[Opened]()
    while len(tries) < TIMES or sum(one.processor for one in tries) < LASTING:
        tries.append(opened.open(page))
    send.send(Measured(first, min(tries, key=lambda one: one.processor)))


# ---------------------------------------------------------------- printing


Line = tuple[Page, Found, Found]


def rank(line: Line) -> float:
    return PATIENCE if isinstance(line[2], str) else line[2].best.processor


def is_page(line: Line) -> bool:
    """Rather than a file to save; what could not be opened is among the pages."""
    return isinstance(line[2], str) or line[2].best.is_page


def written(line: Line) -> str:
    page, before, after = line
    name = f"{page!s:<72.72}"
    if isinstance(before, str) or isinstance(after, str):
        return f"{name} empty: {said(before)}; ten years: {said(after)}"
    few, most = before.best, after.best
    return (
        f"{name} {few.processor * 1000:7.1f} {most.processor * 1000:8.1f}"
        f" {most.processor / few.processor:6.1f} {after.first.processor * 1000:8.0f}"
        f" {few.queries:3}→{most.queries:<4} {few.bytes // 1000:4}→{most.bytes // 1000:<4}"
        f"{'' if few.code == most.code == 200 else f' answers {few.code}→{most.code}'}"
    )


def said(found: Found) -> str:
    return found if isinstance(found, str) else f"{found.best.processor * 1000:.1f} ms"


def tell(title: str, lines: Sequence[Line]) -> None:
    """The slowest first, then how many are over a few marks."""
    print(f"\n{title}\n{HEAD}")
    for line in sorted(lines, key=rank, reverse=True)[:SLOWEST]:
        print(written(line))
    over = [
        f"{sum(rank(one) > mark for one in lines)} over {mark * 1000:.0f} ms"
        for mark in (0.1, 0.2, 0.5, 1)
    ]
    print(f"{len(lines)} in all: {', '.join(over)}")


def main() -> None:
    """Measure and print, page by page; then the slowest again, pages apart from files."""
    wanted, began = sys.argv[1:], time.perf_counter()
    lines: list[Line] = []
    with clock.moved_to(MONDAY):
        empty, full = fund("empty", None), fund("ten-years", TEN_YEARS)
        print(HEAD, flush=True)
        for page in pages():
            if not wanted or any(word in str(page) for word in wanted):
                lines.append((page, measured(empty, page), measured(full, page)))
                print(written(lines[-1]), flush=True)
    tell("Pages, the slowest first", [one for one in lines if is_page(one)])
    tell("Files to save, the slowest first", [one for one in lines if not is_page(one)])
    print(f"In {(time.perf_counter() - began) / 60:.0f} minutes")


if __name__ == "__main__":
    main()
