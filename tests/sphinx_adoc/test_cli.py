"""The command's edge: what a console that is not UTF-8 shows."""

import subprocess
import sys


def test_a_console_of_plain_ascii_shows_numbers_for_what_it_cannot_show(tmp_path):
    (tmp_path / "a.adoc").write_text("☃ <<gone>>\n", encoding="utf-8")
    command = [sys.executable, "-m", "sphinx_adoc.cli", "check", "a.adoc"]
    done = subprocess.run(command, cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"}, capture_output=True, check=False)
    assert done.returncode == 1
    assert b"\\u2603 <<gone>>" in done.stdout
