"""Yearly reviews are signed and kept, version after version."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bilans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_bilans_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["users.id"], name=op.f("fk_bilans_signed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bilans")),
        sa.UniqueConstraint(
            "department_id",
            "year",
            "version",
            name=op.f("uq_bilans_department_id_year_version"),
        ),
    )
    op.create_index("ix_bilans_department_id", "bilans", ["department_id"])
    op.create_index("ix_bilans_year", "bilans", ["year"])


def downgrade() -> None:
    """The signed reviews are lost: export them before."""
    op.drop_table("bilans")
