"""A proof may be a file, is admitted or refused, and serves several commitments."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = "'proposed', 'admitted', 'refused'"


def upgrade() -> None:
    op.create_table(
        "evidence_uses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_uses_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["commitment_id"],
            ["commitments.id"],
            name=op.f("fk_evidence_uses_commitment_id_commitments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_uses")),
        sa.UniqueConstraint(
            "evidence_id",
            "commitment_id",
            name=op.f("uq_evidence_uses_evidence_id_commitment_id"),
        ),
    )
    op.create_index("ix_evidence_uses_commitment_id", "evidence_uses", ["commitment_id"])
    op.execute(
        "INSERT INTO evidence_uses (evidence_id, commitment_id)"
        " SELECT id, commitment_id FROM evidence ORDER BY id"
    )
    with op.batch_alter_table("evidence") as table:
        for column in (
            sa.Column("file_name", sa.String(length=150), nullable=False, server_default=""),
            sa.Column("media_type", sa.String(length=100), nullable=False, server_default=""),
            sa.Column("size", sa.Integer(), nullable=True),
            sa.Column("sha256", sa.String(length=64), nullable=True),
            sa.Column("state", sa.String(length=40), nullable=False, server_default="proposed"),
            sa.Column("judged_by_id", sa.Integer(), nullable=True),
            sa.Column("judged_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("refused_because", sa.String(length=2000), nullable=False, server_default=""),
        ):
            table.add_column(column)
        table.create_check_constraint(op.f("ck_evidence_evidencestate"), f"state IN ({STATES})")
        table.create_foreign_key(
            op.f("fk_evidence_judged_by_id_users"), "users", ["judged_by_id"], ["id"]
        )
        table.create_index("ix_evidence_sha256", ["sha256"])
        table.create_index("ix_evidence_state", ["state"])
        table.create_index("ix_evidence_valid_to", ["valid_to"])
        table.drop_index("ix_evidence_commitment_id")
        table.drop_constraint(op.f("fk_evidence_commitment_id_commitments"), type_="foreignkey")
        table.drop_column("commitment_id")


def downgrade() -> None:
    """A proof keeps its first commitment only; the files stay in their folder, unnamed."""
    with op.batch_alter_table("evidence") as table:
        table.add_column(sa.Column("commitment_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE evidence SET commitment_id = (SELECT MIN(commitment_id) FROM evidence_uses"
        " WHERE evidence_uses.evidence_id = evidence.id)"
    )
    op.drop_index("ix_evidence_uses_commitment_id", table_name="evidence_uses")
    op.drop_table("evidence_uses")
    with op.batch_alter_table("evidence") as table:
        table.alter_column("commitment_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(
            op.f("fk_evidence_commitment_id_commitments"), "commitments", ["commitment_id"], ["id"]
        )
        table.create_index("ix_evidence_commitment_id", ["commitment_id"])
        for index in ("ix_evidence_sha256", "ix_evidence_state", "ix_evidence_valid_to"):
            table.drop_index(index)
        table.drop_constraint(op.f("ck_evidence_evidencestate"), type_="check")
        table.drop_constraint(op.f("fk_evidence_judged_by_id_users"), type_="foreignkey")
        for column in (
            "file_name",
            "media_type",
            "size",
            "sha256",
            "state",
            "judged_by_id",
            "judged_at",
            "refused_because",
        ):
            table.drop_column(column)
