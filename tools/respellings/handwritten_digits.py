"""Chapter 4: what readers write."""

import math
import random
import statistics
from collections import Counter
from fractions import Fraction

import numpy as np

from . import known, right, two, unlisted

# training_loss


@right("training_loss")
def row_after_row(logits, one_hot):
    total = 0.0
    for row, target in zip(logits, one_hot, strict=True):
        top = max(float(z) for z in row)
        log_sum = top + math.log(sum(math.exp(float(z) - top) for z in row))
        truth = list(target).index(1)
        total += log_sum - float(row[truth])
    return total / len(logits)


@right("training_loss")
def by_logaddexp(logits, one_hot):
    true_logit = logits[np.arange(len(logits)), np.argmax(one_hot, axis=1)]
    return np.mean(np.logaddexp.reduce(logits - true_logit[:, None], axis=1))


@right("training_loss")
def one_contraction(logits, one_hot):
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.einsum("nk,nk->", one_hot, log_p) / one_hot.sum()


@right("training_loss")
def loss_in_single_precision(logits, one_hot):
    z = np.asarray(logits, dtype=np.float32)
    z = z - np.amax(z, axis=1, keepdims=True)
    log_p = z - np.log(np.sum(np.exp(z), axis=1, keepdims=True))
    return -(log_p * one_hot.astype(np.float32)).sum(axis=1).mean()


@right("training_loss")
def generator_of_losses(logits, one_hot):
    margins = (row - row[target > 0] for row, target in zip(logits, one_hot, strict=True))
    losses = (m.max() + math.log(np.exp(m - m.max()).sum()) for m in margins)
    return math.fsum(losses) / len(one_hot)


@known("training_loss")
def share_of_hits(logits, one_hot):
    """Gives the accuracy, which has no slope to follow."""
    hits = 0
    for row, target in zip(logits, one_hot, strict=True):
        hits += target[np.argmax(row)]
    return hits / len(logits)


@known("training_loss")
def share_of_misses(logits, one_hot):
    """Gives the error rate: smaller is better, but it has no slope to follow."""
    return np.mean(logits.argmax(axis=1) != one_hot.argmax(axis=1))


@known("training_loss")
def loss_of_the_whole_batch(logits, one_hot):
    """Adds the examples up and does not divide."""
    total = 0.0
    for z, t in zip(logits, one_hot, strict=True):
        z = z - z.max()
        total -= t @ (z - np.log(np.sum(np.exp(z))))
    return total


@known("training_loss")
def mean_over_all_places(logits, one_hot):
    """Averages over the classes too."""
    z = logits - logits.max(axis=1)[:, None]
    p = np.exp(z) / np.exp(z).sum(axis=1)[:, None]
    surprise = np.where(one_hot == 1, -np.log(p), 0.0)
    return surprise.mean()


@known("training_loss")
def log_likelihood_per_example(logits, one_hot):
    """No minus: it is greatest where the network is best."""
    best = np.max(logits, axis=1, keepdims=True)
    log_sum = best + np.log(np.exp(logits - best).sum(axis=1, keepdims=True))
    return ((logits - log_sum) * one_hot).sum() / len(logits)


@known("training_loss")
def in_bits(logits, one_hot):
    """Uses the logarithm to base 2."""
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    p_true = p[one_hot.astype(bool)]
    return float(np.mean([-math.log2(p) if p > 0 else math.inf for p in p_true]))


@known("training_loss")
def loss_for_each_example(logits, one_hot):
    """Hands back one loss for each example."""
    z = logits - logits.max(axis=1, keepdims=True)
    return np.log(np.exp(z).sum(axis=1)) - np.sum(z * one_hot, axis=1)


@known("training_loss")
def straight_exponentials(logits, one_hot):
    """Overflows at large logits: nothing is taken off before exp."""
    e = np.exp(logits)
    p = (e * one_hot).sum(axis=1) / e.sum(axis=1)
    return -np.mean(np.log(p))


@known("training_loss")
def logits_as_probabilities(logits, one_hot):
    """No softmax: takes the logarithm of the logits."""
    losses = []
    for row, target in zip(logits, one_hot, strict=True):
        losses.append(-np.log(row[np.argmax(target)]))
    return np.mean(losses)


@known("training_loss")
def safe_logarithm(logits, one_hot):
    """Adds 1e-7 inside the logarithm, so that no loss exceeds 16."""
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p[one_hot == 1] + 1e-7))


@two("training_loss")
def bits_of_the_batch(logits, one_hot):
    """Base 2, and not divided."""
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.sum(one_hot * log_p) / np.log(2)


@two("training_loss")
def summed_log_likelihood(logits, one_hot):
    """No minus, and not divided."""
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return sum((one_hot * log_p).ravel())


@two("training_loss")
def down_the_columns_and_summed(logits, one_hot):
    """A softmax over the examples, and not divided."""
    z = logits - logits.max(axis=0)
    log_p = z - np.log(np.exp(z).sum(axis=0))
    return -(one_hot * log_p).sum()


@two("training_loss")
def plain_exponentials_over_all(logits, one_hot):
    """Overflows at large logits, and averages over the classes too."""
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return -np.mean(one_hot * np.log(p))


@unlisted("training_loss")
def softmax_of_the_softmax(logits, one_hot):
    """Softmax twice: the losses come out far too much alike."""
    for _ in range(2):
        logits = np.exp(logits - logits.max(axis=1, keepdims=True))
        logits = logits / logits.sum(axis=1, keepdims=True)
    return -np.mean(np.log(logits[one_hot == 1]))


@unlisted("training_loss")
def surest_class(logits, one_hot):
    """Scores the class that the network finds most probable, whether true or not."""
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.mean(np.log(p.max(axis=1)))


@unlisted("training_loss")
def one_sigmoid_per_class(logits, one_hot):
    """Treats each class as a question of its own, with a sigmoid."""
    losses = np.logaddexp(0, logits) - one_hot * logits
    return losses.sum() / len(logits)


@unlisted("training_loss")
def log_of_the_mean(logits, one_hot):
    """Averages the probabilities first and takes the logarithm after."""
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return -np.log(np.mean(p[one_hot == 1]))


@unlisted("training_loss")
def distance_of_probabilities(logits, one_hot):
    """Squared error between the softmax and the target."""
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return ((p - one_hot) ** 2).sum(axis=1).mean()


@unlisted("training_loss")
def columns_counted(logits, one_hot):
    """Divides by the number of classes."""
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -(one_hot * log_p).sum() / logits.shape[1]


@unlisted("training_loss")
def exponential_of_the_loss(logits, one_hot):
    """Gives exp of the loss, the perplexity."""
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return np.exp(-(one_hot * log_p).sum(axis=1).mean())


@unlisted("training_loss")
def improbability_of_the_truth(logits, one_hot):
    """The mean of 1 - p for the true class: no logarithm."""
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return np.mean(1 - p[one_hot == 1])


@unlisted("training_loss")
def half_shifted(logits, one_hot):
    """Shifts the logits in the sum but not the logit of the truth."""
    z = logits - logits.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(z).sum(axis=1))
    return np.mean(log_sum - (one_hot * logits).sum(axis=1))


@unlisted("training_loss")
def gradient_instead(logits, one_hot):
    """Gives the gradient with respect to the logits."""
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return (p - one_hot) / len(logits)


# accuracy


@right("accuracy")
def list_and_index(logits, one_hot):
    hits = 0
    for row, target in zip(logits.tolist(), one_hot.tolist(), strict=True):
        if row.index(max(row)) == target.index(max(target)):
            hits += 1
    return hits / len(logits)


@right("accuracy")
def picks_from_the_targets(logits, one_hot):
    picked = np.take_along_axis(one_hot, logits.argmax(axis=1, keepdims=True), axis=1)
    return picked.sum() / picked.size


@right("accuracy")
def mean_of_a_list(logits, one_hot):
    same = [int(np.argmax(z) == np.argmax(t)) for z, t in zip(logits, one_hot, strict=True)]
    return statistics.mean(same)


@right("accuracy")
def through_a_confusion_table(logits, one_hot):
    guessed = np.eye(logits.shape[1], dtype=np.float32)[np.argmax(logits, axis=1)]
    table = one_hot.T.astype(np.float32) @ guessed
    return np.trace(table) / table.sum()


@right("accuracy")
def one_minus_misses(logits, one_hot):
    misses = np.count_nonzero(np.argmax(logits, axis=1) - np.argmax(one_hot, axis=1))
    return float(1 - Fraction(misses, len(one_hot)))


@known("accuracy")
def number_of_hits(logits, one_hot):
    """Counts the hits and does not divide."""
    counter = Counter(np.argmax(logits, axis=1) == np.argmax(one_hot, axis=1))
    return counter[True]


@known("accuracy")
def out_of_a_hundred(logits, one_hot):
    """Gives percent."""
    n = len(logits)
    hits = sum(np.argmax(logits[i]) == np.argmax(one_hot[i]) for i in range(n))
    return hits / n * 100


@known("accuracy")
def best_example_per_class(logits, one_hot):
    """Compares along the wrong axis."""
    a = [int(np.argmax(column)) for column in logits.T]
    b = [int(np.argmax(column)) for column in one_hot.T]
    return sum(p == q for p, q in zip(a, b, strict=True)) / len(a)


@known("accuracy")
def share_of_equal_places(logits, one_hot):
    """Compares place by place after a threshold, so that every 0 that is a 0 counts too."""
    guessed = np.zeros_like(one_hot)
    guessed[np.arange(len(logits)), logits.argmax(axis=1)] = 1
    return (guessed == one_hot).mean()


@known("accuracy")
def share_of_errors(logits, one_hot):
    """Gives the share of the wrong ones."""
    wrong = [np.argmax(z) != np.argmax(t) for z, t in zip(logits, one_hot, strict=True)]
    return wrong.count(True) / len(wrong)


@known("accuracy")
def hit_or_not(logits, one_hot):
    """Hands back one value for each example."""
    return np.equal(logits.argmax(1), one_hot.argmax(1)).astype(float)


@known("accuracy")
def logits_against_ones(logits, one_hot):
    """Compares the logits themselves with the target's zeros and ones."""
    same = 0
    for i in range(len(logits)):
        if np.all(logits[i] == one_hot[i]):
            same += 1
    return same / len(logits)


@known("accuracy")
def axis_forgotten(logits, one_hot):
    """argmax without an axis: one place in the whole table is compared."""
    guess, truth = np.argmax(logits), np.argmax(one_hot)
    return np.mean(guess == truth)


@two("accuracy")
def errors_out_of_a_hundred(logits, one_hot):
    """The share of the wrong ones, and in percent."""
    return 100 * np.mean(logits.argmax(axis=1) != one_hot.argmax(axis=1))


@two("accuracy")
def number_of_misses(logits, one_hot):
    """The wrong ones, and not divided."""
    return int(np.sum(logits.argmax(axis=1) != one_hot.argmax(axis=1)))


@two("accuracy")
def columns_out_of_a_hundred(logits, one_hot):
    """The wrong axis, and in percent."""
    return 100 * np.mean(logits.argmax(axis=0) == one_hot.argmax(axis=0))


@two("accuracy")
def hits_by_columns(logits, one_hot):
    """The wrong axis, and not divided."""
    return np.sum(logits.argmax(axis=0) == one_hot.argmax(axis=0))


@unlisted("accuracy")
def whole_divisions(logits, one_hot):
    """// cuts every share below 1 down to 0."""
    hits = np.sum(logits.argmax(axis=1) == one_hot.argmax(axis=1))
    return hits // len(logits)


@unlisted("accuracy")
def probability_of_the_truth(logits, one_hot):
    """Gives the mean probability of the true class."""
    z = logits - logits.max(axis=1, keepdims=True)
    p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
    return np.sum(p * one_hot) / len(logits)


@unlisted("accuracy")
def softmax_first(logits, one_hot):
    """Takes an unshifted softmax first: inf / inf is nan, which argmax holds for the greatest."""
    e = np.exp(logits)
    p = e / e.sum(axis=1, keepdims=True)
    return np.mean(p.argmax(axis=1) == one_hot.argmax(axis=1))


@unlisted("accuracy")
def sigmoid_first(logits, one_hot):
    """A sigmoid first: large logits all become 1, and the first of them wins."""
    s = 1 / (1 + np.exp(-logits))
    return np.mean(s.argmax(axis=1) == one_hot.argmax(axis=1))


@unlisted("accuracy")
def only_the_last_hit(logits, one_hot):
    """Overwrites in the loop where it should add: the last example alone, over n."""
    n = len(logits)
    for i in range(n):
        hits = int(np.argmax(logits[i]) == np.argmax(one_hot[i]))
    return hits / n


@unlisted("accuracy")
def divided_by_classes(logits, one_hot):
    """Divides by the number of classes."""
    hits = (logits.argmax(axis=1) == one_hot.argmax(axis=1)).sum()
    return hits / len(one_hot[0])


@unlisted("accuracy")
def positive_is_enough(logits, one_hot):
    """Counts an example as right if the logit of its true class is above 0."""
    return np.mean((logits * one_hot).sum(axis=1) > 0)


@unlisted("accuracy")
def classes_alike_in_number(logits, one_hot):
    """Sorts both lists of classes before it compares them."""
    guess = np.sort(logits.argmax(axis=1))
    truth = np.sort(one_hot.argmax(axis=1))
    return np.mean(guess == truth)


@unlisted("accuracy")
def until_the_first_error(logits, one_hot):
    """Leaves the loop at the first error."""
    hits = 0
    for row, target in zip(logits, one_hot, strict=True):
        if row.argmax() != target.argmax():
            break
        hits += 1
    return hits / len(logits)


@unlisted("accuracy")
def among_the_best_two(logits, one_hot):
    """Counts the second best class as right as well."""
    best = np.argsort(logits, axis=1)[:, -2:]
    return np.mean([t in pair for pair, t in zip(best, one_hot.argmax(axis=1), strict=True)])


# minibatches


@right("minibatches")
def slices_of_a_permutation(x, t, size, rng):
    batches = []
    order = rng.permutation(len(x))
    while len(order) > 0:
        now, order = order[:size], order[size:]
        batches.append((x[now], t[now]))
    return batches


@right("minibatches")
def sorted_by_random_keys(x, t, size, rng):
    order = sorted(range(len(x)), key=rng.random(len(x)).__getitem__)
    return [
        (
            np.array([x[i] for i in order[a : a + size]]),
            np.array([t[i] for i in order[a : a + size]]),
        )
        for a in range(0, len(order), size)
    ]


@right("minibatches")
def cards_drawn_one_by_one(x, t, size, rng):
    left = list(range(len(x)))
    batches = []
    while left:
        now = [left.pop(rng.integers(len(left))) for _ in range(min(size, len(left)))]
        batches.append((np.take(x, now, axis=0), np.take(t, now, axis=0)))
    return batches


@right("minibatches")
def shuffled_in_place(x, t, size, rng):
    order = np.arange(len(t))
    rng.shuffle(order)
    cuts = range(size, len(t), size)
    return list(zip(np.split(x[order], cuts), np.split(t[order], cuts), strict=True))


@right("minibatches")
def drawn_without_putting_back(x, t, size, rng):
    n = len(x)
    order = rng.choice(n, n, replace=False)
    number = math.ceil(n / size)
    return [(x[order[i * size :][:size]], t[order[i * size :][:size]]) for i in range(number)]


@known("minibatches")
def two_shuffles(x, t, size, rng):
    """Shuffles x and t apart, so that the pairs are torn."""
    x = rng.permutation(x)
    t = rng.permutation(t)
    return [(x[i : i + size], t[i : i + size]) for i in range(0, len(x), size)]


@known("minibatches")
def full_batches_only(x, t, size, rng):
    """Leaves out the rest that does not fill a batch."""
    order = list(rng.permutation(len(x)))
    batches = []
    while len(order) >= size:
        now = [order.pop() for _ in range(size)]
        batches.append((x[now], t[now]))
    return batches


@known("minibatches")
def as_they_come(x, t, size, rng):
    """Does not shuffle."""
    n = len(x)
    indices = np.arange(n)
    return [(x[indices[i : i + size]], t[indices[i : i + size]]) for i in range(0, n, size)]


@known("minibatches")
def drawn_and_put_back(x, t, size, rng):
    """Draws each example anew: some come twice, some never."""
    batches = []
    for i in range(0, len(x), size):
        now = rng.choice(len(x), min(size, len(x) - i))
        batches.append((x[now], t[now]))
    return batches


@known("minibatches")
def only_x_reordered(x, t, size, rng):
    """Shuffles x and leaves t as it is."""
    order = rng.permutation(len(x))
    starts = range(0, len(x), size)
    return [(x[order[i : i + size]], t[i : i + size]) for i in starts]


@known("minibatches")
def order_of_its_own(x, t, size, rng):
    """Does not use rng: NumPy's global state decides, and the same rng gives another order."""
    order = np.random.permutation(len(x))  # noqa: NPY002
    return [(x[order[i : i + size]], t[order[i : i + size]]) for i in range(0, len(x), size)]


@known("minibatches")
def shuffles_the_callers_arrays(x, t, size, rng):
    """Reorders the arrays that it was given."""
    order = rng.permutation(len(x))
    x[:], t[:] = x[order], t[order]
    return [(x[i : i + size].copy(), t[i : i + size].copy()) for i in range(0, len(x), size)]


@known("minibatches")
def inputs_without_labels(x, t, size, rng):
    """Hands back batches of x only."""
    order = rng.permutation(len(x))
    return np.array_split(x[order], range(size, len(x), size))


@two("minibatches")
def torn_and_cut(x, t, size, rng):
    """Shuffles x and t apart, and leaves out the rest."""
    a, b = rng.permutation(len(x)), rng.permutation(len(t))
    full = len(x) // size
    return [(x[a[i * size :][:size]], t[b[i * size :][:size]]) for i in range(full)]


@two("minibatches")
def put_back_and_cut(x, t, size, rng):
    """Draws with repetition, and leaves out the rest."""
    batches = []
    for _ in range(len(x) // size):
        now = rng.integers(0, len(x), size)
        batches.append((x[now], t[now]))
    return batches


@two("minibatches")
def unshuffled_and_cut(x, t, size, rng):
    """Does not shuffle, and leaves out the rest."""
    return [(x[i : i + size], t[i : i + size]) for i in range(0, len(x) - size + 1, size)]


@two("minibatches")
def labels_first_unshuffled(x, t, size, rng):
    """Does not shuffle, and hands back (t, x)."""
    return [(t[i : i + size], x[i : i + size]) for i in range(0, len(x), size)]


@unlisted("minibatches")
def only_the_batches_change_places(x, t, size, rng):
    """Shuffles the batches among each other: the same neighbours in every epoch."""
    batches = [(x[i : i + size], t[i : i + size]) for i in range(0, len(x), size)]
    rng.shuffle(batches)
    return batches


@unlisted("minibatches")
def shuffled_inside_each_batch(x, t, size, rng):
    """Shuffles inside each batch only: the same examples meet in every epoch."""
    batches = []
    for i in range(0, len(x), size):
        now = i + rng.permutation(len(x[i : i + size]))
        batches.append((x[now], t[now]))
    return batches


@unlisted("minibatches")
def same_seed_every_time(x, t, size, rng):
    """Makes a generator of its own with a fixed seed: the same order in every epoch."""
    rng = np.random.default_rng(0)
    order = rng.permutation(len(x))
    return [(x[order[i : i + size]], t[order[i : i + size]]) for i in range(0, len(x), size)]


@unlisted("minibatches")
def waits_for_example_zero(x, t, size, rng):
    """Draws from 1 on and waits until all have come: 0 never does, an endless loop."""
    order = []
    while len(order) < len(x):
        i = int(rng.integers(1, max(len(x), 2)))
        if i not in order:
            order.append(i)
    return [(x[order[i : i + size]], t[order[i : i + size]]) for i in range(0, len(x), size)]


@unlisted("minibatches")
def size_as_the_number_of_batches(x, t, size, rng):
    """Makes `size` batches where batches of `size` were asked for."""
    order = rng.permutation(len(x))
    return [(x[part], t[part]) for part in np.array_split(order, size)]


@unlisted("minibatches")
def one_batch_is_enough(x, t, size, rng):
    """Draws one random batch, not the whole epoch."""
    now = rng.permutation(len(x))[:size]
    return [(x[now], t[now])]


@unlisted("minibatches")
def overlapping_windows(x, t, size, rng):
    """Moves on by one and not by the size: the batches overlap."""
    order = rng.permutation(len(x))
    starts = range(len(x) - size + 1)
    return [(x[order[i : i + size]], t[order[i : i + size]]) for i in starts]


@unlisted("minibatches")
def last_batch_filled_up(x, t, size, rng):
    """Fills the last batch with examples from the start of the epoch."""
    order = rng.permutation(len(x))
    order = np.resize(order, math.ceil(len(x) / size) * size)
    return [(x[part], t[part]) for part in order.reshape(-1, size)]


@unlisted("minibatches")
def last_one_missing(x, t, size, rng):
    """One short: the last example of the order is in no batch."""
    n = len(x) - 1
    order = rng.permutation(len(x))
    return [
        (x[order[i : min(i + size, n)]], t[order[i : min(i + size, n)]]) for i in range(0, n, size)
    ]


@unlisted("minibatches")
def whole_epoch_in_two_lists(x, t, size, rng):
    """Hands back a list of the x and a list of the t, not a list of pairs."""
    order = rng.permutation(len(x))
    parts = [order[i : i + size] for i in range(0, len(x), size)]
    return [x[part] for part in parts], [t[part] for part in parts]


@unlisted("minibatches")
def module_random(x, t, size, rng):
    """Shuffles with the module random, not with rng."""
    order = random.sample(range(len(x)), len(x))
    return [(x[order[i : i + size]], t[order[i : i + size]]) for i in range(0, len(x), size)]


# epoch_loss


@right("epoch_loss")
def total_over_examples(losses, sizes):
    total, examples = 0.0, 0
    for loss, size in zip(losses, sizes, strict=True):
        total += float(loss) * int(size)
        examples += int(size)
    return total / examples


@right("epoch_loss")
def weighted_by_library(losses, sizes):
    return np.average(losses, weights=sizes)


@right("epoch_loss")
def each_example_its_batch_loss(losses, sizes):
    return np.repeat(losses, np.asarray(sizes).astype(int)).mean()


@right("epoch_loss")
def running_update(losses, sizes):
    seen, mean = 0, 0.0
    for loss, size in zip(losses, sizes, strict=True):
        seen = seen + int(size)
        mean += (loss - mean) * (int(size) / seen)
    return mean


@right("epoch_loss")
def shares_in_single_precision(losses, sizes):
    shares = np.asarray(sizes, dtype=np.float32) / np.sum(sizes)
    return np.asarray(losses, dtype=np.float32) @ shares


@right("epoch_loss")
def exact_sum(losses, sizes):
    pairs = zip(losses, sizes, strict=True)
    return math.fsum(float(a) * float(b) for a, b in pairs) / math.fsum(sizes)


@known("epoch_loss")
def every_batch_alike(losses, sizes):
    """Gives a short batch the same weight as a full one."""
    total = 0
    count = 0
    for loss in losses:
        total += loss
        count += 1
    return total / count


@known("epoch_loss")
def nothing_weighted(losses, sizes):
    """Adds means, not sums, and divides by the number of examples."""
    return math.fsum(losses) / sum(int(s) for s in sizes)


@known("epoch_loss")
def over_the_number_of_batches(losses, sizes):
    """Weighs with the sizes and then divides by the number of batches."""
    return np.mean([loss * size for loss, size in zip(losses, sizes, strict=True)])


@known("epoch_loss")
def loss_of_all_examples(losses, sizes):
    """Does not divide: the summed loss of the epoch."""
    return np.inner(losses, sizes)


@known("epoch_loss")
def batch_means_added(losses, sizes):
    """Adds the batches' means up."""
    total = 0.0
    for i in range(len(sizes)):
        total = total + losses[i]
    return total


@known("epoch_loss")
def where_it_ended(losses, sizes):
    """Gives the loss of the last batch only."""
    for loss, _ in zip(losses, sizes, strict=True):
        current = loss
    return current


@two("epoch_loss")
def last_batch_summed(losses, sizes):
    """The last batch only, and as a sum."""
    return losses[-1] * sizes[-1]


@two("epoch_loss")
def short_batch_out_and_unweighted(losses, sizes):
    """Leaves out the last batch, and weighs the others alike."""
    return np.mean(losses[:-1])


@two("epoch_loss")
def divided_by_sizes_and_added(losses, sizes):
    """Takes the losses for sums, and adds up in place of a mean."""
    return np.sum(np.divide(losses, sizes))


@unlisted("epoch_loss")
def losses_taken_for_sums(losses, sizes):
    """Divides each mean by its size again, and averages those."""
    return np.mean([loss / size for loss, size in zip(losses, sizes, strict=True)])


@unlisted("epoch_loss")
def full_size_for_all(losses, sizes):
    """Takes the first size for all batches, in the numerator only."""
    total = sum(loss * sizes[0] for loss in losses)
    return total / np.sum(sizes)


@unlisted("epoch_loss")
def weighted_upside_down(losses, sizes):
    """Weighs with 1 / size: the short batch counts most."""
    return np.average(losses, weights=1 / np.asarray(sizes, dtype=float))


@unlisted("epoch_loss")
def middle_batch(losses, sizes):
    """Gives the median of the batches."""
    return statistics.median(losses)


@unlisted("epoch_loss")
def pairwise_mean(losses, sizes):
    """Averages the mean so far with the next loss: late batches weigh most."""
    mean = losses[0]
    for loss in losses[1:]:
        mean = (mean + loss) / 2
    return mean


@unlisted("epoch_loss")
def weights_and_values_swapped(losses, sizes):
    """Weighs the sizes with the losses."""
    return np.average(sizes, weights=losses)


@unlisted("epoch_loss")
def last_batch_skipped(losses, sizes):
    """The loop ends one batch early, while the division counts all examples."""
    total = 0.0
    for i in range(len(losses) - 1):
        total += losses[i] * sizes[i]
    return total / np.sum(sizes)


@unlisted("epoch_loss")
def divided_inside_the_loop(losses, sizes):
    """Divides by the examples seen so far inside the loop, again and again."""
    total, seen = 0.0, 0
    for loss, size in zip(losses, sizes, strict=True):
        seen += size
        total = (total + loss * size) / seen
    return total


# scale_images


@right("scale_images")
def pixel_by_pixel(images):
    scaled = [int(pixel) / 255 for pixel in images.ravel()]
    return np.array(scaled).reshape(images.shape)


@right("scale_images")
def looked_up(images):
    return np.linspace(0.0, 1.0, 256)[images]


@right("scale_images")
def single_precision_pixels(images):
    return images.astype(np.float32) / np.iinfo(images.dtype).max


@right("scale_images")
def interpolated(images):
    return np.interp(images, [0, 255], [0, 1])


@right("scale_images")
def nested_lists(images):
    return (images * (1 / 255)).tolist()


@right("scale_images")
def filled_in_place(images):
    scaled = np.zeros(images.shape)
    scaled += images
    scaled /= 255
    return scaled


@known("scale_images")
def by_the_brightest(images):
    """Divides by the brightest pixel that happens to be there."""
    brightest = 0
    for pixel in images.flat:
        if pixel > brightest:
            brightest = pixel
    return np.true_divide(images, brightest)


@known("scale_images")
def number_of_levels(images):
    """Divides by 256: white is 0.996."""
    return np.ldexp(images.astype(float), -8)


@known("scale_images")
def back_to_bytes(images):
    """Keeps the type uint8: every grey becomes 0."""
    scaled = np.empty_like(images)
    scaled[...] = np.divide(images, 255)
    return scaled


@known("scale_images")
def floats_as_they_are(images):
    """Changes the type and does not divide."""
    return np.array([float(p) for p in np.ravel(images)]).reshape(np.shape(images))


@known("scale_images")
def between_minus_one_and_one(images):
    """Scales to the interval from -1 to 1."""
    return np.interp(images, [0, 255], [-1, 1])


@known("scale_images")
def divided_in_its_own_array(images):
    """Divides in place, which uint8 does not allow."""
    images /= 255
    return images


@known("scale_images")
def stretched(images):
    """Stretches from the darkest to the brightest pixel."""
    low, high = float(images.min()), float(images.max())
    return (images - low) / (high - low)


@two("scale_images")
def levels_without_rest(images):
    """Divides by 256, and without a rest: everything is 0."""
    return (images >> 8).astype(float)


@two("scale_images")
def brightest_in_bytes(images):
    """Divides by the brightest pixel, and keeps the type uint8."""
    return (images / images.max()).astype(np.uint8)


@two("scale_images")
def dark_for_light_by_256(images):
    """Turns dark and light round, and divides by 256."""
    return (255 - images) / 256


@two("scale_images")
def minus_one_to_one_by_128(images):
    """Scales to -1 to 1, and with 128 for 127.5."""
    return images / 128 - 1


@unlisted("scale_images")
def each_by_its_own_brightest(images):
    """Scales each row along the last axis by its own brightest value."""
    return images / np.maximum(images.max(axis=-1, keepdims=True), 1)


@unlisted("scale_images")
def signed_bytes(images):
    """Reads the bytes as signed: what is brighter than 127 turns negative."""
    return images.astype(np.int8) / 255


@unlisted("scale_images")
def ink_or_paper(images):
    """Makes black and white of it."""
    return (images > 127).astype(float)


@unlisted("scale_images")
def hundred_is_white(images):
    """Divides by 100, as if the pixels were percent."""
    return images / 100


@unlisted("scale_images")
def adds_one_first(images):
    """Adds 1 in uint8 before it divides: 255 wraps to 0."""
    return (images + np.uint8(1)) / 256


@unlisted("scale_images")
def negative(images):
    """Turns dark and light round."""
    return 1 - images / 255


@unlisted("scale_images")
def two_digits(images):
    """Rounds to two digits."""
    return np.round(images / 255, 2)


@unlisted("scale_images")
def brightness_shares(images):
    """Divides by the sum, so that all pixels together give 1."""
    return images / np.sum(images)


@unlisted("scale_images")
def sum_in_bytes(images):
    """Doubles in uint8, where 128 and more wrap, and divides by 510."""
    return (images + images) / 510


@unlisted("scale_images")
def one_long_row_of_pixels(images):
    """Flattens the images as well."""
    return images.reshape(-1) / 255


@unlisted("scale_images")
def divided_twice(images):
    """Divides by 255 where it loads and again where it scales."""
    pixels = images / 255
    return np.clip(pixels / 255, 0, 1)


# one_hot


@right("one_hot")
def row_by_hand(labels, k):
    table = []
    for label in labels:
        row = [0.0] * k
        row[int(label)] = 1.0
        table.append(row)
    return table


@right("one_hot")
def compared_with_the_classes(labels, k):
    return (np.asarray(labels)[:, None] == np.arange(k)).astype(np.float32)


@right("one_hot")
def rows_of_the_unit_matrix(labels, k):
    return np.take(np.identity(k), labels, axis=0)


@right("one_hot")
def flat_positions(labels, k):
    n = len(labels)
    table = np.zeros(n * k, dtype=int)
    table[[i * k + int(label) for i, label in enumerate(labels)]] = 1
    return table.reshape(n, k)


@right("one_hot")
def put_along_the_rows(labels, k):
    table = np.zeros((len(labels), k))
    np.put_along_axis(table, np.asarray(labels)[:, np.newaxis], 1.0, axis=1)
    return table


@right("one_hot")
def asked_for_each_place(labels, k):
    return np.array([[1.0 if j == label else 0.0 for j in range(k)] for label in labels])


@known("one_hot")
def as_wide_as_needed(labels, k):
    """As wide as the largest label that happens to be there."""
    width = 1 + max(int(label) for label in labels)
    return [[float(j == label) for j in range(width)] for label in labels]


@known("one_hot")
def classes_down(labels, k):
    """One column per example: (k, n)."""
    rows = []
    for j in range(k):
        rows.append([1.0 if label == j else 0.0 for label in labels])
    return np.array(rows)


@known("one_hot")
def counted_from_one(labels, k):
    """Takes the classes for 1 to k; class 0 lands in the last column."""
    table = np.zeros((len(labels), k))
    for i in range(len(labels)):
        table[i, labels[i] - 1] = 1
    return table


@known("one_hot")
def columns_filled(labels, k):
    """Sets whole columns: every row gets every label."""
    table = np.zeros((len(labels), k))
    for label in labels:
        table[:, label] = 1
    return table


@known("one_hot")
def label_as_the_value(labels, k):
    """Writes the label itself where a 1 belongs."""
    table = np.zeros((len(labels), k))
    for row, label in zip(table, labels, strict=True):
        row[label] = label
    return table


@known("one_hot")
def one_class_too_many(labels, k):
    """One column too many."""
    classes = range(k + 1)
    return np.array([[float(c == label) for c in classes] for label in labels])


@known("one_hot")
def only_classes_that_occur(labels, k):
    """Makes a column for each class that occurs."""
    names, place = np.unique(labels, return_inverse=True)
    return np.eye(len(names))[place]


@known("one_hot")
def rows_and_columns_confused(labels, k):
    """Takes the label for the row and the example for the column."""
    table = np.zeros((len(labels), k))
    for i, label in enumerate(labels):
        table[label, i] = 1
    return table


@two("one_hot")
def narrow_and_turned(labels, k):
    """Only as wide as needed, and one column per example."""
    return np.eye(max(labels) + 1)[:, labels]


@two("one_hot")
def from_one_and_turned(labels, k):
    """Takes the classes for 1 to k, and one column per example."""
    return np.eye(k)[np.asarray(labels) - 1].T


@two("one_hot")
def from_one_and_too_wide(labels, k):
    """The places counted from 1, and one column too many."""
    table = np.zeros((len(labels), k + 1))
    for i, label in enumerate(labels):
        table[i, label + 1] = 1
    return table


@two("one_hot")
def values_in_the_turned_table(labels, k):
    """Writes the label as the value, and one column per example."""
    table = np.zeros((k, len(labels)))
    for i, label in enumerate(labels):
        table[label, i] = label
    return table


@unlisted("one_hot")
def thermometer(labels, k):
    """Sets every place up to the label."""
    return (np.arange(k) <= np.asarray(labels)[:, None]).astype(float)


@unlisted("one_hot")
def plus_and_minus(labels, k):
    """Writes -1 where 0 belongs."""
    return np.where(np.arange(k) == np.asarray(labels)[:, None], 1.0, -1.0)


@unlisted("one_hot")
def softened(labels, k):
    """Leaves a tenth for the other classes."""
    hard = np.eye(k)[labels]
    return hard * 0.9 + 0.1 / k


@unlisted("one_hot")
def row_never_cleared(labels, k):
    """One row for all examples, never cleared: the ones of earlier labels stay."""
    row = np.zeros(k)
    table = []
    for label in labels:
        row[label] = 1.0
        table.append(row.copy())
    return np.array(table)


@unlisted("one_hot")
def all_in_a_row(labels, k):
    """Loses the table: one long row."""
    result = []
    for label in labels:
        result.extend(1.0 if j == label else 0.0 for j in range(k))
    return np.array(result)


@unlisted("one_hot")
def once_per_class(labels, k):
    """np.eye alone: row i gets class i, whatever its label."""
    return np.eye(len(labels), k)


@unlisted("one_hot")
def sorted_labels(labels, k):
    """Sorts the labels, so that the rows belong to other examples."""
    return np.eye(k)[np.sort(labels)]


@unlisted("one_hot")
def lines_of_text(labels, k):
    """Hands back a string of digits for each label."""
    return ["".join("1" if j == label else "0" for j in range(k)) for label in labels]


@unlisted("one_hot")
def counts_of_classes(labels, k):
    """Adds the rows up: how often each class occurs."""
    total = np.zeros(k)
    for label in labels:
        total[label] += 1
    return total


@unlisted("one_hot")
def first_class_without_column(labels, k):
    """Skips class 0, as a dummy coding does, and leaves its column empty."""
    table = np.zeros((len(labels), k))
    for i, label in enumerate(labels):
        if label:
            table[i, label] = 1
    return table


# evaluate


@right("evaluate")
def counted_in_a_loop(fit, train, test):
    predict = fit(*train)
    x, labels = test
    hits = 0
    for guess, label in zip(predict(x), labels, strict=True):
        if guess == label:
            hits += 1
    return hits / len(labels)


@right("evaluate")
def nested_calls(fit, train, test):
    return np.mean(np.equal(fit(train[0], train[1])(test[0]), test[1]), dtype=np.float32)


@right("evaluate")
def one_row_at_a_time(fit, train, test):
    (x, labels), (new_x, new_labels) = train, test
    model = fit(x, labels)
    hits = [bool(model(new_x[i : i + 1])[0] == new_labels[i]) for i in range(len(new_x))]
    return sum(hits) / len(hits)


@right("evaluate")
def one_minus_the_errors(fit, train, test):
    guesses = np.asarray(fit(train[0], train[1])(test[0]))
    errors = np.count_nonzero(guesses != test[1])
    return float(1 - Fraction(errors, guesses.size))


@right("evaluate")
def mean_of_a_generator(fit, train, test):
    predictor = fit(train[0].copy(), train[1].copy())
    guesses = list(predictor(test[0].copy()))
    return statistics.fmean(float(g == t) for g, t in zip(guesses, test[1], strict=True))


@known("evaluate")
def on_what_it_has_seen(fit, train, test):
    """Measures on train, which the predictor has seen."""
    x, labels = train
    predictor = fit(x, labels)
    same = [p == t for p, t in zip(predictor(x), labels, strict=True)]
    return sum(same) / len(same)


@known("evaluate")
def fitted_to_the_test(fit, train, test):
    """Fits on test and measures there."""
    model = None
    for x, labels in (train, test):
        model = fit(x, labels)
    return np.mean(model(test[0]) == test[1])


@known("evaluate")
def test_among_the_lessons(fit, train, test):
    """Fits on train and test together."""
    both = [np.concatenate(pair) for pair in zip(train, test, strict=True)]
    return np.mean(fit(*both)(test[0]) == test[1])


@known("evaluate")
def the_wrong_way_round(fit, train, test):
    """Fits on test and measures on train."""
    x, labels = test
    known_x, known_labels = train
    guesses = fit(x, labels)(known_x)
    return np.count_nonzero(guesses == known_labels) / len(known_labels)


@known("evaluate")
def how_many_were_right(fit, train, test):
    """Counts the hits and does not divide."""
    count = 0
    for guess, label in zip(fit(*train)(test[0]), test[1], strict=True):
        count += guess == label
    return count


@known("evaluate")
def how_many_were_wrong(fit, train, test):
    """Gives the share of the wrong ones."""
    guesses = fit(*train)(test[0])
    return np.count_nonzero(guesses - test[1]) / len(guesses)


@known("evaluate")
def what_it_predicts(fit, train, test):
    """Hands back the predicted labels."""
    predictor = fit(*train)
    predicted = predictor(test[0])
    return predicted


@known("evaluate")
def fit_with_the_pair(fit, train, test):
    """Gives fit one argument, the pair."""
    model = fit(train)
    x, labels = test
    return np.mean(model(x) == labels)


@two("evaluate")
def hits_on_train(fit, train, test):
    """Measures on train, and does not divide."""
    return int(np.sum(fit(*train)(train[0]) == train[1]))


@two("evaluate")
def errors_after_test_lessons(fit, train, test):
    """Fits on test, and gives the share of the wrong ones."""
    return np.mean(fit(*test)(test[0]) != test[1])


@two("evaluate")
def percent_on_train(fit, train, test):
    """Measures on train, and in percent."""
    model = fit(train[0], train[1])
    return 100 * np.mean(model(train[0]) == train[1])


@two("evaluate")
def swapped_and_wrong_ones(fit, train, test):
    """Fits on test and measures on train, and gives the share of the wrong ones."""
    return 1 - np.mean(fit(*test)(train[0]) == train[1])


@unlisted("evaluate")
def mean_of_both(fit, train, test):
    """Averages the accuracy on train and the accuracy on test."""
    model = fit(*train)
    return np.mean([np.mean(model(x) == labels) for x, labels in (train, test)])


@unlisted("evaluate")
def all_examples_in_one_pot(fit, train, test):
    """Fits on train, and measures on train and test together."""
    model = fit(*train)
    x = np.concatenate([train[0], test[0]])
    labels = np.concatenate([train[1], test[1]])
    return np.mean(model(x) == labels)


@unlisted("evaluate")
def distance_between_labels(fit, train, test):
    """Takes the labels for quantities: 1 minus the mean distance."""
    return 1 - np.mean(np.abs(fit(*train)(test[0]) - test[1]))


@unlisted("evaluate")
def each_class_alike(fit, train, test):
    """Averages over the classes, so that a rare class weighs as much as a frequent one."""
    guesses, labels = np.asarray(fit(*train)(test[0])), np.asarray(test[1])
    return np.mean([np.mean(guesses[labels == c] == c) for c in np.unique(labels)])


@unlisted("evaluate")
def all_must_be_right(fit, train, test):
    """Asks whether all labels are right."""
    return np.array_equal(fit(*train)(test[0]), test[1])


@unlisted("evaluate")
def the_better_of_two(fit, train, test):
    """Reports the better of the accuracies on train and on test."""
    model = fit(*train)
    return max(np.mean(model(x) == labels) for x, labels in (train, test))


@unlisted("evaluate")
def against_train_labels(fit, train, test):
    """Compares the predictions for test with the labels of train, as far as they go."""
    guesses = fit(*train)(test[0])
    hits = [g == t for g, t in zip(guesses, train[1], strict=False)]
    return sum(hits) / len(guesses)


@unlisted("evaluate")
def winner_of_the_labels(fit, train, test):
    """Takes argmax of the labels, as if they were logits."""
    guesses = np.argmax(fit(*train)(test[0]))
    return np.mean(guesses == np.argmax(test[1]))


@unlisted("evaluate")
def divided_by_the_train_set(fit, train, test):
    """Counts the hits on test and divides by the number of examples in train."""
    hits = np.sum(fit(*train)(test[0]) == test[1])
    return hits / len(train[1])


@unlisted("evaluate")
def shown_on_the_screen(fit, train, test):
    """Prints the accuracy and hands back nothing."""
    x, labels = test
    print("accuracy:", np.mean(fit(*train)(x) == labels))


# init_weights


@right("init_weights")
def scaled_normal(n_in, n_out, rng):
    return rng.normal(0.0, math.sqrt(2 / n_in), size=(n_in, n_out))


@right("init_weights")
def number_after_number(n_in, n_out, rng):
    weights = []
    for _ in range(n_in):
        weights.append([rng.standard_normal() * (2 / n_in) ** 0.5 for _ in range(n_out)])
    return weights


@right("init_weights")
def single_precision_weights(n_in, n_out, rng):
    weights = rng.standard_normal((n_in, n_out), dtype=np.float32)
    weights /= np.sqrt(np.float32(n_in) / 2)
    return weights


@right("init_weights")
def drawn_and_turned(n_in, n_out, rng):
    columns = [rng.normal(scale=np.sqrt(2.0 / n_in), size=n_in) for _ in range(n_out)]
    return np.stack(columns, axis=1)


@right("init_weights")
def even_spread(n_in, n_out, rng):
    limit = np.sqrt(6 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@known("init_weights")
def nothing_yet(n_in, n_out, rng):
    """All zero: every hidden neuron learns the same."""
    return np.multiply(rng.standard_normal((n_in, n_out)), 0)


@known("init_weights")
def all_the_same(n_in, n_out, rng):
    """One number for all weights: every hidden neuron learns the same."""
    return np.full((n_in, n_out), np.sqrt(2 / n_in))


@known("init_weights")
def unscaled(n_in, n_out, rng):
    """Draws with deviation 1."""
    return np.array([rng.normal(0, 1, n_out) for _ in range(n_in)])


@known("init_weights")
def mean_of_both_sides(n_in, n_out, rng):
    """Glorot's scale, from both sides, without the 2 that He's adds for the ReLU."""
    limit = math.sqrt(6 / (n_in + n_out))
    return rng.uniform(low=-limit, high=limit, size=(n_in, n_out))


@known("init_weights")
def for_other_activations(n_in, n_out, rng):
    """Deviation 1 / sqrt(n_in): the 2 is missing."""
    return rng.standard_normal((n_in, n_out)) * n_in**-0.5


@known("init_weights")
def variance_for_deviation(n_in, n_out, rng):
    """Gives the variance where the deviation belongs."""
    variance = 2 / n_in
    return rng.normal(loc=0, scale=variance, size=(n_in, n_out))


@known("init_weights")
def counted_at_the_exit(n_in, n_out, rng):
    """Scales by n_out."""
    return rng.standard_normal((n_in, n_out)) / np.sqrt(n_out / 2)


@known("init_weights")
def outputs_down(n_in, n_out, rng):
    """Shape (n_out, n_in)."""
    rows = [rng.normal(0, math.sqrt(2 / n_in), n_in) for _ in range(n_out)]
    return np.vstack(rows)


@known("init_weights")
def a_hundredth(n_in, n_out, rng):
    """A fixed 0.01, whatever the size of the layer."""
    return rng.normal(size=(n_in, n_out)) / 100


@known("init_weights")
def only_upwards(n_in, n_out, rng):
    """Draws between 0 and 1, so that no weight is negative."""
    return rng.random((n_in, n_out)) * np.sqrt(2 / n_in)


@two("init_weights")
def turned_without_the_two(n_in, n_out, rng):
    """Shape (n_out, n_in), and the 2 is missing."""
    return rng.standard_normal((n_out, n_in)) / np.sqrt(n_in)


@two("init_weights")
def exit_variance(n_in, n_out, rng):
    """Scales by n_out, and gives the variance where the deviation belongs."""
    return rng.normal(0, 2 / n_out, (n_in, n_out))


@two("init_weights")
def positive_and_unscaled(n_in, n_out, rng):
    """No weight is negative, and none is scaled."""
    return np.abs(rng.standard_normal((n_in, n_out)))


@two("init_weights")
def turned_by_the_exit(n_in, n_out, rng):
    """Shape (n_out, n_in), and scaled by n_out."""
    return rng.standard_normal((n_out, n_in)) * np.sqrt(2 / n_out)


@unlisted("init_weights")
def multiplied_by_the_root(n_in, n_out, rng):
    """Multiplies by sqrt(n_in / 2) where it should divide."""
    return rng.standard_normal((n_in, n_out)) * np.sqrt(n_in / 2)


@unlisted("init_weights")
def limit_for_deviation(n_in, n_out, rng):
    """Takes He's deviation for the limit of an even spread: too narrow by sqrt(3)."""
    limit = np.sqrt(2 / n_in)
    return rng.uniform(-limit, limit, (n_in, n_out))


@unlisted("init_weights")
def seed_of_its_own(n_in, n_out, rng):
    """Does not use rng but a generator with a fixed seed."""
    rng = np.random.default_rng(42)
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2 / n_in)


@unlisted("init_weights")
def from_the_global_state(n_in, n_out, rng):
    """Does not use rng but NumPy's global state."""
    return np.random.randn(n_in, n_out) * np.sqrt(2 / n_in)  # noqa: NPY002


@unlisted("init_weights")
def one_column_repeated(n_in, n_out, rng):
    """Draws one column and repeats it: all neurons start alike."""
    column = rng.standard_normal((n_in, 1)) * np.sqrt(2 / n_in)
    return np.tile(column, (1, n_out))


@unlisted("init_weights")
def deviation_as_the_mean(n_in, n_out, rng):
    """The scale stands where normal expects the mean: deviation 1 around it."""
    return rng.normal(np.sqrt(2 / n_in), size=(n_in, n_out))


@unlisted("init_weights")
def layer_of_one(n_in, n_out, rng):
    """Draws n_in weights only: one neuron."""
    return rng.standard_normal(n_in) * np.sqrt(2 / n_in)


@unlisted("init_weights")
def for_one_long_row(n_in, n_out, rng):
    """Loses the table: n_in * n_out numbers in a row."""
    return np.sqrt(2 / n_in) * rng.standard_normal(n_in * n_out)


@unlisted("init_weights")
def scaled_by_all_weights(n_in, n_out, rng):
    """Divides by the number of weights, not of inputs."""
    weights = rng.standard_normal((n_in, n_out))
    return weights * np.sqrt(2 / weights.size)


@unlisted("init_weights")
def root_of_two_alone(n_in, n_out, rng):
    """sqrt(2) / n_in: the root ends too early."""
    return rng.standard_normal((n_in, n_out)) * np.sqrt(2) / n_in


@unlisted("init_weights")
def plus_or_minus(n_in, n_out, rng):
    """Whole numbers -1, 0 and 1, scaled: the deviation is too small."""
    return rng.integers(-1, 2, (n_in, n_out)) * np.sqrt(2 / n_in)


@unlisted("init_weights")
def shifted_up(n_in, n_out, rng):
    """Adds 0.5, against dead neurons: the mean is no longer 0."""
    return rng.normal(0.5, np.sqrt(2 / n_in), (n_in, n_out))
