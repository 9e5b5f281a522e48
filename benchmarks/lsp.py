"""Measures the language server: from a key to its diagnostics, memory, and the time up to the first answer.

    python benchmarks/lsp.py FOLDER CHAPTER [--keys 200]

FOLDER is opened as an editor opens it, in a copy. CHAPTER, a path in it, is where the keys are typed: words in front of
its middle, one character at a time, each after the diagnostics of the one before have come.
"""

from __future__ import annotations

import argparse
import asyncio
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

WORDS = "The nodes <<nowhere>> of a cluster vote, and each of them has {one} vote. "


class Client(LanguageClient):
    """An editor that waits for the diagnostics of a version."""

    def __init__(self):
        super().__init__("benchmark", "1")
        self.version = 0
        self.told = asyncio.Event()

        @self.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(params):
            if params.version == self.version:
                self.told.set()

    async def wait(self):
        await asyncio.wait_for(self.told.wait(), 120)
        self.told.clear()


async def start(folder):
    client = Client()
    await client.start_io(sys.executable, "-m", "sphinx_adoc", "lsp")
    root = types.WorkspaceFolder(folder.as_uri(), "docs")
    params = types.InitializeParams(
        capabilities=types.ClientCapabilities(), root_uri=folder.as_uri(), workspace_folders=[root]
    )
    await client.initialize_async(params)
    client.initialized(types.InitializedParams())
    return client


async def stop(client):
    await client.shutdown_async(None)
    client.exit(None)
    await client.stop()


def open_document(client, path, text):
    client.version = 1
    document = types.TextDocumentItem(path.as_uri(), "asciidoc", 1, text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(document))


async def measure(folder, chapter, keys):
    path = folder / chapter
    text = path.read_text("utf-8")
    starts = []
    for _ in range(2):
        began = time.monotonic()
        client = await start(folder)
        open_document(client, path, text)
        await client.wait()
        starts.append(time.monotonic() - began)
        if len(starts) == 1:
            await stop(client)
    print(f"starts, up to the first diagnostics: {starts[0]:.2f} s, again {starts[1]:.2f} s")
    line = text.count("\n", 0, len(text) // 2)
    while text.split("\n")[line].strip():
        line += 1
    times, processor = [], []
    uri = path.as_uri()
    at = types.Position(line, 0)
    insert(client, uri, at, "\n")
    await client.wait()
    for number in range(keys):
        at = types.Position(line, number)
        began, used = time.monotonic(), processor_time(client._server.pid)
        insert(client, uri, at, WORDS[number % len(WORDS)])
        await client.wait()
        times.append((time.monotonic() - began) * 1000)
        processor.append((processor_time(client._server.pid) - used) * 1000)
    memory = memory_of(client._server.pid)
    await asyncio.sleep(1)
    await stop(client)
    print(f"{keys} keys in {chapter} ({len(text) / 1000:.0f} kB), each to its diagnostics: {said(times)}")
    print(f"processor time of the server for each: {said(processor)}")
    print(f"memory of the server: {memory} MB")


def said(times):
    ordered = sorted(times)
    late = ordered[int(len(times) * 0.95)]
    return f"median {statistics.median(times):.0f} ms, 95 % within {late:.0f} ms, worst {ordered[-1]:.0f} ms"


def insert(client, uri, at, text):
    client.version += 1
    where = types.VersionedTextDocumentIdentifier(version=client.version, uri=uri)
    change = types.TextDocumentContentChangePartial(types.Range(at, at), text)
    client.text_document_did_change(types.DidChangeTextDocumentParams(where, [change]))


def processor_time(process):
    """Seconds of processor time that a process has used, which other work on the machine does not change."""
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sum(int((task / "schedstat").read_text("utf-8").split()[0]) for task in tasks) / 1e9


def memory_of(process):
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("chapter")
    parser.add_argument("--keys", type=int, default=200)
    parser.add_argument("--config", help="the text of a sphinx-adoc.toml for the copy")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary).resolve() / "docs"
        shutil.copytree(args.folder, folder)
        if args.config:
            (folder / "sphinx-adoc.toml").write_text(args.config, encoding="utf-8")
        asyncio.run(measure(folder, args.chapter, args.keys))


if __name__ == "__main__":
    main()
