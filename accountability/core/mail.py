"""Mail: a row written with its cause; it is sent afterwards, or kept in the local outbox."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app
from flask_babel import force_locale
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from accountability.core import clock
from accountability.core.columns import HasPublicId, Sealed, created, moment, sealed_column
from accountability.core.config import Settings
from accountability.core.extensions import Base, db
from accountability.core.promises import promise

SUBJECT = 120
KEPT = timedelta(days=1)  # no link in a mail opens anything for longer
# How mails are owed: one about a call waits behind no others. Rows of before hold all under `CALL`;
# processes of before know that one alone, and keep calls while others are new already.
CALL, LETTER = "mail", "letter"


class Mail(HasPublicId, Base):
    """One mail that is owed to one address. Its body may hold links that sign in: it is sealed."""

    __tablename__ = "mails"

    id: Mapped[int] = mapped_column(primary_key=True)
    address_sealed: Mapped[bytes | None] = sealed_column()
    subject: Mapped[str] = mapped_column(String(SUBJECT))
    body_sealed: Mapped[bytes | None] = sealed_column()
    made_at: Mapped[created]
    sent_at: Mapped[moment | None]

    address = Sealed("address_sealed")
    body = Sealed("body_sealed")

    @property
    def sealed_owner(self) -> str:
        """A mail belongs to nobody but itself."""
        return self.public_id


def owe(
    address: str, subject: str, body: str, name: str | None = None, *, kind: str = LETTER
) -> Mail:
    """Write a mail into the transaction under way; it goes out after the commit.

    Its name is the public id that it has on the wire; without one it gets its own.
    """
    named = {"public_id": name} if name else {}
    mail = Mail(**named, address=address, subject=subject[:SUBJECT], body=body)
    db.session.add(mail)
    promise(kind, mail.public_id, due_at=clock.now())
    return mail


def owe_letter(
    address: str,
    letter: str,
    name: str | None = None,
    *,
    language: str = "en",
    kind: str = LETTER,
    **values: Any,
) -> Mail:
    """Owe the mail whose words stand in `templates/mail/<letter>/`, in the reader's language.

    Nothing of the request reaches the words but `values`: not who is signed in, not the page.
    """
    with force_locale(language):
        subject, body = (
            current_app.jinja_env.get_template(f"mail/{letter}/{part}.txt").render(values)
            for part in ("subject", "body")
        )
    words = " ".join(subject.split()), f"{body.strip()}\n"
    return owe(address, *words, name, kind=kind)


def absolute(address: str) -> str:
    """An address of this service as a mail needs it: whole, and never under the asked host.

    The request's Host is what a stranger says it is, and links in mails sign in.
    """
    root = current_app.config["STEADY"].public_url or current_app.config["LISTENS_AT"]
    parts = urlsplit(address)
    return f"{root.rstrip('/')}{parts.path}{'?' if parts.query else ''}{parts.query}"


def has_outbox(app: Flask) -> bool:
    """Whether mail is read on the outbox page: only people at this machine can reach the service.

    A public address or a proxy means that others come from here, too.
    """
    settings: Settings = app.config["STEADY"]
    reached = settings.smtp_url or settings.public_url or settings.proxies
    return not reached and app.config.get("ON_LOOPBACK", True)


def latest(most: int) -> Sequence[Mail]:
    """The newest mails of the last day that are still readable."""
    is_kept = Mail.body_sealed.is_not(None), Mail.made_at > clock.now() - KEPT
    query = select(Mail).where(*is_kept).order_by(Mail.id.desc())
    return db.session.scalars(query.limit(most)).all()
