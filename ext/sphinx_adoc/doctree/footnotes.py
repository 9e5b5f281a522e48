"""Footnotes: the mark where they are called, the note at the end."""

from __future__ import annotations

from docutils import nodes

from sphinx_adoc.syntax.tree import Footnote, Inline, InlineText

from .context import Context, InlineRule


def footnote(ctx: Context, node: Footnote, parent: nodes.Element, text: InlineText) -> None:
    """Append a call of a footnote. The first one makes the note; an unknown one shows its name in brackets."""
    if not node.number:
        label = f"[{node.id}]"
        parent.append(nodes.inline(label, label, classes=["footnoteref", "footnote-missing"]))
        return
    mark = str(node.number)
    reference = nodes.footnote_reference("", mark, refid=f"_footnotedef_{mark}")
    if not node.reference:
        reference["ids"].append(f"_footnoteref_{mark}")
        ctx.notes.append(_note(ctx, node, mark, text))
    parent.append(reference)


def _note(ctx: Context, node: Footnote, mark: str, text: InlineText) -> nodes.footnote:
    note = nodes.footnote(ids=[f"_footnotedef_{mark}"], backrefs=[f"_footnoteref_{mark}"])
    if node.id:
        note["ids"].append(f"_footnote_{node.id}")
    ref, _ = text.position(node.start)
    ctx.place(ref, note)
    paragraph = ctx.place(ref, nodes.paragraph())
    ctx.inlines(node.children, paragraph, text)
    note += [nodes.label("", mark), paragraph]
    return note


def in_order(notes: list[nodes.footnote]) -> list[nodes.footnote]:
    """Return notes by their numbers: those of headings come first."""
    return sorted(notes, key=lambda note: int(note[0].astext()))


RULES: dict[type[Inline], InlineRule] = {Footnote: footnote}
