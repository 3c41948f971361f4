"""What an exercise is made of, and what a reader does with it: check, hint, solution."""

import inspect
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import numpy as np

from course_lib.exercises._run import Outcome, results
from course_lib.language import _, language_used, wrapped

Status = Literal["not attempted", "wrong", "correct"]
WIDTH = 84  # of a line that fits on a page between its sidebars
MARKS: dict[Status, str] = {"not attempted": "o", "wrong": "x", "correct": "v"}

# Every exercise by name, in the course's order; the package fills it from the chapters.
ALL: dict[str, "Exercise"] = {}


class Text(str):
    """A text that a notebook shows as Markdown."""

    def __repr__(self) -> str:
        return str(self)

    def _repr_markdown_(self) -> str:
        return str(self)


@dataclass(frozen=True)
class Feedback:
    """What a check found.

    Attributes:
        status: "not attempted", "wrong" or "correct".
        mistake: the recognised mistake's short name, such as "forgot-the-square", or None.
        message: what the reader sees.
    """

    status: Status
    mistake: str | None
    message: str

    def __repr__(self) -> str:
        return self.message

    def _repr_markdown_(self) -> str:
        return self.message.replace("\n", "  \n")


class Mistake:
    """A mistake: its slug, what is said of it, and a function that makes it.

    The function is `instead`; or, where the exercise has a `variant`, the variant with `changes`
    to its keyword arguments. Of two mistakes that change different arguments, both at once are
    recognised as well.
    """

    def __init__(
        self, slug: str, says: str, instead: Callable[..., Any] | None = None, **changes: Any
    ) -> None:
        self.slug, self.says, self.instead, self.changes = slug, says, instead, changes


@dataclass(frozen=True)
class Edge:
    """Arguments on which a function that is right elsewhere may fail.

    Args:
        name: what is special about them; reads on after "wrong for".
        tip: what makes a function right there.
        arguments: the arguments.
        accepts: whether a result other than the reference's is right as well.
    """

    name: str
    tip: str
    arguments: tuple[Any, ...]
    accepts: Callable[[Any], bool] | None = None


def formula(text: str) -> Callable[..., Any]:
    """A function of one line to pass as an argument, shown as it is written.

    Example:
        >>> formula("w: 2 * w")(3.0)
        6.0
    """
    source = f"lambda {text}"
    function: Callable[..., Any] = eval(source, {"np": np})
    function.__name__ = source
    return function


def as_argument(value: Any) -> Any:
    """Lists become arrays of floats, within tuples too."""
    if isinstance(value, tuple):
        return tuple(as_argument(part) for part in value)
    return np.array(value, dtype=float) if isinstance(value, list) else value


class Made(Sequence[Outcome]):
    """What a function of the catalogue does in each case of an exercise."""

    def __init__(self, exercise: "Exercise", function: Callable[..., Any]) -> None:
        self.exercise, self.function = exercise, function
        self.known: dict[int, Outcome] = {}

    def __len__(self) -> int:
        return len(self.exercise.cases)

    def __getitem__(self, i: Any) -> Any:
        if i not in self.known:
            case, template = self.exercise.cases[i], self.exercise.expected[i]
            (self.known[i],) = results(self.function, [case], [template], self.exercise.observe)
        return self.known[i]


@dataclass(eq=False)
class Exercise:
    """A function for the reader to write.

    Args:
        reference: the solution; its source, without the docstring, is what `solution` shows.
        why: what the solution's steps are for.
        hints: a ladder of questions, at least three.
        probes: tuples of arguments on which functions are compared; the first is small enough to
            be worked out by hand.
        edges: further arguments, on which functions that are right elsewhere may fail.
        mistakes: what is recognised.
        variant: the solution with keyword arguments that mistakes change.
        observe: called with a function and arguments, names the properties by which a function
            that draws at random is judged.
        tolerance: how far, relatively, results may be from the reference's.
    """

    reference: Callable[..., Any]
    why: str
    hints: Sequence[str]
    probes: Sequence[tuple[Any, ...]]
    mistakes: Sequence[Mistake]
    edges: Sequence[Edge] = ()
    variant: Callable[..., Any] | None = None
    observe: Callable[..., Any] | None = None
    tolerance: float = 1e-5
    _made: dict[tuple[str, ...], "Made"] = field(default_factory=dict, init=False)
    _hints_shown: int = field(default=0, init=False)
    _status: Status = field(default="not attempted", init=False)

    @property
    def name(self) -> str:
        """The name of the function to write."""
        return self.reference.__name__

    @property
    def status(self) -> Status:
        """The last check's status; "correct" stays."""
        return self._status

    @cached_property
    def parameters(self) -> list[str]:
        return list(inspect.signature(self.reference).parameters)

    @cached_property
    def cases(self) -> list[tuple[Any, ...]]:
        """The arguments of all calls, the ordinary ones first."""
        given = [*self.probes, *(edge.arguments for edge in self.edges)]
        return [tuple(as_argument(value) for value in case) for case in given]

    @cached_property
    def expected(self) -> list[Any]:
        """The reference's results."""
        templates = [None] * len(self.cases)
        made = results(self.reference, self.cases, templates, self.observe)
        return [outcome.value for outcome in made]

    def function_with(self, *mistakes: Mistake) -> Callable[..., Any]:
        """A function that makes one mistake, or several that change different arguments."""
        if mistakes[0].instead is not None:
            return mistakes[0].instead
        variant, changes = self.variant, dict[str, Any]()
        if variant is None:
            raise ValueError(f"{self.name}: {mistakes[0].slug} needs a variant, or an `instead`")
        for mistake in mistakes:
            changes |= mistake.changes
        return lambda *arguments: variant(*arguments, **changes)

    def made_by(self, *mistakes: Mistake) -> "Made":
        """What a function with these mistakes does in each case: computed when asked for, once."""
        # a result may be a text, which is compared with the reader's
        key = (language_used(), *(mistake.slug for mistake in mistakes))
        if key not in self._made:
            self._made[key] = Made(self, self.function_with(*mistakes))
        return self._made[key]

    def check(self, function: Any) -> Feedback:
        """Try a function, and say what the mistake is.

        Args:
            function: the reader's function. Anything may be given; nothing is raised, and the
                function's arguments are copies.

        Returns:
            Feedback. A notebook shows its message.

        Example:
            >>> from course_lib.exercises import sum_squared_error as ex
            >>> ex.check(lambda prediction, target: ((prediction - target) ** 2).sum()).status
            'correct'
            >>> ex.check(lambda prediction, target: sum(prediction - target)).mistake
            'forgot-the-square'
        """
        from course_lib.exercises._diagnose import (
            Finding,
            examine,
        )  # which needs this module's names

        try:
            finding = examine(self, function)
        except Exception as error:  # a check must not stop a notebook, whatever it was given
            says = _("the check itself failed, with {error}.").format(error=repr(error))
            finding = Finding("wrong", None, [says])
        if self._status != "correct":
            self._status = finding.status
        return self._feedback(finding.status, finding.slug, finding.lines)

    def _feedback(self, status: Status, slug: str | None, lines: Sequence[str]) -> Feedback:
        head = f"{MARKS[status]} {self.name}: "
        if status == "not attempted":
            lines = [
                _("not attempted. Replace the `...` and run the cell again. Stuck? `ex.hint()`")
            ]
        elif status == "correct":
            lines = [praise(sum(exercise.status == "correct" for exercise in ALL.values()))]
        else:
            lines = [*lines[:-1], _("{says}   ({help})").format(says=lines[-1], help=self._help())]
        return Feedback(status, slug, head + "\n  ".join(lines))

    def _help(self) -> str:
        if self._hints_shown < len(self.hints):
            text = _("hint {number} of {count}: `ex.hint()`")
            return text.format(number=self._hints_shown + 1, count=len(self.hints))
        return _("`ex.solution()` shows the way")

    def hint(self) -> Text:
        """The next hint; past the last one, where the solution is."""
        if self._hints_shown >= len(self.hints):
            return Text(_("That was the last hint. `ex.solution()` shows the code, and why."))
        self._hints_shown += 1
        text = _("Hint {number} of {count} for `{name}`: {hint}").format(
            number=self._hints_shown,
            count=len(self.hints),
            name=self.name,
            hint=_(self.hints[self._hints_shown - 1]),
        )
        return Text(text)

    def solution(self) -> Text:
        """The code, and why it is so."""
        return Text(f"```python\n{self.code}\n```\n\n{_(self.why)}")

    @cached_property
    def code(self) -> str:
        """The solution's source, without its docstring."""
        head, body = self._source
        return f"{head}\n{body}"

    @property
    def stub(self) -> str:
        """What the reader starts from: the solution's first line and docstring, then `...`."""
        asked = inspect.getdoc(self.reference) or ""
        lines = wrapped(_(asked), WIDTH - len('    """"""'))
        end = "" if len(lines) == 1 else "\n"
        docstring = '"""' + "\n".join(lines) + end + '"""'
        return f"{self._source[0]}\n{textwrap.indent(docstring, '    ')}\n    ..."

    @property
    def check_source(self) -> str:
        """The cell that checks what was written in the stub's place."""
        return f"from course_lib.exercises import {self.name} as ex\n\nex.check({self.name})"

    @property
    def markdown(self) -> str:
        """The hints and the solution as a page's dropdowns."""
        parts = {
            _("Hint {number}").format(number=i): _(hint) for i, hint in enumerate(self.hints, 1)
        }
        parts[_("Solution")] = self.solution()
        return "\n\n".join(
            f"<details><summary>{name}</summary>\n\n{text}\n\n</details>"
            for name, text in parts.items()
        )

    @cached_property
    def _source(self) -> tuple[str, str]:
        source = textwrap.dedent(inspect.getsource(self.reference)).rstrip()
        head, _, rest = source.partition("\n")
        return head, rest.split('"""', 2)[2].lstrip("\n")


def praise(done: int) -> str:
    """What is said of a correct answer when so many exercises are done."""
    return _("correct.   {done} of {count}").format(done=done, count=len(ALL))
