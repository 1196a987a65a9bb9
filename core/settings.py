"""Settings: every environment variable, typed, with its sentence (see docs/running.md)."""

import contextlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
DEMONSTRATION_PERCENT = (
    30  # some eighty sheets in a year and a half: five in a hundred would show nothing
)
BOUNDS = {
    "EVIDENCE_MEGABYTES": (1, 60),  # a whole request is held under 64, see core.pages
    "DOUBLE_ENTRY_PERCENT": (0, 100),
    "JOURNAL_YEARS": (0, 50),
}


class BadSettings(Exception):
    """One or more environment variables are missing or wrong; the message lists them all."""


@dataclass(frozen=True)
class Settings:
    """What differs from one installation to another. Names are those of the variables."""

    HOME: Path = ROOT / "var"
    """Folder of all that the product writes: database, outgoing mail, models, files."""
    DATABASE: str = ""
    """SQLAlchemy address of the database; empty: SQLite, in HOME/sillage.db."""
    SECRET: str = ""
    """At least 32 characters; signs cookies and fingerprints codes. Empty: made once, in HOME/secret."""
    PUBLIC_URL: str = "http://127.0.0.1:5000"
    """Address under which members and staff reach the site; written in letters and e-mails."""
    SMTP: str = ""
    """Mail server, `host:port`; empty: messages are written as files in HOME/outgoing."""
    SMTP_USER: str = ""
    """Account on the mail server; empty: none is asked for."""
    SMTP_PASSWORD: str = ""
    """Password of that account."""
    MAIL_FROM: str = "Votre caisse de retraite <enquete@caisse.example>"
    """Sender of every message."""
    TEST_ADDRESS: str = ""
    """While the fund is getting ready: every message goes to this address alone, « [Essai] » before its subject; empty: to whom it is for."""
    FUND_NAME: str = "Votre caisse de retraite"
    """Name of the fund, on every page, e-mail and letter."""
    FUND_PHONE: str = "01 23 45 67 89"
    """Telephone number given on every page, e-mail and letter (charter JOI-11)."""
    FUND_HOURS: str = "du lundi au vendredi, de 9 h à 17 h"
    """When that number answers."""
    FUND_ADDRESS: str = "1 place de la Prévoyance, 75009 Paris"
    """Postal address of the fund, on letters."""
    FUND_DPO: str = ""
    """How to reach the data protection officer, told in the register of processing; empty: the register says it is missing."""
    FUND_ACCESSIBILITY: str = ""
    """Whom to write to when a page cannot be used, told in the statement of accessibility beside telephone and post; empty: these two alone."""
    EVIDENCE_MEGABYTES: int = 10
    """Largest file brought as proof, from 1 to 60; larger is refused before it is read."""
    DOUBLE_ENTRY_PERCENT: int = 5
    """Of a hundred sheets of paper keyed in, how many are drawn to be keyed again by another person; 0: none. Thirty in a demonstration."""
    JOURNAL_YEARS: int = 0
    """How many years a line of the journal is kept, from 1 to 50; 0: without limit."""
    DROP_FOLDER: str = ""
    """Folder where the fund's programs leave their monthly exports, taken every ten minutes; empty: none is watched."""
    DEMONSTRATION: bool = False
    """1: a demonstration; a banner says so, and no mail can leave (SMTP is not used)."""
    HTTPS: bool = False
    """1: the site is served under https; cookies are then sent over https alone."""

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read SILLAGE_… variables; every fault is told at once in a BadSettings."""
        given = {f.name: environment.get(f"SILLAGE_{f.name}") for f in fields(cls)}
        faults: list[str] = []
        values = {
            name: _typed(cls, name, text, faults)
            for name, text in given.items()
            if text is not None
        }
        faults += _faults(values)
        if faults:
            raise BadSettings("Réglages à corriger :\n- " + "\n- ".join(faults))
        made = cls(**values)  # type: ignore[arg-type]
        # A folder that holds a demonstration stays one, however it is opened: no mail leaves it.
        if not (made.DEMONSTRATION or made.demonstration_mark.exists()):
            return made
        is_told = "DOUBLE_ENTRY_PERCENT" in values
        drawn = made.DOUBLE_ENTRY_PERCENT if is_told else DEMONSTRATION_PERCENT
        return replace(made, DEMONSTRATION=True, DOUBLE_ENTRY_PERCENT=drawn)

    @property
    def demonstration_mark(self) -> Path:
        """The file that says: this folder holds a demonstration."""
        return self.HOME / "demonstration"

    @property
    def database_url(self) -> str:
        """The database's SQLAlchemy address."""
        return self.DATABASE or f"sqlite:///{self.HOME / 'sillage.db'}"

    @property
    def secret(self) -> str:
        """The installation's secret; made at the first start when none is given."""
        return self.SECRET or _secret_kept_in(self.HOME / "secret")


def _typed(cls: type[Settings], name: str, text: str, faults: list[str]) -> object:
    default = getattr(cls, name)
    if isinstance(default, bool):
        if text not in {"0", "1", ""}:
            faults.append(f"SILLAGE_{name} vaut « {text} » : indiquez 0 ou 1.")
        return text == "1"
    if isinstance(default, int):
        least, most = BOUNDS[name]
        if not (text.isdecimal() and least <= int(text) <= most):
            faults.append(
                f"SILLAGE_{name} vaut « {text} » : indiquez un nombre de {least} à {most}."
            )
            return default
        return int(text)
    return Path(text).resolve() if isinstance(default, Path) else text


def _faults(values: Mapping[str, object]) -> list[str]:
    faults = []
    secret = str(values.get("SECRET", ""))
    if secret and len(secret) < SHORTEST_SECRET:
        faults.append(f"SILLAGE_SECRET doit compter au moins {SHORTEST_SECRET} caractères.")
    smtp = str(values.get("SMTP", ""))
    host, _, port = smtp.rpartition(":")
    if smtp and not (host and port.isdigit()):
        faults.append(f"SILLAGE_SMTP vaut « {smtp} » : indiquez serveur:port.")
    return faults


def _secret_kept_in(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        made = file.with_suffix(f".{secrets.token_hex(4)}")
        made.write_text(secrets.token_urlsafe(48), encoding="ascii")
        made.chmod(0o600)
        with contextlib.suppress(
            FileExistsError
        ):  # made by another process meanwhile: theirs it is
            os.link(made, file)
        made.unlink()
    return file.read_text(encoding="ascii").strip()
