"""House rules that can be seen in the Python text alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import at, files, nodes, written

LINES_OF_FILE, LINES_OF_FUNCTION, LINES_OF_VIEW = 250, 25, 12
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
COMES_IN = {"get", "post", "put", "patch", "delete", "route", "on", "event"}
PACKAGE = "accountability/"
SPOKEN = {"Refused", "BadRequest", "NotFound", "ValidationError", "flash"}


def files_too_long(root: Path) -> list[str]:
    """No file has more than 250 lines."""
    lengths = {
        path: len(path.read_text().splitlines())
        for path in written(root, ".py", ".ts", ".css", ".html", ".mjs", ".sh")
    }
    return [
        at(root, path, length, f"the file has {length} lines")
        for path, length in lengths.items()
        if length > LINES_OF_FILE
    ]


def _length(function: ast.FunctionDef) -> int:
    """Its lines without decorators and docstring."""
    length = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function):
        words = function.body[0]
        length -= (words.end_lineno or 0) - words.lineno + 1
    return length


def functions_too_long(root: Path) -> list[str]:
    """No function has more than 25 lines."""
    return [
        at(root, path, one.lineno, f"{one.name} has {_length(one)} lines")
        for path in written(root, ".py")
        for one in nodes(path, *FUNCTIONS)
        if _length(one) > LINES_OF_FUNCTION
    ]


def _comes_in(function: ast.FunctionDef) -> bool:
    """Whether requests or socket events call it."""
    calls = [mark.func for mark in function.decorator_list if isinstance(mark, ast.Call)]
    return any(isinstance(call, ast.Attribute) and call.attr in COMES_IN for call in calls)


def views_too_long(root: Path) -> list[str]:
    """No view and no socket handler has more than 12 lines."""
    return [
        at(root, path, one.lineno, f"{one.name} has {_length(one)} lines")
        for path in written(root, ".py", under=PACKAGE)
        for one in nodes(path, *FUNCTIONS)
        if _comes_in(one) and _length(one) > LINES_OF_VIEW
    ]


def _calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for call in nodes(path, ast.Call):
        name = getattr(call.func, "attr", getattr(call.func, "id", ""))
        yield name, call


def commits_elsewhere(root: Path) -> list[str]:
    """Only `core/change.py` commits."""
    return [
        at(root, path, call.lineno, "commits")
        for path in files(root, ".py", under=PACKAGE)
        if path != root / PACKAGE / "core" / "change.py"
        for name, call in _calls(path)
        if name == "commit"
    ]


def emits_elsewhere(root: Path) -> list[str]:
    """Only `realtime/` speaks to sockets."""
    return [
        at(root, path, call.lineno, "emits")
        for path in files(root, ".py", under=PACKAGE)
        if root / PACKAGE / "realtime" not in path.parents
        for name, call in _calls(path)
        if name == "emit"
    ]


def emits_to_everyone(root: Path) -> list[str]:
    """Whatever is emitted says to whom: without `to` it reaches everyone."""
    return [
        at(root, path, call.lineno, "emits to everyone")
        for path in files(root, ".py", under=PACKAGE)
        for name, call in _calls(path)
        if name == "emit" and _reaches_everyone(call)
    ]


def _reaches_everyone(call: ast.Call) -> bool:
    named = {word.arg for word in call.keywords}
    return "broadcast" in named or not named & {"to", "room"}


def unmarked_words(root: Path) -> list[str]:
    """What is said to a person in Python is marked for translation."""
    return [
        at(root, path, call.lineno, f"{name} says what nobody can translate")
        for path in files(root, ".py", under=PACKAGE)
        for name, call in _calls(path)
        if name in SPOKEN and call.args and isinstance(call.args[0], ast.Constant | ast.JoinedStr)
    ]
