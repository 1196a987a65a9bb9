"""What the author of a report adds is sealed until its names are masked, as the report was."""

import sqlalchemy as sa
from alembic import op

revision = "0022b"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("malfunction_messages") as table:
        table.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=True))
        table.alter_column("text", existing_type=sa.String(length=2000), type_=sa.String(length=4000))


def downgrade() -> None:
    with op.batch_alter_table("malfunction_messages") as table:
        table.alter_column("text", existing_type=sa.String(length=4000), type_=sa.String(length=2000))
        table.drop_column("sealed")
