"""A plan that nobody had approved when its department was regrouped is taken up by the plan of the other."""

from alembic import op

revision = "0023"
down_revision = "0024b"
branch_labels = None
depends_on = None

OLD = ["in_preparation", "submitted", "approved", "closed"]


def upgrade() -> None:
    _accept([*OLD, "joined"])


def downgrade() -> None:
    """Plans that were taken up are in preparation again, in a department that is no more."""
    op.execute("UPDATE yearly_plans SET status = 'in_preparation' WHERE status = 'joined'")
    _accept(OLD)


def _accept(statuses: list[str]) -> None:
    """Say anew which states a plan may be in."""
    with op.batch_alter_table("yearly_plans") as table:
        table.drop_constraint(op.f("ck_yearly_plans_planstatus"), type_="check")
        words = ", ".join(f"'{one}'" for one in statuses)
        table.create_check_constraint(op.f("ck_yearly_plans_planstatus"), f"status IN ({words})")
