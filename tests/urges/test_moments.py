"""A card is the same for everybody: also its times, whatever the zones of those who read."""

from datetime import timedelta

from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.streaks import services as streaks


def cards_of(browser):
    """The html of every card that this person may follow, but for what only they have."""
    shared = [
        one["id"]
        for one in browser.get("/me/streams").get_json()["streams"]
        if one["kind"] != "account"
    ]
    pictures = [browser.get(f"/streams/{one}/snapshot").get_json() for one in shared]
    return {
        (picture["stream"], card["kind"], card["id"]): card["html"]
        for picture in pictures
        for card in picture["cards"]
    }


def test_two_zones_get_the_same_bytes(app, cast):
    with app.app_context():
        circle = cast.circle().public_id
        with quiet_change():
            cast.account("Ben").zone = "Asia/Tokyo"
            cast.account("Mo").zone = "America/Los_Angeles"
        ana = cast.account("Ana")
        streaks.begin_journey(ana, clock.now().date() - timedelta(days=7))
        streaks.find_milestones(ana)
    ana, ben, mo = (cast.browser(name) for name in ("Ana", "Ben", "Mo"))
    ben.post(f"/circles/{circle}/messages", text="good morning")
    alert = ana.post("/alerts").get_json()["id"]
    ben.post(f"/alerts/{alert}/responses", text="I am here")
    ana.post(f"/alerts/{alert}/calls")

    far, farther = cards_of(ben), cards_of(mo)

    assert far == farther
    kinds = {kind for _stream, kind, _id in far}
    assert kinds >= {"message", "alert", "company", "response", "milestone", "member"}
    timed = [html for html in far.values() if "<time" in html]
    assert len(timed) >= 5 and all(" UTC</time>" in html for html in timed)
