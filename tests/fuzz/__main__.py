"""``python -m tests.fuzz [--minutes N] [--seed N] [--guided] [SURFACE...]``: try inputs until the time is over.

An input for which something does not hold is written to a file ``fuzz-SURFACE-HASH`` in the current folder; given as
``--again FILE``, it is tried once more. ``--guided`` lets coverage lead the way; it needs atheris (``tox -e fuzz``).
"""

import argparse
import hashlib
import sys
import time
import traceback
from itertools import count
from pathlib import Path
from random import Random

from .inputs import changed
from .limit import LongerThan, within
from .surfaces import BY_NAME, LONGEST, SURFACES


def main():
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("surfaces", metavar="SURFACE", nargs="*", choices=[[], *BY_NAME], help=", ".join(BY_NAME))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=time.time_ns())
    parser.add_argument("--guided", action="store_true")
    parser.add_argument("--again", type=Path)
    args = parser.parse_args()
    chosen = [BY_NAME[name] for name in args.surfaces] or list(SURFACES)
    if args.again:
        chosen[0].holds(args.again.read_bytes())
        return 0
    if args.guided:
        from .guided import run

        return run(chosen, args.minutes)
    return at_random(chosen, args.minutes, args.seed)


def at_random(surfaces, minutes, seed):
    """Try the surfaces in turn; return 1 where something did not hold."""
    random, end, tried, wrong = Random(seed), time.monotonic() + 60 * minutes, dict.fromkeys(BY_NAME, 0), 0
    print(f"seed {seed}")
    for number in count():
        if time.monotonic() > end:
            break
        surface = surfaces[number % len(surfaces)]
        data = changed(random, surface.seeds(), surface.words)
        tried[surface.name] += 1
        try:
            within(LONGEST, surface.holds, data)
        except (Exception, LongerThan):  # noqa: BLE001 (whatever it is, it is what is looked for)
            wrong += 1
            print(f"{surface.name}: {kept(surface, data)}")
            traceback.print_exc()
    print(", ".join(f"{name}: {amount}" for name, amount in tried.items() if amount), f"- {wrong} wrong")
    return 1 if wrong else 0


def kept(surface, data):
    """The file that an input is written to."""
    path = Path(f"fuzz-{surface.name.replace(' ', '-')}-{hashlib.sha256(data).hexdigest()[:12]}")
    path.write_bytes(data)
    return path


if __name__ == "__main__":
    sys.exit(main())
