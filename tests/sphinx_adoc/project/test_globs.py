"""Patterns of paths."""

import pytest
from sphinx_adoc.project.globs import Globs


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        ("old", ["old", "old/a", "x/old/b/c"], ["older", "x/older/a", "bold"]),
        ("draft-*", ["draft-a.adoc", "x/draft-b"], ["a-draft-b", "x/y"]),
        ("docs/old", ["docs/old", "docs/old/a"], ["x/docs/old", "docs/older"]),
        ("docs/old/", ["docs/old/a"], ["old/a"]),
        ("./docs/*.adoc", ["docs/a.adoc"], ["docs/x/a.adoc", "docs/a.txt"]),
        ("docs/**/x", ["docs/x", "docs/a/x", "docs/a/b/x/y"], ["docs/ax", "x"]),
        ("**/x/y", ["x/y", "a/b/x/y"], ["x/a/y"]),
        ("docs/**", ["docs/a", "docs/a/b"], ["a/docs"]),
        ("a[bc]?", ["abx", "z/acx"], ["adx", "ab"]),
        ("a[!b]", ["ac"], ["ab", "a/"]),
        ("a[", ["a["], ["a", "ab"]),
        ("*", ["a", "a/b"], []),
    ],
)
def test_patterns(pattern, matching, other):
    globs = Globs([pattern])
    assert [path for path in matching if not globs.match(path)] == []
    assert [path for path in other if globs.match(path)] == []


def test_many_wildcards_do_not_hang():
    assert not Globs(["**/" * 200 + "b", "*a" * 200 + "b/c"]).match("/".join(["a" * 200] * 200))
