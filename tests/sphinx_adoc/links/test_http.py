"""The transport that asks real servers, beside a server that does its worst."""

import gzip
import itertools
import shutil
import socket
import ssl
import subprocess
import time
import tracemalloc
import zlib
from http import client

import pytest
from sphinx_adoc.links.http import Http
from sphinx_adoc.links.model import Failure, Request
from sphinx_adoc.links.private import Allowed

from .loopback import Server, html, said

PAGE = {"Content_Type": "text/html"}
MOST = 1 << 20
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
LAMP = b"<p id=lamp>"
GARBAGE = b"x" * 60_000


def http(**options):
    """The transport, for which each name means the loopback."""
    given = {"resolve": lambda host, port: ["127.0.0.1"], "timeout": 0.4, "longest": 0.8, "most": MOST, **options}
    return Http(Allowed.from_list(["127.0.0.0/8"]), **given)


def ask(script, method="GET", scheme="http", **options):
    """The answer to a request for a page that a server has."""
    with Server(lambda request: script) as server:
        return http(**options)(Request(method, f"{scheme}://lamps.se:{server.port}/lamp?a=b", {"X-Lamp": "1"}))


def test_a_page_is_read_with_its_anchors():
    answer = ask([html("lamp", "mirror")])
    assert (answer.status, answer.ids, answer.whole, answer.failure) == (200, {"lamp", "mirror"}, True, None)


def test_a_redirect_and_a_wish_to_wait_are_handed_on():
    answer = ask([said(503, Location="/new", Retry_After="7")])
    assert (answer.status, answer.location, answer.retry_after) == (503, "/new", "7")


def test_what_is_asked_for_and_nothing_more():
    got = []
    with Server(lambda request: [got.append(request) or html("lamp")]) as server:
        http()(Request("HEAD", f"http://lamps.se:{server.port}/a%20b?c=d", {}))
    assert got == ["HEAD lamps.se/a%20b?c=d"]


def endless(*piece):
    return itertools.cycle(piece)


SERVERS = {
    "a length that is too long": ([said(body=LAMP, Content_Length=9999999, **PAGE)], 200, "lamp", False),
    "a length that is too short": ([said(body=LAMP * 2, Content_Length=len(LAMP), **PAGE)], 200, "lamp", True),
    "a length that is none": ([said(body=LAMP, Content_Length="-5", **PAGE)], 200, "lamp", True),
    "a body that never ends": (itertools.chain([HEAD, b"\r\n", LAMP], endless(GARBAGE)), 200, "lamp", False),
    "a body that drips": (itertools.chain([HEAD, b"\r\n", LAMP], endless(b"x", 0.1)), 200, "lamp", False),
    "a body that stops": ([HEAD, b"Content-Length: 99\r\n\r\n", LAMP, 5], 200, "lamp", False),
    "a chunk that lies": ([HEAD, CHUNKED, b"7fffffff\r\n", LAMP], 200, "lamp", False),
    "a chunk without end of its length": (
        itertools.chain([HEAD, CHUNKED], endless(b"f" * 60_000)), 200, None, False),
    "chunks that end without end": (
        itertools.chain([HEAD, CHUNKED, b"0\r\n"], endless(b"X: y\r\n" * 999)), 200, None, False),
    "a bomb": ([said(body=gzip.compress(LAMP + bytes(50 << 20)), Content_Encoding="gzip", **PAGE)], 200, "lamp", False),
    "a bomb of another kind": (
        [said(body=zlib.compress(LAMP + bytes(50 << 20)), Content_Encoding="deflate", **PAGE)], 200, "lamp", False),
    "a packing that is none": ([said(body=LAMP, Content_Encoding="gzip", **PAGE)], 200, None, None),
    "a packing that nobody knows": ([said(body=LAMP, Content_Encoding="br", **PAGE)], 200, None, None),
    "a charset that takes long": (
        [said(body=LAMP, Content_Type="text/html; charset=punycode")], 200, "lamp", True),
    "a charset that is none": ([said(body=LAMP, Content_Type="text/html; charset=hex")], 200, "lamp", True),
    "no page": ([said(body=LAMP, Content_Type="application/pdf")], 200, None, None),
}  # fmt: skip


@pytest.mark.parametrize("name", SERVERS)
def test_what_lies_or_never_ends_is_read_as_far_as_it_goes(name):
    script, status, found, whole = SERVERS[name]
    begun = time.monotonic()
    tracemalloc.start()
    answer = ask(script)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status == status
    if found is None:
        assert not answer.ids
    else:
        assert found in answer.ids
    assert answer.ids is None or answer.whole is whole
    assert peak < 30 * MOST, "of one MiB that is read"
    assert time.monotonic() - begun < 20, "of one second that it may take, on a machine that does other work"


LIMITED = hasattr(client, "_MAXINTERIMRESPONSES")  # newer Pythons give up after some

FAILURES = {
    "nothing": ([], Failure.PROTOCOL),
    "garbage": ([b"\x00\xff" * 999], Failure.PROTOCOL),
    "silence": ([9.0], Failure.TIMEOUT),
    "a head that drips": (itertools.chain([b"HTTP/1.1 200 OK\r\n"], endless(b"X: y\r\n", 0.1)), Failure.TIMEOUT),
    "a line that drips": (itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], endless(b"y", 0.1)), Failure.TIMEOUT),
    "a head that never ends": (itertools.chain([b"HTTP/1.1 200 OK\r\n"], endless(b"X: y\r\n" * 999)), Failure.PROTOCOL),
    "a line that never ends": (itertools.chain([b"HTTP/1.1 200 OK\r\nX: "], endless(b"y" * 60_000)), Failure.PROTOCOL),
    "continue for ever": (
        endless(b"HTTP/1.1 100 Continue\r\n\r\n" * 99, 0.01),
        Failure.PROTOCOL if LIMITED else Failure.TIMEOUT,
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_what_never_becomes_an_answer_is_told_by_kind(name):
    script, failure = FAILURES[name]
    answer = ask(script)
    assert (answer.status, answer.failure) == (0, failure)


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("https://a.example/", 443),
        ("http://a.example/", 80),
        ("https://a.example:8443/", 8443),
        ("http://a.example:81", 81),
    ],
)
def test_the_port_is_that_of_the_scheme_unless_it_is_named(url, port):
    asked = []
    answer = Http(Allowed(), resolve=lambda *host_and_port: asked.append(host_and_port) or [])(Request("GET", url))
    assert (asked, answer.failure) == ([("a.example", port)], Failure.PRIVATE)


def test_a_server_that_knows_no_tls_is_told():
    assert ask([b"HTTP/1.1 400 Bad Request\r\n\r\n"], scheme="https").failure == Failure.TLS


def test_no_server_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        answer = http()(Request("GET", f"http://lamps.se:{taken.getsockname()[1]}/"))
    assert (answer.failure, answer.detail) == (Failure.CONNECTION, "Connection refused")


@pytest.mark.parametrize(
    ("errno", "failure"), [(socket.EAI_NONAME, Failure.UNKNOWN_HOST), (socket.EAI_AGAIN, Failure.CONNECTION)]
)
def test_an_unknown_name_is_told_from_one_that_could_not_be_asked_for(errno, failure):
    def resolve(host, port):
        raise socket.gaierror(errno, "no")

    assert http(resolve=resolve)(Request("GET", "http://lamps.se/")).failure == failure


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"], ["10.1.2.3"], ["169.254.169.254"], ["192.168.0.1"], ["100.64.0.1"], ["0.0.0.0"], ["224.0.0.1"],
        ["::1"], ["fe80::1%eth0"], ["fd00::1"], ["::ffff:127.0.0.1"], ["2002:7f00:1::"], ["64:ff9b::7f00:1"], ["::"],
        ["93.184.216.34", "127.0.0.1"], [],
    ],
)  # fmt: skip
def test_a_name_that_leads_into_a_private_network_is_not_followed(addresses):
    with Server(lambda request: [html("lamp")]) as server:
        transport = Http(Allowed(), resolve=lambda host, port: addresses)
        answer = transport(Request("GET", f"http://lamps.se:{server.port}/"))
    assert (answer.failure, server.asked) == (Failure.PRIVATE, [])


def test_a_name_is_looked_up_once_and_the_address_that_was_allowed_is_asked():
    looked_up = []

    def resolve(host, port):
        looked_up.append(host)
        return ["127.0.0.1"] if len(looked_up) == 1 else ["127.0.0.2"]

    with Server(lambda request: [html("lamp")]) as server:
        transport = Http(Allowed.from_list(["127.0.0.1"]), resolve=resolve)
        answer = transport(Request("GET", f"http://lamps.se:{server.port}/"))
        again = transport(Request("GET", f"http://lamps.se:{server.port}/"))
    assert (answer.status, again.failure, len(server.asked)) == (200, Failure.PRIVATE, 1)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for lamps.se, and its key."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    words = [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=lamps.se",
        "-addext",
        "subjectAltName=DNS:lamps.se",
    ]
    files = ["-keyout", folder / "key", "-out", folder / "certificate"]
    subprocess.run(["openssl", *words, *files], check=True, capture_output=True)
    return folder / "certificate", folder / "key"


@pytest.mark.parametrize(
    ("host", "trusts", "failure"),
    [("lamps.se", True, None), ("other.se", True, Failure.TLS), ("lamps.se", False, Failure.TLS)],
)
def test_a_certificate_is_held_against_the_name_that_was_asked_for(certificate, host, trusts, failure):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    trusted = ssl.create_default_context(cafile=certificate[0] if trusts else None)
    with Server(lambda request: [html("lamp")], context) as server:
        answer = http(trusted=trusted, timeout=5)(Request("GET", f"https://{host}:{server.port}/"))
    assert (answer.failure, answer.ids) == (failure, None if failure else {"lamp"})
