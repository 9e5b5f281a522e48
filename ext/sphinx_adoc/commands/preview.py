"""Pages in a browser while they are written: served to this machine alone, loaded again when they change."""

from __future__ import annotations

import argparse
import functools
import posixpath
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import ExitStack
from html import escape
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote, urlsplit

from . import WrongCall
from .rounds import HOST

_CHANGES: Final = "/-/changes"
_RELOAD: Final = "/-/reload.js"
_SCRIPT: Final = f"""\
new EventSource("{_CHANGES}").onmessage = () => location.reload();
"""
_LINK: Final = f'<script src="{_RELOAD}"></script>\n'
_PATIENCE: Final = 20.0  # s until a waiting browser is told that nothing changed, so that a closed one is noticed


class Changes:
    """Lets browsers wait for the next change."""

    def __init__(self) -> None:
        self._number = 0
        self._condition = threading.Condition()

    def tell(self) -> None:
        """Let all go on that wait."""
        with self._condition:
            self._number += 1
            self._condition.notify_all()

    @property
    def number(self) -> int:
        """How many changes there were."""
        return self._number

    def wait(self, number: int) -> bool:
        """Return whether there were more changes than ``number``, after some time at most."""
        with self._condition:
            return self._condition.wait_for(lambda: self._number != number, _PATIENCE)


def serve(args: argparse.Namespace, stack: ExitStack) -> Callable[[], None]:
    """Serve the pages of a call until the stack is closed; return what is called when they have changed.

    Without a folder for the pages they go to a temporary one. Raises WrongCall where the port is taken, or a single
    page was asked for.
    """
    if args.output == "-" or (args.output or "").endswith(".html"):
        raise WrongCall("--serve needs a folder for the pages: -o DIR, or none")
    if args.output is None:
        args.output = stack.enter_context(tempfile.TemporaryDirectory(prefix="sphinx-adoc-"))
    sources = [path if path.is_dir() else path.parent for path in args.paths or args.project.roots]
    if len(set(sources)) != 1:
        raise WrongCall("--serve shows the pages of one folder: name one")
    changes = Changes()
    handler = functools.partial(Handler, Path(args.output), sources[0], changes)
    try:
        server = Server((HOST, args.serve), handler)
    except OSError as error:
        raise WrongCall(
            f"port {args.serve} cannot be used: {error.strerror}; --serve 0 takes any that is free"
        ) from error
    stack.callback(server.server_close)
    stack.callback(server.shutdown)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stderr.write(f"http://{HOST}:{server.server_port}/\n")
    return changes.tell


class Server(ThreadingHTTPServer):
    """A server whose threads end with the program."""

    daemon_threads = True
    allow_reuse_address = True


class Handler(SimpleHTTPRequestHandler):
    """Answers with pages, and with the files beside their sources, such as images; nothing hidden, nothing outside."""

    server_version = "sphinx-adoc"
    protocol_version = "HTTP/1.1"

    def __init__(self, pages: Path, sources: Path, changes: Changes, *args: Any) -> None:
        self._pages = pages
        self._sources = sources
        self._changes = changes
        super().__init__(*args, directory=str(pages))

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of what is asked for."""

    def do_GET(self) -> None:
        """Answer a request; refuse one whose Host header names another host, as a foreign page may have sent it."""
        path = urlsplit(self.path).path
        if (self.headers.get("Host") or "").partition(":")[0] not in (HOST, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
        elif path == _CHANGES:
            self._wait()
        elif path == _RELOAD:
            self._send(_SCRIPT.encode(), "text/javascript")
        elif (file := self._file(unquote(path))) is None:
            if path != "/":
                self.send_error(HTTPStatus.NOT_FOUND)
            else:
                self._send(_listed(self._pages).encode(), "text/html; charset=utf-8")
        elif file.suffix == ".html":
            self._send(file.read_bytes().replace(b"</body>", _LINK.encode() + b"</body>"), "text/html; charset=utf-8")
        else:
            self._send(file.read_bytes(), self.guess_type(str(file)))

    def do_HEAD(self) -> None:
        """Answer as to GET, without the contents."""
        self.do_GET()

    def _send(self, data: bytes, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _wait(self) -> None:
        """Tell the browser each change while it stays."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        number = self._changes.number
        try:
            while not self._changes.wait(number):
                self.wfile.write(b":\n\n")
                self.wfile.flush()
            self.wfile.write(b"data: changed\n\n")
        except OSError:  # it has gone
            return

    def _file(self, path: str) -> Path | None:
        """The file that a path means; a folder's is its index."""
        parts = [part for part in posixpath.normpath(path).split("/") if part not in ("", ".")]
        if any(part.startswith(".") or "\0" in part or "\\" in part for part in parts):
            return None
        for root in (self._pages, self._sources):
            place = root.joinpath(*parts)
            place = place / "index.html" if place.is_dir() else place
            if place.is_file() and place.resolve().is_relative_to(root.resolve()):
                return place
        return None


def _listed(pages: Path) -> str:
    """A page with links to all pages of a folder."""
    paths = sorted(path.relative_to(pages).as_posix() for path in pages.rglob("*.html"))
    items = "".join(f'<li><a href="/{quote(path)}">{escape(path)}</a></li>\n' for path in paths)
    head = '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8" />\n<title>Pages</title>\n</head>\n'
    return f"{head}<body>\n<ul>\n{items}</ul>\n{_LINK}</body>\n</html>\n"
