"""Chapter 3, walk downhill: its exercises, questions and the mistakes made in them."""

import numpy as np

from course_lib.exercises._exercise import Edge, Exercise, Mistake, formula
from course_lib.exercises._question import Choice, Question

TITLE = "Walk downhill"

# Where a walker is one number, NumPy's kind lets functions written for arrays work as well.
number = np.float64


def numerical_gradient(f, x, h):
    """Slopes along every entry of x, in x's shape, by central differences; x is left unchanged."""
    slope = np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = np.zeros(x.shape)
        step[index] = h
        slope[index] = (f(x + step) - f(x - step)) / (2 * h)
    return slope


def _one_entry(x, index):
    direction = np.zeros(x.shape)
    direction[index] = 1
    return direction


def _numerical_gradient(
    f,
    x,
    h,
    direction=_one_entry,
    feet=(1, -1),
    width=np.multiply,
    divide=lambda ahead, behind, width: (ahead / width, behind / width),
    join=np.subtract,
    stays_at=0,
    pile_up=False,
    result=np.positive,
):
    place, slope, step = x.copy(), np.zeros(x.shape), np.zeros(x.shape)
    for index in np.ndindex(x.shape):
        step = (step if pile_up else 0) + h * direction(place, index)
        ahead, behind = (f(place + foot * step) for foot in feet)
        slope[index] = join(*divide(ahead, behind, width(feet[0] - feet[1], h)))
        place = place + stays_at * step
    return result(slope)


def _only(position):
    """Keep one entry, and set the others to 0."""

    def keep(slope):
        kept = np.zeros(slope.shape)
        kept.flat[position] = slope.flat[position]
        return kept

    return keep


def _second_difference(f, x, h):
    return _numerical_gradient(f, x, h, join=np.add, width=lambda feet, h: h * h) - (
        2 * f(x) / (h * h)
    )


NUMERICAL_GRADIENT = Exercise(
    numerical_gradient,
    why="Each slope needs two heights, h ahead and h behind along one entry: a distance of 2h, and"
    " the parentheses around it count. `x + step` makes a new array, so `x` stays as it is, and"
    " `step` begins with zeros again for every entry. `np.ndindex` visits all entries, whatever"
    " the shape. In the first case the slope along the first entry is 65 where the true one is 60:"
    " h is 1, and a smaller h comes closer.",
    hints=[
        "The check's first case is `x[0] ** 3 * x[1]` at `[2, 5]`, with h = 1. Along the first"
        " entry the two heights belong to `[3, 5]` and `[1, 5]`. What are they?",
        "The heights are 135 and 5. How far apart are the two places, in terms of h? What is the"
        " slope then?",
        "Which array has h at one entry and 0 at all others, so that adding it moves one entry"
        " alone, and leaves `x` as it is?",
        "`np.ndindex(x.shape)` gives the index of every entry, in a table too. What has to be new"
        " in each round, and what has to be kept over all rounds?",
    ],
    probes=[
        (formula("x: x[0] ** 3 * x[1]"), [2, 5], 1.0),
        (
            formula("x: x[0] ** 3 * x[2] + x[1] ** 4 - 2 * x[0] * x[1] ** 2 + x[2] ** 3"),
            [1.5, -0.75, 2.25],
            0.25,
        ),
        (
            formula("x: x[0] ** 3 * x[3] + x[1] ** 3 - x[2] ** 3 * x[0] + x[1] * x[3] ** 3"),
            [-1.25, 0.5, 1.75, 2.5],
            0.375,
        ),
    ],
    edges=[
        Edge(
            "a table",
            "`np.ndindex(x.shape)` visits every entry, and the slopes have the shape of `x`.",
            (
                formula("x: x[0, 0] ** 3 * x[1, 2] + x[0, 1] ** 2 * x[1, 0] - x[0, 2] * x[1, 1]"),
                [[1.25, -0.5, 2.0], [0.75, 3.0, -1.5]],
                0.25,
            ),
        ),
        Edge(
            "an array with three axes",
            "If there are two nested loops, they reach two axes alone: `np.ndindex(x.shape)` visits"
            " every entry.",
            (formula("x: x[0, 0, 0] ** 3 * x[1, 0, 1]"), [[[1.5, 2.0]], [[-0.5, 0.75]]], 0.25),
        ),
        Edge(
            "an array with one entry",
            "It is an array like any other, and the result has the shape `(1,)`.",
            (formula("x: x[0] ** 3"), [1.5], 0.25),
        ),
    ],
    variant=_numerical_gradient,
    mistakes=[
        Mistake(
            "forward-difference",
            "One foot stays at x: this is the forward difference. Put one foot h ahead and the"
            " other h behind.",
            feet=(1, 0),
        ),
        Mistake(
            "backward-difference",
            "One foot stays at x: this is the backward difference. Put one foot h ahead and the"
            " other h behind.",
            feet=(0, -1),
        ),
        Mistake(
            "second-foot-at-x",
            "The rise from x to x + h is divided by 2h, although these places are only h apart."
            " For the central difference the second foot goes to x - h.",
            feet=(1, 0),
            width=lambda feet, h: 2 * h,
        ),
        Mistake(
            "two-steps-ahead",
            "One foot stays at x, and the other one goes 2h ahead. Put one foot h ahead and the"
            " other h behind.",
            feet=(2, 0),
        ),
        Mistake(
            "half-steps",
            "The feet are h/2 ahead and h/2 behind: h is the distance of each foot from x.",
            feet=(0.5, -0.5),
        ),
        Mistake(
            "times-h",
            "The difference is multiplied by h. If `/ 2 * h` stands there, it works from left to"
            " right: put parentheses around `2 * h`.",
            width=lambda feet, h: feet / h,
        ),
        Mistake(
            "2-missing",
            "The slopes are too large: the places are 2h apart, and the difference is divided by h"
            " alone.",
            width=lambda feet, h: h,
        ),
        Mistake(
            "h-not-divided",
            "The difference is never divided by h: a slope is rise per unit of run.",
            width=lambda feet, h: feet,
        ),
        Mistake(
            "not-divided",
            "It is the difference of two heights, a rise. Divided by the distance between the two"
            " places it becomes a slope.",
            width=lambda feet, h: 1,
        ),
        Mistake(
            "multiplied-by-the-distance",
            "The rise is multiplied by the distance of the places: a slope is rise divided by run.",
            width=lambda feet, h: 1 / (feet * h),
        ),
        Mistake(
            "h-squared",
            "The difference is divided by h squared: in a slope h enters once.",
            width=lambda feet, h: feet * h * h,
        ),
        Mistake(
            "only-one-height-divided",
            "Only the height behind is divided: division goes before subtraction. Put parentheses"
            " around the difference of the heights.",
            divide=lambda ahead, behind, width: (ahead, behind / width),
        ),
        Mistake(
            "negated",
            "The sign is the wrong way round: it is the height ahead minus the height behind.",
            join=lambda ahead, behind: behind - ahead,
        ),
        Mistake(
            "heights-added",
            "The two heights are added: a rise is the height ahead minus the height behind.",
            join=np.add,
        ),
        Mistake(
            "only-the-height-ahead",
            "One height alone enters: a rise needs two, the one ahead minus the one behind.",
            join=lambda ahead, behind: ahead,
        ),
        Mistake(
            "same-place-twice",
            "Every slope is 0: both heights belong to the same place, or no slope is stored. If"
            " there is an `a = x`, it gives the same array a second name: `x.copy()` makes a new"
            " one.",
            lambda f, x, h: np.zeros(x.shape),
        ),
        Mistake(
            "h-added-to-the-height",
            "Every slope is 1: h is added to the height. It has to be added to x, within `f(...)`.",
            lambda f, x, h: np.ones(x.shape),
        ),
        Mistake(
            "whole-array-step",
            "One number for all entries: the whole array moves at once. Move one entry at a time,"
            " and store each slope.",
            direction=lambda x, index: np.ones(x.shape),
            result=lambda slope: slope.flat[0],
        ),
        Mistake(
            "whole-array-step-for-each",
            "Each round moves all entries at once, so all slopes are equal. Move one entry at a"
            " time.",
            direction=lambda x, index: np.ones(x.shape),
        ),
        Mistake(
            "relative-step",
            "Each entry moves by h times itself, in place of h.",
            direction=lambda x, index: _one_entry(x, index) * x,
        ),
        Mistake(
            "rows-moved-whole",
            "A table's rows move as a whole: `x[i]` is a row there. `np.ndindex(x.shape)` visits"
            " the single entries.",
            direction=lambda x, index: _one_entry(x, index[:1]),
        ),
        Mistake(
            "not-put-back",
            "Each entry stays moved, h behind, while the later ones are measured. Put it back, or"
            " move a copy.",
            stays_at=-1,
        ),
        Mistake(
            "not-put-back-ahead",
            "Each entry stays moved, h ahead, while the later ones are measured. Put it back, or"
            " move a copy.",
            stays_at=1,
        ),
        Mistake(
            "steps-pile-up",
            "From the second entry on, the entries before it are moved as well: begin each round"
            " with nothing moved.",
            pile_up=True,
        ),
        Mistake(
            "return-in-the-loop",
            "Only the first slope is there, the others are 0: the loop ends after one round, or"
            " always stores at the same place. Let every round store its own, and return after the"
            " loop.",
            result=_only(0),
        ),
        Mistake(
            "result-made-anew",
            "Only the last slope is there, the others are 0: the array of slopes is made anew in"
            " every round. Make it once, before the loop.",
            result=_only(-1),
        ),
        Mistake(
            "flattened",
            "The slopes of a table come back in one row: give them the shape of `x`.",
            result=np.ravel,
        ),
        Mistake(
            "own-h",
            "The slopes are as exact as with a far smaller step: the feet do not stand h ahead and"
            " h behind. Use the `h` that is passed in.",
            lambda f, x, h: numerical_gradient(f, x, 1e-5),
        ),
        Mistake(
            "second-difference",
            "Two heights minus twice the middle one, divided by h squared, is the bend, the slope"
            " of the slope. A slope needs the two outer heights alone, and 2h.",
            _second_difference,
        ),
        Mistake(
            "only-one-entry-passed",
            "`f` takes a whole array, and gets one number: pass it all of x, with one entry moved.",
            lambda f, x, h: [(f(x[i] + h) - f(x[i] - h)) / (2 * h) for i in np.ndindex(x.shape)],
        ),
    ],
)


def _misusing(function, use):
    """`function`, given slope functions that do what `use` does with the true ones."""

    def misused(slope):
        return lambda *place: use(slope, *place)

    return lambda *arguments: function(*(misused(a) if callable(a) else a for a in arguments))


def _grad_misused(function):
    """The mistakes in calling `grad`, in a function that takes it."""
    uncalled = "`grad` is a function: call it with the place, and it gives the slope there."
    return [
        Mistake("grad-not-called", uncalled, _misusing(function, lambda grad, w: grad)),
        Mistake(
            "grad-first-and-not-called", uncalled, _misusing(function, lambda grad, w: grad * 0.5)
        ),
        Mistake(
            "grad-called-with-nothing",
            "`grad` needs to be told where: call it with the place.",
            _misusing(function, lambda grad, w: grad()),
        ),
        Mistake(
            "grad-called-with-two",
            "`grad` is given two arguments, and takes one: the place.",
            _misusing(function, lambda grad, w: grad(w, w)),
        ),
    ]


def descent_step(w, grad, learning_rate):
    """The place one step of gradient descent from w, a number or an array; grad is a function."""
    return w - learning_rate * grad(w)


def _same_rate(learning_rate):
    return learning_rate


def _twice_the_rate(learning_rate):
    return learning_rate * learning_rate


def _descent_step(
    w,
    grad,
    learning_rate,
    start=1,
    sign=-1,
    rate=_same_rate,
    place=lambda w, grad, learning_rate: w,
    slope=np.positive,
):
    return start * w + sign * rate(learning_rate) * slope(grad(place(w, grad, learning_rate)))


def _one_step_on(w, grad, learning_rate):
    return w - learning_rate * grad(w)


STEEP = "a steep place and a large rate"
NO_LIMIT = "All of the slope and of the rate counts: if one is cut off at a limit, drop the limit."
UPHILL = "The step has the wrong sign: the slope points uphill, so the step is subtracted."
NO_RATE = "The step is not scaled by the learning rate: multiply the slope by it."
RATE_TWICE = "The learning rate is applied twice: multiply the slope by it once."
RATE_DIVIDES = "The slope is divided by the learning rate: multiply it."

_UPHILL = Mistake("uphill", UPHILL, sign=1)
_SIGN_OF_THE_SLOPE = Mistake(
    "sign-of-the-slope",
    "Every step has the same length: only the sign of the slope counts. The step grows"
    " with the size of the slope.",
    slope=np.sign,
)
_NORMALISED = Mistake(
    "normalised",
    "The slope is divided by its own length, so every step has the same length. The step"
    " grows with the slope.",
    slope=lambda slope: slope / np.linalg.norm(slope),
)
_SLOPES_AVERAGED = Mistake(
    "slopes-averaged",
    "Several weights all move by the same step: the slopes are averaged. Each weight moves"
    " by its own.",
    slope=np.mean,
)

DESCENT_STEP = Exercise(
    descent_step,
    why="`grad(w)` asks for the slope where the walker stands. The learning rate turns the slope"
    " into a step: 0.25 times 8 is 2. The minus makes the step go down, whichever sign the slope"
    " has, and w minus the step is the new place: 5 - 2 = 3.",
    hints=[
        "The check's first case starts at 5 with the slope function `2 * (w - 1)`. How steep is it"
        " there?",
        "The slope is 8 and the learning rate 0.25. How long is the step, and which way does it"
        " go?",
        "What is asked for is a place. How does it follow from the old place and the step? What if"
        " the slope were negative?",
    ],
    probes=[
        (number(5), formula("w: 2 * (w - 1)"), 0.25),
        (number(-1.7), formula("w: w ** 2 - 3.1 * w"), 0.13),
        (number(0.6), formula("w: np.exp(w) - 2.4"), 0.35),
    ],
    edges=[
        Edge(
            "several weights at once",
            "The same line works for an array: each weight moves by its own slope.",
            ([1.4, -0.8, 2.3], formula("w: w ** 2 - 1.5 * w + 0.4"), 0.15),
        ),
        Edge(
            "a table of weights",
            "The same line works for every shape: each weight moves by its own slope.",
            ([[0.7, -1.2], [2.1, 0.3], [-0.6, 1.9]], formula("w: 3 * w - w ** 2"), 0.15),
        ),
        Edge(
            "weights whose slopes depend on each other",
            "All slopes are measured at one place, before any weight moves.",
            ([1.4, -0.8], formula("w: np.array([3 * w[0] + w[1], w[0] - 2 * w[1]])"), 0.15),
        ),
        Edge(
            "a start where the slope is 0",
            "The step is 0 long there, and nothing needs to be divided by the slope.",
            (number(3), formula("w: 2 * (w - 3)"), 0.15),
        ),
        Edge(STEEP, NO_LIMIT, ([3.5, -2.1], formula("w: 400 * w - 80"), 2.5)),
    ],
    variant=_descent_step,
    mistakes=[
        _UPHILL,
        Mistake(
            "only-the-step",
            "It is the step alone, learning rate times slope. The new place is the old one minus"
            " the step.",
            start=0,
            sign=1,
        ),
        Mistake(
            "only-the-update",
            "It is the update alone, with its minus. Added to the old place it gives the new one.",
            start=0,
        ),
        Mistake(
            "only-the-slope",
            "It is the slope alone. The learning rate makes a step of it, and the old place minus"
            " the step is the new one.",
            start=0,
            sign=1,
            rate=lambda r: 1,
        ),
        Mistake(
            "gradient-at-the-new-place",
            "The slope is taken where the step would lead. Take it at `w`, before moving.",
            place=_one_step_on,
        ),
        Mistake(
            "gradient-at-the-learning-rate",
            "`grad` is called with the learning rate: the slope is asked for at the place `w`.",
            place=lambda w, grad, r: r,
        ),
        Mistake(
            "two-steps",
            "Two steps are taken, and the second one starts where the first one ends. One is asked"
            " for.",
            lambda w, grad, r: _one_step_on(_one_step_on(w, grad, r), grad, r),
        ),
        Mistake(
            "never-moves",
            "It gives back the old place: the new one is never stored, or the step is 0. `w - ...`"
            " alone changes nothing: return it.",
            lambda w, grad, r: w,
        ),
        Mistake("no-learning-rate", NO_RATE, rate=lambda r: 1),
        Mistake("learning-rate-twice", RATE_TWICE, rate=_twice_the_rate),
        Mistake("divided-by-the-learning-rate", RATE_DIVIDES, rate=lambda r: 1 / r),
        Mistake(
            "step-doubled",
            "The step has a factor 2 too many: it is the learning rate times the slope.",
            rate=lambda r: 2 * r,
        ),
        Mistake(
            "step-halved",
            "The step has a factor 1/2 too many: it is the learning rate times the slope.",
            rate=lambda r: r / 2,
        ),
        _SIGN_OF_THE_SLOPE,
        _NORMALISED,
        Mistake(
            "slope-without-its-sign",
            "The sign of the slope is lost, so every step goes the same way. The sign says which"
            " way is up.",
            slope=np.abs,
        ),
        Mistake(
            "slope-clipped",
            "Slopes beyond 1 and -1 are cut off: the whole slope counts.",
            slope=lambda slope: np.clip(slope, -1, 1),
        ),
        Mistake(
            "slope-squared",
            "The slope enters squared, and so without its sign: it enters once.",
            slope=np.square,
        ),
        _SLOPES_AVERAGED,
        Mistake(
            "slopes-added",
            "Several weights all move by the same step: the slopes are added up. Each weight moves"
            " by its own.",
            slope=np.sum,
        ),
        Mistake(
            "no-slope",
            "The slope does not enter: the learning rate alone is subtracted. It is a factor, and"
            " the slope is the other one.",
            lambda w, grad, r: w - r,
        ),
        Mistake(
            "place-for-the-slope",
            "The place itself is used as the slope: `grad(w)` gives the slope at `w`.",
            lambda w, grad, r: w - r * w,
        ),
        Mistake(
            "times-the-place",
            "The step is multiplied by the place too: it is the learning rate times the slope"
            " alone.",
            lambda w, grad, r: w - r * grad(w) * w,
        ),
        Mistake(
            "difference-first",
            "The learning rate is subtracted first, and the rest multiplied by the slope. A"
            " product goes before a difference: leave the parentheses away.",
            lambda w, grad, r: (w - r) * grad(w),
        ),
        Mistake(
            "rate-at-the-place",
            "The learning rate multiplies the place, not the slope.",
            lambda w, grad, r: r * w - grad(w),
        ),
        Mistake(
            "running-mean",
            "Place and slope are mixed with weights that add up to 1, as in a running mean. The"
            " place is kept whole.",
            lambda w, grad, r: (1 - r) * w + r * grad(w),
        ),
        Mistake(
            "place-shrunk",
            "The place is multiplied by 1 minus the learning rate before the step is subtracted."
            " It is kept whole.",
            lambda w, grad, r: (1 - r) * w - r * grad(w),
        ),
        *_grad_misused(descent_step),
    ],
)


def gradient_descent(w, grad, learning_rate, steps):
    """The place after so many steps of gradient descent from w, a number or an array."""
    for _ in range(steps):
        w = w - learning_rate * grad(w)
    return w


def _gradient_descent(
    w,
    grad,
    learning_rate,
    steps,
    sign=-1,
    rate=lambda learning_rate, step, steps: learning_rate,
    count=lambda steps: steps,
    place=lambda now, start, step_from: now,
    base=lambda now, start: now,
    slope=lambda slope: slope,
    result=lambda path, grad: path[-1],
):
    def step_from(now):
        return now - learning_rate * grad(now)

    path = [w]
    for step in range(count(steps)):
        now = path[-1]
        gone = rate(learning_rate, step, steps) * slope(grad(place(now, w, step_from)))
        path.append(base(now, w) + sign * gone)
    return result(path, grad)


def _slopes_piled_up(w, grad, learning_rate, steps):
    total = 0
    for _ in range(steps):
        total = total + grad(w)
        w = w - learning_rate * total
    return w


def _stops_on_a_small_slope(w, grad, learning_rate, steps):
    for _ in range(steps):
        if np.all(np.abs(grad(w)) < 1e-6):
            break
        w = w - learning_rate * grad(w)
    return w


def _stops_on_a_short_step(w, grad, learning_rate, steps):
    for _ in range(steps):
        new = w - learning_rate * grad(w)
        if np.all(np.abs(new - w) < 1e-5):
            break
        w = new
    return w


GRADIENT_DESCENT = Exercise(
    gradient_descent,
    why="Each round asks for the slope where the walker stands now, and gives the new place the"
    " same name, so the next round starts from there. The return stands after the loop. With no"
    " step at all the loop does not run, and the place is the start.",
    hints=[
        "The check's first case starts at 9 with the slope function `2 * (w - 1)` and the rate"
        " 0.25. Where is the walker after one step?",
        "After one step it is 5. How steep is it there, and where does the second step lead? When"
        " does the slope have to be asked for again?",
        "The places are 9, 5, 3, 2. Which name holds the place from round to round, and which line"
        " must not stand within the loop?",
    ],
    probes=[
        (number(9), formula("w: 2 * (w - 1)"), 0.25, 3),
        (number(2.4), formula("w: w ** 2 - 0.5 * w - 1.3"), 0.15, 4),
        (number(-1.1), formula("w: np.exp(w) - 0.6 + 0.3 * w ** 3"), 0.13, 6),
    ],
    edges=[
        Edge(
            "no step at all",
            "With 0 steps the place is the start: a loop over `range(0)` has no round, and the"
            " `return` stands after it.",
            (number(1.7), formula("w: 3 * w - 1"), 0.15, 0),
        ),
        Edge(
            "one step",
            "One round of the loop is one step.",
            (number(1.7), formula("w: w ** 2 - 4"), 0.15, 1),
        ),
        Edge(
            "several weights at once",
            "The same lines work for an array: each weight moves by its own slope.",
            ([1.4, -0.8, 2.3], formula("w: w ** 2 - 1.5 * w - 0.4"), 0.15, 5),
        ),
        Edge(
            "a gentle slope and a large rate",
            "If the loop ends where the slope is small, let it take all steps: a number of steps is"
            " asked for. If the rate is cut off at a limit, drop the limit.",
            (number(1.5), formula("w: 1e-12 * w"), 4e11, 5),
        ),
        Edge(
            "a steep slope and a tiny rate",
            "If the loop ends where a step is short, let it take all steps: a number of steps is"
            " asked for.",
            (number(0), formula("w: 3 * w - 1"), 2.0**-39, 300),
        ),
        Edge(
            "many short steps",
            "If the loop ends where a step is short next to the place, or after a fixed number of"
            " rounds, let it take all steps: a number of steps is asked for.",
            # a power of 2, so that float32 makes each step exactly
            (number(1), formula("w: 1 + 0 * w"), 2.0**-17, 1200),
        ),
        Edge(
            "a rate that leads away",
            "All of the slope and of the rate counts, and all steps, wherever they lead: if there"
            " is a limit, drop it.",
            (number(0.75), formula("w: 3 * w"), 2.5, 5),
        ),
    ],
    variant=_gradient_descent,
    mistakes=[
        Mistake(
            "one-step-only",
            "Only one step counts: the `return` stands in the loop, or each round starts from the"
            " first place again.",
            count=lambda steps: min(steps, 1),
        ),
        Mistake(
            "one-step-too-few",
            "One step is missing, or the place before the last one is returned: `range(steps)`"
            " runs `steps` times.",
            count=lambda steps: steps - 1,
        ),
        Mistake(
            "one-step-too-many",
            "It takes one step more than it should: `range(steps)` runs `steps` times.",
            count=lambda steps: steps + 1,
        ),
        Mistake(
            "never-moves",
            "It gives back the start: the new place is never stored in `w`, or the loop never"
            " runs.",
            lambda w, grad, r, steps: w,
        ),
        Mistake(
            "stale-gradient",
            "All steps use the slope at the start, or there is one step, `steps` times as long."
            " Ask for the slope anew in every round, at the place that has been reached.",
            place=lambda now, start, step_from: start,
        ),
        Mistake(
            "gradient-at-the-new-place",
            "The slope is taken where the step would lead. Take it where the walker stands.",
            place=lambda now, start, step_from: step_from(now),
        ),
        Mistake(
            "from-the-start-again",
            "Every step is subtracted from the start, not from the place that has been reached.",
            base=lambda now, start: start,
        ),
        Mistake(
            "only-the-step",
            "The place itself gets lost: every round keeps the step alone. The new place is the"
            " old one minus the step.",
            base=lambda now, start: 0,
            sign=1,
        ),
        Mistake(
            "only-the-update",
            "The place itself gets lost: every round keeps minus the step alone. Added to the old"
            " place it gives the new one.",
            base=lambda now, start: 0,
        ),
        Mistake(
            "walks-to-the-bottom",
            "It gives the bottom, where the slope is 0, whatever `steps` is: take as many steps as"
            " are asked for.",
            lambda w, grad, r, steps: gradient_descent(w, grad, r, 1000),
        ),
        _UPHILL,
        Mistake("no-learning-rate", NO_RATE, rate=lambda r, step, steps: 1),
        Mistake("learning-rate-twice", RATE_TWICE, rate=lambda r, step, steps: r * r),
        Mistake("divided-by-the-learning-rate", RATE_DIVIDES, rate=lambda r, step, steps: 1 / r),
        Mistake(
            "step-doubled",
            "Every step has a factor 2 too many: it is the learning rate times the slope.",
            rate=lambda r, step, steps: 2 * r,
        ),
        Mistake(
            "step-halved",
            "Every step has a factor 1/2 too many: it is the learning rate times the slope.",
            rate=lambda r, step, steps: r / 2,
        ),
        Mistake(
            "rate-divided-by-steps",
            "The learning rate is divided by the number of steps: each step uses all of it.",
            rate=lambda r, step, steps: r / steps,
        ),
        Mistake(
            "rate-times-the-round",
            "The learning rate is multiplied by the round's number, 0 at first: it stays the same.",
            rate=lambda r, step, steps: r * step,
        ),
        Mistake(
            "rate-times-the-round-from-1",
            "The learning rate is multiplied by the round's number, 1 at first: it stays the same.",
            rate=lambda r, step, steps: r * (step + 1),
        ),
        Mistake(
            "rate-shrinks",
            "The learning rate is divided by the round's number: here it stays the same.",
            rate=lambda r, step, steps: r / (step + 1),
        ),
        _SIGN_OF_THE_SLOPE,
        _NORMALISED,
        _SLOPES_AVERAGED,
        Mistake(
            "slopes-pile-up",
            "The slopes of earlier rounds are added to the new one, as with momentum: each step"
            " uses the slope of its own place alone.",
            _slopes_piled_up,
        ),
        Mistake(
            "place-for-the-slope",
            "The place itself is used as the slope: `grad(w)` gives the slope at `w`.",
            lambda w, grad, r, steps: w * (1 - r) ** steps,
        ),
        Mistake(
            "stops-on-a-small-slope",
            "Nothing moves where the slope is small, however large the rate. Does the loop stop at"
            " a small slope, is the slope rounded, or the rate cut off? All steps count, and all of"
            " slope and rate.",
            _stops_on_a_small_slope,
        ),
        Mistake(
            "stops-on-a-short-step",
            "Short steps are lost. Does the loop stop where a step is short, or is a place rounded?"
            " All steps count, with all digits.",
            _stops_on_a_short_step,
        ),
        Mistake(
            "whole-path",
            "It is the list of all places, the start included: the last one is asked for.",
            result=lambda path, grad: path,
        ),
        Mistake(
            "path-after-the-start",
            "It is the list of all places after the start: the last one is asked for.",
            result=lambda path, grad: path[1:],
        ),
        Mistake(
            "mean-of-the-path",
            "It is the mean of all places: the last one is asked for.",
            result=lambda path, grad: np.mean(path, axis=0),
        ),
        Mistake(
            "only-the-way",
            "It is the way from the start to the end: the end itself is asked for.",
            result=lambda path, grad: path[-1] - path[0],
        ),
        Mistake(
            "only-the-slope",
            "It is the slope at the end: the place is asked for.",
            result=lambda path, grad: grad(path[-1]),
        ),
        Mistake(
            "gradient-at-the-round",
            "`grad` is called with the round's number, 0 at first: the slope is asked for at the"
            " place that has been reached.",
            lambda w, grad, r, steps: w - r * sum(grad(step) for step in range(steps)),
        ),
        Mistake(
            "steps-not-counted",
            "A loop runs over a range or a list, and not over a number: `range(steps)` has `steps`"
            " rounds.",
            lambda w, grad, r, steps: [w for _ in steps],
        ),
        *_grad_misused(gradient_descent),
    ],
)


def descent_step_two(w, b, grad_w, grad_b, learning_rate):
    """(w, b) after one step in which both move at once; both are numbers, or arrays."""
    slope_w, slope_b = grad_w(w, b), grad_b(w, b)
    return w - learning_rate * slope_w, b - learning_rate * slope_b


def _at_the_old_place(old, moved):
    return old


def _w_moved(old, moved):
    return moved[0], old[1]


def _b_moved(old, moved):
    return old[0], moved[1]


def _both_moved(old, moved):
    return moved


def _swapped(w, b):
    return b, w


def _descent_step_two(
    w,
    b,
    grad_w,
    grad_b,
    learning_rate,
    sign_w=-1,
    sign_b=-1,
    rate_w=_same_rate,
    rate_b=_same_rate,
    place_w=_at_the_old_place,
    place_b=_at_the_old_place,
    slopes=lambda grad_w, grad_b: (grad_w, grad_b),
    order_w=lambda w, b: (w, b),
    order_b=lambda w, b: (w, b),
    start_w=lambda w, b: w,
    start_b=lambda w, b: b,
    mix=lambda slope_w, slope_b: (slope_w, slope_b),
):
    grad_w, grad_b = slopes(grad_w, grad_b)

    def moved(at_w, at_b):
        slope_w, slope_b = mix(grad_w(*order_w(*at_w)), grad_b(*order_b(*at_b)))
        return (
            start_w(w, b) + sign_w * rate_w(learning_rate) * slope_w,
            start_b(w, b) + sign_b * rate_b(learning_rate) * slope_b,
        )

    old = (w, b)
    once = moved(old, old)
    return moved(place_w(old, once), place_b(old, once))


def _two_steps_of_both(w, b, grad_w, grad_b, learning_rate):
    w, b = descent_step_two(w, b, grad_w, grad_b, learning_rate)
    return descent_step_two(w, b, grad_w, grad_b, learning_rate)


def _none(learning_rate):
    return 0


def _not_scaled(learning_rate):
    return 1


def _from_0(w, b):
    return 0


def _of_one_alone(slug, says, **changes):
    """A mistake in the step of `w` alone, and the same in the step of `b` alone."""
    return [
        Mistake(
            f"{slug}-for-{name}",
            says.format(name=name),
            **{f"{part}_{name}": change for part, change in changes.items()},
        )
        for name in ("w", "b")
    ]


SLOPES_NOT_CALLED = "`grad_w` and `grad_b` are functions: call both with `w` and `b`."

DESCENT_STEP_TWO = Exercise(
    descent_step_two,
    why="Both slopes are measured before anything moves, so they belong to one and the same place:"
    " 6 and 5 at (3, 2). Then both numbers move, each against its own slope.",
    hints=[
        "The check's first case stands at (3, 2), with the slopes `w * b` and `w + b`. What are"
        " the two slopes there?",
        "The slopes are 6 and 5, and the rate is 0.1. Where does each of the two numbers end?",
        "If `w` gets its new value first, which `w` does `grad_b` see? What has to be measured"
        " before anything moves?",
        "A function gives back two values with a comma between them. In which order?",
    ],
    probes=[
        (number(3), number(2), formula("w, b: w * b"), formula("w, b: w + b"), 0.1),
        (
            number(-1.3),
            number(0.7),
            formula("w, b: 2 * w - b ** 2 + 2.4"),
            formula("w, b: w ** 2 + 3 * b - 0.9"),
            0.15,
        ),
        (
            number(2.2),
            number(-0.6),
            formula("w, b: w ** 2 - 3 * b"),
            formula("w, b: 2 * w * b - b ** 2 + 2.6"),
            0.35,
        ),
    ],
    edges=[
        Edge(
            "arrays of weights",
            "The same lines work for arrays: each weight moves by its own slope.",
            (
                [1.4, -0.8, 2.3],
                [0.5, 1.1, -0.9],
                formula("w, b: 2 * w - b ** 2"),
                formula("w, b: w ** 2 + 3 * b"),
                0.15,
            ),
        ),
        Edge(
            "a start where both slopes are 0",
            "Nothing moves there, and nothing needs to be divided by a slope.",
            (
                number(1),
                number(-2),
                formula("w, b: 2 * w + b"),
                formula("w, b: 3 * w ** 2 + b - 1"),
                0.15,
            ),
        ),
        Edge(
            STEEP,
            NO_LIMIT,
            (
                [3.5, -2.1],
                [-1.8, 2.4],
                formula("w, b: 400 * w + 50 * b"),
                formula("w, b: 90 * w + 700 * b"),
                2.5,
            ),
        ),
    ],
    variant=_descent_step_two,
    mistakes=[
        Mistake(
            "w-moved-first",
            "`w` moves first, and the slope along `b` is taken with the new `w`. Measure both"
            " slopes before anything moves.",
            place_b=_w_moved,
        ),
        Mistake(
            "b-moved-first",
            "`b` moves first, and the slope along `w` is taken with the new `b`. Measure both"
            " slopes before anything moves.",
            place_w=_b_moved,
        ),
        Mistake(
            "each-sees-the-other-moved",
            "Each slope is taken after the other number has moved. Measure both at the old place.",
            place_w=_b_moved,
            place_b=_w_moved,
        ),
        Mistake(
            "gradient-at-the-new-place",
            "Both slopes are taken where the step would lead. Measure them at the old place.",
            place_w=_both_moved,
            place_b=_both_moved,
        ),
        Mistake(
            "w-slope-at-the-new-place",
            "The slope along `w` is taken where the step would lead, that along `b` is not."
            " Measure both at the old place.",
            place_w=_both_moved,
        ),
        Mistake(
            "b-slope-at-the-new-place",
            "The slope along `b` is taken where the step would lead, that along `w` is not."
            " Measure both at the old place.",
            place_b=_both_moved,
        ),
        Mistake(
            "gradients-swapped",
            "The slopes are swapped: `w` moves by `grad_b` and `b` by `grad_w`. Each moves by its"
            " own.",
            slopes=lambda grad_w, grad_b: (grad_b, grad_w),
        ),
        Mistake(
            "grad-w-for-both",
            "Both move by `grad_w`: the slope along `b` is `grad_b`.",
            slopes=lambda grad_w, grad_b: (grad_w, grad_w),
        ),
        Mistake(
            "grad-b-for-both",
            "Both move by `grad_b`: the slope along `w` is `grad_w`.",
            slopes=lambda grad_w, grad_b: (grad_b, grad_b),
        ),
        Mistake(
            "arguments-of-the-slopes-swapped",
            "The slopes are asked for at the place `(b, w)`: both functions take `w` first.",
            order_w=_swapped,
            order_b=_swapped,
        ),
        Mistake(
            "arguments-of-grad-w-swapped",
            "The slope along `w` is asked for at the place `(b, w)`: `grad_w` takes `w` first.",
            order_w=_swapped,
        ),
        Mistake(
            "arguments-of-grad-b-swapped",
            "The slope along `b` is asked for at the place `(b, w)`: `grad_b` takes `w` first.",
            order_b=_swapped,
        ),
        Mistake(
            "uphill",
            "Both steps have the wrong sign: a slope points uphill, so a step is subtracted.",
            sign_w=1,
            sign_b=1,
        ),
        Mistake(
            "w-uphill",
            "The step of `w` has the wrong sign: subtract it.",
            sign_w=1,
        ),
        Mistake(
            "b-uphill",
            "The step of `b` has the wrong sign: subtract it.",
            sign_b=1,
        ),
        Mistake(
            "no-learning-rate",
            "Neither step is scaled by the learning rate: multiply both slopes by it.",
            rate_w=_not_scaled,
            rate_b=_not_scaled,
        ),
        *_of_one_alone(
            "no-learning-rate",
            "The step of `{name}` is not scaled by the learning rate: multiply both slopes by it.",
            rate=_not_scaled,
        ),
        Mistake(
            "learning-rate-twice",
            "The learning rate is applied twice in both steps: multiply each slope by it once.",
            rate_w=_twice_the_rate,
            rate_b=_twice_the_rate,
        ),
        *_of_one_alone(
            "learning-rate-twice",
            "The learning rate is applied twice in the step of `{name}`: multiply the slope by it"
            " once.",
            rate=_twice_the_rate,
        ),
        Mistake(
            "divided-by-the-learning-rate",
            "Both slopes are divided by the learning rate: multiply them.",
            rate_w=lambda r: 1 / r,
            rate_b=lambda r: 1 / r,
        ),
        *_of_one_alone(
            "divided-by-the-learning-rate",
            "The slope along `{name}` is divided by the learning rate: multiply it.",
            rate=lambda r: 1 / r,
        ),
        Mistake(
            "steps-doubled",
            "Both steps have a factor 2 too many: a step is the learning rate times the slope.",
            rate_w=lambda r: 2 * r,
            rate_b=lambda r: 2 * r,
        ),
        *_of_one_alone(
            "step-doubled",
            "The step of `{name}` has a factor 2 too many: it is the learning rate times the"
            " slope.",
            rate=lambda r: 2 * r,
        ),
        Mistake(
            "steps-halved",
            "Both steps have a factor 1/2 too many: a step is the learning rate times the slope.",
            rate_w=lambda r: r / 2,
            rate_b=lambda r: r / 2,
        ),
        *_of_one_alone(
            "step-halved",
            "The step of `{name}` has a factor 1/2 too many: it is the learning rate times the"
            " slope.",
            rate=lambda r: r / 2,
        ),
        Mistake(
            "only-w-moves",
            "`b` does not move by its slope: subtract learning rate times `grad_b` from it, in the"
            " same step.",
            rate_b=_none,
        ),
        Mistake(
            "only-b-moves",
            "`w` does not move by its slope: subtract learning rate times `grad_w` from it, in the"
            " same step.",
            rate_w=_none,
        ),
        Mistake(
            "never-moves",
            "Both stay where they were: the new values are never stored, or the steps are 0.",
            lambda w, b, grad_w, grad_b, r: (w, b),
        ),
        Mistake(
            "only-the-steps",
            "It is the two steps, learning rate times slope. The new place is the old one minus"
            " these.",
            start_w=_from_0,
            start_b=_from_0,
            sign_w=1,
            sign_b=1,
        ),
        *_of_one_alone(
            "only-the-step",
            "The part of `{name}` is its step alone, learning rate times slope: the new value is"
            " the old one minus the step.",
            start=_from_0,
            sign=1,
        ),
        Mistake(
            "only-the-updates",
            "It is the two updates, with their minus. Added to the old place they give the new"
            " one.",
            start_w=_from_0,
            start_b=_from_0,
        ),
        *_of_one_alone(
            "only-the-update",
            "The part of `{name}` is its update alone, with the minus: added to the old value it"
            " gives the new one.",
            start=_from_0,
        ),
        Mistake(
            "only-the-slopes",
            "It is the two slopes. The learning rate makes steps of them, and the old place minus"
            " the steps is the new one.",
            lambda w, b, grad_w, grad_b, r: (grad_w(w, b), grad_b(w, b)),
        ),
        *_of_one_alone(
            "only-the-slope",
            "The part of `{name}` is its slope alone: the new value is the old one minus learning"
            " rate times slope.",
            start=_from_0,
            sign=1,
            rate=_not_scaled,
        ),
        Mistake(
            "both-from-w",
            "The second number starts from `w` too: it is `b` minus its step.",
            start_b=lambda w, b: w,
        ),
        Mistake(
            "both-from-b",
            "The first number starts from `b` too: it is `w` minus its step.",
            start_w=lambda w, b: b,
        ),
        Mistake(
            "starts-swapped",
            "The steps are subtracted from each other's number: `w` minus the step of `w` comes"
            " first, `b` minus the step of `b` second.",
            start_w=lambda w, b: b,
            start_b=lambda w, b: w,
        ),
        Mistake(
            "slopes-added",
            "Both move by the sum of the two slopes: each moves by its own.",
            mix=lambda slope_w, slope_b: (slope_w + slope_b, slope_w + slope_b),
        ),
        Mistake(
            "slopes-averaged",
            "Both move by the mean of the two slopes: each moves by its own.",
            mix=lambda slope_w, slope_b: ((slope_w + slope_b) / 2, (slope_w + slope_b) / 2),
        ),
        Mistake(
            "sign-of-the-slopes",
            "Both steps have the same length: only the signs of the slopes count. A step grows"
            " with the size of its slope.",
            mix=lambda slope_w, slope_b: (np.sign(slope_w), np.sign(slope_b)),
        ),
        Mistake(
            "normalised",
            "The slopes are divided by their common length, so the whole step has the learning"
            " rate's length. Leave them as they are.",
            mix=lambda slope_w, slope_b: (
                slope_w / np.hypot(slope_w, slope_b),
                slope_b / np.hypot(slope_w, slope_b),
            ),
        ),
        Mistake(
            "two-steps",
            "Two steps are taken, and the second one starts where the first one ends. One is asked"
            " for.",
            _two_steps_of_both,
        ),
        Mistake(
            "grad-not-called",
            SLOPES_NOT_CALLED,
            _misusing(descent_step_two, lambda grad, w, b: grad),
        ),
        Mistake(
            "grad-first-and-not-called",
            SLOPES_NOT_CALLED,
            _misusing(descent_step_two, lambda grad, w, b: grad * 0.5),
        ),
        Mistake(
            "grad-called-with-nothing",
            "The slope functions need to be told where: call both with `w` and `b`.",
            _misusing(descent_step_two, lambda grad, w, b: grad()),
        ),
        Mistake(
            "one-argument",
            "A slope function gets one argument, and a place has two numbers here: call both with"
            " `w` and `b`, each an argument of its own.",
            _misusing(descent_step_two, lambda grad, w, b: grad(w)),
        ),
        Mistake(
            "pair-times-the-rate",
            "A pair of numbers cannot be multiplied: move `w` and `b` one by one, or make an array"
            " of the pair.",
            lambda w, b, grad_w, grad_b, r: r * (grad_w(w, b), grad_b(w, b)),
        ),
    ],
)


def momentum_step(w, velocity, grad, learning_rate, momentum):
    """(w, velocity) after one step with momentum; both are numbers, or arrays."""
    velocity = momentum * velocity - learning_rate * grad(w)
    return w + velocity, velocity


def _momentum_step(
    w,
    velocity,
    grad,
    learning_rate,
    momentum,
    keep=lambda momentum, rate: momentum,
    pull=lambda rate, momentum: rate,
    sign=-1,
    place=lambda w, velocity, momentum: w,
    slope=np.positive,
    move=lambda new, old, rate, momentum: new,
    result=lambda w, velocity, old_w, old_velocity: (w, velocity),
):
    pulled = pull(learning_rate, momentum) * slope(grad(place(w, velocity, momentum)))
    new = keep(momentum, learning_rate) * velocity + sign * pulled
    moved = w + move(new, velocity, learning_rate, momentum)
    return result(moved, new, w, velocity)


def _rate_outside(w, velocity, grad, learning_rate, momentum):
    velocity = momentum * velocity + grad(w)
    return w - learning_rate * velocity, velocity


def _velocity_subtracted(w, velocity, grad, learning_rate, momentum):
    velocity = momentum * velocity + learning_rate * grad(w)
    return w - velocity, velocity


def _running_mean(w, velocity, grad, learning_rate, momentum):
    velocity = momentum * velocity + (1 - momentum) * grad(w)
    return w - learning_rate * velocity, velocity


def _moves_then_renews(w, velocity, grad, learning_rate, momentum):
    w = w + velocity
    return w, momentum * velocity - learning_rate * grad(w)


def _renews_after_moving(w, velocity, grad, learning_rate, momentum):
    w = w + momentum * velocity - learning_rate * grad(w)
    return w, momentum * velocity - learning_rate * grad(w)


def _two_momentum_steps(w, velocity, grad, learning_rate, momentum):
    w, velocity = momentum_step(w, velocity, grad, learning_rate, momentum)
    return momentum_step(w, velocity, grad, learning_rate, momentum)


MOMENTUM_STEP = Exercise(
    momentum_step,
    why="The velocity is renewed first: it keeps the share 0.8 of 5, which is 4, and the pull"
    " takes 2 away. Then the place moves by the new velocity, from 4 to 6. The slope is the one at"
    " the old place.",
    hints=[
        "The check's first case stands at 4 with the velocity 5, the slope function `2 * w`, the"
        " rate 0.25 and the momentum 0.8. How much of the old velocity is kept?",
        "Of the velocity 4 is kept. The slope is 8: how large is the pull, and what is the new"
        " velocity?",
        "Which of the two velocities moves the place, the old one or the new one?",
        "Two values are asked for, with a comma between them. Which one comes first?",
    ],
    probes=[
        (number(4), number(5), formula("w: 2 * w"), 0.25, 0.8),
        (number(-1.3), number(0.7), formula("w: w ** 2 - 3.1 * w"), 0.15, 0.6),
        (number(2.2), number(-0.9), formula("w: np.exp(w) - 8.4"), 0.45, 0.7),
    ],
    edges=[
        Edge(
            "arrays of weights",
            "The same lines work for arrays: each weight has its own velocity.",
            ([1.4, -0.8, 2.3], [0.3, 1.2, -0.7], formula("w: w ** 2 - 1.5 * w + 0.4"), 0.15, 0.6),
        ),
        Edge(
            "a walker at rest",
            "The velocity is 0 before the first step: nothing is kept, and the pull alone counts.",
            (number(1.7), number(0), formula("w: w ** 2 - 4.1"), 0.15, 0.6),
        ),
        Edge(
            "a momentum of 0",
            "Nothing of the velocity is kept: it is plain gradient descent.",
            (number(1.7), number(-0.8), formula("w: w ** 2 - 4.1"), 0.15, 0.0),
        ),
        Edge(
            STEEP,
            NO_LIMIT,
            ([3.5, -2.1], [0.9, -1.3], formula("w: 400 * w - 80"), 2.5, 0.95),
        ),
    ],
    variant=_momentum_step,
    mistakes=[
        Mistake(
            "old-velocity-used",
            "The place moves by the old velocity. Renew the velocity first, then move by the new"
            " one.",
            move=lambda new, old, rate, momentum: old,
        ),
        Mistake(
            "moves-then-renews",
            "The place moves by the old velocity, and the slope is taken at the new place. Renew"
            " the velocity first, with the slope at the old place.",
            _moves_then_renews,
        ),
        Mistake(
            "renews-after-moving",
            "The place is right, but the velocity that is returned uses the slope at the new"
            " place. Compute it once, before the move.",
            _renews_after_moving,
        ),
        Mistake(
            "nesterov",
            "The slope is taken ahead, where the kept velocity alone would lead: that is"
            " Nesterov's momentum. Here it is taken at `w`.",
            place=lambda w, velocity, momentum: w + momentum * velocity,
        ),
        Mistake(
            "gradient-after-the-old-velocity",
            "The slope is taken where the whole old velocity would lead. Take it at `w`.",
            place=lambda w, velocity, momentum: w + velocity,
        ),
        Mistake(
            "gradient-at-the-velocity",
            "`grad` is called with the velocity: the slope is asked for at the place `w`.",
            place=lambda w, velocity, momentum: velocity,
        ),
        Mistake(
            "nesterov-step-from-the-new-velocity",
            "The place moves by momentum times the new velocity minus the pull, Nesterov's"
            " momentum in another form. Here it moves by the new velocity.",
            lambda w, velocity, grad, r, momentum: (
                w + momentum * (momentum * velocity - r * grad(w)) - r * grad(w),
                momentum * velocity - r * grad(w),
            ),
        ),
        Mistake(
            "rate-outside",
            "The velocity adds up bare slopes, and the learning rate and the minus come in the"
            " move alone, as in PyTorch. Here they stand within the velocity, and the move is"
            " added.",
            _rate_outside,
        ),
        Mistake(
            "velocity-subtracted",
            "The velocity points uphill, and the place moves against it. Here the pull is"
            " subtracted within the velocity, and the velocity is added to the place.",
            _velocity_subtracted,
        ),
        Mistake(
            "running-mean",
            "The velocity is a running mean of slopes, with the weight 1 - momentum on the new"
            " one, and the move scales it. Here it is momentum * velocity - learning_rate * slope,"
            " and the place moves by it.",
            _running_mean,
        ),
        Mistake(
            "damped",
            "The pull is multiplied by 1 - momentum too: the learning rate alone scales the slope.",
            pull=lambda r, momentum: (1 - momentum) * r,
        ),
        Mistake(
            "momentum-on-the-pull-too",
            "The momentum multiplies the pull too: only the old velocity is multiplied by it.",
            pull=lambda r, momentum: momentum * r,
        ),
        Mistake(
            "momentum-in-place-of-the-rate",
            "The slope is multiplied by the momentum: its factor is the learning rate.",
            pull=lambda r, momentum: momentum,
        ),
        Mistake(
            "momentum-and-rate-swapped",
            "The momentum multiplies the slope, and the learning rate the old velocity: the other"
            " way round.",
            pull=lambda r, momentum: momentum,
            keep=lambda momentum, r: r,
        ),
        Mistake(
            "rate-on-the-old-velocity",
            "The old velocity is multiplied by the learning rate too: momentum alone scales it.",
            keep=lambda momentum, r: momentum * r,
        ),
        Mistake(
            "rate-in-place-of-momentum",
            "The old velocity is multiplied by the learning rate: its factor is the momentum.",
            keep=lambda momentum, r: r,
        ),
        Mistake(
            "momentum-missing",
            "All of the old velocity is kept: multiply it by the momentum.",
            keep=lambda momentum, r: 1,
        ),
        Mistake(
            "one-minus-momentum",
            "Of the old velocity the share 1 - momentum is kept: it is the share momentum.",
            keep=lambda momentum, r: 1 - momentum,
        ),
        Mistake(
            "old-velocity-negated",
            "The old velocity enters with a minus: what is kept of it is added.",
            keep=lambda momentum, r: -momentum,
        ),
        Mistake(
            "plain-descent",
            "Nothing of the old velocity is kept: it is plain gradient descent. Add momentum times"
            " the old velocity.",
            keep=lambda momentum, r: 0,
        ),
        Mistake(
            "uphill",
            "The pull has the wrong sign: the slope points uphill, so learning rate times slope is"
            " subtracted.",
            sign=1,
        ),
        Mistake(
            "no-learning-rate",
            "The slope enters the velocity without the learning rate: multiply it.",
            pull=lambda r, momentum: 1,
        ),
        Mistake(
            "bare-slope-added",
            "The velocity adds up bare slopes: each is multiplied by the learning rate, and"
            " subtracted.",
            pull=lambda r, momentum: 1,
            sign=1,
        ),
        Mistake(
            "rate-only-in-the-move",
            "The learning rate scales the move, not the slope: the velocity that is returned has"
            " to hold it already.",
            pull=lambda r, momentum: 1,
            move=lambda new, old, r, momentum: r * new,
        ),
        Mistake("learning-rate-twice", RATE_TWICE, pull=lambda r, momentum: r * r),
        Mistake(
            "divided-by-the-learning-rate",
            RATE_DIVIDES,
            pull=lambda r, momentum: 1 / r,
        ),
        Mistake(
            "no-pull",
            "The slope does not enter the velocity: subtract the learning rate times the slope.",
            pull=lambda r, momentum: 0,
        ),
        Mistake(
            "sign-of-the-slope",
            "Every pull has the same size: only the sign of the slope counts. The pull grows with"
            " the size of the slope.",
            slope=np.sign,
        ),
        Mistake(
            "moves-against-the-velocity",
            "The place moves against the velocity that is returned: add the velocity to the place.",
            move=lambda new, old, r, momentum: -new,
        ),
        Mistake(
            "rate-in-the-move",
            "The velocity is multiplied by the learning rate in the move: add it as it is.",
            move=lambda new, old, r, momentum: r * new,
        ),
        Mistake(
            "rate-in-the-move-against",
            "The place moves against the velocity, and by the learning rate times it: add the"
            " velocity as it is.",
            move=lambda new, old, r, momentum: -r * new,
        ),
        Mistake(
            "momentum-in-the-move",
            "The velocity is multiplied by the momentum in the move: add it as it is.",
            move=lambda new, old, r, momentum: momentum * new,
        ),
        Mistake(
            "both-velocities-in-the-move",
            "The place moves by the old velocity and by the new one: the new one alone moves it.",
            move=lambda new, old, r, momentum: new + old,
        ),
        Mistake(
            "slope-in-the-move-too",
            "The pull is subtracted once in the velocity and once more in the move: the velocity"
            " holds it already.",
            lambda w, velocity, grad, r, momentum: (
                w + momentum * velocity - 2 * r * grad(w),
                momentum * velocity - r * grad(w),
            ),
        ),
        Mistake(
            "velocity-ignored-in-the-move",
            "The place moves by the pull alone: it moves by the new velocity.",
            lambda w, velocity, grad, r, momentum: (
                w - r * grad(w),
                momentum * velocity - r * grad(w),
            ),
        ),
        Mistake(
            "old-velocity-returned",
            "The velocity that is returned is the old one: return the new one, for the next step.",
            result=lambda w, velocity, old_w, old_velocity: (w, old_velocity),
        ),
        Mistake(
            "pull-only-in-the-move",
            "The place is right, but the velocity that is returned lacks the pull: it is momentum"
            " times the old one. Renew all of the velocity first, then move by it.",
            lambda w, velocity, grad, r, momentum: (
                w + momentum * velocity - r * grad(w),
                momentum * velocity,
            ),
        ),
        Mistake(
            "place-returned-twice",
            "Both parts are the new place: the second one is the new velocity.",
            result=lambda w, velocity, old_w, old_velocity: (w, w),
        ),
        Mistake(
            "velocity-returned-twice",
            "Both parts are the new velocity: the first one is the new place.",
            result=lambda w, velocity, old_w, old_velocity: (velocity, velocity),
        ),
        Mistake(
            "w-not-moved",
            "The place that is returned is the old one: add the new velocity to it.",
            result=lambda w, velocity, old_w, old_velocity: (old_w, velocity),
        ),
        Mistake(
            "never-moves",
            "Both values come back as they were: the new ones are never stored.",
            result=lambda w, velocity, old_w, old_velocity: (old_w, old_velocity),
        ),
        Mistake(
            "two-steps",
            "Two steps are taken, and the second one starts where the first one ends. One is asked"
            " for.",
            _two_momentum_steps,
        ),
        *_grad_misused(momentum_step),
    ],
)


def batch_gradient(x, t, w):
    """Gradient along w, shape (d,), of the mean squared error of x @ w, its factor 2/n included."""
    error = x @ w - t
    return 2 / len(t) * x.T @ error


def _batch_gradient(
    x,
    t,
    w,
    predict=np.positive,
    gap=np.subtract,
    of=np.positive,
    factor=2,
    count=lambda n, d: n,
    inputs=np.positive,
    total=lambda products: products.sum(axis=0),
    after=lambda gradient, w: gradient,
):
    n, d = x.shape
    error = of(gap(predict(x @ w), t))
    return after(factor / count(n, d) * total(inputs(x) * error[:, None]), w)


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _every_pair(x, t, w):
    return 2 / len(t) * x.T @ ((x @ w).reshape(-1, 1) - t)


BATCH_GRADIENT = Exercise(
    batch_gradient,
    why="The errors of the first case are 1, 1 and -2. When a weight changes by 1, a prediction"
    " changes by the input that belongs to it, so each error counts times its input. `x.T @ error`"
    " adds these up over the examples, one sum for each weight: 0 and -3. The square brings the 2,"
    " the mean the division by n, and so the gradient is 2/3 of these. It has the same build as"
    " the gradient of the logistic regression: inputs, transposed, times errors.",
    hints=[
        "The check's first case has the inputs `[1, 0]`, `[1, 1]`, `[1, 2]`, the targets 0, 1, 5"
        " and the weights `[1, 1]`. What are the three predictions, and the errors with their"
        " signs?",
        "The errors are 1, 1 and -2. How much does each prediction change when the second weight"
        " changes by 1? What does each squared error do then?",
        "Which matrix product adds up error times input over the examples, one sum for each"
        " weight?",
        "The mean divides by the number of examples. Which factor does the slope of a square"
        " bring?",
    ],
    probes=[
        ([[1, 0], [1, 1], [1, 2]], [0, 1, 5], [1, 1]),
        (
            [
                [0.5, -1.2, 2.1],
                [1.3, 0.4, -0.7],
                [-0.8, 1.9, 0.6],
                [2.2, 0.3, 1.5],
                [0.9, -0.5, -1.1],
            ],
            [0.7, -1.6, 2.4, 1.1, -0.3],
            [0.8, -0.4, 1.7],
        ),
        (
            [
                [1.1, 0.2, -0.9, 1.4],
                [-0.3, 1.8, 0.7, -1.5],
                [0.6, -1.1, 1.3, 0.8],
                [2.4, 0.5, -0.2, 1.2],
                [-1.7, 0.9, 0.4, 0.1],
                [0.3, 1.6, -1.4, 2.3],
            ],
            [1.9, -0.6, 0.8, -2.2, 0.4, 1.3],
            [-0.7, 1.2, 0.5, 0.9],
        ),
    ],
    edges=[
        Edge(
            "a single example",
            "The mean over one example is its own error: `x` still has a row and columns.",
            ([[1.5, -0.4, 0.8]], [0.6], [0.9, 1.3, -0.7]),
        ),
        Edge(
            "a single weight",
            "The result still has the shape `(1,)`: one entry for each column of `x`.",
            ([[1.5], [-0.4], [0.8], [2.3]], [0.6, 1.1, -0.9, 1.7], [0.7]),
        ),
        Edge(
            "a model without any error",
            "The gradient is 0 there: nothing needs to be divided by an error.",
            ([[1, 0], [1, 1], [1, 2]], [1, 3, 5], [1, 2]),
        ),
    ],
    variant=_batch_gradient,
    mistakes=[
        Mistake(
            "not-averaged",
            "The examples are added up but not averaged: divide by n, the number of examples.",
            count=lambda n, d: 1,
        ),
        Mistake(
            "2-missing",
            "The 2 from the square's slope is missing.",
            factor=1,
        ),
        Mistake(
            "2-twice",
            "The 2 from the square's slope is there twice.",
            factor=4,
        ),
        Mistake(
            "divided-by-d",
            "It is divided by the number of weights: the mean runs over the examples. `len(t)` or"
            " `len(x)` counts them.",
            count=lambda n, d: d,
        ),
        Mistake(
            "divided-by-all-entries",
            "It is divided by the number of all entries of `x`: the mean runs over the examples.",
            count=lambda n, d: n * d,
        ),
        Mistake(
            "divided-by-n-minus-1",
            "It is divided by n - 1: the mean of n squares divides by n.",
            count=lambda n, d: n - 1,
        ),
        Mistake(
            "divided-by-n-twice",
            "It is divided by n twice: the mean divides once.",
            count=lambda n, d: n * n,
        ),
        Mistake(
            "integer-division",
            "Every entry is 0. If there is a `//`, it cuts 2/n to 0 for every n above 2: division"
            " is `/`.",
            lambda x, t, w: np.zeros(x.shape[1]),
        ),
        Mistake(
            "negated",
            "The sign is the wrong way round: the error is prediction minus target.",
            gap=lambda prediction, t: t - prediction,
        ),
        Mistake(
            "target-forgotten",
            "The targets do not enter: the error is prediction minus target.",
            gap=lambda prediction, t: prediction,
        ),
        Mistake(
            "prediction-forgotten",
            "The predictions do not enter: the error is `x @ w` minus target.",
            gap=lambda prediction, t: -t,
        ),
        Mistake(
            "target-added",
            "Prediction and target are added: the error is their difference.",
            gap=np.add,
        ),
        Mistake(
            "sigmoid-used",
            "The predictions go through a sigmoid, as in the logistic regression: here `x @ w` is"
            " the prediction.",
            predict=_sigmoid,
        ),
        Mistake(
            "sign-of-the-error",
            "Only the sign of each error enters, as for the absolute error: the slope of a square"
            " grows with the error.",
            of=np.sign,
        ),
        Mistake(
            "errors-squared",
            "The errors are squared: the slope of a square has the error itself.",
            of=np.square,
        ),
        Mistake(
            "mean-error-for-each",
            "Every example counts with the mean of all errors, or the mean error is multiplied by"
            " the mean inputs: multiply each error by its own inputs, then add up.",
            of=lambda error: np.full(error.shape, error.mean()),
        ),
        Mistake(
            "inputs-forgotten",
            "It is the slope along each prediction, one for each example. A weight moves all of"
            " them, each by its input: multiply by the inputs and add up.",
            lambda x, t, w: 2 / len(t) * (x @ w - t),
        ),
        Mistake(
            "inputs-forgotten-and-added-up",
            "The errors are added up without their inputs: each counts times its input, and there"
            " is one sum for each weight.",
            lambda x, t, w: 2 / len(t) * np.sum(x @ w - t),
        ),
        Mistake(
            "not-added-up",
            "It has one row for each example: add them up, so that there is one number for each"
            " weight.",
            total=np.positive,
        ),
        Mistake(
            "added-up-over-columns",
            "The products are added up over the weights: add up over the examples, axis 0.",
            total=lambda products: products.sum(axis=1),
        ),
        Mistake(
            "every-pair",
            "Each prediction meets every target, a column with a row: the shape `(d, n)` comes of"
            " it. Keep predictions and targets in one shape.",
            _every_pair,
        ),
        Mistake(
            "loss-returned",
            "It is the mean squared error itself: its gradient is asked for.",
            lambda x, t, w: np.mean((x @ w - t) ** 2),
        ),
        Mistake(
            "gradient-of-the-root",
            "It is the gradient of the root of the mean squared error: here no root is taken.",
            lambda x, t, w: x.T @ (x @ w - t) / len(t) / np.sqrt(np.mean((x @ w - t) ** 2)),
        ),
        Mistake(
            "step-taken",
            "The gradient is subtracted from the weights: the gradient itself is asked for.",
            after=lambda gradient, w: w - gradient,
        ),
        Mistake(
            "times-the-weights",
            "Each entry is multiplied by its weight: the slope of `x @ w` along a weight is the"
            " input alone.",
            after=lambda gradient, w: gradient * w,
        ),
        Mistake(
            "normalised",
            "The gradient is divided by its own length: its length is part of it.",
            after=lambda gradient, w: gradient / np.linalg.norm(gradient),
        ),
        Mistake(
            "best-weights",
            "It is the weights with the least squared error: the gradient at `w` is asked for.",
            lambda x, t, w: np.linalg.lstsq(x, t)[0],
        ),
        Mistake(
            "parentheses-missing",
            "The target is subtracted at the end, where there is one entry for each weight. It"
            " belongs to the predictions: put parentheses around the error.",
            lambda x, t, w: 2 / len(t) * x.T @ (x @ w) - t,
        ),
        Mistake(
            "only-the-targets-scaled",
            "Only the term with the targets is multiplied by 2/n: put parentheses around the whole"
            " difference.",
            gap=lambda prediction, t: prediction - 2 / len(t) * t,
            factor=1,
            count=lambda n, d: 1,
        ),
        Mistake(
            "only-the-targets-divided",
            "Only the term with the targets is divided by n: put parentheses around the whole"
            " difference.",
            gap=lambda prediction, t: prediction - t / len(t),
            count=lambda n, d: 1,
        ),
        Mistake(
            "2-and-n-on-different-terms",
            "The term with the predictions has the 2, and that with the targets the division by n:"
            " put parentheses around the whole difference, and multiply it by both.",
            gap=lambda prediction, t: 2 * prediction - t / len(t),
            factor=1,
            count=lambda n, d: 1,
        ),
        Mistake(
            "only-the-predictions-scaled",
            "Only the term with the predictions is multiplied by 2/n: put parentheses around the"
            " whole difference.",
            gap=lambda prediction, t: 2 / len(t) * prediction - t,
            factor=1,
            count=lambda n, d: 1,
        ),
        Mistake(
            "only-the-predictions-divided",
            "Only the term with the predictions is divided by n: put parentheses around the whole"
            " difference.",
            gap=lambda prediction, t: prediction / len(t) - t,
            count=lambda n, d: 1,
        ),
        Mistake(
            "only-the-predictions-doubled",
            "Only the predictions are multiplied by 2: put parentheses around the error, prediction"
            " minus target.",
            gap=lambda prediction, t: 2 * prediction - t,
            factor=1,
        ),
        Mistake(
            "only-the-targets-doubled",
            "Only the targets are multiplied by 2: put parentheses around the error, prediction"
            " minus target.",
            gap=lambda prediction, t: prediction - 2 * t,
            factor=1,
        ),
        Mistake(
            "not-transposed",
            "`x @ error` does not fit: `x` has one row for each example, and the product needs one"
            " row for each weight. Transpose it.",
            lambda x, t, w: 2 / len(t) * x @ (x @ w - t),
        ),
    ],
)


def standardize(train, test):
    """(train, test), each column minus train's mean and divided by train's standard deviation."""
    mean, deviation = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / deviation, (test - mean) / deviation


def _from_train(train, test):
    return train, train


def _each_from_its_own(train, test):
    return train, test


def _from_test(train, test):
    return test, test


def _from_each_other(train, test):
    return test, train


def _from_both(train, test):
    both = np.concatenate([train, test])
    return both, both


def _mean(data, axis):
    return data.mean(axis=axis, keepdims=True)


def _least(data, axis):
    return data.min(axis=axis, keepdims=True)


def _deviation(data, axis, ddof):
    return data.std(axis=axis, ddof=ddof, keepdims=True)


def _range(data, axis, ddof):
    return np.ptp(data, axis=axis, keepdims=True)


def _scaled(data, centre, spread):
    return (data - centre) / spread


def _for_both(scale):
    return {"scale_train": scale, "scale_test": scale}


def _not_divided(data, centre, spread):
    return data - centre


def _not_centred(data, centre, spread):
    return data / spread


def _only_the_mean_divided(data, centre, spread):
    return data - centre / spread


def _multiplied(data, centre, spread):
    return (data - centre) * spread


def _of_one_array(slug, says, scale):
    """A mistake in the scaling of `train` alone, and the same in that of `test` alone."""
    return [
        Mistake(f"{slug}-for-{name}", says.format(name=name), **{f"scale_{name}": scale})
        for name in ("train", "test")
    ]


def _standardize(
    train,
    test,
    centre=_mean,
    spread=_deviation,
    axis=0,
    ddof=0,
    centre_from=_from_train,
    spread_from=_from_train,
    scale_train=_scaled,
    scale_test=_scaled,
    result=lambda scaled_train, scaled_test, train, test: (scaled_train, scaled_test),
):
    scaled = [
        scale(
            data,
            centre(centred_by, axis),
            spread(spread_by, axis, ddof),
        )
        for scale, data, centred_by, spread_by in zip(
            (scale_train, scale_test),
            (train, test),
            centre_from(train, test),
            spread_from(train, test),
            strict=True,
        )
    ]
    return result(*scaled, train, test)


STANDARDIZE = Exercise(
    standardize,
    why="Both arrays go through the same two numbers for each column, so equal values stay equal,"
    " and nothing of the test data is used. `axis=0` runs down the rows and gives one number for"
    " each column. In the first case these are the means 4 and 25, and the deviations 3 and 15.",
    hints=[
        "In the check's first case the second column of `train` is 10, 40, 10, 40. What is its"
        " mean, and how far from it is each value?",
        "The mean is 25 and the deviation 15. What becomes of the 55 in the second column of"
        " `test`?",
        "Which axis do `mean` and `std` need, so that they give one number for each column?",
        "The test data stand for digits that no one has seen. Which of the two arrays may the"
        " means and the deviations come from?",
    ],
    probes=[
        ([[1, 10], [1, 40], [7, 10], [7, 40]], [[4, 55], [10, 25], [1, 10]]),
        (
            [
                [1.2, 31.0, -0.4],
                [2.7, 12.5, 0.9],
                [0.3, 44.1, 1.6],
                [3.8, 27.3, -2.2],
                [1.9, 8.6, 0.2],
            ],
            [
                [2.1, 19.4, 0.7],
                [-0.6, 51.2, 2.3],
                [4.4, 33.9, -1.5],
                [0.8, 16.7, 3.1],
                [3.3, 40.8, -0.1],
                [1.1, 22.6, 1.2],
                [2.9, 5.3, -0.8],
            ],
        ),
        (
            [[5.1, 0.2], [3.4, 0.9], [8.7, -0.5], [6.2, 1.4], [2.3, 0.1], [7.9, -1.3], [4.6, 2.2]],
            [[6.8, 0.4], [1.5, 1.9], [9.3, -0.7], [5.7, 0.6]],
        ),
    ],
    edges=[
        Edge(
            "a single row of test data",
            "It has no deviation of its own, and needs none: both numbers come from `train`.",
            ([[1.4, -0.3], [2.6, 0.8], [0.7, 1.9], [3.5, -1.1], [2.2, 0.4]], [[2.9, 1.3]]),
        ),
        Edge(
            "a single column",
            "The arrays keep their two axes: one column is a column still.",
            ([[2.3], [0.4], [5.1], [1.7]], [[3.2], [-0.6], [4.5]]),
        ),
        Edge(
            "a column that varies little",
            "Its deviation is small, but not 0: if something is added to a deviation, or put in the"
            " place of a small one, leave that away.",
            (
                [[2e-3, 1.4], [8e-3, -0.3], [5e-3, 2.6], [1e-3, 0.8], [3.5e-3, 1.9]],
                [[4e-3, 0.5], [1.5e-3, 2.2], [9e-3, -0.7]],
            ),
        ),
    ],
    variant=_standardize,
    mistakes=[
        Mistake(
            "test-scaled-by-its-own",
            "`test` is scaled with its own mean and deviation. Both arrays need those of `train`,"
            " or equal values do not stay equal.",
            centre_from=_each_from_its_own,
            spread_from=_each_from_its_own,
        ),
        Mistake(
            "own-mean-of-test",
            "`test` loses its own mean: subtract the mean of `train` from both arrays.",
            centre_from=_each_from_its_own,
        ),
        Mistake(
            "own-deviation-of-test",
            "`test` is divided by its own deviation: divide both arrays by the deviation of"
            " `train`.",
            spread_from=_each_from_its_own,
        ),
        Mistake(
            "all-from-test",
            "Mean and deviation come from `test`: they come from `train`, for both arrays.",
            centre_from=_from_test,
            spread_from=_from_test,
        ),
        Mistake(
            "mean-from-test",
            "The mean comes from `test`: it comes from `train`, for both arrays.",
            centre_from=_from_test,
        ),
        Mistake(
            "deviation-from-test",
            "The deviation comes from `test`: it comes from `train`, for both arrays.",
            spread_from=_from_test,
        ),
        Mistake(
            "all-from-each-other",
            "Each array is scaled with the other's mean and deviation: both need those of `train`.",
            centre_from=_from_each_other,
            spread_from=_from_each_other,
        ),
        Mistake(
            "all-from-both",
            "Mean and deviation come from both arrays together: `test` has to stay unseen. Use"
            " `train` alone.",
            centre_from=_from_both,
            spread_from=_from_both,
        ),
        Mistake(
            "mean-from-both",
            "The mean comes from both arrays together: `test` has to stay unseen. Use `train`"
            " alone.",
            centre_from=_from_both,
        ),
        Mistake(
            "deviation-from-both",
            "The deviation comes from both arrays together: `test` has to stay unseen. Use `train`"
            " alone.",
            spread_from=_from_both,
        ),
        Mistake(
            "ddof-1",
            "The deviation divides by n - 1, with `ddof=1` or as in R, PyTorch and pandas. Here it"
            " divides by n, as `np.std` does by itself.",
            ddof=1,
        ),
        Mistake(
            "variance",
            "The columns are divided by their variance: the deviation is its root, `np.std`.",
            spread=lambda data, axis, ddof: _deviation(data, axis, ddof) ** 2,
        ),
        Mistake(
            "root-of-the-deviation",
            "The columns are divided by the root of the deviation: `np.std` has taken the root"
            " already.",
            spread=lambda data, axis, ddof: np.sqrt(_deviation(data, axis, ddof)),
        ),
        Mistake(
            "axis-missing",
            "One mean and one deviation for the whole table: with `axis=0` each column has its"
            " own.",
            axis=None,
        ),
        Mistake(
            "axis-missing-in-the-mean",
            "One mean for the whole table: with `axis=0` each column has its own.",
            centre=lambda data, axis: data.mean(),
        ),
        Mistake(
            "axis-missing-in-the-deviation",
            "One deviation for the whole table: with `axis=0` each column has its own.",
            spread=lambda data, axis, ddof: data.std(ddof=ddof),
        ),
        Mistake(
            "row-by-row",
            "Each row is scaled with its own mean and deviation: they belong to the columns, axis"
            " 0 of `train`.",
            axis=1,
            centre_from=_each_from_its_own,
            spread_from=_each_from_its_own,
        ),
        Mistake(
            "axis-1",
            "`axis=1` gives one number for each row, and it does not fit the columns: `axis=0`"
            " runs down the rows.",
            lambda train, test: (
                (train - train.mean(axis=1)) / train.std(axis=1),
                (test - train.mean(axis=1)) / train.std(axis=1),
            ),
        ),
        Mistake(
            "axis-1-kept",
            "`axis=1` gives one number for each row of `train`, and the rows of `test` are others:"
            " `axis=0` runs down the rows, and gives one number for each column.",
            lambda train, test: (train, test - train.mean(axis=1, keepdims=True)),
        ),
        Mistake(
            "only-centred",
            "Nothing is divided: divide by the deviation of `train` after the subtraction.",
            spread=lambda data, axis, ddof: 1,
        ),
        Mistake(
            "only-divided",
            "Nothing is subtracted: subtract the mean of `train` before the division.",
            centre=lambda data, axis: 0,
        ),
        Mistake(
            "divided-first",
            "The columns are divided first, and then lose a mean that is not divided: subtract"
            " first, then divide the difference.",
            **_for_both(lambda data, centre, spread: data / spread - centre),
        ),
        Mistake(
            "parentheses-missing",
            "Only the mean is divided by the deviation: division goes before subtraction. Put"
            " parentheses around the difference.",
            **_for_both(_only_the_mean_divided),
        ),
        *_of_one_array(
            "parentheses-missing",
            "From `{name}` the mean divided by the deviation is subtracted: division goes before"
            " subtraction. Put parentheses around the difference.",
            _only_the_mean_divided,
        ),
        Mistake(
            "multiplied",
            "The columns are multiplied by the deviation: divide by it.",
            **_for_both(_multiplied),
        ),
        *_of_one_array(
            "multiplied",
            "`{name}` is multiplied by the deviation: divide by it, as in the other array.",
            _multiplied,
        ),
        Mistake(
            "mean-added",
            "The mean is added: subtract it.",
            **_for_both(lambda data, centre, spread: (data + centre) / spread),
        ),
        Mistake(
            "negated",
            "The sign is the wrong way round: it is the value minus the mean.",
            **_for_both(lambda data, centre, spread: (centre - data) / spread),
        ),
        Mistake(
            "mean-and-deviation-swapped",
            "The deviation is subtracted, and the mean divides: the other way round.",
            **_for_both(lambda data, centre, spread: (data - spread) / centre),
        ),
        Mistake(
            "min-max",
            "The least value is subtracted, and largest minus least divides, which is min-max"
            " scaling. Standardising takes mean and deviation.",
            centre=_least,
            spread=_range,
        ),
        Mistake(
            "divided-by-the-range",
            "The columns are divided by largest minus least value: divide by the deviation.",
            spread=_range,
        ),
        Mistake(
            "divided-by-the-maximum",
            "The columns are divided by their largest value: divide by the deviation.",
            spread=lambda data, axis, ddof: data.max(axis=axis, keepdims=True),
        ),
        Mistake(
            "median-for-the-mean",
            "The median is subtracted: standardising takes the mean.",
            centre=lambda data, axis: np.median(data, axis=axis, keepdims=True),
        ),
        Mistake(
            "mean-distance",
            "The columns are divided by their mean distance from the mean: the deviation squares"
            " the distances, takes the mean, and then the root.",
            spread=lambda data, axis, ddof: _mean(np.abs(data - _mean(data, axis)), axis),
        ),
        Mistake(
            "root-mean-square",
            "The columns are divided by the root of their mean square, with the mean still in it:"
            " the deviation takes distances from the mean.",
            spread=lambda data, axis, ddof: np.sqrt(_mean(data**2, axis)),
        ),
        Mistake(
            "length-of-the-column",
            "The columns are divided by their length, the root of a sum: the deviation is the root"
            " of a mean of squared distances from the mean.",
            spread=lambda data, axis, ddof: np.linalg.norm(data, axis=axis, keepdims=True),
        ),
        Mistake(
            "root-of-the-sum",
            "The columns are divided by the root of a sum of squared distances: the deviation is"
            " the root of their mean.",
            spread=lambda data, axis, ddof: np.linalg.norm(
                data - _mean(data, axis), axis=axis, keepdims=True
            ),
        ),
        Mistake(
            "test-unchanged",
            "`test` comes back as it was: it is not scaled, or with mean and deviation of a"
            " `train` that is scaled already, 0 and 1. Compute both first, then scale both arrays.",
            result=lambda scaled_train, scaled_test, train, test: (scaled_train, test),
        ),
        Mistake(
            "train-unchanged",
            "`train` comes back as it was: scale both arrays.",
            result=lambda scaled_train, scaled_test, train, test: (train, scaled_test),
        ),
        Mistake(
            "never-scaled",
            "Both arrays come back as they were: the scaled ones are never stored or returned.",
            result=lambda scaled_train, scaled_test, train, test: (train, test),
        ),
        Mistake(
            "train-twice",
            "Both parts are the scaled `train`: the second one is `test`, scaled.",
            result=lambda scaled_train, scaled_test, train, test: (scaled_train, scaled_train),
        ),
        Mistake(
            "test-not-centred",
            "`test` is divided but not centred: subtract the mean that `train` had before it was"
            " changed.",
            scale_test=_not_centred,
        ),
        Mistake(
            "test-not-divided",
            "`test` is centred but not divided: divide it by the deviation that `train` had before"
            " it was changed.",
            scale_test=_not_divided,
        ),
        Mistake(
            "train-not-divided",
            "`train` is centred but not divided: divide it by its deviation.",
            scale_train=_not_divided,
        ),
        Mistake(
            "train-not-centred",
            "`train` is divided but not centred: subtract its mean first.",
            scale_train=_not_centred,
        ),
        Mistake(
            "mean-and-deviation-returned",
            "It is the mean and the deviation of `train`: the scaled arrays are asked for.",
            lambda train, test: (train.mean(axis=0), train.std(axis=0)),
        ),
    ],
)

EXERCISES = [
    NUMERICAL_GRADIENT,
    DESCENT_STEP,
    GRADIENT_DESCENT,
    DESCENT_STEP_TWO,
    STANDARDIZE,
    MOMENTUM_STEP,
    BATCH_GRADIENT,
]

QUESTIONS = [
    Question(
        "descent-three-times-the-slope",
        "The ground is a bowl, $f(x) = \\frac14 x^2$. A walker stands at $x=4$. The slope there is"
        " 2: the ground rises by 2 for each unit to the right. The walker moves against the slope,"
        " by **3 times the slope**, and does the same again and again, each time with the slope of"
        " the new place. What happens?",
        Choice(
            "The walker comes down the right side, in shorter and shorter steps.",
            "A step in the direction of the fall seems to end lower on the same side. But the"
            " first one is $3\\cdot 2 = 6$ long and starts 4 away from the bottom, so it crosses."
            " A smaller multiple than 3 can make this true.",
        ),
        Choice(
            "The walker hops from side to side, nearer to the bottom each time.",
            "The steps are long enough to cross, and they shrink because the slope shrinks. The"
            " next section does it by hand.",
            right=True,
        ),
        Choice(
            "The walker hops for ever between two places of equal height.",
            "It is close: this happens with 4 times the slope, from 4 to $4-4\\cdot2=-4$ and back,"
            " and with exactly 4 only.",
        ),
        Choice(
            "The walker is thrown to a greater height with each step.",
            'This happens with more than 4 times the slope. The section "Which learning rates'
            ' arrive" shows where the borders lie, and why.',
        ),
    ),
    Question(
        "descent-enough-heights",
        "The grid with step 1 has found the height $-4$. How many more heights make sure that the"
        " ground is nowhere lower?",
        Choice(
            "None: every piece of the ground has a grid point on it now.",
            "That is known only to those who know the pieces. The walker is blind, and between two"
            " grid points there may be a piece that no question has met.",
        ),
        Choice(
            "About a thousand: a step of 0.01 leaves no room for a dip.",
            "A smaller step leaves less room, but never none: a dip that is 0.005 wide fits"
            " between two neighbours.",
        ),
        Choice(
            "Five, one on each piece.",
            "Five well-placed questions may meet the lowest piece. But only those who know the"
            " pieces know that there is no sixth.",
        ),
        Choice(
            "No number of heights does, however closely they stand.",
            "Each height speaks for its own place alone. Whatever the grid, a dip half a step wide"
            " fits between two neighbours.",
            right=True,
        ),
    ),
    Question(
        "descent-best-h",
        "A smaller $h$ makes the formula's error smaller. With which $h$ does a computer, which"
        " keeps about 16 digits of each number, measure the slope of $x^3$ at 1 best by central"
        " differences?",
        Choice(
            "`h = 0.1`",
            "The heights are exact enough, but the feet stand far apart: the error is $h^2 ="
            " 0.01$.",
        ),
        Choice(
            "`h = 1e-5`",
            "The formula's error is $h^2 = 10^{-10}$. Each height is rounded by about $10^{-16}$,"
            " and divided by $h$ that is an error near $10^{-11}$. The other three have a larger"
            " error on one side or the other.",
            right=True,
        ),
        Choice(
            "`h = 1e-10`",
            "The formula's error is tiny here, but it is not the only one. Each height is rounded"
            " by about $10^{-16}$, and divided by $h = 10^{-10}$ that is an error near $10^{-6}$.",
        ),
        Choice(
            "`h = 1e-15`",
            "On paper the smallest $h$ wins. But each height is rounded by about $10^{-16}$, and"
            " divided by $h = 10^{-15}$ that is an error near 0.1.",
        ),
    ),
    Question(
        "descent-steeper-bowl",
        "On the bowl $\\frac14x^2$, walks arrive for all rates below 4. The bowl $x^2$ is four"
        " times as high at every place, and its slope is $2x$. For all rates below which number do"
        " walks arrive there?",
        Choice(
            "16: where the ground is steeper, a longer step is safe.",
            "Steeper ground makes a step longer by itself, so the rate has to shrink, not grow.",
        ),
        Choice(
            "4: the same border, since both bowls have their bottom at 0.",
            "The place of the bottom does not enter. A step is the rate times the slope, and the"
            " slope is four times as large here.",
        ),
        Choice(
            "2: the rate at which the first bowl needs one step alone.",
            "At the rate 2 the factor is $1-2\\cdot2=-3$: each hop ends three times as far out.",
        ),
        Choice(
            "1: a quarter of the old border, for a slope four times as large.",
            "The factor is $1-2\\eta$. It reaches $-1$ at $\\eta=1$. There the walk hops for ever,"
            " and above it goes away.",
            right=True,
        ),
    ),
    Question(
        "descent-heavy-ball",
        "The ball is at $x=0$ now, the bottom, where the slope is 0. Its velocity is $-2$, and"
        " $\\eta=1$ and $\\beta=\\frac12$ as before. Where does the third step lead?",
        Choice(
            "To −1: half of the velocity is left.",
            "The new velocity is $\\frac12\\cdot(-2)-1\\cdot0=-1$, and $0-1=-1$. The ball rolls"
            " past the bottom, and the slope there brings it back.",
            right=True,
        ),
        Choice(
            "It stays at 0: without a slope nothing moves.",
            "This is true of plain descent. With momentum half of the old velocity is kept,"
            " whatever the slope is.",
        ),
        Choice(
            "To −2: the velocity goes on as it is.",
            "It would with $\\beta=1$. Here half of it is kept, and so the ball slows down by"
            " itself.",
        ),
        Choice(
            "To 1: the ball swings back to the right.",
            "The pull to the right comes from the slope, and it is 0 here. The ball turns only"
            " after the bottom lies behind it.",
        ),
    ),
    Question(
        "descent-scale-a-new-digit",
        "In the training data a column has the mean 20 and the deviation 10. One new digit comes"
        " in, with 50 in this column. Which number does the model need to get for it?",
        Choice(
            "3, as a training digit with 50 would get.",
            "$(50-20)/10=3$. The weights were found for numbers that were made with 20 and 10, so"
            " new digits go through the same two.",
            right=True,
        ),
        Choice(
            "0, since a single value is its own mean.",
            "Then every single digit would become 0, and the model could not tell any two apart."
            " The number has to say how 50 lies among the training digits.",
        ),
        Choice(
            "2.5, as 50 is 2.5 times the mean.",
            "Dividing by the mean, $50/20=2.5$, scales but does not centre: a digit like the mean"
            " would get 1, not 0.",
        ),
        Choice(
            "None, since a single value has no deviation.",
            "It has none of its own, and needs none: the deviation is that of the training data.",
        ),
    ),
    Question(
        "descent-one-after-the-other",
        "The loss $(w+2b-3)^2$ has the slope $2(w+2b-3)$ along $w$, and $4(w+2b-3)$ along $b$."
        " From $(0,0)$ both are moved at once with the rate 0.1, to $(0.6, 1.2)$: the bottom. Now"
        " $w$ is moved first, and the slope along $b$ is asked for afterwards. Where does this"
        " step lead?",
        Choice(
            "To (0.6, 1.2): the order of two lines does not matter.",
            "It would not matter if `b` used the old `w`. But the name `w` holds the new value by"
            " then, and the slope along $b$ depends on it.",
        ),
        Choice(
            "To (0.6, 1.44): `b` profits from the better `w`.",
            "A place nearer to the bottom is less steep, not steeper: the step of $b$ becomes"
            " shorter.",
        ),
        Choice(
            "To (0.6, 0.96): the new `w` has made the slope along `b` smaller.",
            "With $w=0.6$ the slope along $b$ is $4\\cdot(0.6-3)=-9.6$, and a tenth of it is 0.96.",
            right=True,
        ),
        Choice(
            "To (0.48, 0.96): both steps become shorter.",
            "The step of $w$ is taken first, with the slope $2\\cdot(0-3)=-6$, so $w$ is 0.6 in"
            " any case.",
        ),
    ),
]
