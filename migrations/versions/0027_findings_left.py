"""On a finding one may decide not to act, with the reason and the day it is looked at again."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finding_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(length=110), nullable=False),
        sa.Column("finding_key", sa.String(length=120), nullable=False),
        sa.Column("said", sa.String(length=300), nullable=False),
        sa.Column("proof", sa.String(length=500), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_finding_decisions_decided_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_decisions")),
    )
    for column in ("matter", "review_on"):
        op.create_index(f"ix_finding_decisions_{column}", "finding_decisions", [column])


def downgrade() -> None:
    op.drop_table("finding_decisions")
