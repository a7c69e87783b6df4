"""For every keyed route: who sends it, to which address, with which fields.

MARKS only ever move forward, so a repeat needs no memory. CIRCLE holds what is done inside a
circle: it ends with belonging. ACCOUNT holds what a person does as themselves.
"""

from __future__ import annotations

from accountability.circles.models import Role
from tests.everywhere.ways import (
    AGREED,
    _day,
    _soon,
    again,
    agree,
    also_tell,
    ask,
    end_browser,
    forget_device,
    forget_number,
    leave,
    lift,
    on_alert,
    on_circle,
    on_claimed,
    on_message,
    on_newcomer,
    on_offer,
    on_person,
    on_report,
    on_swap,
    on_watch,
    pass_on,
    report,
    revoke,
    slip,
    take_report,
)
from tests.everywhere.world import Recipe
from tests.kit.push_service import Subscriber

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
    "streaks.begin_journey": lambda _world: ("Ben", "/journey", {"started_on": _day(9)}),
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
