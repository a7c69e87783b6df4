"""Starts ./run in this folder twice and ends it with Ctrl-C, against the promised times."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

FIRST_PAGE = 60
AGAIN = 3
END = 3


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """Whether a page comes."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as fault:
        sys.exit(f"The first page is an error: {fault.code}.")
    except OSError:
        return False


def wait_for_page(run: subprocess.Popen[bytes], url: str, within: float) -> None:
    """Ask until the page comes; a start that ends, or takes twice the time, is the end."""
    last = time.monotonic() + 2 * within
    while not answers(url):
        if run.poll() is not None:
            sys.exit("./run ended before its first page.")
        if time.monotonic() > last:
            sys.exit(f"No page after {2 * within} s.")
        time.sleep(0.02)


def measure(name: str, begun: float, within: float) -> None:
    """Say how long it took; too long is a failure."""
    took = time.monotonic() - begun
    print(f"{name}: {took:.1f} s (at most {within})", flush=True)
    if took > within:
        sys.exit(f"{name} took {took:.1f} s, more than {within}.")


def start_and_end(name: str, within: float) -> None:
    """One start to the first page and one Ctrl-C, which a terminal sends to the whole group."""
    port = free_port()
    begun = time.monotonic()
    run = subprocess.Popen(["./run", "--port", str(port)], start_new_session=True)
    try:
        wait_for_page(run, f"http://127.0.0.1:{port}/", within)
        measure(name, begun, within)
        begun = time.monotonic()
        os.killpg(run.pid, signal.SIGINT)
        run.wait(timeout=4 * END)
        measure("Ctrl-C", begun, END)
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)


if __name__ == "__main__":
    start_and_end("First page", FIRST_PAGE)
    start_and_end("First page again", AGAIN)
