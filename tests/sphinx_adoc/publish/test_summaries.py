"""What Sphinx keeps of the pages comes back as it was, and takes little room."""

import copy
import pickle

import pytest
from sphinx_adoc.graph import summarize
from sphinx_adoc.publish.summaries import Summaries
from sphinx_adoc.syntax.document import parse

TEXT = "= A\n\n[[x]]\n== B <<other.adoc#y>>\n\n<<x>> image:a.png[] {gone} \u00e4 <<nowhere>>\n\n" * 20
PAGE = summarize(parse(TEXT, "a.adoc"))


@pytest.mark.parametrize(
    "kept", [Summaries(), Summaries({"": {}}), Summaries({"": {"a": PAGE, "b": PAGE}, "print": {"a": PAGE}})]
)
def test_they_come_back(kept):
    for again in (pickle.loads(pickle.dumps(kept)), copy.deepcopy(kept)):
        assert again == kept
        assert type(again) is Summaries
        again.setdefault("new", {})["c"] = PAGE


def test_they_are_packed():
    assert len(pickle.dumps(Summaries({"": {"a": PAGE}}))) * 4 < len(pickle.dumps(PAGE))
