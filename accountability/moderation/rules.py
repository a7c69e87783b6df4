"""Who may decide what. Asked again inside every change, whatever a door said before."""

from flask_babel import gettext as _

from accountability.accounts.models import Account
from accountability.circles.models import Member
from accountability.core.errors import Gone, Refused
from accountability.moderation.access import Keeper
from accountability.moderation.models import Report, Sanction


def account_of(keeper: Keeper) -> Account:
    """The account behind whoever decides."""
    return keeper if isinstance(keeper, Account) else keeper.account


def decides(keeper: Keeper, report: Report) -> bool:
    """Whether this report is theirs to look at. Nobody looks at what is about themselves."""
    if report.about_member.account_id == account_of(keeper).id:
        return False
    if isinstance(keeper, Account):
        return keeper.is_staff and report.is_for_staff
    is_here = keeper.keeps and keeper.circle_id == report.circle_id
    return is_here and not report.is_for_staff


def check_decides(keeper: Keeper, report: Report) -> None:
    """Gone unless the report is theirs; Refused to whoever made it."""
    if not decides(keeper, report):
        raise Gone
    if report.reporter_id == account_of(keeper).id:
        raise Refused(_("You made this report. Somebody else looks at it."))


def _now(member: Member) -> Member:
    """Who this person is in the circle now, or was last, under whatever membership."""
    same = [one for one in member.circle.everyone if one.account_id == member.account_id]
    return max(same, key=lambda one: one.id)


def check_outranks(keeper: Keeper, member: Member) -> None:
    """Refused about oneself or a role that is not lower; Gone to whoever keeps nothing here.

    Somebody who left and came back is who they are now: of an earlier membership nobody decides.
    """
    if account_of(keeper).id == member.account_id:
        raise Refused(_("Nobody decides about themselves."))
    if isinstance(keeper, Account):
        return
    if not keeper.keeps or keeper.circle_id != member.circle_id:
        raise Gone
    now = _now(member)
    if keeper.role.rank <= now.role.rank:
        raise Refused(_("That is not yours to decide. You can report it to staff."))


def check_cares(keeper: Keeper, member: Member, report: Report | None) -> None:
    """Refused or Gone unless they may decide about this member, on the ground of this report."""
    check_outranks(keeper, member)
    if _now(member) is not member:
        raise Gone
    if report is not None:
        check_decides(keeper, report)
    if report is not None and report.about_member_id != member.id:
        raise Gone
    if isinstance(keeper, Account) and (report is None or not keeper.is_staff):
        raise Gone


def check_lifts(keeper: Keeper, sanction: Sanction) -> None:
    """Whether this one may take it back: staff what staff decided, a keeper what no higher did."""
    check_outranks(keeper, sanction.member)
    if isinstance(keeper, Account) != sanction.by_staff:
        raise Gone
    if isinstance(keeper, Account):
        if not keeper.is_staff:
            raise Gone
    elif sanction.made_as is not None and keeper.role.rank < sanction.made_as.rank:
        raise Refused(_("The host decided this. Only the host takes it back."))


def may_lift(keeper: Keeper, sanction: Sanction) -> bool:
    """Whether a page may offer to take this decision back."""
    try:
        check_lifts(keeper, sanction)
    except (Gone, Refused):
        return False
    return True


def may_care(keeper: Keeper, member: Member, report: Report | None) -> bool:
    """Whether a page may offer to decide about this member."""
    try:
        check_cares(keeper, member, report)
    except (Gone, Refused):
        return False
    return True
