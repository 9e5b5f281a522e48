"""What is asked, what came back, and what is made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    """What is known of an address. The first four say something of it, the others of the asking."""

    OK = "ok"
    MOVED = "moved"
    GONE = "gone"
    NO_FRAGMENT = "no-such-fragment"
    REFUSED = "refused"
    CANNOT_TELL = "cannot-tell"
    NOT_CHECKED = "not-checked"


class Failure(StrEnum):
    """Why no answer came."""

    UNKNOWN_HOST = "the host name is not known"
    TIMEOUT = "no answer in time"
    CONNECTION = "no connection"
    TLS = "no secure connection"
    PROTOCOL = "what came back is no HTTP"
    PRIVATE = "it leads into a private network"


@dataclass(frozen=True, slots=True)
class Request:
    """A question to a server. ``method``: HEAD or GET; ``url``: without fragment."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server said. ``status``: 0 where nothing came, ``failure`` says why then, and ``detail`` how
    the library or the server words it.

    ``ids``: the anchors of a page of HTML, None where it is none or was not read; ``whole``: all of it was read.
    ``scripted``: the page is nearly empty but for scripts, which may make anchors later.
    """

    status: int = 0
    location: str = ""
    retry_after: str = ""
    failure: Failure | None = None
    detail: str = ""
    ids: frozenset[str] | None = None
    whole: bool = True
    scripted: bool = False


class Transport(Protocol):
    """Asks one server once: no redirect is followed, nothing is tried again, and it ends in bounded time and memory."""

    def __call__(self, request: Request) -> Answer:
        """Return the answer; never raise for what a server or the network does."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be known: an address without fragment, and the fragments that are named with it."""

    url: str
    fragments: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What is known of an address. ``reason``: in words; ``status``: of the last answer. ``final``: where it leads for
    good, '' where it did not move.

    ``fragments``: for each whether it is there (None: cannot be told). ``near``: what a missing one probably means.
    ``checked``: when, in seconds since 1970; ``since``: when this was seen first; ``runs``: how often in a row.
    ``cached``: it comes from an earlier run.
    """

    verdict: Verdict
    reason: str = ""
    status: int = 0
    final: str = ""
    fragments: Mapping[str, bool | None] = field(default_factory=dict)
    near: Mapping[str, str] = field(default_factory=dict)
    checked: int = 0
    since: int = 0
    runs: int = 0
    cached: bool = False

    def verdict_of(self, fragment: str) -> Verdict:
        """Return what is known of the address with a fragment ('': without)."""
        good = self.verdict in (Verdict.OK, Verdict.MOVED)
        if not fragment or not good or self.fragments.get(fragment):
            return self.verdict
        return Verdict.CANNOT_TELL if self.fragments.get(fragment) is None else Verdict.NO_FRAGMENT
