"""Losses, each beside its gradient.

Conventions, said once. The model's output comes first, the truth second. A loss gives one value
per example and never reduces: ``.mean()`` or ``.sum()`` stands in the caller's line. A factor is
in the name. ``NAME_grad`` takes the same arguments as ``NAME`` and is the derivative of one
example's loss with respect to the first. Shapes: n examples, k classes.

Refused with a ValueError or TypeError that says why: unequal shapes (NumPy would broadcast them in
silence), empty input, NaN, inf, text, objects, ragged lists and complex numbers.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from course_lib._checks import (
    FloatArray,
    IntArray,
    as_labels,
    as_logit_rows,
    as_pair,
    as_positive,
    as_probability_pair,
    as_rows_pair,
    require_labels_in_unit_interval,
)
from course_lib.functions import sigmoid, softplus


def squared_error(prediction: ArrayLike, target: ArrayLike) -> FloatArray:
    """``(prediction - target)**2``, elementwise, without a factor 1/2.

    Its sum is the sum of squared errors, its mean the mean squared error (MSE).

    Args:
        prediction: numbers of any shape.
        target: the truth, in the same unit and shape.

    Returns:
        One loss per element, in the unit squared.

    Raises:
        ValueError: on unequal shapes, NaN, inf or an empty input.

    Example:
        >>> squared_error([2.0, -1.0], [1.0, 1.0]).tolist()
        [1.0, 4.0]

    Source: the sum is the first loss of "What does a loss function do?" (article 000).
    """
    prediction, target = as_pair("prediction", prediction, "target", target)
    return (prediction - target) ** 2


def squared_error_grad(prediction: ArrayLike, target: ArrayLike) -> FloatArray:
    """``2 * (prediction - target)``, the derivative of `squared_error`, elementwise."""
    prediction, target = as_pair("prediction", prediction, "target", target)
    return 2 * (prediction - target)


def half_squared_error(prediction: ArrayLike, target: ArrayLike) -> FloatArray:
    """``(prediction - target)**2 / 2``, elementwise: the 1/2 cancels the 2 of the derivative.

    Args:
        prediction: numbers of any shape.
        target: the truth, in the same unit and shape.

    Returns:
        One loss per element, in the unit squared.

    Raises:
        ValueError: on unequal shapes, NaN, inf or an empty input.

    Example:
        >>> half_squared_error([2.0, -1.0], [1.0, 1.0]).tolist()
        [0.5, 2.0]

    Source: the sum is the loss E of "What is a loss function?" (article 001).
    """
    prediction, target = as_pair("prediction", prediction, "target", target)
    return (prediction - target) ** 2 / 2


def half_squared_error_grad(prediction: ArrayLike, target: ArrayLike) -> FloatArray:
    """``prediction - target``, the derivative of `half_squared_error`, elementwise."""
    prediction, target = as_pair("prediction", prediction, "target", target)
    return prediction - target


def absolute_error(prediction: ArrayLike, target: ArrayLike) -> FloatArray:
    """``|prediction - target|``, elementwise. Its mean is the mean absolute error (MAE).

    Args:
        prediction: numbers of any shape.
        target: the truth, in the same unit and shape.

    Returns:
        One loss per element, in the same unit.

    Raises:
        ValueError: on unequal shapes, NaN, inf or an empty input.

    Example:
        >>> absolute_error([2.0, -1.0], [1.0, 1.0]).tolist()
        [1.0, 2.0]

    Source: MAE in "What is a loss function" (article 004).
    """
    prediction, target = as_pair("prediction", prediction, "target", target)
    return np.abs(prediction - target)


def absolute_error_grad(prediction: ArrayLike, target: ArrayLike) -> FloatArray:
    """``sign(prediction - target)``, the derivative of `absolute_error`; 0 at its kink."""
    prediction, target = as_pair("prediction", prediction, "target", target)
    return np.sign(prediction - target)


def huber(prediction: ArrayLike, target: ArrayLike, delta: float = 1.0) -> FloatArray:
    """``e**2 / 2`` where ``|e| <= delta``, else ``delta * (|e| - delta / 2)``, elementwise.

    Here ``e = prediction - target``. Near the target it is the half squared error, far from it
    the absolute error times delta: the two pieces meet at delta in value and in slope.

    Args:
        prediction: numbers of any shape.
        target: the truth, in the same unit and shape.
        delta: where the pieces meet, in the unit of the prediction; positive.

    Returns:
        One loss per element.

    Raises:
        ValueError: on unequal shapes, NaN, inf, an empty input, or a delta that is not positive.

    Example:
        >>> huber([1.0, 3.0], [0.0, 0.0]).tolist()
        [0.5, 2.5]

    Source: P. J. Huber, "Robust Estimation of a Location Parameter", 1964.
    """
    prediction, target = as_pair("prediction", prediction, "target", target)
    delta = _checked_delta(delta)
    distance = np.abs(prediction - target)
    # near * (|e| - near / 2) is both pieces at once, and squares no error past delta
    near = np.minimum(distance, delta)
    return near * (distance - near / 2)


def huber_grad(prediction: ArrayLike, target: ArrayLike, delta: float = 1.0) -> FloatArray:
    """``prediction - target`` cut off at -delta and delta, the derivative of `huber`."""
    prediction, target = as_pair("prediction", prediction, "target", target)
    delta = _checked_delta(delta)
    return np.clip(prediction - target, -delta, delta)


def binary_cross_entropy(probability: ArrayLike, label: ArrayLike) -> FloatArray:
    """``-(y log(p) + (1 - y) log(1 - p))``, elementwise, in natural logarithms (nats).

    Exact at the ends: 0 log 0 counts as 0, and a certain mistake costs inf.

    Args:
        probability: what the model gives to class 1, in [0, 1], of any shape.
        label: 1 or 0, or a share of ones between them, of the same shape.

    Returns:
        One loss per element, in [0, inf].

    Raises:
        ValueError: on a probability or label outside [0, 1], unequal shapes, NaN or inf.

    Example:
        >>> binary_cross_entropy([1.0, 0.0, 0.0], [1, 0, 1]).tolist()
        [0.0, 0.0, inf]

    Source: the formula for both classes in article 002; BCE in article 004.
    """
    p, y = as_probability_pair(probability, label)
    with np.errstate(divide="ignore"):
        # log1p(-p) is log(1 - p) with the digits that 1 - p rounds away
        log_likelihood = _times(y, np.log(p)) + _times(1 - y, np.log1p(-p))
    return _minus(log_likelihood)


def binary_cross_entropy_grad(probability: ArrayLike, label: ArrayLike) -> FloatArray:
    """``(p - y) / (p (1 - p))``, the derivative of `binary_cross_entropy` (article 002).

    At the ends it is the limit from inside: 1 for p = y = 0, -1 for p = y = 1, else infinite.
    """
    p, y = as_probability_pair(probability, label)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        slope = (p - y) / (p * (1 - p))
    return np.where((p == y) & ((p == 0) | (p == 1)), 1 - 2 * y, slope)


def sigmoid_cross_entropy(logit: ArrayLike, label: ArrayLike) -> FloatArray:
    """`binary_cross_entropy` of ``sigmoid(logit)``: ``y softplus(-z) + (1 - y) softplus(z)``.

    Finite for every finite logit, where sigmoid and log one after the other give inf or lose
    all digits.

    Args:
        logit: real numbers of any shape.
        label: 1 or 0, or a share of ones between them, of the same shape.

    Returns:
        One loss per element, at least 0, in nats.

    Raises:
        ValueError: on a label outside [0, 1], unequal shapes, NaN or inf.

    Example:
        >>> sigmoid_cross_entropy([1000.0, 1000.0], [1, 0]).tolist()
        [0.0, 1000.0]
    """
    z, y = as_pair("logit", logit, "label", label)
    require_labels_in_unit_interval(y)
    # -log(sigmoid(z)) = softplus(-z) and -log(1 - sigmoid(z)) = softplus(z)
    return y * softplus(-z) + (1 - y) * softplus(z)


def sigmoid_cross_entropy_grad(logit: ArrayLike, label: ArrayLike) -> FloatArray:
    """``sigmoid(logit) - label``, the derivative of `sigmoid_cross_entropy`: p - y."""
    z, y = as_pair("logit", logit, "label", label)
    require_labels_in_unit_interval(y)
    # p - y = (1 - y) p - y (1 - p), with 1 - sigmoid(z) = sigmoid(-z): no digits lost at p near 1
    return (1 - y) * sigmoid(z) - y * sigmoid(-z)


def cross_entropy(probabilities: ArrayLike, target: ArrayLike) -> FloatArray:
    """``-sum_c t_c log(p_c)`` along the last axis, in natural logarithms (nats).

    For a one-hot target it is minus the log of the probability given to the truth.
    0 log 0 counts as 0, and a certain mistake costs inf.

    Args:
        probabilities: rows of shape (n, k) that sum to 1, or one row (k,).
        target: one-hot rows or distributions of the same shape.

    Returns:
        Shape (n,), or a single number for one row.

    Raises:
        ValueError: on unequal shapes, numbers outside [0, 1], or rows of probabilities or of the
            target that do not sum to 1 within 1e-3.

    Example:
        >>> cross_entropy([[1.0, 0.0], [0.5, 0.5]], [[1, 0], [0, 1]]).round(3).tolist()
        [0.0, 0.693]

    Source: articles 000, 001 and 004.
    """
    p, t = as_rows_pair(probabilities, target)
    with np.errstate(divide="ignore"):
        log_likelihood = _times(t, np.log(p)).sum(axis=-1)
    return _minus(log_likelihood)


def cross_entropy_grad(probabilities: ArrayLike, target: ArrayLike) -> FloatArray:
    """``-t / p``, the derivative of `cross_entropy`, elementwise; 0 where the target is 0."""
    p, t = as_rows_pair(probabilities, target)
    slope = np.zeros_like(p)
    with np.errstate(divide="ignore", over="ignore"):
        np.divide(-t, p, out=slope, where=t != 0)
    return slope


def softmax_cross_entropy(logits: ArrayLike, labels: ArrayLike) -> FloatArray:
    """`cross_entropy` of ``softmax(logits)`` for integer labels: ``-log_softmax(z)[label]``.

    Finite for all finite logits whose differences are finite.

    Args:
        logits: shape (n, k).
        labels: integers of shape (n,), from 0 to k - 1.

    Returns:
        One loss per example, shape (n,), at least 0, in nats.

    Raises:
        TypeError: if the labels are not integers.
        ValueError: if a label is below 0 or past k - 1, on other shapes, NaN or inf.

    Example:
        >>> softmax_cross_entropy([[1000.0, 0.0], [1000.0, 0.0]], [0, 1]).tolist()
        [0.0, 1000.0]
    """
    return softmax_cross_entropy_and_grad(logits, labels)[0]


def softmax_cross_entropy_grad(logits: ArrayLike, labels: ArrayLike) -> FloatArray:
    """``softmax(logits) - one_hot(labels)``, the derivative of `softmax_cross_entropy`: p - t."""
    return softmax_cross_entropy_and_grad(logits, labels)[1]


def softmax_cross_entropy_and_grad(
    logits: ArrayLike, labels: ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """`softmax_cross_entropy` and `softmax_cross_entropy_grad` at once, for half the work.

    Args:
        logits: shape (n, k).
        labels: integers of shape (n,), from 0 to k - 1.

    Returns:
        One loss per example, shape (n,), and the slopes, shape (n, k).

    Raises:
        TypeError, ValueError: as `softmax_cross_entropy`.

    Example:
        >>> loss, slope = softmax_cross_entropy_and_grad([[0.0, 0.0]], [0])
        >>> loss.round(3).tolist(), slope.tolist()
        ([0.693], [[-0.5, 0.5]])
    """
    z = as_logit_rows(logits)
    return _softmax_cross_entropy_and_grad(z, as_labels(labels, len(z), z.shape[1]))


def _softmax_cross_entropy_and_grad(
    z: FloatArray, labels: IntArray
) -> tuple[FloatArray, FloatArray]:
    """The same for arguments that are known to be right, as in a loop."""
    truth = labels * len(z) + np.arange(len(z))
    # one class a row: NumPy then works on long stretches of memory. Below, z is 0 at the largest
    z = np.array(z.T, order="C")
    z -= z.max(axis=0)
    flat = z.ravel()
    z_truth = flat[truth]
    others = np.exp(z, out=z)
    flat[truth] = 0
    rest = others.sum(axis=0)
    # loss = log(rest + exp(z_y)) - z_y. Where the truth is the largest, exp(z_y) is 1 and rest may
    # be tiny: log1p and expm1 keep its digits
    total = rest + np.expm1(z_truth)
    loss = np.log1p(total) - z_truth
    total += 1
    # p_y - 1 = -(the sum of the other probabilities): no digits lost at p_y near 1
    flat[truth] = -rest
    slope = np.divide(others, total, out=others).T
    return loss, slope


Loss = Callable[..., FloatArray]

LOSSES: dict[str, tuple[Loss, Loss]] = {
    loss.__name__: (loss, grad)
    for loss, grad in (
        (squared_error, squared_error_grad),
        (half_squared_error, half_squared_error_grad),
        (absolute_error, absolute_error_grad),
        (huber, huber_grad),
        (binary_cross_entropy, binary_cross_entropy_grad),
        (sigmoid_cross_entropy, sigmoid_cross_entropy_grad),
        (cross_entropy, cross_entropy_grad),
        (softmax_cross_entropy, softmax_cross_entropy_grad),
    )
}
"""Every loss of this module: from its name to the pair (loss, gradient)."""


def _times(weight: FloatArray, log_probability: FloatArray) -> FloatArray:
    """weight * log_probability with 0 * log(0) = 0, its limit."""
    product = np.zeros_like(log_probability)
    return np.multiply(weight, log_probability, out=product, where=weight != 0)


def _minus(log_likelihood: FloatArray) -> FloatArray:
    """0 - x, not -x: a perfect forecast costs 0.0, not -0.0."""
    return 0 - log_likelihood


def _checked_delta(delta: float) -> float:
    hint = "It is the error at which huber turns from square to line."
    return as_positive("delta", delta, hint)
