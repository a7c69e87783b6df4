"""When an alert's end by time alone was told to open screens, and which are still to be looked at."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNENDED = sa.text("outcome IS NULL AND taken_back_at IS NULL AND lapsed_at IS NULL")


def upgrade():
    with op.batch_alter_table("urge_alerts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_urge_alerts_unended",
        "urge_alerts",
        ["raised_at"],
        sqlite_where=UNENDED,
        postgresql_where=UNENDED,
    )


def downgrade():
    op.drop_index("ix_urge_alerts_unended", "urge_alerts")
    with op.batch_alter_table("urge_alerts", schema=None) as batch_op:
        batch_op.drop_column("lapsed_at")
