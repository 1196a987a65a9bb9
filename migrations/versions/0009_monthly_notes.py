"""The officer's monthly notes and who read them; the steps of the officer's year that were moved, ended or added."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _notes()
    _readers()
    _steps()


def _notes() -> None:
    op.create_table(
        "monthly_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("proven_on", sa.Date(), nullable=True),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(sent_at IS NULL) = (sha256 IS NULL)",
            name=op.f("ck_monthly_notes_sent_has_a_fingerprint"),
        ),
        sa.CheckConstraint(
            "(sent_at IS NULL) = (sent_by_id IS NULL)",
            name=op.f("ck_monthly_notes_sent_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"], ["users.id"], name=op.f("fk_monthly_notes_written_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["users.id"], name=op.f("fk_monthly_notes_sent_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
            name=op.f("fk_monthly_notes_evidence_id_evidence"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_notes")),
        sa.UniqueConstraint("month", name=op.f("uq_monthly_notes_month")),
    )


def _readers() -> None:
    op.create_table(
        "note_readers",
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["note_id"], ["monthly_notes.id"], name=op.f("fk_note_readers_note_id_monthly_notes")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_note_readers_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["department_id"],
            ["departments.id"],
            name=op.f("fk_note_readers_department_id_departments"),
        ),
        sa.PrimaryKeyConstraint("note_id", "user_id", name=op.f("pk_note_readers")),
    )
    op.create_index("ix_note_readers_user_id", "note_readers", ["user_id"])


def _steps() -> None:
    op.create_table(
        "year_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(code IS NULL) <> (title = '')", name=op.f("ck_year_steps_usual_or_own")
        ),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (ended_by_id IS NULL)",
            name=op.f("ck_year_steps_ended_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["users.id"], name=op.f("fk_year_steps_ended_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_steps")),
        sa.UniqueConstraint("year", "code", name=op.f("uq_year_steps_year_code")),
    )
    op.create_index("ix_year_steps_year", "year_steps", ["year"])


def downgrade() -> None:
    """The notes, who read them and the steps of the year are lost: export the notes before."""
    op.drop_table("year_steps")
    op.drop_table("note_readers")
    op.drop_table("monthly_notes")
