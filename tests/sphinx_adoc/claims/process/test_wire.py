"""What two processes tell each other arrives as it was."""

import pytest
from sphinx_adoc.claims import collect
from sphinx_adoc.claims.model import broken
from sphinx_adoc.claims.process import protocol
from sphinx_adoc.claims.process.protocol import Begin, Open, Result
from sphinx_adoc.syntax.document import parse

DOCUMENT = """[source,python,role="claim",id="a"]
----
assert "ß\\u2028"
----

It is [#x.claim]#*one*, *two*#.

[options="header",role="claim",id="rows"]
|===
|n |double
|2 |*4*
|===
"""


def test_claims_and_verdicts_arrive_as_they_were():
    claims = tuple(collect(parse(DOCUMENT, "t.adoc")))
    opened = Open(3, claims, {0: broken(claims[0], "claim-exit", "it ended", evidence="a\nb")})
    assert protocol.read(protocol.written(opened)) == opened


@pytest.mark.parametrize("message", [Begin(-1), Result(None)])
def test_a_message_is_one_line(message):
    line = protocol.written(message)
    assert line.count(b"\n") == 1
    assert protocol.read(line) == message


@pytest.mark.parametrize("line", [b"", b"{}\n", b"[]\n", b'["Begin", ["x"]]\n', b'["Begin", []]\n', b'["Exit", []]\n'])
def test_any_other_line_is_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011 (the words are for nobody)
        protocol.read(line)
