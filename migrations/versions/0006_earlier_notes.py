"""The notes of an alert that its author replaced, kept for a report as long as one may come."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earlier_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["urge_alerts.id"], name=op.f("fk_earlier_notes_alert_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_notes")),
        sa.UniqueConstraint("public_id", name=op.f("uq_earlier_notes_public_id")),
    )
    with op.batch_alter_table("earlier_notes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_earlier_notes_alert_id"), ["alert_id"], unique=False)


def downgrade() -> None:
    op.drop_table("earlier_notes")
