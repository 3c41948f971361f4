"""Turn what a reader passes into float arrays, and refuse clearly what cannot be meant.

Every message reads `<argument> must <rule>, but got <value>. <likely cause or fix>`.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.floating[Any]]
IntArray = NDArray[np.integer[Any]]

SUM_TOLERANCE = 1e-3


def as_numbers(name: str, value: ArrayLike) -> NDArray[Any]:
    """`value` as an array of real numbers that is not empty; its dtype is kept."""
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{name} must be numbers, but got a masked array. "
            f"Its mask would be dropped: choose what to do with it, as in {name}.compressed()."
        )
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} must be a rectangle of numbers, but got rows of unequal lengths. "
            "Is a value missing in one of them?"
        ) from None
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{name} must be real numbers, but got {array.dtype.name} ({_short(value)}). "
            f"{_cause_of_kind(array.dtype.kind)}"
        )
    if array.size == 0:
        raise ValueError(
            f"{name} must not be empty, but got shape {array.shape}. "
            "Did a filter or a slice leave nothing?"
        )
    return array


def as_floats(*named: tuple[str, ArrayLike], allow_inf: bool = False) -> list[FloatArray]:
    """The arguments as float arrays of one dtype, never written to, free of NaN (and of inf).

    Floats keep their precision (float32 stays float32); integers and booleans follow the
    floats beside them, so an unsigned integer never wraps in a subtraction.
    """
    arrays = [as_numbers(name, value) for name, value in named]
    floats = [array.dtype for array in arrays if array.dtype.kind == "f"]
    dtype = np.result_type(*floats, np.float32) if floats else np.dtype(np.float64)
    result: list[FloatArray] = [array.astype(dtype, copy=False) for array in arrays]
    for (name, _), array in zip(named, result, strict=True):
        wrong = np.isnan(array) if allow_inf else ~np.isfinite(array)
        if wrong.any():
            raise ValueError(
                f"{name} must be {'a number' if allow_inf else 'finite'}, "
                f"but got {array[wrong].flat[0]}. "
                "Did an earlier step divide by zero, take the log of 0 or overflow?"
            )
    return result


def as_pair(
    first_name: str, first: ArrayLike, second_name: str, second: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Two finite float arrays of the same shape: NumPy would broadcast unequal ones in silence."""
    a, b = as_floats((first_name, first), (second_name, second))
    if a.shape != b.shape:
        raise ValueError(
            f"{first_name} and {second_name} must have the same shape, "
            f"but got {a.shape} and {b.shape}. {_cause_of_shapes(first_name, a, second_name, b)}"
        )
    return a, b


def as_probability_pair(probability: ArrayLike, label: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Probabilities of class 1 and two-class labels, both in [0, 1], of the same shape."""
    p, y = as_pair("probability", probability, "label", label)
    require_probabilities("probability", p, "Is it a logit? Pass it through sigmoid first.")
    require_labels_in_unit_interval(y)
    return p, y


def as_rows_pair(probabilities: ArrayLike, target: ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Two (n, k) or two (k,) arrays whose rows are probability distributions."""
    p, t = as_pair("probabilities", probabilities, "target", target)
    if p.ndim not in (1, 2):
        raise ValueError(
            f"probabilities must be rows (n, k) or one row (k,), but got shape {p.shape}. "
            "One number per class stands in each row."
        )
    hints = {
        "probabilities": "Are they logits? Pass them through softmax first.",
        "target": "Are several labels right at once? Those are k yes/no questions: "
        "use binary_cross_entropy.",
    }
    # the target first: two ones in it are the likelier cause, and rows of yes/no answers follow
    for name, array in (("target", t), ("probabilities", p)):
        require_probabilities(name, array, hints[name])
        sums = array.sum(axis=-1)
        wrong = np.abs(sums - 1) > SUM_TOLERANCE
        if wrong.any():
            raise ValueError(
                f"{name} must have rows that sum to 1, "
                f"but got a row that sums to {sums[wrong].flat[0]:.4g}. {hints[name]}"
            )
    return p, t


def as_logit_rows(logits: ArrayLike, *, one_row: bool = False) -> FloatArray:
    """Finite logits of shape (n, k); with `one_row` also (k,)."""
    (z,) = as_floats(("logits", logits))
    if z.ndim != 2 and not (one_row and z.ndim == 1):
        one = "[logits]" if z.ndim == 0 else "logits[np.newaxis]"
        raise ValueError(
            f"logits must be rows of shape (n, k), but got shape {z.shape}. "
            f"For one example write {one}; for two classes with one logit each, "
            "use sigmoid_cross_entropy."
        )
    return z


def as_labels(labels: ArrayLike, n: int | None, k: int) -> IntArray:
    """Integer class labels of shape (n,), each from 0 to k - 1."""
    array = as_numbers("labels", labels)
    if array.dtype.kind == "f":
        raise TypeError(
            f"labels must be integers, but got {array.dtype.name}. "
            "Use labels.astype(int) if they are whole numbers; "
            "distributions over classes go into cross_entropy."
        )
    if array.ndim != 1 or (n is not None and array.shape != (n,)):
        expected = "(n,)" if n is None else f"({n},)"
        raise ValueError(
            f"labels must have shape {expected}, one per example, but got {array.shape}. "
            + (
                "For one example write [labels]."
                if array.ndim == 0
                else "For a column use labels.ravel(); for one-hot rows use labels.argmax(axis=1)."
            )
        )
    result: IntArray = array.astype(np.intp, copy=False)
    if result.min() < 0 or result.max() >= k:
        wrong = result[(result < 0) | (result >= k)][0]
        raise ValueError(
            f"labels must be from 0 to {k - 1}, one of {k} classes, but got {wrong}. "
            "Do the labels start at 1, or does the model have too few outputs?"
        )
    return result


def require_probabilities(name: str, array: FloatArray, hint: str) -> None:
    """Refuse numbers outside [0, 1]."""
    wrong = (array < 0) | (array > 1)
    if wrong.any():
        raise ValueError(f"{name} must be in [0, 1], but got {array[wrong].flat[0]!s}. {hint}")


def require_labels_in_unit_interval(label: FloatArray) -> None:
    """Refuse two-class labels outside [0, 1]; name the -1/+1 habit."""
    hint = "Labels -1 and +1 are another habit: (label + 1) / 2 turns them into 0 and 1."
    require_probabilities("label", label, hint)


def as_number(name: str, value: float, hint: str) -> float:
    """One real number as a Python float, which never widens float32 as a NumPy scalar would."""
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} must be one number, but got {_short(value)}. {hint}")
    return float(value)


def as_positive(name: str, value: float, hint: str) -> float:
    """One finite number above 0."""
    number = as_number(name, value, hint)
    if not 0 < number < np.inf:
        raise ValueError(f"{name} must be positive and finite, but got {number}. {hint}")
    return number


def as_returned_number(value: object) -> float:
    """What a reader's own function f returned: one number, in an array of any shape or in none."""
    array = np.asarray(value)
    if array.size != 1 or array.dtype.kind not in "biuf":
        raise TypeError(
            f"f must return one number, but got {array.dtype} of shape {array.shape}. "
            "Is a .mean() or a .sum() missing?"
        )
    return float(array.reshape(()))


def require_count(name: str, value: int, hint: str, least: int = 1) -> None:
    """Refuse what is not a whole number of at least `least`."""
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, but got {_short(value)}. {hint}")
    if value < least:
        raise ValueError(f"{name} must be at least {least}, but got {value}. {hint}")


def require_rng(rng: np.random.Generator) -> None:
    """Refuse what is not a NumPy generator, so that every run can be repeated."""
    if not isinstance(rng, np.random.Generator):
        raise TypeError(
            f"rng must be a NumPy random generator, but got {_short(rng)}. "
            "Make one with np.random.default_rng(seed)."
        )


def require_optimizer(optimizer: object) -> None:
    """Refuse what has no `step` method, as a bare learning rate, and a class not yet called."""
    if isinstance(optimizer, type) or not callable(getattr(optimizer, "step", None)):
        raise TypeError(
            f"optimizer must have a step method, but got {_short(optimizer)}. "
            "Make one, as in GradientDescent(learning_rate=0.1)."
        )


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def _cause_of_kind(kind: str) -> str:
    causes = {
        "U": "Was a column read from a file as text?",
        "S": "Was a column read from a file as text?",
        "O": "Is a value None, as from a function without return, or too large for 64 bits?",
        "c": "Take .real if the imaginary parts are 0.",
    }
    return causes.get(kind, "Convert it to numbers first.")


def _cause_of_shapes(first_name: str, a: FloatArray, second_name: str, b: FloatArray) -> str:
    if a.size == b.size and min(a.ndim, b.ndim) == 1:
        return f"Did you mean {first_name if a.ndim > b.ndim else second_name}.ravel()?"
    if first_name == "probabilities" and a.ndim == 2 and b.shape == (len(a),):
        return (
            "Are they class numbers? Write one_hot(target, k), "
            "or give logits and labels to softmax_cross_entropy."
        )
    if 1 in (a.size, b.size):
        first_is_single = (a.size, a.ndim) < (b.size, b.ndim)
        single, other = (first_name, second_name)[:: 1 if first_is_single else -1]
        return f"If one {single} is meant for all, write np.full_like({other}, {single})."
    return "Is one of them sliced, transposed or reduced by mistake?"
