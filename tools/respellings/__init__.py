"""Functions that readers might write, to measure the exercises' checks with.

They are written by hand from what each exercise asks for, without a look at the catalogue of
mistakes, and in other words than it would use. `make check-the-checker` runs them all.
"""

from collections import defaultdict
from collections.abc import Callable

KINDS = ("right", "known", "two", "unlisted")
# exercise -> kind -> functions
FUNCTIONS: dict[str, dict[str, list[Callable]]] = defaultdict(lambda: {kind: [] for kind in KINDS})


def _collector(kind: str) -> Callable[[str], Callable]:
    def of(exercise: str) -> Callable:
        def keep(function: Callable) -> Callable:
            FUNCTIONS[exercise][kind].append(function)
            return function

        return keep

    return of


right = _collector("right")  # right, in unusual clothes
known = _collector("known")  # a mistake that teachers know well, spelt in another way
two = _collector("two")  # two mistakes at once
unlisted = _collector("unlisted")  # a mistake that no list holds
