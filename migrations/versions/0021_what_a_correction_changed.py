"""A correction keeps how sure the sentence's theme was and its other themes, for who takes it back."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("corrections") as table:
        table.add_column(
            sa.Column("also_before", sa.String(100), nullable=False, server_default="")
        )
        table.add_column(sa.Column("certainty_before", sa.Float(), nullable=True))
    with op.batch_alter_table("corrections") as table:
        table.alter_column("also_before", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("corrections") as table:
        table.drop_column("certainty_before")
        table.drop_column("also_before")
