"""Pages of urges."""

from accountability.core.pages import private_blueprint

bp = private_blueprint("urges", __name__)

BLUEPRINTS = (bp,)
