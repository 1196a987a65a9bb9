"""A department has a plan for the year, approved and followed; a proof may be attached to an action."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STATES = "'in_preparation', 'submitted', 'approved', 'closed'"
PEOPLE = ("prepared_by_id", "submitted_by_id", "approved_by_id", "closed_by_id")


def upgrade() -> None:
    _plans()
    _lines()
    _proofs()


def _plans() -> None:
    op.create_table(
        "yearly_plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "in_preparation",
                "submitted",
                "approved",
                "closed",
                name="planstatus",
                native_enum=False,
                create_constraint=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("aims", sa.String(length=2000), nullable=False),
        sa.Column("no_action_because", sa.String(length=2000), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_because", sa.String(length=2000), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("lessons", sa.String(length=2000), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"status IN ({STATES})", name=op.f("ck_yearly_plans_planstatus")),
        sa.CheckConstraint(
            "(status IN ('approved', 'closed')) = (approved_at IS NOT NULL)",
            name=op.f("ck_yearly_plans_approved_says_when"),
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)",
            name=op.f("ck_yearly_plans_closed_says_when"),
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_yearly_plans_department_id_departments"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["users.id"], name=op.f(f"fk_yearly_plans_{column}_users")
            )
            for column in PEOPLE
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_plans")),
        sa.UniqueConstraint(
            "department_id", "year", name=op.f("uq_yearly_plans_department_id_year")
        ),
    )
    for column in ("department_id", "year", "status"):
        op.create_index(f"ix_yearly_plans_{column}", "yearly_plans", [column])


def _lines() -> None:
    op.create_table(
        "planned_actions",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("is_carried_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["yearly_plans.id"], name=op.f("fk_planned_actions_plan_id_yearly_plans")
        ),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_planned_actions_action_id_actions")
        ),
        sa.PrimaryKeyConstraint("plan_id", "action_id", name=op.f("pk_planned_actions")),
    )
    op.create_index("ix_planned_actions_action_id", "planned_actions", ["action_id"])


def _proofs() -> None:
    op.create_table(
        "action_proofs",
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_action_proofs_action_id_actions")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_action_proofs_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["added_by_id"], ["users.id"], name=op.f("fk_action_proofs_added_by_id_users")
        ),
        sa.PrimaryKeyConstraint("action_id", "evidence_id", name=op.f("pk_action_proofs")),
    )
    op.create_index("ix_action_proofs_evidence_id", "action_proofs", ["evidence_id"])


def downgrade() -> None:
    """The plans and what they approved are lost, and which proof showed which action: export them before."""
    op.drop_table("action_proofs")
    op.drop_table("planned_actions")
    op.drop_table("yearly_plans")
