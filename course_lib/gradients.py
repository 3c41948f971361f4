"""Slopes from values alone: the independent truth against which every gradient is checked."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from course_lib._checks import FloatArray, as_floats, as_positive, as_returned_number


def numerical_gradient(
    f: Callable[[FloatArray], float], x: ArrayLike, h: float = 6e-6
) -> FloatArray:
    """``(f(x + h) - f(x - h)) / (2 h)`` for each entry of x in turn: central differences.

    The formula's own error shrinks with h squared, the rounding error grows with 1/h. For a smooth
    f with values and x near 1 they balance at the cube root of the rounding unit, 6e-6, which
    leaves about ten right digits.

    Args:
        f: takes an array of x's shape and returns one number.
        x: where the slope is wanted, of any shape; it is not changed.
        h: the half-width of the step, in the unit of x; positive.

    Returns:
        The slope along each entry, float64, of x's shape.

    Raises:
        TypeError: if f is not a function or does not return one number.
        ValueError: on an empty x, NaN, inf, an h that is not positive, or an h that is lost
            beside a large entry of x.

    Example:
        >>> numerical_gradient(lambda x: (x**2).sum(), [1.0, -3.0]).round(6).tolist()
        [2.0, -6.0]
    """
    if not callable(f):
        raise TypeError(f"f must be a function of x, but got {f!r}. Pass f itself, not f(x).")
    h = as_positive("h", h, "It is the half-width of the step.")
    (centre,) = as_floats(("x", x))
    centre = np.array(centre, dtype=np.float64)
    gradient = np.empty_like(centre)
    for index in np.ndindex(centre.shape):
        ahead, behind = centre.copy(), centre.copy()
        ahead[index] += h
        behind[index] -= h
        # the step that the floats really took, which is not always 2 h
        step = ahead[index] - behind[index]
        if step == 0:
            raise ValueError(
                f"h must move x, but got {h} beside an entry {centre[index]}. "
                "Take a larger h for large numbers."
            )
        gradient[index] = (as_returned_number(f(ahead)) - as_returned_number(f(behind))) / step
    return gradient
