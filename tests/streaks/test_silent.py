"""What a circle does not see of a journey leaves no number in its stream either."""

from datetime import timedelta

import pytest

from accountability.circles.models import Sharing
from accountability.core import clock
from accountability.core.extensions import db
from accountability.core.reading import head_of
from accountability.streaks import services


def numbers_of_a_slip(cast, sharing, kept, back):
    """How many numbers a slip of so many days back takes in the circle."""
    member = cast.circle() and cast.member("Ben")
    services.choose_sharing(member, sharing)
    today = clock.today_in(member.account.zone)
    services.begin_journey(member.account, today - timedelta(days=kept))
    before = head_of(member.circle.stream)
    services.log_slip(member.account, today - timedelta(days=back))
    db.session.rollback()
    return head_of(member.circle.stream) - before


@pytest.mark.parametrize(
    ("sharing", "kept", "back", "told"),
    [
        (Sharing.EXACT, 20, 0, 1),
        (Sharing.EXACT, 20, 20, 0),  # its first day: the streak stays as it is
        (Sharing.ROUGH, 20, 0, 1),
        (Sharing.ROUGH, 20, 5, 1),
        (Sharing.ROUGH, 20, 6, 1),
        (Sharing.ROUGH, 6, 3, 0),  # "days" before and after
        (Sharing.HIDDEN, 20, 0, 0),
        (Sharing.HIDDEN, 20, 5, 0),
    ],
)
def test_a_slip_is_told_only_where_it_changes_what_is_seen(
    context, cast, sharing, kept, back, told
):
    assert numbers_of_a_slip(cast, sharing, kept, back) == told
