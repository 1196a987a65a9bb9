"""Members' thanks that a person chose for the yearly review of a department."""

import sqlalchemy as sa
from alembic import op

revision = "0024b"
down_revision = "0022b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "thanks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("verbatim_id", sa.String(length=32), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_thanks_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["verbatim_id"],
            ["verbatims.id"],
            name=op.f("fk_thanks_verbatim_id_verbatims"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["chosen_by_id"], ["users.id"], name=op.f("fk_thanks_chosen_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks")),
        sa.UniqueConstraint(
            "department_id",
            "year",
            "verbatim_id",
            name=op.f("uq_thanks_department_id_year_verbatim_id"),
        ),
    )
    op.create_index(op.f("ix_thanks_department_id"), "thanks", ["department_id"])
    op.create_index(op.f("ix_thanks_verbatim_id"), "thanks", ["verbatim_id"])


def downgrade() -> None:
    op.drop_table("thanks")
