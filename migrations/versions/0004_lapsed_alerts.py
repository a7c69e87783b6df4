"""When an alert's end by time alone was told to open screens, and which are still to be looked at."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNENDED = sa.text("outcome IS NULL AND taken_back_at IS NULL AND lapsed_at IS NULL")

ENDED = sa.text(
    "UPDATE urge_alerts SET lapsed_at = raised_at"
    " WHERE outcome IS NULL AND taken_back_at IS NULL AND raised_at < :since"
)


def _long_ago() -> datetime:
    return datetime.now(UTC) - timedelta(hours=12)


def upgrade() -> None:
    with op.batch_alter_table("urge_alerts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True))
    # Whatever ended by itself before this is told to nobody: no screen of then is open.
    op.execute(ENDED.bindparams(sa.bindparam("since", _long_ago(), sa.DateTime(timezone=True))))
    op.create_index(
        "ix_urge_alerts_unended",
        "urge_alerts",
        ["raised_at"],
        sqlite_where=UNENDED,
        postgresql_where=UNENDED,
    )


def downgrade() -> None:
    op.drop_index("ix_urge_alerts_unended", "urge_alerts")
    op.drop_column("urge_alerts", "lapsed_at")  # a batch would rebuild it beneath its children
