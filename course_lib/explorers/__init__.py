"""Figures that the reader moves, on the page and in a notebook alike.

Each function computes all that its figure can show, and returns an `Explorer`: the last line of a
cell shows it, with no kernel needed afterwards. Called again with a function or numbers of your
own, it draws those.
"""

from course_lib.explorers._draw_digit import draw_digit
from course_lib.explorers._explorer import Explorer
from course_lib.explorers._gradient_descent import (
    explore_descent,
    explore_grid,
    explore_valley,
)
from course_lib.explorers._handwritten_digits import (
    explore_learning_rates,
    explore_mistakes,
)
from course_lib.explorers._likelihood import (
    explore_likelihood,
    explore_sigmoid,
    explore_softmax,
)
from course_lib.explorers._measure_error import (
    explore_accuracy,
    explore_losses,
    explore_surprise,
)

__all__ = [
    "Explorer",
    "draw_digit",
    "explore_accuracy",
    "explore_descent",
    "explore_grid",
    "explore_learning_rates",
    "explore_likelihood",
    "explore_losses",
    "explore_mistakes",
    "explore_sigmoid",
    "explore_softmax",
    "explore_surprise",
    "explore_valley",
]
