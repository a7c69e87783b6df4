"""The small browser inside a chat app, which knows no worker: an invitation is used right there."""

from __future__ import annotations

from tests.browser import acts
from tests.kit import cast

INSTAGRAM = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Mobile/22B83 Instagram 357.0.0.27 (iPhone15,2; iOS 18_1; en_US)"
)
NO_WORKER = "delete Navigator.prototype.serviceWorker;"


def test_somebody_new_knocks_and_comes_in_where_no_worker_is_known(visit, pair):
    made = pair.ana.post(f"/circles/{pair.circle}/invitations").expect(201).json
    link = cast.link_on(pair.ana.get(made["location"]))
    noa = visit(user_agent=INSTAGRAM)
    noa.context.add_init_script(NO_WORKER)

    noa.open(link)
    assert not noa.asks("'serviceWorker' in navigator")
    acts.follow(noa, "I am new here")
    acts.sign_up(noa, "Noa")
    noa.page.wait_for_url(f"**{link}")
    waits = acts.knock(noa, "Noa")
    pair.ana.post(f"{waits}/welcome").expect(201)
    noa.open(waits)
    acts.come_in(noa)
    acts.say(noa, "I came from the chat.")

    noa.sees(".message", "I came from the chat.")
    assert "I came from the chat." in pair.ana.get(pair.room).page.words
