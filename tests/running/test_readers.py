"""Who may read the figures: whoever has the token, or else this machine alone."""

from __future__ import annotations

import pytest

from tests.cast import apart
from tests.template import migrate

FROM_AFAR = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.mark.parametrize(
    ("settings", "asked", "code"),
    [
        ({}, {}, 200),
        ({}, {"environ_base": FROM_AFAR}, 404),
        ({}, {"headers": {"X-Forwarded-For": "127.0.0.1"}}, 404),
        ({}, {"headers": {"CF-Connecting-IP": "127.0.0.1"}}, 404),
        ({}, {"headers": {"Host": "evil.example"}}, 404),
        ({}, {"headers": {"Host": "localhost:5000"}}, 200),
        ({"proxies": 1}, {}, 404),
        ({"public_url": "https://steady.example"}, {}, 404),
        ({"metrics_token": "t" * 20}, {}, 404),
        ({"metrics_token": "t" * 20}, {"headers": {"Authorization": "Bearer " + "t" * 19}}, 404),
        ({"metrics_token": "t" * 20}, {"headers": {"Authorization": "Bearer é"}}, 404),
        (
            {"metrics_token": "t" * 20, "proxies": 1},
            {"headers": {"Authorization": "Bearer " + "t" * 20}, "environ_base": FROM_AFAR},
            200,
        ),
    ],
)
def test_figures_are_for_the_token_or_else_for_this_machine(apps, databases, settings, asked, code):
    app = apps(databases.fresh(migrate), **settings)

    assert apart(app.test_client().get, "/metrics", **asked).status_code == code
