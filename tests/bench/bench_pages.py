"""Every staff page of a fund of ten years beside the same page of a fund that begins: seconds as a ratio.

Run from the root: `python -m tests.bench.bench_pages [words of an address]`. 20 000 replies, 3 000 reports, 1 500
actions, 40 departments. Each page is opened once to warm up, then three times; the fastest is kept. Nothing is asserted.
"""

import sys
import tempfile
import time
from pathlib import Path

from core import clock
from tests.conftest import MONDAY
from tests.ten_years.filling import TEN_YEARS, Size
from tests.ten_years.visiting import Opened, staff_pages, visited

TIMES = 3


def measured(size: Size | None, routes: list[str]) -> dict[str, Opened]:
    """The fastest opening of each page."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        fund = visited(Path(folder), size)
        print(f"{'ten years' if size else 'empty'}: made in {time.perf_counter() - began:.0f} s")
        found = {}
        for route in routes:
            fund.open(route)
            tries = [fund.open(route) for _ in range(TIMES)]
            found[route] = min(tries, key=lambda one: one.seconds)
        fund.close()
    return found


def main() -> None:
    """Measure and print, the slowest first."""
    wanted = sys.argv[1:]
    routes = [r for r in staff_pages() if not wanted or any(word in r for word in wanted)]
    with clock.moved_to(MONDAY):
        empty, full = measured(None, routes), measured(TEN_YEARS, routes)
    print(f"{'page':<62} {'empty ms':>9} {'full ms':>9} {'ratio':>6} {'queries':>8} {'kB':>9}")
    for route in sorted(routes, key=lambda one: -full[one].seconds):
        before, after = empty[route], full[route]
        print(
            f"{route.removeprefix('GET ')[:62]:<62} {before.seconds * 1000:9.1f} {after.seconds * 1000:9.1f}"
            f" {after.seconds / before.seconds:6.1f} {before.queries:3}→{after.queries:<4}"
            f" {before.bytes // 1000:4}→{after.bytes // 1000:<4}"
        )


if __name__ == "__main__":
    main()
