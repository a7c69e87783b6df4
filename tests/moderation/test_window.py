"""What was taken away can be reported for a while."""

from datetime import timedelta

import pytest

from accountability.circles import services as circles
from accountability.circles.models import REPORTABLE_FOR
from accountability.core import clock
from accountability.core.errors import Gone
from accountability.moderation import access, evidence, services
from accountability.moderation.models import Reason
from accountability.urges import services as urges
from tests.circles.kit import set_quietly
from tests.moderation.kit import MARK

pytestmark = pytest.mark.usefixtures("context")
LONG_AGO = REPORTABLE_FOR + timedelta(minutes=1)


def test_words_taken_away_can_be_reported_by_those_who_could_see_them(cast):
    message = circles.post_message(cast.member("Ben"), MARK)
    circles.delete_message(cast.member("Ben"), message)
    about = f"message:{message.public_id}"

    found = access.thing_for(cast.account("Ana").id, about)
    made = services.report(*found, reason=Reason.UNKIND)

    assert evidence.read(made.evidence)["text"] == MARK
    assert access.thing_for(cast.member("Ida").account_id, about) is None
    assert access.thing_for(cast.account("Cleo").id, about) is None


def test_words_taken_away_long_ago_cannot_be_reported(cast):
    message = circles.post_message(cast.member("Ben"), MARK)
    circles.delete_message(cast.member("Ben"), message)
    set_quietly(message, deleted_at=clock.now() - LONG_AGO)

    with pytest.raises(Gone):
        services.report(cast.member("Ana"), message, reason=Reason.UNKIND)

    assert access.thing_for(cast.account("Ana").id, f"message:{message.public_id}") is None


def test_a_call_taken_back_can_be_reported_for_a_while(cast):
    alert = urges.raise_alert(cast.member("Ben"), note=MARK)
    urges.take_back(cast.member("Ben"), alert)

    made = services.report(cast.member("Ana"), alert, reason=Reason.UNKIND)
    set_quietly(alert, taken_back_at=clock.now() - LONG_AGO)

    assert evidence.read(made.evidence)["text"] == MARK
    with pytest.raises(Gone):
        services.report(cast.member("Mo"), alert, reason=Reason.UNKIND)
