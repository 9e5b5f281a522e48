"""What Python imports at its start where this folder is on its path: servers that answer from a file of the project.

``.servers.json`` maps an address, or ``METHOD address``, to the answer's fields; every other address answers 404.
"""

import json
from pathlib import Path

ANSWERS = Path(".servers.json")


def ask_the_file() -> None:
    """Have links asked of the answers in the file, in no time."""
    from sphinx_adoc.commands import links
    from sphinx_adoc.links.model import Answer

    from tests.sphinx_adoc.links.virtual import Virtual, scripted

    answers = json.loads(ANSWERS.read_text(encoding="utf-8"))
    script = scripted(
        {url: Answer(**{**fields, "ids": frozenset(fields.get("ids", ()))}) for url, fields in answers.items()}
    )
    links.workers_of = lambda policy: Virtual(script)


if ANSWERS.exists():
    import sys

    sys.path.append(str(Path(__file__).parents[2]))
    ask_the_file()
