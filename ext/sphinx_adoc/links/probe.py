"""The questions that one address takes: HEAD, then GET where that is needed, and each redirect. It asks nobody itself:
it yields requests and is sent their answers, so that each host can be asked at its own pace.
"""

from __future__ import annotations

from collections.abc import Generator
from http import HTTPStatus
from typing import Final

from sphinx_adoc.suggest import Names

from .model import Answer, Failure, Page, Request, Result, Verdict
from .policy import Policy
from .urls import host_of, joined, not_asked

Probe = Generator[Request, Answer, Result]

MOST_REDIRECTS: Final = 10
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD: Final = frozenset({301, 308})
_GONE: Final = frozenset({404, 410})
_REFUSED: Final = frozenset({401, 403, 407, 429, 451, 999})
_HEAD_TELLS: Final = frozenset({401, 407, 429, 451, 999})
_BY_SCRIPTS: Final = frozenset({"github.com", "gitlab.com"})  # their pages get their anchors from scripts


def probe(page: Page, policy: Policy) -> Probe:
    """Find out what is known of an address; return the result."""
    method = "GET" if page.fragments else "HEAD"
    url = page.url
    way = [url]
    for_good = True
    while True:
        answer = yield Request(method, url, policy.headers(url))
        if method == "HEAD" and _needs_get(answer):
            method = "GET"
        elif answer.status in REDIRECTS and answer.location:
            try:
                url = joined(url, answer.location)
            except ValueError:
                return _cannot(f"it leads to '{answer.location[:200]}'", answer.status)
            for_good &= answer.status in _FOR_GOOD
            if url in way or len(way) > MOST_REDIRECTS:
                return _cannot("its redirects never end", answer.status)
            if why := not_asked(url, policy.allowed):
                return Result(verdict=Verdict.NOT_CHECKED, reason=f"leads to a {why}", status=answer.status)
            way.append(url)
        else:
            return _result(page, answer, url, moved=for_good and len(way) > 1)


def _needs_get(answer: Answer) -> bool:
    """Whether the answer to HEAD may be another one than that to GET: many servers only half know HEAD."""
    if answer.failure is not None:
        return answer.failure in (Failure.CONNECTION, Failure.PROTOCOL)
    return answer.status >= HTTPStatus.BAD_REQUEST and answer.status not in _HEAD_TELLS


def _result(page: Page, answer: Answer, url: str, *, moved: bool) -> Result:
    status = answer.status
    if answer.failure is not None:
        return _failed(answer, answer.failure)
    if status in _GONE:
        return Result(verdict=Verdict.GONE, reason=f"it answers {_named(status)}", status=status)
    if status in _REFUSED:
        return Result(verdict=Verdict.REFUSED, reason=f"it answers {_named(status)}", status=status)
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return _cannot(f"it answers {_named(status)}", status)
    fragments = {name: _has(answer, url, name) for name in sorted(page.fragments)}
    names = Names(answer.ids or ()) if False in fragments.values() else None
    near = {name: names.nearest(name) or "" for name, there in fragments.items() if there is False} if names else {}
    return Result(
        verdict=Verdict.MOVED if moved else Verdict.OK,
        reason="it leads elsewhere for good" if moved else "",
        status=status,
        final=url if moved else "",
        fragments=fragments,
        near={name: suggestion for name, suggestion in near.items() if suggestion},
    )


def _failed(answer: Answer, failure: Failure) -> Result:
    reason = f"{failure}{f' ({answer.detail})' if answer.detail else ''}"
    if failure == Failure.UNKNOWN_HOST:
        return Result(verdict=Verdict.GONE, reason=reason)
    if failure == Failure.PRIVATE:
        return Result(verdict=Verdict.NOT_CHECKED, reason="leads to a private address")
    return _cannot(reason, 0)


def _cannot(reason: str, status: int) -> Result:
    return Result(verdict=Verdict.CANNOT_TELL, reason=reason, status=status)


def _has(answer: Answer, url: str, fragment: str) -> bool | None:
    """Whether a page has an anchor; None where that is unknown."""
    if answer.ids is None:
        return None
    if fragment.lower() == "top" or fragment in answer.ids or f"user-content-{fragment}" in answer.ids:
        return True
    by_scripts = answer.scripted or host_of(url).removeprefix("www.") in _BY_SCRIPTS
    return None if by_scripts or not answer.whole else False


def _named(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)
