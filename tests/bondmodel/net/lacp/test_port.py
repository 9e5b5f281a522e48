from dataclasses import replace

from bondmodel.net.lacp.port import SEND_TICKS, WAIT_TICKS, Mux, Pdu, Periodic, Port, Rx

HEALTHY = Pdu(short=False, sync=True, collecting=True, knows_partner=True, partner_short=False, partner_sync=True)


def said(**otherwise):
    """What a healthy partner with the slow rate says, but for what is given."""
    return replace(HEALTHY, **otherwise)


def settled(rate="slow", **about):
    port = Port(rate, **about)
    port.rx_at = 900
    return port


def test_a_port_starts_in_a_healthy_link():
    port = Port("fast", partner_rate="fast")
    assert (port.rx, port.periodic, port.mux, port.short) == (Rx.CURRENT, Periodic.FAST, Mux.BOTH, True)
    assert Port("slow").periodic is Periodic.SLOW
    assert Port("slow", coupled=False).mux is Mux.DISTRIBUTING
    assert port.collecting
    assert port.distributing


def test_expired_asks_for_fast_answers_and_waits_three_seconds_whatever_the_rate():
    for rate in ("slow", "fast"):
        port = settled(rate)
        port.tick(900)
        assert (port.rx, port.partner_short, port.rx_at) == (Rx.EXPIRED, True, 930)
        assert (port.mux, port.sync) == (Mux.ATTACHED, True)  # out of use, but still in sync
        assert not port.collecting
        assert not port.distributing


def test_what_changes_is_looked_at_again_in_the_next_tick():
    port = settled()
    port.tick(900)
    assert port.wake_at == 901
    calm = settled()
    calm.periodic_at = 50
    calm.tick(5)
    assert calm.due(6) == 50


def test_a_coupled_port_stays_coupled():
    port = settled()
    port.receive(HEALTHY, 5)
    port.tick(6)
    assert port.mux is Mux.BOTH
    assert not port.need_to_send


def test_defaulted_forgets_the_partner_and_leaves_the_lag_without_telling():
    port = settled(send_phase=1)
    port.tick(900)
    sent = port.tick(901)
    assert sent == said(collecting=False, partner_short=True, partner_sync=False)
    port.tick(930)
    assert (port.rx, port.sync, port.in_lag, port.selected, port.knows_partner) == (
        Rx.DEFAULTED,
        False,
        False,
        True,
        False,
    )
    assert port.mux is Mux.ATTACHED
    assert not port.partner_short


def test_the_standard_detaches_and_tells():
    port = settled(standard=True, send_phase=0)
    port.tick(900)
    port.need_to_send = False
    sent = port.tick(930)
    assert sent == said(sync=False, collecting=False, knows_partner=False, partner_sync=False)
    assert port.mux is Mux.WAITING


def test_an_expired_port_sends_each_second():
    port = settled(send_phase=0)
    sent = [now for now in range(900, 930) if port.tick(now)]
    assert sent == [900, 912, 921]  # due at 900, 910, 920; a chance each third tick


def test_periods():
    for rate, due in (("fast", [9, 19, 29]), ("slow", [299, 599])):
        port = Port("slow", partner_rate=rate)
        port.periodic_at = due[0]
        fell = []
        for now in range(due[-1] + 1):
            port.tick(now)
            if port.periodic is Periodic.SEND:
                fell.append(now)
        assert fell == due


def test_a_partner_that_turns_slow_is_sent_to_less_often():
    port = Port("slow", partner_rate="fast")
    port.periodic_at = 5
    port.partner_short = False
    port.tick(0)
    assert (port.periodic, port.periodic_at) == (Periodic.SLOW, 299)


def test_a_partner_that_turns_fast_is_sent_to_at_once():
    port = Port("slow")
    port.periodic_at = 200
    port.partner_short = True
    assert port.tick(0) is not None
    assert port.periodic is Periodic.SEND
    port.tick(1)
    assert (port.periodic, port.periodic_at) == (Periodic.FAST, 10)


def test_chances():
    assert SEND_TICKS == 3
    port = Port("slow", send_phase=1)
    assert [port.chance(now) for now in (0, 1, 2, 3, -1, -2)] == [1, 1, 4, 4, 1, -2]


def test_a_lacpdu_is_recorded():
    port = settled("fast")
    port.receive(said(short=True, partner_short=True), 100)
    assert (port.rx_at, port.partner_short, port.partner_sync, port.partner_collecting) == (130, True, True, True)
    assert not port.need_to_send
    assert port.wake_at == 101
    slow = settled()
    slow.receive(HEALTHY, 100)
    assert slow.rx_at == 1000
    assert slow.wake_at > 10**9  # nothing new


def test_news_wake_the_port():
    for pdu in (
        said(short=True),
        said(sync=False),
        said(collecting=False),
        said(knows_partner=False),
    ):
        port = settled()
        port.receive(pdu, 5)
        assert port.wake_at == 6


def test_what_a_partner_gets_wrong_is_put_right():
    for pdu in (
        said(knows_partner=False),  # does not know me
        said(partner_short=True),  # takes me for fast
        said(partner_sync=False),  # takes me for out of sync
    ):
        port = settled()
        port.receive(pdu, 5)
        assert port.need_to_send


def test_a_partner_that_does_not_know_me_is_not_in_sync():
    port = settled()
    port.receive(said(knows_partner=False), 5)
    assert not port.partner_sync


def test_it_leaves_when_the_partner_is_out_of_sync_not_when_it_does_not_collect():
    port = settled()
    port.receive(said(collecting=False), 5)
    port.tick(6)
    assert port.mux is Mux.BOTH
    port.receive(said(sync=False), 7)
    port.tick(8)
    assert port.mux is Mux.ATTACHED


def test_independent_control_follows_what_the_partner_collects():
    port = settled(coupled=False)
    port.receive(said(collecting=False), 5)
    port.tick(6)
    assert (port.mux, port.collecting, port.distributing) == (Mux.COLLECTING, True, False)
    port.receive(HEALTHY, 7)
    port.tick(8)
    assert port.mux is Mux.DISTRIBUTING
    port.receive(said(sync=False), 9)
    port.tick(10)
    assert port.mux is Mux.ATTACHED


def test_it_joins_again_step_by_step():
    port = settled()
    port.tick(900)
    port.tick(930)
    port.receive(HEALTHY, 1000)
    port.tick(1001)
    assert (port.mux, port.in_lag, port.sync) == (Mux.BOTH, True, True)
    independent = settled(coupled=False)
    independent.tick(900)
    independent.receive(HEALTHY, 910)
    independent.tick(911)
    assert independent.mux is Mux.COLLECTING


def test_out_of_the_lag_it_does_not_join():
    port = settled()
    port.mux, port.in_lag, port.sync = Mux.ATTACHED, False, False
    port.tick(5)
    assert (port.mux, port.sync) == (Mux.ATTACHED, False)
    port.in_lag, port.partner_sync = True, False
    port.tick(6)
    assert (port.mux, port.sync) == (Mux.ATTACHED, True)


def test_carrier():
    port = settled("fast")
    port.set_carrier(50, on=False)
    assert (port.rx, port.mux, port.sync, port.knows_partner) == (Rx.DISABLED, Mux.DETACHED, False, False)
    assert port.due(50) > 10**9
    assert port.tick(51) is None
    port.receive(HEALTHY, 52)
    assert port.rx is Rx.DISABLED
    port.set_carrier(60, on=True)
    assert (port.rx, port.rx_at, port.due(60)) == (Rx.EXPIRED, 90, 60)
    port.tick(60)
    port.tick(61)
    assert (port.mux, port.mux_at) == (Mux.WAITING, 60 + WAIT_TICKS)
    port.receive(said(short=True, partner_short=True, partner_sync=False), 62)
    for now in range(62, 60 + WAIT_TICKS):
        port.tick(now)
        assert port.mux is Mux.WAITING
    port.tick(60 + WAIT_TICKS)
    assert (port.mux, port.sync) == (Mux.ATTACHED, True)
    port.tick(61 + WAIT_TICKS)
    assert port.mux is Mux.BOTH


def test_the_wait():
    assert WAIT_TICKS == 20


def test_the_standard_is_out_of_sync_until_it_has_waited():
    port = settled(standard=True, send_phase=0)
    port.tick(900)
    port.tick(930)
    port.receive(HEALTHY, 1002)
    sent = port.tick(1002)
    assert (sent.sync, port.mux) == (False, Mux.WAITING)
    port.tick(1002 + WAIT_TICKS)
    assert (port.sync, port.mux) == (True, Mux.ATTACHED)


def test_a_partner_is_slow_unless_said():
    assert Port("fast") == Port("fast", partner_rate="slow")
