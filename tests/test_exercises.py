"""The checks name mistakes, survive anything, and change nothing; the catalogue keeps its promises.

`tools/check_the_checker.py` measures the same on functions that were written by hand; here they are
what none of which may be called by the wrong status.
"""

import builtins
import contextlib
import copy
import inspect
import io
import itertools
import json
import math
import random
import re
import string
import sys
import threading
import time
from fractions import Fraction
from functools import partial

import check_the_checker as judge
import numpy as np
import pytest
from helpers import assert_refused
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import course_lib.exercises as exercises
from course_lib.exercises import ALL, CHAPTERS, QUESTIONS, Edge, Exercise, Mistake, _run, progress
from course_lib.exercises._compare import same, show
from course_lib.exercises._diagnose import examine
from course_lib.exercises._exercise import formula
from course_lib.exercises._run import Other, outcomes, plain

ARGUMENTS = {
    "sum_squared_error": "prediction, target",
    "mean_squared_error": "prediction, target",
    "mean_absolute_error": "prediction, target",
    "sum_squared_error_grad": "prediction, target",
    "mean_squared_error_grad": "prediction, target",
    "mean_absolute_error_grad": "prediction, target",
    "binary_cross_entropy": "probability, label",
    "sigmoid_cross_entropy": "logit, label",
    "binary_cross_entropy_grad": "probability, label",
    "sigmoid_cross_entropy_grad": "logit, label",
    "softmax": "logits",
    "log_softmax": "logits",
    "cross_entropy": "probabilities, one_hot",
    "softmax_cross_entropy_grad": "logits, one_hot",
    "gaussian_nll": "prediction, target, sigma",
    "bernoulli_nll": "probability, label",
    "descent_step": "w, grad, learning_rate",
    "gradient_descent": "w, grad, learning_rate, steps",
    "descent_step_two": "w, b, grad_w, grad_b, learning_rate",
    "momentum_step": "w, velocity, grad, learning_rate, momentum",
    "numerical_gradient": "f, x, h",
    "training_loss": "logits, one_hot",
    "accuracy": "logits, one_hot",
    "minibatches": "x, t, size, rng",
    "batch_gradient": "x, t, w",
    "epoch_loss": "losses, sizes",
    "scale_images": "images",
    "one_hot": "labels, k",
    "evaluate": "fit, train, test",
    "standardize": "train, test",
    "init_weights": "n_in, n_out, rng",
}
MISTAKES_AT_LEAST = 150
QUESTIONS_AT_LEAST = 20
NOT_SAID = r"\b(?:you|your|yours|simply|obviously|just|trivially)\b|!"

every_exercise = pytest.mark.parametrize("ex", ALL.values(), ids=list(ALL))
every_mistake = pytest.mark.parametrize(
    ("ex", "mistake"),
    [
        pytest.param(ex, mistake, id=f"{ex.name}-{mistake.slug}")
        for ex in ALL.values()
        for mistake in ex.mistakes
    ],
)


def written(source):
    """The function that a cell with this source defines, beside NumPy alone."""
    names = {"np": np}
    exec(source, names)
    return next(value for name, value in names.items() if name not in ("np", "__builtins__"))


@pytest.fixture(autouse=True)
def short_limit(monkeypatch):
    monkeypatch.setattr(_run, "SECONDS", 1.0)


# The catalogue.


def test_the_exercises_are_those_of_the_design():
    assert {ex.name: ", ".join(ex.parameters) for ex in ALL.values()} == ARGUMENTS
    assert sum(len(chapter.EXERCISES) for chapter in CHAPTERS) == len(ALL)


def test_each_exercise_is_imported_by_its_name():
    from course_lib.exercises import descent_step, sum_squared_error

    assert (sum_squared_error.name, descent_step.name) == ("sum_squared_error", "descent_step")
    assert set(ALL) <= set(dir(exercises))
    with pytest.raises(ImportError):
        from course_lib.exercises import sum_of_squares  # noqa: F401
    with pytest.raises(AttributeError, match="no exercise named 'sum_of_squares'"):
        exercises.sum_of_squares  # noqa: B018


@every_exercise
def test_a_stub_is_not_attempted(ex):
    feedback = ex.check(written(ex.stub))
    assert feedback.status == "not attempted"
    assert feedback.message.startswith(f"o {ex.name}: not attempted. Replace the `...`")
    assert feedback.mistake is None


@every_exercise
def test_a_solution_is_correct_as_a_reader_would_type_it(ex):
    feedback = ex.check(written(ex.code))
    assert (feedback.status, feedback.mistake) == ("correct", None)
    assert feedback.message.startswith(f"v {ex.name}: correct.")


@every_mistake
def test_a_mistake_is_named(ex, mistake):
    feedback = ex.check(ex.function_with(mistake))
    assert (feedback.status, feedback.mistake) == ("wrong", mistake.slug)
    assert mistake.says in feedback.message
    assert not any("unexpected keyword" in made.error_text for made in ex.made_by(mistake))


def looks_same(ex, first, second):
    pairs = list(zip(ex.made_by(first), ex.made_by(second), strict=False))
    return all(
        a.error_text == b.error_text and same(a.value, b.value, ex.tolerance) for a, b in pairs
    )


@every_exercise
def test_no_mistake_is_an_alias(ex):
    slugs = [mistake.slug for mistake in ex.mistakes]
    assert len(set(slugs)) == len(slugs)
    pairs = itertools.combinations(ex.mistakes, 2)
    assert [(a.slug, b.slug) for a, b in pairs if looks_same(ex, a, b)] == []


@every_exercise
def test_a_variant_that_turns_nothing_is_right(ex):
    if ex.variant is not None:
        assert ex.check(lambda *arguments: ex.variant(*arguments)).status == "correct"


def test_the_catalogue_is_large():
    assert sum(len(ex.mistakes) for ex in ALL.values()) >= MISTAKES_AT_LEAST


@every_exercise
def test_the_words_of_an_exercise(ex):
    for mistake in ex.mistakes:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", mistake.slug), mistake.slug
        assert re.fullmatch(r"[A-Z`].{15,}[.?]", mistake.says), mistake.slug
    said = [ex.why, *ex.hints, *(m.says for m in ex.mistakes), *(e.tip for e in ex.edges)]
    assert [text for text in said if re.search(NOT_SAID, re.sub(r"`[^`]*`", "", text), re.I)] == []


@every_exercise
def test_hints_lead_and_do_not_give_away(ex):
    assert len(ex.hints) >= 3
    lines = [line.strip() for line in ex.code.splitlines()[1:]]
    for hint in ex.hints:
        assert "?" in hint
        packed = hint.replace(" ", "")
        for line in lines:
            answer = line.removeprefix("return ").replace(" ", "")
            assert len(answer) < 8 or answer not in packed, hint
        for span in re.findall(r"`([^`]+)`", hint):
            try:
                tried = eval(f"lambda {', '.join(ex.parameters)}: {span}", {"np": np})
            except SyntaxError:
                continue
            assert ex.check(tried).status != "correct", span


@every_exercise
def test_a_page_has_the_hints_and_the_solution(ex):
    assert ex.markdown.count("<details>") == len(ex.hints) + 1
    for text in (*ex.hints, ex.why, f"```python\n{ex.code}\n```"):
        assert text in ex.markdown
    assert ex.code.startswith(ex.stub.splitlines()[0])
    assert '"""' not in ex.code


def test_the_readme_shows_what_a_check_says():
    readme = (judge.ROOT / "README.md").read_text(encoding="utf-8")
    call = re.search(r">>> (ex\.check\(.+\))\n", readme)[1]
    ex = copy.copy(ALL["sum_squared_error"])
    ex._hints_shown = 0
    assert f"{call}\n{eval(call)}\n```" in readme


# The judge's set.

JUDGED = [
    pytest.param(ALL[name], kind, function, id=f"{name}-{kind}-{function.__name__}")
    for name, kinds in judge.load().items()
    for kind, functions in kinds.items()
    for function in functions
]


@pytest.mark.parametrize(("ex", "kind", "function"), JUDGED)
def test_the_judge_and_the_checker_agree(ex, kind, function):
    feedback = ex.check(function)
    assert feedback.status == ("correct" if kind == "right" else "wrong"), feedback.message
    assert "itself failed" not in feedback.message


def test_the_judge_has_functions_of_each_kind_for_each_exercise():
    assert judge.load().keys() == ALL.keys()
    for kinds in judge.load().values():
        assert all(len(functions) >= 3 for functions in kinds.values())


def test_the_checker_is_measured(monkeypatch, capsys):
    name = "sum_squared_error"
    monkeypatch.setattr(sys, "argv", ["check_the_checker.py", name])
    assert judge.main() == 0
    printed = capsys.readouterr().out
    assert re.search(rf"^{name} +(\d+) +\1 +\d+/\d+", printed, re.M)
    assert "No wrong function was called correct" in printed


def test_the_measurement_fails_on_a_checker_that_is_deceived(monkeypatch, capsys):
    name = "sum_squared_error"
    monkeypatch.setitem(judge.load()[name], "unlisted", [ALL[name].reference])
    monkeypatch.setattr(sys, "argv", ["check_the_checker.py", name])
    assert judge.main() == 1
    assert "is called correct" in capsys.readouterr().out


# What a check says. A small exercise of its own shows each kind.


def area(width, height):
    """Multiply each width by its height, and add up."""
    products = width * height
    return np.sum(products)


def small_exercise(**more):
    given = {
        "why": "Because.",
        "hints": ["What?", "How?", "Where?"],
        "probes": [([1, 2, 4], [5, 3, 1]), ([0.3, 1.7, 2.2, 0.9], [1.1, 0.4, 2.5, 3.8])],
        "edges": [Edge("a single field", "Sums have one term too.", ([1.5], [0.25]))],
        "variant": lambda width, height, total=np.sum, join=np.multiply: total(join(width, height)),
        "mistakes": [
            Mistake("added", "Width and height are added, not multiplied.", join=np.add),
            Mistake("multiplied-up", "The areas are multiplied.", total=np.prod),
            Mistake(
                "widths-only", "The heights are left out.", lambda width, height: np.sum(width)
            ),
        ],
    }
    return Exercise(area, **(given | more))


def told(function, **more):
    return small_exercise(**more).check(function)


def raises(width, height):
    return width[7] * height


def sees_dots(width, height):
    return np.sum(width * ...)


def counts_calls(width, height, calls=[]):  # noqa: B006
    calls.append(1)
    return np.sum(width * height) + len(calls)


def in_place(width, height):
    width *= height
    return width.sum()


def only_ordinary(width, height):
    return np.sum(width * height) if len(width) > 1 else 0.0


def early_return(width, height):
    for w, h in zip(width, height, strict=True):
        return w * h


def never(width, height):
    return None if len(width) else width


@pytest.mark.parametrize(
    ("function", "slug", "words"),
    [
        (lambda w, h: sum(w + h), "added", "gave 16, expected 15"),
        (lambda w, h: np.sum(w), "widths-only", "The heights are left out."),
        (lambda w, h: np.prod(w + h), "added+multiplied-up", "Two things at once"),
        (lambda w, h: (w + h).sum() / 2, "added+halved", "Two things at once"),
        (lambda w, h: (w @ h) / 2, "halved", "factor 1/2"),
        (lambda w, h: -w @ h, "negated", "sign"),
        (lambda w, h: -w @ h / np.log(2), "negated+log-base-2", "base 2"),
        (lambda w, h: w @ h / len(w), "divided-by-n", "number of examples"),
        (lambda w, h: (w @ h, w), "wrong-kind", "a tuple of 2, and one number is asked for"),
        (lambda w, h: w @ h if w > 0 else 0, "asked-of-an-array", "`np.where(condition"),
        (lambda w, h: np.ln(w), "no-ln", "`np.log`"),
        (lambda w, h: math.exp(w), "one-number-from-an-array", "functions of `math`"),
        (lambda w, h: w[h], "index-not-whole", "An index must be a whole number"),
        (lambda w, h: w @ h[1:], "shapes-do-not-fit", "a matrix product"),
        (lambda w, h: w * h[1:], "shapes-do-not-fit", "`keepdims=True`"),
        (lambda w, h: w(h), "not-callable", "Something that is no function is called"),
        (lambda w, h: (w ^ 2) @ h, "caret-for-a-power", "`**`"),
        (lambda w, h: -(w > 1) @ h, "arithmetic-with-truth-values", "Truth values"),
        (lambda w, h: w[np.array([9] * len(w))] @ h, "index-error", "beyond the array's end"),
        (lambda w, h: w @ h / 7, "constant-factor", "0.142857 times"),
        (lambda w, h: w @ h + 7, "constant-offset", "off by 7"),
        (lambda w, h: np.sqrt(w @ h), "root-taken", "square root"),
        (lambda w, h: np.exp(w @ h), "exp-taken", "e to the power"),
        (lambda w, h: np.round(w @ h, 1), "rounded", "to 1 digit after"),
        (lambda w, h: w * h, "not-added-up", "not added up to one number"),
        (lambda w, h: [w @ h], "wrong-shape", "The shape is not"),
        (lambda w, h: (w * h)[:-1].sum(), "last-left-out", "The last example is left out"),
        (early_return, "only-the-first", "`return` stand inside the loop"),
        (lambda w, h: 15.0, "always-the-same", "gives 15 whatever"),
        (lambda w, h: np.sum(h) ** 2, "ignores-width", "when `width` changes"),
        (lambda w, h: (w * h).max(), "wrong-for-several", "right for one example at a time"),
        (lambda w, h: (w * h + w).sum(), "wrong-for-one-example", "`([1], [5])` gives 6"),
        (lambda w, h: "15", "wrong-kind", "the text `'15'`"),
        (lambda w, h: 1j, "wrong-kind", "complex"),
        (lambda w, h: np.sum, "wrong-kind", "the function sum itself, and one number"),
        (lambda w, h: w @ h * np.nan, "gives-nan", "nan comes from"),
        (lambda w, h: print(w @ h), "prints-the-result", "It printed: `15.0`"),
        (lambda w, h: h.sort(), "changes-its-input", "`return` a new array"),
        (never, "returns-nothing", "Is a `return` missing?"),
        (in_place, "changes-its-input", "changes its argument `width` in place"),
        (only_ordinary, "fails-for-a-single-field", "wrong for a single field. Sums have one term"),
        (counts_calls, "not-the-same-twice", "it gave 16, then 19"),
        (raises, "index-error", "stopped in the line `return width[7] * height` with `IndexError"),
        (sees_dots, "dots-left", "still there"),
        (lambda w: w, "wrong-arguments", "called with 2 arguments: (width, height)"),
        (lambda w, h: missing, "name-error", "misspelt"),  # noqa: F821
        (lambda w, h: sys.exit(), "system-exit", "ends the program"),
        (lambda w, h: told_forever(w, h), "recursion-error", "calls itself"),
        (15.0, "not-a-function", "`ex.check(area)`"),
        (None, "not-a-function", "got nothing"),
    ],
)
def test_what_is_said(function, slug, words):
    feedback = told(function)
    assert (feedback.status, feedback.mistake) == ("wrong", slug), feedback.message
    assert words in feedback.message
    assert feedback.message.startswith("x area: ")
    assert feedback.message.endswith("(hint 1 of 3: `ex.hint()`)")


def test_after_a_mistake_a_change_is_told_as_what_was_done_then():
    message = told(lambda w, h: (w + h).sum() + 1).message
    assert "Two things at once. Width and height are added, not multiplied. And 1 is" in message


def test_addresses_are_not_shown():
    def fails(width, height):
        raise ValueError(object(), fails)

    message = told(fails).message
    assert "ValueError" in message
    assert "0x" not in message


def test_a_function_that_uses_what_stands_outside_is_no_stub():
    kept = None
    assert told(lambda width, height: kept).mistake == "returns-nothing"


def test_infinity_is_near_to_nothing_else():
    inf = np.inf
    for got, wanted in ((5.0, inf), (inf, 5.0), (-inf, inf), (np.nan, inf)):
        assert not same(np.array(got), np.array(wanted))
        assert not same(np.array([got, 1.0]), np.array([wanted, 1.0]))
    assert same(np.array([inf, np.nan]), np.array([inf, np.nan]))
    assert same(np.array([inf, 1.0]), np.array([np.nan, 1.0]), loose=True)
    assert not same(np.array([inf, 1.0]), np.array([2.0, 1.0]), loose=True)


def test_a_mistake_that_is_nan_everywhere_names_no_other():
    nan = Mistake("root-of-minus-one", "A root of -1 is taken.", lambda w, h: np.sqrt(-w).sum())
    assert told(lambda w, h: w @ h * np.nan, mistakes=[nan]).mistake == "gives-nan"


def test_a_constant_is_not_explained_by_two_mistakes():
    assert told(lambda w, h: 0.0).mistake == "always-the-same"
    assert told(lambda w, h: 1.0).mistake == "always-the-same"


def test_an_argument_that_sometimes_counts_is_not_called_ignored():
    assert "ignores" not in told(lambda w, h: w @ h if len(w) < 4 else 0.0).mistake
    assert told(lambda w, h: np.sum(h**2)).mistake == "ignores-width"
    feedback = told(lambda w, h: w[len(w)] if w[0] != 1 else 2.0)
    assert "ignores" not in (feedback.mistake or "")


def test_what_wrong_entries_have_in_common_holds_in_every_case():
    def double(x):
        """Double."""
        return 2 * x

    cases = [([1.0, -2.0, 4.0],), ([3.0, -7.0, 5.0, 0.5],)]
    ex = Exercise(double, "", ["?"] * 3, cases, [])
    assert ex.check(lambda x: np.where(x < 0, x, 2 * x)).mistake == "wrong-where-x-is-negative"
    assert ex.check(lambda x: np.where(x == -2, x, 2 * x)).mistake == "partly-wrong"


@pytest.mark.parametrize("text", ["<b>x</b>", "a `tick` here", "*stars* and $5$"])
def test_foreign_text_is_code_in_markdown(text):
    def fails(width, height):
        raise ValueError(text)

    fence = "``" if "`" in text else "`"
    for function in (fails, lambda w, h: print(text), lambda w, h: text):
        message = told(function).message
        assert text in message
        around = re.search(rf"{re.escape(fence)}[^\n]*{re.escape(text)}[^\n]*{fence}", message)
        assert around, message


def test_the_line_of_a_wrapped_function_is_shown():
    class Callable:
        def __call__(self, width, height):
            return width[9]

    for function in (partial(raises), np.vectorize(raises), Callable()):
        assert "in the line `return width[" in told(function).message


def test_work_that_is_not_implemented_elsewhere_is_an_error():
    def asks(width, height):
        return waits_for_another_day()

    def waits_for_another_day():
        raise NotImplementedError("in a library")

    assert told(asks).mistake == "not-implemented-error"


def told_forever(w, h):
    return told_forever(h, w)


def test_a_catalogued_mistake_comes_before_a_general_one():
    halved = Mistake("not-a-triangle", "The area is halved.", lambda w, h: w @ h / 2)
    assert told(lambda w, h: 0.5 * (w * h).sum(), mistakes=[halved]).mistake == "not-a-triangle"


def test_a_mistake_is_recognised_when_its_edges_come_out_otherwise():
    feedback = told(lambda w, h: np.sum(w) if len(w) > 1 else np.nan)
    assert feedback.mistake == "widths-only"


def test_at_an_edge_any_overflow_is_like_any_other():
    huge = Edge("huge fields", "Mind the size.", ([1e300, 1e-300], [1.0, 1.0]))
    ex = small_exercise(
        edges=[huge],
        mistakes=[
            Mistake("nothing", "Nothing is added up.", lambda w, h: 0.0),
            Mistake("overflows", "It overflows.", lambda w, h: w @ h + (np.inf if w[0] > 9 else 0)),
        ],
    )
    assert ex.check(lambda w, h: w @ h if w[0] < 9 else np.nan).mistake == "overflows"
    assert ex.check(lambda w, h: w @ h if w[0] < 9 else 5.0).mistake == "fails-for-huge-fields"


def test_an_edge_may_accept_more_than_the_reference_gives():
    edge = Edge("no field", "Nothing adds up to 0.", ([], []), accepts=lambda got: got <= 0.001)
    ex = small_exercise(edges=[edge])
    assert ex.check(lambda w, h: w @ h + (0.0005 if len(w) == 0 else 0)).status == "correct"
    assert ex.check(lambda w, h: w @ h + (0.5 if len(w) == 0 else 0)).status == "wrong"


@pytest.mark.parametrize(
    "function",
    [
        lambda w, h: sum(a * b for a, b in zip(w, h, strict=True)),
        lambda w, h: float(np.einsum("i,i->", w, h)),
        lambda w, h: (w.astype(np.float32) * h.astype(np.float32)).sum(),
        lambda w, h: np.array(w @ h),
        lambda w, h: sum(Fraction(a) * Fraction(b) for a, b in zip(w, h, strict=True)),
        lambda w, h: (w @ h) * (1 + 1e-9),
        lambda width, height: print("debugging") or width @ height,
        np.dot,
    ],
)
def test_a_right_answer_is_correct_however_it_is_written(function):
    feedback = told(function)
    assert (feedback.status, feedback.mistake) == ("correct", None), feedback.message


def test_an_array_may_be_a_list_or_a_generator():
    def double(x):
        """Double."""
        return 2 * x

    ex = Exercise(double, "", ["?"] * 3, [([1.0, 2.0, 4.0],), ([3.0, 7.0],)], [])
    assert ex.check(lambda x: [2 * v for v in x]).status == "correct"
    assert ex.check(lambda x: (2 * v for v in x)).status == "correct"
    assert ex.check(lambda x: map(lambda v: 2 * v, x)).status == "correct"
    assert ex.check(lambda x: dict(enumerate(2 * x)).values()).status == "correct"
    assert ex.check(lambda x: 2 * x + 0j).status == "correct"
    assert ex.check(lambda x: (2 / 0 for v in x.tolist())).mistake == "zero-division-error"
    assert ex.check(lambda x: tuple(2 * v for v in x)).status == "correct"
    assert ex.check(lambda x: [[2 * v] for v in x]).mistake == "wrong-shape"
    assert ex.check(lambda x: itertools.repeat(2.0)).status == "wrong"
    assert ex.check(lambda x: np.where(x > 2, 2 * x, x)).mistake is not None


def test_of_a_pair_each_part_counts():
    def halves(x):
        """Halves."""
        return x[:1], x[1:]

    ex = Exercise(halves, "", ["?"] * 3, [([1.0, 2.0, 4.0],), ([3.0, 7.0, 9.0],)], [])
    assert ex.check(lambda x: [x[:1], x[1:]]).status == "correct"
    assert ex.check(lambda x: (x[1:], x[:1])).mistake == "swapped-parts"
    assert ex.check(lambda x: x[:1]).mistake == "only-the-first-part"
    assert ex.check(lambda x: (x[:1], x[1:], x)).mistake == "wrong-kind"
    assert ex.check(lambda x: 5.0).status == "wrong"


# Whatever it is given, a check says something, and nothing else has changed afterwards.


class Hostile:
    """An object that refuses everything."""

    def __call__(self, *arguments):
        return self

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __repr__(self):
        raise RuntimeError("repr")

    def __eq__(self, other):
        raise RuntimeError("eq")

    def __bool__(self):
        raise RuntimeError("bool")

    def __len__(self):
        raise RuntimeError("len")

    def __array__(self, *arguments, **more):
        raise RuntimeError("array")

    __hash__ = None


def nested(depth=3000):
    value = []
    for _ in range(depth):
        value = [value]
    return value


def asked(width, height):
    return float(input())


def test_input_finds_nothing_to_read(monkeypatch):
    stdin = io.StringIO("the reader's next line")
    monkeypatch.setattr(sys, "stdin", stdin)
    assert "EOFError" in told(asked).message
    assert told(lambda w, h: exit()).mistake == "system-exit"
    assert sys.stdin.readline() == "the reader's next line"


def test_a_generator_is_not_run_where_a_function_is_asked_for():
    def never():
        while True:
            pass
        yield

    def leaves():
        sys.exit()
        yield

    for value in (never(), leaves(), itertools.count()):
        feedback = told(value)
        assert feedback.mistake == "not-a-function"
        assert "object of type" in feedback.message


def test_the_recursion_limit_stays():
    limit = sys.getrecursionlimit()
    told(lambda w, h: sys.setrecursionlimit(50_000))
    assert sys.getrecursionlimit() == limit


HOSTILE_RESULTS = [
    itertools.repeat(0.5),
    [1.0] * 2_000_000,
    (itertools.count() for _ in range(3)),
    Hostile(),
    nested(),
    np.zeros((3, 0)),
    np.broadcast_to(0.0, (10**6, 10**6)),
    np.ma.masked_array([1.0, 2.0], mask=[True, False]),
    np.array(["a"]),
    np.array([None, 1.0]),
    np.array(["2020-01-01"], dtype="datetime64[D]"),
    [1.0, [2.0]],
    {"a": 1},
    {1.0},
    b"15",
    object(),
    type,
    print,
    float("inf"),
    10**400,
    (None, None),
    ((), ()),
    [None],
    range(3),
    range(10**12),
    memoryview(b"abc"),
    True,
    ...,
    NotImplemented,
]


@pytest.mark.parametrize("result", HOSTILE_RESULTS, ids=lambda value: type(value).__name__)
def test_any_result_is_survived(result):
    for name in ("sum_squared_error", "descent_step_two", "minibatches", "softmax"):
        feedback = copy.copy(ALL[name]).check(lambda *arguments: (arguments, result)[1])
        assert feedback.status == "wrong"
        assert "0x" not in feedback.message
        assert "itself failed" not in feedback.message


@pytest.mark.parametrize(
    "function",
    [Hostile(), Hostile, object, int, type, len, np.sum, str, "text", [], {}, float("nan"), ALL],
    ids=lambda value: type(value).__name__,
)
def test_anything_may_be_checked(function):
    for ex in ALL.values():
        feedback = copy.copy(ex).check(function)
        assert feedback.status == "wrong"
        assert "itself failed" not in feedback.message


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=5)
    | st.binary(max_size=5)
    | st.just(np.float32(1.5))
    | st.sampled_from([np.zeros((2, 3)), np.array(["a"]), np.array([1 + 2j]), print]),
    lambda parts: (
        st.lists(parts, max_size=3)
        | st.tuples(parts, parts)
        | st.dictionaries(st.text(max_size=3), parts, max_size=2)
    ),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(result=anything, name=st.sampled_from(list(ALL)))
def test_no_object_breaks_a_check(result, name):
    ex = copy.copy(ALL[name])
    assert ex.check(result).status == ("not attempted" if result is ... else "wrong")
    feedback = ex.check(lambda *arguments: result if arguments else None)
    assert feedback.status in ("wrong", "correct")
    assert "itself failed" not in feedback.message


class Stubborn(Exception):
    def __str__(self):
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    "error",
    [Exception, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, StopIteration, Stubborn],
)
def test_any_error_is_reported(error):
    def fails(width, height):
        raise error

    feedback = told(fails)
    assert feedback.status == "wrong"
    assert error.__name__ in feedback.message
    assert "in the line `raise error`" in feedback.message


def test_a_body_that_is_not_implemented_is_not_attempted():
    def later(width, height):
        raise NotImplementedError

    assert told(later).status == "not attempted"


def forever(width, height):
    while True:
        pass


def stubborn(width, height):
    end = time.monotonic() + 4  # it may be too stubborn to be stopped
    while time.monotonic() < end:
        with contextlib.suppress(BaseException):
            sum(range(1000))


LATE = pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")


@LATE
@pytest.mark.parametrize("function", [forever, stubborn, lambda w, h: time.sleep(3)])
def test_the_check_of_an_endless_function_ends(function):
    before, interval = sys.stdout, sys.getswitchinterval()
    start = time.perf_counter()
    finding = examine(small_exercise(), function, seconds=0.2)
    assert time.perf_counter() - start < 10
    assert (finding.status, finding.slug) == ("wrong", "never-ends")
    assert "for `([1, 2, 4], [5, 3, 1])` it did not end in time" in finding.lines[0]
    assert sys.stdout is before
    assert sys.getswitchinterval() == interval


def test_a_loop_that_ends_only_sometimes_is_shown_where_it_does_not():
    def waits(width, height):
        while len(width) == 4:
            pass
        return width @ height

    finding = examine(small_exercise(), waits, seconds=0.2)
    assert "[0.3, 1.7, 2.2, 0.9]" in finding.lines[0]


@LATE
def test_a_stopped_function_runs_no_longer():
    alive = set(threading.enumerate())
    examine(small_exercise(), forever, seconds=0.05)
    assert set(threading.enumerate()) <= alive


@LATE
def test_a_function_is_stopped_when_the_reader_interrupts(monkeypatch):
    alive, join = set(threading.enumerate()), threading.Thread.join

    def interrupted(self, timeout=None):
        monkeypatch.setattr(threading.Thread, "join", join)
        raise KeyboardInterrupt

    monkeypatch.setattr(threading.Thread, "join", interrupted)
    with pytest.raises(KeyboardInterrupt):
        small_exercise().check(forever)
    assert set(threading.enumerate()) <= alive


@LATE
def test_a_function_that_cannot_be_stopped_is_said_to_run_on():
    finding = examine(small_exercise(), lambda w, h: time.sleep(3), seconds=0.05)
    assert "restart the kernel" in finding.lines[-1]


def test_without_threads_the_check_works_too(monkeypatch):
    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    assert told(area).status == "correct"
    assert told(lambda w, h: np.sum(w)).mistake == "widths-only"
    assert told(lambda w, h: sys.exit()).mistake == "system-exit"


def test_nothing_else_changes(capsys):
    def meddles(width, height):
        print("out")
        print("err", file=sys.stderr)
        np.random.seed(3)  # noqa: NPY002
        random.seed(3)
        np.seterr(all="raise")
        return np.sum(width * height)

    ex = small_exercise()
    cases = copy.deepcopy(ex.cases)
    state, legacy = random.getstate(), np.random.get_state()[1].tolist()  # noqa: NPY002
    errors = np.geterr()
    assert ex.check(meddles).status == "correct"
    assert random.getstate() == state
    assert np.random.get_state()[1].tolist() == legacy  # noqa: NPY002
    assert np.geterr() == errors
    assert capsys.readouterr() == ("", "")
    assert all(same(a, b) for a, b in zip(ex.cases, cases, strict=True))


def test_warnings_are_silenced():
    assert told(lambda w, h: w @ h + 0 * np.log(-1.0)).mistake == "gives-nan"
    assert told(lambda w, h: np.mean([])).status == "wrong"


def test_a_result_that_is_used_again_is_read_in_time():
    kept = np.zeros(())

    def reuses(width, height):
        kept[...] = width @ height
        return kept

    assert told(reuses).status == "correct"


def test_a_function_that_takes_its_generator_from_outside_is_random():
    rng = np.random.default_rng(0)
    assert told(lambda w, h: w @ h + rng.normal()).mistake == "not-the-same-twice"


@every_exercise
def test_a_check_says_the_same_on_every_run(ex):
    for function in (lambda *arguments: arguments[0], written(ex.stub), ex.reference):
        first, second = copy.copy(ex).check(function), copy.copy(ex).check(function)
        assert first == second
        assert "0x" not in first.message


def test_feedback_is_text_and_markdown():
    feedback = told(lambda w, h: np.sum(w))
    assert repr(feedback) == feedback.message
    assert feedback._repr_markdown_() == feedback.message.replace("\n", "  \n")


def test_hints_come_one_by_one_and_the_message_counts_them():
    ex = small_exercise()
    assert "(hint 1 of 3: `ex.hint()`)" in ex.check(lambda w, h: w).message
    shown = [ex.hint() for _ in range(4)]
    assert shown[:3] == [
        f"Hint {i} of 3 for `area`: {text}" for i, text in enumerate(["What?", "How?", "Where?"], 1)
    ]
    assert "`ex.solution()`" in shown[3]
    assert "(`ex.solution()` shows the way)" in ex.check(lambda w, h: w).message
    assert repr(shown[0]) == shown[0]._repr_markdown_() == shown[0]


def test_a_solution_shows_code_and_why():
    assert small_exercise().solution() == (
        "```python\ndef area(width, height):\n    products = width * height\n"
        "    return np.sum(products)\n```\n\nBecause."
    )


def test_large_arguments_and_results_are_shown_short():
    def table(x):
        """Table."""
        return x

    big = np.arange(60.0).reshape(12, 5)
    ex = Exercise(table, "", ["?"] * 3, [(big,), (big + 0.5,)], [])
    message = ex.check(lambda x: x + (x == 6)).message
    assert "for `(an array of shape (12, 5))` it gave 7 at [1, 1], expected 6." in message
    assert (
        "shape (12,), expected an array of shape (12, 5)"
        in ex.check(lambda x: x[:, 0] ** 2).message
    )


def test_values_are_shown_so_that_they_differ():
    def small(x):
        """Small."""
        return x

    ex = Exercise(small, "", ["?"] * 3, [(1.0,), (3.0,)], [])
    assert "gave 1.0001, expected 1." in ex.check(lambda x: x * 1.0001).message
    assert "gave 1.00002, expected 1." in ex.check(lambda x: x * 1.00002).message
    assert show(np.array([1e-9, -0.0])) == "[1e-09, 0]"
    assert show(formula("w: 2 * w")) == "lambda w: 2 * w"


def test_plain_reads_what_functions_return():
    assert plain(None) is None
    assert plain("a") == Other("the text `'a'`")
    assert plain((1, [2, 3]))[1].tolist() == [2.0, 3.0]
    assert plain([1, 2], template=(0.0, 0.0)) == (1.0, 2.0)
    assert plain(np.array([1.0, 2.0]), template=(0.0, 0.0)) == (1.0, 2.0)
    assert plain(np.float16(1.5)).dtype == float


def test_outcomes_of_cases_are_kept_apart():
    made = outcomes(lambda x: print(x) or x, [(1.0,), (2.0,)], [None, None])
    assert [outcome.printed for outcome in made] == ["1.0", "2.0"]


# Progress.


@pytest.fixture
def fresh(monkeypatch):
    for ex in ALL.values():
        monkeypatch.setattr(ex, "_status", "not attempted")


def test_progress_draws_what_was_checked(fresh):
    first, second, *_ = CHAPTERS[0].EXERCISES
    assert first.check(first.reference).message.endswith(f"correct.   1 of {len(ALL)}")
    second.check(lambda *arguments: "wrong")
    count = len(CHAPTERS[0].EXERCISES)
    todo = "o" * (count - 2)
    line = f"- `vx{todo}` {CHAPTERS[0].TITLE}: 1 of {count}, next: `{second.name}`"
    assert progress().splitlines()[0] == line
    assert f"In all 1 of {len(ALL)} (v correct" in progress()


def test_what_was_correct_stays_so(fresh):
    first = CHAPTERS[0].EXERCISES[0]
    first.check(first.reference)
    first.check(lambda *arguments: "wrong")
    assert first.status == "correct"


def test_progress_is_kept_in_a_file_if_one_is_named(fresh, tmp_path, monkeypatch):
    file = tmp_path / "progress.json"
    first, second, *_ = CHAPTERS[0].EXERCISES
    first.check(first.reference)
    progress(file)
    monkeypatch.setattr(first, "_status", "not attempted")
    second.check(second.reference)
    assert f"In all 2 of {len(ALL)} " in progress(file)
    assert json.loads(file.read_text()) == {"correct": [first.name, second.name]}
    for spoilt in ("[]", "{}", "no json", '{"correct": "abc"}', '{"correct": [[]]}'):
        file.write_text(spoilt)
        assert_refused(lambda: progress(file), ValueError, "file must be", "progress.json")
        assert file.read_text() == spoilt
    assert_refused(lambda: progress(tmp_path), ValueError, "file must be")
    assert_refused(lambda: progress(tmp_path / "no" / "p.json"), ValueError, "file must be")


def test_nothing_is_written_unasked(fresh, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    opened = []
    monkeypatch.setattr(builtins, "open", lambda *a, **k: opened.append(a))
    progress()
    assert opened == []
    assert list(tmp_path.iterdir()) == []


# Questions.


def test_there_are_enough_questions():
    assert len(QUESTIONS) >= QUESTIONS_AT_LEAST
    assert sum(len(chapter.QUESTIONS) for chapter in CHAPTERS) == len(QUESTIONS)


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_each_choice_has_an_answer_of_its_own(question):
    assert sum(choice.right for choice in question.choices) == 1
    assert len(question.choices) >= 3
    answers = [choice.answer for choice in question.choices]
    assert len(set(answers)) == len(answers)
    for choice in question.choices:
        assert len(choice.answer) >= 20
        assert not re.match(r"\W*(yes|no)[,.:]", choice.answer, re.I), "the page says so already"
        assert not re.search(r"[*_$<>]{2}|\$", choice.text), "choices are plain text with `code`"
        assert set(choice.text) - set(string.whitespace)
    assert "?" in question.text


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=list(QUESTIONS))
def test_a_question_is_html_that_needs_no_script(question):
    page = question.markdown
    assert page.count("<details") == page.count("</details>") == len(question.choices)
    assert page.count('data-right="true"') == 1
    assert page.count("**No.**") == len(question.choices) - 1
    assert not re.search(r"<script|onclick|<input", page)


@every_exercise
def test_the_cells_fit_on_a_page(ex):
    lines = "\n".join([ex.stub, ex.code, ex.check_source]).splitlines()
    assert [line for line in lines if len(line) > 84] == []
    assert written(ex.stub).__doc__.split() == inspect.getdoc(ex.reference).split()
