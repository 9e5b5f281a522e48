"""What the graph keeps of a document: anchors, references, includes, waivers. All of it can be pickled."""

from __future__ import annotations

from typing import NamedTuple

from sphinx_adoc.finding import Finding
from sphinx_adoc.syntax.source import Place, Span


class Anchor(NamedTuple):
    """A place that can be linked to.

    ``kind``: document, the name of a block (section, table, listItem, ...) or of an inline node (anchor, span, image,
    footnote), or bibliography. ``explicit``: the author gave the id. ``span``: where the id stands, for a generated
    one the title. ``title``: of the section, block or document, '' without; ``reftext``: given for references, ''
    without. ``label``: "Table 1", "Section 1.2", '' where nothing is numbered. ``key``: the reftext or title as natural
    references find it. ``stack``: the includes above. ``words``: of a title that refers to other documents, else ().
    """

    id: str
    kind: str
    explicit: bool
    span: Span
    title: str = ""
    reftext: str = ""
    label: str = ""
    key: str = ""
    stack: tuple[Place, ...] = ()
    words: Words = ()


class Reference(NamedTuple):
    """A cross-reference as written. ``target``: all of it; ``path`` ('': this document), ``fragment`` ('': the whole).

    ``form``: xref (the macro), angle (``<<id>>``) or link (``link:page.html#id[]``). ``text``: given, '' without.
    ``style``: the xrefstyle in force (full, short, basic or ''). ``span``: of the target. ``key``: the fragment, as the
    titles that it may mean have it.
    """

    target: str
    path: str
    fragment: str
    form: str
    span: Span
    text: str = ""
    style: str = ""
    key: str = ""
    stack: tuple[Place, ...] = ()


class Waiver(NamedTuple):
    """A comment that accepts a finding for a time: ``// adoc-ignore: CODE until YYYY-MM-DD: REASON``.

    It covers the next line that is not a comment (``line``). ``until``: ISO date. ``fault``: what is wrong with its
    form ('' when nothing is), in which case it waives nothing. ``live``: whether the line is in the document as it was
    read, not dropped by a condition.
    """

    code: str
    until: str
    reason: str
    span: Span
    line: int
    fault: str = ""
    live: bool = True


class Target(NamedTuple):
    """A file that a document shows or links to. ``kind``: image, media or link. ``target``: as written, attributes
    replaced; ``folder``: the ``imagesdir`` in force. ``span``: of the target.
    """

    kind: str
    target: str
    folder: str
    span: Span
    stack: tuple[Place, ...] = ()


class Address(NamedTuple):
    """An address with a host that a document links to or shows. ``url``: attributes replaced. ``span``: where it is
    used; ``entry``: the attribute entry that it comes from, None where it is written out, or comes from outside.
    """

    url: str
    span: Span
    stack: tuple[Place, ...] = ()
    entry: Span | None = None


class Summary(NamedTuple):
    """One document as the graph sees it. ``path``: its file. ``includes``: the files that it brought in.

    ``findings``: the trouble that reading it gave, malformed references included. ``words``: of its title, where that
    refers to other documents, else (). ``reftext``: given for references to it. ``aliases``: the former pages that
    Antora redirects to it, as resource ids. ``targets``: the files that it shows or links to; ``addresses``: the same
    that have a host.
    """

    path: str
    title: str = ""
    anchors: tuple[Anchor, ...] = ()
    references: tuple[Reference, ...] = ()
    includes: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    findings: tuple[Finding, ...] = ()
    words: Words = ()
    reftext: str = ""
    aliases: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    addresses: tuple[Address, ...] = ()


class Resolution(NamedTuple):
    """What a reference points at.

    ``document``: the name of the document (None: not found, or ``outside`` the set). ``anchor``: in it (None: the
    document as a whole). ``text``: to be shown, without markup. ``finding``: what is wrong (None: nothing).
    """

    document: str | None
    anchor: Anchor | None
    text: str
    finding: Finding | None = None


Words = tuple[str | Reference, ...]
"""The words of a title, in order, and the references between them that other documents have to name."""
