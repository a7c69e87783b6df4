"""Pages of moderation."""

from accountability.core.pages import private_blueprint

bp = private_blueprint("moderation", __name__)

BLUEPRINTS = (bp,)
