"""The functions that losses are made of: sigmoid, softplus, softmax, one-hot rows, accuracy.

A logit is what goes into a sigmoid or a softmax: any real number. A probability is what comes
out: a number in [0, 1]. Shapes: n examples, k classes.
"""

import numpy as np
from numpy.typing import ArrayLike

from course_lib._checks import (
    FloatArray,
    as_floats,
    as_labels,
    as_logit_rows,
    require_count,
)


def sigmoid(logit: ArrayLike) -> FloatArray:
    """The logistic function, ``1 / (1 + exp(-logit))``, elementwise: a logit to a probability.

    Args:
        logit: real numbers of any shape; infinities give the limits 0 and 1.

    Returns:
        Probabilities in [0, 1], of the same shape.

    Raises:
        ValueError: on NaN or an empty input.

    Example:
        >>> sigmoid([-np.inf, 0.0, np.inf]).tolist()
        [0.0, 0.5, 1.0]
    """
    (z,) = as_floats(("logit", logit), allow_inf=True)
    # sigmoid(z) = exp(z) / (1 + exp(z)) for z < 0, so that exp never overflows
    small = np.exp(-np.abs(z))
    probability: FloatArray = np.where(z >= 0, z.dtype.type(1), small) / (1 + small)
    return probability


def softplus(logit: ArrayLike) -> FloatArray:
    """A smooth maximum of 0 and the logit, ``log(1 + exp(logit))``, elementwise.

    It is the loss of a two-class model that gives this logit to the wrong class:
    ``softplus(-z) = -log(sigmoid(z))``.

    Args:
        logit: real numbers of any shape.

    Returns:
        Numbers of at least 0, of the same shape.

    Raises:
        ValueError: on NaN or an empty input.

    Example:
        >>> softplus([-np.inf, 1000.0]).tolist()
        [0.0, 1000.0]
    """
    (z,) = as_floats(("logit", logit), allow_inf=True)
    # log(1 + exp(z)) = max(z, 0) + log(1 + exp(-|z|))
    return np.maximum(z, 0) + np.log1p(np.exp(-np.abs(z)))


def softmax(logits: ArrayLike) -> FloatArray:
    """``exp(z_j) / sum_c exp(z_c)`` along the last axis: logits to a distribution over classes.

    Args:
        logits: shape (n, k), or (k,) for one example.

    Returns:
        Probabilities of the same shape; each row sums to 1.

    Raises:
        ValueError: on NaN, inf, an empty input or another shape.

    Example:
        >>> softmax([[0.0, 0.0], [1000.0, 0.0]]).tolist()
        [[0.5, 0.5], [1.0, 0.0]]
    """
    z = as_logit_rows(logits, one_row=True)
    # softmax(z) = softmax(z - c) for any c; with c = max(z) no exp overflows
    exponentials = np.exp(z - z.max(axis=-1, keepdims=True))
    probabilities: FloatArray = exponentials / exponentials.sum(axis=-1, keepdims=True)
    return probabilities


def log_softmax(logits: ArrayLike) -> FloatArray:
    """``log(softmax(logits))`` without the underflow, ``z_j - log(sum_c exp(z_c))``.

    Args:
        logits: shape (n, k), or (k,) for one example.

    Returns:
        Log-probabilities of the same shape, none above 0.

    Raises:
        ValueError: on NaN, inf, an empty input or another shape.

    Example:
        >>> log_softmax([1000.0, 0.0]).tolist()
        [0.0, -1000.0]
    """
    z = as_logit_rows(logits, one_row=True)
    top = z.argmax(axis=-1, keepdims=True)
    shifted = z - np.take_along_axis(z, top, axis=-1)
    # log(sum exp) of the shifted logits is log1p(rest): the largest term is exp(0) = 1, and
    # leaving it out of the sum keeps what a sum that begins with 1 would round away
    exponentials = np.exp(shifted)
    np.put_along_axis(exponentials, top, 0, axis=-1)
    log_probabilities: FloatArray = shifted - np.log1p(exponentials.sum(axis=-1, keepdims=True))
    return log_probabilities


def one_hot(labels: ArrayLike, k: int) -> FloatArray:
    """Rows that hold 1 at the label and 0 elsewhere.

    Args:
        labels: integers of shape (n,), from 0 to k - 1.
        k: the number of classes.

    Returns:
        Shape (n, k).

    Raises:
        TypeError: if the labels are not integers.
        ValueError: if a label is below 0 or past k - 1, or the shape is another.

    Example:
        >>> one_hot([0, 2], 3).tolist()
        [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    require_count("k", k, "It is the number of classes.")
    return np.asarray(np.eye(k)[as_labels(labels, None, k)])


def accuracy(logits: ArrayLike, labels: ArrayLike) -> float:
    """The share of examples whose largest logit stands at the label.

    Args:
        logits: shape (n, k); probabilities serve as well, since only their order counts.
        labels: integers of shape (n,).

    Returns:
        A number in [0, 1]. Of equal largest logits the first counts.

    Raises:
        TypeError: if the labels are not integers.
        ValueError: on other shapes, labels outside 0 to k - 1, NaN or inf.

    Example:
        >>> accuracy([[2.0, 1.0], [0.0, 3.0]], [0, 0])
        0.5
    """
    z = as_logit_rows(logits)
    y = as_labels(labels, len(z), z.shape[1])
    return float((z.argmax(axis=1) == y).mean())
