"""Sessions with the server as text: what an editor does, and what it is told.

A session is a folder: its documents, and ``session.txt``. A line that begins with ``>`` there is a step; the lines
below are what the server answered. Steps name a document and, from 1, a line and column, or a text that the place is in
front of: ``> definition a.adoc 'here'``. ``python -m tests.sphinx_adoc.lsp.sessions`` writes the answers anew.
"""

import asyncio
import shlex
import shutil
import tempfile
from pathlib import Path

from lsprotocol import types

from tests.sphinx_adoc.lsp.editor import editor, run

CASES = Path(__file__).parent / "sessions"
SESSION = "session.txt"
LEVELS = ("", "error", "warning", "info", "hint")


class Session:
    """A session while it goes on. ``texts``: the open documents as the editor has them."""

    def __init__(self, started):
        self.editor = started
        self.texts = {}

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

    # -- help ----------------------------------------------------------------------------------------------------------

    async def at(self, method, name, text, **more):
        """Ask about the place in front of a text."""
        kind = types.METHOD_TO_TYPES[method][2]
        return await self.editor.ask(method, kind(self.editor.identifier(name), self.position(name, text), **more))

    def position(self, name, text, offset=0):
        """Where a text is in a document; LINE:COLUMN is a place by itself. ``|`` in a text is the place in it."""
        source = self.texts[name]
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
        return [
            f"{self.place(uri, one.range)} {LEVELS[one.severity]} {one.code or '-'}: {one.message}"
            for uri, diagnostics in sorted(self.editor.client.diagnostics.items())
            for one in diagnostics
        ]

    def place(self, uri, place):
        path = Path(uri.removeprefix("file://")).relative_to(self.editor.folder).as_posix()
        return f"{path}:{span(place)}"

    def locations(self, found):
        return [self.place(one.uri, one.range) for one in found or ()]


def span(place):
    start, end = place.start, place.end
    until = f"{end.character + 1}" if start.line == end.line else f"{end.line + 1}:{end.character + 1}"
    return f"{start.line + 1}:{start.character + 1}-{until}"


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
        shutil.copytree(case, folder, ignore=shutil.ignore_patterns(SESSION))
        lines = run(_played(folder, steps, _options(steps)))
        return "".join(f"{line}\n" for line in lines)


def _options(steps):
    return {"trusted": True} if "# trusted" in steps else None


async def _played(folder, steps, options):
    lines = []
    async with editor(folder, options) as started:
        session = Session(started)
        for step in steps:
            lines.append(step)
            if step.startswith(">"):
                lines += await session.do(*shlex.split(step[1:]))
            await asyncio.sleep(0)
    return lines


if __name__ == "__main__":
    for case in sorted(CASES.iterdir()):
        (case / SESSION).write_text(played(case), encoding="utf-8")
