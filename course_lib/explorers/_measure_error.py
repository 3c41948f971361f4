"""The explorers of chapter 1."""

from collections.abc import Callable
from functools import partial

import numpy as np
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib._checks import (
    FloatArray,
    as_floats,
    as_positive,
    as_probability_pair,
    require_probabilities,
)
from course_lib.explorers._explorer import (
    Axis,
    Control,
    Explorer,
    Mark,
    Panel,
    Table,
    Words,
    as_stops,
    nearest,
    said,
    table,
)
from course_lib.functions import accuracy
from course_lib.language import N_, _
from course_lib.losses import (
    absolute_error,
    absolute_error_grad,
    binary_cross_entropy,
    binary_cross_entropy_grad,
    huber,
    huber_grad,
    squared_error,
    squared_error_grad,
)
from course_lib.plots import BLUE, GREEN, INK, ORANGE

MORNINGS = (7, 8, 8, 9, 38)
DELTAS = (0.1, 1, 5, 30)
CALCULATOR = np.array([0.8, 0.2])
PROBABILITIES = (0, 0.001, 0.01, *np.arange(1, 21) / 20)
RAIN = (0, 1, 0, 1, 0)
FORECAST_A, FORECAST_B = (0.01, 0.65, 0.13, 0.70, 0.15), (0.34, 0.21, 0.91, 0.33, 0.22)
DIAL = np.linspace(0, 1, 51)

Loss = Callable[[FloatArray, FloatArray], FloatArray]


def explore_losses(
    data: ArrayLike = MORNINGS,
    guesses: ArrayLike | None = None,
    last: ArrayLike | None = None,
    deltas: ArrayLike = DELTAS,
    unit: str = "",
    each: str = "",
) -> Explorer:
    """The mean squared, absolute and Huber loss of one guess for all values, of which one moves.

    Args:
        data: at least three numbers of shape (n,); the last one moves.
        guesses: the guesses to choose from, in rising order; the curves run through them.
            Without them, round numbers from the lowest value to the highest.
        last: the places to choose from for the last value, in rising order, its own among them.
            Without them, round numbers as for the guesses.
        deltas: the errors from which Huber is a line, to choose from, in rising order.
        unit: the unit of all of these, such as "minutes".
        each: what has one of the values, such as "morning"; "example" if left out.

    Returns:
        An `Explorer` with the controls "guess", "last value" and "delta of Huber".

    Raises:
        TypeError, ValueError: if the values before the last are all the same (a guess could then
            have no loss at all), a delta is not positive, or `last` lacks the last value.

    Example:
        >>> explorer = explore_losses([1, 3, 8], guesses=[3, 4], last=8, deltas=1)
        >>> print(explorer.at()[1])
        Lowest at: squared error 4.00, the mean; absolute error 3.00, the median; Huber 3.00.
    """
    [values] = as_floats(("data", data))
    if values.ndim != 1 or np.unique(values[:-1]).size < 2:
        raise ValueError(
            "data must be one row with two different values before the last, "
            f"but got {values.tolist()}. The last one is the one that moves."
        )
    each = each or _("example")
    own = values[-1]
    guesses = _round_numbers(values, 40) if guesses is None else as_stops("guesses", guesses)
    if last is None:
        near = _round_numbers(values, 16)
        # not beside a round number that is the same but for rounding
        last = np.sort(np.append(near[abs(near - own) > 1e-6 * np.ptp(near)], own))
    last, deltas = as_stops("last", last), as_stops("deltas", deltas)
    if not np.isclose(last, own).any():
        raise ValueError(
            f"last must contain the last value of data, {said(own)}, but got {last.tolist()}. "
            "It is where the reader begins."
        )
    for delta in deltas:
        as_positive("deltas", float(delta), "It is the error from which Huber is a line.")
    sets = np.stack([np.append(values[:-1], place) for place in last])
    hubers = [
        _costs(partial(huber, delta=d), partial(huber_grad, delta=d), guesses, sets) for d in deltas
    ]
    moved = (N_("last value"),)
    bent = (N_("delta of Huber"), *moved)
    costs = {
        "squared": (moved, _costs(squared_error, squared_error_grad, guesses, sets)),
        "absolute": (moved, _costs(absolute_error, absolute_error_grad, guesses, sets)),
        "huber": (bent, {key: np.stack([cost[key] for cost in hubers]) for key in hubers[0]}),
    }
    looks = {
        "squared": (_("squared error"), BLUE, "", "dots"),
        "absolute": (_("absolute error"), ORANGE, "dashed", "squares"),
        "huber": (_("Huber"), GREEN, "dotted", "dots"),
    }
    n = len(values)
    where, height = _("The values and the best guesses"), _("Mean loss of one guess for all")
    seen = []
    curves = [Mark(_("the guess"), guesses[:, None], [0, 5], ("guess",), INK, "thin")]
    tables: dict[str, Table] = {}
    for key, (by, cost) in costs.items():
        name, colour, dash, shape = looks[key]
        best = cost["best"][..., None]
        seen.append(Mark(name, best, [0.5, n + 0.5], by, colour, dash=dash))
        curves.append(Mark(name, guesses, cost["multiple"], by, colour, dash=dash))
        curves.append(Mark("", best, 1, by, colour, shape))
        tables |= {
            f"{key}_best": table(cost["best"], ".2f", *by),
            f"{key}_mean": table(cost["mean"], ".2f", *by, "guess"),
            f"{key}_share": table(100 * cost["share"], ".1f", *by, "guess"),
        }
    seen += [
        Mark(_("values"), values[:-1], np.arange(1, n), (), INK, "dots"),
        Mark(_("last value"), last[:, None], n, moved, INK, "squares"),
    ]
    low, high = min(guesses.min(), sets.min()), max(guesses.max(), sets.max())
    axis = _("{what} ({unit})") if unit else "{what}"
    about = _(
        "The same number is guessed for every {each}. Drag the last value in the first "
        "picture, and the guess in the second. There each mean loss stands as a multiple of its "
        "lowest, so that the three fit on one scale. A dot marks where each is lowest, and a line "
        "in the first picture."
    )
    return Explorer(
        _("Three losses of one guess for all values"),
        about.format(each=each),
        [
            Control(
                N_("guess"),
                [said(g) for g in guesses],
                nearest(guesses, float(np.mean([np.median(values), values.mean()]))),
                along=(height, guesses),
            ),
            Control(
                "last value",
                [said(v) for v in last],
                nearest(last, values[-1]),
                along=(where, last),
            ),
            Control("delta of Huber", [said(d) for d in deltas], nearest(deltas, 1), choice=True),
        ],
        [
            Panel(
                where,
                Axis(axis.format(what=_("value"), unit=unit), low, high),
                Axis(each, 0.5, n + 0.5, {i: str(i) for i in range(1, n + 1)}),
                seen,
            ),
            Panel(
                height,
                Axis(axis.format(what=_("guess"), unit=unit), low, high),
                Axis(_("mean loss, as a multiple of its lowest"), 0, 5),
                curves,
            ),
        ],
        [
            _(
                "Mean loss of this guess: squared error {squared_mean}, absolute error "
                "{absolute_mean}, Huber {huber_mean}."
            ),
            _(
                "Lowest at: squared error {squared_best}, the mean; absolute error "
                "{absolute_best}, the median; Huber {huber_best}."
            ),
            _(
                "At this guess the last value makes {squared_share} % of the squared error, "
                "{absolute_share} % of the absolute error and {huber_share} % of Huber."
            ),
        ],
        tables,
    )


def _costs(loss: Loss, slope: Loss, guesses: FloatArray, sets: FloatArray) -> dict[str, FloatArray]:
    """For each set of values the best guess, and for each guess the mean loss, its multiple of the
    lowest, and the share of it that the last value makes."""

    def each(of: FloatArray) -> FloatArray:
        return loss(*np.broadcast_arrays(of[..., np.newaxis], sets[:, np.newaxis]))

    best = np.array([_best_guess(slope, values) for values in sets])
    lowest, costs = each(best[:, np.newaxis]), each(guesses)
    return {
        "best": best,
        "mean": costs.mean(axis=-1),
        "multiple": costs.mean(axis=-1) / lowest.mean(axis=-1),
        "share": costs[..., -1] / costs.sum(axis=-1),
    }


def _round_numbers(values: FloatArray, most: int) -> FloatArray:
    """At most about that many round numbers, evenly from the lowest value to the highest."""
    return np.asarray(MaxNLocator(most).tick_values(values.min(), values.max()))


def _best_guess(slope: Loss, values: FloatArray) -> float:
    """Where the slope of the summed loss changes sign; the middle, where it is 0 for a stretch."""
    ends = []
    for below in (np.less, np.less_equal):
        low, high = values.min(), values.max()
        for _step in range(50):
            middle = (low + high) / 2
            if below(slope(np.full_like(values, middle), values).sum(), 0):
                low = middle
            else:
                high = middle
        ends.append(high)
    return float(np.mean(ends))


TENTH = N_("At a tenth of this p the two losses are {log} and {square}.")
RULED_OUT = N_("The model ruled out what then happened.")


def explore_surprise(probabilities: ArrayLike = PROBABILITIES) -> Explorer:
    """Minus the logarithm of the probability given to what happened, beside the squared error.

    Args:
        probabilities: those to choose from, each in [0, 1], in rising order.

    Returns:
        An `Explorer` with the control "p".

    Raises:
        ValueError: on a probability outside [0, 1], or another order.

    Example:
        >>> print(explore_surprise([0.2, 0.8]).at(p=1)[0])
        −log p is 0.2231, and (1 − p)² is 0.0400.
    """
    p = as_stops("probabilities", probabilities)
    require_probabilities("probabilities", p, "Each is given to what then happened.")
    logs, squares = (partial(_price, loss) for loss in (binary_cross_entropy, squared_error))
    top = float(logs(p)[p > 0].max(initial=7.5))
    x = surprising(top)
    tenths = [
        _(TENTH).format(log=said(log, ".4f"), square=said(square, ".4f"))
        for log, square in zip(logs(p / 10), squares(p / 10), strict=True)
    ]
    title = _("The price of a surprise")
    return Explorer(
        _("How surprised the forecaster should be"),
        _(
            "A model gave the probability p to what then happened. Move p, or drag it in the "
            "picture; for the smallest p use the slider. The squares mark the two numbers of the "
            "calculator check."
        ),
        [Control("p", [said(v) for v in p], nearest(p, 0.5), along=(title, p))],
        [
            Panel(
                title,
                Axis(_("probability p given to what happened"), 0, 1),
                Axis(_("loss"), 0, top),
                [
                    Mark(_("−log p"), x, logs(x), (), BLUE),
                    Mark(_("(1 − p)²"), x, squares(x), (), ORANGE, dash="dashed"),
                    Mark(_("calculator"), CALCULATOR, logs(CALCULATOR), (), INK, "squares"),
                    Mark("", p[:, None], logs(p)[:, None], ("p",), BLUE, "dots"),
                    Mark("", p[:, None], squares(p)[:, None], ("p",), ORANGE, "dots"),
                    *(
                        Words(said(price, ".4f"), place, price + top / 19, anchor="start")
                        for place, price in zip(CALCULATOR, logs(CALCULATOR), strict=True)
                    ),
                ],
            )
        ],
        [
            _("−log p is {log}, and (1 − p)² is {square}."),
            "{tenth}",
        ],
        {
            "log": Table(np.where(p > 0, table(logs(p), ".4f").texts, _("infinite")), ("p",)),
            "square": table(squares(p), ".4f", "p"),
            "tenth": Table(np.where(p > 0, tenths, _(RULED_OUT)), ("p",)),
        },
    )


def surprising(top: float) -> FloatArray:
    """Probabilities from the one with the loss `top` up to 1, closer together where it is steep."""
    least = max(np.exp(-top), np.finfo(float).tiny)
    return np.append(np.geomspace(least, 0.1, 40), np.linspace(0.1, 1, 61)[1:])


def _price(loss: Loss, p: FloatArray) -> FloatArray:
    return loss(p, np.ones_like(p))


# what the sign of the loss's slope says
ADVICE = {
    -1: N_("The accuracy names no direction. The loss does: turn further."),
    0: N_("The accuracy names no direction. Nor does the loss: it is at its lowest."),
    1: N_("The accuracy names no direction. The loss does: turn back."),
}
AT_THE_END = N_(
    "The accuracy names no direction. The loss does: it would still fall, but the dial ends here."
)


def explore_accuracy(
    start: ArrayLike = FORECAST_B,
    end: ArrayLike = FORECAST_A,
    label: ArrayLike = RAIN,
    names: tuple[str, str] = ("B", "A"),
) -> Explorer:
    """Accuracy beside mean binary cross-entropy, with their slopes, from one forecast to another.

    At the dial's setting w the forecast is ``(1 - w) start + w end``.

    Args:
        start: probabilities of a 1, of shape (n,), strictly between 0 and 1.
        end: others, alike.
        label: what happened, 0 or 1, of the same shape.
        names: of the forecast at the start and of that at the end.

    Returns:
        An `Explorer` with the control "dial".

    Raises:
        ValueError: on unequal shapes, a label that is neither 0 nor 1, or a probability that is
            not strictly between 0 and 1.

    Example:
        >>> explorer = explore_accuracy([0.4], [0.8], [1])
        >>> print(explorer.at(dial=50)[0])
        Accuracy: 1, with slope 0.
    """
    (first, y), (last, *_same) = (as_probability_pair(p, label) for p in (start, end))
    for name, p in (("start", first), ("end", last)):
        if p.ndim != 1 or not ((p > 0) & (p < 1)).all():
            raise ValueError(
                f"{name} must be one row strictly between 0 and 1, but got {p.tolist()}. "
                "A certain mistake would have an infinite loss and no slope."
            )
    if not np.isin(y, (0, 1)).all():
        raise ValueError(f"label must be 0 or 1, but got {y.tolist()}. It is what happened.")

    def forecast(w: float) -> FloatArray:
        return (1 - w) * first + w * last

    def share_right(w: float) -> float:
        p = forecast(w)
        return accuracy(np.column_stack([1 - p, p]), y.astype(int))

    def loss(w: float) -> float:
        return float(binary_cross_entropy(forecast(w), y).mean())

    def slope(w: float) -> float:
        # the chain rule: each forecast moves by last - first per turn of the dial
        return float((binary_cross_entropy_grad(forecast(w), y) * (last - first)).mean())

    def jumps(w: float) -> bool:
        return share_right(max(w - 1e-6, 0)) != share_right(min(w + 1e-6, 1))

    right, losses, slopes = (np.array([f(w) for w in DIAL]) for f in (share_right, loss, slope))
    x = np.linspace(0, 1, 401)
    stairs = np.array([share_right(w) for w in x])
    # the pen is lifted at a step: there is nothing in between
    stairs[1:][np.diff(stairs) != 0] = np.nan
    near = DIAL[:, None] + [-0.15, 0.15]
    staircase, by = _("A staircase"), (N_("dial"),)
    ends = _("dial (0 is {start}, 1 is {end})")
    turned = Axis(ends.format(start=names[0], end=names[1]), 0, 1)
    signs = np.sign(slopes.round(12))
    advice = [_(ADVICE[int(sign)]) for sign in signs]
    if signs[0] > 0:
        advice[0] = _(AT_THE_END)
    if signs[-1] < 0:
        advice[-1] = _(AT_THE_END)
    level = Mark(_("its slope"), near, right[:, None], by, ORANGE, dash="dashed")
    tangent = Mark(
        _("its slope"),
        near,
        losses[:, None] + slopes[:, None] * [-0.15, 0.15],
        by,
        ORANGE,
        dash="dashed",
    )
    return Explorer(
        _("Accuracy beside the loss, from one forecast to another"),
        _(
            "The dial mixes two forecasts. Turn it, or drag it in the first picture, which shows "
            "the share of days on the right side of one half. The second shows the mean "
            "cross-entropy of the same forecasts. The dashed lines have the slope at the dial."
        ),
        [
            Control(
                "dial",
                [said(w, ".2f") for w in DIAL],
                nearest(DIAL, 0.4),
                along=(staircase, DIAL),
            )
        ],
        [
            Panel(
                staircase,
                turned,
                Axis(_("accuracy (share of days)"), 0, 1.1),
                [
                    Mark(_("accuracy"), x, stairs),
                    level,
                    Mark("", DIAL[:, None], right[:, None], by, INK, "dots"),
                ],
            ),
            Panel(
                _("A slope"),
                turned,
                Axis(_("mean cross-entropy (nats)"), 0, 1.05 * max(map(loss, x))),
                [
                    Mark(_("loss"), x[::8], [loss(w) for w in x[::8]]),
                    tangent,
                    Mark("", DIAL[:, None], losses[:, None], by, INK, "dots"),
                ],
            ),
        ],
        [
            _("Accuracy: {accuracy}, with {step}."),
            _("Mean cross-entropy: {loss}, with slope {slope}."),
            "{advice}",
        ],
        {
            "accuracy": table(right, ".3g", *by),
            "step": Table(
                [_("no slope: it jumps") if jumps(w) else _("slope 0") for w in DIAL], by
            ),
            "loss": table(losses, ".4f", *by),
            "slope": table(slopes, ".2f", *by),
            "advice": Table(advice, by),
        },
    )
