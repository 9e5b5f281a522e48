"""Our pages beside those of the classic renderers: Asciidoctor, asciidoc-py, asciidoc3.

``renderers`` finds what is installed and runs it, always as a process of its own; ``ours`` renders the same document
here; ``pages`` reduces a page to its leaf ``blocks``, ``compare`` holds two pages against each other, ``report`` writes
down what came out. Needs beautifulsoup4 (the extra ``parity``), which is loaded when a page is read.
"""

from .compare import Comparison, Difference, compare
from .renderers import Failed, Renderer, find, render
from .report import Result
from .run import compare_with_renderers

__all__ = [
    "Comparison",
    "Difference",
    "Failed",
    "Renderer",
    "Result",
    "compare",
    "compare_with_renderers",
    "find",
    "render",
]
