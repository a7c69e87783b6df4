"""What rests in a browser's outbox, read and written as whoever holds the device can."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.visitor import answer

# Calls a function with the rows of one store, in one transaction. Where there is no outbox there
# are no rows, and looking for them makes none.
_WITH = """
    async ([store, given]) => {
        const names = (await indexedDB.databases()).map((one) => one.name);
        if (!names.includes("outbox")) return [];
        const said = (asked) => new Promise((resolve, reject) => {
            asked.onsuccess = () => resolve(asked.result);
            asked.onerror = () => reject(asked.error);
        });
        const open = await said(indexedDB.open("outbox"));
        const work = open.transaction(store, "readwrite");
        const stored = new Promise((done) => { work.oncomplete = done; });
        const answered = await (%s)(work.objectStore(store), said, given);
        await stored;
        open.close();
        return answered;
    }
"""
_ALL = "(rows, said) => said(rows.getAll())"
_OLDER = """async (rows, said, ms) => {
    const [act] = await said(rows.getAll());
    act.pressed.wall -= ms;
    act.pressed.mono -= ms;
    await said(rows.put(act));
}"""
_PLANT = """async (rows, said, given) => {
    const here = { wall: Date.now(), mono: 0, page: "planted", ahead: 0 };
    for (const { age = 0, copies = 1, ...row } of given) {
        const then = { ...here, wall: here.wall - age };
        const act = { fields: "", label: "Hello", order: 1, pressed: then, doneAt: then, ...row };
        rows.put(act);
        for (let n = 1; n < copies; n += 1) rows.put({ ...act, key: `${act.key}-${n}` });
    }
}"""


def _ask(page: Page, store: str, work: str, given: Any = None) -> Any:
    return answer(page, _WITH % work, [store, given])


def on_device(page: Page, store: str = "acts") -> list[dict[str, Any]]:
    """Everything that rests in the browser's database, whosever it is."""
    found: list[dict[str, Any]] = _ask(page, store, _ALL)
    return found


def states(page: Page) -> list[str]:
    """The states of the acts on the device."""
    return sorted(act["state"] for act in on_device(page))


def keys(page: Page) -> list[str]:
    """The keys of the acts on the device."""
    return sorted(act["key"] for act in on_device(page))


def make_older(page: Page, ms: int) -> None:
    """Let what waits have been pressed so much earlier, by both clocks of the page."""
    _ask(page, "acts", _OLDER, ms)


def plant(page: Page, *rows: dict[str, Any]) -> None:
    """Write acts into the outbox; `age` in milliseconds, `copies` under keys of their own."""
    _ask(page, "acts", _PLANT, list(rows))
