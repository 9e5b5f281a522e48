import pytest
from bondmodel.errors import ModelError
from bondmodel.net.frame import arp, parse_ip, parse_mac, udp
from bondmodel.records.rows import RowError, check_keys, each, frame_of, read_lines

ROW = {
    "policy": "layer2", "slaves": 2, "proto": "udp", "src_mac": "02:00:00:00:00:01", "dst_mac": "02:00:00:00:00:02",
    "src": "10.0.0.1", "dst": "10.0.0.2", "sport": 5405, "dport": 5406,
}  # fmt: skip


def test_lines_that_are_blank_do_not_count(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"a": 1}\n\n  \n{"a": 2}\n')
    assert read_lines(path) == [(1, '{"a": 1}'), (4, '{"a": 2}')]


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_nothing_is_an_error(tmp_path, text):
    path = tmp_path / "x.jsonl"
    path.write_text(text)
    with pytest.raises(ModelError, match="nothing in it"):
        read_lines(path)


def test_what_cannot_be_read_is_an_error(tmp_path):
    with pytest.raises(ModelError, match="cannot read it"):
        read_lines(tmp_path / "absent")
    path = tmp_path / "latin"
    path.write_bytes(b"\xe4")
    with pytest.raises(ModelError, match="cannot read it"):
        read_lines(path)


def test_each_line_is_made_or_told():
    lines = [(1, "{}"), (2, "{"), (3, "[]"), (4, '{"a": 1}'), (5, "[" * 100_000)]
    made = list(each(lines, lambda row: check_keys(row, (), ("a",)) or dict(row)))
    assert made[0] == (1, {})
    assert made[3] == (4, {"a": 1})
    assert [result.line for _, result in made if isinstance(result, RowError)] == [2, 3, 5]
    assert str(made[1][1]).startswith("not JSON: ")
    assert str(made[2][1]) == "a JSON object is wanted, not list"


def test_keys():
    check_keys({"a": 1, "b": 2}, ("a",), ("b",))
    with pytest.raises(ModelError, match=r"^a: missing$"):
        check_keys({"b": 2}, ("a",), ("b",))
    with pytest.raises(ModelError, match="field: 'polcy' is not one of policy; did you mean 'policy'"):
        check_keys({"policy": 1, "polcy": 1}, ("policy",), ())


def test_a_udp_frame():
    addresses = parse_mac(ROW["src_mac"]), parse_mac(ROW["dst_mac"]), parse_ip("10.0.0.1"), parse_ip("10.0.0.2")
    assert frame_of({**ROW, "slave": 0, "mode": "x", "source": "y"}) == (
        "layer2",
        udp(*addresses, sport=5405, dport=5406),
        2,
    )


def test_an_arp_frame_needs_less():
    row = {key: ROW[key] for key in ("policy", "slaves", "src_mac", "dst_mac")} | {"proto": "arp"}
    expected = ("layer2", arp(parse_mac(ROW["src_mac"]), parse_mac(ROW["dst_mac"])), 2)
    assert frame_of(row) == expected
    assert frame_of({**ROW, "proto": "arp", "sport": None}) == expected


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"slaves": 0}, "slaves: 0 .* from 1 to 16"),
        ({"slaves": 17}, "slaves: 17"),
        ({"proto": "tcp"}, "proto: 'tcp' is not one of udp, arp"),
        ({"src_mac": "x"}, "src_mac: 'x'"),
        ({"dst_mac": "x"}, "dst_mac: 'x'"),
        ({"src": "x"}, "src: 'x'"),
        ({"dst": "x"}, "dst: 'x'"),
        ({"sport": -1}, "sport: -1"),
        ({"dport": 65536}, "dport: 65536"),
        ({"other": 1}, "field: 'other'"),
    ],
)
def test_what_is_wrong_is_named(change, text):
    with pytest.raises(ModelError, match=text):
        frame_of({**ROW, **change})


@pytest.mark.parametrize("key", sorted(ROW))
def test_what_is_missing_is_named(key):
    with pytest.raises(ModelError, match=f"^{key}: missing$"):
        frame_of({k: v for k, v in ROW.items() if k != key})


@pytest.mark.parametrize("slaves", [1, 16])
def test_the_ends_of_the_range(slaves):
    assert frame_of({**ROW, "slaves": slaves})[2] == slaves
