"""How well comments are read, as last measured on each sort of sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quality_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "basis",
            sa.Enum(
                "corrected", "first_day", "trial", "starter",
                name="basis", native_enum=False, create_constraint=True, length=40,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader", sa.String(length=80), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quality_runs")),
        sa.UniqueConstraint("basis", name=op.f("uq_quality_runs_basis")),
    )
    op.create_table(
        "quality_cells",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("truth", sa.String(length=30), nullable=False),
        sa.Column("given", sa.String(length=30), nullable=False),
        sa.Column("tenth", sa.Integer(), nullable=False),
        sa.Column("sentences", sa.Integer(), nullable=False),
        sa.Column("among", sa.Integer(), nullable=False),
        sa.Column("certainty", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["quality_runs.id"],
            name=op.f("fk_quality_cells_run_id_quality_runs"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("run_id", "truth", "given", "tenth", name=op.f("pk_quality_cells")),
    )


def downgrade() -> None:
    op.drop_table("quality_cells")
    op.drop_table("quality_runs")
