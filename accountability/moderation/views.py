"""Pages of moderation."""

from accountability.core.pages import private_blueprint
from accountability.moderation import audience as _audience  # noqa: F401 - registers who may follow

bp = private_blueprint("moderation", __name__)

BLUEPRINTS = (bp,)
