"""Chapter 4, train a network: its exercises, questions and the mistakes made in them."""

import copy
import itertools
from collections.abc import Iterator

import numpy as np

from course_lib.exercises._compare import close, show
from course_lib.exercises._exercise import Edge, Exercise, Mistake
from course_lib.exercises._question import Choice, Question
from course_lib.exercises._run import Unreadable, object_text, plain
from course_lib.language import _

TITLE = "Train a network on handwritten digits"
LOG2, LOG4 = np.log(2), np.log(4)


MOST_PARTS = 10_000  # of an iterator that are read: it may never end


def _as_is(value, *_):
    return value


def _array(value, wanted, within="{got}"):
    """A result as an array of floats; where it is none, `wanted` tells what is asked for."""
    if isinstance(value, Iterator | range):
        value = list(itertools.islice(value, MOST_PARTS + 1))
        if len(value) > MOST_PARTS:
            got = _("a sequence of more than {n} parts").format(n=MOST_PARTS)
            raise Unreadable(wanted.format(got=within.format(got=got)))
    array = plain(value, np.zeros(1))
    if not isinstance(array, np.ndarray):
        raise Unreadable(wanted.format(got=within.format(got=show(array))))
    return array


def training_loss(logits, one_hot):
    """Mean softmax cross-entropy, one number (course_lib's takes labels, and gives one a row)."""
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -(one_hot * log_p).sum(axis=1).mean()


def _log_softmax(z, axis=1, log=np.log, of=np.sum):
    z = z - z.max(axis=axis, keepdims=True)
    return z - log(of(np.exp(z), axis=axis, keepdims=True))


def _softmax(z):
    return np.exp(_log_softmax(z))


def _shift_rows(z):
    return z - z.max(axis=1, keepdims=True)


def _log_sum(z):
    return np.log(np.exp(z).sum(axis=1, keepdims=True))


def _training_loss(
    logits,
    one_hot,
    scores=_log_softmax,
    keep=np.multiply,
    over=lambda kept: kept.sum(axis=1).mean(),
    sign=-1,
):
    return sign * over(keep(one_hot, scores(logits)))


TRAINING_LOSS = Exercise(
    training_loss,
    why="Multiplying by `one_hot` and adding up each row keeps one log-probability per row: the"
    " truth's. The mean runs over the examples only. Subtracting the largest logit of its row"
    " changes no probability and keeps `exp` at 1 or below; and a log-probability computed as a"
    " difference is finite where the probability itself would be rounded to 0.",
    hints=[
        "The first case has the logits ln 4, ln 2, ln 2 in both rows. What are their exponentials,"
        " and so their probabilities? Which of these belongs to the truth in each row?",
        "The truth's probabilities are 1/2 and 1/4. What is minus the log of each, and the mean of"
        " the two?",
        "Which entries of a table remain when it is multiplied by one-hot rows? Along which axis"
        " are they added up, and over what is the mean taken?",
        "What does softmax do when one number is subtracted from all logits of a row? Which number"
        " keeps every exponential from overflowing? And can the log of a quotient be written"
        " without the quotient?",
    ],
    probes=[
        ([[LOG4, LOG2, LOG2], [LOG4, LOG2, LOG2]], [[1, 0, 0], [0, 1, 0]]),
        (
            [
                [1.3, -0.4, 0.6],
                [-1.1, 0.8, 1.9],
                [0.2, 2.3, -0.7],
                [1.7, 0.9, -1.4],
                [-0.3, 0.5, 1.2],
            ],
            [[0, 1, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0], [1, 0, 0]],
        ),
        (
            [
                [0.7, -1.2, 2.1, 0.4, -0.5],
                [1.6, 0.3, -0.8, 1.1, 2.4],
                [-0.6, 0.9, 0.2, -1.7, 1.4],
            ],
            [[0, 0, 1, 0, 0], [0, 0, 0, 1, 0], [1, 0, 0, 0, 0]],
        ),
    ],
    edges=[
        Edge(
            "a confident mistake",
            "The probability rounds to 0 there, or is cut off. As logit minus the log of the sum"
            " of exponentials its log is exact, without any probability.",
            ([[1000, 0, 0], [0.5, 1, 2]], [[0, 1, 0], [0, 0, 1]]),
        ),
        Edge(
            "logits of 1000",
            "e to the power of 1000 is inf. The largest logit of a row can be subtracted from all"
            " of it before: no probability changes.",
            ([[1000, 999, 990], [996, 1003, 1000]], [[0, 0, 1], [1, 0, 0]]),
        ),
        Edge(
            "logits of -1000",
            "e to the power of -1000 is 0, and so is the sum of the row. Subtract the largest"
            " logit of the row, whatever its sign.",
            ([[-1000, -1011, -1002], [-1000, -1010, -999]], [[0, 1, 0], [0, 1, 0]]),
        ),
        Edge(
            "rows of very different size",
            "Each row is shifted by its own largest logit: `axis=1, keepdims=True`.",
            ([[1000, 990, 1001], [1, 3, 2]], [[0, 1, 0], [0, 0, 1]]),
        ),
        Edge(
            "a single example",
            "The mean over one row is that row's loss.",
            ([[0.4, 1.5, -0.2]], [[0, 0, 1]]),
        ),
        Edge(
            "two examples of equal loss",
            "Each of them counts in the mean: a set would keep one.",
            (
                [[0.4, 1.5, -0.2], [0.4, 1.5, -0.2], [2, 1, 0.3]],
                [[0, 0, 1], [0, 0, 1], [1, 0, 0]],
            ),
        ),
    ],
    variant=_training_loss,
    mistakes=[
        Mistake(
            "accuracy",
            "It is the share of right answers: a staircase, which has no slope to walk down. Score"
            " minus the log of the truth's probability.",
            lambda logits, one_hot: np.mean(logits.argmax(axis=1) == one_hot.argmax(axis=1)),
        ),
        Mistake(
            "negated",
            "The sign is the wrong way round. The log of a probability is never positive, and a"
            " loss is minus that.",
            sign=1,
        ),
        Mistake(
            "summed",
            "The rows are added up, so that a larger batch costs more. Take their mean.",
            over=np.sum,
        ),
        Mistake(
            "not-averaged",
            "It is one number for each example. One number for all is asked for: their mean.",
            over=lambda kept: kept.sum(axis=1),
        ),
        Mistake(
            "averaged-over-entries",
            "The mean runs over all entries of the table, n k of them. Add up each row first, then"
            " average over the n rows.",
            over=np.mean,
        ),
        Mistake(
            "averaged-over-classes",
            "The sum is divided by k, the number of classes. Divide by n, the number of examples.",
            over=lambda kept: kept.sum(axis=0).mean(),
        ),
        Mistake(
            "return-in-the-loop",
            "Only the first example is counted before it is divided by n: does the `return` stand"
            " inside the loop?",
            over=lambda kept: np.sum(kept[0]) / len(kept),
        ),
        Mistake(
            "total-set-anew",
            "Only the last example is counted before it is divided by n: is the total set anew in"
            " the loop, in place of added to?",
            over=lambda kept: np.sum(kept[-1]) / len(kept),
        ),
        Mistake(
            "axis-0",
            "The probabilities sum to 1 down each column, not along each row. Softmax needs"
            " `axis=1`.",
            scores=lambda z: _log_softmax(z, axis=0),
        ),
        Mistake(
            "axis-0-after-the-shift",
            "Each row is shifted by its largest logit, but the exponentials are added up down the"
            " columns. Both need `axis=1`.",
            scores=lambda z: _log_softmax(_shift_rows(z), axis=0),
        ),
        Mistake(
            "one-sum-for-all",
            "The probabilities of the whole table sum to 1, not those of each row. The sum of the"
            " exponentials needs `axis=1, keepdims=True`.",
            scores=lambda z: z - np.log(np.exp(z).sum()),
        ),
        Mistake(
            "forgot-the-softmax",
            "The logits themselves are scored, as if they were log-probabilities. Subtract the log"
            " of the sum of the exponentials of the row.",
            scores=np.positive,
        ),
        Mistake(
            "log-of-the-logits",
            "The log is taken of the logits. They are not probabilities: softmax first.",
            scores=np.log,
        ),
        Mistake(
            "forgot-the-logit",
            "The log of the sum of exponentials is there, but the truth's own logit is missing."
            " The log-probability is the difference of the two.",
            scores=lambda z: -_log_sum(z) + 0 * z,
        ),
        Mistake(
            "largest-for-the-sum",
            "Only the largest logit of the row is subtracted. The log of the sum of the"
            " exponentials belongs there too.",
            scores=_shift_rows,
        ),
        Mistake(
            "shift-counted-twice",
            "The row's largest logit is subtracted once too often: the shifted logits meet the"
            " log-sum of the logits as they were. Use the shifted ones on both sides.",
            scores=lambda z: _shift_rows(z) - _log_sum(z),
        ),
        Mistake(
            "shift-only-in-the-sum",
            "The sum is that of the shifted logits, while the logits in front are not shifted. Use"
            " the shifted ones on both sides.",
            scores=lambda z: z - _log_sum(_shift_rows(z)),
        ),
        Mistake(
            "mean-of-exponentials",
            "The exponentials of a row are averaged, so its probabilities sum to k. Divide by"
            " their sum.",
            scores=lambda z: _log_softmax(z, of=np.mean),
        ),
        Mistake(
            "forgot-the-log",
            "The probability itself is scored, so the cost has a bound. Take its log.",
            scores=_softmax,
        ),
        Mistake(
            "one-minus-probability",
            "One minus the probability is scored, so no mistake costs more than 1. Take minus its"
            " log.",
            scores=lambda z: _softmax(z) - 1,
        ),
        Mistake(
            "log-of-one-plus",
            "The log of 1 + p is taken, which is 0 at p = 0, where the cost should be largest."
            " Take the log of p.",
            scores=lambda z: np.log1p(_softmax(z)),
        ),
        Mistake(
            "log-base-2-of-the-sum",
            "The log of the sum has base 2, while the logits belong to e. `np.log` fits them.",
            scores=lambda z: _log_softmax(z, log=np.log2),
        ),
        Mistake(
            "softmax-twice",
            "Softmax is taken twice, so the probabilities move together. The logits go through it"
            " once.",
            scores=lambda z: _log_softmax(_softmax(z)),
        ),
        Mistake(
            "sigmoid-for-softmax",
            "Each logit goes through a sigmoid of its own, so the classes do not compete. Softmax"
            " divides by the sum of the row.",
            scores=lambda z: -np.logaddexp(0, -z),
        ),
        Mistake(
            "binary-per-class",
            "The other classes are scored as well, by log(1 - p), as if each class were a question"
            " of its own. The truth's log-probability alone counts.",
            keep=lambda t, log_p: t * log_p + (1 - t) * np.log(-np.expm1(log_p)),
        ),
        Mistake(
            "crossed-classes",
            "The classes that are not the truth are scored. Multiply by `one_hot`, not by 1 minus"
            " it.",
            keep=lambda t, log_p: (1 - t) * log_p,
        ),
        Mistake(
            "all-classes",
            "Every class is scored, whichever is the truth. `one_hot` keeps one of each row.",
            keep=lambda t, log_p: log_p,
        ),
        Mistake(
            "predicted-class-scored",
            "The most probable class is scored, whether it is right or not. Score the one that"
            " `one_hot` marks.",
            keep=lambda t, log_p: log_p.max(axis=1, keepdims=True),
        ),
        Mistake(
            "entropy",
            "The log-probabilities are weighted by the probabilities: that is an entropy, in which"
            " the truth has no part. Weight them by `one_hot`.",
            keep=lambda t, log_p: np.exp(log_p) * log_p,
        ),
        Mistake(
            "log-after-the-mean",
            "The log is taken of a mean probability. Take the log of each row's probability first,"
            " then the mean.",
            lambda logits, one_hot: -np.log((one_hot * _softmax(logits)).sum(axis=1).mean()),
        ),
        Mistake(
            "squared-error",
            "It is the squared error of the probabilities, whose slope fades where softmax is"
            " flat. Take minus the log of the truth's probability.",
            lambda logits, one_hot: ((_softmax(logits) - one_hot) ** 2).sum(axis=1).mean(),
        ),
        Mistake(
            "squared-error-of-logits",
            "It is the squared error between logits and one-hot rows. Logits are no probabilities:"
            " softmax comes first, then minus the log of the truth's.",
            lambda logits, one_hot: ((logits - one_hot) ** 2).sum(axis=1).mean(),
        ),
        # of mistakes with the same effect the one that fails in the fewest cases comes first
        Mistake(
            "log-of-softmax",
            "A small probability is rounded to 0 before its log is taken, and log 0 is -inf. Write"
            " the log of the quotient as a difference: logit minus log of the sum.",
            scores=lambda z: np.log(_softmax(z)),
        ),
        Mistake(
            "one-shift-for-all",
            "One largest logit is subtracted from all rows, so a row of much smaller ones has only"
            " exponentials of 0. Each row needs its own: `axis=1, keepdims=True`.",
            scores=lambda z: z - z.max() - _log_sum(z - z.max()),
        ),
        Mistake(
            "no-shift",
            "The exponentials of large logits are too large for a float, and those of very"
            " negative ones all 0. Subtract each row's largest logit first.",
            scores=lambda z: z - _log_sum(z),
        ),
        Mistake(
            "clipped-at-1e-7",
            "The probability never falls below 1e-7, so that no mistake costs much more than 16. A"
            " log-probability computed as a difference needs no such floor.",
            scores=lambda z: np.log(np.maximum(_softmax(z), 1e-7)),
        ),
    ],
)


def accuracy(logits, one_hot):
    """Share of rows whose largest logit is where one_hot has its 1 (course_lib's takes labels)."""
    said = logits.argmax(axis=1)
    truth = one_hot.argmax(axis=1)
    return np.mean(said == truth)


def _accuracy(
    logits,
    one_hot,
    said=lambda z: z.argmax(axis=1),
    truth=lambda t: t.argmax(axis=1),
    score=np.equal,
    total=lambda hits, k: np.mean(hits),
):
    return total(score(said(logits), truth(one_hot)), one_hot.shape[1])


def _mean_over_classes(logits, one_hot):
    hits = logits.argmax(axis=1) == one_hot.argmax(axis=1)
    return np.mean((hits @ one_hot) / one_hot.sum(axis=0))


def _entries_alike(logits, one_hot):
    return np.mean(np.eye(one_hot.shape[1])[logits.argmax(axis=1)] == one_hot)


def _among_two_largest(logits, one_hot):
    truth = (one_hot * logits).sum(axis=1, keepdims=True)
    return np.mean((logits > truth).sum(axis=1) < 2)


def _share_by_class_said(logits, one_hot):
    said = np.eye(one_hot.shape[1])[logits.argmax(axis=1)]
    return np.mean((said * one_hot).sum(axis=0) / np.maximum(said.sum(axis=0), 1))


_NOT_AVERAGED = Mistake(
    "not-averaged",
    "It is one number for each example. One for all is asked for: their mean.",
    total=_as_is,
)

ACCURACY = Exercise(
    accuracy,
    why="`argmax` along axis 1 gives one position for each row: of the largest logit, and of the"
    " 1. Comparing two such arrays gives True and False, which count as 1 and 0, so their mean is"
    " the share of rows that agree. Softmax is not needed: it does not change which entry is"
    " largest.",
    hints=[
        "In the first case, which entry is the largest in each row of the logits? Where is the 1"
        " of the same row? In how many rows do the two agree?",
        "Which NumPy function gives the position of the largest entry, not its value? Which axis"
        " makes it look along each row?",
        "What does `==` between two arrays of positions give? True counts as 1: what is the mean"
        " of that?",
    ],
    probes=[
        (
            [[3, 2, -1], [-1, 2, 4], [5, -2, -3], [-1, 3, 2]],
            [[1, 0, 0], [0, 0, 1], [0, 1, 0], [0, 1, 0]],
        ),
        (
            [
                [1.3, -0.4, 0.6],
                [-1.1, 0.8, 1.9],
                [0.7, 2.3, -3.1],
                [1.7, 0.9, -1.4],
                [-2.6, 0.6, 1.2],
            ],
            [[0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0, 1]],
        ),
        (
            [
                [0.8, -1.2, 2.6, 0.6],
                [1.6, 0.7, -0.8, 1.1],
                [-0.6, 0.9, 1.2, -1.7],
                [2.2, -0.9, 0.7, 1.4],
                [-0.7, -1.3, 0.8, -2.9],
                [1.8, -0.5, 2.4, 0.9],
                [0.3, 1.2, 0.4, 2.5],
                [2.3, 1.6, 0.2, -0.4],
                [-1.2, 2.3, 1.7, 0.3],
                [-3.3, -1.1, -0.8, 1.9],
            ],
            [
                [0, 0, 1, 0],
                [0, 0, 0, 1],
                [0, 1, 0, 0],
                [1, 0, 0, 0],
                [0, 0, 1, 0],
                [1, 0, 0, 0],
                [0, 0, 0, 1],
                [1, 0, 0, 0],
                [0, 1, 0, 0],
                [0, 0, 1, 0],
            ],
        ),
    ],
    edges=[
        Edge(
            "rows that are all right",
            "The share is 1 there.",
            ([[2.1, 0.6, -1.3], [-0.8, 0.7, 1.4]], [[1, 0, 0], [0, 0, 1]]),
        ),
        Edge(
            "rows that are all wrong",
            "The share is 0 there.",
            ([[2.1, 0.6, -1.3], [-0.8, 0.7, 1.4]], [[0, 1, 0], [1, 0, 0]]),
        ),
        Edge(
            "a single example",
            "`argmax` along `axis=1` works for one row too.",
            ([[0.6, 1.5, -0.2]], [[0, 1, 0]]),
        ),
        Edge(
            "rows of negative logits",
            "The largest of a row counts, whatever its sign.",
            ([[-2.1, -0.6, -1.3], [-0.8, -0.7, -1.4], [-3.0, -4.0, -5.0]], np.eye(3)),
        ),
        Edge(
            "logits of 1000",
            "No exponential is needed: the largest logit has the largest probability.",
            ([[999, 1000, 3], [-1000, -999, -1001]], [[0, 1, 0], [0, 1, 0]]),
        ),
        Edge(
            "logits close together",
            "The largest of a row counts, however little it is ahead: compare without rounding or"
            " a margin.",
            (
                [[1.02, 1, -0.3], [0.98, 1.01, 0.4], [0.6, 0.6002, 0.1], [0.1, 0.2, 0.5]],
                [[0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]],
            ),
        ),
    ],
    variant=_accuracy,
    mistakes=[
        Mistake(
            "counted",
            "The number of rows is given, not their share. Take the mean, not the sum.",
            total=lambda hits, k: np.sum(hits),
        ),
        Mistake(
            "in-percent",
            "It is a percentage. A share is a number from 0 to 1.",
            total=lambda hits, k: 100 * np.mean(hits),
        ),
        Mistake(
            "divided-by-k",
            "The count is divided by the number of classes. Divide it by the number of examples.",
            total=lambda hits, k: np.sum(hits) / k,
        ),
        _NOT_AVERAGED,
        Mistake(
            "all-or-nothing",
            "It is 1 if every row counts, else 0, as with `all`, `//` or `int`. The share of the"
            " rows is asked for: a mean.",
            total=lambda hits, k: np.all(hits),
        ),
        Mistake(
            "one-is-enough",
            "It is 1 as soon as one row counts. The share of the rows is asked for: a mean.",
            total=lambda hits, k: np.any(hits),
        ),
        Mistake(
            "counts-the-mistakes",
            "The rows that disagree are counted. Those that agree have `==`, not `!=`.",
            score=np.not_equal,
        ),
        Mistake(
            "positions-subtracted",
            "The distances between positions are taken, as if classes were amounts. They are"
            " names: equal or not.",
            score=lambda said, truth: np.abs(said - truth),
        ),
        Mistake(
            "first-row-not-counted",
            "The first row is not counted, although it is in the divisor: a loop begins at 0.",
            total=lambda hits, k: np.sum(hits[1:]) / len(hits),
        ),
        Mistake(
            "return-in-the-loop",
            "Only the first row is counted before it is divided by n: does the `return` stand"
            " inside the loop?",
            total=lambda hits, k: np.ravel(hits)[0] / len(hits),
        ),
        Mistake(
            "total-set-anew",
            "Only the last row is counted before it is divided by n: is the total set anew in the"
            " loop, in place of added to?",
            total=lambda hits, k: np.ravel(hits)[-1] / len(hits),
        ),
        Mistake(
            "last-row-not-counted",
            "The last row is not counted, although it is in the divisor: `range(n)` reaches all.",
            total=lambda hits, k: np.sum(hits[:-1]) / len(hits),
        ),
        Mistake(
            "axis-0",
            "The largest entry is searched down each column, among the examples. `argmax` needs"
            " `axis=1`.",
            said=lambda z: z.argmax(axis=0),
            truth=lambda t: t.argmax(axis=0),
        ),
        Mistake(
            "axis-0-of-the-logits",
            "Positions down the columns of the logits meet positions along the rows of `one_hot`,"
            " and their numbers differ. Both need `axis=1`.",
            said=lambda z: z.argmax(axis=0),
        ),
        Mistake(
            "no-axis",
            "Without an axis `argmax` finds one position in the whole table. With `axis=1` it"
            " finds one in each row.",
            said=np.argmax,
            truth=np.argmax,
        ),
        Mistake(
            "largest-of-the-table",
            "A row counts only if its truth has the largest logit of the whole table. The largest"
            " of each row is meant: `axis=1`.",
            lambda logits, one_hot: np.mean(logits[one_hot == 1] == logits.max()),
        ),
        Mistake(
            "positions-against-rows",
            "Positions, one for each example, are compared with rows of 0s and 1s. `one_hot` needs"
            " its `argmax` too.",
            truth=np.positive,
        ),
        Mistake(
            "compares-values",
            "No row ever counts, as when logits are compared with 0s and 1s. Compare the positions"
            " of the largest entries.",
            said=lambda z: z.max(axis=1),
            truth=lambda t: t.max(axis=1),
        ),
        Mistake(
            "smallest-logit",
            "The smallest logit of a row is taken as its answer. The answer is the largest.",
            said=lambda z: z.argmin(axis=1),
        ),
        Mistake(
            "second-largest",
            "The second largest logit of a row is taken as its answer. `np.argsort` sorts upwards,"
            " so the largest comes last; `argmax` finds it directly.",
            said=lambda z: z.argsort(axis=1)[:, -2],
        ),
        Mistake(
            "largest-size",
            "The logit farthest from 0 is taken as the answer. The sign counts: without `abs`.",
            said=lambda z: np.abs(z).argmax(axis=1),
        ),
        Mistake(
            "counted-from-1",
            "The positions of one side are counted from 1, those of the other from 0. `argmax` of"
            " both counts from 0.",
            said=lambda z: z.argmax(axis=1) + 1,
        ),
        Mistake(
            "counted-from-1-the-other-way",
            "The positions in `one_hot` are counted from 1, those in the logits from 0. `argmax`"
            " of both counts from 0.",
            truth=lambda t: t.argmax(axis=1) + 1,
        ),
        Mistake(
            "every-entry",
            "All entries of the table are compared, and most are 0 on both sides whatever the"
            " answer is. One answer counts for each row.",
            _entries_alike,
        ),
        Mistake(
            "threshold",
            "Each entry is compared with a threshold on its own, so a row may have several answers"
            " or none. The largest logit of a row is its only answer.",
            lambda logits, one_hot: np.mean((logits > 0) == one_hot),
        ),
        Mistake(
            "threshold-for-rows",
            "A row counts only if exactly one logit is above a threshold, and at the right place."
            " The largest logit is the answer, whatever its size.",
            lambda logits, one_hot: np.mean(((logits > 0) == one_hot).all(axis=1)),
        ),
        Mistake(
            "more-than-half",
            "An answer counts only if its probability is above one half. It is enough to be the"
            " largest.",
            lambda logits, one_hot: np.mean((_softmax(logits) * one_hot).sum(axis=1) > 0.5),
        ),
        Mistake(
            "more-than-half-by-entry",
            "All entries of the table are compared, probabilities above one half with the 1s. One"
            " answer counts for each row: the largest.",
            lambda logits, one_hot: np.mean((_softmax(logits) > 0.5) == one_hot),
        ),
        Mistake(
            "mean-probability",
            "The truth's probabilities are averaged, so a right answer counts in part. It counts"
            " in full as soon as its logit is the largest.",
            lambda logits, one_hot: np.mean((_softmax(logits) * one_hot).sum(axis=1)),
        ),
        Mistake(
            "mean-logit",
            "The truth's logits are averaged. Count in how many rows that logit is the largest.",
            lambda logits, one_hot: np.mean((logits * one_hot).sum(axis=1)),
        ),
        Mistake(
            "loss",
            "It is the loss, not the accuracy. Count in how many rows the truth has the largest"
            " logit.",
            training_loss,
        ),
        Mistake(
            "exp-of-minus-loss",
            "It is e to the power of minus the loss, a mean probability of a kind. Count in how"
            " many rows the truth has the largest logit.",
            lambda logits, one_hot: np.exp(-training_loss(logits, one_hot)),
        ),
        Mistake(
            "mean-over-classes",
            "A share for each class is averaged, so classes of few and of many examples weigh"
            " alike. Each row weighs the same.",
            _mean_over_classes,
        ),
        Mistake(
            "mean-over-answers",
            "A share for each predicted class is averaged: the mean precision. Each row weighs the"
            " same.",
            _share_by_class_said,
        ),
        Mistake(
            "among-two-largest",
            "The truth counts as found when its logit is the second largest. It must be the"
            " largest.",
            _among_two_largest,
        ),
    ],
)


def one_hot(labels, k):
    """One row for each label, with a 1 in the label's column and 0 elsewhere: shape (n, k)."""
    rows = np.zeros((len(labels), k))
    rows[np.arange(len(labels)), labels] = 1
    return rows


def _one_hot(
    labels,
    k,
    width=lambda labels, k: k,
    hit=lambda labels, columns: labels == columns,
    hot=1,
    cold=0,
    after=_as_is,
):
    columns = np.arange(width(labels, k))
    hot = labels[:, None] if hot is None else hot
    return after(np.where(hit(labels[:, None], columns), hot, cold))


def _only_classes_that_occur(labels, k):
    return (labels[:, None] == np.unique(labels)).astype(float)


def _rows_for_columns(labels, k):
    rows = np.zeros((len(labels), k))
    rows[labels] = 1
    return rows


def _row_and_column_swapped(labels, k):
    rows = np.zeros((len(labels), k))
    rows[labels, np.arange(len(labels))] = 1
    return rows


def _row_and_column_swapped_in_two_steps(labels, k):
    rows = np.zeros((len(labels), k))
    for i, label in enumerate(labels):
        rows[label][i] = 1  # another error than rows[label, i]
    return rows


def _identity_of_n(labels, k):
    return np.eye(len(labels))[labels]


ONE_HOT = Exercise(
    one_hot,
    why="Indexing with two arrays takes them in pairs: row 0 with the first label, row 1 with the"
    " second, and so on. The width is k, also where no label reaches k - 1. `np.eye(k)[labels]`"
    " does the same in one step: row c of the identity is the one-hot row of class c.",
    hints=[
        "The first case has the labels 2, 0, 0 and k = 4. How many rows has the result, and how"
        " many columns? Where does the 1 stand in each row?",
        "Which NumPy function makes a table of zeros of a given shape? How many entries of it must"
        " be set?",
        "What does indexing a table with two arrays select, one of row numbers and one of column"
        " numbers? Which row numbers belong to the labels?",
        "Or: what is row 2 of the identity, `np.eye`, and what does indexing it with several row"
        " numbers give?",
    ],
    probes=[
        (np.array([2, 0, 0]), 4),
        (np.array([1, 0, 2, 1, 1]), 3),
        (np.array([3, 0, 2, 3]), 6),
        (np.array([1, 5, 2, 5, 0, 5, 2, 1]), 7),
    ],
    edges=[
        Edge(
            "a single label",
            "There is one row, and its shape is (1, k).",
            (np.array([2]), 5),
        ),
        Edge(
            "labels that are all the same",
            "Each label has a row, and k alone says how wide it is.",
            (np.array([1, 1, 1, 1]), 3),
        ),
        Edge(
            "labels of an unsigned type",
            "Such labels cannot go below 0: compare or index, and do not subtract.",
            (np.array([0, 4, 1], dtype=np.uint8), 5),
        ),
        Edge(
            "the largest label, k - 1",
            "Columns are counted from 0 to k - 1, so there are k of them.",
            (np.array([3, 3]), 4),
        ),
    ],
    variant=_one_hot,
    mistakes=[
        Mistake(
            "width-from-the-largest-label",
            "The number of columns is taken from the largest label that occurs. The table has k"
            " columns, also if the last classes do not occur.",
            width=lambda labels, k: labels.max() + 1,
        ),
        Mistake(
            "width-from-the-classes-that-occur",
            "There are columns only for the classes that occur. Each of the k classes has one.",
            _only_classes_that_occur,
        ),
        Mistake(
            "width-k-plus-1",
            "There is a column too many. Labels from 0 to k - 1 need k columns.",
            width=lambda labels, k: k + 1,
        ),
        Mistake(
            "width-k-minus-1",
            "The last column is missing. Labels from 0 to k - 1 need k columns.",
            width=lambda labels, k: k - 1,
        ),
        Mistake(
            "width-n",
            "The table is as wide as there are labels. It has k columns.",
            width=lambda labels, k: len(labels),
        ),
        Mistake(
            "identity-of-n",
            "The rows are those of an identity of n rows and columns, one for each label: it needs"
            " k of them.",
            _identity_of_n,
        ),
        Mistake(
            "without-the-first-class",
            "The column of class 0 is missing, as in dummy coding. Every class has a column.",
            after=lambda rows: rows[:, 1:],
        ),
        Mistake(
            "counted-from-1",
            "Labels are taken to begin at 1: each 1 stands a column too far left, and that of"
            " label 0 is lost. Labels begin at 0, as columns do.",
            hit=lambda labels, columns: labels == columns + 1,
        ),
        Mistake(
            "counted-from-1-and-round",
            "Each 1 stands a column too far left, and that of label 0 in the last column, which is"
            " what index -1 means. Labels begin at 0, as columns do.",
            lambda labels, k: np.eye(k)[labels.astype(int) - 1],
        ),
        Mistake(
            "a-column-too-far-right",
            "Each 1 stands a column too far right. Labels begin at 0, as columns do.",
            hit=lambda labels, columns: labels + 1 == columns,
        ),
        Mistake(
            "one-label-too-many",
            "The index of label k - 1 is beyond the last column, since 1 is added to each label."
            " Labels begin at 0, as columns do.",
            lambda labels, k: np.eye(k)[labels.astype(int) + 1],
        ),
        Mistake(
            "a-column-too-far-right-and-round",
            "Each 1 stands a column too far right, and that of the last class in the first column."
            " Labels begin at 0, as columns do.",
            lambda labels, k: np.roll(one_hot(labels, k), 1, axis=1),
        ),
        Mistake(
            "columns-reversed",
            "The columns are in reverse order. Class 0 has the first one.",
            hit=lambda labels, columns: labels == columns[::-1],
        ),
        Mistake(
            "ones-up-to-the-label",
            "There are 1s in all columns up to the label's. Only the label's own has one.",
            hit=lambda labels, columns: columns <= labels,
        ),
        Mistake(
            "ones-below-the-label",
            "There are 1s in the columns before the label's, and none in its own. It is the other"
            " way round.",
            hit=lambda labels, columns: columns < labels,
        ),
        Mistake(
            "ones-from-the-label",
            "There are 1s in all columns from the label's on. Only the label's own has one.",
            hit=lambda labels, columns: columns >= labels,
        ),
        Mistake(
            "inverted",
            "The 0s and 1s have changed places. A 1 marks the label's column.",
            hit=lambda labels, columns: labels != columns,
        ),
        Mistake(
            "label-in-place-of-1",
            "The label itself is entered as a number. The entry is 1, its column says which class.",
            hot=None,
        ),
        Mistake(
            "minus-1-for-0",
            "The other classes are marked by -1. They have 0.",
            cold=-1,
        ),
        Mistake(
            "transposed",
            "There is a column for each label. Each label has a row: shape (n, k).",
            after=np.transpose,
        ),
        Mistake(
            "flattened",
            "All rows stand in one long array. Each label has a row of its own: shape (n, k).",
            after=np.ravel,
        ),
        Mistake(
            "counted",
            "The rows are added up: it is how often each label occurs. Each label keeps its own"
            " row.",
            after=lambda rows: rows.sum(axis=0),
        ),
        Mistake(
            "one-row-for-all",
            "There is one row for all labels. Each label has a row of its own: shape (n, k).",
            after=lambda rows: rows.max(axis=0),
        ),
        Mistake(
            "only-the-last-label",
            "There is one row, the last label's. Each label has a row of its own: shape (n, k).",
            after=lambda rows: rows[-1],
        ),
        Mistake(
            "all-labels-in-every-row",
            "Every row has the 1s of all labels. Each row gets the 1 of its own label, in pairs of"
            " row number and label.",
            after=lambda rows: 0 * rows + rows.max(axis=0),
        ),
        Mistake(
            "row-and-column-swapped",
            "Row and column have changed places: the label is the column, its position is the row."
            " `rows[i, labels[i]] = 1`.",
            _row_and_column_swapped,
        ),
        Mistake(
            "row-and-column-swapped-in-two-steps",
            "Row and column have changed places: the label is the column, its position is the row."
            " `rows[i][labels[i]] = 1`.",
            _row_and_column_swapped_in_two_steps,
        ),
        Mistake(
            "rows-in-place-of-entries",
            "The labels are used as row numbers, and whole rows are set to 1. They are column"
            " numbers, one for each row.",
            _rows_for_columns,
        ),
        Mistake(
            "diagonal",
            "The 1s stand on the diagonal, whatever the labels are. Row i has its 1 in column"
            " `labels[i]`.",
            lambda labels, k: np.eye(len(labels), k),
        ),
        Mistake(
            "first-columns-in-order",
            "The rows are taken from the identity in order, whatever the labels are, and begin"
            " again after k. Row i has its 1 in column `labels[i]`.",
            lambda labels, k: np.eye(k)[np.arange(len(labels)) % k],
        ),
        Mistake(
            "no-1-at-all",
            "All entries are 0: the 1s are never entered, or only in a copy. Row i has its 1 in"
            " column `labels[i]`.",
            lambda labels, k: np.zeros((len(labels), k)),
        ),
        Mistake(
            "only-the-first-row-set",
            "The first row alone has its 1: does a `return` stand inside the loop?",
            after=lambda rows: np.where(np.arange(len(rows))[:, None] == 0, rows, 0),
        ),
        Mistake(
            "last-row-not-set",
            "The last row has no 1: `range(n)` reaches all rows.",
            after=lambda rows: np.where(np.arange(len(rows))[:, None] == len(rows) - 1, 0, rows),
        ),
        Mistake(
            "first-row-not-set",
            "The first row has no 1: a loop begins at 0.",
            after=lambda rows: np.where(np.arange(len(rows))[:, None] == 0, 0, rows),
        ),
        Mistake(
            "identity-returned",
            "It is the identity of k rows and columns, whatever the labels are. Each label picks a"
            " row of it.",
            lambda labels, k: np.eye(k),
        ),
        Mistake(
            "labels-returned",
            "The labels come back as they are. Each becomes a row of k numbers.",
            lambda labels, k: labels,
        ),
        Mistake(
            "divided-by-n",
            "Each 1 is divided by the number of labels. The entry is 1.",
            lambda labels, k: np.eye(k)[labels.astype(int)] / len(labels),
        ),
    ],
)


def scale_images(images):
    """The images, an array of unsigned 8-bit integers from 0 to 255, as floats in [0, 1]."""
    return images.astype(float) / 255


def _scale_images(
    images, cast=lambda v: v.astype(float), divisor=lambda v: 255, center=lambda v: 0, after=_as_is
):
    values = cast(images)
    return after((values - center(values)) / divisor(values))


def _pixels(*rows):
    return np.array(rows, dtype=np.uint8)


def _in_place(images):
    images /= 255
    return images


SCALE_IMAGES = Exercise(
    scale_images,
    why="Floats come before any arithmetic, since an unsigned 8-bit integer holds neither 0.2 nor"
    " 256. The largest value that a pixel can have is 255, so that is the divisor. Not the largest"
    " of the array: the same grey would become another number among paler images.",
    hints=[
        "In the first case one pixel is 51, a fifth of the largest value that a pixel can have."
        " What should become of it, and what of 102 and 0?",
        "An unsigned 8-bit integer holds whole numbers from 0 to 255. What becomes of 0.2 in it,"
        " or of 256? In which type should the arithmetic happen?",
        "Which pixel value must become exactly 1? Does it depend on the images that are given?",
    ],
    probes=[
        (_pixels([0, 51, 102], [153, 204, 0]),),
        (_pixels([17, 130, 201, 88, 39], [62, 145, 7, 229, 180], [96, 211, 54, 119, 33]),),
        (_pixels([255, 3, 77, 140], [21, 168, 0, 90], [64, 199, 128, 127], [250, 1, 112, 222]),),
    ],
    edges=[
        Edge(
            "black images",
            "All pixels are 0 and stay 0. The divisor is 255, not a property of the images.",
            (_pixels([0, 0], [0, 0], [0, 0]),),
        ),
        Edge(
            "a single row of pixels",
            "The division works entry by entry, on arrays of any shape.",
            (_pixels(12, 255, 90, 133),),
        ),
        Edge(
            "images with rows and columns",
            "The division works entry by entry, and the shape stays.",
            (np.arange(0, 240, 20, dtype=np.uint8).reshape(2, 3, 2),),
        ),
    ],
    variant=_scale_images,
    mistakes=[
        Mistake(
            "divided-by-256",
            "The divisor is 256, so that the brightest pixel does not reach 1. The largest value"
            " of a pixel is 255.",
            divisor=lambda v: 256,
        ),
        Mistake(
            "divided-by-254",
            "The divisor is 254, so that the brightest pixel comes above 1. The largest value of a"
            " pixel is 255.",
            divisor=lambda v: 254,
        ),
        Mistake(
            "divided-by-128",
            "The divisor is 128, half the number of values. The largest value of a pixel is 255.",
            divisor=lambda v: 128,
        ),
        Mistake(
            "divided-by-127",
            "The divisor is 127, the largest signed 8-bit integer. Pixels are unsigned and go up"
            " to 255.",
            divisor=lambda v: 127,
        ),
        Mistake(
            "divided-by-127-5",
            "The divisor is 127.5, half the range. Without the half, 255 becomes 1.",
            divisor=lambda v: 127.5,
        ),
        Mistake(
            "divided-by-100",
            "The divisor is 100. The largest value of a pixel is 255.",
            divisor=lambda v: 100,
        ),
        Mistake(
            "divided-by-the-largest",
            "The divisor is the largest pixel that occurs, so one grey becomes different numbers"
            " in different images. It is 255 for all.",
            divisor=np.max,
        ),
        Mistake(
            "divided-by-the-largest-of-each-row",
            "Each row is divided by its own largest pixel, so one grey becomes different numbers."
            " The divisor is 255 for all.",
            divisor=lambda v: v.max(axis=-1, keepdims=True),
        ),
        Mistake(
            "divided-by-the-largest-of-each-column",
            "Each column is divided by its own largest pixel, so one grey becomes different"
            " numbers. The divisor is 255 for all.",
            divisor=lambda v: v.max(axis=0),
        ),
        Mistake(
            "divided-by-the-sum",
            "The pixels are divided by their sum, so they add up to 1. The divisor is 255,"
            " whatever the images hold.",
            divisor=np.sum,
        ),
        Mistake(
            "divided-by-the-sum-of-each-row",
            "Each row is divided by its sum, so it adds up to 1. The divisor is 255, whatever the"
            " images hold.",
            divisor=lambda v: v.sum(axis=-1, keepdims=True),
        ),
        Mistake(
            "divided-by-the-mean",
            "The pixels are divided by their mean, so their mean is 1. The divisor is 255,"
            " whatever the images hold.",
            divisor=np.mean,
        ),
        Mistake(
            "divided-by-the-length",
            "The rows are divided by their length, a root of a sum of squares. The divisor is 255,"
            " whatever the images hold.",
            divisor=lambda v: np.linalg.norm(v, axis=-1, keepdims=True),
        ),
        Mistake(
            "divided-by-the-number-of-pixels",
            "The divisor is the number of pixels. How large a pixel can be does not depend on"
            " that: it is 255.",
            divisor=np.size,
        ),
        Mistake(
            "divided-by-784",
            "The divisor is 784, the number of pixels in an image. How large a pixel can be does"
            " not depend on that: it is 255.",
            divisor=lambda v: 784,
        ),
        Mistake(
            "divided-twice",
            "The division by 255 happens twice. Once brings the largest value to 1.",
            divisor=lambda v: 255**2,
        ),
        Mistake(
            "not-scaled",
            "The pixels keep their values. Divide by the largest value that a pixel can have, 255.",
            divisor=lambda v: 1,
        ),
        Mistake(
            "multiplied-by-255",
            "The pixels are multiplied by 255. Divide by it.",
            divisor=lambda v: 1 / 255,
        ),
        Mistake(
            "multiplied-by-255-and-round",
            "Each pixel p above 0 becomes 256 - p, as when it is multiplied by 255 and within 8"
            " bits the numbers start again from 0. Divide, and in floats.",
            cast=lambda v: (v.astype(np.uint8) * np.uint8(255)).astype(float),
            divisor=lambda v: 1,
        ),
        Mistake(
            "smallest-subtracted",
            "The smallest pixel that occurs is subtracted. 0 stays 0, and nothing is subtracted.",
            center=np.min,
        ),
        Mistake(
            "smallest-to-largest",
            "The smallest pixel that occurs becomes 0 and the largest 1, so one grey becomes"
            " different numbers in different images. The divisor is 255 for all.",
            lambda images: (images - images.min()) / np.ptp(images.astype(float)),
        ),
        Mistake(
            "mean-subtracted",
            "The mean is subtracted. 0 stays 0, and nothing is subtracted.",
            center=np.mean,
        ),
        Mistake(
            "standardized",
            "The pixels have mean 0 and deviation 1, so many are negative. From 0 to 1 is asked"
            " for: divide by 255 alone.",
            center=np.mean,
            divisor=np.std,
        ),
        Mistake(
            "from-minus-1-to-1",
            "The range is -1 to 1. From 0 to 1 is asked for: divide by 255 alone.",
            after=lambda v: 2 * v - 1,
        ),
        Mistake(
            "centred-at-0",
            "The range is -1/2 to 1/2. From 0 to 1 is asked for: nothing is subtracted.",
            after=lambda v: v - 0.5,
        ),
        Mistake(
            "counted-from-1",
            "The pixels are counted from 1 to 256, so that 0 does not stay 0. Divide by 255 alone.",
            center=lambda v: -1,
            divisor=lambda v: 256,
        ),
        Mistake(
            "counted-from-1-and-round",
            "The pixels are counted from 1 to 256, and 255 plus 1 begins again at 0 in 8 bits."
            " Divide by 255 alone.",
            lambda images: (images + np.uint8(1)) / 256,
        ),
        Mistake(
            "inverted",
            "Black and white have changed places. 0 stays 0, and 255 becomes 1.",
            after=lambda v: 1 - v,
        ),
        Mistake(
            "integer-division",
            "Only whole numbers are left. `/` keeps what `//` and a cast back to whole numbers cut"
            " off.",
            after=np.floor,
        ),
        Mistake(
            "all-black",
            "Every pixel becomes 0, as when what stands after the point is cut off. Turn the"
            " pixels into floats first, and divide with `/`.",
            lambda images: np.zeros(images.shape),
        ),
        Mistake(
            "thresholded",
            "Each pixel becomes 0 or 1, the nearer one. All greys between stay: `/`, without"
            " rounding.",
            after=lambda v: (v > 0.5).astype(float),
        ),
        Mistake(
            "clipped",
            "Every pixel above 0 becomes 1. Divide by 255, so that the greys stay apart.",
            after=lambda v: (v > 0).astype(float),
        ),
        Mistake(
            "flattened",
            "All pixels stand in one long array. The shape stays as it was.",
            after=np.ravel,
        ),
        Mistake(
            "one-row-for-each-image",
            "The rows and columns of an image become one row. The shape stays as it was.",
            after=lambda v: v.reshape(len(v), -1) if v.ndim > 2 else v,
        ),
        Mistake(
            "signed-bytes",
            "Pixels from 128 on are read as negative numbers. They do not fit into a signed 8-bit"
            " integer: turn them into floats.",
            cast=lambda v: v.astype(np.int8).astype(float),
        ),
        Mistake(
            "uint8-wraps",
            "Pixels from 128 on come out too small: their double does not fit into 8 bits and"
            " begins again at 0. Turn them into floats first.",
            cast=lambda v: (v.astype(np.uint8) * np.uint8(2)) / 2,
        ),
        Mistake(
            "uint8-wraps-around-the-centre",
            "Pixels below 128 come out larger than the others: what is below 0 begins again at 255"
            " in unsigned integers. Turn them into floats first; and nothing is subtracted here.",
            cast=lambda v: (v.astype(np.uint8) - np.uint8(128)).astype(float),
        ),
        Mistake(
            "largest-plus-1",
            "The divisor is the largest pixel that occurs plus 1, and for 255 that begins again at"
            " 0 in 8 bits. It is 255 for all.",
            lambda images: images / (images.max() + np.uint8(1)),
        ),
        Mistake(
            "divided-in-place",
            "`/=` puts the quotients into the array of whole numbers, which cannot hold them. Make"
            " a new array of floats.",
            _in_place,
        ),
        Mistake(
            "halves-of-a-float",
            "The numbers have only about three digits: 16 bits are too few. `astype(float)` has"
            " 64.",
            lambda images: images.astype(np.float16) / np.float16(255),
        ),
    ],
)


def minibatches(x, t, size, rng):
    """One epoch: a list of pairs (x, t) of size examples, in an order that rng draws."""
    order = rng.permutation(len(x))
    parts = [order[start : start + size] for start in range(0, len(x), size)]
    return [(x[part], t[part]) for part in parts]


MOST_BATCHES = 100  # that are read: a generator may never end


def _read_batches(result, x, t):
    """The batches as pairs of arrays, and whether t came before x."""
    wanted = _("{got}, where a list of pairs (x, t) is asked for")
    try:
        iterator = iter(result)
    except TypeError:
        raise Unreadable(wanted.format(got=object_text(result))) from None
    result = list(itertools.islice(iterator, MOST_BATCHES))
    if not result:
        raise Unreadable(wanted.format(got=_("no batch at all")))
    if len(result) == 2:
        first = result[0]
        if isinstance(first, np.ndarray) and first.shape[1:] == x.shape[1:]:
            raise Unreadable(wanted.format(got=_("one pair (x, t)")))
        if isinstance(first, list | tuple) and len(first) != 2:
            raise Unreadable(wanted.format(got=_("two lists, one of x and one of t")))
    batches, swapped = [], False
    for batch in result:
        empty = isinstance(batch, np.ndarray) and not batch.ndim
        if empty or not isinstance(batch, list | tuple | np.ndarray) or len(batch) != 2:
            raise Unreadable(wanted.format(got=_("parts that are no pairs")))
        left, right = (_array(part, wanted, _("a pair with {got}")) for part in batch)
        if left.ndim and left.shape[1:] == t.shape[1:] and right.shape[1:] == x.shape[1:]:
            left, right, swapped = right, left, True
        elif not (left.ndim and right.ndim) or (left.shape[1:], right.shape[1:]) != (
            x.shape[1:],
            t.shape[1:],
        ):
            got = _("a pair of shapes {left} and {right}, which are no rows of x and of t")
            raise Unreadable(got.format(left=left.shape, right=right.shape))
        batches.append((left, right))
    return batches, swapped


def _observe_minibatches(function, x, t, size, rng):
    given = x.copy(), t.copy()
    start, first = copy.deepcopy(rng), function(x, t, size, rng)
    if first is None or first is ...:
        return first
    # epochs in a row, each but the first on copies; the fourth is from the first one's state
    read = [_read_batches(first, *given)]
    for generator in (rng, rng, start, *[rng] * 5):
        read.append(_read_batches(function(*copy.deepcopy(given), size, generator), *given))
    xs = [np.concatenate([np.empty((0, *x.shape[1:])), *(a for a, _ in e)]) for e, _ in read]
    ts = [np.concatenate([np.empty((0, *t.shape[1:])), *(b for _, b in e)]) for e, _ in read]
    epochs, n = read[:3], len(x)

    def places(rows, among):
        """The position of each row among the given ones; -1 where it is none of them."""
        width = among[0].size
        equal = close(rows.reshape(len(rows), 1, width), among.reshape(1, n, width)).all(axis=2)
        return np.where(equal.any(axis=1), equal.argmax(axis=1), -1)

    orders = [places(rows, given[0]) for rows in xs]
    alike = all(len(a) == len(b) for e, _ in epochs for a, b in e)
    sizes = [len(a) for a, _ in epochs[0][0]]
    steps = [np.diff(order) % n for order in orders]
    followers = [max(np.sum(step == 1), np.sum(step == n - 1)) for step in steps]
    parted = any(3 * count < 2 * len(step) for count, step in zip(followers, steps, strict=True))
    held = [
        [np.sort(part) for part in np.split(order, np.cumsum([len(a) for a, _ in e])[:-1])]
        for order, (e, _) in zip(orders, read, strict=True)
    ]
    moved = any(
        part.size and not np.array_equal(part, np.arange(i * size, i * size + len(part)))
        for parts in held[:3]
        for i, part in enumerate(parts)
    )

    def seldom_meet(group):
        """Whether hardly any two examples in a batch are of different groups."""
        pairs = [len(part) * (len(part) - 1) / 2 for parts in held for part in parts]
        mixed = [np.sum(group[part]) * np.sum(~group[part]) for parts in held for part in parts]
        expected = np.sum(pairs) * np.sum(group) * np.sum(~group) / max(n * (n - 1) / 2, 1)
        return 4 * np.sum(mixed) < expected

    def new_order(seen, old):
        return any(len(rows) > n or not close(rows, old[: len(rows)]).all() for rows in seen[:3])

    found = {
        "number of batches": len(sizes),
        "number of batches in the next epoch": len(epochs[1][0]),
        "batch sizes": sorted(sizes, reverse=True),
        "as many x as t": alike,
        "x before t": not any(swapped for _, swapped in read),
        "rows of x unchanged": all((order >= 0).all() for order in orders),
        "entries of t unchanged": all((places(rows, given[1]) >= 0).all() for rows in ts),
        "each example once": all(
            np.array_equal(np.sort(order), np.arange(n)) for order in orders[:3]
        ),
        "pairs intact": alike
        and all(
            (order >= 0).all() and close(rows, given[1][order]).all()
            for order, rows in zip(orders[:3], ts, strict=False)
        ),
        "x in a new order": new_order(xs, given[0]),
        "t in a new order": new_order(ts, given[1]),
        "neighbours parted": parted,
        "examples moved to other batches": moved,
        "any two examples can meet in one batch": not any(
            seldom_meet(group) for group in (np.arange(n) < n // 2, np.arange(n) % 2 == 0)
        ),
        # batches that are shuffled whole have it anywhere, which is not what to mend first
        "short batch last": not parted or sizes == sorted(sizes, reverse=True),
        "another order in the next epoch": any(
            not np.array_equal(order, orders[0]) for order in orders[1:3]
        ),
        "the same batches from the same state of rng": np.array_equal(xs[3], xs[0])
        and np.array_equal(ts[3], ts[0]),
        "inputs left as they were": np.array_equal(x, given[0]) and np.array_equal(t, given[1]),
    }
    return {name: np.array(value, dtype=float) for name, value in found.items()}


def _one_order(n, size, rng):
    order = rng.permutation(n)
    return order, order


def _cut(n, size):
    return [slice(start, start + size) for start in range(0, n, size)]


def _in_parts(count):
    return lambda n, size: np.array_split(np.arange(n), count(n, size))


def _slices(first=lambda n, size: 0, stop=lambda n, size: n, step=None, length=lambda size: size):
    return lambda n, size: [
        slice(start, start + length(size))
        for start in range(first(n, size), stop(n, size), step or size)
    ]


def _short_first(n, size):
    short = n % size
    return [slice(0, short)] * (short > 0) + [
        slice(start, start + size) for start in range(short, n, size)
    ]


def _in_halves(n, size, rng):
    order = np.concatenate([rng.permutation(n // 2), n // 2 + rng.permutation(n - n // 2)])
    return order, order


def _within_batches(n, size, rng):
    order = np.concatenate([rng.permutation(np.arange(n)[part]) for part in _cut(n, size)])
    return order, order


def _minibatches(
    x,
    t,
    size,
    rng,
    orders=_one_order,
    cut=_cut,
    pair=lambda a, b: (a, b),
    after=_as_is,
    in_place=False,
):
    order_x, order_t = orders(len(x), size, rng)
    new_x, new_t = x[order_x], t[order_t]
    if in_place:
        x[:], t[:] = new_x, new_t
    parts = cut(len(x), size)
    return after([pair(new_x[part], new_t[part]) for part in parts], rng)


def _same_for_both(draw):
    def orders(n, size, rng):
        order = draw(n, rng)
        return order, order

    return orders


def _each_batch_drawn_anew(x, t, size, rng):
    size = min(size, len(x))
    drawn = [rng.choice(len(x), size, replace=False) for _ in _cut(len(x), size)]
    return [(x[part], t[part]) for part in drawn]


def _endless(x, t, size, rng):
    while True:
        yield from minibatches(x, t, size, rng)


def _all_of_t(x, t, size, rng):
    order = rng.permutation(len(x))
    return [(x[order[part]], t[order]) for part in _cut(len(x), size)]


def _numbered(n, scale=1.0, width=1):
    """n rows of x, and n targets that name them."""
    x = 1.1 + np.arange(n * width).reshape(n, width)
    return scale * x, 10.1 + 10 * np.arange(n)


MINIBATCHES = Exercise(
    minibatches,
    why="One permutation orders both: a row of `x` and its entry of `t` have the same number, so"
    " they stay together. Slices of `size` numbers cut it up, and the last one is as long as what"
    " is left. `rng` is asked in every epoch, so each has a new order, and the same state of `rng`"
    " gives it again.",
    hints=[
        "The first case has 7 examples and size 3. How many batches are there, and how many"
        " examples are in each of them?",
        "`x` and `t` are two arrays, but an example is one thing. Which one array could be"
        " shuffled so that both can follow it?",
        "What does `x[[4, 0, 2]]` give? Where do such numbers come from in a new order, each of"
        " them once, and drawn by `rng`?",
        "At which numbers do the slices of an epoch begin? What does a slice give that reaches"
        " beyond the end?",
    ],
    probes=[
        (*_numbered(7), 3, np.random.default_rng(0)),
        (*_numbered(12, 0.5, 3), 4, np.random.default_rng(1)),
        (*_numbered(23, 0.25, 2), 6, np.random.default_rng(2)),
    ],
    edges=[
        Edge(
            "a size larger than the number of examples",
            "There is one batch, with all of them.",
            (*_numbered(8), 20, np.random.default_rng(3)),
        ),
        Edge(
            "batches of one example",
            "Each pair keeps its first axis: one row of `x`, one entry of `t`.",
            (*_numbered(9, 0.5, 2), 1, np.random.default_rng(4)),
        ),
        Edge(
            "one-hot rows as t",
            "`t` may have columns as well: take whole rows of both.",
            (
                _numbered(10, 0.5, 2)[0],
                np.eye(3)[[0, 2, 1, 1, 0, 2, 2, 0, 1, 2]],
                4,
                np.random.default_rng(5),
            ),
        ),
        Edge(
            "images with rows and columns as x",
            "`x` may have any number of axes: the first one counts the examples.",
            (
                _numbered(9, 0.5, 6)[0].reshape(9, 2, 3),
                _numbered(9)[1],
                5,
                np.random.default_rng(6),
            ),
        ),
        Edge(
            "a single example",
            "There is one batch with one example.",
            (*_numbered(1), 3, np.random.default_rng(7)),
        ),
    ],
    variant=_minibatches,
    observe=_observe_minibatches,
    mistakes=[
        Mistake(
            "not-shuffled",
            "The examples keep the given order, in which a file may be sorted. Draw a new order"
            " from `rng`.",
            orders=lambda n, size, rng: (np.arange(n), np.arange(n)),
        ),
        Mistake(
            "shuffled-apart",
            "`x` and `t` are shuffled, but each for itself: the inputs lose their targets. One"
            " order serves both.",
            orders=lambda n, size, rng: (rng.permutation(n), rng.permutation(n)),
        ),
        Mistake(
            "only-x-shuffled",
            "`x` is shuffled and `t` is not: the inputs lose their targets. One order serves both.",
            orders=lambda n, size, rng: (rng.permutation(n), np.arange(n)),
        ),
        Mistake(
            "only-t-shuffled",
            "`t` is shuffled and `x` is not: the inputs lose their targets. One order serves both.",
            orders=lambda n, size, rng: (np.arange(n), rng.permutation(n)),
        ),
        Mistake(
            "with-replacement",
            "Some examples come twice and others never, as in draws with replacement. A"
            " permutation has each once.",
            orders=_same_for_both(lambda n, rng: rng.integers(0, n, n)),
        ),
        Mistake(
            "each-batch-drawn-anew",
            "Some examples come twice and others never, and every batch is full, as when each one"
            " is drawn from all examples anew. Cut one permutation into parts.",
            _each_batch_drawn_anew,
        ),
        Mistake(
            "same-order-every-epoch",
            "The next epoch has the same order again, although the generator has moved on. Draw"
            " from `rng` itself: no seed, no copy.",
            orders=_same_for_both(lambda n, rng: np.random.default_rng(0).permutation(n)),
        ),
        Mistake(
            "rng-not-used",
            "The same state of `rng` gives other batches, so the order is drawn elsewhere. Draw"
            " from `rng`, and nothing from `np.random` or `random`.",
            orders=_same_for_both(lambda n, rng: np.random.default_rng().permutation(n)),
        ),
        Mistake(
            "reversed",
            "The given order is turned round, in every epoch alike. Draw a new one from `rng`.",
            orders=_same_for_both(lambda n, rng: np.arange(n)[::-1]),
        ),
        Mistake(
            "whole-batches-shuffled",
            "Most examples stand beside their neighbours in the given order, as when whole batches"
            " change places. Shuffle the examples, then cut.",
            orders=lambda n, size, rng: (np.arange(n), np.arange(n)),
            after=lambda batches, rng: [batches[i] for i in rng.permutation(len(batches))],
        ),
        Mistake(
            "shuffled-within-batches",
            "The examples change places within a batch only: which ones are together stays the"
            " same. Shuffle first, then cut.",
            orders=_within_batches,
        ),
        Mistake(
            "shuffled-in-parts",
            "Some examples hardly ever meet others in a batch, as when the first and the second"
            " half are shuffled apart. Draw one order of all.",
            orders=_in_halves,
        ),
        Mistake(
            "last-batch-dropped",
            "The short last batch is lost, and its examples with it. A slice may reach beyond the"
            " end.",
            cut=_slices(stop=lambda n, size: n - size + 1),
        ),
        Mistake(
            "last-batch-always-dropped",
            "The last batch is missing, also where it would be full. The starts of the slices go"
            " up to the number of examples.",
            cut=lambda n, size: _cut(n, size)[:-1],
        ),
        Mistake(
            "first-batch-dropped",
            "A batch is missing at the beginning. The first slice starts at 0.",
            cut=lambda n, size: [slice(size, 2 * size)] * 0 + _cut(n, size)[1:],
        ),
        Mistake(
            "one-example-lost",
            "One example is lost, at the beginning or the end of the order. The slices go from 0"
            " up to the number of examples.",
            cut=_slices(first=lambda n, size: 1),
        ),
        Mistake(
            "last-start-missing",
            "A last batch of a single example is lost: the starts stop one too early. They go up"
            " to the number of examples.",
            cut=_slices(stop=lambda n, size: n - 1),
        ),
        Mistake(
            "empty-batch",
            "An empty batch follows where the examples fill all batches. The starts stop before"
            " the number of examples.",
            cut=_slices(stop=lambda n, size: n + 1),
        ),
        Mistake(
            "one-less-in-each-batch",
            "Each batch has one example less than `size`, which is lost. The end of a slice is not"
            " part of it: no - 1.",
            cut=_slices(length=lambda size: size - 1),
        ),
        Mistake(
            "one-more-in-each-batch",
            "Each batch has one example more than `size`, which the next batch has again. The end"
            " of a slice is not part of it: no + 1.",
            cut=_slices(length=lambda size: size + 1),
        ),
        Mistake(
            "a-batch-from-every-example",
            "A batch begins at every example, so that most come several times. The starts are"
            " `size` apart.",
            cut=_slices(step=1),
        ),
        Mistake(
            "equal-parts",
            "The batches are made as equal as possible. Each has `size` examples, and the last"
            " what is left.",
            cut=_in_parts(lambda n, size: -(-n // size)),
        ),
        Mistake(
            "size-as-the-number-of-batches",
            "There are `size` batches. `size` is the number of examples in one.",
            cut=_in_parts(lambda n, size: size),
        ),
        Mistake(
            "last-batch-filled-up",
            "The last batch is filled up with examples that were there already. It may be short,"
            " and each example comes once.",
            cut=lambda n, size: [np.arange(s, s + size) % n for s in range(0, n, size)],
        ),
        Mistake(
            "rest-in-the-last-batch",
            "The rest is put into the last full batch, which becomes too large. It is a batch of"
            " its own.",
            cut=lambda n, size: (
                _cut(n, size)
                if n % size == 0 or n < size
                else [*_cut(n, size)[:-2], slice(n - n % size - size, n)]
            ),
        ),
        Mistake(
            "short-batch-first",
            "The short batch is not the last one. Cut full batches from the beginning, and leave"
            " the rest for the end.",
            cut=_short_first,
        ),
        Mistake(
            "only-the-first-batch",
            "There is one batch, and the others are missing: does a `return` stand inside the"
            " loop?",
            cut=lambda n, size: _cut(n, size)[:1],
        ),
        Mistake(
            "all-in-one-batch",
            "All examples are in one batch. Cut the order into slices of `size`.",
            cut=lambda n, size: [slice(0, n)],
        ),
        Mistake(
            "one-example-each",
            "Each batch has one example. Cut the order into slices of `size`.",
            cut=lambda n, size: _cut(n, 1),
        ),
        Mistake(
            "t-before-x",
            "`t` stands before `x` in the pairs. `x` comes first.",
            pair=lambda a, b: (b, a),
        ),
        Mistake(
            "t-not-cut-as-x",
            "A batch has more of `t` than of `x`, or less, as when `t` is not cut at all. Take the"
            " entries that belong to its rows of `x`.",
            _all_of_t,
        ),
        Mistake(
            "changes-its-input",
            "The given arrays are shuffled in place, so the caller's data change as well. Index"
            " with an order: that makes new arrays.",
            in_place=True,
        ),
        Mistake(
            "never-stops",
            "It goes on after the epoch's last batch. One epoch is asked for, each example once.",
            _endless,
        ),
        Mistake(
            "no-batch",
            "There is no batch: is one appended to the list in the loop?",
            after=lambda batches, rng: [],
        ),
    ],
)


def init_weights(n_in, n_out, rng):
    """Random first weights, shape (n_in, n_out), with mean 0 and the deviation found by He."""
    return rng.normal(0, np.sqrt(2 / n_in), size=(n_in, n_out))


def _in_order(weights):
    """Whether the place of a weight tells something of its size, or of its sign."""
    if weights.ndim != 2 or not weights.size or not weights.var() > 0:
        return False
    for numbers in (weights, np.abs(weights)):
        for axis in (0, 1):  # by chance the means of columns, or rows, have this variance
            by_chance = numbers.var() / numbers.shape[axis]
            if numbers.mean(axis=axis).var() > 4 * by_chance:
                return True
    alike = np.mean((weights[:, 1:] < 0) == (weights[:, :-1] < 0))
    return bool(abs(alike - 0.5) > 0.1)


def _observe_init_weights(function, n_in, n_out, rng):
    start, first = copy.deepcopy(rng), function(n_in, n_out, rng)
    if first is None or first is ...:
        return first
    drawn = [first, function(n_in, n_out, rng), function(n_in, n_out, start)]
    wanted = _("{got}, where one array of numbers is asked for")
    first, following, again = (_array(weights, wanted) for weights in drawn)
    if not first.ndim:  # what one draw gives says nothing of the others
        return {"shape": np.zeros(0)}
    entries = first.ravel()[:20_000]
    mean, deviation = float(entries.mean()), float(entries.std())
    # what was drawn at random is told with as many digits as hold for every draw
    different = round(len(np.unique(entries)) / max(entries.size, 1), 1)
    mean = round(mean / deviation, 1) * deviation if deviation > 1e-12 * abs(mean) else mean
    negative = round(float(np.mean(entries < 0)), 1)
    if different < 0.3 and entries.any():  # a few numbers many times say no more than that
        different, mean, deviation, negative = 0.0, np.nan, np.nan, np.nan
    found = {
        "shape": first.shape,
        "every weight finite": np.isfinite(first).all(),
        "share of different numbers": different,
        "number on average": float(f"{mean + 0.0:.3g}"),
        "deviation of the numbers": float(f"{deviation:.3g}"),
        "share of negative numbers": negative,
        "weights in no order": not _in_order(first),
        "the same weights from the same state of rng": np.array_equal(first, again),
        "other weights from the next call": not np.array_equal(first, following),
    }
    return {name: np.array(value, dtype=float) for name, value in found.items()}


def _init_weights(
    n_in,
    n_out,
    rng,
    scale=lambda n_in, n_out: np.sqrt(2 / n_in),
    draw=lambda rng, shape: rng.standard_normal(shape),
    source=_as_is,
    shape=lambda n_in, n_out: (n_in, n_out),
    after=_as_is,
):
    return after(scale(n_in, n_out) * draw(source(rng), shape(n_in, n_out)))


def _scale_as_mean(n_in, n_out, rng):
    return rng.normal(np.sqrt(2 / n_in), size=(n_in, n_out))


INIT_WEIGHTS = Exercise(
    init_weights,
    why="Each unit adds up `n_in` products, so the variances of `n_in` of them add up as well."
    " With the variance 2/n_in for a weight, ReLU's halving is made good, and values neither grow"
    " nor fade from layer to layer. The deviation is the root of the variance. Random numbers make"
    " the units differ: with equal weights they would have equal slopes, and stay equal.",
    hints=[
        "The first case has `n_in` = 200. The variance, the square of the deviation, is 2/n_in."
        " What is that here, and what is the deviation?",
        "In which shape do the weights stand, if `x @ w` takes rows of `n_in` numbers to rows of"
        " `n_out`?",
        "`rng.normal(mean, deviation, size=shape)` draws from the bell of chapter 2. Which mean"
        " lets half of the weights be negative? Which number of hint 1 stands in the second place?",
    ],
    # generators whose first draws have nearly the deviation that is asked for
    probes=[
        (200, 40, np.random.default_rng(32)),
        (50, 160, np.random.default_rng(32)),
        (20, 400, np.random.default_rng(32)),
    ],
    edges=[
        Edge(
            "a single input",
            "The shape is (1, n_out) there, and the deviation the root of 2.",
            (1, 8000, np.random.default_rng(32)),
        ),
    ],
    variant=_init_weights,
    observe=_observe_init_weights,
    tolerance=0.05,
    mistakes=[
        Mistake(
            "zeros",
            "All weights are 0, so all units of a layer are alike, have equal slopes and stay"
            " alike. Draw them at random.",
            draw=lambda rng, shape: np.zeros(shape),
        ),
        Mistake(
            "all-alike",
            "All weights are the same number, so all units of a layer are alike, have equal slopes"
            " and stay alike. Draw each of them.",
            draw=lambda rng, shape: np.ones(shape),
        ),
        Mistake(
            "repeated-entries",
            "The same number, or the same few, come again and again, so units are alike and stay"
            " alike. Draw as many as the shape has entries.",
            draw=lambda rng, shape: np.tile(rng.standard_normal((shape[0], 1)), (1, shape[1])),
        ),
        Mistake(
            "not-scaled",
            "The deviation is 1, so the values grow from layer to layer. For He's it depends on"
            " `n_in`.",
            scale=lambda n_in, n_out: 1,
        ),
        Mistake(
            "scaled-by-0-01",
            "The deviation is 0.01 for every layer, so the values fade from layer to layer. For"
            " He's it depends on `n_in`.",
            scale=lambda n_in, n_out: 0.01,
        ),
        Mistake(
            "scaled-by-0-1",
            "The deviation is 0.1 for every layer. For He's it depends on `n_in`.",
            scale=lambda n_in, n_out: 0.1,
        ),
        Mistake(
            "forgot-the-2",
            "The variance is 1/n_in: the 2 is missing, which makes good what ReLU cuts off.",
            scale=lambda n_in, n_out: np.sqrt(1 / n_in),
        ),
        Mistake(
            "forgot-the-root",
            "The deviation is 2/n_in, which is He's variance. A deviation is the root of a"
            " variance.",
            scale=lambda n_in, n_out: 2 / n_in,
        ),
        Mistake(
            "forgot-the-root-and-the-2",
            "The deviation is 1/n_in. He's variance is 2/n_in, and a deviation is the root of a"
            " variance.",
            scale=lambda n_in, n_out: 1 / n_in,
        ),
        Mistake(
            "root-of-the-2-alone",
            "The deviation is the root of 2, divided by n_in. The root is taken of the quotient"
            " 2/n_in.",
            scale=lambda n_in, n_out: np.sqrt(2) / n_in,
        ),
        Mistake(
            "2-outside-the-root",
            "The deviation is 2 divided by the root of n_in. The 2 stands within the root.",
            scale=lambda n_in, n_out: 2 / np.sqrt(n_in),
        ),
        Mistake(
            "n-out-for-n-in",
            "The deviation is the root of 2/n_out. It is the number of inputs that counts: each"
            " unit adds up `n_in` products.",
            scale=lambda n_in, n_out: np.sqrt(2 / n_out),
        ),
        Mistake(
            "n-in-plus-n-out",
            "The deviation is the root of 2/(n_in + n_out), which is Xavier's, or Glorot's, for"
            " tanh. He's has n_in alone.",
            scale=lambda n_in, n_out: np.sqrt(2 / (n_in + n_out)),
        ),
        Mistake(
            "n-in-times-n-out",
            "The deviation is the root of 2/(n_in n_out). It is the number of inputs that counts,"
            " not that of weights.",
            scale=lambda n_in, n_out: np.sqrt(2 / (n_in * n_out)),
        ),
        Mistake(
            "divided-by-the-scale",
            "The deviation is the root of n_in/2: the more inputs, the larger the weights. It is"
            " the other way round.",
            scale=lambda n_in, n_out: np.sqrt(n_in / 2),
        ),
        Mistake(
            "root-of-6",
            "The deviation is the root of 6/n_in. That is the limit of He's uniform numbers; the"
            " deviation is the root of 2/n_in.",
            scale=lambda n_in, n_out: np.sqrt(6 / n_in),
        ),
        Mistake(
            "uniform-up-to-the-deviation",
            "The deviation is divided by the root of 3, as that of uniform numbers is when a"
            " deviation is used as their limit. With the limit sqrt(6/n_in) it is He's.",
            draw=lambda rng, shape: rng.uniform(-1, 1, shape),
        ),
        Mistake(
            "truncated",
            "The deviation is about nine tenths of He's. Is there a factor too many, or are numbers"
            " beyond two deviations left out? Then the others need a wider bell.",
            lambda n_in, n_out, rng: 0.8796 * init_weights(n_in, n_out, rng),
        ),
        Mistake(
            "uniform-from-0",
            "The numbers are uniform from 0 on, so none is negative. Normal ones have both signs"
            " and the mean 0.",
            draw=lambda rng, shape: rng.random(shape),
        ),
        Mistake(
            "scale-as-the-mean",
            "The scale has become the mean, and the deviation is 1: `rng.normal` takes the mean"
            " first, then the deviation.",
            _scale_as_mean,
        ),
        Mistake(
            "positive-only",
            "All weights are positive: their sign is lost. Leave both signs, so that the mean is"
            " 0.",
            after=np.abs,
        ),
        Mistake(
            "negatives-cut-off",
            "The negative numbers have become 0. ReLU belongs to the values, not to the weights.",
            after=lambda weights: np.maximum(weights, 0),
        ),
        Mistake(
            "transposed",
            "The shape is (n_out, n_in). For `x @ w` it is (n_in, n_out).",
            shape=lambda n_in, n_out: (n_out, n_in),
        ),
        Mistake(
            "flat",
            "The weights stand in one long array. Their shape is (n_in, n_out).",
            shape=lambda n_in, n_out: (n_in * n_out,),
        ),
        Mistake(
            "a-row-for-the-bias",
            "There is a row too many, as for a bias. Biases stand apart, and start at 0.",
            shape=lambda n_in, n_out: (n_in + 1, n_out),
        ),
        Mistake(
            "one-number",
            "It is one number. Tell `rng.normal`, or whatever draws, the shape:"
            " `size=(n_in, n_out)`.",
            shape=lambda n_in, n_out: (),
        ),
        Mistake(
            "one-number-for-each-unit",
            "There is one number for each unit. Each of the `n_in` inputs has its own row of them.",
            shape=lambda n_in, n_out: (n_out,),
        ),
        Mistake(
            "one-number-for-each-input",
            "There is one number for each input. Each of the `n_out` units has its own column of"
            " them.",
            shape=lambda n_in, n_out: (n_in,),
        ),
        Mistake(
            "rng-not-used",
            "The same state of `rng` gives other weights, so they are drawn elsewhere. Draw from"
            " `rng`, and nothing from `np.random`.",
            source=lambda rng: np.random.default_rng(),
        ),
        Mistake(
            "same-weights-every-time",
            "The next call gives the same weights, so two layers would be alike. Draw from `rng`"
            " itself: no seed, no copy.",
            source=lambda rng: np.random.default_rng(0),
        ),
    ],
)


def epoch_loss(losses, sizes):
    """Mean loss per example: losses holds each batch's mean, sizes its number of examples. Both
    are arrays, of the same length.
    """
    return np.sum(losses * sizes) / np.sum(sizes)


def _epoch_loss(
    losses,
    sizes,
    cost=np.multiply,
    total=np.sum,
    divisor=lambda losses, sizes: np.sum(sizes),
):
    return total(cost(losses, sizes)) / divisor(losses, sizes)


def _halved_on_the_way(losses, sizes):
    mean = losses[0]
    for loss in losses[1:]:
        mean = (mean + loss) / 2
    return mean


def _halved_from_0(losses, sizes):
    mean = 0.0
    for loss in losses:
        mean = (mean + loss) / 2
    return mean


EPOCH_LOSS = Exercise(
    epoch_loss,
    why="A batch's mean times its size is what the batch cost. All costs together, divided by the"
    " number of all examples, are the cost of one. The mean of the means would count an example of"
    " a short batch more than another.",
    hints=[
        "In the first case two examples cost 2.0 each, and ten others about 0.5 each. Should the"
        " two count as much as five of the ten do?",
        "A batch of 5 has the mean loss 0.4. What do its five examples cost together? And what do"
        " all three batches cost?",
        "How many examples are there in the epoch, and what does one of them cost on average?",
    ],
    probes=[
        ([0.4, 0.6, 2.0], np.array([5, 5, 2])),
        ([1.3, 0.7, 2.1, 0.4, 1.9], np.array([8, 3, 5, 6, 1])),
        ([0.9, 1.4, 0.65, 1.1, 2.3, 0.8, 3.2], np.array([20, 20, 20, 20, 20, 20, 7])),
        ([2.6, 0.3, 1.7, 0.5], np.array([3, 11, 6, 9])),
    ],
    edges=[
        Edge(
            "a single batch",
            "Its mean is the epoch's.",
            ([0.85], np.array([6])),
        ),
        Edge(
            "batches of equal size",
            "The weights are equal there, and the mean of the means is right.",
            ([0.5, 1.5, 0.7], np.array([4, 4, 4])),
        ),
        Edge(
            "a batch without loss",
            "Its examples count too, although they cost nothing.",
            ([0.0, 0.9, 0.6], np.array([7, 2, 5])),
        ),
        Edge(
            "batches of one example",
            "Each batch's mean is an example's loss there.",
            ([0.5, 1.7, 0.6, 2.4], np.array([1, 1, 1, 1])),
        ),
        Edge(
            "equal costs or equal means",
            "Each batch counts: a set, or a dictionary by losses, would keep one of equal ones.",
            ([0.6, 1.2, 0.5, 0.6], np.array([4, 2, 6, 3])),
        ),
    ],
    variant=_epoch_loss,
    mistakes=[
        Mistake(
            "mean-of-means",
            "All batches count alike, so the examples of a short one count too much. Weight each"
            " mean by its batch's size.",
            lambda losses, sizes: np.mean(losses),
        ),
        Mistake(
            "summed",
            "The means of the batches are added up. What a batch cost is its mean times its size;"
            " add these up, and divide by the number of examples.",
            lambda losses, sizes: np.sum(losses),
        ),
        Mistake(
            "not-divided",
            "All examples' costs are added up and not divided. One example's is asked for: divide"
            " by the number of examples.",
            divisor=lambda losses, sizes: 1,
        ),
        Mistake(
            "divided-by-batches",
            "The divisor is the number of batches. It is the number of examples.",
            divisor=lambda losses, sizes: len(losses),
        ),
        Mistake(
            "sizes-only-in-the-divisor",
            "Each mean is used as if it were its batch's whole cost. Multiply it by the size"
            " first.",
            cost=lambda losses, sizes: losses,
        ),
        Mistake(
            "divided-by-size",
            "Each mean is divided by its batch's size. Multiply: the mean times the size is what"
            " the batch cost.",
            cost=np.divide,
        ),
        Mistake(
            "size-used-twice",
            "The sizes are squared, so large batches count too much. Each mean is multiplied by"
            " its size once.",
            cost=lambda losses, sizes: losses * sizes**2,
        ),
        Mistake(
            "weighted-by-the-inverse",
            "The weights are 1 divided by the sizes: the shorter a batch, the more it counts. It"
            " is the other way round.",
            cost=np.divide,
            divisor=lambda losses, sizes: np.sum(1 / sizes),
        ),
        Mistake(
            "weighted-by-the-square",
            "The weights are the squares of the sizes, so large batches count too much. The sizes"
            " themselves are the weights.",
            cost=lambda losses, sizes: losses * sizes**2,
            divisor=lambda losses, sizes: np.sum(sizes**2),
        ),
        Mistake(
            "weighted-by-the-root",
            "The weights are the roots of the sizes. The sizes themselves are the weights.",
            cost=lambda losses, sizes: losses * np.sqrt(sizes),
            divisor=lambda losses, sizes: np.sum(np.sqrt(sizes)),
        ),
        Mistake(
            "weighted-by-the-losses",
            "The divisor is the sum of the losses. It is the number of examples.",
            divisor=lambda losses, sizes: np.sum(losses),
        ),
        Mistake(
            "every-batch-counted-as-the-first",
            "The divisor counts every batch as large as the first. The number of examples is the"
            " sum of the sizes.",
            divisor=lambda losses, sizes: len(sizes) * sizes[0],
        ),
        Mistake(
            "every-batch-counted-as-the-largest",
            "The divisor counts every batch as large as the largest. The number of examples is the"
            " sum of the sizes.",
            divisor=lambda losses, sizes: len(sizes) * np.max(sizes),
        ),
        Mistake(
            "every-batch-counted-as-the-last",
            "The divisor counts every batch as large as the last. The number of examples is the"
            " sum of the sizes.",
            divisor=lambda losses, sizes: len(sizes) * sizes[-1],
        ),
        Mistake(
            "divided-by-the-last-size",
            "The divisor is the last batch's size. It is the sum of all sizes.",
            divisor=lambda losses, sizes: sizes[-1],
        ),
        Mistake(
            "divided-by-the-first-size",
            "The divisor is the first batch's size. It is the sum of all sizes.",
            divisor=lambda losses, sizes: sizes[0],
        ),
        Mistake(
            "divided-by-the-largest-size",
            "The divisor is the largest batch's size. It is the sum of all sizes.",
            divisor=lambda losses, sizes: np.max(sizes),
        ),
        Mistake(
            "divided-by-one-less",
            "The divisor is one less than the number of examples. It is that number.",
            divisor=lambda losses, sizes: np.sum(sizes) - 1,
        ),
        Mistake(
            "divided-twice",
            "The division happens twice, by the number of examples and by that of batches. The"
            " number of examples is enough.",
            divisor=lambda losses, sizes: np.sum(sizes) * len(sizes),
        ),
        Mistake(
            "not-summed",
            "It is one number for each batch. One for the epoch is asked for: their sum.",
            total=_as_is,
        ),
        Mistake(
            "integer-division",
            "Only whole numbers are left. `/` keeps what `//` cuts off.",
            lambda losses, sizes: np.sum(losses * sizes) // np.sum(sizes),
        ),
        Mistake(
            "last-batch-only",
            "It is the last batch's mean. All batches count: what did each of them cost?",
            lambda losses, sizes: losses[-1],
        ),
        Mistake(
            "first-batch-only",
            "It is the first batch's mean: does a `return` stand inside the loop? All batches"
            " count.",
            lambda losses, sizes: losses[0],
        ),
        Mistake(
            "last-batch-left-out",
            "The last batch is left out, although it may be short and still counts.",
            lambda losses, sizes: np.sum((losses * sizes)[:-1]) / np.sum(sizes[:-1]),
        ),
        Mistake(
            "last-cost-left-out",
            "The last batch's cost is left out, and its examples are counted. It belongs to both.",
            total=lambda costs: np.sum(costs[:-1]),
        ),
        Mistake(
            "return-in-the-loop",
            "Only the first batch's cost is counted before it is divided: does the `return` stand"
            " inside the loop?",
            total=lambda costs: costs[0],
        ),
        Mistake(
            "total-set-anew",
            "Only the last batch's cost is counted before it is divided: is the total set anew in"
            " the loop, in place of added to?",
            total=lambda costs: costs[-1],
        ),
        Mistake(
            "first-cost-left-out",
            "The first batch's cost is left out, and its examples are counted. It belongs to both.",
            total=lambda costs: np.sum(costs[1:]),
        ),
        Mistake(
            "size-of-the-batch-before",
            "Each mean meets the size of the batch before it. A mean and a size belong together"
            " where they stand at the same place.",
            lambda losses, sizes: np.sum(losses[1:] * sizes[:-1]) / np.sum(sizes[:-1]),
        ),
        Mistake(
            "size-of-the-batch-after",
            "Each mean meets the size of the batch after it. A mean and a size belong together"
            " where they stand at the same place.",
            lambda losses, sizes: np.sum(losses[:-1] * sizes[1:]) / np.sum(sizes[1:]),
        ),
        Mistake(
            "full-batches-only",
            "Only the largest batches count, as if short ones could be left out. All examples do.",
            lambda losses, sizes: np.mean(losses[sizes == sizes.max()]),
        ),
        Mistake(
            "median",
            "It is the median of the means. Each mean counts by its batch's size.",
            lambda losses, sizes: np.median(losses),
        ),
        Mistake(
            "halved-on-the-way",
            "The mean so far and the next loss are averaged in each step, so late batches count"
            " most. Add up costs and sizes, and divide once.",
            _halved_on_the_way,
        ),
        Mistake(
            "halved-on-the-way-from-0",
            "The mean so far, 0 at first, and the next loss are averaged in each step, so late"
            " batches count most. Add up costs and sizes, and divide once.",
            _halved_from_0,
        ),
        Mistake(
            "mean-size",
            "The sizes are weighted by the losses. It is the losses that are weighted, by the"
            " sizes.",
            lambda losses, sizes: np.mean(sizes),
        ),
        Mistake(
            "squares-averaged",
            "The root of a mean square is taken. The losses are averaged as they are.",
            lambda losses, sizes: np.sqrt(np.sum(losses**2 * sizes) / np.sum(sizes)),
        ),
    ],
)


def evaluate(fit, train, test):
    """Accuracy on test of what fit(x, labels) makes from train; both are pairs (x, labels)."""
    predict = fit(*train)
    x, labels = test
    return np.mean(predict(x) == labels)


def _rows(x, like):
    return np.reshape(x, (-1, np.size(like[0])))


def nearest_mean(x, labels):
    """A predictor that gives each x the class whose mean is nearest."""
    x, labels = np.array(x), np.array(labels)
    classes = np.unique(labels)
    means = np.array([_rows(x[labels == c], x).mean(axis=0) for c in classes])

    def predict(new):
        gaps = ((_rows(new, x)[:, None] - means) ** 2).sum(axis=2)
        answers = classes[gaps.argmin(axis=1)]
        return answers if np.ndim(new) == x.ndim else answers[0]

    return predict


def memoriser(x, labels):
    """A predictor that remembers every x, and calls all others by the first label."""
    x, labels = np.array(x), np.array(labels)

    def predict(new):
        known = (_rows(new, x)[:, None] == _rows(x, x)).all(axis=2)
        answers = np.where(known.any(axis=1), labels[known.argmax(axis=1)], labels[0])
        return answers if np.ndim(new) == x.ndim else answers[0]

    return predict


def _evaluate(
    fit,
    train,
    test,
    learned=lambda train, test: train,
    judged=lambda train, test: test,
    score=np.equal,
    total=np.mean,
):
    x, labels = judged(train, test)
    return total(score(fit(*learned(train, test))(x), labels))


def _both(train, test):
    return tuple(np.concatenate(parts) for parts in zip(train, test, strict=True))


def _accuracy_by_class(fit, train, test):
    x, labels = test
    hits = fit(*train)(x) == labels
    return np.mean([hits[labels == c].mean() for c in np.unique(labels)])


EVALUATE = Exercise(
    evaluate,
    why="`fit` sees `train` and nothing else, so the answers on `test` show what carries over. A"
    " score on what was learned from answers another question: a predictor that only remembers has"
    " 1 there.",
    hints=[
        "`nearest_mean` gives each x the class with the nearest mean. What are the means of the"
        " two classes in the first case's `train`, and where does one answer change to the other?",
        "Which answers does it give for the five inputs of `test`, and how many of them are equal"
        " to its labels?",
        "Which of the two pairs may `fit` see? What does it return, and what is that called with?",
        "What does `==` between two arrays give, and what is the mean of True and False?",
    ],
    probes=[
        (
            nearest_mean,
            ([1, 3, 7, 9], np.array([0, 0, 1, 1])),
            ([2, 4, 6, 8, 9], np.array([0, 1, 1, 1, 0])),
        ),
        (
            memoriser,
            ([0.5, 1.5, 2.5, 3.5, 4.5], np.array([1, 0, 2, 1, 0])),
            ([2.5, 0.75, 3.5, 1.25, 6.0, 1.5, 2.0], np.array([2, 1, 0, 0, 1, 2, 1])),
        ),
        (
            nearest_mean,
            (
                [0.3, 1.1, 2.4, 2.9, 4.8, 5.6, 3.4, 6.1, 1.9],
                np.array([2, 2, 0, 0, 1, 1, 2, 1, 1]),
            ),
            ([0.9, 2.6, 5.1, 3.3, 1.6, 6.4], np.array([1, 0, 1, 0, 2, 0])),
        ),
    ],
    edges=[
        Edge(
            "answers that are all right",
            "The share is 1 there.",
            (
                nearest_mean,
                ([1.0, 2.0, 7.0], np.array([1, 1, 0])),
                ([1.2, 6.6], np.array([1, 0])),
            ),
        ),
        Edge(
            "a single example in test",
            "The share is 0 or 1 there.",
            (
                nearest_mean,
                ([1.0, 2.0, 7.0], np.array([1, 1, 0])),
                ([6.6], np.array([1])),
            ),
        ),
        Edge(
            "inputs with two columns",
            "x goes to the predictor as it is.",
            (
                nearest_mean,
                (
                    [[1.0, 0.5], [2.0, 1.5], [7.0, 2.5], [6.0, 0.4], [0.3, 8.0]],
                    np.array([1, 1, 0, 0, 2]),
                ),
                ([[1.2, 0.1], [6.6, 7.0], [0.0, 6.0]], np.array([1, 0, 2])),
            ),
        ),
    ],
    variant=_evaluate,
    mistakes=[
        Mistake(
            "on-train",
            "The predictor is judged on `train`, whose answers it has seen. Judge it on `test`.",
            judged=lambda train, test: train,
        ),
        Mistake(
            "fitted-on-test",
            "`fit` learns from `test`, so the questions of the examination were known before. It"
            " may see `train` alone.",
            learned=lambda train, test: test,
        ),
        Mistake(
            "fitted-on-both",
            "`fit` learns from `train` and `test` together, so the questions of the examination"
            " were known before. It may see `train` alone.",
            learned=_both,
        ),
        Mistake(
            "judged-on-both",
            "The predictor is judged on `train` and `test` together. Only `test` tells what"
            " carries over.",
            judged=_both,
        ),
        Mistake(
            "averaged-with-train",
            "The accuracies on `train` and on `test` are averaged. Only `test` tells what carries"
            " over.",
            lambda fit, train, test: np.mean(
                [evaluate(fit, train, train), evaluate(fit, train, test)]
            ),
        ),
        Mistake(
            "gap-to-train",
            "It is how much better `train` does than `test`. The accuracy on `test` itself is"
            " asked for.",
            lambda fit, train, test: evaluate(fit, train, train) - evaluate(fit, train, test),
        ),
        Mistake(
            "counted",
            "The number of answers is given, not their share. Take the mean, not the sum.",
            total=np.sum,
        ),
        Mistake(
            "in-percent",
            "It is a percentage. A share is a number from 0 to 1.",
            total=lambda hits: 100 * np.mean(hits),
        ),
        Mistake(
            "divided-by-the-size-of-train",
            "The count is divided by the number of examples in `train`. The answers are those of"
            " `test`.",
            lambda fit, train, test: np.sum(fit(*train)(test[0]) == test[1]) / len(train[1]),
        ),
        Mistake(
            "divided-by-the-size-of-both",
            "The count is divided by the number of examples in `train` and `test` together. The"
            " answers are those of `test`.",
            lambda fit, train, test: (
                np.sum(fit(*train)(test[0]) == test[1]) / (len(train[1]) + len(test[1]))
            ),
        ),
        Mistake(
            "divided-by-the-number-of-classes",
            "The count is divided by the number of classes in `test`. Divide by the number of its"
            " examples.",
            lambda fit, train, test: (
                np.sum(fit(*train)(test[0]) == test[1]) / len(np.unique(test[1]))
            ),
        ),
        Mistake(
            "divided-by-the-length-of-the-pair",
            "The count is divided by 2, the length of a pair: `len(test)` counts x and labels. The"
            " number of examples is the length of one of them.",
            total=lambda hits: np.sum(hits) / 2,
        ),
        Mistake(
            "return-in-the-loop",
            "Only the first answer is counted before it is divided by n: does the `return` stand"
            " inside the loop?",
            total=lambda hits: np.ravel(hits)[0] / np.size(hits),
        ),
        Mistake(
            "total-set-anew",
            "Only the last answer is counted before it is divided by n: is the total set anew in"
            " the loop, in place of added to?",
            total=lambda hits: np.ravel(hits)[-1] / np.size(hits),
        ),
        Mistake(
            "counts-the-mistakes",
            "The answers that differ from the labels are counted. Those that agree have `==`, not"
            " `!=`.",
            score=np.not_equal,
        ),
        _NOT_AVERAGED,
        Mistake(
            "all-or-nothing",
            "It is 1 if every answer counts, else 0, as with `all`, `//` or `int`. Their share is"
            " asked for: a mean.",
            total=np.all,
        ),
        Mistake(
            "one-is-enough",
            "It is 1 as soon as one answer counts. The share is asked for: a mean.",
            total=np.any,
        ),
        Mistake(
            "mean-over-classes",
            "A share for each class is averaged, so classes of few and of many examples weigh"
            " alike. Each example weighs the same.",
            _accuracy_by_class,
        ),
        Mistake(
            "predictions-returned",
            "The answers come back as they are. Compare them with the labels, and take the mean.",
            lambda fit, train, test: fit(*train)(test[0]),
        ),
        Mistake(
            "predictions-averaged",
            "The answers are averaged without the labels. Compare the two first.",
            score=lambda predicted, labels: predicted,
        ),
        Mistake(
            "squared-error",
            "The labels are subtracted and squared, as if they were amounts. They are names: equal"
            " or not.",
            score=lambda predicted, labels: (predicted - labels) ** 2,
        ),
        Mistake(
            "absolute-error",
            "The distances between labels are taken, as if they were amounts. They are names:"
            " equal or not.",
            score=lambda predicted, labels: np.abs(predicted - labels),
        ),
        Mistake(
            "against-the-labels-of-train",
            "Answers for `test` are compared with the labels of `train`, and their numbers differ."
            " Both come from `test`.",
            lambda fit, train, test: np.mean(fit(*train)(test[0]) == train[1]),
        ),
        Mistake(
            "answers-for-train",
            "Answers for `train` are compared with the labels of `test`, and their numbers differ."
            " Both come from `test`.",
            lambda fit, train, test: np.mean(fit(*train)(train[0]) == test[1]),
        ),
        Mistake(
            "first-labels-of-train",
            "Answers for `test` are compared with the labels of `train`, as far as both go. Both"
            " come from `test`.",
            lambda fit, train, test: np.mean(
                [a == b for a, b in zip(fit(*train)(test[0]), train[1], strict=False)]
            ),
        ),
        Mistake(
            "pair-not-unpacked",
            "`fit` gets the pair as one argument, but takes two: x and labels.",
            lambda fit, train, test: np.mean(fit(train)(test[0]) == test[1]),
        ),
        Mistake(
            "labels-given-to-the-predictor",
            "The predictor gets the labels too, but takes x alone: it is its answers that are"
            " judged.",
            lambda fit, train, test: np.mean(fit(*train)(*test) == test[1]),
        ),
        Mistake(
            "first-answer-for-all",
            "Every label is compared with the answer to the first input. Each has an answer of its"
            " own: call the predictor with all of x.",
            lambda fit, train, test: np.mean(fit(*train)(test[0])[0] == test[1]),
        ),
        Mistake(
            "pair-given-to-the-predictor",
            "The predictor gets the whole pair. It takes x alone: `x, labels = test`.",
            lambda fit, train, test: np.mean(fit(*train)(test) == test[1]),
        ),
        Mistake(
            "predictor-not-called",
            "No answer ever counts, as when the predictor itself is compared with the labels. Call"
            " it with x, and compare what it gives.",
            lambda fit, train, test: np.mean(np.zeros(len(test[1]))),
        ),
        Mistake(
            "x-and-labels-swapped",
            "`fit` gets the labels as x and x as the labels. x comes first in each pair.",
            learned=lambda train, test: train[::-1],
        ),
        Mistake(
            "right-whatever-it-answers",
            "It is 1 for every predictor: the answers are compared with themselves, or nothing is"
            " compared. Compare them with the labels of `test`.",
            lambda fit, train, test: 1.0,
        ),
    ],
)

EXERCISES = [
    INIT_WEIGHTS,
    TRAINING_LOSS,
    MINIBATCHES,
    EPOCH_LOSS,
    ACCURACY,
    EVALUATE,
    SCALE_IMAGES,
    ONE_HOT,
]

QUESTIONS = [
    Question(
        "network-first-loss",
        "A network gets random weights. It has not seen one digit yet. We ask it for ten"
        " probabilities per image, and take the mean of $-\\log$ of the probability that it gives"
        " to the right digit. ($\\log$ is the natural logarithm, ln.) What is this loss?",
        Choice(
            "0, since it has made no mistake yet",
            "The loss is 0 only if the right digit gets probability 1 each time, and random"
            " weights cannot know which digit that is.",
        ),
        Choice(
            "About 2.3, the price of ten equal chances",
            "Someone who knows nothing can still be fair, and give each digit 1/10. That costs"
            " $-\\log 0.1 = \\log 10$, about 2.3. Random weights are nearly fair, and cost a"
            " little more. You will see why.",
            right=True,
        ),
        Choice(
            "0.9, since nine answers in ten will be wrong",
            "About nine answers in ten are wrong, so the *accuracy* is near 0.1. But the loss"
            " looks at the probabilities, not at the count of wrong answers.",
        ),
        Choice(
            "Infinite, since it knows nothing",
            "An infinite loss needs a probability of 0 on the truth. That is not ignorance, it is"
            " certainty about something false.",
        ),
    ),
    Question(
        "weights-all-zero",
        "Why draw the weights at random? Suppose that all of them, and all biases, start at 0."
        " Which of the 101,770 numbers does the first update change?",
        Choice(
            "All of them, each by its own slope",
            "Most slopes are 0. All hidden values are 0, and so is each slope that would have to"
            " pass through a weight of 0.",
        ),
        Choice(
            "Those of the output layer, weights and biases",
            "The loss is near them, that is true. But a weight's slope is the slope behind it"
            " times the value that came in, and the value of every hidden unit is 0.",
        ),
        Choice(
            "The ten output biases, and no others",
            "A bias has the slope behind it, whatever comes in. A weight's slope is what came in "
            "times the slope behind it. What comes into the output weights is 0, and so is what "
            "reaches the hidden units through them. It stays so after the update, and the images "
            "never matter.",
            right=True,
        ),
        Choice(
            "None, since a network of zeros is at a flat place",
            "It is flat in nearly every direction. But a batch seldom holds each digit equally"
            " often, so the ten output biases have a slope: frequent digits should become more"
            " probable.",
        ),
    ),
    Question(
        "batches-mean-slope",
        "The sample holds 1,200 training images: 24 batches of 50. Let the weights stand still,"
        " and compute the slopes for each batch. How does the mean of these 24 compare with the"
        " slopes of the loss over all 1,200 images?",
        Choice(
            "It is near them, as each batch is near them",
            "One batch is rough. But together the batches hold every image once, and each counts"
            " the same: nothing is left that could differ.",
        ),
        Choice(
            "It is equal to them, up to rounding",
            "The slope of a sum is the sum of the slopes. Batches of equal size hold every image"
            " once, so the mean of their means is the mean over all. With a short last batch it"
            " would need weights.",
            right=True,
        ),
        Choice(
            "It is 24 times as large, since there are 24 batches",
            "Their *sum* would be 24 times as large. Each batch's loss is a mean over its own"
            " images, so its slopes have the size of those over all images.",
        ),
    ),
    Question(
        "depth-of-negatives",
        "On plain digits the network without a hidden layer is right on more than three images in"
        " four. Now half of the images become negatives, at random, in training and in validation."
        " It is trained anew. What is its validation accuracy?",
        Choice(
            "Above 0.75 still, since it sees both kinds in training",
            "It sees them, but it has one weight for each pixel and digit. Ink at a place cannot"
            " speak for a 7 on white paper and against it on black.",
        ),
        Choice(
            "About half of that, since it learns one kind and loses the other",
            "This would take a way to give up one kind of image. Training lowers the mean loss,"
            " and what one kind wants of a weight the other kind wants the other way round.",
        ),
        Choice(
            "Between 0.15 and 0.3, not much above a guess",
            "A guess is right on one image in ten. Each weight is pulled up by one kind and down"
            " by the other, so little is left to learn from. A hidden layer gets above 0.75 again.",
            right=True,
        ),
    ),
    Question(
        "squared-error-slope",
        "There are two classes, and the truth has probability 0.001: a confident mistake."
        " Cross-entropy's slope by the truth's logit is $p - t$, here $-0.999$. How steep is that"
        " of the half squared error of the probabilities?",
        Choice(
            "About as steep, since both errors are nearly 1",
            "The error of the *probability* is nearly 1. But the logit must act through softmax,"
            " which is flat there, and its slope is a factor.",
        ),
        Choice(
            "About a five-hundredth of it",
            "The slope is $-2p(1-p)^2$. At $p = 0.001$ the factor $p$ makes it small: $2 \\cdot"
            " 0.001 \\cdot 0.998 \\approx 0.002$.",
            right=True,
        ),
        Choice(
            "Steeper, since squares punish large errors most",
            "Among amounts of any size they do. An error of a probability is at most 1, and its"
            " square too; and softmax's small slope comes in as a factor.",
        ),
    ),
    Question(
        "rate-ten-times-larger",
        "A rate of 0.3 trains this network well. Where will the loss be after ten epochs at a rate"
        " of 3?",
        Choice(
            "Where a rate of 0.3 would bring it in a hundred epochs",
            "The slope is true only near the point where it was measured, and a stride ten times"
            " longer leaves that neighbourhood.",
        ),
        Choice(
            "At infinity, since every step leads further away",
            "This is what happens on the parabola of chapter 3, and it can happen to networks too."
            " Here something stops it: ReLU.",
        ),
        Choice(
            "Near 2.3, where an untrained network is",
            "The first long steps push the hidden units so far down that they are off for every"
            " image. A unit that is always off has no slope, so it never comes back. What is left"
            " are the output biases, and the best they can do is to give each digit its share:"
            " 1/10. On the way the loss of a batch leaps above 20, within the first six batches."
            " The figure shows the end of each epoch, when that is over.",
            right=True,
        ),
    ),
    Question(
        "batches-sorted-by-label",
        "Files are often sorted: first all zeros, then all ones. Suppose we take the batches in"
        " that order. What does the network call most of the validation images after one epoch?",
        Choice(
            "A 9, the digit that came last",
            "A batch of zeros says: call everything 0. The next say: call everything 1. The"
            " network obeys each in turn, and more than nine in ten images are called a 9 at the"
            " end.",
            right=True,
        ),
        Choice(
            "A 0, the digit that came first",
            "Batches of zeros do teach it to call everything 0. But every later batch says"
            " otherwise, and the weights keep no record of who came first.",
        ),
        Choice(
            "Each digit about equally often, as it saw as many of each",
            "Over the whole epoch it did. But each step follows the batch at hand, and each batch"
            " holds one digit only. The order of the steps matters.",
        ),
    ),
    Question(
        "coins-best-of-ten",
        "Ten fair coins are thrown ten times each. What share of heads does the luckiest of the"
        " ten have, on average?",
        Choice(
            "0.5, since every coin is fair",
            "This is the average of any coin chosen *beforehand*. The luckiest is chosen"
            " afterwards, by the result itself.",
        ),
        Choice(
            "About 0.55, a little luck",
            "A single coin is typically off by more than that, by 0.16. The best of ten has had"
            " ten chances.",
        ),
        Choice(
            "About 0.74",
            "No coin is better than another, and yet the best looks good. So does the best of ten"
            " settings, if all are compared on the test data.",
            right=True,
        ),
    ),
]
