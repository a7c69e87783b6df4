"""What is owed is found by its kind and time, and what is about one thing by its kind too."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OWED = sa.text("kept_at IS NULL AND parked_at IS NULL")


def _index(owed: list[str], about: list[str]) -> None:
    op.drop_index("ix_promises_about", "promises")
    op.drop_index("ix_promises_owed", "promises")
    op.create_index("ix_promises_owed", "promises", owed, sqlite_where=OWED, postgresql_where=OWED)
    op.create_index("ix_promises_about", "promises", about)


def upgrade() -> None:
    _index(["kind", "free_at"], ["about", "kind"])


def downgrade() -> None:
    _index(["free_at"], ["about"])
