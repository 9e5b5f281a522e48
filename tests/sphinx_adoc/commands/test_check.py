"""``sphinx-adoc check``: what is read, what is said, and the exit code."""

import errno
import json
import os
import subprocess
import sys
from io import BytesIO
from types import SimpleNamespace

import pytest
from sphinx_adoc.cli import main
from sphinx_adoc.commands import fixes


@pytest.fixture
def check(tmp_path, monkeypatch, capsys):
    """Write documents and run the command in their folder: exit code, output, last line of standard error."""
    monkeypatch.chdir(tmp_path)

    def check(*arguments, **documents):
        for name, text in documents.items():
            path = tmp_path / (name.replace("___", "/").replace("__", "."))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        code = main(["check", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err.splitlines()[-1]

    return check


def test_clean_documents_say_only_what_was_counted(check):
    assert check(".", a__adoc="= A\n\n<<b>>\n", b__adoc="= B\n\n[[b]]B.\n") == (
        0, "", "checked 2 documents, 1 anchor, 1 reference, 1 variant: nothing found",
    )  # fmt: skip


def test_a_finding_is_shown_with_its_line_and_fails(check):
    code, out, counted = check(".", a__adoc="= A\n\nSee <<nods>>.\n\n[[nodes]]\nN.\n")
    assert code == 1
    assert out.splitlines() == [
        "a.adoc:3:7: error: xref target not found: 'nods'; did you mean 'nodes' (a.adoc:5)? [xref-unresolved]",
        "    See <<nods>>.",
        "          ^~~~",
    ]
    assert counted == "checked 1 document, 1 anchor, 1 reference, 1 variant: 1 error"


def test_an_info_is_no_failure(check):
    code, out, counted = check(".", a__adoc="= A\n\n{absent} {absent}\n")
    assert (code, "info" in out, counted.endswith(": 2 info")) == (0, True, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["."], "no document (*.adoc, *.asciidoc, *.asc, *.ad) in ."),
        (["absent.adoc"], "cannot read absent.adoc: No such file or directory"),
        (["x.adoc", "--variant", "a", "--variant", "a"], "'a' names no variant, or one that is there already"),
        (["x.adoc", "--variant", ":x"], "':x' names no variant"),
        (["x.adoc", "-a", "=x"], "'=x' sets no attribute"),
        (["x.adoc", "--attributes-from", "absent.toml"], "cannot read attributes from absent.toml"),
    ],
)
def test_a_call_that_checks_nothing_is_wrong(check, tmp_path, arguments, said):
    if "x.adoc" in arguments:
        (tmp_path / "x.adoc").write_text("X\n")
    code, out, message = check(*arguments)
    assert (code, out) == (2, "")
    assert said in message


def test_files_in_hidden_folders_and_other_files_are_left_out(check):
    _, _, counted = check(".", a__adoc="A\n", sub___b__asciidoc="B\n", __hidden___c__adoc="C\n", d__txt="D\n")
    assert counted.startswith("checked 2 documents")


@pytest.mark.parametrize("suffix", ["adoc", "asciidoc", "asc", "ad"])
def test_documents_of_every_suffix_are_read_and_resolve(check, suffix):
    documents = {f"b__{suffix}": "= B\n\n[[there]]T.\n", "a__adoc": f"xref:b.{suffix}[] xref:b.{suffix}#there[]\n"}
    assert check(".", **documents)[:2] == (0, "")
    assert check("a.adoc", **documents)[:2] == (0, "")


def test_other_files_are_read_on_request(check):
    documents = {"b__txt": "[[there]]T.\n", "a__adoc": "<<there>> xref:b.txt[]\n"}
    assert check(".", **documents)[0] == 1
    assert check(".", "--suffix", ".adoc", "--suffix", ".txt", **documents)[0] == 0


def test_a_file_named_twice_is_checked_once(check):
    _, _, counted = check("a.adoc", ".", "./a.adoc", a__adoc="A\n")
    assert counted.startswith("checked 1 document,")


def test_references_of_a_named_file_are_resolved_in_its_folder_and_by_path(check):
    documents = {
        "a__adoc": "<<beside>> xref:sub/c.adoc#below[] <<absent>>\n",
        "b__adoc": "[[beside]]B. <<not_checked>>\n",
        "sub___c__adoc": "[[below]]C.\n",
    }
    code, out, counted = check("a.adoc", **documents)
    assert code == 1
    assert [line for line in out.splitlines() if "error" in line] == [
        "a.adoc:1:38: error: xref target not found: 'absent' [xref-unresolved]"
    ]
    assert counted.startswith("checked 1 document,")


def test_variants_share_a_run_and_a_finding_names_its_own(check):
    text = "ifndef::man[]\n[[top]]Top.\nendif::[]\n\n<<top>> <<nowhere>>\n"
    _, out, counted = check(".", "--variant", "web", "--variant", "man:man=1,x", a__adoc=text)
    errors = [line for line in out.splitlines() if "error" in line]
    assert ["(in: man)" in line for line in errors] == [True, False]
    assert counted == "checked 1 document, 1 anchor, 2 references, 2 variants: 2 errors"


def test_attributes_of_the_call_are_seen(check):
    assert check(".", "-a", "where=nodes", a__adoc="<<{where}>> [[nodes]]N.\n")[0] == 0


def test_other_formats_are_written(check):
    code, out, _ = check(".", "--format", "json", a__adoc="<<x>>\n")
    assert (code, json.loads(out)["checked"], json.loads(out)["counts"]["references"]) == (1, ["a.adoc"], 1)
    assert check(".", "--format", "github", a__adoc="<<x>>\n")[1].startswith("::error file=a.adoc,line=1,")


def test_a_link_that_leads_out_of_the_folder_is_not_read(check, tmp_path):
    (tmp_path / "secret.adoc").write_text("<<secret>>\n")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "link.adoc").symlink_to(tmp_path / "secret.adoc")
    (tmp_path / "sub" / "broken.adoc").symlink_to(tmp_path / "absent.adoc")
    code, out, counted = check("sub", sub___a__adoc="A\n")
    assert (code, out) == (0, "")
    assert counted.startswith("checked 1 document,")


def test_a_reference_reads_nothing_outside_the_file_s_folder_and_the_current_one(check, tmp_path, monkeypatch):
    (tmp_path / "project" / "docs").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project")
    documents = {
        "outside__adoc": "[[x]]X.\n",
        "project___beside__adoc": "[[x]]X.\n",
        "project___docs___a__adoc": "xref:../../outside.adoc#x[] xref:../beside.adoc#x[]\n",
    }
    code, out, _ = check("docs/a.adoc", **documents)
    assert code == 1
    errors = [line for line in out.splitlines() if "error" in line]
    assert len(errors) == 1
    assert "no document '../../outside.adoc' is in the set" in errors[0]


def test_includes_do_not_lead_outside(check, tmp_path):
    outside = tmp_path / "secret.adoc"
    outside.write_text("SECRET [[x]]\n")
    code, out, _ = check("sub", sub___a__adoc="include::../secret.adoc[]\n")
    assert code == 1
    assert "SECRET" not in out


def test_a_circle_of_includes_is_still_checked(check):
    documents = {"a__adoc": "include::b.adoc[]\n", "b__adoc": "include::a.adoc[]\n\n<<x>>\n"}
    code, out, counted = check(".", **documents)
    assert (code, "'x'" in out) == (1, True)
    assert counted.startswith("checked 1 document,")


# -- what can be mended ------------------------------------------------------------------------------------------------

MISTYPED = "= A\n\nSee <<nods>>, xref:nods[it], xref::nodes[] and <<nods,nods>>.\n\n[[nodes]]\nN.\n"
MENDED = "= A\n\nSee <<nodes>>, xref:nodes[it], xref:nodes[] and <<nodes,nods>>.\n\n[[nodes]]\nN.\n"


def test_a_patch_mends_and_nothing_is_changed(check, tmp_path):
    code, out, _ = check(".", "--fix", a__adoc=MISTYPED)
    assert code == 1
    assert out.splitlines() == [
        "--- a/a.adoc",
        "+++ b/a.adoc",
        "@@ -1,6 +1,6 @@",
        " = A",
        " ",
        f"-{MISTYPED.splitlines()[2]}",
        f"+{MENDED.splitlines()[2]}",
        " ",
        " [[nodes]]",
        " N.",
    ]
    assert (tmp_path / "a.adoc").read_text() == MISTYPED


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        (MISTYPED, MENDED),
        (MISTYPED.replace("\n", "\r\n"), MENDED.replace("\n", "\r\n")),
        ("[[nodes]]\n<<nods>>", "[[nodes]]\n<<nodes>>"),
        ("[[nodes]]\u2028ä <<nods>> \x0c\n", "[[nodes]]\u2028ä <<nodes>> \x0c\n"),
    ],
    ids=["unix", "dos", "no-newline-at-the-end", "other-ends-of-lines"],
)
def test_git_applies_the_patch(check, tmp_path, text, mended):
    file = tmp_path / "in" / "a.adoc"
    file.parent.mkdir()
    file.write_bytes(text.encode())
    _, out, _ = check("in", "--fix")
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=out.encode(), check=True)
    assert file.read_bytes() == mended.encode()


def test_a_patch_has_the_bytes_of_its_file_whatever_the_console_can_show(tmp_path):
    text = "[[nodes]]\nSee <<nods>> ä.\n".encode() + b"caf\xe9\n"
    (tmp_path / "a.adoc").write_bytes(text)
    call = [sys.executable, "-m", "sphinx_adoc.cli", "check", ".", "--fix"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii"}
    made = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, check=False)
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=made.stdout, check=True)
    assert (tmp_path / "a.adoc").read_bytes() == text.replace(b"nods", b"nodes")


def test_what_is_left_is_reported(check, tmp_path):
    code, out, counted = check(".", "--fix", "--write", a__adoc=MISTYPED + "\n<<something>>\n")
    assert code == 1
    assert out.splitlines()[0] == "a.adoc:8:3: error: xref target not found: 'something' [xref-unresolved]"
    assert counted.endswith(": 1 error")
    assert (tmp_path / "a.adoc").read_text() == MENDED + "\n<<something>>\n"


def test_when_all_is_mended_nothing_is_wrong(check):
    assert check(".", "--fix", "--write", a__adoc=MISTYPED)[:2] == (0, "")


def test_a_file_that_is_included_is_mended_once(check):
    _, out, _ = check(".", "--fix", a__adoc="include::p.txt[]\n", b__adoc="include::p.txt[]\n", p__txt=MISTYPED[5:])
    assert out.count("+++ b/p.txt") == 1
    assert out.count("\n-See") == 1


@pytest.mark.parametrize(
    "text",
    [
        ":to: nods\n\n[[nodes]]\nSee <<{to}>>.\n",
        "[[nodes]]\nSee <<no{empty}ds>>.\n",
        "[[nodes]]\nSee <<something>>.\n",
        "[[cluster_network_requirements]]\nSee <<cluster_requirements>>.\n",
        "Words.\n",
    ],
)
def test_what_does_not_stand_there_is_not_replaced(check, tmp_path, text):
    check(".", "--fix", "--write", a__adoc=text)
    assert (tmp_path / "a.adoc").read_text() == text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["--write"], "--write goes with --fix"), (["--fix", "--format", "json"], "--fix writes a patch; --format is")],
)
def test_options_that_do_not_go_together(check, arguments, said):
    code, out, message = check(".", *arguments, a__adoc="= A\n")
    assert (code, out) == (2, "")
    assert said in message


def test_a_file_that_cannot_be_written_is_told(check, tmp_path, monkeypatch):
    """The first of two files is changed, the second one is not; both are named."""
    written = []

    def replace(original, data):
        if written:
            raise OSError(errno.ENOSPC, "No space left on device", str(original.path))
        written.append(original.path)
        original.path.write_bytes(data)

    monkeypatch.setattr(fixes, "replace", replace)
    code, out, said = check(".", "--fix", "--write", a__adoc=MISTYPED, b__adoc=MISTYPED)
    assert (code, out) == (2, "")
    assert said.endswith("cannot write b.adoc: No space left on device; changed already: a.adoc")
    assert (tmp_path / "a.adoc").read_text() == MENDED
    assert (tmp_path / "b.adoc").read_text() == MISTYPED


@pytest.mark.parametrize(("old", "new"), [("\n", "\r\n"), ("= A", "\ufeff= A")])
def test_line_ends_mode_and_mark_are_kept(check, tmp_path, old, new):
    path = tmp_path / "a.adoc"
    path.write_bytes(MISTYPED.replace(old, new).encode())
    path.chmod(0o640)
    assert check(".", "--fix", "--write")[0] == 0
    assert path.read_bytes() == MENDED.replace(old, new).encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_built_pages_are_checked_beside_documents_or_alone(check, tmp_path):
    page = {"out___index__html": '<a href="gone.html">'}
    code, out, counted = check(".", "--built", "out", a__adoc="= A\n", **page)
    assert (code, counted) == (
        1, "checked 1 document, 0 anchors, 0 references, 1 variant, 1 page, 1 link: 1 error",
    )  # fmt: skip
    assert out.startswith("out/index.html:1:10: error: 'gone.html' leads to no file: 'gone.html' [built-link]\n")
    assert check("--built", "out")[2] == "checked 1 page, 1 link: 1 error"
    assert check("--built", "out", out___gone__html="x") == (0, "", "checked 2 pages, 1 link: nothing found")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "nothing to check: name a document, or a folder of documents, or built pages with --built"),
        (["--built", "absent"], "cannot read absent: No such file or directory"),
        (["--built", "."], "nothing to check: no page (*.html) in ."),
        (["--built", ".", "--fix"], "--fix mends documents: name them"),
        (["--built", ".", "--facts"], "--facts judges what documents state: name them"),
        (["--built", ".", "--watch"], "--watch reports on documents: name them"),
        ([".", "--built-url", "https://docs.example/"], "--built-url goes with --built"),
        ([".", "--write"], "--write goes with --fix"),
        ([".", "--fix", "--format", "json"], "--fix writes a patch; --format is for the report"),
    ],
)
def test_built_pages_that_are_not_there(check, arguments, said):
    code, out, message = check(*arguments)
    assert (code, out) == (2, "")
    assert said in message


def test_what_follows_from_a_finding_is_counted_under_it(check):
    text = "include::{gen}/a.adoc[]\n\ninclude::{gen}/b.adoc[]\n\ninclude::{gen}/c.adoc[]\n\ninclude::d.adoc[]\n"
    code, out, counted = check(".", "--ignore", "attribute-missing", x__adoc=text)
    assert code == 1
    first = "x.adoc:1:1: error: included file not found: '{gen}/a.adoc'; an attribute in its name is not set; "
    assert [line for line in out.splitlines() if "[include-not-found]" in line] == [
        first + "2 more follow from the same cause: -v lists all [include-not-found]",
        "x.adoc:7:1: error: included file not found: 'd.adoc' [include-not-found]",
    ]
    assert counted.endswith(": 2 errors; 2 more follow from these")
    assert check(".", "-v", "--ignore", "attribute-missing", x__adoc=text)[2].endswith(": 4 errors")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("image::absent/{}.png[]", "there is no folder 'absent'"),
        ("video::absent/{}.mp4[]", "there is no folder 'absent'"),
        ("include::absent/{}.adoc[]", "there is no directory absent"),
    ],
)
def test_what_lies_in_an_absent_folder_is_told_once(check, line, said):
    text = "".join(f"{line}\n\n".format(name) for name in "abcd")
    code, out, counted = check(".", "--ignore", "image-undescribed", x__adoc=text)
    (first,) = [each for each in out.splitlines() if "x.adoc:" in each]
    assert (code, first.startswith("x.adoc:1:")) == (1, True)
    assert f"{said}; 3 more follow from the same cause: -v lists all" in first
    assert counted.endswith("; 3 more follow from these")
    assert check(".", "-v", x__adoc=text)[1].count("x.adoc:") == 4


def test_what_was_not_checked_is_counted(check):
    text = "image::{none}/a.png[]\n\nimage::a.png[]\n\nlink:/site/x.html[] link:sub/x.html[] link:b.html[]\n"
    _, _, counted = check(".", "--ignore", "attribute-missing", x__adoc=text, a__png="", b__adoc="= B\n")
    assert counted == "checked 2 documents, 0 anchors, 2 references, 2 files, 1 variant, 1 not checked: nothing found"


def test_a_document_from_standard_input_is_checked_in_the_current_folder(tmp_path):
    (tmp_path / "b.adoc").write_text("= B\n\n[[there]]T.\n")
    (tmp_path / "part.adoc").write_text("Part.\n")
    command = [sys.executable, "-m", "sphinx_adoc", "check", "-"]
    text = "= A\n\nxref:b.adoc#there[] <<there>> <<gone>>\n\ninclude::part.adoc[]\n"
    done = subprocess.run(command, cwd=tmp_path, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "-:3:33: error: xref target not found: 'gone' [xref-unresolved]",
        "    xref:b.adoc#there[] <<there>> <<gone>>",
        "                                    ^~~~",
    ]
    wrong = subprocess.run([*command, "--fix"], cwd=tmp_path, input=text, capture_output=True, text=True, check=False)
    assert wrong.returncode == 2


def test_lines_of_standard_input_are_shown_whatever_it_is_coded_in(check, monkeypatch):
    text = "= A\n\nSée <<gone>>.\n".encode() + b"\nnot \xff, <<lost>>\n"
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(text)))
    shown = {line for line in check("-")[1].splitlines() if line.startswith("    ") and "^" not in line}
    assert shown == {"    Sée <<gone>>.", "    not \N{REPLACEMENT CHARACTER}, <<lost>>"}


@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("https://docs.example/index.html", []),
        ("https://docs.example/manual/index.html",
         ["the pages are taken to be at /manual/; --built-url says otherwise"]),
    ],
)  # fmt: skip
def test_where_built_pages_are_taken_to_be_is_said_unless_it_is_the_root(tmp_path, capsys, address, note):
    (tmp_path / "index.html").write_text(f'<link rel="canonical" href="{address}">')
    assert main(["check", "--built", str(tmp_path)]) == 0
    assert capsys.readouterr().err.splitlines() == ["checked 1 page, 0 links: nothing found", *note]


def test_a_waiver_reaches_an_include_in_a_listing(check):
    waiver = "// adoc-ignore: include-not-found until 2999-01-31: built later\n"
    listing = "----\n{}include::gen/A.java[]\n// adoc-ignore is a comment of Java here\nx\n----\n"
    assert check(".", x__adoc=listing.format(""))[0] == 1
    assert check(".", x__adoc=listing.format(waiver))[0] == 0


STRANGER = """\
= A

See link:javascript:alert(1)[this], pass:[<b>that</b>] and image:/etc/passwd[it].

++++
<script>alert(1)</script>
++++

latexmath:[\\input{/etc/passwd}]
"""


def test_what_a_page_of_a_stranger_would_not_show_is_found(check):
    assert check("a.adoc", a__adoc=STRANGER)[0] == 0
    code, out, _ = check("a.adoc", "--untrusted")
    found = [line.rpartition("[")[2].rstrip("]") for line in out.splitlines() if line.startswith("a.adoc:")]
    assert code == 1
    assert {"address-refused", "raw-disabled", "file-refused", "formula-refused"} <= set(found)
    assert found.count("raw-disabled") == 2
