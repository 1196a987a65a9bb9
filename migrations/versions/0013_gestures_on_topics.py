"""What people do to topics, each thing with what taking it back needs; topics that are kept though they fade."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TOPICS = ("topic_id", "other_id")
SENTENCES = ("verbatim_id", "other_verbatim_id")


def upgrade() -> None:
    with op.batch_alter_table("topics") as topics:
        topics.add_column(sa.Column("is_kept", sa.Boolean(), nullable=False, server_default=sa.false()))
        topics.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("topics") as topics:
        topics.alter_column("is_kept", server_default=None)
        topics.alter_column("version", server_default=None)
    _changes()
    for column in ("theme", *TOPICS, *SENTENCES):
        op.create_index(op.f(f"ix_topic_changes_{column}"), "topic_changes", [column])


def _changes() -> None:
    op.create_table(
        "topic_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "gesture",
            sa.Enum(
                "rename", "merge", "move", "split", "keep", "word", "apart",
                name="gesture", native_enum=False, create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("verbatim_id", sa.String(length=32), nullable=True),
        sa.Column("other_verbatim_id", sa.String(length=32), nullable=True),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *[
            sa.ForeignKeyConstraint(
                [column], ["topics.id"], name=op.f(f"fk_topic_changes_{column}_topics"), ondelete="SET NULL"
            )
            for column in TOPICS
        ],
        *[
            sa.ForeignKeyConstraint(
                [column], ["verbatims.id"], name=op.f(f"fk_topic_changes_{column}_verbatims"), ondelete="CASCADE"
            )
            for column in SENTENCES
        ],
        *[
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_topic_changes_{column}_users"))
            for column in ("by_id", "undone_by_id")
        ],
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topic_changes")),
    )


def downgrade() -> None:
    op.drop_table("topic_changes")
    with op.batch_alter_table("topics") as topics:
        topics.drop_column("version")
        topics.drop_column("is_kept")
