"""Chapter 2, turn likelihood into a loss: its exercises, questions and mistakes made in them."""

import math
from dataclasses import replace

import numpy as np

from course_lib.exercises._exercise import Edge, Exercise, Mistake
from course_lib.exercises._question import Choice, Question

TITLE = "Turn likelihood into a loss"


def _mean(values):
    return values / len(values)


def _keep(value):
    return value


def _happened(probability, label):
    return np.where(label == 1, probability, 1 - probability)


def _sigmoid(logit):
    return 1 / (1 + np.exp(-logit))


def _softplus(logit):
    return np.maximum(logit, 0) + np.log1p(np.exp(-np.abs(logit)))


def _row_max(table):
    return table.max(axis=1, keepdims=True)


def _row_sum(table):
    return table.sum(axis=1, keepdims=True)


def _column_max(table):
    return table.max(axis=0)


def _column_sum(table):
    return table.sum(axis=0)


SAME_LOSS = "Examples with the same loss count each."

# Minus the log of a likelihood: a coin, and a bell.


def bernoulli_nll(probability, label):
    """Minus the log-likelihood of yes/no examples, summed to one number; label holds 1 or 0."""
    happened = np.where(label == 1, probability, 1 - probability)
    return -np.sum(np.log(happened))


def _bernoulli_nll(
    p,
    y,
    sign=-1,
    first=1,
    second=1,
    weights=lambda p, y: (y, 1 - y),
    other=lambda p: 1 - p,
    log=np.log,
    total=np.sum,
):
    of_one, of_zero = weights(p, y)
    return sign * total(first * of_one * log(p) + second * of_zero * log(other(p)))


_ONLY_THE_LABEL_1_TERM = Mistake(
    "only-the-label-1-term",
    "Examples with label 0 add nothing. For them the log of 1 - p counts.",
    second=0,
)
_ONLY_THE_LABEL_0_TERM = Mistake(
    "only-the-label-0-term",
    "Examples with label 1 add nothing. For them the log of p counts.",
    first=0,
)

BERNOULLI_NLL = Exercise(
    bernoulli_nll,
    why="`np.where` takes the probability that the model gave to what happened: `probability` for"
    " label 1, `1 - probability` for label 0. The log of their product is the sum of their logs,"
    " and a sum of logs never underflows.",
    hints=[
        "The check's first case is `([0.5, 0.25, 0.8], [1, 1, 0])`. Which probability did the model"
        " give to what happened in each of the three? The third label is 0.",
        "They are 1/2, 1/4 and 1/5, their product is 1/40, and the answer is log 40. What turns the"
        " product into a sum, and the sum into a loss?",
        "Which NumPy function chooses, entry by entry, between two arrays?",
        "After a few hundred examples the product is 0.0. Must the log come before the examples are"
        " put together, or after?",
    ],
    probes=[
        ([0.5, 0.25, 0.8], [1, 1, 0]),
        ([0.9, 0.35, 0.62, 0.15, 0.71], [1, 0, 1, 1, 0]),
        ([0.42, 0.08, 0.77, 0.55], [0, 0, 1, 0]),
    ],
    edges=[
        Edge("two equal examples", SAME_LOSS, ([0.3, 0.6, 0.3], [1, 0, 1])),
        Edge(
            "probabilities near 0 and 1",
            "The loss is large there: is a small number added inside the log, or a probability cut"
            " off? Neither is needed, as no probability is 0 or 1.",
            ([2**-20, 1 - 2**-20, 0.7], [1, 0, 1]),
        ),
        Edge(
            "hundreds of examples",
            "All of them count. If a product is taken, it is too small for the computer and becomes"
            " 0: take each example's log first, and add up the logs.",
            (np.tile([0.1, 0.9], 200), np.tile([1.0, 0.0], 200)),
        ),
        Edge("a single example", "A sum may have one term only.", ([0.3], [0])),
    ],
    variant=_bernoulli_nll,
    mistakes=[
        Mistake(
            "forgot-the-minus",
            "The sign is the wrong way round: the log of a probability is never above 0, and a"
            " minus in front makes a loss of it.",
            sign=1,
        ),
        Mistake(
            "averaged",
            "It is divided by n: the mean is taken where the sum over all examples is asked for.",
            total=np.mean,
        ),
        Mistake(
            "not-summed",
            "There is one value for each example: `np.sum` makes one number of them.",
            total=_keep,
        ),
        Mistake(
            "forgot-the-log",
            "The probabilities themselves are put together, without a log. Take the log of each one"
            " first.",
            log=_keep,
        ),
        Mistake(
            "one-added-in-the-log",
            "The log of 1 + p is taken where that of p is meant: `np.log1p` adds a 1 of its own.",
            log=np.log1p,
        ),
        Mistake(
            "one-plus-p",
            "For label 0 the log of 1 + p is taken. What happened there has the probability 1 - p.",
            other=lambda p: 1 + p,
        ),
        Mistake(
            "same-for-both-labels",
            "For label 0 the log of p is taken as it is for label 1. A 0 has the probability 1 -"
            " p.",
            other=lambda p: p,
        ),
        _ONLY_THE_LABEL_1_TERM,
        _ONLY_THE_LABEL_0_TERM,
        Mistake(
            "minus-on-the-first-term-only",
            "The terms of label 1 and of label 0 have opposite signs. The minus belongs in front of"
            " their sum: set parentheses around both.",
            second=-1,
        ),
        Mistake(
            "crossed-labels",
            "The labels are crossed: p counts where the label is 0, and 1 - p where it is 1. p is"
            " the probability of a 1.",
            weights=lambda p, y: (1 - y, y),
        ),
        Mistake(
            "both-terms-for-all",
            "Each example pays for both outcomes, the one that happened and the other. The label"
            " chooses one of them.",
            weights=lambda p, y: (1, 1),
        ),
        Mistake(
            "weighted-by-the-forecast",
            "The logs are weighted with the forecast p itself, which gives its entropy. The label"
            " says what happened: it is the weight.",
            weights=lambda p, y: (p, 1 - p),
        ),
        Mistake(
            "missing-parentheses",
            "The 1 of 1 - y is added by itself: times comes before minus. Set parentheses around"
            " 1 - y.",
            lambda p, y: -np.sum(y * np.log(p) + 1 - y * np.log(1 - p)),
        ),
        Mistake(
            "log-closed-too-early",
            "For label 0 it takes -p where log(1 - p) is meant: `log(1) - p` closes the parenthesis"
            " too early.",
            lambda p, y: -np.sum(y * np.log(p) + (1 - y) * (np.log(1) - p)),
        ),
        Mistake(
            "one-minus-outside-the-log",
            "For label 0 it takes 1 - log(p) where log(1 - p) is meant: the 1 - belongs inside the"
            " log.",
            lambda p, y: -np.sum(y * np.log(p) + (1 - y) * (1 - np.log(p))),
        ),
        Mistake(
            "product-without-log",
            "It is the likelihood itself, the product of the probabilities. Minus its log is asked"
            " for.",
            lambda p, y: np.prod(_happened(p, y)),
        ),
        Mistake(
            "log-of-the-mean",
            "The log is taken of the mean probability. Take the log of each example's probability"
            " first, then add up.",
            lambda p, y: -np.log(np.mean(_happened(p, y))),
        ),
        Mistake(
            "log-of-the-sum",
            "The log is taken of the sum of the probabilities. A likelihood is their product, and"
            " its log the sum of their logs.",
            lambda p, y: -np.log(np.sum(_happened(p, y))),
        ),
        Mistake(
            "scores-the-likelier-outcome",
            "It scores the outcome that the model thought more probable, whatever happened. The"
            " label decides which one counts.",
            lambda p, y: -np.sum(np.log(np.maximum(p, 1 - p))),
        ),
        Mistake(
            "squared-error",
            "It is the sum of squared errors, p minus label. A likelihood asks for the log of the"
            " probability of what happened.",
            lambda p, y: np.sum((p - y) ** 2),
        ),
        Mistake(
            "absolute-error",
            "It adds up how far p is from the label. A likelihood asks for the log of the"
            " probability of what happened.",
            lambda p, y: np.sum(np.abs(p - y)),
        ),
        Mistake(
            "log-of-zero",
            "The result is infinite, as the log of 0 is. Each probability here lies between 0 and"
            " 1; a label does not, nor does a rounded probability: take the log of neither.",
            lambda p, y: np.where(p < 0, p, np.inf).sum(),
        ),
        Mistake(
            "product-then-log",
            "Right for a few examples. For hundreds the product of probabilities becomes 0 and its"
            " log −inf: take the logs first, then add them up.",
            lambda p, y: -np.log(np.prod(_happened(p, y))),
        ),
    ],
)


def gaussian_nll(prediction, target, sigma):
    """Minus the Gaussian log-likelihood, with its constant, summed; sigma: standard deviation."""
    distance = (prediction - target) / sigma
    constant = np.log(sigma) + np.log(2 * np.pi) / 2
    return np.sum(distance**2 / 2 + constant)


def _gaussian_nll(
    prediction,
    target,
    sigma,
    gap=np.subtract,
    of=np.square,
    half=0.5,
    width=np.square,
    log=np.log,
    spread=1.0,
    rest=lambda log: log(2 * np.pi) / 2,
    total=lambda squares, constant: np.sum(squares + constant),
    sign=1,
):
    squares = half * of(gap(prediction, target)) / width(sigma)
    return sign * total(squares, spread * log(sigma) + rest(log))


def _gaussian_density(prediction, target, sigma):
    distance = (prediction - target) / sigma
    return np.exp(-(distance**2) / 2) / (sigma * np.sqrt(2 * np.pi))


GAUSSIAN_NLL = Exercise(
    gaussian_nll,
    why="Each error is counted in units of sigma. The constant stands inside the sum, so it counts"
    " once for each example. It does not depend on the prediction: what a better prediction lowers"
    " is half the squares. The logs are taken before the examples are put together: the product of"
    " hundreds of densities would underflow to 0.",
    hints=[
        "The check's first case is `([1, 2, 5], [1, 4, 1], 2)`. How many standard deviations is"
        " each of the three errors?",
        "They are 0, -1 and 2, and half their squares sum to 2.5. Which part does an example add"
        " even when its error is 0?",
        "The density's factor in front is one divided by σ√(2π). What is minus its log? A factor"
        " becomes a term, and a root becomes a half.",
        "How often does that constant count, with three examples?",
    ],
    probes=[
        ([1, 2, 5], [1, 4, 1], 2.0),
        ([0.4, -1.3, 2.7, 0.9, 3.6], [1.1, 0.2, 1.8, -0.7, 3.9], 0.7),
        ([2.2, -0.6, 1.5, 4.1], [0.5, 0.3, -0.9, 4.8], 1.7),
    ],
    edges=[
        Edge("two equal examples", SAME_LOSS, ([1.5, 0.2, 1.5], [0.9, -0.4, 0.9], 0.8)),
        Edge(
            "an error of nine sigma",
            "The density is tiny there, but not 0: is a small number added to it, or is it cut off?"
            " Neither is needed.",
            ([10.0, 1.5], [1.0, 1.25], 1.0),
        ),
        Edge(
            "a narrow bell",
            "A density can be above 1 there, and the loss below 0: is its sign lost, or the loss"
            " cut off at 0?",
            ([1.02, 0.97, 2.0], [1.0, 1.0, 2.03], 0.05),
        ),
        Edge(
            "hundreds of examples",
            "All of them count. If the product of their densities is taken, it is too small for the"
            " computer and becomes 0: take each density's log first, and add up the logs.",
            (
                np.tile([2.0, 7.5, -3.0, 4.5], 100),
                np.tile([3.5, 2.0, -2.5, 8.0], 100),
                5.0,
            ),
        ),
        Edge("a single example", "A sum may have one term only.", ([1.5], [0.25], 0.8)),
    ],
    variant=_gaussian_nll,
    mistakes=[
        Mistake(
            "sigma-not-squared",
            "The squared errors are divided by sigma, not by its square. Divide each error by sigma"
            " before it is squared.",
            width=_keep,
        ),
        Mistake(
            "sigma-left-out-of-the-squares",
            "The squared errors are not divided by sigma squared, so the width of the bell does not"
            " count there.",
            width=lambda sigma: 1,
        ),
        Mistake(
            "multiplied-by-sigma-squared",
            "The squared errors are multiplied by sigma squared: `/ 2 * sigma**2` divides by the 2"
            " only. Set parentheses, or divide twice.",
            width=lambda sigma: 1 / sigma**2,
        ),
        Mistake(
            "multiplied-by-sigma",
            "The squared errors are multiplied by sigma. They are to be divided by its square.",
            width=lambda sigma: 1 / sigma,
        ),
        Mistake(
            "no-constant",
            "The term with 2 pi is missing: each example adds half of log(2 pi).",
            rest=lambda log: 0,
        ),
        Mistake(
            "constant-not-halved",
            "The log of 2 pi counts whole. It comes from a square root, so half of it counts.",
            rest=lambda log: log(2 * np.pi),
        ),
        Mistake(
            "forgot-the-2-of-2-pi",
            "The constant holds the log of pi where that of 2 pi is meant.",
            rest=lambda log: log(np.pi) / 2,
        ),
        Mistake(
            "log-closed-too-early",
            "The constant is pi times the log of 2 where the log of 2 pi is meant: both belong"
            " inside the parentheses.",
            rest=lambda log: log(2) * np.pi / 2,
        ),
        Mistake(
            "sign-of-the-constant",
            "The term with 2 pi is taken off where it is to be added: in the density it stands"
            " below the line.",
            rest=lambda log: -log(2 * np.pi) / 2,
        ),
        Mistake(
            "no-log-sigma",
            "The log of sigma is missing: a wide bell is low, and each example pays for that.",
            spread=0.0,
        ),
        Mistake(
            "log-sigma-halved",
            "Half of log(sigma) is added where the whole is meant. Within the root of 2 pi"
            " sigma**2, sigma is squared.",
            spread=0.5,
        ),
        Mistake(
            "log-sigma-doubled",
            "The log of sigma counts twice, as in log(sigma**2). Half of that is meant.",
            spread=2.0,
        ),
        Mistake(
            "sign-of-log-sigma",
            "The log of sigma is taken off where it is to be added: in the density, sigma stands"
            " below the line.",
            spread=-1.0,
        ),
        Mistake(
            "sigma-as-variance",
            "It takes sigma for the variance. It is the standard deviation: the variance is its"
            " square.",
            width=_keep,
            spread=0.5,
        ),
        Mistake(
            "squares-not-halved",
            "The squares are not halved: the bell's exponent has a 2 below the line.",
            half=1.0,
        ),
        Mistake(
            "two-is-squared-as-well",
            "The squares are divided by 4 where 2 is meant: in `(2 * sigma)**2` the 2 is squared as"
            " well.",
            half=0.25,
        ),
        Mistake(
            "sign-of-the-squares",
            "The squares are taken off, so that larger errors cost less. Minus the log of the"
            " density turns the exponent's minus into a plus.",
            half=-0.5,
        ),
        Mistake(
            "forgot-the-square",
            "The errors are not squared, so positive and negative ones cancel. Square each one.",
            of=_keep,
        ),
        Mistake(
            "absolute-errors",
            "The errors count by their size, not by their square.",
            of=np.abs,
        ),
        Mistake(
            "square-of-the-sum",
            "The errors are added up first and then squared, so positive and negative ones cancel."
            " Square each one, then add up.",
            of=lambda error: np.full(len(error), np.sum(error) ** 2 / len(error)),
        ),
        Mistake(
            "added-for-subtracted",
            "Prediction and target are added. The error is their difference.",
            gap=np.add,
        ),
        Mistake(
            "averaged",
            "It is divided by n: the mean is taken where the sum over all examples is asked for.",
            total=lambda squares, constant: np.mean(squares + constant),
        ),
        Mistake(
            "not-summed",
            "There is one value for each example: `np.sum` makes one number of them.",
            total=lambda squares, constant: squares + constant,
        ),
        Mistake(
            "constant-counted-once",
            "The constant counts once in all. Each example has it: add it before the sum is taken.",
            total=lambda squares, constant: np.sum(squares) + constant,
        ),
        Mistake(
            "mean-of-squares-plus-constant-n-times",
            "The squares are averaged while the constant counts for each example. Add up both.",
            total=lambda squares, constant: np.mean(squares) + len(squares) * constant,
        ),
        Mistake(
            "forgot-the-minus",
            "The sign is the wrong way round: it is the log-likelihood, and minus that is asked"
            " for.",
            sign=-1,
        ),
        Mistake("log-base-2", "The logarithms have base 2: `np.log` is natural.", log=np.log2),
        Mistake("log-base-10", "The logarithms have base 10: `np.log` is natural.", log=np.log10),
        Mistake(
            "laplace",
            "It is minus the log of the Laplace tent: errors by their size, and log(2 sigma). The"
            " Gaussian bell has their squares.",
            lambda prediction, target, sigma: np.sum(
                np.abs(prediction - target) / sigma + np.log(2 * sigma)
            ),
        ),
        Mistake(
            "product-without-log",
            "It is the likelihood itself, the product of the densities. Minus its log is asked"
            " for.",
            lambda *arguments: np.prod(_gaussian_density(*arguments)),
        ),
        Mistake(
            "forgot-the-log",
            "The densities themselves are added up, with a minus but without a log. Take the log of"
            " each one first.",
            lambda *arguments: -np.sum(_gaussian_density(*arguments)),
        ),
        Mistake(
            "densities-added-up",
            "The densities are added up without a log. Take minus the log of each one first.",
            lambda *arguments: np.sum(_gaussian_density(*arguments)),
        ),
        Mistake(
            "log-of-the-sum",
            "The log is taken of the sum of the densities. Take each one's log, then add up.",
            lambda *arguments: -np.log(np.sum(_gaussian_density(*arguments))),
        ),
        Mistake(
            "product-then-log",
            "Right for a few examples. For hundreds the product of densities becomes 0 and its log"
            " −inf: take the logs first, then add them up.",
            lambda *arguments: -np.log(np.prod(_gaussian_density(*arguments))),
        ),
        Mistake(
            "cut-at-0",
            "Right where the loss is above 0. With a narrow bell a density can be above 1 and the"
            " loss below 0: leave it so.",
            lambda *arguments: np.maximum(_gaussian_nll(*arguments), 0),
        ),
        Mistake(
            "sign-lost",
            "Right where the loss is above 0. With a narrow bell it can be below 0, and its sign"
            " must stay.",
            lambda *arguments: np.abs(_gaussian_nll(*arguments)),
        ),
    ],
)


# Yes or no: slopes in the probability and in the logit, and the loss of a logit.

NO_CUT = (
    "The slope is large there: is a small number added below the line, or a probability cut off?"
    " Neither is needed, as no probability is 0 or 1."
)


def binary_cross_entropy_grad(probability, label):
    """Slopes of the mean loss, one for each probability; course_lib's takes no mean."""
    slope = (probability - label) / (probability * (1 - probability))
    return slope / len(probability)


def _binary_cross_entropy_grad(
    p,
    y,
    sign=1,
    first=-1,
    second=1,
    on=_keep,
    below_one=lambda p: p,
    below_zero=lambda p: 1 - p,
    average=_mean,
):
    slope = first * on(y) / below_one(p) + second * (1 - on(y)) / below_zero(p)
    return sign * average(slope)


_NOT_AVERAGED = Mistake(
    "not-averaged",
    "It is n times as large: the mean divides each loss by n, and so each slope.",
    average=_keep,
)
_RETURN_IN_THE_LOOP = Mistake(
    "return-in-the-loop",
    "Only the first slope is returned: does the `return` stand inside the loop?",
    average=lambda slope: slope[:1] / len(slope),
)

BINARY_CROSS_ENTROPY_GRAD = Exercise(
    binary_cross_entropy_grad,
    why="One example's loss has the slope $-\\frac{y}{p} + \\frac{1-y}{1-p} = \\frac{p-y}{p(1-p)}$."
    " Each probability appears in one of the $n$ losses only, and that loss counts for $\\frac1n$"
    " of the mean.",
    hints=[
        "The check's first case is `([0.5, 0.25, 0.2, 0.8], [1, 1, 0, 0])`. Should the loss rise or"
        " fall when a probability rises whose label is 1?",
        "For label 1 the loss is minus the log of p. What is its slope at 0.5, and at 0.25?",
        "For label 0 it is minus the log of 1 - p. What does the chain rule make of the inner"
        " minus? What is the slope at 0.2, and at 0.8?",
        "The four slopes are -2, -4, 1.25 and 5. By what is each loss divided when the mean is"
        " taken, and what does that do to its slope?",
    ],
    probes=[
        ([0.5, 0.25, 0.2, 0.8], [1, 1, 0, 0]),
        ([0.9, 0.35, 0.62, 0.15, 0.71], [1, 0, 1, 1, 0]),
        ([0.07, 0.83, 0.44, 0.58, 0.31, 0.66, 0.92], [0, 0, 1, 0, 0, 1, 0]),
    ],
    edges=[
        Edge(
            "a probability near 0",
            NO_CUT,
            # a power of 2: exact in float32, and so is 1 minus it
            ([2**-24, 0.6, 0.3], [1, 1, 0]),
        ),
        Edge("a probability near 1", NO_CUT, ([0.6, 1 - 2**-20, 0.3], [1, 0, 0])),
        Edge("a single example", "The mean of one loss is that loss.", ([0.3], [1])),
    ],
    variant=_binary_cross_entropy_grad,
    mistakes=[
        _NOT_AVERAGED,
        Mistake(
            "averaged-to-one-number",
            "The slopes are averaged to one number. Each probability keeps a slope of its own.",
            average=np.mean,
        ),
        Mistake(
            "only-the-last-term-divided",
            "Of the two terms only that with 1 - p below the line is divided by n: in `a + b / n`"
            " only b is. Put parentheses around both.",
            below_zero=lambda p: (1 - p) * len(p),
            average=_keep,
        ),
        _RETURN_IN_THE_LOOP,
        Mistake(
            "summed",
            "The slopes are added up. Each probability keeps a slope of its own, divided by n.",
            average=np.sum,
        ),
        Mistake(
            "sign-flipped",
            "The sign is the wrong way round: where the label is 1, a higher probability lowers the"
            " loss, so that slope is negative.",
            sign=-1,
        ),
        Mistake(
            "no-denominator",
            "The division by p (1 - p) is missing: p - y is the slope in the logit, not in the"
            " probability.",
            below_one=lambda p: 1 / (1 - p),
            below_zero=lambda p: 1 / p,
        ),
        Mistake(
            "multiplied-by-the-denominator",
            "It is multiplied by p (1 - p) where it is to be divided by it.",
            below_one=lambda p: 1 / (p * (1 - p) ** 2),
            below_zero=lambda p: 1 / (p**2 * (1 - p)),
        ),
        Mistake(
            "denominator-squared",
            "It is divided by p (1 - p) twice.",
            below_one=lambda p: p**2 * (1 - p),
            below_zero=lambda p: p * (1 - p) ** 2,
        ),
        Mistake(
            "denominators-crossed",
            "The denominators have changed places: p belongs below the label-1 term, 1 - p below"
            " the other.",
            below_one=lambda p: 1 - p,
            below_zero=lambda p: p,
        ),
        Mistake(
            "one-denominator-for-both",
            "For label 0 it is divided by p as for label 1. There the slope has 1 - p below the"
            " line.",
            below_zero=lambda p: p,
        ),
        Mistake(
            "forgot-the-inner-slope",
            "The label-0 term has the wrong sign: 1 - p falls when p rises, and the chain rule"
            " multiplies by that -1.",
            second=-1,
        ),
        Mistake(
            "sign-lost",
            "Where the label is 1 the sign is lost: the loss falls there as p rises, so that slope"
            " is negative.",
            first=1,
        ),
        Mistake(
            "only-the-label-1-term",
            "Where the label is 0 the slope is 0. The loss rises there with p.",
            second=0,
        ),
        Mistake(
            "only-the-label-0-term",
            "Where the label is 1 the slope is 0. The loss falls there as p rises.",
            first=0,
        ),
        Mistake(
            "crossed-labels",
            "The labels are crossed: each slope is that of the other label.",
            on=lambda y: 1 - y,
        ),
        Mistake(
            "both-terms-for-all",
            "The terms of both labels count for each example. The label chooses one of them.",
            lambda p, y: (-1 / p + 1 / (1 - p)) / len(p),
        ),
        Mistake(
            "missing-parentheses-below",
            "It is divided by p and then multiplied by 1 - p: in `a / b * c` only b divides. Set"
            " parentheses around p (1 - p).",
            lambda p, y: (p - y) / p * (1 - p) / len(p),
        ),
        Mistake(
            "missing-parentheses-above",
            "In `1 - y / (1 - p)` only y is divided: set parentheses around 1 - y.",
            lambda p, y: (-y / p + 1 - y / (1 - p)) / len(p),
        ),
        Mistake(
            "label-not-divided",
            "Only the label is divided by p (1 - p): in `p - y / ...` the division comes first. Set"
            " parentheses around p - y.",
            lambda p, y: (p - y / (p * (1 - p))) / len(p),
        ),
        Mistake(
            "only-the-label-divided",
            "Only the label is divided, by p (1 - p) and by n: in `p - y / ...` the division comes"
            " first. Set parentheses around p - y.",
            lambda p, y: p - y / (p * (1 - p)) / len(p),
        ),
        Mistake(
            "label-in-the-denominator",
            "Something is divided by 0: is the label below the line, or `p * 1 - p` without its"
            " parentheses? p (1 - p) belongs there.",
            lambda p, y: np.where(p > y, np.inf, -np.inf),
        ),
        Mistake(
            "squared-error-slope",
            "It is 2 (p - y), the slope of the squared error. Cross-entropy has (p - y) over p (1 -"
            " p).",
            lambda p, y: 2 * (p - y) / len(p),
        ),
        Mistake(
            "the-losses-themselves",
            "These are the losses, each divided by n. Their slopes are asked for.",
            lambda p, y: -np.log(_happened(p, y)) / len(p),
        ),
        Mistake(
            "returns-the-probabilities",
            "These are the probabilities themselves. The slopes of the losses are asked for.",
            lambda p, y: p,
        ),
        Mistake(
            "the-mean-loss-itself",
            "It is the mean loss. Its slopes are asked for, one for each probability.",
            lambda p, y: -np.mean(np.log(_happened(p, y))),
        ),
        Mistake(
            "divided-by-the-ones",
            "It is divided by the number of ones among the labels. The mean is over all n"
            " examples.",
            lambda p, y: (p - y) / (p * (1 - p)) / np.sum(y),
        ),
        Mistake(
            "eps-in-the-denominator",
            "Right for ordinary probabilities. Where one is near 0 or 1, a number added below the"
            " line makes its slope too small. No probability is 0 or 1 here, so leave it out.",
            lambda p, y: (p - y) / (p * (1 - p) + 1e-7) / len(p),
        ),
    ],
)


def sigmoid_cross_entropy(logit, label):
    """Mean binary cross-entropy of sigmoid(logit), finite for ±900; course_lib's takes no mean."""
    below_zero = np.log1p(np.exp(-np.abs(logit)))
    return np.mean(np.maximum(logit, 0) + below_zero - label * logit)


def _sigmoid_cross_entropy(
    z,
    y,
    sign=1,
    first=1,
    second=1,
    weights=lambda y: (y, 1 - y),
    of=_softplus,
    total=np.mean,
):
    of_one, of_zero = weights(y)
    return sign * total(first * of_one * of(-z) + second * of_zero * of(z))


def _softmax_over_examples(z, y):
    p = np.exp(z) / np.sum(np.exp(z))
    return -np.mean(np.log(_happened(p, y)))


def _pieces(z, y, top=lambda z: np.maximum(z, 0), tail=lambda z: np.log1p(np.exp(-np.abs(z)))):
    return np.mean(top(z) + tail(z) - y * z)


def _with_math_exp(z, y):
    p = np.array([1 / (1 + math.exp(-value)) for value in z])
    return -np.mean(np.log(_happened(p, y)))


def _clipped(low):
    def loss(z, y):
        p = np.clip(_sigmoid(z), low, 1 - low)
        return -np.mean(np.log(_happened(p, y)))

    return loss


SIGMOID_CROSS_ENTROPY = Exercise(
    sigmoid_cross_entropy,
    why="For label 0 the loss is $\\log(1 + e^z)$. Take the larger of $e^z$ and $e^0$ out of the"
    " log: $\\max(z, 0) + \\log(1 + e^{-|z|})$, where no exponent is above 0. For label 1 the loss"
    " is $\\log(1 + e^{-z})$, which is $z$ less. `np.log1p(x)` is $\\log(1 + x)$.",
    hints=[
        "The check's first case is `([0, log 3, -log 4], [1, 0, 1])`. Which probability does each"
        " logit stand for, and which did the model give to what happened?",
        "What happened had the probabilities 1/2, 1/4 and 1/5. What are the three losses, and what"
        " is their mean?",
        "For label 0 the loss is minus the log of 1 - p. Written in z, which sum stands inside the"
        " log? By how much is the loss for label 1 smaller?",
        "When z is 900, $e^z$ is too large, and $e^{-z}$ is not. Which power is safe for both signs"
        " of z, and what has to stand outside the log then? `np.maximum` takes the larger of two,"
        " entry by entry.",
    ],
    probes=[
        ([0, math.log(3), -math.log(4)], [1, 0, 1]),
        ([0.8, -1.7, 2.6, -0.4, 1.1], [1, 0, 0, 1, 1]),
        ([-2.3, 0.6, 3.4, -0.9], [0, 0, 1, 0]),
    ],
    edges=[
        Edge("two equal examples", SAME_LOSS, ([0.7, -1.2, 0.7], [1, 0, 1])),
        Edge(
            "logits of 900 on the right side",
            "The loss is 0 there. If a power of e becomes infinite, 0 times it is nan: no power may"
            " be larger than 1.",
            ([900, -900], [1, 0]),
        ),
        Edge(
            "logits of 900 on the wrong side",
            "The loss is about as large as the logit. A probability cannot tell 900 from 40, and a"
            " floor under it caps the loss: work with the logit itself.",
            ([900, -850], [0, 1]),
        ),
        Edge(
            "logits of about 7 on the wrong side",
            "The loss is near the logit there, but not equal to it: one formula holds for all.",
            ([6.2, -7.5, 0.5], [0, 1, 1]),
        ),
        Edge(
            "a logit of 40 on the wrong side",
            "If a sigmoid is taken, that of 40 is rounded to 1, and 1 minus it is 0: work with the"
            " logit itself.",
            ([40, 1.5, -0.7], [0, 1, 1]),
        ),
        Edge("a single example", "The mean of one loss is that loss.", ([-0.6], [1])),
    ],
    variant=_sigmoid_cross_entropy,
    mistakes=[
        Mistake(
            "forgot-the-minus",
            "The sign is the wrong way round: the log of a probability is never above 0, and a"
            " minus in front makes a loss of it.",
            sign=-1,
        ),
        Mistake(
            "summed",
            "The losses are added up, not averaged: divide by n.",
            total=np.sum,
        ),
        Mistake(
            "return-in-the-loop",
            "Only the first example is counted before it is divided by n: does the `return` stand"
            " inside the loop?",
            total=lambda losses: losses[0] / len(losses),
        ),
        Mistake(
            "not-averaged",
            "There is one loss for each example: `np.mean` makes one number of them.",
            total=_keep,
        ),
        _ONLY_THE_LABEL_1_TERM,
        _ONLY_THE_LABEL_0_TERM,
        Mistake(
            "minus-on-the-first-term-only",
            "The terms of label 1 and of label 0 have opposite signs. Both are losses, and each has"
            " its minus.",
            second=-1,
        ),
        Mistake(
            "crossed-labels",
            "It is the loss for the other label: either the labels are crossed, or the logit has"
            " the wrong sign. The sigmoid has the power of minus z.",
            weights=lambda y: (1 - y, y),
        ),
        Mistake(
            "both-terms-for-all",
            "Each example pays for both outcomes, the one that happened and the other. The label"
            " chooses one of them.",
            weights=lambda y: (1, 1),
        ),
        Mistake(
            "only-the-last-term-divided",
            "Only the losses of label 0 are divided by n: in `a + b / n` only b is. Put parentheses"
            " around the whole sum.",
            weights=lambda y: (len(y) * y, 1 - y),
            total=np.mean,
        ),
        Mistake(
            "label-ignored",
            "Each example is scored as if its label were 0. A label of 1 takes z off.",
            weights=lambda y: (0, 1),
        ),
        Mistake(
            "always-label-1",
            "Each example is scored as if its label were 1. For label 0 the loss is z more.",
            weights=lambda y: (1, 0),
        ),
        Mistake(
            "labels-taken-for-plus-and-minus-1",
            "Each example with label 0 costs log 2, whatever its logit: the formula with the"
            " product of label and logit alone is for labels 1 and -1.",
            lambda z, y: np.mean(_softplus(-y * z)),
        ),
        Mistake(
            "label-times-logit-added",
            "The label times the logit is added. For label 1 the loss is z less.",
            lambda z, y: np.mean(_softplus(z) + y * z),
        ),
        Mistake(
            "forgot-the-maximum",
            "Where the logit is positive the loss is z too small: max(z, 0) is missing in front of"
            " the log.",
            lambda z, y: _pieces(z, y, top=lambda z: 0 * z),
        ),
        Mistake(
            "minimum-for-maximum",
            "The smaller of z and 0 stands in front of the log where the larger is meant.",
            lambda z, y: _pieces(z, y, top=lambda z: np.minimum(z, 0)),
        ),
        Mistake(
            "size-for-maximum",
            "Where the logit is negative the loss is |z| too large: in front of the log 0 is meant"
            " there, not the size of z.",
            lambda z, y: _pieces(z, y, top=np.abs),
        ),
        Mistake(
            "exp-without-the-size",
            "Where the logit is negative the loss is |z| too large: the power of e is to be that of"
            " -|z|, not of -z.",
            lambda z, y: _pieces(z, y, tail=lambda z: np.log1p(np.exp(-z))),
        ),
        Mistake(
            "exp-of-plus-z",
            "Where the logit is positive the loss is z too large: the power of e is to be that of"
            " -|z|, not of z.",
            lambda z, y: _pieces(z, y, tail=lambda z: np.log1p(np.exp(z))),
        ),
        Mistake(
            "exp-of-the-size",
            "The power of e is that of |z|, so that |z| counts once too often. Take that of -|z|.",
            lambda z, y: _pieces(z, y, tail=lambda z: np.log1p(np.exp(np.abs(z)))),
        ),
        Mistake(
            "forgot-the-log-part",
            "Only the straight part of the loss is there. The log of 1 + e to the power of -|z| is"
            " missing.",
            lambda z, y: _pieces(z, y, tail=lambda z: 0 * z),
        ),
        Mistake(
            "forgot-the-1-in-the-log",
            "The log of e to a power gives that power back: the 1 inside the log is missing.",
            lambda z, y: _pieces(z, y, tail=lambda z: -np.abs(z)),
        ),
        Mistake(
            "one-added-twice",
            "One 1 too many stands inside the log: `np.log1p` adds it already.",
            lambda z, y: _pieces(z, y, tail=lambda z: np.log1p(1 + np.exp(-np.abs(z)))),
        ),
        Mistake(
            "forgot-the-log",
            "The exponential is added up without its log.",
            lambda z, y: _pieces(z, y, tail=lambda z: np.exp(-np.abs(z))),
        ),
        Mistake(
            "one-minus-the-probability",
            "It is the mean of 1 minus the probability of what happened. Minus the log of that"
            " probability is asked for.",
            lambda z, y: np.mean(np.abs(_sigmoid(z) - y)),
        ),
        Mistake(
            "log-of-the-mean",
            "The log is taken of the mean probability. Take the log of each example's probability,"
            " then the mean.",
            lambda z, y: -np.log(np.mean(_happened(_sigmoid(z), y))),
        ),
        Mistake(
            "sigmoid-twice",
            "The sigmoid is applied twice. The logit goes into it once.",
            lambda z, y: _sigmoid_cross_entropy(_sigmoid(z), y),
        ),
        Mistake(
            "forgot-the-sigmoid",
            "The log is taken of the logit itself, which may be negative. A logit is no"
            " probability: it goes through the sigmoid first.",
            lambda z, y: -np.mean(np.log(_happened(z, y))),
        ),
        Mistake(
            "softmax-over-the-examples",
            "The probabilities sum to 1 over the examples. Each example has a yes/no question of"
            " its own: use the sigmoid of each logit.",
            _softmax_over_examples,
        ),
        Mistake(
            "squared-error",
            "It is the mean squared error of the probabilities. Cross-entropy takes minus the log"
            " of the probability of what happened.",
            lambda z, y: np.mean((_sigmoid(z) - y) ** 2),
        ),
        Mistake(
            "exp-overflows",
            "Right for ordinary logits. Beyond 709 a power of e is infinite, and a mean with it"
            " infinite or nan. Use the power of -|z|, and put max(z, 0) in front of the log.",
            lambda z, y: np.mean(np.log1p(np.exp(z)) - y * z),
        ),
        Mistake(
            "sigmoid-rounds-to-1",
            "Right for ordinary logits. From 37 on the sigmoid is rounded to 1, and the log of 1 -"
            " p is that of 0. Work with the logit, not with the probability.",
            lambda z, y: -np.mean(y * np.log(_sigmoid(z)) + (1 - y) * np.log(1 - _sigmoid(z))),
        ),
        Mistake(
            "math-exp-overflows",
            "Right for ordinary logits. `math.exp` stops with an error above 709. Use the power of"
            " -|z|, and put max(z, 0) in front of the log.",
            _with_math_exp,
        ),
        Mistake(
            "clipped-at-1e-7",
            "Right for ordinary logits. A floor of 1e-7 under the probabilities caps the loss at"
            " 16.1, however wrong the model is. Work with the logit, which needs no floor.",
            _clipped(1e-7),
        ),
        Mistake(
            "clipped-at-1e-8",
            "Right for ordinary logits. A floor of 1e-8 under the probabilities caps the loss at"
            " 18.4, however wrong the model is. Work with the logit, which needs no floor.",
            _clipped(1e-8),
        ),
        Mistake(
            "clipped-at-1e-12",
            "Right for ordinary logits. A floor of 1e-12 under the probabilities caps the loss at"
            " 27.6, however wrong the model is. Work with the logit, which needs no floor.",
            _clipped(1e-12),
        ),
        Mistake(
            "clipped-logit",
            "Right for ordinary logits. Logits beyond 500 are cut off, and with them the loss. Work"
            " with the power of -|z|, which needs no cut.",
            lambda z, y: _sigmoid_cross_entropy(np.clip(z, -500, 500), y),
        ),
    ],
)


def sigmoid_cross_entropy_grad(logit, label):
    """Slopes of the mean loss, one for each logit; course_lib's takes no mean."""
    probability = 1 / (1 + np.exp(-logit))
    return (probability - label) / len(logit)


def _sigmoid_cross_entropy_grad(z, y, squash=_sigmoid, gap=np.subtract, average=_mean, sign=1):
    return sign * average(gap(squash(z), y))


_SIGN_FLIPPED = Mistake(
    "sign-flipped",
    "The sign is the wrong way round: the slope is what the model said minus what happened.",
    sign=-1,
)

SIGMOID_CROSS_ENTROPY_GRAD = Exercise(
    sigmoid_cross_entropy_grad,
    why="The sigmoid's slope $p(1-p)$ cancels the denominator of the slope in $p$: what is left is"
    " $p - y$, what the model said minus what happened. The mean divides it by $n$.",
    hints=[
        "The check's first case is `([log 3, -log 4, log 1.5, -log 9], [1, 1, 0, 0])`. Which"
        " probability does each logit stand for?",
        "They are 0.75, 0.2, 0.6 and 0.1. By how much is each one above what happened, or below?",
        "The slope in p has p (1 - p) below the line, and the sigmoid's slope is p (1 - p). What is"
        " left after the chain rule?",
        "How many examples share the mean?",
    ],
    probes=[
        ([math.log(3), -math.log(4), math.log(1.5), -math.log(9)], [1, 1, 0, 0]),
        ([0.8, -1.7, 2.6, -0.4, 1.1], [1, 0, 0, 1, 1]),
        ([-2.3, 0.6, 3.4, -0.9, 1.6, -0.2, 0.3], [0, 0, 1, 0, 0, 1, 0]),
    ],
    edges=[
        Edge(
            "logits of about 10",
            "The sigmoid is flat there, but not yet level: is a logit cut off, or a probability?"
            " Leave both as they are.",
            ([7.5, -9.2, 11.3], [0, 1, 1]),
        ),
        Edge("a single example", "The mean of one loss is that loss.", ([-0.6], [1])),
    ],
    variant=_sigmoid_cross_entropy_grad,
    mistakes=[
        _NOT_AVERAGED,
        Mistake(
            "averaged-to-one-number",
            "The slopes are averaged to one number. Each logit keeps a slope of its own.",
            average=np.mean,
        ),
        Mistake(
            "only-the-last-term-divided",
            "Only the label is divided by n: in `a - b / n` only b is. Put parentheses around the"
            " whole difference.",
            gap=lambda p, y: p - y / len(y),
            average=_keep,
        ),
        _RETURN_IN_THE_LOOP,
        Mistake(
            "summed",
            "The slopes are added up. Each logit keeps a slope of its own, divided by n.",
            average=np.sum,
        ),
        _SIGN_FLIPPED,
        Mistake(
            "extra-slope",
            "It is multiplied by p (1 - p) once too often: that factor cancels the denominator of"
            " the slope in p, and p - y is left.",
            gap=lambda p, y: (p - y) * p * (1 - p),
        ),
        Mistake(
            "slope-in-the-probability",
            "It is divided by p (1 - p): that is the slope in the probability. For the slope in the"
            " logit the chain rule multiplies by p (1 - p), and both cancel.",
            gap=lambda p, y: (p - y) / (p * (1 - p)),
        ),
        Mistake(
            "slope-of-the-sigmoid-alone",
            "It is the slope of the sigmoid, p (1 - p). The loss behind it has a slope too, and the"
            " chain rule multiplies both.",
            gap=lambda p, y: p * (1 - p),
        ),
        Mistake(
            "forgot-the-label",
            "The label is not taken off: the slope is p - y.",
            gap=lambda p, y: p,
        ),
        Mistake(
            "label-added",
            "The label is added to the probability. The slope is their difference.",
            gap=np.add,
        ),
        Mistake(
            "probability-of-what-happened",
            "The probability of what happened stands where the slope is meant: p for label 1, 1 - p"
            " for label 0. The slope is p - 1 for label 1, and p for label 0.",
            gap=_happened,
        ),
        Mistake(
            "crossed-labels",
            "The labels are crossed: it takes off 1 where the label is 0.",
            gap=lambda p, y: p - (1 - y),
        ),
        Mistake(
            "only-the-label-1-term",
            "Where the label is 0 the slope is 0. There it is p: the loss rises with the logit.",
            gap=lambda p, y: y * (p - 1),
        ),
        Mistake(
            "only-the-label-0-term",
            "Where the label is 1 the slope is 0. There it is p - 1: the loss falls as the logit"
            " rises.",
            gap=lambda p, y: (1 - y) * p,
        ),
        Mistake(
            "sign-lost",
            "Where the label is 1 the sign is lost: the loss falls there as the logit rises, so"
            " that slope is negative.",
            gap=lambda p, y: np.abs(p - y),
        ),
        Mistake(
            "squared",
            "The gaps between probability and label are squared. The slope is the gap itself.",
            gap=lambda p, y: (p - y) ** 2,
        ),
        Mistake(
            "squared-error-slope",
            "It is the slope of the mean squared error through the sigmoid, with 2 and p (1 - p)."
            " With cross-entropy p - y alone is left.",
            gap=lambda p, y: 2 * (p - y) * p * (1 - p),
        ),
        Mistake(
            "the-losses-themselves",
            "These are the losses, each divided by n. Their slopes are asked for.",
            gap=lambda p, y: -np.log(_happened(p, y)),
        ),
        Mistake(
            "forgot-the-sigmoid",
            "The label is taken off the logit itself. It is to be taken off the probability, the"
            " sigmoid of the logit.",
            squash=_keep,
        ),
        Mistake(
            "sign-of-the-exponent",
            "These are the slopes with 1 - p for p. Is the power of e in the sigmoid not that of"
            " minus z, or are the labels crossed? For label 1 the slope is p - 1, for label 0 it is"
            " p.",
            squash=lambda z: _sigmoid(-z),
        ),
        Mistake(
            "sigmoid-twice",
            "The sigmoid is applied twice. The logit goes into it once.",
            squash=lambda z: _sigmoid(_sigmoid(z)),
        ),
        Mistake(
            "missing-parentheses",
            "It takes 1 + e^-z for the probability: `1 / 1 + ...` divides 1 by 1. Set parentheses"
            " around 1 + e^-z.",
            squash=lambda z: 1 + np.exp(-z),
        ),
        Mistake(
            "forgot-the-1-below",
            "It takes e^z for the probability. In the sigmoid 1 + e^-z stands below the line.",
            squash=np.exp,
        ),
        Mistake(
            "tanh",
            "The logit goes through tanh, which gives numbers from -1 to 1. The sigmoid gives"
            " probabilities.",
            squash=np.tanh,
        ),
        Mistake(
            "doubled-exponent",
            "The sigmoid is that of 2 z: is it made of tanh(z)? With tanh(z / 2) it is that of z.",
            squash=lambda z: _sigmoid(2 * z),
        ),
        Mistake(
            "returns-the-logits",
            "These are the logits themselves. The slope is the sigmoid of each one less its label,"
            " divided by n.",
            lambda z, y: z,
        ),
        Mistake(
            "divided-by-the-ones",
            "It is divided by the number of ones among the labels. The mean is over all n"
            " examples.",
            lambda z, y: (_sigmoid(z) - y) / np.sum(y),
        ),
        Mistake(
            "rounded-to-yes-or-no",
            "The probability is rounded to 0 or 1, so every right decision has the slope 0. Keep"
            " the probability as it is.",
            squash=lambda z: (z > 0).astype(float),
        ),
        Mistake(
            "softmax-over-the-examples",
            "The probabilities sum to 1 over the examples. Each example has a yes/no question of"
            " its own: use the sigmoid of each logit.",
            squash=lambda z: np.exp(z) / np.sum(np.exp(z)),
        ),
    ],
)


# Many classes: softmax, its log, and the slope of the loss.


def softmax(logits):
    """Probabilities of shape (n, k), each row summing to 1; finite for a logit of 1000."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def _softmax(z, shift=_row_max, power=np.exp, by=_row_sum, after=_keep):
    exponentials = power(z - shift(z))
    return after(exponentials / by(exponentials))


def _unstable_softmax(z):
    return _softmax(z, shift=lambda z: 0)


def _largest(table):
    return np.eye(table.shape[1])[table.argmax(axis=1)]


def _softmax_by_hand(z):
    rows = [[math.exp(value) for value in row] for row in z]
    return np.array([[value / sum(row) for value in row] for row in rows])


LOGIT_EDGES = [
    Edge(
        "a logit of 1000",
        "The power of e is infinite from 710 on. Which number can be taken off a row's logits so"
        " that the largest becomes 0?",
        ([[1000, 0, 1, 2], [2, 1000, 999, 0]],),
    ),
    Edge(
        "one row with 1000 and one with -1000",
        "Take each row's own largest logit off that row: one number for all leaves nothing of the"
        " small row.",
        ([[1000, 998, 999.5], [-1000, -1001, -999]],),
    ),
    Edge(
        "logits of -1000",
        "All their powers of e are 0, and 0 / 0 is nan. Take each row's largest logit off, also"
        " when it is negative.",
        ([[-1000, -1001, -1003], [-1002, -1000, -1001]],),
    ),
    Edge(
        "a single row",
        "A table may have one row: name the axis, and keep both dimensions.",
        ([[0.3, -1.2, 0.8]],),
    ),
]
KEEPDIMS_MISSING = (
    "One number for each row has shape (n,), which does not fit (n, k). `keepdims=True` keeps these"
    " numbers as a column."
)
NO_SHIFT = (
    "The power of e is infinite for a logit from 710 on, and 0 far below 0. Take each row's largest"
    " logit off first: the probabilities stay the same."
)
DOUBLED = (
    "The powers of e are those of 2 z, or each power is squared. The exponent is z itself, without"
    " a factor."
)
HALVED = (
    "The powers of e are those of z / 2, or the root of each one is taken. The exponent is z"
    " itself, without a factor."
)
TAKEN_OFF_LATE = (
    "Something is taken off the powers of e themselves: the row's largest, or 1, as `np.expm1`"
    " does. Take the row's largest off the logits, before `np.exp`, and nothing afterwards."
)
ONE_TAKEN_OFF = (
    "Each power of e has 1 taken off, as `np.expm1` does, so that shares can be 0 or negative. Use"
    " `np.exp`."
)
LARGEST_TAKEN_OFF = (
    "The largest share of each row is taken off the whole row and becomes 0. Take the row's largest"
    " off the logits, before `np.exp`."
)
GLOBAL_MAXIMUM = (
    "One maximum for the whole table is taken off, and of a row far below it only zeros are left."
    " Take each row's own off: axis=1, keepdims=True."
)
NEVER_A_PROBABILITY = (
    "A probability that is made and then logged is rounded to 0, or lifted by a number under it:"
    " write the log of the fraction as a difference."
)
MEAN_SHIFT = (
    "Each row's mean is taken off, so that a logit far above it still overflows. Take the largest"
    " one off."
)

_AXIS_0_OF_THE_SHIFT = Mistake(
    "axis-0-of-the-shift",
    "A different number is taken off each column, which changes the differences within a"
    " row. One number for each row: axis=1, keepdims=True.",
    shift=_column_max,
)
_NO_SHIFT = Mistake("no-shift", NO_SHIFT, shift=lambda z: 0)
_ONE_GLOBAL_MAXIMUM = Mistake("one-global-maximum", GLOBAL_MAXIMUM, shift=np.max)
_SHIFTED_BY_THE_MEAN = Mistake(
    "shifted-by-the-mean", MEAN_SHIFT, shift=lambda z: z.mean(axis=1, keepdims=True)
)

SOFTMAX = Exercise(
    softmax,
    why="Taking the same number off all logits of a row changes nothing: $e^{z-a} = e^z e^{-a}$,"
    " and the factor cancels. With the row's largest taken off, the largest exponential is $e^0 ="
    " 1$. `keepdims=True` keeps each row's number as a column, of shape (n, 1), so that it meets"
    " its own row.",
    hints=[
        "The first row of the check's first case is `[0, log 2, log 5, log 2]`. What are the four"
        " powers of e, and what do they sum to?",
        "By what is each of 1, 2, 5 and 2 divided so that the four shares sum to 1? Which axis of"
        " the table is that sum over?",
        "The sums of the rows have shape (n,), the table has (n, k). How can they be kept as a"
        " column?",
        "The power of 1000 is too large for the computer. Which number can be taken off every logit"
        " of a row without a change in the shares?",
    ],
    probes=[
        (
            [
                [0, math.log(2), math.log(5), math.log(2)],
                [0, 0, 0, math.log(2)],
                [math.log(3), 0, 0, 0],
            ],
        ),
        ([[0.5, -0.4, 1.3, 2.2, -1.6, 0.1, 0.9], [1.7, -2.1, 0.2, -0.8, 0.7, 1.2, -1.1]],),
        (
            [
                [0.3, -1.2, 0.8],
                [2.1, 0.4, -0.5],
                [-0.7, 1.9, 1.1],
                [0.6, 0.2, -2.3],
                [1.4, -0.9, 3.2],
            ],
        ),
    ],
    edges=LOGIT_EDGES,
    variant=_softmax,
    mistakes=[
        Mistake(
            "axis-0",
            "Each column sums to 1, where each row should: a row is one example. Sum over axis=1.",
            shift=_column_max,
            by=_column_sum,
        ),
        Mistake(
            "axis-0-of-the-sum",
            "It is divided by the sums of the columns. Each row is one example: sum over axis=1.",
            by=_column_sum,
        ),
        _AXIS_0_OF_THE_SHIFT,
        Mistake(
            "one-sum-for-the-table",
            "The whole table sums to 1. Each row should: sum with axis=1, keepdims=True.",
            shift=np.max,
            by=np.sum,
        ),
        Mistake(
            "one-sum-after-the-shift",
            "It is divided by one sum for the whole table. Each row has its own: axis=1,"
            " keepdims=True.",
            by=np.sum,
        ),
        Mistake(
            "keepdims-missing",
            KEEPDIMS_MISSING,
            lambda z: np.exp(z - z.max(axis=1)) / np.exp(z - z.max(axis=1)).sum(axis=1),
        ),
        Mistake(
            "forgot-the-exp",
            "No power of e is taken, so that shares can be negative. Take e to the power of each"
            " logit first.",
            shift=lambda z: 0,
            power=_keep,
        ),
        Mistake(
            "returns-the-logits",
            "These are the logits themselves. Take e to the power of each one, and divide it by the"
            " sum of its row.",
            lambda z: z,
        ),
        Mistake(
            "returns-the-shifted-logits",
            "Only the shift is made, so that the largest entry of each row is 0. Take e to the"
            " power of each one, and divide it by the sum of its row.",
            lambda z: z - _row_max(z),
        ),
        Mistake(
            "forgot-the-exp-after-the-shift",
            "No power of e is taken of the shifted logits, so that the largest one gets 0. Take e"
            " to the power of each one first.",
            power=_keep,
        ),
        Mistake(
            "forgot-to-divide",
            "These are the powers themselves, not divided. Divide each one by the sum of its row.",
            shift=lambda z: 0,
            by=lambda table: 1,
        ),
        Mistake(
            "largest-becomes-1",
            "A row does not sum to 1: is nothing divided after the shift, or each power by the"
            " largest of its row? Divide by the sum of the row.",
            by=lambda table: 1,
        ),
        Mistake(
            "divided-by-the-mean",
            "It is divided by the mean of the row, so the row sums to k. Divide by its sum.",
            by=lambda table: table.mean(axis=1, keepdims=True),
        ),
        Mistake(
            "divided-by-k",
            "The powers of e are divided by k, the number of classes. Divide by the sum of the"
            " row.",
            shift=lambda z: 0,
            by=lambda table: table.shape[1],
        ),
        Mistake(
            "divided-by-the-length",
            "It is divided by the root of the sum of squares, as a vector's length. Divide by the"
            " sum itself.",
            by=lambda table: np.sqrt(_row_sum(table**2)),
        ),
        Mistake(
            "divided-by-the-others",
            "Each entry is divided by the sum of the others: these are odds. The entry itself"
            " belongs to the sum.",
            by=lambda table: _row_sum(table) - table,
        ),
        Mistake(
            "sum-of-the-logits",
            "It is divided by the sum of the logits. The powers of e are to be added up.",
            lambda z: np.exp(z) / _row_sum(z),
        ),
        Mistake(
            "exp-of-the-sum",
            "It is divided by e to the power of the sum. Add up the powers of e instead: exp first,"
            " then the sum.",
            lambda z: np.exp(z) / np.exp(_row_sum(z)),
        ),
        Mistake(
            "exp-after-the-division",
            "The logits are divided by their sum first, and the power of e comes last. Take the"
            " powers first, then divide.",
            lambda z: np.exp(z / _row_sum(z)),
        ),
        Mistake(
            "sign-of-the-exponent",
            "The smallest logit gets the largest probability: the power of e is that of -z.",
            power=lambda z: np.exp(-z),
        ),
        Mistake("doubled-exponent", DOUBLED, power=lambda z: np.exp(2 * z)),
        Mistake("halved-exponent", HALVED, power=lambda z: np.exp(z / 2)),
        Mistake(
            "base-2", "Powers of 2 are taken where those of e are meant: `np.exp`.", power=np.exp2
        ),
        Mistake(
            "base-10",
            "Powers of 10 are taken where those of e are meant: `np.exp`.",
            power=lambda z: 10.0**z,
        ),
        Mistake("taken-off-after-the-exp", TAKEN_OFF_LATE, power=np.expm1),
        Mistake(
            "one-taken-off-each-power",
            ONE_TAKEN_OFF,
            shift=lambda z: 0,
            power=np.expm1,
        ),
        Mistake(
            "largest-taken-off-at-the-end",
            LARGEST_TAKEN_OFF,
            after=lambda table: table - _row_max(table),
        ),
        Mistake(
            "squares-for-exp",
            "Squares are taken where powers of e are meant: a large negative logit would count like"
            " a positive one.",
            shift=lambda z: 0,
            power=np.square,
        ),
        Mistake(
            "sizes-for-exp",
            "The logits' sizes are divided by their sum. e to the power of each one is positive and"
            " keeps the order.",
            shift=lambda z: 0,
            power=np.abs,
        ),
        Mistake(
            "log-softmax",
            "These are the logs of the probabilities. The probabilities themselves are asked for.",
            after=np.log,
        ),
        Mistake(
            "largest-gets-all",
            "The largest logit gets all. Softmax leaves something to each class.",
            after=_largest,
        ),
        Mistake(
            "class-of-the-largest",
            "It gives the class with the largest logit. A probability for each class is asked for.",
            after=lambda table: table.argmax(axis=1),
        ),
        Mistake(
            "largest-probability-only",
            "It gives the largest probability of each row. One for each class is asked for.",
            after=lambda table: table.max(axis=1),
        ),
        Mistake(
            "sigmoid-of-each",
            "Each logit goes through a sigmoid by itself, so the rows do not sum to 1. Divide the"
            " powers of e by their sum over the row.",
            _sigmoid,
        ),
        _NO_SHIFT,
        _ONE_GLOBAL_MAXIMUM,
        _SHIFTED_BY_THE_MEAN,
        Mistake(
            "math-exp-overflows",
            "`math.exp` stops with an error from 710 on. Take each row's largest logit off first:"
            " the probabilities stay the same.",
            _softmax_by_hand,
        ),
        Mistake(
            "clipped-logits",
            "Large logits are cut off, so that 999 and 1000 look alike. Take each row's largest"
            " logit off in place of that.",
            lambda z: _unstable_softmax(np.clip(z, -500, 500)),
        ),
        Mistake(
            "nan-to-zero",
            "A nan is replaced by a number after the overflow, and the probabilities are lost. Take"
            " each row's largest logit off, and no nan appears.",
            lambda z: np.nan_to_num(_unstable_softmax(z)),
        ),
    ],
)


def log_softmax(logits):
    """Logs of the softmax probabilities, shape (n, k); finite for a logit of 1000."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _log_softmax(
    z,
    shift=_row_max,
    power=np.exp,
    add=_row_sum,
    log=np.log,
    join=np.subtract,
    factor=1,
):
    shifted = z - shift(z)
    return factor * join(shifted, log(add(power(shifted))))


def _log_sum(z):
    return _row_max(z) + np.log(_row_sum(np.exp(z - _row_max(z))))


LOG_SOFTMAX = Exercise(
    log_softmax,
    why="The log of the fraction is the logit minus the log of the sum. After the shift the largest"
    " term of the sum is $e^0 = 1$: nothing overflows, and the log never sees 0. The probabilities"
    " themselves are never made, so a tiny one is not rounded to 0.",
    hints=[
        "The first row of the check's first case is `[0, log 2, log 5, log 2]`. Which four"
        " probabilities does softmax give, and what are their logs?",
        "The log rules turn the fraction of softmax into a difference. What stands in front of the"
        " minus, and what behind it?",
        "Which number can be taken off every logit of a row so that the largest becomes 0? Does"
        " that change the probabilities?",
        "Each row needs a maximum and a sum of its own, as a column beside the table. Which"
        " arguments of `max` and `sum` do that?",
    ],
    probes=SOFTMAX.probes,
    edges=[replace(edge, tip=f"{edge.tip} {NEVER_A_PROBABILITY}") for edge in LOGIT_EDGES],
    variant=_log_softmax,
    mistakes=[
        Mistake(
            "axis-0",
            "The sums run over the columns (axis 0), so e to the power of each column sums to 1."
            " Each row is one example: axis=1.",
            shift=_column_max,
            add=_column_sum,
        ),
        Mistake(
            "axis-0-of-the-sum",
            "The sum runs over the columns (axis 0). Each row is one example: axis=1.",
            add=_column_sum,
        ),
        _AXIS_0_OF_THE_SHIFT,
        Mistake(
            "one-sum-for-the-table",
            "One sum is taken over the whole table. Each row has its own: axis=1, keepdims=True.",
            shift=np.max,
            add=np.sum,
        ),
        Mistake(
            "one-sum-after-the-shift",
            "After the rows are shifted, one sum is taken over the whole table. Each row has its"
            " own: axis=1, keepdims=True.",
            add=np.sum,
        ),
        Mistake(
            "keepdims-missing",
            KEEPDIMS_MISSING,
            lambda z: z - z.max(axis=1) - np.log(np.exp(z - z.max(axis=1)).sum(axis=1)),
        ),
        Mistake(
            "forgot-the-log-sum",
            "Only the shift is made: the largest entry of each row is 0, a probability of 1. The"
            " log of the sum has to be taken off as well.",
            join=lambda shifted, log_sum: shifted,
        ),
        Mistake(
            "returns-the-logits",
            "The logits come back as they are. The log of the sum of their powers of e has to be"
            " taken off.",
            shift=lambda z: 0,
            join=lambda shifted, log_sum: shifted,
        ),
        Mistake(
            "plus-for-minus",
            "The log of the sum is added. A division becomes a minus.",
            join=np.add,
        ),
        Mistake(
            "logs-divided",
            "It is divided by the log of the sum. The log of a fraction is a difference of logs.",
            join=np.divide,
        ),
        Mistake(
            "only-the-log-sum",
            "It is the log of the sum alone. It has to be taken off each logit of the row.",
            lambda z: _log_sum(z)[:, 0],
        ),
        Mistake(
            "forgot-the-log",
            "The sum is taken off without its log.",
            log=_keep,
        ),
        Mistake(
            "one-added-in-the-log",
            "A 1 is added inside the log, as `np.log1p` does. Use `np.log`.",
            log=np.log1p,
        ),
        Mistake(
            "log2-of-the-sum",
            "The log of the sum has base 2, while the powers are those of e: `np.log`.",
            log=np.log2,
        ),
        Mistake(
            "log10-of-the-sum",
            "The log of the sum has base 10, while the powers are those of e: `np.log`.",
            log=np.log10,
        ),
        Mistake(
            "negated",
            "The sign is the wrong way round: the log of a probability is never above 0. The loss"
            " has a minus, the log-probability has none.",
            factor=-1,
        ),
        Mistake(
            "mean-for-sum",
            "The log is taken of the mean of the powers of e. Their sum is meant.",
            add=lambda table: table.mean(axis=1, keepdims=True),
        ),
        Mistake(
            "shift-counted-twice",
            "The row's maximum is taken off once too often: the shifted logits meet the log-sum of"
            " the logits as they were. Use the shifted ones on both sides.",
            lambda z: z - _row_max(z) - _log_sum(z),
        ),
        Mistake(
            "shift-only-in-the-sum",
            "The sum is that of the shifted logits, while the logits in front are not shifted. Use"
            " the shifted ones on both sides.",
            lambda z: z - np.log(_row_sum(np.exp(z - _row_max(z)))),
        ),
        Mistake(
            "sum-of-the-logs",
            "The logits are added up where the log of the sum of their powers of e is meant: exp,"
            " then sum, then log.",
            log=_keep,
            power=_keep,
        ),
        Mistake(
            "forgot-the-exp",
            "The log is taken of the sum of the logits, which can be negative. Take e to the power"
            " of each one before the sum.",
            shift=lambda z: 0,
            power=_keep,
        ),
        Mistake(
            "base-2-power",
            "The sum is that of powers of 2, while the log is that of base e: `np.exp`.",
            power=np.exp2,
        ),
        Mistake(
            "sign-of-the-exponent",
            "The sum is that of the powers of -z. Keep the sign that the logits have in front.",
            power=lambda z: np.exp(-z),
        ),
        Mistake(
            "softmax-of-the-negative",
            "The smallest logit gets the largest probability: the sign of the logits is turned.",
            lambda z: _log_softmax(-z),
        ),
        Mistake("doubled-exponent", DOUBLED, lambda z: _log_softmax(2 * z)),
        Mistake("halved-exponent", HALVED, lambda z: _log_softmax(z / 2)),
        Mistake(
            "softmax-without-log",
            "These are the probabilities. Their logs are asked for.",
            lambda z: _softmax(z),
        ),
        Mistake(
            "log-of-the-logits",
            "The log is taken of the logits. They are no probabilities: softmax comes first, and"
            " the log of its fraction is a difference.",
            lambda z: np.log(z),
        ),
        Mistake(
            "log-of-the-shares",
            "The log is taken of the logits divided by their sum. Softmax takes e to the power of"
            " each one first.",
            lambda z: np.log(z / _row_sum(z)),
        ),
        Mistake(
            "taken-off-after-the-exp",
            TAKEN_OFF_LATE,
            lambda z: np.log(_softmax(z, power=np.expm1)),
        ),
        Mistake(
            "one-taken-off-each-power",
            "Each power of e in the sum has 1 taken off, as `np.expm1` does. Use `np.exp`.",
            shift=lambda z: 0,
            power=np.expm1,
        ),
        Mistake(
            "log-sigmoid-of-each",
            "It is the log of the sigmoid of each logit by itself. The classes of a row share one"
            " sum.",
            lambda z: -_softplus(-z),
        ),
        Mistake(
            "log-of-softmax",
            "A small probability is rounded to 0, and its log is -inf. Write the log of the"
            " fraction as a difference, and never make the probability.",
            lambda z: np.log(_softmax(z)),
        ),
        Mistake(
            "eps-inside-the-log",
            "A small number under the probabilities cuts the log off: with 1e-12 no log is below"
            " -27.6. Write the log of the fraction as a difference, which needs no such number.",
            lambda z: np.log(_softmax(z) + 1e-12),
        ),
        _NO_SHIFT,
        _ONE_GLOBAL_MAXIMUM,
        _SHIFTED_BY_THE_MEAN,
    ],
)


def softmax_cross_entropy_grad(logits, one_hot):
    """Slopes of the mean loss, shape (n, k); course_lib's takes integer labels and no mean."""
    exponentials = np.exp(logits - logits.max(axis=1, keepdims=True))
    probabilities = exponentials / exponentials.sum(axis=1, keepdims=True)
    return (probabilities - one_hot) / len(logits)


def _softmax_cross_entropy_grad(z, t, squash=_softmax, gap=np.subtract, average=_mean, sign=1):
    return sign * average(gap(squash(z), t))


SOFTMAX_CROSS_ENTROPY_GRAD = Exercise(
    softmax_cross_entropy_grad,
    why="The slope of one example's loss is $p_c - t_c$. The loss is a sum over classes and a mean"
    " over examples, so $p - t$ is divided by $n$ alone.",
    hints=[
        "The first row of the check's first case has the logits `[0, log 2, log 5, log 2]` and the"
        " third class as its truth. Which probabilities does softmax give?",
        "They are 0.1, 0.2, 0.5 and 0.2. Which logits should fall, which one should rise, and by"
        " how much is each probability off?",
        "How many examples share the mean: n, k, or n times k?",
        "What does the power of e do at 1000, and how was softmax mended?",
    ],
    probes=[
        (
            [
                [0, math.log(2), math.log(5), math.log(2)],
                [0, 0, 0, math.log(2)],
                [math.log(3), 0, 0, 0],
            ],
            [[0, 0, 1, 0], [0, 1, 0, 0], [1, 0, 0, 0]],
        ),
        (
            [[0.5, -0.4, 1.3, 2.2, -1.6, 0.1], [1.7, -2.1, 0.2, -0.8, 0.7, 1.2]],
            [[0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 1, 0]],
        ),
        (
            [
                [0.3, -1.2, 0.8],
                [2.1, 0.4, -0.5],
                [-0.7, 1.9, 1.1],
                [0.6, 0.2, -2.3],
                [1.4, -0.9, 3.2],
            ],
            [[0, 1, 0], [1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0]],
        ),
    ],
    edges=[
        Edge(edge.name, edge.tip, (*edge.arguments, target))
        for edge, target in zip(
            LOGIT_EDGES,
            [
                [[0, 1, 0, 0], [0, 0, 1, 0]],
                [[0, 1, 0], [0, 0, 1]],
                [[0, 1, 0], [0, 1, 0]],
                [[1, 0, 0]],
            ],
            strict=True,
        )
    ],
    variant=_softmax_cross_entropy_grad,
    mistakes=[
        _NOT_AVERAGED,
        Mistake(
            "only-the-last-term-divided",
            "Only the target is divided by n: in `a - b / n` only b is. Put parentheses around the"
            " whole difference.",
            gap=lambda p, t: p - t / len(t),
            average=_keep,
        ),
        Mistake(
            "return-in-the-loop",
            "Only the first row of slopes is returned: does the `return` stand inside the loop?",
            average=lambda slope: slope[:1] / len(slope),
        ),
        Mistake(
            "divided-by-nk",
            "It is divided by n k, the number of all entries. The loss is summed over the classes:"
            " divide by n alone.",
            average=lambda slope: slope / slope.size,
        ),
        Mistake(
            "divided-by-k",
            "It is divided by the number of classes. The mean is over the n examples.",
            average=lambda slope: slope / slope.shape[1],
        ),
        Mistake(
            "averaged-over-examples",
            "The slopes are averaged over the examples to one row. Each example's logits keep"
            " slopes of their own.",
            average=lambda slope: slope.mean(axis=0),
        ),
        Mistake(
            "summed-over-examples",
            "The slopes are added up over the examples to one row. Each example's logits keep"
            " slopes of their own.",
            average=lambda slope: slope.sum(axis=0),
        ),
        Mistake(
            "squared-error-slope",
            "It is 2 (p - t) over n k, the slope of the mean squared error of the probabilities."
            " Here it is p - t over n.",
            average=lambda slope: 2 * slope / slope.size,
        ),
        _SIGN_FLIPPED,
        Mistake(
            "forgot-the-target",
            "The target is not taken off: the slope is p - t.",
            gap=lambda p, t: p,
        ),
        Mistake(
            "target-added",
            "The target is added to the probabilities. The slope is their difference.",
            gap=np.add,
        ),
        Mistake(
            "crossed-target",
            "It takes 1 off at every class but the true one. It is to be taken off at the true"
            " one.",
            gap=lambda p, t: p - (1 - t),
        ),
        Mistake(
            "only-the-true-class",
            "Only the true class has a slope. The logits of the others count too, since all share"
            " one sum: theirs is p.",
            gap=lambda p, t: t * (p - 1),
        ),
        Mistake(
            "only-the-other-classes",
            "The true class has the slope 0. Its probability is below 1, and its slope is p - 1.",
            gap=lambda p, t: (1 - t) * p,
        ),
        Mistake(
            "extra-slope",
            "It is multiplied by p (1 - p) once too often: the slope in the logits is p - t alone.",
            gap=lambda p, t: (p - t) * p * (1 - p),
        ),
        Mistake(
            "probability-of-the-true-class",
            "Only the true class has an entry, its probability. The slope is p - t, at every"
            " class.",
            gap=lambda p, t: p * t,
        ),
        Mistake(
            "class-number-taken-off",
            "The number of the true class is taken off each probability. The one-hot row takes 1"
            " off at that class alone.",
            gap=lambda p, t: p - t.argmax(axis=1, keepdims=True),
        ),
        Mistake(
            "slope-of-the-softmax-alone",
            "It is p (1 - p), the slope of a probability in its own logit. The loss behind it"
            " counts as well, and together they give p - t.",
            gap=lambda p, t: p * (1 - p),
        ),
        Mistake(
            "slope-in-the-probabilities",
            "It is -t / p, the slope in the probabilities. Through softmax it becomes p - t.",
            gap=lambda p, t: -t / p,
        ),
        Mistake(
            "yes-no-slope",
            "It is divided by p (1 - p), as the slope of a yes/no loss in its probability is. In"
            " the logits p - t is left.",
            gap=lambda p, t: (p - t) / (p * (1 - p)),
        ),
        Mistake(
            "log-probabilities",
            "The target is taken off the logs of the probabilities. Take it off the probabilities.",
            gap=lambda p, t: np.log(p) - t,
        ),
        Mistake(
            "predicted-class",
            "It takes 1 off at the class that the model thinks most probable. It is to be taken off"
            " at the true one.",
            gap=lambda p, t: p - _largest(p),
        ),
        Mistake(
            "squared",
            "The gaps between probability and target are squared. The slope is the gap itself.",
            gap=lambda p, t: (p - t) ** 2,
        ),
        Mistake(
            "sign-lost",
            "At the true class the sign is lost: the loss falls there as the logit rises, so that"
            " slope is negative.",
            gap=lambda p, t: np.abs(p - t),
        ),
        Mistake(
            "the-losses-themselves",
            "These are the losses, each divided by n. Their slopes are asked for.",
            gap=lambda p, t: -t * np.log(p),
        ),
        Mistake(
            "forgot-the-softmax",
            "The target is taken off the logits. It is to be taken off the probabilities.",
            squash=_keep,
        ),
        Mistake(
            "sigmoid-of-each",
            "Each logit goes through a sigmoid by itself. The probabilities of a row sum to 1: use"
            " softmax.",
            squash=_sigmoid,
        ),
        Mistake(
            "forgot-to-divide",
            "The powers of e are not divided by their sum, so they are no probabilities.",
            squash=np.exp,
        ),
        Mistake(
            "largest-becomes-1",
            "The powers of e are not divided by their sum: the largest one of each row is 1.",
            squash=lambda z: _softmax(z, by=lambda table: 1),
        ),
        Mistake("doubled-exponent", DOUBLED, squash=lambda z: _softmax(2 * z)),
        Mistake("halved-exponent", HALVED, squash=lambda z: _softmax(z / 2)),
        Mistake(
            "softmax-twice",
            "Softmax is applied twice. The logits go into it once.",
            squash=lambda z: _softmax(_softmax(z)),
        ),
        Mistake(
            "taken-off-after-the-exp",
            TAKEN_OFF_LATE,
            squash=lambda z: _softmax(z, power=np.expm1),
        ),
        Mistake(
            "one-taken-off-each-power",
            ONE_TAKEN_OFF,
            squash=lambda z: _softmax(z, shift=lambda z: 0, power=np.expm1),
        ),
        Mistake(
            "largest-taken-off-at-the-end",
            LARGEST_TAKEN_OFF,
            squash=lambda z: _softmax(z, after=lambda table: table - _row_max(table)),
        ),
        Mistake(
            "rounded-to-one-class",
            "The largest logit gets the probability 1 and the others 0. Keep what softmax gives.",
            squash=_largest,
        ),
        Mistake(
            "axis-0",
            "The probabilities sum to 1 over each column. A row is one example: use axis=1.",
            squash=lambda z: _softmax(z, shift=_column_max, by=_column_sum),
        ),
        Mistake(
            "axis-0-of-the-sum",
            "The powers of e are divided by the sums of the columns. A row is one example: use"
            " axis=1.",
            squash=lambda z: _softmax(z, by=_column_sum),
        ),
        Mistake(
            "axis-0-of-the-shift",
            "A different number is taken off each column, which changes the differences within a"
            " row. One number for each row: axis=1, keepdims=True.",
            squash=lambda z: _softmax(z, shift=_column_max),
        ),
        Mistake(
            "one-sum-for-the-table",
            "The probabilities sum to 1 over the whole table. Each row should: axis=1,"
            " keepdims=True.",
            squash=lambda z: _softmax(z, shift=np.max, by=np.sum),
        ),
        Mistake(
            "one-sum-after-the-shift",
            "The powers of e are divided by one sum for the whole table. Each row has its own:"
            " axis=1, keepdims=True.",
            squash=lambda z: _softmax(z, by=np.sum),
        ),
        Mistake(
            "returns-the-logits",
            "These are the logits themselves. The slope is the softmax of each row less its target,"
            " divided by n.",
            lambda z, t: z,
        ),
        Mistake(
            "keepdims-missing",
            KEEPDIMS_MISSING,
            lambda z, t: np.exp(z - z.max(axis=1)) / np.exp(z - z.max(axis=1)).sum(axis=1) - t,
        ),
        Mistake("no-shift", NO_SHIFT, squash=_unstable_softmax),
        Mistake("one-global-maximum", GLOBAL_MAXIMUM, squash=lambda z: _softmax(z, shift=np.max)),
        Mistake(
            "shifted-by-the-mean",
            MEAN_SHIFT,
            squash=lambda z: _softmax(z, shift=lambda z: z.mean(axis=1, keepdims=True)),
        ),
    ],
)

EXERCISES = [
    BERNOULLI_NLL,
    BINARY_CROSS_ENTROPY_GRAD,
    SIGMOID_CROSS_ENTROPY,
    SIGMOID_CROSS_ENTROPY_GRAD,
    SOFTMAX,
    LOG_SOFTMAX,
    SOFTMAX_CROSS_ENTROPY_GRAD,
    GAUSSIAN_NLL,
]

QUESTIONS = [
    Question(
        "likelihood-best-claim",
        "Which claim gives these ten throws, in this order, the highest probability?",
        Choice(
            "A probability of heads of 0.5",
            "It is the claim for a coin that nobody has bent, and treats heads and tails alike."
            " Seven of the ten throws were heads.",
        ),
        Choice(
            "A probability of heads of 0.7",
            "It is the share of heads in the throws. The chapter will show that no other claim does"
            " better.",
            right=True,
        ),
        Choice(
            "A probability of heads of 0.9",
            "It likes each head, and there are many. But three times it gave what happened a"
            " probability of only 0.1, and each of these is a factor of the product.",
        ),
        Choice(
            "A probability of heads of 1.0",
            "It takes what came most often for what always comes. It calls tails impossible, so the"
            " first tail makes the whole series impossible: its factor is 0.",
        ),
    ),
    Question(
        "likelihood-of-ten-throws",
        "What is that highest probability?",
        Choice(
            "About 0.7",
            "That is the probability of one head. Ten throws in a row are far less probable.",
        ),
        Choice(
            "About 0.27",
            "That is the probability of seven heads in *any* order. The three tails can stand in"
            " $10 \\cdot 9 \\cdot 8 / 6 = 120$ ways, and the question asks for one.",
        ),
        Choice(
            "About 0.002",
            "Ten factors below 1 make a small number: 0.0022.",
            right=True,
        ),
    ),
    Question(
        "likelihood-underflow",
        "Of 2,000 throws of such a coin 1,400 are heads. For each of the three claims the computer"
        " multiplies 2,000 factors. It keeps each product as a float64, its usual number with about"
        " 16 digits. What are the three products?",
        Choice(
            "Tiny positive numbers, Ben's the largest",
            "On paper that is so. But all three are smaller than the smallest positive number that"
            " a float64 can hold, about 5e-324.",
        ),
        Choice(
            "Exactly `0.0`, for each of the three",
            "Each product is too small for a float64 and is rounded to 0. After that nobody can"
            " tell which claim is the best.",
            right=True,
        ),
        Choice(
            "None: the program stops with an error",
            "A division by 0 may stop a program. A product that is too small is rounded to 0 in"
            " silence, and that is worse: the wrong number goes on into whatever comes next.",
        ),
        Choice(
            "`nan`, as 0 cannot be a likelihood",
            "`nan` comes from calculations without an answer, such as 0 divided by 0. A product"
            " that is too small is rounded to 0, and 0 is a number like any other.",
        ),
    ),
    Question(
        "likelihood-sure-and-wrong",
        "A model is very sure and wrong: its logit is −8, so $p$ is nearly 0, while the label is 1."
        " The squared error $(p - y)^2$ has a slope in the logit as well. Which loss has the"
        " steeper slope there?",
        Choice(
            "Squared error, with about −2",
            "−2 is nearly its slope in $p$, which is $2(p - y)$. But the logit hardly moves $p$"
            " there: the chain rule multiplies by $p(1-p)$, which is almost 0.",
        ),
        Choice(
            "Neither: both are nearly 0",
            "The sigmoid is flat there, and that flattens the squared error. The log is as steep as"
            " the sigmoid is flat, and in cross-entropy the two cancel.",
        ),
        Choice(
            "Cross-entropy, with about −1",
            "Its slope is $p - y$, which is nearly $0 - 1$. That of the squared error lies between"
            " −0.001 and 0: the model is wrong, and hardly learns from it.",
            right=True,
        ),
    ),
    Question(
        "likelihood-five-times-as-sure",
        "Some weights have a mean loss of 0.154 and get 227 of 240 digits right. Multiply all three"
        " by five. The border, where $z = 0$, stays where it is, so the model gets the same digits"
        " right. What does the loss do?",
        Choice(
            "It rises, to almost twice as much",
            "It becomes 0.285. The model is five times as sure, also of the 13 digits that it gets"
            " wrong, and pays for that.",
            right=True,
        ),
        Choice(
            "It stays, as the border does",
            "The border decides which digits are right, so accuracy stays. The loss also asks how"
            " sure the model was of each.",
        ),
        Choice(
            "It falls, as the model is surer",
            "For digits that are right it does fall. But they cost little before, while the 13"
            " that are wrong cost more without limit: the loss becomes 0.285.",
        ),
    ),
    Question(
        "likelihood-softmax-shift",
        "Add 100 to every logit of a row. What does softmax give then?",
        Choice(
            "More for the largest logit, less for the rest",
            "A *factor* above 1 comes near to that: it makes the differences larger. Adding one"
            " number to all of them leaves the differences as they are.",
        ),
        Choice(
            "The same probabilities as before",
            "$e^{z+100} = e^z e^{100}$, so each term of the fraction grows by the same factor, and"
            " the factor cancels. Only the differences count.",
            right=True,
        ),
        Choice(
            "A larger probability for every class",
            "Each exponential grows, and so does their sum. Probabilities sum to 1: not all of them"
            " can grow.",
        ),
        Choice(
            "`nan`, as the exponentials are too large",
            "That happens with 1000, as a later section shows. A float64 holds powers of e up to"
            " $e^{709}$, so 100 is no trouble.",
        ),
    ),
    Question(
        "likelihood-clipped-slope",
        "The logit is 100 and the label is 0, so the model could hardly be more wrong. What is the"
        " slope of the clipped loss in the logit?",
        Choice(
            "1, as it is without clipping",
            "1 is the slope that the exact loss has, $p - y$. Here the clipped $p$ stays at its"
            " limit when the logit moves, and so does the loss.",
        ),
        Choice(
            "0, as if nothing were wrong",
            "The clipped probability stands still when the logit moves a little. So does the loss,"
            " and training is told that there is nothing to mend.",
            right=True,
        ),
        Choice(
            "16.1, as large as the loss",
            "16.1 is how large the clipped loss is. The slope says how much it changes when the"
            " logit moves.",
        ),
    ),
]
