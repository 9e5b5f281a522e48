"""The table of codes."""

import pickle
import re

import pytest
from sphinx_adoc.codes import SEVERITIES, Code, nearest


@pytest.mark.parametrize("code", Code)
def test_a_code_has_a_name_a_severity_and_a_sentence(code):
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", code)
    assert code.name == code.upper().replace("-", "_")
    assert code.severity in SEVERITIES
    assert re.fullmatch(r".+\.", code.summary)


def test_a_code_comes_back_from_a_pickle_as_itself():
    assert pickle.loads(pickle.dumps(Code.ID_DUPLICATE)) is Code.ID_DUPLICATE


def test_the_nearest_code_is_found():
    assert nearest("id-duplicat") == "id-duplicate"
    assert nearest("lighthouse") == ""
