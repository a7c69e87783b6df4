"""The style page is there when a setting says so, and its colours can be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accountability.app import create_app
from accountability.core import config
from accountability.stylebook import tokens
from accountability.stylebook.examples import STATES
from tests.settings import settings_for

READ = {"ink", "soft", "moss", "dusk", "ember-deep", "on-moss", "on-ember"}


@pytest.mark.parametrize(("is_asked_for", "code"), [(False, 404), (True, 302)])
def test_the_page_is_there_only_when_it_is_asked_for(tmp_path, is_asked_for, code):
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path}/unused.sqlite")
    app = create_app(replace(settings, style_page=is_asked_for))

    assert app.test_client().get("/style").status_code == code


def test_a_start_without_the_setting_has_no_style_page(tmp_path):
    secret = "long enough to be a secret of a service"
    keys = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    environ = {"INSTANCE_PATH": str(tmp_path), "SECRET_KEY": secret, "PASSWORD_SALT": secret}

    environ |= {"SEAL_KEYS": keys, "VAPID_KEY": keys[3:].rstrip("=")}

    assert config.read(environ).style_page is False
    assert config.read(environ | {"SEAL_KEYS": keys, "STYLE_PAGE": "on"}).style_page is True


def test_every_state_of_an_alert_is_there(scenery):
    text = scenery.browser("Ana").get("/style").expect(200).text

    stored = set(STATES) - {"called", "asked"}
    assert {state for state in stored if f'data-state="{state}"' in text} == stored


@pytest.mark.parametrize("token", tokens.colours(), ids=lambda token: token.name)
def test_words_stand_out_from_what_they_stand_on(token):
    if token.name in READ:
        assert min(min(pair) for pair in token.contrasts.values()) >= 4.5, token.words


def test_the_contrast_of_black_and_white_is_known():
    assert round(tokens.contrast("0 0 0", "1 0 0"), 1) == 21.0
    assert round(tokens.contrast("1 0 0", "1 0 0"), 1) == 1.0
