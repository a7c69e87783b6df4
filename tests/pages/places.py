"""Every place of the service: which endpoint, who looks, at which address, in which state.

A GET route that is not here fails a test. A name begins with its endpoint; what follows tells one
state from another. `{…}` in an address are the ids of the scene.
"""

from __future__ import annotations

from tests.pages.place import Place
from tests.pages.place import away as _away
from tests.pages.place import json as _json
from tests.pages.place import page as _page
from tests.pages.place import sent as _sent

NOBODY = ""


SIGNED_OUT = [
    _page("front.first", NOBODY, "/"),
    _away("front.first of somebody", "Ana", "/"),
    _page("front.safety", NOBODY, "/safety"),
    _page("front.safety of somebody", "Ana", "/safety"),
    _page("front.outbox", NOBODY, "/outbox"),
    _page("shell.offline", NOBODY, "/offline"),
    _page("shell.offline of somebody", "Ana", "/offline"),
    _page("install.steps", NOBODY, "/install"),
    _page("install.steps of somebody", "Ana", "/install"),
    Place("shell.manifest", NOBODY, "/manifest.webmanifest", is_page=False),
    _page("help.index", NOBODY, "/help"),
    _page("help.country", NOBODY, "/help/de"),
    _page("help.country of nowhere", NOBODY, "/help/zz"),
    _page("security.login", NOBODY, "/sign-in", "/sign-in"),
    _away("security.login of somebody", "Ana", "/sign-in"),
    _sent("security.login refused", NOBODY, "/sign-in", 200, email="a@b.example", password="no"),
    _page("security.register", NOBODY, "/sign-up", "/sign-up"),
    _sent("security.register refused", NOBODY, "/sign-up", name="", email="x", password="short"),
    _page("security.forgot_password", NOBODY, "/password/forgotten", "/password/forgotten"),
    _sent("security.forgot_password sent", NOBODY, "/password/forgotten", 200, email="x@b.example"),
    _page("security.reset_password", NOBODY, "/password/reset/{reset}", "/password/reset/{reset}"),
    _page("joining.door", NOBODY, "/invitations/{token}"),
    _page("joining.door of somebody", "Lou", "/invitations/{token}", "/newcomers"),
    _page("joining.door closed", NOBODY, "/invitations/{shut}", code=404),
    _sent("joining.door without a name", "Lou", "/invitations/{token}/newcomers", name=""),
]
ACCOUNT = [
    _page("accounts.me", "Ana", "/me", "/me"),
    _sent("accounts.me refused", "Ana", "/me", name="", zone="Nowhere/At all", language="xx"),
    _page("accounts.browsers", "Ana", "/me/browsers"),
    _page("reached.page", "Ana", "/me/reached", "/me/devices/{device}/deletion"),
    _page("reached.page left alone", "Noor", "/me/reached", "/me/availability"),
    _sent("reached.page refused", "Noor", "/me/quiet-hours", begins="25:00", ends="7"),
    _sent("reached.page half a night", "Noor", "/me/quiet-hours", 409, begins="22:00"),
    _sent("reached.page no device", "Ana", "/me/devices", endpoint="http://127.0.0.1/", auth="x"),
    _away("reached.follow", "Ben", "/deliveries/{delivery}"),
    _page("security.change_password", "Ana", "/password/change", "/password/change"),
    _sent("security.change_password refused", "Ana", "/password/change", password="no"),
    _page("security.verify", "Ana", "/password/again", "/password/again"),
    _sent("security.verify refused", "Ana", "/password/again", password="no"),
    _page("kit.toolkit", "Ana", "/toolkit"),
    _page("kit.toolkit told nobody", "Lou", "/toolkit?told=nobody"),
    _page("kit.numbers", "Lou", "/me/numbers", "/me/numbers"),
    _page("kit.numbers kept", "Noor", "/me/numbers", "/deletion"),
    _sent("kit.numbers refused", "Lou", "/me/numbers", name="", number="not one"),
    _page("notifications.news", "Ana", "/news"),
    _page("notifications.news of nothing", "Lou", "/news"),
    _page("streaks.journey", "Ana", "/journey", "/journey/slips"),
    _page("streaks.journey with a slip", "Ben", "/journey", "/journey"),
    _page("streaks.journey not begun", "Ida", "/journey", "/journey"),
    _sent("streaks.journey refused", "Ida", "/journey", started_on=""),
    _sent("streaks.journey in the future", "Ida", "/journey", 409, started_on="2999-01-01"),
    _sent("streaks.journey slip refused", "Ana", "/journey/slips", day=""),
]
CIRCLES = [
    _page("circles.index", "Ana", "/circles"),
    _page("circles.index of nobody yet", "Lou", "/circles"),
    _page("circles.index of a newcomer", "Nia", "/circles"),
    _away("circles.mine", "Ana", "/circles/mine"),
    _page("circles.new", "Lou", "/circles/new", "/circles"),
    _sent("circles.new refused", "Lou", "/circles", name="", size="99", agreement="", my_name=""),
    _page("circles.room of the host", "Ana", "/circles/{circle}", "/circles/{circle}/messages"),
    _page("circles.room of a friend", "Ben", "/circles/{circle}", "/claims"),
    _page("circles.room of a moderator", "Mo", "/circles/{circle}", "/circles/{circle}/messages"),
    _page("circles.room of the muted", "Tom", "/circles/{circle}"),
    _page("circles.room empty", "Dora", "/circles/{empty}", "/circles/{empty}/invitations"),
    _page("circles.room new", "Cleo", "/circles/{second}"),
    _page("circles.room older", "Ben", "/circles/{circle}?before=30"),
    _page("circles.room of a stranger", "Lou", "/circles/{circle}", code=404),
    _sent("circles.room refused", "Ben", "/circles/{circle}/messages", text=" "),
    _sent("circles.room muted", "Tom", "/circles/{circle}/messages", 409, text="αβγ"),
    _page("circles.message", "Ben", "/messages/{message}", "/messages/{message}/deletion"),
    _page("circles.message of a friend", "Ana", "/messages/{message}"),
    _page("people.people", "Ben", "/circles/{circle}/people"),
    _page("people.people of the host", "Ana", "/circles/{circle}/people", "/welcome"),
    _page("people.person", "Ben", "/members/{Ana_member}"),
    _page("people.person to the host", "Ana", "/members/{Ben_member}", "/role"),
    _page("people.people of who is asked", "Ana", "/circles/{second}/people", "/acceptance"),
    _page("people.people of who asked", "Cleo", "/circles/{second}/people", "/withdrawal"),
    _page("people.person who asked", "Ana", "/members/{Cleo_host}", "/acceptance"),
    _page("people.person who is asked", "Cleo", "/members/{Ana_second}", "/withdrawal"),
    _page("people.person oneself", "Ana", "/members/{Ana_member}"),
    _sent("people.person refused", "Ana", "/members/{Ben_member}/role", role="king"),
    _page("people.settings", "Ana", "/circles/{circle}/settings", "/circles/{circle}/settings"),
    _page("order.page", "Ana", "/circles/{circle}/order", "/circles/{circle}/pace"),
    _page("order.page of a member", "Ben", "/circles/{circle}/order", "/first-friend"),
    _sent("order.page refused", "Ana", "/circles/{circle}/pace", next_after="1"),
    _page("people.settings of a member", "Ben", "/circles/{circle}/settings", "/leaving"),
    _sent("people.settings refused", "Ana", "/circles/{circle}/settings", name="", size="2"),
    _sent("people.settings name refused", "Ben", "/circles/{circle}/name", name=""),
    _sent("people.settings sharing refused", "Ben", "/circles/{circle}/sharing", sharing="some"),
    _page("drills.circle", "Ana", "/circles/{circle}/reached", "/circles/{circle}/drills"),
    _page("drills.circle alone", "Dora", "/circles/{empty}/reached"),
    _page("drills.circle of a stranger", "Lou", "/circles/{circle}/reached", code=404),
    _page("drills.arrived", "Ben", "/drills/{drill}"),
    _page("newcomers.invitation", "Ana", "/links/{link}", "/links/{link}/revocation"),
    _page("newcomers.invitation revoked", "Ana", "/links/{revoked}"),
    _page("newcomers.newcomer waiting", "Nia", "/newcomers/{waiting}"),
    _page("newcomers.newcomer welcomed", "Wim", "/newcomers/{welcomed}", "/agreement"),
    _page("newcomers.newcomer declined", "Dee", "/newcomers/{declined}"),
    _page("streaks.milestone", "Ben", "/milestones/{milestone}"),
    _sent("streaks.milestone refused", "Ben", "/milestones/{milestone}/cheers", word="boo"),
]
WATCHES = [
    _page("watches.watch", "Ben", "/circles/{circle}/watch", "/circles/{circle}/watch/week"),
    _page("watches.watch of who is asked", "Mo", "/circles/{circle}/watch", "/acceptance"),
    _page("watches.watch without hours", "Ida", "/circles/{circle}/watch", "/watch/hours"),
    _page("watches.watch alone", "Dora", "/circles/{empty}/watch"),
    _page("watches.watch of a stranger", "Lou", "/circles/{circle}/watch", code=404),
    _sent("watches.watch refused", "Ben", "/circles/{circle}/watch/week", hours="9-99"),
    _sent("watches.watch hour refused", "Ben", "/circles/{circle}/watch/hours", at="now"),
    _page("watches.hour", "Ben", "/circles/{circle}/watch/swaps?at={hour}", "/watch/returns"),
    _sent("watches.hour refused", "Ben", "/circles/{circle}/watch/swaps", at="{hour}", to=""),
]
ALERTS = [
    _page("urges.room of its author", "Ida", "/alerts/{open}"),
    _page("urges.room of a friend", "Ben", "/alerts/{open}", "/alerts/{open}/claims"),
    _page("urges.room claimed, its author", "Ana", "/alerts/{claimed}"),
    _page("urges.room claimed, who has it", "Ben", "/alerts/{claimed}", "/release"),
    _page("urges.room claimed, another", "Mo", "/alerts/{claimed}"),
    _page("urges.room nobody yet, its author", "Noor", "/alerts/{nobody}", "/calls"),
    _page("urges.room nobody yet, a friend", "Ana", "/alerts/{nobody}", "/claims"),
    _page("urges.room held", "Ben", "/alerts/{held}"),
    _page("urges.room held, a friend", "Ana", "/alerts/{held}", "/cheers"),
    _page("urges.room slipped", "Ana", "/alerts/{slipped}"),
    _page("urges.room still hard", "Ana", "/alerts/{still_hard}"),
    _page("urges.room taken back", "Ana", "/alerts/{taken_back}"),
    _page("urges.room lapsed", "Ida", "/alerts/{lapsed}"),
    _page("urges.room older", "Ben", "/alerts/{claimed}?before=9"),
    _page("urges.sheet", "Ida", "/alerts/{open}/sheet", "/alerts/{open}/details"),
    _page("urges.sheet with two circles", "Ana", "/alerts/{claimed}/sheet"),
    _page("urges.sheet of a stranger", "Lou", "/alerts/{open}/sheet", code=404),
    _sent("urges.sheet refused", "Ida", "/alerts/{open}/details", strength="99"),
    _page("urges.resolution", "Ida", "/alerts/{open}/resolution", "/alerts/{open}/resolution"),
    _page("urges.resolution slipped", "Noor", "/alerts/{nobody}/resolution?outcome=slipped"),
    _sent("urges.resolution refused", "Ida", "/alerts/{open}/resolution", outcome="won"),
    _page("urges.passing", "Ben", "/alerts/{claimed}/passing", "/alerts/{claimed}/passing"),
    _sent("urges.passing refused", "Ben", "/alerts/{claimed}/passing", to=""),
    _page("urges.response", "Ana", "/responses/{response}"),
    _sent("urges.response refused", "Ben", "/alerts/{claimed}/responses", text=""),
    _sent("urges.response too late", "Ben", "/alerts/{held}/responses", 409, text="αβγ"),
    _page("urges.guide", "Ben", "/alerts/guide"),
]
SAFETY = [
    _page("moderation.new", "Ben", "/reports/new?about=member:{Ida_member}", "/reports"),
    _page("moderation.new of a keeper", "Ben", "/reports/new?about=member:{Mo_member}", "/reports"),
    _sent("moderation.new refused", "Ben", "/reports", about="member:{Ida_member}", reason="so"),
    _page("moderation.mine", "Noor", "/reports"),
    _page("moderation.mine of nobody", "Lou", "/reports"),
    _page("moderation.acts", "Ben", "/circles/{circle}/acts"),
    _page("moderation.sanction", "Ben", "/sanctions/{warning}"),
    _page("moderation.sanction mute", "Tom", "/sanctions/{mute}"),
    _page("moderation.sanction removed", "Eve", "/sanctions/{removal}"),
    _page("deciding.queue", "Mo", "/circles/{circle}/queue", "/lifting"),
    _page("deciding.queue empty", "Dora", "/circles/{empty}/queue"),
    _page("deciding.staff_queue", "Sam", "/staff/queue"),
    _page("deciding.case", "Mo", "/reports/{report}", "/reports/{report}/claim"),
    _page("deciding.case taken", "Mo", "/reports/{taken}", "/reports/{taken}/resolution"),
    _page("deciding.case of another", "Ana", "/reports/{taken}"),
    _page("deciding.case closed", "Mo", "/reports/{closed}"),
    _page("parked.given_up", "Sam", "/staff/promises", "/again"),
    _page("parked.given_up of nobody else", "Mo", "/staff/promises", code=404),
    _page("deciding.case of staff", "Sam", "/reports/{staff_report}"),
    _sent("deciding.case refused", "Mo", "/reports/{taken}/resolution", words=""),
    _page("deciding.care", "Mo", "/members/{Ida_member}/care", "/sanctions"),
    _page("deciding.care after a decision", "Mo", "/members/{Tom_member}/care", "/sanctions"),
    _page("deciding.care by staff", "Sam", "/members/{Mo_member}/care?report={staff_report}"),
    _sent("deciding.care refused", "Mo", "/members/{Ida_member}/sanctions", kind="exile"),
]
READ_BY_SCRIPTS = [
    Place("running.healthy", NOBODY, "/healthz", is_page=False),
    Place("running.ready", NOBODY, "/readyz", is_page=False),
    Place("running.figures", NOBODY, "/metrics", is_page=False),
    _json("accounts.now", "/me/now"),
    _json("streams.mine", "/me/streams"),
    _json("streams.snapshot", "/streams/{stream}/snapshot"),
    _json("streams.older", "/streams/{stream}/older?before=9"),
    _json("streams.changes", "/streams/{stream}/changes?after=0"),
]

WORKER = Place("shell.worker", NOBODY, "/sw.js", is_page=False)

# A service that sends mail has addresses confirmed, and no outbox.
MAILING = [
    _page("security.send_confirmation", NOBODY, "/confirm", "/confirm"),
    _sent("security.send_confirmation refused", NOBODY, "/confirm", email="x"),
    _away("security.confirm_email", NOBODY, "/confirm/{reset}"),
    _page("front.outbox", NOBODY, "/outbox", code=404),
    _page("security.register", NOBODY, "/sign-up", "/sign-up"),
]

# Only builders read it, when a setting says so.
STYLE = [_page("stylebook.page", "Ana", "/style")]

PLACES = [*STYLE, *SIGNED_OUT, *ACCOUNT, *CIRCLES, *WATCHES, *ALERTS, *SAFETY, *READ_BY_SCRIPTS]
PAGES = [place for place in PLACES if place.is_page]
READ_BY_PEOPLE = [place for place in PAGES if place not in STYLE]

# Who is signed in has the big button on every page, but for these.
WITHOUT_BUTTON = {
    "shell.offline of somebody": "a device keeps it for whoever holds it next, so it knows nobody",
}


def has_button(place: Place) -> bool:
    """Whether this page must bear the big button."""
    return bool(place.who) and place.name not in WITHOUT_BUTTON
