"""Votequorum: how many votes make a partition quorate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bondmodel.errors import ModelError, in_range

DEFAULT_VOTES = 1


@dataclass(frozen=True)
class Quorum:
    """The votes of a cluster. `votes` names only nodes (0-based) that have other than one vote.

    `expected` defaults to the sum of all votes; `two_node` lowers the quorum to one vote and turns `wait_for_all` on,
    as votequorum does. A quorum device (`device_votes`) gives its votes to one partition: the largest, with the lowest
    node in a tie (qnetd's ffsplit, tie_breaker lowest).
    """

    nodes: int
    votes: Mapping[int, int] = field(default_factory=dict)
    expected: int | None = None
    two_node: bool = False
    wait_for_all: bool | None = None
    device_votes: int = 0

    def __post_init__(self) -> None:
        in_range("nodes", self.nodes, 1)
        in_range("device_votes", self.device_votes, 0)
        for node, count in self.votes.items():
            in_range("votes: node", node, 0, self.nodes - 1)
            in_range("quorum_votes", count, 0)
        if self.expected is not None:
            in_range("expected_votes", self.expected, 1)
        if self.two_node and self.nodes != 2:
            raise ModelError(f"two_node: only a cluster of 2 nodes can set it, this one has {self.nodes}")
        if self.two_node and self.device_votes:
            raise ModelError("two_node: cannot be combined with a quorum device; drop one of the two")

    @property
    def waits_for_all(self) -> bool:
        """Whether a starting node waits until it has seen every other (wait_for_all; two_node implies it)."""
        return self.two_node if self.wait_for_all is None else self.wait_for_all

    @property
    def needed(self) -> int:
        """The votes that make a partition quorate (votequorum.c, calculate_quorum, at full strength)."""
        if self.two_node:
            return 1
        total = self.total(range(self.nodes)) + self.device_votes
        return max((self.expected or total) // 2 + 1, total // 2 + 1)

    def total(self, members: Iterable[int]) -> int:
        """The votes of some nodes, without a device."""
        return sum(self.votes.get(node, DEFAULT_VOTES) for node in members)

    def favoured(self, partitions: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
        """The partition to which the quorum device gives its votes."""
        return min(partitions, key=lambda members: (-len(members), members), default=())

    def quorate(self, members: tuple[int, ...], *, device: bool = False, seen_all: bool = True) -> bool:
        """Whether `members` are quorate, with the device's votes if `device`; `seen_all` tells whether they have met
        every node since they started.
        """
        if self.waits_for_all and not seen_all:
            return False
        return self.total(members) + (self.device_votes if device else 0) >= self.needed
