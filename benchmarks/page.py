"""From what was measured to the page "How fast, how exact": goals, tables, and what was missed."""

import math
import statistics
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

PAGE = Path(__file__).with_name("page.md")

OURS = "course_lib"
EAGER, FUSED = "PyTorch, eager", "PyTorch, fused"
SMALL, LARGE = "784-128-10", "784-1000-1000-10"
OPTIMIZERS = ("SGD", "Adam")

# What was measured


def cpu(times: dict, name: str) -> float:
    """The median CPU seconds of a round."""
    return statistics.median(spent for spent, _ in times[name])


def ratio(times: dict, slower: str, faster: str = OURS) -> float | None:
    """How many times as long one takes as the other: the median of the rounds' ratios."""
    if slower not in times or faster not in times:
        return None
    pairs = zip(times[slower], times[faster], strict=True)
    return statistics.median(a / b for (a, _), (b, _) in pairs)


def training(results: dict, sizes: str, optimizer: str, rival: str) -> float | None:
    measured = results["trainer"]["1"]["rates"].get(f"{sizes} {optimizer}")
    return measured and ratio(measured["times"], rival)


def share(results: dict, sizes: str, optimizer: str, part: str = "matrix products") -> float | None:
    measured = results["trainer"]["1"]["shares"].get(f"{sizes} {optimizer}")
    return measured and ratio(measured["times"], part, "whole step")


def apart(results: dict, optimizer: str) -> float | None:
    """The larger of the median distances from the two kinds of PyTorch."""
    found = results["trainer"]["1"]["distances"][optimizer]
    return max((statistics.median(found[n]) for n in (EAGER, FUSED) if n in found), default=None)


def memory(results: dict, optimizer: str) -> float:
    return results["trainer"]["1"]["memory"][optimizer] / 1000


def recipe_accuracy(results: dict) -> float | None:
    recipe = results["trainer"]["1"].get("recipe")
    return recipe and recipe["accuracy"]["train()"]


def recipe_time(results: dict, ours: str, theirs: str) -> float | None:
    recipe = results["trainer"]["1"].get("recipe")
    return recipe and ratio(recipe["times"], ours, theirs)


def recipe_parts(results: dict) -> str:
    steps = recipe_time(results, OURS, "train()")
    return f"The steps take {percent(steps)} of the time of `train`, its measurements the rest."


def most_units(results: dict, loss: str) -> float:
    """The worst of our numbers for one loss, inf where digits were lost."""
    rows = results["losses"]["1"]["exactness"][loss]
    found = [row[kind][OURS] for row in rows for kind in ("losses", "slopes")]
    return max(math.inf if isinstance(units, str) else units for units in found)


def loss_speed(results: dict, n: int) -> float | None:
    """The lesser of the ratios to PyTorch in float32 and in float64."""
    rows = [row for row in results["losses"]["1"]["speed"] if row["n"] == n]
    found = [ratio(row["times"], "PyTorch") for row in rows]
    return None if None in found else min(found)


# The goals


def times_text(value: float) -> str:
    return f"{value:.2f} times"


def percent(value: float) -> str:
    return f"{100 * value:.1f} %"


def precise_percent(value: float) -> str:
    return f"{100 * value:.2f} %"


def units_text(value: float) -> str:
    return "digits lost" if math.isinf(value) else f"{value:.1f} units"


@dataclass(frozen=True)
class Goal:
    """A bound for one number, and what a reader should know where it is missed."""

    name: str
    at_least: bool
    bound: float
    text: Callable[[float], str]
    value: Callable[[dict], float | None]
    why: Callable[[dict], str] = lambda results: ""

    def reached(self, value: float) -> bool:
        return value >= self.bound if self.at_least else value <= self.bound

    def measured(self, value: float) -> str:
        """The number; said with its side of the bound where rounding hides that."""
        text = self.text(value)
        if self.reached(value) or text != self.text(self.bound):
            return text
        return f"{'below' if self.at_least else 'above'} {text}"

    def wanted(self) -> str:
        return f"{'at least' if self.at_least else 'at most'} {self.text(self.bound)}"


def where_time_goes(results: dict, sizes: str, optimizer: str, rival: str | None = None) -> str:
    parts = [name for name in step_parts(results) if name != "all else"]
    shares = {part: share(results, sizes, optimizer, part) for part in parts}
    shares["all else"] = max(0.0, 1 - sum(shares.values()))
    said = ", ".join(f"{part} {100 * value:.0f} %" for part, value in shares.items())
    text = f"Of its step: {said}."
    if rival and (now := training(results, sizes, optimizer, rival)):
        limit = now / shares["matrix products"]
        text += f" A step of the matrix products alone would reach {times_text(limit)}."
    return text


def step_parts(results: dict) -> list[str]:
    first = next(iter(results["trainer"]["1"]["shares"].values()))
    return [*(name for name in first["times"] if name != "whole step"), "all else"]


def speed_goal(sizes: str, optimizer: str, rival: str, bound: float) -> Goal:
    return Goal(
        f"{sizes}, {optimizer}: speed against {rival}",
        True,
        bound,
        times_text,
        partial(training, sizes=sizes, optimizer=optimizer, rival=rival),
        partial(where_time_goes, sizes=sizes, optimizer=optimizer, rival=rival),
    )


GOALS = [
    speed_goal(SMALL, "SGD", EAGER, 2.0),
    speed_goal(SMALL, "SGD", FUSED, 1.8),
    speed_goal(SMALL, "Adam", EAGER, 2.0),
    speed_goal(SMALL, "Adam", FUSED, 1.6),
    speed_goal(LARGE, "SGD", FUSED, 1.0),
    speed_goal(LARGE, "Adam", FUSED, 1.0),
    Goal(
        f"{SMALL}, SGD: matrix products' share of the step",
        True,
        0.75,
        percent,
        partial(share, sizes=SMALL, optimizer="SGD"),
        partial(where_time_goes, sizes=SMALL, optimizer="SGD"),
    ),
    *(
        Goal(
            f"{optimizer}: distance from PyTorch's weights after 100 steps",
            False,
            1e-5,
            lambda value: f"{value:.0e}",
            partial(apart, optimizer=optimizer),
        )
        for optimizer in OPTIMIZERS
    ),
    Goal("Recipe: test accuracy", True, 0.98, precise_percent, recipe_accuracy),
    Goal(
        "Recipe: CPU time of the steps, over that of eager PyTorch",
        False,
        0.5,
        percent,
        partial(recipe_time, ours=OURS, theirs=EAGER),
        partial(where_time_goes, sizes=SMALL, optimizer="SGD"),
    ),
    Goal(
        "Recipe: CPU time of `train`, over that of eager PyTorch with the same measurements",
        False,
        0.5,
        percent,
        partial(recipe_time, ours="train()", theirs=f"{EAGER}, measured"),
        recipe_parts,
    ),
    *(
        Goal(
            f"{optimizer}: growth of the traced peak over 100 steps",
            False,
            16.0,
            lambda value: f"{value:.1f} kB",
            partial(memory, optimizer=optimizer),
            lambda results: (
                "What a step makes and drops counts: "
                "one array like the hidden layer, 64 x 128 in float32, has 32.8 kB."
            ),
        )
        for optimizer in OPTIMIZERS
    ),
    *(
        Goal(
            f"`{loss}`: units in the last place, {beyond}values and slopes",
            False,
            4.0,
            units_text,
            partial(most_units, loss=loss),
        )
        for loss, beyond in (
            ("softmax_cross_entropy", "beyond one per unit of margin, "),
            ("sigmoid_cross_entropy", ""),
        )
    ),
    *(
        Goal(
            f"`softmax_cross_entropy` and slope, n = {n:,}: speed against PyTorch",
            True,
            bound,
            times_text,
            partial(loss_speed, n=n),
        )
        for n, bound in ((64, 1.5), (10_000, 5.0))
    ),
]


def judged(results: dict) -> list[tuple[Goal, float | None]]:
    return [(goal, goal.value(results)) for goal in GOALS]


def verdict(goal: Goal, value: float | None) -> str:
    if value is None:
        return "not measured"
    return "reached" if goal.reached(value) else "**missed**"


def goals_table(results: dict) -> str:
    rows = (
        (
            goal.name,
            goal.wanted(),
            "" if value is None else goal.measured(value),
            verdict(goal, value),
        )
        for goal, value in judged(results)
    )
    return table(("goal", "wanted", "measured", ""), rows)


def not_reached(results: dict) -> str:
    missed = [
        f"- {goal.name}: {goal.measured(value)}, wanted {goal.wanted()}. {goal.why(results)}"
        for goal, value in judged(results)
        if value is not None and not goal.reached(value)
    ]
    absent = [f"- {goal.name}." for goal, value in judged(results) if value is None]
    parts = ["\n".join(map(str.rstrip, missed)) or "Every goal that was measured was reached."]
    if absent:
        parts += ["Not measured, because a rival or all of MNIST was not there:", "\n".join(absent)]
    return "\n\n".join(parts)


# The tables


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def trainer_tables(results: dict) -> str:
    """For each network and optimizer: the speeds on one thread and on two."""
    runs = results["trainer"]
    parts = []
    for key, one in runs["1"]["rates"].items():
        two = runs["2"]["rates"][key] if "2" in runs else None
        rows = []
        for name in one["times"]:
            speed_up = ratio(one["times"], name)
            row = [name, thousands(one, name, 0), times_text(speed_up) if name != OURS else ""]
            if two:
                row += [thousands(two, name, 0), thousands(two, name, 1)]
            rows.append(row)
        head = ["", "one thread: per CPU second", "`course_lib` is faster by"]
        head += ["two threads: per CPU second", "two threads: per second"] if two else []
        parts += [f"### {key.replace(' ', ', ')}", table(head, rows)]
    return "\n\n".join(parts)


def thousands(run: dict, name: str, clock: int) -> str:
    seconds = statistics.median(spent[clock] for spent in run["times"][name])
    return f"{run['samples'] / seconds / 1000:.1f}"


def shares_table(results: dict) -> str:
    measured = results["trainer"]["1"]["shares"]
    parts = [name for name in step_parts(results) if name != "all else"]
    rows = []
    for key, run in measured.items():
        shares = [ratio(run["times"], part, "whole step") for part in parts]
        micro = 1e6 * cpu(run["times"], "whole step") / run["steps"]
        rate = run["flops"] * run["steps"] / cpu(run["times"], "matrix products") / 1e9
        row = [f"{value:.0%}".replace("%", " %") for value in [*shares, max(0.0, 1 - sum(shares))]]
        rows.append([key.replace(" ", ", "), f"{micro:.0f} µs", *row, f"{rate:.0f}"])
    head = ["", "a step", *step_parts(results), "billion operations a second in the products"]
    return table(head, rows)


def distances_table(results: dict) -> str:
    found = results["trainer"]["1"]["distances"]
    rivals = next(iter(found.values()))
    rows = ([n, *(f"{statistics.median(found[o][n]):.1g}" for o in OPTIMIZERS)] for n in rivals)
    return table(["", *OPTIMIZERS], rows)


def recipe_table(results: dict) -> str:
    recipe = results["trainer"]["1"].get("recipe")
    if not recipe:
        return "Only the sample of MNIST was there, which is too small for this."
    rows = (
        [
            name.replace("train()", "course_lib, measured: `train`"),
            f"{cpu(recipe['times'], name):.2f} s",
            precise_percent(recipe["accuracy"][name]),
        ]
        for name in recipe["times"]
    )
    return table(["", "CPU time", "test accuracy"], rows)


def digits(units: float | str | None) -> str:
    if units is None:
        return ""
    if isinstance(units, str):
        return f"**{units}**"
    return f"{units:.1f}" if units < 100 else f"{units:,.0f}"


def exactness_table(rows: list[dict]) -> str:
    names = list(rows[0]["losses"])
    lines = []
    for row in rows:
        for kind in ("losses", "slopes"):
            cells = [digits(row[kind].get(name)) for name in names]
            lines.append([f"{row['case']}, {row['dtype']}, {kind}", *cells])
    return table(["", *names], lines)


def speed_table(results: dict) -> str:
    measured = results["losses"]["1"]["speed"]
    names = list(measured[0]["times"])
    lines = []
    for row in measured:
        cells = [f"{1e6 * cpu(row['times'], name) / row['calls']:,.0f} µs" for name in names]
        against = ratio(row["times"], "PyTorch")
        cells.append(times_text(against) if against else "")
        lines.append([f"n = {row['n']:,}, {row['dtype']}", *cells])
    return table(["", *names, "faster than PyTorch by"], lines)


def spread(results: dict) -> float:
    """How far apart the middle half of a contestant's rounds lies, as a share of the median."""
    found = []
    for run in (*results["trainer"]["1"]["rates"].values(), *results["losses"]["1"]["speed"]):
        for rounds in run["times"].values():
            spent = sorted(seconds for seconds, _ in rounds)
            low, middle, high = statistics.quantiles(spent, n=4)
            found.append((high - low) / middle)
    return statistics.median(found)


def machine_lines(results: dict) -> str:
    machine, versions = results["machine"], results["versions"]
    caches = f", caches {machine['caches']}" if machine["caches"] else ""
    return (
        f"- On {results['date']}, {machine['system']}: {machine['cpu']}, "
        f"{machine['cores']} cores{caches}.\n"
        f"- {', '.join(f'{name} {version}' for name, version in versions.items())}."
    )


def page(results: dict) -> str:
    one, exact = results["trainer"]["1"], results["losses"]["1"]["exactness"]
    rounds = len(next(iter(one["rates"].values()))["times"][OURS])
    starts = len(next(iter(one["distances"]["SGD"].values())))
    return PAGE.read_text(encoding="utf-8").format(
        machine=machine_lines(results),
        rounds=rounds,
        spread=percent(spread(results)),
        images=f"{one['images']:,}",
        goals=goals_table(results),
        trainer=trainer_tables(results),
        shares=shares_table(results),
        starts=f"{starts} starts" if starts > 1 else "one start",
        distances=distances_table(results),
        sizes=SMALL,
        recipe=recipe_table(results),
        rivals=f"{results['losses']['1']['examples']:,} examples of each kind",
        softmax=exactness_table(exact["softmax_cross_entropy"]),
        sigmoid=exactness_table(exact["sigmoid_cross_entropy"]),
        binary=exactness_table(exact["binary_cross_entropy"]),
        speed=speed_table(results),
        missed=not_reached(results),
    )
