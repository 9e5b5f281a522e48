"""Documents that nobody should write, each at any size: what reading them must survive, in time that grows linearly."""

from collections.abc import Callable

from sphinx_adoc.syntax.document import Settings

OLD = Settings(ids="asciidoc-py")


def _nested_blocks(n: int) -> str:
    """Example delimiters of growing length: each opens a block inside the one before; lengths stay below 300."""
    return "\n".join("=" * (4 + i % 300) for i in range(n))


def _deep_lists(n: int) -> str:
    """Markers that take turns, so that each item nests in the one before."""
    marks = ("*", "-", ".", "a.", "A.", "i)", "I)", "1.", "**", "..", "***", "...", "****", "....")
    return "\n".join(f"{marks[i % len(marks)]} item {i}" for i in range(n))


def _tables(n: int) -> str:
    return "\n".join(['[cols="1a"]\n|===\n|' * 1 + "x"] * 1 + ["[cols=1a]\n!===\n!y"] * n)


#: Name -> the document of a size, in lines or characters.
BAD: dict[str, Callable[[int], str]] = {
    "one long line": lambda n: "word " * n,
    "one long line without blanks": lambda n: "x" * n,
    "one long line of blanks": lambda n: "x" + " " * n + "x",
    "a long indented line": lambda n: " " * n + "x",
    "long paragraph": lambda n: "some words here\n" * n,
    "long paragraph of markup": lambda n: "some *bold* and `mono` words, {missing} https://a.example\n" * n,
    "long paragraph of comments": lambda n: "x\n" + "// comment\n" * n,
    "paragraphs": lambda n: "some words here\n\n" * n,
    "blank lines": lambda n: "x\n" + "\n" * n + "y",
    "stars": lambda n: "*" * n,
    "unclosed stars": lambda n: "*a " * n,
    "unclosed brackets": lambda n: "[" * n,
    "unclosed bracket words": lambda n: "[a " * n,
    "unclosed braces": lambda n: "{" * n,
    "unclosed references": lambda n: "{a " * n,
    "unclosed xrefs": lambda n: "<<a " * n,
    "unclosed anchors": lambda n: "[[a " * n,
    "unclosed backticks": lambda n: "`a " * n,
    "unclosed passthroughs": lambda n: "+++a pass:[ " * n,
    "unclosed footnotes": lambda n: "footnote:[a " * n,
    "unclosed links": lambda n: "https://a.example[a " * n,
    "unclosed quotes": lambda n: '"`a ' * n,
    "unclosed macros": lambda n: "image:a[ kbd:[ xref:b[ " * n,
    "unclosed delimiters": lambda n: "----\n====\n****\n____\n....\n" * n,
    "unclosed delimiters of growing length": _nested_blocks,
    "unclosed delimiters, old": _nested_blocks,
    "unclosed comments": lambda n: "".join("/" * (4 + i % 300) + "\ntext\n\n" for i in range(n)),
    "unclosed fences": lambda n: "```\ntext\n\n" * n,
    "unclosed open blocks": lambda n: "--\nx\n\n" * (2 * n + 1),
    "delimiters that close": lambda n: "----\ncode\n----\n\n" * n,
    "delimiters of all lengths": lambda n: "".join("-" * (4 + i % 50) + f"\n{i}\n\n" for i in range(n)),
    "flat list": lambda n: "* item\n" * n,
    "flat list, loose": lambda n: "* item\n\n" * n,
    "deep list by stars": lambda n: "\n".join("*" * (1 + i % 40) + f" item {i}" for i in range(n)),
    "deep list by turns": _deep_lists,
    "list with continuations": lambda n: "* item\n+\ntext\n+\nmore\n" * n,
    "one item with continuations": lambda n: "* item\n" + "+\ntext\n" * n,
    "continuations alone": lambda n: "* item\n" + "+\n" * n,
    "item with many lines": lambda n: "* item\n" + "more\n" * n,
    "two levels": lambda n: "* one\n** two\n" * n,
    "callouts": lambda n: "----\n" + "x <1>\n" * n + "----\n" + "<1> text\n" * n,
    "description list": lambda n: "term:: text\n" * n,
    "terms without text": lambda n: "term::\n" * n,
    "deep description list": lambda n: "a:: x\nb::: x\nc:::: x\nd;; x\n" * n,
    "item with attribute lines": lambda n: "a::\n" + "[.role]\n" * n + "* x\n",
    "attribute lines in terms": lambda n: "a::\n[.role]\n" * n,
    "colons": lambda n: "a" + ":" * n,
    "colon words": lambda n: "a::b " * n,
    "attribute entries": lambda n: "".join(f":name{i}: value {i}\n" for i in range(n)),
    "attribute entries in the body": lambda n: "x\n\n" + "".join(f":name{i}: {{name{i - 1}}}\n" for i in range(n)),
    "one attribute, set again and used": lambda n: "".join(f":a: {i}\n\n{{a}}\n\n" for i in range(n)),
    "a long entry": lambda n: ":a: x \\\n" * n,
    "attribute lines": lambda n: "[.role]\n" * n + "text",
    "options": lambda n: "".join(f"[%o{i}]\n" for i in range(n)) + "text",
    "one attribute line": lambda n: "[" + "a=b," * n + "c]\ntext",
    "one attribute line of quotes": lambda n: "[" + 'a="b,' * n + "]\ntext",
    "one attribute line of quote marks": lambda n: "[" + "'" * n + "]\ntext",
    "shorthand": lambda n: "[" + ".a#b%c" * n + "]\ntext",
    "block titles": lambda n: ".title\n" * n + "text",
    "sections of one title": lambda n: "== Title\n\n" * n,
    "sections of one title, old": lambda n: "Title\n-----\n\n" * n,
    "sections of titles that clash": lambda n: "== Title\n\n== Title 2\n\n" * n,
    "numbered sections": lambda n: ":sectnums:\n\n" + "== A\n\n=== B\n\n" * n,
    "discrete headings": lambda n: "[discrete]\n== Title\n\n" * n,
    "section levels": lambda n: "== A\n\n====== B\n\n" * n,
    "equals signs": lambda n: "=" * n + " title",
    "sections too deep": lambda n: ":leveloffset: 9\n\n" + "== A\n\n" * n,
    "captions": lambda n: ".Title\n====\nx\n====\n\n" * n,
    "authors": lambda n: "= T\n" + "; ".join(["First Last <a@b.example>"] * n),
    "a long name": lambda n: "= T\n" + "a" * n + " " + "b" * n + "!",
    "a revision": lambda n: "= T\nA B\n" + "v1," * n,
    "manual page": lambda n: ":doctype: manpage\n= a(1)\n\n== Name\n\n" + "a - " * n,
    "one table": lambda n: "|===\n" + "|a |b\n" * n + "|===",
    "one table on a line": lambda n: "[cols=2]\n|===\n" + "|a |b" * n + "\n|===",
    "one table with a large cell": lambda n: "|===\n|" + "word " * n + "\n|===",
    "one table with a long cell": lambda n: "|===\n|" + "word\n" * n + "|===",
    "cells of blank lines": lambda n: "|===\n|x\n\n" + "y\n\n" * n + "|===",
    "cells of documents": lambda n: "[cols=a]\n|===\n" + "|* x\n" * n + "|===",
    "cells of rows": lambda n: "[cols=2]\n|===\n" + ".2+|a |b |c\n" * n + "|===",
    "cells repeated": lambda n: "[cols=2]\n|===\n" + "2*|a\n" * n + "|===",
    "tall cells": lambda n: "[cols=2]\n|===\n" + ".999999999+|a\n" * n + "|===",
    "escaped separators": lambda n: "|===\n|" + "\\|" * n + "\n|===",
    "table of csv": lambda n: ",===\n" + 'a,"b\nc"\n' * n + ",===",
    "table of open quotes": lambda n: ",===\n" + 'a,"b\n' * n + ",===",
    "table of quote marks": lambda n: ",===\n" + '"' * n + "\n,===",
    "table of dsv": lambda n: ":===\n" + "a:b\\:c\n" * n + ":===",
    "tables": lambda n: "|===\n|a\n|===\n\n" * n,
    "tables unclosed": lambda n: "|===\n|a\n\n" * n,
    "nested tables": _tables,
    "conditionals": lambda n: "ifdef::x[]\ntext\nendif::[]\n" * n,
    "nested conditionals": lambda n: "ifdef::asciidoctor[]\n" * n + "text\n" + "endif::[]\n" * n,
    "nested conditionals that do not hold": lambda n: "ifdef::x[]\n" * n + "text\n" + "endif::[]\n" * n,
    "unclosed conditionals": lambda n: "ifdef::asciidoctor[]\n" * n,
    "endifs": lambda n: "endif::[]\n" * n,
    "conditions on a line": lambda n: "ifdef::asciidoctor[text]\n" * n,
    "long condition": lambda n: "ifdef::" + "a," * n + "b[]\nx\nendif::[]",
    "long ifeval": lambda n: 'ifeval::["' + "=" * n + '" == "b"]\nx\nendif::[]',
    "missing includes": lambda n: "include::nowhere.adoc[]\n" * n,
    "directives without brackets": lambda n: "include::nowhere.adoc" + "[" * n + "\n",
    "line comments": lambda n: "// x\n" * n,
    "markdown quotes": lambda n: "> text\n" * n,
    "nested markdown quotes": lambda n: "> " * n + "text",
    "quoted paragraphs": lambda n: '"text"\n-- me\n\n' * n,
    "admonitions": lambda n: "NOTE: text\n\n" * n,
    "styled blocks": lambda n: "[NOTE]\n====\ntext\n====\n\n" * n,
    "block macros": lambda n: "image::x.png[]\n\n" * n,
    "unknown macros": lambda n: "chart::x[a]\n\n" * n,
    "breaks": lambda n: "'''\n\n" * n,
    "plus signs": lambda n: "+\n" * n,
    "anchors above": lambda n: "".join(f"[[a{i}]]\n" for i in range(n)) + "text",
    "indented lines": lambda n: " x\n" * n,
    "literal in lists": lambda n: "* a\n\n  b\n\n" * n,
    "tabs": lambda n: "[tabsize=4]\n----\n" + "\t" * n + "\n----",
    "counters": lambda n: "{counter:a} " * n,
    "drop-line": lambda n: ":attribute-missing: drop-line\n\n" + "a {x} b\n" * n,
    "invalid characters": lambda n: "\x00\x07" * n,
    "carriage returns": lambda n: "a\r" * n,
    "partial titles": lambda n: "Title\n=\n" * n,
    "underlines": lambda n: "Ti\n--\n" * n,
}


def settings_for(name: str) -> Settings:
    return OLD if name.endswith(", old") else Settings()
