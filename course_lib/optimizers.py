"""Ways to walk downhill. Each optimizer has one method, `step`, which changes theta in place.

An optimizer remembers its past (velocity, averages, the number of steps): make a new one for each
run. Source of the plain step: article 003; Momentum and Adam carry on to its topics F and G.
"""

from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike

from course_lib._checks import (
    FloatArray,
    as_floats,
    as_number,
    as_numbers,
    as_positive,
    require_count,
    require_optimizer,
)

LearningRate = float | Callable[[int], float]


class Optimizer(Protocol):
    """What `descend` and `train` ask of an optimizer."""

    def step(self, theta: FloatArray, gradient: FloatArray) -> None:
        """Change theta in place, one step along minus the gradient."""


class GradientDescent:
    """``theta <- theta - learning_rate * gradient``.

    Args:
        learning_rate: a positive number, or a function of the step (0, 1, 2, ...) that gives a
            number of at least 0.

    Raises:
        TypeError, ValueError: if the rate is not one positive number, or if theta is not a float
            array of the gradient's shape.

    Example:
        >>> theta = np.array([4.0])
        >>> GradientDescent(learning_rate=3.0).step(theta, gradient=np.array([2.0]))
        >>> theta.tolist()
        [-2.0]
    """

    def __init__(self, learning_rate: LearningRate) -> None:
        self.rate = _schedule(learning_rate)
        self.steps = 0

    def step(self, theta: FloatArray, gradient: FloatArray) -> None:
        """Change theta in place by minus the learning rate times the gradient."""
        gradient = _matching(theta, gradient)
        theta -= self.rate(self.steps) * gradient
        self.steps += 1


class Momentum:
    """``velocity <- momentum * velocity - learning_rate * gradient``, then ``theta += velocity``.

    Args:
        learning_rate: a positive number, or a function of the step (0, 1, 2, ...) that gives a
            number of at least 0.
        momentum: the share of the velocity that is kept, from 0 (plain descent) to below 1.

    Raises:
        TypeError, ValueError: as `GradientDescent`; also if momentum is outside [0, 1).

    Example:
        >>> theta, momentum = np.array([4.0]), Momentum(learning_rate=1.0, momentum=0.5)
        >>> momentum.step(theta, np.array([2.0])); momentum.step(theta, np.array([1.0]))
        >>> theta.tolist()  # velocities -2, then 0.5 * -2 - 1 = -2
        [0.0]
    """

    def __init__(self, learning_rate: LearningRate, momentum: float = 0.9) -> None:
        self.rate = _schedule(learning_rate)
        self.momentum = _share("momentum", momentum)
        self.steps = 0
        self.velocity: FloatArray | None = None

    def step(self, theta: FloatArray, gradient: FloatArray) -> None:
        """Change theta in place by the velocity."""
        gradient = _matching(theta, gradient, self.velocity)
        if self.velocity is None:
            self.velocity, self._step = np.zeros_like(theta), np.empty_like(theta)
        self.velocity *= self.momentum
        self.velocity -= np.multiply(gradient, self.rate(self.steps), out=self._step)
        theta += self.velocity
        self.steps += 1


class Adam:
    """Steps of about the learning rate in every direction, however steep it is.

    ``m`` and ``v`` are running means of the gradient and of its square. Both start at 0, so each is
    divided by the share of its weights used so far, ``1 - beta**t``. Then
    ``theta <- theta - learning_rate * m / (sqrt(v) + epsilon)``.

    Args:
        learning_rate: a positive number, or a function of the step (0, 1, 2, ...) that gives a
            number of at least 0.
        beta_1: how much of the mean gradient is kept, in [0, 1).
        beta_2: how much of the mean square is kept, in [0, 1).
        epsilon: keeps the division finite, positive.

    Raises:
        TypeError, ValueError: as `GradientDescent`; also if a beta is outside [0, 1) or epsilon
            is not positive.

    Example:
        >>> theta = np.array([1.0, 1.0])
        >>> Adam(learning_rate=0.1).step(theta, np.array([100.0, -0.01]))
        >>> theta.round(4).tolist()  # the first step is the rate, whatever the slope
        [0.9, 1.1]

    Source: D. P. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization", 2015.
    """

    def __init__(
        self,
        learning_rate: LearningRate = 1e-3,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        self.rate = _schedule(learning_rate)
        self.beta_1, self.beta_2 = _share("beta_1", beta_1), _share("beta_2", beta_2)
        self.epsilon = as_positive("epsilon", epsilon, "It keeps the division finite.")
        self.steps = 0
        self.past: FloatArray | None = None

    def step(self, theta: FloatArray, gradient: FloatArray) -> None:
        """Change theta in place by the rate times the corrected mean over its root mean square."""
        gradient = _matching(theta, gradient, self.past)
        if self.past is None:
            self.past, self.past_squares = np.zeros_like(theta), np.zeros_like(theta)
            self._step = np.empty_like(theta)
        # the running means are (1 - beta) times these sums, in which the past counts beta
        self.past *= self.beta_1
        self.past += gradient
        self.past_squares *= self.beta_2
        self.past_squares += np.square(gradient, out=self._step)
        # m = a * past and v = b * past_squares, corrected, so that
        # m / (sqrt(v) + epsilon) = a / sqrt(b) * past / (sqrt(past_squares) + epsilon / sqrt(b))
        a = (1 - self.beta_1) / (1 - self.beta_1 ** (self.steps + 1))
        root_b = ((1 - self.beta_2) / (1 - self.beta_2 ** (self.steps + 1))) ** 0.5
        step = np.sqrt(self.past_squares, out=self._step)
        step += self.epsilon / root_b
        np.divide(self.past, step, out=step)
        step *= self.rate(self.steps) * a / root_b
        theta -= step
        self.steps += 1


def descend(
    grad: Callable[[FloatArray], ArrayLike], start: ArrayLike, optimizer: Optimizer, steps: int
) -> Iterator[FloatArray]:
    """Walk downhill: yield the start and each point after it, ``steps + 1`` points in all.

    Args:
        grad: the gradient at a point, of the point's shape.
        start: the first point, a number or an array; it is not changed.
        optimizer: a new optimizer.
        steps: how many updates, at least 0.

    Returns:
        An iterator over copies of the point.

    Raises:
        TypeError, ValueError: if an argument is not of its kind, or grad gives another shape.

    Example:
        The three updates of article 003 on x**2 / 4:

        >>> walk = descend(lambda x: x / 2, 4.0, GradientDescent(learning_rate=3.0), steps=3)
        >>> [float(x) for x in walk]
        [4.0, -2.0, 1.0, -0.5]
    """
    if not callable(grad):
        raise TypeError(
            f"grad must be a function of the point, but got {grad!r}. Pass it uncalled."
        )
    require_optimizer(optimizer)
    require_count("steps", steps, "It is the number of updates.", least=0)
    (point,) = as_floats(("start", start))
    return _walk(grad, np.array(point), optimizer, steps)


def _walk(
    grad: Callable[[FloatArray], ArrayLike], theta: FloatArray, optimizer: Optimizer, steps: int
) -> Iterator[FloatArray]:
    yield theta.copy()
    for _ in range(steps):
        gradient = as_numbers("gradient", grad(theta.copy()))
        optimizer.step(theta, gradient.astype(theta.dtype, copy=False))
        yield theta.copy()


def _schedule(learning_rate: LearningRate) -> Callable[[int], float]:
    hint = "Descent goes along minus the gradient by itself, so the rate has no sign."
    if callable(learning_rate):

        def rate(step: int) -> float:
            name = f"learning_rate({step})"
            value = as_number(name, learning_rate(step), hint)
            # a schedule may begin or end at 0, which rests
            if not 0 <= value < np.inf:
                raise ValueError(f"{name} must be at least 0 and finite, but got {value}. {hint}")
            return value

        return rate
    constant = as_positive("learning_rate", learning_rate, hint)
    return lambda step: constant


def _share(name: str, value: float) -> float:
    hint = "At 1 nothing is forgotten."
    share = as_number(name, value, hint)
    if not 0 <= share < 1:
        raise ValueError(f"{name} must be in [0, 1), but got {share}. {hint}")
    return share


def _matching(theta: FloatArray, gradient: ArrayLike, past: FloatArray | None = None) -> FloatArray:
    """The gradient as an array of theta's shape; `past` is what the optimizer remembers."""
    if not isinstance(theta, np.ndarray) or theta.dtype.kind != "f":
        kind = theta.dtype.name if isinstance(theta, np.ndarray) else type(theta).__name__
        raise TypeError(
            f"theta must be an array of floats, but got {kind}. "
            "It is changed in place, and whole numbers would round each step away."
        )
    array = as_numbers("gradient", gradient)
    if array.shape != theta.shape:
        raise ValueError(
            f"gradient must have theta's shape {theta.shape}, but got {array.shape}. "
            "Is it summed or transposed by mistake?"
        )
    if past is not None and past.shape != theta.shape:
        raise ValueError(
            f"theta must keep its shape {past.shape}, but got {theta.shape}. "
            "An optimizer remembers its past: make a new one for each run."
        )
    return array
