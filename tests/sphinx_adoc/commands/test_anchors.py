"""The command that lists what can be linked to: of documents, and of inventories."""

import json
import threading
import zlib
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from urllib.error import HTTPError

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.commands.inventories import InventoryError, configured, entries

HEAD = b"# Sphinx inventory version 2\n# Project: Lamp\n# Version: 1\n# The rest is compressed using zlib.\n"
BODY = """\
lamp std:label -1 lamp.html#$ The lamp
lamp.on py:function 1 api.html#$ -
a b std:term -1 g.html#term-a-b a b
"""
INVENTORY = HEAD + zlib.compress(BODY.encode())
PAGE = """\
= Page

[#lamp]
== The lamp

[[here]]Words, [#there]#more#.

== Its _switch_

.Sizes
[#sizes]
|===
|a
|===
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.adoc").write_text(PAGE)
    (tmp_path / "objects.inv").write_bytes(INVENTORY)
    return tmp_path


def listed(capsys, *arguments, code=0):
    assert main(["anchors", *arguments, "--no-cache"]) == code
    return capsys.readouterr()


def test_anchors_of_documents_have_titles_and_places(folder, capsys):
    assert listed(capsys, ".").out.splitlines() == [
        "page.adoc:3:3  lamp  (section)  The lamp",
        "page.adoc:6:3  here  (anchor)",
        "page.adoc:6:18  there  (span)  more",
        "page.adoc:8:1  _its_switch  (section)  Its switch",
        "page.adoc:11:3  sizes  (table)  Sizes",
    ]


def test_generated_ids_are_left_out_on_request(folder, capsys):
    assert "_its_switch" not in listed(capsys, "page.adoc", "--explicit").out


def test_json_has_a_record_for_each(folder, capsys):
    content = json.loads(listed(capsys, "page.adoc", "objects.inv", "--format", "json").out)
    first, last = content["anchors"][0], content["anchors"][-1]
    assert first["place"] == {"path": "page.adoc", "line": 3, "column": 3, "end_line": 3, "end_column": 7}
    assert (first["id"], first["explicit"], first["source"]) == ("lamp", True, "page.adoc")
    assert (last["id"], last["kind"], last["uri"], last["place"]) == ("a b", "std:term", "g.html#term-a-b", None)


def test_an_inventory_is_a_path(folder, capsys):
    assert listed(capsys, "objects.inv").out.splitlines() == [
        "lamp.html#lamp  lamp  (std:label)  The lamp",
        "api.html#lamp.on  lamp.on  (py:function)  lamp.on",
        "g.html#term-a-b  a b  (std:term)  a b",
    ]


def test_version_1_is_read():
    data = b"# Sphinx inventory version 1\n# Project: P\n# Version: 1\nlamp mod lamp.html\nlamp.on function api.html\n"
    assert [(each.kind, each.uri) for each in entries(data, "x")] == [
        ("py:module", "lamp.html#module-lamp"), ("py:function", "api.html#lamp.on"),
    ]  # fmt: skip


@pytest.mark.parametrize(("data", "said"), [
    (b"<html>", "is no inventory of Sphinx"),
    (HEAD + b"plain", "is a damaged inventory"),
    (INVENTORY[:-9], "its end is missing"),
    (b"", "is no inventory of Sphinx"),
    (HEAD + zlib.compress(b"x" * (65 << 20)), "more than 64 MiB"),
])  # fmt: skip
def test_what_is_no_inventory_is_said(folder, capsys, data, said):
    (folder / "objects.inv").write_bytes(data)
    assert said in listed(capsys, "objects.inv", code=1).err


def test_a_missing_inventory_is_said(folder, capsys):
    assert "cannot read gone.inv: No such file" in listed(capsys, "gone.inv", code=1).err


def test_those_of_intersphinx_are_files_unless_fetch_is_given(folder, capsys):
    (folder / "conf.py").write_text(
        "raise SystemExit\nintersphinx_mapping = {'a': ('https://a.example/', 'objects.inv'),\n"
        " 'b': ('https://b.example/', None), 'c': ('https://c.example/', (None, 'objects.inv'))}\n"
    )
    said = listed(capsys, "--intersphinx", "conf.py", code=1)
    assert said.out.count("api.html#lamp.on") == 2
    assert "https://b.example/objects.inv is not read: --fetch would ask for it" in said.err


@pytest.mark.parametrize(("text", "said"), [
    ("x = 1", "sets no intersphinx_mapping"),
    ("intersphinx_mapping = make()", "is not written out"),
    ("intersphinx_mapping = [1]", "is not written out"),
    ("intersphinx_mapping = {'a': 1}", "is not written out"),
    ("(", "cannot read"),
])  # fmt: skip
def test_a_conf_that_names_none_is_a_wrong_call(folder, capsys, text, said):
    (folder / "conf.py").write_text(text)
    assert said in listed(capsys, "--intersphinx", str(folder), code=2).err


def test_an_empty_tuple_names_nothing(tmp_path):
    (tmp_path / "conf.py").write_text("intersphinx_mapping: dict = {'a': ('https://a.example', ())}")
    assert configured(tmp_path) == []


def test_an_address_that_is_named_is_fetched(capsys):
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/objects.inv" else 404)
            self.end_headers()
            self.wfile.write(INVENTORY)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}"
        assert "lamp.on" in listed(capsys, f"{address}/objects.inv").out
        assert "HTTP Error 404" in listed(capsys, f"{address}/gone.inv", code=1).err
    finally:
        server.shutdown()
        server.server_close()


def test_an_answer_that_is_an_error_is_closed(capsys, monkeypatch):
    answer = HTTPError("http://a.example/objects.inv", 404, "Not Found", Message(), BytesIO(b"gone"))

    def fails(*_, **__):
        raise answer

    monkeypatch.setattr("urllib.request.urlopen", fails)
    assert "HTTP Error 404: Not Found" in listed(capsys, "http://a.example/objects.inv", code=1).err
    assert answer.closed


def test_fetch_alone_is_a_wrong_call(folder, capsys):
    assert "--fetch goes with --intersphinx" in listed(capsys, "page.adoc", "--fetch", code=2).err


def test_an_error_is_one_of_ours():
    with pytest.raises(InventoryError, match="x is no inventory"):
        entries(b"\x00", "x")
