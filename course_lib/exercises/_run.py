"""Run a function that may do anything, and keep what it did as plain data."""

import contextlib
import copy
import dis
import inspect
import io
import itertools
import linecache
import random
import re
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, KeysView, Sequence, ValuesView
from dataclasses import dataclass
from typing import Any

import numpy as np

from course_lib.language import N_, _

SECONDS = 5.0  # for all cases of an exercise; a right answer needs a few milliseconds
FOLLOW_UP_SECONDS = 1.0  # for calls that look for the cause
STOPPING_SECONDS = 1.0  # then a function that will not stop is left alone
LONGEST_LIST = 200_000  # entries of lists and generators that are looked at
LARGEST = 1_000_000  # entries of a result that are looked at
LONGEST = 160  # characters of a text that are shown


@dataclass(frozen=True)
class Other:
    """A result that is no number, array or pair of arrays: in words, and what would mend it."""

    text: str
    way: str = ""


DOTS = Other(N_("the ... of the stub"))


class Unreadable(Exception):
    """Raised where a result is not of the kind that an exercise asks for; says what it is."""


class _OutOfTime(BaseException):
    """Raised inside a function that has run for too long."""


@dataclass(frozen=True)
class Outcome:
    """What one call did: a value (None if nothing was returned) or an error, and what else."""

    value: Any = None
    error: BaseException | None = None
    line: str = ""
    changed: tuple[int, ...] = ()
    printed: str = ""
    ended: bool = True
    stopped: bool = True

    @property
    def error_text(self) -> str:
        if self.error is None:
            return ""
        says_more = any(part is not None for part in getattr(self.error, "args", ()))
        text = shorten(self.error) if says_more else ""
        return f"{type(self.error).__name__}: {text}".removesuffix(": ")


def shorten(value: object) -> str:
    """`value` as one line of text: not long, and with no memory address in it."""
    try:
        text = str(value)
    except Exception:  # a reader's object may refuse to be shown
        text = object_text(value)
    text = re.sub(r"<(?:bound )?(\w+) ([\w.<>]+) (?:of .*? )?at 0x[0-9a-fA-F]+>", r"\1 \2", text)
    text = " ".join(re.sub(r" at 0x[0-9a-fA-F]+", "", text).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."


def object_text(value: object) -> str:
    return _("an object of type {kind}").format(kind=type(value).__name__)


def array_text(value: Any) -> str:
    return _("an array of shape {shape}").format(shape=tuple(value.shape))


def quoted(text: object) -> str:
    """A foreign text as Markdown's code, so that nothing in it is read as Markdown or HTML."""
    shown = shorten(text)
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    space = " " if "`" in shown else ""
    return f"{fence}{space}{shown}{space}{fence}"


def outcomes(
    function: Callable[..., Any],
    cases: Sequence[tuple[Any, ...]],
    templates: Sequence[Any],
    observe: Callable[..., Any] | None = None,
    seconds: float | None = None,
) -> list[Outcome]:
    """Call ``function(*case)`` for each case: the outcomes, cut short where one does not end.

    Args:
        function: anything that can be called.
        cases: tuples of arguments. They are copied for each call.
        templates: for each case a value of the kind expected, or None.
        observe: called as ``observe(function, *case)`` in place of the function, for functions
            whose result is judged by its properties: returns them by name.
        seconds: the limit for all cases together, by default SECONDS. It needs threads; without
            them (in the browser's Python) there is none.

    Printed text is kept from the screen, warnings are silenced, and the global random state is put
    back.
    """
    made: list[Outcome] = []
    stopped, ending = threading.Event(), threading.Event()

    def work() -> None:
        try:
            try:
                for case, template in zip(cases, templates, strict=True):
                    outcome = _call(function, case, template, observe, printed)
                    if stopped.is_set():
                        break
                    made.append(outcome)
            finally:  # from here on it is not to be interrupted
                ending.set()
        except _OutOfTime:
            ending.set()

    printed, stdin, depth = io.StringIO(), sys.stdin, sys.getrecursionlimit()
    state, legacy_state = random.getstate(), np.random.get_state()  # noqa: NPY002
    alive = False
    try:
        sys.stdin = io.StringIO()  # input() must not take the reader's next line
        random.seed(0)  # so that what is said is the same on every run
        np.random.seed(0)  # noqa: NPY002
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(io.StringIO()),
            warnings.catch_warnings(),
        ):
            warnings.simplefilter("ignore")
            worker = threading.Thread(target=work, daemon=True)
            try:
                worker.start()
            except RuntimeError:  # the browser's Python has no threads
                work()
            else:
                try:
                    worker.join(SECONDS if seconds is None else seconds)
                finally:  # also when the reader interrupts
                    if worker.is_alive():
                        stopped.set()
                        _stop(worker, ending)
                alive = worker.is_alive()
    finally:
        sys.stdin = stdin
        sys.setrecursionlimit(depth)
        random.setstate(state)
        np.random.set_state(legacy_state)  # noqa: NPY002
    finished = list(made)
    if len(finished) == len(cases):
        return finished
    return [*finished, Outcome(ended=False, stopped=not alive)]


def results(
    function: Callable[..., Any],
    cases: Sequence[tuple[Any, ...]],
    templates: Sequence[Any],
    observe: Callable[..., Any] | None = None,
) -> list[Outcome]:
    """As `outcomes`, for the course's own functions: these end, and leave the rest alone."""
    made = []
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for case, template in zip(cases, templates, strict=True):
            arguments = [v.copy() if isinstance(v, np.ndarray) else copy.deepcopy(v) for v in case]
            try:
                result = observe(function, *arguments) if observe else function(*arguments)
                made.append(Outcome(plain(_unrolled(result, [LONGEST_LIST]), template)))
            except Unreadable as problem:
                made.append(Outcome(Other(shorten(problem))))
            except Exception as problem:  # some mistakes make it
                made.append(Outcome(error=problem))
    return made


def _stop(worker: threading.Thread, ending: threading.Event) -> None:
    """Raise `_OutOfTime` in the worker until it ends: a loop may catch it where it is raised."""
    import ctypes  # the browser's Python comes this far only if it has threads

    interrupt = ctypes.pythonapi.PyThreadState_SetAsyncExc
    interval, end = sys.getswitchinterval(), time.monotonic() + STOPPING_SECONDS
    sys.setswitchinterval(1e-5)  # so that it is hit at many places
    try:
        while not ending.is_set() and time.monotonic() < end:
            interrupt(ctypes.c_ulong(worker.ident or 0), ctypes.py_object(_OutOfTime))
            worker.join(1e-4)
    finally:
        sys.setswitchinterval(interval)
    worker.join(0.1)


def _call(
    function: Callable[..., Any],
    case: tuple[Any, ...],
    template: Any,
    observe: Callable[..., Any] | None,
    printed: io.StringIO,
) -> Outcome:
    arguments = copy.deepcopy(case)
    before = [_content(value) for value in arguments]
    value, error, line = None, None, ""
    try:
        with np.errstate(all="ignore"):
            result = observe(function, *arguments) if observe else function(*arguments)
            value = _read(_unrolled(result, [LONGEST_LIST]), template)
    except _OutOfTime:
        raise
    except Unreadable as problem:
        value = Other(shorten(problem))
    except BaseException as problem:  # a reader's function may raise anything, exit() included
        error, line = problem, _line(function, problem)
    changed = tuple(
        position
        for position, (value_now, was) in enumerate(zip(arguments, before, strict=True))
        if _content(value_now) != was
    )
    text = ""
    with contextlib.suppress(Exception):  # a function may have closed its output
        text = printed.getvalue()
        printed.seek(0)
        printed.truncate()
    return Outcome(value, error, line, changed, shorten(text))


def _read(value: Any, template: Any) -> Any:
    try:
        return plain(value, template)
    except Exception:  # an object may refuse to be read
        return Other(object_text(value))


def _unrolled(value: Any, left: list[int]) -> Any:
    """Generators and the like as lists, also within lists; `left` counts what may still be read."""
    lazy = isinstance(value, Iterator | KeysView | ValuesView)
    if lazy or (isinstance(value, list | tuple) and len(value) <= left[0]):
        parts = []
        for part in itertools.islice(value, left[0]):
            left[0] -= 1
            parts.append(_unrolled(part, left))
        return tuple(parts) if type(value) is tuple else parts
    return value


def _content(value: Any) -> Any:
    """What `value` holds now, for comparison with what it holds later."""
    if isinstance(value, tuple):
        return [_content(part) for part in value]
    return (value.shape, value.tobytes()) if isinstance(value, np.ndarray) else None


def _line(function: Callable[..., Any], error: BaseException) -> str:
    """The line of the reader's function that the error comes from."""
    files = set()
    for part in ("", "func", "pyfunc", "__call__"):  # partial, np.vectorize, an object
        with contextlib.suppress(Exception):  # a callable object may refuse to be looked at
            inner = getattr(function, part) if part else function
            files.add(inspect.unwrap(inner).__code__.co_filename)
    found, trace = "", error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file in files:
            found = linecache.getline(file, trace.tb_lineno).strip()
        trace = trace.tb_next
    return shorten(found)


def plain(value: Any, template: Any = None) -> Any:
    """`value` as an array of floats, a tuple or dict of such, None, or `Other`.

    A tuple is made of any two things where the template is a pair; elsewhere a list or tuple is an
    array.
    """
    if value is None:
        return None
    if isinstance(value, dict) and (template is None or isinstance(template, dict)):
        return {name: plain(part) for name, part in value.items()}
    pair = isinstance(value, tuple) if template is None else isinstance(template, tuple)
    if pair and isinstance(value, tuple | list | np.ndarray):
        parts = template if isinstance(template, tuple) else (None,) * len(value)
        if len(value) == len(parts):
            return tuple(plain(part, like) for part, like in zip(value, parts, strict=True))
        if isinstance(value, tuple):
            return Other(_("a tuple of {n} parts").format(n=len(value)))
    if isinstance(value, tuple) and isinstance(template, np.ndarray) and not template.ndim:
        return Other(_("a {kind} of {n}").format(kind="tuple", n=len(value)))
    return _numbers(value)


def _numbers(value: Any) -> Any:
    if value is ...:
        return DOTS
    if isinstance(value, str | bytes):
        return Other(_("the text {text}").format(text=quoted(repr(value))))
    if isinstance(value, dict | set | frozenset):
        return Other(_("a {kind}").format(kind=type(value).__name__))
    if np.ma.isMaskedArray(value) and np.ma.getmaskarray(value).any():
        return Other(_("an array with masked entries"))
    if isinstance(value, list | tuple | range) and len(value) > LARGEST:
        return Other(_("a {kind} of {n}").format(kind=type(value).__name__, n=len(value)))
    size = getattr(value, "size", 0)
    if isinstance(size, int) and size > LARGEST:
        return Other(array_text(value))
    try:
        array = np.asarray(value)
    except Exception:  # ragged lists, and objects that cannot be read
        ragged = isinstance(value, list)
        return Other(_("a list whose parts differ in length")) if ragged else _kind(value)
    if array.size > LARGEST:
        return Other(array_text(array))
    if array.dtype.kind in "biuf":
        return np.array(array, dtype=float, subok=False)
    if array.dtype.kind == "c":
        real = not array.imag.any()
        return np.array(array.real, dtype=float) if real else Other(_("complex numbers"))
    if array.dtype.kind == "O" and array.size and all(map(_is_real, array.flat)):
        return array.astype(float)
    if array.dtype.kind in "US":
        return Other(_("an array of texts"))
    return _kind(value)


def _is_real(value: Any) -> bool:
    return hasattr(value, "__float__") and not isinstance(value, complex | np.ndarray)


def _kind(value: Any) -> Other:
    if isinstance(value, list | tuple):
        text = _("a {kind} that holds more than numbers")
        return Other(text.format(kind=type(value).__name__))
    if isinstance(value, type) or (callable(value) and hasattr(value, "__name__")):
        text = _("the function {name} itself").format(name=shorten(value.__name__))
        return Other(text, _("Parentheses call it."))
    return Other(object_text(value))


DOING = ("LOAD_FAST", "LOAD_GLOBAL", "LOAD_DEREF", "STORE", "CALL", "RAISE")


def does_nothing(function: Callable[..., Any]) -> bool:
    """Whether the function's body names no variable and calls nothing, as a stub's does not."""
    try:
        steps = {step.opname for step in dis.get_instructions(function)}
    except Exception:  # not written in Python
        return False
    return not any(name.startswith(DOING) for name in steps)
