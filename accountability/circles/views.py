"""Pages of circles."""

from accountability.core.pages import private_blueprint

bp = private_blueprint("circles", __name__)

BLUEPRINTS = (bp,)
