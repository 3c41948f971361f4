"""Exercises whose checks name the mistake, with hints and solutions, and questions.

What belongs to a chapter is data, in one module for each chapter. `ALL` holds the exercises by
name, and each can be imported by its name:

Example:
    >>> from course_lib.exercises import mean_squared_error as ex
    >>> ex.check(lambda prediction, target: ((prediction - target) ** 2).sum()).mistake
    'summed'
"""

import json
import os
from pathlib import Path
from typing import Any

from course_lib.exercises import _gradient_descent, _handwritten_digits, _likelihood, _measure_error
from course_lib.exercises._exercise import (
    ALL,
    MARKS,
    Edge,
    Exercise,
    Feedback,
    Mistake,
    Status,
    Text,
)
from course_lib.exercises._question import Choice, Question
from course_lib.language import _

CHAPTERS = [_measure_error, _likelihood, _gradient_descent, _handwritten_digits]
QUESTIONS: dict[str, Question] = {
    question.slug: question for chapter in CHAPTERS for question in chapter.QUESTIONS
}
ALL.update({exercise.name: exercise for chapter in CHAPTERS for exercise in chapter.EXERCISES})

__all__ = [
    "ALL",
    "QUESTIONS",
    "Choice",
    "Edge",
    "Exercise",
    "Feedback",
    "Mistake",
    "Question",
    "progress",
]


def progress(file: str | os.PathLike[str] | None = None) -> Text:
    """Draw how far the reader has come: v correct, x wrong so far, o not attempted.

    Args:
        file: keeps what is correct from one notebook to the next: it is read, if it exists, and
            written again. Delete it to start anew. Without it, what counts is what was checked
            since Python started.

    Returns:
        One line for each chapter. A notebook shows it as a list.

    Raises:
        ValueError: the file holds something else.

    Example:
        >>> print(progress().splitlines()[0])  # doctest: +ELLIPSIS
        - `...` Measure how wrong a model is: ... of 8...
    """
    statuses = {name: exercise.status for name, exercise in ALL.items()}
    if file is not None:
        _keep(Path(file), statuses)
    lines = []
    for chapter in CHAPTERS:
        names = [exercise.name for exercise in chapter.EXERCISES]
        marks = "".join(MARKS[statuses[name]] for name in names)
        todo = next((name for name in names if statuses[name] != "correct"), None)
        text = _("{title}: {done} of {count}")
        if todo:
            text = _("{title}: {done} of {count}, next: `{todo}`")
        said = text.format(
            title=_(chapter.TITLE),
            done=marks.count(MARKS["correct"]),
            count=len(names),
            todo=todo,
        )
        lines.append(f"- `{marks}` {said}")
    right = sum(status == "correct" for status in statuses.values())
    text = _("In all {done} of {count} (v correct, x wrong so far, o not attempted)")
    lines.append(f"- {text.format(done=right, count=len(ALL))}")
    return Text("\n".join(lines))


def _keep(file: Path, statuses: dict[str, Status]) -> None:
    """Add what the file holds to the statuses, and write what is correct."""
    try:
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {"correct": []}
        if not isinstance(kept["correct"], list):
            raise TypeError
        statuses |= {name: "correct" for name in kept["correct"] if name in ALL}
        done = [name for name, status in statuses.items() if status == "correct"]
        file.write_text(json.dumps({"correct": done}) + "\n", encoding="utf-8")
    except (OSError, ValueError, KeyError, TypeError):
        raise ValueError(
            "file must be one that progress() wrote, or a new one in a folder that exists,"
            f" but got {str(file)!r}. Name another, or delete it."
        ) from None


def __getattr__(name: str) -> Any:
    if name in ALL:
        return ALL[name]
    raise AttributeError(
        f"there is no exercise named {name!r}; course_lib.exercises.ALL lists them all"
    )


def __dir__() -> list[str]:
    return [*__all__, *ALL]
