"""One scene, told once for each tongue; services on copies of it; people signed in at them."""

from __future__ import annotations

import shutil
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from werkzeug.routing import Map

from accountability.app import create_app
from accountability.core.extensions import db
from tests.databases import commit_quickly
from tests.kit.service import Service, free_port
from tests.pages.scene import Scene, Tongue, greek, hostile
from tests.pages.scenery import Scenery
from tests.pages.windows import Windows
from tests.settings import SEAL_KEYS, settings_for
from tests.template import migrate

FILE = "steady.sqlite"
Told = tuple[Path, dict[str, str]]


def tell(folder: Path, says: Tongue) -> Told:
    """Tell the scene in a new database in this folder; returns its file and its ids."""
    url = f"sqlite:///{folder / FILE}"
    migrate(url)
    app = create_app(settings_for(folder, url))
    commit_quickly(app)
    with app.app_context():
        ids = Scene(says).tell()
        db.session.remove()
        db.engine.dispose()
    return folder / FILE, ids


def secrets_of(folder: Path) -> dict[str, str]:
    """The secrets with which the scene was told, as a service takes them."""
    told = settings_for(folder, "")
    keys = (f"{name}:{urlsafe_b64encode(key).decode()}" for name, key in SEAL_KEYS.items())
    return {
        "SECRET_KEY": told.secret_key,
        "PASSWORD_SALT": told.password_salt,
        "SEAL_KEYS": " ".join(keys),
    }


@contextmanager
def shown(told: Told, folder: Path, port: int | None = None, **settings: str) -> Iterator[Scenery]:
    """Run a service on a copy of a scene."""
    file, ids = told
    folder.mkdir(mode=0o700)
    shutil.copy(file, folder / FILE)
    given = secrets_of(folder) | {"LIMITS": "off", "STYLE_PAGE": "on"} | settings
    with Service(folder, port=port, **given) as service:
        scenery = Scenery(service, ids, folder / FILE)
        yield scenery
        scenery.close()


@pytest.fixture
def routes(tmp_path: Path) -> Map:
    """Every address of the service."""
    settings = settings_for(tmp_path, f"sqlite:///{tmp_path / FILE}")
    return create_app(replace(settings, style_page=True)).url_map


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """The scene, in words without a Latin letter."""
    return tell(tmp_path_factory.mktemp("told"), greek)


@pytest.fixture(scope="session")
def make_folder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Path]:
    """Name a new folder for a service."""
    return lambda: tmp_path_factory.mktemp("scenery") / "instance"


@pytest.fixture(scope="session")
def scenery(told: Told, make_folder: Callable[[], Path]) -> Iterator[Scenery]:
    """The service that nobody's tests change."""
    with shown(told, make_folder()) as scenery:
        yield scenery


@pytest.fixture(scope="session")
def bracketed(told: Told, make_folder: Callable[[], Path]) -> Iterator[Scenery]:
    """A service whose every translated word stands in brackets."""
    with shown(told, make_folder(), PSEUDO_WORDS="on") as scenery:
        yield scenery


@pytest.fixture(scope="module")
def mailing(told: Told, make_folder: Callable[[], Path]) -> Iterator[Scenery]:
    """A service that would send mail, if its server were there; its words stand in brackets."""
    port = free_port()
    outside = {"SMTP_URL": "smtp://127.0.0.1:9", "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    with shown(told, make_folder(), port, PSEUDO_WORDS="on", **outside) as scenery:
        yield scenery


@pytest.fixture(scope="module")
def worn(told: Told, make_folder: Callable[[], Path]) -> Iterator[Scenery]:
    """A service that a test file may use up."""
    with shown(told, make_folder()) as scenery:
        yield scenery


@pytest.fixture(scope="session")
def enchanted(
    tmp_path_factory: pytest.TempPathFactory, make_folder: Callable[[], Path]
) -> Iterator[Scenery]:
    """A service in which every word that somebody typed tries to be markup."""
    with shown(tell(tmp_path_factory.mktemp("hostile"), hostile), make_folder()) as scenery:
        yield scenery


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Callable[[Scenery], Windows]]:
    """The windows of a scenery's people, kept open for the next place."""
    opened: dict[int, Windows] = {}

    def at(scenery: Scenery) -> Windows:
        return opened.setdefault(id(scenery), Windows(browser, scenery))

    yield at
    for one in opened.values():
        one.close()
