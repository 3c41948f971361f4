"""Time contestants fairly: in turns, and in processor time, which other programs do not add to."""

import sys
import time
from collections.abc import Callable

Times = dict[str, list[tuple[float, float]]]


def progress(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def interleaved(contestants: dict[str, Callable[[], object]], rounds: int) -> Times:
    """(CPU seconds, seconds) of each contestant in each round, after one round that is not counted.

    All run once in a round, so what slows the machine for a while slows them alike. Each round
    begins with another one.
    """
    names = list(contestants)
    times: Times = {name: [] for name in names}
    for number in range(rounds + 1):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            seconds, cpu = time.perf_counter(), time.process_time()
            contestants[name]()
            spent = (time.process_time() - cpu, time.perf_counter() - seconds)
            if number:
                times[name].append(spent)
    return times
