"""Causes that are found by comparing with something known: each generator yields those that fit.

Known are the catalogue's mistakes, general changes of a result, and two of these at once.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from course_lib.exercises import _changes
from course_lib.exercises._compare import same
from course_lib.exercises._exercise import Edge, Mistake
from course_lib.exercises._run import Outcome, results
from course_lib.exercises._trial import Cause, Trial
from course_lib.language import _


def catalogued(trial: Trial, where: Sequence[int]) -> Iterator[Cause]:
    """Mistakes of the catalogue. Those that show only at the edges are compared there alone."""
    expected = trial.exercise.expected
    for mistake, values in _mistakes(trial):
        if _fits(trial, values, where) and not all(
            same(values[i].value, expected[i], trial.exercise.tolerance) for i in where
        ):
            yield _cause(mistake)


def at_an_edge(trial: Trial, wrong: list[int]) -> Iterator[Cause]:
    """Right on the ordinary cases, wrong on others: known mistakes with the same effect first.

    The same everywhere is better than the same where it is wrong: spellings differ at edges.
    """
    for where in (trial.everywhere, wrong):
        for mistake, values in _mistakes(trial):
            if _fits(trial, values, where, loose=True) and _fits(trial, values, trial.ordinary):
                yield _cause(mistake)
    edge: Edge = trial.exercise.edges[wrong[0] - len(trial.exercise.probes)]
    slug = "fails-for-" + "-".join(word for word in edge.name.lower().split() if word.isalnum())
    says = _("Right on ordinary arguments, wrong for {edge}. {tip}")
    yield Cause(slug, says.format(edge=_(edge.name), tip=_(edge.tip)))


def changed(trial: Trial, values: Sequence[Any], mistake: Mistake | None = None) -> Iterator[Cause]:
    """A general change of the right result, or of the result of a mistake."""
    got = [trial.got[i].value for i in trial.ordinary]
    if all(same(got[i], values[i], trial.exercise.tolerance) for i in trial.ordinary):
        return
    for change in _changes_made(trial, got, values):
        if mistake is None:
            yield _cause(change)
        else:
            yield _both(mistake, change)


def catalogued_and_changed(trial: Trial) -> Iterator[Cause]:
    if trial.exercise.observe is not None:  # changes of properties say nothing
        return
    for mistake, made in _mistakes(trial):
        values = [made[i].value for i in trial.ordinary]
        if not all(same(values[i], trial.exercise.expected[i]) for i in trial.ordinary):
            yield from changed(trial, values, mistake)


def two_catalogued(trial: Trial) -> Iterator[Cause]:
    """Two mistakes of the catalogue at once."""
    changing = [
        m for m in trial.exercise.mistakes if m.instead is None and _may_take_part(trial, m)
    ]
    for first, second in itertools.combinations(changing, 2):
        if first.changes.keys() & second.changes.keys():
            continue
        if _fits(trial, trial.exercise.made_by(first, second), trial.ordinary):
            yield _both(first, second)


def _may_take_part(trial: Trial, mistake: Mistake) -> bool:
    """Whether a mistake disturbs no property but those that are wrong; other results may be any."""
    expected, got = trial.exercise.expected[0], trial.got[0].value
    made = trial.exercise.made_by(mistake)[0].value if isinstance(expected, dict) else None
    if not isinstance(made, dict) or not isinstance(got, dict):
        return True
    tolerance = trial.exercise.tolerance
    wrong, disturbed = (
        {name for name in expected if not same(found.get(name), expected[name], tolerance)}
        for found in (got, made)
    )
    return disturbed <= wrong


def _possible(got: Any, value: Any, size: _changes.Size) -> Iterator[_changes.Change]:
    """The changes but for factors that the largest entry rules out; most of the work is saved."""
    ratio = None
    if value.size and got.shape == value.shape:
        largest = np.nanargmax(np.abs(value)) if not np.isnan(value).all() else 0
        with np.errstate(all="ignore"):
            ratio = float(got.flat[largest] / value.flat[largest])
    for factor, sign, number in _changes.factors(size):
        if ratio is not None and abs(number - ratio) <= 1e-3 * abs(ratio):
            yield _changes.times(factor, sign)
    yield from _changes.DONE


def for_other_arguments(trial: Trial) -> Iterator[Cause]:
    """The right result for other arguments."""
    for other, made in _other_arguments(trial):
        if _fits(trial, made, trial.ordinary):
            yield _cause(other)


def for_other_arguments_and_changed(trial: Trial) -> Iterator[Cause]:
    """The right result for other arguments, with a general change."""
    for other, made in _other_arguments(trial):
        for cause in changed(trial, [outcome.value for outcome in made]):
            yield _both(other, cause)


def _other_arguments(trial: Trial) -> Iterator[tuple[_changes.Change, list[Outcome]]]:
    exercise = trial.exercise
    if exercise.observe is not None:
        return
    for other in _changes.OTHER_ARGUMENTS:
        try:
            with np.errstate(all="ignore"):
                cases = [other.make(*exercise.cases[i]) for i in trial.ordinary]
        except Exception:  # arguments that cannot be changed so
            continue
        made = results(exercise.reference, cases, exercise.expected[: len(cases)])
        if any(outcome.error for outcome in made) or all(
            same(outcome.value, exercise.expected[i]) for i, outcome in enumerate(made)
        ):
            continue
        yield other, made


def _fits(trial: Trial, made: Sequence[Outcome], where: Sequence[int], loose: bool = False) -> bool:
    """Whether the function did the same as another in these cases; nan alone is no evidence."""
    evidence = loose
    for i in where:
        got, other = trial.got[i], made[i]
        if got.error_text != other.error_text:
            return False
        if got.error is None and not same(got.value, other.value, trial.exercise.tolerance, loose):
            return False
        evidence = evidence or got.error is not None or _says_something(got.value)
    return evidence


def _says_something(value: Any) -> bool:
    if isinstance(value, tuple):
        return any(_says_something(part) for part in value)
    return not isinstance(value, np.ndarray) or bool((~np.isnan(value)).any())


def _mistakes(trial: Trial) -> Iterator[tuple[Mistake, Sequence[Outcome]]]:
    for mistake in trial.exercise.mistakes:
        yield mistake, trial.exercise.made_by(mistake)


def _cause(found: Mistake | _changes.Change) -> Cause:
    return Cause(found.slug, _(found.says))


def _both(
    first: Mistake | _changes.Change | Cause, second: Mistake | _changes.Change | Cause
) -> Cause:
    then = getattr(second, "then", "") or second.says
    says = _("Two things at once. {first} {then}").format(first=_(first.says), then=_(then))
    return Cause(f"{first.slug}+{second.slug}", says)


def _changes_made(
    trial: Trial, got: Sequence[Any], values: Sequence[Any]
) -> Iterator[_changes.Change]:
    """The general changes that make of `values` what the function gave."""
    tolerance = trial.exercise.tolerance
    if all(isinstance(v, np.ndarray) for v in [*got, *values[: len(got)]]):
        yield from _array_changes(trial, got, values)
    elif isinstance(values[0], tuple):
        for change in _changes.PAIRS:
            if all(same(g, change.make(v), tolerance) for g, v in zip(got, values, strict=False)):
                yield change
        if all(isinstance(g, tuple) for g in got):
            yield from _changes_of_parts(trial, got, values)


def _changes_of_parts(
    trial: Trial, got: Sequence[Any], values: Sequence[Any]
) -> Iterator[_changes.Change]:
    """Of pairs: a change that was made to both parts, or to one while the other is right."""
    columns = [([g[part] for g in got], [v[part] for v in values[: len(got)]]) for part in range(2)]
    if not all(isinstance(v, np.ndarray) for column in columns for side in column for v in side):
        return
    right = [
        all(same(g, v, trial.exercise.tolerance) for g, v in zip(*column, strict=True))
        for column in columns
    ]
    if not any(right):
        for change in _array_changes(trial, *columns[0]):
            if change.slug in {other.slug for other in _array_changes(trial, *columns[1])}:
                yield change
        return
    wrong = right.index(False)
    name, says = (
        ("first", _("The first part alone is wrong. {says}")),
        ("second", _("The second part alone is wrong. {says}")),
    )[wrong]
    for change in _array_changes(trial, *columns[wrong]):
        slug = f"{change.slug}-in-the-{name}"
        yield change._replace(slug=slug, says=says.format(says=_(change.says)))


def _array_changes(
    trial: Trial, got: Sequence[Any], values: Sequence[Any]
) -> Iterator[_changes.Change]:
    def agree(make: Callable[[int], Any], target: Sequence[Any]) -> bool:
        seen = False  # zeros on both sides, or nan, are no evidence
        for i in trial.ordinary:
            try:
                with np.errstate(all="ignore"):
                    made = np.asarray(make(i), float)
            except Exception:  # a change that this value does not allow
                return False
            if not same(made, target[i], trial.exercise.tolerance):
                return False
            seen |= bool((np.isfinite(made) & (made != 0)).any())
        return seen

    sizes = [_changes.size_of(trial.exercise.cases[i]) for i in trial.ordinary]
    for change in _possible(got[0], values[0], sizes[0]):
        if agree(lambda i, c=change: c.make(values[i], sizes[i]), got):  # type: ignore[misc]
            yield change
    wanted = trial.exercise.expected[0]
    right_shape = isinstance(wanted, np.ndarray) and values[0].shape == wanted.shape
    if right_shape and got[0].shape != wanted.shape:
        for change in _changes.UNFINISHED:
            if agree(lambda i, c=change: c.make(got[i], values[i]), values):  # type: ignore[misc]
                yield change
