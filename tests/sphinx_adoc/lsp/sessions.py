"""Sessions with the server as text: what an editor does, and what it is told.

A session is a folder: its documents (beside those of the outside test data that a line ``# folder NAME`` names), and
``session.txt``. A line that begins with ``>`` there is a step; the lines below are what the server answered. Steps name
a document and, from 1, a line and column, or a text that the place is in front of: ``> definition a.adoc 'here'``.
``python -m tests.sphinx_adoc.lsp.sessions`` writes the answers anew.
"""

import asyncio
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.conftest import shared
from tests.sphinx_adoc.lsp.editor import editor, run

CASES = Path(__file__).parent / "sessions"
SESSION = "session.txt"
ABLE = types.ClientCapabilities(
    workspace=types.WorkspaceClientCapabilities(
        workspace_edit=types.WorkspaceEditClientCapabilities(
            document_changes=True,
            change_annotation_support=types.ChangeAnnotationsSupportOptions(),
            resource_operations=[types.ResourceOperationKind.Create],
        )
    )
)
LEVELS = ("", "error", "warning", "info", "hint")


class Session:
    """A session while it goes on. ``texts``: the open documents as the editor has them."""

    def __init__(self, started, *, changes=False):
        self.editor = started
        self.texts = {}
        self.last = [] if changes else None

    # -- steps ---------------------------------------------------------------------------------------------------------

    async def do(self, verb, *words):
        """Do a step; return the lines of the answer."""
        return await getattr(self, f"step_{verb}")(*words)

    async def step_open(self, name):
        self.texts[name] = (self.editor.folder / name).read_text(encoding="utf-8")
        self.editor.open(name)
        return await self.told(name)

    async def step_type(self, name, before, text):
        """Put a text in front of another one."""
        return await self.step_replace(name, before, text + before)

    async def step_replace(self, name, before, after):
        """Put a text in place of another one, which may be `\\n` for the end of a line."""
        before, after = before.replace("\\n", "\n"), after.replace("\\n", "\n")
        start, end = self.position(name, before), self.position(name, before, len(before))
        self.texts[name] = self.texts[name].replace(before, after, 1)
        self.editor.change(name, after, (start.line + 1, start.character + 1, end.line + 1, end.character + 1))
        return await self.told(name)

    async def step_write(self, name, before, after):
        """Change a file on the disk, in no editor."""
        before, after = before.replace("\\n", "\n"), after.replace("\\n", "\n")
        path = self.editor.folder / name
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        self.editor.disk_changed()
        return await self.told(next(iter(self.texts)))

    async def step_save(self, name):
        (self.editor.folder / name).write_text(self.texts[name], encoding="utf-8")
        self.editor.save(name)
        return await self.told(name)

    async def step_close(self, name):
        self.editor.close(name)
        del self.texts[name]
        return await self.told(next(iter(self.texts), name))

    async def step_outline(self, name):
        return list(outline(await self.editor.settled(name) or ()))

    async def step_definition(self, name, text):
        return self.locations(await self.at("textDocument/definition", name, text))

    async def step_references(self, name, text):
        context = types.ReferenceContext(include_declaration=True)
        return self.locations(await self.at("textDocument/references", name, text, context=context))

    async def step_highlight(self, name, text):
        found = await self.at("textDocument/documentHighlight", name, text)
        return [f"{name}:{span(one.range)}" for one in found or ()]

    async def step_hover(self, name, text):
        found = await self.at("textDocument/hover", name, text)
        return [f"    {line}".rstrip() for line in found.contents.value.split("\n")] if found else ["nothing"]

    async def step_complete(self, name, text, most="8"):
        """Ask what may come behind a text."""
        found = await self.at("textDocument/completion", name, f"{text}|")
        return [
            f"{one.label}: {one.detail or '-'} -> {one.text_edit.new_text!r} at {span(one.text_edit.range)}"
            for one in found.items[: int(most)]
        ] + ([f"... {len(found.items)} in all"] if len(found.items) > int(most) else [])

    async def step_links(self, name):
        found = await self.editor.ask(
            "textDocument/documentLink", types.DocumentLinkParams(self.editor.identifier(name))
        )
        return [f"{span(one.range)} {one.target.replace(self.editor.uri('') + '/', '')}" for one in found]

    async def step_folds(self, name):
        found = await self.editor.ask(
            "textDocument/foldingRange", types.FoldingRangeParams(self.editor.identifier(name))
        )
        return [f"{one.start_line + 1}-{one.end_line + 1} {plain(one.kind)}" for one in found]

    async def step_inactive(self, name):
        found = await self.editor.ask(
            "textDocument/semanticTokens/full", types.SemanticTokensParams(self.editor.identifier(name))
        )
        lines, line = [], 1
        for at in range(0, len(found.data), 5):
            line += found.data[at]
            lines.append(f"{name}:{line}")
        return lines

    async def step_symbols(self, query):
        found = await self.editor.ask("workspace/symbol", types.WorkspaceSymbolParams(query))
        return [f"{one.name} ({one.kind.name}) {self.place(one.location.uri, one.location.range)}" for one in found]

    async def step_actions(self, name, text):
        return await self.actions(name, types.Range(self.position(name, text), self.position(name, text)))

    async def step_range(self, name, start, end):
        """What can be done with the lines between two places."""
        return await self.actions(name, types.Range(self.position(name, start), self.position(name, end)))

    async def actions(self, name, place):
        params = types.CodeActionParams(self.editor.identifier(name), place, types.CodeActionContext([]))
        found = await self.editor.ask("textDocument/codeAction", params)
        lines = []
        for one in found:
            lines.append(f"{one.title} ({plain(one.kind)}{', preferred' if one.is_preferred else ''})")
            lines += self.edits(one.edit)
        return [re.sub(r"\d{4}-\d\d-\d\d", "YYYY-MM-DD", line) for line in lines]

    async def step_prepare(self, name, text):
        return await self.refused(self.at("textDocument/prepareRename", name, text), lambda found: (
            [f"{name}:{span(found.range)} {found.placeholder!r}"] if found else ["nothing"]
        ))  # fmt: skip

    async def step_rename(self, name, text, new):
        """Rename, and make the changes: in the editor, and on the disk where a file is not open."""
        asked = self.at("textDocument/rename", name, text, new_name=new)
        return await self.refused(asked, self.applied)

    async def step_move(self, old, new):
        """Rename a file or folder."""
        params = types.RenameFilesParams([types.FileRename(self.editor.uri(old), self.editor.uri(new))])
        found = await self.editor.ask("workspace/willRenameFiles", params)
        lines = self.applied(found) if found else ["nothing"]
        (self.editor.folder / new).parent.mkdir(parents=True, exist_ok=True)
        (self.editor.folder / old).rename(self.editor.folder / new)
        self.editor.disk_changed()
        return lines

    async def step_lens(self, name):
        params = types.CodeLensParams(self.editor.identifier(name))
        found = await self.editor.ask("textDocument/codeLens", params)
        return [f"{span(one.range)} {one.command.title}" for one in found]

    async def step_run(self, name):
        """Run the claims of a document."""
        params = types.ExecuteCommandParams("sphinx-adoc.runClaims", [self.editor.uri(name)])
        said = await self.editor.ask("workspace/executeCommand", params)
        self.editor.client.failures.clear()  # what is shown to the user is no failure here
        return [str(said), *await self.told(name)]

    async def step_compared(self, name):
        """Wait until the project has been compared with the commit."""
        for _ in range(200):
            await asyncio.sleep(0.1)
            told = await self.told(name)
            if any("anchor-vanished" in line for line in told):
                return told
        return ["not compared"]

    async def step_check(self, name):
        return await self.told(name)

    async def refused(self, asked, said):
        try:
            return said(await asked)
        except JsonRpcException as error:
            return [f"refused: {error.message}"]

    # -- help ----------------------------------------------------------------------------------------------------------

    async def at(self, method, name, text, **more):
        """Ask about the place in front of a text."""
        kind = types.METHOD_TO_TYPES[method][2]
        place = {"text_document": self.editor.identifier(name), "position": self.position(name, text)}
        return await self.editor.ask(method, kind(**place, **more))

    def position(self, name, text, offset=0):
        """Where a text is in a document; LINE:COLUMN is a place by itself. ``|`` in a text is the place in it."""
        source, text = self.texts[name], text.replace("\\n", "\n")
        numbers = text.split(":")
        if len(numbers) == 2 and all(number.isdigit() for number in numbers):
            return types.Position(int(numbers[0]) - 1, int(numbers[1]) - 1)
        inside = max(text.find("|"), 0)
        at = source.index(text.replace("|", "", 1) if "|" in text else text) + inside + offset
        line = source.count("\n", 0, at)
        return types.Position(line, len(source[source.rfind("\n", 0, at) + 1 : at].encode("utf-16-le")) // 2)

    async def told(self, name):
        """What all diagnostics say once the server has read what was sent."""
        await self.editor.settled(name)
        lines = [
            f"{self.place(uri, one.range)} {LEVELS[one.severity]} {one.code or '-'}: {one.message}"
            for uri, diagnostics in sorted(self.editor.client.diagnostics.items())
            for one in diagnostics
        ]
        return lines if self.last is None else self.changed(lines)

    def changed(self, lines):
        """How many diagnostics there are, and which came or went but for those that moved to other lines."""
        bare = [re.sub(r":\d+:\d+-(?:\d+:)?\d+ ", ": ", line) for line in lines]
        before, self.last = self.last, bare
        new = [line for line, words in zip(lines, bare, strict=True) if bare.count(words) > before.count(words)]
        gone = [words for words in dict.fromkeys(before) if before.count(words) > bare.count(words)]
        if not before:
            return [f"{len(lines)} diagnostics"]
        return [f"{len(lines)} diagnostics", *(f"+ {line}" for line in new), *(f"- {words}" for words in gone)]

    def place(self, uri, place):
        path = Path(uri.removeprefix("file://")).relative_to(self.editor.folder).as_posix()
        return f"{path}:{span(place)}"

    def relative(self, uri):
        return Path(uri.removeprefix("file://")).relative_to(self.editor.folder).as_posix()

    def edits(self, edit):
        """The changes of an edit, in either form, as lines."""
        lines = []
        for uri, changes in (edit.changes or {}).items():
            lines += [f"    {self.place(uri, one.range)} {one.new_text!r}" for one in changes]
        for part in edit.document_changes or ():
            if isinstance(part, types.CreateFile):
                lines.append(f"    a new file {self.relative(part.uri)}")
                continue
            uri = part.text_document.uri
            version = "" if part.text_document.version is None else f" (version {part.text_document.version})"
            for one in part.edits:
                said = edit.change_annotations[one.annotation_id] if edit.change_annotations else None
                more = f" [{said.label}{'; ' + said.description if said.description else ''}]" if said else ""
                lines.append(f"    {self.place(uri, one.range)} {one.new_text!r}{version}{more}")
        return lines

    def applied(self, edit):
        if edit is None:
            return ["nothing"]
        lines = self.edits(edit)
        parts = {uri: list(changes) for uri, changes in (edit.changes or {}).items()}
        parts |= {part.text_document.uri: list(part.edits) for part in edit.document_changes or ()}
        for uri, changes in parts.items():
            name = self.relative(uri)
            is_open = name in self.texts
            text = self.texts[name] if is_open else (self.editor.folder / name).read_text(encoding="utf-8")
            for one in sorted(changes, key=lambda one: one.range.start, reverse=True):
                start, end = (offset(text, place) for place in (one.range.start, one.range.end))
                text = text[:start] + one.new_text + text[end:]
            if is_open:
                self.texts[name] = text
                self.editor.change(name, text)
            else:
                (self.editor.folder / name).write_text(text, encoding="utf-8")
        self.editor.disk_changed()
        return lines

    def locations(self, found):
        return [self.place(one.uri, one.range) for one in found or ()]


def span(place):
    start, end = place.start, place.end
    until = f"{end.character + 1}" if start.line == end.line else f"{end.line + 1}:{end.character + 1}"
    return f"{start.line + 1}:{start.character + 1}-{until}"


def plain(kind):
    """The name of a kind, which the protocol leaves open."""
    return getattr(kind, "value", kind)


def offset(text, place):
    """The offset of a position of UTF-16."""
    lines = text.split("\n")
    before = sum(len(line) + 1 for line in lines[: place.line])
    return before + len(lines[place.line].encode("utf-16-le")[: place.character * 2].decode("utf-16-le"))


def outline(symbols, depth=0):
    for one in symbols:
        detail = f" {one.detail}" if one.detail else ""
        yield f"{'  ' * depth}{one.name}{detail} {span(one.range)}, its title {span(one.selection_range)}"
        yield from outline(one.children, depth + 1)


def played(case):
    """Return the text of a session as it goes now."""
    steps = [line for line in (case / SESSION).read_text(encoding="utf-8").splitlines() if line.startswith((">", "#"))]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / "docs"
        named = next((step.removeprefix("# folder ") for step in steps if step.startswith("# folder ")), None)
        shutil.copytree(shared(named) if named else case, folder)
        shutil.copytree(case, folder, ignore=shutil.ignore_patterns(SESSION), dirs_exist_ok=True)
        if "# compared with HEAD" in steps:
            _commit(folder)
        lines = run(_played(folder, steps, _options(steps)))
        return "".join(f"{line}\n" for line in lines)


def _options(steps):
    return {"trusted": "# trusted" in steps, "base": "HEAD" if "# compared with HEAD" in steps else None}


def _commit(folder):
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "before"]):
        subprocess.run([*git, *words], cwd=folder, check=True)


async def _played(folder, steps, options):
    lines = []
    async with editor(folder, options, ABLE) as started:
        session = Session(started, changes="# only changes" in steps)
        for step in steps:
            lines.append(step)
            if step.startswith(">"):
                lines += await session.do(*shlex.split(step[1:]))
            await asyncio.sleep(0)
    return lines


if __name__ == "__main__":
    for case in sorted(CASES.iterdir()):
        (case / SESSION).write_text(played(case), encoding="utf-8")
