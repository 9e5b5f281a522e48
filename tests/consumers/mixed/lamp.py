"""What a lamp does."""


def turn(seconds: int, *, back: bool = False) -> float:
    """Turn the lamp.

    Args:
        seconds: how long a turn takes
        back: turn it the other way

    Returns:
        turns in a minute
    """
    return 60 / seconds


def stop() -> None:
    """Stop the lamp."""


def undocumented():
    return None
