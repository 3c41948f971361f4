"""Find out what a function does wrong, from what it returns.

The first explanation that holds on the probes is the one given. Known mistakes come first, then
general changes of the right result, then two mistakes at once, then what can be said of a function
without knowing what it computes, and last the first case in which it fails.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from course_lib.exercises import _known, _seen
from course_lib.exercises._compare import difference, same, show
from course_lib.exercises._exercise import Exercise, Status
from course_lib.exercises._run import (
    DOTS,
    Outcome,
    does_nothing,
    object_text,
    outcomes,
    plain,
    quoted,
)
from course_lib.exercises._trial import Cause, Trial
from course_lib.language import _


class Finding(NamedTuple):
    """A status, the mistake's slug, and what is said, line by line."""

    status: Status
    slug: str | None = None
    lines: Sequence[str] = ()


def examine(exercise: Exercise, function: Any, **limit: float) -> Finding:
    """The status of a reader's function, and what is wrong with it."""
    if function is ...:
        return Finding("not attempted")
    if not callable(function):
        return Finding("wrong", "not-a-function", [_not_a_function(exercise, function)])
    # the first case once more at the end: a function gives the same for the same arguments
    cases = [*exercise.cases, exercise.cases[0]]
    templates = [*exercise.expected, exercise.expected[0]]
    got = outcomes(function, cases, templates, exercise.observe, **limit)
    if _not_attempted(function, got):
        return Finding("not attempted")
    trial = Trial(exercise, function, got[: len(exercise.cases)])
    if not got[-1].ended:
        i = min(len(got), len(exercise.cases)) - 1
        lines = [_("for `{called}` it did not end in time.").format(called=trial.called(i))]
        says = (
            _("Is there a loop whose condition stays true, or one that never moves on?")
            if got[-1].stopped
            else _(
                "Is there a loop whose condition stays true, or one that never moves on? It could"
                " not be stopped: restart the kernel."
            )
        )
        return Finding("wrong", "never-ends", [*lines, says])
    if exercise.observe is None and not same(got[-1].value, got[0].value, exercise.tolerance):
        was, now = difference(got[0].value, got[-1].value, exercise.tolerance)
        line = _("called twice with `{called}` it gave {was}, then {now}.")
        lines = [line.format(called=trial.called(0), was=was, now=now)]
        says = _("Something is kept from call to call, or drawn at random.")
        return Finding("wrong", "not-the-same-twice", [*lines, says])
    wrong = [i for i in trial.everywhere if not trial.right(i)]
    if wrong:
        # the cause may need further calls of the function, which may do anything
        cause = next(_causes(trial, wrong), None)
        lines = [_first_difference(trial, wrong[0])]
        if cause is not None:
            lines.append(cause.says)
        if printed := trial.got[wrong[0]].printed:
            lines.append(_("It printed: {text}").format(text=quoted(printed)))
        return Finding("wrong", cause.slug if cause else None, lines)
    for outcome in trial.got:
        if outcome.changed:
            name = exercise.parameters[outcome.changed[0]]
            line = _("the result is right, but it changes its argument `{name}` in place.")
            way = _(
                "Work on a copy, as `np.array({name})` makes one, and without `+=` and the like."
            )
            lines = [text.format(name=name) for text in (line, way)]
            return Finding("wrong", "changes-its-input", lines)
    return Finding("correct")


def _causes(trial: Trial, wrong: list[int]) -> Iterator[Cause]:
    yield from _known.catalogued(trial, trial.everywhere)
    yield from _seen.returned_nothing(trial)
    first_wrong_edge = wrong[0] - len(trial.exercise.probes)
    if first_wrong_edge >= 0:
        yield from _known.at_an_edge(trial, wrong)
        return
    yield from _known.catalogued(trial, trial.ordinary)
    yield from _seen.stopped(trial, wrong)
    yield from _seen.always_the_same(trial)
    yield from _known.changed(trial, trial.exercise.expected)
    yield from _known.for_other_arguments(trial)
    yield from _known.two_catalogued(trial)
    yield from _known.for_other_arguments_and_changed(trial)
    yield from _known.catalogued_and_changed(trial)
    yield from _seen.another_kind(trial)
    yield from _seen.wrong_property(trial)
    yield from _seen.not_numbers(trial, wrong)
    yield from _seen.wrong_shape(trial)
    yield from _seen.constant_ratio(trial)
    yield from _seen.ignored_argument(trial)
    yield from _seen.one_part(trial)
    yield from _seen.where_it_is_wrong(trial)
    yield from _seen.one_example_at_a_time(trial)
    yield from _seen.near(trial)
    yield from _seen.right_elsewhere(trial, wrong)


def _not_attempted(function: Any, got: Sequence[Outcome]) -> bool:
    if isinstance(got[0].error, NotImplementedError):
        return got[0].line in ("", "raise NotImplementedError", "raise NotImplementedError()")
    empty = got[0].value is None or got[0].value is DOTS
    return got[0].error is None and got[0].ended and empty and does_nothing(function)


def _not_a_function(exercise: Exercise, given: Any) -> str:
    simple = isinstance(given, int | float | str | np.ndarray | None)
    value = show(plain(given)) if simple else object_text(given)
    says = _(
        "the check needs the function itself, but got {value}. Pass its name alone, without"
        " parentheses: `ex.check({name})`"
    )
    return says.format(value=value, name=exercise.name)


def _first_difference(trial: Trial, i: int) -> str:
    outcome, expected = trial.got[i], trial.exercise.expected[i]
    called = trial.called(i)
    if outcome.error is not None:
        error = quoted(outcome.error_text.rstrip("."))
        if not outcome.line:
            return _("for `{called}` it stopped with {error}.").format(called=called, error=error)
        text = _("for `{called}` it stopped in the line {line} with {error}.")
        return text.format(called=called, line=quoted(outcome.line), error=error)
    if isinstance(expected, dict) and not isinstance(outcome.value, dict):
        return _("for `{called}` it gave {got}.").format(called=called, got=show(outcome.value))
    if outcome.value is None:
        text = _("for `{called}` it returned nothing, expected {wanted}.")
        return text.format(called=called, wanted=show(expected))
    got, wanted = difference(outcome.value, expected, trial.exercise.tolerance)
    text = _("for `{called}` it gave {got}, expected {wanted}.")
    return text.format(called=called, got=got, wanted=wanted)
