"""Pages and graphs of hostile documents take time that grows linearly."""

import pytest

from tests.fuzz.growth import TABLE, grows_linearly


@pytest.mark.parametrize(("kind", "way"), TABLE)
def test_time_grows_linearly(kind, way):
    assert any(grows_linearly(kind, way) for _ in range(3)), "the best of three: the machine may be busy"
