"""How much one account may do in a minute, and what no limit ever stops."""

from dataclasses import replace

import pytest

from accountability.app import create_app
from accountability.core.extensions import db, limiter
from tests.cast import Cast
from tests.settings import settings_for


@pytest.fixture
def limited(database_url, tmp_path):
    """The service as it runs: limits on."""
    made = create_app(replace(settings_for(tmp_path, database_url), limits=True))
    limiter.reset()
    yield made
    limiter.reset()
    with made.app_context():
        db.engine.dispose()


def test_past_two_writes_a_second_an_account_waits_but_never_to_call_for_help(limited):
    cast = Cast(limited)
    with limited.app_context():
        room = f"/circles/{cast.circle().public_id}"
    ben, mo = cast.browser("Ben"), cast.browser("Mo")

    codes = [ben.post(f"{room}/default").status_code for _ in range(121)]
    refused = ben.post(f"{room}/messages", text="and one more")

    assert codes == [201] * 120 + [429]
    assert refused.status_code == 429 and refused.headers["Retry-After"]
    assert ben.post("/alerts").status_code == 201
    assert mo.post(f"{room}/messages", text="hello").status_code == 201
