"""Footnotes: the mark where they are called, the note at the end."""

from __future__ import annotations

from docutils import nodes

from sphinx_adoc.syntax.tree import Footnote, Inline, InlineText

from .context import Context, InlineRule


def footnote(ctx: Context, node: Footnote, parent: nodes.Element, text: InlineText) -> None:
    """A call of a footnote. The first one makes the note; an unknown one shows its name in brackets."""
    if not node.number:
        label = f"[{node.id}]"
        parent.append(nodes.inline(label, label, classes=["footnote-missing"]))
        return
    mark = str(node.number)
    scoped = f"{ctx.note_scope}{mark}"
    reference = nodes.footnote_reference("", mark, refid=f"_footnotedef_{scoped}")
    if not node.reference:
        reference["ids"].append(f"_footnoteref_{scoped}")
        ctx.notes.append(_note(ctx, node, mark, text))
    parent.append(reference)


def _note(ctx: Context, node: Footnote, mark: str, text: InlineText) -> nodes.footnote:
    scoped = f"{ctx.note_scope}{mark}"
    note = nodes.footnote(ids=[f"_footnotedef_{scoped}"], backrefs=[f"_footnoteref_{scoped}"])
    if node.id:
        note["ids"].append(f"_footnote_{node.id}")
    ref, _ = text.position(node.start)
    ctx.place(ref, note)
    paragraph = ctx.place(ref, nodes.paragraph())
    ctx.inlines(node.children, paragraph, text)
    note += [nodes.label("", mark), paragraph]
    return note


RULES: dict[type[Inline], InlineRule] = {Footnote: footnote}
