"""Verdicts kept from run to run, by all that they follow from.

``questions``   what they follow from outside their process, asked again
``chance``      code whose result may differ although nothing has changed
``verdicts``    what is kept, and when it is found
"""

from .verdicts import Kept

__all__ = ["Kept"]
