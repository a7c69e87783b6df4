"""People in the rooms of an XMPP server (Prosody): another peer, spoken to in its own protocol."""

import re
from base64 import b64encode
from collections.abc import Iterator

from bench.links import Link

SIZE = 8
STREAM = (
    b"<?xml version='1.0'?><stream:stream to='localhost' version='1.0' xmlns='jabber:client' "
    b"xmlns:stream='http://etherx.jabber.org/streams'>"
)
BIND = b"<iq type='set' id='b1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
MESSAGE = re.compile(rb"<message .*?</message>", re.DOTALL)
FEATURES, WELCOME, BOUND = b"</stream:features>", b"<success", b"id='b1'"
IN_THE_ROOM = re.compile(rb"code=['\"]110['\"]")

# Rooms with an archive, as a circle keeps its words; any name comes in, for it is a floor.
CONFIG = """
run_as_root = true; daemonize = false; pidfile = "{folder}/pid"; data_path = "{folder}/data"
log = {{ warn = "{folder}/log" }}
interfaces = {{ "127.0.0.1" }}; c2s_ports = {{ {port} }}
s2s_ports = {{}}; http_ports = {{}}; https_ports = {{}}
modules_enabled = {{ "saslauth", "disco", "ping" }}
modules_disabled = {{ "s2s", "tls", "offline" }}
authentication = "insecure"; insecure_open_authentication = "Yes please, I know what I'm doing!"
c2s_require_encryption = false; allow_unencrypted_plain_auth = true; storage = "internal"
VirtualHost "localhost"
Component "conference.localhost" "muc"
  modules_enabled = {{ "muc_mam" }}; muc_log_by_default = true; muc_log_all_rooms = true
  muc_room_locking = false; restrict_room_creation = false
"""


def room_of(place: int) -> str:
    """The room of a circle."""
    return f"c{place // SIZE}@conference.localhost"


def message(place: int, text: str) -> bytes:
    """One call to everybody in the room."""
    said = f"<message to='{room_of(place)}' type='groupchat'><body>{text}</body></message>"
    return said.encode()


class Talker(Link):
    """One person's connection: signs in, binds, enters the room, and then reads messages."""

    def __init__(self, port: int, place: int) -> None:
        super().__init__(port, place)
        self.came = b""
        self.is_ready = False
        self.steps = self._enter()

    def begin(self, _host: str, _cookie: str, *, deflate: bool) -> None:
        """Open the stream."""
        assert not deflate, "nobody asks this of an XMPP server"
        self.write(STREAM)
        next(self.steps)

    def _enter(self) -> Iterator[None]:
        """One answer after the other, each to what the server said last."""
        name = b64encode(f"\0u{self.place}\0pw".encode()).decode()
        auth = f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{name}</auth>"
        nick = f"{room_of(self.place)}/m{self.place}"
        muc = "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x>"
        present = f"<presence to='{nick}'>{muc}</presence>".encode()
        told = ((FEATURES, auth.encode()), (WELCOME, STREAM), (FEATURES, BIND), (BOUND, present))
        for wanted, answer in told:
            while wanted not in self.came:
                yield
            self.came = b""
            self.write(answer)
        while not IN_THE_ROOM.search(self.came):
            yield
        self.is_ready, self.came = True, b""

    def texts(self) -> Iterator[bytes]:
        """The messages that came, whole ones only."""
        self.came += self.read()
        if not self.is_ready:
            next(self.steps, None)
            return
        end = 0
        for found in MESSAGE.finditer(self.came):
            end = found.end()
            yield found[0]
        self.came = self.came[end:]
