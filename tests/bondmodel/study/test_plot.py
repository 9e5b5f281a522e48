import re
import sys
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from bondmodel import Cut, Fault, ModelError, Scenario, Stop
from bondmodel.study.plot import (
    FLAG,
    GREY,
    OFF,
    REACH,
    SEALED,
    STABLE,
    STATES,
    WITHOUT,
    _draw_fault,
    _draw_node,
    _frame,
    _joined,
    describe,
    reach,
    states,
    timeline,
)

ONE = Scenario(nodes=1, duration=20).run()
CUT = Scenario(fault=Cut([(1, 3)], start=10), ha=[3], duration=100, lrm_phase=0.5)


def test_the_states_of_a_node_follow_each_other():
    run = CUT.run()
    # 3 is told to wait, then it is alone, until its watchdog resets it; the others recover
    assert states(run, 3) == [
        ((0.0, 14.595), STABLE),
        ((14.595, 23.355), FLAG),
        ((23.355, 75.0), WITHOUT),
        ((75.0, 100.0), OFF),
    ]
    assert [state for _, state in states(run, 1)] == [STABLE, FLAG, STABLE, FLAG, STABLE]
    for node in run.ids:
        spans = [span for span, _ in states(run, node)]
        assert spans[0][0] == 0.0
        assert spans[-1][1] == 100.0
        assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_states_alike_are_joined():
    spans = [((0.0, 1.0), FLAG), ((1.0, 2.0), OFF), ((2.0, 3.0), STABLE), ((3.0, 5.0), STABLE), ((5.0, 6.0), FLAG)]
    assert _joined(spans) == [spans[0], spans[1], ((2.0, 5.0), STABLE), spans[4]]


def test_a_sound_node_has_one_state():
    assert states(Scenario(duration=50).run(), 2) == [((0.0, 50.0), STABLE)]


def test_reach_is_a_share_of_the_others():
    run = CUT.run()
    assert reach(run, 1) == [(0.0, 1.0), (10.0, 0.5)]
    assert reach(run, 2) == [(0.0, 1.0), (75.0, 0.5)]
    assert reach(run, 3) == [(0.0, 1.0), (10.0, 0.5), (75.0, 0.0)]
    assert reach(Scenario(nodes=1).run(), 1) == [(0.0, 0.0)]


def test_in_words():
    assert describe(Scenario(duration=50).run()) == (
        "3 nodes over 50 seconds. Nothing goes wrong. Each of node 1, node 2 and node 3 has stable quorum all the time."
    )
    words = describe(CUT.run())
    assert words.startswith(
        "3 nodes over 100 seconds. From 10 s on something is lost, to the end. "
        "Connectivity is asymmetric from 10 to 75 s. Each of node 1 and node 2 is without"
    )
    assert "Node 3 is reset by its watchdog at 75.0 s" in words
    healed = Scenario(fault=Cut([(1, 3)], start=10, heal=20), duration=50).run()
    assert "From 10 s on something is lost, until 20 s." in describe(healed)
    assert "The fault at 5 s loses nothing." in describe(Scenario(fault=Stop(1, 5)).run())


@pytest.fixture(scope="module")
def svg():
    pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    return timeline(CUT.run(), "three nodes")


def test_the_picture_is_well_formed_and_says_what_it_shows(svg):
    root = ET.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == describe(CUT.run())
    assert root.find("{http://www.w3.org/2000/svg}desc").text == describe(CUT.run())
    words = {element.text for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"three nodes", "node 1", "node 3", "seconds", "fault"} <= words
    assert {state.words for state in STATES} <= words
    assert "healed" not in words


def test_the_same_run_gives_the_same_picture(svg):
    assert timeline(CUT.run(), "three nodes") == svg
    assert timeline(CUT.but(lrm_phase=0.2).run(), "three nodes") != svg


def test_it_stands_on_any_ground(svg):
    assert GREY.lower() in svg.lower()
    root = ET.fromstring(svg)
    text = [e.get("style", "") for e in root.iter("{http://www.w3.org/2000/svg}text")]
    assert all("fill: #7d7d7d" in style or "fill: " not in style for style in text)
    assert "fill: #ffffff" not in svg.split("<defs>")[0]


def test_states_differ_without_colours():
    assert len({state.hatch for state in STATES if state.words != STATES[4].words}) == 5
    assert len({state.colour for state in STATES}) == len(STATES)


def test_the_patterns_are_some_that_matplotlib_knows():
    assert {state.hatch for state in STATES} <= {"", "///", "xxx", "--", "\\\\\\"}


def test_the_picture_grows_with_the_nodes(svg):
    def height(nodes):
        run = Scenario(nodes=nodes, duration=50).run()
        return float(ET.fromstring(timeline(run)).get("height").removesuffix("pt"))

    assert height(3) - height(2) == pytest.approx(0.75 * 72, abs=1)
    assert height(32) < 1000, "many nodes fit a screen"


TWO = Scenario(nodes=2, two_node=True, mode="active-backup", fault=Fault.tx(start=10), names=("uno", "due"))


def test_a_split_brain_is_drawn_and_told():
    run = TWO.run()
    drawn = timeline(run)
    texts = [element.text for element in ET.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert {"split brain", "fault", "A", "B", "split brain: A and B write, each for itself"} <= set(texts)
    assert "Split brain from 16.6 to 200 s: uno | due may write, each part for itself." in describe(run)
    assert "split brain" not in timeline(TWO.but(two_node=False).run())


def test_labels_that_are_near_each_other_do_not_overlap():
    places = {}
    for element in ET.fromstring(timeline(TWO.run())).iter("{http://www.w3.org/2000/svg}text"):
        found = re.search(r"translate\(([\d.]+) ([\d.]+)\)", element.get("transform") or "")
        places[element.text] = (
            tuple(map(float, found.groups())) if found else (float(element.get("x")), float(element.get("y")))
        )
    assert abs(places["fault"][1] - places["split brain"][1]) >= 9


def test_the_lines_of_other_labels_do_not_run_through_a_label():
    picture = timeline(TWO.run())
    lines = re.findall(r'<path d="M [\d.]+ ([\d.]+) \s*L [\d.]+ ([\d.]+) [^>]*stroke-dasharray', picture)
    labels = [ET.fromstring(f"<svg>{text}</svg>")[0] for text in re.findall(r"<text[^>]*>fault</text>", picture)]
    (label,) = labels
    found = re.search(r"translate\([\d.]+ ([\d.]+)\)", label.get("transform") or "")
    bottom = float(found[1] if found else label.get("y"))
    assert len(lines) == 2
    assert min(min(map(float, line)) for line in lines) >= bottom


def test_a_run_is_printed_a_sentence_a_line():
    said = str(TWO.run()).splitlines()
    assert said[0] == "2 nodes over 200 seconds."
    assert said[2].startswith("Split brain from ")
    assert said[3].startswith("Each of uno and due is without stable quorum")
    many = str(Scenario(nodes=32, duration=50).run()).splitlines()
    assert many[-1] == "Each of node 1, node 2, node 3, node 4, node 5 and 27 more has stable quorum all the time."
    back = Scenario(fault=Stop(3, 10, 60)).run()
    assert [state.words for _, state in states(back, 3)][:3] == [STABLE.words, OFF.words, WITHOUT.words]


class Drawn:
    """In place of matplotlib's axes: keeps what is drawn, by the name of the method."""

    def __init__(self):
        self.calls = []
        self.spines = dict.fromkeys(("top", "right", "bottom", "left"), self)

    def __getattr__(self, name):
        return lambda *given, **named: self.calls.append((name, given, named))

    def of(self, name):
        return [(given, named) for called, given, named in self.calls if called == name]

    def bars(self, state):
        """Per bar of a state its begin, its length, its lower edge and its height."""
        bars = [(*given[0][0], *given[1]) for given, named in self.of("broken_barh") if named["hatch"] == state.hatch]
        colours = [named["facecolor"] for _, named in self.of("broken_barh") if named["hatch"] == state.hatch]
        return [bar for bar, colour in zip(bars, colours, strict=True) if colour == state.colour]


def drawn(run, node, row):
    axes = Drawn()
    _draw_node(axes, run, node, row)
    return axes


def test_a_nodes_row_holds_its_quorum_and_whom_it_reaches():
    axes = drawn(CUT.run(), 3, 2)
    assert axes.bars(STABLE) == [(0.0, 14.595, 0.05, 0.35)]
    assert axes.bars(FLAG) == [(14.595, pytest.approx(8.76), 0.05, 0.35)]
    assert axes.bars(OFF) == [(75.0, 25.0, 0.05, 0.35)]
    assert axes.bars(REACH) == [(0.0, 10.0, 0.45, 0.35), (10.0, 65.0, 0.45, 0.175), (75.0, 25.0, 0.45, 0.0)]
    assert axes.bars(SEALED) == [(5.0, 70.0, 0, 0.05)]
    assert axes.of("plot") == [(([75.0], [0.22]), {"marker": "X", "markersize": 9, "color": GREY})]


def test_rows_go_down_and_only_a_node_that_is_reset_has_a_mark():
    axes = drawn(CUT.run(), 1, 0)
    assert {bar[2] for bar in axes.bars(STABLE)} == {2.05}
    assert axes.bars(REACH)[0][2:] == (2.45, 0.35)
    assert not axes.bars(SEALED)
    assert not axes.of("plot")
    reset = Scenario(fault=Cut([(1, 3)]), ha=[3], duration=100, lrm_phase=0.5).run()
    assert drawn(reset, 3, 0).bars(SEALED)[0][:2] == (0.0, reset.resets[0].at), "not before the run begins"


def test_the_fault_and_its_end_are_lines():
    axes = Drawn()
    _draw_fault(axes, Scenario(fault=Cut([(1, 3)], start=10, heal=20), duration=50).run())
    assert [(given[0], named["linestyle"]) for given, named in axes.of("axvline")] == [(10.0, "--"), (20.0, "--")]
    assert [given[:2] for given, _ in axes.of("annotate")] == [("fault", (10.0, 3)), ("healed", (20.0, 3))]


def test_the_axes_end_with_the_run_and_name_the_nodes():
    pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    axes = Drawn()
    _frame(axes, CUT.run(), "three nodes")
    assert axes.of("set_xlim") == [((0, 100.0), {})]
    (low, high), _ = axes.of("set_ylim")[0]
    assert -0.2 < low < 0
    assert high == 3, "the lines end where the labels begin"
    (places, names), _ = axes.of("set_yticks")[0]
    assert places == pytest.approx([2.4, 1.4, 0.4]), "beside the upper edge of the states"
    assert names == ["node 1", "node 2", "node 3"]
    assert axes.of("set_visible") == [((False,), {})] * 2
    legend = axes.of("legend")[0][1]
    assert legend["bbox_to_anchor"][1] < 0, "under the picture"
    assert not legend["frameon"]


def test_healing_is_marked():
    pytest.importorskip("matplotlib", reason="the extra plot is not installed")
    healed = Scenario(mode="802.3ad", fault=Fault.tx(start=5), duration=120).run()
    assert ">healed<" in timeline(healed)
    calm = timeline(Scenario(duration=20).run())
    assert ">healed<" not in calm
    assert ">fault<" not in calm


def test_without_matplotlib_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(ModelError, match=r"not installed; install it with: pip install .sphinx-adoc\[plot\]"):
        timeline(CUT.run())


def test_the_model_does_not_load_matplotlib():
    import subprocess

    code = "import sys, bondmodel, bondmodel.study.explain, bondmodel.study.plot; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- how a run shows itself --------------------------------------------------------------------------------------------


def test_a_run_shows_itself_in_notebooks_and_evidence(svg):
    run = CUT.run()
    assert run._repr_svg_() == timeline(run)
    assert run._repr_alt_() == describe(run)


def test_without_matplotlib_a_run_has_words_alone(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert CUT.run()._repr_svg_() is None
    assert CUT.run()._repr_alt_() == describe(CUT.run())


def test_importing_the_model_is_enough_for_a_run_to_show_itself():
    import subprocess

    code = "import bondmodel; print(bondmodel.Scenario(duration=20).run()._repr_alt_())"
    said = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert said.startswith("3 nodes over 20 seconds. Nothing goes wrong.")
