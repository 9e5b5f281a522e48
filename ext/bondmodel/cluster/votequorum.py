"""Votequorum's options: how many votes make a partition quorate, and what may lower or replace that number.

Source: votequorum(5), corosync exec/votequorum.c; corosync-qdevice(8) and qnetd's algorithms for the device. What they
make of a run, ring after ring, is `quorate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bondmodel.errors import ModelError, NotModelled, choose, in_range

DEFAULT_VOTES = 1
LAST_MAN_STANDING_WINDOW = 10_000  # ms
ALGORITHMS = ("ffsplit", "lms")
SIDES = ("lowest", "highest")


@dataclass(frozen=True)
class Quorum:
    """The votes of a cluster. `votes` names only nodes (0-based) that have other than one vote.

    `expected` defaults to the sum of all votes; `two_node` lowers the quorum to one vote and turns `wait_for_all` on,
    as votequorum does. `last_man_standing` (with its window in ms) lowers the expected votes to those that are left;
    `auto_tie_breaker` lets the half with a node go on: "lowest", "highest", or nodes (0-based) in their order.

    A quorum device has `device_votes`, which it gives to one partition, chosen by `device_algorithm` and, between
    equals, by `device_tie_breaker` ("lowest", "highest" or a node); every node reaches it. Raises ModelError for what
    votequorum refuses to start with.
    """

    nodes: int
    votes: Mapping[int, int] = field(default_factory=dict)
    expected: int | None = None
    two_node: bool = False
    wait_for_all: bool | None = None
    device_votes: int = 0
    last_man_standing: bool = False
    last_man_standing_window: int = LAST_MAN_STANDING_WINDOW
    auto_tie_breaker: str | Sequence[int] | None = None
    device_algorithm: str = "ffsplit"
    device_tie_breaker: str | int = "lowest"

    def __post_init__(self) -> None:
        self._check_numbers()
        self._check_combinations()
        self._check_device()

    def _check_numbers(self) -> None:
        in_range("nodes", self.nodes, 1)
        in_range("device_votes", self.device_votes, 0)
        in_range("last_man_standing_window", self.last_man_standing_window, 1)
        for node, count in self.votes.items():
            in_range("votes: node", node, 0, self.nodes - 1)
            in_range("quorum_votes", count, 0)
        if self.expected is not None:
            in_range("expected_votes", self.expected, 1)
        breaker = self.auto_tie_breaker
        if isinstance(breaker, str):
            choose("auto_tie_breaker", breaker, SIDES)
        for node in breaker if breaker is not None and not isinstance(breaker, str) else ():
            in_range("auto_tie_breaker: node", node, 0, self.nodes - 1)

    def _check_combinations(self) -> None:
        if self.two_node and self.nodes != 2:
            raise ModelError(f"two_node: only a cluster of 2 nodes can set it, this one has {self.nodes}")
        if self.two_node and self.device_votes:
            raise ModelError("two_node: cannot be combined with a quorum device; drop one of the two")
        if self.two_node and self.auto_tie_breaker is not None:
            raise ModelError("two_node: cannot be combined with auto_tie_breaker, which would switch it off; drop one")
        if self.last_man_standing and self.device_votes:
            raise ModelError("last_man_standing: cannot be combined with a quorum device; drop one of the two")
        if self.last_man_standing and any(count != 1 for count in self.votes.values()):
            raise ModelError("last_man_standing: works only where each node has one vote")
        if self.auto_tie_breaker is not None and self.device_votes:
            raise ModelError("auto_tie_breaker: cannot be combined with a quorum device; drop one of the two")
        odd = self.total(range(self.nodes)) % 2
        if self.auto_tie_breaker is not None and odd and self.last_man_standing and not self.waits_for_all:
            raise ModelError(
                "auto_tie_breaker: with last_man_standing and an odd number of votes Corosync does not start; set "
                "wait_for_all, or drop last_man_standing"
            )

    def _check_device(self) -> None:
        choose("device_algorithm", self.device_algorithm, ALGORITHMS)
        if isinstance(self.device_tie_breaker, str):
            choose("device_tie_breaker", self.device_tie_breaker, SIDES)
        else:
            in_range("device_tie_breaker", self.device_tie_breaker, 0, self.nodes - 1)
        if not self.device_votes:
            return
        if self.device_algorithm == "lms" and self.device_votes != self.total(range(self.nodes)) - 1:
            raise NotModelled("device_votes: the algorithm lms wants the default, the nodes' votes less one")
        if self.device_algorithm == "ffsplit" and self.device_votes != 1:
            raise NotModelled(f"device_votes: {self.device_votes} with ffsplit, which wants 1 vote, is not modelled")

    @property
    def waits_for_all(self) -> bool:
        """Whether a starting node waits until it has seen every other (wait_for_all; two_node implies it)."""
        return self.two_node if self.wait_for_all is None else self.wait_for_all

    @property
    def breaks_ties(self) -> bool:
        """Whether the tie breaker is in force: with an odd number of votes it is off unless `wait_for_all` is on."""
        odd = self.total(range(self.nodes)) % 2
        return self.auto_tie_breaker is not None and (not odd or self.waits_for_all)

    @property
    def expects(self) -> int:
        """The expected votes of a cluster that is whole."""
        return max(self.expected or 0, self.total(range(self.nodes)) + self.device_votes)

    @property
    def needed(self) -> int:
        """The votes that make a partition quorate (votequorum.c, calculate_quorum, at full strength)."""
        return 1 if self.two_node else self.expects // 2 + 1

    def total(self, members: Iterable[int]) -> int:
        """Return the votes of some nodes, without a device."""
        return sum(self.votes.get(node, DEFAULT_VOTES) for node in members)

    def favoured(
        self, partitions: Iterable[tuple[int, ...]], active: tuple[int, ...] | None = None
    ) -> tuple[int, ...] | None:
        """Return the partition to which the quorum device gives its votes; None where ffsplit gives them to nobody, for
        want of a half. `active`: the partition that had them before, which ffsplit prefers between halves.
        """
        among = [members for members in partitions if self.device_algorithm == "lms" or 2 * len(members) >= self.nodes]
        return min(among, key=lambda members: (-len(members), *self._rank(members, active)), default=None)

    def _rank(self, members: tuple[int, ...], active: tuple[int, ...] | None) -> tuple[bool, bool, int]:
        was_active = active is not None and self.device_algorithm == "ffsplit" and members[0] in active
        breaker = self.device_tie_breaker
        if breaker == "lowest":
            return not was_active, False, members[0]
        return not was_active, isinstance(breaker, int) and breaker not in members, -members[-1]

    def quorate(self, members: tuple[int, ...], *, device: bool = False, seen_all: bool = True) -> bool:
        """Return whether `members` of a cluster that was whole are quorate, with the device's votes if `device`;
        `seen_all` tells whether they have met every node since they started. Tie breaker and last man standing are left
        out.
        """
        if self.waits_for_all and not seen_all:
            return False
        return self.total(members) + (self.device_votes if device else 0) >= self.needed
