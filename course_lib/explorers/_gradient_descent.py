"""The explorers of chapter 3."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from course_lib._checks import FloatArray, require_count
from course_lib.explorers._explorer import Axis, Control, Explorer, Mark, Panel, Table, said, table
from course_lib.gradients import numerical_gradient
from course_lib.optimizers import GradientDescent, descend
from course_lib.plots import BLUE, GREY, ORANGE

STARTS, RATES = np.linspace(-5, 5, 21), np.linspace(0.1, 4.5, 45)


def bowl(x: Any) -> Any:
    """``x**2 / 4``, the ground of article 003."""
    return x**2 / 4


def explore_descent(
    f: Callable[[Any], Any] = bowl,
    start: ArrayLike = STARTS,
    rates: ArrayLike = RATES,
    steps: int = 11,
    span: tuple[float, float] = (-8.0, 8.0),
) -> Explorer:
    """Gradient descent on f, for each start and learning rate; slopes by central differences.

    Args:
        f: a function of one number.
        start: where to begin, one number or several.
        rates: the learning rates to choose from, one or several.
        steps: how many updates.
        span: the left and right end of the picture.

    Returns:
        An `Explorer` with the controls "learning rate" and "start".

    Raises:
        TypeError, ValueError: if a rate is not positive, or f does not give a number.

    Example:
        >>> explorer = explore_descent(start=4.0, rates=3.0, steps=3)
        >>> print(explorer.at()[0])
        After 3 steps: x = −0.5000, f(x) = 0.0625.
    """
    require_count("steps", steps, "It is the number of updates.")
    starts, rates = (np.atleast_1d(np.asarray(values, float)) for values in (start, rates))
    walks = np.array([[_walk(f, s, rate, steps, span) for s in starts] for rate in rates])
    last = np.take_along_axis(
        walks, np.isfinite(walks).sum(axis=-1, keepdims=True) - 1, axis=-1
    ).squeeze(-1)
    x = np.linspace(*span, 161)
    ground = _values(f, x)
    low, high = float(np.nanmin(ground)), float(np.nanmax(ground))
    room = 0.05 * (high - low) or 1.0
    by = ("learning rate", "start")
    place = Axis("place x", *span)
    near = "The ground and the steps on it"
    return Explorer(
        "Gradient descent on a ground of one dimension",
        "Each step goes against the slope, by the learning rate times the slope. Move the learning "
        "rate and the start, or drag the start in the picture. On the left the places are joined "
        "on the ground; on the right they stand one after the other.",
        [
            Control(by[0], [said(rate) for rate in rates], _nearest(rates, 3.0)),
            Control(
                by[1], [said(s) for s in starts], _nearest(starts, 4.0), along=(near, "x", starts)
            ),
        ],
        [
            Panel(
                near,
                place,
                Axis("height f(x)", low - room, high + room),
                [
                    Mark("the ground", x, ground, colour=GREY),
                    Mark("", walks, _values(f, walks), by, ORANGE, "thin"),
                    Mark("places visited", walks, _values(f, walks), by, ORANGE, "dots"),
                    Mark(
                        "start",
                        starts[:, None],
                        _values(f, starts)[:, None],
                        by[1:],
                        BLUE,
                        "squares",
                    ),
                ],
            ),
            Panel(
                "Place after each step",
                Axis("step", 0, steps),
                Axis(place.label, *span),
                [
                    Mark("", np.arange(steps + 1), walks, by, ORANGE, "thin"),
                    Mark("", np.arange(steps + 1), walks, by, ORANGE, "dots"),
                ],
            ),
        ],
        ["After {steps} steps: x = {x}, f(x) = {f}.", "{verdict}"],
        {
            "steps": Table(str(steps)),
            "x": table(last, ".4f", *by),
            "f": table(_values(f, last), ".4f", *by),
            "verdict": Table([[_verdict(walk) for walk in row] for row in walks], by),
        },
    )


def _walk(
    f: Callable[[Any], Any], start: float, rate: float, steps: int, span: tuple[float, float]
) -> FloatArray:
    """The places visited; NaN after one that lies a hundred pictures away."""
    visited = np.full(steps + 1, np.nan)
    with np.errstate(all="ignore"):
        walk = descend(lambda x: numerical_gradient(f, x), start, GradientDescent(rate), steps)
        for k, x in enumerate(walk):
            visited[k] = x
            if not abs(x) < 100 * (span[1] - span[0]):
                break
    return visited


# The first condition that holds names what the walk does; `moves` are its steps without the last
# few that are too small to see.
VERDICTS: list[tuple[Callable[[FloatArray], Any], str]] = [
    (lambda moves: np.isnan(moves).any(), "It flies away."),
    (lambda moves: not moves.any(), "It stands still: there is no slope here."),
    (lambda moves: not moves[1:].any(), "It arrives in one step."),
    (
        lambda moves: (moves[1:] * moves[:-1] < 0).all() and _steady(moves),
        "It hops from side to side for ever.",
    ),
    (
        lambda moves: (moves[1:] * moves[:-1] <= 0).all() and abs(moves[-1]) < abs(moves[0]),
        "It hops from side to side, nearer each time.",
    ),
    (
        lambda moves: (moves[1:] * moves[:-1] < 0).all(),
        "It hops from side to side, further out each time.",
    ),
    (
        lambda moves: (moves[1:] * moves[:-1] >= 0).all() and abs(moves[-1]) < abs(moves[0]),
        "It walks in from one side, with shorter and shorter steps.",
    ),
    (lambda moves: True, "Its steps neither keep their side nor their size."),
]


def _verdict(walk: FloatArray) -> str:
    moves = np.diff(walk)
    moves = np.where(abs(moves) < 1e-6 * max(1.0, abs(walk[0])), 0.0, moves)
    return next(verdict for holds, verdict in VERDICTS if holds(moves))


def _steady(moves: FloatArray) -> bool:
    return bool(np.allclose(abs(moves), abs(moves[0]), rtol=1e-6))


def _values(f: Callable[[Any], Any], x: FloatArray) -> FloatArray:
    """f at each entry of x, one number at a time, so that any function of a number will do."""
    with np.errstate(all="ignore"):
        found = [float(f(value)) if np.isfinite(value) else np.nan for value in x.ravel()]
    return np.reshape(found, x.shape)


def _nearest(values: FloatArray, value: float) -> int:
    return int(np.argmin(abs(values - value)))
