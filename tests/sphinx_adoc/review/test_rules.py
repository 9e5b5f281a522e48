"""What a project says of findings holds in a review: which count, and how severe they are."""

import json

import pytest
from sphinx_adoc import cli

BEFORE = "= A\n\n== Lamps\n\nOil.\n\n[#glow]\n== Glow\n\nSee <<glow>>.\n"
AFTER = "= A\n\n== Lights\n\nOil.\n\n== Glow\n\nSee <<glow>>.\n\nSee <<_lights>>.\n"


@pytest.fixture
def reviewed(tmp_path, capsys):
    def run(configuration):
        (tmp_path / "sphinx-adoc.toml").write_text(configuration)
        (tmp_path / "a.adoc").write_text(BEFORE)
        lines = [f"-{line}" for line in BEFORE.splitlines()] + [f"+{line}" for line in AFTER.splitlines()]
        head = f"--- a/a.adoc\n+++ b/a.adoc\n@@ -1,{BEFORE.count(chr(10))} +1,{AFTER.count(chr(10))} @@\n"
        (tmp_path / "x.patch").write_text(head + "\n".join(lines) + "\n")
        code = cli.main(["review", str(tmp_path / "x.patch"), "--repo", str(tmp_path), "--format", "json"])
        report = json.loads(capsys.readouterr().out)
        return code, {each["id"] for each in report["lost"]}, {each["code"] for each in report["caused"]}

    return run


@pytest.mark.parametrize(
    ("configuration", "said"),
    [
        ("", (1, {"_lamps", "glow"}, set())),
        ('[check]\nseverity = {xref-generated = "error"}\n', (1, {"glow"}, {"xref-generated"})),
        ('[check]\nignore = ["anchor-vanished"]\n', (1, set(), {"xref-unresolved"})),
        ('[check]\nignore = ["anchor-vanished", "xref-*"]\n', (0, set(), set())),
        ('[check]\nselect = ["xref-*"]\n', (1, set(), {"xref-unresolved"})),
        ('[check]\nper-file-ignores = {"a.adoc" = ["*"]}\n', (0, set(), set())),
        ('[check]\nseverity = {anchor-vanished = "info", xref-unresolved = "info"}\n', (0, {"_lamps", "glow"}, set())),
    ],
)
def test_rules_hold(reviewed, configuration, said):
    assert reviewed(configuration) == said
