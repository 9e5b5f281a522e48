"""Claims in this process, where there can be no other."""

import os

from sphinx_adoc.claims import Ledger, collect
from sphinx_adoc.syntax.document import parse

DOCUMENT = """\
It is [#n.claim]#5#.

[source,python,role="claim",id="a"]
----
n = 5
assert n == 5
----

[source,python,role="claim",id="b"]
----
import os
os._exit(3)
----
"""


def test_claims_run_and_are_guarded(monkeypatch):
    monkeypatch.delattr(os, "fork")
    claims = collect(parse(DOCUMENT, "t.adoc"))
    with Ledger() as ledger:
        document = ledger.document(claims)
        assert [document.run(claim).verdict.status for claim in claims] == ["held", "held", "error"]
