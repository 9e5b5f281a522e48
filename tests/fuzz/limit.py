"""A bound on the time of one input."""

import signal


class LongerThan(BaseException):
    """No ordinary exception, so that nothing on the way takes it for one of its own."""


def within(seconds, work, *given):
    """Call something; raise LongerThan when it takes longer."""

    def stop(number, frame):
        raise LongerThan(f"it takes longer than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work(*given)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
