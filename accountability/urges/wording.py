"""The words of alerts that the service itself says."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from accountability.urges.models import UrgeAlert

# The names are stored: never change one, only its words.
READY: dict[str, Any] = {
    "here": _l("I am here."),
    "breathe": _l("Breathe with me."),
    "wait": _l("Do not send it yet."),
    "tell": _l("Tell me what happened."),
    "call": _l("You can call me."),
    "proud": _l("Good that you pressed."),
}

ASKS: dict[str, Any] = {
    "listen": _l("Just listen"),
    "distract": _l("Distract me"),
    "dissuade": _l("Talk me out of it"),
    "stay": _l("Only stay"),
}

WANTS: dict[str, Any] = {
    "listen": _l("wants somebody to listen"),
    "distract": _l("wants distraction"),
    "dissuade": _l("wants to be talked out of it"),
    "stay": _l("wants somebody to stay"),
}

OUTCOMES: dict[str, Any] = {
    "held": _l("I held"),
    "still_hard": _l("Still hard"),
    "slipped": _l("I slipped"),
}


# What the ladder did last, to the author and to friends; who is asked by name is in it.
HANDED_ON: dict[str, tuple[Any, Any]] = {
    "first": (
        _l("%(friend)s is asked first, and the others hear it too."),
        _l("%(friend)s is asked first. Whoever can may say “I have you”."),
    ),
    "next": (
        _l("%(friend)s is asked now. If nobody comes, everyone is asked again."),
        _l("%(friend)s is asked now. Whoever can may say “I have you”."),
    ),
    "everyone": (
        _l("Everyone is asked again. Help lines and your numbers are here, too."),
        _l("Everyone is asked again. Can you come?"),
    ),
    "again": (
        _l("%(friend)s is asked now. We go on asking."),
        _l("%(friend)s is asked now. Whoever can may say “I have you”."),
    ),
}


FIRST_UNWATCHED = _l("%(friend)s is asked first. Nobody is on watch now, so it may take a while.")

# For each end: to the author, to friends, and a line beneath for each.
ENDED: dict[str, tuple[Any, Any, Any, Any]] = {
    "held": (
        _l("You held."),
        _l("%(name)s held."),
        _l("That was yours, and it counts."),
        _l("A cheer is welcome."),
    ),
    "slipped": (
        _l("You slipped, and you said so."),
        _l("%(name)s slipped, and said so."),
        _l("Days begin anew. What you kept stays kept."),
        _l("Be kind, and ask nothing."),
    ),
    "still_hard": (
        _l("It is still hard."),
        _l("It is still hard for %(name)s."),
        _l("You can ask again at any time."),
        _l("A word in the room may do good."),
    ),
    "taken_back": (
        _l("You took it back."),
        _l("%(name)s pressed by mistake."),
        _l("Nobody is asked to come."),
        _l("There is nothing to do."),
    ),
    "lapsed": (
        _l("This one has ended by itself."),
        _l("This one has ended by itself."),
        _l("You can ask again at any time."),
        _l("There is nothing to do."),
    ),
}


def said(response: Any) -> str:
    """What a response says: somebody's own words, or a ready-made answer in words."""
    if response.ready:
        return str(READY.get(response.ready, ""))
    return response.text or ""


def telephone(number: str) -> str:
    """A number as a telephone takes it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def wants_of(alert: UrgeAlert) -> str:
    """What its author asks for, if anything was said about it."""
    return str(WANTS[alert.ask.value]) if alert.ask else ""


def title_of(alert: UrgeAlert) -> str:
    """The head of an alert's card."""
    name = alert.member.name
    titles = {
        "held": _("%(name)s held", name=name),
        "slipped": _("%(name)s slipped, and said so", name=name),
        "still_hard": _("It is still hard for %(name)s", name=name),
        "taken_back": _("%(name)s pressed by mistake", name=name),
        "lapsed": _("%(name)s asked for company", name=name),
    }
    return titles.get(alert.state) or _("%(name)s asks for company", name=name)


def presence_of(alert: UrgeAlert) -> str:
    """In two or three words: who has the author."""
    if alert.holder:
        return _("%(name)s is here", name=alert.holder.name)
    asked = alert.asked or alert.named
    return _("%(name)s is asked", name=asked.name) if asked else _("nobody yet")


@dataclass(frozen=True, slots=True)
class Company:
    """The loud sentence of an alert's room, for each of those who read it."""

    author: str
    friends: str
    holder: str
    beneath: str
    beneath_friends: str


def company_of(alert: UrgeAlert) -> Company:
    """Say who is with the author, and never more than is so."""
    name = alert.member.name
    if alert.asked:
        return _asked(alert.asked.name, name)
    if alert.holder:
        return _claimed(alert.holder.name, name, is_doubted=alert.may_be_taken)
    if alert.state == "open":
        return _unclaimed(alert, name)
    mine, theirs, beneath, beneath_friends = (str(one) for one in ENDED[alert.state])
    theirs = theirs.replace("%(name)s", name)
    return Company(mine, theirs, theirs, beneath, beneath_friends)


def _unclaimed(alert: UrgeAlert, name: str) -> Company:
    beneath, beneath_friends = _handed_on(alert)
    if alert.answers and alert.is_still_alone:
        theirs = _("Nobody is with %(name)s now.", name=name)
        return Company(_("Nobody is with you now."), theirs, theirs, beneath, beneath_friends)
    if alert.answers:
        friend = alert.answers[-1].member.name
        theirs = _("%(friend)s answered %(name)s.", friend=friend, name=name)
        mine = _("%(friend)s answered you.", friend=friend)
        return Company(mine, theirs, theirs, beneath, beneath_friends)
    theirs = _("Nobody has answered %(name)s yet.", name=name)
    mine = _("Nobody has answered yet.")
    return Company(mine, theirs, theirs, beneath, beneath_friends)


def _handed_on(alert: UrgeAlert) -> tuple[str, str]:
    """What is done while nobody is there: to the author, and to friends."""
    last = next((one for one in reversed(alert.steps) if one.is_loud), None)
    friend = alert.named.name if alert.named else ""
    if alert.has_company or last is None or not (friend or last.kind == "everyone"):
        return _("You do not have to write. Just stay here."), _("One line is enough.")
    mine, theirs = HANDED_ON[last.kind.value]
    if last.kind == "first" and not last.watching:
        mine = FIRST_UNWATCHED
    return str(mine).replace("%(friend)s", friend), str(theirs).replace("%(friend)s", friend)


def _asked(friend: str, name: str) -> Company:
    return Company(
        _("%(friend)s is asked to stay with you.", friend=friend),
        _("%(friend)s is asked to stay with %(name)s.", friend=friend, name=name),
        _("You are asked to stay with %(name)s.", name=name),
        _("You can say at any time that you are still alone."),
        _("Whoever can may say “I have you”."),
    )


def _claimed(friend: str, name: str, *, is_doubted: bool) -> Company:
    may_come = _("Whoever can may say “I have you”.")
    return Company(
        _("%(friend)s has you.", friend=friend),
        _("%(friend)s has %(name)s.", friend=friend, name=name),
        _("You have %(name)s.", name=name),
        _("You do not have to write. Just stay here."),
        may_come if is_doubted else _("Others may write too."),
    )
