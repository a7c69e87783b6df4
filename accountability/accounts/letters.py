"""Flask-Security's mails as rows of ours, owed in the same transaction as their cause."""

from typing import Any

from flask_babel import gettext as _
from flask_security import MailUtil
from sqlalchemy.exc import IntegrityError

from accountability.accounts.addresses import tidy_address
from accountability.core.change import commit_sign_in
from accountability.core.errors import Refused
from accountability.core.extensions import db
from accountability.core.mail import absolute, owe_letter

LINKS = ("confirmation_link", "reset_link", "recovery_link")


class Letters(MailUtil):
    """Owes mails instead of sending them; templates are folders of `templates/mail`."""

    def send_mail(self, template: str, *_given: Any, **context: Any) -> None:
        """Owe one mail and store it with what caused it: Flask-Security does not always commit."""
        user = context["user"]
        links = {name: absolute(context[name]) for name in LINKS if context.get(name)}
        owe_letter(user.email, template, language=user.language, **links)
        try:
            commit_sign_in()
        except IntegrityError:
            db.session.rollback()
            raise Refused(_("Please look into your mail, or try to sign in.")) from None

    def normalize(self, email: str) -> str:
        """The one spelling of an address, or a complaint."""
        return tidy_address(super().normalize(tidy_address(email)))

    def validate(self, email: str) -> str:
        """The same: whether mail arrives there is seen when it is sent."""
        return self.normalize(email)
