"""House rules about the tests themselves: what their client may know, and that none is silent."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import at, nodes, written

TESTS, CLIENT = "tests/", "tests/client/"
OURS = {"accountability", "bench", "scripts", "tests", "wsgi"}
SILENT = {
    "skip",
    "skipif",
    "importorskip",
    "xfail",
    "SkipTest",
    "skipTest",
    "skipIf",
    "skipUnless",
    "expectedFailure",
    "collect_ignore",
    "collect_ignore_glob",
    "pytest_ignore_collect",
    "__test__",
}
KNOWN = {"tests/faults/conftest.py": "collect_ignore_glob"}  # the long trials, of ./run faults

Found = Iterator[tuple[int, str]]


def _imported(path: Path) -> Found:
    """What a file imports, by its whole name; what it might import by a text, too."""
    for node in nodes(path, ast.Import, ast.ImportFrom, ast.Constant):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * (node.level - 1) + (node.module or "")
            wholes = (".".join(filter(None, (module, name.name))) for name in node.names)
            yield from ((node.lineno, whole) for whole in wholes)
        elif isinstance(node.value, str) and node.value.startswith("accountability"):
            yield node.lineno, node.value


def _is_of_project(module: str) -> bool:
    first = module.partition(".")[0]
    return first in {"", *OURS} and not module.startswith("tests.client.")


def clients_that_know_the_service(root: Path) -> list[str]:
    """The client of the tests stands on the protocol alone: of the project it imports itself."""
    return [
        at(root, path, line, f"the client knows {module}")
        for path in written(root, ".py", under=CLIENT)
        for line, module in _imported(path)
        if _is_of_project(module)
    ]


def _named(path: Path) -> Found:
    """The names that a file calls or imports, and the marks that it gives by a text."""
    kinds = (ast.Attribute, ast.Name, ast.alias, ast.FunctionDef, ast.Call)
    for node in nodes(path, *kinds):
        if not isinstance(node, ast.Call):
            names = (getattr(node, part, "") for part in ("attr", "id", "name"))
            yield node.lineno, next(filter(None, names))
        elif getattr(node.func, "attr", "") == "add_marker":
            yield from ((node.lineno, str(getattr(one, "value", ""))) for one in node.args)


def silent_tests(root: Path) -> list[str]:
    """Nothing is skipped silently: every test that is there runs, and has to be green."""
    return [
        at(root, path, line, f"{name} lets a test be silent")
        for path in written(root, ".py", under=TESTS)
        for line, name in _named(path)
        if name in SILENT and KNOWN.get(str(path.relative_to(root))) != name
    ]
