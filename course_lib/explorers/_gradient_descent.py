"""The explorers of chapter 3."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from contourpy import contour_generator
from numpy.typing import ArrayLike, NDArray

from course_lib._checks import (
    FloatArray,
    as_floats,
    as_number,
    as_positive,
    as_returned_number,
    require_count,
)
from course_lib.explorers._explorer import (
    BOTTOM,
    LEFT,
    RAISED,
    RIGHT,
    TOP,
    WIDTH,
    Axis,
    Control,
    Explorer,
    Mark,
    Panel,
    Table,
    nearest,
    said,
    table,
)
from course_lib.gradients import numerical_gradient
from course_lib.language import N_, _
from course_lib.optimizers import GradientDescent, Momentum, Optimizer, descend
from course_lib.plots import BLUE, GREEN, GREY, LIGHT, ORANGE

Piece = tuple[float, float, Callable[[float], float], bool]
Span = tuple[float, float]

# shares of the ground's length
GRID_STEPS = np.array([5, 7.5, 10, 12.5, 15, 20, 25, 30, 40]) / 100
SHIFTS = np.arange(-10, 11) / 50
STARTS, RATES = np.arange(-10, 11) / 2, np.arange(1, 46) / 10
VALLEY_RATES = np.array([1, 2, 3, 4, 5, 6, 7.5, 8, 9, 10, 12, 14]) / 100
MOMENTUM = np.array([0, 30, 50, 60, 70, 80, 90, 95]) / 100

# A walk is followed until it is this many widths of the picture away.
FAR = 100


def bowl(x: Any) -> Any:
    """``x**2 / 4``, the ground of article 003."""
    return x**2 / 4


def explore_grid(
    parts: Sequence[Piece], steps: ArrayLike | None = None, shifts: ArrayLike | None = None
) -> Explorer:
    """Heights on a grid, for each step and shift: how far the lowest lies above the true one.

    The ground may get a dip as well. It is a different one for each grid: it lies between two
    questions. How low the ground goes is taken from 101 places of each piece, and from the answers.

    Args:
        parts: the ground in pieces from left to right, as `plots.pieces` takes them:
            (start, end, formula, whether the start belongs to it). Every end belongs to its piece.
        steps: the distances between two questions, each at most half of the ground's length.
            Without them, from a twentieth of its length to two fifths.
        shifts: how far the grid is moved. With the shift 0, one of its places is 0. Without them,
            up to a fifth of the ground's length each way.

    Returns:
        An `Explorer` with the controls "ground", "step" and "shift".

    Raises:
        TypeError, ValueError: if there are no parts, or they do not join; if a formula does not
            give a number; if a step is not positive, or too large.

    Example:
        >>> explorer = explore_grid([(0, 4, lambda x: (x - 3) ** 2, True)], steps=2.0, shifts=0.0)
        >>> print(*explorer.at(), sep="\\n")
        3 questions. The lowest answer is 1, first at x = 2.
        The ground goes down to 0. The grid misses it by 1.
    """
    left, right = _ends(parts)
    length = right - left
    steps = _list("steps", np.round(GRID_STEPS * length, 9) if steps is None else steps)
    shifts = _list("shifts", np.round(SHIFTS * length, 9) if shifts is None else shifts)
    for step in steps:
        as_positive("steps", float(step), "A step is the distance between two questions.")
    if 2 * max(steps) > length:
        raise ValueError(
            f"steps must be at most {length / 2:g}, half of the ground's length, "
            f"but got {max(steps):g}. A grid needs two questions or more."
        )

    def ground(x: float) -> float:
        return next((f(x) for start, end, f, closed in parts if _on(x, start, end, closed)), np.nan)

    grids = [[_grid(step, shift, left, right) for shift in shifts] for step in steps]
    asked = _rows(grids)
    answers = _heights(ground, asked)
    x = np.array([[*np.linspace(start, end, 101), np.nan] for start, end, *_ in parts])
    height = np.array([_heights(part[2], places) for part, places in zip(parts, x, strict=True)])
    if np.isnan(answers[~np.isnan(asked)]).any() or not np.isfinite(height[:, :-1]).all():
        raise ValueError(
            "parts must have a finite height everywhere, but got a place without one. "
            "Does a formula fail at an end, or does the first piece lack its start?"
        )
    first = np.nanargmin(answers, axis=-1)[..., None]
    where, lowest = (np.take_along_axis(values, first, -1) for values in (asked, answers))

    low, high = float(min(np.nanmin(height), lowest.min())), float(np.nanmax(height))
    deep = low - max(1.0, float(np.ceil((high - low) / 4)))
    true = np.array([low, deep])
    miss = np.round(lowest[..., 0] - true[:, None, None], 9)

    dips = np.array([[_dip(grid, parts) for grid in row] for row in grids])
    over = np.linspace(dips[..., 0], dips[..., 1], 5, axis=-1)
    over_height = _heights(ground, over)
    shaft = dips[..., [0, 0, 1, 1]]
    walls = np.where([True, False, False, True], over_height[..., [0, 0, -1, -1]], deep)
    width = np.diff(dips, axis=-1)[..., 0]

    def verdict(dip: int, step: int, shift: int) -> str:
        form = (HIDDEN if dip else MISSED) if miss[dip, step, shift] > 0 else FOUND
        return _(form).format(
            miss=said(miss[dip, step, shift], ".4g"), width=said(width[step, shift], ".4g")
        )

    by = (N_("ground"), "step", N_("shift"))
    title = _("The ground, and the questions on it")
    ends = [(end, f) for _, end, f, _ in parts]
    ends += [(start, f) for start, _, f, closed in parts if closed]
    gaps = [(start, f) for start, _, f, closed in parts if not closed]
    return Explorer(
        _("Ask for heights on a grid"),
        _(
            "Each square is a question: how high is the ground here? Choose how far apart the "
            "questions are, and move the grid by its shift, or drag the square nearest to 0. Two "
            "level lines show the lowest answer and the lowest height of the ground. With the "
            "hidden dip, each grid gets a ground of its own: the dip is placed between two of its "
            "questions."
        ),
        [
            Control(by[0], [_("as it is"), _("with a hidden dip")], choice=True),
            Control(
                by[1],
                [said(step) for step in steps],
                nearest(steps, length / 5),
                label=_("step of the grid"),
            ),
            Control(
                by[2],
                [said(shift) for shift in shifts],
                nearest(shifts, 0.0),
                along=(title, shifts),
            ),
        ],
        [
            Panel(
                title,
                Axis(_("place x"), left, right),
                Axis(_("height"), deep - 0.5, high + 0.5),
                [
                    Mark(
                        _("lowest height of the ground"),
                        *_level(left, right, true),
                        by[:1],
                        GREEN,
                        "thin",
                        "dotted",
                    ),
                    Mark(_("the ground"), x.ravel(), height.ravel()),
                    Mark("", over, _if_hidden(over_height), by, "#fff", "thick"),
                    Mark("", shaft, _if_hidden(walls), by),
                    Mark("", *_points(gaps), shape="dots"),
                    Mark("", *_points(gaps), colour="#fff", shape="specks"),
                    Mark("", *_points(ends), shape="dots"),
                    Mark(_("questions"), asked, answers, by[1:], ORANGE, "squares"),
                    Mark(
                        _("the lowest answer"),
                        *_level(left, right, lowest[..., 0]),
                        by[1:],
                        ORANGE,
                        "thin",
                        "dashed",
                    ),
                ],
            )
        ],
        [
            _("{count} questions. The lowest answer is {lowest}, first at x = {where}."),
            _("The ground goes down to {true}. {verdict}"),
        ],
        {
            "count": table(np.isfinite(asked).sum(axis=-1), "g", *by[1:]),
            "lowest": table(lowest[..., 0], ".4g", *by[1:]),
            "where": table(where[..., 0], "g", *by[1:]),
            "true": table(true, ".4g", *by[:1]),
            "verdict": Table(_texts(miss.shape, verdict), by),
        },
    )


FOUND = N_("The grid finds it.")
MISSED = N_("The grid misses it by {miss}.")
HIDDEN = N_("The grid misses it by {miss}: the dip is {width} wide, and no question falls into it.")


def _ends(parts: Sequence[Piece]) -> tuple[float, float]:
    """The left and right end of a ground in pieces."""
    if not isinstance(parts, Sequence) or not parts or not all(map(_is_piece, parts)):
        raise ValueError(
            f"parts must be pieces (start, end, formula, closed), but got {parts!r}. "
            "A formula is a function, as in lambda x: x - 2."
        )
    starts, ends = (
        [as_number("parts", end, "It is an end of a piece.") for end in row]
        for row in zip(*(part[:2] for part in parts), strict=True)
    )
    if any(a >= b for a, b in zip(starts, ends, strict=True)) or starts[1:] != ends[:-1]:
        raise ValueError(
            f"parts must join from left to right, but got pieces from {starts} to {ends}. "
            "Each begins where the one before it ends."
        )
    return starts[0], ends[-1]


def _is_piece(part: object) -> bool:
    return isinstance(part, Sequence) and len(part) == 4 and callable(part[2])


def _on(x: float, start: float, end: float, closed: bool) -> bool:
    return start < x <= end or (closed and x == start)


def _grid(step: float, shift: float, left: float, right: float) -> FloatArray:
    """All places on the ground that are whole steps away from the shift."""
    # rounded, so that the end of a piece is met where it should be
    first, last = np.round([(left - shift) / step, (right - shift) / step], 9)
    return np.round(shift + step * np.arange(np.ceil(first), np.floor(last) + 1), 9)


def _rows(grids: Sequence[Sequence[FloatArray]]) -> FloatArray:
    """Lists of unequal lengths as one array, filled up with NaN."""
    most = max(len(grid) for row in grids for grid in row)
    filled = [[[*grid, *[np.nan] * (most - len(grid))] for grid in row] for row in grids]
    return np.array(filled)


def _dip(grid: FloatArray, parts: Sequence[Piece]) -> tuple[float, float]:
    """Where a dip lies that the grid does not meet: within one piece, if there is room."""
    width = min(np.diff(grid).min() / 2, (parts[-1][1] - parts[0][0]) / 20)
    dips = [(m - width / 2, m + width / 2) for m in (grid[1:] + grid[:-1]) / 2]
    ends = [end for _, end, *_ in parts]
    free = [dip for dip in dips if not any(dip[0] <= end <= dip[1] for end in ends)]
    return (free or dips)[len(free or dips) // 4]


def _if_hidden(y: FloatArray) -> FloatArray:
    """Heights that are drawn with the second choice alone."""
    return np.stack([np.full_like(y, np.nan), y])


def _level(left: float, right: float, height: FloatArray) -> tuple[list[float], FloatArray]:
    return [left, right], np.repeat(height[..., None], 2, axis=-1)


def _points(points: Sequence[tuple[float, Callable[[float], float]]]) -> tuple[Any, Any]:
    return [x for x, _ in points], [f(x) for x, f in points]


def explore_descent(
    f: Callable[[Any], Any] = bowl,
    start: ArrayLike = STARTS,
    rates: ArrayLike = RATES,
    steps: int = 11,
    span: Span = (-8.0, 8.0),
    first: tuple[float, float] = (3.0, 4.0),
) -> Explorer:
    """Gradient descent on f, for each start and learning rate; slopes by central differences.

    A walk ends early where f has no slope, as beside the end of the ground of ``math.log``, and
    where it is a hundred pictures away.

    Args:
        f: a function of one number.
        start: where to begin, one number or several, within the span.
        rates: the learning rates to choose from, one or several.
        steps: how many updates.
        span: the left and right end of the picture.
        first: the learning rate and the start to begin with, or the nearest to them.

    Returns:
        An `Explorer` with the controls "learning rate" and "start".

    Raises:
        TypeError, ValueError: if a rate is not positive, a start lies outside the span, or f does
            not give one number, or none anywhere in the span.

    Example:
        >>> explorer = explore_descent(start=4.0, rates=3.0, steps=3)
        >>> print(explorer.at()[0])
        After step 3: x = −0.5000, f(x) = 0.0625.
    """
    _require_function(f, "x")
    require_count("steps", steps, "It is the number of updates.")
    starts, rates = _list("start", start), _list("rates", rates)
    _require_span(span, "left", "right")
    outside = starts[(starts < span[0]) | (starts > span[1])]
    if outside.size:
        raise ValueError(
            f"start must lie within span {span}, but got {outside[0]:g}. "
            "Give a wider span to see it."
        )
    begin = _list("first", first)
    if len(begin) != 2:
        raise ValueError(
            f"first must be two numbers, but got {first}. They are a learning rate and a start."
        )
    x = np.linspace(*span, 161)
    ground = _ground(f, x)
    low, high = float(np.nanmin(ground)), float(np.nanmax(ground))
    room = 0.05 * (high - low) or 1.0

    width = span[1] - span[0]
    far = FAR * width
    walks = np.array(
        [[_walk(f, s, GradientDescent(rate), steps, far) for s in starts] for rate in rates]
    )
    heights = _heights(f, walks)
    taken = np.isfinite(walks).sum(axis=-1) - 1
    last, its_height = (
        np.take_along_axis(values, taken[..., None], -1)[..., 0] for values in (walks, heights)
    )
    by = (N_("learning rate"), N_("start"))
    place = Axis(_("place x"), *span)
    near = _("The ground and the steps on it")
    return Explorer(
        _("Gradient descent on a ground of one dimension"),
        _(
            "Each step goes against the slope, by the learning rate times the slope. Move the "
            "learning rate and the start, or drag the start in the picture. In the first picture "
            "the places are joined on the ground; in the second they stand one after the other."
        ),
        [
            Control(by[0], [said(rate) for rate in rates], nearest(rates, begin[0])),
            Control(
                by[1],
                [said(s) for s in starts],
                nearest(starts, begin[1]),
                along=(near, starts),
            ),
        ],
        [
            Panel(
                near,
                place,
                Axis(_("height f(x)"), low - room, high + room),
                [
                    Mark(_("the ground"), x, ground, colour=GREY),
                    Mark("", walks, heights, by, ORANGE, "thin"),
                    Mark(_("places visited"), walks, heights, by, ORANGE, "dots"),
                    Mark(
                        _("start"),
                        starts[:, None],
                        _heights(f, starts)[:, None],
                        by[1:],
                        BLUE,
                        "squares",
                    ),
                ],
            ),
            Panel(
                _("Place after each step"),
                Axis(_("step"), 0, steps),
                Axis(place.label, *span),
                [
                    Mark("", np.arange(steps + 1), walks, by, ORANGE, "thin"),
                    Mark("", np.arange(steps + 1), walks, by, ORANGE, "dots"),
                ],
            ),
        ],
        [_("After step {step}: x = {x}, f(x) = {f}."), "{verdict}"],
        {
            "step": table(taken, "g", *by),
            "x": Table(_places_said(last), by),
            "f": Table(_places_said(its_height), by),
            "verdict": Table([[_verdict(walk, width) for walk in row] for row in walks], by),
        },
    )


FLOWN = N_("It flies far out of the picture.")
LOST = N_("It ends here: no slope can be measured at this place.")
STILL = N_("It stands still: there is no slope here, or next to none.")
ONE = N_("It has taken one step.")
ARRIVED = N_("It arrives in one step: there is no slope there, or next to none.")
RESTS = N_("{verdict} Then it rests.")
ONCE = N_("It turns round once.")
TURNS = N_("It turns round {turns} times.")
# By the way that the steps take, and by what becomes of their lengths.
VERDICTS = {
    ("hops", "even"): N_("It hops between the same two places for ever."),
    ("hops", "shorter"): N_("It hops from side to side, in shorter and shorter hops."),
    ("hops", "longer"): N_("It hops from side to side, in longer and longer hops."),
    ("hops", "mixed"): N_("It hops from side to side, now less far, now farther."),
    ("walks", "even"): N_("It walks one way, in steps of one length."),
    ("walks", "shorter"): N_("It walks one way, in shorter and shorter steps."),
    ("walks", "longer"): N_("It walks one way, in longer and longer steps."),
    ("walks", "mixed"): N_("It walks one way, in steps now shorter, now longer."),
}
# The same for the last steps of a walk that turns round several times, though not at every step.
AT_LAST = {
    ("hops", "even"): N_("In the end it hops between the same two places for ever."),
    ("hops", "shorter"): N_("In the end it hops from side to side, in shorter and shorter hops."),
    ("hops", "longer"): N_("In the end it hops from side to side, in longer and longer hops."),
}


def _places_said(values: FloatArray) -> NDArray[np.str_]:
    """With four digits after the point, or with a power of ten where that would be long."""
    return _texts(
        values.shape,
        lambda *at: said(values[at], ".4f" if abs(values[at]) < 1e6 else ".3g"),
    )


def _verdict(walk: FloatArray, width: float) -> str:
    """What the walk does in a picture of that width, in words that are true of any ground."""
    last = walk[np.isfinite(walk)][-1]
    if np.isnan(walk[-1]):
        return _(FLOWN if abs(last) >= FAR * width else LOST)
    moves = np.diff(walk)
    # up to the last step that is large enough to be seen
    seen = moves[: len(np.trim_zeros(abs(moves) >= 1e-6 * width, "b"))]
    stops = len(seen) < len(moves)
    if len(seen) < 2:
        return _(STILL if not len(seen) else ARRIVED if stops else ONE)
    kind, turns = _kind(seen), int((seen[1:] * seen[:-1] < 0).sum())
    tail = _kind(seen[-4:]) if len(seen) > 4 else kind
    if tail != kind and tail == ("hops", "even"):
        return _(AT_LAST[tail])
    turning = ONCE if turns == 1 else AT_LAST.get(tail, TURNS)
    verdict = _(VERDICTS.get(kind, turning)).format(turns=turns)
    # steps that only become too short to be seen are no rest
    rests = stops and abs(seen[-1]) > 1e-3 * abs(moves).max()
    return _(RESTS).format(verdict=verdict) if rests else verdict


def _kind(moves: FloatArray) -> tuple[str, str]:
    turns, lengths = moves[1:] * moves[:-1], abs(moves)
    way = "hops" if (turns < 0).all() else "walks" if (turns > 0).all() else "turns"
    if np.allclose(lengths, lengths[0], rtol=1e-6, atol=0):
        return way, "even"
    longer = np.diff(lengths) > 0
    return way, "longer" if longer.all() else "mixed" if longer.any() else "shorter"


def explore_valley(
    f: Callable[[Any, Any], Any],
    start: tuple[float, float] = (9.0, 1.5),
    rates: ArrayLike = VALLEY_RATES,
    momentum: ArrayLike = MOMENTUM,
    steps: int = 30,
    span: tuple[float, float, float, float] = (-5.0, 10.0, -3.5, 3.5),
) -> Explorer:
    """Gradient descent on f(x, y), with momentum and without; slopes by central differences.

    Args:
        f: a function of two numbers.
        start: where to begin, (x, y).
        rates: the learning rates to choose from, one or several.
        momentum: the shares of the velocity that is kept to choose from, each in [0, 1).
        steps: how many updates.
        span: the picture's (left, right, bottom, top).

    Returns:
        An `Explorer` with the controls "learning rate", "momentum" and "step".

    Raises:
        TypeError, ValueError: if a rate is not positive, a share is not in [0, 1), or f does not
            give one number, or none anywhere in the span.

    Example:
        The heavy ball goes 4, 2, 0, -1 along x, and the plain walk 4, 2, 1, 0.5:

        >>> bowls = lambda x, y: (x**2 + y**2) / 4
        >>> explorer = explore_valley(bowls, (4.0, 0.0), rates=1.0, momentum=0.5, steps=3)
        >>> print(*explorer.at(step=3), sep="\\n")
        Step 3: with momentum height 0.25, without height 0.0625.
        After step 3 the walk without momentum is the lower one.
    """
    _require_function(f, "x, y")
    require_count("steps", steps, "It is the number of updates.")
    begin = as_floats(("start", start))[0].astype(float)
    if begin.shape != (2,):
        raise ValueError(f"start must be two numbers, but got {start}. They are x and y.")
    rates, momentum = _list("rates", rates), _list("momentum", momentum)
    _require_span(span, "left", "right", "bottom", "top")
    left, right, bottom, top = span
    if not (left <= begin[0] <= right and bottom <= begin[1] <= top):
        raise ValueError(
            f"start must lie within span {span}, but got {begin.tolist()}. "
            "Give a wider span to see it."
        )
    x, y = np.meshgrid(np.linspace(left, right, 121), np.linspace(bottom, top, 61))
    ground = _ground(f, x, y)

    far = FAR * np.array([right - left, top - bottom])
    plain = np.array([_walk(f, begin, GradientDescent(rate), steps, far) for rate in rates])
    heavy = np.array(
        [
            [_walk(f, begin, Momentum(rate, share), steps, far) for share in momentum]
            for rate in rates
        ]
    )
    walks = plain, heavy
    heights = [_heights(f, *np.moveaxis(walk, -1, 0)) for walk in walks]
    if not np.isfinite(heights[0].flat[0]):
        raise ValueError(
            f"start must be a place where f has a height, but got {begin.tolist()}. "
            "Choose another start."
        )
    scaled, axis = _height_axis(np.concatenate([height.ravel() for height in heights]))

    by = (N_("learning rate"), N_("momentum"), N_("step"))
    above, beside = _("Seen from above, with level lines"), _("Height after each step")
    count = np.arange(steps + 1)
    # one unit is as long along y as along x
    length = (WIDTH - LEFT - RIGHT) * (top - bottom) / (right - left)
    tall = int(np.clip(TOP + BOTTOM + length, 1900, WIDTH))
    looks = (
        (_("without momentum"), by[:1], ORANGE, "dashed"),
        (_("with momentum"), by[:2], BLUE, ""),
    )
    paths, curves, balls, their_heights = [], [], [], []
    for (name, of, colour, dash), walk, height in zip(looks, walks, heights, strict=True):
        shape = "squares" if dash else "dots"
        at, up, now = (*of, by[2]), scaled(height), np.broadcast_to(count, height.shape)
        paths.append(Mark("", walk[..., 0], walk[..., 1], of, colour, "line", dash))
        balls.append(Mark(name, walk[..., :1], walk[..., 1:], at, colour, shape))
        curves.append(Mark("", count, up, of, colour, "line", dash))
        their_heights.append(Mark(name, now[..., None], up[..., None], at, colour, shape))
    return Explorer(
        _("Gradient descent in a valley, with momentum and without"),
        _(
            "Both walks begin at the same place and have the same learning rate. The heavy ball "
            "keeps a share of its last move as well: the momentum. Move the learning rate and the "
            "momentum, and play the steps, or drag in the picture of the heights."
        ),
        [
            Control(by[0], [said(rate) for rate in rates], nearest(rates, 0.05)),
            Control(by[1], [said(share) for share in momentum], nearest(momentum, 0.7)),
            Control(
                by[2],
                [str(k) for k in count],
                along=(beside, count),
                play=_("Play"),
            ),
        ],
        [
            Panel(
                above,
                Axis("x", left, right),
                Axis("y", bottom, top),
                [Mark("", *_level_lines(x, y, ground), (), LIGHT, "thin"), *paths, *balls],
                tall,
            ),
            Panel(beside, Axis(_("step"), 0, steps), axis, [*curves, *their_heights], tall),
        ],
        [_("Step {step}: with momentum {heavy}, without {plain}."), "{verdict}"],
        {
            "step": Table([str(k) for k in count], by[2:]),
            "plain": Table(_heights_said(plain, heights[0], far), (by[0], by[2])),
            "heavy": Table(_heights_said(heavy, heights[1], far), by),
            "verdict": Table(
                [
                    [_lower(ball[-1], flat[-1], steps) for ball in row]
                    for flat, row in zip(*heights, strict=True)
                ],
                by[:2],
            ),
        },
    )


HEIGHT = N_("height {height}")
FLOWN_OFF = N_("too far out to follow")
NO_SLOPE = N_("no slope to follow")
LOWER = {
    (True, True): N_("After step {steps} both walks are equally low."),
    (True, False): N_("After step {steps} the walk with momentum is the lower one."),
    (False, True): N_("After step {steps} the walk without momentum is the lower one."),
}
FOLLOWED = {
    (True, False): N_("After step {steps} only the walk with momentum can still be followed."),
    (False, True): N_("After step {steps} only the walk without momentum can still be followed."),
    (False, False): N_("After step {steps} neither walk can be followed any longer."),
}


def _lower(heavy: float, plain: float, steps: int) -> str:
    there = bool(np.isfinite(heavy)), bool(np.isfinite(plain))
    if not all(there):
        return _(FOLLOWED[there]).format(steps=steps)
    same = bool(np.isclose(heavy, plain, rtol=1e-6, atol=0))
    return _(LOWER[heavy < plain or same, plain < heavy or same]).format(steps=steps)


def _heights_said(walks: FloatArray, heights: FloatArray, far: FloatArray) -> NDArray[np.str_]:
    """The height after each step, or why there is none."""
    flown = np.array(np.greater_equal(abs(walks), far).any(axis=(-2, -1)))

    def text(*at: int) -> str:
        if np.isfinite(walks[at]).all():
            return _(HEIGHT).format(height=_three_digits(heights[at]))
        return _(FLOWN_OFF if flown[at[:-1]] else NO_SLOPE)

    return _texts(heights.shape, text)


def _three_digits(value: float) -> str:
    """Written out, or with a power of ten where that would be long."""
    if value and not 1e-6 <= abs(value) < 1e7:
        return said(value, ".3g")
    return said(float(f"{value:.3g}"), ",.8f").rstrip("0").rstrip(".")


def _height_axis(heights: FloatArray) -> tuple[Callable[[FloatArray], FloatArray], Axis]:
    """How heights are drawn: by powers of ten where none is negative. The first is the start's."""
    start, least = heights[0], float(np.nanmin(heights))
    if least < 0 or start <= 0:
        room = 0.05 * (start - least) or 1.0
        return lambda height: height, Axis(_("height"), least - room, 2 * start - least + room)
    high = int(np.ceil(np.log10(start))) + 1
    low = max(int(np.floor(np.log10(max(least, 1e-300)))), high - 9)
    ticks = {float(e): f"10{str(e).translate(RAISED)}" for e in range(high, low - 1, -2)}

    def powers(height: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            return np.log10(height)

    return powers, Axis(_("height"), low, high, ticks)


def _level_lines(x: FloatArray, y: FloatArray, ground: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Places of equal height; closer together where the ground is low."""
    low, high = float(np.nanmin(ground)), float(np.nanmax(ground))
    contours = contour_generator(x, y, np.ma.masked_invalid(ground))
    path = []
    for k in range(1, 10):
        for line in contours.lines(low + (high - low) * (k / 10) ** 2):
            path += [*np.asarray(line), np.full(2, np.nan)]
    across, up = np.reshape(path, (-1, 2)).T
    return across, up


def _walk(
    f: Callable[..., Any],
    start: ArrayLike,
    optimizer: Optimizer,
    steps: int,
    far: FloatArray | float,
) -> FloatArray:
    """The places visited; NaN after one that is `far` away, or has no slope."""
    visited = np.full((steps + 1, *np.shape(start)), np.nan)

    def slope(place: FloatArray) -> FloatArray:
        return numerical_gradient(lambda at: _at(f, *np.atleast_1d(at)), place)

    with np.errstate(all="ignore"):
        for k, place in enumerate(descend(slope, start, optimizer, steps)):
            if not np.isfinite(place).all():
                break
            visited[k] = place
            if (abs(place) >= far).any():
                break
    return visited


def _at(f: Callable[..., Any], *place: Any) -> Any:
    """What f gives there, NaN where it is not defined, as math.log(-1) or 1 / 0."""
    with np.errstate(all="ignore"):
        try:
            return f(*place)
        except (ValueError, ArithmeticError):
            return np.nan


def _heights(f: Callable[..., Any], *places: FloatArray) -> FloatArray:
    """f at each place, one after the other, so that any function of numbers will do."""
    found = [
        as_returned_number(_at(f, *place)) if np.isfinite(place).all() else np.nan
        for place in zip(*(axis.ravel() for axis in places), strict=True)
    ]
    return np.reshape(found, places[0].shape)


def _ground(f: Callable[..., Any], *places: FloatArray) -> FloatArray:
    """Heights to draw, of which one at least is finite."""
    heights = _heights(f, *places)
    heights[~np.isfinite(heights)] = np.nan
    if np.isnan(heights).all():
        raise ValueError(
            "f must give a finite number somewhere in the span, but got none. "
            "Does it work for a single number?"
        )
    return heights


def _list(name: str, values: ArrayLike) -> FloatArray:
    """One number or several as a list of floats."""
    (array,) = as_floats((name, values))
    if array.ndim > 1:
        raise ValueError(
            f"{name} must be one number or a list of them, but got shape {array.shape}. "
            f"Is {name}.ravel() meant?"
        )
    return np.array(array, dtype=float).ravel()


def _require_function(f: object, of: str) -> None:
    if not callable(f):
        raise TypeError(f"f must be a function of {of}, but got {f!r}. Pass f itself, not f({of}).")


def _require_span(span: Sequence[float], *names: str) -> None:
    ends = _list("span", span)
    if len(ends) != len(names) or (np.diff(ends)[::2] <= 0).any():
        raise ValueError(
            f"span must be the picture's {', '.join(names)}, but got {span}. "
            "Each pair begins with its lower end."
        )


def _texts(shape: tuple[int, ...], text: Callable[..., str]) -> NDArray[np.str_]:
    """The text for each index of an array."""
    return np.array([text(*index) for index in np.ndindex(shape)]).reshape(shape)
