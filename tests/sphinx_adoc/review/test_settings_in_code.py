"""Settings in code that stand elsewhere, or under another heading of the code."""

import pytest

from .test_reviewed import compared

OWNERS = "[server]\ntls = {}\n[client]\ntls = {}\n[proxy]\ntls = {}\n"


@pytest.fixture
def stated(tmp_path):
    def facts(*sides):
        for name, blocks in zip("ba", sides, strict=True):
            (tmp_path / name).mkdir()
            code = "\n\n".join(f"----\n{block}----" for block in blocks)
            (tmp_path / name / "x.adoc").write_text(f"= X\n\n{code}\n")
        review = compared(tmp_path / "b", tmp_path / "a")
        return [(fact.before, fact.after) for fact in review.facts], review

    return facts


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("on", "off", "auto"), ("off", "on", "auto")),
        (("on", "off", "auto"), ("auto", "off", "on")),
        (("on", "off", "auto"), ("auto", "on", "off")),
    ],
)
def test_a_setting_belongs_to_the_heading_above_it(stated, before, after):
    said, _ = stated([OWNERS.format(*before)], [OWNERS.format(*after)])
    changed = [(one, two) for one, two in zip(before, after, strict=True) if one != two]
    assert said == [(f"tls {one}", f"tls {two}") for one, two in changed]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("rate = 40\ntime = 3\nmode = x\n", "time = 3\nrate = 45\nmode = x\n", ("rate 40", "rate 45")),
        ("Port 22\nHost x\nLog y\n", "Host x\nLog y\nPort 23\n", ("Port 22", "Port 23")),
        ("rate: 40\nx: 1\ny: 2\n", "x: 1\ny: 2\nrate: 4\n", ("rate 40", "rate 4")),
    ],
)
def test_a_setting_that_changes_its_value_and_its_place_is_a_fact(stated, before, after, said):
    assert stated([before], [after])[0] == [said]


def test_a_setting_of_another_block_or_heading_is_another_one(stated):
    assert stated(["a = 1\nb = 2\n", "b = 2\n"], ["b = 2\n", "b = 2\na = 3\n"])[0] == []


def test_a_setting_that_goes_to_another_heading_has_not_just_moved(stated):
    before = "[server]\ntls = on\nport = 1\n[client]\nport = 2\n"
    said, review = stated([before], ["[server]\nport = 1\n[client]\nport = 2\ntls = on\n"])
    assert said == []
    assert not review.moved
    assert [change.piece.text for change in review.changes] == ["tls = on", "tls = on"]


def test_a_command_elsewhere_is_another_one(stated):
    assert stated(["cp a b\nls\nps\n"], ["ls\nps\ncp a c\n"])[0] == []


def test_a_part_that_moves_whole_moves(stated):
    _, review = stated(["[a]\nx = 1\n[b]\ny = 2\n"], ["[b]\ny = 2\n[a]\nx = 1\n"])
    assert review.moved
    assert not review.changes
