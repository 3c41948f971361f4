import copy
import itertools
from types import SimpleNamespace

import numpy as np
import pytest
from helpers import assert_refused
from hypothesis import given
from hypothesis import strategies as st

from course_lib import (
    MLP,
    Adam,
    GradientDescent,
    History,
    Momentum,
    _progress,
    accuracy,
    minibatches,
    numerical_gradient,
    softmax_cross_entropy,
    squared_error,
    squared_error_grad,
    train,
)

SIZES = [(3, 2), (4, 5, 3), (2, 6, 5, 4), (3, 1, 2)]


def generator(seed=0):
    return np.random.default_rng(seed)


def examples(n, d, k, seed=0):
    rng = generator(seed)
    return rng.normal(size=(n, d)), rng.integers(0, k, n)


def slopes(network, x, labels):
    """The gradient of the mean loss by theta, from values alone."""

    def loss(theta):
        other = copy.deepcopy(network)
        other.theta[...] = theta
        return softmax_cross_entropy(other.logits(x), labels).mean()

    return numerical_gradient(loss, network.theta)


# Parameters


@pytest.mark.parametrize("sizes", SIZES)
def test_theta_holds_the_weights_and_biases_layer_after_layer(sizes):
    network = MLP(sizes, generator())
    parts = itertools.chain.from_iterable(zip(network.weights, network.biases, strict=True))
    np.testing.assert_array_equal(network.theta, np.concatenate([part.ravel() for part in parts]))
    assert [w.shape for w in network.weights] == list(itertools.pairwise(sizes))
    assert [b.shape for b in network.biases] == [(size,) for size in sizes[1:]]
    assert network.theta.size == sum((a + 1) * b for a, b in itertools.pairwise(sizes))


def test_weights_and_biases_are_views_into_theta():
    network = MLP((2, 3, 2), generator())
    for part in network.weights + network.biases:
        assert np.shares_memory(part, network.theta)
    network.theta[...] = np.arange(17)
    assert network.weights[0].tolist() == [[0, 1, 2], [3, 4, 5]]
    assert network.biases[0].tolist() == [6, 7, 8]
    assert network.weights[1].tolist() == [[9, 10], [11, 12], [13, 14]]
    assert network.biases[1].tolist() == [15, 16]
    network.biases[1][0] = -1
    assert network.theta[15] == -1


def test_a_copy_and_a_new_theta_stay_joined_to_their_weights():
    network = MLP((2, 3, 2), generator())
    twin = copy.deepcopy(network)
    twin.theta[...] = 0
    assert twin.logits([[1.0, 2.0]]).tolist() == [[0, 0]]
    assert np.any(network.logits([[1.0, 2.0]]))
    network.theta = network.theta * 0
    assert network.logits([[1.0, 2.0]]).tolist() == [[0, 0]]


def test_weights_are_he_scaled_and_biases_start_at_zero():
    network = MLP((1000, 400, 50), generator())
    for weight, inputs in zip(network.weights, (1000, 400), strict=True):
        assert weight.std() == pytest.approx(np.sqrt(2 / inputs), rel=0.02)
        assert abs(weight.mean()) < 4 * np.sqrt(2 / inputs / weight.size)
        # a normal distribution: 68.3 % within one standard deviation
        assert (np.abs(weight) < weight.std()).mean() == pytest.approx(0.683, abs=0.01)
    assert not np.any(np.concatenate(network.biases))


def test_he_scale_keeps_the_size_of_the_signal():
    network = MLP((500,) * 6, generator())
    logits = network.logits(generator(1).normal(size=(200, 500)))
    assert 0.5 < (logits**2).mean() / 2 < 2


def test_the_seed_decides_the_weights():
    same, again, other = (MLP((4, 3, 2), generator(seed)).theta for seed in (5, 5, 6))
    assert same.tolist() == again.tolist()
    assert same.tolist() != other.tolist()
    short = MLP((4, 3, 2), generator(5), dtype=np.float32).theta
    assert short.tolist() == same.astype(np.float32).tolist()


@pytest.mark.parametrize("dtype", [np.float32, "float32", np.float64, float])
def test_the_dtype_is_kept_all_the_way(dtype):
    network = MLP((3, 4, 2), generator(), dtype=dtype)
    x, labels = examples(5, 3, 2)
    for inputs in (x, x.astype(np.float32), (10 * x).astype(int)):
        loss, gradient = network.loss_and_grad(inputs, labels)
        parts = [network.theta, gradient, network.logits(inputs), *network.weights, *network.biases]
        assert {part.dtype for part in parts} == {np.dtype(dtype)}
        assert type(loss) is float


# Forward and backward


def test_forward_by_hand():
    network = MLP((2, 2, 2), generator())
    network.weights[0][...] = [[1, -1], [2, 1]]
    network.biases[0][...] = [0.5, -1]
    network.weights[1][...] = [[1, 2], [3, 4]]
    network.biases[1][...] = [0, 10]
    # x = (1, 2): hidden (1 + 4 + 0.5, -1 + 2 - 1) = (5.5, 0); logits (5.5, 11 + 10)
    # x = (-1, 0): hidden (-1 + 0.5, 1 - 1) cut to (0, 0); logits are the biases
    # x = (0, 3): hidden (6.5, 2); logits (6.5 + 6, 13 + 8 + 10)
    logits = network.logits([[1, 2], [-1, 0], [0, 3]])
    assert logits.tolist() == [[5.5, 21], [0, 10], [12.5, 31]]


def test_backward_by_hand():
    network = MLP((2, 1, 2), generator())
    network.weights[0][...] = [[1], [1]]
    network.weights[1][...] = 0
    loss, gradient = network.loss_and_grad([[1.0, 2.0], [-3.0, 1.0]], [0, 1])
    # hidden 3 and 0; p = (1/2, 1/2), so p - t is (-1/2, 1/2) and (1/2, -1/2), halved by n = 2
    assert loss == pytest.approx(np.log(2))
    assert gradient.tolist() == [0, 0, 0, -0.75, 0.75, 0, 0]
    network.weights[1][...] = [[2, 0]]
    network.biases[1][...] = [-6, 0]
    _, gradient = network.loss_and_grad([[1.0, 2.0], [-3.0, 1.0]], [0, 1])
    # at x = (1, 2) the logits are 6 - 6 and 0: slope (-1/4, 1/4), into the hidden unit -1/4 * 2;
    # at x = (-3, 1) the unit is off and passes nothing
    assert gradient[:3] == pytest.approx([-0.5, -1.0, -0.5])


@pytest.mark.parametrize("sizes", SIZES)
@pytest.mark.parametrize("n", [1, 7])
def test_gradient_is_the_numerical_slope(sizes, n):
    network = MLP(sizes, generator(3))
    for bias in network.biases:
        bias[...] = generator(4).normal(size=bias.shape)
    x, labels = examples(n, sizes[0], sizes[-1], seed=5)
    loss, gradient = network.loss_and_grad(x, labels)
    assert gradient.shape == network.theta.shape
    assert loss == pytest.approx(softmax_cross_entropy(network.logits(x), labels).mean(), rel=1e-15)
    np.testing.assert_allclose(gradient, slopes(network, x, labels), rtol=1e-6, atol=1e-9)


def test_float32_gradient_is_the_float64_one_rounded():
    short, long = (MLP((4, 8, 3), generator(), dtype) for dtype in (np.float32, np.float64))
    x, labels = examples(20, 4, 3)
    for a, b in zip(short.loss_and_grad(x, labels), long.loss_and_grad(x, labels), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-4, atol=1e-6)


def test_a_dead_unit_gets_no_slope_and_a_unit_at_its_kink_none_either():
    network = MLP((1, 2, 2), generator())
    network.weights[0][...] = [[-1.0, 0.0]]
    _, gradient = network.loss_and_grad([[1.0]], [0])
    assert gradient[:4].tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("k", [2, 10])
def test_with_a_zero_output_layer_the_first_loss_is_log_k(k):
    network = MLP((5, 7, k), generator())
    network.weights[-1][...] = 0
    loss, _ = network.loss_and_grad(*examples(30, 5, k))
    assert loss == pytest.approx(np.log(k), rel=1e-14)


def test_with_he_weights_the_first_loss_is_a_little_more():
    loss, _ = MLP((50, 100, 10), generator()).loss_and_grad(*examples(500, 50, 10))
    assert np.log(10) < loss < np.log(10) + 1.5


@pytest.mark.parametrize("sizes", SIZES)
def test_the_loss_is_a_mean_over_examples(sizes):
    network = MLP(sizes, generator())
    x, labels = examples(6, sizes[0], sizes[-1])
    loss, gradient = network.loss_and_grad(x, labels)
    twice = network.loss_and_grad(np.concatenate([x, x]), np.concatenate([labels, labels]))
    assert twice[0] == pytest.approx(loss, rel=1e-14)
    np.testing.assert_allclose(twice[1], gradient, rtol=1e-12, atol=1e-15)
    each = [network.loss_and_grad(x[i : i + 1], labels[i : i + 1]) for i in range(6)]
    assert np.mean([one for one, _ in each]) == pytest.approx(loss, rel=1e-14)
    np.testing.assert_allclose(np.mean([g for _, g in each], axis=0), gradient, 1e-12, 1e-15)


def test_two_outputs_with_squared_error_are_summed_not_averaged():
    # the convention mean over examples, sum over outputs, on a loss that the network does not use
    network = MLP((3, 2), generator())
    rng = generator(1)
    x, targets = rng.normal(size=(8, 3)), rng.normal(size=(8, 2))
    (weights,), (biases,) = network.weights, network.biases

    def loss(outputs):
        return sum(squared_error(network.logits(x)[:, j], targets[:, j]).mean() for j in outputs)

    def gradient():
        slope = squared_error_grad(network.logits(x), targets) / len(x)
        return np.concatenate([(x.T @ slope).ravel(), slope.sum(axis=0)])

    total = squared_error(network.logits(x), targets).sum(axis=1).mean()
    assert total == pytest.approx(loss([0]) + loss([1]))

    def at(theta):
        network.theta[...] = theta
        return squared_error(network.logits(x), targets).sum(axis=1).mean()

    start = network.theta.copy()
    numerical = numerical_gradient(at, start)
    network.theta[...] = start
    np.testing.assert_allclose(gradient(), numerical, rtol=1e-6, atol=1e-8)
    # and descent along it ends at the least-squares fit
    optimizer = GradientDescent(0.1)
    for _ in range(2000):
        optimizer.step(network.theta, gradient())
    fit, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(8)]), targets)
    np.testing.assert_allclose(np.vstack([weights, biases]), fit, atol=1e-6)


def test_inputs_and_theta_are_left_alone():
    network = MLP((3, 4, 2), generator())
    x, labels = examples(5, 3, 2)
    x.setflags(write=False)
    labels.setflags(write=False)
    before = network.theta.copy()
    _, first = network.loss_and_grad(x, labels)
    kept = first.copy()
    _, second = network.loss_and_grad(x[::-1], labels)
    assert network.theta.tolist() == before.tolist()
    assert first.tolist() == kept.tolist()
    assert not np.shares_memory(first, second)


def test_the_order_of_the_examples_does_not_matter():
    network = MLP((3, 4, 2), generator())
    x, labels = examples(9, 3, 2)
    order = generator(1).permutation(9)
    np.testing.assert_allclose(network.logits(x[order]), network.logits(x)[order], rtol=1e-12)
    for a, b in zip(network.loss_and_grad(x[order], labels[order]),
                    network.loss_and_grad(x, labels), strict=True):  # fmt: skip
        np.testing.assert_allclose(a, b, rtol=1e-12, atol=1e-15)


def test_one_sgd_step_of_the_size_of_the_slope_lowers_the_loss():
    network = MLP((3, 8, 4), generator())
    x, labels = examples(40, 3, 4)
    loss, gradient = network.loss_and_grad(x, labels)
    rate = 1e-4
    GradientDescent(rate).step(network.theta, gradient)
    fallen = loss - network.loss_and_grad(x, labels)[0]
    assert fallen == pytest.approx(rate * (gradient**2).sum(), rel=0.01)


# Mini-batches


@given(st.integers(1, 50), st.integers(1, 60), st.integers(0, 9))
def test_an_epoch_holds_every_example_once_beside_its_label(n, batch_size, seed):
    x = np.arange(2.0 * n).reshape(n, 2)
    labels = np.arange(n)
    batches = list(minibatches(x, labels, batch_size, generator(seed)))
    sizes = [len(batch_labels) for _, batch_labels in batches]
    assert sizes[:-1] == [batch_size] * (n // batch_size - (n % batch_size == 0))
    assert sizes[-1] == (n % batch_size or batch_size)
    together = np.concatenate([batch for _, batch in batches])
    assert sorted(together) == list(range(n))
    for batch_x, batch_labels in batches:
        assert batch_x.tolist() == x[batch_labels].tolist()


def test_examples_are_shuffled_anew_every_epoch():
    x, labels = np.zeros((100, 1)), np.arange(100)
    rng = generator()
    orders = [
        np.concatenate([batch for _, batch in minibatches(x, labels, 10, rng)]).tolist()
        for _ in range(3)
    ]
    assert sorted(labels) == list(labels)
    assert len({tuple(order) for order in [*orders, labels]}) == 4
    again = np.concatenate([b for _, b in minibatches(x, labels, 7, generator())]).tolist()
    assert again == orders[0]


def test_batches_keep_dtypes_and_the_originals():
    x, labels = np.arange(12, dtype=np.uint8).reshape(6, 2), np.arange(6, dtype=np.int8)
    x.setflags(write=False)
    for batch_x, batch_labels in minibatches(x, labels, 4, generator()):
        assert (batch_x.dtype, batch_labels.dtype) == (np.uint8, np.int8)
        batch_x[...] = 0  # a batch is the reader's own
    assert x.ravel().tolist() == list(range(12))
    lists = list(minibatches([[1.0], [2.0]], [0, 1], 2, generator()))
    assert sorted(lists[0][1].tolist()) == [0, 1]


def test_x_may_have_any_shape():
    batches = list(minibatches(np.zeros((5, 28, 28)), np.zeros(5, int), 2, generator()))
    assert [batch.shape for batch, _ in batches] == [(2, 28, 28), (2, 28, 28), (1, 28, 28)]


# Training


class Data:
    """Two clouds that a line divides, and a test set that nobody may open."""

    def __init__(self, n=60, dtype=np.float64):
        rng = generator(7)
        labels = np.arange(n) % 2
        x = (rng.normal(size=(n, 2)) + np.where(labels, 4, -4)[:, np.newaxis]).astype(dtype)
        self.train, self.validation = (x[:40], labels[:40]), (x[40:], labels[40:])

    @property
    def test(self):
        raise AssertionError("train looked at the test set")


def run(epochs=5, batch_size=8, seed=1, optimizer=None, dtype=np.float64, **others):
    network = MLP((2, 5, 2), generator(seed), dtype)
    optimizer = optimizer or Momentum(0.05)
    history = train(network, Data(), optimizer, epochs, batch_size, generator(seed), **others)
    return network, history


def test_training_learns_without_the_test_set():
    for optimizer in (GradientDescent(0.1), Momentum(0.05), Adam(0.01)):
        _, history = run(epochs=20, optimizer=optimizer)
        assert history.train_loss[-1] < 0.05 < history.train_loss[0] + 0.05
        assert history.train_loss[-1] < history.train_loss[0]
        assert history.train_accuracy[-1] == history.validation_accuracy[-1] == 1


def test_the_history_has_one_number_of_each_kind_per_epoch():
    network, history = run(epochs=3)
    for values in vars(history).values():
        assert len(values) == 3
        assert {type(value) for value in values} == {float}
    data = Data()
    expected = {
        "train_loss": softmax_cross_entropy(network.logits(data.train[0]), data.train[1]).mean(),
        "train_accuracy": accuracy(network.logits(data.train[0]), data.train[1]),
        "validation_loss": network.loss_and_grad(*data.validation)[0],
        "validation_accuracy": accuracy(network.logits(data.validation[0]), data.validation[1]),
    }
    # measured at the end of the epoch, on all examples
    assert {name: values[-1] for name, values in vars(history).items()} == pytest.approx(expected)


def test_every_history_starts_empty():
    assert vars(History()) == {
        "train_loss": [],
        "train_accuracy": [],
        "validation_loss": [],
        "validation_accuracy": [],
    }
    assert run(epochs=1)[1].train_loss is not run(epochs=1)[1].train_loss


@pytest.mark.parametrize("make", [lambda: GradientDescent(0.1), lambda: Adam(0.01)])
def test_train_is_the_loop_that_one_would_write(make):
    network, history = run(epochs=3, batch_size=7, optimizer=make())
    data, rng, optimizer = Data(), generator(1), make()
    by_hand = MLP((2, 5, 2), generator(1))
    losses = []
    for _ in range(3):
        for x, labels in minibatches(*data.train, 7, rng):
            _, gradient = by_hand.loss_and_grad(x, labels)
            optimizer.step(by_hand.theta, gradient)
        losses.append(by_hand.loss_and_grad(*data.train)[0])
    assert network.theta.tolist() == by_hand.theta.tolist()
    assert history.train_loss == losses
    assert optimizer.steps == 3 * 6


def test_the_seed_decides_everything():
    first, second, other = run(seed=1), run(seed=1), run(seed=2)
    assert vars(first[1]) == vars(second[1])
    assert first[0].theta.tolist() == second[0].theta.tolist()
    assert vars(first[1]) != vars(other[1])


def test_one_epoch_more_is_one_epoch_more():
    assert run(epochs=4)[1].train_loss[:3] == run(epochs=3)[1].train_loss


def test_float32_stays_float32():
    network, history = run(dtype=np.float32)
    assert network.theta.dtype == np.float32
    assert history.train_accuracy[-1] == 1


def test_on_epoch_sees_the_history_grow():
    seen = []
    _, history = run(epochs=4, on_epoch=lambda h: seen.append((h, len(h.validation_accuracy))))
    assert [length for _, length in seen] == [1, 2, 3, 4]
    assert all(h is history for h, _ in seen)


def test_on_epoch_may_stop_the_training():
    def stop(history):
        if len(history.train_loss) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(on_epoch=stop)


@pytest.mark.parametrize("rate", [1e10, 1e30, 1e200, 1e308])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_divergence_is_named_and_nothing_else_is_warned_of(dtype, rate):
    if dtype == np.float64 and rate < 1e100:
        rate = rate**4  # float64 has more room
    with pytest.raises(FloatingPointError, match="learning rate is too large: try a tenth"):
        run(epochs=60, optimizer=GradientDescent(min(rate, 1e308)), dtype=dtype)


def test_weights_that_overflow_in_the_last_step_are_found():
    class Jump:
        def step(self, theta, gradient):
            theta[0] = -np.inf  # into a hidden unit, which ReLU cuts to 0: the logits stay finite

    positive = (np.ones((4, 1)), np.array([0, 1, 0, 1]))
    data = SimpleNamespace(train=positive, validation=positive)
    with pytest.raises(FloatingPointError, match=r"weights must stay finite.*epoch 1"):
        train(MLP((1, 1, 2), generator()), data, Jump(), 2, 4, generator())


def test_logits_that_overflow_are_named():
    network = MLP((2, 2), generator())
    network.theta[...] = 1e308
    with pytest.raises(FloatingPointError, match="logits must stay finite"):
        network.logits([[10.0, 10.0]])
    with pytest.raises(FloatingPointError, match="logits must stay finite"):
        network.loss_and_grad([[10.0, 10.0]], [0])


def test_a_person_sees_the_progress(monkeypatch):
    frames = []
    monkeypatch.setattr(
        "course_lib.network.show_progress",
        lambda done, total, label: frames.append((done, total, label)),
    )
    run(epochs=2, batch_size=16)
    assert [done for done, _, _ in frames] == [1, 2, 3, 4, 5, 6]
    assert {total for _, total, _ in frames} == {6}
    assert frames[0][2] == "epoch 1 of 2"
    assert frames[-1][2] == "epoch 2 of 2"


def test_nothing_is_printed_when_nobody_watches(capfd):
    assert not _progress.watched()
    run()
    assert capfd.readouterr() == ("", "")


# Refusals


def small(**changes):
    """A call of train with one argument changed."""
    arguments = {
        "network": MLP((2, 2), generator()),
        "data": Data(),
        "optimizer": GradientDescent(0.1),
        "epochs": 1,
        "batch_size": 4,
        "rng": generator(),
    }
    return lambda: train(**{**arguments, **changes})


def with_part(part, x, labels):
    data = SimpleNamespace(train=Data().train, validation=Data().validation)
    setattr(data, part, (np.array(x), np.array(labels)))
    return data


NETWORK = MLP((2, 3), generator())
X = np.zeros((4, 2))


@pytest.mark.parametrize(
    ("call", "error", "fragments"),
    [
        (lambda: MLP((3,), generator()), ValueError,
         ["sizes must name at least", "(784, 128, 10)"]),
        (lambda: MLP(784, generator()), ValueError, ["sizes must name at least", "got 784"]),
        (lambda: MLP((), generator()), ValueError, ["sizes must name at least"]),
        (lambda: MLP((3, 0), generator()), ValueError, ["sizes[1] must be at least 1", "got 0"]),
        (lambda: MLP((3, 2), generator(), dtype="foo"), TypeError,
         ["dtype must be float32 or float64", "'foo'"]),
        (lambda: MLP((3, 2.0), generator()), TypeError, ["sizes[1] must be a whole number", "2.0"]),
        (lambda: MLP((3, 2), 0), TypeError,
         ["rng must be a NumPy random generator", "default_rng"]),
        (lambda: MLP((3, 2), None), TypeError, ["rng must be", "None"]),
        (lambda: MLP((3, 2), generator(), np.float16), TypeError,
         ["dtype must be float32 or", "float16"]),
        (lambda: MLP((3, 2), generator(), int), TypeError,
         ["dtype must be float32 or float64", "int"]),
        (lambda: NETWORK.logits([1.0, 2.0]), ValueError,
         ["x must have shape (n, 2)", "x[np.newaxis]"]),
        (lambda: NETWORK.logits(np.zeros((4, 3))), ValueError,
         ["x must have shape (n, 2)", "(4, 3)"]),
        (lambda: NETWORK.logits(np.zeros((4, 1, 2))), ValueError, ["x.reshape(len(x), -1)"]),
        (lambda: NETWORK.logits([[np.nan, 0.0]]), ValueError, ["x must be finite", "nan"]),
        (lambda: NETWORK.logits(np.zeros((0, 2))), ValueError, ["x must not be empty"]),
        (lambda: NETWORK.logits([["a", "b"]]), TypeError, ["x must be real numbers"]),
        (lambda: NETWORK.loss_and_grad(X, [0, 1, 2]), ValueError, ["labels must have shape (4,)"]),
        (lambda: NETWORK.loss_and_grad(X, [0, 1, 2, 3]), ValueError,
         ["labels must be from 0 to 2", "got 3"]),
        (lambda: NETWORK.loss_and_grad(X, [0, 1, 2, -1]), ValueError, ["labels", "got -1"]),
        (lambda: NETWORK.loss_and_grad(X, np.zeros(4)), TypeError, ["labels must be integers"]),
        (lambda: NETWORK.loss_and_grad(X, np.eye(4, dtype=int)), ValueError,
         ["labels.argmax(axis=1)"]),
        (lambda: minibatches(X, [0, 1], 2, generator()), ValueError,
         ["labels must hold one label for each row of x", "(2,)", "(4, 2)"]),
        (lambda: minibatches(X, np.zeros((4, 1)), 2, generator()), ValueError,
         ["labels must hold one"]),
        (lambda: minibatches(1.0, 1, 2, generator()), ValueError, ["labels must hold one label"]),
        (lambda: minibatches(X[:0], [], 2, generator()), ValueError, ["x must not be empty"]),
        (lambda: minibatches(X, [0] * 4, 0, generator()), ValueError,
         ["batch_size must be at least 1"]),
        (lambda: minibatches(X, [0] * 4, 2.0, generator()), TypeError,
         ["batch_size must be a whole"]),
        (lambda: minibatches(X, [0] * 4, 2, 0), TypeError, ["rng must be"]),
        (small(epochs=0), ValueError, ["epochs must be at least 1", "got 0"]),
        (small(epochs=1.5), TypeError, ["epochs must be a whole number"]),
        (small(batch_size=0), ValueError, ["batch_size must be at least 1"]),
        (small(rng=0), TypeError, ["rng must be a NumPy random generator"]),
        (small(optimizer=0.1), TypeError, ["optimizer must have a step method", "0.1"]),
        (small(optimizer=Adam), TypeError, ["optimizer must have a step method"]),
        (small(data=with_part("train", [[1.0, 2.0]], [2])), ValueError,
         ["labels must be from 0 to 1"]),
        (small(data=with_part("train", [[1.0, 2.0]], [0, 1])), ValueError,
         ["labels must have shape (1,)"]),
        (small(data=with_part("train", [[1.0]], [0])), ValueError, ["x must have shape (n, 2)"]),
        (small(data=with_part("validation", [[1.0, 2.0]], [0.0])), TypeError,
         ["labels must be integers"]),
        (small(data=with_part("validation", [[1.0]], [0])), ValueError,
         ["x must have shape (n, 2)"]),
    ],
)  # fmt: skip
def test_refusals(call, error, fragments):
    assert_refused(call, error, *fragments)


@pytest.mark.parametrize("part", ["train", "validation"])
def test_bad_labels_are_refused_before_any_step_is_taken(part):
    network = MLP((2, 2), generator())
    before = network.theta.copy()
    data = with_part(part, [[1.0, 2.0]], [5])
    assert_refused(small(network=network, data=data), ValueError, "labels must be from 0 to 1")
    assert network.theta.tolist() == before.tolist()


@pytest.mark.parametrize("part", ["train", "validation"])
def test_rows_of_another_width_are_refused_before_any_step_is_taken(part):
    network = MLP((2, 2), generator())
    before = network.theta.copy()
    data = with_part(part, [[1.0, 2.0, 3.0]], [1])
    assert_refused(small(network=network, data=data), ValueError, "x must have shape (n, 2)")
    assert network.theta.tolist() == before.tolist()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"network": "MLP"}, "network must be an MLP, but got str"),
        ({"data": ([[1.0]], [0])}, "data must have the parts train and validation, but got tuple"),
        ({"data": None}, "data must have the parts train and validation, but got NoneType"),
    ],
)
def test_train_names_what_is_of_the_wrong_kind(arguments, words):
    assert_refused(small(**arguments), TypeError, words)


def test_the_bar_leaves_the_place_to_on_epoch(monkeypatch):
    drawn = []
    monkeypatch.setattr("course_lib.network.show_progress", lambda *bar: drawn.append(bar))
    run(epochs=2, batch_size=16, on_epoch=lambda history: None)
    assert drawn == []
    run(epochs=2, batch_size=16)
    assert [(done, total) for done, total, _ in drawn] == [(i, 6) for i in range(1, 7)]
