"""The wheel holds every module and runs by itself."""

import re
import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from tests.conftest import CHECKOUT
from tests.test_guide_examples import SHOWN

pytestmark = pytest.mark.wheel

IMPORT_ALL = """
import importlib, importlib.metadata, pathlib, pkgutil, sys
site = pathlib.Path(sys.argv[1])
needs = set(sys.argv[2:])  # what the extras bring, absent here

def load(name):
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name.partition(".")[0] not in needs:
            raise
        print("needs", error.name, ":", name)
        return
    assert site in pathlib.Path(module.__file__).parents, f"{name} comes from {module.__file__}"
    print("loaded", name)
    for child in pkgutil.iter_modules(getattr(module, "__path__", [])):
        if child.name != "__main__":
            load(f"{name}.{child.name}")

load("sphinx_adoc")
load("bondmodel")
for entry in importlib.metadata.distribution("sphinx-adoc").entry_points:
    load(entry.module)
"""
FROM_EXTRAS = ["bs4", "dask", "distributed", "lsprotocol", "matplotlib", "pygls", "pytest"]


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Build from a copy: a checkout's build/ and egg-info would let left-over files slip in."""
    source, out = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(CHECKOUT / name, source)
    shutil.copytree(CHECKOUT / "ext", source / "ext", ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", out, source)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel, tmp_path_factory):
    """A fresh environment that holds the wheel and what it says it needs, nothing else; its Python."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home, with_pip=False)
    found = next(path for path in (home / "bin/python", home / "Scripts/python.exe") if path.exists())
    run(sys.executable, "-m", "pip", "--python", found, "install", "--quiet", wheel)
    return found


def sources():
    """Every file under ext/ that belongs into the wheel, by its path there."""
    paths = (path.relative_to(CHECKOUT / "ext") for path in (CHECKOUT / "ext").rglob("*") if path.is_file())
    return {path.as_posix() for path in paths if not belongs_to_tools(path)}


def belongs_to_tools(path: Path) -> bool:
    return any(part == "__pycache__" or part.endswith(".egg-info") or part.startswith(".") for part in path.parts)


def test_wheel_holds_every_file(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info" not in PurePosixPath(name).parts[0]}
    assert names == sources()
    assert {"sphinx_adoc/py.typed", "bondmodel/py.typed"} <= names


def test_wheel_brings_the_command(wheel):
    with zipfile.ZipFile(wheel) as archive:
        (entry_points,) = (name for name in archive.namelist() if name.endswith("/entry_points.txt"))
        assert ("sphinx-adoc =" in archive.read(entry_points).decode()) == ("sphinx_adoc/cli.py" in archive.namelist())


def test_wheel_loads_every_module_from_itself(python):
    site = run(python, "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    loaded = run(python, "-I", "-W", "error", "-c", IMPORT_ALL, site, *FROM_EXTRAS).splitlines()
    assert {"loaded sphinx_adoc", "loaded sphinx_adoc.syntax", "loaded bondmodel"} <= set(loaded)


def test_the_commands_of_the_guide_install_it(tmp_path):
    shown = SHOWN["start_install"]
    commands = [command.replace("/path/to/sphinx-adoc", str(CHECKOUT)) for command, _ in shown.calls()]
    assert len(commands) == 2
    script = "\n".join([*commands, "sphinx-adoc --version", "sphinx-build --version", "pytest --version"])
    done = subprocess.run(["/bin/sh", "-ec", script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^sphinx-adoc \d.*\nsphinx-build \d.*\npytest \d", done.stdout, re.MULTILINE)
