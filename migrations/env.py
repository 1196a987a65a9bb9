"""Alembic's entry: which tables are ours, and how our column types are written."""

from typing import Any

import sqlmodel
from alembic import context

import actionplans.models
import analysis.models
import core.models
import organisation.models
import survey.models
from core.database import make_engine
from core.models import Model
from core.settings import Settings

OURS = set(Model.metadata.tables)


def include_name(name: str | None, type_: str, parents: Any) -> bool:
    """Leave the job engine's tables alone."""
    return type_ != "table" or name in OURS


def render_item(type_: str, item: Any, autogen_context: Any) -> str | bool:
    """Write SQLModel's text type as plain SQLAlchemy, so that a migration never imports our models."""
    if type_ == "type" and isinstance(item, sqlmodel.sql.sqltypes.AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    if type_ == "type" and type(item).__name__ == "UTCDateTime":
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Any) -> None:
    context.configure(
        connection=connection,
        target_metadata=Model.metadata,
        include_name=include_name,
        render_item=render_item,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with make_engine(Settings.from_environment().database_url).begin() as connection:
        run(connection)
