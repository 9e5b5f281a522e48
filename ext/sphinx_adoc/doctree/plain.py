"""Plain strings in a doctree. What the language marks (a value from a pass macro, say) is a kind of string with more
in it; docutils and Sphinx pickle doctrees, compare them and write them, and must find nothing but characters.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes


def make_plain(tree: nodes.Element) -> None:
    """Replace each string of a kind of its own, in the attributes and the source of every element, by its characters.

    Strings inside lists, tuples, sets and dictionaries are replaced too. Other objects stay as they are.
    """
    for node in tree.findall(nodes.Element):
        if type(node.rawsource) is not str:
            node.rawsource = str(node.rawsource)
        for name, value in node.attributes.items():
            if type(value) not in _KEPT:
                node.attributes[name] = _plain(value)


_KEPT = frozenset({str, int, bool, float, type(None)})


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return str(value)
    if isinstance(value, dict):
        return {_plain(key): _plain(inner) for key, inner in value.items()}
    if type(value) in (list, tuple, set, frozenset):
        return value if all(type(inner) in _KEPT for inner in value) else type(value)(map(_plain, value))
    return value
