"""One function tried on the cases of an exercise, and the causes that a wrong result may have."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from course_lib.exercises._compare import same, show
from course_lib.exercises._exercise import Exercise
from course_lib.exercises._run import Outcome


class Cause(NamedTuple):
    """Why a result is wrong: a short name, and what is said."""

    slug: str
    says: str


class Trial(NamedTuple):
    """What a function did in each case of an exercise."""

    exercise: Exercise
    function: Callable[..., Any]
    got: list[Outcome]

    @property
    def ordinary(self) -> range:
        return range(len(self.exercise.probes))

    @property
    def everywhere(self) -> range:
        return range(len(self.exercise.cases))

    def right(self, i: int) -> bool:
        """Whether case i came out right."""
        ex, outcome = self.exercise, self.got[i]
        if outcome.error is not None or not outcome.ended:
            return False
        edge = i - len(ex.probes)
        accepts = ex.edges[edge].accepts if edge >= 0 else None
        if accepts is not None and isinstance(outcome.value, np.ndarray) and accepts(outcome.value):
            return True
        return same(outcome.value, ex.expected[i], ex.tolerance)

    def called(self, i: int) -> str:
        """The arguments of case i, as they are written in a call."""
        return f"({', '.join(show(value) for value in self.exercise.cases[i])})"
