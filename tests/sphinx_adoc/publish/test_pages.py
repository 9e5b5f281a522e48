"""What a page brings into a project: includes, toctrees, index entries, settings, its own typography."""

import pytest
from sphinx.errors import ConfigError

INDEX = 'Index\n=====\n\nIt\'s "so".\n\n.. toctree::\n\n   page\n'


def page(project, text, conf=""):
    return project.conf(conf).write(index__rst=INDEX, page__adoc=text)


def test_a_change_in_an_included_file_rebuilds(project):
    page(project, "= Page\n\ninclude::part.adoc[]\n").write(part__adoc="before\n")
    assert "before" in project.html("page")
    project.write(part__adoc="afterwards\n")
    assert "afterwards" in project.html("page")
    assert project.warnings == ""  # an included file needs no toctree


def test_an_include_does_not_leave_the_sources(project):
    (project.root / "secret.txt").write_text("secret words")
    assert "secret words" not in page(project, "= Page\n\ninclude::../secret.txt[]\n").html("page")
    assert "page.adoc:3:" in project.warnings


def test_problems_are_warnings_with_their_place(project):
    page(project, "= Page\n\ninclude::gone.adoc[]\n").html("page")
    assert "page.adoc:3:1: WARNING: " in project.warnings
    assert "[adoc.include-not-found]" in project.warnings


def test_smart_quotes_are_for_the_others(project):
    assert "It’s &quot;so&quot; -- really" in page(project, '= Page\n\nIt\'s "so" \\-- really\n').html("page")
    assert "It’s “so”" in (project.root / "html" / "index.html").read_text()


def test_attributes_come_from_conf(project):
    text = "= Page\n:soft: own\n:hard: own\n\n{soft} {hard} ifdef\n\nifdef::env-sphinx[in sphinx]\n"
    body = page(project, text, 'adoc_attributes = {"soft": "given@", "hard": "given"}').html("page")
    assert "own given" in body
    assert "in sphinx" in body


def test_a_variant_is_shown_and_all_are_checked(project):
    text = "= Page\n\nifdef::wiki[]\n<<nowhere>>\nendif::[]\nifndef::wiki[]\nplain\nendif::[]\n"
    page(project, text, 'adoc_variants = {"wiki": {"wiki": ""}}')
    assert "plain" in project.html("page")
    assert "page.adoc:4:3: WARNING: xref target not found: 'nowhere'" in project.warnings
    assert "(in: wiki)" in project.warnings
    assert "[nowhere]" in project.html("page", adoc_variant="wiki")


@pytest.mark.parametrize("conf", ['adoc_variant = "nope"', 'adoc_attributes = {"a": ["b"]}'])
def test_a_wrong_setting_is_an_error(project, conf):
    page(project, "= Page\n", conf)
    with pytest.raises(ConfigError):
        project.build()


def test_asciidoc_py_ids(project):
    assert 'id="_a_b_c"' in page(project, "= Page\n\n== A/B/C\n\ntext\n", 'adoc_ids = "asciidoc-py"').html("page")


def test_raw_can_be_forbidden(project):
    body = page(project, "= Page\n\n++++\n<b>bold</b>\n++++\n", "adoc_raw = False").html("page")
    assert "<b>bold</b>" not in body
    assert "page.adoc:3:1: WARNING: raw HTML is not allowed here" in project.warnings


def test_index_entries(project):
    page(project, "= Page\n\n((A term)) and (((One, Two))).\n").build("html")
    text = (project.root / "html" / "genindex.html").read_text()
    for words in ("A term", "One", "Two"):
        assert words in text


def test_a_page_is_found_by_search(project):
    page(project, "= Page\n\nunmistakable\n").build("html")
    assert "unmistak" in (project.root / "html" / "searchindex.js").read_text()


def test_metadata(project):
    page(project, "= Page\n:tocdepth: 1\n:orphan:\n\n== One\n").build("html")
    assert project.env.metadata["page"]["tocdepth"] == 1
    assert "orphan" in project.env.metadata["page"]


class TestToctree:
    def test_lists_its_pages(self, project):
        project.conf().write(
            index__adoc="= Index\n\n[role=toctree,maxdepth=1]\n.Below\n* xref:one.adoc[]\n"
            "* xref:sub/two.adoc[Second]\n* https://example.org[Away]\n",
            one__adoc="= The first\n",
            sub___two__adoc="= Two\n",
        )
        body = project.html("index")
        assert project.warnings == ""
        assert '<span class="caption-text">Below' in body
        assert 'href="one.html">The first<' in body
        assert 'href="sub/two.html">Second<' in body
        assert 'href="https://example.org">Away<' in body
        assert project.env.toctree_includes == {"index": ["one", "sub/two"]}

    def test_matches_patterns(self, project):
        project.conf().write(
            index__adoc='= Index\n\n[role=toctree,opts="glob,titlesonly"]\n* sub/*\n',
            sub___one__adoc="= One\n",
            sub___two__rst="Two\n===\n",
        )
        assert 'href="sub/two.html">Two<' in project.html("index")
        assert project.env.toctree_includes == {"index": ["sub/one", "sub/two"]}

    def test_says_which_page_is_not_there(self, project):
        project.conf().write(index__adoc="= Index\n\n[role=toctree]\n* xref:gone.adoc[]\n* lost\n")
        project.build()
        assert "index.adoc:4:8: WARNING: xref target not found: 'gone.adoc'" in project.warnings
        assert "index.adoc:5:3: WARNING: toctree names a page that is not there: 'lost'" in project.warnings
        assert project.warnings.count("WARNING") == 2

    def test_can_be_hidden(self, project):
        project.conf().write(index__adoc="= Index\n\n[role=toctree,opts=hidden]\n* one\n", one__adoc="= One\n")
        assert "one.html" not in project.html("index")
        assert project.warnings == ""


def test_trouble_in_another_variant_names_it(project):
    text = "= Page\n\nifdef::wiki[]\ninclude::gone.adoc[]\nendif::[]\n\ninclude::lost.adoc[]\n"
    page(project, text, 'adoc_variants = {"wiki": {"wiki": ""}}').build()
    gone, lost = project.warnings.splitlines()
    assert gone.startswith("page.adoc:4:1: WARNING: ")
    assert "(in: wiki)" in gone
    assert "(in: " not in lost


def test_figures_are_numbered_by_sphinx_where_it_numbers(project):
    text = (
        "= Page\n\n.Dot\n[#dot]\nimage::https://example.org/d.png[]\n\n.Sums\n|===\n|x\n|===\n\n.Code\n----\nx\n----\n"
    )
    page(project, text).write(index__rst=INDEX + "\n:numref:`dot`\n")
    alone = project.html("page", suppress_warnings=["toc"])
    assert "Figure 1. Dot" in alone
    assert "Table 1. Sums" in alone
    numbered = project.html("page", numfig=True)
    assert '<span class="caption-number">Fig. 1 </span><span class="caption-text">Dot' in numbered
    assert '<span class="caption-number">Table 1 </span><span class="caption-text">Sums' in numbered
    assert '<span class="caption-number">Listing 1 </span><span class="caption-text">Code' in numbered
    assert "Fig. 1</span></a>" in (project.root / "html" / "index.html").read_text()
    assert project.warnings == ""


def test_an_included_file_that_comes_later_is_seen(project):
    page(project, "= Page\n\ninclude::later.txt[]\n").build()
    project.write(later__txt="here at last\n")
    assert "here at last" in project.html("page")
    assert project.warnings == ""


def test_a_function_in_conf_makes_nodes_of_a_macro_without_a_warning(project):
    conf = (
        "from docutils import nodes\n\n"
        "def shout(ctx, macro, text):\n    return [nodes.strong('', macro.target.upper())]\n\n"
        "adoc_inline_macros = {'shout': shout}\n"
    )
    assert "<strong>HEY</strong>" in project.conf(conf).write(index__adoc="= A\n\nshout:hey[]\n").html("index")
    assert project.warnings == ""


def test_a_description_from_a_pass_macro_survives_the_next_build(project):
    """The doctree of a page that is not read again comes from a file."""
    project.conf().write(
        index__adoc="= I\n:description: pass:q[The *Big* Thing]\n\n[role=toctree]\n* xref:b.adoc[]\n",
        b__adoc="= B\n\ntext\n",
    )
    project.html("index")
    project.write(b__adoc="= B renamed\n\ntext\n")
    assert "B renamed" in project.html("index")
    assert project.warnings == ""


def test_what_conf_py_does_not_say_comes_from_the_configuration_file(project):
    text = 'ids = "asciidoc-py"\n[attributes]\none = "file"\ntwo = "file"\n[variants.print]\nvolts = 230\n'
    (project.source / "sphinx-adoc.toml").write_text(text, encoding="utf-8")
    project.conf('adoc_attributes = {"two": "conf"}\nadoc_variant = "print"')
    page = project.write(index__adoc="= T\n\n== A b.c\n\n{one} {two} {volts}\n", other__asc="= O\n").html("index")
    assert "file conf 230" in page
    assert 'id="_a_b_c"' in page
    assert "other" in project.env.found_docs
    project.conf('adoc_ids = "asciidoctor"\nadoc_variants = {}')
    assert 'id="_a_b_c"' in project.html("index")
    assert "variant" not in project.warnings


def test_attributes_come_from_files(project):
    text = "[attributes]\none=file\ntwo=file\nforum=https://example.org/[Forum]\n[macros]\nx=y\n"
    (project.source / "classic.conf").write_text(text, encoding="utf-8")
    project.conf('adoc_attributes_from = ["classic.conf"]\nadoc_attributes = {"two": "conf"}')
    page = project.write(index__adoc="= T\n:one: page\n\n== The bond's mode\n\n{one} {two} {forum}\n").html("index")
    assert "page conf" in page
    assert '<a class="reference external" href="https://example.org/">Forum</a>' in page
    assert 'id="_the_bond_8217_s_mode"' in page, "the dialect of the tool whose file it is"
    (project.source / "classic.conf").write_text(text.replace("Forum", "Board"), encoding="utf-8")
    assert "Board" in project.html("index"), "a changed file is a reason to read the pages again"


def test_files_of_conf_py_beat_the_configuration_file(project):
    toml = 'ids = "asciidoc-py"\n[attributes]\none = "toml"\ntwo = "toml"\nthree = "toml"\nfour = "toml"\n'
    (project.source / "sphinx-adoc.toml").write_text(toml, encoding="utf-8")
    (project.source / "own.json").write_text('{"one": "file", "two": "file", "four": "file"}', encoding="utf-8")
    project.conf('adoc_attributes_from = ["own.json"]\nadoc_attributes = {"two": "conf"}')
    page = project.write(index__adoc="= T\n:four: page\n\n== The bond's mode\n\n{one} {two} {three} {four}\n").html(
        "index"
    )
    assert "file conf toml page" in page
    assert 'id="_the_bond_8217_s_mode"' in page, "a file of attributes alone sets no rule for ids"


def test_a_file_of_attributes_that_is_not_there_ends_the_build(project):
    with pytest.raises(ConfigError, match=r"cannot read attributes from .*gone\.conf: No such file"):
        project.conf('adoc_attributes_from = ["gone.conf"]').write(index__adoc="= T\n").build()


def test_a_configuration_file_that_cannot_be_followed_ends_the_build(project):
    (project.source / "sphinx-adoc.toml").write_text("rots = []\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="1:1: unknown key 'rots'"):
        project.conf().write(index__adoc="= T\n").build()
