"""Pages of notifications."""

from accountability.core.pages import private_blueprint

bp = private_blueprint("notifications", __name__)

BLUEPRINTS = (bp,)
