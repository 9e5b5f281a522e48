"""How the claims of tests run whose bare numbers are seconds."""

from sphinx_adoc.claims import Conditions

SECONDS = Conditions(units={"time": 1.0})
