import itertools

import numpy as np
import pytest
from helpers import assert_refused
from hypothesis import given
from hypothesis import strategies as st

from course_lib import Adam, GradientDescent, Momentum, descend, numerical_gradient

KINDS = [GradientDescent, Momentum, Adam]


def after_steps(optimizer, gradients, start=1.0):
    """Where theta stands after each of the gradients."""
    theta, points = np.array([start]), []
    for gradient in gradients:
        optimizer.step(theta, np.array([gradient]))
        points.append(float(theta[0]))
    return points


# Two or three steps by hand


def test_gradient_descent_by_hand():
    # 1 - 0.5 * 2 = 0, then 0 - 0.5 * -4 = 2
    assert after_steps(GradientDescent(0.5), [2.0, -4.0]) == [0, 2]


def test_momentum_by_hand():
    # velocities: -0.5 * 2 = -1; 0.9 * -1 - 0.5 * 4 = -2.9; 0.9 * -2.9 - 0 = -2.61
    points = after_steps(Momentum(0.5, momentum=0.9), [2.0, 4.0, 0.0])
    assert points == pytest.approx([0.0, -2.9, -5.51], rel=1e-14)


def test_momentum_keeps_nine_tenths_unless_told():
    # velocities -1, -0.9, -0.81: the push goes on after the gradient has gone
    assert after_steps(Momentum(0.5), [2.0, 0.0, 0.0]) == pytest.approx([0.0, -0.9, -1.71])


def test_momentum_puts_the_rate_inside_the_velocity():
    # velocities -1 * 2 = -2, then 0.5 * -2 - 0.1 * 0 = -1: the old push keeps its old rate
    rates = [1.0, 0.1]
    assert after_steps(Momentum(lambda step: rates[step], 0.5), [2.0, 0.0]) == [-1, -2]


def test_adam_by_hand():
    # beta_1 = 1/2, beta_2 = 3/4, rate 0.1, gradients 2 and -5
    # step 1: m = 1, corrected 1 / (1/2) = 2; v = 1, corrected 1 / (1/4) = 4
    #         theta = 1 - 0.1 * 2 / (2 + epsilon)
    # step 2: m = 1/2 - 5/2 = -2, corrected -2 / (3/4) = -8/3
    #         v = 3/4 + 25/4 = 7, corrected 7 / (7/16) = 16
    #         theta = theta + 0.1 * 8/3 / (4 + epsilon)
    tiny = after_steps(Adam(0.1, 0.5, 0.75, epsilon=1e-12), [2.0, -5.0])
    assert tiny == pytest.approx([0.9, 0.9 + 0.2 / 3], rel=1e-11)
    # epsilon = 1 stands outside the root and after the correction: 0.2 / 3, then 0.8 / 3 / 5
    large = after_steps(Adam(0.1, 0.5, 0.75, epsilon=1.0), [2.0, -5.0])
    assert large == pytest.approx([1 - 0.2 / 3, 1 - 0.2 / 3 + 0.16 / 3], rel=1e-14)


def test_adam_defaults():
    # g = 1, then 0: m = 0.9 * 0.1 / 0.19, v = 0.999 * 0.001 / 0.001999
    first = 1e-3 / (1 + 1e-8)
    second = 1e-3 * (0.09 / 0.19) / (np.sqrt(0.999e-3 / 1.999e-3) + 1e-8)
    points = after_steps(Adam(), [1.0, 0.0])
    assert points == pytest.approx([1 - first, 1 - first - second], rel=1e-13)


@given(st.floats(1e-3, 1e3), st.sampled_from([-1, 1]), st.integers(1, 20))
def test_adam_on_a_constant_slope_moves_by_the_rate_at_every_step(size, sign, steps):
    # both corrected means are the slope and its square from the first step on
    points = [1.0, *after_steps(Adam(0.1), [sign * size] * steps)]
    assert np.diff(points) == pytest.approx([-sign * 0.1] * steps, rel=1e-4)


@given(st.floats(-5, 5), st.floats(0.01, 1))
def test_momentum_zero_is_plain_descent(slope, rate):
    plain = after_steps(GradientDescent(rate), [slope] * 3)
    assert after_steps(Momentum(rate, momentum=0), [slope] * 3) == pytest.approx(plain, abs=1e-14)


# What holds for every optimizer


@pytest.mark.parametrize("kind", KINDS)
def test_the_schedule_is_called_with_the_step(kind):
    asked = []

    def schedule(step):
        asked.append(step)
        return 0.1 / (step + 1)

    after_steps(kind(schedule), [1.0] * 4)
    assert asked == [0, 1, 2, 3]


@pytest.mark.parametrize("kind", KINDS)
def test_a_constant_schedule_is_a_constant_rate(kind):
    constant = after_steps(kind(0.25), [1.0, -2.0, 3.0])
    for same in (lambda step: 0.25, lambda step: np.float64(0.25), lambda step: np.float32(0.25)):
        assert after_steps(kind(same), [1.0, -2.0, 3.0]) == constant
    assert after_steps(kind(np.float32(0.25)), [1.0, -2.0, 3.0]) == constant


@pytest.mark.parametrize("kind", KINDS)
def test_a_falling_rate_makes_smaller_steps(kind):
    steps = np.abs(np.diff([1.0, *after_steps(kind(lambda step: 0.1 * 0.01**step), [1.0, 1.0])]))
    if kind is Momentum:
        # of the velocity 0.1 nine tenths are left, and the second push is a hundredth
        assert steps == pytest.approx([0.1, 0.091])
    else:
        assert steps == pytest.approx([0.1, 0.001])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("kind", KINDS)
def test_theta_is_changed_in_place_and_the_gradient_is_not(kind, dtype):
    theta = np.ones((2, 3), dtype)
    view = theta[0]
    gradient = np.arange(1.0, 7.0).reshape(2, 3).astype(dtype)
    gradient.setflags(write=False)
    optimizer = kind(np.float64(0.5))
    for _ in range(3):
        assert optimizer.step(theta, gradient) is None
    assert theta.dtype == dtype
    assert (view < 1).all()
    state = [value for value in vars(optimizer).values() if isinstance(value, np.ndarray)]
    assert all(array.dtype == dtype and array.shape == theta.shape for array in state)
    assert gradient.ravel().tolist() == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_may_be_used_again(kind):
    theta, gradient = np.ones(1), np.ones(1)
    optimizer = kind(0.1)
    optimizer.step(theta, gradient)
    gradient[0] = 1e9  # an optimizer that kept the array itself would now remember this
    expected = after_steps(kind(0.1), [1.0, 1.0])
    optimizer.step(theta, np.ones(1))
    assert theta[0] == expected[1]


@pytest.mark.parametrize("kind", KINDS)
def test_every_optimizer_has_its_own_past(kind):
    first, second = kind(0.1), kind(0.1)
    expected = after_steps(kind(0.1), [1.0, 2.0])
    points = []
    thetas = np.ones(1), np.ones(1)
    for gradient in (1.0, 2.0):
        for optimizer, theta in zip((first, second), thetas, strict=True):
            optimizer.step(theta, np.array([gradient]))
        points.append([float(theta[0]) for theta in thetas])
    assert points == [[value, value] for value in expected]


@pytest.mark.parametrize("kind", KINDS)
def test_entries_do_not_mix(kind):
    gradients = [[1.0, -2.0], [3.0, 0.5]]
    theta, optimizer = np.ones(2), kind(0.1)
    for gradient in gradients:
        optimizer.step(theta, gradient)
    alone = [after_steps(kind(0.1), [g[i] for g in gradients])[-1] for i in range(2)]
    assert theta == pytest.approx(alone, rel=1e-14)


@pytest.mark.parametrize(
    ("optimizer", "steps"),
    [(GradientDescent(0.1), 60), (Momentum(0.02), 300), (Adam(0.1), 1000)],
)
def test_each_finds_the_bottom_of_a_bowl(optimizer, steps):
    def bowl(x):
        return (x[0] - 1) ** 2 + 3 * (x[1] + 2) ** 2

    *_, last = descend(lambda x: numerical_gradient(bowl, x), [5.0, 5.0], optimizer, steps)
    assert last == pytest.approx([1, -2], abs=1e-3)


# Article 003: f(x) = x^2 / 4, whose slope is x / 2


def walk(rate, steps, start=4.0):
    points = descend(lambda x: x / 2, start, GradientDescent(rate), steps)
    return [float(x) for x in points]


def test_article_003_three_updates():
    assert walk(3.0, 3) == [4, -2, 1, -0.5]
    assert walk(3.0, 3)[-1] ** 2 / 4 == 1 / 16


def test_below_two_straight_in():
    points = walk(1.5, 30)
    assert all(0 < after < before for before, after in itertools.pairwise(points))
    assert points[-1] < 1e-15


def test_two_is_one_step():
    assert walk(2.0, 2) == [4, 0, 0]


def test_from_two_to_four_hopping_in():
    points = walk(3.5, 200)
    assert all(a * b < 0 and abs(b) < abs(a) for a, b in itertools.pairwise(points))
    assert abs(points[-1]) < 1e-15


def test_four_goes_on_for_ever():
    assert walk(4.0, 6) == [4, -4, 4, -4, 4, -4, 4]


def test_above_four_away():
    points = walk(4.5, 50)
    assert all(a * b < 0 and abs(b) > abs(a) for a, b in itertools.pairwise(points))


@given(st.floats(0.1, 6), st.floats(-10, 10), st.integers(0, 10))
def test_each_update_multiplies_by_one_minus_half_the_rate(rate, start, steps):
    expected = [start * (1 - rate / 2) ** i for i in range(steps + 1)]
    assert walk(rate, steps, start) == pytest.approx(expected, rel=1e-9, abs=1e-12)


# descend


@pytest.mark.parametrize("steps", [0, 1, 7])
def test_descend_yields_the_start_and_each_point_after_it(steps):
    points = list(descend(lambda x: x, [1.0, 2.0], GradientDescent(0.5), steps))
    assert len(points) == steps + 1
    assert points[0].tolist() == [1, 2]
    assert points[-1].tolist() == [0.5**steps, 2 * 0.5**steps]


def test_descend_yields_copies_and_leaves_the_start_alone():
    start = np.array([4.0])
    walk = descend(lambda x: x / 2, start, GradientDescent(1.0), 2)
    first = next(walk)
    first[0] = 99
    assert [float(x[0]) for x in walk] == [2, 1]
    assert start.tolist() == [4]


def test_descend_lets_grad_scribble_on_its_point():
    def careless(x):
        x *= 0.5
        return x

    assert [float(x) for x in descend(careless, 4.0, GradientDescent(3.0), 2)] == [4, -2, 1]


def test_descend_takes_whole_numbers_and_keeps_float32():
    whole = list(descend(lambda x: x / 2, 4, GradientDescent(3.0), 3))
    assert [float(x) for x in whole] == [4, -2, 1, -0.5]
    short = list(descend(lambda x: x / 2, np.float32([4]), Adam(0.1), 3))
    assert all(x.dtype == np.float32 for x in short)
    as_list = list(descend(lambda x: [x[0] / 2], [4.0], Momentum(1.0), 1))
    assert as_list[1].tolist() == [2]


def test_descend_is_lazy():
    calls = []
    points = descend(lambda x: calls.append(1) or x, 1.0, GradientDescent(0.5), 10**9)
    list(itertools.islice(points, 3))
    assert len(calls) == 2


# Refusals


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("rate", "error", "fragment"),
    [
        (0, ValueError, "learning_rate must be positive and finite, but got 0"),
        (-0.1, ValueError, "got -0.1. Descent goes along minus the gradient"),
        (np.nan, ValueError, "learning_rate must be positive"),
        (np.inf, ValueError, "learning_rate must be positive"),
        ("0.1", TypeError, "learning_rate must be one number, but got '0.1'"),
        (None, TypeError, "learning_rate must be one number"),
        (True, TypeError, "learning_rate must be one number"),
        ([0.1], TypeError, "learning_rate must be one number"),
    ],
)
def test_rates_that_are_refused(kind, rate, error, fragment):
    assert_refused(lambda: kind(rate), error, fragment)


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_schedule_gives_is_checked_before_theta_moves(kind):
    theta = np.ones(1)
    for value, error in ((None, TypeError), (-1.0, ValueError), (np.nan, ValueError)):
        optimizer = kind(lambda step: value if step else 0.1)  # noqa: B023
        optimizer.step(theta, np.ones(1))
        before = theta.copy()
        rule = "learning_rate(1) must be"
        assert_refused(lambda: optimizer.step(theta, np.ones(1)), error, rule)  # noqa: B023
        assert theta == before


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("theta", "gradient", "error", "fragment"),
    [
        ([1.0], [1.0], TypeError, "theta must be an array of floats, but got list"),
        (
            np.array([1, 2]),
            np.ones(2),
            TypeError,
            "theta must be an array of floats, but got int64",
        ),
        (1.0, 1.0, TypeError, "theta must be an array of floats, but got float"),
        (np.ones(2), np.ones(3), ValueError, "gradient must have theta's shape (2,), but got (3,)"),
        (np.ones(2), np.ones((2, 1)), ValueError, "gradient must have theta's shape"),
        (np.ones(2), 1.0, ValueError, "gradient must have theta's shape (2,), but got ()"),
        (np.ones(2), np.ones(1), ValueError, "gradient must have theta's shape (2,), but got (1,)"),
    ],
)
def test_steps_that_are_refused(kind, theta, gradient, error, fragment):
    assert_refused(lambda: kind(0.1).step(theta, gradient), error, fragment)


@pytest.mark.parametrize("kind", [Momentum, Adam])
def test_an_optimizer_with_a_past_refuses_another_shape(kind):
    optimizer = kind(0.1)
    optimizer.step(np.ones(3), np.ones(3))
    for shape in ((2,), (1,), (), (3, 1)):
        call = lambda: optimizer.step(np.ones(shape), np.ones(shape))  # noqa: B023, E731
        assert_refused(call, ValueError, "theta must keep its shape (3,)", "new one")


@pytest.mark.parametrize(
    ("call", "error", "fragment"),
    [
        (lambda: Momentum(0.1, 1), ValueError, "momentum must be in [0, 1), but got 1"),
        (lambda: Momentum(0.1, -0.1), ValueError, "momentum must be in [0, 1)"),
        (lambda: Momentum(0.1, np.nan), ValueError, "momentum must be in [0, 1)"),
        (lambda: Momentum(0.1, "a"), TypeError, "momentum must be one number"),
        (lambda: Adam(0.1, beta_1=1), ValueError, "beta_1 must be in [0, 1)"),
        (lambda: Adam(0.1, beta_2=1), ValueError, "beta_2 must be in [0, 1)"),
        (lambda: Adam(0.1, beta_2=None), TypeError, "beta_2 must be one number"),
        (lambda: Adam(0.1, epsilon=0), ValueError, "epsilon must be positive"),
        (lambda: Adam(0.1, epsilon="0"), TypeError, "epsilon must be one number"),
        (lambda: descend(2.0, 1.0, GradientDescent(1), 1), TypeError, "grad must be a function"),
        (lambda: descend(np.sin, [], GradientDescent(1), 1), ValueError, "start must not be empty"),
        (lambda: descend(np.sin, np.nan, GradientDescent(1), 1), ValueError, "start must be"),
        (lambda: descend(np.sin, 1.0, GradientDescent(1), -1), ValueError, "at least 0"),
        (lambda: descend(np.sin, 1.0, GradientDescent(1), 1.5), TypeError, "steps must be a whole"),
        (lambda: descend(np.sin, 1.0, 0.1, 1), TypeError, "optimizer must have a step method"),
        (lambda: descend(np.sin, 1.0, Adam, 1), TypeError, "optimizer must have a step method"),
        (lambda: list(descend(np.sum, [1.0, 2.0], GradientDescent(1), 1)), ValueError,
         "gradient must have theta's shape (2,), but got ()"),
    ],
)  # fmt: skip
def test_refusals(call, error, fragment):
    assert_refused(call, error, fragment)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schedule_may_rest_at_zero(kind):
    theta, optimizer = np.ones(1), kind(lambda step: 0.0)
    optimizer.step(theta, np.ones(1))
    assert theta == 1


@pytest.mark.parametrize(
    ("gives", "error", "words"),
    [
        (None, TypeError, "gradient must be real numbers"),
        ("steep", TypeError, "gradient must be real numbers"),
        (1j, TypeError, "gradient must be real numbers"),
        ([], ValueError, "gradient must not be empty"),
    ],
)
def test_a_gradient_that_is_no_number_is_refused_not_turned_into_nan(gives, error, words):
    walk = descend(lambda x: gives, 1.0, GradientDescent(1.0), 3)
    assert next(walk) == 1
    assert_refused(lambda: next(walk), error, words)
    for kind in KINDS:
        theta = np.ones(1)
        assert_refused(lambda: kind(0.1).step(theta, gives), error, words)  # noqa: B023
        assert theta == 1


def test_a_forgotten_return_is_named():
    with pytest.raises(TypeError, match="a function without return"):
        list(descend(lambda x: None, 1.0, GradientDescent(1.0), 1))
