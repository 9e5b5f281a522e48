"""Numbers of seconds as people write them, and which findings on request are asked for."""

import json

import pytest
from sphinx_adoc.codes import Code
from sphinx_adoc.gate import OWN
from sphinx_adoc.project import ProjectError, settings
from sphinx_adoc.project.configuration import Configuration
from sphinx_adoc.project.rules import Rules
from sphinx_adoc.project.schema import schema
from sphinx_adoc.project.seconds import parse_seconds


@pytest.mark.parametrize(("text", "value"), [("0", 0.0), ("60", 60.0), ("0.5", 0.5), ("1e3", 1000.0)])
def test_seconds_are_a_number_from_zero_on(text, value):
    assert parse_seconds(text) == value


@pytest.mark.parametrize("text", ["", "a minute", "60 s", "-1", "-0.001", "inf", "nan"])
def test_anything_else_is_an_error_that_shows_it(text):
    with pytest.raises(ProjectError, match="is not a number of seconds") as error:
        parse_seconds(text)
    assert repr(text) in str(error.value)


def test_a_finding_on_request_is_asked_for_by_either_key():
    codes = [Code.IMAGE_MISSING, Code.LINK_MISSING, Code.MEDIA_MISSING]
    rules = Rules(select=("image-missing", "link-*"), severity={"media-missing": "error"})
    assert rules.asks_for(codes) == {Code.IMAGE_MISSING, Code.MEDIA_MISSING}, "a pattern asks for none by its name"
    assert Rules().asks_for(codes) == frozenset()


def test_documents_are_trusted_unless_a_call_says_otherwise():
    assert settings(Configuration()).trust is OWN


def test_the_schema_says_of_which_kind_it_is():
    assert json.dumps(schema()).startswith('{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": ')
