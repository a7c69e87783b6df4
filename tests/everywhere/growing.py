"""More of everything in the small world: rows that a write must not ask about one by one."""

from __future__ import annotations

from datetime import timedelta

from accountability.accounts.access import sign_in_for
from accountability.circles import services as circles
from accountability.circles.models import Circle, Member, Role
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.moderation import sanctioning
from accountability.moderation import services as moderation
from accountability.moderation.models import Reason
from accountability.moderation.sanctioning import Ground
from accountability.notifications import reaching
from accountability.notifications.choices import Matter, Road
from accountability.streaks import services as streaks
from accountability.streaks.models import CheerWord
from accountability.urges import services as urges
from accountability.urges.choices import Outcome
from accountability.watches import services as watches
from accountability.watches.watching import hour_of
from tests.cast import join, make_account, make_circle
from tests.everywhere.world import World
from tests.kit.push_service import Subscriber

ROOMY = 99
CAST = ("Ana", "Ben", "Mo")
SOMEWHERE = timedelta(hours=5)  # away from the hours that a recipe takes


def grow(world: World, rounds: int) -> None:
    """Let so many more friends live in the circle for a while, and the cast with them."""
    with quiet_change():
        db.session.get_one(Circle, world.circle.id).size = ROOMY
    for number in range(rounds):
        friend = join(world.circle, make_account(f"Friend{number}"))
        _speak(world, friend)
        _walk(friend)
        _listen(friend)
        _keep_watch(world, friend, number)
        for name in (friend.name, *CAST):
            _hard_hours(world.member(name))
            _ring(world, name, number)
        _call(world, friend)
        _care_for(world, friend)
        _knock(world, number)
        _gather(world, number)


def _speak(world: World, friend: Member) -> None:
    for member in (friend, *map(world.member, CAST)):
        circles.post_message(member, "Tea?")
    for one, about in (("Ben", friend), ("Ana", world.member("Ben")), ("Ben", world.member("Mo"))):
        said = circles.post_message(about, "I know better.")
        moderation.report(world.member(one), said, reason=Reason.UNKIND, words="That was hard.")


def _walk(friend: Member) -> None:
    streaks.begin_journey(friend.account, clock.today_in("UTC") - timedelta(days=8))
    for milestone in streaks.find_milestones(friend.account):
        for other in friend.friends:
            streaks.cheer_milestone(other, milestone, CheerWord.WALK)


def _keep_watch(world: World, friend: Member, number: int) -> None:
    begins = hour_of(clock.now()) + SOMEWHERE + timedelta(hours=number)
    for member in (friend, world.member("Ben")):
        watches.take_hour(member, begins)
        watches.offer_hours(member, [(begins.weekday(), begins.hour)])
    watches.ask_swap(friend, world.member("Mo"), begins)


def _hard_hours(member: Member) -> None:
    first, second = member.friends[:2]
    held = urges.raise_alert(member, note="It is loud.")
    urges.mark_seen(second.account, held)
    urges.claim(first, held)
    urges.respond(first, held, "I am here.")
    urges.resolve(member, held, Outcome.HELD)
    urges.cheer_alert(second, held, CheerWord.STRONG)


def _listen(friend: Member) -> None:
    """They asked to be told of all that may be told, by all roads."""
    everything = {(matter, road): True for road in Road for matter in Matter}
    reaching.choose_roads(friend.account, everything, friend)


def _call(world: World, friend: Member) -> None:
    """An alert that stays open."""
    alert = urges.raise_alert(friend, note="It is loud again.")
    urges.claim(world.member("Ben"), alert)
    urges.respond(world.member("Mo"), alert, "I am here.")


def _ring(world: World, name: str, number: int) -> None:
    account = world.cast.account(name)
    sign_in = sign_in_for(account.id, world.other_browser(name))
    phone = Subscriber(f"https://push.example/{name}-{number}")
    reaching.agree(account, sign_in, phone.endpoint, phone.keys)


def _care_for(world: World, friend: Member) -> None:
    ground = Ground(Reason.UNKIND, "A pause.", None)
    until = clock.now() + timedelta(hours=1)
    sanctioning.mute(world.member("Mo"), friend, ground, until)
    sanctioning.warn(world.member("Mo"), friend, ground)
    circles.change_role(world.member("Ana"), friend, Role.MODERATOR)
    world.serve(make_account(f"Staff-of-{friend.name}"))


def _knock(world: World, number: int) -> None:
    host = next(one for one in world.circle.members if one.role is Role.HOST)
    knocking = make_account(f"Knocking{number}")
    circles.ask_to_join(knocking, circles.invite(host), name="Kay")
    circles.invite(world.member("Mo"))


def _gather(world: World, number: int) -> None:
    """Everybody of the cast, and Cleo, is in one more circle."""
    circle = make_circle(make_account(f"Host{number}"), name=f"Circle {number}")
    for name in (*CAST, "Cleo"):
        watches.offer_hours(join(circle, world.cast.account(name)), [(0, number), (3, number)])
