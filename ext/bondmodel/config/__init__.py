"""Readers of the files that describe a cluster over bonds: /etc/network/interfaces and corosync.conf."""
