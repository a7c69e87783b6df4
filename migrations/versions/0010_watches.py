"""The hours for which members agreed to be rung; every circle has a card that says who is."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# As if the circle had begun with it: whoever opens the room finds it among what stands.
CARDS = """
    INSERT INTO entries (stream_id, seq, kind, card_id, first)
    SELECT circles.stream_id, 1, 'watch', circles.public_id, 1 FROM circles
"""


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _key(name: str, to: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}"))


def _once(name: str, table: str, columns: list[str], unset: str) -> None:
    still = sa.text(f"{unset} IS NULL")
    op.create_index(name, table, columns, unique=True, sqlite_where=still, postgresql_where=still)


def upgrade() -> None:
    op.create_table(
        "watch_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        _moment("offered_at"),
        _moment("withdrawn_at", nullable=True),
        _key("member_id", "members", "watch_hours"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_hours")),
    )
    op.create_index(op.f("ix_watch_hours_member_id"), "watch_hours", ["member_id"])
    offered = ["member_id", "weekday", "hour"]
    _once("uq_watch_hours_offered", "watch_hours", offered, "withdrawn_at")
    op.create_table(
        "single_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        _moment("starts_at"),
        sa.Column("is_taken", sa.Boolean(), nullable=False),
        _moment("chosen_at"),
        _key("member_id", "members", "single_hours"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_single_hours")),
        sa.UniqueConstraint(
            "member_id", "starts_at", name=op.f("uq_single_hours_member_id_starts_at")
        ),
        sa.UniqueConstraint("public_id", name=op.f("uq_single_hours_public_id")),
    )
    op.create_index(op.f("ix_single_hours_starts_at"), "single_hours", ["starts_at"])
    op.create_table(
        "swaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=22), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=False),
        _moment("starts_at"),
        _moment("in_return_at", nullable=True),
        _moment("asked_at"),
        _moment("ended_at", nullable=True),
        sa.Column("end", sa.String(length=24), nullable=True),
        _key("circle_id", "circles", "swaps"),
        _key("by_id", "members", "swaps"),
        _key("to_id", "members", "swaps"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_swaps")),
        sa.UniqueConstraint("public_id", name=op.f("uq_swaps_public_id")),
    )
    op.create_index(op.f("ix_swaps_circle_id"), "swaps", ["circle_id"])
    op.create_index("ix_swaps_by", "swaps", ["by_id"])
    op.create_index("ix_swaps_to", "swaps", ["to_id"])
    _once("uq_swaps_open", "swaps", ["by_id", "to_id", "starts_at"], "ended_at")
    op.create_table(
        "evening_hushes",
        sa.Column("member_id", sa.Integer(), nullable=False),
        _moment("hushed_at"),
        _key("member_id", "members", "evening_hushes"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_evening_hushes")),
    )
    op.execute(CARDS)


def downgrade() -> None:
    op.execute("DELETE FROM entries WHERE kind = 'watch'")
    for table in ("evening_hushes", "swaps", "single_hours", "watch_hours"):
        op.drop_table(table)
