"""What was measured before an action on what members say, and whether it is back once the action is closed."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "baselines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("topic_name", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("x", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["action_id"], ["actions.id"], name=op.f("fk_baselines_action_id_actions")
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"],
            ["topics.id"],
            name=op.f("fk_baselines_topic_id_topics"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_baselines")),
        sa.UniqueConstraint("action_id", "subject", name=op.f("uq_baselines_action_id_subject")),
    )
    op.create_index(op.f("ix_baselines_action_id"), "baselines", ["action_id"])
    op.create_index(op.f("ix_baselines_topic_id"), "baselines", ["topic_id"])
    verdicts = ("back", "above", "below", "not_enough")
    op.create_table(
        "returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("baseline_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("before_x", sa.Integer(), nullable=False),
        sa.Column("before_n", sa.Integer(), nullable=False),
        sa.Column("after_x", sa.Integer(), nullable=False),
        sa.Column("after_n", sa.Integer(), nullable=False),
        sa.Column("now_x", sa.Integer(), nullable=False),
        sa.Column("now_n", sa.Integer(), nullable=False),
        sa.Column("low", sa.Float(), nullable=True),
        sa.Column("high", sa.Float(), nullable=True),
        sa.Column("verdict", _one_of("returnverdict", verdicts), nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_since", sa.Date(), nullable=True),
        sa.Column("answer", _one_of("returnanswer", ("reopened", "left")), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(answer IS NULL) = (answered_at IS NULL)", name=op.f("ck_returns_answered_on_a_day")
        ),
        sa.CheckConstraint(
            "answer IS NULL OR answer <> 'left' OR reason <> ''",
            name=op.f("ck_returns_left_is_motivated"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_returns_answered_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["baseline_id"], ["baselines.id"], name=op.f("fk_returns_baseline_id_baselines")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        sa.UniqueConstraint("baseline_id", "quarter", name=op.f("uq_returns_baseline_id_quarter")),
    )
    op.create_index(op.f("ix_returns_baseline_id"), "returns", ["baseline_id"])
    op.create_index(op.f("ix_returns_quarter"), "returns", ["quarter"])


def _one_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=40)


def downgrade() -> None:
    op.drop_table("returns")
    op.drop_table("baselines")
