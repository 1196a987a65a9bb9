"""Reports on screen and as files."""

from typing import Any

import pytest
from sqlmodel import Session

from core.documents import FORMATS
from organisation.models import Role
from tests.builders import make_user
from tests.pages import Visitor
from tests.unit.analysis.test_reports import answered


@pytest.fixture
def reader(visitor: Visitor, session: Session, now: Any) -> Visitor:
    answered(session, 12, "good")
    user = make_user(session, Role.READER)
    session.commit()
    return visitor.sign_in(user)


@pytest.mark.parametrize("name", ["annee", "rapport-du-directeur"])
def test_a_report_is_read_on_its_page_and_taken_away_in_every_format(
    reader: Visitor, name: str
) -> None:
    reader.open("/rapports/")
    reader.open(f"/rapports/{name}")
    assert "Satisfaction" in reader.text
    assert reader.page.find("svg")
    for extension, form in FORMATS.items():
        answer = reader.client.get(f"/rapports/{name}.{extension}")
        assert (answer.status_code, answer.mimetype) == (200, form.media_type)
        assert f"{name}.{extension}" in answer.headers["Content-Disposition"]


def test_a_format_that_does_not_exist_is_told(reader: Visitor) -> None:
    reader.open("/rapports/annee.exe", expect=404)
    assert "Ce format n’existe pas" in reader.text
