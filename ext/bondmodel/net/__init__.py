"""Bonds, their link monitors and LACP, switches and neighbour tables: what one network delivers under faults."""
