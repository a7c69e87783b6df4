"""Whose claim and whose words are company to the author of an alert, and hold the ladder off.

Who says that they are still alone says so of whoever was there. What those claim or write from then
on is shown as ever, and nobody is kept from being asked by it until the author writes again:
a script that comes back each second would else silence a call for good.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accountability.urges.claims import Claim
    from accountability.urges.models import UrgeAlert
    from accountability.urges.responses import AlertResponse

SILENT_AFTER = timedelta(minutes=3)


def _doubted(alert: "UrgeAlert") -> set[int]:
    """The accounts that had written or claimed before its author said that they are still alone."""
    called_at = alert.called_at
    if called_at is None:
        return set()
    wrote = [(one.member, one.sent_at) for one in alert.answers if one.is_own]
    took = [(one.member, one.claimed_at) for one in alert.claims if not one.is_asked]
    return {
        member.account_id for member, at in (*wrote, *took) if alert.raised_at <= at < called_at
    }


def _wrote_at(alert: "UrgeAlert") -> datetime | None:
    """When its author first wrote after saying so: they are in company, or would be asked on."""
    called_at = alert.called_at
    own = [one.sent_at for one in alert.responses if alert.is_by(one.member.account_id)]
    return min((at for at in own if called_at and at > called_at), default=None)


def left_at(alert: "UrgeAlert") -> list[datetime]:
    """When friends went who were company until then."""
    doubted, wrote_at = _doubted(alert), _wrote_at(alert)  # once: both read all that was said
    return [
        one.ended_at for one in alert.claims if one.ended_at and _is_company(one, doubted, wrote_at)
    ]


def is_company(claim: "Claim") -> bool:
    """Whether this friend has the author, or had them until they went.

    Who was only asked and asks another never had them: two who do so without end begin no round.
    """
    return _is_company(claim, _doubted(claim.alert), _wrote_at(claim.alert))


def was_doubted(claim: "Claim") -> bool:
    """Whether its author said that they are still alone while this friend had been there.

    Whatever they write since may be "leave me alone": it never keeps another friend from coming.
    """
    return claim.member.account_id in _doubted(claim.alert)


def _is_company(claim: "Claim", doubted: set[int], wrote_at: datetime | None) -> bool:
    if claim.is_asked:
        return False
    if claim.member.account_id not in doubted:
        return True
    return wrote_at is not None and (claim.ended_at is None or wrote_at <= claim.ended_at)


def said(alert: "UrgeAlert") -> "list[AlertResponse]":
    """Words of friends' own that are company for a while."""
    doubted, wrote_at = _doubted(alert), _wrote_at(alert)
    return [
        one
        for one in alert.answers
        if one.is_own
        and (
            one.member.account_id not in doubted
            or (wrote_at is not None and wrote_at < one.sent_at + SILENT_AFTER)
        )
    ]
