from collections.abc import Iterable, Mapping, Sequence

import pytest
from bondmodel import Cut, Fault, ModelError, Scenario, Stop
from bondmodel.field_types import fits

YES = [
    (3, int), (3, float), (0.5, float), (True, bool), ("x", str), (None, int | None), (3, int | None),
    ((1, 2), Sequence[int]), ([], Sequence[int]), (["a"], Iterable[str]), ([["a"], ("b",)], Sequence[Sequence[str]]),
    ({1: 2}, Mapping[int, int]), ({}, Mapping[int, int]), (((1, 2), (3, 4)), tuple[tuple[int, int], ...]),
    ("x", Iterable[int] | str), (Fault.tx(), Fault | Iterable[Fault]), ([Fault.tx()], Fault | Iterable[Fault]),
]  # fmt: skip
NO = [
    (True, int), (3.0, int), ("3", int), (None, int), (True, float), (float("nan"), float), (float("inf"), float),
    ("0.5", float), (1, bool), (3, str), ("ab", Sequence[str]), (3, Sequence[int]), (["1"], Sequence[int]),
    (["ab"], Sequence[Sequence[str]]), ([1], Mapping[int, int]), ({"1": 2}, Mapping[int, int]),
    ({1: "2"}, Mapping[int, int]), ([1, "2"], Iterable[int]), (3, Iterable[int] | str), ("x", int | None),
]  # fmt: skip
TROUBLE = "a Fault or a Cut or a Stop or a list of Fault or Cut or Stop"


@pytest.mark.parametrize(("value", "hint"), YES, ids=repr)
def test_it_fits(value, hint):
    assert fits(value, hint)


@pytest.mark.parametrize(("value", "hint"), NO, ids=repr)
def test_it_does_not_fit(value, hint):
    assert not fits(value, hint)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Scenario(fault="tx"), f"fault: 'tx' is not {TROUBLE}"),
        (lambda: Scenario(fault=[1]), f"fault: (1,) is not {TROUBLE}"),
        (lambda: Scenario(duration="x"), "duration: 'x' is not a number"),
        (lambda: Scenario(macs=5), "macs: 5 is not a list of lists of texts"),
        (lambda: Scenario(votes=[2]), "votes: [2] is not a mapping of whole numbers to whole numbers"),
        (lambda: Scenario(ha=7), "ha: 7 is not a list of whole numbers or a text"),
        (lambda: Scenario(ping_timers=3), "ping_timers: 3 is not a PingTimers"),
        (lambda: Scenario(tlb_dynamic_lb=2), "tlb_dynamic_lb: 2 is not True or False"),
        (lambda: Scenario(seed="x"), "seed: 'x' is not a whole number"),
        (lambda: Scenario(arp_ip_target="10.0.0.1"), "arp_ip_target: '10.0.0.1' is not a list of texts"),
        (lambda: Fault("tx", start="now"), "fault.start: 'now' is not a number"),
        (lambda: Fault("tx", heal=float("nan")), "fault.heal: nan is not a number"),
        (lambda: Cut(3), "cut.pairs: 3 is not a list of pairs of node ids such as [(1, 3)]"),
        (lambda: Cut([(1, 2)], link="0"), "cut.link: '0' is not a whole number"),
        (lambda: Cut([("a", "b")]), "cut.pairs: (('a', 'b'),) is not a list of lists of whole numbers"),
        (lambda: Stop("one"), "stop.node: 'one' is not a whole number"),
    ],
)
def test_what_is_of_another_kind_is_named(make, said):
    with pytest.raises(ModelError) as error:
        make()
    assert str(error.value) == said


def test_what_may_be_any_iterable_may_be_one():
    assert Scenario(fault=iter([Fault.tx()]), ha=iter([1]), mode="balance-xor").active == (1,)
    assert Scenario(ha=range(1, 3)).active == (1, 2)
