"""What deserves attention in a quarter, kept as it was last computed."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "found_quarters",
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("looked_at", sa.Boolean(), nullable=False),
        sa.Column("commented", sa.Integer(), nullable=False),
        sa.Column("findings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("since", name=op.f("pk_found_quarters")),
    )


def downgrade() -> None:
    op.drop_table("found_quarters")
