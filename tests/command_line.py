"""The command line as whoever types it sees it."""

from collections.abc import Callable

from flask import Flask
from sqlmodel import Session

Run = Callable[..., str]


def runner(app: Flask, session: Session, *group: str) -> Run:
    """Runs a command of a group, expects its exit code, and returns what it says, spaces made plain.

    What the test wrote is committed before; what it read is read anew after.
    """

    def run(*words: str, code: int = 0) -> str:
        session.commit()
        done = app.test_cli_runner().invoke(args=[*group, *words])
        assert done.exit_code == code, done.output
        session.expire_all()
        return str(done.output).replace("\u00a0", " ")

    return run
