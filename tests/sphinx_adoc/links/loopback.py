"""A server on the loopback that does what a script says, byte by byte."""

import contextlib
import socket
import ssl
import threading
import time
from dataclasses import dataclass, field


@dataclass
class Server:
    """``script``: from ``METHOD HOST/PATH`` to the pieces that are sent (a number: seconds of silence). ``asked``: what
    came, in order; ``most``: how many requests of one host were under way at once, at most.
    """

    script: object
    context: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)
    most: int = 0

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.socket.getsockname()[1]
        self.under_way = {}
        self.lock = threading.Lock()
        self.ended = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.socket.close()

    def _accept(self):
        while not self.ended.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection):
        with contextlib.suppress(OSError), connection:
            if self.context is None:
                self._answer(connection)
                return
            with self.context.wrap_socket(connection, server_side=True) as secure:
                self._answer(secure)

    def _answer(self, connection):
        data = b""
        while b"\r\n\r\n" not in data and (piece := connection.recv(4096)):
            data += piece
            if data.startswith(b"\x16"):  # TLS
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                return
        head = data.decode("latin-1").split("\r\n")
        if len(head[0].split()) < 3:
            return
        host = next(line.partition(": ")[2] for line in head if line.lower().startswith("host:")).partition(":")[0]
        method, path, _ = head[0].split()
        with self.lock:
            self.asked.append(f"{method} {host}{path}")
            self.under_way[host] = self.under_way.get(host, 0) + 1
            self.most = max(self.most, self.under_way[host])
        try:
            self._send(connection, f"{method} {host}{path}")
        finally:
            with self.lock:
                self.under_way[host] -= 1

    def _send(self, connection, request):
        for piece in self.script(request):
            if self.ended.is_set():
                return
            if isinstance(piece, float | int):
                time.sleep(piece)
            else:
                connection.sendall(piece)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)


def said(status=200, body=b"", **headers):
    """The bytes of an honest answer."""
    lines = [f"HTTP/1.1 {status} X", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def html(*ids):
    """The bytes of an honest page with these anchors."""
    return said(body="".join(f"<p id={name}>x" for name in ids).encode(), Content_Type="text/html; charset=utf-8")
