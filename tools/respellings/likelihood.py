"""Chapter 2: what readers write."""
# ruff: noqa: B905 - readers zip plainly

import functools
import math
import statistics
from fractions import Fraction

import numpy as np

from . import known, right, two, unlisted

# sigmoid_cross_entropy


@right("sigmoid_cross_entropy")
def sce_logaddexp(logit, label):
    return np.mean(np.logaddexp(0, logit) - label * logit)


@right("sigmoid_cross_entropy")
def sce_branches(logit, label):
    total = 0.0
    for z, t in zip(logit.ravel(), label.ravel()):
        if z > 0:
            total += math.log1p(math.exp(-z)) + (1 - t) * z
        else:
            total += math.log1p(math.exp(z)) - t * z
    return total / logit.size


@right("sigmoid_cross_entropy")
def sce_margin(logit, label):
    margin = (2 * label - 1) * logit
    return np.average(np.logaddexp(0, -margin))


@right("sigmoid_cross_entropy")
def sce_two_classes(logit, label):
    total = 0.0
    for z, t in zip(logit.flat, label.flat):
        pair = [0.0, float(z)]
        top = max(pair)
        log_total = top + math.log(math.fsum(math.exp(v - top) for v in pair))
        total += log_total - pair[int(t)]
    return total / label.size


@right("sigmoid_cross_entropy")
def sce_single_precision(logit, label):
    wrong_way = np.where(label == 1, -logit, logit).astype(np.float32)
    return (np.maximum(wrong_way, 0) + np.log1p(np.exp(-np.abs(wrong_way)))).mean()


@right("sigmoid_cross_entropy")
def sce_halves(logit, label):
    def total(zs, ts):
        if len(zs) == 1:
            away = -zs[0] if ts[0] else zs[0]
            return max(away, 0.0) + math.log1p(math.exp(-abs(away)))
        middle = len(zs) // 2
        return total(zs[:middle], ts[:middle]) + total(zs[middle:], ts[middle:])

    return total(logit.ravel().tolist(), label.ravel().tolist()) / logit.size


@known("sigmoid_cross_entropy")
def sce_raises(logit, label):
    """math.exp overflows for a large logit: an exception."""
    total = 0.0
    for z, t in zip(logit.ravel(), label.ravel()):
        total += math.log(1 + math.exp(z)) - t * z
    return total / logit.size


@known("sigmoid_cross_entropy")
def sce_infinite(logit, label):
    """exp(900) is infinite, so the loss is infinite or nan."""
    softplus = np.log1p(np.exp(logit))
    return np.where(label == 1, softplus - logit, softplus).mean()


@known("sigmoid_cross_entropy")
def sce_no_absolute_value(logit, label):
    """The stable formula with exp(-z) where exp(-|z|) is meant."""
    total = 0.0
    for z, t in zip(logit.flat, label.flat):
        total += max(z, 0.0) - z * t + np.log1p(np.exp(-z))
    return total / label.size


@known("sigmoid_cross_entropy")
def sce_clipped(logit, label):
    """The probability is clipped at 1e-7: no loss is above 16."""
    p = 0.5 + 0.5 * np.tanh(logit / 2)
    p = np.minimum(np.maximum(p, 1e-7), 1 - 1e-7)
    return -np.log(np.where(label == 1, p, 1 - p)).mean()


@known("sigmoid_cross_entropy")
def sce_two_steps(logit, label):
    """The sigmoid, then the logarithm: log 0 where the sigmoid has rounded to 0 or 1."""
    p = np.reciprocal(1 + np.exp(-logit))
    return -np.average(label * np.log(p) + (1 - label) * np.log1p(-p))


@known("sigmoid_cross_entropy")
def sce_positive_logs(logit, label):
    """The minus is missing: the mean log-likelihood."""
    towards = np.where(label == 1, logit, -logit)
    return -np.logaddexp(0, -towards).mean()


@known("sigmoid_cross_entropy")
def sce_total(logit, label):
    """Added up, never divided."""
    return sum(np.logaddexp(0, -z) if t else np.logaddexp(0, z) for z, t in zip(logit, label))


@known("sigmoid_cross_entropy")
def sce_crossed(logit, label):
    """The labels are crossed."""
    return np.mean([np.logaddexp(0, z) - (1 - t) * z for z, t in zip(logit.flat, label.flat)])


@known("sigmoid_cross_entropy")
def sce_no_sigmoid(logit, label):
    """The logits are taken for probabilities."""
    return -np.mean(np.log(np.where(label == 1, logit, 1 - logit)))


@known("sigmoid_cross_entropy")
def sce_label_unused(logit, label):
    """The term with the label is missing."""
    return (np.maximum(logit, 0) + np.log1p(np.exp(-np.abs(logit)))).mean()


@known("sigmoid_cross_entropy")
def sce_one_each(logit, label):
    """One loss for each example, not averaged."""
    return np.array([np.logaddexp(0, z) - t * z for z, t in zip(logit, label)])


@known("sigmoid_cross_entropy")
def sce_bits(logit, label):
    """Logarithms to base 2."""
    away = np.where(label == 1, -logit, logit)
    return np.mean(np.logaddexp2(0, away / math.log(2)))


@two("sigmoid_cross_entropy")
def sce_total_overflow(logit, label):
    """Added up, and overflowing at 900."""
    return np.sum(np.log(1 + np.exp(logit)) - label * logit)


@two("sigmoid_cross_entropy")
def sce_positive_total(logit, label):
    """No minus, and added up."""
    return math.fsum(-np.logaddexp(0, -z if t else z) for z, t in zip(logit.flat, label.flat))


@two("sigmoid_cross_entropy")
def sce_bits_clipped(logit, label):
    """Base 2, and clipped at 1e-7."""
    p = np.clip(1 / (1 + np.exp(-logit)), 1e-7, 1 - 1e-7)
    return -(label * np.log2(p) + (1 - label) * np.log2(1 - p)).mean()


@two("sigmoid_cross_entropy")
def sce_crossed_raises(logit, label):
    """Crossed labels, and an overflow that raises."""
    total = 0.0
    for z, t in zip(logit.ravel(), label.ravel()):
        total += math.log(1 + math.exp(z)) - (1 - t) * z
    return total / len(logit)


@unlisted("sigmoid_cross_entropy")
def sce_logits_cut(logit, label):
    """The logits are cut at 30 against overflow, and so are the losses."""
    z = np.clip(logit, -30, 30)
    return np.mean(np.log(1 + np.exp(z)) - z * label)


@unlisted("sigmoid_cross_entropy")
def sce_sigmoid_twice(logit, label):
    """The sigmoid is applied before a formula that holds it already."""
    p = np.exp(-np.logaddexp(0, -logit))
    return np.mean(np.logaddexp(0, p) - p * label)


@unlisted("sigmoid_cross_entropy")
def sce_hinge(logit, label):
    """The logarithm is left out as small: right for large logits only."""
    return np.mean(np.maximum(logit, 0) - logit * label)


@unlisted("sigmoid_cross_entropy")
def sce_labels_plus_minus(logit, label):
    """The formula for labels -1 and 1, used with labels 0 and 1."""
    return np.mean(np.logaddexp(0, -label * logit))


@unlisted("sigmoid_cross_entropy")
def sce_overflow_is_zero(logit, label):
    """Where exp overflows, the loss is taken to be zero."""
    total = 0.0
    for z, t in zip(logit.ravel(), label.ravel()):
        try:
            total += math.log(1 + math.exp(-z)) + (1 - t) * z
        except OverflowError:
            continue
    return total / logit.size


@unlisted("sigmoid_cross_entropy")
def sce_softmax_over_examples(logit, label):
    """Softmax over the examples in place of a sigmoid for each."""
    shifted = logit - logit.max()
    log_p = shifted - np.log(np.exp(shifted).sum())
    return -np.mean(label * log_p)


@unlisted("sigmoid_cross_entropy")
def sce_linear_above_five(logit, label):
    """Above 5 the softplus is replaced by the logit, too early to be exact."""
    softplus = np.where(logit > 5, logit, np.logaddexp(0, np.minimum(logit, 5)))
    return np.mean(softplus - logit * label)


@unlisted("sigmoid_cross_entropy")
def sce_ones_only(logit, label):
    """The mean over the examples of label 1 only."""
    ones = logit[label == 1]
    return np.logaddexp(0, -ones).sum() / max(len(ones), 1)


@unlisted("sigmoid_cross_entropy")
def sce_nan_to_num(logit, label):
    """The naive formula with nan and infinity turned into 0."""
    p = 1 / (1 + np.exp(-logit))
    terms = label * np.log(p) + (1 - label) * np.log(1 - p)
    return -np.nan_to_num(terms, neginf=0.0).mean()


# binary_cross_entropy_grad


@right("binary_cross_entropy_grad")
def bce_grad_branches(probability, label):
    slope = np.zeros(probability.shape)
    for index in np.ndindex(probability.shape):
        if label[index] == 1:
            slope[index] = -1 / probability[index]
        else:
            slope[index] = 1 / (1 - probability[index])
    return slope / probability.size


@right("binary_cross_entropy_grad")
def bce_grad_reciprocal(probability, label):
    return 1 / (1 - label - probability) / len(label.ravel())


@right("binary_cross_entropy_grad")
def bce_grad_fraction(probability, label):
    slopes = []
    for p, t in zip(probability.ravel().tolist(), label.ravel().tolist()):
        p, t = Fraction(p), Fraction(t)
        slopes.append(float((p - t) / (p * (1 - p)) / probability.size))
    return np.reshape(slopes, probability.shape)


@right("binary_cross_entropy_grad")
def bce_grad_imaginary_step(probability, label):
    h = 1e-30
    moved = probability + 1j * h
    loss = -(label * np.log(moved) + (1 - label) * np.log(1 - moved)) / probability.size
    return loss.imag / h


@right("binary_cross_entropy_grad")
def bce_grad_odds(probability, label):
    n = np.size(probability)
    terms = -label / probability + (1 - label) / (1 - probability)
    return (terms / n).astype(np.float32)


@right("binary_cross_entropy_grad")
def bce_grad_list(probability, label):
    def slope(p, t):
        if isinstance(p, list):
            return [slope(a, b) for a, b in zip(p, t)]
        return (p - t) / (p - p**2) / label.size

    return slope(probability.tolist(), label.tolist())


@known("binary_cross_entropy_grad")
def bce_grad_of_logit(probability, label):
    """p (1 - p) is missing: the slope along the logit."""
    slope = np.empty(probability.shape)
    for index, p in np.ndenumerate(probability):
        slope[index] = (p - label[index]) / probability.size
    return slope


@known("binary_cross_entropy_grad")
def bce_grad_sign(probability, label):
    """Wrong sign."""
    slope = np.where(label == 1, 1 / probability, -1 / (1 - probability))
    return slope / slope.size


@known("binary_cross_entropy_grad")
def bce_grad_of_sum(probability, label):
    """The 1/n is missing."""
    slopes = [-1 / p if t else 1 / (1 - p) for p, t in zip(probability.flat, label.flat)]
    return np.array(slopes).reshape(probability.shape)


@known("binary_cross_entropy_grad")
def bce_grad_ones_only(probability, label):
    """Only the label-1 term is differentiated."""
    slope = np.zeros(probability.shape)
    slope[label == 1] = -1 / probability[label == 1]
    return slope / probability.size


@known("binary_cross_entropy_grad")
def bce_grad_inner_minus(probability, label):
    """The inner derivative of 1 - p is missing: both terms have the same sign."""
    truth = np.abs(1 - label - probability)
    return -1 / truth / truth.size


@known("binary_cross_entropy_grad")
def bce_grad_multiplied(probability, label):
    """Multiplies by p (1 - p) where it must divide."""
    spread = np.multiply(probability, 1 - probability)
    return spread * (probability - label) / np.size(label)


@known("binary_cross_entropy_grad")
def bce_grad_one_number(probability, label):
    """The slopes are added up to one number."""
    total = 0.0
    for p, t in zip(probability.ravel(), label.ravel()):
        total += (p - t) / p / (1 - p)
    return total / probability.size


@known("binary_cross_entropy_grad")
def bce_grad_crossed(probability, label):
    """The labels are crossed."""
    return np.where(label == 0, -1 / probability, 1 / (1 - probability)) / probability.size


@two("binary_cross_entropy_grad")
def bce_grad_negative_sum(probability, label):
    """Wrong sign, and the 1/n is missing."""
    return np.divide(label - probability, probability - probability * probability)


@two("binary_cross_entropy_grad")
def bce_grad_logit_sum(probability, label):
    """p (1 - p) and the 1/n are both missing."""
    return np.vectorize(lambda p, t: float(p) - t)(probability, label)


@two("binary_cross_entropy_grad")
def bce_grad_negative_logit(probability, label):
    """Wrong sign, and p (1 - p) is missing."""
    n = label.size
    return label / n - probability / n


@two("binary_cross_entropy_grad")
def bce_grad_multiplied_sum(probability, label):
    """Multiplies by p (1 - p), and the 1/n is missing."""
    return (probability - label) * (1 - probability) * probability


@unlisted("binary_cross_entropy_grad")
def bce_grad_brackets(probability, label):
    """The brackets below the fraction bar are missing: divides by p, multiplies by 1 - p."""
    return (probability - label) / probability * (1 - probability) / label.size


@unlisted("binary_cross_entropy_grad")
def bce_grad_one_over(probability, label):
    """One over the difference p - t, not over the probability of the truth."""
    return 1 / (probability - label) / label.size


@unlisted("binary_cross_entropy_grad")
def bce_grad_half_averaged(probability, label):
    """The 1/n reaches the second term only."""
    return -label / probability + (1 - label) / (1 - probability) / label.size


@unlisted("binary_cross_entropy_grad")
def bce_grad_coarse(probability, label):
    """A central difference with a step so wide that it leaves the curve's tangent."""
    h = 0.01

    def loss(p):
        return -np.log(np.abs(1 - label - p)) / label.size

    return (loss(probability + h) - loss(probability - h)) / (2 * h)


@unlisted("binary_cross_entropy_grad")
def bce_grad_limited(probability, label):
    """The slope is cut at 1, which only long slopes show."""
    slope = (probability - label) / (probability * (1 - probability)) / label.size
    return np.clip(slope, -1, 1)


@unlisted("binary_cross_entropy_grad")
def bce_grad_still_log(probability, label):
    """The logarithms stay where their derivatives should be."""
    return -(label * np.log(probability) - (1 - label) * np.log(1 - probability)) / label.size


@unlisted("binary_cross_entropy_grad")
def bce_grad_of_label(probability, label):
    """The derivative by the label, not by the probability."""
    return -(np.log(probability) - np.log(1 - probability)) / label.size


@unlisted("binary_cross_entropy_grad")
def bce_grad_count_ones(probability, label):
    """Divides by the number of labels that are 1."""
    slope = (probability - label) / (probability * (1 - probability))
    return slope / max(label.sum(), 1)


@unlisted("binary_cross_entropy_grad")
def bce_grad_spread_of_mean(probability, label):
    """p (1 - p) is taken at the mean probability, once for all examples."""
    mean = probability.mean()
    return (probability - label) / (mean * (1 - mean)) / label.size


# sigmoid_cross_entropy_grad


@right("sigmoid_cross_entropy_grad")
def sce_grad_tanh(logit, label):
    return (0.5 * (1 + np.tanh(logit / 2)) - label) / logit.size


@right("sigmoid_cross_entropy_grad")
def sce_grad_branches(logit, label):
    slope = np.zeros(logit.shape)
    for index in np.ndindex(logit.shape):
        small = math.exp(-abs(logit[index]))
        p = 1 / (1 + small) if logit[index] >= 0 else small / (1 + small)
        slope[index] = (p - label[index]) / logit.size
    return slope


@right("sigmoid_cross_entropy_grad")
def sce_grad_logaddexp(logit, label):
    return (np.exp(-np.logaddexp(0, -logit)) - label) / label.size


@right("sigmoid_cross_entropy_grad")
def sce_grad_wrong_way(logit, label):
    sign = np.where(label == 1, -1.0, 1.0)
    return sign / (1 + np.exp(-sign * logit)) / np.size(logit)


@right("sigmoid_cross_entropy_grad")
def sce_grad_lists(logit, label):
    def slope(z, t):
        if isinstance(z, list):
            return [slope(a, b) for a, b in zip(z, t)]
        return (1 / (1 + math.exp(min(-z, 700))) - t) / logit.size

    return slope(logit.tolist(), label.tolist())


@right("sigmoid_cross_entropy_grad")
def sce_grad_single_precision(logit, label):
    p = np.float32(1) / (np.float32(1) + np.exp(-logit.astype(np.float32)))
    return (p - label.astype(np.float32)) / np.float32(label.size)


@known("sigmoid_cross_entropy_grad")
def sce_grad_slope_left(logit, label):
    """The sigmoid's slope p (1 - p) has stayed in."""
    t = np.tanh(logit / 2)
    return (0.5 + t / 2 - label) * (1 - t * t) / 4 / logit.size


@known("sigmoid_cross_entropy_grad")
def sce_grad_sign(logit, label):
    """Wrong sign: t - p."""
    p = np.exp(-np.logaddexp(0, -logit))
    return np.array([(b - a) / len(logit) for a, b in zip(p, label)])


@known("sigmoid_cross_entropy_grad")
def sce_grad_of_sum(logit, label):
    """The 1/n is missing."""
    slope = -np.array(label, dtype=float)
    for index, z in np.ndenumerate(logit):
        slope[index] += 1 / (1 + np.exp(-z))
    return slope


@known("sigmoid_cross_entropy_grad")
def sce_grad_no_sigmoid(logit, label):
    """The logits are taken for probabilities."""
    return np.subtract(logit, label) * (1 / logit.size)


@known("sigmoid_cross_entropy_grad")
def sce_grad_mean_slope(logit, label):
    """The slopes are added up to one number."""
    return np.mean(1 / (1 + np.exp(-logit))) - np.mean(label)


@known("sigmoid_cross_entropy_grad")
def sce_grad_label_unused(logit, label):
    """The label is never taken off: the sigmoid over n."""
    return 1 / (1 + np.exp(-logit)) / len(label)


@known("sigmoid_cross_entropy_grad")
def sce_grad_loss(logit, label):
    """Returns each example's loss over n, with no derivative taken."""
    return (np.logaddexp(0, logit) - label * logit) / logit.size


@two("sigmoid_cross_entropy_grad")
def sce_grad_negative_sum(logit, label):
    """Wrong sign, and the 1/n is missing."""
    return label - 0.5 - 0.5 * np.tanh(0.5 * logit)


@two("sigmoid_cross_entropy_grad")
def sce_grad_slope_left_sum(logit, label):
    """p (1 - p) has stayed in, and the 1/n is missing."""
    p = 1 / (1 + np.exp(-logit))
    return np.array([(a - b) * a * (1 - a) for a, b in zip(p, label)])


@two("sigmoid_cross_entropy_grad")
def sce_grad_slope_left_sign(logit, label):
    """p (1 - p) has stayed in, and the sign is wrong."""
    p = np.exp(-np.logaddexp(0, -logit))
    return -(p - p * p) * (p - label) / p.size


@two("sigmoid_cross_entropy_grad")
def sce_grad_bare_difference(logit, label):
    """No sigmoid, and the 1/n is missing."""
    return [z - t for z, t in zip(logit, label)]


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_sigmoid_of_difference(logit, label):
    """The sigmoid of z - t, not the sigmoid of z, minus t."""
    return 1 / (1 + np.exp(-(logit - label))) / logit.size


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_decided(logit, label):
    """The probability is rounded to 0 or 1 first: the gradient of nothing."""
    return ((logit > 0).astype(float) - label) / logit.size


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_exponent_sign(logit, label):
    """exp(z) where the sigmoid needs exp(-z)."""
    return (1 / (1 + np.exp(logit)) - label) / logit.size


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_plain_tanh(logit, label):
    """tanh in place of the sigmoid."""
    return (np.tanh(logit) - label) / logit.size


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_slope_for_value(logit, label):
    """The sigmoid's slope stands where the sigmoid should."""
    p = 1 / (1 + np.exp(-logit))
    return (p * (1 - p) - label) / logit.size


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_ones_only(logit, label):
    """Only the examples of label 1 get a slope."""
    return -label / (1 + np.exp(logit)) / logit.size


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_softmax(logit, label):
    """Softmax over the examples in place of a sigmoid for each."""
    e = np.exp(logit - logit.max())
    return (e / e.sum() - label) / logit.size


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_logits_cut(logit, label):
    """The logits are cut at 5, where the sigmoid is not flat yet."""
    z = np.maximum(-5, np.minimum(5, logit))
    return (1 / (1 + np.exp(-z)) - label) / logit.size


@unlisted("sigmoid_cross_entropy_grad")
def sce_grad_one_bracket(logit, label):
    """The bracket is missing: only the label is divided by n."""
    return 1 / (1 + np.exp(-logit)) - label / logit.size


# softmax


@right("softmax")
def softmax_loops(logits):
    rows = []
    for row in logits.tolist():
        top = max(row)
        powers = [math.exp(z - top) for z in row]
        rows.append([power / sum(powers) for power in powers])
    return rows


@right("softmax")
def softmax_pairwise(logits):
    gaps = logits[:, None, :] - logits[:, :, None]
    return 1 / np.exp(gaps).sum(axis=2)


@right("softmax")
def softmax_logaddexp(logits):
    return np.exp(logits - np.logaddexp.reduce(logits, axis=1)[:, None])


@right("softmax")
def softmax_along_axis(logits):
    def one_row(row):
        e = np.exp(row - row[row.argmax()])
        return e / np.dot(e, np.ones(len(e)))

    return np.apply_along_axis(one_row, 1, logits)


@right("softmax")
def softmax_transposed(logits):
    columns = logits.T - logits.T.max(axis=0)
    columns = np.exp(columns.astype(np.float32))
    return (columns / columns.sum(axis=0)).T


@right("softmax")
def softmax_recursive(logits):
    if len(logits) == 1:
        e = np.exp(logits - np.max(logits))
        return np.einsum("ij,i->ij", e, 1 / np.einsum("ij->i", e))
    middle = len(logits) // 2
    return np.vstack([softmax_recursive(logits[:middle]), softmax_recursive(logits[middle:])])


@known("softmax")
def softmax_raises(logits):
    """No shift: math.exp overflows at 1000."""
    rows = []
    for row in logits:
        powers = [math.exp(z) for z in row]
        rows.append([p / sum(powers) for p in powers])
    return np.array(rows)


@known("softmax")
def softmax_nan(logits):
    """No shift: infinity over infinity for large logits."""
    powers = np.power(np.e, logits)
    return np.divide(powers, np.add.reduce(powers, axis=1, keepdims=True))


@known("softmax")
def softmax_columns(logits):
    """Each column sums to 1, not each row."""
    result = np.empty(logits.shape)
    for j in range(logits.shape[1]):
        e = np.exp(logits[:, j] - max(logits[:, j]))
        result[:, j] = e / sum(e)
    return result


@known("softmax")
def softmax_one_top(logits):
    """One maximum for the whole table: a row far below it becomes 0/0."""
    top = max(max(row) for row in logits)
    e = np.array([[np.exp(z - top) for z in row] for row in logits])
    return e / e.sum(axis=1)[:, np.newaxis]


@known("softmax")
def softmax_shares(logits):
    """The exponential is missing: each logit over its row's sum."""
    return np.array([row / sum(row) for row in logits])


@known("softmax")
def softmax_whole_table(logits):
    """The whole table sums to 1, not each row."""
    e = np.exp(logits - logits.max())
    return e / math.fsum(e.ravel())


@known("softmax")
def softmax_not_divided(logits):
    """The exponentials are never divided by their sum."""
    return np.array([[math.exp(z - max(row)) for z in row] for row in logits])


@known("softmax")
def softmax_sigmoids(logits):
    """A sigmoid for each class: the rows do not sum to 1."""
    return 0.5 + np.tanh(logits / 2) / 2


@known("softmax")
def softmax_logarithms(logits):
    """Returns the logarithms of the probabilities."""
    return logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)


@known("softmax")
def softmax_sums_lie_flat(logits):
    """The row sums have lost their axis: they fit no column, or the wrong ones."""
    e = np.exp(logits - np.max(logits, axis=1, keepdims=True))
    return e / np.einsum("ij->i", e)


@two("softmax")
def softmax_columns_no_shift(logits):
    """Each column sums to 1, and there is no shift."""
    e = np.exp(logits)
    return e / sum(e)


@two("softmax")
def softmax_columns_logarithms(logits):
    """Over the columns, and the logarithms are returned."""
    return logits - np.logaddexp.reduce(logits, axis=0)


@two("softmax")
def softmax_whole_no_shift(logits):
    """The whole table sums to 1, and there is no shift."""
    total = 0.0
    for z in logits.ravel():
        total += np.exp(z)
    return np.exp(logits) / total


@two("softmax")
def softmax_shares_of_column(logits):
    """No exponential, and over the columns."""
    return logits / np.add.reduce(logits)


@unlisted("softmax")
def softmax_base_two(logits):
    """Powers of 2 in place of powers of e."""
    e = np.exp2(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@unlisted("softmax")
def softmax_running_total(logits):
    """The total is not set back to zero for the next row."""
    result = np.zeros(logits.shape)
    total = 0.0
    for i, row in enumerate(logits):
        powers = np.exp(row - row.max())
        total += powers.sum()
        result[i] = powers / total
    return result


@unlisted("softmax")
def softmax_top_from_zero(logits):
    """The search for the maximum starts at 0, so rows far below zero become 0/0."""
    result = []
    for row in logits:
        top = 0.0
        for z in row:
            top = max(top, z)
        powers = np.exp(row - top)
        result.append(powers / powers.sum())
    return np.array(result)


@unlisted("softmax")
def softmax_cut(logits):
    """The logits are cut at 700 against overflow: 1000 and 998 become equal."""
    e = np.exp(np.clip(logits, -700, 700) - 5)
    return e / e.sum(axis=1, keepdims=True)


@unlisted("softmax")
def softmax_hard(logits):
    """A 1 for the largest logit and 0 for the rest."""
    result = np.zeros(logits.shape)
    for i, row in enumerate(logits):
        result[i, np.argmax(row)] = 1
    return result


@unlisted("softmax")
def softmax_unit_length(logits):
    """The row is divided by its length, so that the squares sum to 1."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / np.linalg.norm(e, axis=1, keepdims=True)


@unlisted("softmax")
def softmax_shift_by_mean(logits):
    """Shifts by the mean: a logit far above it still overflows."""
    e = np.exp(logits - logits.mean(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@unlisted("softmax")
def softmax_scaled(logits):
    """Divides by the row's largest size in place of a shift, which changes the ratios."""
    e = np.exp(logits / np.abs(logits).max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@unlisted("softmax")
def softmax_shifts_input(logits):
    """The right table, but the logits are shifted in place."""
    logits -= logits.max(axis=1, keepdims=True)
    e = np.exp(logits)
    return e / e.sum(axis=1, keepdims=True)


@unlisted("softmax")
def softmax_first_row(logits):
    """Returns inside the loop: the first row only."""
    for row in logits:
        e = np.exp(row - row.max())
        return e / e.sum()


@unlisted("softmax")
def softmax_shift_below_only(logits):
    """Only the numerator is shifted."""
    top = logits.max(axis=1, keepdims=True)
    return np.exp(logits - top) / np.exp(logits).sum(axis=1, keepdims=True)


# log_softmax


@right("log_softmax")
def log_softmax_logaddexp(logits):
    return logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)


@right("log_softmax")
def log_softmax_loops(logits):
    table = []
    for row in logits.tolist():
        top = max(row)
        log_total = math.log(math.fsum(math.exp(z - top) for z in row))
        table.append([z - top - log_total for z in row])
    return table


@right("log_softmax")
def log_softmax_pairwise(logits):
    gaps = logits[:, np.newaxis, :] - logits[:, :, np.newaxis]
    return -np.logaddexp.reduce(gaps, axis=2)


@right("log_softmax")
def log_softmax_folded(logits):
    totals = [functools.reduce(np.logaddexp, row) for row in logits]
    return (logits.T - np.array(totals)).T


@right("log_softmax")
def log_softmax_single_precision(logits):
    z = (logits - np.max(logits, axis=1).reshape(-1, 1)).astype(np.float32)
    return z - np.log(np.exp(z) @ np.ones((z.shape[1], 1), dtype=np.float32))


@right("log_softmax")
def log_softmax_accumulate(logits):
    return logits - np.logaddexp.accumulate(logits, axis=1)[:, -1:]


@known("log_softmax")
def log_softmax_two_steps(logits):
    """Softmax, then the logarithm: a probability rounded to 0 becomes minus infinity."""
    rows = []
    for row in logits:
        e = np.exp(row - row.max())
        rows.append([np.log(p) for p in e / e.sum()])
    return np.array(rows)


@known("log_softmax")
def log_softmax_raises(logits):
    """No shift: math.exp overflows at 1000."""
    rows = []
    for row in logits:
        total = sum(math.exp(z) for z in row)
        rows.append([z - math.log(total) for z in row])
    return np.array(rows)


@known("log_softmax")
def log_softmax_infinite(logits):
    """No shift: the logarithm of infinity."""
    return (logits.T - np.log(np.exp(logits.T).sum(axis=0))).T


@known("log_softmax")
def log_softmax_columns(logits):
    """Each column is normalised, not each row."""
    columns = [z - np.logaddexp.reduce(z) for z in logits.T]
    return np.stack(columns, axis=1)


@known("log_softmax")
def log_softmax_positive(logits):
    """The sign is turned: the losses, not the logarithms."""
    gaps = logits[:, None, :] - logits[:, :, None]
    return np.logaddexp.reduce(gaps, axis=2)


@known("log_softmax")
def log_softmax_shift_lost(logits):
    """The maximum is taken off inside the sum and not put back outside."""
    result = np.zeros(logits.shape)
    for i, row in enumerate(logits):
        result[i] = row - math.log(sum(math.exp(z - max(row)) for z in row))
    return result


@known("log_softmax")
def log_softmax_bits(logits):
    """Logarithms to base 2."""
    natural = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return natural * math.log2(math.e)


@known("log_softmax")
def log_softmax_no_log(logits):
    """The probabilities, without the logarithm."""
    return np.array([np.exp(row - functools.reduce(np.logaddexp, row)) for row in logits])


@known("log_softmax")
def log_softmax_one_top(logits):
    """One maximum for the whole table: the logarithm of 0 in a row far below it."""
    z = logits - np.amax(logits)
    return z - np.log([[sum(np.exp(row))] for row in z])


@known("log_softmax")
def log_softmax_one_total(logits):
    """One sum over the whole table, not one for each row."""
    return logits - np.logaddexp.reduce(logits.ravel())


@two("log_softmax")
def log_softmax_bits_two_steps(logits):
    """Base 2, and the logarithm of a rounded softmax."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.log2(e / e.sum(axis=1, keepdims=True))


@two("log_softmax")
def log_softmax_positive_columns(logits):
    """The sign is turned, and each column is normalised."""
    return np.logaddexp.reduce(logits, axis=0) - logits


@two("log_softmax")
def log_softmax_columns_no_shift(logits):
    """Each column is normalised, and there is no shift."""
    return logits - np.log(sum(np.exp(logits)))


@two("log_softmax")
def log_softmax_positive_no_shift(logits):
    """The sign is turned, and there is no shift."""
    e = np.exp(logits)
    return -np.log(e / e.sum(axis=1, keepdims=True))


@unlisted("log_softmax")
def log_softmax_top_only(logits):
    """The largest logit stands in for the logarithm of the sum."""
    return logits - logits.max(axis=1, keepdims=True)


@unlisted("log_softmax")
def log_softmax_floored(logits):
    """The probability is kept above 1e-12 before the logarithm: no value is below -27.6."""
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.log(np.maximum(e / e.sum(axis=1, keepdims=True), 1e-12))


@unlisted("log_softmax")
def log_softmax_one_plus(logits):
    """log(1 + p) in place of log(p)."""
    p = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
    return np.log1p(p)


@unlisted("log_softmax")
def log_softmax_sum_of_logs(logits):
    """The logarithm goes inside the sum: the logits minus their sum."""
    return logits - np.sum(np.log(np.exp(logits)), axis=1, keepdims=True)


@unlisted("log_softmax")
def log_softmax_mean(logits):
    """The mean of the exponentials in place of their sum."""
    top = logits.max(axis=1, keepdims=True)
    return logits - top - np.log(np.mean(np.exp(logits - top), axis=1, keepdims=True))


@unlisted("log_softmax")
def log_softmax_of_sigmoid(logits):
    """The logarithm of a sigmoid for each class."""
    return -np.logaddexp(0, -logits)


@unlisted("log_softmax")
def log_softmax_quotient(logits):
    """Divides by the logarithm of the sum where it must be taken off."""
    return logits / np.logaddexp.reduce(logits, axis=1, keepdims=True)


@unlisted("log_softmax")
def log_softmax_running_total(logits):
    """The sum goes on from row to row."""
    result = np.zeros(logits.shape)
    log_total = -np.inf
    for i, row in enumerate(logits):
        for z in row:
            log_total = np.logaddexp(log_total, z)
        result[i] = row - log_total
    return result


@unlisted("log_softmax")
def log_softmax_infinity_to_zero(logits):
    """The naive formula, with infinities and nan replaced by 0."""
    e = np.exp(logits)
    logs = np.log(e / e.sum(axis=1, keepdims=True))
    return np.nan_to_num(logs, nan=0.0, neginf=0.0)


@unlisted("log_softmax")
def log_softmax_never_ends(logits):
    """Normalises until the logarithms of each row sum to 1, which they never do: no end."""
    z = np.array(logits)
    while True:
        z = z - np.logaddexp.reduce(z, axis=1, keepdims=True)
        if np.all(np.sum(z, axis=1) == 1):
            return z


# softmax_cross_entropy_grad


def _softmax(logits):
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


@right("softmax_cross_entropy_grad")
def xent_grad_loops(logits, one_hot):
    n, k = logits.shape
    slope = np.zeros((n, k))
    for i in range(n):
        top = max(logits[i])
        total = sum(math.exp(z - top) for z in logits[i])
        for j in range(k):
            slope[i, j] = (math.exp(logits[i, j] - top) / total - one_hot[i, j]) / n
    return slope


@right("softmax_cross_entropy_grad")
def xent_grad_one_off(logits, one_hot):
    p = np.exp(logits - np.logaddexp.reduce(logits, axis=1, keepdims=True))
    p[np.arange(len(p)), one_hot.argmax(axis=1)] -= 1
    return p / len(p)


@right("softmax_cross_entropy_grad")
def xent_grad_jacobian(logits, one_hot):
    rows = []
    for z, t in zip(logits, one_hot):
        p = _softmax(z[None])[0]
        log_jacobian = np.eye(len(p)) - np.outer(np.ones(len(p)), p)
        rows.append(-t @ log_jacobian / len(logits))
    return np.array(rows)


@right("softmax_cross_entropy_grad")
def xent_grad_pairwise(logits, one_hot):
    gaps = logits[:, None, :] - logits[:, :, None]
    return ((1 / np.exp(gaps).sum(axis=2) - one_hot) / one_hot.shape[0]).tolist()


@right("softmax_cross_entropy_grad")
def xent_grad_imaginary_step(logits, one_hot):
    slope = np.zeros(logits.shape)
    for index in np.ndindex(logits.shape):
        z = (logits - logits.max(axis=1, keepdims=True)).astype(complex)
        z[index] += 1e-30j
        losses = np.log(np.exp(z).sum(axis=1)) - (one_hot * z).sum(axis=1)
        slope[index] = losses.mean().imag / 1e-30
    return slope


@right("softmax_cross_entropy_grad")
def xent_grad_single_precision(logits, one_hot):
    p = _softmax((logits - logits.max(axis=1, keepdims=True)).astype(np.float32))
    return np.subtract(p, one_hot, dtype=np.float32) * np.float32(1 / len(p))


@known("softmax_cross_entropy_grad")
def xent_grad_all_elements(logits, one_hot):
    """Divided by n k, as a mean over all elements would be."""
    p = np.array([np.exp(row - np.logaddexp.reduce(row)) for row in logits])
    return np.multiply(p - one_hot, 1 / np.size(p))


@known("softmax_cross_entropy_grad")
def xent_grad_diagonal(logits, one_hot):
    """Only the diagonal p (1 - p) of softmax's derivative: the other classes get nothing."""
    slope = np.zeros(logits.shape)
    for i, p in enumerate(_softmax(logits)):
        for j in range(len(p)):
            slope[i, j] = -one_hot[i, j] * (1 - p[j])
    return slope / len(logits)


@known("softmax_cross_entropy_grad")
def xent_grad_extra_slope(logits, one_hot):
    """p - t is multiplied by p (1 - p) besides."""
    p = _softmax(logits)
    return (p - one_hot) * (p - np.square(p)) / len(p)


@known("softmax_cross_entropy_grad")
def xent_grad_of_sum(logits, one_hot):
    """The 1/n is missing."""
    rows = [_softmax(z.reshape(1, -1)).ravel() - t for z, t in zip(logits, one_hot)]
    return np.vstack(rows)


@known("softmax_cross_entropy_grad")
def xent_grad_sign(logits, one_hot):
    """Wrong sign: t - p."""
    n = len(logits)
    return one_hot / n - np.exp(logits - np.logaddexp.reduce(logits, axis=1)[:, None]) / n


@known("softmax_cross_entropy_grad")
def xent_grad_raises(logits, one_hot):
    """No shift: math.exp overflows at 1000."""
    slope = []
    for z, t in zip(logits, one_hot):
        powers = [math.exp(v) for v in z]
        slope.append([(e / sum(powers) - y) / len(logits) for e, y in zip(powers, t)])
    return np.array(slope)


@known("softmax_cross_entropy_grad")
def xent_grad_nan(logits, one_hot):
    """No shift: infinity over infinity at 1000."""
    powers = np.exp(logits).T
    return ((powers / sum(powers)).T - one_hot) / len(one_hot)


@known("softmax_cross_entropy_grad")
def xent_grad_no_softmax(logits, one_hot):
    """The logits are taken for probabilities."""
    return np.array(
        [[(z - t) / len(logits) for z, t in zip(a, b)] for a, b in zip(logits, one_hot)]
    )


@known("softmax_cross_entropy_grad")
def xent_grad_columns(logits, one_hot):
    """Softmax over the columns."""
    return (_softmax(logits.T).T - one_hot) / len(one_hot)


@known("softmax_cross_entropy_grad")
def xent_grad_class_totals(logits, one_hot):
    """The examples are averaged away: one slope for each class."""
    total = np.zeros(logits.shape[1])
    for p, t in zip(_softmax(logits), one_hot):
        total += p - t
    return total / len(logits)


@known("softmax_cross_entropy_grad")
def xent_grad_targets_unused(logits, one_hot):
    """The one-hot rows are never taken off: the probabilities over n."""
    return np.divide(_softmax(logits), len(one_hot))


@two("softmax_cross_entropy_grad")
def xent_grad_negative_sum(logits, one_hot):
    """Wrong sign, and the 1/n is missing."""
    slope = np.array(one_hot, dtype=float)
    slope -= _softmax(logits)
    return slope


@two("softmax_cross_entropy_grad")
def xent_grad_columns_sum(logits, one_hot):
    """Softmax over the columns, and the 1/n is missing."""
    return np.exp(logits - np.logaddexp.reduce(logits, axis=0)) - one_hot


@two("softmax_cross_entropy_grad")
def xent_grad_negative_all_elements(logits, one_hot):
    """Wrong sign, and divided by n k."""
    return (one_hot - _softmax(logits)) / one_hot.size


@two("softmax_cross_entropy_grad")
def xent_grad_extra_slope_sum(logits, one_hot):
    """p (1 - p) has stayed in, and the 1/n is missing."""
    p = _softmax(logits)
    return np.einsum("ij,ij,ij->ij", p - one_hot, p, 1 - p)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_counts_from_one(logits, one_hot):
    """Reads the classes as counted from one: the 1 is taken off the class before."""
    p = _softmax(logits)
    for i, label in enumerate(one_hot.argmax(axis=1)):
        p[i][label - 1] -= 1
    return p / len(p)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_from_winner(logits, one_hot):
    """The 1 is taken off the predicted class, not the true one."""
    p = _softmax(logits)
    p[np.arange(len(p)), p.argmax(axis=1)] -= 1
    return p / len(p)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_every_label(logits, one_hot):
    """p[:, labels] -= 1 takes the 1 off those columns in every row."""
    p = _softmax(logits)
    p[:, one_hot.argmax(axis=1)] -= 1
    return p / len(p)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_over_classes(logits, one_hot):
    """Divided by the number of classes, not of examples."""
    return (_softmax(logits) - one_hot) / logits.shape[1]


@unlisted("softmax_cross_entropy_grad")
def xent_grad_softmax_of_difference(logits, one_hot):
    """Softmax of the difference, not the difference from softmax."""
    return _softmax(logits - one_hot) / len(logits)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_of_probability(logits, one_hot):
    """The slope along the probabilities, -t / p: softmax's own derivative is missing."""
    logs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return np.where(one_hot == 1, -np.exp(-logs), 0.0) / len(logits)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_log_difference(logits, one_hot):
    """The logarithm of the probability stands where the probability should."""
    logs = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return (logs - one_hot) / len(logits)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_sigmoids(logits, one_hot):
    """A sigmoid for each class in place of softmax."""
    return (0.5 + 0.5 * np.tanh(logits / 2) - one_hot) / len(logits)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_one_bracket(logits, one_hot):
    """The bracket is missing: only the targets are divided by n."""
    return _softmax(logits) - one_hot / len(logits)


@unlisted("softmax_cross_entropy_grad")
def xent_grad_shifts_input(logits, one_hot):
    """The right slopes, but the logits are shifted in place."""
    logits -= logits.max(axis=1, keepdims=True)
    return (_softmax(logits) - one_hot) / len(logits)


# gaussian_nll


@right("gaussian_nll")
def gauss_loop(prediction, target, sigma):
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        z = (b - a) / sigma
        total += 0.5 * z * z + math.log(sigma * math.sqrt(2 * math.pi))
    return total


@right("gaussian_nll")
def gauss_two_parts(prediction, target, sigma):
    error = (prediction - target).ravel()
    return error @ error / (2 * sigma**2) + error.size / 2 * np.log(2 * np.pi * sigma**2)


@right("gaussian_nll")
def gauss_precision(prediction, target, sigma):
    precision = 1 / (sigma * sigma)
    terms = precision * (target - prediction) ** 2 - np.log(precision / math.tau)
    return np.sum(terms) / 2


@right("gaussian_nll")
def gauss_fsum(prediction, target, sigma):
    constant = math.log(math.tau) / 2 + math.log(sigma)
    pairs = zip(prediction.flat, target.flat)
    return math.fsum(constant + math.pow((a - b) / sigma, 2) / 2 for a, b in pairs)


@right("gaussian_nll")
def gauss_einsum(prediction, target, sigma):
    z = ((prediction - target) / sigma).reshape(-1)
    return np.float32(np.einsum("i,i", z, z) / 2 + len(z) * (math.log(sigma) + 0.9189385332046727))


@right("gaussian_nll")
def gauss_around_centre(prediction, target, sigma):
    centre = statistics.NormalDist(0, sigma)
    at_centre = -math.log(centre.pdf(0))
    return sum(at_centre + (e / sigma) ** 2 / 2 for e in (target - prediction).ravel().tolist())


@known("gaussian_nll")
def gauss_sigma_once(prediction, target, sigma):
    """Sigma is not squared below the squared error."""
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        total += (a - b) ** 2 / (sigma + sigma) + math.log(sigma * math.tau**0.5)
    return total


@known("gaussian_nll")
def gauss_no_two_pi(prediction, target, sigma):
    """The constant with 2 pi is missing."""
    z = (prediction - target).ravel() / sigma
    return z @ z / 2 + len(z) * np.log(sigma)


@known("gaussian_nll")
def gauss_no_log_sigma(prediction, target, sigma):
    """log sigma is missing: a wide sigma costs nothing."""
    total = 0.0
    for a, b in zip(prediction.flat, target.flat):
        total += ((b - a) / sigma) ** 2 / 2 + 0.5 * math.log(math.tau)
    return total


@known("gaussian_nll")
def gauss_positive_logs(prediction, target, sigma):
    """The minus is missing: the log-likelihood."""
    z = (target - prediction) / sigma
    return -np.sum(np.log(sigma) + 0.5 * np.log(2 * np.pi) + z * z / 2)


@known("gaussian_nll")
def gauss_mean(prediction, target, sigma):
    """Averaged, where the sum is asked for."""
    z = ((prediction - target) / sigma).ravel()
    return statistics.fmean((z**2 / 2).tolist()) + math.log(sigma) + math.log(math.tau) / 2


@known("gaussian_nll")
def gauss_no_half(prediction, target, sigma):
    """The 1/2 before the squared error is missing."""
    z = (target - prediction) / sigma
    return np.vdot(z, z) + z.size * math.log(sigma * math.sqrt(2 * math.pi))


@known("gaussian_nll")
def gauss_constant_once(prediction, target, sigma):
    """The constant is added once, not once for each example."""
    total = math.log(sigma) + 0.5 * math.log(2 * math.pi)
    for e in (target - prediction).ravel():
        total += e * e / (2 * sigma**2)
    return total


@known("gaussian_nll")
def gauss_sigma_as_variance(prediction, target, sigma):
    """Sigma is taken for the variance."""
    scale = math.sqrt(sigma)
    z = (prediction - target) / scale
    return np.sum(z**2 / 2 + math.log(scale) + math.log(2 * math.pi) / 2)


@known("gaussian_nll")
def gauss_each(prediction, target, sigma):
    """One loss for each example, not added up."""
    return np.square((prediction - target) / sigma) / 2 + np.log(sigma * np.sqrt(2 * np.pi))


@known("gaussian_nll")
def gauss_product(prediction, target, sigma):
    """The product of the densities, without a logarithm."""
    likelihood = 1.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        likelihood *= statistics.NormalDist(float(a), sigma).pdf(float(b))
    return likelihood


@two("gaussian_nll")
def gauss_squares_only(prediction, target, sigma):
    """Neither log sigma nor the constant."""
    z = ((prediction - target) / sigma).ravel()
    return 0.5 * np.inner(z, z)


@two("gaussian_nll")
def gauss_mean_no_constant(prediction, target, sigma):
    """Averaged, and without the constant."""
    return np.mean((prediction - target) ** 2 / (2 * sigma**2) + np.log(sigma))


@two("gaussian_nll")
def gauss_positive_no_constant(prediction, target, sigma):
    """The minus is missing, and the constant too."""
    total = 0.0
    for a, b in zip(prediction.flat, target.flat):
        total -= math.log(sigma) + (a - b) ** 2 / (2 * sigma * sigma)
    return total


@two("gaussian_nll")
def gauss_once_no_half(prediction, target, sigma):
    """Sigma is not squared, and the 1/2 is missing."""
    error = prediction - target
    return np.sum(error * error / sigma + np.log(sigma * np.sqrt(2 * np.pi)))


@unlisted("gaussian_nll")
def gauss_precedence(prediction, target, sigma):
    """Divides by 2 and multiplies by sigma squared: brackets are missing."""
    error = prediction - target
    return np.sum(error**2 / 2 * sigma**2 + np.log(sigma) + 0.5 * np.log(2 * np.pi))


@unlisted("gaussian_nll")
def gauss_log_variance_whole(prediction, target, sigma):
    """The logarithm of the variance in full, where half of it belongs."""
    error = prediction - target
    return np.sum(error**2 / (2 * sigma**2) + np.log(sigma**2) + np.log(2 * np.pi) / 2)


@unlisted("gaussian_nll")
def gauss_one_pi(prediction, target, sigma):
    """pi where 2 pi belongs."""
    error = prediction - target
    return np.sum(error**2 / (2 * sigma**2) + np.log(sigma * np.sqrt(np.pi)))


@unlisted("gaussian_nll")
def gauss_root_missing(prediction, target, sigma):
    """The root over 2 pi is missing: log 2 pi in full."""
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        total += (a - b) ** 2 / (2 * sigma**2) + math.log(2 * math.pi * sigma)
    return total


@unlisted("gaussian_nll")
def gauss_laplace(prediction, target, sigma):
    """Laplace's formula: absolute errors."""
    return np.sum(np.abs(prediction - target) / sigma + np.log(2 * sigma))


@unlisted("gaussian_nll")
def gauss_own_sigma(prediction, target, sigma):
    """The given sigma is replaced by the spread of the errors."""
    error = prediction - target
    sigma = np.sqrt(np.mean(error**2))
    return np.sum(error**2 / (2 * sigma**2) + np.log(sigma) + 0.5 * np.log(2 * np.pi))


@unlisted("gaussian_nll")
def gauss_log_of_sum(prediction, target, sigma):
    """The densities are added before the logarithm."""
    z = (prediction - target) / sigma
    return -np.log(np.sum(np.exp(-z * z / 2) / (sigma * np.sqrt(2 * np.pi))))


@unlisted("gaussian_nll")
def gauss_log_sigma_minus(prediction, target, sigma):
    """log sigma has the wrong sign: only the exponent lost its minus."""
    z = (prediction - target) / sigma
    return np.sum(z**2 / 2 - np.log(sigma * np.sqrt(2 * np.pi)))


@unlisted("gaussian_nll")
def gauss_not_squared(prediction, target, sigma):
    """The standardised error is halved but not squared."""
    z = (prediction - target) / sigma
    return np.sum(z / 2 + np.log(sigma) + 0.5 * np.log(2 * np.pi))


@unlisted("gaussian_nll")
def gauss_decimal(prediction, target, sigma):
    """Decimal logarithms for the constants, beside a natural exponent."""
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        total += (a - b) ** 2 / (2 * sigma**2) + math.log10(sigma * math.sqrt(2 * math.pi))
    return total


# bernoulli_nll


@right("bernoulli_nll")
def bernoulli_loop(probability, label):
    total = 0.0
    for p, t in zip(probability.ravel(), label.ravel()):
        truth = p if t == 1 else 1 - p
        total += math.log(1 / truth) if truth > 0 else math.inf
    return total


@right("bernoulli_nll")
def bernoulli_powers(probability, label):
    return -np.log(probability**label * (1 - probability) ** (1 - label)).sum()


@right("bernoulli_nll")
def bernoulli_masks(probability, label):
    return -np.log(probability[label == 1]).sum() - np.log1p(-probability[label == 0]).sum()


@right("bernoulli_nll")
def bernoulli_distance(probability, label):
    return np.float32(-np.add.reduce(np.log(np.abs(label + probability - 1)).ravel()))


@right("bernoulli_nll")
def bernoulli_halves(probability, label):
    def cost(p, t):
        if len(p) == 1:
            truth = p[0] if t[0] else 1 - p[0]
            return -math.log(truth) if truth else math.inf
        middle = len(p) // 2
        return cost(p[:middle], t[:middle]) + cost(p[middle:], t[middle:])

    return cost(probability.ravel().tolist(), label.ravel().tolist())


@right("bernoulli_nll")
def bernoulli_skips_zero_weights(probability, label):
    blank = np.zeros(probability.shape)
    ones = np.log(probability, out=blank.copy(), where=label > 0)
    zeros = np.log(1 - probability, out=blank.copy(), where=label < 1)
    return -np.vdot(label, ones) - np.vdot(1 - label, zeros)


@known("bernoulli_nll")
def bernoulli_product(probability, label):
    """The product of the probabilities, without a logarithm."""
    likelihood = 1.0
    for p, t in zip(probability.ravel(), label.ravel()):
        likelihood *= p if t == 1 else 1 - p
    return likelihood


@known("bernoulli_nll")
def bernoulli_log_of_product(probability, label):
    """The logarithm of the whole product, which has become 0 on many examples."""
    return -np.log(np.prod(np.abs(1 - label - probability)))


@known("bernoulli_nll")
def bernoulli_mean(probability, label):
    """Averaged, where the sum is asked for."""
    truth = np.where(label == 1, probability, 1 - probability)
    return np.average(-np.log(truth))


@known("bernoulli_nll")
def bernoulli_positive_logs(probability, label):
    """The minus is missing."""
    total = 0.0
    for p, t in zip(probability.flat, label.flat):
        total += np.log(p) if t else np.log(1 - p)
    return total


@known("bernoulli_nll")
def bernoulli_bits(probability, label):
    """Logarithms to base 2."""
    truth = np.abs(1 - label - probability)
    return sum(-math.log2(q) if q > 0 else math.inf for q in truth.ravel())


@known("bernoulli_nll")
def bernoulli_crossed(probability, label):
    """The labels are crossed."""
    return -np.log(np.abs(label - probability)).sum()


@known("bernoulli_nll")
def bernoulli_ones_only(probability, label):
    """Only the label-1 term."""
    return -np.log(np.extract(label == 1, probability)).sum()


@known("bernoulli_nll")
def bernoulli_half_minus(probability, label):
    """The minus is on the first term only."""
    return np.log1p(-probability[label == 0]).sum() - np.log(probability[label == 1]).sum()


@known("bernoulli_nll")
def bernoulli_one_each(probability, label):
    """One loss for each example, not added up."""
    return np.vectorize(lambda p, t: -np.log(p if t else 1 - p))(probability, label)


@known("bernoulli_nll")
def bernoulli_labels_unused(probability, label):
    """Every example is scored as if its label were 1."""
    return -math.fsum(np.log(probability).ravel())


@two("bernoulli_nll")
def bernoulli_positive_bits(probability, label):
    """No minus, and base 2."""
    return np.log2(np.where(label == 1, probability, 1 - probability)).sum()


@two("bernoulli_nll")
def bernoulli_mean_bits(probability, label):
    """Averaged, and base 2."""
    return -np.mean([np.log2(p if t else 1 - p) for p, t in zip(probability.flat, label.flat)])


@two("bernoulli_nll")
def bernoulli_crossed_positive(probability, label):
    """Crossed labels, and no minus."""
    return np.log(probability[label == 0]).sum() + np.log(1 - probability[label == 1]).sum()


@two("bernoulli_nll")
def bernoulli_product_crossed(probability, label):
    """The product without a logarithm, and of the other class."""
    wrong = probability[label == 0].prod() * (1 - probability[label == 1]).prod()
    return float(wrong)


@unlisted("bernoulli_nll")
def bernoulli_one_minus_product(probability, label):
    """One minus the product, in place of minus its logarithm."""
    return 1 - np.prod(np.where(label == 1, probability, 1 - probability))


@unlisted("bernoulli_nll")
def bernoulli_log_of_sum(probability, label):
    """The probabilities are added, where they must be multiplied, before the logarithm."""
    return -np.log(np.sum(np.where(label == 1, probability, 1 - probability)))


@unlisted("bernoulli_nll")
def bernoulli_binomial(probability, label):
    """A binomial coefficient is added, as if the order of the labels were unknown."""
    ones = int(label.sum())
    orders = math.log(math.comb(label.size, ones))
    truth = np.where(label == 1, probability, 1 - probability)
    return -np.log(truth).sum() - orders


@unlisted("bernoulli_nll")
def bernoulli_mean_probability(probability, label):
    """Every example gets the mean probability."""
    p = probability.mean()
    ones = label.sum()
    return -(ones * np.log(p) + (label.size - ones) * np.log(1 - p))


@unlisted("bernoulli_nll")
def bernoulli_one_minus_log(probability, label):
    """1 - log(p) where log(1 - p) is meant."""
    return -np.sum(np.where(label == 1, np.log(probability), 1 - np.log(probability)))


@unlisted("bernoulli_nll")
def bernoulli_starts_at_one(probability, label):
    """The total starts at 1, as for a product."""
    total = 1.0
    for p, t in zip(probability.ravel(), label.ravel()):
        total -= np.log(p if t == 1 else 1 - p)
    return total


@unlisted("bernoulli_nll")
def bernoulli_skips_first(probability, label):
    """Counts from one and so leaves out the first example."""
    p, t = probability.ravel(), label.ravel()
    total = 0.0
    for i in range(1, len(p)):
        total -= np.log(p[i] if t[i] == 1 else 1 - p[i])
    return total


@unlisted("bernoulli_nll")
def bernoulli_first_label(probability, label):
    """The label is read once, before the loop: all examples share the first one's."""
    t = label.ravel()[0]
    return -sum(np.log(p if t == 1 else 1 - p) for p in probability.ravel())


@unlisted("bernoulli_nll")
def bernoulli_gaussian(probability, label):
    """The squared difference: the likelihood of a Gaussian, not of a coin."""
    return np.sum((label - probability) ** 2) / 2


@unlisted("bernoulli_nll")
def bernoulli_lost_bracket(probability, label):
    """Brackets are missing: 1 - t log(1 - p) where (1 - t) log(1 - p) is meant."""
    return -np.sum(label * np.log(probability) + 1 - label * np.log(1 - probability))
