"""The launcher at work on a checkout whose application is a tiny fake: what it starts, it ends."""

import http.client
import importlib.util
import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="les signaux sont ceux d’Unix")

# Each fake shows that it lives by a file it writes over and over, and ends by itself after a while.
# The site has a child of its own that is deaf to SIGTERM, as one that is busy in a library may be.
FAKE_LIFE = """
import os, pathlib, signal, time
here = pathlib.Path(__file__).parent
last = time.monotonic() + 20
def live(name):
    while not (here / f"{name}.die").exists() and time.monotonic() < last:
        (here / f"{name}.beat").write_text(str(time.monotonic_ns()))
        time.sleep(0.02)
    os._exit(3)
if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    live("grandchild")
"""
FAKE_APP = """
import json, os, signal, sys
from fake_life import here, live
match sys.argv[1:]:
    case ["demo"]:
        print("demonstration", os.environ["SILLAGE_DEMONSTRATION"], os.environ["SILLAGE_PUBLIC_URL"], flush=True)
        sys.exit((here / "demo.die").exists())
    case ["demo", "--accounts"]:
        print("référent qualité\\treferent@caisse.example\\tmot-de-passe")
    case ["work"]:
        signal.signal(signal.SIGTERM, lambda *_: (here / "worker.asked").touch() or os._exit(0))
        live("worker")
    case words:
        print(json.dumps([os.getcwd(), words, os.environ.get("SILLAGE_DEMONSTRATION")]))
        sys.exit(7)
"""
FAKE_GUNICORN = """
import http.server, subprocess, sys, threading
from fake_life import here, live
subprocess.Popen([sys.executable, here / "fake_life.py"])
threading.Thread(target=live, args=("site",), daemon=True).start()
host, port = sys.argv[sys.argv.index("--bind") + 1].split(":")
http.server.ThreadingHTTPServer((host, int(port)), http.server.BaseHTTPRequestHandler).serve_forever()
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Our launcher beside a fake application, with packages already installed."""
    shutil.copy(ROOT / "run.py", tmp_path)
    fakes = {"fake_life": FAKE_LIFE, "app": FAKE_APP, "gunicorn": FAKE_GUNICORN}
    for name, source in fakes.items():
        (tmp_path / f"{name}.py").write_text(source, encoding="utf-8")
    (tmp_path / "requirements.lock").touch()
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys._base_executable)
    spec = importlib.util.spec_from_file_location("launcher", tmp_path / "run.py")
    launcher = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(launcher)
    launcher.STAMP.write_text(launcher.mark(launcher.LOCK))
    return tmp_path


@pytest.fixture
def port() -> int:
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", 0))
        return somebody.getsockname()[1]


@pytest.fixture
def running(checkout: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The launcher, started, and ended at the latest with the test."""
    command = [sys.executable, "run.py", "--port", str(port)]
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": hear_hang_ups}
    with subprocess.Popen(command, cwd=checkout, text=True, **options) as process:
        yield process
        process.terminate()


def hear_hang_ups() -> None:
    """Tests started by nohup would hand down its deafness to SIGHUP, which the launcher respects."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def wait_until_ready(process: subprocess.Popen[str]) -> str:
    told = ""
    for line in process.stdout:
        told += line
        if "est prêt" in line:
            return told
    pytest.fail(f"never ready: {told}")


def beats(checkout: Path) -> dict[str, str]:
    return {file.stem: file.read_text() for file in checkout.glob("*.beat")}


def still_beating(checkout: Path) -> set[str]:
    """Which of the fakes have shown themselves during the last moment."""
    before = beats(checkout)
    time.sleep(0.3)
    return {name for name, beat in beats(checkout).items() if beat != before.get(name)}


# ---------------------------------------------------------------- starting


def test_it_prints_the_address_and_the_accounts_once_the_site_answers(
    running: subprocess.Popen[str], checkout: Path, port: int
) -> None:
    told = wait_until_ready(running)
    assert f"http://127.0.0.1:{port}" in told
    assert re.search("référent qualité +referent@caisse.example +mot-de-passe", told)
    assert f"demonstration 1 http://127.0.0.1:{port}\n" in told
    site = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    site.request("GET", "/")
    assert site.getresponse().status == 501
    site.close()
    assert still_beating(checkout) == {"site", "grandchild", "worker"}


def test_nothing_starts_when_the_demonstration_cannot_be_prepared(checkout: Path) -> None:
    (checkout / "demo.die").touch()
    ended = subprocess.run(
        [sys.executable, "run.py"], cwd=checkout, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 1
    assert "n’a pas pu être préparée" in ended.stderr
    assert not beats(checkout)


def test_a_real_fund_is_served_without_any_demonstration(checkout: Path, port: int) -> None:
    (checkout / "demo.die").touch()
    command = [sys.executable, "run.py", "serve", f"--port={port}"]
    with subprocess.Popen(command, cwd=checkout, text=True, stdout=subprocess.PIPE) as process:
        try:
            assert "demonstration" not in wait_until_ready(process)
            assert still_beating(checkout) == {"site", "grandchild", "worker"}
        finally:
            process.terminate()
    assert process.returncode == 0


# ---------------------------------------------------------------- ending


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_nothing_is_left_after_ctrl_c_and_its_like(
    running: subprocess.Popen[str], checkout: Path, port: int, number: signal.Signals
) -> None:
    wait_until_ready(running)
    running.send_signal(number)
    assert running.wait(timeout=15) == 0
    assert still_beating(checkout) == set()
    assert (checkout / "worker.asked").exists(), "it was not asked before it was made to end"
    assert "Sillage est arrêté." in running.stderr.read()
    with socket.socket() as visitor:
        assert visitor.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("site", "Le site s’est arrêté"), ("worker", "Le traitement de fond s’est arrêté")],
)
def test_when_one_dies_it_is_said_and_the_other_is_stopped(
    running: subprocess.Popen[str], checkout: Path, name: str, sentence: str
) -> None:
    wait_until_ready(running)
    (checkout / f"{name}.die").touch()
    assert running.wait(timeout=15) == 1
    assert still_beating(checkout) == set()
    assert sentence in running.stderr.read()


def test_a_site_that_never_comes_up_is_said(running: subprocess.Popen[str], checkout: Path) -> None:
    (checkout / "gunicorn.py").write_text("raise SystemExit('cannot start')")
    _, told = running.communicate(timeout=20)
    assert running.returncode == 1
    assert "cannot start" in told
    assert "Le site s’est arrêté" in told
    assert still_beating(checkout) == set()


# ---------------------------------------------------------------- passing through


def test_the_command_line_keeps_the_callers_folder_words_and_code(
    checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "app.py").write_text("raise SystemExit('not ours')")
    words = ["survey", "check-events", "a file.csv", "--json", "--help"]
    ended = subprocess.run(
        [sys.executable, checkout / "run.py", "sillage", *words],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 7, ended.stderr
    assert json.loads(ended.stdout) == [str(elsewhere.resolve()), words, None]
    assert ended.stderr == ""
