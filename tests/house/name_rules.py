"""House rules about names: vague words, and other words for what the glossary names."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import at, nodes, written

PACKAGE = ("accountability/", "bench/")
VAGUE = {
    "util",
    "utils",
    "helper",
    "helpers",
    "manager",
    "info",
    "item",
    "items",
    "object",
    "objects",
    "misc",
}
# Alone they name nothing; beside a word that does (common passwords, as data) they are English.
VAGUE_ALONE = {"data", "process", "status", "common"}
OTHERS = {
    "user",
    "users",
    "group",
    "groups",
    "team",
    "teams",
    "profile",
    "membership",
    "buddy",
    "chat",
}
PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")

Named = Iterator[tuple[int, str]]


def parts(name: str) -> set[str]:
    """The words of a name, in whichever case it is written."""
    return {part.lower() for part in PART.findall(name)}


def _imported(path: Path) -> dict[str, str]:
    """Which module each imported name came from."""
    return {
        name.asname or name.name: node.module or ""
        for node in nodes(path, ast.ImportFrom)
        for name in node.names
    }


def _given_by_libraries(path: Path) -> set[str]:
    """The methods that a class in this file takes over from a class of somebody else."""
    imported, given = _imported(path), set()
    for one in nodes(path, ast.ClassDef):
        for name in {node.id for base in one.bases for node in ast.walk(base) if _is_name(node)}:
            module = imported.get(name, "")
            if module and not module.startswith("accountability"):
                given |= set(dir(getattr(importlib.import_module(module), name, None)))
    return given


def _is_name(node: ast.AST) -> bool:
    return isinstance(node, ast.Name)


def _variables(path: Path) -> Named:
    for node in nodes(path, ast.Name, ast.Attribute, ast.arg):
        if isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node.ctx, ast.Store) and isinstance(node, ast.Name):
            yield node.lineno, node.id
        elif isinstance(node.ctx, ast.Store) and getattr(node.value, "id", "") == "self":
            yield node.lineno, node.attr


def names(path: Path) -> Named:
    """Every name that this file gives: its own, those of its functions, classes and variables."""
    yield 1, path.stem
    given = _given_by_libraries(path)
    for node in nodes(path, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef):
        if node.name not in given:
            yield node.lineno, node.name
    yield from _variables(path)


def _is_vague(path: Path, name: str) -> bool:
    found = parts(name)
    if found & VAGUE or name.strip("_").lower() in VAGUE_ALONE:
        return True
    if "handler" in found or "handlers" in found:
        return path.parent.name != "realtime"  # a socket's; nothing else is called so
    return "base" in found and path.stem != "extensions"  # where the base of the models stands


def vague_names(root: Path) -> list[str]:
    """No name is one of the words that say nothing."""
    return [
        at(root, path, line, f"{name} says nothing")
        for path in written(root, ".py", under=PACKAGE)
        for line, name in names(path)
        if _is_vague(path, name)
    ]


def _speaks_of_users(path: Path) -> bool:
    """Whether the file talks to Flask-Security, whose word for an account is another."""
    return any(module.startswith("flask_security") for module in _imported(path).values())


def names_of_others(root: Path) -> list[str]:
    """Names use the glossary's words, not other words for the same thing."""
    found = []
    for path in written(root, ".py", under=PACKAGE):
        wrong = OTHERS - {"user", "users"} if _speaks_of_users(path) else OTHERS
        found += [
            at(root, path, line, f"{name} is not the glossary's word")
            for line, name in names(path)
            if parts(name) & wrong
        ]
    return found
