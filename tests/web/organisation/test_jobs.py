"""The administrator's page of background work."""

import pytest

from core import job_watch, jobs
from core.models import Worker
from organisation.models import Role
from tests.builders import make_user


def fails(session, now):
    raise ValueError("Mme Durand, 06 12 34 56 78")


BROKEN = jobs.Job("broken_for_tests", fails)


@pytest.fixture
def administrator(session):
    found = make_user(session, Role.ADMINISTRATOR)
    session.commit()
    return found


def test_nothing_to_do_and_nobody_at_work_is_said(visitor, administrator):
    visitor.sign_in(administrator)
    visitor.open("/taches/")
    assert "Aucun travailleur" in visitor.text
    assert "Rien n’attend." in visitor.text


def test_a_waiting_job_is_shown_and_cancelled(visitor, administrator, session, now):
    jobs.enqueue(session, BROKEN, "1")
    session.add(Worker(name="travailleur-1", seen_at=now))
    session.commit()
    visitor.sign_in(administrator)
    visitor.open("/taches/")
    assert "broken_for_tests:1" in visitor.text
    assert "au travail" in visitor.text
    visitor.submit("Annuler")
    visitor.follow()
    assert "broken_for_tests:1" not in visitor.text


def test_pressing_twice_says_that_it_is_no_longer_there(visitor, administrator, session):
    visitor.sign_in(administrator)
    visitor.open("/taches/")
    visitor.open("/mon-compte")
    visitor.post("/taches/annuler", job="broken_for_tests:9", expect=404)


def test_an_error_is_told_by_its_kind_alone():
    class Done:
        workflow_id, status, created_at = "broken_for_tests:1", "ERROR", 0
        error = ValueError("Mme Durand, 06 12 34 56 78")

    assert job_watch._line(Done()).error == "ValueError"


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_it_is_the_administrators_alone(visitor, session, role):
    user = make_user(session, role)
    session.commit()
    visitor.sign_in(user)
    visitor.open("/taches/", expect=403)
