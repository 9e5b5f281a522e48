from sphinx_adoc.codes import Code
from sphinx_adoc.finding.folders import unlisted
from sphinx_adoc.syntax.source import Place


def test_a_folder_that_cannot_be_listed_is_a_finding_at_its_first_character():
    finding = unlisted(PermissionError(13, "Permission denied", "docs/secret"))
    assert finding.code is Code.FOLDER_UNREADABLE
    assert (finding.span.start, finding.span.end) == (Place("docs/secret", 1, 1), Place("docs/secret", 1, 1))
    assert "Permission denied" in finding.message
