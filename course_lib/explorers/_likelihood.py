"""The explorers of chapter 2."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from course_lib._checks import FloatArray, as_numbers
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
from course_lib.explorers._measure_error import surprising
from course_lib.functions import one_hot, sigmoid, softmax
from course_lib.language import N_, _
from course_lib.likelihood import bernoulli_log_likelihood
from course_lib.losses import (
    binary_cross_entropy,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_grad,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
    squared_error,
    squared_error_grad,
)
from course_lib.plots import BLUE, INK, ORANGE

THROWS = (10, 20, 50, 100, 200, 500, 1000, 2000)
LOGITS = np.linspace(-10, 10, 41)
THREE_LOGITS = np.linspace(-3, 3, 13)
LOGIT_OF, PERCENT = N_("logit of {name}"), N_("{n} %")

IMPOSSIBLE = N_("The claim rules out what happened, so its product is 0 on paper as well.")
ALMOST = N_("almost {number}")
UNDERFLOWN = N_("The product has underflowed: on paper it is above 0, but no float64 is so small.")
ALIVE = N_("The product, too, is highest at the claim {share}.")


def explore_likelihood(throws: ArrayLike = THROWS) -> Explorer:
    """The likelihood of coin throws against the claimed p: the product, and the loss made of it.

    Args:
        throws: the numbers of throws to choose from. They are multiples of 10, because the heads
            are chosen in tenths of them.

    Returns:
        An `Explorer` with the controls "throws", "share of heads" and "claim".

    Raises:
        TypeError, ValueError: on a number that is no positive multiple of 10.

    Example:
        >>> print(explore_likelihood(10).at(share_of_heads=5, claim=10)[0])
        10 throws, 5 of them heads, claim 0.5: the product is 0.000977, its log −6.93.
    """
    counts = np.atleast_1d(as_numbers("throws", throws))
    if counts.dtype.kind not in "iu" or (counts < 10).any() or (counts % 10).any():
        raise ValueError(
            f"throws must be positive whole multiples of 10, but got {counts.tolist()}. "
            "The heads are chosen in tenths of them."
        )
    p, tenths = np.linspace(0, 1, 101), np.arange(11)
    claims = slice(None, None, 5)
    logs = np.empty((len(counts), len(tenths), len(p)))
    for i, n in enumerate(counts):
        for heads in tenths:
            happened = np.arange(n) < n * heads // 10
            each = bernoulli_log_likelihood(*np.broadcast_arrays(p[:, None], happened))
            logs[i, heads] = each.sum(axis=1)
    # the float64 nearest to each product: multiplied out, a tiny one may stay above 0, since
    # 0.7 times the smallest float64 is rounded up to it again
    products = np.exp(logs)
    highest = products.max(axis=-1, keepdims=True)
    relative = np.divide(products, highest, out=np.zeros_like(products), where=highest > 0)
    loss = -logs[0] / counts[0] + 0.0  # the same for each number of throws
    by = (N_("throws"), N_("share of heads"), N_("claim"))
    product = _("Product of the probabilities")
    mean = _("Minus its log, for one throw: the loss")
    claimed = Axis(_("claimed p"), 0, 1)
    alive = np.array([_(ALIVE).format(share=said(t / 10)) for t in tenths])[:, None]
    verdict = np.where(products > 0, alive, np.where(np.isinf(logs), _(IMPOSSIBLE), _(UNDERFLOWN)))
    return Explorer(
        _("The likelihood of a claim, as a product and as a log"),
        _(
            "A coin was thrown. A claim gives each head the probability p and each tail 1 − p. "
            "Choose throws and claim, or drag the claim in the first picture. There the product "
            "stands as a share of the highest one for these throws."
        ),
        [
            Control(by[0], [said(n) for n in counts], 0),
            Control(by[1], [_(PERCENT).format(n=said(10.0 * t)) for t in tenths.tolist()], 7),
            Control(by[2], [said(v) for v in p[claims]], 14, along=(product, p[claims])),
        ],
        [
            Panel(
                product,
                claimed,
                Axis(_("product, as a share of its highest"), 0, 1.05),
                [
                    Mark(_("product"), p, relative, by[:2], BLUE),
                    Mark("", p[claims][:, None], relative[..., claims, None], by, INK, "dots"),
                    Words(
                        np.where(highest[..., 0] > 0, "", _("0.0 for every claim")),
                        0.5,
                        0.5,
                        by[:2],
                    ),
                ],
            ),
            Panel(
                mean,
                claimed,
                Axis(_("loss (nats a throw)"), 0, 3),
                [
                    Mark(_("loss"), p, loss, by[1:2], ORANGE, dash="dashed"),
                    Mark("", p[claims][:, None], loss[..., claims, None], by[1:], INK, "dots"),
                ],
            ),
        ],
        [
            _(
                "{throws} throws, {heads} of them heads, claim {claim}: the product is {product}, "
                "its log {log}."
            ),
            _("The loss is {loss}; it is lowest at the claim {share}, the share of heads."),
            "{verdict}",
        ],
        {
            "throws": table(counts, "g", by[0]),
            "heads": table(counts[:, None] * tenths / 10, "g", *by[:2]),
            "claim": table(p[claims], "g", by[2]),
            "product": table(products[..., claims], ".3g", *by),
            "log": table(logs[..., claims], ".2f", *by),
            "loss": table(loss[..., claims], ".4f", *by[1:]),
            "share": table(tenths / 10, "g", by[1]),
            "verdict": Table(verdict[..., claims], by),
        },
    )


def explore_sigmoid(logits: ArrayLike = LOGITS) -> Explorer:
    """The probability that a logit stands for, and the two losses that it gives with a label.

    Args:
        logits: those to choose from, in rising order; the curves run from the first to the last.

    Returns:
        An `Explorer` with the controls "logit" and "label".

    Raises:
        ValueError: on NaN, inf, fewer than two logits, or another order.

    Example:
        >>> print(explore_sigmoid([-1, 0, 1]).at(logit=1, label=0)[1])
        Cross-entropy 0.69315, with slope 0.50000, which is p − y.
    """
    z = as_stops("logits", logits, least=2)
    label = np.array([0.0, 1.0])
    x = np.linspace(z.min(), z.max(), 121)

    def logs(z: FloatArray) -> FloatArray:
        return sigmoid_cross_entropy(*_with_labels(z, label))

    def squares(z: FloatArray) -> FloatArray:
        return squared_error(*_with_labels(sigmoid(z), label))

    slopes = sigmoid_cross_entropy_grad(*_with_labels(z, label))
    p = sigmoid(z)
    # the chain rule: the sigmoid's slope is p (1 - p)
    flat = squared_error_grad(*_with_labels(p, label)) * p * (1 - p)
    by, curve = (N_("label"), N_("logit")), _("The sigmoid")
    across = Axis(_("logit z"), float(z.min()), float(z.max()))
    return Explorer(
        _("From a logit to a loss"),
        _(
            "Move the logit, or drag it in the first picture, and choose the label. The first "
            "picture shows the probability of a 1, the second what it costs: cross-entropy and "
            "squared error."
        ),
        [
            Control("logit", [said(v) for v in z], nearest(z, -4), along=(curve, z)),
            Control("label", ["0", "1"], 1, choice=True),
        ],
        [
            Panel(
                curve,
                across,
                Axis(_("probability p"), 0, 1),
                [
                    Mark(_("p"), x, sigmoid(x), (), INK),
                    Mark("", z[:, None], sigmoid(z)[:, None], ("logit",), INK, "dots"),
                ],
            ),
            Panel(
                _("Two losses of that probability"),
                across,
                Axis(_("loss"), 0, max(1.0, float(logs(z).max()))),
                [
                    Mark(_("cross-entropy"), x, logs(x), ("label",), BLUE),
                    Mark(_("squared error"), x, squares(x), ("label",), ORANGE, dash="dashed"),
                    Mark("", z[:, None], logs(z)[..., None], by, BLUE, "dots"),
                    Mark("", z[:, None], squares(z)[..., None], by, ORANGE, "squares"),
                ],
            ),
        ],
        [
            _("Logit {z}: the model gives a 1 the probability {p}. The label is {label}."),
            _("Cross-entropy {log}, with slope {slope}, which is p − y."),
            _("Squared error {square}, with slope {flat}."),
        ],
        {
            "z": table(z, "g", "logit"),
            "p": _told(p, 5, "logit"),
            "label": table(label, "g", "label"),
            "log": _told(logs(z), 5, *by),
            "slope": _told(slopes, 5, *by),
            "square": _told(squares(z), 5, *by),
            "flat": _told(flat, 5, *by),
        },
    )


def _told(values: ArrayLike, digits: int, *by: str) -> Table:
    """A `Table` of numbers that on paper are neither 0 nor 1, and are not said to be."""

    def tell(value: float) -> str:
        if 0 < abs(value) < 1e-3:
            return said(value, ".3g")
        whole = round(value)
        if abs(whole) <= 1 and abs(value - whole) < 0.5 / 10**digits:
            return _(ALMOST).format(number=said(whole))
        return said(value, f".{digits}f")

    array = np.asarray(values, float)
    return Table(np.array([tell(v) for v in array.ravel()]).reshape(array.shape), by)


def _with_labels(values: FloatArray, label: FloatArray) -> list[FloatArray]:
    """Each value beside each label, of shape (labels, values)."""
    return list(np.broadcast_arrays(values, label[:, np.newaxis]))


def explore_softmax(
    logits: ArrayLike = THREE_LOGITS, classes: Sequence[str] | None = None
) -> Explorer:
    """The probabilities that softmax makes of three logits, and the loss for what came true.

    Args:
        logits: those to choose from, in rising order, for each of the three classes. Thirteen of
            them are 2,197 states, so more make the page heavy.
        classes: three names, all different; sun, cloud and rain if left out.

    Returns:
        An `Explorer` with the controls "logit of NAME" for each class, and "came true".

    Raises:
        ValueError: on NaN, inf, logits in another order, or another number of classes.

    Example:
        >>> explorer = explore_softmax([0, 1], classes=("a", "b", "c"))
        >>> print(explorer.at(logit_of_a=0, logit_of_b=0, logit_of_c=0)[0])
        Probabilities: a 0.3333, b 0.3333, c 0.3333.
    """
    stops = as_stops("logits", logits)
    if classes is None:
        classes = (_("sun"), _("cloud"), _("rain"))
    named = all(isinstance(name, str) for name in classes)
    if not named or len(set(classes)) != len(classes) or len(classes) != 3:
        raise ValueError(
            f"classes must be three different names, but got {list(classes)}. "
            "Each of them has a control."
        )
    z = np.stack(np.meshgrid(stops, stops, stops, indexing="ij"), axis=-1)
    rows, shape = z.reshape(-1, 3), z.shape[:-1]
    p = softmax(rows).reshape(z.shape)
    losses, slopes = np.empty((3, *shape)), np.empty((3, *z.shape))
    for truth in range(3):
        labels = np.full(len(rows), truth)
        losses[truth] = softmax_cross_entropy(rows, labels).reshape(shape)
        slopes[truth] = softmax_cross_entropy_grad(rows, labels).reshape(z.shape)
    names = tuple(LOGIT_OF.format(name=name) for name in classes)
    by = (N_("came true"), *names)
    top = max(7.0, float(losses.max()))
    x = surprising(top)
    given = np.moveaxis(p, -1, 0)
    return Explorer(
        _("Softmax: three logits, three probabilities, one loss"),
        _(
            "Move the logits, and choose what came true. The first picture shows the "
            "probabilities as bars and what came true as squares: 1 for it, 0 for the others. A "
            "bar's distance from its square is the size of the slope. The second shows what the "
            "model pays for the probability that it gave to what came true."
        ),
        [
            *(
                Control(
                    LOGIT_OF.format(name=name),
                    [said(v) for v in stops],
                    nearest(stops, start),
                    label=_(LOGIT_OF).format(name=name),
                )
                for name, start in zip(classes, (2, 0, -1), strict=True)
            ),
            Control(by[0], list(classes), 1, choice=True),
        ],
        [
            Panel(
                _("Probabilities"),
                Axis(_("class"), -0.5, 2.5, dict(enumerate(classes))),
                Axis(_("probability"), 0, 1.05),
                [
                    Mark(_("probability p"), np.arange(3), p, names, BLUE, "bars"),
                    Mark(
                        _("t, what came true"),
                        np.arange(3),
                        one_hot([0, 1, 2], 3),
                        by[:1],
                        ORANGE,
                        "squares",
                    ),
                ],
            ),
            Panel(
                _("The loss"),
                Axis(_("probability given to what came true"), 0, 1),
                Axis(_("loss (nats)"), 0, top),
                [
                    Mark(_("−log p"), x, binary_cross_entropy(x, np.ones_like(x)), (), INK),
                    Mark("", given[..., None], losses[..., None], by, ORANGE, "squares"),
                ],
            ),
        ],
        [
            _("Probabilities: {name_0} {p_0}, {name_1} {p_1}, {name_2} {p_2}."),
            _("What came true: {truth}. The loss is {loss}."),
            _("Slopes, p − t: {name_0} {slope_0}, {name_1} {slope_1}, {name_2} {slope_2}."),
        ],
        {
            **{f"name_{c}": Table(name) for c, name in enumerate(classes)},
            **{
                f"p_{c}": _told(
                    np.moveaxis(p[..., c], c, 0), 4, names[c], *names[:c], *names[c + 1 :]
                )
                for c in range(3)
            },
            "truth": Table(list(classes), by[:1]),
            "loss": _told(losses, 4, *by),
            **{f"slope_{c}": _told(slopes[..., c], 4, *by) for c in range(3)},
        },
    )
