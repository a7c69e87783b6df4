"""Pages of urges."""

from accountability.core.pages import private_blueprint
from accountability.urges import shapes as _shapes  # noqa: F401 - registers the cards

bp = private_blueprint("urges", __name__)

BLUEPRINTS = (bp,)
