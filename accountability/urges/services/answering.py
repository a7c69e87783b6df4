"""What the friends who hear of an alert do about it."""

from flask_babel import gettext as _

from accountability.circles.models import Member
from accountability.circles.services import still_may_speak
from accountability.core import clock
from accountability.core.change import Announce
from accountability.core.errors import Gone, Refused
from accountability.core.extensions import db
from accountability.streaks import access as streaks
from accountability.streaks.models import Cheer, CheerWord
from accountability.urges import access
from accountability.urges.choices import Outcome
from accountability.urges.claims import Claim
from accountability.urges.events import (
    AlertCheered,
    AlertClaimed,
    ClaimPassed,
    ClaimReleased,
    ClaimRepeated,
    HelpDeclined,
    ResponseSent,
)
from accountability.urges.models import UrgeAlert
from accountability.urges.reach import Decline
from accountability.urges.responses import AlertResponse
from accountability.urges.services.turn import changing, only_friends, still_open
from accountability.urges.wording import READY


def claim(member: Member, alert: UrgeAlert) -> Claim:
    """Say "I have you". One friend at a time.

    A claim that went silent, whose friend is only asked or was doubted, makes room.
    """
    with changing(alert, by=member) as announce:
        only_friends(member, alert)
        still_open(alert)
        holder = alert.holder
        if holder is not None and holder.account_id != member.account_id and not alert.may_be_taken:
            friend, name = holder.name, alert.member.name
            raise Refused(
                _("%(friend)s has %(name)s already. You can still write.", friend=friend, name=name)
            )
        if holder is not None and holder.account_id == member.account_id and alert.claim:
            announce(ClaimRepeated(alert.claim))
            return alert.claim
        _spoke_since(member, alert)
        taken = _begin(alert, Claim(member=member))
        announce(AlertClaimed(taken))
    return taken


def _spoke_since(member: Member, alert: UrgeAlert) -> None:
    """Refuse who had the author, left them without a word, and has not said one since.

    So is whoever had the author before they said that they are still alone. Else one friend could
    keep all others from being asked, by coming and going.
    """
    had = [one for one in alert.claims if one.member.account_id == member.account_id]
    last = next((one for one in reversed(had) if not (one.stands or one.is_asked)), None)
    if last is None:
        return
    was_doubted = bool(alert.called_at and last.ended_at and last.ended_at <= alert.called_at)
    if last.spoke_at and not was_doubted:
        return
    went_at = last.ended_at or last.claimed_at
    mine = [one for one in alert.answers if one.member.account_id == member.account_id]
    if went_at >= alert.raised_at and not any(
        one.is_own and one.sent_at >= went_at for one in mine
    ):
        name = alert.member.name
        said = _(
            "Write a word to %(name)s in the room of this call. Then “I have you” counts again.",
            name=name,
        )
        raise Refused(said)


def _begin(alert: UrgeAlert, next_claim: Claim) -> Claim:
    """End whatever claim there was, and let this one stand."""
    next_claim.claimed_at = clock.now()
    for earlier in alert.claims:
        if earlier.ended_at is None:
            earlier.ended_at = next_claim.claimed_at  # later than that, and it would be no company
    db.session.flush()  # there is one standing claim for an alert, says the index
    alert.claims.append(next_claim)
    db.session.flush()
    return next_claim


def _claim_of(member: Member, alert: UrgeAlert) -> Claim:
    for one in alert.claims:
        if one.ended_at is None and one.member.account_id == member.account_id:
            return one
    raise Refused(_("You have let go already, or somebody else is there."))


def let_go(member: Member, alert: UrgeAlert) -> Claim:
    """Stop being the one who stays. The others see it at once."""
    with changing(alert, by=member) as announce:
        mine = _claim_of(member, alert)
        mine.ended_at = clock.now()
        announce(ClaimReleased(mine))
    return mine


def pass_on(member: Member, alert: UrgeAlert, to: Member) -> Claim:
    """Ask another friend of the audience to stay instead.

    Until they say yes nobody has its author: anybody may take it, and it lapses when silent.
    """
    with changing(alert, by=member) as announce:
        still_open(alert)
        _claim_of(member, alert)
        if to.id not in {friend.id for friend in access.friends_of(alert)}:
            raise Gone
        if to.account_id == member.account_id:
            raise Refused(_("That is yourself. Please choose somebody else."))
        passed = _begin(alert, Claim(member=to, passed_by=member))
        announce(ClaimPassed(passed))
    return passed


def respond(member: Member, alert: UrgeAlert, text: str) -> AlertResponse:
    """Say something in its room, as a friend or as its author. A word keeps one's claim."""
    with changing(alert, by=member) as announce:
        may_speak(member, alert)
        response = AlertResponse(alert=alert, member=member, text=text)
        db.session.add(response)
        announce(ResponseSent(response))
        _keep_claim(member, alert, announce)
    return response


def may_speak(member: Member, alert: UrgeAlert) -> None:
    """A mute holds for words to others; never for somebody who asks for company."""
    if not alert.is_open:
        raise Refused(_("This is already over. Say it in the room of your circle."))
    if alert.is_by(member.account_id):
        return
    still_may_speak(member)


def respond_ready(member: Member, alert: UrgeAlert, ready: str) -> AlertResponse:
    """Give a ready-made answer: a first line, not yet company."""
    with changing(alert, by=member) as announce:
        still_open(alert)
        only_friends(member, alert)
        if ready not in READY:
            raise Refused(_("There is no such answer."))
        response = AlertResponse(alert=alert, member=member, ready=ready)
        db.session.add(response)
        announce(ResponseSent(response))
    return response


def _keep_claim(member: Member, alert: UrgeAlert, announce: Announce) -> None:
    mine = alert.claim
    if mine is None or mine.member.account_id != member.account_id:
        return
    was_asked = mine.is_asked
    mine.spoke_at = clock.now()
    if was_asked:
        announce(AlertClaimed(mine))


def decline(member: Member, alert: UrgeAlert) -> UrgeAlert:
    """Say "I cannot now". Nobody is told who said it, and nothing changes for the author."""
    with changing(alert, by=member) as announce:
        only_friends(member, alert)
        if not access.has_declined(member.account_id, alert):
            db.session.add(Decline(alert_id=alert.id, member_id=member.id))
        announce(HelpDeclined(alert))
    return alert


def cheer_alert(member: Member, alert: UrgeAlert, word: CheerWord) -> Cheer:
    """Cheer a friend who held, with one word; another word replaces it."""
    with changing(alert, by=member) as announce:
        only_friends(member, alert)
        if alert.outcome is not Outcome.HELD:
            raise Refused(_("A cheer is for an urge that was held."))
        cheer = streaks.cheer_of(member, "alert", alert.public_id)
        if cheer is None:
            cheer = Cheer(member=member, of_kind="alert", of_id=alert.public_id, word=word)
            db.session.add(cheer)
        cheer.word = word
        announce(AlertCheered(cheer, alert))
    return cheer
