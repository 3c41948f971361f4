"""A check never raises, never changes its inputs, and tells right from wrong."""

import numpy as np
import pytest

from course_lib.exercises import check


def stub(x): ...


def stub_with_a_pass(x):
    pass


def double(x):
    return 2 * x


@pytest.mark.parametrize("function", [stub, stub_with_a_pass, lambda x: ...])
def test_an_unfilled_stub_is_not_attempted(function):
    feedback = check(function, [3.0], expected=6.0)
    assert feedback.status == "not attempted"
    assert "Replace the ..." in feedback.message


@pytest.mark.parametrize(
    ("function", "argument", "expected"),
    [
        (double, 3.0, 6.0),
        (double, 3, 6.0),
        (double, [1.0, 2.0], [2.0, 4.0]),
        (lambda x: [2 * value for value in x], [1.0, 2.0], [2.0, 4.0]),
        (lambda x: np.float32(0.2), 0.1, 0.2),
        (lambda x: (x + x) * (1 + 1e-12), 3.0, 6.0),
    ],
)
def test_a_right_answer_is_correct_however_it_is_written(function, argument, expected):
    assert check(function, [argument], expected=expected).status == "correct"


def raises(x):
    raise ZeroDivisionError("by hand")


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (lambda x: x, "gave 3, expected 6"),
        (lambda x: [2 * x], "gave [6], expected 6"),
        (lambda x: "six", "gave 'six', expected 6"),
        (lambda x: float("nan"), "gave nan"),
        (lambda x: {}, "gave {}"),
        (lambda: 6.0, "TypeError"),
        (raises, "ZeroDivisionError: by hand"),
    ],
)
def test_a_wrong_answer_is_shown_beside_the_right_one(function, words):
    feedback = check(function, [3.0], expected=6.0)
    assert feedback.status == "wrong"
    assert words in feedback.message
    assert repr(feedback) == feedback.message


def test_an_answer_of_another_shape_is_wrong():
    assert check(lambda x: 6.0, [3.0], expected=[6.0, 6.0]).status == "wrong"


def test_inputs_are_not_changed():
    values = np.array([1.0, 2.0])

    def spoil(x):
        x *= 0
        return x

    check(spoil, [values], expected=[2.0, 4.0])
    assert values.tolist() == [1.0, 2.0]


def test_functions_may_be_arguments():
    def slope_at_two(grad):
        return grad(2.0)

    assert check(slope_at_two, [double], expected=4.0).status == "correct"
    assert "for (double)" in check(slope_at_two, [double], expected=5.0).message


def test_a_pair_is_compared_part_by_part():
    def halves(rows):
        return rows[:1], rows[1:]

    parts = ([[1.0, 2.0]], [[3.0, 4.0], [5.0, 6.0]])
    case = [[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]]
    assert check(halves, case, expected=parts).status == "correct"
    assert check(lambda rows: halves(rows)[::-1], case, expected=parts).status == "wrong"
    assert check(lambda rows: rows, case, expected=parts).status == "wrong"
    assert (
        "gave ([[1, 2]], [])"
        in check(lambda rows: (rows[:1], rows[3:, 0]), case, expected=parts).message
    )


def test_a_pair_as_an_argument_stays_a_pair():
    def count(train):
        x, labels = train
        return x.shape[0] + x.shape[1] + len(labels)

    train = ([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], [0, 1, 1])
    assert check(count, [train], expected=8).status == "correct"


def test_work_without_a_return_is_not_called_a_stub():
    def forgets(x):
        x + x

    feedback = check(forgets, [3.0], expected=6.0)
    assert feedback.status == "wrong"
    assert "returned nothing, expected 6. Is a return missing?" in feedback.message


def test_a_changed_input_is_named_even_if_the_answer_is_right():
    def double_in_place(x):
        x *= 2
        return x.copy()

    feedback = check(double_in_place, [[1.0, 2.0]], expected=[2.0, 4.0])
    assert feedback.status == "wrong"
    assert "changed its input" in feedback.message


def test_an_input_that_is_put_back_was_not_changed():
    def sloped(x):
        x[0] += 1
        x[0] -= 1
        return 2 * x

    assert check(sloped, [[1.0, 2.0]], expected=[2.0, 4.0]).status == "correct"


def test_of_a_large_array_the_first_wrong_entry_is_shown():
    table = np.arange(12.0).reshape(3, 4)
    feedback = check(lambda x: x + (x == 6), [table], expected=table)
    assert "it gave 7 at [1, 2], expected 6." in feedback.message
    feedback = check(lambda x: x.sum(axis=1), [table], expected=table)
    assert "it gave an array of shape (3,), expected (3, 4)." in feedback.message


def test_tiny_numbers_are_shown_as_they_are():
    assert "for (1e-09) it gave 1e-09" in check(lambda x: x, [1e-9], expected=1.0).message


class Odd:
    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no array")

    def __repr__(self):
        return "Odd()"


@pytest.mark.parametrize(
    "gives", ["6", 1 + 5j, [1 + 5j], np.datetime64("2026-01-01"), 10**400, Odd(), object(), {6: 6}]
)
def test_what_is_no_real_number_is_wrong_and_raises_nothing(gives):
    assert check(lambda x: gives, [3.0], expected=6.0).status == "wrong"
    assert check(lambda x: gives, [3.0], expected=[1.0]).status == "wrong"


def test_a_body_that_does_something_is_an_attempt():
    def prints(x):
        print(end="")

    def assigns(x):
        y = 3  # noqa: F841

    assert check(prints, [3.0], expected=6.0).status == "wrong"
    assert check(assigns, [3.0], expected=6.0).status == "wrong"


@pytest.mark.parametrize(("gives", "expected"), [(6.001, 6.0), (1e-4, 0.0), (1e-7, 0.0)])
def test_only_rounding_is_forgiven(gives, expected):
    assert check(lambda x: gives, [3.0], expected=expected).status == "wrong"


def test_the_first_of_two_wrong_entries_is_named():
    zeros = np.zeros((3, 4))
    wrong = zeros.copy()
    wrong[0, 3], wrong[2, 1] = 1, 2
    assert "it gave 1 at [0, 3], expected 0." in check(lambda x: wrong, [0.0], zeros).message
