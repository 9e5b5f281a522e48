"""The transport that asks real servers, by urllib3. Whatever a server sends ends in bounded time and memory, and a name
that leads into a private network is not followed.

Each request has a connection of its own, to an address that was looked up once and allowed: a name that means another
address a moment later changes nothing.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib.metadata import version
from typing import Any, Final
from urllib.parse import urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from .model import Answer, Failure, Request
from .pages import MAX_PAGE_BYTES, ids_of, is_html, unpacked
from .private import Allowed

TIMEOUT: Final = 10.0
"""Seconds for a connection, and for each answer on it to go on."""

MAX_SECONDS: Final = 30.0
"""Seconds for a request and all of its answer, however slowly that comes."""

_PIECE: Final = 1 << 16
_LONG: Final = 120  # characters of an error's own words
_NO_NAME: Final = frozenset({socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)})

Resolve = Callable[[str, int], Sequence[str]]
"""From the name of a host and a port to its addresses; raises socket.gaierror."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the addresses of a host, each once; raise socket.gaierror."""
    infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in infos))


class Http:
    """Asks servers by HTTP. ``allowed``: the private hosts that may be asked. ``resolve``: what looks names up."""

    def __init__(
        self,
        allowed: Allowed,
        *,
        resolve: Resolve = resolve,
        timeout: float = TIMEOUT,
        longest: float = MAX_SECONDS,
        most: int = MAX_PAGE_BYTES,
        trusted: ssl.SSLContext | None = None,
    ) -> None:
        self._allowed = allowed
        self._resolve = resolve
        self._timeout = timeout
        self._longest = longest
        self._most = most
        self._tls = trusted or ssl.create_default_context()
        self._agent = f"sphinx-adoc/{version('sphinx-adoc')}"

    def __call__(self, request: Request) -> Answer:
        """Return what the server says; see :class:`.model.Transport`."""
        parts = urlsplit(request.url)
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        try:
            addresses = self._resolve(host, port)
        except socket.gaierror as error:
            known = error.errno not in _NO_NAME
            return _failed(Failure.CONNECTION if known else Failure.UNKNOWN_HOST, error.strerror or str(error))
        except (OSError, UnicodeError) as error:
            return _failed(Failure.CONNECTION, str(error))
        if not addresses or self._allowed.refuses(host, addresses):
            return _failed(Failure.PRIVATE, host)
        answer = Answer()
        for address in addresses[:2]:
            answer = _Call(self, request, address, port).answer()
            if answer.failure not in (Failure.CONNECTION, Failure.TIMEOUT):
                return answer
        return answer


class _Call:
    """One request on a connection of its own."""

    def __init__(self, http: Http, request: Request, address: str, port: int) -> None:
        self.http = http
        self.request = request
        self.parts = urlsplit(request.url)
        self.address = address
        self.port = port
        self.late = False
        self.watch: threading.Timer | None = None

    def answer(self) -> Answer:
        """Send it, and return what came of it."""
        pool = self._pool()
        try:
            return self._exchange(pool)
        except urllib3.exceptions.HTTPError as error:
            return self._trouble(error)
        except (OSError, ValueError, UnicodeError) as error:
            return self._trouble(error)
        finally:
            if self.watch is not None:
                self.watch.cancel()
            pool.close()

    def _pool(self) -> urllib3.HTTPConnectionPool:
        """A pool of one connection, to the address that was allowed, for the host that was named."""
        timeout = urllib3.Timeout(connect=self.http._timeout, read=self.http._timeout)
        call = self
        pool: urllib3.HTTPConnectionPool
        if self.parts.scheme == "https":
            host = self.parts.hostname or ""
            pool = urllib3.HTTPSConnectionPool(
                self.address, self.port, timeout=timeout, retries=False,
                ssl_context=self.http._tls, server_hostname=host, assert_hostname=host,
            )  # fmt: skip
            pool.ConnectionCls = type("_Watched", (HTTPSConnection,), {"connect": _watching(HTTPSConnection, call)})
        else:
            pool = urllib3.HTTPConnectionPool(self.address, self.port, timeout=timeout, retries=False)
            pool.ConnectionCls = type("_Watched", (HTTPConnection,), {"connect": _watching(HTTPConnection, call)})
        return pool

    def end_after(self, connection: HTTPConnection) -> None:
        """Have the connection end when all of the time is used, even in the middle of a header that never ends."""
        self.watch = threading.Timer(self.http._longest, self._end, [connection.sock])
        self.watch.daemon = True
        self.watch.start()

    def _end(self, sock: Any) -> None:
        self.late = True
        with suppress(OSError, AttributeError):
            sock.shutdown(socket.SHUT_RDWR)

    def _exchange(self, pool: urllib3.HTTPConnectionPool) -> Answer:
        path = self.parts.path or "/"
        target = f"{path}?{self.parts.query}" if self.parts.query else path
        headers = {
            "Host": self.parts.netloc.rpartition("@")[2],
            "User-Agent": self.http._agent,
            "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
            "Accept-Encoding": "identity",
            "Connection": "close",
            **self.request.headers,
        }
        response = pool.urlopen(
            self.request.method, target, headers=headers, redirect=False, retries=False,
            assert_same_host=False, preload_content=False, decode_content=False,
        )  # fmt: skip
        try:
            return _failed(Failure.TIMEOUT, "") if self.late else self._read(response)
        finally:
            response.close()

    def _read(self, response: urllib3.BaseHTTPResponse) -> Answer:
        headers = response.headers
        answer = Answer(
            status=response.status,
            location=_plain(headers.get("Location", "")),
            retry_after=_plain(headers.get("Retry-After", "")),
        )
        kind = headers.get("Content-Type", "")
        if self.request.method == "HEAD" or response.status != 200 or not is_html(kind):
            return answer
        data, whole = self._body(response)
        try:
            data, all_unpacked = unpacked(data, headers.get("Content-Encoding", ""), self.http._most)
        except ValueError:
            return answer
        ids, scripted = ids_of(data, kind)
        return Answer(status=response.status, ids=ids, whole=whole and all_unpacked, scripted=scripted)

    def _body(self, response: urllib3.BaseHTTPResponse) -> tuple[bytes, bool]:
        """As much of the body as is read, and whether that is all."""
        pieces: list[bytes] = []
        left = self.http._most
        try:
            while left > 0:
                piece = response.read1(min(left, _PIECE), decode_content=False)
                if not piece:
                    return b"".join(pieces), not self.late
                pieces.append(piece)
                left -= len(piece)
        except (urllib3.exceptions.HTTPError, OSError, ValueError):
            pass  # what came before may hold the anchor
        return b"".join(pieces), False

    def _trouble(self, error: Exception) -> Answer:
        cause = error
        while isinstance(cause, urllib3.exceptions.MaxRetryError) and cause.reason is not None:
            cause = cause.reason
        refused = isinstance(
            cause, urllib3.exceptions.NewConnectionError
        )  # one of urllib3's time-outs, for old programs
        if self.late or (not refused and isinstance(cause, urllib3.exceptions.TimeoutError | TimeoutError)):
            return _failed(Failure.TIMEOUT, "")
        if isinstance(cause, urllib3.exceptions.SSLError | ssl.SSLError):
            return _failed(Failure.TLS, _words(cause))
        if refused or isinstance(cause, OSError):
            return _failed(Failure.CONNECTION, _words(cause))
        return _failed(Failure.PROTOCOL, _words(cause))


def _watching(kind: type[HTTPConnection], call: _Call) -> Callable[[HTTPConnection], None]:
    def connect(self: HTTPConnection) -> None:
        kind.connect(self)
        call.end_after(self)

    return connect


def _failed(failure: Failure, detail: str) -> Answer:
    return Answer(failure=failure, detail=_plain(detail))


def _words(error: BaseException) -> str:
    """The innermost words of an error, without the objects that urllib3 shows."""
    while error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error).rpartition(">: ")[2]


def _plain(text: str) -> str:
    """Words of a server as they may be shown: one line, no control characters, not endless."""
    return "".join(character if character.isprintable() else " " for character in text)[: 16 * _LONG].strip()
