"""Document attributes from the command line and from files."""

import pytest
from sphinx_adoc.project import Configuration, Given, ProjectError, attributes, settings

CONF = """\
# configuration
[miscellaneous]
newline=\\n

[attributes]
product=Example System
site-url=https://example.org/
site=https://example.org/[Example = Site]
!old
older!
ifdef::print[]
medium=paper
endif::print[]
ifndef::print[]
medium=screen
endif::print[]
ifdef::product,absent[]
either=
endif::[]
ifdef::product+absent[]
both=
endif::[]

[tags]
x=y
"""


def given(*words, files=(), ids=None):
    return settings(Configuration(), Given(attributes=words, attributes_from=files, ids=ids))


@pytest.fixture
def file(tmp_path):
    def file(name, text):
        path = tmp_path / name
        path.write_text(text)
        return path

    return file


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("name", {"name": ""}),
        ("name=value=more", {"name": "value=more"}),
        ("Name=x", {"name": "x"}),
        ("name!", {"name": None}),
        ("!name", {"name": None}),
        ("name@=x", {"name@": "x"}),
    ],
)
def test_words(word, expected):
    assert given(word).attributes == expected


def test_asciidoc_py_configuration(file):
    found = attributes.from_file(file("site.conf", CONF), {})
    assert found == {
        "product@": "Example System", "site-url@": "https://example.org/",
        "site@": "https://example.org/[Example = Site]",
        "old@": None, "older@": None, "medium@": "screen", "either@": "",
    }  # fmt: skip


def test_conditions_of_a_configuration_see_the_attributes_of_the_call(file):
    path = file("site.conf", CONF)
    assert given("print", files=[path]).attributes["medium@"] == "paper"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '{"product": "X", "count": 3, "on": true, "off": false, "none": null}'),
        ("a.json", '{"attributes": {"product": "X", "count": 3, "on": true, "off": false, "none": null}}'),
        ("a.toml", '[attributes]\nproduct = "X"\ncount = 3\non = true\noff = false\nnone = false\n'),
    ],
)
def test_json_and_toml(file, name, text):
    assert attributes.from_file(file(name, text), {}) == {
        "product@": "X", "count@": "3", "on@": "", "off@": None, "none@": None,
    }  # fmt: skip


BROKEN = [("a.json", "{"), ("a.json", "[1]"), ("a.json", '{"a": [1]}'), ("a.toml", "a = "), ("a.conf", "\xff")]


@pytest.mark.parametrize(("name", "text"), BROKEN)
def test_a_file_that_cannot_be_read_is_said(tmp_path, name, text):
    path = tmp_path / name
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(ProjectError, match="cannot read attributes from"):
        attributes.from_file(path, {})


def test_the_call_is_above_files_and_a_later_file_above_an_earlier_one(file):
    one, two = file("1.json", '{"a": "1", "b": "1", "c": "1"}'), file("2.json", '{"a": "2", "b": "2"}')
    assert given("a=3", files=[one, two]).attributes == {"a": "3", "b@": "2", "c@": "1"}


def test_the_rule_for_ids_follows_the_tool_that_the_attributes_come_from(file):
    conf = file("site.conf", CONF)
    assert given().ids == "asciidoctor"
    assert given(files=[conf]).ids == "asciidoc-py"
    assert given(files=[conf], ids="asciidoctor").ids == "asciidoctor"
