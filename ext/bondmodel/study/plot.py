"""A run as a picture: per node whom it reaches, its quorum and its watchdog over time. Needs matplotlib (extra `plot`).

The picture is legible on light and on dark ground (its ground is transparent, its lines and letters of a middle grey)
and without colours (each state has a hatching of its own). `describe` says the same in words.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from bondmodel.errors import ModelError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .trace import Span, Trace  # which shows itself by this module

GREY = "#7d7d7d"
WIDTH, ABOVE, BELOW = 9.0, 0.6, 1.3  # inches


@dataclass(frozen=True, slots=True)
class StateStyle:
    """How a state is drawn: a colour of the palette of Okabe and Ito, and a hatching."""

    words: str
    colour: str
    hatch: str


STABLE = StateStyle("stable quorum: may write", "#009E73", "")
FLAG = StateStyle("quorate flag, but no completed synchronisation", "#E69F00", "///")
WITHOUT = StateStyle("not quorate", "#D55E00", "xxx")
OFF = StateStyle("reset or off", "#000000", "--")
REACH = StateStyle("share of the other nodes that it is connected with", "#56B4E9", "")
SEALED = StateStyle("since the watchdog was last fed", "#CC79A7", "\\\\\\")
SPLIT = StateStyle("split brain: A and B write, each for itself", "#F0E442", "...")
STATES = (STABLE, FLAG, WITHOUT, OFF, REACH, SEALED)
TALL, TIGHT = 0.75, 0.34  # inches of a row: of a few nodes, of many
MAX_NAMES = 6  # names in a sentence
CLOSE = 0.12  # share of the width: labels that are nearer to each other stand one above the other


def states(trace: Trace, node: int) -> list[tuple[Span, StateStyle]]:
    """Return the quorum state of a node over time, without a gap from the run's begin to its end."""
    end = trace.end_ms / 1000
    gone = trace.gone_at(node)
    stop = end if gone is None else gone
    marks = {0.0, stop, *(t for span in trace.stable_spans(node) for t in span)}
    marks |= {t for span in trace.off_spans(node) for t in span}
    marks |= {t for span in trace.quorate_spans(node) for t in span}
    times = sorted(t for t in marks if 0 <= t <= stop)
    out = [((a, b), _state(trace, node, a)) for a, b in pairwise(times)]
    return _joined([*out, ((stop, end), OFF)] if stop < end else out)


def _state(trace: Trace, node: int, t: float) -> StateStyle:
    if any(start <= t < stop for start, stop in trace.off_spans(node)):
        return OFF
    if trace.stable_quorum(node, t):
        return STABLE
    return FLAG if trace.quorate(node, t) else WITHOUT


def _joined(spans: list[tuple[Span, StateStyle]]) -> list[tuple[Span, StateStyle]]:
    out: list[tuple[Span, StateStyle]] = []
    for (start, stop), state in spans:
        if out and out[-1][1] is state:
            out[-1] = ((out[-1][0][0], stop), state)
        else:
            out.append(((start, stop), state))
    return out


def reach(trace: Trace, node: int) -> list[tuple[float, float]]:
    """Return pairs (time, share of the other nodes that a node is connected with from then on)."""
    others = max(len(trace.ids) - 1, 1)
    steps = [(t, len(trace.neighbours(node, t)) / others) for t in trace.change_times()]
    return [step for at, step in enumerate(steps) if at == 0 or steps[at - 1][1] != step[1]]


def timeline(trace: Trace, title: str = "") -> str:
    """Return the run as the text of an SVG file; the same run gives the same text. ModelError where matplotlib is
    missing.
    """
    mpl, figure_class = _matplotlib()
    with mpl.rc_context({"svg.hashsalt": "bondmodel", "svg.fonttype": "none", "font.size": 9, "hatch.linewidth": 0.6}):
        rows = _row(trace) * len(trace.ids)
        high = rows + ABOVE + BELOW
        figure = figure_class(figsize=(WIDTH, high))
        figure.subplots_adjust(left=0.1, right=0.98, bottom=BELOW / high, top=1 - ABOVE / high)
        axes = figure.add_subplot()
        for row, node in enumerate(trace.ids):
            _draw_node(axes, trace, node, row)
        _draw_fault(axes, trace)
        _draw_split(axes, trace)
        _frame(axes, trace, title)
        text = io.StringIO()
        figure.savefig(
            text, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None, "Creator": None}
        )
    return _labelled(text.getvalue(), describe(trace))


def timeline_if_possible(trace: Trace) -> str | None:
    """Return the same, or None where matplotlib is missing."""
    try:
        _matplotlib()
    except ModelError:
        return None
    return timeline(trace)


def _matplotlib() -> tuple[Any, Any]:
    try:
        import matplotlib as mpl
        from matplotlib.figure import Figure
    except ImportError:
        raise ModelError(
            "plot: matplotlib is not installed; install it with: pip install 'sphinx-adoc[plot]'"
        ) from None
    return mpl, Figure


def _draw_node(axes: Axes, trace: Trace, node: int, row: int) -> None:
    base = len(trace.ids) - 1 - row
    for (start, stop), state in states(trace, node):
        _bar(axes, (start, stop), base + 0.05, 0.35, state)
    steps = reach(trace, node)
    ends = [t for t, _ in steps[1:]] + [trace.end_ms / 1000]
    for (start, share), stop in zip(steps, ends, strict=True):
        _bar(axes, (start, stop), base + 0.45, 0.35 * share, REACH)
    for reset in trace.resets:
        if reset.node == node:
            _bar(axes, (max(reset.last_update, 0.0), reset.at), base, 0.05, SEALED)
            axes.plot([reset.at], [base + 0.22], marker="X", markersize=9, color=GREY)


def _bar(axes: Axes, span: Span, base: float, height: float, state: StateStyle) -> None:
    axes.broken_barh(
        [(span[0], span[1] - span[0])],
        (base, height),
        facecolor=state.colour,
        hatch=state.hatch,
        edgecolor=GREY,
        linewidth=0.4,
    )


def _row(trace: Trace) -> float:
    """The height of a node's row, inches."""
    return max(TIGHT, min(TALL, 6.0 / len(trace.ids)))


def _marks(trace: Trace) -> list[tuple[float, str]]:
    """What has a label above the rows, by time."""
    marks = [(trace.fault_ms / 1000, "fault")] if trace.disturbed else []
    if trace.disturbed and trace.healed_at is not None and trace.recovered_after:
        marks.append((trace.healed_at, "healed"))
    marks += [(start, "split brain") for start, _ in trace.split_brain]
    return sorted(marks)


def _draw_fault(axes: Axes, trace: Trace) -> None:
    end = trace.end_ms / 1000
    last, level = -end, 0
    for t, word in _marks(trace):
        level = level + 1 if t - last < CLOSE * end else 0
        last = t
        axes.axvline(t, color=GREY, linestyle="--", linewidth=1.2)
        shift = (-3, "right") if t > (1 - CLOSE) * end else (3, "left")
        place = (shift[0], 2 + 11 * level)
        axes.annotate(
            word,
            (t, len(trace.ids)),
            xytext=place,
            textcoords="offset points",
            ha=shift[1],
            color=GREY,
            annotation_clip=False,
        )


def _draw_split(axes: Axes, trace: Trace) -> None:
    """The parts of a split brain: a ground of its own, and in each node's bar the letter of its part."""
    for start, stop in trace.split_brain:
        axes.axvspan(
            start, stop, facecolor=SPLIT.colour, alpha=0.25, hatch=SPLIT.hatch, edgecolor=GREY, linewidth=0, zorder=0
        )
        middle = (start + stop) / 2
        for letter, part in zip("ABCDEFGH", trace.writers(middle), strict=False):
            for node in part:
                base = len(trace.ids) - 1 - trace.ids.index(node)
                axes.text(middle, base + 0.22, letter, ha="center", va="center", weight="bold", color="#000000")


def _frame(axes: Axes, trace: Trace, title: str) -> None:
    axes.set_xlim(0, trace.end_ms / 1000)
    axes.set_ylim(-0.1, len(trace.ids))  # the labels stand above, the lines do not run through them
    axes.set_yticks([len(trace.ids) - 0.6 - row for row in range(len(trace.ids))], list(trace.names))
    axes.set_xlabel("seconds", color=GREY)
    axes.set_title(title, color=GREY, pad=30 if len(_marks(trace)) > 1 else 14)
    axes.tick_params(colors=GREY)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for spine in axes.spines.values():
        spine.set_color(GREY)
    from matplotlib.patches import Patch

    shown = (*STATES, SPLIT) if trace.split_brain else STATES
    patches = [Patch(facecolor=s.colour, hatch=s.hatch, edgecolor=GREY, label=s.words) for s in shown]
    below = -0.6 / (_row(trace) * len(trace.ids))  # half an inch, room for the axis' numbers and name
    axes.legend(
        handles=patches, loc="upper left", bbox_to_anchor=(0, below), ncol=2, frameon=False, labelcolor=GREY, fontsize=8
    )


def _labelled(svg: str, words: str) -> str:
    """The picture with its description, which a screen reader says instead."""
    start = svg.index("<svg ")
    end = svg.index(">", start)
    label = f' role="img" aria-label="{escape(words)}"'
    return f"{svg[start:end]}{label}>\n <desc>{escape(words)}</desc>{svg[end + 1 :]}"


def describe(trace: Trace) -> str:
    """Return the picture in words: the fault, who reaches whom, and each node's fate."""
    return " ".join(sentences(trace))


def sentences(trace: Trace) -> list[str]:
    """Return sentences about what happened to the cluster; nodes with the same outcome share one."""
    return [*_about_all(trace), *_about_nodes(trace)]


def _about_nodes(trace: Trace) -> Iterator[str]:
    """Each node's fate: `why` begins with its name, which those with the same fate share."""
    fates: dict[str, list[str]] = {}
    for node, name in zip(trace.ids, trace.names, strict=True):
        fates.setdefault(trace.why(node).removeprefix(name), []).append(name)
    for fate, names in fates.items():
        who = names[0] if len(names) == 1 else f"each of {_list(names)}"
        yield f"{who[0].upper()}{who[1:]}{fate}"


def _list(names: list[str]) -> str:
    """Some names, of many the first and how many more there are."""
    if len(names) > MAX_NAMES:
        return f"{', '.join(names[: MAX_NAMES - 1])} and {len(names) - MAX_NAMES + 1} more"
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _about_all(trace: Trace) -> Iterator[str]:
    end = trace.end_ms / 1000
    yield f"{len(trace.ids)} nodes over {end:g} seconds."
    if not trace.disturbed:
        yield "Nothing goes wrong."
    elif trace.recovered_after is None:
        yield f"From {trace.fault_ms / 1000:g} s on something is lost, to the end."
    elif trace.recovered_after:
        yield f"From {trace.fault_ms / 1000:g} s on something is lost, until {trace.healed_at:g} s."
    else:
        yield f"The fault at {trace.fault_ms / 1000:g} s loses nothing."
    for start, stop in trace.asymmetric_spans:
        yield f"Connectivity is asymmetric from {start:g} to {stop:g} s."
    for start, stop in trace.split_brain:
        names = dict(zip(trace.ids, trace.names, strict=True))
        parts = [_list([names[n] for n in part]) if len(part) > 1 else names[part[0]] for part in trace.writers(start)]
        yield f"Split brain from {start:g} to {stop:g} s: {' | '.join(parts)} may write, each part for itself."
