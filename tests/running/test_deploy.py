"""The examples of `deploy/` are whole, and speak of things that are there."""

from __future__ import annotations

import re
from configparser import RawConfigParser
from pathlib import Path

import pytest
import yaml

from accountability.core import config, lines
from accountability.core.secrets_file import MAKERS
from accountability.running import metrics
from accountability.serving import IDLE
from tests.kit.service import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
OTHERS = {"PYTHONUNBUFFERED", "DATABASE_PASSWORD"}  # Python's own, and what the example asks for
PINGS = 25 + 20  # seconds that a quiet socket may be silent
POLL = 25 + 2 * lines.PATIENCE  # it may wait for its turn before it begins and before it answers


def known() -> set[str]:
    """The settings of the service."""
    text = Path(config.__file__).read_text()
    return set(re.findall(r'"([A-Z][A-Z_]{3,})"', text))


def unit(path: Path) -> RawConfigParser:
    parsed = RawConfigParser(strict=False)
    parsed.optionxform = str
    parsed.read(path)
    return parsed


def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


def steps() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each on one line."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [tuple(line.strip().split(maxsplit=1)) for line in lines]


def nginx() -> str:
    return re.sub(r"#.*", "", (DEPLOY / "nginx.conf").read_text())


def seconds(text: str, name: str) -> list[int]:
    return [int(found) for found in re.findall(rf"{name} (\d+)s;", text)]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_what_is_there_as_nobody_special(path):
    service = unit(path)["Service"]
    set_here = {one.partition("=")[0] for one in service["Environment"].split()}

    assert service["User"] == "steady" and service["ExecStart"].startswith("/opt/steady/.venv/bin/")
    assert set_here <= known()
    assert service["Restart"] == "always" and service["NoNewPrivileges"] == "yes"
    assert "wsgi" in service["ExecStart"]


# What systemd understands, of all that a unit here says; another word is a slip of the pen there.
WORDS = {
    "Unit": {"Description", "After", "Wants", "StartLimitIntervalSec"},
    "Install": {"WantedBy"},
    "Service": {
        *("User", "UMask", "WorkingDirectory", "Environment", "EnvironmentFile", "ExecStart"),
        *("Restart", "RestartSec", "TimeoutStopSec", "LimitNOFILE", "StateDirectory"),
        *("StateDirectoryMode", "NoNewPrivileges", "PrivateDevices", "PrivateTmp", "ProtectHome"),
        *("ProtectControlGroups", "ProtectKernelTunables", "ProtectSystem"),
        *("RestrictAddressFamilies", "RestrictSUIDSGID", "CapabilityBoundingSet"),
    },
}


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_says_only_what_systemd_understands(path):
    said = unit(path)

    assert {name: set(said[name]) - WORDS[name] for name in said.sections()} == {
        name: set() for name in WORDS
    }


def test_the_proxy_lets_sockets_and_polls_live_and_logs_no_address():
    text = nginx()
    socket = re.search(r"location /socket.io/ \{(.*?)\}", text, re.DOTALL)[1]
    polls = re.search(r"location /streams/ \{(.*?)\}", text, re.DOTALL)[1]

    assert text.count("{") == text.count("}")
    assert min(seconds(socket, "proxy_read_timeout")) > PINGS
    assert min(seconds(polls, "proxy_read_timeout")) > POLL
    assert seconds(re.sub(r"location.*", "", text, flags=re.DOTALL), "proxy_read_timeout")
    assert min(seconds(text, "keepalive_timeout")) < IDLE
    assert "proxy_buffering off;" in socket and "proxy_buffering off;" in polls
    assert "Upgrade $http_upgrade" in text and "Connection $steady_connection" in text
    assert "access_log off;" in text
    for name in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"):
        assert f"proxy_set_header {name} " in text
    assert "proxy_set_header" not in socket + polls, "one header here hides all of the others"


def test_the_image_copies_what_is_there_and_runs_as_nobody_special():
    copied = [words.split()[:-1] for name, words in steps() if name == "COPY"]
    names = [one for words in copied for one in words if not words[0].startswith("--from")]
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    last = dict(steps())

    assert names and [one for one in names if not (ROOT / one).exists()] == []
    assert [one for one in names if f"!{one}" not in let_in] == []
    assert last["USER"] == "10001" and last["CMD"].startswith('["/venv/bin/python", "wsgi.py"')
    assert {word.partition("=")[0] for word in last["ENV"].split()} <= known() | OTHERS
    assert not [words for name, words in steps() if name == "FROM" and ":" not in words]


def test_compose_gives_every_process_the_same_settings_and_folder():
    services = compose()["services"]
    ours = [one for one in services.values() if one.get("image") == "steady"]
    given = set(ours[0]["environment"])

    assert len(ours) == 3 and {str(one["environment"]) for one in ours} == {
        str(ours[0]["environment"])
    }
    assert given - {"REDIS_URL"} <= known()
    assert all(one["volumes"] == ["instance:/var/lib/steady"] and one["read_only"] for one in ours)
    assert all(":" in one["image"] for one in services.values() if one not in ours)
    assert "ports" not in services["database"] and "ports" not in services["bus"]
    assert {one for web in ("web-1", "web-2") for one in services[web]["ports"]} == {
        f"{address}:5000" for address in re.findall(r"server (127.0.0.1:\d+) ", nginx())
    }
    assert {"METRICS_TOKEN", "PUBLIC_URL"} <= given, "without a token nobody reads the figures"


def test_the_page_about_running_it_names_every_figure():
    said = (ROOT / "docs" / "operations.md").read_text()
    figures = {name for name, _says, _read in (*metrics.HERE, *metrics.STORED)}

    assert [one for one in sorted(figures) if f"`{one}`" not in said] == []


def test_the_page_about_running_it_names_every_secret_in_both_places():
    said = (ROOT / "docs" / "operations.md").read_text()

    assert [one for one in MAKERS if f"`{one}`" not in said or f"`{one.upper()}`" not in said] == []
