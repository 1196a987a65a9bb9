"""The answering path: what each page weighs, and members a second beside a bare one-insert page.

    python -m tests.bench.bench_answering [members]

Both are served by the same gunicorn (two workers of four threads) on a SQLite file of their own, on
127.0.0.1, and asked by eight clients at once. A member is the whole path: the link opened, four pages
saved and each time the next one shown, the review, the sending: ten requests. The bare page adds one
row and answers two bytes: as every page here writes, by SQLModel, and in one line of plain SQL.
"""

import gzip
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import registry
from sqlmodel import Field, Session, SQLModel

from app import create_app
from core import clock, migrating
from core.database import db, open_session
from core.pages import csrf
from core.settings import Settings
from organisation.access import public
from survey.answering import invitations
from survey.models import Invitation
from tests.survey_builders import make_invitation

CLIENTS = 8
MEMBERS = 200
ROOT = Path(__file__).resolve().parents[2]
STEPS = [
    ("?page=1", {"satisfaction": "good", "comprehension": "4"}),
    ("?page=2", {"contact_tried": "phone", "effort": "2", "acknowledged": "yes"}),
    ("?page=3", {"contact_reached.phone": "yes", "contact_satisfaction.phone": "5"}),
    ("?page=4", {"praise": "Un accueil patient.", "suggestion": "Rappeler plus vite."}),
]


class Apart(SQLModel, registry=registry()):
    """A schema of its own, which no migration makes."""


class Bare(Apart, table=True):
    """One row with nothing in it."""

    id: int | None = Field(default=None, primary_key=True)
    at: str


def served() -> Flask:
    """The application, and beside it a page that inserts one row: what gunicorn runs."""
    app = create_app()

    @public
    def bare() -> str:
        db.add(Bare(at="x"))
        db.commit()
        return "ok"

    @public
    def barest() -> str:
        db.connection().execute(sa.text("INSERT INTO bare (at) VALUES ('x')"))
        db.commit()
        return "ok"

    for view in (bare, barest):
        csrf.exempt(view)
        app.add_url_rule(f"/{view.__name__}", f"answering.{view.__name__}", view, methods=["POST"])
    return app


def main() -> None:
    """Measure and print."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else MEMBERS
    with tempfile.TemporaryDirectory() as home:
        paths = prepare(Path(home), members + 1)
        port = free_port()
        server = start(home, port)
        try:
            wait_for(port)
            weigh(port, paths[0])
            compare(port, paths[1:])
        finally:
            server.terminate()
            server.wait(10)


def prepare(home: Path, number: int) -> list[str]:
    """A database with this many open invitations; the paths of their links."""
    app = create_app(Settings(HOME=home, SECRET="a secret for benches alone, long enough"))
    engine = app.extensions["engine"]
    migrating.migrate(engine)
    with open_session(engine) as session:
        session.connection().execute(sa.text("CREATE TABLE bare (id INTEGER PRIMARY KEY, at TEXT)"))
        made = [invitation(session) for _ in range(number)]
        paths = [f"/r/{invitations.token(one)}" for one in made]
        session.commit()
    engine.dispose()
    return paths


def invitation(session: Session) -> Invitation:
    return make_invitation(session, sent_on=clock.today())


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def start(home: str, port: int) -> "subprocess.Popen[bytes]":
    environment = os.environ | {
        "SILLAGE_HOME": home,
        "SILLAGE_SECRET": "a secret for benches alone, long enough",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(ROOT),
    }
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--threads", "4"]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    return subprocess.Popen(
        [*command, "tests.bench.bench_answering:served()"], cwd=ROOT, env=environment
    )


def wait_for(port: int) -> None:
    for _ in range(150):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the server did not start")


def ask(port: int, method: str, path: str, fields: dict[str, str] | None = None) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded"} if fields is not None else {}
    connection.request(
        method, path, urlencode(fields or {}) if fields is not None else None, headers
    )
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status not in (200, 303):
        raise SystemExit(f"{path}: {answer.status}")
    return body


def weigh(port: int, path: str) -> None:
    print("page of the path            raw      gzip   (goal: 10 240 bytes raw, styles included)")
    for query, fields in STEPS:
        line(f"page {query[-1]}", ask(port, "GET", path + query))
        ask(port, "POST", path + query, {**fields, "go": "next"})
    line("review", ask(port, "GET", f"{path}/verifier"))
    line("receipt", ask(port, "POST", f"{path}/envoyer", {"go": "send"}))


def line(name: str, body: bytes) -> None:
    print(f"{name:<22} {len(body):>8} {len(gzip.compress(body)):>9}")


def member(port: int, path: str) -> None:
    ask(port, "GET", path)
    shown = [f"{path}{query}" for query, _ in STEPS[1:]] + [f"{path}/verifier"]
    for (query, fields), following in zip(STEPS, shown, strict=True):
        ask(port, "POST", path + query, {**fields, "go": "next"})
        ask(port, "GET", following)
    ask(port, "POST", f"{path}/envoyer", {"go": "send"})


def compare(port: int, paths: list[str]) -> None:
    bare, barest = (
        rate(lambda path: ask(port, "POST", path, {}), [page] * (10 * len(paths)))
        for page in ("/bare", "/barest")
    )
    query, fields = STEPS[0]
    saved = rate(lambda path: ask(port, "POST", path + query, {**fields, "go": "next"}), 10 * paths)
    whole = rate(lambda path: member(port, path), paths)
    requests = whole * (2 * len(STEPS) + 2)
    print(f"bare page: one row added by SQLModel {bare:7.1f} a second; in plain SQL {barest:7.1f}")
    print(f"answers saved, the next page not shown {saved:7.1f} a second")
    print(f"members, whole path     {whole:8.1f} a second, {requests:.1f} requests a second")
    print(
        f"one request of the path for one bare page: {requests / bare:.2f}; {requests / barest:.2f}"
    )
    print(f"one answer saved for one bare page:        {saved / bare:.2f}; {saved / barest:.2f}")


def rate(do: object, paths: list[str]) -> float:
    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(do, paths))  # type: ignore[arg-type]
    return len(paths) / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
