"""Chapter 1, measure how wrong a model is: its exercises, their mistakes, and questions."""

from functools import partial

import numpy as np

from course_lib.exercises._changes import OTHER_ARGUMENTS
from course_lib.exercises._exercise import Edge, Exercise, Mistake
from course_lib.exercises._question import Choice, Question

TITLE = "Measure how wrong a model is"

# Losses of a list of numbers, and their slopes: what these exercises share. The mean size of an
# error is above 2, so that a mean cut to a whole number does not look like a sign.

_NUMBERS = [
    ([0.3, -1.7, 2.2, 0.9, 3.1], [1.7, 2.9, 2.5, -2.8, -0.9]),
    ([1.4, -0.6, 3.3, 0.2, -2.5, 0.7, 4.1], [0.5, 2.4, 3.0, -1.1, -0.9, 6.0, -2.2]),
]
_SINGLE = Edge(
    "a single example", "Nothing but the length differs: does some step need two?", ([1.5], [0.25])
)
_EQUAL_PREDICTIONS = Edge(
    "predictions that are equal",
    "A position, not a value, says which target belongs to a prediction.",
    ([0.5, 0.5, 2.0], [1.5, 3.0, 0.25]),
)
_EQUAL_LOSSES = Edge(
    "examples of equal loss",
    "Examples with the same loss count each, even two that are the same throughout: a set keeps"
    " one of them.",
    ([2.0, 0.0, 2.0, 3.0], [1.0, 1.0, 1.0, 0.5]),
)
_TABLE = ([[0.5, 1.5, -2.0], [2.5, 0.2, 1.1]], [[1.2, 0.3, -1.1], [1.4, 1.7, 0.2]])
# a target of 0, so that float32 keeps the error's digits
_NEAR = ([0.001, -0.001], [0.0, 0.0])


def _one(values):
    return 1


def _loss(
    prediction,
    target,
    gap=np.subtract,
    of=np.square,
    seen=np.positive,
    total=np.sum,
    divisor=_one,
    after=np.positive,
):
    losses = of(gap(prediction, target))
    return after(_reduced(losses, seen, total, divisor))


def _reduced(losses, seen, total, divisor):
    return total(seen(losses)) / divisor(losses)


def _slope(prediction, target, gap=np.subtract, of=np.positive, divisor=_one, total=np.positive):
    return total(of(gap(prediction, target)) / divisor(prediction))


def _norm(values):
    return np.sqrt(np.sum(values))


def _sum_everywhere(values):
    return np.full_like(values, np.sum(values))


_GAPS = [
    Mistake(
        "every-pair",
        "Each prediction is compared with every target, as a column with a row. Keep both in one"
        " shape.",
        gap=lambda p, t: p.reshape(-1, 1) - t.reshape(1, -1),
    ),
    Mistake(
        "added-for-subtracted",
        "Prediction and target are added. An error is their difference.",
        gap=np.add,
    ),
    Mistake(
        "target-ignored",
        "The target has no effect. An error is the prediction minus the target.",
        gap=lambda p, t: p,
    ),
    Mistake(
        "compared-with-the-mean",
        "Each prediction is compared with the mean of all targets. It has a target of its own.",
        gap=lambda p, t: p - np.mean(t),
    ),
    Mistake(
        "relative",
        "Each error is divided by its target, as for a percentage error. Leave the errors in their"
        " unit.",
        gap=lambda p, t: (p - t) / t,
    ),
]

_SAID = {change.slug: change.says for change in OTHER_ARGUMENTS}
_ONLY_THE_FIRST = Mistake("only-the-first", _SAID["only-the-first"], seen=lambda v: v[:1])
_RETURN_IN_THE_LOOP = Mistake(
    "return-in-the-loop",
    "Only the first example is counted before it is divided: does the `return` stand inside the"
    " loop?",
    seen=lambda v: v[:1],
)
_LOOPS = [
    Mistake("only-the-last", _SAID["only-the-last"], seen=lambda v: v[-1:]),
    Mistake("first-left-out", _SAID["first-left-out"], seen=lambda v: v[1:]),
    Mistake("last-left-out", _SAID["last-left-out"], seen=lambda v: v[:-1]),
]

_AXIS_1 = Mistake(
    "axis-1",
    "It works along axis 1, which a list of numbers does not have: leave `axis` out.",
    total=partial(np.sum, axis=1),
)
_LARGEST = Mistake(
    "largest-only",
    "Only the largest entry counts: `max` in place of a total.",
    total=np.max,
    divisor=_one,
)
_DIFFERENCE_OF_SQUARES = Mistake(
    "difference-of-squares",
    "Predictions and targets are squared first and subtracted afterwards. The square belongs"
    " around the difference.",
    gap=lambda p, t: p**2 - t**2,
    of=np.positive,
)
_ONLY_TARGET_SQUARED = Mistake(
    "only-the-target-squared",
    "Only the target is squared: a power binds before a minus. Put the difference in parentheses.",
    gap=lambda p, t: p - t**2,
    of=np.positive,
)
_DOUBLED_FOR_SQUARED = Mistake(
    "doubled-for-squared",
    "The errors are doubled where they should be squared: `2 * e` is not `e ** 2`.",
    of=lambda e: 2 * e,
)


def sum_squared_error(prediction, target):
    """Add up (prediction - target) squared over all entries, without a factor: one number."""
    error = prediction - target
    return np.sum(error * error)


_FORGOT_THE_SQUARE = Mistake(
    "forgot-the-square",
    "The errors are not squared, so positive and negative ones would cancel. Square each"
    " one first.",
    of=np.positive,
)
_ABSOLUTE_FOR_SQUARE = Mistake(
    "absolute-for-square",
    "The sizes of the errors are taken, not their squares: that is the absolute error.",
    of=np.abs,
)

SUM_SQUARED_ERROR = Exercise(
    sum_squared_error,
    why="The errors of the first case are 1, −2 and 0, their squares 1, 4 and 0. A square is never"
    " negative, so errors of both signs cannot cancel. `np.sum` adds up all entries, of a table"
    " too.",
    hints=[
        "The check's first case is `([2, -1, 1], [1, 1, 1])`. What are its three errors, with their"
        " signs?",
        "What is left of each error when it is multiplied by itself? Can a square be negative?",
        "Square first and add afterwards, or the other way round: what does each order make of the"
        " errors 1 and −1?",
        "Which NumPy function makes one number of an array, whatever its shape?",
    ],
    probes=[([2, -1, 1], [1, 1, 1]), *_NUMBERS],
    edges=[
        Edge(
            "a table",
            "All entries count, in whichever row they stand: `np.sum` without `axis` adds up all"
            " of them.",
            _TABLE,
        ),
        _EQUAL_PREDICTIONS,
        _EQUAL_LOSSES,
        _SINGLE,
    ],
    variant=_loss,
    mistakes=[
        _FORGOT_THE_SQUARE,
        _ABSOLUTE_FOR_SQUARE,
        _DOUBLED_FOR_SQUARED,
        Mistake(
            "sign-kept",
            "Each square keeps the sign of its error, so they cancel. A square is never negative.",
            of=lambda e: e * np.abs(e),
        ),
        Mistake(
            "squared-after-adding",
            "The square is taken at the end, when positive and negative errors have cancelled"
            " already. Square each error before.",
            of=np.positive,
            after=np.square,
        ),
        _DIFFERENCE_OF_SQUARES,
        _ONLY_TARGET_SQUARED,
        Mistake(
            "sum-of-squares",
            "The squares of the predictions and of the targets are added together. Subtract first,"
            " then square.",
            gap=np.hypot,
        ),
        Mistake(
            "multiplied-for-subtracted",
            "Each prediction is multiplied by its target. Multiply each difference by itself.",
            gap=np.multiply,
            of=np.positive,
        ),
        Mistake(
            "mean-error-removed",
            "The mean error is subtracted from each error, as a variance does. The errors count as"
            " they are.",
            gap=lambda p, t: p - t - np.mean(p - t),
        ),
        Mistake(
            "errors-cut-to-whole-numbers",
            "The errors lose their digits after the point: is `int`, `//` or an array of integers"
            " on the way?",
            gap=lambda p, t: np.trunc(p - t),
        ),
        Mistake(
            "averaged",
            "It is divided by the number of entries: that is the mean. Here the sum is asked for.",
            divisor=np.size,
        ),
        Mistake(
            "halved",
            "The sum is halved: the factor 1/2 is another convention, and this exercise has none.",
            divisor=lambda p: 2,
        ),
        Mistake(
            "root-taken",
            "A root is taken of the total, as for a distance. The sum of squares has none.",
            after=np.sqrt,
        ),
        Mistake(
            "not-added-up",
            "The values are not added up: one number is asked for.",
            total=np.positive,
        ),
        Mistake(
            "axis-0",
            "For a table it gives one number for each column: Python's `sum` and `axis=0` add up"
            " the rows only. `np.sum` without `axis` adds up all entries.",
            total=partial(np.sum, axis=0),
        ),
        _AXIS_1,
        _LARGEST,
        *_GAPS,
        _ONLY_THE_FIRST,
        *_LOOPS,
    ],
)


def mean_squared_error(prediction, target):
    """Average the squared errors over all entries, of a table too: one number."""
    return np.mean((prediction - target) ** 2)


_SUMMED = Mistake(
    "summed",
    "The sum is not divided by the number of entries. Average in place of adding up.",
    divisor=_one,
)
_DIVIDED_TWICE_2 = Mistake(
    "divided-twice",
    "It is divided by the number of entries twice: `np.mean` divides by itself.",
    divisor=lambda p: np.size(p) ** 2,
)
_NOT_AVERAGED = Mistake(
    "not-averaged",
    "The values are not averaged: one number is asked for.",
    total=np.positive,
    divisor=_one,
)
_MEDIAN = Mistake(
    "median",
    "The middle value is taken, the median. The mean adds up all and divides.",
    total=np.median,
    divisor=_one,
)

MEAN_SQUARED_ERROR = Exercise(
    mean_squared_error,
    why="The squares of the first case are 1, 4, 0, 16 and 9, their sum is 30, and a fifth of it 6."
    " Squaring after averaging would let errors of both signs cancel.",
    hints=[
        "The check's first case is `([2, -1, 1, 5, 4], [1, 1, 1, 1, 1])`. What are its five errors,"
        " and what are their squares?",
        "What comes first, the square or the average? Try both orders on the errors 1 and −1.",
        "By which number is the total of the squares divided? How many entries does a table with 2"
        " rows and 3 columns have?",
    ],
    probes=[([2, -1, 1, 5, 4], [1, 1, 1, 1, 1]), *_NUMBERS],
    edges=[
        Edge(
            "a table",
            "All entries count alike: divide by how many there are in all (`.size`), not by the"
            " number of rows.",
            _TABLE,
        ),
        _EQUAL_PREDICTIONS,
        _EQUAL_LOSSES,
        _SINGLE,
    ],
    variant=partial(_loss, divisor=np.size),
    mistakes=[
        _SUMMED,
        Mistake(
            "root-taken",
            "A root is taken at the end, as for the RMSE. The mean squared error has none.",
            after=np.sqrt,
        ),
        Mistake(
            "norm-divided-by-n",
            "A root is taken of the sum before it is divided: a distance, divided by n. Leave the"
            " root out.",
            total=_norm,
        ),
        Mistake(
            "squared-after-averaging",
            "The square is taken at the end, when positive and negative errors have cancelled"
            " already. Square each error before.",
            of=np.positive,
            after=np.square,
        ),
        _FORGOT_THE_SQUARE,
        _ABSOLUTE_FOR_SQUARE,
        _DOUBLED_FOR_SQUARED,
        Mistake(
            "mean-error-removed",
            "The mean error is subtracted from each error first: `np.var` does so, and an error"
            " common to all predictions stays unseen. Average the squares of the errors"
            " themselves.",
            gap=lambda p, t: p - t - np.mean(p - t),
        ),
        _DIFFERENCE_OF_SQUARES,
        _ONLY_TARGET_SQUARED,
        Mistake(
            "divided-by-n-minus-1",
            "It is divided by n - 1, as an estimate of a variance is. A mean divides by n.",
            divisor=lambda p: np.size(p) - 1,
        ),
        Mistake(
            "halved",
            "There is a factor 1/2 beside the mean. It is another convention, and this exercise has"
            " none.",
            divisor=lambda p: 2 * np.size(p),
        ),
        Mistake(
            "half-the-sum",
            "It is divided by 2, where the mean divides by the number of entries.",
            divisor=lambda p: 2,
        ),
        _DIVIDED_TWICE_2,
        _NOT_AVERAGED,
        _MEDIAN,
        Mistake(
            "axis-0",
            "For a table it gives one number for each column: Python's `sum` and `axis=0` go down"
            " the rows only. `np.mean` without `axis` averages all entries.",
            total=partial(np.sum, axis=0),
            divisor=len,
        ),
        Mistake(
            "divided-by-rows",
            "For a table the sum is divided by the number of rows, which is what `len` gives."
            " Divide by the number of entries, `.size`.",
            divisor=len,
        ),
        Mistake(
            "r-squared",
            "The total is compared with the spread of the targets, and taken from 1, as for R²."
            " Divide it by the number of entries alone.",
            lambda p, t: 1 - np.sum((p - t) ** 2) / np.sum((t - np.mean(t)) ** 2),
        ),
        _AXIS_1,
        _LARGEST,
        *_GAPS,
        _RETURN_IN_THE_LOOP,
        *_LOOPS,
    ],
)


def mean_absolute_error(prediction, target):
    """Average the sizes of the errors: one number."""
    return np.mean(np.abs(prediction - target))


_DIVIDED_BY_N_MINUS_1_2 = Mistake(
    "divided-by-n-minus-1",
    "It is divided by n - 1. A mean divides by n, the number of entries.",
    divisor=lambda p: np.size(p) - 1,
)

MEAN_ABSOLUTE_ERROR = Exercise(
    mean_absolute_error,
    why="The sizes of the first case are 1, 2, 0 and 4, and their mean is 7/4. Averaging first"
    " would let −2 cancel part of the rest.",
    hints=[
        "The check's first case is `([2, -1, 1, 5], [1, 1, 1, 1])`. What are its four errors, and"
        " how large is each, its sign apart?",
        "There are three steps: the difference, its size, the average. What goes wrong with the"
        " errors 1 and −2 if the average is taken before the size?",
        "Which NumPy function gives the size of every entry?",
    ],
    probes=[([2, -1, 1, 5], [1, 1, 1, 1]), *_NUMBERS],
    edges=[
        _EQUAL_PREDICTIONS,
        _EQUAL_LOSSES,
        Edge(
            "errors of a thousandth",
            "A small error counts with its size too: is it dropped, or its size smoothed near 0?",
            _NEAR,
        ),
        _SINGLE,
    ],
    variant=partial(_loss, of=np.abs, divisor=np.size),
    mistakes=[
        Mistake(
            "forgot-the-absolute-value",
            "The errors keep their signs, so positive and negative ones would cancel. Take the"
            " size of each one first.",
            of=np.positive,
        ),
        Mistake(
            "absolute-value-after-averaging",
            "The size is taken at the end, when positive and negative errors have cancelled"
            " already. Take the size of each error before.",
            of=np.positive,
            after=np.abs,
        ),
        Mistake(
            "sizes-before-the-difference",
            "The signs of predictions and targets are dropped before they are subtracted. Subtract"
            " first.",
            gap=lambda p, t: np.abs(p) - np.abs(t),
        ),
        Mistake(
            "size-of-each",
            "The size is taken of predictions and targets, not of their difference:"
            " `np.abs(prediction - target)`.",
            gap=lambda p, t: np.abs(p) - np.abs(t),
            of=np.positive,
        ),
        Mistake(
            "size-of-the-prediction",
            "The size is taken of the predictions alone, not of their difference from the targets:"
            " `np.abs(prediction - target)`.",
            gap=lambda p, t: np.abs(p) - t,
            of=np.positive,
        ),
        Mistake(
            "size-of-the-target",
            "The size is taken of the targets alone, not of their difference from the predictions:"
            " `np.abs(prediction - target)`.",
            gap=lambda p, t: p - np.abs(t),
            of=np.positive,
        ),
        Mistake(
            "square-for-absolute-value",
            "The errors are squared: that is the squared error. The size of each one is asked for.",
            of=np.square,
        ),
        Mistake(
            "root-mean-square",
            "The errors are squared, and a root is taken at the end, so large errors weigh more."
            " Take the size of each one instead.",
            of=np.square,
            after=np.sqrt,
        ),
        Mistake(
            "norm-divided-by-n",
            "A root is taken of the sum of squares before it is divided by n. Take the size of each"
            " error instead.",
            of=np.square,
            total=_norm,
        ),
        Mistake(
            "huber",
            "Errors of at most 1 cost half their square: that is the Huber loss. Here every error"
            " costs its size.",
            of=lambda e: np.where(np.abs(e) <= 1, e**2 / 2, np.abs(e) - 1 / 2),
        ),
        Mistake(
            "negative-errors-dropped",
            "Negative errors count as 0. Their size counts as much as that of positive ones.",
            of=lambda e: np.maximum(e, 0),
        ),
        Mistake(
            "positive-errors-dropped",
            "Positive errors count as 0. Their size counts as much as that of negative ones.",
            of=lambda e: np.maximum(-e, 0),
        ),
        Mistake(
            "sign-only",
            "Only the signs of the errors are left. How large each one is should count.",
            of=np.sign,
        ),
        _SUMMED,
        _MEDIAN,
        _DIVIDED_BY_N_MINUS_1_2,
        Mistake(
            "halved",
            "There is a factor 1/2 too many. The absolute error has none.",
            divisor=lambda p: 2 * np.size(p),
        ),
        _DIVIDED_TWICE_2,
        _NOT_AVERAGED,
        _AXIS_1,
        _LARGEST,
        *_GAPS,
        _RETURN_IN_THE_LOOP,
        *_LOOPS,
    ],
)

# Mistakes in a slope, whatever the loss.

_NEGATED = Mistake(
    "negated",
    "The sign is the wrong way round: a prediction that is too large has a positive slope, since"
    " raising it costs more.",
    gap=lambda p, t: t - p,
)
_ADDED_UP = Mistake(
    "added-up",
    "The slopes are added up to one number, which a move of all predictions at once gives too. Each"
    " prediction keeps its own.",
    total=np.sum,
)
_SUM_EVERYWHERE = Mistake(
    "sum-in-every-place",
    "Every place holds the sum of all slopes: are all predictions moved at once? The slope of one"
    " prediction depends on its own error alone.",
    total=_sum_everywhere,
)
_FIRST_SLOPE = Mistake(
    "only-the-first-slope",
    "Only the first slope is returned: does the `return` stand inside the loop?",
    total=lambda v: v[:1],
)
_REST_LEFT_AT_0 = Mistake(
    "rest-left-at-0",
    "All slopes but the first stay 0: does the `return` stand inside the loop?",
    total=lambda v: np.concatenate([v[:1], 0 * v[1:]]),
)
_ONLY_PREDICTION_DOUBLED = Mistake(
    "only-the-prediction-doubled",
    "Only the prediction is doubled, not the target: the 2 belongs to the whole difference, so"
    " put it in parentheses.",
    gap=lambda p, t: 2 * p - t,
    of=np.positive,
)
_TIMES_THE_PREDICTION = Mistake(
    "times-the-prediction",
    "Each slope is multiplied by its prediction. The prediction itself is what moves, so its inner"
    " derivative is 1.",
    gap=lambda p, t: (p - t) * p,
)
_SIGN_LOST = Mistake(
    "sign-lost",
    "All slopes come out positive. Where the prediction is too small, raising it lowers the loss.",
    of=lambda e: 2 * np.abs(e),
)
_SLOPE_OF_SIZE = Mistake(
    "slope-of-the-absolute-error",
    "Only the sign of each error is left: that is the slope of the absolute error. The slope of a"
    " square grows with the error.",
    of=np.sign,
)
_SQUARE_KEPT = Mistake(
    "square-kept",
    "The 2 stands in front, but the square is still there. The derivative of a square has one power"
    " less.",
    of=lambda e: 2 * e**2,
)
_LOSS = Mistake(
    "loss-for-slope",
    "These are squared errors, the losses themselves. How much does each change when its prediction"
    " moves?",
    of=np.square,
)
_NEIGHBOURS = Mistake(
    "neighbours-compared",
    "The losses of neighbouring examples are subtracted, which `np.gradient` does. The slope asked"
    " for compares the loss before and after a move of one prediction.",
    of=lambda e: np.gradient(e**2, axis=0),
)


def _measured(run):
    h, name = float(run), f"1-over-{round(1 / float(run))}"
    return [
        Mistake(
            f"run-of-{name}",
            f"These are slopes measured with a run of {run}, and a little off. The derivative is"
            " what they come close to as the run shrinks.",
            of=lambda e: 2 * e + h,
        ),
        Mistake(
            f"all-moved-by-{name}",
            f"All predictions are moved at once, by {run}. Each slope belongs to a move of one"
            " prediction alone.",
            of=lambda e: 2 * e + h,
            total=np.sum,
        ),
        Mistake(
            f"rise-for-a-run-of-{name}",
            f"These are the rises for a run of {run}. A slope is the rise divided by the run.",
            of=lambda e: (2 * e + h) * h,
        ),
    ]


_MEASURED = [
    mistake for run in ("0.1", "0.01", "0.001", "0.0001", "0.00001") for mistake in _measured(run)
]
_INTEGRATED = Mistake(
    "integrated",
    "The square is integrated to a third of the cube. Its derivative goes the other way: one power"
    " less.",
    of=lambda e: e**3 / 3,
)
_ONE_OVER_N_MISSING = Mistake(
    "forgot-the-1-over-n",
    "The 1/n is missing: these are the slopes of the sum. A mean divides each by the number of"
    " entries.",
    divisor=_one,
)
_DIVIDED_TWICE = Mistake(
    "divided-twice",
    "It is divided by the number of entries twice. Once is enough.",
    divisor=lambda p: np.size(p) ** 2,
)
_DIVIDED_BY_N_MINUS_1 = _DIVIDED_BY_N_MINUS_1_2


def sum_squared_error_grad(prediction, target):
    """Return for each prediction how much the sum over all entries, of a table too, changes per
    unit of it.
    """
    return 2 * (prediction - target)


_FORGOT_THE_2 = Mistake(
    "forgot-the-2",
    "The 2 from the square's slope is missing. Without it these are the slopes of half the"
    " squares.",
    of=np.positive,
)
_DIVIDED_BY_2 = Mistake(
    "divided-by-2",
    "The errors are divided by 2 where they should be multiplied by it.",
    of=lambda e: e / 2,
)

SUM_SQUARED_ERROR_GRAD = Exercise(
    sum_squared_error_grad,
    why="Each prediction stands in one term of the sum, so the other terms add nothing to its"
    " slope, and nothing is summed. The slope of one square is twice the error, sign included.",
    hints=[
        "The check's first case is `([2, -1, 1], [1, 1, 1])`, with the sum 5. Move the first"
        " prediction from 2 to 2.1. Which terms of the sum change?",
        "The first error grows from 1 to 1.1. How much does its square rise, and how much is that"
        " per unit? Which number does this come close to for smaller and smaller moves?",
        "The error of the second prediction is −2. Does its square rise or fall when the prediction"
        " grows a little? Which sign has the slope, then?",
        "How many numbers does the answer hold for three predictions?",
    ],
    probes=[([2, -1, 1], [1, 1, 1]), *_NUMBERS],
    edges=[
        Edge(
            "a table",
            "Each entry of a table has a slope of its own, which stands in the entry's place. A"
            " loop over a table meets its rows.",
            _TABLE,
        ),
        _EQUAL_PREDICTIONS,
        _SINGLE,
    ],
    variant=partial(_slope, of=lambda e: 2 * e),
    mistakes=[
        _FORGOT_THE_2,
        _NEGATED,
        _ADDED_UP,
        Mistake(
            "averaged",
            "The slopes are averaged to one number. Each prediction keeps its own.",
            total=np.mean,
        ),
        _SUM_EVERYWHERE,
        _FIRST_SLOPE,
        _REST_LEFT_AT_0,
        Mistake(
            "divided-by-n",
            "It is divided by the number of entries: these are the slopes of the mean. Here the sum"
            " is asked for.",
            divisor=np.size,
        ),
        _DIVIDED_BY_2,
        Mistake(
            "doubled",
            "The 2 from the square's slope stands there twice.",
            of=lambda e: 4 * e,
        ),
        _LOSS,
        _SQUARE_KEPT,
        _SIGN_LOST,
        _SLOPE_OF_SIZE,
        _INTEGRATED,
        *_MEASURED,
        _NEIGHBOURS,
        _ONLY_PREDICTION_DOUBLED,
        _TIMES_THE_PREDICTION,
        *_GAPS,
    ],
)


def mean_squared_error_grad(prediction, target):
    """Return for each prediction how much the mean squared error over all entries, of a table
    too, changes per unit of it.
    """
    return 2 * (prediction - target) / prediction.size


_AVERAGED = Mistake(
    "averaged",
    "The slopes are averaged to one number. Each prediction keeps its own, with a 1/n in front.",
    total=np.mean,
)

MEAN_SQUARED_ERROR_GRAD = Exercise(
    mean_squared_error_grad,
    why="The mean is the sum divided by n, so each slope is the sum's slope divided by n. The n is"
    " the number of all entries, `.size`, and stays outside the square.",
    hints=[
        "The check's first case is `([2, -1, 1, 5, 4], [1, 1, 1, 1, 1])`. What are its five errors,"
        " and what would the slopes of their sum of squares be?",
        "A mean of five is a fifth of the sum. When one prediction moves, how much does the mean"
        " change, compared with the sum?",
        "Which entries of the answer are negative, and which is 0? How many entries are there?",
    ],
    probes=[([2, -1, 1, 5, 4], [1, 1, 1, 1, 1]), *_NUMBERS],
    edges=[
        Edge(
            "a table",
            "Each entry has a slope, in its own place, and all of them count in the mean: divide"
            " by how many there are in all (`.size`). A loop over a table meets its rows.",
            _TABLE,
        ),
        _EQUAL_PREDICTIONS,
        _SINGLE,
    ],
    variant=partial(_slope, of=lambda e: 2 * e, divisor=np.size),
    mistakes=[
        _FORGOT_THE_2,
        _ONE_OVER_N_MISSING,
        _NEGATED,
        _ADDED_UP,
        _AVERAGED,
        _SUM_EVERYWHERE,
        _FIRST_SLOPE,
        _REST_LEFT_AT_0,
        _DIVIDED_TWICE,
        _DIVIDED_BY_N_MINUS_1,
        _DIVIDED_BY_2,
        Mistake(
            "divided-by-rows",
            "For a table it is divided by the number of rows, which is what `len` gives. A table's"
            " entries all count: divide by `.size`.",
            divisor=len,
        ),
        Mistake(
            "only-the-target-divided",
            "Only the target is divided by n: the 1/n belongs to the whole difference, so put it"
            " in parentheses.",
            gap=lambda p, t: p - t / p.size,
            divisor=_one,
        ),
        Mistake(
            "missing-parentheses",
            "Only the prediction is doubled, and only the target divided by n: put parentheses"
            " around the whole difference.",
            gap=lambda p, t: 2 * p - t / p.size,
            of=np.positive,
            divisor=_one,
        ),
        Mistake(
            "slope-of-the-root",
            "These are the slopes of the root of the mean, the RMSE. The mean squared error has no"
            " root.",
            lambda p, t: (p - t) / (p.size * np.sqrt(np.mean((p - t) ** 2))),
        ),
        _LOSS,
        _SQUARE_KEPT,
        _SIGN_LOST,
        _SLOPE_OF_SIZE,
        _INTEGRATED,
        *_MEASURED,
        _NEIGHBOURS,
        _ONLY_PREDICTION_DOUBLED,
        _TIMES_THE_PREDICTION,
        *_GAPS,
    ],
)


def mean_absolute_error_grad(prediction, target):
    """Return for each prediction the slope of the mean absolute error; 0 where the error is 0."""
    return np.sign(prediction - target) / prediction.size


MEAN_ABSOLUTE_ERROR_GRAD = Exercise(
    mean_absolute_error_grad,
    why="A prediction above its target costs 1 more per unit, one below it 1 less, however large"
    " the error is. At the corner, where the two sides disagree, 0 is the usual choice. Each size"
    " is one of n in the mean, hence the division.",
    hints=[
        "The check's first case is `([3, -1, 6, 5, 2], [1, 1, 4, 2, 1])`. What are its five"
        " errors?",
        "Move the first prediction from 3 to 3.5. How much does the size of its error change, per"
        " unit? And that of the second, when its prediction moves from −1 to −0.5?",
        "Does it matter how large an error is, or only on which side of the target the prediction"
        " lies? Which NumPy function gives −1, 0 or 1?",
        "Each size is one of five in a mean: what does that do to its slope? And which number lies"
        " midway between the slopes on the two sides of an error of 0?",
    ],
    probes=[([3, -1, 6, 5, 2], [1, 1, 4, 2, 1]), *_NUMBERS],
    edges=[
        Edge(
            "an error of exactly 0",
            "There the slopes on the two sides, −1 and 1, disagree, and the 0 between them is asked"
            " for. Dividing by the size would be 0/0.",
            ([1.5, -0.5, 2.0, 0.25], [1.5, 1.0, -0.25, 0.75]),
        ),
        Edge(
            "errors of a thousandth",
            "However near the target is, only the side counts: is the jump at 0 smoothed, is a"
            " small error taken as 0, or is a slope measured with a run that is longer than it?",
            _NEAR,
        ),
        _EQUAL_PREDICTIONS,
        _SINGLE,
    ],
    variant=partial(_slope, of=np.sign, divisor=np.size),
    mistakes=[
        Mistake(
            "nan-at-0",
            "An error of 0 gives nan, since 0/0 has no value. The slope asked for there is 0.",
            of=lambda e: e / np.abs(e),
        ),
        Mistake(
            "one-at-0",
            "An error of 0 counts as positive. The slope asked for there is 0.",
            of=lambda e: np.where(e >= 0, 1, -1),
        ),
        Mistake(
            "minus-one-at-0",
            "An error of 0 counts as negative. The slope asked for there is 0.",
            of=lambda e: np.where(e > 0, 1, -1),
        ),
        _ONE_OVER_N_MISSING,
        _NEGATED,
        _ADDED_UP,
        _AVERAGED,
        _SUM_EVERYWHERE,
        _FIRST_SLOPE,
        _REST_LEFT_AT_0,
        _DIVIDED_TWICE,
        _DIVIDED_BY_N_MINUS_1,
        Mistake(
            "size-kept",
            "The slopes grow with the errors. That of a size is the same far out as near: only the"
            " side counts.",
            of=np.positive,
        ),
        Mistake(
            "slope-of-the-square",
            "Twice each error is the slope of its square. The slope of its size depends on the side"
            " alone.",
            of=lambda e: 2 * e,
        ),
        Mistake(
            "loss-for-slope",
            "These are the sizes of the errors, the losses themselves. How much does each change"
            " when its prediction moves?",
            of=np.abs,
        ),
        Mistake(
            "sign-lost",
            "All slopes come out positive. Where the prediction is too small, raising it lowers the"
            " loss.",
            of=lambda e: np.abs(np.sign(e)),
        ),
        Mistake(
            "zero-below",
            "The slope is 0 where the prediction is too small. There, raising it lowers the loss:"
            " the slope is negative.",
            of=lambda e: np.where(e > 0, 1.0, 0.0),
        ),
        Mistake(
            "zero-above",
            "The slope is 0 where the prediction is too large. There, raising it costs more: the"
            " slope is positive.",
            of=lambda e: np.where(e < 0, -1.0, 0.0),
        ),
        Mistake(
            "doubled",
            "A 2 stands in front. It belongs to the slope of a square, and there is none.",
            of=lambda e: 2 * np.sign(e),
        ),
        Mistake(
            "halved",
            "There is a factor 1/2 too many: the slope of a size is 1 or −1.",
            of=lambda e: np.sign(e) / 2,
        ),
        Mistake(
            "huber",
            "The slope shrinks where the error's size is below 1, as that of the Huber loss does. "
            "That of the size is 1 or −1 however near the target is.",
            of=lambda e: np.clip(e, -1, 1),
        ),
        Mistake(
            "sign-after-adding",
            "The errors are added up, and one sign is taken of the sum. Each prediction has a sign"
            " of its own.",
            lambda p, t: np.sign(np.sum(p - t)) / p.size,
        ),
        Mistake(
            "signs-before-the-difference",
            "The signs of predictions and targets are taken before they are subtracted. Subtract"
            " first.",
            gap=lambda p, t: np.sign(p) - np.sign(t),
            of=np.positive,
        ),
        Mistake(
            "sign-of-the-prediction",
            "The sign is taken of the predictions alone, not of their difference from the targets.",
            gap=lambda p, t: np.sign(p) - t,
            of=np.positive,
        ),
        *_GAPS,
    ],
)

# Losses of probabilities. Minus log 1e-12 is 27.6: who cuts there is right about a certain mistake,
# and so is who cuts at the smallest float, where it is 744.4.


def _certain(probability_of_the_rest):
    least, most = (-(np.log(p) + np.log(probability_of_the_rest)) / 2 for p in (1e-12, 5e-324))
    return lambda loss: loss.shape == () and bool(0.9999 * least <= loss <= 1.0001 * most)


def _times(weight, value):
    return np.where(weight == 0, 0.0, weight * value)


def _softmax(values):
    powers = np.exp(values)
    return powers / powers.sum(axis=-1, keepdims=True)


_LOG_ALONE = (
    "Take the log of the probability given to the truth alone, and nothing needs to be added"
    " or replaced."
)
_CERTAIN_MISTAKE = (
    "A certain mistake costs inf: is something added inside the log, are small probabilities"
    f" lifted, or is inf replaced? {_LOG_ALONE}"
)
_LOGS = [
    Mistake(
        "log-base-2",
        "The logarithm has base 2, so the unit is bits: `np.log` is the natural one.",
        log=np.log2,
    ),
    Mistake(
        "log-base-10",
        "The logarithm has base 10: `np.log` is the natural one.",
        log=np.log10,
    ),
    Mistake(
        "forgot-minus-log",
        "The probabilities are used as they are: minus the logarithm of each is asked for.",
        log=np.positive,
        sign=1,
    ),
    Mistake(
        "forgot-the-log",
        "The probabilities are used as they are, with a minus in front: the logarithm is missing.",
        log=np.positive,
    ),
    Mistake(
        "log1p",
        "The logarithm is taken of 1 plus the probability, as `np.log1p` does. It belongs to the"
        " probability itself.",
        log=np.log1p,
    ),
    Mistake(
        "kept-from-0",
        "A probability of 0 counts as 1e-7, so a certain mistake costs 16.12 where it should cost"
        " inf: is 1e-7 added inside the log, or are smaller probabilities lifted to it? "
        + _LOG_ALONE,
        log=lambda p: np.log(np.maximum(p, 1e-7)),
    ),
    *(
        Mistake(
            f"added-{tiny}",
            f"Inside the log {tiny} is added, so every loss is a little too small, and a certain"
            f" mistake costs {-np.log(float(tiny)):.2f} where it should cost inf. {_LOG_ALONE}",
            log=lambda p, tiny=float(tiny): np.log(p + tiny),
        )
        for tiny in ("1e-2", "1e-3", "1e-4", "1e-5")
    ),
    Mistake(
        "log-0-counted-as-0",
        "A certain mistake costs nothing: log 0 is set to 0 wherever it occurs. Only 0 times log 0"
        " is 0.",
        log=lambda p: np.log(np.where(p > 0, p, 1)),
    ),
    Mistake(
        "inf-replaced",
        "A certain mistake costs a number near 1e308 where it should cost inf: `np.nan_to_num`"
        f" replaces inf as well as nan. {_LOG_ALONE}",
        log=lambda p: np.nan_to_num(np.log(p)),
    ),
    Mistake(
        "nan-at-0-log-0",
        "It gives nan for 0 times log 0, which should count as 0: find the probability given to the"
        " truth first, and take its logarithm alone.",
        times=np.multiply,
    ),
    Mistake(
        "forgot-the-minus",
        "The minus in front is missing: the logarithm of a probability is negative, a loss is not.",
        sign=1,
    ),
]


def binary_cross_entropy(probability, label):
    """Return the mean loss in nats, with 0 log 0 = 0 (course_lib's does not average)."""
    given_to_truth = np.where(label == 1, probability, 1 - probability)
    return -np.mean(np.log(given_to_truth))


def _binary(
    probability,
    label,
    model=np.positive,
    yes=lambda p, y: y,
    no=lambda p, y: 1 - y,
    other=lambda p: 1 - p,
    log=np.log,
    times=_times,
    join=np.add,
    seen=np.positive,
    total=np.sum,
    divisor=np.size,
    sign=-1,
):
    p = model(probability)
    first, second = times(yes(p, label), log(p)), times(no(p, label), log(other(p)))
    return sign * _reduced(join(first, second), seen, total, divisor)


def _given(p, y):
    return np.where(y == 1, p, 1 - p)


_NOT_AVERAGED_2 = Mistake(
    "not-averaged",
    "The losses are not averaged, as course_lib's function leaves them. Their mean is asked for.",
    total=np.positive,
    divisor=_one,
)

BINARY_CROSS_ENTROPY = Exercise(
    binary_cross_entropy,
    why="The losses of the first case are log 2, 2 log 2 and 3 log 2. Choosing the probability"
    " before taking the logarithm means that no term is ever 0 times infinity.",
    hints=[
        "The check's first case is `([0.5, 0.25, 0.875], [1, 1, 0])`. Which probability was given"
        " to what happened, for each of the three?",
        "They are powers of 1/2. How many times log 2 does each cost, and what is the mean?",
        "Follow the formula to the letter for a probability of 1 and the label 1. Where does log 0"
        " come in, and what does NumPy make of 0 times that?",
        "Can the probability given to the truth be found first, with one logarithm afterwards?"
        " Which NumPy function picks from two arrays, entry by entry?",
    ],
    probes=[
        ([0.5, 0.25, 0.875], [1, 1, 0]),
        ([0.9, 0.35, 0.2, 0.65, 0.07], [1, 1, 0, 1, 0]),
        ([0.3, 0.85, 0.6, 0.12, 0.45, 0.77, 0.95], [0, 1, 0, 0, 1, 0, 0]),
    ],
    edges=[
        Edge(
            "examples of equal loss",
            "Examples with the same loss count each, even two that are the same throughout. An"
            " equal probability may belong to another label.",
            ([0.25, 0.25, 0.75, 0.25], [1, 1, 0, 0]),
        ),
        Edge(
            "a probability of exactly 1 for what happened",
            "Its loss is 0: is the probability cut off below 1? The other term is 0 log 0, which"
            " counts as 0 too.",
            ([1.0, 0.0, 0.25], [1, 0, 1]),
        ),
        Edge(
            "a probability of exactly 0 for what happened",
            _CERTAIN_MISTAKE,
            ([0.0, 0.5], [1, 1]),
            _certain(0.5),
        ),
        Edge(
            "a probability of exactly 1 for what did not happen",
            _CERTAIN_MISTAKE,
            ([1.0, 0.75], [0, 0]),
            _certain(0.25),
        ),
        Edge("a single example", "A mean of one number is that number.", ([0.3], [1])),
    ],
    variant=_binary,
    mistakes=[
        *_LOGS,
        _RETURN_IN_THE_LOOP,
        *_LOOPS,
        Mistake(
            "only-label-1",
            "Where the label is 0 it costs nothing: the term with 1 - p is missing.",
            no=lambda p, y: 0 * y,
        ),
        Mistake(
            "only-label-0",
            "Where the label is 1 it costs nothing: the term with the probability itself is"
            " missing.",
            yes=lambda p, y: 0 * y,
        ),
        Mistake(
            "crossed-labels",
            "The two cases are crossed: p is scored where the label is 0, and 1 - p where it is 1.",
            yes=lambda p, y: 1 - y,
            no=lambda p, y: y,
        ),
        Mistake(
            "labels-ignored",
            "Both terms count for every example, whatever its label. The label chooses one.",
            yes=lambda p, y: np.ones_like(y),
            no=lambda p, y: np.ones_like(y),
        ),
        Mistake(
            "second-label-missing",
            "The term with 1 - p counts for every example. It belongs to those with the label 0.",
            no=lambda p, y: np.ones_like(y),
        ),
        Mistake(
            "entropy",
            "The logarithms are weighted with the probabilities in place of the labels: that is the"
            " forecast's own entropy.",
            yes=lambda p, y: p,
            no=lambda p, y: 1 - p,
        ),
        Mistake(
            "one-minus-missing",
            "Where the label is 0, the probability of a 1 is scored. The truth was given 1 - p.",
            other=np.positive,
        ),
        Mistake(
            "log1p-without-minus",
            "Where the label is 0, 1 + p is scored, not 1 - p: `np.log1p` adds its argument to 1,"
            " so its argument needs a minus.",
            other=lambda p: 1 + p,
        ),
        Mistake(
            "one-minus-outside-the-log",
            "Where the label is 0, 1 - log p is taken. The subtraction belongs inside the"
            " logarithm.",
            other=lambda p: np.exp(1 - np.log(p)),
        ),
        Mistake(
            "log-closed-too-early",
            "Where the label is 0, -p is taken where log(1 - p) is meant: `log(1) - p` closes the"
            " parenthesis too early.",
            other=lambda p: np.exp(-p),
        ),
        Mistake(
            "missing-parentheses",
            "The 1 of 1 - y is added by itself: times comes before minus. Set parentheses around"
            " 1 - y.",
            lambda p, y: -np.mean(y * np.log(p) + 1 - y * np.log(1 - p)),
        ),
        Mistake(
            "log-of-a-negative-number",
            "It gives nan, as the logarithm of a negative number does: is there `p - 1` where `1 -"
            " p` is meant?",
            other=lambda p: p - 1,
        ),
        Mistake(
            "minus-on-one-term",
            "The two terms have opposite signs, so examples of the two labels cancel. The minus"
            " belongs to both.",
            join=np.subtract,
        ),
        Mistake(
            "sigmoid-applied",
            "A sigmoid is applied first. The arguments are probabilities already.",
            model=lambda p: 1 / (1 + np.exp(-p)),
        ),
        Mistake(
            "summed",
            "The losses are added up. Their mean is asked for: divide by the number of examples.",
            divisor=_one,
        ),
        _NOT_AVERAGED_2,
        Mistake(
            "halved",
            "There is a factor 1/2 too many: for each example only one of the two terms counts, so"
            " the mean is taken over n, not 2 n.",
            divisor=lambda v: 2 * np.size(v),
        ),
        Mistake(
            "averaged-by-label",
            "The examples of each label are averaged apart, and the two means added. One mean goes"
            " over all examples.",
            lambda p, y: -sum(np.mean(np.log(_given(p, y)[y == c])) for c in (0, 1) if c in y),
        ),
        Mistake(
            "only-examples-with-label-1",
            "It is the mean over the examples with the label 1. The others cost something too.",
            lambda p, y: -np.mean(np.log(p[y == 1])),
        ),
        Mistake(
            "log-after-averaging",
            "The probabilities are averaged first, and one logarithm is taken of the mean. Take the"
            " logarithm of each one before.",
            lambda p, y: -np.log(np.mean(_given(p, y))),
        ),
        Mistake(
            "squared-error",
            "It is the mean of squared differences. Minus the logarithm of the probability given to"
            " the truth is asked for.",
            lambda p, y: np.mean((p - y) ** 2),
        ),
        Mistake(
            "absolute-error",
            "Each example costs the distance between probability and label. Minus the logarithm of"
            " the probability given to the truth is asked for.",
            log=lambda p: p - 1,
        ),
        Mistake(
            "product",
            "The probabilities given to the truth are multiplied, and no logarithm is taken: that"
            " is a likelihood, not a mean loss.",
            lambda p, y: np.prod(_given(p, y)),
        ),
        Mistake(
            "share-of-mistakes",
            "It counts the examples on the wrong side of one half. How far on that side they are"
            " should matter.",
            lambda p, y: np.mean((p > 0.5) != (y == 1)),
        ),
        Mistake(
            "log-of-0-or-1",
            "It is infinite in every case: do labels, or rounded probabilities, stand inside the"
            " logarithm?",
            lambda p, y: _binary(y, p),
        ),
    ],
)


def cross_entropy(probabilities, one_hot):
    """Return the mean over rows in nats, with 0 log 0 = 0 (course_lib's does not average)."""
    given_to_truth = np.sum(probabilities * one_hot, axis=1)
    return -np.mean(np.log(given_to_truth))


def _each_row(values):
    return np.sum(values, axis=1)


def _classes(
    probabilities,
    one_hot,
    model=np.positive,
    weight=lambda p, t: t,
    log=np.log,
    times=_times,
    row=_each_row,
    seen=np.positive,
    total=np.sum,
    divisor=np.size,
    sign=-1,
):
    p = model(probabilities)
    losses = row(times(weight(p, one_hot), log(p)))
    return sign * _reduced(losses, seen, total, divisor)


def _truth(p, t):
    return p[t == 1]


CROSS_ENTROPY = Exercise(
    cross_entropy,
    why="A row times its one-hot target keeps one entry, the probability given to the truth. The"
    " log is taken after the zeros have removed all others, so no term is 0 times infinity. The"
    " three losses of the first case are log 2, 2 log 2 and 3 log 2, and their mean is 2 log 2.",
    hints=[
        "The check's first case has three rows of four, and the classes number 0, 1 and 3 come"
        " true. Which three probabilities were given to the truth, and how many times log 2 does"
        " each cost? (1/2 costs log 2, about 0.69; each further halving costs the same again.)",
        "What is left of a row that is multiplied by its target and added up?",
        "If the logarithm is taken before that, what happens where a probability is 0? And"
        " afterwards?",
        "By which number is the total divided: by the entries, or by the rows?",
    ],
    probes=[
        (
            [
                [0.5, 0.25, 0.125, 0.125],
                [0.125, 0.25, 0.5, 0.125],
                [0.25, 0.5, 0.125, 0.125],
            ],
            [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 1]],
        ),
        (
            [
                [0.7, 0.2, 0.1],
                [0.15, 0.25, 0.6],
                [0.3, 0.45, 0.25],
                [0.05, 0.12, 0.83],
                [0.35, 0.44, 0.21],
            ],
            [[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]],
        ),
        (
            [
                [0.1, 0.3, 0.05, 0.2, 0.15, 0.2],
                [0.25, 0.07, 0.33, 0.12, 0.08, 0.15],
                [0.02, 0.18, 0.1, 0.4, 0.26, 0.04],
                [0.15, 0.06, 0.22, 0.09, 0.31, 0.17],
            ],
            [[0, 0, 0, 1, 0, 0], [0, 0, 1, 0, 0, 0], [0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 1]],
        ),
    ],
    edges=[
        Edge(
            "a probability of exactly 0 for a class that did not come true",
            "Its term is 0 log 0, which counts as 0. A probability of 1 for what happened costs 0"
            " too: is it cut off below 1?",
            (
                [[0.5, 0.5, 0.0], [0.0, 0.25, 0.75], [0.0, 1.0, 0.0]],
                [[1, 0, 0], [0, 1, 0], [0, 1, 0]],
            ),
        ),
        Edge(
            "a probability of exactly 0 for what happened",
            _CERTAIN_MISTAKE,
            ([[0.0, 0.4, 0.6], [0.3, 0.5, 0.2]], [[1, 0, 0], [0, 1, 0]]),
            _certain(0.5),
        ),
        Edge(
            "rows of equal loss",
            "Rows with the same loss count each, even two that are the same throughout: a set keeps"
            " one of them.",
            (
                [[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.5, 0.25, 0.25], [0.2, 0.2, 0.6]],
                [[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 1, 0]],
            ),
        ),
        Edge(
            "a single row",
            "A mean over one row is that row's loss. The table keeps its two axes.",
            ([[0.2, 0.3, 0.5]], [[0, 1, 0]]),
        ),
    ],
    variant=_classes,
    mistakes=[
        *_LOGS,
        _RETURN_IN_THE_LOOP,
        *_LOOPS,
        Mistake(
            "averaged-over-entries",
            "It is divided by the number of all entries, the columns too. The mean goes over the"
            " rows.",
            row=np.positive,
        ),
        Mistake(
            "axis-0",
            "The total is divided by the number of columns: by `shape[1]`, or because it is added"
            " up down the columns (axis 0). The mean goes over the rows.",
            row=partial(np.sum, axis=0),
        ),
        Mistake(
            "summed",
            "The losses are added up. Their mean is asked for: divide by the number of rows.",
            divisor=_one,
        ),
        _NOT_AVERAGED_2,
        Mistake(
            "halved",
            "There is a factor 1/2 too many: each row counts once in the mean.",
            divisor=lambda v: 2 * np.size(v),
        ),
        Mistake(
            "all-classes",
            "All classes of a row count alike, whichever came true. The target chooses one.",
            weight=lambda p, t: np.ones_like(t),
        ),
        Mistake(
            "wrong-classes",
            "The classes that did not come true are scored. The one with the 1 is meant.",
            weight=lambda p, t: 1 - t,
        ),
        Mistake(
            "predicted-class-scored",
            "The most probable class of each row is scored, right or wrong. The one that came true"
            " is meant.",
            weight=lambda p, t: np.eye(p.shape[1])[p.argmax(axis=1)],
        ),
        Mistake(
            "class-before",
            "The class before the true one is scored (before the first comes the last): Python"
            " counts from 0, so nothing is subtracted from a class's number.",
            weight=lambda p, t: np.roll(t, -1, axis=1),
        ),
        Mistake(
            "entropy",
            "The logarithms are weighted with the probabilities in place of the target: that is the"
            " forecast's own entropy.",
            weight=lambda p, t: p,
        ),
        Mistake(
            "softmax-applied",
            "A softmax is applied first. The arguments are probabilities already.",
            model=_softmax,
        ),
        Mistake(
            "one-minus",
            "What is scored is 1 minus the probability: that belongs to the label 0 of a yes/no"
            " question. The probability itself is meant.",
            model=lambda p: 1 - p,
        ),
        Mistake(
            "binary-formula",
            "Each class is scored as a yes/no question of its own, with a log(1 - p) for the ones"
            " that did not come true. Here only the true class has a term.",
            lambda p, t: -np.mean(np.sum(np.log(_given(p, t)), axis=1)),
        ),
        Mistake(
            "all-rows-for-each-label",
            "Each row is scored with the labels of all rows: `p[:, labels]` picks whole columns."
            " One entry of each row is meant.",
            lambda p, t: -np.mean(np.log(p[:, t.argmax(axis=1)])),
        ),
        Mistake(
            "log-after-averaging",
            "The probabilities are averaged first, and one logarithm is taken of the mean. Take the"
            " logarithm of each one before.",
            lambda p, t: -np.log(np.mean(_truth(p, t))),
        ),
        Mistake(
            "log-after-adding",
            "The probabilities given to the truth are added up over the rows, and one logarithm is"
            " taken of the sum. Take the logarithm of each one before.",
            lambda p, t: -np.log(np.sum(p * t)),
        ),
        Mistake(
            "row-averaged-before-the-log",
            "Each row is averaged before the logarithm, so the probability given to the truth is"
            " divided by k, the number of classes. Add up the row.",
            lambda p, t: -np.mean(np.log(np.mean(p * t, axis=1))),
        ),
        Mistake(
            "columns-before-the-log",
            "The probabilities given to the truth are added up down each column before the"
            " logarithm. Each row is one example: add along axis 1.",
            lambda p, t: -np.mean(np.log(np.sum(p * t, axis=0))),
        ),
        Mistake(
            "squared-error",
            "It is the squared distance between probabilities and target. Minus the logarithm of"
            " the probability given to the truth is asked for.",
            lambda p, t: np.mean(np.sum((p - t) ** 2, axis=1)),
        ),
        Mistake(
            "absolute-error",
            "Each row costs 1 minus the probability given to the truth. Minus the logarithm of that"
            " probability is asked for.",
            log=lambda p: p - 1,
        ),
        Mistake(
            "product",
            "The probabilities given to the truth are multiplied, and no logarithm is taken: that"
            " is a likelihood, not a mean loss.",
            lambda p, t: np.prod(_truth(p, t)),
        ),
        Mistake(
            "share-of-mistakes",
            "It counts the rows whose most probable class is not the true one. How much the truth"
            " was given should matter.",
            lambda p, t: np.mean(p.argmax(axis=1) != t.argmax(axis=1)),
        ),
        Mistake(
            "log-of-0-or-1",
            "It is infinite in every case: does the target, or do rounded probabilities, stand"
            " inside the logarithm?",
            lambda p, t: _classes(t, p),
        ),
    ],
)

EXERCISES = [
    SUM_SQUARED_ERROR,
    MEAN_ABSOLUTE_ERROR,
    CROSS_ENTROPY,
    SUM_SQUARED_ERROR_GRAD,
    MEAN_SQUARED_ERROR,
    BINARY_CROSS_ENTROPY,
    MEAN_SQUARED_ERROR_GRAD,
    MEAN_ABSOLUTE_ERROR_GRAD,
]

QUESTIONS = [
    Question(
        "squared-gaps",
        "Add up the sizes of A's five gaps and you get 0.94. B's add up to 2.93, about three times"
        " as much. Now **square** each gap before adding. By what factor is B worse than A then?",
        Choice(
            "About 3 still",
            "It would be so if squaring changed all gaps alike. But 0.91 becomes 0.83, and 0.15"
            " becomes 0.02.",
        ),
        Choice(
            "Less than 3, because squaring a number below 1 makes it smaller",
            "All ten squares are smaller than their gaps, that is true. But the small gaps lose a"
            " far larger share, and A has the small ones.",
        ),
        Choice(
            "About 8, because large gaps keep more of their size",
            "The factor is 8.2. B's large gaps keep most of their size, A's small ones lose most of"
            " theirs.",
            right=True,
        ),
        Choice(
            "Close to 10, because the factor above is squared too",
            "It is near, but the square of a sum is not the sum of the squares. It would be right"
            " if on every day B's gap were the same multiple of A's gap.",
        ),
    ),
    Question(
        "outlier-best-guess",
        "The walks took 7, 8, 8, 9 and 38 minutes. You plan with one number of minutes for every"
        " day. Which number makes the mean **absolute** error smallest?",
        Choice(
            "8, the value in the middle",
            "At 8 the sizes add up to 32, and a minute either way costs more: 33 at 9, 35 at 7."
            " What counts is how many walks lie on each side.",
            right=True,
        ),
        Choice(
            "14, the average of the five",
            "The average is what the *squared* error likes best. At 14 the sizes are 7, 6, 6, 5 and"
            " 24, which add up to 48. At 8 they add up to 32.",
        ),
        Choice(
            "22.5, midway between the fastest and the slowest",
            "There the *largest* error is smallest, 15.5 minutes. But four walks pay for the fifth:"
            " the sizes 15.5, 14.5, 14.5, 13.5 and 15.5 add up to 73.5.",
        ),
        Choice(
            "About 10, a little above the four usual walks",
            "A compromise looks wise, but it pays too little. From 8 to 10 three walks cost 2"
            " minutes more each, and one costs 2 less: the sizes add up to 36, and at 8 to 32.",
        ),
    ),
    Question(
        "surprise-of-rare-events",
        "One forecaster gave 0.01 to what then happened, another gave it 0.001. Which loss makes"
        " the second pay clearly more, $(1 - p)^2$ or $-\\log p$?",
        Choice(
            "`(1 − p)²` only, since squares punish large errors",
            "They do, but an error of a probability is at most 1. The two errors are 0.99 and"
            " 0.999, so the squares are 0.980 and 0.998.",
        ),
        Choice(
            "Both, since one probability is ten times the other",
            "Only the logarithm looks at that ratio. A square looks at the distance from 1, and"
            " there 0.99 and 0.999 are neighbours.",
        ),
        Choice(
            "Neither, since both forecasts are about equally bad",
            "As distances from 1 they are. But 0.001 promises a surprise once in a thousand days,"
            " and 0.01 once in a hundred, and $-\\log p$ tells these apart: 6.9 and 4.6.",
        ),
        Choice(
            "`−log p` only, since it has no upper limit",
            "It gives 4.6 and 6.9, and 2.3 more with each further division by 10. The squares are"
            " 0.980 and 0.998.",
            right=True,
        ),
    ),
    Question(
        "zero-in-the-log",
        "The right output gives snow a probability of 0, and it did not snow. NumPy follows the"
        " formula $-\\sum_c t_c \\log p_c$ to the letter. What is the result?",
        Choice(
            "0.3567, since snow's term is multiplied by 0",
            "On paper this is what is meant. But NumPy takes log 0 first, which is −inf, and 0"
            " times −inf is not 0 in a computer's arithmetic.",
        ),
        Choice(
            "`nan`, since 0 times −inf has no value",
            "0 times a number is 0, and −inf times a positive number is −inf: together they have no"
            " value. One `nan` in a sum makes the whole sum `nan`.",
            right=True,
        ),
        Choice(
            "`inf`, since log 0 is minus infinity",
            "It would be, if snow had come true. Here −inf is multiplied by a 0 first.",
        ),
        Choice(
            "An error, since log 0 does not exist",
            "Python's own `math.log(0)` stops so. NumPy warns and goes on with −inf.",
        ),
    ),
    Question(
        "cross-entropy-on-a-dry-day",
        "On day 3 it stayed dry, and B had said 0.91. Suppose B had said 0.01 instead. What does"
        " this loss of B's do then?",
        Choice(
            "It falls a lot",
            "It should, since the forecast is far better. But this formula has no term that could"
            " fall.",
        ),
        Choice(
            "It rises, since 0.01 has a large minus logarithm",
            "It would, if day 3 were a day with a 1. On a dry day the logarithm is multiplied by"
            " 0.",
        ),
        Choice(
            "It stays as it is",
            "Only days 2 and 4 count, the days with a 1.",
            right=True,
        ),
    ),
    Question(
        "accuracy-on-the-dial",
        "The dial stands at 0.3, where two days in five are on the right side of one half. Turn it"
        " to 0.31, a little towards the better forecaster. What happens to the accuracy and to the"
        " loss?",
        Choice(
            "Both get a little better",
            "All five probabilities do move towards A's. But the accuracy sees only a day that"
            " crosses one half, and none does.",
        ),
        Choice(
            "The loss falls a little, the accuracy stays",
            "No day crosses one half on the way, so the accuracy has slope 0. The loss sees every"
            " small move.",
            right=True,
        ),
        Choice(
            "The accuracy rises a little, the loss stays",
            "It is the other way round. The accuracy of five days can only be 0, 0.2, 0.4 and so"
            " on: it cannot rise a little.",
        ),
        Choice(
            "Neither changes, the step is too small",
            "For the accuracy that is right. The loss is computed from the probabilities"
            " themselves, and all five have changed.",
        ),
    ),
    Question(
        "loss-and-accuracy",
        "C gives the truth 0.51 on all five days. D gives it 0.9 on four days, and 0.45 on the"
        " fifth. Who has the smaller mean cross-entropy, and who the higher accuracy?",
        Choice(
            "D has the smaller loss, C the higher accuracy",
            "D's confidence on four days outweighs the fifth: 0.2440 against 0.6733. But C is on"
            " the right side every day, and D on four days of five.",
            right=True,
        ),
        Choice(
            "C has both, being right on every day",
            "C is always right, by a hair, and the loss sees the hair: giving the truth 0.51 costs"
            " 0.67 each day. D's mean is 0.2440.",
        ),
        Choice(
            "D has both, since the two go together",
            "Often they do. Here D misses one day, narrowly, and has an accuracy of 0.8. C has 1.",
        ),
        Choice(
            "C has the smaller loss, D the higher accuracy",
            "It is the other way round: D misses a day, so its accuracy is 0.8, and C's is 1. D's"
            " confidence on the other days makes its loss the smaller one.",
        ),
    ),
]
