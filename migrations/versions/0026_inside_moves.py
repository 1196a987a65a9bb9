"""A report or an idea that stands in the wrong topic is moved, or taken out; who did it, and what it must not be in again."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None

POINTERS = {
    "malfunction_id": ("malfunctions", "CASCADE"),
    "idea_id": ("ideas", "CASCADE"),
    "topic_id": ("topics", "SET NULL"),
    "was_in_id": ("topics", "SET NULL"),
    "was_inside_id": ("inside_topics", "SET NULL"),
}
GESTURE = sa.Enum("move", "out", name="insidegesture", native_enum=False, create_constraint=True, length=40)  # fmt: skip
INDEXED = ("theme", *POINTERS)


def upgrade() -> None:
    op.create_table(
        "inside_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gesture", GESTURE, nullable=False),
        sa.Column("theme", sa.String(length=30), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in POINTERS),
        sa.Column("is_alone", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(malfunction_id IS NULL) <> (idea_id IS NULL)",
            name=op.f("ck_inside_moves_report_or_idea"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_inside_moves_{column}_{table}"), ondelete=then,
            )
            for column, (table, then) in POINTERS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["users.id"], name=op.f(f"fk_inside_moves_{column}_users")
            )
            for column in ("by_id", "undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inside_moves")),
    )  # fmt: skip
    for column in INDEXED:
        op.create_index(op.f(f"ix_inside_moves_{column}"), "inside_moves", [column])
    op.create_table(
        "inside_aparts",
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_inside_aparts_{column}_{table}"), ondelete="CASCADE",
            )
            for column, table in (("move_id", "inside_moves"), ("topic_id", "topics"))
        ),
        sa.PrimaryKeyConstraint("move_id", "topic_id", name=op.f("pk_inside_aparts")),
    )  # fmt: skip
    op.create_index(op.f("ix_inside_aparts_topic_id"), "inside_aparts", ["topic_id"])


def downgrade() -> None:
    op.drop_table("inside_aparts")
    op.drop_table("inside_moves")
