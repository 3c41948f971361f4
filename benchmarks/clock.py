"""Time contestants fairly: in turns, and in processor time, which other programs do not add to."""

import argparse
import json
import sys
import time
from collections.abc import Callable

try:
    import torch
except ImportError:
    torch = None

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


def report(measure: Callable[[int, bool], dict], description: str) -> None:
    """Run a module's `measure` with the threads asked for, and print what it found as JSON."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("threads", type=int)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if torch:
        torch.set_num_threads(options.threads)
    started = time.perf_counter()
    results = measure(options.threads, options.quick)
    progress(f"  {time.perf_counter() - started:.0f} s")
    print(json.dumps(results))
