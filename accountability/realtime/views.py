"""The protocol's reading routes."""

from accountability.core.pages import private_blueprint

bp = private_blueprint("streams", __name__)

BLUEPRINTS = (bp,)
