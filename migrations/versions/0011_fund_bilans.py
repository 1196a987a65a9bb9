"""The whole fund has its yearly review, signed and kept; each theme of the charter is judged on its cycle (PDCA)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fund_bilans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("motive", sa.String(length=2000), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["users.id"], name=op.f("fk_fund_bilans_signed_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_bilans")),
        sa.UniqueConstraint("year", "version", name=op.f("uq_fund_bilans_year_version")),
    )
    op.create_table(
        "maturities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("theme_code", sa.String(length=10), nullable=False),
        sa.Column("stage", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("rated_by_id", sa.Integer(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stage BETWEEN 0 AND 4", name=op.f("ck_maturities_stage_range")),
        sa.ForeignKeyConstraint(
            ["rated_by_id"], ["users.id"], name=op.f("fk_maturities_rated_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maturities")),
        sa.UniqueConstraint("year", "theme_code", name=op.f("uq_maturities_year_theme_code")),
    )


def downgrade() -> None:
    """The fund's signed reviews and what was said of each theme are lost: export them before."""
    op.drop_table("maturities")
    op.drop_table("fund_bilans")
