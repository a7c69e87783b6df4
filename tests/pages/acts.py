"""Every act of the service: who does it, where, and with what it would be done.

A POST route that is not here fails a test. Nothing of this is really done: what is sent instead is
this, spoiled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import quote

from tests.kit.push_service import Subscriber

NEW_PASSWORD = "seven lamps along the quay"
WORDS = "αβγ δεζ"


@dataclass(frozen=True)
class Act:
    """One act with the fields it takes. `key` is False where Flask-Security reads the form."""

    endpoint: str
    who: str
    address: str
    fields: dict[str, str] = field(default_factory=dict)
    key: bool = True

    def path(self, ids: dict[str, str]) -> str:
        """Its address in a scene."""
        return self.address.format(**{name: quote(one, safe="") for name, one in ids.items()})

    def filled(self, ids: dict[str, str]) -> dict[str, str]:
        """Its fields in a scene."""
        return {name: text.format(**ids) for name, text in self.fields.items()}


def _act(endpoint: str, who: str, address: str, /, **fields: str) -> Act:
    return Act(endpoint, who, address, fields)


def _door(endpoint: str, who: str, address: str, /, **fields: str) -> Act:
    return Act(endpoint, who, address, fields, key=False)


CIRCLE = {"name": WORDS, "size": "9", "agreement": WORDS}
SANCTION = {"kind": "warn", "rule": "unkind", "reason": WORDS, "lasts": "24"}
PHONE = Subscriber("https://push.invalid/a-phone")
DEVICE = {"endpoint": PHONE.endpoint, **PHONE.keys}
BOTH = {"password": NEW_PASSWORD, "password_confirm": NEW_PASSWORD}

DOORS = [
    _door("security.login", "", "/sign-in", email="ana@example.org", password="x" * 20),
    _door("security.register", "", "/sign-up", name=WORDS, email="new@b.example", adult="y"),
    _door("security.forgot_password", "", "/password/forgotten", email="new@b.example"),
    _door("security.reset_password", "", "/password/reset/{reset}", **BOTH),
    _door("security.change_password", "Wim", "/password/change", password="x" * 20),
    _door("security.verify", "Wim", "/password/again", password="x" * 20),
    _door("security.logout", "Nia", "/sign-out"),
    _door("front.leave", "Dee", "/exit"),
]
ACCOUNT = [
    _act("accounts.change_settings", "Ben", "/me", name=WORDS, zone="UTC", language="en"),
    _act("accounts.end_browser", "Ben", "/me/browsers/{unknown}/end"),
    _act("accounts.end_other_browsers", "Ben", "/me/browsers/end"),
    _act("kit.keep_number", "Lou", "/me/numbers", name=WORDS, number="112"),
    _act("kit.forget_number", "Noor", "/me/numbers/{number}/deletion"),
    _act("notifications.look", "Ana", "/news/looks", seq="3"),
    _act("reached.agree", "Ben", "/me/devices", **DEVICE),
    _act("reached.forget", "Ana", "/me/devices/{device}/deletion"),
    _act("reached.choose_roads", "Ben", "/me/preferences", push_company="y"),
    _act("reached.choose_hours", "Ben", "/me/quiet-hours", begins="22:00", ends="07:00"),
    _act("reached.say_not_now", "Ben", "/me/availability", hours="1"),
    Act("reached.arrive", "Ben", "/deliveries/{delivery}/arrival", key=False),
    _act("streaks.begin_journey", "Ida", "/journey", started_on="2026-01-01"),
    _act("streaks.log_slip", "Ben", "/journey/slips", day="2026-01-01"),
]
CIRCLES = [
    _act("circles.start", "Lou", "/circles", **CIRCLE, my_name=WORDS),
    _act("circles.post_message", "Ben", "/circles/{circle}/messages", text=WORDS),
    _act("circles.delete_message", "Ana", "/messages/{mine}/deletion"),
    _act("circles.look", "Ben", "/circles/{circle}/looks", seq="3"),
    _act("people.change_circle", "Ana", "/circles/{circle}/settings", **CIRCLE),
    _act("people.change_name", "Ben", "/circles/{circle}/name", name=WORDS),
    _act("people.change_role", "Ana", "/members/{Ben_member}/role", role="moderator"),
    _act("people.choose_default", "Ben", "/circles/{circle}/default"),
    _act("order.choose_first_friend", "Ben", "/circles/{circle}/first-friend"),
    _act(
        "order.choose_pace", "Ana", "/circles/{circle}/pace", next_after="30", everyone_after="180"
    ),
    _act("people.close_circle", "Ana", "/circles/{circle}/closing"),
    _act("people.offer_handover", "Ana", "/members/{Ben_member}/handover"),
    _act("people.accept_offer", "Ana", "/offers/{offer}/acceptance"),
    _act("people.decline_offer", "Ana", "/offers/{offer}/decline"),
    _act("people.withdraw_offer", "Cleo", "/offers/{offer}/withdrawal"),
    _act("people.leave", "Ben", "/circles/{circle}/leaving"),
    _act("newcomers.invite", "Ana", "/circles/{circle}/invitations"),
    _act("newcomers.revoke", "Ana", "/links/{link}/revocation"),
    _act("newcomers.ask_to_join", "Lou", "/invitations/{token}/newcomers", name=WORDS),
    _act("newcomers.welcome", "Ana", "/newcomers/{waiting}/welcome"),
    _act("newcomers.decline", "Ana", "/newcomers/{waiting}/decline"),
    _act("newcomers.accept_agreement", "Wim", "/newcomers/{welcomed}/agreement"),
    _act("drills.choose_roads", "Ben", "/circles/{circle}/preferences", push_messages="y"),
    _act("drills.send", "Ben", "/circles/{circle}/drills"),
    _act("streaks.choose_sharing", "Ben", "/circles/{circle}/sharing", sharing="rough"),
    _act("streaks.cheer", "Noor", "/milestones/{milestone}/cheers", word="proud"),
]
WATCHES = [
    _act("watches.offer_hours", "Ben", "/circles/{circle}/watch/week", hours="0-22"),
    _act("watches.take_hour", "Ida", "/circles/{circle}/watch/hours", at="{hour}"),
    _act("watches.give_back", "Ben", "/circles/{circle}/watch/returns", at="{hour}"),
    _act("watches.choose_evenings", "Ben", "/circles/{circle}/watch/evenings", asks="y"),
    _act(
        "watches.ask_swap", "Ben", "/circles/{circle}/watch/swaps", at="{hour}", to="{Ida_member}"
    ),
    _act("watches.accept_swap", "Mo", "/swaps/{swap}/acceptance"),
    _act("watches.decline_swap", "Mo", "/swaps/{swap}/decline"),
    _act("watches.withdraw_swap", "Ben", "/swaps/{swap}/withdrawal"),
]
ALERTS = [
    _act("asking.raise_alert", "Tom", "/alerts", strength="7", ask="listen", note=WORDS),
    _act("asking.raise_in_circle", "Tom", "/circles/{circle}/alerts", strength="7", note=WORDS),
    _act("asking.take_back", "Ida", "/alerts/{open}/withdrawal"),
    _act("asking.say_more", "Ida", "/alerts/{open}/details", strength="3", note=WORDS),
    _act("asking.also_tell", "Ana", "/alerts/{claimed}/circles", circle="{second}"),
    _act("asking.call_again", "Noor", "/alerts/{nobody}/calls"),
    _act("asking.resolve", "Ida", "/alerts/{open}/resolution", outcome="held", thanks=WORDS),
    _act("answering.claim", "Ben", "/alerts/{open}/claims"),
    _act("answering.let_go", "Ben", "/alerts/{claimed}/release"),
    _act("answering.pass_on", "Ben", "/alerts/{claimed}/passing", to="{Mo_member}"),
    _act("answering.respond", "Mo", "/alerts/{claimed}/responses", text=WORDS),
    _act("answering.decline", "Mo", "/alerts/{claimed}/declines"),
    _act("answering.see", "Mo", "/alerts/{claimed}/sightings"),
    _act("answering.cheer", "Mo", "/alerts/{held}/cheers", word="proud"),
]
SAFETY = [
    _act(
        "moderation.report", "Ben", "/reports", about="message:{mine}", reason="unkind", to="staff"
    ),
    _act("deciding.claim", "Mo", "/reports/{report}/claim"),
    _act("deciding.resolve", "Mo", "/reports/{taken}/resolution", words=WORDS),
    _act("deciding.dismiss", "Mo", "/reports/{taken}/dismissal", words=WORDS),
    _act("deciding.decide", "Mo", "/members/{Ida_member}/sanctions", **SANCTION),
    _act("deciding.lift", "Mo", "/sanctions/{mute}/lifting"),
    _act("parked.try_again", "Sam", "/staff/promises/{parked}/again"),
]

ACTS = [*DOORS, *ACCOUNT, *CIRCLES, *WATCHES, *ALERTS, *SAFETY]
