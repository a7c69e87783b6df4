"""Pages of accounts."""

from accountability.core.pages import private_blueprint

bp = private_blueprint("accounts", __name__)

BLUEPRINTS = (bp,)
