"""What the pages that a device keeps are made of."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import current_app

from accountability.urges import help_lines


@cache
def _hash_of(folder: str, *settings: str) -> str:
    files = [*sorted(Path(folder).rglob("*.html")), help_lines.FILE]
    whole = b"".join(path.read_bytes() for path in files)
    return sha256(whole + "\n".join(settings).encode()).hexdigest()[:12]


def hash_of_sources() -> str:
    """Another one whenever a kept page may look different; the same in every process."""
    settings = current_app.config["STEADY"]
    return _hash_of(str(current_app.template_folder), settings.app_name, settings.exit_url)
