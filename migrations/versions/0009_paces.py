"""How soon a circle asks the next friend, and then everyone."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paces",
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("next_after", sa.Integer(), nullable=False),
        sa.Column("everyone_after", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["circle_id"], ["circles.id"], name=op.f("fk_paces_circle_id")),
        sa.PrimaryKeyConstraint("circle_id", name=op.f("pk_paces")),
    )


def downgrade() -> None:
    op.drop_table("paces")
