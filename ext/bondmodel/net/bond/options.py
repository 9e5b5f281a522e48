"""The options of one bond, with the kernel's defaults; what the driver refuses is refused here (bond_options.c)."""

from __future__ import annotations

from dataclasses import dataclass

from bondmodel.errors import ModelError, NotModelled, choose, in_range
from bondmodel.net.hashing import POLICIES
from bondmodel.treatment import check_modelled

from .table import BONDING

# in the order of the kernel's numbers 0 to 6
MODES = ("balance-rr", "active-backup", "balance-xor", "broadcast", "802.3ad", "balance-tlb", "balance-alb")
ARP_MODES = ("balance-rr", "active-backup", "balance-xor", "broadcast")
LEARNED_MODES = ("active-backup", "balance-tlb", "balance-alb")  # the switch sees no aggregate, it learns addresses
RATES = ("slow", "fast")
RESELECT = ("always", "better", "failure")
VALIDATE = ("none", "active", "backup", "all")
FILTERS = ("filter", "filter_active", "filter_backup")
FAIL_OVER_MAC = ("none", "active", "follow")
MAX_SLAVES = 16
MAX_DELAY_MS = 65535


@dataclass(frozen=True)
class Bond:
    """Options of a bond, named as the kernel names them; slaves are numbered from 0 in the order in which they
    were enslaved.

    Times in ms. `primary` is a slave or None, `prio` one number per slave (empty: all 0). Raises `ModelError`
    naming the option and what it may be.
    """

    mode: str = "balance-rr"
    slaves: int = 2
    xmit_hash_policy: str = "layer2"
    miimon: int = 100
    updelay: int = 0
    downdelay: int = 0
    arp_interval: int = 0
    arp_ip_target: tuple[str, ...] = ()
    arp_validate: str = "none"
    arp_missed_max: int = 2
    lacp_rate: str = "slow"
    lacp_active: bool = True
    coupled_control: bool = True
    min_links: int = 0
    packets_per_slave: int = 1
    tlb_dynamic_lb: bool = True
    all_slaves_active: bool = False
    primary: int | None = None
    primary_reselect: str = "always"
    prio: tuple[int, ...] = ()
    fail_over_mac: str = "none"
    num_grat_arp: int = 1

    def __post_init__(self) -> None:
        choose("mode", self.mode, MODES)
        if self.slaves == 0:
            raise ModelError("slaves: a bond without slaves carries nothing; give it 1 or more")
        in_range("slaves", self.slaves, 1, MAX_SLAVES)
        self._check_names()
        self._check_numbers()
        self._check_monitors()
        self._check_preference()
        self._check_covered()

    def _check_names(self) -> None:
        choose("xmit_hash_policy", self.xmit_hash_policy, POLICIES)
        choose("lacp_rate", self.lacp_rate, RATES)
        choose("primary_reselect", self.primary_reselect, RESELECT)
        if self.arp_validate not in VALIDATE:
            check_modelled(BONDING, "arp_validate", choose("arp_validate", self.arp_validate, (*VALIDATE, *FILTERS)))
        choose("fail_over_mac", self.fail_over_mac, FAIL_OVER_MAC)

    def _check_numbers(self) -> None:
        in_range("miimon", self.miimon, 0)
        in_range("updelay", self.updelay, 0, MAX_DELAY_MS)
        in_range("downdelay", self.downdelay, 0, MAX_DELAY_MS)
        in_range("arp_interval", self.arp_interval, 0)
        in_range("arp_missed_max", self.arp_missed_max, 1, 255)
        in_range("packets_per_slave", self.packets_per_slave, 0, MAX_DELAY_MS)
        in_range("min_links", self.min_links, 0)
        if self.mode == "802.3ad" and self.min_links > self.slaves:
            count = f"{self.min_links} for {self.slaves} slaves"
            raise ModelError(f"min_links: {count}: the bond would never have a carrier; give it {self.slaves} or fewer")
        in_range("num_grat_arp", self.num_grat_arp, 0, 255)

    def _check_monitors(self) -> None:
        if self.arp_interval and self.mode not in ARP_MODES:
            raise ModelError(f"arp_interval: {self.mode} refuses ARP monitoring; only {', '.join(ARP_MODES)} take it")
        if self.arp_interval and self.miimon:
            raise ModelError("arp_interval: excludes miimon (setting one clears the other); set miimon to 0")
        if self.arp_interval and not self.arp_ip_target:
            raise ModelError("arp_interval: needs arp_ip_target, the addresses to probe")
        if self.arp_validate != "none" and not self.arp_interval:
            raise ModelError(f"arp_validate: {self.arp_validate} validates nothing without arp_interval")
        if (self.updelay or self.downdelay) and not self.miimon:
            raise ModelError("updelay, downdelay: need miimon, they count in its periods")

    def _check_preference(self) -> None:
        if self.primary is not None:
            if self.mode not in LEARNED_MODES:
                raise ModelError(
                    f"primary: {self.mode} has none; only {', '.join(LEARNED_MODES)} have one active slave"
                )
            in_range("primary", self.primary, 0, self.slaves - 1)
        if self.prio and len(self.prio) != self.slaves:
            raise ModelError(f"prio: {len(self.prio)} numbers for {self.slaves} slaves; give one for each")

    def _check_covered(self) -> None:
        if self.mode == "802.3ad":
            check_modelled(BONDING, "lacp_active", "on" if self.lacp_active else "off")
        if self.fail_over_mac != "none" and not self.num_grat_arp:
            raise NotModelled(f"fail_over_mac {self.fail_over_mac} with num_grat_arp 0 is not modelled")

    @property
    def has_active_slave(self) -> bool:
        """Whether one slave is the active one (`bond_uses_primary`)."""
        return self.mode in LEARNED_MODES

    @property
    def balances_load(self) -> bool:
        """Whether the slave is chosen by load measured over ten seconds."""
        return self.mode in ("balance-tlb", "balance-alb") and self.tlb_dynamic_lb
