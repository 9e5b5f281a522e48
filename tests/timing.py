"""How long something takes, for tests that compare one time with another."""

import gc
import time
from collections.abc import Callable


def cpu_time(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of processor time that a call takes, the best of some. Meanwhile no garbage is collected: a collection
    looks at all objects there are, those of other tests too.
    """
    best = float("inf")
    gc.disable()
    try:
        for _ in range(times):
            begin = time.process_time()
            work()
            best = min(best, time.process_time() - begin)
    finally:
        gc.enable()
    return best
