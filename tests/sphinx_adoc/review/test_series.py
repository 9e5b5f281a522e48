"""What is said of a series, patch by patch.

The folders in `series/` hold a case each: a folder for each state, `0` before all patches, `1` after the first and so
on, `subjects.txt` with a line for each patch, perhaps `VARIANTS`; and in `said.txt` the report on the series as a
mailbox, and the exit code. With the environment variable ``UPDATE_CASES=1`` that is written anew, and every test that
wrote one fails, so that this cannot be missed.
"""

import json
import os
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from datetime import date
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sphinx_adoc import cli
from sphinx_adoc.finding import Finding
from sphinx_adoc.graph import stored
from sphinx_adoc.project.variants import DEFAULT
from sphinx_adoc.review.input import steps
from sphinx_adoc.review.input.series import read_patches
from sphinx_adoc.review.input.sides import Sides, of_patches, of_range
from sphinx_adoc.review.input.steps import Member, Step
from sphinx_adoc.review.output import jsonform, page
from sphinx_adoc.review.output import text as report
from sphinx_adoc.review.review import ReadingOptions, review
from sphinx_adoc.review.states import page as states_page
from sphinx_adoc.review.states import state as states
from sphinx_adoc.syntax.document import Settings, parse_file

from tests.conftest import CHECKOUT, shared

CASES = sorted(Path(__file__).with_name("series").iterdir())


def git(folder, *words):
    identity = ["-c", "user.name=n", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def filled(folder, files):
    """A folder with nothing but these files, and what begins with a dot."""
    for path in list(folder.glob("[!.]*")):
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def series(folder, texts, subjects=()):
    """A repository with a commit for each state, and its series as a mailbox beside it."""
    repository = folder / "repository"
    repository.mkdir(parents=True)
    git(repository, "init", "-q")
    for number, files in enumerate(texts):
        filled(repository, files)
        git(repository, "add", "-A")
        subject = subjects[number - 1] if number and subjects else f"Change {number}"
        git(repository, "commit", "-q", "--allow-empty", "-m", subject)
    mailbox = folder / "series.mbox"
    mailbox.write_text(git(repository, "format-patch", "--stdout", "-n", f"HEAD~{len(texts) - 1}"), "utf-8")
    return repository, mailbox


def documents(folder, files):
    """A folder with these files, in no repository."""
    folder.mkdir()
    filled(folder, files)
    return folder


def texts_of(case):
    """The files of each state."""
    folders = sorted((path for path in case.iterdir() if path.is_dir()), key=lambda path: int(path.name))
    return [
        {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*") if path.is_file()}
        for folder in folders
    ]


def given_of(case):
    """The options that a case is reviewed with."""
    listed = case / "VARIANTS"
    return [f"--variant={variant}" for variant in listed.read_text().split()] if listed.exists() else []


def options(run=False):
    return ReadingOptions(
        [DEFAULT], lambda variant, root: Settings(variant.attributes, root=root), date(2030, 1, 1), run
    )


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_case(case, tmp_path, capsys):
    texts, subjects = texts_of(case), (case / "subjects.txt").read_text().splitlines()
    assert len(subjects) == len(texts) - 1
    repository, mailbox = series(tmp_path, texts, subjects)
    folder = documents(tmp_path / "documents", texts[0])
    code = cli.main(["review", str(mailbox), "--repo", str(folder), *given_of(case)])
    said = capsys.readouterr().out
    expected = case / "said.txt"
    whole = f"{said}---- exit {code}\n"
    if os.environ.get("UPDATE_CASES") and (not expected.exists() or expected.read_text("utf-8") != whole):
        expected.write_text(whole, "utf-8")
        pytest.fail(f"{case.name}/said.txt was written: look at it and commit it")
    assert whole == expected.read_text("utf-8")
    assert cli.main(["review", f"HEAD~{len(subjects)}..HEAD", "--repo", str(repository), *given_of(case)]) == code
    of_the_range = capsys.readouterr().out
    assert_alike(of_the_range, said, repository)


def test_the_guide_shows_what_is_said():
    said = (CASES[0].with_name("as-the-guide-shows") / "said.txt").read_text("utf-8").partition("---- exit")[0]
    guide = (CHECKOUT / "docs" / "guide" / "review.adoc").read_text("utf-8")
    assert f"$ sphinx-adoc review yard.mbox\n{said}" in guide


def assert_alike(of_the_range, of_the_mails, repository):
    """A range is told as its mails are, but that it names commits with their numbers."""
    names = git(repository, "log", "--format=%h", "--reverse").split()[1:]
    for number, name in re.findall(r"(\d+)/\d+\s+\((\w+)\)", of_the_range):
        assert names[int(number) - 1] == name
    short = re.sub(r"(\d/\d)\s+\(\w+\)", r"\1", of_the_range)
    assert short.partition(" looked at;")[2].split() == of_the_mails.partition(" looked at;")[2].split()


# -- against each state by itself --------------------------------------------------------------------------------------


def key(finding):
    return finding.code, finding.span.start.path, re.sub(r":\d+(:\d+)?", "", finding.message)


def sides_of(texts, folder):
    """A series without a repository, and without mails."""
    before, after = ({name: text.encode() for name, text in files.items()} for files in (texts[0], texts[-1]))
    steps = []
    for number, (old, new) in enumerate(pairwise(texts), 1):
        changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
        files = {name: new[name].encode() if name in new else None for name in changed}
        steps.append(Step(Member(f"{number}/{len(texts) - 1}", "", f"Change {number}"), files))
    touched = frozenset(name for step in steps for name in step.files)
    return Sides(before, after, "applied on nothing", touched, {}, tuple(steps))


def alone(texts, number, folder):
    """What is wrong after some patches, from a review that knows nothing of the others."""
    sides = sides_of([texts[0], texts[number]], folder)
    result = review(replace(sides, touched=frozenset(name for text in texts for name in text), steps=()), options())
    broken = {id(finding): finding for anchor in result.lost for finding in anchor.references}
    return Counter(map(key, [*result.findings, *broken.values()]))


def runs(counts):
    """For each thing that is wrong: since which patch, until which one (None: it stays)."""
    for name in {name for count in counts for name in count}:
        for unit in range(1, max(count[name] for count in counts) + 1):
            begun = 0
            for number, count in enumerate(counts, 1):
                if count[name] >= unit and not begun:
                    begun = number
                elif count[name] < unit and begun:
                    yield name, begun, number
                    begun = 0
            if begun:
                yield name, begun, None


def told(result):
    """The same of the review of a series."""
    for thing, member in result.since.items():
        if isinstance(thing, Finding):
            yield key(thing), int(member.number.partition("/")[0]), None
    for item in result.between:
        broken, mended = (int(member.number.partition("/")[0]) for member in (item.broken, item.mended))
        yield key(item.finding), broken, mended


def agreed(texts, folder):
    """Whether a series is told as the reviews of each of its states by themselves say."""
    result = review(sides_of(texts, folder / "series"), options())
    counts = [alone(texts, number, folder / str(number)) for number in range(1, len(texts))]
    assert sorted(told(result), key=repr) == sorted(runs(counts), key=repr)


@pytest.mark.parametrize(
    "case", [case for case in CASES if "renamed-on" not in case.name and not given_of(case)], ids=lambda path: path.name
)
def test_each_state_by_itself_says_the_same(case, tmp_path):
    agreed(texts_of(case), tmp_path)


LINES = [
    "[[one]]", "[[two]]\n== Two", "== Title", "<<one>>", "<<two>>", "<<_title>>", "xref:b.adoc#one[]", "words", "----",
    "include::c.txt[]", "include::c.txt[opt=optional]", ":name: value", "ifdef::name[]", "endif::[]",
    "// adoc-ignore: xref-unresolved until 2031-01-01: soon",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(LINES), max_size=6).map(lambda lines: "\n\n".join(["text", *lines]) + "\n")
STATES = st.lists(
    st.dictionaries(st.sampled_from(["b.adoc", "c.txt", "d/e.adoc"]), TEXT).map({"a.adoc": "= A\n"}.__or__),
    min_size=3,
    max_size=5,
)


TWICE = {"a.adoc": "= A\n", "b.adoc": "text\n\ninclude::c.txt[]\n"}
ONE_OF_TWO = [  # which of two equal sections is the new one is known only by the lines that differ
    TWICE | {"c.txt": "text\n\n:name: value\n\n[[two]]\n== Two\n"},
    TWICE | {"c.txt": "text\n\n[[two]]\n== Two\n\n[[two]]\n== Two\n"},
    {"a.adoc": "= A\n"},
]


@settings(deadline=None, max_examples=60)
@given(texts=STATES)
@example(texts=ONE_OF_TWO)
def test_any_series_is_told_as_its_states_by_themselves(texts, tmp_path_factory):
    agreed(texts, tmp_path_factory.mktemp("any"))


# -- how it is told ----------------------------------------------------------------------------------------------------


def followed(texts, folder, **more):
    return review(sides_of(texts, folder), options(**more))


TURNS = "= Lamp\n\nIt turns once in [#period.claim]#{}#.\n\nSee <<{}>>, and what is said there.\n\n[[yard]]\n== Yard\n"
TOLD = [
    {"a.adoc": TURNS.format(*words)} for words in (("9 s", "yard"), ("9 s", "barn"), ("8 s", "<i>"), ("8 s", "<i>"))
]


def test_json_has_the_patch_of_all_that_a_series_does(tmp_path):
    other = "<<a.adoc#yard>>\n\nIt weighs {} kg, all in all.\n"
    gone = [files | {"b.adoc": other.format(5 if number else 4)} for number, files in enumerate(TOLD)]
    gone[3]["a.adoc"] = gone[3]["a.adoc"].replace("[[yard]]", "[[garden]]")
    content = json.loads(jsonform.as_json(followed(gone, tmp_path)))
    assert [member["number"] for member in content["patches"]] == ["1/3", "2/3", "3/3"]
    assert content["patches"][1] == {"number": "2/3", "commit": "", "subject": "Change 2"}
    assert [(one["code"], one["since"]) for one in content["caused"]] == [("xref-unresolved", "2/3")]
    assert [(one["id"], one["since"]) for one in content["lost"]] == [("yard", "3/3")]
    assert [one["since"] for one in content["lost"][0]["references"]] == ["3/3"]
    assert [(one["id"], one["since"]) for one in content["claims"]] == [("period", "2/3")]
    assert [(one["after"], one["since"]) for one in content["facts"]] == [("5 kg", "1/3")]
    (item,) = content["between"]
    assert (item["broken"], item["mended"]) == ("1/3", "2/3")
    assert item["finding"]["message"] == "xref target not found: 'barn'"


def test_the_page_has_it_too(tmp_path):
    shown = page.as_html(followed(TOLD, tmp_path), {})
    assert "<small>broken by 1/3, mended by 2/3</small>" in shown
    assert shown.count("<small>since 2/3</small>") == 2
    assert "<li>2/3: Change 2</li>" in shown
    assert "<i>" not in shown


def test_of_one_patch_alone_nothing_names_it(tmp_path):
    result = followed(TOLD[:2], tmp_path)
    assert result.findings
    alone = review(replace(sides_of(TOLD[:2], tmp_path / "alone"), steps=()), options())
    for said in (report.as_text(alone), jsonform.as_json(alone), page.as_html(alone, {})):
        assert "since" not in said
        assert "atches" not in said
        assert "between" not in said


def test_a_mailbox_with_one_patch_is_no_series(tmp_path):
    repository, mailbox = series(tmp_path, TOLD[:2])
    sides = of_patches(read_patches(mailbox.read_bytes()), documents(tmp_path / "documents", TOLD[0]))
    assert sides.steps == ()
    sides = of_range(repository, "HEAD~1..HEAD")
    assert sides.steps == ()


def test_a_long_series_is_told_on_a_screen(tmp_path):
    count = 30
    references = [f"Words <<gone-{number}>> and {{}} seconds.\n" for number in range(count)]
    first = [[line.format(at + 10) for line in references[:at]] for at in range(count)]
    texts = [{"a.adoc": "\n".join([*lines, "End.\n"])} for lines in first]
    texts[0] = {"a.adoc": "\n".join(f"Words and {number} seconds.\n" for number in range(count))}
    texts.insert(-1, {"a.adoc": "\n".join(f"<<between-{number}>>\n" for number in range(count))})
    said = report.as_text(followed(texts, tmp_path)).splitlines()
    assert len(said) <= report.SCREEN
    assert max(map(len, said)) <= report.WIDTH
    heads = [line for line in said if re.fullmatch(r"\w.*:", line)]
    assert heads == ["Breaks:", "States:", "Targets:", "Broken in between:", "Patches:", "Reads:"]


def claims_of(*truths):
    code = '[source,python,role="claim",id="c"]\n----\nfrom pathlib import Path\nPath({!r}).touch()\nassert {}\n----\n'
    return lambda folder: [{"a.adoc": code.format(str(folder / "ran"), f"{truth} == 1")} for truth in truths]


def test_claims_that_fail_name_the_patch_if_they_are_run(tmp_path):
    texts = claims_of("1", "2", "1.0", "3", "(3)")(tmp_path)
    assert followed(texts, tmp_path / "one").findings == []
    assert not (tmp_path / "ran").exists()
    said = " ".join(report.as_text(followed(texts, tmp_path / "two", run=True)).split())
    assert (tmp_path / "ran").exists()
    assert "[claim-failed], fails since 3/4 " in said
    assert "Broken in between: by 1/4, mended by 2/4: a.adoc:5:1: error: claim 'c'" in said


def test_claims_are_run_anew_where_their_data_is_another(tmp_path):
    code = 'from pathlib import Path\nassert Path("data").read_text() == "1"\n'
    text = f'[source,python,role="claim",id="c"]\n----\n{code}----\n'
    states_of = [
        {"a.adoc": text + more, "data": data} for data, more in (("1", ""), ("2", "\nBegun.\n"), ("2", "\nEnd.\n"))
    ]
    result = followed(states_of, tmp_path / "series", run=True)
    assert [str(member) for thing, member in result.since.items() if thing.code == "claim-failed"] == ["1/2"]


def test_claims_of_pages_that_stay_are_none_of_a_series(tmp_path):
    stays = "include::absent.txt[]\n\n" + claims_of("2")(tmp_path)[0]["a.adoc"]  # it might be there after a patch
    texts = [{"a.adoc": f"{word}\n", "b.adoc": stays} for word in ("one", "two", "three")]
    result = followed(texts, tmp_path, run=True)
    assert (result.since, result.between, result.looked_at) == ({}, (), ("a.adoc",))


# -- what is given -----------------------------------------------------------------------------------------------------


def test_a_patch_that_does_not_apply_after_the_others(tmp_path, capsys):
    _, mailbox = series(tmp_path, TOLD, ["Mistype it", "Turn faster", "Say it"])
    mails = re.split(r"(?m)^(?=From [0-9a-f]{40})", mailbox.read_text())
    mailbox.write_text("".join(mail.replace("-It turns once in [#period.claim]#9 s#", "-It stands") for mail in mails))
    folder = documents(tmp_path / "documents", TOLD[0])
    assert cli.main(["review", str(mailbox), "--repo", str(folder)]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert "a.adoc:1: patch 2/3, 'Turn faster' does not apply:" in said
    assert (folder / "a.adoc").read_text() == TOLD[0]["a.adoc"]


@pytest.mark.parametrize(
    ("tags", "numbers"),
    [
        (["PATCH 1/3", "PATCH 2/3", "PATCH 3/3"], ["1/3", "2/3", "3/3"]),
        (["PATCH docs 4/7", "PATCH docs 5/7", "PATCH docs 6/7"], ["4/7", "5/7", "6/7"]),
        (["PATCH", "PATCH", "PATCH"], ["1/3", "2/3", "3/3"]),
        (["PATCH 1/2", "PATCH 2/2", "PATCH 3/2"], ["1/3", "2/3", "3/3"]),
    ],
)
def test_what_patches_are_called(tags, numbers, tmp_path):
    texts = [{"a.adoc": f"{word}\n"} for word in ("one", "two", "three", "four")]
    _, mailbox = series(tmp_path, texts)
    tagged = iter(tags)
    mailbox.write_text(re.sub(r"\[PATCH \d/\d\]", lambda _: f"[{next(tagged)}]", mailbox.read_text()))
    sides = of_patches(read_patches(mailbox.read_bytes()), documents(tmp_path / "documents", texts[0]))
    assert [step.member.number for step in sides.steps] == numbers
    assert [step.files for step in sides.steps] == [{"a.adoc": text["a.adoc"].encode()} for text in texts[1:]]


def test_commits_of_a_range_lead_from_its_first_to_its_last(tmp_path):
    repository, _ = series(tmp_path, [{"a.adoc": "one\n"}, {"a.adoc": "two\n"}, {"a.adoc": "three\n"}])
    git(repository, "checkout", "-qb", "topic", "HEAD~2")
    filled(repository, {"a.adoc": "one\n", "b.adoc": "new\n"})
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Add it")
    git(repository, "merge", "-q", "-m", "Merge it", "-")
    sides = of_range(repository, "HEAD~2..HEAD")
    assert [step.member.subject for step in sides.steps] == ["Add it", "Merge it"]
    assert sides.steps[1].files == {"a.adoc": b"three\n"}
    sides = of_range(repository, "HEAD^2~1..HEAD")  # no first parent leads there
    assert [step.member.subject for step in sides.steps] == ["Change 2", "Merge it"]
    assert [step.files for step in sides.steps] == [{"a.adoc": b"three\n"}, {"b.adoc": b"new\n"}]
    sides = of_range(repository, "HEAD^2..HEAD")
    assert (sides.steps, sides.touched) == ((), {"b.adoc"})
    sides = of_range(repository, "HEAD^2..HEAD^1")
    assert (sides.steps, sides.touched) == ((), {"b.adoc"})  # since they parted
    assert ", where it parted from HEAD^2, and " in sides.on


@pytest.mark.parametrize(("name", "limit"), [("MOST_STEPS", 1), ("MOST_BYTES", 20)])
def test_what_is_too_large_is_looked_at_as_a_whole(name, limit, monkeypatch, tmp_path):
    repository, mailbox = series(tmp_path, TOLD)
    monkeypatch.setattr(steps, name, limit)
    sides = of_range(repository, "HEAD~3..HEAD")
    assert sides.steps == ()
    assert "; looked at as a whole" in sides.on
    sides = of_patches(read_patches(mailbox.read_bytes()), documents(tmp_path / "documents", TOLD[0]))
    assert sides.steps == ()
    assert "; looked at as a whole" in sides.on
    assert sides.after["a.adoc"].decode() == TOLD[3]["a.adoc"]


def test_nothing_outside_of_the_copies_is_read_or_written(tmp_path):
    secret = tmp_path / "secret.adoc"
    secret.write_text("<<secret>>\n")
    link = "diff --git a/l.adoc b/l.adoc\n{} file mode 120000\n--- {}\n+++ {}\n@@ -{} +{} @@\n{}" + f"{secret}\n"
    link += "\\ No newline at end of file\n"
    made = link.format("new", "/dev/null", "b/l.adoc", "0,0", "1", "+")
    gone = link.format("deleted", "a/l.adoc", "/dev/null", "1", "0,0", "-")
    words = "--- a/a.adoc\n+++ b/a.adoc\n@@ -1,2 +1 @@\n one\n--- ../secret.adoc\n"
    mails = [f"From x Mon Sep 17 00:00:00 2001\nSubject: x\n\n{diff}\n" for diff in (made, words, gone)]
    folder = documents(tmp_path / "documents", {"a.adoc": "one\n-- ../secret.adoc\n"})
    sides = of_patches(read_patches("".join(mails).encode()), folder)
    assert [dict(step.files) for step in sides.steps] == [{}, {"a.adoc": b"one\n"}, {}]
    assert review(sides, options()).findings == []
    assert secret.read_text() == "<<secret>>\n"


def test_a_link_in_a_commit_is_no_file(tmp_path):
    repository, _ = series(tmp_path, [{"a.adoc": "one\n"}, {"a.adoc": "two\n"}])
    (repository / "a.adoc").unlink()
    (repository / "a.adoc").symlink_to("/etc/passwd")
    git(repository, "commit", "-qam", "Link it")
    sides = of_range(repository, "HEAD~2..HEAD")
    assert sides.steps[1].files == {"a.adoc": None}


def test_a_repository_stays_as_it_is(tmp_path):
    repository, mailbox = series(tmp_path, TOLD)
    state = {path: path.stat().st_mtime_ns for path in repository.rglob("*")}
    for words in ([str(mailbox)], ["HEAD~3..HEAD"]):
        assert cli.main(["review", *words, "--repo", str(repository)]) == 1
    assert {path: path.stat().st_mtime_ns for path in repository.rglob("*")} == state


def test_a_page_is_read_once_for_each_of_its_contents(tmp_path, monkeypatch):
    """For its summary; what a page that includes a changing file says is read besides."""
    read, again = [], []

    def noting(names, read_file):
        def reading(path, *more):
            names.append(path.name)
            return read_file(path, *more)

        return reading

    monkeypatch.setattr(states, "parse_file", noting(read, parse_file))
    monkeypatch.setattr(stored, "_read", noting(read, stored._read))
    monkeypatch.setattr(states_page, "parse_file", noting(again, parse_file))
    pages = {f"{number}.adoc": "include::part.txt[]\n" if number == 7 else "Words.\n" for number in range(20)}
    texts = [pages | {"part.txt": "one\n"}]
    for name, text in (("1.adoc", "a\n"), ("2.adoc", "b\n"), ("part.txt", "c\n"), ("1.adoc", "d\n"), ("x.png", "e\n")):
        texts.append(texts[-1] | {name: text})
    followed(texts, tmp_path)
    assert Counter(read) == Counter([*pages, "1.adoc", "1.adoc", "2.adoc", "7.adoc"])
    assert again == ["7.adoc", "7.adoc"]


def test_a_real_range(tmp_path):
    """In 2019 a section went with the patch that described corosync 3, and came back with the one behind it."""
    bundle = shared("review") / "pve-docs-until-2025-07-17.bundle"
    git(tmp_path, "clone", "-q", "-n", "-b", "devhist", str(bundle), "docs")
    sides = of_range(tmp_path / "docs", "f48ee3e~1..4b22b0c")
    result = review(sides, replace(options(), settings=lambda variant, root: Settings({}, root, "asciidoc-py")))
    assert [item.finding.message.split("'")[1] for item in result.between] == ["_multiple_clusters_in_same_network"]
    assert {str(member) for member in result.since.values()} == {"1/2 (f48ee3e)"}


def test_a_review_heeds_the_configuration_of_before_the_patch(tmp_path, capsys):
    """What a patch changes in the configuration does not decide how it is looked at."""
    (tmp_path / "a.adoc").write_text("= A\n\nX.\n")
    (tmp_path / "sphinx-adoc.toml").write_text('[attributes]\nto = "there"\n')
    sides = {"a.adoc": ("= A\n\nX.\n", "= A\n\nX.\n\n<<{to}>>\n")}
    sides["sphinx-adoc.toml"] = ('[attributes]\nto = "there"\n', 'exclude = ["a.adoc"]\n')
    diff = "".join(
        line
        for name, (before, after) in sides.items()
        for line in unified_diff(before.splitlines(True), after.splitlines(True), f"a/{name}", f"b/{name}")
    )
    (tmp_path / "x.patch").write_text(diff)
    assert cli.main(["review", str(tmp_path / "x.patch"), "--repo", str(tmp_path)]) == 1
    assert "xref target not found: 'there'" in capsys.readouterr().out
    assert cli.main(["review", "--no-config", str(tmp_path / "x.patch"), "--repo", str(tmp_path)]) == 1
    assert "xref target not found: '{to}'" in capsys.readouterr().out
