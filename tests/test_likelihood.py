"""Log-likelihoods are distributions (they add up to 1), and minus them meets the losses."""

import mpmath
import numpy as np
import pytest
from helpers import assert_refused, exact, units_in_the_last_place
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib import (
    absolute_error,
    bernoulli_log_likelihood,
    binary_cross_entropy,
    categorical_log_likelihood,
    cross_entropy,
    gaussian_log_likelihood,
    half_squared_error,
    laplace_log_likelihood,
    one_hot,
    softmax,
)

DENSITIES = [gaussian_log_likelihood, laplace_log_likelihood]
numbers = st.floats(-100, 100)
scales = st.floats(0.1, 10)


def test_values_by_hand():
    assert bernoulli_log_likelihood([0.2, 0.2], [1, 0]) == pytest.approx([-np.log(5), np.log(0.8)])
    assert categorical_log_likelihood([[0.2, 0.3, 0.5]], [[0, 0, 1]]) == pytest.approx([-np.log(2)])
    # a normal density: 1 / (2 sqrt(2 pi)) at its mean, e^(-1/2) of that one sigma away
    top = -np.log(2 * np.sqrt(2 * np.pi))
    assert gaussian_log_likelihood([3.0, 3.0], [3.0, 5.0], sigma=2) == pytest.approx(
        [top, top - 0.5]
    )
    # a Laplace density: 1/4 at its median, e^(-1) of that one scale away
    top = -np.log(4)
    assert laplace_log_likelihood([3.0, 3.0], [3.0, 1.0], scale=2) == pytest.approx([top, top - 1])


def test_ends():
    likelihood = bernoulli_log_likelihood([0, 0, 1, 1], [0, 1, 0, 1])
    assert likelihood.tolist() == [0, -np.inf, -np.inf, 0]
    assert not np.signbit(likelihood[[0, 3]]).any()
    certain = categorical_log_likelihood([[1, 0], [1, 0]], [[1, 0], [0, 1]])
    assert certain.tolist() == [0, -np.inf]


@given(hnp.arrays(np.float64, 5, elements=st.floats(0, 1)), hnp.arrays(bool, 5))
def test_bernoulli_likelihood_meets_binary_cross_entropy(p, y):
    np.testing.assert_allclose(-bernoulli_log_likelihood(p, y), binary_cross_entropy(p, y), 1e-15)


@given(hnp.arrays(np.float64, (3, 4), elements=st.floats(-300, 300)))
def test_categorical_likelihood_meets_cross_entropy(z):
    p, t = softmax(z), one_hot([0, 3, 1], 4)
    np.testing.assert_allclose(-categorical_log_likelihood(p, t), cross_entropy(p, t), rtol=1e-15)
    assert categorical_log_likelihood(p[0], t[0]) == categorical_log_likelihood(p, t)[0]


@given(numbers, numbers, scales)
def test_gaussian_likelihood_meets_squared_error(prediction, target, sigma):
    constant = np.log(sigma) + np.log(2 * np.pi) / 2
    expected = half_squared_error(prediction, target) / sigma**2 + constant
    likelihood = gaussian_log_likelihood(prediction, target, sigma)
    assert -likelihood == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(numbers, numbers, scales)
def test_laplace_likelihood_meets_absolute_error(prediction, target, scale):
    expected = absolute_error(prediction, target) / scale + np.log(2 * scale)
    likelihood = laplace_log_likelihood(prediction, target, scale)
    assert -likelihood == pytest.approx(expected, rel=1e-12, abs=1e-12)


@given(hnp.arrays(np.float64, 6, elements=st.floats(0.01, 0.99)), hnp.arrays(bool, 6))
def test_the_sum_is_the_log_of_the_product_of_probabilities(p, y):
    product = np.prod([share if label else 1 - share for share, label in zip(p, y, strict=True)])
    assert np.exp(bernoulli_log_likelihood(p, y).sum()) == pytest.approx(product)


@given(st.floats(0, 1), st.floats(-30, 30))
def test_probabilities_of_all_outcomes_add_up_to_one(p, z):
    assert np.exp(bernoulli_log_likelihood([p, p], [0, 1])).sum() == pytest.approx(1)
    rows = np.tile(softmax([z, 0.0, 1.0]), (3, 1))
    assert np.exp(categorical_log_likelihood(rows, np.eye(3))).sum() == pytest.approx(1)


@pytest.mark.parametrize("width", [0.5, 1.0, 3.0])
@pytest.mark.parametrize("log_likelihood", DENSITIES)
def test_densities_integrate_to_one(log_likelihood, width):
    x = np.linspace(7 - 40 * width, 7 + 40 * width, 80_001)
    density = np.exp(log_likelihood(np.full_like(x, 7.0), x, width))
    step = x[1] - x[0]
    assert density.sum() * step == pytest.approx(1, abs=1e-6)
    assert (density * x).sum() * step == pytest.approx(7, abs=1e-5)
    # sigma is the standard deviation, scale the mean absolute deviation
    spread = {
        gaussian_log_likelihood: np.sqrt((density * (x - 7) ** 2).sum() * step),
        laplace_log_likelihood: (density * np.abs(x - 7)).sum() * step,
    }
    assert spread[log_likelihood] == pytest.approx(width, rel=1e-5)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("y", [0, 1])
def test_bernoulli_is_right_to_the_last_digits(dtype, y):
    rng = np.random.default_rng(0)
    p = np.concatenate([rng.uniform(size=200), 10.0 ** rng.uniform(-37, 0, 200)]).astype(dtype)
    truth = [mpmath.log(x) if y else mpmath.log1p(-x) for x in exact(p)]
    got = bernoulli_log_likelihood(p, np.full(p.shape, y))
    assert units_in_the_last_place(got, truth).max() <= 4


ARGUMENTS = {
    bernoulli_log_likelihood: ([0.25, 0.5], [0, 1]),
    categorical_log_likelihood: ([[0.25, 0.75], [0.5, 0.5]], [[1, 0], [0, 1]]),
    gaussian_log_likelihood: ([0.25, 0.5], [0, 1]),
    laplace_log_likelihood: ([0.25, 0.5], [0, 1]),
}


@pytest.mark.parametrize("function", ARGUMENTS)
def test_dtypes_shapes_and_rows(function):
    model, happened = map(np.array, ARGUMENTS[function])
    expected = function(model, happened)
    assert expected.shape == (2,)
    assert expected.dtype == np.float64
    frozen = model.astype(np.float32)
    frozen.setflags(write=False)
    for same in (np.uint8, np.float32, bool):
        got = function(frozen, happened.astype(same))
        assert got.dtype == np.float32
        np.testing.assert_allclose(got, expected, rtol=1e-6)
    assert function(model.tolist(), happened.tolist()).tolist() == expected.tolist()
    assert function(model[::-1], happened[::-1]).tolist() == expected[::-1].tolist()


@pytest.mark.parametrize("log_likelihood", DENSITIES)
@pytest.mark.parametrize("width", [2, np.float64(2), np.float32(2), np.int8(2)])
def test_the_dtype_of_the_width_does_not_matter(log_likelihood, width):
    got = log_likelihood(np.float32([1, 2]), np.float32([3, 3]), width)
    assert got.dtype == np.float32
    assert got.tolist() == log_likelihood(np.float32([1, 2]), np.float32([3, 3]), 2.0).tolist()


def test_whole_numbers_never_wrap():
    small, large = np.array([10, 250], np.uint8), np.array([20, 0], np.uint8)
    for log_likelihood in DENSITIES:
        expected = log_likelihood([10.0, 250.0], [20.0, 0.0])
        assert log_likelihood(small, large).tolist() == expected.tolist()


@pytest.mark.parametrize(
    ("call", "error", "fragments"),
    [
        (lambda: bernoulli_log_likelihood([0.5], [0.5]), ValueError,
         ["label must hold only 0 and 1, but got 0.5", "cross-entropy"]),
        (lambda: bernoulli_log_likelihood([0.5], [-1]), ValueError, ["label", "-1 and +1"]),
        (lambda: bernoulli_log_likelihood([2.0], [1]), ValueError, ["probability", "logit"]),
        (lambda: categorical_log_likelihood([[0.5, 0.5]], [[0.5, 0.5]]), ValueError,
         ["target must hold only 0 and 1, but got 0.5"]),
        (lambda: categorical_log_likelihood([[0.5, 0.5]], [[1, 1]]), ValueError,
         ["target must have rows that sum to 1"]),
        (lambda: categorical_log_likelihood([[3.0, 1.0]], [[1, 0]]), ValueError,
         ["probabilities must be in [0, 1]", "softmax"]),
        (lambda: gaussian_log_likelihood([1.0], [1.0], 0), ValueError, ["sigma must be positive"]),
        (lambda: gaussian_log_likelihood([1.0], [1.0], "1"), TypeError, ["sigma must be one"]),
        (lambda: gaussian_log_likelihood([1.0], [[1.0]]), ValueError, ["prediction and target"]),
        (lambda: laplace_log_likelihood([1.0], [1.0], -2), ValueError, ["scale must be positive"]),
        (lambda: laplace_log_likelihood([1.0], [1.0], [1]), TypeError, ["scale must be one"]),
    ],
)  # fmt: skip
def test_refusals(call, error, fragments):
    assert_refused(call, error, *fragments)
