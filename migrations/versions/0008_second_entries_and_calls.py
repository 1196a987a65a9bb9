"""A sheet may be keyed twice by two persons, a member called in vain; nothing is known of what was before."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _second_entries()
    op.create_table(
        "entry_tallies",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("fields", sa.Integer(), nullable=False),
        sa.Column("different", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "different BETWEEN 0 AND fields", name=op.f("ck_entry_tallies_different_within_fields")
        ),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_entry_tallies")),
    )
    op.create_table(
        "call_attempts",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('absent', 'later', 'wrong_number')",
            name=op.f("ck_call_attempts_calloutcome"),
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["invitations.id"],
            name=op.f("fk_call_attempts_invitation_id_invitations"),
        ),
        sa.PrimaryKeyConstraint("invitation_id", "called_on", name=op.f("pk_call_attempts")),
    )


def _second_entries() -> None:
    op.create_table(
        "second_entries",
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("keyed_on", sa.Date(), nullable=False),
        sa.Column("first", sa.LargeBinary(), nullable=False),
        sa.Column("first_by_id", sa.Integer(), nullable=False),
        sa.Column("second", sa.LargeBinary(), nullable=True),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(second IS NULL) = (second_by_id IS NULL)",
            name=op.f("ck_second_entries_second_says_by_whom"),
        ),
        sa.CheckConstraint(
            "first_by_id <> second_by_id", name=op.f("ck_second_entries_by_another_person")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["drafts.invitation_id"],
            name=op.f("fk_second_entries_invitation_id_drafts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["first_by_id"], ["users.id"], name=op.f("fk_second_entries_first_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["users.id"], name=op.f("fk_second_entries_second_by_id_users")
        ),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_second_entries")),
    )


def downgrade() -> None:
    """Second entries, their counts and the calls made in vain are lost; the answers stay."""
    op.drop_table("call_attempts")
    op.drop_table("entry_tallies")
    op.drop_table("second_entries")
