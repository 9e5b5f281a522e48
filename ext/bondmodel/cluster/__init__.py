"""Corosync over what the networks deliver: knet links, Totem's rings, votes, and the HA stack's watchdog."""
