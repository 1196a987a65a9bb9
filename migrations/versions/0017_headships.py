"""A person may lead several departments, or deputise for the head of one, between two days."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "headships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "head",
                "deputy",
                name="headshipkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_headships_user_id_users")),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_headships_department_id_departments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_headships")),
    )
    op.create_index("ix_headships_user_id", "headships", ["user_id"])
    op.create_index("ix_headships_department_id", "headships", ["department_id"])


def downgrade() -> None:
    """Heads keep the department they work in; what was given beside it, and deputies, are forgotten."""
    op.drop_table("headships")
