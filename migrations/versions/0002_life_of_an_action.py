"""An action has milestones, an owner who accepts, followers and more kinds of cause; a person has a calendar."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD = "'proposed', 'decided', 'in_progress', 'suspended', 'done', 'effective', 'without_effect', 'refused', 'abandoned'"
NEW = f"{OLD}, 'merged'"
VERDICTS = "'effect', 'favourable', 'none', 'worse', 'not_enough', 'written'"
CAUSES = ("topic_decision_id", "malfunction_id", "rating_id", "idea_id")
ONE = " + ".join(f"(CASE WHEN {name} IS NULL THEN 0 ELSE 1 END)" for name in CAUSES)
ONE_OF_SIX = (
    f"{ONE} + (CASE WHEN commitment_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN finding_key = '' THEN 0 ELSE 1 END) = 1"
)
MERGED = "(status = 'merged') = (merged_into_id IS NOT NULL)"


def upgrade() -> None:
    with op.batch_alter_table("actions") as table:
        for column in (
            sa.Column("immediate_fix", sa.String(length=2000), nullable=False, server_default=""),
            sa.Column("merged_into_id", sa.Integer(), nullable=True),
            sa.Column("version", sa.Integer(), nullable=False, server_default="1"),
            sa.Column("accepted_on", sa.Date(), nullable=True),
            sa.Column("suggested_owner_id", sa.Integer(), nullable=True),
            sa.Column("effect_changes", sa.Integer(), nullable=False, server_default="0"),
            sa.Column("kept_verdict", sa.String(length=40), nullable=True),
            sa.Column("kept_details", sa.String(length=2000), nullable=False, server_default=""),
            sa.Column("kept_on", sa.Date(), nullable=True),
        ):
            table.add_column(column)
        table.drop_constraint(op.f("ck_actions_actionstatus"), type_="check")
        table.create_check_constraint(op.f("ck_actions_actionstatus"), f"status IN ({NEW})")
        table.create_check_constraint(
            op.f("ck_actions_verdict_kept"), f"kept_verdict IN ({VERDICTS})"
        )
        table.create_check_constraint(op.f("ck_actions_merged_says_where"), MERGED)
        table.create_foreign_key(
            op.f("fk_actions_merged_into_id_actions"), "actions", ["merged_into_id"], ["id"]
        )
        table.create_foreign_key(
            op.f("fk_actions_suggested_owner_id_users"), "users", ["suggested_owner_id"], ["id"]
        )
        table.create_index("ix_actions_merged_into_id", ["merged_into_id"])
    # Whoever already carries an action has said yes by carrying it.
    op.execute("UPDATE actions SET accepted_on = decided_on WHERE owner_id IS NOT NULL")
    with op.batch_alter_table("causes") as table:
        table.add_column(sa.Column("commitment_id", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("finding_key", sa.String(length=120), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("finding_said", sa.String(length=300), nullable=False, server_default="")
        )
        table.drop_constraint(op.f("ck_causes_exactly_one"), type_="check")
        table.create_check_constraint(op.f("ck_causes_exactly_one"), ONE_OF_SIX)
        table.create_foreign_key(
            op.f("fk_causes_commitment_id_commitments"), "commitments", ["commitment_id"], ["id"]
        )
        table.create_index("ix_causes_commitment_id", ["commitment_id"])
        table.create_index("ix_causes_finding_key", ["finding_key"])
    _milestones_and_followers()
    op.create_table(
        "calendar_feeds",
        sa.Column(
            "user_id",
            sa.Integer(),
            sa.ForeignKey("users.id", name="fk_calendar_feeds_user_id_users"),
            nullable=False,
        ),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_calendar_feeds"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feeds_token_hash"),
    )


def _milestones_and_followers() -> None:
    op.create_table(
        "milestones",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "action_id",
            sa.Integer(),
            sa.ForeignKey("actions.id", name="fk_milestones_action_id_actions"),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "ended_by_id",
            sa.Integer(),
            sa.ForeignKey("users.id", name="fk_milestones_ended_by_id_users"),
            nullable=True,
        ),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_milestones"),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_milestones_ended_by_somebody"),
        ),
        sa.CheckConstraint(
            "is_cancelled = false OR (ended_on IS NOT NULL AND reason <> '')",
            name=op.f("ck_milestones_cancelled_with_a_reason"),
        ),
    )
    op.create_index("ix_milestones_action_id", "milestones", ["action_id"])
    op.create_table(
        "action_followers",
        sa.Column(
            "action_id",
            sa.Integer(),
            sa.ForeignKey("actions.id", name="fk_action_followers_action_id_actions"),
            nullable=False,
        ),
        sa.Column(
            "user_id",
            sa.Integer(),
            sa.ForeignKey("users.id", name="fk_action_followers_user_id_users"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("action_id", "user_id", name="pk_action_followers"),
    )
    op.create_index("ix_action_followers_user_id", "action_followers", ["user_id"])


def downgrade() -> None:
    for table in ("calendar_feeds", "action_followers", "milestones"):
        op.drop_table(table)
    op.execute("DELETE FROM causes WHERE commitment_id IS NOT NULL OR finding_key <> ''")
    with op.batch_alter_table("causes") as table:
        table.drop_index("ix_causes_finding_key")
        table.drop_index("ix_causes_commitment_id")
        table.drop_constraint(op.f("fk_causes_commitment_id_commitments"), type_="foreignkey")
        table.drop_constraint(op.f("ck_causes_exactly_one"), type_="check")
        table.create_check_constraint(op.f("ck_causes_exactly_one"), f"{ONE} = 1")
        for name in ("finding_said", "finding_key", "commitment_id"):
            table.drop_column(name)
    op.execute(
        "UPDATE actions SET status = 'abandoned', merged_into_id = NULL WHERE status = 'merged'"
    )
    with op.batch_alter_table("actions") as table:
        table.drop_index("ix_actions_merged_into_id")
        for name in ("fk_actions_suggested_owner_id_users", "fk_actions_merged_into_id_actions"):
            table.drop_constraint(op.f(name), type_="foreignkey")
        for name in ("merged_says_where", "verdict_kept", "actionstatus"):
            table.drop_constraint(op.f(f"ck_actions_{name}"), type_="check")
        table.create_check_constraint(op.f("ck_actions_actionstatus"), f"status IN ({OLD})")
        for name in (
            "kept_on", "kept_details", "kept_verdict", "effect_changes", "suggested_owner_id",
            "accepted_on", "version", "merged_into_id", "immediate_fix",
        ):  # fmt: skip
            table.drop_column(name)
