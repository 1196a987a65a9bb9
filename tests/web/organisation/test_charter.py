"""The charter as everybody who works here reads it."""

from typing import Any

import pytest
from sqlmodel import Session

from organisation import charters
from organisation.models import Role
from tests.builders import make_charter, make_user
from tests.pages import Visitor


@pytest.fixture
def reader(visitor: Visitor, session: Session) -> Visitor:
    user = make_user(session, Role.READER)
    session.commit()
    return visitor.sign_in(user)


def test_the_whole_charter_is_on_one_page(reader: Visitor, session: Session, now: Any) -> None:
    make_charter(session, now)
    codes = list(charters.by_code(session))
    session.commit()
    reader.open("/charte/")
    assert [cell.get_text() for cell in reader.page.find_all(class_="code")] == codes
    assert f"{len(codes)} engagements" in reader.text


def test_each_promise_has_its_page(reader: Visitor, session: Session, now: Any) -> None:
    make_charter(session, now)
    promises = charters.by_code(session)
    session.commit()
    for code in promises:
        reader.open(f"/charte/{code}")
        assert "Preuves attendues" in reader.text


def test_a_promise_that_is_not_in_the_charter_is_told(
    reader: Visitor, session: Session, now: Any
) -> None:
    make_charter(session, now)
    session.commit()
    reader.open("/charte/XXX-99", expect=404)
    assert "n’est pas dans la charte en vigueur" in reader.text


def test_without_a_charter_the_page_says_what_to_do(reader: Visitor) -> None:
    reader.open("/charte/", expect=409)
    assert "load-charter" in reader.text
