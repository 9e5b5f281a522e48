import pytest
from bondmodel.errors import ModelError, NotModelled
from bondmodel.net import link_faults
from bondmodel.study.faults import Cut, Fault, Stop, flapping, ms


def test_faults_by_kind():
    assert Fault.tx(2, 1, 3, 4) == Fault("tx", 2, 1, 3, 4)
    assert Fault.rx() == Fault("rx", 1, 0, 0.0, None)
    assert Fault.both(node=3).kind == "both"
    assert Fault.carrier(slave=1).slave == 1
    assert Fault.carrier().kind == "carrier"
    assert Fault.switch(1, 3, 4) == Fault("switch", 1, 1, 3, 4)
    assert Fault.switch(1, ports_down=True) == Fault("switch", slave=1, ports_down=True)
    assert Fault.latency(2, 1, 0.25) == Fault("latency", 2, 1, extra=0.25)
    assert Fault.latency() == Fault("latency", 1, 0, extra=0.01)


def test_a_fault_reads_as_it_is_written():
    for fault in (
        Fault.tx(2, 1),
        Fault.rx(1, 0, 5.0, 9.0),
        Fault("both", 1, 0, 0.0, None, 0.5),
        Fault("tx", loss=0.5, heal=9),
        Fault.carrier(3),
        Fault.switch(1, 2.0, 9.0),
        Fault.switch(ports_down=True),
        Fault.latency(2, 1, 0.25),
    ):
        assert eval(repr(fault)) == fault
    assert repr(Fault.tx()) == "Fault.tx(node=1, slave=0, start=0.0)"


def test_a_fault_for_the_network_has_milliseconds_and_an_index():
    assert Fault.tx(2, 1, 1.5, 2.5).of_network(4) == link_faults.LinkFault("tx", 4, 1, 1500, 2500, 1.0)
    assert Fault("rx", loss=0.25).of_network(0) == link_faults.LinkFault("rx", 0, 0, 0, None, 0.25)
    assert Fault.latency(extra=0.25).of_network(3) == link_faults.LinkFault("latency", 3, 0, extra_ms=250)
    assert Fault.switch(1, ports_down=True).of_network(3) == link_faults.LinkFault("switch", None, 1, ports_down=True)


def test_milliseconds_are_whole():
    assert ms(1.2345) == 1234
    assert ms(1.2346) == 1235


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Fault("txx"), "fault.kind: 'txx' .* did you mean 'tx'"),
        (lambda: Fault.tx(start=-1), "fault.start: -1 s"),
        (lambda: Fault.tx(start=5, heal=5), "fault.heal: 5 s is not after its start at 5 s"),
        (lambda: Fault.latency(extra=-0.1), "fault.extra: -0.1 s is less than nothing"),
        (lambda: Cut([(1, 2)], start=-1), "cut.start"),
        (lambda: Cut([(1, 2)], start=1, heal=0.5), "cut.heal"),
        (lambda: Cut([]), "cut.pairs"),
        (lambda: Cut([(1, 2, 3)]), "cut.pairs"),
        (lambda: Stop(1, -0.1), "stop.start"),
    ],
)
def test_what_cannot_be_is_named(make, words):
    with pytest.raises(ModelError, match=words):
        make()


def test_a_cut_takes_any_pairs():
    assert Cut([[1, 2], (2, 1)]).pairs == ((1, 2), (2, 1))
    assert Cut([(1, 2)], start=0).start == 0


@pytest.mark.parametrize("kind", ["tx", "rx", "both", "carrier", "switch"])
def test_unless_said_otherwise_it_strikes_the_first_link_at_once_and_for_good(kind):
    assert getattr(Fault, kind)() == Fault(kind) == Fault(kind, 1, 0, 0.0, None, 1.0)


def test_so_do_a_cut_and_a_stop():
    assert Cut([(1, 2)]) == Cut([(1, 2)], 0.0, None, 0)
    assert Stop(2) == Stop(2, 0.0)


@pytest.mark.parametrize("kind", ["stp", "mtu", "mlag", "congestion", "maintenance"])
def test_what_happens_as_well_and_is_not_modelled_is_refused_by_name(kind):
    with pytest.raises(NotModelled, match=f"fault.kind: {kind}: .* is not modelled"):
        Fault(kind)


def test_a_fault_that_comes_and_goes():
    shaky = flapping(Fault.rx(2, 1, start=3), down=2, up=5, until=20)
    assert [(fault.start, fault.heal) for fault in shaky] == [(3, 5), (10, 12), (17, 19)]
    assert {(fault.kind, fault.node, fault.slave) for fault in shaky} == {("rx", 2, 1)}
    assert len(flapping(Fault.tx(), down=1, up=1, until=0)) == 1
    with pytest.raises(ModelError, match="flapping: up: 0 s"):
        flapping(Fault.tx(), down=1, up=0, until=9)
