import mpmath
import numpy as np
import pytest
from helpers import assert_refused, exact, units_in_the_last_place
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib import accuracy, log_softmax, one_hot, sigmoid, softmax, softplus

ELEMENTWISE = [sigmoid, softplus]
ROWS = [softmax, log_softmax]
RNG = np.random.default_rng(0)
LOGITS = np.concatenate([RNG.normal(size=200) * scale for scale in (1, 5, 30, 1e3, 1e4)])
finite = st.floats(-1e4, 1e4)
rows = hnp.arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(1, 6)), elements=finite)


def test_hand_calculated_values():
    assert sigmoid([0.0, np.log(4), -np.log(4)]) == pytest.approx([0.5, 0.8, 0.2])
    assert softplus([0.0, np.log(3)]) == pytest.approx([np.log(2), np.log(4)])
    assert softmax([0.0, np.log(2), np.log(5)]) == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    assert log_softmax([0.0, np.log(3)]) == pytest.approx([-np.log(4), np.log(3 / 4)])
    assert one_hot([2, 0, 2], 3).tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 1]]


def test_limits():
    assert sigmoid([-1e4, 1e4, -np.inf, np.inf]).tolist() == [0, 1, 0, 1]
    assert softplus([-1e4, 1e4, -np.inf, np.inf]).tolist() == [0, 1e4, 0, np.inf]
    assert softmax([1e4, 0.0, -1e4]).tolist() == [1, 0, 0]
    assert log_softmax([1e4, 0.0, -1e4]).tolist() == [0, -1e4, -2e4]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_sigmoid_and_softplus_are_right_to_the_last_digits(dtype):
    z = LOGITS.astype(dtype)
    truths = {
        sigmoid: [1 / (1 + mpmath.exp(-x)) for x in exact(z)],
        softplus: [mpmath.log1p(mpmath.exp(x)) for x in exact(z)],
    }
    for function, truth in truths.items():
        assert units_in_the_last_place(function(z), truth).max() <= 4


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("scale", [1, 30, 1e4])
def test_log_softmax_is_right_to_the_last_digits(dtype, scale):
    z = (np.random.default_rng(1).normal(size=(50, 5)) * scale).astype(dtype)
    truth = []
    for row in map(exact, z):
        top = row.index(max(row))
        rest = mpmath.fsum(mpmath.exp(x - row[top]) for i, x in enumerate(row) if i != top)
        truth += [x - row[top] - mpmath.log1p(rest) for x in row]
    margin = np.sort(z, axis=1)[:, -1:] - np.sort(z, axis=1)[:, -2:-1]
    assert (
        units_in_the_last_place(log_softmax(z).ravel(), truth).reshape(z.shape) <= 4 + margin
    ).all()


@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3), elements=finite))
def test_sigmoid_is_a_probability_that_mirrors_at_zero(z):
    p = sigmoid(z)
    assert np.shape(p) == z.shape
    assert ((p >= 0) & (p <= 1)).all()
    assert p + sigmoid(-z) == pytest.approx(np.ones_like(z), abs=1e-15)


@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3), elements=finite))
def test_softplus_of_z_less_softplus_of_minus_z_is_z(z):
    assert np.shape(softplus(z)) == z.shape
    assert (softplus(z) >= np.maximum(z, 0)).all()
    assert softplus(z) - softplus(-z) == pytest.approx(z, rel=1e-15, abs=1e-15)


@given(rows)
def test_softmax_rows_are_distributions_in_the_order_of_the_logits(z):
    p = softmax(z)
    assert p.shape == z.shape
    assert ((p >= 0) & (p <= 1)).all()
    assert p.sum(axis=1) == pytest.approx(np.ones(len(z)), abs=1e-14)
    assert (np.take_along_axis(p, z.argsort(axis=1), axis=1)[:, -1] == p.max(axis=1)).all()


@given(rows)
def test_log_softmax_is_the_log_of_softmax_where_that_is_safe(z):
    assert (log_softmax(z) <= 0).all()
    safe = softmax(z) > 1e-300
    assert log_softmax(z)[safe] == pytest.approx(np.log(softmax(z)[safe]), rel=1e-12, abs=1e-15)


@given(rows, st.integers(-1000, 1000))
def test_a_constant_added_to_every_logit_changes_nothing(z, shift):
    z = np.round(z)  # whole numbers, so that adding the shift rounds nothing
    for function in ROWS:
        assert function(z + shift).tolist() == function(z).tolist()


@given(finite)
def test_two_class_softmax_is_a_sigmoid(z):
    assert softmax([0.0, z])[1] == pytest.approx(sigmoid(z), rel=1e-14)
    assert log_softmax([0.0, z])[0] == pytest.approx(-softplus(z), rel=1e-14)


@pytest.mark.parametrize("function", ROWS)
def test_each_row_stands_alone(function):
    z = np.random.default_rng(2).normal(size=(6, 4)) + 1e4 * np.arange(6)[:, np.newaxis]
    together, alone = function(z), np.array([function(row) for row in z])
    np.testing.assert_allclose(together, alone, rtol=1e-14)
    np.testing.assert_allclose(function(z[::-1]), together[::-1], rtol=1e-14)


@pytest.mark.parametrize("function", ELEMENTWISE + ROWS)
def test_dtypes_and_inputs(function):
    z = np.array([[0, 1, 2], [5, 3, 4]])
    truth = function(z.astype(np.float64))
    for same in (z, z.tolist(), z.astype(np.uint8), z.astype(np.uint64), np.asfortranarray(z)):
        assert function(same).dtype == np.float64
        np.testing.assert_allclose(function(same), truth, rtol=1e-15)
    half = function(z.astype(np.float32))
    assert half.dtype == np.float32
    np.testing.assert_allclose(half, truth, rtol=1e-6)
    assert function(z.astype(np.float16)).dtype == np.float32
    frozen = z.astype(np.float64)
    frozen.setflags(write=False)
    np.testing.assert_array_equal(function(frozen), truth)
    np.testing.assert_array_equal(frozen, z)


def test_functions_give_new_arrays():
    z = np.zeros((2, 2))
    for function in ELEMENTWISE + ROWS:
        assert not np.shares_memory(function(z), z)


@pytest.mark.parametrize("function", ELEMENTWISE)
def test_elementwise_functions_take_one_number(function):
    assert np.shape(function(0)) == ()
    assert function(0.0) == function([0.0])[0]


def test_one_hot_rows_pick_the_label():
    labels = np.array([1, 0, 3, 1], dtype=np.uint8)
    assert one_hot(labels, 4).argmax(axis=1).tolist() == labels.tolist()
    assert one_hot(labels, 4).sum() == 4
    assert one_hot(labels, np.int64(5)).shape == (4, 5)
    assert one_hot([True, False], 2).tolist() == [[0, 1], [1, 0]]


def test_accuracy_is_the_share_of_hits():
    logits = [[1, 2, 0], [0, 1, 5], [9, 8, 7], [0, 0, -1]]
    assert accuracy(logits, [1, 2, 0, 0]) == 1.0  # of equal logits the first counts
    assert accuracy(logits, [1, 2, 0, 1]) == 0.75
    assert accuracy(logits, [0, 0, 1, 2]) == 0.0
    assert accuracy(softmax(logits), [1, 2, 0, 1]) == 0.75
    assert isinstance(accuracy(logits, [0, 0, 1, 2]), float)


def test_accuracy_is_a_staircase():
    # a small step of a logit changes every loss, and leaves the accuracy where it was
    logits = np.array([[0.2, 0.1], [0.3, 0.9]])
    step = np.array([[0.0, 0.05], [0.0, -0.05]])
    assert accuracy(logits + step, [0, 1]) == accuracy(logits, [0, 1])


@pytest.mark.parametrize(
    ("call", "error", "fragments"),
    [
        (lambda: sigmoid([0.0, np.nan]), ValueError, ["logit must be a number", "nan"]),
        (lambda: softplus([]), ValueError, ["logit must not be empty", "(0,)"]),
        (lambda: softmax([0.0, np.inf]), ValueError, ["logits must be finite", "inf"]),
        (lambda: softmax(0.0), ValueError, ["logits must be rows of shape (n, k)", "()"]),
        (lambda: softmax(np.zeros((2, 2, 2))), ValueError, ["(2, 2, 2)"]),
        (lambda: log_softmax(3), ValueError, ["logits must be rows"]),
        (
            lambda: one_hot([0, 3], 3),
            ValueError,
            ["labels must be from 0 to 2", "got 3", "start at 1"],
        ),
        (lambda: one_hot([-1], 3), ValueError, ["labels must be from 0 to 2", "got -1"]),
        (
            lambda: one_hot([1.0], 3),
            TypeError,
            ["labels must be integers", "float64", "astype(int)"],
        ),
        (lambda: one_hot([[1]], 3), ValueError, ["labels must have shape (n,)", "ravel()"]),
        (lambda: one_hot(1, 3), ValueError, ["labels must have shape (n,)", "()"]),
        (lambda: one_hot([0], 0), ValueError, ["k must be at least 1", "got 0"]),
        (lambda: one_hot([0], 2.0), TypeError, ["k must be a whole number", "2.0"]),
        (lambda: one_hot([0], True), TypeError, ["k must be a whole number", "True"]),
        (lambda: accuracy([1.0, 2.0], [1]), ValueError, ["logits must be rows", "[np.newaxis]"]),
        (
            lambda: accuracy([[1.0, 2.0]], [0, 1]),
            ValueError,
            ["labels must have shape (1,)", "(2,)"],
        ),
        (lambda: accuracy([[1.0, 2.0]], [[0, 1]]), ValueError, ["labels", "argmax(axis=1)"]),
        (lambda: accuracy([[1.0, np.nan]], [0]), ValueError, ["logits must be finite", "nan"]),
    ],
)
def test_refusals(call, error, fragments):
    assert_refused(call, error, *fragments)
