"""An import keeps what it changed, so as to put it back, and how its file was laid out; files so far were of events."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("event_batches") as table:
        table.add_column(
            sa.Column("kind", sa.String(length=20), nullable=False, server_default="events")
        )
    _changes()
    op.create_table(
        "register_layouts",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("titles", sa.JSON(), nullable=False),
        sa.Column("layout", sa.JSON(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_register_layouts_by_id_users")
        ),
        sa.PrimaryKeyConstraint("kind", "signature", name=op.f("pk_register_layouts")),
    )


def _changes() -> None:
    op.create_table(
        "batch_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["event_batches.id"],
            name=op.f("fk_batch_changes_batch_id_event_batches"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["life_events.id"], name=op.f("fk_batch_changes_event_id_life_events")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch_changes")),
    )
    with op.batch_alter_table("batch_changes") as table:
        table.create_index(op.f("ix_batch_changes_batch_id"), ["batch_id"])
        table.create_index(op.f("ix_batch_changes_event_id"), ["event_id"])


def downgrade() -> None:
    """What the imports changed can no longer be put back; files are laid out as they are found."""
    op.drop_table("register_layouts")
    op.drop_table("batch_changes")
    with op.batch_alter_table("event_batches") as table:
        table.drop_column("kind")
