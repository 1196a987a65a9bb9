"""The requests of the demonstration: written as an export, imported, told again later without a change."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, select

from actionplans.delays import figures as delay_figures
from actionplans.delays.delays import Verdict
from actionplans.models import MemberRequest, RequestKind
from demonstration.requests import add_requests
from organisation.models import Department
from survey.sending.waves import months_later
from tests.builders import make_department


def fund(session: Session) -> list[Department]:
    return [
        make_department(session, "Affiliation", ("gestion_affiliation",)),
        make_department(session, "Liquidation", ("gestion_retraite",)),
        make_department(session, "Relations adhérents", ("accueil_telephonique",)),
        make_department(session, "Informatique", ("informatique",)),
    ]


def test_a_second_file_tells_what_is_new_and_what_was_open(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    departments, since = fund(session), months_later(now.date(), -17)
    first = add_requests(session, now - timedelta(60), departments, tmp_path, since, scale=0.2)
    second = add_requests(session, now, departments, tmp_path, since, scale=0.2)
    assert (first.changed, first.rejected, second.rejected) == (0, 3, 3)
    assert second.added > 0
    assert second.changed > 0
    assert second.records < first.records / 2
    written = sorted(tmp_path.iterdir())[0].read_bytes().decode("cp1252")
    assert written.startswith("Demandes reçues – édité le")


def test_the_figures_are_those_of_a_fund_that_is_good_but_not_perfect(
    session: Session, now: datetime, tmp_path: Path
) -> None:
    departments, since = fund(session), months_later(now.date(), -17)
    add_requests(session, now, departments, tmp_path, since)
    requests = delay_figures.told(session, delay_figures.twelve_months(now.date()))
    board = delay_figures.board(requests)
    assert all(figure.n >= 10 for figure in board.values())
    assert {figure.verdict for figure in board.values()} >= {Verdict.MET, Verdict.MISSED}
    kinds = set(session.exec(select(MemberRequest.kind).distinct()))
    assert kinds == set(RequestKind)
