"""Lamps that the cases speak of."""

BLINKING = {"harbour lamp": "always", "pier lamp": "never", "buoy": "can"}
SECONDS = {"harbour lamp": (10, 12), "pier lamp": 30, "buoy": (4, 9)}


def often(lamp, act):
    """How often a lamp does something."""
    said = BLINKING[lamp]
    return said if act == "blinks" else {"always": "never", "never": "always"}.get(said, said)


def turns(lamp):
    """How long a turn takes."""
    return SECONDS[lamp]


def pairs(count):
    """The pairs of so many lamps."""
    return count * (count - 1) // 2


def seen(lamp, how_often, sky="clear"):
    """Whether a lamp is seen so often."""
    return (lamp == "harbour lamp") == (how_often == "always") and sky == "clear"


def which(act: str, lamp: list[str]):
    """Whether just these lamps are the ones that do not always do something."""
    return sorted(lamp) == sorted(name for name in BLINKING if often(name, act) != "always")


vocabulary = {"count": {"row of {}": lambda number: number + 1}}
