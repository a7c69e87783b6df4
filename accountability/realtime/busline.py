"""The line to Redis or Valkey: one greenlet says, one hears, one asks each second if it is heard.

python-socketio's own way publishes from whoever emits, and an answer waits ten seconds for a server
that hangs.
"""

import hashlib
import hmac
import json
import random
import time
from contextlib import closing
from queue import Empty
from typing import Any

from flask import Flask
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from accountability.realtime import bus

MOST_AT_ONCE = 60
PATIENCE = 1.0  # seconds for connecting, and for each answer
MISSES, REST = 2, 1.0  # after so many failures nothing is said for so long
ECHO_EVERY = 1.0
MARK = 64  # signs of what shows that a line is this service's own
COME_BACK_AFTER = 0.3


def _line(app: Flask) -> Redis:
    """A client that gives up within a second and never tries again in secret."""
    return Redis.from_url(
        app.config["STEADY"].redis_url,
        protocol=2,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        socket_keepalive=True,
        retry=Retry(NoBackoff(), 0),
    )


def channel_of(app: Flask) -> str:
    """The channel of this service: another one on the same server neither hears nor guesses it."""
    secret = app.config["SECRET_KEY"].encode()
    return "steady:" + hmac.new(secret, b"bus", hashlib.sha256).hexdigest()[:32]


def signed(app: Flask, words: bytes) -> bytes:
    """A line as it is said: whoever else reaches that server could say anything to all screens."""
    return _mark(app, words) + words


def _mark(app: Flask, words: bytes) -> bytes:
    secret = app.config["SECRET_KEY"].encode()
    return hmac.new(secret, b"line" + words, hashlib.sha256).hexdigest().encode()


def run_saying(app: Flask) -> None:
    """Say what waits, for as long as the process lives; while nobody takes it, drop it."""
    line, channel = _line(app), channel_of(app)
    misses, rest_until = 0, 0.0
    while True:
        words = json.dumps([bus.known.me, _gather()], separators=(",", ":")).encode()
        if time.monotonic() < rest_until:
            continue
        try:
            line.publish(channel, signed(app, words))
            misses = 0
        except (RedisError, OSError):
            misses += 1
            rest_until = time.monotonic() + REST if misses >= MISSES else 0.0


def _gather() -> list[list[Any]]:
    gathered = [bus.waits.get()]
    try:
        while len(gathered) < MOST_AT_ONCE:
            gathered.append(bus.waits.get_nowait())
    except Empty:
        pass
    return gathered


def run_echo(app: Flask) -> None:
    """Say something to oneself each second; not to hear it is how one knows to be deaf."""
    was = None
    while True:
        bus.say("echo", None)
        time.sleep(ECHO_EVERY)
        if bus.state() != was:
            was = bus.state()
            app.logger.warning("the bus is %s", was)


def run_hearing(app: Flask) -> None:
    """Hear what the others say, for as long as the process lives, coming back after each cut."""
    line, channel = _line(app), channel_of(app)
    while True:
        try:
            with closing(line.pubsub()) as ear:
                ear.subscribe(channel)
                _listen(app, ear)
        except (RedisError, OSError):
            pass  # said by whoever looks at the state
        time.sleep(COME_BACK_AFTER * random.uniform(0.5, 1))  # noqa: S311


def _listen(app: Flask, ear: Any) -> None:
    """Take what is heard, until nothing was for three seconds: one hears oneself each second."""
    heard_at = time.monotonic()
    while time.monotonic() - heard_at < bus.DEAF_AFTER:
        message = ear.get_message(timeout=PATIENCE)
        if message is None:
            continue
        heard_at = time.monotonic()
        if message["type"] == "subscribe":
            bus.returned.set()
        elif message["type"] == "message":
            _take(app, message["data"])


def _take(app: Flask, line: bytes) -> None:
    mark, words = line[:MARK], line[MARK:]
    if not hmac.compare_digest(mark, _mark(app, words)):
        app.logger.error("somebody else speaks on the bus")
        return
    try:
        sender, said = json.loads(words)
        if sender == bus.known.me:
            bus.known.heard_at = time.monotonic()
            return
        for kind, one in said:
            if kind in bus.hearers:
                bus.hearers[kind](sender, one)
    except Exception:  # a newer version's words, say: what they meant is in the database
        app.logger.exception("something on the bus was not understood")


LOOPS = (run_saying, run_hearing, run_echo)
