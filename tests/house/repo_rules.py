"""House rules about the folder: migrations, what files may tell, the import contracts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, at, files

NUMBERED = re.compile(r"(\d{4})_[a-z0-9_]+")
LINK = re.compile(r"https?://([^/\s'\"]+)")
TITLE = re.compile(r"<title>(.*?)</title>|block title.*?%\}(.*?)\{%.*?endblock", re.DOTALL)


def banned_words(path: Path = ROOT / "tests" / "banned_words.txt") -> re.Pattern[str]:
    """The words that nobody looking over a shoulder may read, as one pattern."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    words = [re.escape(line) for line in lines if line and not line.startswith("#")]
    return re.compile(rf"(?<![^\W_])({'|'.join(words)})(?![^\W_])", re.IGNORECASE)


def migrations_out_of_line(root: Path) -> list[str]:
    """Migrations are numbered without a gap, in one line that ends in one head."""
    found, before = [], "None"
    for number, path in enumerate(files(root, ".py", under="migrations/versions/"), start=1):
        text = path.read_text()
        follows = re.search(r"^down_revision(?:: [^=]+)? = (.+)$", text, re.MULTILINE)
        own = re.search(r"^revision(?:: [^=]+)? = (.+)$", text, re.MULTILINE)
        name = NUMBERED.fullmatch(path.stem)
        if name is None or int(name[1]) != number:
            found.append(at(root, path, 1, f"is not number {number}"))
        if follows is None or follows[1].strip("\"'") != before:
            found.append(at(root, path, 1, "does not follow the one before it"))
        before = own[1].strip("\"'") if own else ""
    return found


def _registry_hosts() -> set[str]:
    """The package registries that this machine is set up with. Their names stand in no file."""
    asked = [[sys.executable, "-m", "pip", "config", "list"], ["npm", "config", "get", "registry"]]
    told = [subprocess.run(one, capture_output=True, text=True, check=True).stdout for one in asked]
    return {host.rpartition("@")[2] for answer in told for host in LINK.findall(answer)}


def _folders() -> set[str]:
    """The folders of this machine that the project lies in, as long as their names are telling."""
    return {str(one) for one in (ROOT, ROOT.parent, Path.home()) if len(one.parts) > 2}


def telling_files(root: Path, told: set[str] | None = None) -> list[str]:
    """No file names a registry or a folder of the machine it was written on."""
    words = _registry_hosts() | _folders() if told is None else told
    pattern = re.compile(
        "|".join(rf"(?<![\w.]){re.escape(word)}(?![\w-])" for word in words) or "$^"
    )
    return [
        at(root, path, number, f"names {line[hit.start() : hit.end()]}")
        for path in files(root)
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if (hit := pattern.search(line))
    ]


def locks_with_addresses(root: Path) -> list[str]:
    """Lock files pin versions and hashes; where packages come from is each machine's business."""
    return [
        at(root, path, 1, "names where packages come from")
        for path in files(root)
        if path.name == "package-lock.json" or path.name.startswith("requirements")
        if re.search(r'"resolved"|--(extra-)?index-url|--find-links', path.read_text())
    ]


def telling_titles(root: Path) -> list[str]:
    """No title of a page and no subject of a mail says what the service is for."""
    banned = banned_words()
    pages = [
        at(root, path, 1, f"the title says {said[0]}")
        for path in files(root, ".html", under="templates/")
        for title in TITLE.finditer(path.read_text())
        if (said := banned.search(title[1] or title[2] or ""))
    ]
    subjects = [path for path in files(root, ".txt", under="templates/") if path.stem == "subject"]
    return pages + [
        at(root, path, 1, f"the subject says {said[0]}")
        for path in subjects
        if (said := banned.search(path.read_text()))
    ]


def telling_icons(root: Path) -> list[str]:
    """No file that a browser fetches by its own name says what the service is for."""
    banned = banned_words()
    return [
        at(root, path, 1, "its name says too much")
        for path in files(root, under="static/")
        if banned.search(str(path.relative_to(root)))
    ]


def broken_contracts(root: Path) -> list[str]:
    """Features import downwards only, and layers within a feature too."""
    linter = Path(sys.executable).parent / "lint-imports"
    ran = subprocess.run(
        [linter, "--no-cache"], cwd=root, capture_output=True, text=True, check=False
    )
    return [] if ran.returncode == 0 else [ran.stdout + ran.stderr]
