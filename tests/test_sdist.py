"""The source distribution is whole, what is built of it holds nothing else, and an index can show its page."""

import email
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests import release, sdist
from tests.conftest import CHECKOUT

LEFT = "build/lib/sphinx_adoc/left_over.py"


def tracked():
    """The files of the checkout that git has; without git those that a source distribution was unpacked to."""
    if not (CHECKOUT / ".git").exists():
        pytest.skip("this is no git checkout")
    said = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    return {name for name in said.split("\0") if name and (CHECKOUT / name).exists()}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of what git has, with what an earlier build left behind."""
    copy = tmp_path_factory.mktemp("source")
    for name in tracked():
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(CHECKOUT / name, copy / name)
    for name in (LEFT, "ext/sphinx_adoc.egg-info/SOURCES.txt", "ext/sphinx_adoc/__pycache__/left_over.cpython-311.pyc"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("left over\n", "utf-8")
    return copy


@pytest.fixture(scope="module")
def archive(source, tmp_path_factory):
    return sdist.built(source, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="module")
def wheel(source, tmp_path_factory):
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", out, source]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    (built,) = out.glob("*.whl")
    return built


@pytest.mark.wheel
def test_the_source_distribution_holds_what_git_has(archive):
    with tarfile.open(archive) as packed:
        names = {name.partition("/")[2] for name in packed.getnames()}
    assert names == tracked() | {"PKG-INFO"}


@pytest.mark.wheel
def test_nothing_that_a_build_left_gets_into_the_wheel(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert "sphinx_adoc/__init__.py" in names
    assert [name for name in names if "left_over" in name or "egg-info" in name] == []


@pytest.mark.wheel
def test_the_page_of_an_index_has_no_links_that_lead_nowhere(wheel):
    with zipfile.ZipFile(wheel) as packed:
        (name,) = (name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = email.message_from_bytes(packed.read(name))
    page = metadata.get_payload(decode=True).decode("utf-8")
    links = re.findall(r"\]\(([^)]*)\)", page)
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert links
    assert [link for link in links if not link.startswith("https://")] == []
    assert "The picture" not in page
    assert "Its books tell administrators" in page


def test_a_fresh_machine_has_little(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONPATH", "/somewhere")
    monkeypatch.setenv("SPHINX_ADOC_SHARED", "/data")
    given = sdist.environment(tmp_path)
    assert given["HOME"] == str(tmp_path)
    assert given["SPHINX_ADOC_SHARED"] == "/data"
    assert "PYTHONPATH" not in given
    assert str(Path(sys.executable).parent) not in given["PATH"].split(":") or sys.prefix == sys.base_prefix


@pytest.mark.parametrize(
    ("tag", "changes", "why"),
    [
        ("v1.2.0", "## [1.2.0] – 2027-01-31\n", None),
        ("v1.2.1", "## [1.2.0] – 2027-01-31\n", "the tag is v1.2.1, but pyproject.toml says version 1.2.0"),
        ("1.2.0", "## [1.2.0] – 2027-01-31\n", "the tag is 1.2.0"),
        ("v1.2.0", "## [1.2.0]\n", "gives no date for 1.2.0"),
        ("v1.2.0", "## [1.2.0rc1] – 2027-01-31\n## [Unreleased] – 1.2.0\n", "has no section '## [1.2.0]'"),
        ("v1.2.0", "", "has no section '## [1.2.0]'"),
    ],
)
def test_what_can_be_released(tag, changes, why):
    found = list(release.unfit(tag, "1.2.0", changes))
    assert [why in text for text in found] == ([] if why is None else [True])


def test_what_does_not_fit_is_not_built(monkeypatch, capsys):
    monkeypatch.setattr(release, "build_and_check", lambda: pytest.fail("built"))
    assert release.main(["--tag", "v999"]) == 1
    assert "dist: the tag is v999" in capsys.readouterr().err


def test_the_workflow_releases_what_the_stage_has_checked():
    text = (CHECKOUT / ".github/workflows/release.yml").read_text("utf-8")
    assert "python3 dev.py dist --tag" in text
    assert "id-token: write" in text
    assert "attest" in text
    assert "secrets." not in text


def test_no_job_of_the_workflow_that_gets_a_token_runs_what_was_installed():
    yaml = pytest.importorskip("yaml")
    workflow = yaml.safe_load((CHECKOUT / ".github/workflows/release.yml").read_text("utf-8"))
    jobs = workflow["jobs"]
    assert workflow["permissions"] == {}
    assert (jobs["build"]["needs"], jobs["publish"]["needs"]) == ("test", "build")
    writing = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    assert writing == {"publish"}
    assert [step for step in jobs["publish"]["steps"] if "run" in step or "checkout" in step["uses"]] == []
    tested = jobs["test"]["strategy"]["matrix"]["python"]
    assert tested == [supported()[0], supported()[-1]]


def supported():
    """Return the Pythons that pyproject.toml names."""
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    return [line.rpartition(" ")[2] for line in project["classifiers"] if re.search(r":: 3\.\d+$", line)]


def test_the_guide_says_what_the_project_supports():
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    table = (CHECKOUT / "docs/guide/support.adoc").read_text("utf-8")
    pythons = supported()
    oldest, newest = re.search(r"sphinx>=([\d.]+),<(\d+)", " ".join(project["dependencies"])).groups()
    (docutils,) = (need.removeprefix("docutils>=") for need in project["dependencies"] if need.startswith("docutils"))
    assert f"|Python |{', '.join(pythons)} |" in table
    assert f"|Sphinx |{oldest} and newer, below {newest} |" in table
    assert f"|docutils |{docutils} and newer" in table
    tox = (CHECKOUT / "tox.ini").read_text("utf-8")
    assert all(f"py{version.replace('.', '')}" in tox for version in pythons)
    assert f"sphinx=={oldest}.*" in tox
    assert f"docutils=={docutils}.*" in tox
