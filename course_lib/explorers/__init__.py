"""Figures that the reader moves, on the page and in a notebook alike.

Each function computes all that its figure can show, and returns an `Explorer`: the last line of a
cell shows it, with no kernel needed afterwards. Called again with a function or numbers of your
own, it draws those.
"""

from course_lib.explorers._explorer import Explorer
from course_lib.explorers._gradient_descent import explore_descent

__all__ = ["Explorer", "explore_descent"]
