"""gettext takes the messages of a page, and the page is built from what it made of them."""

import re

import pytest

from tests.consumers.conftest import Program
from tests.sphinx_adoc.publish.conftest import PIXEL
from tests.sphinx_adoc.publish.test_round_trip import PAGE, translate

pytestmark = pytest.mark.consumer


def test_messages_go_through_gettext_and_back(project):
    msgfmt = Program("msgfmt", "gettext")
    project.conf("locale_dirs = ['locale']\nadoc_attributes = {'stem': 'latexmath'}")
    project.write(gettexted__adoc=PAGE, index__adoc="= Index\n\n[role=toctree]\n* xref:gettexted.adoc[]\n")
    (project.source / "dot.png").write_bytes(PIXEL)
    template = (project.build("gettext") / "gettexted.pot").read_text(encoding="utf-8")
    pairs = re.sub(r'^msgid ((?:".*"\n)+)msgstr ""$', _pair, template, flags=re.MULTILINE).replace("#, fuzzy\n", "", 1)
    folder = project.source / "locale" / "xx" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "gettexted.po").write_text(pairs, encoding="utf-8")
    done = msgfmt("--check-format", "--check-domain", "-o", "gettexted.mo", "gettexted.po", cwd=folder)
    assert done.returncode == 0, done.stderr
    page = project.html("gettexted", language="xx", gettext_auto_build=False)
    assert "<strong>wortbold</strong>" in page
    assert "Worda" not in page
    assert project.warnings == ""


def _pair(match):
    return f"msgid {match[1]}msgstr {translate(match[1])}" if match[1] != '""\n' else match[0]
