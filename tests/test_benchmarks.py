"""A small version of each benchmark, which needs no rival, and the page that is made of them.

Speeds are compared within one run, by the best of several rounds, and a bound leaves room for
noise: it fails on a slow-down, not on a busy machine.
"""

import copy
import math
import statistics

import numpy as np
import pytest

from benchmarks import __main__ as bench
from benchmarks import clock, page, trainer
from course_lib import MLP, load_mnist, network


@pytest.fixture(scope="module")
def trained():
    return bench.measured("trainer", threads=1, quick=True)


@pytest.fixture(scope="module")
def losses():
    return bench.measured("losses", threads=1, quick=True)


def best(times, name):
    return min(spent for spent, _ in times[name])


# Speed and memory


@pytest.mark.parametrize(("optimizer", "at_least"), [("SGD", 0.9), ("Adam", 1.3)])
def test_training_keeps_up_with_the_textbook(trained, optimizer, at_least):
    times = trained["rates"][f"784-128-10 {optimizer}"]["times"]
    assert best(times, trainer.TEXTBOOK) / best(times, trainer.OURS) >= at_least


@pytest.mark.parametrize("optimizer", trainer.RATES)
def test_much_of_a_step_is_matrix_products(trained, optimizer):
    times = trained["shares"][f"784-128-10 {optimizer}"]["times"]
    at_least = {"SGD": 0.45, "Adam": 0.35}[optimizer]
    assert best(times, "matrix products") / best(times, "whole step") >= at_least


@pytest.mark.parametrize("optimizer", trainer.RATES)
def test_a_step_makes_no_large_array(trained, optimizer):
    # the gradient alone would be 407 kB, a batch of images 201 kB, a hidden layer 33 kB
    assert trained["memory"][optimizer] < 16_000


@pytest.mark.parametrize(("n", "at_least"), [(64, 0.4), (10_000, 2.0)])
def test_softmax_cross_entropy_is_fast_refusals_included(losses, n, at_least):
    for run in losses["speed"]:
        if run["n"] == n:
            times = run["times"]
            assert best(times, trainer.TEXTBOOK) / best(times, trainer.OURS) >= at_least


# The same numbers


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("sizes", [(5, 3), (5, 4, 3), (5, 7, 6, 3)])
def test_the_gradient_in_place_is_that_of_the_equations(sizes, dtype):
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(50, 5)).astype(dtype), rng.integers(0, 3, 50)
    own = MLP(sizes, rng, dtype)
    gradient_of = network._gradient_in_place(own, network._with_ones(x), labels, 8)
    for _ in range(3):  # in memory that the call before has used
        batch = rng.permutation(50)[:8]
        own.theta += dtype(0.01)
        _, expected = own.loss_and_grad(x[batch], labels[batch])
        apart = np.abs(gradient_of(batch) - expected).max()
        assert apart <= 8 * np.finfo(dtype).eps * np.abs(expected).max()


@pytest.mark.parametrize("optimizer", trainer.RATES)
def test_a_hundred_steps_end_where_the_textbook_ends(optimizer):
    # few hidden units: a sum within rounding of the kink of ReLU may fall on either side
    data, sizes = load_mnist("sample"), (784, 8, 10)
    found = trainer.distances(data, optimizer, steps=100, starts=5, sizes=sizes)
    assert statistics.median(found[trainer.TEXTBOOK]) < 1e-5


# The digits


def test_the_losses_keep_their_digits_in_every_case(losses):
    for loss in ("softmax_cross_entropy", "sigmoid_cross_entropy", "binary_cross_entropy"):
        assert page.most_units({"losses": {"1": losses}}, loss) <= 4


# The clock


def test_the_contestants_take_turns_and_the_first_round_does_not_count():
    calls = []
    contestants = {name: lambda name=name: calls.append(name) for name in "abc"}
    times = clock.interleaved(contestants, rounds=3)
    assert "".join(calls) == "abc" + "bca" + "cab" + "abc"
    assert {name: len(rounds) for name, rounds in times.items()} == {"a": 3, "b": 3, "c": 3}


# The page, from made-up results

SLOWNESS = {
    page.OURS: 1.0,
    "textbook NumPy": 1.25,
    page.EAGER: 2.5,
    page.FUSED: 2.0,
    "scikit-learn": 2.0,
}


def times(slowness, ours=0.1):
    """Five rounds; in the middle one the machine was slow."""
    rounds = (1.0, 1.01, 30.0, 0.99, 1.0)
    return {
        name: [(ours * factor * slow, ours * factor * slow) for slow in rounds]
        for name, factor in slowness.items()
    }


@pytest.fixture
def results():
    keys = [f"{sizes} {way}" for sizes in (page.SMALL, page.LARGE) for way in page.OPTIMIZERS]
    rates = {key: {"samples": 12_800, "times": times(SLOWNESS)} for key in keys}
    parts = {
        "whole step": 1.0,
        "matrix products": 0.8,
        "the batch, fetched": 0.05,
        "loss and its slope": 0.05,
        "the optimizer": 0.05,
    }
    recipe = {**SLOWNESS, "train()": 1.2, f"{page.EAGER}, measured": 3.0}
    del recipe["scikit-learn"]
    one = {
        "images": 50_000,
        "whole": True,
        "rates": rates,
        "shares": {key: {"steps": 200, "flops": 26_181_632, "times": times(parts)} for key in keys},
        "distances": {
            way: {page.EAGER: [2e-7, 5e-3, 1e-7], page.FUSED: [3e-7, 3e-7, 3e-7]}
            for way in page.OPTIMIZERS
        },
        "memory": {"SGD": 9_000, "Adam": 9_500},
        "recipe": {"times": times(recipe), "accuracy": dict.fromkeys(recipe, 0.9812)},
    }
    units = {page.OURS: 1.2, "SciPy": 390.4, "PyTorch": "all digits", "scikit-learn": "nan"}
    rows = [{"case": "a margin", "dtype": "float64", "losses": units, "slopes": {page.OURS: 0.5}}]
    functions = ("softmax_cross_entropy", "sigmoid_cross_entropy", "binary_cross_entropy")
    speed = [
        {
            "n": n,
            "dtype": dtype,
            "calls": 100,
            "times": times({page.OURS: 1.0, "PyTorch": 6.0, "SciPy": 9.0}),
        }
        for n in (64, 10_000)
        for dtype in ("float32", "float64")
    ]
    return {
        "date": "2001-02-03",
        "machine": {"cpu": "A Processor", "cores": 2, "caches": "L1 32 KiB", "system": "Linux"},
        "versions": {"Python": "3.11.0", "NumPy": "2.0.0"},
        "trainer": {"1": one, "2": {"rates": copy.deepcopy(rates)}},
        "losses": {
            "1": {"examples": 400, "exactness": dict.fromkeys(functions, rows), "speed": speed}
        },
    }


def part(text, heading):
    return text.partition(f"\n{heading}\n")[2].partition("\n## ")[0]


def test_a_page_of_reached_goals_says_so(results):
    text = page.page(results)
    assert text.startswith("# How fast, how exact\n")
    assert "{" not in text.replace("{[", "")
    assert "missed" not in part(text, "## Goals and results")
    assert part(text, "## Goals and results").count("| reached |") == len(page.GOALS)
    assert part(text, "## What was not reached").strip() == (
        "Every goal that was measured was reached."
    )


def test_the_page_says_what_was_measured(results):
    text = page.page(results)
    for fragment in (
        "On 2001-02-03, Linux: A Processor, 2 cores, caches L1 32 KiB.",
        "Python 3.11.0, NumPy 2.0.0.",
        "| PyTorch, eager | 51.2 | 2.50 times | 51.2 | 51.2 |",  # 12,800 images in 0.25 s
        "| 784-128-10, SGD | 500 µs | 80 % | 5 % | 5 % | 5 % | 5 % | 65 |",
        "| course_lib, measured: `train` | 0.12 s | 98.12 % |",
        "| a margin, float64, losses | 1.2 | 390 | **all digits** | **nan** |",
        "| a margin, float64, slopes | 0.5 |  |  |  |",
        "| n = 64, float32 | 1,000 µs | 6,000 µs | 9,000 µs | 6.00 times |",
    ):
        assert fragment in text


def test_a_missed_goal_is_said_by_itself_with_its_reason(results):
    rates = results["trainer"]["1"]["rates"]["784-128-10 SGD"]
    rates["times"] = times({**SLOWNESS, page.EAGER: 1.6})
    results["trainer"]["1"]["memory"]["Adam"] = 16_100
    results["losses"]["1"]["exactness"]["sigmoid_cross_entropy"] = [
        {"case": "a", "dtype": "float32", "losses": {page.OURS: "inf"}, "slopes": {page.OURS: 0.5}}
    ]
    text = page.page(results)
    assert part(text, "## Goals and results").count("**missed**") == 3
    missed = part(text, "## What was not reached").strip().splitlines()
    assert len(missed) == 3
    assert missed[0] == (
        "- 784-128-10, SGD: speed against PyTorch, eager: 1.60 times, wanted at least 2.00 times. "
        "Of its step: matrix products 80 %, the batch, fetched 5 %, loss and its slope 5 %, "
        "the optimizer 5 %, all else 5 %. "
        "A step of the matrix products alone would reach 2.00 times."
    )
    assert missed[1].startswith("- Adam: growth of the traced peak over 100 steps: 16.1 kB, ")
    assert "digits lost, wanted at most 4.0 units" in missed[2]


def test_a_missing_rival_leaves_its_goals_open(results):
    rates = results["trainer"]["1"]["rates"]
    for run in (*rates.values(), *results["trainer"]["2"]["rates"].values()):
        del run["times"][page.EAGER], run["times"][page.FUSED]
    for way in page.OPTIMIZERS:
        results["trainer"]["1"]["distances"][way] = {"textbook NumPy": [1e-7]}
    del results["trainer"]["1"]["recipe"], results["trainer"]["2"]
    for run in results["losses"]["1"]["speed"]:
        del run["times"]["PyTorch"]
    text = page.page(results)
    goals = part(text, "## Goals and results")
    assert "missed" not in goals
    # left: the share of the products, memory and digits
    assert (goals.count("| reached |"), goals.count("| not measured |")) == (5, len(page.GOALS) - 5)
    assert "- Recipe: test accuracy." in part(text, "## What was not reached")
    assert "two threads:" not in text


def test_goals_are_bounds_and_a_bound_is_reached_at_its_edge():
    faster = page.Goal("speed", True, 2.0, page.times_text, lambda results: None)
    smaller = page.Goal("units", False, 4.0, page.units_text, lambda results: None)
    assert [faster.reached(value) for value in (1.99, 2.0, 2.01)] == [False, True, True]
    assert [smaller.reached(value) for value in (3.9, 4.0, math.inf)] == [True, True, False]
    assert (faster.wanted(), smaller.wanted()) == ("at least 2.00 times", "at most 4.0 units")
    assert [faster.measured(value) for value in (1.9, 1.999, 2.0)] == [
        "1.90 times",
        "below 2.00 times",
        "2.00 times",
    ]
    assert smaller.measured(4.01) == "above 4.0 units"
    assert page.verdict(faster, None) == "not measured"


def test_the_machine_is_named_by_its_kind():
    machine = bench.machine()
    assert machine["cpu"]
    assert machine["cores"] >= 1
    assert set(bench.versions()) >= {"Python", "NumPy"}
