from random import Random

import pytest
from bondmodel.cluster.knet import Graph, PingTimers, bits, graph, link_view, mask_of
from bondmodel.connectivity import Change, Connectivity
from bondmodel.errors import ModelError, NotModelled

TIMERS = PingTimers(1000, 2000, 2)
END = 100_000


def net(nodes, *changes):
    return Connectivity(nodes, tuple(Change(t, loss, "test") for t, loss in changes))


def test_timers_from_token_are_whole_numbers():
    assert PingTimers.from_token(4950) == PingTimers(1237, 2475, 2)
    assert PingTimers.from_token(3650, 3) == PingTimers(608, 1216, 3)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ((0, 1, 1), "knet_ping_interval: 0"),
        ((1, 0, 1), "knet_ping_timeout: 0"),
        ((1, 1, 0), "knet_pong_count: 0"),
        ((1, 1, 256), "knet_pong_count: 256"),
    ],
)
def test_a_timer_out_of_range_is_named(values, field):
    with pytest.raises(ModelError, match=field):
        PingTimers(*values)


def test_the_least_and_greatest_timers_are_taken():
    assert PingTimers(1, 1, 1).pong_count == 1
    assert PingTimers(1, 1, 255).pong_count == 255
    with pytest.raises(ModelError, match=r"^knet_pong_count:"):
        PingTimers.from_token(3000, 0)
    with pytest.raises(ModelError, match=r"^knet_pong_count: 256"):
        PingTimers.from_token(3000, 256)
    assert PingTimers.from_token(3000, 1) == PingTimers(1500, 3000, 1)
    assert PingTimers.from_token(3000, 255).timeout == 11


def test_links_that_would_fall_between_pings_are_refused():
    assert PingTimers(1000, 1000).timeout == 1000
    with pytest.raises(NotModelled, match="knet_ping_timeout"):
        PingTimers(1000, 999)


def test_bits_and_masks():
    assert bits(0b10110) == (1, 2, 4)
    assert bits(0) == ()
    assert mask_of([1, 2, 4]) == 0b10110


# -- one link


def test_a_link_that_loses_nothing_stays_up():
    assert link_view([], TIMERS, 0, END) == []
    assert link_view([(500, 1.0)], TIMERS, 0, END) == []


@pytest.mark.parametrize(("fault", "down"), [(3000, 4000), (3001, 5000), (3999, 5000), (4000, 5000), (4001, 6000)])
def test_a_dead_link_goes_down_a_timeout_after_its_last_pong(fault, down):
    assert link_view([(fault, 0.0)], TIMERS, 0, END) == [(down, False)]


def test_the_phase_of_the_pings_counts():
    assert link_view([(3000, 0.0)], TIMERS, 600, END) == [(4600, False)]
    assert link_view([(3600, 0.0)], TIMERS, 600, END) == [(4600, False)]
    assert link_view([(3601, 0.0)], TIMERS, 600, END) == [(5600, False)]


def test_the_round_trip_is_added_to_the_timeout():
    assert link_view([(3500, 0.0)], TIMERS, 0, END, round_trip=30) == [(5030, False)]


def test_a_link_comes_up_with_the_third_pong():
    # the first ping that is answered is the one at 30 s
    assert link_view([(3500, 0.0), (29_500, 1.0)], TIMERS, 0, END) == [(5000, False), (32_000, True)]
    assert link_view([(3500, 0.0), (30_000, 1.0)], TIMERS, 0, END) == [(5000, False), (32_000, True)]
    assert link_view([(3500, 0.0), (30_001, 1.0)], TIMERS, 0, END) == [(5000, False), (33_000, True)]


def test_more_pongs_may_be_wanted():
    timers = PingTimers(1000, 2000, 4)
    assert link_view([(3500, 0.0), (29_500, 1.0)], timers, 0, END) == [(5000, False), (34_000, True)]


def test_a_missed_pong_does_not_start_the_count_again():
    # pongs at 10 s and 11 s, a pause, then the third at 15 s
    shares = [(3500, 0.0), (9500, 1.0), (11_500, 0.0), (14_500, 1.0)]
    assert link_view(shares, TIMERS, 0, END) == [(5000, False), (15_000, True)]


def test_a_fall_starts_the_count_again():
    # the link that fell again at 16 s needs three pongs anew; ten seconds later its timeout is the plain one
    shares = [(3500, 0.0), (9500, 1.0), (40_500, 0.0), (49_500, 1.0)]
    assert link_view(shares, TIMERS, 0, END)[-2:] == [(42_000, False), (52_000, True)]


def test_a_short_gap_is_not_noticed():
    assert link_view([(3500, 0.0), (4500, 1.0)], TIMERS, 0, END) == []


def test_a_pong_at_the_very_deadline_is_in_time():
    assert link_view([(3500, 0.0), (5000, 1.0)], TIMERS, 0, END) == []
    assert link_view([(3500, 0.0), (5001, 1.0)], TIMERS, 0, END) == [(5000, False), (8000, True)]


def test_a_link_that_just_fell_falls_less_easily():
    # down at 5 s, up again at 8 s, its last pong at 9 s: the timeout is ten times as long, one less each second
    shares = [(3500, 0.0), (5500, 1.0), (9500, 0.0)]
    assert link_view(shares, TIMERS, 0, END) == [(5000, False), (8000, True), (13_000, False)]
    # dying later, when the factor is 1 again, it falls as easily as ever
    assert link_view([(3500, 0.0), (5500, 1.0), (20_500, 0.0)], TIMERS, 0, END)[-1] == (22_000, False)


def _reference(shares, timers):
    """The same link, millisecond by millisecond."""
    up, last, received, fell, changes = True, 3000, 0, None, []
    for t in range(3001, 40_000):
        share = next((s for at, s in reversed(shares) if at <= t), 1.0)
        factor = 1 if fell is None else max(1, 10 - (t - fell) // 1000)
        pong = t % timers.interval == 0 and share == 1.0
        if up and not pong and t - last >= timers.timeout * factor:
            up, fell, received = False, t, 0
            changes.append((t, False))
        if pong:
            last = t
            if not up:
                received += 1
                if received > timers.pong_count:
                    up = True
                    changes.append((t, True))
    return changes


def test_the_round_trip_counts_after_a_fall_too():
    # down at 5040, up at 8000 with the factor 8; the pong at 9000 is the last; at 13040 the factor falls to 2
    shares = [(3500, 0.0), (5500, 1.0), (9500, 0.0)]
    assert link_view(shares, TIMERS, 0, END, round_trip=40) == [(5040, False), (8000, True), (13_040, False)]
    # the deadline within a step: 9000 + 2 * 2000 + 500 is after the step's begin at 13500
    assert link_view(shares, TIMERS, 0, END, round_trip=500)[-1] == (13_500, False)
    assert link_view(shares, TIMERS, 0, END, round_trip=900)[-1] == (13_900, False)
    # and there it is counted from the last pong: 9000 + 2 * 2500 + 100, the step begins at 13600
    assert link_view(shares, PingTimers(1000, 2500, 2), 0, END, round_trip=100)[-1] == (14_100, False)


@pytest.mark.parametrize("seed", range(15))
def test_any_link_is_as_when_counted_by_the_millisecond(seed):
    chance = Random(seed)
    times = sorted(chance.sample(range(3001, 35_000), chance.randint(1, 12)))
    shares = [(t, float(i % 2)) for i, t in enumerate(times)]
    timers = PingTimers(1000, chance.choice([1000, 1001, 1500, 2000, 2500, 3100]), chance.randint(1, 4))
    assert link_view(shares, timers, 0, 40_000) == _reference(shares, timers)


def test_what_happens_at_the_end_does_not_happen():
    assert link_view([(3500, 0.0)], TIMERS, 0, 5000) == []
    assert link_view([(3500, 0.0)], TIMERS, 0, 5001) == [(5000, False)]
    assert link_view([(3500, 0.0), (29_500, 1.0)], TIMERS, 0, 32_000) == [(5000, False)]
    assert link_view([(3500, 0.0), (29_500, 1.0)], TIMERS, 0, 32_001)[-1] == (32_000, True)
    assert link_view([(3500, 0.0)], TIMERS, 0, 3400) == []


def test_a_lossy_link_asks_for_each_ping():
    lots = iter([0.1, 0.9, 0.9, 0.9, 0.1, 0.1, 0.1, 0.1])
    asked = link_view([(3500, 0.5)], TIMERS, 0, 12_000, draw=lambda: next(lots))
    # 4 answered; 5, 6, 7 not: down 2 s after 4; 8, 9, 10 answered: up
    assert asked == [(6000, False), (10_000, True)]


def test_a_draw_at_the_share_itself_is_lost():
    assert link_view([(3500, 0.5)], TIMERS, 0, 12_000, draw=lambda: 0.5) == [(5000, False)]


# -- the graph


def test_a_one_way_loss_takes_the_pair_down_at_both_ends():
    states = graph([net(3, (500, {(0, 2): 1.0}))], TIMERS, END)
    assert states[0] == Graph(0, (0b110, 0b101, 0b011), (0b110, 0b101, 0b011))
    assert states[1] == Graph(500, (0b110, 0b101, 0b011), (0b010, 0b101, 0b011))
    assert states[2] == Graph(2000, (0b010, 0b101, 0b010), (0b010, 0b101, 0b010))
    assert len(states) == 3


def test_edges_need_both_directions_and_a_connected_link():
    full = (0b110, 0b101, 0b011)
    assert Graph(0, full, full).edges() == full
    assert Graph(0, full, (0b010, 0b101, 0b011)).edges() == (0b010, 0b101, 0b010)
    assert Graph(0, (0b010, 0b101, 0b010), full).edges() == (0b010, 0b101, 0b010)


def test_a_node_that_is_gone_has_no_edges():
    full = (0b110, 0b101, 0b011)
    assert Graph(0, full, full).among(0b101) == ((0b100, 0, 0b001), (0b100, 0, 0b001))


def test_a_second_link_carries_what_the_first_does_not():
    broken = net(2, (500, {(0, 1): 1.0}))
    states = graph([broken, net(2)], TIMERS, END)
    # lost until knet notices, then the other link
    assert [(g.t_ms, g.carries) for g in states] == [(0, (2, 1)), (500, (0, 1)), (2000, (2, 1))]
    assert all(g.links == (2, 1) for g in states)


def test_the_higher_priority_is_preferred_the_lower_number_in_a_tie():
    broken, sound = net(2, (500, {(0, 1): 1.0})), net(2)
    assert graph([broken, sound], TIMERS, END, priorities=[1, 2])[1].carries == (2, 1)
    assert graph([sound, broken], TIMERS, END, priorities=[1, 2])[1].carries == (0, 1)
    assert graph([sound, broken], TIMERS, END)[1].carries == (2, 1)
    assert graph([sound, broken], TIMERS, END, priorities=[0, 1])[1].carries == (2, 1), "0 counts as 1"


@pytest.mark.parametrize(("priorities", "words"), [([1], "1 given for 2 links"), ([1, 256], "knet_link_priority: 256")])
def test_wrong_priorities_are_named(priorities, words):
    with pytest.raises(ModelError, match=words):
        graph([net(2), net(2)], TIMERS, END, priorities=priorities)


def test_the_priorities_at_the_ends_are_taken():
    assert graph([net(2), net(2)], TIMERS, END, priorities=[0, 255])


def test_without_a_network_there_is_no_cluster():
    with pytest.raises(ModelError, match="at least one Corosync link"):
        graph([], TIMERS, END)


def test_latency_makes_knet_patient():
    slow = Connectivity(2, (Change(500, {(0, 1): 1.0}, "test"),), {(0, 1): 100, (1, 0): 50})
    assert graph([slow], TIMERS, END)[-1].t_ms == 2150


def test_the_phase_shifts_the_pings():
    assert graph([net(2, (500, {(0, 1): 1.0}))], TIMERS, END, phase=0.7)[-1].t_ms == 1700


def test_partial_loss_is_drawn_from_the_seed_and_still_carries():
    lossy = [net(3, (500, {(0, 1): 0.5}))]
    one, again, other = (graph(lossy, TIMERS, END, seed=seed) for seed in (1, 1, 2))
    assert one == again
    assert one != other
    assert graph(lossy, TIMERS, END) == graph(lossy, TIMERS, END, seed=0) != one
    assert all(g.carries[0] >> 1 & 1 == g.links[0] >> 1 & 1 for g in one), "a connected link carries something"
    assert any(not g.links[0] >> 1 & 1 for g in one)
    assert all(g.links[0] >> 2 & 1 for g in one), "the other pair is sound"


def test_losses_of_both_directions_multiply():
    # half of half: the link can hardly ever be up
    both = graph([net(2, (500, {(0, 1): 0.5, (1, 0): 0.5}))], TIMERS, 1_000_000)
    one = graph([net(2, (500, {(0, 1): 0.5}))], TIMERS, 1_000_000)
    assert _up(both, 1_000_000) < _up(one, 1_000_000) / 3


def _up(states, end):
    ends = [g.t_ms for g in states[1:]] + [end]
    return sum(stop - g.t_ms for g, stop in zip(states, ends, strict=True) if g.links[0])


def test_the_last_of_several_changes_at_a_time_counts():
    assert len(graph([net(2, (500, {(0, 1): 1.0}), (500, {(0, 1): 0.0}))], TIMERS, END)) <= 2
    final = graph([net(2, (500, {(0, 1): 1.0}), (500, {(0, 1): 0.0}))], TIMERS, END)[-1]
    assert (final.links, final.carries) == ((2, 1), (2, 1))


def test_changes_at_the_end_are_left_out():
    assert len(graph([net(2, (500, {(0, 1): 1.0}))], TIMERS, 500)) == 1


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("lossy", [(0, 1), (1, 0)])
def test_a_lossy_pair_is_connected_while_both_ends_think_so(seed, lossy):
    end = 60_000
    states = graph([net(2, (500, {lossy: 0.4}))], TIMERS, end, seed=seed)
    ends = [Random(f"{seed}/0/{a}/{b}").random for a, b in ((0, 1), (1, 0))]
    views = [link_view([(500, 0.6)], TIMERS, 0, end, draw=draw) for draw in ends]
    for t in range(0, end, 250):
        now = [next((up for at, up in reversed(view) if at <= t), True) for view in views]
        state = next(g for g in reversed(states) if g.t_ms <= t)
        assert (state.links[0] == 2) == all(now)
        assert (state.carries[0] == 2) == all(now)


def test_each_link_of_a_pair_has_its_own_chances():
    lossy = net(2, (500, {(0, 1): 0.6}))
    one = graph([lossy], TIMERS, END)
    two = graph([lossy, lossy], TIMERS, END)
    assert _up(two, END) > _up(one, END) * 1.2


def test_a_loss_of_all_but_nothing_is_still_a_loss_by_chance():
    shares = [0.01, 0.99]
    up = [_up(graph([net(2, (500, {(0, 1): share}))], TIMERS, 400_000), 400_000) for share in shares]
    assert up[0] > 390_000
    assert up[1] < 40_000


def test_a_healed_lossy_pair_is_connected():
    states = graph([net(2, (500, {(0, 1): 0.5}), (40_000, {(0, 1): 0.0}))], TIMERS, END)
    assert states[-1].links == (2, 1)
    assert states[-1].t_ms <= 43_000


def test_losses_in_both_directions_come_and_go_by_themselves():
    changes = [(500, {(0, 1): 1.0}), (20_000, {(1, 0): 1.0}), (30_000, {(0, 1): 0.0}), (60_000, {(1, 0): 0.0})]
    states = graph([net(2, *changes)], TIMERS, END)
    assert [(g.t_ms, g.links[0]) for g in states if g.t_ms in (0, 2000, 62_000)] == [(0, 2), (2000, 0), (62_000, 2)]
    assert all(g.links[0] == 0 for g in states if 2000 <= g.t_ms < 62_000)


def test_the_second_link_carries_by_its_own_losses():
    first = net(2, (500, {(0, 1): 1.0}))
    second = net(2, (30_000, {(1, 0): 1.0}))
    states = graph([first, second], TIMERS, END)
    assert [(g.t_ms, g.links[0], g.carries) for g in states] == [
        (0, 2, (2, 1)),
        (500, 2, (0, 1)),
        (2000, 2, (2, 1)),
        (30_000, 2, (2, 0)),
        (31_000, 0, (0, 0)),
    ]


def test_the_backoff_falls_by_one_each_second():
    # down at 4 s, up at 7 s, its last pong; three timeouts later the factor is 3, from 11 s on
    quick = PingTimers(1000, 1000, 2)
    shares = [(3500, 0.0), (4500, 1.0), (7500, 0.0)]
    assert link_view(shares, quick, 0, END) == [(4000, False), (7000, True), (11_000, False)]


def test_nine_seconds_after_a_fall_the_timeout_is_the_plain_one_again():
    """The plain timeout after the last pong, at 7 s, is over by then; twice the timeout is not."""
    timers = PingTimers(1000, 2500)
    shares = [(500, 0.0), (2500, 1.0), (7500, 0.0)]
    assert link_view(shares, timers, 0, END) == [(2500, False), (5000, True), (11_500, False)]
