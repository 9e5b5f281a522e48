import pytest
from bondmodel.errors import ModelError
from bondmodel.net.switch import Lag, Plain, learned_port, located_port


def test_defaults():
    assert Plain().linked
    lag = Lag()
    assert (lag.mode, lag.xmit_hash_policy, lag.lacp_rate, lag.coupled_control, lag.partner) == (
        "balance-xor", "layer2", "slow", True, "standard",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"mode": "balance-rr"}, "switch mode: 'balance-rr' is not one of balance-xor, 802.3ad"),
        ({"xmit_hash_policy": "l2"}, "switch xmit_hash_policy: 'l2'"),
        ({"lacp_rate": "quick"}, "switch lacp_rate: 'quick' is not one of slow, fast"),
        ({"partner": "cisco"}, "partner: 'cisco' is not one of linux, standard"),
    ],
)
def test_what_a_switch_cannot_be(options, text):
    with pytest.raises(ModelError, match=text):
        Lag(**options)


ALL = [True, True, True]


@pytest.mark.parametrize(
    ("came_in", "carrier", "moved", "elsewhere", "linked", "port"),
    [
        (1, ALL, False, [0, 1, 2], True, 1),
        (1, ALL, False, [], False, 1),
        (1, [True, False, True], False, [0, 2], True, 0),
        (0, [False, True, True], False, [0, 1, 2], True, 1),
        (1, [True, False, True], False, [0, 2], False, None),
        (1, ALL, True, [1, 2], True, 2),
        (1, ALL, True, [1, 2], False, None),
        (1, ALL, True, [1], True, None),
        (1, [False, False, True], True, [0, 2], True, 2),
        (3, ALL, False, [0, 1, 2], True, 0),
        (3, ALL, False, [0, 1, 2], False, None),
        (2, ALL, False, [0], True, 2),
    ],
)
def test_an_address_learned_everywhere(came_in, carrier, moved, elsewhere, linked, port):
    assert learned_port(came_in, carrier, elsewhere, moved=moved, linked=linked) == port


def test_an_address_on_one_slave():
    assert located_port(0, 1, linked=True) == 1
    assert located_port(1, 1, linked=False) == 1
    assert located_port(0, 1, linked=False) is None
