"""Checks of a reader's answers: try a function on one case that can be worked out by hand."""

import dis
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
        double: for (3) it gave 9, expected 6.
        >>> def double(x): ...
        >>> check(double, [3.0], expected=6.0)
        double: not attempted. Replace the ... and run the cell again.
    """
    name = getattr(function, "__name__", "the function")
    arguments = _copy(tuple(case))
    before = _content(arguments)
    called = ", ".join(_show(value) for value in case)
    try:
        with np.errstate(all="ignore"):
            result = function(*arguments)
    except Exception as error:  # a reader's function may raise anything
        found = f"for ({called}) it stopped with {type(error).__name__}: {error}"
        return Feedback("wrong", f"{name}: {found}")
    if (result is None or result is ...) and _does_nothing(function):
        todo = "not attempted. Replace the ... and run the cell again."
        return Feedback("not attempted", f"{name}: {todo}")
    if result is None:
        found = f"it returned nothing, expected {_show(expected)}. Is a return missing?"
    elif _content(arguments) != before:
        found = "it changed its input. A copy leaves it as it was: x = np.array(x)."
    elif _equal(result, expected):
        return Feedback("correct", f"{name}: correct.")
    else:
        found = f"for ({called}) it gave {_difference(result, expected)}."
    return Feedback("wrong", f"{name}: {found}")


def _copy(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_copy(part) for part in value)
    return np.array(value) if isinstance(value, (list, np.ndarray)) else value


def _content(value: Any) -> Any:
    """What `value` holds now, for comparison with what it holds later."""
    if isinstance(value, tuple):
        return [_content(part) for part in value]
    return value.tobytes() if isinstance(value, np.ndarray) else id(value)


def _does_nothing(function: Callable[..., Any]) -> bool:
    """Whether the function's body names no variable and calls nothing, as a stub's does not."""
    try:
        steps = {step.opname for step in dis.get_instructions(function)}
    except TypeError:  # not written in Python
        return False
    return not any(name.startswith(("LOAD_FAST", "LOAD_GLOBAL", "STORE", "CALL")) for name in steps)


def _numbers(value: Any) -> Any:
    """`value` as an array of floats, or None where it is not made of real numbers."""
    try:
        array = np.asarray(value)
        return array.astype(float) if array.dtype.kind in "biuf" else None
    except Exception:  # a reader's function may return anything
        return None


def _close(got: Any, wanted: Any) -> Any:
    """Where two arrays agree, rounding apart."""
    return np.isclose(got, wanted, rtol=1e-6, atol=1e-9)


def _equal(result: Any, expected: Any) -> bool:
    if isinstance(expected, tuple):
        return (
            isinstance(result, (tuple, list))
            and len(result) == len(expected)
            and all(_equal(got, wanted) for got, wanted in zip(result, expected, strict=True))
        )
    got, wanted = _numbers(result), np.asarray(expected, dtype=float)
    return got is not None and got.shape == wanted.shape and bool(_close(got, wanted).all())


def _difference(result: Any, expected: Any) -> str:
    """The two results; of large arrays their shapes, or the first entry that differs."""
    got, wanted = _numbers(result), _numbers(expected)
    if got is None or wanted is None or max(got.size, wanted.size) <= 6:
        return f"{_show(result)}, expected {_show(expected)}"
    if got.shape != wanted.shape:
        return f"an array of shape {got.shape}, expected {wanted.shape}"
    place = tuple(int(i) for i in np.argwhere(~_close(got, wanted))[0])
    return f"{got[place]:.6g} at {list(place)}, expected {wanted[place]:.6g}"


def _show(value: Any) -> str:
    if callable(value):
        return getattr(value, "__name__", "a function")
    if isinstance(value, tuple):
        return f"({', '.join(_show(part) for part in value)})"
    if _numbers(value) is None:
        return repr(value)
    if np.ndim(value):
        return f"[{', '.join(_show(part) for part in value)}]"
    return f"{float(value):.6g}"
