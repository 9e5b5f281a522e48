"""From the text of a configuration file to checked values, and where they stand."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sphinx_adoc.project import configuration
from sphinx_adoc.project.configuration import ConfigurationError, read
from sphinx_adoc.project.toml_places import places

WRONG = sorted(Path(__file__).with_name("wrong").glob("*.toml"))


@pytest.mark.parametrize("path", WRONG, ids=lambda path: path.stem)
def test_a_wrong_file_is_told_with_places(path):
    with pytest.raises(ConfigurationError) as raised:
        read(path.read_text(encoding="utf-8"), Path("x.toml"))
    expected = path.with_suffix(".txt").read_text(encoding="utf-8").splitlines()
    assert str(raised.value).splitlines() == [f"x.toml:{line}" for line in expected]


def test_a_section_of_pyproject_is_read_and_the_rest_of_it_is_not():
    text = '[project]\nname = "x"\n\n[tool.sphinx-adoc]\nroots = ["docs"]\n\n'
    text += '[tool.sphinx-adoc.check]\nformat = "json"\n'
    found = read(text, Path("pyproject.toml"))
    assert found.value("", "roots") == ["docs"]
    assert found.value("check", "format") == "json"
    assert found.lines == {("", "roots"): 5, ("check", "format"): 8}
    with pytest.raises(ConfigurationError, match=r"^pyproject.toml:5:1: unknown key 'rots'; did you mean 'roots'\?"):
        read(text.replace("roots", "rots"), Path("pyproject.toml"))


def test_what_is_not_set_has_its_default():
    found = read("", Path("sphinx-adoc.toml"))
    assert found.value("", "suffixes") == [".adoc", ".asciidoc", ".asc", ".ad"]
    assert found.value("claims", "timeout") == 60.0


@pytest.mark.parametrize("text", ["x = " + "[" * 100_000, "x = " + "{a = " * 100_000])
def test_deep_nesting_is_told(text):
    with pytest.raises(ConfigurationError, match="not TOML"):
        read(text, Path("x.toml"))


NAMES = st.text("abc-_", min_size=1, max_size=3)
STRINGS = st.text("ab\"'\\#[]{}=,.\n é", max_size=6)
VALUES = st.recursive(
    STRINGS | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES | STRINGS, inner, max_size=3),
    max_leaves=6,
)


def toml(value):
    """A value as TOML writes it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return '"' + "".join(f"\\u{ord(char):04x}" if char in '"\\\n' else char for char in value) + '"'
    if isinstance(value, list):
        return "[ # a ] comment\n" + ",\n".join(map(toml, value)) + "]"
    return "{" + ", ".join(f"{toml(name)} = {toml(item)}" for name, item in value.items()) + "}"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(NAMES, st.dictionaries(NAMES, VALUES, max_size=3), max_size=3))
def test_every_key_is_located_at_its_line(content):
    lines = []
    for table, pairs in content.items():
        lines.append(f"[ {toml(table)} ] # [no.table]")
        lines += [f"{name} = {toml(value)}" for name, value in pairs.items()]
    text = "\n".join(lines)
    tomllib.loads(text)
    found = places(text)
    starts = text.split("\n")
    for table, pairs in content.items():
        assert toml(table) in starts[found[table,][0] - 1]
        for name, value in pairs.items():
            line, column = found[table, name]
            assert starts[line - 1][column - 1 :].startswith(f"{name} =")
            assert all((table, name, str(key)) in found for key in (value if isinstance(value, dict) else ()))


@pytest.mark.parametrize(
    "text",
    [
        'a = """\nb = 1\n"""\nc = 1',
        "a = '''\nb = 1\n'''\nc = 1",
        'a = "#"\n\nc = 1',
        "a.b = {x = 1}\n\n\nc = 1".replace("\n\n\n", "\n\n"),
        '[[x]]\n"c" = 2\n[x.y]\n',
    ],
)
def test_strings_and_headers_do_not_mislead(text):
    line = next(number for number, row in enumerate(text.split("\n"), 1) if row.lstrip('"').startswith("c"))
    assert {place for path, place in places(text).items() if path[-1] == "c"} == {(line, 1)}


@pytest.mark.parametrize(
    ("keys", "place"), [(("a", "b", "c"), (3, 1)), (("a", "x", "y"), (2, 1)), (("x",), (1, 1)), ((), (1, 1))]
)
def test_a_fault_is_placed_at_the_longest_part_of_its_keys_that_has_a_place(keys, place):
    assert configuration._place({("a",): (2, 1), ("a", "b"): (3, 1)}, keys) == place
