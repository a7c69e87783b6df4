"""The words of notifications, computed when rendered: a row keeps a kind and names only."""

from typing import Any

from flask_babel import lazy_gettext as _l

from accountability.notifications.choices import Matter
from accountability.notifications.models import Notification

# Who is not in the circle yet, or no longer, is told without its name.
WORDS: dict[str, Any] = {
    "newcomer_asked": _l("%(name)s asks to come in to %(circle)s"),
    "welcomed": _l("The door to %(circle)s is open. Come in."),
    "declined": _l("Somebody answered: not this time."),
    "made_moderator": _l("You keep the room safe in %(circle)s now, as a moderator"),
    "made_member": _l("You are a member of %(circle)s again, without its duties"),
    "made_host": _l("You are the host of %(circle)s now"),
    "handed_over": _l("%(name)s is the host of %(circle)s now"),
    "host_offered": _l("%(name)s asks you to be the host of %(circle)s. You say yes or no."),
    "offer_declined": _l("%(name)s says not now. You stay the host of %(circle)s."),
    "circle_closed": _l("%(circle)s has ended. %(name)s closed it."),
    "still_help": _l(
        "That circle does not hear you any more. You still reach somebody: here is who listens."
    ),
    "was_asking": _l("%(name)s was asking for company when this happened."),
    "day_after": _l("Yesterday was hard. How is it today? A line to your friends is welcome."),
    "had_yesterday": _l("You were there for %(name)s yesterday. A word today may do good."),
    "night_is_bare": _l("Nobody watches some of this night in %(circle)s. Would you take an hour?"),
    "swap_asked": _l("%(name)s asks you to take an hour of the watch in %(circle)s"),
    "swap_taken": _l("%(name)s takes the hour you asked for in %(circle)s"),
    "swap_declined": _l("%(name)s cannot take that hour in %(circle)s. It stays yours."),
    "device_added": _l(
        "One more phone or browser is rung for you. Not yours? Take it off, and end its sign-in."
    ),
    "report_made": _l("Something was reported in %(circle)s. Please look at it."),
    "report_for_staff": _l("Something was reported. Please look at it."),
    "report_closed": _l("What you reported was looked at. Thank you for saying so."),
    "sanctioned": _l("Something was decided about you in %(circle)s. Here you read what and why."),
    "lifted": _l("What was decided about you in %(circle)s was taken back."),
}

MATTER_WORDS: dict[Matter, Any] = {
    Matter.COMPANY: _l("A friend asks for company"),
    Matter.DOOR: _l("Somebody asks to come in, or a door opens for me"),
    Matter.CARE: _l("Reports and what was decided"),
    Matter.CIRCLE: _l("What changes in my circles"),
    Matter.MILESTONES: _l("Milestones of my friends"),
    Matter.MESSAGES: _l("Words in the room"),
}


def sentence_of(notification: Notification) -> str:
    """What the account is told, in the language of whoever asks."""
    return str(WORDS[notification.kind]) % notification.fills
