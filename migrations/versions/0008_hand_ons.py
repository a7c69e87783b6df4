"""The steps by which an alert was handed on, and whom a member wants to be asked first."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


MIDNIGHTS = """
    INSERT INTO promises (kind, key, about, made_at, due_at, free_at, tries)
    SELECT 'midnight', public_id || '::', public_id,
        CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 0 FROM journeys
"""


def upgrade() -> None:
    op.create_table(
        "hand_ons",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("alert_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("named_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["alert_id"], ["urge_alerts.id"], name=op.f("fk_hand_ons_alert_id")
        ),
        sa.ForeignKeyConstraint(["named_id"], ["members.id"], name=op.f("fk_hand_ons_named_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_ons")),
        sa.UniqueConstraint(
            "alert_id", "since", "number", name=op.f("uq_hand_ons_alert_id_since_number")
        ),
    )
    # No foreign key: SQLite would have to make the table anew, which others point to.
    op.execute(MIDNIGHTS)  # those who set out before have midnights from now on
    op.add_column("members", sa.Column("first_friend_id", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM promises WHERE kind IN ('midnight', 'hand_on')")
    op.drop_column("members", "first_friend_id")
    op.drop_table("hand_ons")
