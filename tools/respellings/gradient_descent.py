"""Chapter 3: what readers write."""

import math
import statistics
from collections import deque
from fractions import Fraction
from functools import reduce
from itertools import accumulate, repeat

import numpy as np

from . import known, right, two, unlisted

# descent_step


@right("descent_step")
def place_by_place(w, grad, learning_rate):
    slope = np.asarray(grad(w))
    new = np.array(w, dtype=float)
    for place in np.ndindex(new.shape):
        new[place] = new[place] - learning_rate * slope[place]
    return new


@right("descent_step")
def step_in_single_precision(w, grad, learning_rate):
    return np.float32(w) - np.float32(learning_rate) * np.float32(grad(w))


@right("descent_step")
def step_as_a_list(w, grad, learning_rate):
    slope = np.asarray(grad(w))
    return np.asarray(w + (-learning_rate) * slope).tolist()


@right("descent_step")
def copy_and_then_take_away(w, grad, learning_rate):
    new = np.array(w, dtype=float)
    new -= np.multiply(learning_rate, grad(w.copy() if isinstance(w, np.ndarray) else w))
    return new


@right("descent_step")
def sum_of_a_stack(w, grad, learning_rate):
    return np.sum([w, -learning_rate * np.asarray(grad(w))], axis=0)


@known("descent_step")
def climbs_place_by_place(w, grad, learning_rate):
    """Adds the slope, so that it walks uphill."""
    slope = np.ravel(grad(w))
    values = np.array(w, dtype=float).ravel()
    for i in range(values.size):
        values[i] += learning_rate * slope[i]
    return values.reshape(np.shape(w))


@known("descent_step")
def look_then_leap(w, grad, learning_rate):
    """Takes the slope at the point reached, not at the point left."""
    ahead = w
    ahead = ahead - learning_rate * grad(ahead)
    slope = grad(ahead)
    return w - learning_rate * slope


@known("descent_step")
def the_change(w, grad, learning_rate):
    """Hands back the change and not the new w."""
    change = np.zeros_like(np.asarray(w, dtype=float))
    change -= learning_rate * np.asarray(grad(w))
    return change


@known("descent_step")
def whole_slope(w, grad, learning_rate):
    """Does not use the learning rate."""
    step = np.asarray(grad(w))
    return np.subtract(w, step)


@known("descent_step")
def item_assignment(w, grad, learning_rate):
    """Writes the new values into the array that it was given."""
    slope = grad(w)
    if np.ndim(w) == 0:
        return w - learning_rate * slope
    for i in range(len(w)):
        w[i] = w[i] - learning_rate * slope[i]
    return w


@known("descent_step")
def grad_as_an_array(w, grad, learning_rate):
    """Multiplies with the function grad; it never calls it."""
    step = np.multiply(learning_rate, grad)
    return w - step


@known("descent_step")
def bracketed_early(w, grad, learning_rate):
    """Scales w too: learning_rate * (w - slope)."""
    moved = w - grad(w)
    return moved * learning_rate


@known("descent_step")
def nothing_handed_back(w, grad, learning_rate):
    """Computes the new w and has no return."""
    w = w - learning_rate * grad(w)


@two("descent_step")
def up_by_the_whole_slope(w, grad, learning_rate):
    """Adds, and without the learning rate."""
    return np.add(w, grad(w))


@two("descent_step")
def uphill_from_ahead(w, grad, learning_rate):
    """Adds, and takes the slope at the new point."""
    slope = grad(w + learning_rate * grad(w))
    return w + learning_rate * slope


@two("descent_step")
def bare_minus_slope(w, grad, learning_rate):
    """Only the change, and without the learning rate."""
    return [-s for s in grad(w)] if np.ndim(w) else -grad(w)


@two("descent_step")
def augmented_the_wrong_way(w, grad, learning_rate):
    """Adds, and into the array that it was given."""
    w += learning_rate * grad(w)
    return w


@unlisted("descent_step")
def only_the_direction(w, grad, learning_rate):
    """Uses the sign of the slope and drops its size."""
    return w - learning_rate * np.sign(grad(w))


@unlisted("descent_step")
def always_the_same_length(w, grad, learning_rate):
    """Divides the slope by its length, so that every step is equally long."""
    slope = np.asarray(grad(w))
    return w - learning_rate * slope / np.linalg.norm(slope)


@unlisted("descent_step")
def relative_step(w, grad, learning_rate):
    """Multiplies w with 1 - learning_rate * slope."""
    return w * (1 - learning_rate * grad(w))


@unlisted("descent_step")
def one_place_after_another(w, grad, learning_rate):
    """Asks for the slope anew after each coordinate has moved."""
    new = np.array(w, dtype=float)
    for place in np.ndindex(new.shape):
        new[place] -= learning_rate * np.asarray(grad(new))[place]
    return new


@unlisted("descent_step")
def slope_of_a_scaled_point(w, grad, learning_rate):
    """The learning rate stands inside the call of grad."""
    return w - grad(learning_rate * w)


@unlisted("descent_step")
def blended(w, grad, learning_rate):
    """A weighted mean of w and the slope, as in a moving average."""
    return (1 - learning_rate) * w - learning_rate * grad(w)


@unlisted("descent_step")
def until_it_is_flat(w, grad, learning_rate):
    """Goes on walking; one step was asked for."""
    for _ in range(100):
        w = w - learning_rate * grad(w)
    return w


@unlisted("descent_step")
def neat_numbers(w, grad, learning_rate):
    """Rounds the new w to one digit."""
    return np.round(w - learning_rate * grad(w), 1)


# gradient_descent


@right("gradient_descent")
def folded(w, grad, learning_rate, steps):
    return reduce(lambda at, _: at - learning_rate * grad(at), range(steps), w)


@right("gradient_descent")
def halved_again_and_again(w, grad, learning_rate, steps):
    if steps == 0:
        return w
    if steps == 1:
        return w - learning_rate * grad(w)
    middle = halved_again_and_again(w, grad, learning_rate, steps // 2)
    return halved_again_and_again(middle, grad, learning_rate, steps - steps // 2)


@right("gradient_descent")
def last_of_the_path(w, grad, learning_rate, steps):
    path = [np.array(w, dtype=float)]
    while len(path) <= steps:
        path.append(path[-1] - learning_rate * np.asarray(grad(path[-1])))
    return path[-1].tolist()


@right("gradient_descent")
def walk_in_single_precision(w, grad, learning_rate, steps):
    w = np.float32(w)
    for _ in range(steps):
        w = w - np.float32(learning_rate) * np.float32(grad(w))
    return w


@right("gradient_descent")
def end_of_a_generator(w, grad, learning_rate, steps):
    walk = accumulate(repeat(None, steps), lambda at, _: at - learning_rate * grad(at), initial=w)
    return deque(walk, maxlen=1).pop()


@right("gradient_descent")
def own_copy_moved(w, grad, learning_rate, steps):
    w = np.array(w, dtype=float)
    left = steps
    while left:
        w -= learning_rate * np.asarray(grad(w))
        left -= 1
    return w


@known("gradient_descent")
def gone_after_one(w, grad, learning_rate, steps):
    """The return stands inside the loop; with no steps at all it gives None."""
    done = 0
    while done < steps:
        w = w - learning_rate * grad(w)
        done = done + 1
        return w


@known("gradient_descent")
def one_long_stride(w, grad, learning_rate, steps):
    """Uses the first slope for every step."""
    return w - steps * learning_rate * grad(w)


@known("gradient_descent")
def starts_counting_at_one(w, grad, learning_rate, steps):
    """One step too few."""
    i = 1
    while i < steps:
        w = np.subtract(w, learning_rate * grad(w))
        i += 1
    return w


@known("gradient_descent")
def counts_down_to_zero(w, grad, learning_rate, steps):
    """One step too many."""
    while steps >= 0:
        w = w - learning_rate * grad(w)
        steps -= 1
    return w


@known("gradient_descent")
def keeps_climbing(w, grad, learning_rate, steps):
    """Walks uphill: two minus signs make a plus."""
    for _ in range(steps):
        change = -learning_rate * grad(w)
        w = w - change
    return w


@known("gradient_descent")
def moves_what_it_was_given(w, grad, learning_rate, steps):
    """Moves the array of the caller along."""
    for _ in range(steps):
        w -= learning_rate * grad(w)
    return w


@known("gradient_descent")
def every_stop(w, grad, learning_rate, steps):
    """Hands back all points of the walk."""
    stops = []
    for _ in range(steps):
        w = w - learning_rate * grad(w)
        stops.append(w)
    return np.array(stops)


@known("gradient_descent")
def forgets_to_move(w, grad, learning_rate, steps):
    """Never stores the new point: every step starts from the first w."""
    for _ in range(steps):
        new = w - learning_rate * grad(w)
    return new


@two("gradient_descent")
def one_step_up(w, grad, learning_rate, steps):
    """Walks uphill and leaves after the first step."""
    for _ in range(steps):
        w = w + learning_rate * grad(w)
        return w
    return w


@two("gradient_descent")
def first_slope_too_short(w, grad, learning_rate, steps):
    """Uses the first slope for every step, and one step too few."""
    slope = grad(w)
    for _ in range(steps - 1):
        w = w - learning_rate * slope
    return w


@two("gradient_descent")
def uphill_and_too_far(w, grad, learning_rate, steps):
    """Walks uphill, and one step too many."""
    for _ in range(steps + 1):
        w = w + learning_rate * grad(w)
    return w


@two("gradient_descent")
def whole_slopes_too_few(w, grad, learning_rate, steps):
    """Without the learning rate, and one step too few."""
    for _ in range(1, steps):
        w = w - grad(w)
    return w


@unlisted("gradient_descent")
def counter_stands_still(w, grad, learning_rate, steps):
    """The counter never moves: an endless loop."""
    done = 0
    while done < steps:
        w = w - learning_rate * grad(w)
    return w


@unlisted("gradient_descent")
def slopes_pile_up(w, grad, learning_rate, steps):
    """Adds up the slopes and takes their sum off at each step."""
    total = 0
    for _ in range(steps):
        total = total + grad(w)
        w = w - learning_rate * total
    return w


@unlisted("gradient_descent")
def shrinking_steps(w, grad, learning_rate, steps):
    """Divides the learning rate by the number of the step."""
    for i in range(1, steps + 1):
        w = w - learning_rate / i * grad(w)
    return w


@unlisted("gradient_descent")
def growing_steps(w, grad, learning_rate, steps):
    """Multiplies with the loop's counter, so that the first step is none."""
    for i in range(steps):
        w = w - i * learning_rate * grad(w)
    return w


@unlisted("gradient_descent")
def flat_enough(w, grad, learning_rate, steps):
    """Stops early once the slope is below 0.5."""
    for _ in range(steps):
        slope = grad(w)
        if np.max(np.abs(slope)) < 0.5:
            break
        w = w - learning_rate * slope
    return w


@unlisted("gradient_descent")
def middle_of_the_walk(w, grad, learning_rate, steps):
    """Hands back the mean of all points."""
    path = [w]
    for _ in range(steps):
        path.append(path[-1] - learning_rate * grad(path[-1]))
    return np.mean(path, axis=0)


@unlisted("gradient_descent")
def lost_recursion(w, grad, learning_rate, steps):
    """Calls itself for the other steps and drops what comes back."""
    if steps > 0:
        w = w - learning_rate * grad(w)
        lost_recursion(w, grad, learning_rate, steps - 1)
    return w


@unlisted("gradient_descent")
def bottomless_recursion(w, grad, learning_rate, steps):
    """Calls itself with the same number of steps, so that it never gets to the bottom."""
    if steps == 0:
        return w
    return bottomless_recursion(w - learning_rate * grad(w), grad, learning_rate, steps)


@unlisted("gradient_descent")
def rate_split_among_the_steps(w, grad, learning_rate, steps):
    """Divides the learning rate by the number of steps."""
    for _ in range(steps):
        w = w - learning_rate * grad(w) / steps
    return w


# descent_step_two


@right("descent_step_two")
def b_is_computed_first(w, b, grad_w, grad_b, learning_rate):
    new_b = b - learning_rate * grad_b(w, b)
    new_w = w - learning_rate * grad_w(w, b)
    return new_w, new_b


@right("descent_step_two")
def pairs_of_point_and_slope(w, b, grad_w, grad_b, learning_rate):
    return tuple(at - learning_rate * slope(w, b) for at, slope in [(w, grad_w), (b, grad_b)])


@right("descent_step_two")
def remembers_the_old_w(w, b, grad_w, grad_b, learning_rate):
    old = np.array(w, dtype=float)
    w = w - learning_rate * grad_w(old, b)
    b = b - learning_rate * grad_b(old, b)
    return [w, b]


@right("descent_step_two")
def both_in_single_precision(w, b, grad_w, grad_b, learning_rate):
    rate = np.float32(learning_rate)
    steps = [np.float32(grad(w, b)) * rate for grad in (grad_w, grad_b)]
    return np.float32(w) - steps[0], np.float32(b) - steps[1]


@right("descent_step_two")
def one_assignment(w, b, grad_w, grad_b, learning_rate):
    w, b = (
        np.subtract(w, np.multiply(learning_rate, grad_w(w, b))),
        np.subtract(b, np.multiply(learning_rate, grad_b(w, b))),
    )
    return w, b


@known("descent_step_two")
def from_the_moved_w(w, b, grad_w, grad_b, learning_rate):
    """Moves w first, and takes the slope for b from there."""
    point = [w, b]
    for i, grad in enumerate([grad_w, grad_b]):
        point[i] = point[i] - learning_rate * grad(*point)
    return tuple(point)


@known("descent_step_two")
def from_the_moved_b(w, b, grad_w, grad_b, learning_rate):
    """Moves b first, and takes the slope for w from there."""
    point = {"w": w, "b": b}
    point["b"] = b - learning_rate * grad_b(w, b)
    point["w"] = w - learning_rate * grad_w(point["w"], point["b"])
    return point["w"], point["b"]


@known("descent_step_two")
def b_before_w(w, b, grad_w, grad_b, learning_rate):
    """Hands back b first and w second."""
    result = []
    result.insert(0, w - learning_rate * grad_w(w, b))
    result.insert(0, b - learning_rate * grad_b(w, b))
    return result[0], result[1]


@known("descent_step_two")
def both_uphill(w, b, grad_w, grad_b, learning_rate):
    """Adds both slopes."""
    dw, db = grad_w(w, b), grad_b(w, b)
    dw, db = -learning_rate * dw, -learning_rate * db
    return w - dw, b - db


@known("descent_step_two")
def b_stays(w, b, grad_w, grad_b, learning_rate):
    """Never moves b."""
    change_w = learning_rate * grad_w(w, b)
    change_b = learning_rate * grad_b(w, b)
    new_w, new_b = w - change_w, b
    change_b = new_b - change_b
    return new_w, new_b


@known("descent_step_two")
def one_argument_each(w, b, grad_w, grad_b, learning_rate):
    """Gives grad_w only w and grad_b only b."""
    return w - learning_rate * grad_w(w), b - learning_rate * grad_b(b)


@known("descent_step_two")
def both_without_the_rate(w, b, grad_w, grad_b, learning_rate):
    """Does not use the learning rate."""
    slopes = grad_w(w, b), grad_b(w, b)
    return tuple(np.subtract(at, slope) for at, slope in zip((w, b), slopes, strict=True))


@known("descent_step_two")
def one_slope_for_two(w, b, grad_w, grad_b, learning_rate):
    """Takes the slope for w off b as well."""
    step = learning_rate * grad_w(w, b)
    return w - step, b - step


@two("descent_step_two")
def in_turn_and_uphill(w, b, grad_w, grad_b, learning_rate):
    """Moves w first, and adds."""
    w = w + learning_rate * grad_w(w, b)
    b = b + learning_rate * grad_b(w, b)
    return w, b


@two("descent_step_two")
def in_turn_and_reversed(w, b, grad_w, grad_b, learning_rate):
    """Moves w first, and hands back b before w."""
    w = w - learning_rate * grad_w(w, b)
    b = b - learning_rate * grad_b(w, b)
    return b, w


@two("descent_step_two")
def b_first_without_the_rate(w, b, grad_w, grad_b, learning_rate):
    """Moves b first, and without the learning rate."""
    b = b - grad_b(w, b)
    w = w - grad_w(w, b)
    return w, b


@two("descent_step_two")
def changes_in_the_wrong_order(w, b, grad_w, grad_b, learning_rate):
    """Hands back the changes only, and b before w."""
    return -learning_rate * grad_b(w, b), -learning_rate * grad_w(w, b)


@unlisted("descent_step_two")
def b_goes_up(w, b, grad_w, grad_b, learning_rate):
    """A plus in the second line only."""
    new_w = w - learning_rate * grad_w(w, b)
    new_b = b + learning_rate * grad_b(w, b)
    return new_w, new_b


@unlisted("descent_step_two")
def slopes_crossed(w, b, grad_w, grad_b, learning_rate):
    """Moves w by the slope of b, and b by the slope of w."""
    db, dw = grad_w(w, b), grad_b(w, b)
    return w - learning_rate * dw, b - learning_rate * db


@unlisted("descent_step_two")
def point_turned_round(w, b, grad_w, grad_b, learning_rate):
    """Gives grad_b its arguments in the order b, w."""
    return w - learning_rate * grad_w(w, b), b - learning_rate * grad_b(b, w)


@unlisted("descent_step_two")
def rate_for_w_only(w, b, grad_w, grad_b, learning_rate):
    """Forgets the learning rate where it moves b."""
    return w - learning_rate * grad_w(w, b), b - grad_b(w, b)


@unlisted("descent_step_two")
def half_the_rate_for_each(w, b, grad_w, grad_b, learning_rate):
    """Shares the learning rate between the two."""
    rate = learning_rate / len([w, b])
    return w - rate * grad_w(w, b), b - rate * grad_b(w, b)


@unlisted("descent_step_two")
def b_leaves_from_w(w, b, grad_w, grad_b, learning_rate):
    """A line copied and not fully changed: the new b starts from w."""
    new_w = w - learning_rate * grad_w(w, b)
    new_b = w - learning_rate * grad_b(w, b)
    return new_w, new_b


@unlisted("descent_step_two")
def slope_of_b_beyond(w, b, grad_w, grad_b, learning_rate):
    """Takes the slope for b after b itself has moved once already."""
    new_w = w - learning_rate * grad_w(w, b)
    new_b = b - learning_rate * grad_b(w, b)
    new_b = b - learning_rate * grad_b(w, new_b)
    return new_w, new_b


@unlisted("descent_step_two")
def named_results(w, b, grad_w, grad_b, learning_rate):
    """Hands back a dictionary, not a pair."""
    return {"w": w - learning_rate * grad_w(w, b), "b": b - learning_rate * grad_b(w, b)}


# momentum_step


@right("momentum_step")
def written_out(w, velocity, grad, learning_rate, momentum):
    slope = np.asarray(grad(w))
    moved = np.array(w, dtype=float)
    speed = np.array(velocity, dtype=float)
    for place in np.ndindex(moved.shape):
        speed[place] = momentum * speed[place] - learning_rate * slope[place]
        moved[place] += speed[place]
    return moved, speed


@right("momentum_step")
def w_before_the_velocity(w, velocity, grad, learning_rate, momentum):
    step = learning_rate * grad(w)
    return w + momentum * velocity - step, momentum * velocity - step


@right("momentum_step")
def both_as_lists(w, velocity, grad, learning_rate, momentum):
    parts = np.stack([momentum * np.asarray(velocity), -learning_rate * np.asarray(grad(w))])
    speed = parts.sum(axis=0)
    return [np.asarray(w + speed).tolist(), speed.tolist()]


@right("momentum_step")
def step_remembered_in_single_precision(w, velocity, grad, learning_rate, momentum):
    speed = np.float32(momentum) * np.float32(velocity) - np.float32(learning_rate * grad(w))
    return np.float32(w) + speed, speed


@right("momentum_step")
def negative_velocity_inside(w, velocity, grad, learning_rate, momentum):
    backwards = learning_rate * grad(w) - momentum * velocity
    return w - backwards, -backwards


@known("momentum_step")
def last_steps_velocity(w, velocity, grad, learning_rate, momentum):
    """Moves w by the velocity from before the update."""
    new = [w + velocity]
    new.append(np.multiply(momentum, velocity) - np.multiply(learning_rate, grad(w)))
    return tuple(new)


@known("momentum_step")
def ball_rolls_up(w, velocity, grad, learning_rate, momentum):
    """Adds the slope to the velocity."""
    push = -learning_rate * grad(w)
    velocity = momentum * velocity - push
    return w + velocity, velocity


@known("momentum_step")
def velocity_without_the_rate(w, velocity, grad, learning_rate, momentum):
    """The other convention: the learning rate scales the velocity where w moves."""
    kept = momentum * velocity + grad(w)
    return w - learning_rate * kept, kept


@known("momentum_step")
def running_mean(w, velocity, grad, learning_rate, momentum):
    """Weighs the slope with 1 - momentum."""
    velocity = momentum * velocity - learning_rate * (1 - momentum) * grad(w)
    return w + velocity, velocity


@known("momentum_step")
def takes_the_velocity_off(w, velocity, grad, learning_rate, momentum):
    """Subtracts the velocity from w."""
    velocity = momentum * velocity - learning_rate * grad(w)
    return np.subtract(w, velocity), velocity


@known("momentum_step")
def peeks_ahead(w, velocity, grad, learning_rate, momentum):
    """Takes the slope where the momentum would lead (Nesterov's variant)."""
    roll = momentum * velocity
    roll = roll - learning_rate * grad(w + roll)
    return w + roll, roll


@known("momentum_step")
def velocity_updated_in_its_array(w, velocity, grad, learning_rate, momentum):
    """Changes the velocity array that it was given."""
    if np.ndim(velocity):
        velocity[...] = momentum * velocity - learning_rate * grad(w)
    else:
        velocity = momentum * velocity - learning_rate * grad(w)
    return w + velocity, velocity


@known("momentum_step")
def velocity_kept_to_itself(w, velocity, grad, learning_rate, momentum):
    """Hands back w only."""
    velocity = momentum * velocity - learning_rate * grad(w)
    return w + velocity


@two("momentum_step")
def old_velocity_turned_round(w, velocity, grad, learning_rate, momentum):
    """Moves w by the old velocity, and hands back the velocity first."""
    return momentum * velocity - learning_rate * grad(w), w + velocity


@two("momentum_step")
def averaged_and_up(w, velocity, grad, learning_rate, momentum):
    """Weighs the slope with 1 - momentum, and adds it."""
    velocity = momentum * velocity + (1 - momentum) * learning_rate * grad(w)
    return w + velocity, velocity


@two("momentum_step")
def no_friction_no_rate(w, velocity, grad, learning_rate, momentum):
    """Without the momentum factor, and without the learning rate."""
    velocity = velocity - grad(w)
    return w + velocity, velocity


@two("momentum_step")
def ahead_and_up(w, velocity, grad, learning_rate, momentum):
    """Takes the slope ahead, and adds it."""
    velocity = momentum * velocity + learning_rate * grad(w + momentum * velocity)
    return w + velocity, velocity


@unlisted("momentum_step")
def same_velocity_again(w, velocity, grad, learning_rate, momentum):
    """Moves w rightly, and hands back the velocity as it came in."""
    new = momentum * velocity - learning_rate * grad(w)
    return w + new, velocity


@unlisted("momentum_step")
def slope_counted_twice(w, velocity, grad, learning_rate, momentum):
    """Takes a plain descent step on top of the velocity."""
    velocity = momentum * velocity - learning_rate * grad(w)
    w = w - learning_rate * grad(w)
    return w + velocity, velocity


@unlisted("momentum_step")
def friction_on_all(w, velocity, grad, learning_rate, momentum):
    """A bracket too wide: momentum scales the slope as well."""
    velocity = momentum * (velocity - learning_rate * grad(w))
    return w + velocity, velocity


@unlisted("momentum_step")
def factors_changed_places(w, velocity, grad, learning_rate, momentum):
    """Uses the learning rate as momentum, and the momentum as learning rate."""
    velocity = learning_rate * velocity - momentum * grad(w)
    return w + velocity, velocity


@unlisted("momentum_step")
def w_rolls_too(w, velocity, grad, learning_rate, momentum):
    """Scales w with the momentum."""
    velocity = momentum * velocity - learning_rate * grad(w)
    return momentum * w + velocity, velocity


@unlisted("momentum_step")
def slope_at_the_velocity(w, velocity, grad, learning_rate, momentum):
    """Gives grad the velocity, not w."""
    velocity = momentum * velocity - learning_rate * grad(velocity)
    return w + velocity, velocity


@unlisted("momentum_step")
def friction_twice(w, velocity, grad, learning_rate, momentum):
    """Scales with the momentum where w moves, a second time."""
    velocity = momentum * velocity - learning_rate * grad(w)
    return w + momentum * velocity, velocity


@unlisted("momentum_step")
def slope_where_it_arrives(w, velocity, grad, learning_rate, momentum):
    """Moves by the old velocity and takes the slope there."""
    w = w + momentum * velocity
    step = learning_rate * grad(w)
    return w - step, momentum * velocity - step


# numerical_gradient


@right("numerical_gradient")
def set_and_put_back(f, x, h):
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        kept = x[place]
        x[place] = kept + h
        up = f(x)
        x[place] = kept - h
        down = f(x)
        x[place] = kept
        slopes[place] = (up - down) / (2 * h)
    return slopes


@right("numerical_gradient")
def rows_of_the_identity(f, x, h):
    x = np.asarray(x, dtype=float)
    directions = np.eye(x.size).reshape(x.size, *x.shape)
    slopes = [(f(x + h * d) - f(x - h * d)) / h / 2 for d in directions]
    return np.array(slopes).reshape(x.shape)


@right("numerical_gradient")
def mean_of_forward_and_backward(f, x, h):
    x = np.asarray(x, dtype=float)
    middle = f(x)
    slopes = np.empty(x.size)
    for i in range(x.size):
        nudge = np.zeros(x.size)
        nudge[i] = h
        nudge = nudge.reshape(x.shape)
        forward = (f(x + nudge) - middle) / h
        backward = (middle - f(x - nudge)) / h
        slopes[i] = (forward + backward) / 2
    return slopes.reshape(x.shape)


@right("numerical_gradient")
def through_a_list(f, x, h):
    values = np.ravel(x).tolist()
    slopes = []
    for i, value in enumerate(values):
        up = [*values[:i], value + h, *values[i + 1 :]]
        down = [*values[:i], value - h, *values[i + 1 :]]
        difference = f(np.reshape(up, np.shape(x))) - f(np.reshape(down, np.shape(x)))
        slopes.append(difference / (h + h))
    return np.reshape(slopes, np.shape(x)).tolist()


@right("numerical_gradient")
def vectorized_over_places(f, x, h):
    def slope(i):
        nudge = np.where(np.arange(np.size(x)).reshape(np.shape(x)) == i, h, 0.0)
        return (f(x + nudge) - f(x - nudge)) / (2.0 * h)

    places = np.arange(np.size(x)).reshape(np.shape(x))
    return np.vectorize(slope, otypes=[float])(places)


@known("numerical_gradient")
def ahead_only(f, x, h):
    """A forward difference, over h."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        moved = x.copy()
        moved[place] += h
        rise = -f(x) + f(moved)
        slopes[place] = rise / h
    return slopes


@known("numerical_gradient")
def behind_only(f, x, h):
    """A backward difference, over h."""
    here = f(x)
    slopes = []
    for i in range(x.size):
        moved = np.array(x).ravel()
        moved[i] = moved[i] - h
        slopes.append((here - f(moved.reshape(x.shape))) / h)
    return np.array(slopes).reshape(x.shape)


@known("numerical_gradient")
def half_times_h(f, x, h):
    """Divides by 2 and then multiplies with h."""
    slopes = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        e = np.zeros_like(x)
        e[place] = h
        slopes[place] = f(x + e) - f(x - e)
    slopes /= 2
    slopes *= h
    return slopes


@known("numerical_gradient")
def left_below(f, x, h):
    """Goes up by h, down by 2 h, and never comes back to x."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        x[place] += h
        up = f(x)
        x[place] -= 2 * h
        down = f(x)
        slopes[place] = (up - down) / (2 * h)
    return slopes


@known("numerical_gradient")
def everything_moves(f, x, h):
    """Moves all coordinates at once, and gives each the same slope."""
    slope = (f(np.add(x, h)) - f(np.subtract(x, h))) / (2 * h)
    return np.full(x.shape, slope)


@known("numerical_gradient")
def over_one_h(f, x, h):
    """Divides the rise over 2 h by h."""
    slopes = np.zeros(x.size)
    for i, e in enumerate(h * np.eye(x.size)):
        slopes[i] = np.divide(f(x + e.reshape(x.shape)) - f(x - e.reshape(x.shape)), h)
    return slopes.reshape(x.shape)


@known("numerical_gradient")
def laid_out_in_a_row(f, x, h):
    """Loses the shape of x."""
    slopes = []
    for e in np.eye(x.size):
        e = h * e.reshape(x.shape)
        slopes.append((f(x + e) - f(x - e)) / (2 * h))
    return slopes


@known("numerical_gradient")
def down_minus_up(f, x, h):
    """Takes the value above off the value below."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        left, right_ = x.copy(), x.copy()
        left[place] -= h
        right_[place] += h
        slopes[place] = (f(left) - f(right_)) / (2 * h)
    return slopes


@two("numerical_gradient")
def ahead_over_two_h(f, x, h):
    """A forward difference, and over 2 h."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[place] = h
        slopes[place] = (f(x + e) - f(x)) / (2 * h)
    return slopes


@two("numerical_gradient")
def flat_and_ahead(f, x, h):
    """A forward difference, and it loses the shape of x."""
    here = f(x)
    return np.array([(f(x + h * e.reshape(x.shape)) - here) / h for e in np.eye(x.size)])


@two("numerical_gradient")
def pushed_up_for_good(f, x, h):
    """A forward difference, and x stays where it was pushed."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        before = f(x)
        x[place] += h
        slopes[place] = (f(x) - before) / h
    return slopes


@two("numerical_gradient")
def reversed_over_h(f, x, h):
    """The sign turned round, and over h."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[place] = h
        slopes[place] = (f(x - e) - f(x + e)) / h
    return slopes


@unlisted("numerical_gradient")
def one_array_with_two_names(f, x, h):
    """up and down are the same array, so that every difference is 0."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        up = down = x.copy()
        up[place] += h
        down[place] -= h
        slopes[place] = (f(up) - f(down)) / (2 * h)
    return slopes


@unlisted("numerical_gradient")
def whole_rows(f, x, h):
    """Loops over the first axis only: right for a vector, a table moves row by row."""
    slopes = np.zeros(x.shape)
    for i in range(len(x)):
        up, down = x.copy(), x.copy()
        up[i] += h
        down[i] -= h
        slopes[i] = (f(up) - f(down)) / (2 * h)
    return slopes


@unlisted("numerical_gradient")
def own_tiny_h(f, x, h):
    """Sets h itself and does not use the one given."""
    h = 1e-5
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[place] = h
        slopes[place] = (f(x + e) - f(x - e)) / (2 * h)
    return slopes


@unlisted("numerical_gradient")
def step_relative_to_x(f, x, h):
    """Moves by h times the coordinate: wrong steps, and 0 / 0 at a coordinate of 0."""
    slopes = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[place] = h * x[place]
        slopes[place] = (f(x + e) - f(x - e)) / (2 * e[place])
    return slopes


@unlisted("numerical_gradient")
def single_numbers_for_f(f, x, h):
    """Gives f one coordinate at a time: right only where the coordinates do not meet."""
    slopes = [(f(np.array([v + h])) - f(np.array([v - h]))) / (2 * h) for v in x.ravel()]
    return np.array(slopes).reshape(x.shape)


@unlisted("numerical_gradient")
def first_one_left_out(f, x, h):
    """Starts at 1: the first slope stays 0."""
    slopes = np.zeros(x.size)
    for i in range(1, x.size):
        e = np.zeros(x.size)
        e[i] = h
        e = e.reshape(x.shape)
        slopes[i] = (f(x + e) - f(x - e)) / (2 * h)
    return slopes.reshape(x.shape)


@unlisted("numerical_gradient")
def nudge_never_cleared(f, x, h):
    """One nudge for all coordinates: those already done move along."""
    slopes = np.zeros(x.shape)
    e = np.zeros(x.shape)
    for place in np.ndindex(x.shape):
        e[place] = h
        slopes[place] = (f(x + e) - f(x - e)) / (2 * h)
    return slopes


@unlisted("numerical_gradient")
def library_gradient(f, x, h):
    """Takes x for a grid of points at a distance of h, and f for a function of one number."""
    values = [f(np.array([value])) for value in x.ravel()]
    return np.gradient(values, h).reshape(x.shape)


@unlisted("numerical_gradient")
def whole_number_slopes(f, x, h):
    """Collects the slopes in an array of integers, which cuts their decimals off."""
    slopes = np.zeros(x.shape, dtype=int)
    for place in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[place] = h
        slopes[place] = (f(x + e) - f(x - e)) / (2 * h)
    return slopes


# batch_gradient


@right("batch_gradient")
def example_by_example(x, t, w):
    n, d = x.shape
    total = [0.0] * d
    for i in range(n):
        error = sum(x[i, j] * w[j] for j in range(d)) - t[i]
        for j in range(d):
            total[j] += 2 * error * x[i, j] / n
    return total


@right("batch_gradient")
def multiplied_out(x, t, w):
    return 2 / len(t) * (x.T @ x @ w - t @ x)


@right("batch_gradient")
def einsum_twice(x, t, w):
    error = np.einsum("nd,d->n", x, w) - t
    return np.einsum("n,nd->d", error, x) / (len(x) / 2)


@right("batch_gradient")
def mean_of_single_gradients(x, t, w):
    x, t, w = np.float32(x), np.float32(t), np.float32(w)
    return np.mean([2 * (row @ w - goal) * row for row, goal in zip(x, t, strict=True)], axis=0)


@right("batch_gradient")
def exact_fractions(x, t, w):
    rows = [[Fraction(float(v)) for v in row] for row in x]
    weights = [Fraction(float(v)) for v in w]
    errors = [
        sum(a * b for a, b in zip(row, weights, strict=True)) - Fraction(float(goal))
        for row, goal in zip(rows, t, strict=True)
    ]
    columns = zip(*rows, strict=True)
    return np.array(
        [
            float(2 * sum(a * e for a, e in zip(column, errors, strict=True)) / len(rows))
            for column in columns
        ]
    )


@known("batch_gradient")
def added_up_in_a_loop(x, t, w):
    """Adds the examples up and does not divide by n."""
    total = np.zeros(len(w))
    for row, goal in zip(x, t, strict=True):
        total += 2 * row * (row.dot(w) - goal)
    return total


@known("batch_gradient")
def average_of_error_times_input(x, t, w):
    """The 2 is missing."""
    products = (x @ w - t)[:, None] * x
    return np.average(products, axis=0)


@known("batch_gradient")
def truth_minus_forecast(x, t, w):
    """Its sign is turned round."""
    n = t.size
    missing = t - np.dot(x, w)
    return np.array([2 / n * sum(missing * column) for column in x.T])


@known("batch_gradient")
def one_row_per_example(x, t, w):
    """Does not add the examples up: one gradient for each."""
    return np.stack([2 * (row @ w - goal) * row for row, goal in zip(x, t, strict=True)]) / len(t)


@known("batch_gradient")
def slope_for_the_forecast(x, t, w):
    """Stops at the forecast: the factor x is missing."""
    error = x @ w - t
    return 2 * error / error.size


@known("batch_gradient")
def the_loss_itself(x, t, w):
    """Gives the mean squared error, not its gradient."""
    total = 0
    for row, goal in zip(x, t, strict=True):
        total += (row @ w - goal) ** 2
    return total / len(t)


@known("batch_gradient")
def mean_over_the_whole_table(x, t, w):
    """Takes one mean over examples and weights together."""
    products = 2 * (x @ w - t).reshape(-1, 1) * x
    return products.mean()


@known("batch_gradient")
def half_where_two_belongs(x, t, w):
    """Divides by 2 n: the factor from the loss with one half, put in upside down."""
    n = x.shape[0]
    return np.matmul(np.matmul(x, w) - t, x) / (2 * n)


@two("batch_gradient")
def bare_product(x, t, w):
    """Neither the 2 nor the 1/n."""
    return np.einsum("ij,i->j", x, x @ w - t)


@two("batch_gradient")
def bare_product_reversed(x, t, w):
    """Its sign is turned round, and the 2 is missing."""
    return x.T @ (t - x @ w) / len(t)


@two("batch_gradient")
def summed_and_reversed(x, t, w):
    """Its sign is turned round, and it is not divided by n."""
    return -2 * sum((row @ w - goal) * row for row, goal in zip(x, t, strict=True))


@two("batch_gradient")
def single_gradients_without_two(x, t, w):
    """One row per example, and the 2 is missing."""
    return (x @ w - t)[:, np.newaxis] * x / len(x)


@unlisted("batch_gradient")
def divided_by_the_weights(x, t, w):
    """Divides by the number of weights."""
    return 2 / len(w) * x.T @ (x @ w - t)


@unlisted("batch_gradient")
def last_example_wins(x, t, w):
    """Overwrites in the loop where it should add."""
    n = len(t)
    for row, goal in zip(x, t, strict=True):
        gradient = 2 / n * (row @ w - goal) * row
    return gradient


@unlisted("batch_gradient")
def floor_division(x, t, w):
    """2 // n is 0 for more than two examples."""
    n = len(t)
    return (2 // n) * (x.T @ (x @ w - t))


@unlisted("batch_gradient")
def brackets_forgotten(x, t, w):
    """Takes t off after the product with x: shapes that seldom fit, and wrong where they do."""
    n = len(t)
    return 2 / n * (x.T @ (x @ w) - t)


@unlisted("batch_gradient")
def chain_rule_to_x(x, t, w):
    """Differentiates with respect to x."""
    return 2 / len(t) * np.outer(x @ w - t, w)


@unlisted("batch_gradient")
def column_against_row(x, t, w):
    """Makes the forecast a column: minus t it becomes a table of n by n, averaged too far."""
    forecast = (x @ w).reshape(-1, 1)
    error = (forecast - t).mean(axis=1)
    return 2 * x.T @ error / len(t)


@unlisted("batch_gradient")
def measured_from_one_side(x, t, w):
    """Measures it as a forward difference with a step that is far too large."""

    def loss(v):
        return np.mean((x @ v - t) ** 2)

    h = 0.1
    return np.array([(loss(w + h * e) - loss(w)) / h for e in np.eye(len(w))])


@unlisted("batch_gradient")
def of_the_root(x, t, w):
    """The gradient of the root of the mean squared error."""
    error = x @ w - t
    return x.T @ error / len(t) / np.sqrt(np.mean(error**2))


@unlisted("batch_gradient")
def mean_error_times_mean_input(x, t, w):
    """Averages the errors and the inputs apart, and multiplies the means."""
    return 2 * np.mean(x @ w - t) * x.mean(axis=0)


@unlisted("batch_gradient")
def returned_from_the_first(x, t, w):
    """The return stands inside the loop: the first example only."""
    gradient = np.zeros_like(w)
    for row, goal in zip(x, t, strict=True):
        gradient = gradient + 2 * (row @ w - goal) * row / len(t)
        return gradient


# standardize


@right("standardize")
def column_loop(train, test):
    train_scaled, test_scaled = np.empty(train.shape), np.empty(test.shape)
    for j in range(train.shape[1]):
        column = train[:, j]
        middle = math.fsum(column) / len(column)
        spread = math.sqrt(math.fsum((v - middle) ** 2 for v in column) / len(column))
        train_scaled[:, j] = [(v - middle) / spread for v in column]
        test_scaled[:, j] = [(v - middle) / spread for v in test[:, j]]
    return train_scaled, test_scaled


@right("standardize")
def with_the_statistics_module(train, test):
    columns = [[float(v) for v in column] for column in np.transpose(train)]
    centre = [statistics.fmean(column) for column in columns]
    width = [statistics.pstdev(column) for column in columns]

    def scaled(table):
        return [[(v - c) / s for v, c, s in zip(row, centre, width, strict=True)] for row in table]

    return scaled(train), scaled(test)


@right("standardize")
def both_at_once_and_split(train, test):
    both = np.concatenate([train, test]) - train.mean(axis=0)
    both = both / np.sqrt(np.var(train, axis=0))
    return np.split(both, [len(train)])


@right("standardize")
def corrected_sample_deviation(train, test):
    n = len(train)
    spread = train.std(axis=0, ddof=1) * np.sqrt((n - 1) / n)
    return tuple((part - train.mean(axis=0)) / spread for part in (train, test))


@right("standardize")
def length_of_the_centred_columns(train, test):
    centred = train - np.einsum("ij->j", train) / len(train)
    length = np.linalg.norm(centred, axis=0)
    scale = np.sqrt(len(train)) / length
    return centred * scale, (test - train.mean(0)) * scale


@known("standardize")
def each_by_its_own(train, test):
    """Scales the test data with its own mean and deviation."""
    result = []
    for table in (train, test):
        columns = [(c - np.mean(c)) / np.std(c) for c in table.T]
        result.append(np.column_stack(columns))
    return tuple(result)


@known("standardize")
def sample_deviation(train, test):
    """Divides the squares by n - 1 in the deviation."""
    middle = train.sum(axis=0) / len(train)
    spread = np.sqrt(((train - middle) ** 2).sum(axis=0) / (len(train) - 1))
    return (train - middle) / spread, (test - middle) / spread


@known("standardize")
def mean_of_everything(train, test):
    """Takes the mean and deviation from train and test together."""
    n = len(train)
    table = np.vstack((train, test))
    table = (table - np.average(table, axis=0)) / table.std(axis=0)
    return table[:n], table[n:]


@known("standardize")
def one_pair_for_all_columns(train, test):
    """One mean and one deviation for all columns."""
    values = train.flatten()
    middle = sum(values) / len(values)
    spread = (sum((v - middle) ** 2 for v in values) / len(values)) ** 0.5
    return (train - middle) / spread, (test - middle) / spread


@known("standardize")
def over_the_squares(train, test):
    """Divides by the variance."""
    middle = np.mean(train, axis=0)
    squares = np.mean(np.square(train - middle), axis=0)
    return (train - middle) / squares, (test - middle) / squares


@known("standardize")
def between_zero_and_one(train, test):
    """Scales from the least to the greatest value."""
    low = np.min(train, axis=0)
    width = np.ptp(train, axis=0)
    return np.divide(train - low, width), np.divide(test - low, width)


@known("standardize")
def row_by_row(train, test):
    """Takes mean and deviation along each row."""
    result = []
    for table in (train, test):
        result.append(np.array([(row - row.mean()) / row.std() for row in table]))
    return result[0], result[1]


@known("standardize")
def minus_the_mean(train, test):
    """Subtracts the mean and does not divide."""
    middle = np.tile(np.mean(train, axis=0), (len(train), 1))
    return train - middle, test - middle[0]


@known("standardize")
def train_overwritten_first(train, test):
    """Scales train, then takes the mean 0 and deviation 1 of the scaled train for test."""
    train = (train - train.mean(axis=0)) / train.std(axis=0)
    test = (test - train.mean(axis=0)) / train.std(axis=0)
    return train, test


@two("standardize")
def own_sample_deviations(train, test):
    """Each by its own mean and deviation, and with n - 1."""
    train = (train - train.mean(axis=0)) / train.std(axis=0, ddof=1)
    test = (test - test.mean(axis=0)) / test.std(axis=0, ddof=1)
    return train, test


@two("standardize")
def together_over_the_variance(train, test):
    """Statistics from train and test together, and divided by the variance."""
    both = np.concatenate([train, test])
    return tuple((part - both.mean(axis=0)) / both.var(axis=0) for part in (train, test))


@two("standardize")
def one_own_pair_each(train, test):
    """Each by its own statistics, and one mean and one deviation for all columns."""
    return (train - train.mean()) / train.std(), (test - test.mean()) / test.std()


@two("standardize")
def own_means_and_no_division(train, test):
    """Each by its own mean, and not divided."""
    return train - np.mean(train, axis=0), test - np.mean(test, axis=0)


@unlisted("standardize")
def centred_before_the_mean_is_used_again(train, test):
    """Centres train first; the mean then taken off test is 0."""
    train = train - train.mean(axis=0)
    spread = train.std(axis=0)
    return train / spread, (test - train.mean(axis=0)) / spread


@unlisted("standardize")
def division_binds_first(train, test):
    """No brackets: the mean is divided, not the difference."""
    m, s = train.mean(axis=0), train.std(axis=0)
    return train - m / s, test - m / s


@unlisted("standardize")
def test_comes_first(train, test):
    """Hands back test before train."""
    m, s = train.mean(axis=0), train.std(axis=0)
    return (test - m) / s, (train - m) / s


@unlisted("standardize")
def outliers_cut(train, test):
    """Cuts off what lies more than two deviations away."""
    m, s = train.mean(axis=0), train.std(axis=0)
    return np.clip((train - m) / s, -2, 2), np.clip((test - m) / s, -2, 2)


@unlisted("standardize")
def careful_division(train, test):
    """Adds 0.1 to the deviation, against a division by 0."""
    m, s = train.mean(axis=0), train.std(axis=0) + 0.1
    return (train - m) / s, (test - m) / s


@unlisted("standardize")
def written_back(train, test):
    """Scales the caller's arrays in place."""
    m, s = train.mean(axis=0), train.std(axis=0)
    for table in (train, test):
        table -= m
        table /= s
    return train, test


@unlisted("standardize")
def mean_distance(train, test):
    """Divides by the mean absolute deviation."""
    m = train.mean(axis=0)
    s = np.abs(train - m).mean(axis=0)
    return (train - m) / s, (test - m) / s


@unlisted("standardize")
def last_column_left_out(train, test):
    """Takes the last column for the labels and leaves it as it is."""
    m, s = train.mean(axis=0), train.std(axis=0)
    m[-1], s[-1] = 0.0, 1.0
    return (train - m) / s, (test - m) / s


@unlisted("standardize")
def test_mean_train_deviation(train, test):
    """Centres test by its own mean and divides by train's deviation."""
    s = train.std(axis=0)
    return (train - train.mean(axis=0)) / s, (test - test.mean(axis=0)) / s


@unlisted("standardize")
def deviation_around_zero(train, test):
    """Divides by the root of the mean square, taken before the mean is subtracted."""
    m = train.mean(axis=0)
    s = np.sqrt((train**2).mean(axis=0))
    return (train - m) / s, (test - m) / s
