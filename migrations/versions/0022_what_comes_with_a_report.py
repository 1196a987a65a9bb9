"""A report may come with files, sealed, and with what its author thinks it touches."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0017b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "malfunction_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("malfunction_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_on", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["malfunction_id"],
            ["malfunctions.id"],
            name=op.f("fk_malfunction_files_malfunction_id_malfunctions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_malfunction_files")),
        sa.UniqueConstraint(
            "malfunction_id", "rank", name=op.f("uq_malfunction_files_malfunction_id_rank")
        ),
    )
    with op.batch_alter_table("malfunctions") as table:
        table.add_column(
            sa.Column("guessed_theme", sa.String(length=30), nullable=False, server_default="")
        )
        table.add_column(sa.Column("guessed_commitment_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_malfunctions_guessed_commitment_id_commitments"),
            "commitments",
            ["guessed_commitment_id"],
            ["id"],
        )
    with op.batch_alter_table("malfunctions") as table:
        table.alter_column("guessed_theme", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("malfunctions") as table:
        table.drop_constraint(
            op.f("fk_malfunctions_guessed_commitment_id_commitments"), type_="foreignkey"
        )
        table.drop_column("guessed_commitment_id")
        table.drop_column("guessed_theme")
    op.drop_table("malfunction_files")
