"""Virtual time: whole milliseconds, an event heap, and draws that depend on nothing but a seed and a name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from random import Random


class Clock:
    """An event heap. Events at the same time run in the order in which they were set."""

    def __init__(self) -> None:
        self.now = 0
        self._heap: list[tuple[int, int, Callable[[], None]]] = []
        self._count = count()

    def at(self, t_ms: int, action: Callable[[], None]) -> None:
        """Have `action` called at `t_ms`; a time in the past raises `ValueError`."""
        if t_ms < self.now:
            raise ValueError(f"{t_ms} ms is in the past of {self.now} ms")
        heappush(self._heap, (t_ms, next(self._count), action))

    def run(self, until_ms: int) -> None:
        """Run every event up to and including `until_ms`, in order; the clock then stands at `until_ms`."""
        while self._heap and self._heap[0][0] <= until_ms:
            self.now, _, action = heappop(self._heap)
            action()
        self.now = until_ms


@dataclass(frozen=True)
class Phase:
    """Where in its period everything periodic stands when a fault begins.

    `fraction` None: drawn from `seed`, for each name on its own, so that a draw does not depend on which others
    were made. Else each draw is that fraction of its range (0.0 the earliest, 1.0 the latest), unless `fixed`
    gives one for the draw's name.
    """

    seed: int = 0
    fraction: float | None = None
    fixed: tuple[tuple[str, float], ...] = ()

    def draw(self, name: str, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        fraction = dict(self.fixed).get(name, self.fraction)
        if fraction is not None:
            return low + round(fraction * (high - low))
        return self.random(name).randint(low, high)

    def random(self, name: str) -> Random:
        """Return a generator for `name`: the same for the same seed, whatever else was drawn."""
        return Random(f"{self.seed} {name}")
