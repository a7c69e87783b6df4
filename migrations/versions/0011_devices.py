"""Where people are reached when they do not look: devices, deliveries, preferences, drills."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

GONE = sa.text("gone_at IS NULL")
BY_MAIL = sa.text("device_id IS NULL")


def _moment(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _link(table: str, name: str, to: str, *, nullable: bool = False) -> sa.Column:
    key = sa.ForeignKey(f"{to}.id", name=op.f(f"fk_{table}_{name}"))
    return sa.Column(name, sa.Integer(), key, nullable=nullable)


def _words(name: str, length: int, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length), nullable=nullable)


def _id(table: str) -> list:
    return [_number("id"), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))]


def _public_id(table: str) -> list:
    unique = sa.UniqueConstraint("public_id", name=op.f(f"uq_{table}_public_id"))
    return [_words("public_id", 22), unique]


def _flag(name: str) -> sa.Column:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def upgrade() -> None:
    _indexed("notifications", "location")
    op.create_table(
        "devices",
        *_id("devices"),
        *_public_id("devices"),
        _link("devices", "account_id", "accounts"),
        _link("devices", "sign_in_id", "sign_ins"),
        sa.Column("endpoint_mark", sa.LargeBinary(32), nullable=False),
        sa.Column("endpoint_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("keys_sealed", sa.LargeBinary(), nullable=True),
        _moment("made_at"),
        _moment("proven_at", nullable=True),
        _moment("gone_at", nullable=True),
    )
    _indexed("devices", "account_id", "sign_in_id")
    op.create_index(
        "uq_devices_endpoint",
        "devices",
        ["endpoint_mark"],
        unique=True,
        sqlite_where=GONE,
        postgresql_where=GONE,
    )
    op.create_table(
        "deliveries",
        *_id("deliveries"),
        *_public_id("deliveries"),
        _link("deliveries", "notification_id", "notifications"),
        _words("road", 24),
        _link("deliveries", "device_id", "devices", nullable=True),
        _number("step"),
        _flag("is_loud"),
        _moment("made_at"),
        _moment("handed_at", nullable=True),
        _moment("accepted_at", nullable=True),
        _moment("arrived_at", nullable=True),
        _words("fault", 24, nullable=True),
        sa.UniqueConstraint(
            "notification_id",
            "step",
            "road",
            "device_id",
            name=op.f("uq_deliveries_notification_id_step_road_device_id"),
        ),
    )
    _indexed("deliveries", "device_id")
    op.create_index(
        "uq_deliveries_mail",
        "deliveries",
        ["notification_id", "step"],
        unique=True,
        sqlite_where=BY_MAIL,
        postgresql_where=BY_MAIL,
    )
    op.create_table(
        "preferences",
        _link("preferences", "account_id", "accounts"),
        _words("place", 22),
        _words("matter", 24),
        _words("road", 24),
        _flag("wanted"),
        sa.PrimaryKeyConstraint(
            "account_id", "place", "matter", "road", name=op.f("pk_preferences")
        ),
    )
    op.create_table(
        "availabilities",
        _link("availabilities", "account_id", "accounts"),
        _number("quiet_from", nullable=True),
        _number("quiet_until", nullable=True),
        _flag("rings_through"),
        _moment("away_until", nullable=True),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_availabilities")),
    )
    op.create_table(
        "drills",
        *_id("drills"),
        *_public_id("drills"),
        _link("drills", "circle_id", "circles"),
        _link("drills", "member_id", "members"),
        _moment("sent_at"),
    )
    _indexed("drills", "circle_id")


def downgrade() -> None:
    for table in ("drills", "availabilities", "preferences", "deliveries", "devices"):
        op.drop_table(table)
    op.drop_index(op.f("ix_notifications_location"), "notifications")
