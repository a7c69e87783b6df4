"""Many processes to try: two that serve and two that work, on PostgreSQL and Valkey.

In front stands a small proxy: each new connection goes to the next process that takes it. It hands
bytes through as they are, so WebSockets need nothing special. Everything lies in a
temporary folder.
"""

from __future__ import annotations

import signal
import socket
import sys
import tempfile
import threading
from contextlib import ExitStack
from pathlib import Path

from tests.kit.postgres import Postgres
from tests.kit.service import Service, Worker
from tests.kit.valkey import Valkey

AT_ONCE = 65_536
SERVING, WORKING = 2, 2


class Front:
    """One address for all of these ports in turn; one that does not answer is passed over."""

    def __init__(self, port: int, behind: list[int]) -> None:
        self.behind = list(behind)
        self._listener = socket.create_server(("127.0.0.1", port), backlog=2048)
        self.origin = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        with near:
            far = self._next()
            if far is None:
                return
            with far:
                back = threading.Thread(target=_pump, args=(far, near), daemon=True)
                back.start()
                _pump(near, far)
                back.join()

    def _next(self) -> socket.socket | None:
        self.behind.append(self.behind.pop(0))
        for port in list(self.behind):
            try:
                far = socket.create_connection(("127.0.0.1", port), timeout=2)
            except OSError:
                continue
            far.settimeout(None)
            return far
        return None


def _pump(source: socket.socket, sink: socket.socket) -> None:
    """Hand everything on; when one side is over, so is the other."""
    try:
        source.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while piece := source.recv(AT_ONCE):
            sink.sendall(piece)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def main(port: int) -> None:
    """Start everything, and end it with Ctrl-C."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory(prefix="steady-cluster-")))
        postgres = Postgres()
        opened.callback(postgres.stop)
        valkey = opened.enter_context(Valkey())
        front = Front(port, [])
        url = postgres.fresh_database()
        bus = {"REDIS_URL": valkey.url, "PUBLIC_URL": front.origin}
        serving = [Service(folder / "instance", url, **bus) for _ in range(SERVING)]
        for one in serving:  # the first makes the secrets and the tables
            opened.enter_context(one)
        for _ in range(WORKING):
            opened.enter_context(Worker(folder / "instance", url, **bus))
        front.behind.extend(one.port for one in serving)
        print(f"Steady is at {front.origin} (Ctrl-C ends it)", flush=True)
        print(f"behind it: {', '.join(one.origin for one in serving)}", flush=True)
        try:
            signal.pause()
        except KeyboardInterrupt:
            print()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000)
