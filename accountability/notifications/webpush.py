"""What is pushed, and pushing it: the only file that knows the library.

The words are harmless on a lock screen and the same whatever happened. The shape is that of
Declarative Web Push, which newer iPhones show by themselves; the worker reads the same.
"""

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import gevent
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from accountability.core import clock
from accountability.core.config import Settings
from accountability.core.mail import absolute
from accountability.core.outside import FAULTS, Line
from accountability.notifications import spacing
from accountability.notifications.models import Delivery, Device

PATIENCE = 10
WHOLE_PATIENCE = 15  # an answer that drips comes to an end, too
TTL = {"alert": 600}
LONG_TTL = 86_400
SIGNED_FOR = 12 * 3600
SHAKES = [300, 150, 300, 150, 600]


@dataclass(frozen=True, slots=True)
class Pushed:
    """How a push service answered: its code, 0 if it did not, and when to come again."""

    code: int
    wait: float = 0

    @property
    def is_taken(self) -> bool:
        """Whether the push service has it. That it arrived is another thing."""
        return 200 <= self.code < 300

    @property
    def is_gone(self) -> bool:
        """Whether the device will never be there again."""
        return self.code in {404, 410}

    @property
    def may_come_again(self) -> bool:
        """Whether the same may be taken later."""
        return self.code in {0, 408, 425, 429} or self.code >= 500


@dataclass(frozen=True, slots=True)
class Push:
    """One push as it goes over the wire, with nothing of the database behind it."""

    endpoint: str
    keys: dict[str, str]
    payload: str
    topic: str
    ttl: int
    is_urgent: bool


def ttl_of(kind: str) -> int:
    """For how many seconds it is worth being shown."""
    return TTL.get(kind, LONG_TTL)


def payload_of(delivery: Delivery) -> str:
    """What the device is told: that there is something, and where to look."""
    told = delivery.notification
    with force_locale(told.account.language):
        words = _("Something new for you. Touch to look.")
        if told.kind == "drill":
            words = _("A test. Nothing is asked of you.")
    shown: dict[str, Any] = {
        "title": current_app.config["STEADY"].app_name,
        "body": words,
        "navigate": absolute(f"/deliveries/{delivery.public_id}"),
        "tag": spacing.topic_of(delivery),
    }
    if delivery.is_loud:
        shown |= {"renotify": True, "requireInteraction": True, "vibrate": SHAKES}
    elif not spacing.is_known(delivery):
        shown["renotify"] = True  # a new call rings in the place of an older one; all else alike
    whole = {"web_push": 8030, "notification": shown}
    return json.dumps(whole, separators=(",", ":"), ensure_ascii=False)


def push_of(delivery: Delivery, device: Device) -> Push:
    """A delivery as it goes over the wire."""
    told = delivery.notification
    return Push(
        endpoint=device.endpoint,
        keys=json.loads(device.keys),
        payload=payload_of(delivery),
        topic=spacing.topic_of(delivery),
        ttl=ttl_of(told.kind),
        is_urgent=told.is_urgent,
    )


@cache
def _line(*, loopback: bool) -> Line:
    return Line(loopback=loopback)


@cache
def _signer(key: str) -> Any:
    from py_vapid import Vapid02

    return Vapid02.from_string(key)


def public_key(settings: Settings) -> str:
    """The key that a browser asks for when somebody agrees."""
    from py_vapid.utils import b64urlencode

    point = _signer(settings.vapid_key).public_key
    return b64urlencode(point.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


def _headers(push: Push, settings: Settings) -> dict[str, str]:
    parts = urlsplit(push.endpoint)
    is_https = (settings.public_url or "").startswith("https://")
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": str(int(clock.now().timestamp()) + SIGNED_FOR),
        "sub": settings.public_url if is_https else f"mailto:{settings.mail_from}",
    }
    urgency = "high" if push.is_urgent else "normal"
    return {
        **_signer(settings.vapid_key).sign(claims),
        "Urgency": urgency,
        "Topic": push.topic,
    }


def send(push: Push) -> Pushed:
    """Hand it to the push service; whatever goes wrong on the way is no answer."""
    # The library brings a second web client along, which no start should wait for.
    from pywebpush import WebPusher

    settings: Settings = current_app.config["STEADY"]
    line = _line(loopback=settings.push_loopback)
    pusher = WebPusher({"endpoint": push.endpoint, "keys": push.keys}, requests_session=line)
    try:
        with gevent.Timeout(WHOLE_PATIENCE):
            answer: Any = pusher.send(
                push.payload, _headers(push, settings), ttl=push.ttl, timeout=PATIENCE
            )
    except (gevent.Timeout, *FAULTS):
        return Pushed(0)
    return Pushed(answer.status_code, _wait_in(answer.headers.get("Retry-After", "")))


def _wait_in(said: str) -> float:
    """Seconds to wait, from a number or a date; none if it says neither."""
    if said.isdecimal():
        return min(float(said[:10]), LONG_TTL)  # what is longer than a day is never worth it
    try:
        asked = (parsedate_to_datetime(said) - clock.now()).total_seconds()
        return min(max(0.0, asked), LONG_TTL)
    except (TypeError, ValueError):
        return 0.0
