"""A browser shows pages in several themes and widths: nothing scrolls the page sideways, no other host is asked."""

import re
import tempfile
from importlib.util import find_spec

import pytest

from tests.consumers.conftest import Program

pytestmark = pytest.mark.consumer

THEMES = ("basic", "alabaster", "furo")
WIDTHS = (390, 640, 1280)
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--allow-file-access-from-files",
    "--window-size=1500,900", "--virtual-time-budget=5000", "--dump-dom",
)  # fmt: skip
FRAME = """<!DOCTYPE html><title>waiting</title>
<iframe src="{page}" width="{width}" height="800" style="border:0"></iframe>
<script>addEventListener("message", event => {{ document.title = event.data }})</script>
"""
MEASURE = """<script>
addEventListener("load", () => setTimeout(() => parent.postMessage("measured " + [
  document.documentElement.scrollWidth, innerWidth, getComputedStyle(document.querySelector("kbd")).borderTopWidth,
  getComputedStyle(document.querySelector("mark")).backgroundColor, document.querySelectorAll("math").length,
].join(";"), "*"), 500))
</script></body>"""
PAGE = """\
= Page
:experimental:

Press kbd:[Ctrl+C] and #look#. stem:[sqrt(4)/2 = 1]

[%header,cols=8*]
|===
|parameter|default|minimum|maximum|description|introduced|deprecated|replacement
|`heartbeat_interval_ms`|`1000000`|`1000000`|`100000000`|interval|version-1.0|version-2.0|`heartbeat_timeout`
|===

----
a line of code that is longer than any page is wide, and goes on, and on and on and on and on and on and on and on
----
"""


def measured(chromium, page, width):
    """What a browser measures in a page of a width."""
    text = page.read_text(encoding="utf-8").replace("</body>", MEASURE)
    page.with_name("measured.html").write_text(text, encoding="utf-8")
    frame = page.with_name("frame.html")
    frame.write_text(FRAME.format(page="measured.html", width=width), encoding="utf-8")
    with tempfile.TemporaryDirectory() as profile:
        said = chromium(*QUIET, f"--user-data-dir={profile}", frame.as_uri())
    found = re.search(r"<title>measured (\d+);(\d+);([^;]*);([^;]*);(\d+)</title>", said.stdout)
    assert found, said.stderr[-2000:]
    return int(found[1]), int(found[2]), found[3], found[4], int(found[5])


@pytest.mark.parametrize("theme", THEMES)
def test_pages_fit(project, theme):
    if theme == "furo" and find_spec("furo") is None:
        pytest.fail("the theme furo is missing: pip install furo", pytrace=False)
    chromium = Program("chromium", "chromium")
    project.conf().write(index__adoc=PAGE)
    page = project.build("html", html_theme=theme) / "index.html"
    assert not re.findall(r'<(?:script|link|img)[^>]* (?:src|href)="(?:https?:)?//', page.read_text(encoding="utf-8"))
    for width in WIDTHS:
        scrolls, inner, border, background, formulas = measured(chromium, page, width)
        assert scrolls <= inner, (theme, width)
        assert border != "0px"
        assert background not in ("rgba(0, 0, 0, 0)", "transparent")
        assert formulas == 1
