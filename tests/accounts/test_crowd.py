"""Many people at the door at once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from accountability.accounts.models import SignIn
from accountability.core.extensions import db
from tests.accounts.door import is_signed_in, sign_in
from tests.cast import Browser, make_account

CROWD = 100


def test_a_hundred_sign_ins_at_once_all_succeed(app):
    with app.app_context():
        make_account("Ana")
    browsers = [Browser(app) for _ in range(CROWD)]

    with ThreadPoolExecutor(CROWD) as pool:
        codes = list(pool.map(lambda one: sign_in(one, "ana@example.org").status_code, browsers))

    with app.app_context():
        rows = db.session.scalar(select(func.count(SignIn.id)))
    assert codes == [302] * CROWD
    assert rows == CROWD
    assert all(is_signed_in(browser) for browser in browsers[:5])
