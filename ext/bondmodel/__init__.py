"""What Linux bonds, LACP, Corosync and the HA watchdog really do: a model of them in virtual time."""
