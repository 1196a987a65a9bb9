"""50 000 events judged: seconds and peak memory, on a cp1252 file with the usual dirt.

Run: `python tests/bench/bench_events.py [rows]`. Nothing is asserted: it prints what it measured.
"""

import random
import resource
import sys
import tempfile
import time
from datetime import date, timedelta
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


def row(number: int, chance: random.Random) -> str:
    day = TODAY - timedelta(days=chance.randrange(400))
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


def measure(rows: int) -> None:
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "evenements.csv"
        lines = "".join(f"{row(number, chance)}\r\n" for number in range(1, rows + 1))
        path.write_bytes(f"{TITLES}\r\n{lines}".encode("cp1252"))
        size = path.stat().st_size / 1e6
        del lines
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start, busy = time.perf_counter(), time.process_time()
        check = check_events(path, TODAY)
        seconds, busy = time.perf_counter() - start, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{rows} events, {size:.1f} MB: {seconds:.1f} s, {busy:.1f} s of processor")
    print(f"peak memory {peak / 1024:.0f} MB, of which {before / 1024:.0f} MB before checking")
    print(check.totals)


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
