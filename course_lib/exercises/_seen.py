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
from course_lib.language import N_, _


def returned_nothing(trial: Trial) -> Iterator[Cause]:
    if any(trial.got[i].value is not None or trial.got[i].error for i in trial.ordinary):
        return
    if trial.got[0].printed:
        says = _("It prints, but returns nothing: `return`, not `print`.")
        yield Cause("prints-the-result", says)
    elif any(trial.got[i].changed for i in trial.ordinary):
        says = _("It changes its argument in place and returns nothing: `return` a new array.")
        yield Cause("changes-its-input", says)
    else:
        yield Cause("returns-nothing", _("Is a `return` missing?"))


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
        says = _("It is called with {n} arguments: ({names}).")
        says = says.format(n=len(parameters), names=", ".join(parameters))
        yield Cause("wrong-arguments", says)
        return
    except Exception:
        pass
    for parts, text_slug, says in ERROR_TEXTS:
        if any(part in outcome.error_text for part in parts):
            yield Cause(text_slug, _(says))
    kind = next(kind for kind in type(error).__mro__ if kind in ERRORS)
    yield Cause(slug, _(ERRORS[kind]))


def another_kind(trial: Trial) -> Iterator[Cause]:
    """A text, a function, a complex number: nothing that could be compared."""
    value, expected = trial.got[0].value, trial.exercise.expected[0]
    if isinstance(value, Other):
        if isinstance(expected, dict):
            yield Cause("wrong-kind", _("Look at what is returned."))
            return
        if isinstance(expected, tuple):
            says = _("It returns {value}, and two parts are asked for. {way}")
        elif isinstance(expected, np.ndarray) and not expected.ndim:
            says = _("It returns {value}, and one number is asked for. {way}")
        else:
            says = _("It returns {value}, and numbers are asked for. {way}")
        yield Cause("wrong-kind", says.format(value=_(value.text), way=value.way).strip())


def wrong_property(trial: Trial) -> Iterator[Cause]:
    """Of a function that is judged by properties: the first one that is wrong."""
    for i in trial.ordinary:
        got, wanted = trial.got[i].value, trial.exercise.expected[i]
        if isinstance(got, dict) and isinstance(wanted, dict):
            for name in wanted:
                if not same(got.get(name), wanted[name], trial.exercise.tolerance):
                    slug = "-".join(name.lower().replace(",", "").split())
                    yield Cause(
                        f"wrong-{slug}", _("Which step decides this: {name}?").format(name=_(name))
                    )


def not_numbers(trial: Trial, wrong: list[int]) -> Iterator[Cause]:
    """Of the case that is shown: nan or infinity among its numbers."""
    value = trial.got[wrong[0]].value
    if isinstance(value, np.ndarray) and np.isnan(value).any():
        says = _(
            "nan comes from 0/0, 0 times inf, inf - inf, or the log or root of a negative number:"
            " which?"
        )
        yield Cause("gives-nan", says)
    elif isinstance(value, np.ndarray) and np.isinf(value).any():
        says = _("inf comes from log 0, a division by 0 or a large exp: which?")
        yield Cause("gives-inf", says)


def wrong_shape(trial: Trial) -> Iterator[Cause]:
    for i in trial.ordinary:
        got, wanted = trial.got[i].value, trial.exercise.expected[i]
        if (
            isinstance(got, np.ndarray)
            and isinstance(wanted, np.ndarray)
            and got.shape != wanted.shape
        ):
            says = _("It gives {got} where {wanted} is asked for: which axis is summed or kept?")
            says = says.format(got=shape_text(got), wanted=shape_text(wanted))
            yield Cause("wrong-shape", says)
        elif isinstance(wanted, tuple) != isinstance(got, tuple):
            says = _("It gives {got} where two parts are asked for.").format(got=show(got))
            yield Cause("wrong-shape", says)


def always_the_same(trial: Trial) -> Iterator[Cause]:
    arrays = [trial.got[i].value for i in trial.ordinary]
    if len(arrays) > 1 and all(isinstance(v, np.ndarray) and v.size for v in arrays):
        values = np.concatenate([np.ravel(v) for v in arrays])
        if np.isfinite(values).all() and same(values, np.full_like(values, values[0])):
            says = _("It gives {value} whatever the arguments are: use them.")
            yield Cause("always-the-same", says.format(value=show(values[0])))


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
        says = _("It is {factor} times what is asked for, in every case.")
        yield Cause("constant-factor", says.format(factor=show(ratios[0])))
    if same(shifts, np.full_like(shifts, shifts[0])):
        says = _("It is off by {shift} in every case.").format(shift=show(shifts[0]))
        yield Cause("constant-offset", says)


def one_part(trial: Trial) -> Iterator[Cause]:
    """Of a pair one part is right in every case."""
    pairs = [(trial.got[i].value, trial.exercise.expected[i]) for i in trial.ordinary]
    if not all(isinstance(g, tuple) and isinstance(w, tuple) for g, w in pairs):
        return
    says = (
        _("The first part is right in every case, the second is not: compare the two."),
        _("The second part is right in every case, the first is not: compare the two."),
    )
    for part, bad in enumerate(("second", "first")):
        if all(same(g[part], w[part], trial.exercise.tolerance) for g, w in pairs):
            yield Cause(f"{bad}-part-wrong", says[part])


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
            says = _("The result stays the same when `{name}` changes: where should it enter?")
            yield Cause(f"ignores-{name.replace('_', '-')}", says.format(name=name))


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
        says = _("It is right everywhere but {where}.").format(where=name)
        yield Cause(f"wrong-where-{slug}", says)
    where = next((where for where in wrong if 0 < where.sum() < where.size), None)
    if where is not None:
        place = [int(j) for j in np.argwhere(where)[0]]
        says = _(
            "In one case {right} of {count} entries are right; the first wrong one stands at"
            " {place}. What is special about it?"
        )
        right = where.size - int(where.sum())
        yield Cause("partly-wrong", says.format(right=right, count=where.size, place=place))


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


_ENDS = ("first", "last", "after-first", "before-last")
_ENTRY = (
    "entry",
    N_("in the first entry"),
    N_("in the last entry"),
    N_("after the first entry"),
    N_("before the last entry"),
)
_ROW = (
    "row",
    N_("in the first row"),
    N_("in the last row"),
    N_("after the first row"),
    N_("before the last row"),
)
_COLUMN = (
    "column",
    N_("in the first column"),
    N_("in the last column"),
    N_("after the first column"),
    N_("before the last column"),
)


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
                where = _("where `{name}` is {number}").format(name=name, number=number)
                yield f"{short}-is-{number}", where, value == number
        else:
            negative, positive = _("where `{name}` is negative"), _("where `{name}` is positive")
            yield f"{short}-is-negative", negative.format(name=name), value < 0
            yield f"{short}-is-positive", positive.format(name=name), value > 0
    for (first, a), (second, b) in itertools.combinations(arrays, 2):
        for slug, where, mask in (
            ("above", _("where `{first}` is above `{second}`"), a > b),
            ("below", _("where `{first}` is below `{second}`"), a < b),
            ("equal", _("where `{first}` equals `{second}`"), a == b),
        ):
            yield slug, where.format(first=first, second=second), mask
    places = np.indices(shape)
    for axis, (what, *said) in enumerate((_ENTRY,) if len(shape) == 1 else (_ROW, _COLUMN)):
        place, last = places[axis], shape[axis] - 1
        masks = (place == 0, place == last, place > 0, place < last)
        for end, text, mask in zip(_ENDS, said, masks, strict=True):
            yield f"{end}-{what}", _(text), mask
    if len(shape) == 2:
        yield "diagonal", _("on the diagonal"), places[0] == places[1]
        yield "off-diagonal", _("off the diagonal"), places[0] != places[1]


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
        says = _("It is right for one example at a time: look at how several are put together.")
        yield Cause("wrong-for-several", says)
        return
    ends = np.cumsum([_changes.size_of(case).n for case in ordinary])
    for slug, name in _in_common(trial, np.split(wrong, ends[:-1])):
        says = _("One example at a time, it is wrong {where} only.").format(where=name)
        yield Cause(f"wrong-where-{slug}", says)
    j = int(np.argmax(wrong))
    called = ", ".join(show(v) for v in cases[j])
    left, right = difference(got[j].value, values[j], exercise.tolerance)
    if wrong.all():
        slug = "wrong-for-one-example"
        says = _(
            "It is wrong for a single example already: `({called})` gives {got}, expected {wanted}."
        )
    else:
        slug = "wrong-for-some-examples"
        says = _(
            "Some examples are right alone. The first one that is not: `({called})` gives {got},"
            " expected {wanted}."
        )
    yield Cause(slug, says.format(called=called, got=left, wanted=right))


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
        says = _("It is near, but not equal: is something rounded, cut or approximated?")
        yield Cause("not-exact", says)


def right_elsewhere(trial: Trial, wrong: list[int]) -> Iterator[Cause]:
    right = next((i for i in trial.ordinary if i not in wrong), None)
    if right is not None:
        says = _("It is right for `{called}`. What is different here?")
        yield Cause("wrong-for-some-arguments", says.format(called=trial.called(right)))
