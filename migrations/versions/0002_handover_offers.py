"""A host offers the circle to another member, who says yes or no."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover_offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(24), nullable=True),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circles.id"], name=op.f("fk_handover_offers_circle_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["members.id"], name=op.f("fk_handover_offers_by_id")),
        sa.ForeignKeyConstraint(["to_id"], ["members.id"], name=op.f("fk_handover_offers_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover_offers")),
        sa.UniqueConstraint("public_id", name=op.f("uq_handover_offers_public_id")),
    )
    op.create_index(op.f("ix_handover_offers_circle_id"), "handover_offers", ["circle_id"])
    op.create_index(
        "uq_handover_offers_open",
        "handover_offers",
        ["circle_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("handover_offers")
