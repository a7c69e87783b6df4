"""Behind a proxy that speaks https a real browser signs in and writes."""

from __future__ import annotations

from tests.browser import acts
from tests.kit import cast
from tests.kit.service import Service

BEHIND = {"X-Forwarded-Proto": "https"}
# The page itself came by http here, and a socket from another origin is refused: it asks instead.
NO_SOCKET = ("WebSocket connection",)


def test_one_signs_in_by_the_form_and_says_something(window, tmp_path):
    with Service(tmp_path / "instance", LIMITS="off", PROXIES="1") as service:
        noa = cast.sign_up_new(service.origin, "Noa")
        circle = cast.start_circle(noa, my_name="Noa")
        here = window(service.origin, extra_http_headers=BEHIND)
        here.forgives += NO_SOCKET
        acts.sign_in(here, noa.email)

        here.open(f"/circles/{circle}")
        acts.say(here, "said behind a proxy")

        here.until(lambda: "said behind a proxy" in noa.get(f"/circles/{circle}").text)
