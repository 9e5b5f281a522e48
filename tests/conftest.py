"""What every test may use: the outside test data, and how Hypothesis chooses its examples."""

import os
from pathlib import Path

import hypothesis
import pytest

# In CI every run tries the same examples, so that a red run comes from the change at hand; elsewhere they are new ones.
# No test has a deadline: how long an example takes says more about what else the machine does.
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis.settings.register_profile("here", deadline=None)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")

CHECKOUT = Path(__file__).resolve().parent.parent


def shared(relative: str) -> Path:
    """Return the path of a file or folder of the outside test data, such as ``corpora/pve-docs``.

    The data is too large, or licensed otherwise, to live in this project: it lies in the folder that
    ``SPHINX_ADOC_SHARED`` names, else in ``shared`` beside the checkout. Where it is absent, the test that asks for
    it (or the whole module, when asked at import) is skipped with the reason.

    Use it as a fixture, ``def test_x(shared): shared("tck")``, or import it, ``from tests.conftest import shared``.
    """
    root = Path(os.environ.get("SPHINX_ADOC_SHARED") or CHECKOUT.parent / "shared")
    path = root / relative
    if not path.exists():
        pytest.skip(f"outside test data absent: {path} (SPHINX_ADOC_SHARED names its folder)", allow_module_level=True)
    return path


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
