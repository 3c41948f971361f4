import numpy as np
import pytest
from helpers import assert_refused
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from course_lib import numerical_gradient


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (np.sin, np.cos),
        (np.exp, np.exp),
        (np.log, lambda x: 1 / x),
        (lambda x: x**3, lambda x: 3 * x**2),
        (lambda x: 1 / x, lambda x: -1 / x**2),
    ],
)
def test_about_ten_digits_are_right(f, slope):
    x = np.array([0.5, 1.0, 2.0])
    gradient = numerical_gradient(lambda x: f(x).sum(), x)
    np.testing.assert_allclose(gradient, slope(x), rtol=2e-10)


@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=3),
                  elements=st.floats(-10, 10)))  # fmt: skip
def test_the_gradient_has_the_shape_of_x(x):
    gradient = numerical_gradient(lambda x: float((x**2).sum()), x)
    assert gradient.shape == x.shape
    assert gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, 2 * x, rtol=1e-8, atol=1e-8)


def test_each_entry_moves_alone():
    weights = np.array([[1.0, 10.0], [100.0, 1000.0]])
    gradient = numerical_gradient(lambda x: (weights * x).sum(), np.zeros((2, 2)))
    np.testing.assert_allclose(gradient, weights, rtol=1e-12)


def test_differences_are_central():
    # (f(x + h) - f(x - h)) / (2 h) has no error on a parabola, however large h is
    assert numerical_gradient(lambda x: x**2, 1.0, h=0.5) == 2
    assert numerical_gradient(lambda x: x**3, 0.0, h=0.5) == 0.25  # h squared
    # at the kink of |x| it is the mean of the slopes on both sides
    assert numerical_gradient(np.abs, 0.0) == 0


def test_the_error_shrinks_with_h_squared():
    errors = [abs(numerical_gradient(np.exp, 0.0, h=h) - 1) for h in (1e-1, 1e-2, 1e-3)]
    assert errors[0] / errors[1] == pytest.approx(100, rel=0.01)
    assert errors[1] / errors[2] == pytest.approx(100, rel=0.01)


@pytest.mark.parametrize("x", [1e6, 1e9, -3e9])
def test_the_step_that_was_taken_is_the_step_that_counts(x):
    # near a large x the floats lie coarsely, and 2 h is not what lies between the two points
    assert numerical_gradient(lambda near: 3 * (near - x), x) == 3


def test_x_is_not_changed_and_f_may_change_what_it_gets():
    x = np.array([1.0, 2.0])
    x.setflags(write=False)

    def careless(point):
        point *= point
        return point.sum()

    np.testing.assert_allclose(numerical_gradient(careless, x), [2, 4], rtol=1e-9)
    assert x.tolist() == [1, 2]


@pytest.mark.parametrize("x", [[1, 2], (1.0, 2.0), np.array([1, 2], np.uint8), np.float32([1, 2])])
def test_lists_whole_numbers_and_float32_are_taken_at_full_precision(x):
    gradient = numerical_gradient(lambda x: (x**2).sum(), x)
    assert gradient.dtype == np.float64
    np.testing.assert_allclose(gradient, [2, 4], rtol=1e-9)


def test_a_result_of_one_number_may_have_any_shape():
    for number in (float, np.float32, lambda v: np.array([v]), lambda v: np.array([[v]]), int):
        assert numerical_gradient(lambda x: number(2 * x), 1.0, h=1.0) == 2  # noqa: B023


@pytest.mark.parametrize(
    ("call", "error", "fragments"),
    [
        (lambda: numerical_gradient(3.0, [1.0]), TypeError, ["f must be a function", "f(x)"]),
        (lambda: numerical_gradient(lambda x: x, [1.0, 2.0]), TypeError,
         ["f must return one number", "(2,)", ".mean()"]),
        (lambda: numerical_gradient(lambda x: None, [1.0]), TypeError, ["f must return one"]),
        (lambda: numerical_gradient(lambda x: "1", 1.0), TypeError, ["f must return one number"]),
        (lambda: numerical_gradient(np.sum, []), ValueError, ["x must not be empty"]),
        (lambda: numerical_gradient(np.sum, [np.nan]), ValueError, ["x must be finite", "nan"]),
        (lambda: numerical_gradient(np.sum, ["1"]), TypeError, ["x must be real numbers"]),
        (lambda: numerical_gradient(np.sum, [1.0], h=0), ValueError, ["h must be positive"]),
        (lambda: numerical_gradient(np.sum, [1.0], h=-1e-6), ValueError, ["h must be positive"]),
        (lambda: numerical_gradient(np.sum, [1.0], h=None), TypeError, ["h must be one number"]),
        (lambda: numerical_gradient(np.sum, [1.0, 1e20]), ValueError,
         ["h must move x", "1e+20", "larger h"]),
    ],
)  # fmt: skip
def test_refusals(call, error, fragments):
    assert_refused(call, error, *fragments)
