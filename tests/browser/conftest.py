"""A real browser, a real site, and somebody who looks closely at each page."""

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from werkzeug.serving import make_server

from core.settings import ROOT, Settings
from tests.mail_server import free_port
from tests.pages import PASSWORD

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
NARROW = (320, 360)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
AXE = Axe()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what is right need not be told at length: twice as quick
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all; left out where there is none."""
    if CHROMIUM is None:
        pytest.skip("aucun Chromium sur cette machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


# ---------------------------------------------------------------- the site


@pytest.fixture
def address(app: Any) -> Iterator[str]:
    """The application of this process, served: its clock is the one that tests move."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def served(settings: Settings) -> Iterator[str]:
    """The site as it is put in service: gunicorn, in a process of its own, at the real time."""
    address = f"127.0.0.1:{free_port()}"
    told = replace(settings, PUBLIC_URL=f"http://{address}")
    given = {"HOME": str(told.HOME), "SECRET": told.SECRET, "PUBLIC_URL": told.PUBLIC_URL}
    around = {k: v for k, v in os.environ.items() if not k.startswith("SILLAGE_")}
    command = ["-m", "gunicorn", "--threads", "4", "--bind", address, "--log-level", "warning"]
    process = subprocess.Popen(
        [sys.executable, *command, "app:create_app()"],
        cwd=ROOT,
        env=around | {f"SILLAGE_{name}": value for name, value in given.items()},
    )
    try:
        _wait_for(told.PUBLIC_URL, process)
        yield told.PUBLIC_URL
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(f"{url}/connexion", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the site did not start")


# ---------------------------------------------------------------- somebody in front of it


class Reader:
    """A page that is looked at closely: no fault of access, nothing beside the screen, no error.

    Where scripts do not run, neither does axe: it then looks at the same page in a `mirror`.
    """

    def __init__(self, page: Page, mirror: Page | None = None) -> None:
        self.page, self.mirror = page, mirror
        self.faults: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def _console(self, message: Any) -> None:
        if message.type == "error" and "404 (NOT FOUND)" not in message.text:
            self.faults.append(f"console: {message.text}")

    def look(self) -> None:
        """Look at the page as it stands, at its width and at those of a small telephone."""
        path = re.sub(r"https?://[^/]+", "", self.page.url)
        size = self.page.viewport_size
        assert size is not None
        # As high as the page: the bar at the foot of a telephone then hides nothing.
        whole = max(size["height"], self.page.evaluate("document.documentElement.scrollHeight"))
        self.page.set_viewport_size({"width": size["width"], "height": whole})
        self.faults += [f"{path}: {fault}" for fault in self._axe()]
        for width in sorted(NARROW, key=lambda width: width != size["width"]):
            if width != size["width"]:
                self.page.set_viewport_size({"width": width, "height": whole})
            wider = self.page.evaluate("document.documentElement.scrollWidth") - width
            if wider > 0:
                self.faults.append(f"{path}: {wider} px beside a screen of {width}")
        self.page.set_viewport_size(size)
        assert self.faults == []

    def _axe(self) -> list[str]:
        if self.mirror:
            self.mirror.set_content(self.page.content())
        found = AXE.run(self.mirror or self.page, options=RULES).response["violations"]
        return [
            f"{one['id']} ({one['help']}): {node['html'][:160]}"
            for one in found
            for node in one["nodes"][:3]
        ]


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., Reader]]:
    """Open a window: `opened(width=360, **options of a context)`."""
    contexts: list[BrowserContext] = []

    def new_page(width: int, height: int, **options: Any) -> Page:
        viewport = {"width": width, "height": height}
        context = chromium.new_context(
            viewport=viewport, locale="fr-FR", reduced_motion="reduce", **options
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        return context.new_page()

    def open_window(width: int = 1280, height: int = 900, **options: Any) -> Reader:
        page = new_page(width, height, **options)
        runs_scripts = options.get("java_script_enabled", True)
        return Reader(page, None if runs_scripts else new_page(width, height))

    yield open_window
    for context in contexts:
        context.close()


@pytest.fixture
def browser_page(opened: Callable[..., Reader]) -> Page:
    """A window of ordinary size."""
    return opened().page


def sign_in(page: Page, address: str, email: str) -> None:
    """By the form, with the keyboard."""
    page.goto(f"{address}/connexion")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/mon-travail")


@contextmanager
def leaving(page: Page) -> Iterator[None]:
    """What is done in this block leads to another page, which is then ready."""
    with page.expect_navigation():
        yield
