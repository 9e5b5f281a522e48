"""Every option of the kernel's bonding driver and of Corosync has a fate, and the same one wherever it is read.

The lists in `options/` are the names that the kernel's bonding.rst and Corosync's manual pages give. Where these are
installed (Debian: linux-doc, corosync, corosync-qdevice) the lists are held against them.
"""

import gzip
import re
from pathlib import Path

import pytest
from bondmodel import ModelError, NotModelled, Scenario
from bondmodel.config.bonds import KERNEL_ONLY, OTHER_NAMES, RULES
from bondmodel.config.corosync_table import COROSYNC
from bondmodel.config.corosync_values import NUMBERS, TEXTS, WORDS
from bondmodel.net.bond.settings import KINDS, NAMES, SAME, bond_fields
from bondmodel.net.bond.table import BONDING
from bondmodel.study.description import Description
from bondmodel.treatment import FATES, HONOURED, NO_EFFECT, REFUSED

LISTS = Path(__file__).with_name("options")
DOCS = Path("/usr/share/doc")
PAGES = Path("/usr/share/man")
PAGE_OF = {
    "corosync.conf": "man5/corosync.conf.5.gz",
    "votequorum": "man5/votequorum.5.gz",
    "corosync-qdevice": "man8/corosync-qdevice.8.gz",
}


def listed(name):
    """The names of one list; a line `[section]` begins a part."""
    out, section = {}, ""
    for line in (LISTS / f"{name}.txt").read_text().splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            out.setdefault(section, []).append(line)
    return out


def test_every_option_of_the_driver_is_accounted_for():
    assert set(BONDING) == set(listed("bonding")[""])


@pytest.mark.parametrize("section", sorted({*listed("corosync"), *COROSYNC}))
def test_every_option_of_corosync_is_accounted_for(section):
    assert set(COROSYNC.get(section, ())) == set(listed("corosync").get(section, ()))


def installed(path):
    if path is None or not path.exists():
        pytest.skip("its documentation is not installed")
    return gzip.open(path, "rt", encoding="utf-8").read() if path.suffix == ".gz" else path.read_text()


def test_the_list_of_the_driver_is_that_of_its_documentation():
    text = installed(next(iter(sorted(DOCS.glob("linux-doc-*/Documentation/networking/bonding.rst.gz"))), None))
    heads = text[text.index("The parameters are as follows") :].partition("\n3. Configuring Bonding Devices\n=")[0]
    names = set(re.findall(r"^([a-z][a-z0-9_]+),?$", heads, re.MULTILINE))
    assert len(names) > 30
    assert names <= set(listed("bonding")[""])


@pytest.mark.parametrize("page", PAGE_OF)
def test_the_lists_of_corosync_are_those_of_its_manual(page):
    text = installed(PAGES / PAGE_OF[page])
    known = {name for names in listed("corosync").values() for name in names}
    text = text.partition("ADVANCED SETTINGS")[0]
    entries = set(re.findall(r"^\.TP\n(?:\.B )?([a-z]\w+)(?: \(.*\))?$", text, re.MULTILINE))
    entries |= set(re.findall(r"^\.B (\w+): [01]$", text, re.MULTILINE))
    sections = {"interface", "logging", "quorum", "nodelist", "totem", "system", "resources", "nozzle"}
    assert len(entries) > 5
    assert entries - sections - {"ringX_addr", "exec_NAME", "ffsplit", "lms"} <= known


@pytest.mark.parametrize("treatment", [*BONDING.values(), *(t for table in COROSYNC.values() for t in table.values())])
def test_a_fate_and_its_reason(treatment):
    assert treatment.fate in FATES
    assert bool(treatment.why) == (treatment.fate != HONOURED)
    assert not treatment.harmless or treatment.fate == REFUSED


def test_what_is_honoured_can_be_said_to_a_scenario():
    fields = set(Description.__dataclass_fields__)
    honoured = {SAME.get(name, name) for name, t in BONDING.items() if t.fate == HONOURED}
    assert honoured <= fields
    of_quorum = {name for name, t in COROSYNC["quorum"].items() if t.fate == HONOURED} - {"provider"}
    assert {"auto_tie_breaker" if name == "auto_tie_breaker_node" else name for name in of_quorum} <= fields
    assert {"token", "token_coefficient", "consensus"} <= fields


def test_what_has_no_effect_is_no_field_of_a_bond():
    assert not {name for name, t in BONDING.items() if t.fate == NO_EFFECT} & set(KINDS)


@pytest.mark.parametrize("name", [name for name, t in BONDING.items() if t.fate == REFUSED])
def test_what_is_refused_is_refused_everywhere(name):
    """As an option of the driver, and where a scenario takes it."""
    values = [v for v in NAMES.get(name, ("eno1",)) if v not in BONDING[name].harmless]
    for value in values:
        with pytest.raises(NotModelled, match=name):
            bond_fields({name: value, "arp_ip_target": "10.0.0.1,10.0.0.2"})
    if name in Description.__dataclass_fields__:
        watched = {"arp_interval": 100, "arp_ip_target": ["10.0.0.1"], "mode": "active-backup"}
        for value in values:
            with pytest.raises((NotModelled, ModelError), match=name):
                Scenario(**watched, **{name: value}).run()
    for value in BONDING[name].harmless:
        bond_fields({name: value})


def test_what_has_no_effect_changes_nothing():
    for name, treatment in BONDING.items():
        if treatment.fate == NO_EFFECT:
            assert bond_fields({name: "1"}) == {}


def test_every_option_that_a_file_may_hold_is_one_of_the_driver():
    def kernel(key):
        return OTHER_NAMES.get(key, key.removeprefix("bond-").replace("-", "_"))

    assert {kernel(key) for key in (*RULES, *KERNEL_ONLY)} - {None} <= set(BONDING)
    assert set(BONDING) - {kernel(key) for key in (*RULES, *KERNEL_ONLY)} == {"max_bonds"}


@pytest.mark.parametrize("section", [*NUMBERS, *WORDS, *TEXTS])
def test_every_option_whose_values_are_checked_has_a_fate(section):
    known = {*NUMBERS.get(section, ()), *WORDS.get(section, ()), *TEXTS.get(section, ())}
    assert known == set(COROSYNC[section])
