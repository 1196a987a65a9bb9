"""A campaign is prepared, cancelled or archived; an assessment keeps its days; not acting on what comes back is decided."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0019"
branch_labels = None
depends_on = None

OLD = "'open', 'closed'"
NEW = "'prepared', 'open', 'closed', 'archived', 'cancelled'"

ONE_OF = {
    "frequency": ("once", "sometimes", "often", "always"),
    "cause_family": ("organisation", "tool", "rule", "information", "skill", "partner"),
}


def upgrade() -> None:
    with op.batch_alter_table("campaigns") as table:
        table.drop_constraint(op.f("ck_campaigns_campaignstatus"), type_="check")
        table.create_check_constraint(op.f("ck_campaigns_campaignstatus"), f"status IN ({NEW})")
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("returned_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("frozen_on", sa.Date(), nullable=True))
    with op.batch_alter_table("actions") as table:
        table.add_column(
            sa.Column("expected_proof", sa.String(length=500), nullable=False, server_default="")
        )
    with op.batch_alter_table("malfunctions") as table:
        for name, values in ONE_OF.items():
            table.add_column(sa.Column(name, sa.String(length=40), nullable=True))
            names = ", ".join(f"'{value}'" for value in values)
            check = name.replace("_", "")
            table.create_check_constraint(
                op.f(f"ck_malfunctions_{check}"), f"{name} IN ({names})"
            )
        table.add_column(
            sa.Column("analysis", sa.String(length=2000), nullable=False, server_default="")
        )
        table.add_column(sa.Column("is_satisfied", sa.Boolean(), nullable=True))
    op.create_table(
        "recurrence_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("reports", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_recurrence_decisions_department_id_departments"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_recurrence_decisions_decided_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recurrence_decisions")),
    )
    op.create_index(
        "ix_recurrence_decisions_department_id", "recurrence_decisions", ["department_id"]
    )


def downgrade() -> None:
    """Campaigns that never opened, and reasons not to act on what came back, are lost; archived ones are closed again."""
    op.drop_table("recurrence_decisions")
    with op.batch_alter_table("malfunctions") as table:
        for name in ("is_satisfied", "analysis"):
            table.drop_column(name)
        for name in ONE_OF:
            check = name.replace("_", "")
            table.drop_constraint(op.f(f"ck_malfunctions_{check}"), type_="check")
            table.drop_column(name)
    with op.batch_alter_table("actions") as table:
        table.drop_column("expected_proof")
    with op.batch_alter_table("assessments") as table:
        for name in ("frozen_on", "returned_on"):
            table.drop_column(name)
    op.execute("DELETE FROM campaigns WHERE status IN ('prepared', 'cancelled')")
    op.execute("UPDATE campaigns SET status = 'closed' WHERE status = 'archived'")
    with op.batch_alter_table("campaigns") as table:
        table.drop_constraint(op.f("ck_campaigns_campaignstatus"), type_="check")
        table.create_check_constraint(op.f("ck_campaigns_campaignstatus"), f"status IN ({OLD})")
