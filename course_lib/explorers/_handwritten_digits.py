"""The explorers of chapter 4; `_draw_digit` has one more."""

import base64
import io
import json
from collections.abc import Callable, Mapping, Sequence
from importlib.resources import files

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PIL import Image

from course_lib._checks import (
    FloatArray,
    as_floats,
    as_labels,
    as_logit_rows,
    as_positive,
    require_count,
    require_probabilities,
)
from course_lib.explorers._explorer import (
    Axis,
    Control,
    Explorer,
    Mark,
    Panel,
    Picture,
    Table,
    Words,
    said,
    table,
)
from course_lib.functions import softmax
from course_lib.language import N_, _
from course_lib.losses import softmax_cross_entropy
from course_lib.network import History
from course_lib.plots import BLUE, GREEN, GREY, ORANGE

RUNS = "learning-rates.json"  # made by tools/record_runs.py
MEASURES = tuple(vars(History()))
FAIR = np.log(10)  # the loss of ten equal chances
TOP = 3.0  # of the picture of the losses


def recorded_runs() -> dict[float, History]:
    """From each of ten learning rates to what training at this rate looked like."""
    text = (files("course_lib") / "data" / RUNS).read_text(encoding="utf-8")
    return {float(rate): History(**run) for rate, run in json.loads(text).items()}


def explore_learning_rates(runs: Mapping[float, History] | None = None) -> Explorer:
    """Loss and accuracy by epoch, for each learning rate.

    Args:
        runs: from a learning rate to what `train` returned. A NaN at the end says that the numbers
            overflowed in that epoch. If left out, recorded runs: ten epochs of a network 784-64-10
            (seed 0) on the bundled sample, by `GradientDescent` with batches of 50 (seed 1).

    Returns:
        An `Explorer` with the control "learning rate".

    Raises:
        TypeError, ValueError: if there is no run, a rate is not a positive number, or a run is not
            a `History` with four numbers for each epoch.

    Example:
        >>> explorer = explore_learning_rates()
        >>> print(explorer.at(learning_rate=7)[-1])
        Too large: the training loss stays near log 10, and nothing is learned.
    """
    given = recorded_runs() if runs is None else runs
    _require_runs(given)
    rates = sorted(given)
    epochs = max(len(run.train_loss) for run in given.values())
    curve = {
        name: np.array([_padded(getattr(given[rate], name), epochs) for rate in rates])
        for name in MEASURES
    }
    end = {name: [getattr(given[rate], name)[-1] for rate in rates] for name in MEASURES}
    best = int(np.argmin(np.nan_to_num(end["validation_loss"], nan=np.inf)))
    verdicts = [_verdict(given[rate], i == best) for i, rate in enumerate(rates)]
    by = (N_("learning rate"),)
    every = -(-epochs // 5)
    epoch = Axis(_("epoch"), 0, epochs, {k: str(k) for k in range(0, epochs + 1, every)})
    return Explorer(
        _("Training curves by learning rate"),
        _(
            "Move the learning rate from far too small to far too large. The first picture shows "
            "the mean loss after each epoch, the second the share of right answers, both for "
            "training and for validation data. The dotted lines show what ten equal chances bring."
        ),
        [Control(by[0], [said(rate) for rate in rates], best)],
        [
            Panel(
                _("Loss"),
                epoch,
                Axis(_("mean cross-entropy (nats)"), 0, TOP),
                [
                    Mark(_("log 10"), [0, epochs], [FAIR, FAIR], (), GREY, "line", "dotted"),
                    *_curves(curve["train_loss"], curve["validation_loss"]),
                    *_overflows([given[rate] for rate in rates]),
                    Words([_unseen(given[rate]) for rate in rates], epochs / 2, 0.9 * TOP, by),
                ],
            ),
            Panel(
                _("Accuracy"),
                epoch,
                Axis(_("share of right answers"), 0, 1),
                [
                    Mark(_("1 in 10"), [0, epochs], [0.1, 0.1], (), GREY, "line", "dotted"),
                    *_curves(curve["train_accuracy"], curve["validation_accuracy"]),
                ],
            ),
        ],
        [
            _(
                "At the end the loss is {train_loss} on training data and {validation_loss} on "
                "validation data, the accuracy {train_accuracy} and {validation_accuracy}."
            ),
            "{verdict}",
        ],
        {
            "train_loss": table(end["train_loss"], ".3f", *by),
            "validation_loss": table(end["validation_loss"], ".3f", *by),
            "train_accuracy": table(end["train_accuracy"], ".3f", *by),
            "validation_accuracy": table(end["validation_accuracy"], ".3f", *by),
            "verdict": Table(verdicts, by),
        },
    )


# The first condition that holds says what is wrong with the rate: of the training losses, the
# validation losses, and whether no other run ends with a lower validation loss.
VERDICTS: list[tuple[Callable[[FloatArray, FloatArray, bool], object], str]] = [
    (
        lambda losses, validation, best: np.isnan(losses[-1]),
        N_("Far too large: the numbers overflowed in epoch {epoch}, and the run ended there."),
    ),
    (
        lambda losses, validation, best: losses[-1] > 1.1 * FAIR,
        N_(
            "Far too large: the network does worse than ten equal chances, which cost log 10 = "
            "2.303."
        ),
    ),
    (
        lambda losses, validation, best: losses[-1] > 0.9 * FAIR and len(_rises(losses)),
        N_("Too large: the training loss stays near log 10, and nothing is learned."),
    ),
    (
        lambda losses, validation, best: losses[-1] > 0.9 * FAIR and _falls(losses),
        N_(
            "Far too small: the training loss falls in every epoch, but so slowly that it is still "
            "near log 10."
        ),
    ),
    (
        lambda losses, validation, best: losses[-1] > 0.9 * FAIR,
        N_("At the end the training loss is still near log 10."),
    ),
    (
        lambda losses, validation, best: best and _falls(losses),
        N_(
            "Of these rates, it ends with the lowest validation loss. "
            "The training loss falls in every epoch."
        ),
    ),
    (
        lambda losses, validation, best: best,
        N_(
            "Of these rates, it ends with the lowest validation loss. "
            "The training loss does not fall in every epoch."
        ),
    ),
    (
        lambda losses, validation, best: _falls(losses) and validation[-1] == min(validation),
        N_(
            "More epochs would help: the training loss falls in every epoch, and the validation "
            "loss is lowest at the end."
        ),
    ),
    (
        lambda losses, validation, best: (
            len(_rises(losses)) > 1 or max(_rises(losses), default=0) > 0.05
        ),
        N_("Too large: the training loss rises and falls from epoch to epoch."),
    ),
    (
        lambda losses, validation, best: True,
        N_("It ends with a higher validation loss than the best of these rates."),
    ),
]
HIGH = N_("{verdict} On the way the loss is as high as {highest}.")


def _verdict(run: History, best: bool) -> str:
    losses, validation = np.array(run.train_loss), np.array(run.validation_loss)
    found = next(verdict for holds, verdict in VERDICTS if holds(losses, validation, best))
    said_of_it = _(found).format(epoch=len(losses))
    highest = _highest(run)
    return _(HIGH).format(verdict=said_of_it, highest=highest) if highest else said_of_it


def _falls(losses: FloatArray) -> bool:
    return bool((np.diff(losses) < 0).all())


def _rises(losses: FloatArray) -> FloatArray:
    """By which part of itself the loss grew, in each epoch in which it did."""
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.diff(losses) / losses[:-1]
    return np.asarray(grown[grown > 0])


def _curves(training: FloatArray, validation: FloatArray) -> list[Mark]:
    """Two lines by epoch with a point for each epoch, one row for each rate."""
    epochs = np.arange(1, training.shape[1] + 1)
    by = ("learning rate",)
    return [
        Mark(_("training"), epochs, training, by, BLUE),
        Mark("", epochs, training, by, BLUE, "dots"),
        Mark(_("validation"), epochs, validation, by, ORANGE, "line", "dashed"),
        Mark("", epochs, validation, by, ORANGE, "squares"),
    ]


OVERFLOW, ABOVE = N_("× overflow in epoch {epoch}"), N_("↑ up to {highest}, above this picture")


def _unseen(run: History) -> str:
    """What the picture of the losses has no room for."""
    if _overflowed(run):
        return _(OVERFLOW).format(epoch=len(run.train_loss))
    highest = _highest(run)
    return _(ABOVE).format(highest=highest) if highest else ""


def _highest(run: History) -> str:
    """The highest loss, if the picture has no room for it and the run did not overflow."""
    highest = max(run.train_loss + run.validation_loss)
    return said(highest, ",.0f") if highest > TOP and not _overflowed(run) else ""


def _overflows(runs: Sequence[History]) -> list[Mark]:
    """An upright line where a run overflowed, if one did."""
    epochs = [len(run.train_loss) if _overflowed(run) else np.nan for run in runs]
    if np.isnan(epochs).all():
        return []
    x = np.array(epochs)[:, np.newaxis]
    return [Mark(_("overflow"), x, [0, 0.85 * TOP], ("learning rate",), GREEN, "line", "dashed")]


def _overflowed(run: History) -> bool:
    return bool(np.isnan(run.train_loss[-1]))


def _padded(values: list[float], n: int) -> list[float]:
    return [*values, *[np.nan] * (n - len(values))]


def _require_runs(runs: Mapping[float, History]) -> None:
    if not isinstance(runs, Mapping):
        raise TypeError(
            "runs must be a dict from learning rates to what train returns, but got "
            f"{type(runs).__name__}. Write {{rate: train(...)}}."
        )
    if not runs:
        raise ValueError("runs must hold at least one run, but got none. Train at some rate first.")
    for rate, run in runs.items():
        as_positive("a learning rate", rate, "The keys of runs are learning rates.")
        if not isinstance(run, History):
            raise TypeError(
                f"runs must hold what train returns, but got {type(run).__name__} for the rate "
                f"{rate}. Write {{rate: train(...)}}."
            )
        lengths = [len(getattr(run, name)) for name in MEASURES]
        if min(lengths) < 1 or len(set(lengths)) > 1:
            raise ValueError(
                f"runs must have all four numbers for each epoch, but got {lengths} of them for "
                f"the rate {rate}. Did the run end before its first epoch did?"
            )


def explore_mistakes(
    logits: ArrayLike, labels: ArrayLike, images: ArrayLike, worst: int = 20
) -> Explorer:
    """The images with the highest loss, and the probabilities that the network gave there.

    Args:
        logits: shape (n, 10), what the network said of each image.
        labels: shape (n,), the true digits.
        images: shape (n, 784), from 0 (paper) to 1 (ink).
        worst: how many images to show, or all if there are fewer.

    Returns:
        An `Explorer` with the control "place": 0 is the highest loss.

    Raises:
        TypeError, ValueError: if the shapes do not fit together, a label is not from 0 to 9, a
            pixel is not from 0 to 1, or `worst` is not a positive whole number.

    Example:
        >>> logits = np.zeros((2, 10))
        >>> logits[1, 3] = 5.0
        >>> print(explore_mistakes(logits, [3, 7], np.zeros((2, 784))).at()[1])
        The network said 3, with probability 0.9428. It gave 0.0064 to the truth.
    """
    require_count("worst", worst, "It is the number of images to show.")
    z = as_logit_rows(logits)
    if z.shape[1] != 10:
        raise ValueError(
            f"logits must have shape (n, 10), but got {z.shape}. There is one for each digit."
        )
    truth = as_labels(labels, len(z), 10)
    (pixels,) = as_floats(("images", images))
    if pixels.shape != (len(z), 784):
        raise ValueError(
            f"images must have shape ({len(z)}, 784), but got {pixels.shape}. "
            "Are logits and images of the same part?"
        )
    require_probabilities("images", pixels, "Divide by 255 first.")
    losses = softmax_cross_entropy(z, truth)
    order = np.argsort(-losses, kind="stable")[:worst]
    losses, truth, p = losses[order], truth[order], softmax(z[order])
    said_digit = p.argmax(axis=1)
    rows, by = np.arange(len(order)), (N_("place"),)
    of_truth = p[rows, truth]
    digits = np.arange(10)
    verdicts = [
        _(RIGHT) if hit else _(WRONG).format(times=said(loss / np.log(2), ".1f"))
        for hit, loss in zip(said_digit == truth, losses, strict=True)
    ]
    return Explorer(
        _("The digits with the highest loss"),
        _(
            "Move from the worst image to better ones. The first picture is what the network saw, "
            "the second what it thought: a bar for each digit."
        ),
        [Control(by[0], [_(PLACE).format(place=i + 1, count=len(order)) for i in rows])],
        [
            Panel(
                _("The image"),
                # so wide that a pixel is square
                Axis(_("pixel column"), -8.6, 36.6, {0: "0", 14: "14", 28: "28"}),
                Axis(_("pixel row"), 28, 0, {0: "0", 14: "14", 28: "28"}),
                [
                    Picture([png_address(image) for image in pixels[order]], 0, 28, 28, 0, by),
                    Mark("", [0, 28, 28, 0, 0], [0, 0, 28, 28, 0], (), GREY, "thin"),
                ],
            ),
            Panel(
                _("What the network thought"),
                Axis(_("digit"), -0.6, 9.6, {float(d): str(d) for d in digits}),
                Axis(_("probability"), 0, 1),
                [
                    Mark("", digits, p, by, ORANGE, "bars"),
                    # on the axis: a bar of the truth would be too low to be seen
                    Mark(_("the truth"), truth[:, np.newaxis], 0, by, GREEN, "squares"),
                    Words([_("truth")] * len(rows), truth, of_truth + 0.04, by),
                ],
            ),
        ],
        [
            _("The truth is {truth}, and the loss is {loss}."),
            _(
                "The network said {said}, with probability {p_said}. It gave {p_truth} to the "
                "truth."
            ),
            "{verdict}",
        ],
        {
            "truth": Table([str(d) for d in truth], by),
            "loss": table(losses, ".2f", *by),
            "said": Table([str(d) for d in said_digit], by),
            "p_said": Table([_probability(row.max()) for row in p], by),
            "p_truth": Table([_probability(v) for v in of_truth], by),
            "verdict": Table(verdicts, by),
        },
    )


PLACE = N_("{place} of {count}")
RIGHT = N_("Right. The loss is 0 only if the truth has all of the probability.")
WRONG = N_("Wrong: a wrong answer costs at least log 2 = 0.69. This one costs {times} times that.")
SMALL, SMALLEST = 1e-3, 1e-10
LESS = N_("less than 0.0000000001")


def _probability(p: float) -> str:
    """With four decimals, or with two digits where these would say next to nothing."""
    if p < SMALLEST:
        return _(LESS)
    if p < SMALL:
        return np.format_float_positional(p, precision=2, unique=False, fractional=False)
    return said(p, ".4f")


def png_address(image: NDArray[np.floating]) -> str:
    """784 pixels from 0 (paper) to 1 (ink) as an address that holds the whole picture."""
    grey = np.rint(255 * (1 - np.asarray(image, float).reshape(28, 28))).astype(np.uint8)
    stream = io.BytesIO()
    Image.fromarray(grey).save(stream, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
