"""The factory: the only file that knows every feature."""

from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from accountability import cli, retention, words
from accountability.accounts import context as accounts_context
from accountability.accounts import security
from accountability.accounts import views as accounts
from accountability.circles import context as circles_context
from accountability.circles import views as circles
from accountability.core import (
    config,
    database,
    journal,
    keeping,
    lines,
    logs,
    seal,
    squeezed,
    templates,
    timekeeping,
    web,
)
from accountability.core.config import ROOT, Settings
from accountability.core.extensions import csrf, db, limiter, migrate
from accountability.core.headers import Headers
from accountability.moderation import models as _moderation_models  # noqa: F401
from accountability.moderation import views as moderation
from accountability.notifications import views as notifications
from accountability.realtime import start as realtime
from accountability.realtime import views as streams
from accountability.running import start as running_start
from accountability.running import views as running
from accountability.shell import views as shell
from accountability.streaks import views as streaks
from accountability.stylebook import views as stylebook
from accountability.urges import views as urges
from accountability.watches import views as watches

FEATURES = (
    accounts,
    circles,
    streaks,
    watches,
    urges,
    moderation,
    notifications,
    streams,
    shell,
    running,
)


def _configure(app: Flask, settings: Settings) -> None:
    prefix = "__Host-" if settings.is_https else ""
    app.config.update(
        STEADY=settings,
        LISTENS_AT="http://127.0.0.1:5000",  # until a server says where it listens
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=database.engine_options(settings.database_url),
        SESSION_COOKIE_NAME=f"{prefix}session",
        SESSION_COOKIE_SECURE=settings.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # it asks for a referrer, and our pages let no browser send one
        RATELIMIT_ENABLED=settings.limits,
        RATELIMIT_HEADERS_ENABLED=True,
        RATELIMIT_STORAGE_URI="memory://",
    )
    seal.use_keys(settings.seal_keys)


def _for_builders(app: Flask) -> tuple[Any, ...]:
    return (stylebook,) if app.config["STEADY"].style_page else ()


def _bind(app: Flask) -> None:
    logs.init_app(app)
    lines.init_app(app)
    templates.init_app(app)
    web.init_app(app)
    squeezed.init_app(app)
    db.init_app(app)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    limiter.init_app(app)
    words.init_app(app)
    security.init_app(app)
    accounts_context.init_app(app)
    circles_context.init_app(app)
    cli.init_app(app)
    retention.init_app(app)
    for feature in (*FEATURES, *_for_builders(app)):
        for blueprint in feature.BLUEPRINTS:
            app.register_blueprint(blueprint)
    timekeeping.init_app(app)
    keeping.init_app(app)
    realtime.init_app(app)
    running_start.init_app(app)
    with app.app_context():
        database.watch_other_writers()


def _wrap(app: Flask, settings: Settings) -> None:
    """Put the layers outside of Flask and Socket.IO, which hooks inside do not reach."""
    inner: Any = app.wsgi_app
    if settings.proxies:
        hops = settings.proxies
        inner = ProxyFix(inner, x_for=hops, x_proto=hops, x_host=hops)
    inner = Headers(inner, is_https=settings.is_https)
    app.wsgi_app = journal.Journal(app, inner)  # type: ignore[method-assign, assignment]


def create_app(settings: Settings | None = None) -> Flask:
    """Make the service; raises ConfigError when a setting cannot be used."""
    settings = settings or config.read()
    app = Flask(
        "accountability",
        instance_path=str(settings.instance_path),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
    )
    _configure(app, settings)
    _bind(app)
    _wrap(app, settings)
    return app
