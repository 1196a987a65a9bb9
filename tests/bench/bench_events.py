"""50 000 events judged, then received, previewed and imported: seconds of processor and peak memory.

On a cp1252 file with the usual dirt; the database is SQLite, in a folder thrown away.

Run: `python tests/bench/bench_events.py [rows]`. Nothing is asserted: it prints what it measured.
"""

import logging
import os
import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from survey.registers.judging import check_events

TODAY = date(2026, 1, 15)
TITLES = (
    "N° adhérent;Événement;Date d’effet;Civilité;Nom;Prénom;Courriel;Téléphone;Adresse 1;Adresse 2;CP;Ville;"
    "Date de naissance;Service;date_deces;tutelle;opposition;litige;NIR;Observations"
)
NAMES = ("LEFÈVRE", "DURAND", "LE GOFF", "ŒUVRARD", "N’DIAYE", "MARTIN–DUPRÉ", "GÉRARD")
DIRT = (
    ("2", "31/02/2025"), ("2", "45995"), ("2", "12/25/2025"), ("6", "néant"), ("6", "a@ex.fr, b@ex.fr"),
    ("7", "6,12E+08"), ("10", "1000"), ("4", "  DURAND\u00a0"), ("1", "REV"), ("15", "O"), ("0", "12346"),
)  # fmt: skip


def row(number: int, chance: random.Random, today: date = TODAY) -> str:
    day = today - timedelta(days=chance.randrange(400))
    born = date(1960, 1, 1) + timedelta(days=chance.randrange(9000))
    cells = [
        f"{number:07d}", chance.choice(("AFF", "LIQ", "ouv. droits")), f"{day:%d/%m/%Y}", "Mme",
        chance.choice(NAMES), "Zoé", f"membre{number}@ex.fr", "06 12 34 56 78", f"{number % 90} rue des Lilas",
        "", "75011", "PARIS", f"{born:%d/%m/%Y}", "Retraites", "", "N", "", "", "2 85 05 78 006 084 36", "vu",
    ]  # fmt: skip
    if chance.random() < 0.15:
        place, dirt = chance.choice(DIRT)
        cells[int(place)] = dirt
    return ";".join(cells)


def written(folder: str, rows: int, today: date = TODAY) -> Path:
    chance = random.Random(7)
    path = Path(folder) / "evenements.csv"
    lines = "".join(f"{row(number, chance, today)}\r\n" for number in range(1, rows + 1))
    path.write_bytes(f"{TITLES}\r\n{lines}".encode("cp1252"))
    return path


def measure(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(folder, rows)
        size = path.stat().st_size / 1e6
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, busy = time.perf_counter(), time.process_time()
        check = check_events(path, TODAY)
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{rows} events, {size:.1f} MB: {seconds:.1f} s, {busy:.1f} s of processor")
    print(f"peak memory {peak / 1024:.0f} MB, of which {before / 1024:.0f} MB before checking")
    print(check.totals)


def measure_desk(rows: int) -> None:
    """The whole way of the desk: received, looked at, imported in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SILLAGE_HOME"] = folder
        from app import create_app
        from core import clock, migrating
        from core.database import db
        from survey.desk import desk, events, waiting_files

        app = create_app()
        with app.app_context():
            logging.disable()
            migrating.migrate(app.extensions["engine"])
            path = written(folder, rows, clock.today())
            place, now = waiting_files.here(), clock.now()
            steps = [time.process_time()]
            token = desk.receive(db, place, path, path.name, events.EVENTS, now)
            steps.append(time.process_time())
            waiting = waiting_files.find(place, token)
            events.preview(db, waiting.verdict, now)
            steps.append(time.process_time())
            events.import_events(db, waiting.verdict, waiting.source, None, now)
            db.commit()
            steps.append(time.process_time())
    spent = [after - before for before, after in pairwise(steps)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print("received {:.1f} s, looked at {:.1f} s, imported {:.1f} s of processor".format(*spent))
    print(f"peak memory {peak / 1024:.0f} MB")


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
    measure_desk(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
