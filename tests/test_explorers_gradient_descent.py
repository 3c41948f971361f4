"""The explorers of chapter 3 say what exact arithmetic says, for any ground they are given."""

import gzip
import math
import re
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from helpers import assert_refused

from course_lib.explorers import explore_descent, explore_grid, explore_valley

# the five-piece ground of article 003
FIVE = [
    (-5, -3, lambda x: 2, True),
    (-3, -1, lambda x: 3, False),
    (-1, 2, lambda x: x - 2, False),
    (2, 3, lambda x: -4, False),
    (3, 5, lambda x: 0, False),
]


def valley(x, y):
    return (x**2 + 25 * y**2) / 2


@pytest.fixture(scope="module")
def grid():
    return explore_grid(FIVE)


@pytest.fixture(scope="module")
def descent():
    return explore_descent()


@pytest.fixture(scope="module")
def momentum():
    return explore_valley(valley)


def stops(explorer, control):
    """From what a control's stops are called to their numbers, in order."""
    labels = explorer.controls[explorer.names.index(control)].labels
    return {label.replace("−", "-"): stop for stop, label in enumerate(labels)}


RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def numbers(sentence):
    plain = re.sub(
        r" · 10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)", lambda power: "e" + power[1].translate(RAISED), sentence
    )
    plain = plain.replace("−", "-")
    found = re.findall(r"-?\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?", plain)
    return [float(n.replace(",", "")) for n in found]


def xs(explorer, mark, **state):
    """Where a mark's points lie, in drawing units."""
    return [int(x) for x in re.findall(r"[ML](\d+),", explorer.drawn(**state)[f"drawn-0-{mark} d"])]


# The grid


def test_the_grids_of_the_article(grid):
    step = stops(grid, "step")
    assert grid.at() == grid.at(step=step["2"], shift=stops(grid, "shift")["0"])
    assert grid.at() == [
        "5 questions. The lowest answer is −2, first at x = 0.",
        "The ground goes down to −4. The grid misses it by 2.",
    ]
    assert grid.at(step=step["1"]) == [
        "11 questions. The lowest answer is −4, first at x = 3.",
        "The ground goes down to −4. The grid finds it.",
    ]


def test_a_grid_finds_the_low_piece_if_one_of_its_places_is_on_it(grid):
    """In exact numbers: 2 < shift + k * step <= 3 for a whole k."""
    for step, i in stops(grid, "step").items():
        for shift, j in stops(grid, "shift").items():
            places = [Fraction(shift) + k * Fraction(step) for k in range(-20, 21)]
            places = [x for x in places if -5 <= x <= 5]
            [count, *_], [*_, verdict] = (
                numbers(grid.at(step=i, shift=j)[0]),
                grid.at(step=i, shift=j)[1].partition("−4. ")[2:],
            )
            assert count == len(places)
            assert (verdict == "The grid finds it.") == any(2 < x <= 3 for x in places)


def test_no_shift_of_a_step_up_to_1_misses_it(grid):
    found = {
        step: all("finds" in grid.at(step=i, shift=j)[1] for j in range(21))
        for step, i in stops(grid, "step").items()
    }
    assert [step for step, always in found.items() if always] == ["0.5", "0.75", "1"]


def test_a_dip_defeats_every_grid(grid):
    drawn = [mark.name for mark in grid.panels[0].drawn]
    shaft, questions = 3, drawn.index("questions")
    for i in range(len(stops(grid, "step"))):
        for j in range(21):
            said = grid.at(ground=1, step=i, shift=j)
            lowest, (true, miss, width) = numbers(said[0])[1], numbers(said[1])
            assert true == -6 and miss == pytest.approx(lowest + 6) and miss >= 2
            assert "no question falls into it" in said[1]
            left, *_, right = xs(grid, shaft, ground=1, step=i, shift=j)
            asked = xs(grid, questions, step=i, shift=j)
            assert right - left == pytest.approx(width * 358, abs=6)
            assert not any(left <= x <= right for x in asked)
            assert min(asked) < left and right < max(asked)


def test_the_square_nearest_to_0_can_be_dragged(grid):
    """Its place as the shift gives the same grid, so that it stays under the pointer."""
    squares = [mark.name for mark in grid.panels[0].drawn].index("questions")
    shift = stops(grid, "shift")
    for i in range(len(stops(grid, "step"))):
        for j in range(21):
            asked = xs(grid, squares, step=i, shift=j)
            nearest = min((grid.panels[0].x.low + (x - 500) / 358 for x in asked), key=abs)
            pressed = min(shift, key=lambda label: abs(float(label) - nearest))
            if abs(float(pressed) - nearest) < 0.01:
                again = xs(grid, squares, step=i, shift=shift[pressed])
                assert again == pytest.approx(asked, abs=6)
            assert abs(nearest) <= 2.01


def test_the_dip_is_drawn_with_its_own_choice_alone(grid):
    assert grid.drawn(ground=0)["drawn-0-3 d"] == grid.drawn(ground=0)["drawn-0-2 d"] == ""


def test_the_steps_follow_the_ground_s_length():
    short = explore_grid([(0, 4, lambda x: (x - 1) ** 2, True)])
    assert list(stops(short, "step").items())[-1] == ("1.6", 8)
    assert short.at()[0] == "6 questions. The lowest answer is 0.04, first at x = 0.8."


def test_a_ground_of_your_own():
    slide = explore_grid([(0, 1, lambda x: 2 - x, True), (1, 3, lambda x: x * x, False)], 1, 0)
    assert slide.at() == [
        "4 questions. The lowest answer is 1, first at x = 1.",
        "The ground goes down to 1. The grid finds it.",
    ]


@pytest.mark.parametrize(
    ("arguments", "error", "fragment"),
    [
        (([],), ValueError, "parts must be pieces"),
        (([(0, 1, 3, True)],), ValueError, "parts must be pieces"),
        ((np.sin,), ValueError, "parts must be pieces"),
        (([(0, 5, abs, True), (6, 10, abs, True)],), ValueError, "parts must join"),
        (([(5, 0, abs, True)],), ValueError, "parts must join"),
        (([(0, 10, math.log, True)],), ValueError, "parts must have a finite height"),
        ((FIVE, 6), ValueError, "steps must be at most 5"),
        ((FIVE, -1), ValueError, "steps must be positive"),
        ((FIVE, 1, "a"), TypeError, "shifts must be real numbers"),
    ],
)
def test_a_grid_refuses(arguments, error, fragment):
    assert_refused(lambda: explore_grid(*arguments), error, fragment)


# Descent in one dimension


def test_each_step_on_the_bowl_multiplies_by_its_factor(descent):
    """x_t = (1 - rate / 2)**t * x_0, in exact numbers."""
    for rate, i in stops(descent, "learning rate").items():
        for start, j in stops(descent, "start").items():
            x = (1 - Fraction(rate) / 2) ** 11 * Fraction(start)
            sentence = descent.at(learning_rate=i, start=j)[0]
            assert numbers(sentence) == pytest.approx([11, float(x), float(x * x / 4)], abs=6e-5)


def test_the_borders_on_the_bowl_are_2_and_4(descent):
    for rate, i in stops(descent, "learning rate").items():
        for start, j in stops(descent, "start").items():
            size = float(rate)
            verdict = descent.at(learning_rate=i, start=j)[1]
            assert verdict == (
                "It stands still: there is no slope here, or next to none."
                if start == "0"
                else "It walks one way, in shorter and shorter steps."
                if size < 2
                else "It arrives in one step: there is no slope there, or next to none."
                if size == 2
                else "It hops from side to side, in shorter and shorter hops."
                if size < 4
                else "It hops between the same two places for ever."
                if size == 4
                else "It hops from side to side, in longer and longer hops."
            )


def test_at_rate_4_two_places_are_all_that_is_visited(descent):
    path = descent.drawn(learning_rate=stops(descent, "learning rate")["4"])["drawn-0-2 d"]
    assert len(set(path.removesuffix("h0").split("h0"))) == 2


def test_the_start_state_is_the_article_s_rate(descent):
    assert [descent.controls[k].labels[descent.controls[k].start] for k in (0, 1)] == ["3", "4"]


ONE_WAY = "It walks one way, in "
HOPS = "It hops from side to side, in "


@pytest.mark.parametrize(
    ("f", "start", "rate", "said"),
    [
        (abs, 4, 1, ONE_WAY + "steps of one length. Then it rests."),
        (np.abs, 4, 0.1, ONE_WAY + "steps of one length."),
        (np.abs, 4, 0.75, "In the end it hops between the same two places for ever."),
        (lambda x: -(x**2) / 4, 1, 1, ONE_WAY + "longer and longer steps."),
        (lambda x: -(x**2) / 4, 0, 1, "It stands still: there is no slope here, or next to none."),
        (lambda x: 3, 1, 1, "It stands still: there is no slope here, or next to none."),
        (
            lambda x: 2 - 2 * np.exp(-(x**2)),
            1.6,
            0.2,
            ONE_WAY + "steps now shorter, now longer.",
        ),
        (lambda x: max(x, 0), 0.5, 1, "It arrives in one step: there is no slope there, or next"),
        (np.cosh, 1, 1.2, HOPS + "shorter and shorter hops."),
        (lambda x: x**4 / 40, 5, 1.2, "It flies far out of the picture."),
        (lambda x: x**2 / 16 + 2 * np.sin(x), 4, 3, "It turns round 8 times."),
        (lambda x: x**2 / 16 + 2 * np.sin(x), 0, 0.6, "In the end it hops from side to side, in"),
        # to -1.25, and from there back to 0
        (lambda x: x**4 / 40, 5, 0.5, "It turns round once."),
        (lambda x: -(x**2) / 4, 1e-7, 3, ONE_WAY + "longer and longer steps."),
        (math.log, 4, 1, "It ends here: no slope can be measured at this place."),
        (math.log, 0, 1, "It ends here: no slope can be measured at this place."),
        (lambda x: math.sqrt(8 - x), 7.9, -1, None),
    ],
)
def test_the_verdict_is_true_of_any_ground(f, start, rate, said):
    if said is None:
        assert_refused(lambda: explore_descent(f, start, rate), ValueError, "learning_rate")
    else:
        assert explore_descent(f, start, rate).at()[1].startswith(said)


def test_a_walk_is_measured_by_the_picture():
    tiny = explore_descent(start=4e-9, rates=1, span=(-8e-9, 8e-9))
    assert tiny.at()[1] == "It walks one way, in shorter and shorter steps."


def test_one_step_alone_is_no_arrival():
    assert explore_descent(start=4, rates=2, steps=1).at()[1] == "It has taken one step."


def test_a_walk_that_leaves_the_ground_is_told_up_to_there():
    """On log x with the rate 8: from 4 by 8 / 4 to 2, and by 8 / 2 to -2, where no log is."""
    explorer = explore_descent(math.log, start=4, rates=8)
    assert explorer.at()[0] == "After step 2: x = −2.0000, f(x) = not a number."
    assert explorer.drawn()["drawn-1-1 d"].count("h0") == 3


def test_where_the_waves_of_the_section_explore_end():
    low, high = (
        float(mpmath.findroot(lambda x: x / 8 + 2 * mpmath.cos(x), x)) for x in (-1.5, 4.4)
    )
    explorer = explore_descent(
        lambda x: x**2 / 16 + 2 * np.sin(x), np.arange(-10, 11) / 2, 0.4, steps=40, span=(-6, 6)
    )
    ends = [numbers(explorer.at(start=j)[0])[1] for j in range(21)]
    assert ends == pytest.approx([low] * 14 + [high] * 7, abs=6e-5)


def test_large_numbers_are_short():
    # the slope of 5e9 x is measured to ten digits: one step leads to -5e9
    explorer = explore_descent(lambda x: 5e9 * x, start=0, rates=1)
    assert explorer.at()[0] == "After step 1: x = −5 · 10⁹, f(x) = −2.5 · 10¹⁹."


@pytest.mark.parametrize(
    ("arguments", "error", "fragment"),
    [
        ({"f": 3}, TypeError, "f must be a function of x"),
        ({"f": lambda x: [x, x]}, TypeError, "f must return one number"),
        ({"f": lambda x: None}, TypeError, "f must return one number"),
        ({"f": lambda x: math.nan}, ValueError, "f must give a finite number somewhere"),
        ({"start": 9.0}, ValueError, "start must lie within span (-8.0, 8.0)"),
        ({"start": []}, ValueError, "start must not be empty"),
        ({"rates": [1, 0]}, ValueError, "learning_rate must be positive"),
        ({"steps": 0}, ValueError, "steps must be at least 1"),
        ({"start": [[1, 2]]}, ValueError, "start must be one number or a list"),
        ({"first": 3}, ValueError, "first must be two numbers"),
        ({"span": (3, 1)}, ValueError, "span must be the picture's left, right"),
    ],
)
def test_a_descent_refuses(arguments, error, fragment):
    assert_refused(lambda: explore_descent(**arguments), error, fragment)


# The valley


def heavy_ball(rate, share, steps=30):
    """Heights in exact numbers: each direction is a bowl of its own, with the bends 1 and 25."""
    rate, share = Fraction(rate), Fraction(share)
    place, velocity, bends = [Fraction(9), Fraction(3, 2)], [Fraction(0)] * 2, (1, 25)
    for _ in range(steps + 1):
        yield sum(b * x * x for b, x in zip(bends, place, strict=True)) / 2
        velocity = [
            share * v - rate * b * x for v, x, b in zip(velocity, place, bends, strict=True)
        ]
        place = [x + v for x, v in zip(place, velocity, strict=True)]


def said_of(momentum, rate, share, step=30):
    at = {"learning_rate": stops(momentum, "learning rate")[rate]}
    at |= {"momentum": stops(momentum, "momentum")[share], "step": step}
    return momentum.at(**at)


@pytest.mark.parametrize("rate", ["0.01", "0.05", "0.075"])
@pytest.mark.parametrize("share", ["0", "0.5", "0.7", "0.9"])
def test_both_heights_after_each_step_are_exact(momentum, rate, share):
    heavy, plain = (list(heavy_ball(rate, s)) for s in (share, "0"))
    for step in range(31):
        told = numbers(said_of(momentum, rate, share, step)[0])
        assert told == pytest.approx([step, float(heavy[step]), float(plain[step])], rel=6e-3)


def test_without_momentum_the_heavy_ball_is_the_plain_walk(momentum):
    for rate in stops(momentum, "learning rate"):
        for step in (0, 7, 30):
            first, second = re.match(
                r"Step \d+: with momentum (.*), without (.*)\.",
                said_of(momentum, rate, "0", step)[0],
            ).groups()
            assert first == second


def test_the_chapter_s_two_walks(momentum):
    assert said_of(momentum, "0.075", "0.7")[0].endswith(", without height 0.386.")
    assert said_of(momentum, "0.05", "0.7") == [
        "Step 30: with momentum height 0.000326, without height 1.87.",
        "After step 30 the walk with momentum is the lower one.",
    ]


def test_momentum_moves_the_border_of_the_rate():
    """On a bend of 25 plain descent arrives below 2 / 25, the heavy ball below 2 (1 + b) / 25."""
    rates, shares = (0.07, 0.09, 0.11, 0.13, 0.15), (0, 0.3, 0.5, 0.8)
    long = explore_valley(valley, rates=rates, momentum=shares, steps=150)
    for i, rate in enumerate(rates):
        for j, share in enumerate(shares):
            heavy, plain = long.at(learning_rate=i, momentum=j, step=150)[0].split(", without ")
            for told, border in ((heavy, 2 * (1 + share) / 25), (plain, 2 / 25)):
                assert ("too far out to follow" in told) == (rate > border)
    assert long.at(learning_rate=1, momentum=2)[1] == (
        "After step 150 only the walk with momentum can still be followed."
    )
    assert (
        long.at(learning_rate=4, momentum=0)[1]
        == "After step 150 neither walk can be followed any longer."
    )


@pytest.mark.parametrize(("rate", "least"), [("0.1", "0.3"), ("0.14", "0.8")])
def test_the_least_momentum_that_keeps_it_in_the_valley(momentum, rate, least):
    kept = [s for s in stops(momentum, "momentum") if "only" in said_of(momentum, rate, s)[1]]
    assert kept == [s for s in stops(momentum, "momentum") if float(s) >= float(least)]


def test_play_begins_at_the_first_step(momentum):
    assert momentum.at()[0].startswith("Step 0: ")


@pytest.mark.parametrize(
    ("height", "told"),
    [
        (1123.4, "1,120"),
        (9_996_000, "10,000,000"),
        (-1_500_000, "−1,500,000"),
        (120, "120"),
        (2.5, "2.5"),
        (0.99999, "1"),
        (0.0000146, "0.0000146"),
        (0, "0"),
        (1.46e-9, "1.46 · 10⁻⁹"),
        (-12_000_000, "−1.2 · 10⁷"),
    ],
)
def test_heights_are_written_as_people_write_them(height, told):
    still = explore_valley(lambda x, y: height, rates=1, momentum=0, steps=1)
    assert still.at()[0] == f"Step 0: with momentum height {told}, without height {told}."


def test_the_lower_one_is_named(momentum):
    for rate in ("0.01", "0.05", "0.075"):
        for share in stops(momentum, "momentum"):
            heavy, plain = (list(heavy_ball(rate, s))[-1] for s in (share, "0"))
            which = "with " if heavy < plain else "without " if heavy > plain else "both walks"
            assert which in said_of(momentum, rate, share)[1]


def test_a_valley_of_your_own():
    explorer = explore_valley(lambda x, y: math.log(x) + y, (2.0, 0.0), rates=8, momentum=0)
    assert explorer.at(step=0)[0] == "Step 0: with momentum height 0.693, without height 0.693."
    # from 2 by 8 / 2 to -2, where no log is
    assert explorer.at(step=2)[0] == (
        "Step 2: with momentum no slope to follow, without no slope to follow."
    )


def test_level_lines_join_places_of_equal_height(momentum):
    [[left, right], [low, high]] = [[500, 4080], [TALL - 480, 300]]
    found = re.search(r'<path id="drawn-0-0" d="([^"]+)"', momentum.html)[1]
    for line in found.split("M")[1:]:
        x, y = np.array([p.split(",") for p in line.split("L")], float).T
        x = -5 + (x - left) / (right - left) * 15
        y = -3.5 + (y - low) / (high - low) * 7
        assert np.ptp(np.sqrt(valley(x, y))) < 0.12


# one unit is as long along both axes: 15 of them across, 7 up
TALL = int(300 + 480 + (4200 - 500 - 120) * 7 / 15)


@pytest.mark.parametrize(
    ("arguments", "error", "fragment"),
    [
        ({"f": 3}, TypeError, "f must be a function of x, y"),
        ({"f": lambda x, y: math.log(x - 20)}, ValueError, "f must give a finite number"),
        ({"start": 3}, ValueError, "start must be two numbers"),
        ({"f": lambda x, y: math.log(x), "start": (-1, 0)}, ValueError, "start must be a place"),
        ({"start": (11, 0)}, ValueError, "start must lie within span"),
        ({"momentum": 1.0}, ValueError, "momentum must be in [0, 1)"),
        ({"rates": 0}, ValueError, "learning_rate must be positive"),
        ({"span": (0, 1, 2)}, ValueError, "span must be the picture's left, right, bottom, top"),
    ],
)
def test_a_valley_refuses(arguments, error, fragment):
    assert_refused(lambda: explore_valley(**{"f": valley} | arguments), error, fragment)


@pytest.mark.parametrize("name", ["grid", "descent", "momentum"])
def test_an_explorer_is_light(name, request):
    assert len(gzip.compress(request.getfixturevalue(name).html.encode())) < 31_000
