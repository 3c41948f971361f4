"""Every loss of the table `LOSSES` against independent truths: numerical slopes, formulas at 50
digits, theorems, values by hand and the figures of the five articles."""

import inspect

import mpmath
import numpy as np
import pytest
from helpers import assert_refused, exact, units_in_the_last_place
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib import (
    LOSSES,
    absolute_error,
    absolute_error_grad,
    binary_cross_entropy,
    binary_cross_entropy_grad,
    cross_entropy,
    cross_entropy_grad,
    half_squared_error,
    half_squared_error_grad,
    huber,
    huber_grad,
    numerical_gradient,
    one_hot,
    sigmoid,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_grad,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
    squared_error,
    squared_error_grad,
)

ELEMENTWISE = [name for name in LOSSES if name not in ("cross_entropy", "softmax_cross_entropy")]
HARD = {"softmax_cross_entropy"}  # the truth is a whole number, and keeps its dtype


def random_arguments(name, rng, n=40, k=4):
    """Model outputs and truths from inside the domain of the loss."""
    return {
        "prediction": lambda: (3 * rng.normal(size=n), 3 * rng.normal(size=n)),
        "probability": lambda: (rng.uniform(0.02, 0.98, n), rng.uniform(size=n).round(1)),
        "logit": lambda: (4 * rng.normal(size=n), rng.uniform(size=n).round(1)),
        "probabilities": lambda: (
            softmax(rng.normal(size=(n, k))),
            np.where(
                rng.uniform(size=(n, 1)) < 0.5, np.eye(k)[0], softmax(rng.normal(size=(n, k)))
            ),
        ),
        "logits": lambda: (4 * rng.normal(size=(n, k)), rng.integers(0, k, n)),
    }[next(iter(inspect.signature(LOSSES[name][0]).parameters))]()


# a forecast that is right, and its truth
RIGHT = {
    "squared_error": ([3.0, -2.0], [3, -2]),
    "half_squared_error": ([3.0, -2.0], [3, -2]),
    "absolute_error": ([3.0, -2.0], [3, -2]),
    "huber": ([3.0, -2.0], [3, -2]),
    "binary_cross_entropy": ([0.0, 1.0], [0, 1]),
    "sigmoid_cross_entropy": ([-1e4, 1e4], [0, 1]),
    "cross_entropy": ([[0.0, 1.0], [1.0, 0.0]], [[0, 1], [1, 0]]),
    "softmax_cross_entropy": ([[-1e4, 0.0], [1e4, 0.0]], [1, 0]),
}

# the loss of one example in plain mathematics; x and t are a number or a list
FORMULAS = {
    "squared_error": lambda x, t: (x - t) ** 2,
    "half_squared_error": lambda x, t: (x - t) ** 2 / 2,
    "absolute_error": lambda x, t: abs(x - t),
    "huber": lambda x, t: (x - t) ** 2 / 2 if abs(x - t) <= 1 else abs(x - t) - mpmath.mpf(0.5),
    "binary_cross_entropy": lambda x, t: -t * mpmath.log(x) - (1 - t) * mpmath.log(1 - x),
    "sigmoid_cross_entropy": lambda x, t: mpmath.log(1 + mpmath.exp(x)) - t * x,
    "cross_entropy": lambda x, t: (
        -mpmath.fsum(b * mpmath.log(a) for a, b in zip(x, t, strict=True))
    ),
    "softmax_cross_entropy": lambda x, t: mpmath.log(mpmath.fsum(map(mpmath.exp, x))) - x[int(t)],
}


def test_the_table_holds_every_loss_beside_its_gradient():
    assert list(LOSSES) == list(FORMULAS) == list(RIGHT)
    for name, (loss, grad) in LOSSES.items():
        assert (loss.__name__, grad.__name__) == (name, f"{name}_grad")
        assert inspect.signature(loss) == inspect.signature(grad)


@pytest.mark.parametrize("name", LOSSES)
def test_gradient_is_the_numerical_slope(name):
    loss, grad = LOSSES[name]
    output, truth = random_arguments(name, np.random.default_rng(0))
    slopes = numerical_gradient(lambda x: loss(x, truth).sum(), output)
    np.testing.assert_allclose(grad(output, truth), slopes, rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_value_and_gradient_match_the_formula_at_fifty_digits(name):
    loss, grad = LOSSES[name]
    output, truth = random_arguments(name, np.random.default_rng(1), n=25)
    pairs = list(zip(exact(output), exact(truth), strict=True))
    formula = FORMULAS[name]
    values = [float(formula(x, t)) for x, t in pairs]
    slopes = [float(mpmath.diff(lambda x: formula(x, t), x)) for x, t in pairs]  # noqa: B023
    np.testing.assert_allclose(loss(output, truth), values, rtol=1e-14)
    np.testing.assert_allclose(grad(output, truth), slopes, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", [name for name in LOSSES if name not in ELEMENTWISE])
def test_rows_match_the_formula_at_fifty_digits(name):
    loss, grad = LOSSES[name]
    output, truth = random_arguments(name, np.random.default_rng(1), n=12)
    values, slopes = loss(output, truth), grad(output, truth)
    for row, target, value, slope in zip(output, truth, values, slopes, strict=True):
        x, t = exact(row), (int(target) if name in HARD else exact(target))
        np.testing.assert_allclose(value, float(FORMULAS[name](x, t)), rtol=1e-14)
        for j in range(len(x)):
            along = lambda xj: FORMULAS[name]([*x[:j], xj, *x[j + 1 :]], t)  # noqa: B023, E731
            derivative = float(mpmath.diff(along, x[j]))
            np.testing.assert_allclose(slope[j], derivative, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("name", LOSSES)
def test_each_example_stands_alone(name):
    for function in LOSSES[name]:
        output, truth = random_arguments(name, np.random.default_rng(2), n=9)
        together = function(output, truth)
        assert len(together) == 9
        order = np.random.default_rng(3).permutation(9)
        np.testing.assert_allclose(function(output[order], truth[order]), together[order], 1e-14)
        for i in range(9):
            alone = function(output[i : i + 1], truth[i : i + 1])
            np.testing.assert_allclose(alone[0], together[i], rtol=1e-14)


@pytest.mark.parametrize("name", ["sigmoid_cross_entropy", "softmax_cross_entropy"])
def test_an_example_with_huge_logits_changes_no_other(name):
    for function in LOSSES[name]:
        output, truth = random_arguments(name, np.random.default_rng(4), n=6)
        before = function(output, truth)
        output[2] = 1e4 * output[2]
        after = function(output, truth)
        np.testing.assert_allclose(np.delete(after, 2, 0), np.delete(before, 2, 0), rtol=1e-14)


@pytest.mark.parametrize("name", LOSSES)
def test_shapes(name):
    loss, grad = LOSSES[name]
    output, truth = random_arguments(name, np.random.default_rng(5), n=7)
    assert loss(output, truth).shape == (7,)
    assert grad(output, truth).shape == output.shape
    if name in ELEMENTWISE:
        for shape in ((), (1,), (7, 1), (1, 7), (2, 3, 1)):
            x, t = np.resize(output, shape), np.resize(truth, shape)
            assert np.shape(loss(x, t)) == np.shape(grad(x, t)) == shape
            assert np.ravel(loss(x, t))[0] == loss(output[:1], truth[:1])[0]


def test_one_row_is_one_example():
    p, t = [0.5, 0.25, 0.25], [0, 1, 0]
    assert np.shape(cross_entropy(p, t)) == ()
    assert cross_entropy(p, t) == cross_entropy([p], [t])[0]
    assert cross_entropy_grad(p, t).tolist() == cross_entropy_grad([p], [t])[0].tolist()


@pytest.mark.parametrize("name", LOSSES)
def test_no_loss_is_negative(name):
    loss, _ = LOSSES[name]
    for seed in range(5):
        assert (loss(*random_arguments(name, np.random.default_rng(seed), n=200)) >= 0).all()


@pytest.mark.parametrize("name", LOSSES)
def test_a_right_forecast_costs_nothing(name):
    loss, _ = LOSSES[name]
    values = loss(*RIGHT[name])
    assert values.tolist() == [0, 0]
    assert not np.signbit(values).any()


@pytest.mark.parametrize("name", LOSSES)
def test_inputs_are_never_written_to(name):
    for function in LOSSES[name]:
        arguments = random_arguments(name, np.random.default_rng(6))
        copies = [array.copy() for array in arguments]
        for array in arguments:
            array.setflags(write=False)
        result = function(*arguments)
        for array, copy in zip(arguments, copies, strict=True):
            np.testing.assert_array_equal(array, copy)
            assert not np.shares_memory(result, array)


@pytest.mark.parametrize("name", LOSSES)
def test_lists_are_arrays(name):
    for function in LOSSES[name]:
        output, truth = random_arguments(name, np.random.default_rng(7), n=5)
        expected = function(output, truth)
        for same in (np.ndarray.tolist, lambda a: tuple(a.tolist()), np.asfortranarray):
            got = function(same(output), same(truth))
            np.testing.assert_allclose(got, expected, rtol=1e-15)
            assert got.dtype == np.float64


@pytest.mark.parametrize("name", LOSSES)
def test_float32_stays_float32(name):
    for function in LOSSES[name]:
        output, truth = random_arguments(name, np.random.default_rng(8), n=30)
        half_truth = truth if name in HARD else truth.astype(np.float32)
        got = function(output.astype(np.float32), half_truth)
        assert got.dtype == np.float32
        expected = function(
            output.astype(np.float32).astype(np.float64), half_truth.astype(truth.dtype)
        )
        assert expected.dtype == np.float64
        np.testing.assert_allclose(got, expected, rtol=1e-4, atol=1e-6)
        if name != "cross_entropy":
            whole = function(
                output.astype(np.float32),
                truth.round().astype(
                    np.uint8
                    if name in HARD or name in ("binary_cross_entropy", "sigmoid_cross_entropy")
                    else np.int8
                ),
            )
            assert whole.dtype == np.float32


@pytest.mark.parametrize("delta", [np.float64(2), np.float32(2), np.int64(2), 2])
def test_the_dtype_of_delta_does_not_matter(delta):
    for function in (huber, huber_grad):
        got = function(np.float32([1, 5]), np.float32([0, 0]), delta)
        assert got.dtype == np.float32
        assert got.tolist() == function([1.0, 5.0], [0.0, 0.0], 2.0).tolist()


@pytest.mark.parametrize("name", ["squared_error", "half_squared_error", "absolute_error", "huber"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.uint64, np.int8, np.int64])
def test_whole_numbers_never_wrap(name, dtype):
    prediction, target = [10, 20, 0, 16, 100], [20, 10, 16, 0, 0]
    for function in LOSSES[name]:
        got = function(np.array(prediction, dtype), np.array(target, dtype))
        assert got.dtype == np.float64
        expected = function(np.array(prediction, float), np.array(target, float))
        assert got.tolist() == expected.tolist()


def test_booleans_are_zeros_and_ones():
    assert squared_error([True, False], [False, False]).tolist() == [1, 0]
    half = np.array([0.5, 0.5])
    for name in ("binary_cross_entropy", "sigmoid_cross_entropy"):
        for function in LOSSES[name]:
            assert function(half, [True, False]).tolist() == function(half, [1, 0]).tolist()
    target = np.array([[True, False]])
    assert cross_entropy([[0.5, 0.5]], target).tolist() == [np.log(2)]
    assert softmax_cross_entropy([[0.0, 0.0]] * 2, [True, False]).tolist() == [np.log(2)] * 2


# Values by hand


def test_errors_by_hand():
    prediction, target = [3.0, -1.0, 0.5, 0.0], [1.0, 1.0, 0.0, 0.0]  # errors 2, -2, 1/2, 0
    assert squared_error(prediction, target).tolist() == [4, 4, 0.25, 0]
    assert squared_error_grad(prediction, target).tolist() == [4, -4, 1, 0]
    assert half_squared_error(prediction, target).tolist() == [2, 2, 0.125, 0]
    assert half_squared_error_grad(prediction, target).tolist() == [2, -2, 0.5, 0]
    assert absolute_error(prediction, target).tolist() == [2, 2, 0.5, 0]
    assert absolute_error_grad(prediction, target).tolist() == [1, -1, 1, 0]
    assert huber(prediction, target).tolist() == [1.5, 1.5, 0.125, 0]
    assert huber_grad(prediction, target).tolist() == [1, -1, 0.5, 0]
    assert huber(prediction, target, delta=0.25).tolist() == [0.46875, 0.46875, 0.09375, 0]
    assert huber_grad(prediction, target, delta=0.25).tolist() == [0.25, -0.25, 0.25, 0]
    assert huber(prediction, target, 4.0).tolist() == [2, 2, 0.125, 0]


def test_cross_entropies_by_hand():
    fifth = np.log(5)
    assert binary_cross_entropy([0.2, 0.2, 0.8], [1, 0, 1]) == pytest.approx(
        [fifth, np.log(1.25), np.log(1.25)]
    )
    assert binary_cross_entropy_grad([0.2, 0.2, 0.5], [1, 0, 0.5]) == pytest.approx([-5, 1.25, 0])
    assert sigmoid_cross_entropy([np.log(4), np.log(4)], [0, 1]) == pytest.approx(
        [fifth, np.log(1.25)]
    )
    assert sigmoid_cross_entropy_grad([np.log(4)] * 2, [0, 1]) == pytest.approx([0.8, -0.2])
    assert cross_entropy([[0.2, 0.8], [0.5, 0.5]], [[1, 0], [0.5, 0.5]]) == pytest.approx(
        [fifth, np.log(2)]
    )
    assert cross_entropy_grad([[0.2, 0.8]], [[0.25, 0.75]]) == pytest.approx(
        np.array([[-1.25, -0.9375]])
    )
    logits = np.log([[1.0, 2.0, 5.0]] * 2)
    assert softmax_cross_entropy(logits, [1, 2]) == pytest.approx([np.log(4), np.log(1.6)])
    assert softmax_cross_entropy_grad(logits, [1, 2]) == pytest.approx(
        np.array([[1 / 8, -6 / 8, 5 / 8], [1 / 8, 2 / 8, -3 / 8]])
    )


def test_ends_of_the_binary_cross_entropy():
    p, y = [0, 1, 0, 1, 0, 1], [0, 1, 1, 0, 0.5, 0.5]
    assert binary_cross_entropy(p, y).tolist() == [0, 0, np.inf, np.inf, np.inf, np.inf]
    slopes = binary_cross_entropy_grad(p, y)
    assert slopes.tolist() == [1, -1, -np.inf, np.inf, -np.inf, np.inf]
    inside = binary_cross_entropy_grad([1e-12, 1 - 1e-12], [0, 1])
    assert inside == pytest.approx(slopes[:2])


def test_ends_of_the_cross_entropy():
    p = [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]]
    t = [[1.0, 0.0], [1.0, 0.0], [0.5, 0.5]]
    assert cross_entropy(p, t).tolist() == [0, np.inf, np.inf]
    assert cross_entropy_grad(p, t).tolist() == [[-1, 0], [-np.inf, 0], [-0.5, -np.inf]]


def test_slopes_past_the_largest_float_are_infinite_without_a_warning():
    smallest = 5e-324
    assert binary_cross_entropy_grad(smallest, 1) == -np.inf
    assert cross_entropy_grad([1.0, smallest], [0, 1]).tolist() == [0, -np.inf]


def test_huge_errors_overflow_nothing_that_is_finite():
    assert huber([1e300, -1e300], [0, 0]).tolist() == [1e300, 1e300]
    assert absolute_error([1e300], [-1e300]).tolist() == [2e300]
    assert huber_grad([1e300, -1e300], [0, 0]).tolist() == [1, -1]


# The figures of the five articles

T = np.array([0, 1, 0, 1, 0])
Y1 = np.array([0.01, 0.65, 0.13, 0.70, 0.15])
Y2 = np.array([0.34, 0.21, 0.91, 0.33, 0.22])
DIGIT = one_hot([2], 5)[0]
RIGHT_ANSWER = np.array([0.1, 0.05, 0.7, 0.0, 0.15])
WRONG_ANSWER = np.array([0.5, 0.2, 0.1, 0.0, 0.2])


def test_article_000_squared_error():
    assert squared_error(Y1, T).sum() == pytest.approx(0.252, abs=1e-12)
    assert squared_error(Y2, T).sum() == pytest.approx(2.0651, abs=1e-12)


def test_article_000_cross_entropy_of_two_ones_is_refused_and_five_questions_are_not():
    assert -(T * np.log(Y1)).sum() == pytest.approx(0.7874578600311867, rel=1e-15)
    assert -(T * np.log(Y2)).sum() == pytest.approx(2.6693103727862795, rel=1e-15)
    for y in (Y1, Y2):
        assert_refused(lambda: cross_entropy(y, T), ValueError, "binary_cross_entropy")  # noqa: B023
    sums_to_one = np.full(5, 0.2)
    assert_refused(lambda: cross_entropy(sums_to_one, T), ValueError, "target must have rows", "2")
    assert binary_cross_entropy(Y1, T).sum() == pytest.approx(1.0992891927159707, rel=1e-15)
    assert binary_cross_entropy(Y2, T).sum() == pytest.approx(5.741232784698317, rel=1e-15)


def test_article_000_logs():
    assert binary_cross_entropy([0.8, 0.2], [1, 1]) == pytest.approx(
        [0.22314355131420976, 1.6094379124341003], rel=1e-15
    )
    assert binary_cross_entropy([0.2, 0.8], [0, 0]) == pytest.approx(
        [0.22314355131420976, 1.6094379124341003], rel=1e-15
    )


def test_article_001_on_the_reconstructed_vectors():
    assert half_squared_error(RIGHT_ANSWER, DIGIT).sum() == pytest.approx(0.0625, abs=1e-12)
    assert half_squared_error(WRONG_ANSWER, DIGIT).sum() == pytest.approx(0.570, abs=1e-12)
    assert cross_entropy(RIGHT_ANSWER, DIGIT) == pytest.approx(0.3567, abs=5e-5)
    assert cross_entropy(WRONG_ANSWER, DIGIT) == pytest.approx(2.303, abs=5e-4)
    # a 0 beside a target of 0 costs nothing, exactly; plain NumPy would say nan
    assert cross_entropy(RIGHT_ANSWER, DIGIT) == -np.log(0.7)


@given(st.floats(0.001, 0.999), st.sampled_from([0, 1]))
def test_article_002_derivative_of_the_binary_cross_entropy(p, y):
    assert binary_cross_entropy_grad(p, y) == pytest.approx((p - y) / (p * (1 - p)), rel=1e-14)


# Theorems

samples = hnp.arrays(
    np.float64, st.integers(1, 9), elements=st.floats(-100, 100).map(lambda x: round(x, 3))
)
distributions = hnp.arrays(np.float64, 4, elements=st.floats(0.01, 1)).map(lambda w: w / w.sum())


@given(samples, st.floats(-5, 5))
def test_squared_error_is_least_at_the_mean(data, away):
    def cost(point):
        return squared_error(np.full_like(data, point), data).sum()

    # sum (c - x)**2 = sum (mean - x)**2 + n (c - mean)**2
    expected = cost(data.mean()) + len(data) * away**2
    assert cost(data.mean() + away) == pytest.approx(expected, rel=1e-9, abs=1e-6)


@given(samples, st.floats(-5, 5))
def test_absolute_error_is_least_at_the_median(data, away):
    def cost(point):
        return absolute_error(np.full_like(data, point), data).sum()

    assert cost(np.median(data) + away) >= cost(np.median(data)) - 1e-9


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_binary_cross_entropy_is_least_at_the_share_of_ones(p, share):
    assert binary_cross_entropy(p, share) >= binary_cross_entropy(share, share) - 1e-12
    assert binary_cross_entropy_grad(share, share) == 0


@given(distributions, distributions)
def test_entropy_is_the_floor_of_cross_entropy(p, t):
    entropy = cross_entropy(t, t)
    assert entropy == pytest.approx(-(t * np.log(t)).sum())
    divergence = cross_entropy(p, t) - entropy  # Kullback-Leibler
    assert divergence >= -1e-12
    assert divergence == pytest.approx((t * np.log(t / p)).sum(), abs=1e-12)


@given(st.floats(0, 1), st.floats(0, 1))
def test_two_class_cross_entropy_is_the_binary_one(p, y):
    p = 1 - (1 - p)  # so that p and 1 - p add up to exactly 1
    y = 1 - (1 - y)
    two_class = cross_entropy([1 - p, p], [1 - y, y])
    np.testing.assert_allclose(two_class, binary_cross_entropy(p, y), rtol=1e-13)
    if 0 < p < 1:
        # the derivative along p, with 1 - p moving the other way
        slopes = cross_entropy_grad([1 - p, p], [1 - y, y])
        expected = binary_cross_entropy_grad(p, y)
        np.testing.assert_allclose(slopes[1] - slopes[0], expected, rtol=1e-9, atol=1e-9)


@given(st.floats(-30, 30), st.floats(0, 1))
def test_sigmoid_cross_entropy_is_binary_cross_entropy_of_the_sigmoid(z, y):
    composed = binary_cross_entropy(sigmoid(z), y)
    assert sigmoid_cross_entropy(z, y) == pytest.approx(composed, rel=1e-3, abs=1e-12)
    # the chain rule: dl/dz = dl/dp p (1 - p), which leaves p - y
    p = sigmoid(z)
    assert sigmoid_cross_entropy_grad(z, y) == pytest.approx(p - y, abs=1e-15)
    if abs(z) < 10:
        chain = binary_cross_entropy_grad(p, y) * p * (1 - p)
        assert sigmoid_cross_entropy_grad(z, y) == pytest.approx(chain, abs=1e-12)


@given(hnp.arrays(np.float64, (3, 4), elements=st.floats(-30, 30)))
def test_softmax_cross_entropy_is_cross_entropy_of_the_softmax(z):
    labels = [0, 3, 1]
    p, t = softmax(z), one_hot(labels, 4)
    assert softmax_cross_entropy(z, labels) == pytest.approx(cross_entropy(p, t), abs=1e-12)
    assert softmax_cross_entropy_grad(z, labels) == pytest.approx(p - t, abs=1e-15)
    # the chain rule through softmax: dl/dz = p (g - sum(p g)) with g = dl/dp
    g = cross_entropy_grad(p, t)
    chain = p * (g - (p * g).sum(axis=1, keepdims=True))
    assert softmax_cross_entropy_grad(z, labels) == pytest.approx(chain, abs=1e-12)


@given(st.floats(-1e4, 1e4), st.sampled_from([0, 1]))
def test_two_logits_are_one_logit(z, y):
    two = softmax_cross_entropy([[0.0, z]], [y])[0]
    assert two == pytest.approx(sigmoid_cross_entropy(z, y), rel=1e-14)
    slope = softmax_cross_entropy_grad([[0.0, z]], [y])[0, 1]
    assert slope == pytest.approx(sigmoid_cross_entropy_grad(z, y), rel=1e-14)


@given(hnp.arrays(np.float64, (3, 4), elements=st.integers(-40, 40)), st.integers(-1000, 1000))
def test_a_constant_added_to_every_logit_changes_no_loss(z, shift):
    for function in LOSSES["softmax_cross_entropy"]:
        assert function(z + shift, [0, 1, 2]).tolist() == function(z, [0, 1, 2]).tolist()


@given(hnp.arrays(np.float64, (3, 4), elements=st.floats(-1e4, 1e4)))
def test_softmax_cross_entropy_pushes_as_much_up_as_down(z):
    slopes = softmax_cross_entropy_grad(z, [0, 1, 2])
    assert slopes.sum(axis=1) == pytest.approx(np.zeros(3), abs=1e-14)
    assert (slopes[[0, 1, 2], [0, 1, 2]] <= 0).all()


deltas = st.floats(0.01, 100)


@given(st.floats(-1, 1), deltas)
def test_huber_is_half_the_squared_error_up_to_delta(share, delta):
    error = share * delta
    assert huber(error, 0.0, delta) == half_squared_error(error, 0.0)
    assert huber_grad(error, 0.0, delta) == half_squared_error_grad(error, 0.0)


@given(st.floats(1, 1e6), deltas, st.sampled_from([-1, 1]))
def test_huber_is_a_line_of_slope_delta_past_delta(times, delta, sign):
    error = sign * times * delta
    line = delta * absolute_error(error, 0.0) - delta**2 / 2
    assert huber(error, 0.0, delta) == pytest.approx(line, rel=1e-12)
    assert huber_grad(error, 0.0, delta) == sign * delta


@given(deltas)
def test_the_two_pieces_of_huber_meet_in_value_and_slope(delta):
    inside, outside = delta * (1 - 1e-9), delta * (1 + 1e-9)
    for function in (huber, huber_grad):
        assert function(outside, 0.0, delta) == pytest.approx(
            function(inside, 0.0, delta), rel=1e-8
        )


@given(deltas)
def test_huber_becomes_delta_times_the_absolute_error(delta):
    error = 1e9 * delta
    assert huber(error, 0.0, delta) / (delta * absolute_error(error, 0.0)) == pytest.approx(1)


@pytest.mark.parametrize("name", ["squared_error", "half_squared_error", "absolute_error", "huber"])
def test_regression_losses_see_only_the_distance(name):
    loss, grad = LOSSES[name]
    x, t = np.arange(-4.0, 5.0), np.full(9, 1.0)
    assert loss(x, t).tolist() == loss(t, x).tolist() == loss(x + 8, t + 8).tolist()
    assert grad(x, t).tolist() == (-grad(t, x)).tolist()


# Exactness: distance from the truth at 50 digits, in units in the last place

DTYPES = [np.float64, np.float32]


def logit_samples(dtype):
    rng = np.random.default_rng(9)
    wide = [rng.normal(size=150) * scale for scale in (1, 5, 30, 1e3, 1e4)]
    return np.concatenate([*wide, [0.0, 17.0, 37.0, 89.0, 710.0, 1e4, -1e4]]).astype(dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("y", [0, 1])
def test_sigmoid_cross_entropy_is_right_to_the_last_digits(dtype, y):
    z = logit_samples(dtype)
    wrong_way = [x * (1 - 2 * y) for x in exact(z)]
    losses = [mpmath.log1p(mpmath.exp(x)) for x in wrong_way]
    slopes = [(1 - 2 * y) / (1 + mpmath.exp(-x)) for x in wrong_way]
    labels = np.full(z.shape, y)
    assert units_in_the_last_place(sigmoid_cross_entropy(z, labels), losses).max() <= 4
    assert units_in_the_last_place(sigmoid_cross_entropy_grad(z, labels), slopes).max() <= 4


@pytest.mark.parametrize("dtype", DTYPES)
def test_sigmoid_cross_entropy_is_right_to_the_last_digits_for_shares_too(dtype):
    z = logit_samples(dtype)
    y = np.random.default_rng(10).uniform(size=z.shape).astype(dtype)
    truth = [
        share * mpmath.log1p(mpmath.exp(-x)) + (1 - share) * mpmath.log1p(mpmath.exp(x))
        for x, share in zip(exact(z), exact(y), strict=True)
    ]
    assert units_in_the_last_place(sigmoid_cross_entropy(z, y), truth).max() <= 4


def logit_rows(case, k, dtype, n=40):
    rng = np.random.default_rng(11)
    z = rng.normal(size=(n, k)) * (1 if case == "margins" else case)
    if case == "margins":
        z[np.arange(n), rng.integers(0, k, n)] += rng.uniform(20, 60, n)
    z = z.astype(dtype)
    return z, np.where(rng.uniform(size=n) < 0.5, z.argmax(axis=1), rng.integers(0, k, n))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("k", [2, 3, 10])
@pytest.mark.parametrize("case", [1, 5, 30, 1e4, "margins"])
def test_softmax_cross_entropy_is_right_to_the_last_digits(case, k, dtype):
    z, labels = logit_rows(case, k, dtype)
    losses, slopes = [], []
    for row, label in zip(map(exact, z), labels, strict=True):
        weights = [mpmath.exp(x - row[label]) for x in row]
        others = mpmath.fsum(weights[:label] + weights[label + 1 :])
        losses.append(mpmath.log1p(others))
        slopes += [-others / (1 + others) if j == label else w / (1 + others)
                   for j, w in enumerate(weights)]  # fmt: skip
    # Rounding a difference of logits costs up to one unit per unit of margin once it is in an exp:
    # for a loss, that from the largest logit to the second where the label has the largest (else
    # the difference itself is the loss, nearly); for a gradient, all of the row's differences.
    descending = -np.sort(-z, axis=1)
    own = descending[:, 0] - z[np.arange(len(z)), labels]
    gap, whole = descending[:, 0] - descending[:, 1], descending[:, :1] - descending[:, -1:]
    got = units_in_the_last_place(softmax_cross_entropy(z, labels), losses)
    assert (got <= 4 + np.where(own == 0, gap, 0)).all()
    got = units_in_the_last_place(softmax_cross_entropy_grad(z, labels), slopes)
    assert (got <= 4 + whole).all()


def test_a_margin_of_forty_keeps_its_digits():
    assert softmax_cross_entropy([[40.0, 0.0]], [0]) == pytest.approx([4.248354255291589e-18])
    assert softmax_cross_entropy_grad([[40.0, 0.0]], [0])[0] == pytest.approx(
        [-4.248354255291589e-18, 4.248354255291589e-18]
    )
    assert sigmoid_cross_entropy(40.0, 1) == pytest.approx(4.248354255291589e-18)


def test_no_finite_logit_costs_inf():
    big = np.array([-104.0, 104.0, -1e4, 1e4, -1e30, 1e30], dtype=np.float32)
    for y in (0, 1):
        assert np.isfinite(sigmoid_cross_entropy(big, np.full(6, y))).all()
    assert softmax_cross_entropy(np.float32([[0, -104]]), [1]).tolist() == [104]
    assert softmax_cross_entropy([[0.0, -1e300]], [1]).tolist() == [1e300]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("y", [0, 0.25, 1])
def test_binary_cross_entropy_is_right_to_the_last_digits(dtype, y):
    rng = np.random.default_rng(12)
    smallest, digits = (300, 15) if dtype == np.float64 else (37, 6)
    p = np.concatenate(
        [
            rng.uniform(size=200),
            10.0 ** rng.uniform(-smallest, 0, 200),
            1 - 10.0 ** rng.uniform(-digits, 0, 200),
            [10.0**-smallest],
        ]
    ).astype(dtype)
    losses = [-y * mpmath.log(x) - (1 - y) * mpmath.log1p(-x) for x in exact(p)]
    slopes = [(x - y) / (x * (1 - x)) for x in exact(p)]
    labels = np.full(p.shape, y, dtype)
    assert units_in_the_last_place(binary_cross_entropy(p, labels), losses).max() <= 4
    assert units_in_the_last_place(binary_cross_entropy_grad(p, labels), slopes).max() <= 4


def test_nothing_is_added_inside_the_log():
    for p in (1e-7, 1e-16, 1e-300):
        assert binary_cross_entropy(p, 1) == -np.log(p)
        assert cross_entropy([1 - p, p], [0, 1]) == -np.log(p)


# Refusals


@pytest.mark.parametrize(
    ("call", "error", "fragments"),
    [
        (lambda: binary_cross_entropy([1.5], [1]), ValueError,
         ["probability must be in [0, 1], but got 1.5", "logit", "sigmoid"]),
        (lambda: binary_cross_entropy_grad([-0.1], [1]), ValueError,
         ["probability must be in [0, 1], but got -0.1", "logit"]),
        (lambda: binary_cross_entropy([1 + 3e-16], [1]), ValueError, ["1.0000000000000002"]),
        (lambda: binary_cross_entropy([0.5], [-1]), ValueError,
         ["label must be in [0, 1], but got -1", "-1 and +1", "(label + 1) / 2"]),
        (lambda: binary_cross_entropy_grad([0.5], [2]), ValueError, ["label must be in [0, 1]"]),
        (lambda: sigmoid_cross_entropy([0.5], [-1]), ValueError, ["label must be", "-1 and +1"]),
        (lambda: sigmoid_cross_entropy_grad([0.5], [-1]), ValueError, ["label", "-1 and +1"]),
        (lambda: cross_entropy([[2.0, -1.0]], [[1, 0]]), ValueError,
         ["probabilities must be in [0, 1], but got 2.0", "logits", "softmax"]),
        (lambda: cross_entropy([[0.4, 0.4]], [[1, 0]]), ValueError,
         ["probabilities must have rows that sum to 1", "sums to 0.8", "logits"]),
        (lambda: cross_entropy([0.4, 0.4], [1, 0]), ValueError, ["probabilities", "0.8"]),
        (lambda: cross_entropy([[0.5, 0.5]], [[1, 1]]), ValueError,
         ["target must have rows that sum to 1", "sums to 2", "binary_cross_entropy"]),
        (lambda: cross_entropy([[0.5, 0.5]], [[0, 0]]), ValueError, ["target", "sums to 0"]),
        (lambda: cross_entropy([[0.5, 0.5]], [[2, -1]]), ValueError, ["target must be in [0, 1]"]),
        (lambda: cross_entropy_grad([[0.5, 0.5]], [[1, 1]]), ValueError, ["target must have rows"]),
        (lambda: cross_entropy([[0.5, 0.4989]], [[1, 0]]), ValueError, ["probabilities"]),
        (lambda: cross_entropy(1.0, 1), ValueError, ["probabilities must be rows (n, k)", "()"]),
        (lambda: cross_entropy(np.ones((1, 1, 1)), np.ones((1, 1, 1))), ValueError, ["(1, 1, 1)"]),
        (lambda: cross_entropy([[0.5, 0.5]], [1]), ValueError, ["probabilities and target must"]),
        (lambda: softmax_cross_entropy([1.0, 2.0], [0]), ValueError,
         ["logits must be rows of shape (n, k)", "(2,)", "[np.newaxis]"]),
        (lambda: softmax_cross_entropy([[1.0, 2.0]], [2]), ValueError,
         ["labels must be from 0 to 1", "got 2"]),
        (lambda: softmax_cross_entropy([[1.0, 2.0]], [-1]), ValueError, ["labels", "got -1"]),
        (lambda: softmax_cross_entropy([[1.0, 2.0]], [1.0]), TypeError,
         ["labels must be integers, but got float64", "astype(int)"]),
        (lambda: softmax_cross_entropy([[1.0, 2.0]], [[0, 1]]), ValueError, ["argmax(axis=1)"]),
        (lambda: softmax_cross_entropy([[1.0, 2.0]], 1), ValueError, ["labels must have shape"]),
        (lambda: softmax_cross_entropy_grad([[1.0, 2.0]], [2]), ValueError, ["labels", "got 2"]),
        (lambda: softmax_cross_entropy_grad([1.0, 2.0], [0]), ValueError, ["logits must be rows"]),
        (lambda: huber([1.0], [1.0], 0), ValueError, ["delta must be positive", "got 0"]),
        (lambda: huber([1.0], [1.0], -1), ValueError, ["delta must be positive", "got -1"]),
        (lambda: huber_grad([1.0], [1.0], np.inf), ValueError, ["delta must be positive", "inf"]),
        (lambda: huber_grad([1.0], [1.0], "1"), TypeError, ["delta must be one number", "'1'"]),
        (lambda: huber([1.0], [1.0], [1.0]), TypeError, ["delta must be one number", "[1.0]"]),
    ],
)  # fmt: skip
def test_refusals(call, error, fragments):
    assert_refused(call, error, *fragments)


def test_sums_within_a_thousandth_of_one_are_accepted():
    rounded = [[0.333, 0.333, 0.3335]]
    assert cross_entropy(rounded, [[1, 0, 0]]) == pytest.approx([-np.log(0.333)])
    third = np.full((1, 3), 1 / 3, dtype=np.float32)
    assert cross_entropy(third, third) == pytest.approx([np.log(3)])
