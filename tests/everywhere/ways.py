"""How each write of the service is tried in the small world: its author, address and fields."""

from __future__ import annotations

from datetime import datetime, timedelta

from accountability.accounts.access import sign_in_for
from accountability.circles import services as circles
from accountability.core import clock
from accountability.notifications import reaching
from accountability.streaks import services as streaks
from accountability.urges import services as urges
from accountability.watches import services as watches
from accountability.watches.watching import hour_of
from tests.everywhere.world import Recipe, Try, World

AGREED = "We are kind to each other."


def _day(back: int) -> str:
    return (clock.now().date() - timedelta(days=back)).isoformat()


def on_circle(author: str, act: str, **fields: str) -> Recipe:
    """An act on the circle itself."""
    return lambda world: (author, f"{world.room}/{act}", fields)


def on_message(author: str, act: str, **fields: str) -> Recipe:
    """An act on a message of the author."""

    def recipe(world: World) -> Try:
        message = circles.post_message(world.member(author), "words")
        return author, f"/messages/{message.public_id}/{act}", fields

    return recipe


def on_alert(author: str, by: str, act: str, **fields: str) -> Recipe:
    """An act of somebody on an open alert of somebody."""
    return lambda world: (author, f"/alerts/{world.alert(by).public_id}/{act}", fields)


def on_claimed(author: str, by: str, act: str, **fields: str) -> Recipe:
    """An act on an alert that its author or holder has in hand."""
    return lambda world: (author, f"/alerts/{world.claimed(by, author).public_id}/{act}", fields)


def on_person(author: str, other: str, act: str, **fields: str) -> Recipe:
    """An act on another member."""
    return lambda world: (author, f"/members/{world.member(other).public_id}/{act}", fields)


def on_newcomer(author: str, act: str) -> Recipe:
    """An answer to somebody who waits."""
    return lambda world: (author, f"/newcomers/{world.newcomer().public_id}/{act}", {})


def on_report(author: str, act: str, **fields: str) -> Recipe:
    """A decision about a report that this keeper has taken."""
    return lambda world: (author, f"/reports/{world.report(claimed=True).public_id}/{act}", fields)


def pass_on(world: World) -> Try:
    alert = world.claimed("Ana", "Ben")
    return "Ben", f"/alerts/{alert.public_id}/passing", {"to": world.member("Mo").public_id}


def also_tell(world: World) -> Try:
    other = world.second_circle("Ben", "Mo")
    return "Ben", f"/alerts/{world.alert('Ben').public_id}/circles", {"circle": other.public_id}


def revoke(world: World) -> Try:
    invitation = circles.invite(world.member("Mo"))
    return "Mo", f"/links/{invitation.public_id}/revocation", {}


def report(world: World) -> Try:
    message = circles.post_message(world.member("Ana"), "words")
    return (
        "Ben",
        "/reports",
        {"about": f"message:{message.public_id}", "reason": "unkind", "to": "moderators"},
    )


def take_report(world: World) -> Try:
    return "Mo", f"/reports/{world.report().public_id}/claim", {}


def lift(world: World) -> Try:
    sanction = world.muted("Ben")
    return "Mo", f"/sanctions/{sanction.public_id}/lifting", {}


def _soon(hours: int = 2) -> datetime:
    return hour_of(clock.now()) + timedelta(hours=hours)


def on_watch(act: str) -> Recipe:
    """Ben has an hour, which he gives back or asks Mo to take."""

    def recipe(world: World) -> Try:
        watches.take_hour(world.member("Ben"), _soon())
        fields = {"at": _soon().isoformat(), "to": world.member("Mo").public_id}
        return "Ben", f"{world.room}/watch/{act}", fields

    return recipe


def on_swap(author: str, act: str) -> Recipe:
    """An answer to what Ben asked of Mo, or Ben's second thought."""

    def recipe(world: World) -> Try:
        watches.take_hour(world.member("Ben"), _soon())
        swap = watches.ask_swap(world.member("Ben"), world.member("Mo"), _soon())
        return author, f"/swaps/{swap.public_id}/{act}", {}

    return recipe


def on_offer(author: str, act: str) -> Recipe:
    """An answer to what Ana asked of Mo, or Ana's second thought."""

    def recipe(world: World) -> Try:
        offer = circles.offer_handover(world.member("Ana"), world.member("Mo"))
        return author, f"/offers/{offer.public_id}/{act}", {}

    return recipe


def leave(world: World) -> Try:
    return "Ben", f"{world.room}/leaving", {}


def ask(world: World) -> Try:
    token = circles.invite(world.member("Ana")).token
    return "Cleo", f"/invitations/{token}/newcomers", {"name": "Cleo"}


def agree(world: World) -> Try:
    newcomer = world.newcomer(welcomed=True)
    return "Cleo", f"/newcomers/{newcomer.public_id}/agreement", {}


def slip(world: World) -> Try:
    streaks.begin_journey(world.cast.account("Ben"), clock.now().date() - timedelta(days=9))
    return "Ben", "/journey/slips", {"day": _day(2)}


def forget_number(world: World) -> Try:
    number = urges.keep_number(world.cast.account("Ben"), "My sister", "+44 20 7946 0000")
    return "Ben", f"/me/numbers/{number.public_id}/deletion", {}


def end_browser(world: World) -> Try:
    return "Ben", f"/me/browsers/{world.other_browser('Ben')}/end", {}


def again(world: World) -> Try:
    return "Dora", f"/staff/promises/{world.given_up('Dora')}/again", {}


def forget_device(world: World) -> Try:
    ben, other = world.cast.account("Ben"), world.other_browser("Ben")
    device = reaching.agree(ben, sign_in_for(ben.id, other), PHONE.endpoint, PHONE.keys)
    return "Ben", f"/me/devices/{device.public_id}/deletion", {}
