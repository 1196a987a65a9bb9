"""« Qui répond », as those who send and those who only read see it."""

import csv
import re
from datetime import date

import pytest

from organisation.models import Role
from survey.models import InvitationStatus, LeftOut
from tests.builders import make_user
from tests.survey_builders import make_event, make_invitation


@pytest.fixture
def wave(session, now):
    """Sixty invitations of a wave that is over; three events nobody may be written to about."""
    for n in range(60):
        status = InvitationStatus.ANSWERED if n % 3 else InvitationStatus.CLOSED
        make_invitation(
            session,
            sent_on=date(2026, 11, 2),
            status=status,
            channel="email" if n < 30 else "letter",
            event=make_event(session, happened_on=date(2026, 10, 1)),
        )
    for _ in range(3):
        make_event(session, left_out=LeftOut.DECEASED)


@pytest.mark.parametrize("role", [Role.QUALITY_OFFICER, Role.COLLABORATOR, Role.READER])
def test_the_page_stands_when_there_is_nothing(visitor, session, role):
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user).open("/envois/qui-repond/")
    assert "Données insuffisantes" in visitor.text


def test_rates_verdicts_and_ends_are_told(visitor, session, wave):
    user = make_user(session, Role.QUALITY_OFFICER)
    session.commit()
    visitor.sign_in(user).open("/envois/")
    visitor.open("/envois/qui-repond/")
    for words in ("novembre 2026", "67 %", "Pas de différence établie", "a répondu", "non sollicité : personne décédée", "63"):  # fmt: skip
        assert words in visitor.text, words


def test_whoever_only_reads_sees_no_number_under_five(visitor, session, wave):
    user = make_user(session, Role.READER)
    session.commit()
    visitor.sign_in(user).open("/envois/qui-repond/")
    row = next(r for r in visitor.page.find_all("tr") if "décédée" in r.get_text())
    assert "moins de cinq" in row.get_text()
    assert "63" not in [cell.get_text(strip=True) for cell in visitor.page.find_all("td")]
    assert not re.search(r"\b63\b", visitor.page.find("main").get_text())
    visitor.open("/envois/qui-repond/qui-repond.csv")
    body = visitor.response.get_data(as_text=True)
    assert "décédée;moins de cinq" in body
    assert ";vague de novembre\u00a02026;60;40;66,7;" in body


def test_the_command_writes_the_same_table_whole(app, session, wave, tmp_path):
    session.commit()
    file = tmp_path / "qui-repond.csv"
    done = app.test_cli_runner().invoke(args=["analysis", "responding", str(file)])
    assert done.exit_code == 0, done.output
    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert rows[0][0] == "tableau"
    assert ["fins", "affiliation", "a répondu", "40"] in [row[:4] for row in rows]
    assert ["vagues", "affiliation", "vague de novembre\u00a02026", "60", "40", "66,7"] in [
        row[:6] for row in rows
    ]
    assert {row[0] for row in rows[1:]} >= {"fins", "vagues", "Moment de vie", "Canal de l’envoi"}
    done = app.test_cli_runner().invoke(args=["analysis", "responding", str(tmp_path / "no/a.csv")])
    assert (done.exit_code, "ne s’écrit pas" in done.output) == (1, True)
