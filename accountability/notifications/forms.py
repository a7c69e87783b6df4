"""What the page of news sends."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Optional, Regexp

from accountability.core.forms import KeyedForm, tidy


class NewsForm(KeyedForm):
    """How far the news was seen; all of it without a number."""

    seq = StringField(
        filters=[tidy],
        validators=[Optional(), Regexp("^[0-9]{1,15}$", message=_l("That is no number."))],
    )
