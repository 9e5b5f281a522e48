"""Small Sphinx projects, built in a temporary directory."""

import importlib
import io
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from sphinx import locale
from sphinx.application import Sphinx, builtin_extensions
from sphinx.util.console import nocolor
from sphinx.util.docutils import docutils_namespace, patch_docutils

HERE = Path(__file__).parent

for module in builtin_extensions:  # what they say is translated when they are loaded: before any build has a language
    importlib.import_module(module)

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6370"
    "68380000028401812697a72b0000000049454e44ae426082"
)
"""An image of one pixel, in PNG."""
UNIT = 'adoc_unit = "seconds"\n'  # of what claims compute


class Project:
    """A project: its sources, its builds, and what the last build warned of."""

    def __init__(self, root):
        self.root = root
        self.source = root / "source"
        self.source.mkdir()
        self.warnings = ""
        self.env = None

    def write(self, **files):
        """Write sources; ``page__adoc`` names page.adoc, ``sub___page__adoc`` sub/page.adoc."""
        for name, text in files.items():
            path = self.source / name.replace("___", "/").replace("__", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return self

    def conf(self, text=""):
        """Write conf.py."""
        return self.write(conf__py=f'project = "p"\nextensions = ["sphinx_adoc"]\nhtml_theme = "basic"\n{UNIT}{text}\n')

    def build(self, builder="html", parallel=1, verbosity=0, **confoverrides):
        """Build; return the folder of the output."""
        nocolor()
        out, warnings = self.root / builder, io.StringIO()
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), patch_docutils(), docutils_namespace():
            app = Sphinx(
                self.source, self.source, out, self.root / "doctrees" / builder, builder,
                confoverrides=confoverrides, status=io.StringIO(), warning=warnings, parallel=parallel,
                verbosity=verbosity,
            )  # fmt: skip
            app.build()
        self.env, self.config = app.env, app.config
        self.warnings = warnings.getvalue().replace(f"{self.source}/", "")
        return out

    def html(self, page, **options):
        """Build HTML; return a page's body."""
        text = (self.build("html", **options) / f"{page}.html").read_text(encoding="utf-8")
        return text[text.index('<div class="body"') : text.index('<div class="clearer"')]


@pytest.fixture
def project(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "path", [*sys.path])  # a conf.py may put folders there, and their modules before others
    yield Project(tmp_path)
    locale.translators.clear()  # Sphinx keeps the first language that a process asks for


@pytest.fixture
def every(project):
    """The project that has every construct."""
    shutil.copytree(HERE / "every", project.source, dirs_exist_ok=True)
    return project
