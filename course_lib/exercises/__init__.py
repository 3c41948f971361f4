"""Checks of a reader's answers: try a function on one case that can be worked out by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np


@dataclass(frozen=True)
class Feedback:
    """What a check found: `status`, and `message`, which is what the reader sees."""

    status: Literal["not attempted", "wrong", "correct"]
    message: str

    def __repr__(self) -> str:
        return self.message


def check(function: Callable[..., Any], case: Sequence[Any], expected: Any) -> Feedback:
    """Call ``function(*case)`` and compare with the expected result, rounding apart.

    Args:
        function: the reader's function; a body of ``...`` or ``pass`` counts as not attempted.
        case: its arguments: numbers, functions, lists (which become arrays) or tuples of these.
            They are copied, so that a function that changes them spoils nothing.
        expected: the right result: a number, an array, or a tuple of these.

    Returns:
        Feedback. It is shown as its message; an error in the function is reported, not raised.

    Example:
        >>> def double(x): return x + x
        >>> check(double, [3.0], expected=6.0)
        double: correct.
        >>> def double(x): return x * x
        >>> check(double, [3.0], expected=6.0)
        double: for (3.0) it gave 9.0, expected 6.0.
        >>> def double(x): ...
        >>> check(double, [3.0], expected=6.0)
        double: not attempted. Replace the ... and run the cell again.
    """
    name = getattr(function, "__name__", "the function")
    arguments = [_copy(value) for value in case]
    called = ", ".join(_show(value) for value in case)
    try:
        with np.errstate(all="ignore"):
            result = function(*arguments)
    except Exception as error:  # a reader's function may raise anything
        reason = f"{type(error).__name__}: {error}"
        return Feedback("wrong", f"{name}: for ({called}) it stopped with {reason}")
    if result is None or result is ...:
        message = f"{name}: not attempted. Replace the ... and run the cell again."
        return Feedback("not attempted", message)
    if _equal(result, expected):
        return Feedback("correct", f"{name}: correct.")
    message = f"{name}: for ({called}) it gave {_show(result)}, expected {_show(expected)}."
    return Feedback("wrong", message)


def _copy(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_copy(part) for part in value)
    return np.array(value) if isinstance(value, (list, np.ndarray)) else value


def _equal(result: Any, expected: Any) -> bool:
    if isinstance(expected, tuple):
        return (
            isinstance(result, (tuple, list))
            and len(result) == len(expected)
            and all(_equal(got, wanted) for got, wanted in zip(result, expected, strict=True))
        )
    try:
        result = np.asarray(result, dtype=float)
    except (TypeError, ValueError):
        return False
    wanted = np.asarray(expected, dtype=float)
    return result.shape == wanted.shape and bool(np.allclose(result, wanted, rtol=1e-6, atol=1e-9))


def _show(value: Any) -> str:
    if callable(value):
        return getattr(value, "__name__", "a function")
    if isinstance(value, tuple):
        return f"({', '.join(_show(part) for part in value)})"
    try:
        return str(np.asarray(value, dtype=float).round(6).tolist())
    except (TypeError, ValueError):
        return repr(value)
