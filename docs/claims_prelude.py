"""What the claims of the books see: the model, the runs that they share, and the readers of configuration blocks."""

# ruff: noqa: F401, F403, F405 (these names are for the snippets)

import math
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from itertools import combinations, product

from bond_matrix import SIZES as SIZES_OF_MATRIX
from bond_matrix import Matrix
from bond_questions import *
from bond_runs import *
from bondmodel import *
from bondmodel.cluster.ha import LRM_ROUND
from bondmodel.cluster.knet import DEFAULT_PRIORITY
from bondmodel.cluster.ring import PVE_COEFFICIENT
from bondmodel.cluster.votequorum import Quorum
from bondmodel.config.corosync_table import MAX_LINKS
from bondmodel.config.interfaces import read as read_interfaces
from bondmodel.net.bond.transmit import REDEAL_MS
from bondmodel.net.frame import ETH_ARP, arp
from bondmodel.net.lacp import PERIOD_TICKS, TICK_MS, TIMEOUT_TICKS
from bondmodel.net.neighbour import DELAY_PROBE_MS, PROBES_MS, REACHABLE_MS
from bondmodel.net.network import connectivity
from bondmodel.study import configured
from bondmodel.study.explain.cases import OUTCOMES
from bondmodel.study.explain.choices import Choices
from bondmodel.study.explain.report import explained
from claims_completions import completions


def strictly(check):
    """A checker for examples: what is merely remarkable in somebody's own file is an error in one that others copy."""
    return lambda text: [replace(found, severity="error") for found in check(text) if found.severity != "note"]


def under_cluster(text):
    """What is found in an interfaces file, its bonds under Corosync's network among it: their LACP has to be fast."""
    return configured.read(text, CLUSTER).interface_findings


checkers = {"interfaces": strictly(under_cluster), "corosync": strictly(check_corosync)}
