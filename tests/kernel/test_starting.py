"""The recorded answers of Corosync to single lines of corosync.conf, asked again of the one that is installed here."""

import json
import subprocess

import pytest

from tests.kernel.starting import ROWS, changed, lacks, start

SAMPLE = 7  # every seventh row; all take five minutes
pytestmark = [
    pytest.mark.kernel,
    pytest.mark.skipif(lacks() is not None, reason=f"Corosync cannot be started: {lacks()}"),
]


def test_the_version_is_the_recorded_one():
    said = subprocess.run(["corosync", "-v"], capture_output=True, text=True, check=True).stdout
    assert f"'{ROWS.stem.removeprefix('corosync_').replace('_', '.')}'" in said


@pytest.mark.parametrize(
    "row", json.loads(ROWS.read_text())[::SAMPLE], ids=lambda row: f"{row['section']} {row['line']}"
)
def test_corosync_starts_as_recorded(row):
    assert start(changed(row["section"], row["line"])) == (row["starts"], row["says"])
