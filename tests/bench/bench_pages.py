"""Every staff page of a fund of ten years beside the same page of a fund that begins: seconds as a ratio.

Run from the root: `python -m tests.bench.bench_pages [words of an address]`. 20 000 replies, 3 000 reports, 1 500
actions, 40 departments. Both funds are made once, in the folder of temporary files, and opened again as long as the
code that makes them is the same. Each page is opened in a process of its own, once to warm up, then three times; the
fastest is kept. One that takes more than a minute is said to, and not waited for. Times are of the processor, which
other work on the machine does not change, with the time elapsed beside. Nothing is asserted.
"""

import multiprocessing
import resource
import shutil
import signal
import sys
import tempfile
import time
from functools import cache
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path

from core import clock
from tests.conftest import MONDAY
from tests.ten_years.filling import TEN_YEARS, Size
from tests.ten_years.visiting import PLACES, Opened, Visited, staff_pages, visited

TIMES = 3
PATIENCE = 60  # seconds
ROOT = Path(__file__).parents[2]
MAKES = ("migrations/versions", "tests/ten_years", "tests/world.py", "tests/addresses.py")
HEAD = f"{'page':<62}  empty ms   full ms   elapsed  ratio  queries        kB"
SLOWEST = 20
FORK = multiprocessing.get_context("fork")

Found = Opened | str
"""What a page took, or why that is not known."""


def fund(name: str, size: Size | None) -> Visited:
    """The fund of this name, made if it is not there whole."""
    home = Path(tempfile.gettempdir()) / f"sillage-bench-{_code()}" / name
    if not (home / PLACES).exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
    began = time.perf_counter()
    found = visited(home, size)
    print(f"{name}: {home}, ready in {time.perf_counter() - began:.0f} s", flush=True)
    return found


@cache
def _code() -> str:
    """What the funds are made by, in a few letters."""
    files = [file for place in MAKES for file in (ROOT / place, *(ROOT / place).glob("*.py"))]
    read = (file.read_bytes() for file in sorted(files) if file.is_file())
    return sha256(b"".join(read)).hexdigest()[:8]


def fastest(opened: Visited, route: str) -> Found:
    """The fastest opening of a page, in a process of its own that stops after a minute of processor."""
    receive, send = FORK.Pipe(duplex=False)
    process = FORK.Process(target=_try, args=(opened, route, send))
    process.start()
    send.close()
    try:
        return receive.recv()  # type: ignore[no-any-return]
    except EOFError:  # ended before it sent anything; of an error, it has said which
        process.join()
        return f"more than {PATIENCE} s" if process.exitcode == -signal.SIGXCPU else "failed"
    finally:
        process.kill()
        process.join()


def _try(opened: Visited, route: str, send: Connection) -> None:
    _patiently(opened, route)
    tries = [_patiently(opened, route) for _ in range(TIMES)]
    send.send(min(tries, key=lambda one: one.processor))


def _patiently(opened: Visited, route: str) -> Opened:
    limit = int(time.process_time()) + PATIENCE
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    return opened.open(route)


def rank(found: Found) -> float:
    return PATIENCE if isinstance(found, str) else found.processor


def line(route: str, before: Found, after: Found) -> str:
    page = f"{route.removeprefix('GET ')[:62]:<62}"
    if isinstance(before, str) or isinstance(after, str):
        return f"{page} empty: {said(before)}; ten years: {said(after)}"
    return (
        f"{page} {before.processor * 1000:9.1f} {after.processor * 1000:9.1f} {after.seconds * 1000:9.1f}"
        f" {after.processor / before.processor:6.1f} {before.queries:3}→{after.queries:<4}"
        f" {before.bytes // 1000:4}→{after.bytes // 1000:<4}"
    )


def said(found: Found) -> str:
    return found if isinstance(found, str) else f"{found.processor * 1000:.1f} ms"


def main() -> None:
    """Measure and print, page by page; then the slowest again."""
    wanted = sys.argv[1:]
    routes = [r for r in staff_pages() if not wanted or any(word in r for word in wanted)]
    found: dict[str, tuple[Found, Found]] = {}
    with clock.moved_to(MONDAY):
        empty, full = fund("empty", None), fund("ten-years", TEN_YEARS)
        for opened in (empty, full):
            opened.close()  # no connection is open where processes part
        print(HEAD, flush=True)
        for route in routes:
            found[route] = fastest(empty, route), fastest(full, route)
            print(line(route, *found[route]), flush=True)
    print(f"\nThe slowest first\n{HEAD}")
    for route in sorted(found, key=lambda one: -rank(found[one][1]))[:SLOWEST]:
        print(line(route, *found[route]))


if __name__ == "__main__":
    main()
