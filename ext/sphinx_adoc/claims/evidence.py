"""What a verdict rests on, for a page: the code that computed it, and pictures of what that code made. Plain data.

A value offers a picture by the method ``_repr_svg_`` (a convention of IPython's): the text of an SVG, or None where it
cannot be drawn. ``_repr_alt_``, beside it, says in words what the picture shows; they stand for it where there is none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from . import excerpt
from .limit import TooLong, limited
from .model import Claim, Verdict
from .session import PICTURE, Session

WORDS: Final = "_repr_alt_"
PICTURES: Final = 2  # how many of a claim are shown
SVG_BYTES: Final = 250_000


@dataclass(frozen=True, slots=True)
class Picture:
    """A value that offers a picture. ``name``: what the code calls it. ``words``: what there is to see. ``svg``: ''
    where it was not drawn, and ``trouble`` says why.
    """

    name: str
    words: str
    svg: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verdict and what it rests on.

    ``snippet``: the snippet that computed it (None: the prelude, or nothing). ``code``: the part of it that matters
    ('' where that is all of it). ``names``: what that part sets. ``pictures``: of what it made, ``left_out`` how many
    more there would be.
    """

    verdict: Verdict
    snippet: Claim | None = None
    code: str = ""
    names: frozenset[str] = frozenset()
    pictures: tuple[Picture, ...] = ()
    left_out: int = 0

    @property
    def claim(self) -> Claim:
        """What was checked."""
        return self.verdict.claim


def gather(session: Session, verdict: Verdict) -> Evidence:
    """Return the evidence of a claim that the session has run."""
    claim = verdict.claim
    session = session.session_of(claim)
    snippet, code, names = _computing(session, verdict)
    values = session.drawable.get(claim.order, {})
    drawn = [_draw(name, value, session.timeout) for name, value in list(values.items())[:PICTURES]]
    return Evidence(
        verdict=verdict,
        snippet=snippet,
        code=code,
        names=frozenset(names),
        pictures=tuple(drawn),
        left_out=max(len(values) - PICTURES, 0),
    )


def _computing(session: Session, verdict: Verdict) -> tuple[Claim | None, str, set[str]]:
    """The snippet behind a claim, the part of it that matters, and the names that this sets."""
    claim = verdict.claim
    if claim.kind == "snippet":
        return claim, _failed_at(verdict), set()
    for snippet in session.setting(claim.called) if claim.kind != "block" else ():
        code, names = excerpt.setting(snippet.text, claim.called)
        if code:
            return snippet, code, names
    return None, "", set()


def _failed_at(verdict: Verdict) -> str:
    """The statement of a snippet that failed."""
    line, lines = verdict.span.start.line, verdict.claim.lines
    return "" if verdict.held or line not in lines else excerpt.around(verdict.claim.text, lines.index(line))


def _draw(name: str, value: Any, timeout: float) -> Picture:
    """A value as a picture, or what went wrong while it was drawn."""
    words = ""
    try:
        with limited(timeout):
            words = _text(value, WORDS)
            svg = _text(value, PICTURE)
    except TooLong:
        return Picture(name, words, trouble=f"Drawing it was stopped after {timeout:g} s.")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 (the value's own code may raise anything)
        return Picture(name, words, trouble=f"It could not be drawn: {error}")
    size = len(svg.encode("utf-8"))
    if size > SVG_BYTES:
        return Picture(name, words, trouble=f"It is too large for this page: {size:,} bytes of {SVG_BYTES:,}.")
    return Picture(name, words, svg, "" if svg else "It was not drawn when this page was built.")


def _text(value: Any, method: str) -> str:
    method_of_value: Callable[[], object] | None = getattr(value, method, None)
    text = method_of_value() if method_of_value is not None else None
    return text if isinstance(text, str) else ""
