"""When members are written to is a plan in versions; other mailings of the fund count in the year without surveys."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_plans",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        sa.Column("daily_limit", sa.Integer(), nullable=False),
        sa.Column("moments", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "by_id",
            sa.Integer(),
            sa.ForeignKey("users.id", name="fk_contact_plans_by_id_users"),
            nullable=True,
        ),
        sa.CheckConstraint("opens < closes", name=op.f("ck_contact_plans_opens_before_it_closes")),
        sa.CheckConstraint("daily_limit > 0", name=op.f("ck_contact_plans_daily_limit_positive")),
        sa.PrimaryKeyConstraint("version", name="pk_contact_plans"),
    )
    op.create_table(
        "other_mailings",
        sa.Column("member_number", sa.String(length=20), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("member_number", "asked_on", name="pk_other_mailings"),
    )
    op.create_index("ix_other_mailings_asked_on", "other_mailings", ["asked_on"])


def downgrade() -> None:
    op.drop_table("other_mailings")
    op.drop_table("contact_plans")
