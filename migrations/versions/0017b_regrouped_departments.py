"""A department may be regrouped into another; the assessment it left open is closed « sans objet »."""

import sqlalchemy as sa
from alembic import op

revision = "0017b"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("departments") as table:
        table.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("merged_into_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_departments_merged_into_id_departments"),
            "departments",
            ["merged_into_id"],
            ["id"],
        )
        table.create_index("ix_departments_merged_into_id", ["merged_into_id"])
    _create_mergers()
    _accept([*STATUSES, "dropped"])
    with op.batch_alter_table("assessments") as table:
        table.add_column(
            sa.Column("dropped_because", sa.String(length=2000), nullable=False, server_default="")
        )


STATUSES = ["todo", "in_progress", "submitted", "returned", "validated", "frozen"]


def _accept(statuses: list[str]) -> None:
    """Say anew which states an assessment may be in."""
    with op.batch_alter_table("assessments") as table:
        table.drop_constraint(op.f("ck_assessments_assessmentstatus"), type_="check")
        words = ", ".join(f"'{one}'" for one in statuses)
        table.create_check_constraint(
            op.f("ck_assessments_assessmentstatus"), f"status IN ({words})"
        )


def _create_mergers() -> None:
    op.create_table(
        "mergers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("heads_lead", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "done",
                "cancelled",
                "undone",
                name="mergerstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"], ["departments.id"], name=op.f("fk_mergers_department_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["into_id"], ["departments.id"], name=op.f("fk_mergers_into_id_departments")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_mergers_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["journal_entries.id"], name=op.f("fk_mergers_entry_id_journal_entries")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mergers")),
    )
    for column in ("department_id", "into_id", "status"):
        op.create_index(f"ix_mergers_{column}", "mergers", [column])


def downgrade() -> None:
    """Departments stay as they were regrouped; assessments « sans objet » go back to their department."""
    op.execute("UPDATE assessments SET status = 'in_progress' WHERE status = 'dropped'")
    with op.batch_alter_table("assessments") as table:
        table.drop_column("dropped_because")
    _accept(STATUSES)
    op.drop_table("mergers")
    with op.batch_alter_table("departments") as table:
        table.drop_index("ix_departments_merged_into_id")
        table.drop_constraint(op.f("fk_departments_merged_into_id_departments"), type_="foreignkey")
        table.drop_column("merged_into_id")
        table.drop_column("closed_on")
