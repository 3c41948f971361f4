"""Causes that can be seen without knowing what a function computes: each generator yields those
that fit.
"""

import inspect
import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from course_lib.exercises import _changes
from course_lib.exercises._compare import close, difference, same, shape_text, show
from course_lib.exercises._exercise import Exercise
from course_lib.exercises._run import FOLLOW_UP_SECONDS, Other, outcomes, results
from course_lib.exercises._trial import Cause, Trial


def returned_nothing(trial: Trial) -> Iterator[Cause]:
    if any(trial.got[i].value is not None or trial.got[i].error for i in trial.ordinary):
        return
    if trial.got[0].printed:
        yield Cause("prints-the-result", "It prints, but returns nothing: `return`, not `print`.")
    elif any(trial.got[i].changed for i in trial.ordinary):
        says = "It changes its argument in place and returns nothing: `return` a new array."
        yield Cause("changes-its-input", says)
    else:
        yield Cause("returns-nothing", "Is a `return` missing?")


# What is said of an error: by a part of its text first, then by its kind.
ERROR_TEXTS: list[tuple[tuple[str, ...], str, str]] = [
    (
        ("ellipsis",),
        "dots-left",
        "One of its `...` is still there: put an expression in its place.",
    ),
    (
        ("truth value of an array",),
        "asked-of-an-array",
        "`if`, `and` and Python's `max` ask about one value, and here is an array of several."
        " `np.where(condition, a, b)` and `np.maximum(a, b)` choose entry by entry.",
    ),
    (
        ("bitwise_xor", "operand type(s) for ^"),
        "caret-for-a-power",
        "A power is written `**`, as in `e ** 2`. `^` is something else.",
    ),
    (
        ("has no attribute 'ln'",),
        "no-ln",
        "NumPy has no `ln`: the natural logarithm is `np.log`.",
    ),
    (
        ("can be converted to Python scalars",),
        "one-number-from-an-array",
        "That line wants one number and gets an array: the functions of `math` take one number,"
        " `np.exp` and `np.log` take arrays.",
    ),
    (
        ("arrays used as indices must be of integer", "only integers, slices"),
        "index-not-whole",
        "An index must be a whole number or a truth value. Rows of 0s and 1s are no positions:"
        " multiply by them, or take their `argmax(axis=1)`.",
    ),
    (
        ("could not be broadcast",),
        "shapes-do-not-fit",
        "Two shapes in that line do not fit together: is a `keepdims=True` missing, an axis the"
        " wrong one, or a table not transposed?",
    ),
    (
        ("mismatch in its core dimension",),
        "shapes-do-not-fit",
        "In a matrix product the columns of the first are as many as the rows of the second: is a"
        " `.T` missing, or the order the wrong one?",
    ),
    (
        ("positional argument",),
        "wrong-call",
        "A function in that line is called with too many or too few arguments.",
    ),
    (
        ("is not callable",),
        "not-callable",
        "Something that is no function is called: is an operator missing before a parenthesis, or"
        " is a name used for two things?",
    ),
    (
        ("boolean negative", "boolean subtract"),
        "arithmetic-with-truth-values",
        "Truth values cannot be subtracted: `~` turns them round, and `.astype(float)` makes"
        " numbers of them.",
    ),
]

ERRORS: dict[type[BaseException], str] = {
    RecursionError: "The function calls itself without end.",
    UnboundLocalError: "A name is used before it has a value: set it before the loop or the `if`.",
    NameError: "That name has no value here: is it misspelt, or is an import missing?",
    IndexError: "An index is beyond the array's end or of the wrong kind: compare it with"
    " `.shape`.",
    KeyError: "A dictionary has no such key.",
    AttributeError: "The object has no such part: print its type to see what it is.",
    ZeroDivisionError: "A denominator is 0: which one can be?",
    TypeError: "An operation or a call got something of the wrong kind: look at each value in"
    " that line.",
    np.linalg.LinAlgError: "No system of equations needs to be solved here.",
    ValueError: "The shapes or values in that line do not fit: print each one's `.shape`.",
    MemoryError: "An array far larger than the arguments is made: which shape is meant?",
    OverflowError: "A number is too large: NumPy's functions give inf where Python's stop.",
    AssertionError: "An `assert` of its own fails: what does it test?",
    SystemExit: "It ends the program: `return` ends a function.",
    KeyboardInterrupt: "It was interrupted.",
    BaseException: "What does that line expect, and what does it get?",
}


def stopped(trial: Trial, wrong: list[int]) -> Iterator[Cause]:
    """It raised an error."""
    outcome = trial.got[wrong[0]]
    error = outcome.error
    if error is None:
        return
    name = type(error).__name__
    slug = "".join(f"-{c.lower()}" if c.isupper() else c for c in name).strip("-")
    parameters = trial.exercise.parameters
    try:
        inspect.signature(trial.function).bind(*parameters)
    except TypeError:
        says = f"It is called with {len(parameters)} arguments: ({', '.join(parameters)})."
        yield Cause("wrong-arguments", says)
        return
    except Exception:
        pass
    for parts, text_slug, says in ERROR_TEXTS:
        if any(part in outcome.error_text for part in parts):
            yield Cause(text_slug, says)
    kind = next(kind for kind in type(error).__mro__ if kind in ERRORS)
    yield Cause(slug, ERRORS[kind])


def another_kind(trial: Trial) -> Iterator[Cause]:
    """A text, a function, a complex number: nothing that could be compared."""
    value, expected = trial.got[0].value, trial.exercise.expected[0]
    if isinstance(value, Other):
        if isinstance(expected, dict):
            yield Cause("wrong-kind", "Look at what is returned.")
            return
        asked = "two parts are" if isinstance(expected, tuple) else "numbers are"
        if isinstance(expected, np.ndarray) and not expected.ndim:
            asked = "one number is"
        says = f"It returns {value.text}, and {asked} asked for."
        called = " Parentheses call it." if "itself" in value.text else ""
        yield Cause("wrong-kind", says + called)


def wrong_property(trial: Trial) -> Iterator[Cause]:
    """Of a function that is judged by properties: the first one that is wrong."""
    for i in trial.ordinary:
        got, wanted = trial.got[i].value, trial.exercise.expected[i]
        if isinstance(got, dict) and isinstance(wanted, dict):
            for name in wanted:
                if not same(got.get(name), wanted[name], trial.exercise.tolerance):
                    slug = "-".join(name.lower().replace(",", "").split())
                    yield Cause(f"wrong-{slug}", f"Which step decides this: {name}?")


def not_numbers(trial: Trial, wrong: list[int]) -> Iterator[Cause]:
    """Of the case that is shown: nan or infinity among its numbers."""
    value = trial.got[wrong[0]].value
    if isinstance(value, np.ndarray) and np.isnan(value).any():
        says = "nan comes from 0/0, 0 times inf, inf - inf, or the log or root of a negative number"
        yield Cause("gives-nan", f"{says}: which?")
    elif isinstance(value, np.ndarray) and np.isinf(value).any():
        yield Cause("gives-inf", "inf comes from log 0, a division by 0 or a large exp: which?")


def wrong_shape(trial: Trial) -> Iterator[Cause]:
    for i in trial.ordinary:
        got, wanted = trial.got[i].value, trial.exercise.expected[i]
        if (
            isinstance(got, np.ndarray)
            and isinstance(wanted, np.ndarray)
            and got.shape != wanted.shape
        ):
            says = f"It gives {shape_text(got)} where {shape_text(wanted)} is asked for"
            yield Cause("wrong-shape", f"{says}: which axis is summed or kept?")
        elif isinstance(wanted, tuple) != isinstance(got, tuple):
            yield Cause("wrong-shape", f"It gives {show(got)} where two parts are asked for.")


def always_the_same(trial: Trial) -> Iterator[Cause]:
    arrays = [trial.got[i].value for i in trial.ordinary]
    if len(arrays) > 1 and all(isinstance(v, np.ndarray) and v.size for v in arrays):
        values = np.concatenate([np.ravel(v) for v in arrays])
        if np.isfinite(values).all() and same(values, np.full_like(values, values[0])):
            says = f"It gives {show(values[0])} whatever the arguments are: use them."
            yield Cause("always-the-same", says)


def constant_ratio(trial: Trial) -> Iterator[Cause]:
    """The right result times a number, or plus a number, the same in all cases."""
    pairs = [(trial.got[i].value, trial.exercise.expected[i]) for i in trial.ordinary]
    if len(pairs) < 2 or not all(
        isinstance(g, np.ndarray) and isinstance(w, np.ndarray) and g.shape == w.shape
        for g, w in pairs
    ):
        return
    got, wanted = (np.concatenate([np.ravel(pair[j]) for pair in pairs]) for j in (0, 1))
    usable = np.abs(wanted) > 1e-6
    if not np.isfinite(got).all() or usable.sum() < 2:
        return
    ratios, shifts = got[usable] / wanted[usable], got - wanted
    one_ratio = abs(ratios[0]) > 1e-6 and same(ratios, np.full_like(ratios, ratios[0]))
    if one_ratio and same(got[~usable], wanted[~usable]):
        says = f"It is {show(ratios[0])} times what is asked for, in every case."
        yield Cause("constant-factor", says)
    if same(shifts, np.full_like(shifts, shifts[0])):
        yield Cause("constant-offset", f"It is off by {show(shifts[0])} in every case.")


def one_part(trial: Trial) -> Iterator[Cause]:
    """Of a pair one part is right in every case."""
    pairs = [(trial.got[i].value, trial.exercise.expected[i]) for i in trial.ordinary]
    if not all(isinstance(g, tuple) and isinstance(w, tuple) for g, w in pairs):
        return
    for part, (good, bad) in enumerate((("first", "second"), ("second", "first"))):
        if all(same(g[part], w[part], trial.exercise.tolerance) for g, w in pairs):
            says = f"The {good} part is right in every case, the {bad} is not: compare the two."
            yield Cause(f"{bad}-part-wrong", says)


def ignored_argument(trial: Trial) -> Iterator[Cause]:
    """An argument that can change without the result changing, although it should."""
    exercise = trial.exercise
    if exercise.observe is not None:
        return
    for position, name in enumerate(exercise.parameters):
        changed = [
            (i, (*case[:position], other, *case[position + 1 :]))
            for i, case in enumerate(exercise.cases[: len(exercise.probes)])
            for other in _others(case[position])
        ]
        cases = [case for _, case in changed]
        before = [trial.got[i] for i, _ in changed]
        expected = [exercise.expected[i] for i, _ in changed]
        if not cases:
            continue
        wanted = results(exercise.reference, cases, expected)
        if any(w.error or same(w.value, e) for w, e in zip(wanted, expected, strict=True)):
            continue
        got = outcomes(trial.function, cases, expected, seconds=FOLLOW_UP_SECONDS)
        if not got[-1].ended:
            return
        if all(
            g.error is None and was.error is None and same(g.value, was.value)
            for g, was in zip(got, before, strict=True)
        ):
            yield Cause(
                f"ignores-{name.replace('_', '-')}",
                f"The result stays the same when `{name}` changes: where should it enter?",
            )


def _others(value: Any) -> list[Any]:
    """Other valid values for an argument."""
    if isinstance(value, np.ndarray) and value.ndim and value.size > 1:
        if value.dtype.kind != "f":
            return [value[::-1].copy(), value.max() - value]
        if set(np.unique(value)) <= {0.0, 1.0}:
            columns = value.ndim == 2
            return [np.roll(value, i, axis=1) for i in (1, 2)] if columns else [1 - value]
        return [0.7 * value, 0.6 * value[::-1]]
    if callable(value) or isinstance(value, bool):
        return []
    if isinstance(value, int):
        return [value + 1, value + 3]
    return [value * 0.7, value * 0.6] if isinstance(value, float) else []


def where_it_is_wrong(trial: Trial) -> Iterator[Cause]:
    """Of arrays: the entries that are wrong are those with something in common."""
    exercise, wrong = trial.exercise, []
    for i in trial.ordinary:
        got, wanted = trial.got[i].value, exercise.expected[i]
        if not isinstance(got, np.ndarray) or not isinstance(wanted, np.ndarray):
            return
        if got.shape != wanted.shape or wanted.ndim == 0:
            return
        wrong.append(~close(got, wanted, exercise.tolerance))
    for slug, name in _in_common(trial, wrong):
        yield Cause(f"wrong-where-{slug}", f"It is right everywhere but {name}.")
    where = next((where for where in wrong if 0 < where.sum() < where.size), None)
    if where is not None:
        place = [int(j) for j in np.argwhere(where)[0]]
        share = f"{where.size - int(where.sum())} of {where.size} entries"
        yield Cause(
            "partly-wrong",
            f"In one case {share} are right; the first wrong one stands at {place}. What is special"
            " about it?",
        )


def _in_common(trial: Trial, wrong: list[Any]) -> list[tuple[str, str]]:
    """What the wrong entries, or examples, of every ordinary case have in common, and no other."""
    found: list[set[tuple[str, str]]] = []
    for i, where in enumerate(wrong):
        groups = list(_groups(trial.exercise, trial.exercise.cases[i], where.shape))
        found.append({(slug, name) for slug, name, mask in groups if np.array_equal(mask, where)})
        if i == 0:
            order = [(slug, name) for slug, name, _ in groups]
    telling = any(0 < where.sum() < where.size for where in wrong)
    return [pair for pair in order if telling and all(pair in names for names in found)]


def _groups(
    exercise: Exercise, case: tuple[Any, ...], shape: tuple[int, ...]
) -> Iterator[tuple[str, str, Any]]:
    """Masks over entries or examples, with their names."""
    arrays = [
        (name, value)
        for name, value in zip(exercise.parameters, case, strict=True)
        if isinstance(value, np.ndarray) and value.shape == shape
    ]
    for name, value in arrays:
        short = name.replace("_", "-")
        if set(np.unique(value)) <= {0.0, 1.0}:
            for number in (0, 1):
                yield f"{short}-is-{number}", f"where `{name}` is {number}", value == number
        else:
            yield f"{short}-is-negative", f"where `{name}` is negative", value < 0
            yield f"{short}-is-positive", f"where `{name}` is positive", value > 0
    for (first, a), (second, b) in itertools.combinations(arrays, 2):
        yield "above", f"where `{first}` is above `{second}`", a > b
        yield "below", f"where `{first}` is below `{second}`", a < b
        yield "equal", f"where `{first}` equals `{second}`", a == b
    places = np.indices(shape)
    for axis, what in enumerate(["row" if len(shape) > 1 else "entry", "column"][: len(shape)]):
        place = places[axis]
        yield f"first-{what}", f"in the first {what}", place == 0
        yield f"last-{what}", f"in the last {what}", place == shape[axis] - 1
        yield f"after-first-{what}", f"after the first {what}", place > 0
        yield f"before-last-{what}", f"before the last {what}", place < shape[axis] - 1
    if len(shape) == 2:
        yield "diagonal", "on the diagonal", places[0] == places[1]
        yield "off-diagonal", "off the diagonal", places[0] != places[1]


def one_example_at_a_time(trial: Trial) -> Iterator[Cause]:
    """Of one number for several examples: which examples come out wrong alone."""
    exercise = trial.exercise
    ordinary = exercise.cases[: len(exercise.probes)]
    if exercise.observe is not None or not all(map(_has_rows, ordinary)):
        return
    cases = [single for case in ordinary for single in _singles(case)]
    wanted = results(exercise.reference, cases, [None] * len(cases))
    values = [w.value for w in wanted]
    got = outcomes(trial.function, cases, values, seconds=FOLLOW_UP_SECONDS)
    if not got[-1].ended or any(outcome.error for outcome in [*got, *wanted]):
        return
    wrong = np.array(
        [not same(g.value, v, exercise.tolerance) for g, v in zip(got, values, strict=True)]
    )
    if not wrong.any():
        yield Cause(
            "wrong-for-several",
            "It is right for one example at a time: look at how several are put together.",
        )
        return
    ends = np.cumsum([_changes.size_of(case).n for case in ordinary])
    for slug, name in _in_common(trial, np.split(wrong, ends[:-1])):
        yield Cause(f"wrong-where-{slug}", f"One example at a time, it is wrong {name} only.")
    j = int(np.argmax(wrong))
    called = ", ".join(show(v) for v in cases[j])
    left, right = difference(got[j].value, values[j], exercise.tolerance)
    first = f"`({called})` gives {left}, expected {right}."
    if wrong.all():
        says = f"It is wrong for a single example already: {first}"
        yield Cause("wrong-for-one-example", says)
    else:
        says = f"Some examples are right alone. The first one that is not: {first}"
        yield Cause("wrong-for-some-examples", says)


def _has_rows(case: tuple[Any, ...]) -> bool:
    """Whether all arrays among the arguments have one row for each of several examples."""
    n = _changes.size_of(case).n
    arrays = [v for v in case if isinstance(v, np.ndarray) and v.ndim]
    return n > 1 and all(len(v) == n for v in arrays) and not any(map(callable, case))


def _singles(case: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for j in range(_changes.size_of(case).n):
        yield tuple(v[j : j + 1] if isinstance(v, np.ndarray) and v.ndim else v for v in case)


def near(trial: Trial) -> Iterator[Cause]:
    if all(same(trial.got[i].value, trial.exercise.expected[i], 1e-2) for i in trial.ordinary):
        yield Cause(
            "not-exact", "It is near, but not equal: is something rounded, cut or approximated?"
        )


def right_elsewhere(trial: Trial, wrong: list[int]) -> Iterator[Cause]:
    right = next((i for i in trial.ordinary if i not in wrong), None)
    if right is not None:
        says = f"It is right for `{trial.called(right)}`. What is different here?"
        yield Cause("wrong-for-some-arguments", says)
