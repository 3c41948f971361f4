"""Log-likelihoods: the log of how probable the model thought what happened.

One value per example, never reduced. Each is written from its distribution, without the losses:
the tests prove that minus these meets the losses. Model first, what happened second.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib._checks import (
    FloatArray,
    as_pair,
    as_positive,
    as_probability_pair,
    as_rows_pair,
)


def bernoulli_log_likelihood(probability: ArrayLike, label: ArrayLike) -> FloatArray:
    """``log(p)`` where the label is 1, ``log(1 - p)`` where it is 0, elementwise.

    Args:
        probability: what the model gives to class 1, in [0, 1], of any shape.
        label: what happened, 0 or 1, of the same shape.

    Returns:
        One log-likelihood per element, in [-inf, 0].

    Raises:
        ValueError: on a label that is neither 0 nor 1, a probability outside [0, 1], or unequal
            shapes.

    Example:
        >>> bernoulli_log_likelihood([1.0, 0.0, 1.0], [1, 0, 0]).tolist()
        [0.0, 0.0, -inf]

    Source: log P(m) of article 002.
    """
    p, y = as_probability_pair(probability, label)
    _require_zeros_and_ones("label", y)
    with np.errstate(divide="ignore"):
        # + 0 turns the -0.0 that log1p gives at p = 0 into 0.0
        return np.where(y == 1, np.log(p), np.log1p(-p)) + 0


def categorical_log_likelihood(probabilities: ArrayLike, target: ArrayLike) -> FloatArray:
    """The log of the probability given to the class that happened.

    Args:
        probabilities: rows of shape (n, k) that sum to 1, or one row (k,).
        target: one-hot rows of the same shape.

    Returns:
        Shape (n,), or a single number for one row; in [-inf, 0].

    Raises:
        ValueError: on a target that is not one-hot, rows that do not sum to 1, or unequal shapes.

    Example:
        >>> categorical_log_likelihood([[1.0, 0.0], [1.0, 0.0]], [[1, 0], [0, 1]]).tolist()
        [0.0, -inf]
    """
    p, t = as_rows_pair(probabilities, target)
    _require_zeros_and_ones("target", t)
    with np.errstate(divide="ignore"):
        log_likelihood: FloatArray = np.log(np.where(t == 1, p, 0).sum(axis=-1))
    return log_likelihood


def gaussian_log_likelihood(
    prediction: ArrayLike, target: ArrayLike, sigma: float = 1.0
) -> FloatArray:
    """``-((target - prediction) / sigma)**2 / 2 - log(sigma) - log(2 pi) / 2``, elementwise.

    The log-density of a normal distribution with mean `prediction`, with its constant.

    Args:
        prediction: the mean that the model gives, of any shape.
        target: what happened, in the same unit and shape.
        sigma: the standard deviation, one positive number in the same unit.

    Returns:
        One log-density per element.

    Raises:
        ValueError: on unequal shapes, NaN, inf, or a sigma that is not positive.

    Example:
        >>> float(np.exp(gaussian_log_likelihood(0.0, 0.0)).round(4))  # 1 / sqrt(2 pi)
        0.3989
    """
    prediction, target = as_pair("prediction", prediction, "target", target)
    sigma = as_positive("sigma", sigma, "It is a standard deviation.")
    distance = (target - prediction) / sigma
    return -(distance**2) / 2 - float(np.log(sigma) + np.log(2 * np.pi) / 2)


def laplace_log_likelihood(
    prediction: ArrayLike, target: ArrayLike, scale: float = 1.0
) -> FloatArray:
    """``-|target - prediction| / scale - log(2 scale)``, elementwise.

    The log-density of a Laplace distribution with median `prediction`, with its constant.

    Args:
        prediction: the median that the model gives, of any shape.
        target: what happened, in the same unit and shape.
        scale: the mean absolute deviation, one positive number in the same unit.

    Returns:
        One log-density per element.

    Raises:
        ValueError: on unequal shapes, NaN, inf, or a scale that is not positive.

    Example:
        >>> float(np.exp(laplace_log_likelihood(0.0, 0.0)).round(4))  # 1 / 2
        0.5
    """
    prediction, target = as_pair("prediction", prediction, "target", target)
    scale = as_positive("scale", scale, "It is the mean absolute deviation.")
    return -np.abs(target - prediction) / scale - float(np.log(2 * scale))


def _require_zeros_and_ones(name: str, array: FloatArray) -> None:
    wrong = (array != 0) & (array != 1)
    if wrong.any():
        raise ValueError(
            f"{name} must hold only 0 and 1, but got {array[wrong].flat[0]:.4g}. "
            "A likelihood is asked of what happened; a share of ones goes into a cross-entropy."
        )
