"""Pages of streaks."""

from accountability.core.pages import private_blueprint

bp = private_blueprint("streaks", __name__)

BLUEPRINTS = (bp,)
