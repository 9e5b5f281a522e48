"""What every test may use: the outside test data, and how Hypothesis chooses its examples."""

import os
import signal
import threading
from collections import Counter
from pathlib import Path

import hypothesis
import pytest

# In CI every run tries the same examples, so that a red run comes from the change at hand; elsewhere they are new ones.
# No test has a deadline: how long an example takes says more about what else the machine does.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

# What a shell starts in the background ignores interruptions, and so would the commands that tests start and stop.
if threading.current_thread() is threading.main_thread():
    signal.signal(signal.SIGINT, signal.default_int_handler)

CHECKOUT = Path(__file__).resolve().parent.parent
ABSENT = "outside test data absent: "


def shared(relative: str) -> Path:
    """Return the path of a file or folder of the outside test data, such as ``corpora/pve-docs``.

    The data is too large, or licensed otherwise, to live in this project: it lies in the folder that
    ``SPHINX_ADOC_SHARED`` names, else in ``shared`` beside the checkout. Where it is absent, the test that asks for
    it (or the whole module, when asked at import) is skipped with the reason; with ``SPHINX_ADOC_SHARED=required``, or
    ``required:FOLDER``, it fails.

    Use it as a fixture, ``def test_x(shared): shared("tck")``, or import it, ``from tests.conftest import shared``.
    """
    root, required = shared_root()
    path = root / relative
    if not path.exists():
        text = f"{ABSENT}{relative} (looked for in {root}; SPHINX_ADOC_SHARED names the folder)"
        if required:
            pytest.fail(text, pytrace=False)
        pytest.skip(text, allow_module_level=True)
    return path


def shared_root() -> tuple[Path, bool]:
    """Return the folder of the outside test data, and whether what is absent there is a failure."""
    said = os.environ.get("SPHINX_ADOC_SHARED", "")
    required = said == "required" or said.startswith("required:")
    named = said.removeprefix("required").removeprefix(":") if required else said
    return Path(named).absolute() if named else CHECKOUT.parent / "shared", required


def pytest_terminal_summary(terminalreporter):
    """Say how many tests ran, and which groups were absent and why; in the file that ``TEST_COUNTS`` names, too."""
    lines = counts(terminalreporter.stats)
    for line in lines:
        terminalreporter.write_line(line)
    if named := os.environ.get("TEST_COUNTS"):
        with Path(named).open("a", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)


def pytest_sessionfinish(session, exitstatus):
    """Have a run fail in which each test was absent: nothing was checked."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.OK and reporter and not ran(reporter.stats) and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.NO_TESTS_COLLECTED


def ran(stats) -> set[str]:
    """Return the ids of the tests that ran."""
    return {report.nodeid for kind in ("passed", "failed", "xfailed", "xpassed") for report in stats.get(kind, ())}


def counts(stats) -> list[str]:
    """Return a line that says how many tests ran, and one for each reason for which others did not."""
    groups: dict[str, set[str]] = {}
    for report in stats.get("skipped", ()):
        groups.setdefault(reason_of(report), set()).add(report.nodeid)
    absent = Counter({reason: len(ids) for reason, ids in groups.items()})
    known = f", {absent.total()} tests or modules absent" if absent else ", none absent"
    groups_absent = (f"absent: {count}: {reason}" for reason, count in absent.most_common())
    return [f"ran {len(ran(stats))} tests{known}", *groups_absent]


def reason_of(report) -> str:
    """Return why a test was skipped; of outside test data only which group it is."""
    said = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = said.removeprefix("Skipped: ")
    if not reason.startswith(ABSENT):
        return reason
    group = reason.removeprefix(ABSENT).partition(" (")[0]
    return ABSENT + "/".join(Path(group).parts[:2])


@pytest.fixture(name="shared", scope="session")
def _shared():
    return shared


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory):
    """Keep what commands remember from run to run out of the user's folder."""
    before = os.environ.get("XDG_CACHE_HOME")
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["XDG_CACHE_HOME"]
    else:
        os.environ["XDG_CACHE_HOME"] = before
