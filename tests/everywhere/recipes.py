"""For every keyed route: who sends it, to which address, with which fields.

MARKS only ever move forward, so a repeat needs no memory. CIRCLE holds what is done inside a
circle: it ends with belonging. ACCOUNT holds what a person does as themselves.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from accountability.accounts.access import sign_in_for
from accountability.circles import services as circles
from accountability.circles.models import Role
from accountability.core import clock
from accountability.notifications import reaching
from accountability.streaks import services as streaks
from accountability.urges import services as urges
from accountability.watches import services as watches
from accountability.watches.watching import hour_of
from tests.everywhere.making import (
    day,
    on_alert,
    on_circle,
    on_claimed,
    on_message,
    on_newcomer,
    on_person,
    on_report,
)
from tests.everywhere.world import Recipe, Try, World
from tests.kit.push_service import Subscriber

AGREED = "We are kind to each other."


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
    return "Ben", "/journey/slips", {"day": day(2)}


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


PHONE = Subscriber("https://push.example/a-phone")
DEVICE = {"endpoint": PHONE.endpoint, **PHONE.keys}
HOURS = {"begins": "22:00", "ends": "07:00", "rings_through": "y"}
SANCTION = {"kind": "warn", "rule": "unkind", "reason": "Please be gentler.", "lasts": "24"}
CIRCLE_FIELDS = {"name": "Harbour", "size": "9", "agreement": AGREED}

MARKS: dict[str, Recipe] = {"circles.look": on_circle("Ben", "looks", seq="2")}
CIRCLE: dict[str, Recipe] = {
    "circles.post_message": on_circle("Ben", "messages", text="hello"),
    "circles.delete_message": on_message("Ben", "deletion"),
    "people.change_circle": on_circle("Ana", "settings", **CIRCLE_FIELDS),
    "people.change_name": on_circle("Ben", "name", name="Benno"),
    "people.change_role": on_person("Ana", "Ben", "role", role=Role.MODERATOR.value),
    "people.choose_default": on_circle("Ben", "default"),
    "order.choose_first_friend": on_circle("Ben", "first-friend"),
    "order.choose_pace": on_circle("Ana", "pace", next_after="30", everyone_after="180"),
    "people.close_circle": on_circle("Ana", "closing"),
    "people.offer_handover": on_person("Ana", "Mo", "handover"),
    "people.accept_offer": on_offer("Mo", "acceptance"),
    "people.decline_offer": on_offer("Mo", "decline"),
    "people.withdraw_offer": on_offer("Ana", "withdrawal"),
    "people.leave": leave,
    "newcomers.invite": on_circle("Mo", "invitations"),
    "newcomers.revoke": revoke,
    "newcomers.welcome": on_newcomer("Mo", "welcome"),
    "newcomers.decline": on_newcomer("Mo", "decline"),
    "streaks.choose_sharing": on_circle("Ben", "sharing", sharing="rough"),
    "streaks.cheer": lambda world: (
        "Ben",
        f"/milestones/{world.milestone('Ana').public_id}/cheers",
        {"word": "proud"},
    ),
    "watches.offer_hours": on_circle("Ben", "watch/week", hours="0-22 0-23"),
    "watches.take_hour": lambda world: (
        "Ben",
        f"{world.room}/watch/hours",
        {"at": _soon().isoformat()},
    ),
    "watches.give_back": on_watch("returns"),
    "watches.choose_evenings": on_circle("Ben", "watch/evenings"),
    "watches.ask_swap": on_watch("swaps"),
    "watches.accept_swap": on_swap("Mo", "acceptance"),
    "watches.decline_swap": on_swap("Mo", "decline"),
    "watches.withdraw_swap": on_swap("Ben", "withdrawal"),
    "asking.raise_in_circle": on_circle("Ben", "alerts", strength="7"),
    "asking.take_back": on_alert("Ben", "Ben", "withdrawal"),
    "asking.say_more": on_alert("Ben", "Ben", "details", strength="6", ask="listen", note="a song"),
    "asking.also_tell": also_tell,
    "asking.call_again": on_alert("Ben", "Ben", "calls"),
    "asking.resolve": on_alert("Ben", "Ben", "resolution", outcome="held", thanks="Thank you."),
    "answering.claim": on_alert("Ben", "Ana", "claims"),
    "answering.let_go": on_claimed("Ben", "Ana", "release"),
    "answering.pass_on": pass_on,
    "answering.respond": on_alert("Ben", "Ana", "responses", text="I am here."),
    "answering.decline": on_alert("Ben", "Ana", "declines"),
    "answering.see": on_alert("Ben", "Ana", "sightings"),
    "answering.cheer": lambda world: (
        "Ben",
        f"/alerts/{world.held('Ana').public_id}/cheers",
        {"word": "strong"},
    ),
    "moderation.report": report,
    "deciding.claim": take_report,
    "deciding.resolve": on_report("Mo", "resolution", words="We spoke with them."),
    "deciding.dismiss": on_report("Mo", "dismissal", words="It was meant kindly."),
    "deciding.decide": on_person("Mo", "Ben", "sanctions", **SANCTION),
    "deciding.lift": lift,
    "drills.choose_roads": on_circle("Ben", "preferences", push_messages="y"),
    "drills.send": on_circle("Ben", "drills"),
}
ACCOUNT: dict[str, Recipe] = {
    "circles.start": lambda _world: ("Cleo", "/circles", CIRCLE_FIELDS | {"my_name": "Cleo"}),
    "newcomers.ask_to_join": ask,
    "newcomers.accept_agreement": agree,
    "streaks.begin_journey": lambda _world: ("Ben", "/journey", {"started_on": day(9)}),
    "streaks.log_slip": slip,
    "accounts.change_settings": lambda _world: (
        "Ben",
        "/me",
        {"name": "Ben", "zone": "Europe/Berlin", "language": "en", "theme": "dark"},
    ),
    "accounts.end_browser": end_browser,
    "asking.raise_alert": lambda _world: ("Ben", "/alerts", {"strength": "7"}),
    "kit.keep_number": lambda _world: (
        "Ben",
        "/me/numbers",
        {"name": "My sister", "number": "+44 20 7946 0000"},
    ),
    "kit.forget_number": forget_number,
    "reached.agree": lambda _world: ("Ben", "/me/devices", DEVICE),
    "reached.forget": forget_device,
    "reached.choose_roads": lambda _world: ("Ben", "/me/preferences", {"push_door": "y"}),
    "reached.choose_hours": lambda _world: ("Ben", "/me/quiet-hours", HOURS),
    "reached.say_not_now": lambda _world: ("Ben", "/me/availability", {"hours": "1"}),
    "notifications.look": lambda _world: ("Ben", "/news/looks", {}),
    "parked.try_again": again,
    "accounts.end_other_browsers": lambda _world: ("Ben", "/me/browsers/end", {}),
}
RECIPES = MARKS | CIRCLE | ACCOUNT
