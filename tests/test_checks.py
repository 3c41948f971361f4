import inspect
import re

import numpy as np
import pytest
from helpers import assert_refused
from hypothesis import given
from hypothesis.extra import numpy as hnp

from course_lib import LOSSES, GradientDescent, _checks, accuracy, cross_entropy, one_hot
from course_lib import likelihood as likelihoods

PAIRS = [function for pair in LOSSES.values() for function in pair] + [
    likelihoods.bernoulli_log_likelihood,
    likelihoods.categorical_log_likelihood,
    likelihoods.gaussian_log_likelihood,
    likelihoods.laplace_log_likelihood,
]

# what each argument may hold, in two rows or one
GOOD = {
    "prediction": [0.5, 0.5],
    "probability": [0.5, 0.5],
    "logit": [0.5, 0.5],
    "label": [0, 1],
    "probabilities": [[0.5, 0.5], [0.5, 0.5]],
    "logits": [[0.5, 0.5], [0.5, 0.5]],
    "labels": [0, 1],
    ("prediction", "target"): [0.5, 0.5],
    ("probabilities", "target"): [[0, 1], [1, 0]],
}

BAD = {
    "text": (["a", "b"], TypeError, "must be real numbers", "text"),
    "numbers as text": (["1", "2"], TypeError, "must be real numbers", "text"),
    "bytes": ([b"a", b"b"], TypeError, "must be real numbers", "text"),
    "a missing value": ([None, 1.0], TypeError, "must be real numbers", "None"),
    "complex": ([1 + 2j, 0j], TypeError, "must be real numbers", ".real"),
    "dates": (np.array(["2020-01-01"] * 2, "M8[D]"), TypeError, "must be real numbers", "Convert"),
    "ragged": ([[1.0], [1.0, 2.0]], ValueError, "must be a rectangle of numbers", "missing"),
    "empty": ([], ValueError, "must not be empty", "filter"),
    "masked": (np.ma.masked_array([1, 2], [0, 1]), TypeError, "must be numbers", "compressed()"),
    "a huge whole number": ([10**30, 1], TypeError, "must be real numbers", "64 bits"),
}
NOT_FINITE = {"nan": [0.5, np.nan], "inf": [0.5, np.inf], "minus inf": [-np.inf, 0.5]}


def arguments(function):
    names = list(inspect.signature(function).parameters)[:2]
    second = GOOD.get((names[0], names[1]), GOOD.get(names[1]))
    return names, [GOOD[names[0]], second]


@pytest.mark.parametrize("function", PAIRS, ids=lambda f: f.__name__)
def test_the_good_arguments_of_this_file_are_accepted(function):
    assert np.shape(function(*arguments(function)[1]))


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("function", PAIRS, ids=lambda f: f.__name__)
def test_what_is_not_numbers_is_refused_by_name(function, place, bad):
    names, values = arguments(function)
    values[place], error, rule, hint = BAD[bad]
    assert_refused(lambda: function(*values), error, f"{names[place]} {rule}", hint)


@pytest.mark.parametrize("bad", NOT_FINITE)
@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("function", PAIRS, ids=lambda f: f.__name__)
def test_nan_and_inf_are_refused_by_name(function, place, bad):
    names, values = arguments(function)
    shape = np.shape(values[place])
    values[place] = np.broadcast_to(NOT_FINITE[bad], shape).copy()
    if names[place] == "labels":
        assert_refused(lambda: function(*values), TypeError, "labels must be integers")
    else:
        rule = f"{names[place]} must be finite, but got {bad.replace('minus ', '-')}"
        assert_refused(lambda: function(*values), ValueError, rule, "overflow")


SHAPES = [
    ((3, 1), (3,), "prediction.ravel()"),
    ((3,), (3, 1), "target.ravel()"),
    ((1, 3), (3,), "prediction.ravel()"),
    ((3,), (1, 3), "target.ravel()"),
    ((1, 1), (1,), "prediction.ravel()"),
    ((3,), (), "np.full_like(prediction, target)"),
    ((3,), (1,), "np.full_like(prediction, target)"),
    ((2, 3), (1, 1), "np.full_like(prediction, target)"),
    ((), (3,), "np.full_like(target, prediction)"),
    ((), (1,), "np.full_like(target, prediction)"),
    ((1,), (), "np.full_like(prediction, target)"),
    ((1, 1), (), "np.full_like(prediction, target)"),
]


@pytest.mark.parametrize(("first", "second", "hint"), SHAPES)
def test_the_hint_on_unequal_shapes_mends_them(first, second, hint):
    prediction, target = np.ones(first), np.ones(second)
    rule = f"prediction and target must have the same shape, but got {first} and {second}"
    assert_refused(
        lambda: _checks.as_pair("prediction", prediction, "target", target), ValueError, rule, hint
    )
    at_fault = hint.split(".")[0] if "ravel" in hint else re.findall(r"(\w+)\)", hint)[0]
    mended = {"prediction": prediction, "target": target}
    mended[at_fault] = eval(hint, {"np": np, "prediction": prediction, "target": target})
    a, b = _checks.as_pair("prediction", mended["prediction"], "target", mended["target"])
    assert a.shape == b.shape


@pytest.mark.parametrize(("first", "second"), [((3,), (4,)), ((2, 3), (3, 2)), ((2, 3), (3,))])
def test_other_unequal_shapes(first, second):
    a, b = np.ones(first), np.ones(second)
    assert_refused(lambda: _checks.as_pair("a", a, "b", b), ValueError, str(first), "sliced")


@pytest.mark.parametrize("function", PAIRS, ids=lambda f: f.__name__)
def test_no_function_broadcasts(function):
    names, (first, second) = arguments(function)
    for wrong in (second[:1], second[0], np.reshape(second, (1, *np.shape(second)))):
        fault = "labels" if names[1] == "labels" else f"{names[0]} and {names[1]} must have"
        assert_refused(lambda: function(first, wrong), ValueError, fault)  # noqa: B023


DTYPES = [
    (np.float32, np.float32, np.float32),
    (np.float64, np.float32, np.float64),
    (np.float32, np.int64, np.float32),
    (np.uint8, np.float32, np.float32),
    (np.float16, np.float16, np.float32),
    (np.float16, np.float64, np.float64),
    (np.uint8, np.uint8, np.float64),
    (np.bool, np.int8, np.float64),
]


@pytest.mark.parametrize(("first", "second", "result"), DTYPES)
def test_both_arguments_get_one_float_dtype(first, second, result):
    arrays = _checks.as_floats(("a", np.ones(2, first)), ("b", np.ones(2, second)))
    assert [array.dtype for array in arrays] == [result, result]
    arrays = _checks.as_floats(("b", np.ones(2, second)), ("a", np.ones(2, first)))
    assert [array.dtype for array in arrays] == [result, result]


@given(hnp.arrays(hnp.integer_dtypes() | hnp.unsigned_integer_dtypes(), hnp.array_shapes()))
def test_whole_numbers_keep_their_value(array):
    (floats,) = _checks.as_floats(("a", array))
    assert floats.shape == array.shape
    np.testing.assert_array_equal(floats, array.astype(np.float64))


def test_infinities_pass_only_where_they_are_meant():
    (array,) = _checks.as_floats(("a", [np.inf, -np.inf, 1.0]), allow_inf=True)
    assert array.tolist() == [np.inf, -np.inf, 1.0]
    assert_refused(
        lambda: _checks.as_floats(("a", [np.nan]), allow_inf=True), ValueError, "a must be a number"
    )


@pytest.mark.parametrize("dtype", [np.int8, np.uint8, np.int64, np.uint64, np.bool])
def test_labels_of_every_whole_dtype(dtype):
    labels = _checks.as_labels(np.array([0, 1, 1], dtype), 3, 2)
    assert labels.dtype == np.intp
    assert labels.tolist() == [0, 1, 1]


LABELS = [
    ([0, 3], "labels must be from 0 to 2, one of 3 classes, but got 3", "start at 1"),
    ([-1, 0], "labels must be from 0 to 2, one of 3 classes, but got -1", "start at 1"),
    ([0], "labels must have shape (2,)", "ravel()"),
    ([[0], [1]], "labels must have shape (2,)", "labels.ravel()"),
    ([[1, 0, 0], [0, 1, 0]], "labels must have shape (2,)", "labels.argmax(axis=1)"),
]


@pytest.mark.parametrize(("labels", "rule", "hint"), LABELS)
def test_label_refusals(labels, rule, hint):
    assert_refused(lambda: _checks.as_labels(labels, 2, 3), ValueError, rule, hint)


@pytest.mark.parametrize(
    ("call", "error", "rule"),
    [
        (lambda: _checks.as_positive("h", 0, "Hint."), ValueError, "h must be positive and finite"),
        (lambda: _checks.as_positive("h", -1.0, "Hint."), ValueError, "got -1.0"),
        (lambda: _checks.as_positive("h", np.nan, "Hint."), ValueError, "got nan"),
        (lambda: _checks.as_positive("h", np.inf, "Hint."), ValueError, "got inf"),
        (lambda: _checks.as_positive("h", "1", "Hint."), TypeError, "h must be one number"),
        (lambda: _checks.as_positive("h", True, "Hint."), TypeError, "got True"),
        (lambda: _checks.as_positive("h", None, "Hint."), TypeError, "got None"),
        (lambda: _checks.as_positive("h", np.ones(2), "Hint."), TypeError, "h must be one number"),
        (lambda: _checks.as_positive("h", 1j, "Hint."), TypeError, "h must be one number"),
        (lambda: _checks.require_count("n", 0, "Hint."), ValueError, "n must be at least 1"),
        (lambda: _checks.require_count("n", -1, "Hint.", least=0), ValueError, "at least 0"),
        (lambda: _checks.require_count("n", 2.0, "Hint."), TypeError, "n must be a whole number"),
        (lambda: _checks.require_count("n", "2", "Hint."), TypeError, "got '2'"),
        (lambda: _checks.require_count("n", True, "Hint."), TypeError, "got True"),
        (lambda: _checks.require_rng(0), TypeError, "rng must be a NumPy random generator"),
        (lambda: _checks.require_rng(np.random), TypeError, "np.random.default_rng(seed)"),
        (lambda: _checks.require_rng(np.random.RandomState(0)), TypeError, "rng must be"),
        (lambda: _checks.require_optimizer(0.1), TypeError, "optimizer must have a step method"),
        (lambda: _checks.require_optimizer(GradientDescent), TypeError, "Make one"),
    ],
)
def test_refusals_of_single_values(call, error, rule):
    assert_refused(call, error, rule)


def test_single_values_become_plain_floats():
    for value in (2, 2.0, np.int8(2), np.float32(2), np.float64(2)):
        number = _checks.as_positive("h", value, "Hint.")
        assert type(number) is float
        assert number == 2


def test_long_values_are_cut_in_messages():
    with pytest.raises(TypeError) as caught:
        _checks.as_numbers("a", ["x"] * 1000)
    assert len(str(caught.value)) < 200


def test_class_numbers_in_place_of_rows_are_recognised():
    words = r"\(3, 2\) and \(3,\). Are they class numbers\? Write one_hot\(target, k\)"
    with pytest.raises(ValueError, match=words):
        cross_entropy(np.full((3, 2), 0.5), [0, 1, 1])


@pytest.mark.parametrize("call", [lambda: accuracy([[1.0, 2.0]], 1), lambda: one_hot(1, 2)])
def test_a_bare_label_gets_a_hint_that_works(call):
    with pytest.raises(ValueError, match=r"For one example write \[labels\]"):
        call()


def test_a_bare_logit_gets_a_hint_that_works():
    with pytest.raises(ValueError, match=r"For one example write \[logits\]"):
        accuracy(1.0, [0])
