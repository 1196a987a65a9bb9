"""What a search of topics read, and where the reports and ideas of staff stand among the topics of members."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("topic_runs") as runs:
        runs.add_column(sa.Column("read_from", sa.Date(), nullable=True))
    op.create_table(
        "inside_runs",
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("theme", name=op.f("pk_inside_runs")),
    )
    op.create_table(
        "inside_topics",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inside_topics")),
    )
    op.create_index(op.f("ix_inside_topics_theme"), "inside_topics", ["theme"])
    _places()


def _places() -> None:
    op.create_table(
        "inside_places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("malfunction_id", sa.Integer(), nullable=True),
        sa.Column("idea_id", sa.Integer(), nullable=True),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("inside_topic_id", sa.Integer(), nullable=True),
        sa.Column("nearness", sa.Float(), nullable=False),
        sa.CheckConstraint(
            "(malfunction_id IS NULL) <> (idea_id IS NULL)",
            name=op.f("ck_inside_places_report_or_idea"),
        ),
        sa.CheckConstraint(
            "topic_id IS NULL OR inside_topic_id IS NULL",
            name=op.f("ck_inside_places_one_topic_at_most"),
        ),
        *[
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_inside_places_{column}_{table}"),
                ondelete=deleted,
            )
            for column, table, deleted in (
                ("malfunction_id", "malfunctions", "CASCADE"),
                ("idea_id", "ideas", "CASCADE"),
                ("topic_id", "topics", "SET NULL"),
                ("inside_topic_id", "inside_topics", "SET NULL"),
            )
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inside_places")),
        sa.UniqueConstraint("idea_id", name=op.f("uq_inside_places_idea_id")),
        sa.UniqueConstraint("malfunction_id", name=op.f("uq_inside_places_malfunction_id")),
    )
    for column in ("theme", "topic_id", "inside_topic_id"):
        op.create_index(op.f(f"ix_inside_places_{column}"), "inside_places", [column])


def downgrade() -> None:
    op.drop_table("inside_places")
    op.drop_table("inside_topics")
    op.drop_table("inside_runs")
    with op.batch_alter_table("topic_runs") as runs:
        runs.drop_column("read_from")
