"""Who takes the way out in the middle of agreeing to be reached is not called back."""

from __future__ import annotations

from tests.browser.pair import meet
from tests.browser.pushed.pushing import allowed, tap
from tests.browser.test_way_out import exits
from tests.kit.push_service import push_service


def test_an_agreement_that_is_known_late_calls_nobody_back(pushing, window):
    ben = allowed(pushing, window, meet(pushing.origin).ben)
    held = ben.hold_next("**/me/devices")
    with push_service() as service:
        tap(ben, service.subscriber())
        ben.until(lambda: held)
        response = held[0].fetch()

        exits(ben, lambda: held[0].fulfill(response=response))
