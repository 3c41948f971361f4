"""A network of one or more layers in plain NumPy, and the loop that trains it.

Forward, loss, backward, update, repeat (article 004). Shapes: n examples, d features, k classes,
p parameters.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from course_lib._checks import (
    FloatArray,
    IntArray,
    as_floats,
    as_labels,
    as_numbers,
    require_count,
    require_optimizer,
    require_rng,
)
from course_lib._progress import show_progress
from course_lib.functions import accuracy
from course_lib.losses import (
    _softmax_cross_entropy_and_grad,
    softmax_cross_entropy,
    softmax_cross_entropy_and_grad,
)
from course_lib.optimizers import Optimizer

Examples = tuple[FloatArray, IntArray]


class Data(Protocol):
    """What `train` looks at: pairs (x of shape (n, d), labels of shape (n,)). Never a test set."""

    @property
    def train(self) -> Examples:
        """What the network learns from."""

    @property
    def validation(self) -> Examples:
        """What its progress is judged on."""


class MLP:
    """A multilayer perceptron: ``x @ W + b``, then ReLU, layer after layer; the last gives logits.

    All parameters stand in one flat vector `theta`; `weights` and `biases` are views into it, so an
    optimizer needs to know one array only. Weights start He-scaled, ``normal * sqrt(2 / inputs)``,
    biases at 0.

    Args:
        sizes: the width of each layer, inputs first, classes last, as in (784, 128, 10).
        rng: the generator that draws the weights.
        dtype: float64 or float32.

    Attributes:
        theta: shape (p,), all parameters.
        weights: one (inputs, outputs) view per layer.
        biases: one (outputs,) view per layer.

    Raises:
        TypeError, ValueError: if the sizes are not at least two positive whole numbers, the rng is
            no generator, or the dtype is not float32 or float64.

    Example:
        >>> network = MLP((2, 3, 2), np.random.default_rng(0))
        >>> network.theta.shape  # 2 * 3 + 3, then 3 * 2 + 2
        (17,)
        >>> network.weights[-1][...] = 0
        >>> loss, gradient = network.loss_and_grad([[1.0, 2.0]], [0])
        >>> round(loss, 4)  # all classes alike: log 2
        0.6931

    Source: K. He and others, "Delving Deep into Rectifiers", 2015, for the scale of the weights.
    """

    def __init__(
        self, sizes: Sequence[int], rng: np.random.Generator, dtype: DTypeLike = np.float64
    ) -> None:
        if np.ndim(sizes) != 1 or len(sizes) < 2:
            raise ValueError(
                f"sizes must name at least the inputs and the classes, but got {sizes}. "
                "For 28 x 28 pixels and ten digits write (784, 128, 10)."
            )
        self.sizes = tuple(sizes)
        for i, size in enumerate(self.sizes):
            require_count(f"sizes[{i}]", size, "Each is the width of a layer.")
        require_rng(rng)
        if dtype not in (np.float32, np.float64, "float32", "float64", float):
            raise TypeError(
                f"dtype must be float32 or float64, but got {dtype!r}. "
                "Steps are too small for coarser numbers."
            )
        layers = list(zip(self.sizes[:-1], self.sizes[1:], strict=True))
        self.theta: FloatArray = np.zeros(sum((i + 1) * o for i, o in layers), dtype=dtype)
        for weight in self.weights:
            weight[...] = rng.standard_normal(weight.shape) * np.sqrt(2 / len(weight))

    @property
    def weights(self) -> list[FloatArray]:
        """One (inputs, outputs) view into theta per layer."""
        return self._views(self.theta)[0]

    @property
    def biases(self) -> list[FloatArray]:
        """One (outputs,) view into theta per layer."""
        return self._views(self.theta)[1]

    def logits(self, x: ArrayLike) -> FloatArray:
        """The last layer's outputs for x of shape (n, d): shape (n, k)."""
        return self._forward(self._inputs(x))[-1]

    def loss_and_grad(self, x: ArrayLike, labels: ArrayLike) -> tuple[float, FloatArray]:
        """The mean softmax cross-entropy over the examples, and its gradient by theta.

        Args:
            x: shape (n, d).
            labels: integers of shape (n,), from 0 to k - 1.

        Returns:
            The loss, and the gradient of shape (p,): a new array, laid out as theta.

        Raises:
            TypeError, ValueError: on other shapes, labels outside 0 to k - 1, NaN or inf.
            FloatingPointError: if the weights have grown so large that a logit overflows.
        """
        layers = self._forward(self._inputs(x))
        logits = layers.pop()
        losses, slopes = softmax_cross_entropy_and_grad(logits, labels)

        weights = self.weights
        gradient = np.empty_like(self.theta)
        weight_grads, bias_grads = self._views(gradient)
        # backpropagation: `slope` is d loss / d (outputs of the layer), from the last to the first
        slope = slopes / len(logits)
        for i in reversed(range(len(weights))):
            weight_grads[i][...] = layers[i].T @ slope
            bias_grads[i][...] = slope.sum(axis=0)
            if i > 0:
                # ReLU passes the slope where its output is positive; at the kink 0 will do
                slope = (slope @ weights[i].T) * (layers[i] > 0)
        return float(losses.mean()), gradient

    def _forward(self, x: FloatArray) -> list[FloatArray]:
        """The inputs of every layer, and last the logits."""
        weights, biases = self._views(self.theta)
        layers = [x]
        with np.errstate(over="ignore", invalid="ignore"):
            for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
                layers.append(np.maximum(layers[-1] @ weight + bias, 0))
            layers.append(layers[-1] @ weights[-1] + biases[-1])
        _require_finite(layers[-1])
        return layers

    def _layers(self, flat: FloatArray) -> list[FloatArray]:
        """[W; b] of each layer as a view into a flat vector: the bias is the last row."""
        layers, start = [], 0
        for inputs, outputs in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            end = start + (inputs + 1) * outputs
            layers.append(flat[start:end].reshape(inputs + 1, outputs))
            start = end
        return layers

    def _views(self, flat: FloatArray) -> tuple[list[FloatArray], list[FloatArray]]:
        """Weights and biases as views into a flat vector: W0, b0, W1, b1, ..."""
        layers = self._layers(flat)
        return [layer[:-1] for layer in layers], [layer[-1] for layer in layers]

    def _inputs(self, x: ArrayLike) -> FloatArray:
        (array,) = as_floats(("x", x))
        if array.ndim != 2 or array.shape[1] != self.sizes[0]:
            raise ValueError(
                f"x must have shape (n, {self.sizes[0]}), but got {array.shape}. "
                "One example is one row: x[np.newaxis] makes a row, x.reshape(len(x), -1) flattens."
            )
        return array.astype(self.theta.dtype, copy=False)


def _logits_in_pieces(network: MLP, x: FloatArray, rows: int = 1000) -> FloatArray:
    """`MLP.logits` of many rows, a few at a time, so that what lies between stays in the cache."""
    pieces = (x[start : start + rows] for start in range(0, len(x), rows))
    return np.concatenate([network._forward(piece)[-1] for piece in pieces])


def _require_finite(logits: FloatArray) -> None:
    if not np.isfinite(logits).all():
        raise FloatingPointError(
            "the logits must stay finite, but the weights have grown too large for that. "
            "The learning rate is too large: try a tenth of it."
        )


def minibatches(
    x: FloatArray, labels: IntArray, batch_size: int, rng: np.random.Generator
) -> Iterator[Examples]:
    """One epoch: every example once, in a new random order, x and labels shuffled together.

    Args:
        x: shape (n, d).
        labels: shape (n,).
        batch_size: examples in a batch; the last batch may be short.
        rng: the generator that draws the order.

    Returns:
        An iterator over pairs (x, labels) of one batch each.

    Raises:
        TypeError, ValueError: if x and labels differ in length, the batch size is not a positive
            whole number, or the rng is no generator.

    Example:
        >>> x, labels = np.array([[0.0], [1.0], [2.0]]), np.array([0, 1, 2])
        >>> batches = list(minibatches(x, labels, 2, np.random.default_rng(0)))
        >>> [len(batch_labels) for _, batch_labels in batches]
        [2, 1]
    """
    require_count("batch_size", batch_size, "It is the number of examples in a batch.")
    require_rng(rng)
    x, labels = as_numbers("x", x), as_numbers("labels", labels)
    if x.ndim < 1 or x.shape[:1] != labels.shape:
        raise ValueError(
            "labels must hold one label for each row of x, "
            f"but got shapes {labels.shape} and {x.shape}. Is one of them sliced?"
        )
    return ((x[batch], labels[batch]) for batch in _batches(len(labels), batch_size, rng))


def _batches(n: int, batch_size: int, rng: np.random.Generator) -> Iterator[IntArray]:
    """The row numbers of each batch, in a new random order."""
    order = rng.permutation(n)
    return (order[start : start + batch_size] for start in range(0, n, batch_size))


def _with_ones(x: FloatArray) -> FloatArray:
    """x with a last column of ones: ``[x 1] @ [W; b] = x @ W + b``."""
    return np.concatenate([x, np.ones((len(x), 1), x.dtype)], axis=1)


def _gradient_in_place(
    network: MLP, x_and_ones: FloatArray, labels: IntArray, n: int
) -> Callable[[IntArray], FloatArray]:
    """`MLP.loss_and_grad` on n rows of x, the same equations in memory that is used again.

    A bias is one more row of its layer's weights, whose input is 1.

    Returns:
        A function from n row numbers to the gradient there. The next call overwrites it.
    """
    weights, gradient = network._layers(network.theta), np.empty_like(network.theta)
    weight_grads, last = network._layers(gradient), len(weights) - 1
    inputs = [np.ones((n, len(weight)), gradient.dtype) for weight in weights]
    outputs = [np.empty((n, weight.shape[1]), gradient.dtype) for weight in weights]
    slopes = [np.empty_like(output) for output in outputs]

    def gradient_of(batch: IntArray) -> FloatArray:
        # the rows of the batch; "clip" writes them where they belong, without a copy between
        x_and_ones.take(batch, axis=0, out=inputs[0], mode="clip")
        for i in range(last + 1):
            # outputs = [inputs 1] @ [W; b]
            np.matmul(inputs[i], weights[i], out=outputs[i])
            if i < last:
                # ReLU(outputs) = max(outputs, 0), which the next layer finds beside its ones
                np.maximum(outputs[i], 0, out=outputs[i])
                inputs[i + 1][:, :-1] = outputs[i]
        _require_finite(outputs[last])
        # d loss / d logits = (softmax(logits) - one_hot) / n
        _, slope = _softmax_cross_entropy_and_grad(outputs[last], labels[batch])
        slope /= n
        for i in range(last, -1, -1):
            # d loss / d [W; b] = [inputs 1]^T @ slope
            np.matmul(inputs[i].T, slope, out=weight_grads[i])
            if i > 0:
                # d loss / d inputs = slope @ W^T, where ReLU's output h > 0: ceil(min(h, 1)) = 1
                slope = np.matmul(slope, weights[i][:-1].T, out=slopes[i - 1])
                above = np.minimum(outputs[i - 1], 1, out=outputs[i - 1])
                slope *= np.ceil(above, out=above)
        return gradient

    return gradient_of


@dataclass
class History:
    """What training looked like: one number per epoch, measured at its end on all examples."""

    train_loss: list[float] = field(default_factory=list)
    train_accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)


def train(
    network: MLP,
    data: Data,
    optimizer: Optimizer,
    epochs: int,
    batch_size: int,
    rng: np.random.Generator,
    on_epoch: Callable[[History], Any] | None = None,
) -> History:
    """Train on mini-batches of ``data.train``; never look at ``data.test``.

    Args:
        network: changed in place.
        data: has `train` and `validation`, each a pair (x of shape (n, d), labels of shape (n,)).
        optimizer: a new optimizer.
        epochs: how many times every example is seen.
        batch_size: examples in an update.
        rng: draws the order of the examples.
        on_epoch: called with the history after each epoch, to draw it or to print; it takes the
            place of the progress bar.

    Returns:
        Loss and accuracy of training and validation data after each epoch.

    Raises:
        TypeError, ValueError: if an argument is not of its kind.
        FloatingPointError: if logits or weights overflow: the learning rate is too large.

    Example:
        >>> class Data:
        ...     train = validation = (np.array([[-1.0], [1.0]]), np.array([0, 1]))
        >>> rng = np.random.default_rng(0)
        >>> from course_lib.optimizers import GradientDescent
        >>> history = train(MLP((1, 2), rng), Data, GradientDescent(1.0), 20, 2, rng)
        >>> history.train_accuracy[-1]
        1.0
    """
    require_count("epochs", epochs, "It says how many times every example is seen.")
    require_count("batch_size", batch_size, "It is the number of examples in an update.")
    require_rng(rng)
    require_optimizer(optimizer)
    if not isinstance(network, MLP):
        raise TypeError(
            f"network must be an MLP, but got {type(network).__name__}. "
            "The order is train(network, data, optimizer, ...)."
        )
    if not (hasattr(data, "train") and hasattr(data, "validation")):
        raise TypeError(
            f"data must have the parts train and validation, but got {type(data).__name__}. "
            "Pass what load_mnist() returns, or an object with both."
        )
    history = History()
    # what is refused is refused now, not after an epoch
    (x, labels), validation = (
        (network._inputs(part_x), as_labels(part_labels, len(part_x), network.sizes[-1]))
        for part_x, part_labels in (data.train, data.validation)
    )
    # one function for a whole batch, and one for a short last batch
    lengths = {min(batch_size, len(x)), len(x) % batch_size} - {0}
    x_and_ones = _with_ones(x)
    gradient_of = {n: _gradient_in_place(network, x_and_ones, labels, n) for n in lengths}
    total, done = epochs * -(-len(x) // batch_size), 0
    for epoch in range(epochs):
        # an overflow shows in the weights, which are looked at after the epoch
        with np.errstate(over="ignore", invalid="ignore"):
            for batch in _batches(len(x), batch_size, rng):
                optimizer.step(network.theta, gradient_of[len(batch)](batch))
                done += 1
                if on_epoch is None:  # a bar would spoil what on_epoch draws or prints
                    show_progress(done, total, f"epoch {epoch + 1} of {epochs}")
        if not np.isfinite(network.theta).all():
            raise FloatingPointError(
                f"the weights must stay finite, but in epoch {epoch + 1} they did not. "
                "The learning rate is too large: try a tenth of it."
            )
        for (part_x, part_labels), losses, accuracies in (
            ((x, labels), history.train_loss, history.train_accuracy),
            (validation, history.validation_loss, history.validation_accuracy),
        ):
            logits = _logits_in_pieces(network, part_x)
            losses.append(float(softmax_cross_entropy(logits, part_labels).mean()))
            accuracies.append(accuracy(logits, part_labels))
        if on_epoch is not None:
            on_epoch(history)
    return history
