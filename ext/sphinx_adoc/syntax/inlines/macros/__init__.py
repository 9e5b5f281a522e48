"""The inline macros: one module for each family, and :mod:`.table`, their order."""
