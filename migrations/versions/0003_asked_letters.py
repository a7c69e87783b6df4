"""Three letters of a kind within an hour to one mailbox, counted where all processes see it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "asked_letters",
        sa.Column("letter", sa.String(length=24), nullable=False),
        sa.Column("address_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("letter", "address_hash", "turn", name=op.f("pk_asked_letters")),
    )


def downgrade() -> None:
    op.drop_table("asked_letters")
