"""Who was asked to pause is not shown writing, either."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import g

from accountability.core import clock
from accountability.core.errors import Refused
from accountability.moderation import services
from accountability.realtime import handlers
from accountability.urges import services as urges
from tests.moderation.kit import ground

pytestmark = pytest.mark.usefixtures("context")


def test_who_was_asked_to_pause_is_not_shown_writing_to_a_friend(app, cast):
    theirs, own = urges.raise_alert(cast.member("Ana")), urges.raise_alert(cast.member("Ben"))
    services.mute(cast.member("Mo"), cast.member("Ben"), ground(), clock.now() + timedelta(hours=1))

    def typing(alert):
        with app.test_request_context():
            g._login_user = cast.account("Ben")
            return handlers.typing.__wrapped__({"alert": alert.public_id})

    with pytest.raises(Refused, match="pause"):
        typing(theirs)
    assert typing(own) is True
