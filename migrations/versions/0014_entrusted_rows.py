"""Rows of an assessment may be entrusted to a collaborator; each row knows who rated it."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delegations",
        sa.Column("rating_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rating_id"], ["ratings.id"], name=op.f("fk_delegations_rating_id_ratings")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_delegations_user_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["users.id"], name=op.f("fk_delegations_given_by_id_users")
        ),
        sa.PrimaryKeyConstraint("rating_id", name=op.f("pk_delegations")),
    )
    op.create_index("ix_delegations_user_id", "delegations", ["user_id"])
    with op.batch_alter_table("ratings") as table:
        table.add_column(sa.Column("rated_by_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_ratings_rated_by_id_users"), "users", ["rated_by_id"], ["id"]
        )


def downgrade() -> None:
    """Rows go back to their heads; who rated each is forgotten."""
    with op.batch_alter_table("ratings") as table:
        table.drop_constraint(op.f("fk_ratings_rated_by_id_users"), type_="foreignkey")
        table.drop_column("rated_by_id")
    op.drop_table("delegations")
