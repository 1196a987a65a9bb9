"""sillage organisation …, migrate, mail and jobs, as an administrator types them."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, select

from core import mail
from core.models import OutgoingMessage
from organisation import signing_in
from organisation.models import Charter, Role, User


def run(app: Any, *words: str, **more: Any) -> Any:
    return app.test_cli_runner().invoke(args=[*words], **more)


def test_the_charter_is_loaded_once_then_refused_with_a_sentence(
    app: Any, session: Session
) -> None:
    assert "Charte chargée, version" in run(app, "organisation", "load-charter").output
    again = run(app, "organisation", "load-charter")
    assert (again.exit_code, "déjà chargée" in again.output) == (1, True)
    assert "Traceback" not in again.output
    assert len(session.exec(select(Charter)).all()) == 1


def test_the_first_administrator_is_opened_from_the_command_line(
    app: Any, session: Session, now: Any
) -> None:
    words = ("organisation", "add-administrator", "Nora@Caisse.example", "Nora Petit")
    secret = "une phrase assez longue\n"
    assert "Compte ouvert." in run(app, *words, input=secret * 2).output
    user = session.exec(select(User)).one()
    assert (user.email, user.role) == ("nora@caisse.example", Role.ADMINISTRATOR)
    assert signing_in.sign_in(session, user.email, secret.strip(), now) is user


def test_a_password_too_short_is_refused_and_nothing_is_opened(app: Any, session: Session) -> None:
    words = ("organisation", "add-administrator", "nora@caisse.example", "Nora Petit")
    answer = run(app, *words, input="court\ncourt\n")
    assert (answer.exit_code, "au moins 12 caractères" in answer.output) == (1, True)
    assert session.exec(select(User)).all() == []


def test_the_journal_is_checked_and_a_change_is_told(app: Any, session: Session) -> None:
    run(app, "organisation", "load-charter")
    assert "Le journal est intact." in run(app, "organisation", "check-journal").output
    session.connection().execute(sa.text("UPDATE journal_entries SET details = 'autre'"))
    session.commit()
    answer = run(app, "organisation", "check-journal")
    assert (answer.exit_code, "ligne 1" in answer.output) == (1, True)


def test_migrating_twice_is_harmless(app: Any) -> None:
    for _ in range(2):
        assert "à jour" in run(app, "migrate").output


def test_the_outbox_is_counted_and_what_waits_is_done(app: Any, session: Session, now: Any) -> None:
    message = OutgoingMessage(
        key="a", to_address="a@exemple.example", subject="a", text="a", written_at=now
    )
    mail.write(session, message)
    session.commit()
    assert run(app, "mail", "status").output == "waiting\t1\n"
    assert run(app, "jobs", "run").output == "1 tâche(s) faite(s).\n"
    assert run(app, "mail", "status").output == "sent\t1\n"


def test_the_worker_refuses_a_database_that_is_not_up_to_date(app: Any, session: Session) -> None:
    session.connection().execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))
    session.commit()
    answer = run(app, "work")
    assert (answer.exit_code, "sillage migrate" in answer.output) == (1, True)
