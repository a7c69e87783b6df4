"""A circle to look at: five people, sixty days, one open alert. Made by the real verbs."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

import click
from flask.cli import with_appcontext
from flask_migrate import upgrade
from flask_security import hash_password
from sqlalchemy import select

from accountability.accounts.models import Account
from accountability.circles import services as circles
from accountability.circles.models import Circle, Member, Role, Sharing
from accountability.core import clock
from accountability.core.change import quiet_change
from accountability.core.extensions import db
from accountability.core.streams import Stream, StreamKind
from accountability.streaks import services as streaks
from accountability.streaks.models import CheerWord, Milestone
from accountability.urges import services as urges
from accountability.urges.choices import Ask, Outcome

DAYS = 60
NAMES = ("Ana", "Ben", "Ida", "Mo", "Noor")
STARTS = (23, 60, 2, 41, 12)
SHOWN = ("ana@example.org", "ben@example.org")
CIRCLE = "Sunday walkers"
AGREEMENT = "What is said here stays here. We listen first. Nobody has to answer at once."
SAID = (
    "Lake at ten tomorrow? I bring the coffee.",
    "Slept through for the first time. I had forgotten what that is like.",
    "Soup is on at mine if anybody wants company.",
    "Deleted the old photos from the phone. The box in the cellar can wait.",
    "Walked past the bakery and did not look in.",
    "How is everybody this evening?",
    "Yes. Putting it in the list.",
    "I am proud of us.",
)
NOTES = (
    "The song came on in the shop.",
    "I have the phone in my hand.",
    "Sunday evenings are long.",
)
ANSWERS = ("I am here. Tell me what is in front of you.", "Put the kettle on. I do the same.")


def _account(name: str, password: str) -> Account:
    email = f"{name.lower()}@example.org"
    known = db.session.scalar(select(Account).where(Account.email == email))
    if known is not None:
        raise click.ClickException("The demo is there already: sign in as one of its people.")
    with quiet_change():
        account = Account(
            name=name,
            email=email,
            password=hash_password(password),
            fs_uniquifier=secrets.token_hex(16),
            stream=Stream(kind=StreamKind.ACCOUNT),
            confirmed_at=clock.now(),
            adult_at=clock.now(),
            consented_at=clock.now(),
        )
        db.session.add(account)
    return account


def _join(circle: Circle, account: Account) -> Member:
    host = circle.members[0]
    newcomer = circles.ask_to_join(account, circles.invite(host), name=account.name)
    circles.welcome(host, newcomer)
    return circles.accept_agreement(account, newcomer)


def _gather(accounts: list[Account]) -> list[Member]:
    host, *others = accounts
    circle = circles.start_circle(host, name=CIRCLE, size=8, agreement=AGREEMENT, my_name=host.name)
    members = [circle.members[0], *(_join(circle, account) for account in others)]
    circles.change_role(members[0], members[3], Role.MODERATOR)
    streaks.choose_sharing(members[3], Sharing.ROUGH)
    streaks.choose_sharing(members[4], Sharing.HIDDEN)
    return members


def _talk(members: list[Member], dice: Random) -> None:
    for member in dice.sample(members, dice.randint(0, 3)):
        circles.post_message(member, dice.choice(SAID))


def _hard_evening(members: list[Member], dice: Random) -> None:
    author, friend, *_ = dice.sample(members, 3)
    alert = urges.raise_alert(
        author, strength=dice.randint(3, 9), ask=dice.choice(list(Ask)), note=dice.choice(NOTES)
    )
    urges.claim(friend, alert)
    urges.respond(friend, alert, dice.choice(ANSWERS))
    urges.resolve(author, alert, Outcome.HELD, thanks="Thank you.")
    urges.cheer_alert(friend, alert, dice.choice(list(CheerWord)))


def _mark(members: list[Member], dice: Random) -> None:
    for member in members:
        for milestone in streaks.find_milestones(member.account):
            _cheer(members, milestone, dice)


def _cheer(members: list[Member], milestone: Milestone, dice: Random) -> None:
    for friend in dice.sample(members, 3):
        if friend.account_id != milestone.member.account_id:
            streaks.cheer_milestone(friend, milestone, dice.choice(list(CheerWord)))


def _evening(members: list[Member], back: int, evening: datetime, dice: Random) -> None:
    for member, start in zip(members, STARTS, strict=True):
        if start == back:
            streaks.begin_journey(member.account, evening.date())
    _talk(members, dice)
    _mark(members, dice)
    if back % 4 == 0:
        _hard_evening(members, dice)


def _evenings(now: datetime) -> Iterator[tuple[int, datetime]]:
    for back in range(DAYS, 0, -1):
        yield back, (now - timedelta(days=back)).replace(hour=20, minute=12)


def _open_alert(members: list[Member], now: datetime) -> None:
    ana, ben, *_ = members
    with clock.at(now - timedelta(minutes=2)):
        alert = urges.raise_alert(ana, strength=7, ask=Ask.DISTRACT, note=f"{NOTES[0]} {NOTES[1]}")
    with clock.at(now - timedelta(minutes=1)):
        urges.claim(ben, alert)
        urges.respond(ben, alert, ANSWERS[0])


def tell_past(password: str) -> None:
    """Let sixty days pass in one circle; prints how far it is."""
    now = datetime.now(UTC)
    dice = Random(7)  # noqa: S311 - it only makes a pleasant past, the same each time
    with clock.at(now - timedelta(days=DAYS + 1)):
        accounts = [_account(name, password) for name in NAMES]
        members = _gather(accounts)
    with click.progressbar(list(_evenings(now)), label="Sixty days pass") as days:
        for back, evening in days:
            with clock.at(evening):
                _evening(members, back, evening, dice)
    _open_alert(members, now)


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Make a demo circle and say how to sign in as two of its people."""
    upgrade()
    password = secrets.token_urlsafe(12)
    tell_past(password)
    click.echo(f"\nThe circle is called {CIRCLE}. Sign in, in two browsers, as:")
    for email in SHOWN:
        click.echo(f"  {email}   password: {password}")
