"""What the model makes of each option of the bonding driver.

The names are the kernel's: Documentation/networking/bonding.rst, bond_options.c and the attributes in sysfs.
"""

from __future__ import annotations

from bondmodel.treatment import Table, honoured, no_effect, refused

_LOAD = "it is about how well frames are spread, not about who is reached"
_ONE_AGGREGATOR = "all links of a bond end at one partner here, so there is one aggregator to choose"
_AT_ONCE = "each node sends all the time, so switches and peers learn of a change from its next frame"

BONDING: Table = {
    "mode": honoured(),
    "slaves": honoured(),
    "xmit_hash_policy": honoured(),
    "miimon": honoured(),
    "updelay": honoured(),
    "downdelay": honoured(),
    "arp_interval": honoured(),
    "arp_ip_target": honoured(),
    "arp_missed_max": honoured(),
    "lacp_rate": honoured(),
    "coupled_control": honoured(),
    "min_links": honoured(),
    "packets_per_slave": honoured(),
    "tlb_dynamic_lb": honoured(),
    "all_slaves_active": honoured(),
    "primary": honoured(),
    "primary_reselect": honoured(),
    "prio": honoured(),
    "fail_over_mac": honoured(),
    "num_grat_arp": honoured(),
    "num_unsol_na": honoured(),
    "arp_validate": refused("a filter of what the ARP monitor counts", "none", "active", "backup", "all"),
    "arp_all_targets": refused("a bond that wants to hear all of several arp_ip_targets", "any"),
    "ns_ip6_target": refused("monitoring by IPv6 neighbour solicitations", ""),
    "lacp_active": refused("a passive LACP end", "on"),
    "broadcast_neighbor": refused("ARP that is sent on all slaves", "off"),
    "active_slave": refused("an active slave that was chosen by hand", ""),
    "queue_id": refused("traffic that is steered to slaves by queues", ""),
    "ad_select": no_effect(_ONE_AGGREGATOR),
    "actor_port_prio": no_effect(_ONE_AGGREGATOR),
    "ad_actor_sys_prio": no_effect("it decides whose port priorities count; no port is left in standby here"),
    "ad_actor_system": no_effect("it names the end; the partner takes any name"),
    "ad_user_port_key": no_effect("it groups ports; those of one bond are alike here"),
    "peer_notif_delay": no_effect(_AT_ONCE),
    "resend_igmp": no_effect("Corosync over knet sends no multicast"),
    "lp_interval": no_effect(_AT_ONCE),
    "max_bonds": no_effect("it is about how many bonds the module makes when it is loaded"),
    "use_carrier": no_effect("the driver's older ways to ask for the carrier give the same answer"),
}
