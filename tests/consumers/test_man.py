"""man shows manual pages without a warning, and finds what they describe."""

import re

import pytest

from tests.consumers.conftest import Program
from tests.sphinx_adoc.publish.test_manual import LAMP, OTHER

pytestmark = pytest.mark.consumer


@pytest.mark.parametrize("name", ["lamp.8", "other.1", "torch.8", "every.1"])
def test_is_shown_without_a_warning(project, every, name):
    if name != "every.1":
        project.write(lamp__adoc=LAMP, other__adoc=OTHER)
    out = project.build("man")
    page = Program("man", "man-db")("--warnings", "-l", out / name, cwd=out)
    assert page.returncode == 0
    assert page.stderr == ""
    assert page.stdout.count("NAME") == 1


def test_the_index_of_manual_pages_has_each_name(project, every):
    project.write(lamp__adoc=LAMP, other__adoc=OTHER)
    out = project.build("man")
    said = Program("lexgrog", "man-db")(out / "lamp.8").stdout
    assert '"lamp - light -- the way"' in said
    assert '"torch - light -- the way"' in said


def test_the_head_is_that_of_asciidoctor_but_for_its_date(project, every, tmp_path):
    project.write(lamp__adoc=LAMP)
    ours = (project.build("man") / "lamp.8").read_text().splitlines()
    source = tmp_path / "lamp.adoc"
    source.write_text(LAMP)
    theirs = Program("asciidoctor", "asciidoctor")("-b", "manpage", "-o", "-", source).stdout.splitlines()
    head = [next(line for line in lines if line.startswith(".TH ")) for lines in (ours, theirs)]
    assert head[0] == head[1].replace(re.search(r"\d{4}-\d\d-\d\d", head[1])[0], "2026-01-02")
