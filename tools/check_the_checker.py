"""Measure the exercises' checks: how many mistakes are named, and how long a check takes.

    python tools/check_the_checker.py [--details] [EXERCISE ...]

The judge's functions stand in tools/respellings, written by hand and not from the catalogue. Right
ones must be called correct, wrong ones must not; nine wrong ones in ten must be named, with a slug
and a sentence. `--details` prints what each wrong function was told.
"""

import argparse
import importlib
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import respellings

from course_lib.exercises import ALL, Exercise, Feedback

ROOT = Path(__file__).resolve().parent.parent
NAMED_AT_LEAST = 0.9
MILLISECONDS_AT_MOST = 50
WRONG_KINDS = [kind for kind in respellings.KINDS if kind != "right"]
COLUMNS = "{:27}{:>7}{:>12}{:>8}{:>10}{:>8}{:>11}{:>9}{:>9}"


def load() -> dict[str, dict[str, list[Callable]]]:
    """Every function of the judge's set, by exercise and kind."""
    for path in sorted(Path(respellings.__file__).parent.glob("[!_]*.py")):
        importlib.import_module(f"respellings.{path.stem}")
    return respellings.FUNCTIONS


def timed(exercise: Exercise, function: Callable) -> tuple[Feedback, float]:
    """The feedback, and how many milliseconds it took."""
    start = time.perf_counter()
    feedback = exercise.check(function)
    return feedback, 1000 * (time.perf_counter() - start)


def share(count: Counter, kind: str) -> str:
    return f"{count[kind, 'named']}/{count[kind, 'all']}"


def measure(exercise: Exercise, details: bool) -> tuple[Counter, list[str], list[float]]:
    """Counts by kind, the faults found, and the milliseconds of each check that ended."""
    count, faults, times = Counter(), [], []
    for mistake in exercise.mistakes:
        feedback, spent = timed(exercise, exercise.function_with(mistake))
        count["catalogue", "all"] += 1
        if feedback.status == "wrong" and feedback.mistake == mistake.slug:
            count["catalogue", "named"] += 1
        else:
            faults.append(f"{exercise.name}: {mistake.slug} is told {feedback.message}")
        if mistake.slug != "never-ends":
            times.append(spent)
    for kind, functions in load()[exercise.name].items():
        for function in functions:
            feedback, spent = timed(exercise, function)
            wanted = "correct" if kind == "right" else "wrong"
            named = feedback.mistake is not None or kind == "right"
            count[kind, "all"] += 1
            count[kind, "named"] += feedback.status == wanted and named
            where = f"{exercise.name}, {kind}: {function.__name__} ({function.__doc__})"
            if feedback.status != wanted:
                faults.append(f"{where} is called {feedback.status}\n  {feedback.message}")
            elif details and kind != "right":
                print(f"{where}\n  [{feedback.mistake}] {feedback.message}\n")
            if feedback.mistake != "never-ends":
                times.append(spent)
    return count, faults, times


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--details", action="store_true", help="print what each one is told")
    parser.add_argument("exercises", nargs="*", default=list(ALL))
    options = parser.parse_args()
    head = ("exercise", "known", "recognised", "right", *WRONG_KINDS, "median ms", "worst ms")
    print(COLUMNS.format(*head))
    total, faults, slow = Counter(), [], []
    for name in options.exercises:
        exercise = ALL[name]
        exercise.check(exercise.reference)
        count, found, times = measure(exercise, options.details)
        total += count
        faults += found
        print(
            COLUMNS.format(
                name,
                count["catalogue", "all"],
                count["catalogue", "named"],
                *(share(count, kind) for kind in respellings.KINDS),
                f"{statistics.median(times):.1f}",
                f"{max(times):.1f}",
            ),
            flush=True,
        )
        if statistics.median(times) > MILLISECONDS_AT_MOST:
            slow.append(name)
    named = sum(total[kind, "named"] for kind in WRONG_KINDS)
    wrong = sum(total[kind, "all"] for kind in WRONG_KINDS)
    counts = (total["catalogue", "all"], total["catalogue", "named"])
    print(COLUMNS.format("all", *counts, *(share(total, k) for k in respellings.KINDS), "", ""))
    print(f"Named: {named} of {wrong} wrong functions, {100 * named / max(wrong, 1):.1f} %.")
    if slow:
        print(f"Slower than {MILLISECONDS_AT_MOST} ms in the median: {', '.join(slow)}")
    print("\n".join(faults) or "No wrong function was called correct, and no right one wrong.")
    return bool(faults) or named < NAMED_AT_LEAST * wrong


if __name__ == "__main__":
    sys.exit(main())
