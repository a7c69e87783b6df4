"""Commands about people: `flask --app wsgi staff add EMAIL`."""

import click
from flask.cli import AppGroup
from sqlalchemy import select

from accountability.accounts.addresses import tidy_address
from accountability.accounts.models import STAFF, Account, StaffRole
from accountability.core.change import quiet_change
from accountability.core.extensions import db

staff = AppGroup("staff", help="Who helps to run this service.")


@staff.command("add")
@click.argument("email")
def add_staff(email: str) -> None:
    """Let the account with this address help to run the service."""
    with quiet_change():
        account = db.session.scalar(select(Account).filter_by(email=tidy_address(email)))
        if account is None:
            raise click.ClickException(f"No account has the address {email}.")
        role = db.session.scalar(select(StaffRole).filter_by(name=STAFF)) or StaffRole(name=STAFF)
        if role not in account.roles:
            account.roles.append(role)
        name = account.name
    click.echo(f"{name} is staff.")
