"""Section 5 over a real network: whatever is lost on the way, all screens end up the same."""

from __future__ import annotations

import threading

from tests.client.follow import Follower
from tests.client.http import Browser
from tests.client.reading import fresh_view, shown
from tests.kit.cast import insist, say
from tests.kit.proxy import Proxy


def head_of(browser, stream):
    return browser.read(f"/streams/{stream}/snapshot", **{"as": "data"}).expect(200).json["head"]


def same(followers, room, within=10):
    """All have reached the head, and show what somebody who comes now is shown."""
    head = head_of(room.ana, room.stream)
    for follower in followers:
        follower.reach({room.stream: head}, within)
    wanted = timeless(shown(fresh_view(room.ana, room.stream)))
    for follower in followers:
        assert timeless(shown(follower.view_of(room.stream))) == wanted


def timeless(view):
    """A view without what time alone changes: which hours of a watch are open, by the hour."""
    return {key: card for key, card in view.items() if key[0] != "watch"}


def test_a_room_full_of_talk_looks_the_same_to_all(room, follow):
    followers = [
        follow(room.ana, only=room.stream),
        follow(room.ben, only=room.stream),
        follow(room.mo, by="poll", only=room.stream),
    ]

    def talk(browser, who):
        for turn in range(12):
            insist(browser, room.circle, f"{who} {turn}")

    threads = [
        threading.Thread(target=talk, args=given)
        for given in ((room.ana, "a"), (room.ben, "b"), (room.mo, "m"))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    same(followers, room)


def test_what_came_in_a_tunnel_is_there_after_it(room, service):
    with Proxy(service.port) as network:
        far = Browser(service.origin, through=network.port)
        far.cookies = dict(room.ben.cookies)
        with Follower(far, only=room.stream) as follower:
            network.cut()
            for number in range(5):
                say(room.ana, room.circle, f"meanwhile {number}").expect(201)
            network.restore()

            same([follower], room, within=15)


def test_words_in_a_network_that_flaps_all_arrive_once(room, service):
    with Proxy(service.port) as network:
        far = Browser(service.origin, through=network.port)
        far.cookies = dict(room.ben.cookies)
        with Follower(far, only=room.stream) as follower:
            for number in range(10):
                (network.cut if number % 2 else network.restore)()
                say(room.ana, room.circle, f"word {number}").expect(201)
            network.restore()

            same([follower], room, within=20)


def test_what_no_frame_told_the_heads_tell(room, follow):
    screen = follow(room.ben, only=room.stream, deaf=True)
    say(room.ana, room.circle, "before").expect(201)
    screen.wait_until(lambda view: any(kind == "message" for kind, _id in view), within=5)

    message = say(room.ana, room.circle, "the last word for today").expect(201).json["id"]

    screen.wait_until(lambda view: ("message", message) in view, within=5)


def test_an_alert_is_seen_claimed_and_answered_on_all_screens(room, follow):
    ana, ben = follow(room.ana, only=room.stream), follow(room.ben, only=room.stream)

    alert = room.ana.post(f"/circles/{room.circle}/alerts", strength=8, note="stay").json["id"]
    ben.wait_until(lambda view: ("alert", alert) in view)
    assert ben.wire.emit("seen", {"alert": alert}) is True
    ana.wait_until(lambda view: reach(view, alert).get("seen") == 1)
    room.ben.post(f"/alerts/{alert}/claims").expect(201)
    room.ben.post(f"/alerts/{alert}/responses", text="I have you").expect(201)

    ana.wait_until(lambda view: state(view, alert) == "claimed")
    ana.wait_until(lambda view: "I have you" in [c["data"].get("text") for c in view.values()])
    room.ana.post(f"/alerts/{alert}/resolution", outcome="held").expect(201)
    ben.wait_until(lambda view: state(view, alert) == "held")


def state(view, alert):
    return view["alert", alert]["data"]["state"]


def reach(view, alert):
    """The reach of this alert, as its author sees it."""
    cards = [card["data"] for (kind, _), card in view.items() if kind == "reach"]
    return next((told for told in cards if told["alert"] == alert), {})


def test_nobody_but_its_author_hears_of_the_reach(room, follow):
    ana, ben = follow(room.ana, only=room.stream), follow(room.ben, only=room.stream)
    alert = room.ana.post(f"/circles/{room.circle}/alerts").expect(201).json["id"]
    room.mo.post(f"/alerts/{alert}/sightings")
    room.mo.post(f"/alerts/{alert}/declines")

    ana.wait_until(lambda view: reach(view, alert))
    ben.wait_until(lambda view: ("alert", alert) in view)

    assert reach(ben.view, alert) == {} and not ben.was_told('"screens"')
    room.ana.post(f"/alerts/{alert}/resolution", outcome="held").expect(201)


def test_cleo_hears_and_reads_nothing(room, follow):
    cleo = follow(room.cleo, only=room.stream)
    marker = "lighthouse-marker-one"

    say(room.ana, room.circle, marker).expect(201)
    alert = room.ana.post(f"/circles/{room.circle}/alerts", note=marker).expect(201).json["id"]
    for path in (f"/circles/{room.circle}", f"/alerts/{alert}", f"/streams/{room.stream}/snapshot"):
        assert room.cleo.get(path).code == 404
    assert room.cleo.post(f"/alerts/{alert}/responses", text="hi").code == 404
    cleo.wire.emit("hello", {})

    assert not cleo.was_told(marker)
    for name in (room.stream, room.me["Ana"], room.me["Ben"], "Harbour"):
        assert not cleo.wire.was_told(name)
    room.ana.post(f"/alerts/{alert}/resolution", outcome="held").expect(201)
