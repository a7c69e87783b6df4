"""What the service owes at a time; the mail that is owed is one of these promises now."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OWED = sa.text("kept_at IS NULL AND parked_at IS NULL")
MAILS = """
    INSERT INTO promises (kind, key, about, made_at, due_at, free_at, tries)
    SELECT 'mail', public_id, public_id, made_at, due_at, due_at, 0 FROM mails
    WHERE sent_at IS NULL AND body_sealed IS NOT NULL
"""


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "promises",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("about", sa.String(length=22), nullable=False),
        _moment("made_at"),
        _moment("due_at"),
        _moment("free_at"),
        sa.Column("hold", sa.String(length=22), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        _moment("kept_at", nullable=True),
        _moment("parked_at", nullable=True),
        sa.Column("fault", sa.String(length=80), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
        sa.UniqueConstraint("kind", "key", name=op.f("uq_promises_kind_key")),
    )
    op.create_index(
        "ix_promises_owed", "promises", ["free_at"], sqlite_where=OWED, postgresql_where=OWED
    )
    op.create_index("ix_promises_about", "promises", ["about"])
    op.create_table(
        "workers",
        sa.Column("name", sa.String(length=22), nullable=False),
        _moment("heard_at"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_workers")),
    )
    op.execute(MAILS)
    with op.batch_alter_table("mails") as mails:
        mails.drop_column("due_at")
        mails.drop_column("tries")


def downgrade() -> None:
    with op.batch_alter_table("mails") as mails:
        mails.add_column(sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
        mails.add_column(_moment("due_at", nullable=True))
    op.execute("UPDATE mails SET due_at = made_at")
    op.drop_table("workers")
    op.drop_index("ix_promises_about", "promises")
    op.drop_index("ix_promises_owed", "promises")
    op.drop_table("promises")
