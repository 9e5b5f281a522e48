import pytest
from bondmodel.cluster.knet import PingTimers
from bondmodel.cluster.ring import Membership, Timers, component, formable, maintainable, of_node, successors
from bondmodel.errors import ModelError


@pytest.mark.parametrize(
    ("nodes", "coefficient", "token", "consensus"),
    [
        (1, 650, 3000, 3600),
        (2, 650, 3000, 3600),
        (3, 650, 3650, 4380),
        (4, 650, 4300, 5160),
        (5, 650, 4950, 5940),
        (8, 650, 6900, 8280),
        (5, 125, 3375, 4050),
        (8, 125, 3750, 4500),
        (5, 0, 3000, 3600),
    ],
)
def test_timeouts_grow_with_the_nodes(nodes, coefficient, token, consensus):
    assert Timers.of(nodes, coefficient=coefficient) == Timers(token, consensus)
    assert Timers.of(nodes, 3000, coefficient, consensus) == Timers(token, consensus)


def test_the_defaults_are_those_of_corosync():
    assert Timers.of(5) == Timers(4950, 5940)


def test_consensus_may_be_longer_but_not_shorter():
    assert Timers.of(3, consensus=5000).consensus == 5000
    with pytest.raises(
        ModelError, match=r"consensus: 4379 ms is less than 1.2 times .* 3650 ms; it must be at least 4380"
    ):
        Timers.of(3, consensus=4379)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"nodes": 0}, "nodes: 0"),
        ({"token": 29}, "token: 29"),
        ({"coefficient": -1}, "token_coefficient: -1"),
        ({"consensus": 0}, "consensus: 0 is not a whole number of at least 1"),
        ({"consensus": 1}, "consensus: 1 ms is less than"),
    ],
)
def test_what_cannot_be_is_named(values, field):
    with pytest.raises(ModelError, match=field):
        Timers.of(**({"nodes": 3} | values))


def test_the_least_token_is_taken():
    assert Timers.of(2, 30, 0).token == 30


def test_what_follows_from_the_token():
    timers = Timers.of(5)
    assert timers.token_retransmit == 1178
    assert timers.hold == 932
    assert timers.pings() == PingTimers(1237, 2475, 2)
    assert timers.pings(3).pong_count == 3


# -- which rings live and form: masks, node 0 is bit 0


def edges(nodes, *cuts):
    full = (1 << nodes) - 1
    out = [full & ~(1 << n) for n in range(nodes)]
    for a, b in cuts:
        out[a] &= ~(1 << b)
        out[b] &= ~(1 << a)
    return tuple(out)


def test_the_token_goes_round_by_number():
    assert successors(0b10110) == ((1, 2), (2, 4), (4, 1))
    assert successors(0b11) == ((0, 1), (1, 0))
    assert successors(0b1) == ()


@pytest.mark.parametrize(
    ("cuts", "lives", "forms"),
    [
        ([], True, True),
        ([(0, 1)], False, False),
        ([(0, 4)], False, False),
        ([(2, 3)], False, False),
        ([(1, 3)], True, True),  # neither in the token's way nor the representative's
        ([(0, 2)], True, False),  # the representative must hear all only to form
        ([(0, 2), (0, 3)], True, False),
        ([(1, 3), (2, 4)], True, True),
    ],
)
def test_a_missing_edge_may_do_no_harm(cuts, lives, forms):
    assert maintainable(0b11111, edges(5, *cuts)) is lives
    assert formable(0b11111, edges(5, *cuts)) is forms


def test_the_representative_is_the_lowest_member():
    assert formable(0b11110, edges(5, (0, 2)))
    assert not formable(0b11110, edges(5, (1, 3)))
    assert formable(0b11010, edges(5, (1, 2)))


def test_a_node_alone_always_forms_a_ring():
    assert formable(0b100, (0, 0, 0))
    assert maintainable(0b100, (0, 0, 0))


def test_a_pair_forms_only_if_it_is_connected():
    assert formable(0b101, edges(3))
    assert not formable(0b101, edges(3, (0, 2)))


def test_components():
    line = (0b0010, 0b0101, 0b0010, 0b0000)
    assert component(0b0001, line, 0b1111) == 0b0111
    assert component(0b0001, line, 0b1101) == 0b0001
    assert component(0b1000, line, 0b1111) == 0b1000


def test_the_rings_of_a_node():
    rings = (Membership(0, (0, 1), True, 5, "x"), Membership(5, (1,), True, None, "y"))
    assert of_node(0, rings) == rings[:1]
    assert of_node(1, rings) == rings
