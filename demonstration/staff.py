"""Who works at the fund: six departments that share the charter's activities, and twenty-two people."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlmodel import Session

from core.keys import key
from organisation import departments, people
from organisation.models import Role, User
from organisation.people import Account

FILE = Path(__file__).with_name("staff.yaml")
PASSWORD = "bonjour-sillage"
"""One for all: it is written on the screen of whoever starts the demonstration."""
DOMAIN = "caisse.example"
A_READER_LASTS = timedelta(days=182)


@dataclass(frozen=True)
class Staff:
    """Keys of the departments by name, and of the people by the first part of their address."""

    departments: dict[str, int]
    people: dict[str, int]

    def person(self, session: Session, name: str) -> User:
        """Somebody, in this session."""
        found = session.get(User, self.people[name])
        assert found is not None
        return found


def described() -> dict[str, Any]:
    """The departments and the people, as the file describes them."""
    content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return content


def address(name: str) -> str:
    """The e-mail address, by which one signs in."""
    return f"{name}@{DOMAIN}"


def accounts() -> list[tuple[Role, str]]:
    """One account a role: the first of each in the file."""
    found: dict[Role, str] = {}
    for line in described()["people"]:
        found.setdefault(Role(line["role"]), address(line["login"]))
    return [(role, found[role]) for role in Role]


def hire(session: Session, today: date, now: datetime) -> Staff:
    """Open the accounts, the administrator's first, then the departments and everybody else.

    `today` is the present day: from it runs the access of the reader. The charter is loaded.
    """
    content = described()
    lines = sorted(content["people"], key=lambda line: line["role"] != Role.ADMINISTRATOR)
    administrator = _open(session, lines[0], {}, today, None, now)
    opened = {
        line["name"]: key(
            departments.open_department(
                session, line["name"], line["activities"], administrator, now
            )
        )
        for line in content["departments"]
    }
    hired = {lines[0]["login"]: key(administrator)}
    for line in lines[1:]:
        hired[line["login"]] = key(_open(session, line, opened, today, administrator, now))
    return Staff(opened, hired)


def _open(
    session: Session,
    line: dict[str, Any],
    opened: dict[str, int],
    today: date,
    by: User | None,
    now: datetime,
) -> User:
    role = Role(line["role"])
    account = Account(
        name=line["name"],
        email=address(line["login"]),
        role=role,
        department_id=opened.get(line.get("department", "")),
        expires_on=today + A_READER_LASTS if role is Role.READER else None,
        password=PASSWORD,
    )
    return people.open_account(session, account, by, now)
