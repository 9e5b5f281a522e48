"""The example in asciidoc-py's dialect builds without a warning, with all of its words."""

import shutil
import subprocess
import sys

from tests.conftest import CHECKOUT


def test_the_page_for_asciidoc_py_is_built_as_it_is(tmp_path):
    folder = tmp_path / "lamp"
    shutil.copytree(CHECKOUT / "docs" / "examples" / "asciidoc-py", folder)
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "-b", "text", ".", "_build"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    text = (folder / "_build" / "lamp.txt").read_text(encoding="utf-8")
    for words in (
        "The Lighthouse has one lamp, *which must not go out*.",
        "1. Open the valve.",
        "Note:",
        "Table 1. Periods",
    ):
        assert words in text
