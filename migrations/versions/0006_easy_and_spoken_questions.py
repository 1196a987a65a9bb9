"""A question may have its words for the telephone and an easy-to-read version; those already published keep theirs."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("questions") as table:
        table.add_column(
            sa.Column("spoken", sa.String(length=600), nullable=False, server_default="")
        )
        table.add_column(sa.Column("easy", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    """What is said on the telephone and the easy versions are lost."""
    with op.batch_alter_table("questions") as table:
        table.drop_column("easy")
        table.drop_column("spoken")
