"""General ways in which a result differs from another, whatever the exercise: tables of data.

Each sentence is true of a result that is right but for this change, and of one that has a mistake
besides; so it speaks of the change alone.
"""

import contextlib
import itertools
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from course_lib.language import _


class Change(NamedTuple):
    """A change: its slug, what is said of it, what makes it, and what is said after a mistake."""

    slug: str
    says: str
    make: Callable[..., Any]
    then: str = ""


class Size(NamedTuple):
    """How many examples (n) and columns (k) the arguments have; 0 where there are none."""

    n: int
    k: int


# By which number a result was multiplied: make(size).
FACTORS = [
    Change(
        "halved",
        "There is a factor 1/2 too many, or a 2 too few.",
        lambda s: 1 / 2,
        "And a factor 1/2 is too many, or a 2 too few.",
    ),
    Change("doubled", "There is a factor 2 too many.", lambda s: 2, "And a factor 2 is too many."),
    Change("negated", "The sign is the wrong way round.", lambda s: -1),
    Change(
        "times-n",
        "It is n times as large, with n the number of examples: divide by n once.",
        lambda s: s.n,
        "And it is multiplied by n, the number of examples.",
    ),
    Change(
        "divided-by-n",
        "It is divided by n, the number of examples, once too often.",
        lambda s: 1 / s.n,
        "And it is divided by n, the number of examples.",
    ),
    Change(
        "times-k",
        "It is k times as large, with k the number of columns: divide by k once.",
        lambda s: s.k,
        "And it is multiplied by k, the number of columns.",
    ),
    Change(
        "divided-by-k",
        "It is divided by k, the number of columns, and should not be.",
        lambda s: 1 / s.k,
        "And it is divided by k, the number of columns.",
    ),
    Change(
        "times-nk",
        "It is n k times as large, with n k the number of all entries.",
        lambda s: s.n * s.k,
        "And it is multiplied by n k, the number of all entries.",
    ),
    Change(
        "divided-by-nk",
        "It is divided by n k, the number of all entries, and should not be.",
        lambda s: 1 / (s.n * s.k),
        "And it is divided by n k, the number of all entries.",
    ),
    Change(
        "n-over-k",
        "It is divided by the number of columns where the number of examples is meant.",
        lambda s: s.n / s.k,
    ),
    Change(
        "k-over-n",
        "It is divided by the number of examples where the number of columns is meant.",
        lambda s: s.k / s.n,
    ),
    Change(
        "divided-by-n-minus-1",
        "It is divided by n - 1, one less than the number of examples.",
        lambda s: s.n / (s.n - 1),
    ),
    Change(
        "divided-by-n-plus-1",
        "It is divided by n + 1, one more than the number of examples.",
        lambda s: s.n / (s.n + 1),
    ),
    Change(
        "divided-by-root-n",
        "It is divided by the root of n where n itself is meant.",
        lambda s: s.n**0.5,
    ),
    Change(
        "log-base-2",
        "The logarithm has base 2: `np.log` is the natural one.",
        lambda s: 1 / np.log(2),
    ),
    Change(
        "log-base-10",
        "The logarithm has base 10: `np.log` is the natural one.",
        lambda s: 1 / np.log(10),
    ),
    Change(
        "in-percent",
        "It is 100 times as large, a percentage.",
        lambda s: 100,
        "And it is multiplied by 100.",
    ),
]

# What was done to a result: make(value).
MAPS = [
    Change("root-taken", "A square root is taken at the end, and none belongs there.", np.sqrt),
    Change("squared", "The result is squared at the end, and should not be.", np.square),
    Change(
        "exp-taken",
        "It is e to the power of what is asked for: the last logarithm is missing, or an exp is"
        " too many.",
        np.exp,
        "And e is taken to the power of it.",
    ),
    Change(
        "log-taken",
        "It is the logarithm of what is asked for: one log too many, or an exp too few.",
        np.log,
        "And a logarithm is taken of it.",
    ),
    Change(
        "one-minus",
        "It is 1 minus what is asked for: the other case is taken.",
        lambda v: 1 - v,
        "And it is taken off 1.",
    ),
    Change(
        "one-plus", "It is 1 larger than what is asked for.", lambda v: v + 1, "And 1 is added."
    ),
    Change(
        "minus-one",
        "It is 1 smaller than what is asked for.",
        lambda v: v - 1,
        "And 1 is taken off.",
    ),
    Change(
        "reciprocal",
        "It is 1 divided by what is asked for.",
        lambda v: 1 / v,
        "And 1 is divided by it.",
    ),
    Change("sign-lost", "Its sign is lost: an absolute value is taken at the end.", np.abs),
    Change("sign-only", "Only the sign is left: the size is gone.", np.sign),
    Change("negative-part-lost", "Values below 0 are cut off.", lambda v: np.maximum(v, 0)),
    Change("capped-at-1", "Values above 1 are cut off.", lambda v: np.minimum(v, 1)),
    *(
        Change(
            "rounded",
            f"It is rounded to {d} digit{'s' * (d > 1)} after the point: leave all digits.",
            lambda v, d=d: np.round(v, d),
        )
        for d in range(1, 5)
    ),
    Change("rounded", "It is rounded to a whole number: leave all digits.", np.round),
    Change("cut-to-whole-numbers", "The digits after the point are cut off.", np.trunc),
    Change("transposed", "Rows and columns have changed places.", np.transpose),
    Change(
        "added-up",
        "The entries are added up to one number: each keeps its own place.",
        lambda v: np.sum(v),
    ),
    Change(
        "averaged",
        "The entries are averaged to one number: each keeps its own place.",
        lambda v: np.mean(v),
    ),
    Change(
        "added-up-over-examples",
        "The rows are added up (axis 0): each keeps its own place.",
        lambda v: np.sum(v, axis=0),
    ),
    Change(
        "averaged-over-examples",
        "The rows are averaged (axis 0): each keeps its own place.",
        lambda v: np.mean(v, axis=0),
    ),
    Change(
        "added-up-over-columns",
        "Each row is added up (axis 1): its entries keep their own places.",
        lambda v: np.sum(v, axis=1),
    ),
    Change(
        "averaged-over-columns",
        "Each row is averaged (axis 1): its entries keep their own places.",
        lambda v: np.mean(v, axis=1),
    ),
    Change("largest-only", "Only the largest entry is returned.", lambda v: np.max(v)),
    Change(
        "running-total",
        "It is a running total of what is asked for.",
        lambda v: np.cumsum(v) if v.ndim else v,
        "And a running total is made of it.",
    ),
    Change("first-entry-only", "Only the first entry is returned.", lambda v: v[0]),
    Change("last-entry-only", "Only the last entry is returned.", lambda v: v[-1]),
    Change("reversed", "The entries are in reverse order.", lambda v: v[::-1]),
    Change(
        "sorted", "The entries are sorted: each keeps its own place.", lambda v: np.sort(v, axis=0)
    ),
]


def times(factor: Change, sign: int) -> Change:
    """The change that multiplies by a factor, and turns the sign round where `sign` is −1."""

    def make(value: Any, size: Size) -> Any:
        return sign * factor.make(size) * value

    if sign > 0:
        return factor._replace(make=make)
    says = _("The sign is the wrong way round. {says}").format(says=_(factor.says))
    then = _("And the sign is the wrong way round. {says}")
    then = then.format(says=_(factor.then or factor.says))
    return Change(f"negated+{factor.slug}", says, make, then)


@cache
def factors(size: Size) -> list[tuple[Change, int, float]]:
    """The factors that mean something for this size, each with a sign, and with the number."""
    found = []
    for sign, factor in itertools.product((1, -1), FACTORS):
        if sign < 0 and factor.slug == "negated":
            continue
        with contextlib.suppress(ZeroDivisionError):
            number = sign * float(factor.make(size))
            if number:
                found.append((factor, sign, number))
    return found


# What else is done to a result, as make(value, size).
DONE = [c._replace(make=lambda value, size, c=c: c.make(value)) for c in MAPS]

# What must still be done to the result that was given: make(given, wanted).
UNFINISHED = [
    Change(
        "wrong-shape",
        "The shape is not the one asked for: which axis is kept, or lost?",
        lambda given, wanted: given.reshape(wanted.shape),
    ),
    Change(
        "not-added-up",
        "It is one value for each entry, not added up to one number.",
        lambda given, wanted: np.sum(given),
    ),
    Change(
        "not-averaged",
        "It is one value for each entry, not averaged to one number.",
        lambda given, wanted: np.mean(given),
    ),
    Change(
        "not-added-up-over-columns",
        "It is one value for each entry, where each row is to be added up.",
        lambda given, wanted: np.sum(given, axis=1),
    ),
    Change(
        "not-averaged-over-rows",
        "It is one value for each entry, where each row is to be added up, and the sums averaged.",
        lambda given, wanted: np.mean(np.sum(given, axis=1)),
    ),
]

# What was done to a pair: make(pair).
PAIRS = [
    Change(
        "swapped-parts", "The parts of the result have changed places.", lambda pair: pair[::-1]
    ),
    Change("only-the-first-part", "Only the first part is returned.", lambda pair: pair[0]),
    Change("only-the-second-part", "Only the second part is returned.", lambda pair: pair[1]),
]


def _on_arrays(change: Callable[[Any], Any]) -> Callable[..., Any]:
    """The arguments with `change` made to every array that has one row for each example."""

    def make(*arguments: Any) -> tuple[Any, ...]:
        n = size_of(arguments).n

        def apply(value: Any) -> Any:
            is_array = isinstance(value, np.ndarray) and value.ndim > 0
            return change(value) if is_array and len(value) == n and n > 1 else value

        return tuple(apply(value) for value in arguments)

    return make


def _swapped(first: Any, second: Any, *rest: Any) -> tuple[Any, ...]:
    return second, first, *rest


def _first_reversed(first: Any, *rest: Any) -> tuple[Any, ...]:
    return first[::-1], *rest


def _first_negated(first: Any, *rest: Any) -> tuple[Any, ...]:
    return -first, *rest


# Which other arguments the result would be right for.
OTHER_ARGUMENTS = [
    Change(
        "arguments-swapped", "It is computed as if the first two arguments were swapped.", _swapped
    ),
    Change(
        "first-left-out",
        "The first example is left out: a loop begins at 0.",
        _on_arrays(lambda v: v[1:]),
    ),
    Change(
        "last-left-out",
        "The last example is left out: a loop over `range(n)` reaches all.",
        _on_arrays(lambda v: v[:-1]),
    ),
    Change(
        "only-the-first",
        "Only the first example counts: does a `return` stand inside the loop?",
        _on_arrays(lambda v: v[:1]),
    ),
    Change(
        "only-the-last",
        "Only the last example counts: is the total set anew, in place of added to?",
        _on_arrays(lambda v: v[-1:]),
    ),
    Change(
        "order-reversed",
        "One argument is read from its end: the pairs are mixed up.",
        _first_reversed,
    ),
    Change(
        "sign-of-the-input",
        "It is computed as if the first argument had the opposite sign.",
        _first_negated,
    ),
]


def size_of(arguments: tuple[Any, ...]) -> Size:
    """n and k of the first array among the arguments."""
    for value in arguments:
        if isinstance(value, tuple) and value:
            value = value[0]
        if isinstance(value, np.ndarray) and value.ndim:
            return Size(len(value), value.shape[1] if value.ndim == 2 else 0)
    return Size(0, 0)
