"""The losses beside SciPy, PyTorch and scikit-learn: distance from 50 digits, and speed.

    python -m benchmarks.losses THREADS [--quick]

Writes what it measured to standard output, as JSON. A rival that is not installed is left out.
scikit-learn has two: `log_loss` for probabilities, and inside its estimators the losses of logits
in `sklearn._loss`.
"""

import math
import warnings
from collections.abc import Callable
from functools import partial

import mpmath
import numpy as np

from benchmarks.clock import interleaved, progress, report
from course_lib import (
    binary_cross_entropy,
    binary_cross_entropy_grad,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_grad,
)
from course_lib.losses import softmax_cross_entropy_and_grad

try:
    import torch
    import torch.nn.functional as F
except ImportError:
    torch = None
try:
    import scipy
    import scipy.special as special
except ImportError:
    scipy = None
try:
    import sklearn
    from sklearn._loss import HalfBinomialLoss, HalfMultinomialLoss
    from sklearn.metrics import log_loss
except ImportError:
    sklearn = None

mpmath.mp.dps = 50

OURS, TEXTBOOK = "course_lib", "textbook NumPy"
SCIPY, TORCH, SCIKIT = "SciPy", "PyTorch", "scikit-learn"
K = 10
Pair = tuple[np.ndarray, np.ndarray | None]


# The contestants: from (what the model said, labels) to (losses, slopes)


def torch_pair(loss: Callable, output: np.ndarray, labels: np.ndarray) -> Pair:
    leaf = torch.from_numpy(output).requires_grad_()
    losses = loss(leaf, torch.from_numpy(labels), reduction="none")
    losses.sum().backward()
    return losses.detach().numpy(), leaf.grad.numpy()


def ours_of(loss: Callable, grad: Callable) -> Callable[..., Pair]:
    return lambda output, labels: (loss(output, labels), grad(output, labels))


def scipy_softmax(z, labels):
    rows = np.arange(len(z))
    losses = special.logsumexp(z, axis=1) - z[rows, labels]
    slopes = special.softmax(z, axis=1)
    slopes[rows, labels] -= 1
    return losses, slopes


def scipy_sigmoid(z, labels):
    losses = -labels * special.log_expit(z) - (1 - labels) * special.log_expit(-z)
    return losses, special.expit(z) - labels


def scipy_binary(p, labels):
    return -special.xlogy(labels, p) - special.xlog1py(1 - labels, -p), None


def scikit_softmax(z, labels):
    return HalfMultinomialLoss(n_classes=z.shape[1]).loss_gradient(labels.astype(z.dtype), z)


def scikit_sigmoid(z, labels):
    return HalfBinomialLoss().loss_gradient(labels, z)


def scikit_binary(p, labels):
    one = partial(log_loss, labels=[0, 1], normalize=False)
    pairs = zip(labels, p, strict=True)
    with warnings.catch_warnings(action="ignore"):  # that in float32 p and 1 - p add up to 1 - 6e-8
        return np.array([one([y], np.array([x])) for y, x in pairs], p.dtype), None


def installed(ours, scipy_one, torch_one, scikit_one) -> dict[str, Callable[..., Pair]]:
    """The contestants for one loss, without those that are not installed."""
    everyone = (
        (OURS, True, ours),
        (SCIPY, scipy, scipy_one),
        (TORCH, torch, torch_one),
        (SCIKIT, sklearn, scikit_one),
    )
    return {name: contestant for name, present, contestant in everyone if present}


CONTESTANTS = {
    "softmax_cross_entropy": installed(
        softmax_cross_entropy_and_grad,
        scipy_softmax,
        lambda z, labels: torch_pair(F.cross_entropy, z, labels),
        scikit_softmax,
    ),
    "sigmoid_cross_entropy": installed(
        ours_of(sigmoid_cross_entropy, sigmoid_cross_entropy_grad),
        scipy_sigmoid,
        lambda z, labels: torch_pair(F.binary_cross_entropy_with_logits, z, labels),
        scikit_sigmoid,
    ),
    "binary_cross_entropy": installed(
        ours_of(binary_cross_entropy, binary_cross_entropy_grad),
        scipy_binary,
        lambda p, labels: torch_pair(F.binary_cross_entropy, p, labels),
        scikit_binary,
    ),
}


# The inputs


def wide(scale: float) -> Callable:
    return lambda rng, shape: rng.normal(size=shape) * scale


def with_margin(rng, shape):
    """One class ahead of the others, or one logit away from 0, by 20 to 60."""
    z = rng.normal(size=shape)
    if z.ndim == 1:
        return z + rng.choice([-1, 1], len(z)) * rng.uniform(20, 60, len(z))
    z[np.arange(len(z)), rng.integers(0, K, len(z))] += rng.uniform(20, 60, len(z))
    return z


LOGITS = {
    "normal, scale 1": wide(1),
    "uniform in [-5, 5]": lambda rng, shape: rng.uniform(-5, 5, shape),
    "a margin of 20 to 60": with_margin,
    "uniform in [-10,000, 10,000]": lambda rng, shape: rng.uniform(-1e4, 1e4, shape),
}
PROBABILITIES = {
    "uniform in [0, 1]": lambda rng, n, dtype: rng.uniform(size=n),
    "down to 1e-300 (float32: 1e-37)": lambda rng, n, dtype: (
        10 ** rng.uniform(-300 if dtype == "float64" else -37, 0, n)
    ),
    "up to 1 - 1e-15 (float32: 1 - 1e-6)": lambda rng, n, dtype: (
        1 - 10 ** rng.uniform(-15 if dtype == "float64" else -6, 0, n)
    ),
}


def inputs(loss: str, case: str, dtype: str, n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(9)
    if loss == "softmax_cross_entropy":
        z = LOGITS[case](rng, (n, K)).astype(dtype)
        # half of the answers are right, half at random
        return z, np.where(rng.uniform(size=n) < 0.5, z.argmax(axis=1), rng.integers(0, K, n))
    output = LOGITS[case](rng, n) if case in LOGITS else PROBABILITIES[case](rng, n, dtype)
    return output.astype(dtype), rng.integers(0, 2, n).astype(dtype)


# The truth


def exact(values) -> list:
    return [mpmath.mpf(float(value)) for value in np.ravel(values)]


def softmax_truth(z, labels):
    losses, slopes = [], []
    for row, label in zip(map(exact, z), labels, strict=True):
        weights = [mpmath.exp(x - row[label]) for x in row]
        others = mpmath.fsum(weights[:label] + weights[label + 1 :])
        losses.append(mpmath.log1p(others))
        row_slopes = [weight / (1 + others) for weight in weights]
        row_slopes[label] = -others / (1 + others)
        slopes += row_slopes
    return losses, slopes


def sigmoid_truth(z, labels):
    signs = [1 - 2 * int(y) for y in labels]
    wrong_way = [x * sign for x, sign in zip(exact(z), signs, strict=True)]
    losses = [mpmath.log1p(mpmath.exp(x)) for x in wrong_way]
    return losses, [s / (1 + mpmath.exp(-x)) for x, s in zip(wrong_way, signs, strict=True)]


def binary_truth(p, labels):
    pairs = list(zip(exact(p), map(int, labels), strict=True))
    losses = [-mpmath.log(x) if y else -mpmath.log1p(-x) for x, y in pairs]
    return losses, [-1 / x if y else 1 / (1 - x) for x, y in pairs]


TRUTHS = {
    "softmax_cross_entropy": softmax_truth,
    "sigmoid_cross_entropy": sigmoid_truth,
    "binary_cross_entropy": binary_truth,
}


def allowance(loss: str, z, labels) -> tuple[np.ndarray | float, np.ndarray | float]:
    """One unit per unit of margin, which rounding the difference of two logits costs in an exp.

    For a loss of softmax that from the largest logit to the second where the label has the largest
    (else the difference itself is the loss, nearly); for a slope all of the row's differences.
    """
    if loss != "softmax_cross_entropy":
        return 0.0, 0.0
    descending = -np.sort(-z.astype(np.float64), axis=1)
    right = z[np.arange(len(z)), labels] == z.max(axis=1)
    spread = np.repeat(descending[:, 0] - descending[:, -1], z.shape[1])
    return np.where(right, descending[:, 0] - descending[:, 1], 0), spread


def worst(got: np.ndarray, truth: list, allowed) -> float | str:
    """The most units in the last place beyond what is allowed, or what became of the digits."""
    got = np.ravel(got)
    if np.isnan(got).any():
        return "nan"
    if np.isinf(got).any():
        return "inf"
    spacing = np.spacing(np.abs(np.array([float(x) for x in truth]).astype(got.dtype)))
    triples = zip(exact(got), truth, exact(spacing), strict=True)
    units = np.array([float(abs(a - b) / unit) for a, b, unit in triples])
    most = float(np.maximum(units - allowed, 0).max())
    # a loss of half its value or more has no right digit left
    return "all digits" if most >= 0.5 / np.finfo(got.dtype).eps else most


def exactness(loss: str, n: int) -> list[dict]:
    """For each kind of input and dtype: the worst loss and the worst slope of each contestant."""
    rows = []
    for case in PROBABILITIES if loss == "binary_cross_entropy" else LOGITS:
        for dtype in ("float64", "float32"):
            output, labels = inputs(loss, case, dtype, n)
            truths = TRUTHS[loss](output, labels)
            allowed = allowance(loss, output, labels)
            row = {"case": case, "dtype": dtype, "losses": {}, "slopes": {}}
            for name, contestant in CONTESTANTS[loss].items():
                with np.errstate(all="ignore"):
                    pair = contestant(output.copy(), labels)
                for kind, got, truth, extra in zip(
                    ("losses", "slopes"), pair, truths, allowed, strict=True
                ):
                    if got is not None:
                        row[kind][name] = worst(got.astype(dtype), truth, extra)
            rows.append(row)
    return rows


# Speed


def textbook_softmax(z: np.ndarray, labels: np.ndarray) -> Pair:
    """The largest logit taken out, then log, sum and exp, as chapter 4 has it."""
    rows = np.arange(len(z))
    shifted = z - z.max(axis=1, keepdims=True)
    exponentials = np.exp(shifted)
    totals = exponentials.sum(axis=1, keepdims=True)
    slopes = exponentials / totals
    slopes[rows, labels] -= 1
    return np.log(totals[:, 0]) - shifted[rows, labels], slopes


def torch_mean(z: np.ndarray, labels: np.ndarray) -> Callable[[], object]:
    """As it is used: the mean loss and its slope, on tensors that are there already."""
    leaf, truth = torch.from_numpy(z).requires_grad_(), torch.from_numpy(labels)

    def call():
        leaf.grad = None
        F.cross_entropy(leaf, truth).backward()

    return call


def speed(n: int, dtype: str, calls: int, rounds: int) -> dict:
    """Softmax cross-entropy and its slope together, refusals included."""
    rng = np.random.default_rng(10)
    z, labels = rng.normal(size=(n, K)).astype(dtype), rng.integers(0, K, n)
    contestants = {**CONTESTANTS["softmax_cross_entropy"], TEXTBOOK: textbook_softmax}
    one_call = {name: partial(contestant, z, labels) for name, contestant in contestants.items()}
    if torch:
        one_call[TORCH] = torch_mean(z, labels)
    running = {name: partial(repeat, call, calls) for name, call in one_call.items()}
    return {"n": n, "dtype": dtype, "calls": calls, "times": interleaved(running, rounds)}


def repeat(call: Callable[[], object], calls: int) -> None:
    for _ in range(calls):
        call()


def measure(threads: int, quick: bool) -> dict:
    n, rounds = (20, 5) if quick else (400, 9)
    results: dict = {"threads": threads, "examples": n, "exactness": {}}
    for loss in CONTESTANTS:
        progress(f"  {loss} against 50 digits")
        results["exactness"][loss] = exactness(loss, n)
    progress("  softmax_cross_entropy and its slope, speed")
    results["speed"] = [
        speed(size, dtype, math.ceil(calls / (10 if quick else 1)), rounds)
        for size, calls in ((64, 1000), (10_000, 30))
        for dtype in ("float32", "float64")
    ]
    return results


if __name__ == "__main__":
    report(measure, __doc__)
