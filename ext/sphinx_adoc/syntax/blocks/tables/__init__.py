"""Tables: cells are cut out of the lines (psv, csv, dsv), then laid into columns and rows."""

from .table import read_table

__all__ = ["read_table"]
