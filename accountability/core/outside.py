"""Asking services outside at addresses that a stranger gave: public ones alone, by https.

Where a name leads is looked up before anything is sent, and the line that came about is asked
again whom it reached: a name may lead elsewhere a moment later. Nothing is followed anywhere.
"""

import re
import socket
from functools import cache
from http.client import HTTPException
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import urlsplit

import gevent
import requests
from gevent.monkey import get_original, is_module_patched
from gevent.threadpool import ThreadPool
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError
from urllib3.poolmanager import PoolManager

from accountability.core.loopback import is_loopback

ASK = get_original("socket", "getaddrinfo")
NAT64 = ip_network("64:ff9b::/96")  # leads to the IPv4 address in its end
# What some networks lead to addresses of ours: RFC 8215, 2765 and 4291 (2.5.5.1 and 2.5.7).
LEAD_IN = [ip_network(of) for of in ("64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96", "fec0::/10")]
# More than may be asked of slow name servers at once: who gave up leaves a thread waiting behind.
LOOKUPS = 32
# Names of services, RFC 1123: no number in some spelling of one, and nothing that no name server
# can be asked. Of an address, no sign that a reader of it may leave out.
NAME = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
SIGNS, LONGEST_NAME = re.compile(r"[!-~]+"), 253
LARGEST = 4096  # nobody needs to read more of an answer
FAULTS = (requests.RequestException, OSError, HTTPException)


class NotPublic(OSError):  # noqa: N818 - what it is says more
    """The address leads into a network of ours, or nowhere that is for everybody."""


def is_public(address: str) -> bool:
    """Whether everybody's network has this address."""
    found = ip_address(address.partition("%")[0])
    if any(found in network for network in LEAD_IN):
        return False
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None) or found
    inner = ip_address(int(found) & 0xFFFFFFFF) if found in NAT64 else inner
    return found.is_global and inner.is_global and not found.is_multicast


def may_ask(url: str, *, loopback: bool) -> bool:
    """Whether an address looks like a public service's, before its name is looked up."""
    if not SIGNS.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if loopback and parts.scheme in {"http", "https"} and is_loopback(host):
        return True
    if parts.scheme != "https" or port not in {None, 443} or parts.username or parts.password:
        return False
    return len(host) <= LONGEST_NAME and NAME.fullmatch(host) is not None


@cache
def _lookups() -> ThreadPool:
    """Threads of their own: whoever waits for a stranger's name server holds up no password."""
    return ThreadPool(LOOKUPS)


def looked_up(host: str, port: int) -> list[str]:
    """The addresses of a name that may be asked, the nearest first."""
    how: dict[str, Any] = {"type": socket.SOCK_STREAM}
    if is_module_patched("socket"):
        rows = _lookups().apply(ASK, (host, port), how)
    else:
        rows = ASK(host, port, **how)
    return list(dict.fromkeys(str(there[0]) for *_how, there in rows))


def _refuse_ours(address: str, *, loopback: bool) -> None:
    if not is_public(address) and not (loopback and is_loopback(address)):
        raise NotPublic(address)


class _Careful:
    """A connection that reaches public addresses alone."""

    loopback = False

    def _new_conn(self) -> socket.socket:
        own: Any = self
        name, found = own._dns_host, looked_up(own._dns_host, own.port)
        for address in found:
            _refuse_ours(address, loopback=self.loopback)
        own._dns_host = found[0]  # or the library looks the name up once more
        try:
            line: socket.socket = super()._new_conn()  # type: ignore[misc]
        finally:
            own._dns_host = name
        try:
            _refuse_ours(line.getpeername()[0], loopback=self.loopback)
        except OSError:
            line.close()
            raise
        return line


class _Safe(_Careful, HTTPSConnection):
    pass


class _SafeNear(_Safe):
    loopback = True


class _PlainNear(_Careful, HTTPConnection):
    loopback = True


def _pools(*, loopback: bool) -> dict[str, Any]:
    class Safe(HTTPSConnectionPool):
        ConnectionCls = _SafeNear if loopback else _Safe

    class Plain(HTTPConnectionPool):
        ConnectionCls = _PlainNear

    return {"https": Safe, "http": Plain}


class _Adapter(HTTPAdapter):
    def __init__(self, *, loopback: bool, **more: Any) -> None:
        self.loopback = loopback
        super().__init__(**more)

    def init_poolmanager(self, connections: int, maxsize: int, *_more: Any, **_named: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize)
        self.poolmanager.pool_classes_by_scheme = _pools(loopback=self.loopback)


class Line(requests.Session):
    """Keeps connections to services outside, follows nothing, and reads the first of an answer."""

    def __init__(self, *, loopback: bool = False) -> None:
        super().__init__()
        self.trust_env = False
        self.loopback = loopback
        self.adapters.clear()
        for scheme in ("https://", "http://")[: 1 + loopback]:
            self.mount(scheme, _Adapter(loopback=loopback, pool_maxsize=20))

    def request(self, method: Any, url: Any, **more: Any) -> requests.Response:  # type: ignore[override]
        """Ask once. Raises one of FAULTS when nothing came back."""
        if not may_ask(str(url), loopback=self.loopback):
            raise NotPublic(urlsplit(str(url)).hostname)
        answer = super().request(method, url, **more | {"stream": True, "allow_redirects": False})
        answer._content, answer._content_consumed = b"", True
        try:
            answer._content = answer.raw.read(LARGEST, decode_content=False)
        except (HTTPError, OSError, HTTPException, gevent.Timeout):
            pass  # what counts was said before: whoever took it, or has it no more, did
        finally:
            answer.close()
        return answer
