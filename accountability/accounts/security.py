"""Flask-Security behind its fence."""

from flask import Flask
from flask_security import Security, SQLAlchemyUserDatastore

from accountability.accounts.models import Account, StaffRole
from accountability.core.extensions import db

security = Security()


def init_app(app: Flask) -> None:
    """Bind sign-in to the app."""
    app.config["SECURITY_PASSWORD_SALT"] = app.config["STEADY"].password_salt
    security.init_app(app, SQLAlchemyUserDatastore(db, Account, StaffRole))
