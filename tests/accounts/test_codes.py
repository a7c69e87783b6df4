"""Codes of an authenticator app."""

from accountability.accounts.totp import OnceTotp
from accountability.core.extensions import db
from tests.cast import make_account


def codes_of(app):
    return OnceTotp(app.config["SECURITY_TOTP_SECRETS"], "Steady")


def test_a_code_works_once_and_older_ones_never_again(context):
    codes = codes_of(context)
    ana, secret = make_account("Ana"), codes.generate_totp_secret()
    token = codes.generate_totp_password(secret)

    first = codes.verify_totp(token, secret, ana, window=60)
    again = codes.verify_totp(token, secret, ana, window=60)

    assert (first, again) == (True, False)
    db.session.rollback()


def test_a_secret_is_stored_sealed(context):
    codes = codes_of(context)

    secret = codes.generate_totp_secret()

    assert codes.get_totp_b32_key(secret) not in secret
