"""Rows that must not tell when they came: on PostgreSQL, tables written anew in the order of their keys.

There a row betrays its order by its place (`ctid`), its transaction (`xmin`) and its command
(`cmin`). SQLite has none of these on a table `WITHOUT ROWID`, which is kept in key order.
"""

import sqlalchemy as sa
from sqlmodel import Session

from core.models import Model


def rewrite(session: Session, *models: type[Model]) -> None:
    """Write these whole tables anew, by key and in the caller's transaction; nothing on SQLite.

    Readers wait meanwhile; a table of 100 000 rows takes about a second. The keys must be random.
    """
    session.flush()
    if session.get_bind().dialect.name != "postgresql":
        return
    connection = session.connection()
    quoted = connection.dialect.identifier_preparer.quote
    tables = [Model.metadata.tables[str(model.__tablename__)] for model in models]
    names = ", ".join(quoted(table.name) for table in tables)
    connection.execute(sa.text(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE"))
    for table in tables:
        same = next(iter(table.primary_key.columns))
        connection.execute(sa.update(table).values({same: same}))  # one transaction, one command
        key = quoted(str(table.primary_key.name))
        connection.execute(sa.text(f"CLUSTER {quoted(table.name)} USING {key}"))
