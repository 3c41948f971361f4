"""Chapter 1: what readers write."""
# ruff: noqa: B905 - readers zip plainly

import functools
import math
import statistics
from fractions import Fraction

import numpy as np

from . import known, right, two, unlisted

# sum_squared_error


@right("sum_squared_error")
def sse_loop(prediction, target):
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        total += (a - b) ** 2
    return total


@right("sum_squared_error")
def sse_fsum(prediction, target):
    pairs = zip(prediction.ravel().tolist(), target.ravel().tolist())
    return math.fsum((b - a) * (b - a) for a, b in pairs)


@right("sum_squared_error")
def sse_einsum(prediction, target):
    error = (target - prediction).reshape(-1)
    return np.einsum("i,i->", error, error)


@right("sum_squared_error")
def sse_nested_lists(prediction, target):
    def add_up(p, t):
        if isinstance(p, list):
            return sum(add_up(a, b) for a, b in zip(p, t))
        return (p - t) ** 2

    return add_up(prediction.tolist(), target.tolist())


@right("sum_squared_error")
def sse_fraction(prediction, target):
    total = Fraction(0)
    for a, b in zip(prediction.flat, target.flat):
        total += (Fraction(float(a)) - Fraction(float(b))) ** 2
    return float(total)


@right("sum_squared_error")
def sse_single_precision(prediction, target):
    error = (prediction - target).astype(np.float32)
    return np.sum(error * error)


@right("sum_squared_error")
def sse_squared_length(prediction, target):
    return np.linalg.norm((prediction - target).ravel()) ** 2


@known("sum_squared_error")
def sse_raw_differences(prediction, target):
    """The differences are added without being squared."""
    total = 0
    for i in range(prediction.size):
        total = total + prediction.flat[i] - target.flat[i]
    return total


@known("sum_squared_error")
def sse_halved_terms(prediction, target):
    """A factor 1/2 in every term."""
    terms = [(a - b) * (a - b) / 2 for a, b in zip(prediction.ravel(), target.ravel())]
    return np.array(terms).sum()


@known("sum_squared_error")
def sse_total_first(prediction, target):
    """Squares the difference of the two totals: the sum first, then the square."""
    return pow(np.sum(prediction) - np.sum(target), 2)


@known("sum_squared_error")
def sse_table_of_squares(prediction, target):
    """The squares are computed and never added."""
    square = np.vectorize(lambda a, b: (a - b) ** 2)
    return square(prediction, target)


@known("sum_squared_error")
def sse_every_pair(prediction, target):
    """Each prediction is compared with each target, as (n, 1) against (n,) would."""
    total = 0.0
    for a in prediction.ravel():
        for b in target.ravel():
            total += (a - b) ** 2
    return total


@known("sum_squared_error")
def sse_rows_added(prediction, target):
    """On a table, the rows are added up and the columns stay apart."""
    total = 0
    for row, wanted in zip(prediction, target):
        total += np.square(row - wanted)
    return total


@known("sum_squared_error")
def sse_averaged(prediction, target):
    """The mean of the squares, not their sum."""
    error = np.subtract(prediction, target).ravel()
    return np.dot(error, error) / len(error)


@known("sum_squared_error")
def sse_distance(prediction, target):
    """The root of the sum of the squares: the distance."""
    return math.dist(prediction.ravel(), target.ravel())


@known("sum_squared_error")
def sse_magnitudes(prediction, target):
    """Absolute values in place of squares."""
    total = 0.0
    for e in (target - prediction).flat:
        total += e if e > 0 else -e
    return total


@known("sum_squared_error")
def sse_squares_apart(prediction, target):
    """The difference of the squares, not the square of the difference."""
    p = prediction.ravel()
    t = target.ravel()
    return p @ p - t @ t


@two("sum_squared_error")
def sse_half_of_total_squared(prediction, target):
    """Adds before it squares, and halves."""
    total = math.fsum((prediction - target).ravel())
    return 0.5 * total * total


@two("sum_squared_error")
def sse_root_of_average(prediction, target):
    """Averages instead of adding, and takes the root."""
    squares = [(a - b) ** 2 for a, b in zip(prediction.flat, target.flat)]
    return statistics.fmean(squares) ** 0.5


@two("sum_squared_error")
def sse_half_squares_kept(prediction, target):
    """Halves, and does not add up."""
    error = prediction - target
    return np.multiply(error, error) * 0.5


@two("sum_squared_error")
def sse_average_magnitude(prediction, target):
    """Absolute values in place of squares, and the mean in place of the sum."""
    error = prediction - target
    return np.where(error < 0, -error, error).sum() / error.size


@two("sum_squared_error")
def sse_half_distance(prediction, target):
    """Takes the root, and halves."""
    return np.sqrt(((prediction - target) ** 2).sum()) / 2


@unlisted("sum_squared_error")
def sse_stops_early(prediction, target):
    """The loop ends one element too soon."""
    p = prediction.ravel()
    t = target.ravel()
    total = 0.0
    for i in range(len(p) - 1):
        total += (p[i] - t[i]) ** 2
    return total


@unlisted("sum_squared_error")
def sse_doubles(prediction, target):
    """Twice the error where its square is meant."""
    return ((prediction - target) * 2).sum()


@unlisted("sum_squared_error")
def sse_caret(prediction, target):
    """Uses ^ as a power; in Python it is exclusive or, and fails on floats."""
    return ((prediction - target) ^ 2).sum()


@unlisted("sum_squared_error")
def sse_fresh_total(prediction, target):
    """The total starts again at zero for every element, so only the last one counts."""
    for a, b in zip(prediction.ravel(), target.ravel()):
        total = 0.0
        total += (a - b) ** 2
    return total


@unlisted("sum_squared_error")
def sse_around_mean(prediction, target):
    """The spread of the targets around their mean; the predictions are never used."""
    middle = target.mean()
    return sum((t - middle) ** 2 for t in target.ravel())


@unlisted("sum_squared_error")
def sse_overwrites(prediction, target):
    """The right number, but the prediction is changed in place."""
    prediction -= target
    prediction **= 2
    return prediction.sum()


@unlisted("sum_squared_error")
def sse_overshoots(prediction, target):
    """Counts only the predictions that are too high."""
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        if a > b:
            total += (a - b) ** 2
    return total


@unlisted("sum_squared_error")
def sse_first_position(prediction, target):
    """Looks positions up by value, so that equal predictions share the first one's target."""
    p = prediction.ravel().tolist()
    t = target.ravel().tolist()
    return sum((value - t[p.index(value)]) ** 2 for value in p)


@unlisted("sum_squared_error")
def sse_remembers(prediction, target, squares=[]):  # noqa: B006
    """A mutable default: the squares of earlier calls are added again."""
    for a, b in zip(prediction.ravel(), target.ravel()):
        squares.append((a - b) ** 2)
    return sum(squares)


@unlisted("sum_squared_error")
def sse_stuck(prediction, target):
    """The counter is never raised: an infinite loop."""
    p = prediction.ravel()
    t = target.ravel()
    total = 0.0
    i = 0
    while i < len(p):
        total += (p[i] - t[i]) ** 2
    return total


@unlisted("sum_squared_error")
def sse_whole_number(prediction, target):
    """The decimals are cut off."""
    return int(np.sum(np.square(prediction - target)))


# mean_squared_error


@right("mean_squared_error")
def mse_generator(prediction, target):
    return sum((a - b) ** 2 for a, b in zip(prediction.flat, target.flat)) / prediction.size


@right("mean_squared_error")
def mse_running(prediction, target):
    average = 0.0
    for count, e in enumerate((prediction - target).ravel(), start=1):
        average += (e * e - average) / count
    return average


@right("mean_squared_error")
def mse_spread_and_bias(prediction, target):
    error = prediction - target
    return np.var(error) + np.mean(error) ** 2


@right("mean_squared_error")
def mse_vdot(prediction, target):
    error = target - prediction
    return np.vdot(error, error) / np.prod(error.shape)


@right("mean_squared_error")
def mse_fmean(prediction, target):
    errors = np.concatenate([(prediction - target).ravel()]).tolist()
    return statistics.fmean(map(lambda e: e**2, errors))


@right("mean_squared_error")
def mse_row_by_row(prediction, target):
    rows = np.reshape(prediction, (len(prediction), -1))
    wanted = np.reshape(target, (len(target), -1))
    means = [float(np.mean([(a - b) ** 2 for a, b in zip(r, w)])) for r, w in zip(rows, wanted)]
    return sum(means) / len(means)


@right("mean_squared_error")
def mse_weights(prediction, target):
    squares = ((prediction - target).astype("float32") ** 2).ravel()
    weights = np.full(len(squares), 1 / len(squares), dtype="float32")
    return squares @ weights


@known("mean_squared_error")
def mse_not_divided(prediction, target):
    """The sum of the squares, never divided."""
    total = 0.0
    for index in np.ndindex(prediction.shape):
        total += (prediction[index] - target[index]) ** 2
    return total


@known("mean_squared_error")
def mse_rooted(prediction, target):
    """The root mean squared error."""
    error = (prediction - target).ravel()
    return np.linalg.norm(error) / math.sqrt(len(error))


@known("mean_squared_error")
def mse_gap_of_means(prediction, target):
    """The two means are compared: the mean first, then the square."""
    gap = statistics.fmean(prediction.ravel()) - statistics.fmean(target.ravel())
    return gap * gap


@known("mean_squared_error")
def mse_one_less(prediction, target):
    """Divides by n - 1."""
    squares = [(a - b) ** 2 for a, b in zip(prediction.ravel(), target.ravel())]
    return np.sum(squares) / (len(squares) - 1)


@known("mean_squared_error")
def mse_spread(prediction, target):
    """The variance of the errors: a constant error goes unseen."""
    error = prediction - target
    return np.mean(error**2) - np.mean(error) ** 2


@known("mean_squared_error")
def mse_per_row(prediction, target):
    """Divides by the number of rows, where a table has more elements."""
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        total += (a - b) ** 2
    return total / len(prediction)


@known("mean_squared_error")
def mse_magnitude(prediction, target):
    """Absolute values in place of squares."""
    return np.average(np.maximum(prediction - target, target - prediction))


@known("mean_squared_error")
def mse_halved(prediction, target):
    """Half the mean."""
    error = (prediction - target).ravel()
    return (error @ error) / (2 * len(error))


@known("mean_squared_error")
def mse_list(prediction, target):
    """The squares are never averaged."""
    error = prediction - target
    return (error * error).tolist()


@known("mean_squared_error")
def mse_plain_errors(prediction, target):
    """The mean of the errors, not squared."""
    count = 0
    total = 0.0
    for a, b in zip(prediction.flat, target.flat):
        total += a - b
        count += 1
    return total / count


@two("mean_squared_error")
def mse_half_one_less(prediction, target):
    """Halves, and divides by n - 1."""
    total = np.sum(np.square(prediction - target))
    return 0.5 * total / (prediction.size - 1)


@two("mean_squared_error")
def mse_sample_spread(prediction, target):
    """The variance of the errors, and with n - 1."""
    return np.cov((prediction - target).ravel()).item()


@two("mean_squared_error")
def mse_half_root(prediction, target):
    """Takes the root, and halves."""
    error = prediction - target
    return math.sqrt((error**2).mean()) / 2


@two("mean_squared_error")
def mse_deviation(prediction, target):
    """The standard deviation of the errors: the mean taken off first, and the root."""
    return statistics.pstdev((prediction - target).ravel().tolist())


@unlisted("mean_squared_error")
def mse_last_axis(prediction, target):
    """On a table, one mean per row."""
    return ((prediction - target) ** 2).mean(axis=-1)


@unlisted("mean_squared_error")
def mse_divides_each_time(prediction, target):
    """Divides the running total in every round of the loop."""
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        total = (total + (a - b) ** 2) / prediction.size
    return total


@unlisted("mean_squared_error")
def mse_middle(prediction, target):
    """The median of the squares."""
    squares = sorted((prediction - target).ravel() ** 2)
    half = len(squares) // 2
    if len(squares) % 2:
        return squares[half]
    return (squares[half - 1] + squares[half]) / 2


@unlisted("mean_squared_error")
def mse_counts_from_one(prediction, target):
    """The counter starts at one, so it divides by n + 1."""
    count = 1
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        total += (a - b) ** 2
        count += 1
    return total / count


@unlisted("mean_squared_error")
def mse_relative(prediction, target):
    """The error relative to the target, squared."""
    ratio = prediction / target - 1
    return (ratio * ratio).mean()


@unlisted("mean_squared_error")
def mse_power_as_axis(prediction, target):
    """The 2 meant as a power is taken as an axis: an exception."""
    return np.mean(prediction - target, 2)


@unlisted("mean_squared_error")
def mse_floor(prediction, target):
    """Divides with //, which drops the decimals."""
    total = sum((prediction.ravel() - target.ravel()) ** 2)
    return total // prediction.size


@unlisted("mean_squared_error")
def mse_scaled(prediction, target):
    """Divided by the variance of the targets besides, as in R squared."""
    return np.mean((prediction - target) ** 2) / np.var(target)


@unlisted("mean_squared_error")
def mse_prints(prediction, target):
    """Shows the result and returns nothing."""
    result = np.mean((prediction - target) ** 2)
    print(f"mean squared error: {result}")


@unlisted("mean_squared_error")
def mse_text(prediction, target):
    """Returns a text, rounded to two places."""
    return f"{np.mean((prediction - target) ** 2):.2f}"


# mean_absolute_error


@right("mean_absolute_error")
def mae_flips_sign(prediction, target):
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        error = a - b
        if error < 0:
            error = -error
        total += error
    return total / prediction.size


@right("mean_absolute_error")
def mae_high_minus_low(prediction, target):
    high = np.maximum(prediction, target)
    low = np.minimum(prediction, target)
    return np.average(high - low)


@right("mean_absolute_error")
def mae_one_norm(prediction, target):
    error = (prediction - target).flatten()
    return np.linalg.norm(error, ord=1) / error.shape[0]


@right("mean_absolute_error")
def mae_fabs(prediction, target):
    errors = (target - prediction).ravel().tolist()
    return math.fsum(map(math.fabs, errors)) / len(errors)


@right("mean_absolute_error")
def mae_sign_product(prediction, target):
    error = (prediction - target).astype(np.float32).ravel()
    return np.sign(error) @ error / np.float32(error.size)


@right("mean_absolute_error")
def mae_two_halves(prediction, target):
    error = prediction - target
    return (error[error > 0].sum() - error[error < 0].sum()) / error.size


@known("mean_absolute_error")
def mae_outside(prediction, target):
    """The absolute value is taken of the mean, after the errors have cancelled."""
    return math.fabs(statistics.fmean(prediction.ravel()) - statistics.fmean(target.ravel()))


@known("mean_absolute_error")
def mae_middle(prediction, target):
    """The median in place of the mean."""
    return statistics.median([abs(a - b) for a, b in zip(prediction.flat, target.flat)])


@known("mean_absolute_error")
def mae_total(prediction, target):
    """Added up, never divided."""
    return np.linalg.norm((prediction - target).ravel(), 1)


@known("mean_absolute_error")
def mae_squares(prediction, target):
    """Squares in place of absolute values."""
    total = 0.0
    for e in np.nditer(prediction - target):
        total += float(e) ** 2
    return total / prediction.size


@known("mean_absolute_error")
def mae_signed(prediction, target):
    """The signs stay, so that errors cancel."""
    return np.einsum("i->", (prediction - target).ravel()) / prediction.size


@known("mean_absolute_error")
def mae_one_each(prediction, target):
    """Never averaged: one number for each element."""
    return np.sqrt((prediction - target) ** 2)


@known("mean_absolute_error")
def mae_worst(prediction, target):
    """The largest error in place of the mean."""
    return max(abs(e) for e in (prediction - target).ravel())


@known("mean_absolute_error")
def mae_half(prediction, target):
    """Half the mean."""
    total = sum(abs(e) for e in (prediction - target).flat)
    return total / 2 / prediction.size


@known("mean_absolute_error")
def mae_quadratic_mean(prediction, target):
    """The root of the mean square: the root outside does not make it a mean of absolute values."""
    return np.hypot.reduce((prediction - target).ravel()) / prediction.size**0.5


@two("mean_absolute_error")
def mae_total_outside(prediction, target):
    """Cancels before the absolute value, and does not divide."""
    return abs(float(prediction.sum()) - float(target.sum()))


@two("mean_absolute_error")
def mae_middle_square(prediction, target):
    """The median, and of squares."""
    return np.quantile((prediction - target) ** 2, 0.5)


@two("mean_absolute_error")
def mae_half_total(prediction, target):
    """Adds without dividing, and halves."""
    return 0.5 * np.abs(target - prediction).sum()


@two("mean_absolute_error")
def mae_middle_signed(prediction, target):
    """The median, and the signs stay."""
    errors = sorted((prediction - target).ravel())
    return (errors[(len(errors) - 1) // 2] + errors[len(errors) // 2]) / 2


@unlisted("mean_absolute_error")
def mae_each_made_positive(prediction, target):
    """The signs of prediction and target are removed before they are compared."""
    return np.mean(np.abs(np.abs(prediction) - np.abs(target)))


@unlisted("mean_absolute_error")
def mae_share_of_target(prediction, target):
    """Relative to the target: a percentage error."""
    return np.mean(np.abs((prediction - target) / target))


@unlisted("mean_absolute_error")
def mae_forgotten_else(prediction, target):
    """Only the predictions that are too low are counted: the other branch is missing."""
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        error = a - b
        if error < 0:
            total += -error
    return total / prediction.size


@unlisted("mean_absolute_error")
def mae_misses_only(prediction, target):
    """Divides by the number of misses: exact hits are left out of the mean."""
    error = np.abs(prediction - target)
    misses = np.count_nonzero(error)
    return error.sum() / misses if misses else 0.0


@unlisted("mean_absolute_error")
def mae_deviation(prediction, target):
    """The mean absolute deviation of the errors from their own mean."""
    error = prediction - target
    return np.mean(np.abs(error - error.mean()))


@unlisted("mean_absolute_error")
def mae_smooth(prediction, target):
    """The Huber loss with its bend at 1: small errors are squared and halved."""
    error = np.abs(prediction - target)
    return np.mean(np.where(error <= 1, error**2 / 2, error - 0.5))


@unlisted("mean_absolute_error")
def mae_returns_inside(prediction, target):
    """Returns in the first round of the loop."""
    total = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        total += abs(a - b)
        return total / prediction.size


@unlisted("mean_absolute_error")
def mae_sorted(prediction, target):
    """Both are sorted first, so the pairs are lost."""
    return np.mean(np.abs(np.sort(prediction.ravel()) - np.sort(target.ravel())))


# sum_squared_error_grad


@right("sum_squared_error_grad")
def sse_grad_loop(prediction, target):
    slope = np.zeros(prediction.shape)
    for index in np.ndindex(prediction.shape):
        slope[index] = 2 * (prediction[index] - target[index])
    return slope


@right("sum_squared_error_grad")
def sse_grad_lists(prediction, target):
    def walk(p, t):
        if isinstance(p, list):
            return [walk(a, b) for a, b in zip(p, t)]
        return 2 * (p - t)

    return walk(prediction.tolist(), target.tolist())


@right("sum_squared_error_grad")
def sse_grad_imaginary_step(prediction, target):
    h = 1e-20
    return ((prediction - target + h * 1j) ** 2).imag / h


@right("sum_squared_error_grad")
def sse_grad_vectorize(prediction, target):
    return np.vectorize(lambda a, b: -(b - a) - (b - a))(prediction, target)


@right("sum_squared_error_grad")
def sse_grad_single_precision(prediction, target):
    error = np.subtract(prediction, target).astype(np.float32)
    return np.add(error, error)


@right("sum_squared_error_grad")
def sse_grad_matmul(prediction, target):
    error = (prediction - target).ravel()
    return (2 * np.eye(len(error)) @ error).reshape(prediction.shape)


@known("sum_squared_error_grad")
def sse_grad_no_two(prediction, target):
    """The 2 is missing."""
    slopes = [a - b for a, b in zip(prediction.ravel(), target.ravel())]
    return np.array(slopes).reshape(prediction.shape)


@known("sum_squared_error_grad")
def sse_grad_downhill(prediction, target):
    """Wrong sign: target minus prediction."""
    slope = np.empty(prediction.shape)
    for i, (a, b) in enumerate(zip(prediction.flat, target.flat)):
        slope.flat[i] = 2 * (b - a)
    return slope


@known("sum_squared_error_grad")
def sse_grad_one_number(prediction, target):
    """The slopes are added up to one number."""
    slope = 0.0
    for a, b in zip(prediction.ravel(), target.ravel()):
        slope += 2 * (a - b)
    return slope


@known("sum_squared_error_grad")
def sse_grad_averaged(prediction, target):
    """Divided by n, as for the mean."""
    error = prediction - target
    return (error + error) / error.size


@known("sum_squared_error_grad")
def sse_grad_still_square(prediction, target):
    """The power stays: twice the squared error."""
    return 2 * np.square(prediction - target)


@known("sum_squared_error_grad")
def sse_grad_loss(prediction, target):
    """Returns the loss, not its slope."""
    error = (prediction - target).ravel()
    return np.inner(error, error)


@known("sum_squared_error_grad")
def sse_grad_steepness(prediction, target):
    """The size of the slope without its direction."""
    return np.hypot(2 * (prediction - target), 0)


@two("sum_squared_error_grad")
def sse_grad_negative_no_two(prediction, target):
    """Wrong sign, and the 2 is missing."""
    return np.array(target) + -1 * np.array(prediction)


@two("sum_squared_error_grad")
def sse_grad_summed_no_two(prediction, target):
    """Added up, and the 2 is missing."""
    return math.fsum(prediction.ravel()) - math.fsum(target.ravel())


@two("sum_squared_error_grad")
def sse_grad_negative_average(prediction, target):
    """Wrong sign, and divided by n."""
    n = prediction.size
    return np.vectorize(lambda a, b: -2 / n * (a - b))(prediction, target)


@two("sum_squared_error_grad")
def sse_grad_no_two_average(prediction, target):
    """The 2 is missing, and it divides by n."""
    return np.divide(prediction - target, prediction.size)


@unlisted("sum_squared_error_grad")
def sse_grad_brackets(prediction, target):
    """The brackets are missing: only the prediction is doubled."""
    return 2 * prediction - target


@unlisted("sum_squared_error_grad")
def sse_grad_both(prediction, target):
    """Returns the derivatives by prediction and by target, as a pair."""
    slope = 2 * (prediction - target)
    return slope, -slope


@unlisted("sum_squared_error_grad")
def sse_grad_last_zero(prediction, target):
    """The loop stops one short, and the last slope stays zero."""
    slope = np.zeros(prediction.size)
    p, t = prediction.ravel(), target.ravel()
    for i in range(prediction.size - 1):
        slope[i] = 2 * (p[i] - t[i])
    return slope.reshape(prediction.shape)


@unlisted("sum_squared_error_grad")
def sse_grad_coarse(prediction, target):
    """A forward difference with a step of one."""
    h = 1
    return ((prediction + h - target) ** 2 - (prediction - target) ** 2) / h


@unlisted("sum_squared_error_grad")
def sse_grad_neighbours(prediction, target):
    """np.gradient takes differences between neighbouring elements, not a derivative."""
    squares = (prediction - target).ravel() ** 2
    return np.gradient(squares).reshape(prediction.shape)


@unlisted("sum_squared_error_grad")
def sse_grad_chain_twice(prediction, target):
    """The inner derivative is taken as the prediction itself, not as 1."""
    return 2 * (prediction - target) * prediction


@unlisted("sum_squared_error_grad")
def sse_grad_writes_target(prediction, target):
    """The right slopes, but the target is overwritten with them."""
    np.subtract(prediction, target, out=target)
    target *= 2
    return target


# mean_squared_error_grad


@right("mean_squared_error_grad")
def mse_grad_loop(prediction, target):
    slopes = []
    for a, b in zip(prediction.ravel(), target.ravel()):
        slopes.append(2 * (a - b) / prediction.size)
    return np.array(slopes).reshape(prediction.shape)


@right("mean_squared_error_grad")
def mse_grad_half_count(prediction, target):
    return (prediction - target) / (0.5 * np.size(target))


@right("mean_squared_error_grad")
def mse_grad_fractions(prediction, target):
    n = functools.reduce(lambda a, b: a * b, prediction.shape, 1)
    slope = np.empty_like(prediction, dtype=float)
    for index, value in np.ndenumerate(prediction):
        error = Fraction(float(value)) - Fraction(float(target[index]))
        slope[index] = float(2 * error / n)
    return slope


@right("mean_squared_error_grad")
def mse_grad_imaginary_step(prediction, target):
    slope = np.empty(prediction.shape)
    for index in np.ndindex(prediction.shape):
        moved = prediction.astype(complex)
        moved[index] += 1e-30j
        slope[index] = np.mean((moved - target) ** 2).imag / 1e-30
    return slope


@right("mean_squared_error_grad")
def mse_grad_single_precision(prediction, target):
    return np.float32(2 / prediction.size) * np.float32(prediction - target)


@right("mean_squared_error_grad")
def mse_grad_mirror(prediction, target):
    return np.negative(target - prediction) * 2.0 / target.size


@known("mean_squared_error_grad")
def mse_grad_no_two(prediction, target):
    """The 2 is missing."""
    n = prediction.size
    return np.vectorize(lambda a, b: a / n - b / n)(prediction, target)


@known("mean_squared_error_grad")
def mse_grad_sign(prediction, target):
    """Wrong sign: target minus prediction."""
    slope = np.zeros_like(prediction, dtype=float)
    for index, wanted in np.ndenumerate(target):
        slope[index] = 2 / target.size * (wanted - prediction[index])
    return slope


@known("mean_squared_error_grad")
def mse_grad_of_sum(prediction, target):
    """The 1/n is missing: the gradient of the sum."""
    error = prediction - target
    return (error + error).tolist()


@known("mean_squared_error_grad")
def mse_grad_mean_slope(prediction, target):
    """The slopes are added up to one number."""
    return 2 * (float(np.mean(prediction)) - float(np.mean(target)))


@known("mean_squared_error_grad")
def mse_grad_one_less(prediction, target):
    """Divides by n - 1."""
    count = -1
    for _ in prediction.flat:
        count += 1
    return np.multiply(2, prediction - target) / count


@known("mean_squared_error_grad")
def mse_grad_of_square(prediction, target):
    """The power stays: the squares, divided by n and doubled, with no derivative taken."""
    return 2 / prediction.size * np.power(prediction - target, 2)


@two("mean_squared_error_grad")
def mse_grad_bare_error(prediction, target):
    """The 2 and the 1/n are both missing."""
    slope = prediction.astype(float)
    for index in np.ndindex(slope.shape):
        slope[index] -= target[index]
    return slope


@two("mean_squared_error_grad")
def mse_grad_negative_sum(prediction, target):
    """Wrong sign, and the 1/n is missing."""
    return -2 * np.asarray([a - b for a, b in zip(prediction, target)])


@two("mean_squared_error_grad")
def mse_grad_negative_half(prediction, target):
    """Wrong sign, and the 2 is missing."""
    return (target - prediction) / np.prod(prediction.shape)


@two("mean_squared_error_grad")
def mse_grad_mean_no_two(prediction, target):
    """Added up to one number, and the 2 is missing."""
    return np.average(prediction - target)


@unlisted("mean_squared_error_grad")
def mse_grad_of_root(prediction, target):
    """The gradient of the root mean squared error."""
    error = prediction - target
    root = np.sqrt(np.mean(error**2))
    return error / (error.size * root)


@unlisted("mean_squared_error_grad")
def mse_grad_twice_divided(prediction, target):
    """Divides by n twice: once in the loop, once at the end."""
    n = prediction.size
    slope = np.zeros(prediction.shape)
    for index in np.ndindex(prediction.shape):
        slope[index] = 2 / n * (prediction[index] - target[index])
    return slope / n


@unlisted("mean_squared_error_grad")
def mse_grad_all_alike(prediction, target):
    """Every element gets the mean slope."""
    return np.full(prediction.shape, 2 * np.mean(prediction - target) / prediction.size)


@unlisted("mean_squared_error_grad")
def mse_grad_of_weight(prediction, target):
    """Multiplied by the prediction, as if that were a weight's input."""
    return 2 * prediction * (prediction - target) / prediction.size


@unlisted("mean_squared_error_grad")
def mse_grad_brackets(prediction, target):
    """The brackets are missing: only the prediction is scaled by 2/n."""
    n = prediction.size
    return 2 / n * prediction - target


@unlisted("mean_squared_error_grad")
def mse_grad_product_rule(prediction, target):
    """The error times its own mean, doubled: the mean is taken of one factor only."""
    error = prediction - target
    return 2 * error.mean() * error


@unlisted("mean_squared_error_grad")
def mse_grad_target_mean(prediction, target):
    """Compares with the mean of the targets, not with each one's own."""
    return 2 * (prediction - target.mean()) / prediction.size


@unlisted("mean_squared_error_grad")
def mse_grad_whole(prediction, target):
    """Writes into an array of integers, which drops the decimals."""
    slope = np.zeros(prediction.shape, dtype=int)
    slope[...] = 2 * (prediction - target) / prediction.size
    return slope


# mean_absolute_error_grad


@right("mean_absolute_error_grad")
def mae_grad_branches(prediction, target):
    slope = np.zeros(prediction.shape)
    for index in np.ndindex(prediction.shape):
        if prediction[index] > target[index]:
            slope[index] = 1 / prediction.size
        elif prediction[index] < target[index]:
            slope[index] = -1 / prediction.size
    return slope


@right("mean_absolute_error_grad")
def mae_grad_comparisons(prediction, target):
    above = (prediction > target).astype(int)
    below = (prediction < target).astype(int)
    return (above - below) / target.size


@right("mean_absolute_error_grad")
def mae_grad_heaviside(prediction, target):
    return (2 * np.heaviside(prediction - target, 0.5) - 1) / prediction.size


@right("mean_absolute_error_grad")
def mae_grad_safe_quotient(prediction, target):
    error = prediction - target
    size = np.abs(error)
    return np.divide(error, size, out=np.zeros(error.shape), where=size > 0) / error.size


@right("mean_absolute_error_grad")
def mae_grad_lists(prediction, target):
    def slope(p, t):
        if isinstance(p, list):
            return [slope(a, b) for a, b in zip(p, t)]
        return ((p > t) - (p < t)) / prediction.size

    return slope(prediction.tolist(), target.tolist())


@right("mean_absolute_error_grad")
def mae_grad_masks(prediction, target):
    slope = np.ones(prediction.shape, dtype=np.float32)
    slope[prediction < target] = -1
    slope[prediction == target] = 0
    slope /= slope.size
    return slope


@known("mean_absolute_error_grad")
def mae_grad_nan_at_zero(prediction, target):
    """The error over its absolute value: nan where the error is zero."""
    n = prediction.size
    pairs = zip(prediction.ravel(), target.ravel())
    slopes = [(a - b) / np.sqrt((a - b) ** 2) / n for a, b in pairs]
    return np.array(slopes).reshape(prediction.shape)


@known("mean_absolute_error_grad")
def mae_grad_zero_up(prediction, target):
    """Where the error is zero the slope is 1/n, not 0."""
    return np.copysign(1.0, prediction - target) / prediction.size


@known("mean_absolute_error_grad")
def mae_grad_zero_down(prediction, target):
    """Where the error is zero the slope is -1/n, not 0."""
    n = prediction.size
    return np.array([1 / n if e > 0 else -1 / n for e in (prediction - target).flat]).reshape(
        prediction.shape
    )


@known("mean_absolute_error_grad")
def mae_grad_flipped(prediction, target):
    """Wrong sign."""
    error = prediction - target
    slope = np.zeros(error.shape)
    slope[error > 0] = -1
    slope[error < 0] = 1
    return slope / error.size


@known("mean_absolute_error_grad")
def mae_grad_of_sum(prediction, target):
    """The 1/n is missing."""
    return np.select([prediction > target, prediction < target], [1.0, -1.0], 0.0)


@known("mean_absolute_error_grad")
def mae_grad_one_number(prediction, target):
    """The slopes are added up to one number."""
    error = prediction - target
    return (np.count_nonzero(error > 0) - np.count_nonzero(error < 0)) / error.size


@known("mean_absolute_error_grad")
def mae_grad_error(prediction, target):
    """The error itself over n, not its sign: the slope of half the square."""
    return np.vectorize(lambda a, b: (a - b) / prediction.size)(prediction, target)


@known("mean_absolute_error_grad")
def mae_grad_always_up(prediction, target):
    """The sign is lost: every slope is positive."""
    return np.abs(np.sign(prediction - target)) / prediction.size


@two("mean_absolute_error_grad")
def mae_grad_flipped_sum(prediction, target):
    """Wrong sign, and the 1/n is missing."""
    return (prediction < target) * 1.0 - (prediction > target) * 1.0


@two("mean_absolute_error_grad")
def mae_grad_nan_sum(prediction, target):
    """Nan where the error is zero, and the 1/n is missing."""
    error = np.subtract(prediction, target)
    return error * (1 / np.abs(error))


@two("mean_absolute_error_grad")
def mae_grad_zero_up_sum(prediction, target):
    """Where the error is zero it goes up, and the 1/n is missing."""
    slope = np.empty(prediction.shape)
    for index, a in np.ndenumerate(prediction):
        slope[index] = 1 if a >= target[index] else -1
    return slope


@two("mean_absolute_error_grad")
def mae_grad_flipped_total(prediction, target):
    """Wrong sign, and added up to one number."""
    return sum(np.sign(b - a) for a, b in zip(prediction.flat, target.flat)) / target.size


@unlisted("mean_absolute_error_grad")
def mae_grad_signs_apart(prediction, target):
    """The sign of the prediction minus the sign of the target, not the sign of the difference."""
    return (np.sign(prediction) - np.sign(target)) / prediction.size


@unlisted("mean_absolute_error_grad")
def mae_grad_whole(prediction, target):
    """Written into integers, so that every slope 1/n becomes zero."""
    slope = np.zeros(prediction.shape, dtype=int)
    slope[prediction > target] = 1 / prediction.size
    slope[prediction < target] = -1 / prediction.size
    return slope


@unlisted("mean_absolute_error_grad")
def mae_grad_clipped(prediction, target):
    """The slope of the Huber loss: small errors keep their size."""
    return np.clip(prediction - target, -1, 1) / prediction.size


@unlisted("mean_absolute_error_grad")
def mae_grad_large_eps(prediction, target):
    """A guard of 0.1 beside the absolute value bends every slope, not only the one at zero."""
    error = prediction - target
    return error / (np.abs(error) + 0.1) / error.size


@unlisted("mean_absolute_error_grad")
def mae_grad_misses_only(prediction, target):
    """Divides by the number of misses, not by n."""
    sign = np.sign(prediction - target)
    return sign / max(1, np.count_nonzero(sign))


@unlisted("mean_absolute_error_grad")
def mae_grad_unit_step(prediction, target):
    """A step from 0 to 1 in place of one from -1 to 1."""
    return np.heaviside(prediction - target, 0.5) / prediction.size


@unlisted("mean_absolute_error_grad")
def mae_grad_rounded(prediction, target):
    """Rounds first, so that errors below one half count as none."""
    return np.sign(np.round(prediction - target)) / prediction.size


@unlisted("mean_absolute_error_grad")
def mae_grad_two_too_many(prediction, target):
    """A 2 from the squared error has come along."""
    return 2 * np.sign(prediction - target) / prediction.size


@unlisted("mean_absolute_error_grad")
def mae_grad_early_return(prediction, target):
    """Gives up with zeros for all as soon as one error is zero."""
    if (prediction == target).any():
        return np.zeros(prediction.shape)
    return np.sign(prediction - target) / prediction.size


# binary_cross_entropy


@right("binary_cross_entropy")
def bce_if_else(probability, label):
    total = 0.0
    for p, t in zip(probability.ravel(), label.ravel()):
        truth = p if t == 1 else 1 - p
        total += -math.log(truth) if truth > 0 else math.inf
    return total / probability.size


@right("binary_cross_entropy")
def bce_tiny_clip(probability, label):
    p = np.clip(probability, 1e-15, 1 - 1e-15)
    return np.mean(-(label * np.log(p) + (1 - label) * np.log(1 - p)))


@right("binary_cross_entropy")
def bce_distance(probability, label):
    return -np.log(np.abs(1 - label - probability)).mean()


@right("binary_cross_entropy")
def bce_powers(probability, label):
    likelihood = probability**label * (1 - probability) ** (1 - label)
    return np.average(np.log(1 / likelihood))


@right("binary_cross_entropy")
def bce_two_groups(probability, label):
    ones = probability[label == 1]
    zeros = probability[label == 0]
    return (np.sum(-np.log(ones)) + np.sum(-np.log1p(-zeros))) / label.size


@right("binary_cross_entropy")
def bce_skips_zero_weights(probability, label):
    def term(weight, p):
        return 0.0 if weight == 0 else -weight * np.log(p)

    pairs = zip(probability.flat, label.flat)
    terms = [term(t, p) + term(1 - t, 1 - p) for p, t in pairs]
    return math.fsum(terms) / len(terms)


@right("binary_cross_entropy")
def bce_where_out(probability, label):
    truth = np.choose(np.asarray(label, dtype=int), [1 - probability, probability])
    logs = np.log(truth, out=np.full(truth.shape, -np.inf), where=truth > 0)
    return np.float32(-logs.mean())


@known("binary_cross_entropy")
def bce_positive_logs(probability, label):
    """The minus is missing."""
    truth = np.where(label == 1, probability, 1 - probability)
    return np.log(truth).sum() / truth.size


@known("binary_cross_entropy")
def bce_bits(probability, label):
    """Logarithms to base 2."""
    truth = np.where(label > 0.5, probability, 1 - probability)
    return -statistics.fmean(math.log(q, 2) if q > 0 else -math.inf for q in truth.flat)


@known("binary_cross_entropy")
def bce_ones_only(probability, label):
    """Only the label-1 term: a false alarm costs nothing."""
    total = 0.0
    for p, t in zip(probability.ravel(), label.ravel()):
        if t == 1:
            total -= np.log(p)
    return total / probability.size


@known("binary_cross_entropy")
def bce_crossed(probability, label):
    """The labels are crossed: each term belongs to the other class."""
    truth = np.where(label == 1, 1 - probability, probability)
    return np.mean(-np.log(truth))


@known("binary_cross_entropy")
def bce_guarded(probability, label):
    """A guard of 1e-7 inside both logarithms: a certain mistake is finite."""
    eps = 1e-7
    ones = label * np.log(probability + eps)
    zeros = (1 - label) * np.log(1 - probability + eps)
    return -np.add(ones, zeros).mean()


@known("binary_cross_entropy")
def bce_one_plus(probability, label):
    """Takes log(1 + p) where log(p) is meant."""
    truth = np.abs(1 - label - probability)
    return -sum(math.log1p(q) for q in truth.flat) / truth.size


@known("binary_cross_entropy")
def bce_half_minus(probability, label):
    """The minus is on the first term only."""
    total = 0.0
    for p, t in zip(probability.flat, label.flat):
        total += -np.log(p) if t == 1 else np.log(1 - p)
    return total / label.size


@known("binary_cross_entropy")
def bce_nan(probability, label):
    """Zero times minus infinity: nan where the model is certain and right."""
    p, t = probability.ravel(), label.ravel()
    return -(t @ np.log(p) + (1 - t) @ np.log(1 - p)) / len(p)


@known("binary_cross_entropy")
def bce_raises(probability, label):
    """math.log fails at zero: an exception where the model is certain."""
    total = 0.0
    for p, t in zip(probability.ravel(), label.ravel()):
        total += t * math.log(p) + (1 - t) * math.log(1 - p)
    return -total / probability.size


@known("binary_cross_entropy")
def bce_sum(probability, label):
    """Added up, never divided."""
    return -np.log(probability[label == 1]).sum() - np.log(1 - probability[label == 0]).sum()


@known("binary_cross_entropy")
def bce_each(probability, label):
    """One loss for each example, not averaged."""
    return [-np.log(p if t else 1 - p) for p, t in zip(probability, label)]


@known("binary_cross_entropy")
def bce_wide_clip(probability, label):
    """Clipped at 1e-7: a certain mistake costs 16, not infinity."""
    p = np.minimum(np.maximum(probability, 1e-7), 1 - 1e-7)
    return np.mean(np.where(label == 1, -np.log(p), -np.log1p(-p)))


@known("binary_cross_entropy")
def bce_squares(probability, label):
    """The squared error in place of the logarithm."""
    return statistics.fmean((p - t) ** 2 for p, t in zip(probability.flat, label.flat))


@two("binary_cross_entropy")
def bce_positive_bits(probability, label):
    """No minus, and base 2."""
    truth = np.abs(1 - label - probability)
    return np.log2(truth).mean()


@two("binary_cross_entropy")
def bce_bits_total(probability, label):
    """Base 2, and added up."""
    total = 0.0
    for p, t in zip(probability.flat, label.flat):
        total -= np.log2(p if t == 1 else 1 - p)
    return total


@two("binary_cross_entropy")
def bce_crossed_positive(probability, label):
    """Crossed labels, and no minus."""
    return np.average(np.log(np.where(label == 0, probability, 1 - probability)))


@two("binary_cross_entropy")
def bce_ones_total(probability, label):
    """Only the label-1 term, and added up."""
    return np.sum(-np.log(probability[label == 1]))


@two("binary_cross_entropy")
def bce_half_minus_total(probability, label):
    """The minus on the first term only, and added up."""
    ones = np.log(probability, where=label == 1, out=np.zeros(probability.shape))
    zeros = np.log(1 - probability, where=label == 0, out=np.zeros(probability.shape))
    return (zeros - ones).sum()


@unlisted("binary_cross_entropy")
def bce_swapped_roles(probability, label):
    """Label and probability have changed places: the logarithm of the label."""
    terms = probability * np.log(label) + (1 - probability) * np.log(1 - label)
    return -np.mean(terms)


@unlisted("binary_cross_entropy")
def bce_one_minus_log(probability, label):
    """Takes 1 - log(p) where log(1 - p) is meant."""
    total = 0.0
    for p, t in zip(probability.ravel(), label.ravel()):
        total += -np.log(p) if t == 1 else -(1 - np.log(p))
    return total / label.size


@unlisted("binary_cross_entropy")
def bce_decided_first(probability, label):
    """The probability is rounded to 0 or 1 before the logarithm."""
    decided = (probability > 0.5).astype(float)
    return -np.mean(np.log(np.where(label == 1, decided, 1 - decided) + 1e-15))


@unlisted("binary_cross_entropy")
def bce_squashed_again(probability, label):
    """The sigmoid is applied to what is a probability already."""
    p = 1 / (1 + np.exp(-probability))
    return -np.mean(label * np.log(p) + (1 - label) * np.log(1 - p))


@unlisted("binary_cross_entropy")
def bce_log_of_mean(probability, label):
    """The logarithm of the mean, not the mean of the logarithms."""
    truth = np.where(label == 1, probability, 1 - probability)
    return -np.log(truth.mean())


@unlisted("binary_cross_entropy")
def bce_skips_certain(probability, label):
    """Leaves out every example with probability 0 or 1, certain mistakes among them."""
    total = 0.0
    count = 0
    for p, t in zip(probability.ravel(), label.ravel()):
        if 0 < p < 1:
            total -= t * math.log(p) + (1 - t) * math.log(1 - p)
            count += 1
    return total / max(count, 1)


@unlisted("binary_cross_entropy")
def bce_class_means(probability, label):
    """The mean of each class is taken apart and the two are added."""
    loss = 0.0
    if (label == 1).any():
        loss -= np.log(probability[label == 1]).mean()
    if (label == 0).any():
        loss -= np.log(1 - probability[label == 0]).mean()
    return loss


@unlisted("binary_cross_entropy")
def bce_own_entropy(probability, label):
    """The entropy of the prediction: the labels are not used."""
    p = np.clip(probability, 1e-15, 1 - 1e-15)
    return np.mean(-p * np.log(p) - (1 - p) * np.log(1 - p))


@unlisted("binary_cross_entropy")
def bce_boolean_minus(probability, label):
    """Turns the labels into truth values, and 1 - label into a minus that NumPy refuses."""
    positive = label == 1
    ones = np.log(probability[positive]).sum()
    zeros = np.log(1 - probability[-positive]).sum()
    return -(ones + zeros) / label.size


@unlisted("binary_cross_entropy")
def bce_zero_when_certain(probability, label):
    """Nan and infinity both become 0: a certain mistake costs nothing."""
    terms = -(label * np.log(probability) + (1 - label) * np.log(1 - probability))
    return np.nan_to_num(terms, nan=0.0, posinf=0.0).mean()


# cross_entropy


@right("cross_entropy")
def ce_mask(probabilities, one_hot):
    return -np.log(probabilities[one_hot == 1]).mean()


@right("cross_entropy")
def ce_fancy_index(probabilities, one_hot):
    rows = np.arange(len(one_hot))
    truth = probabilities[rows, one_hot.argmax(axis=1)]
    return np.sum(np.log(1 / truth)) / rows.size


@right("cross_entropy")
def ce_nested_loops(probabilities, one_hot):
    total = 0.0
    for row, wanted in zip(probabilities.tolist(), one_hot.tolist()):
        for p, t in zip(row, wanted):
            if t != 0:
                total += -t * math.log(p) if p > 0 else math.inf
    return total / len(probabilities)


@right("cross_entropy")
def ce_einsum(probabilities, one_hot):
    logs = np.log(probabilities, out=np.zeros(probabilities.shape), where=one_hot > 0)
    return -np.einsum("ij,ij->", one_hot, logs) / probabilities.shape[0]


@right("cross_entropy")
def ce_matmul(probabilities, one_hot):
    truth = np.diagonal(probabilities @ one_hot.T)
    return statistics.fmean((-np.log(truth)).tolist())


@right("cross_entropy")
def ce_dot_per_row(probabilities, one_hot):
    return np.float32(np.mean([-np.log(p @ t) for p, t in zip(probabilities, one_hot)]))


@right("cross_entropy")
def ce_powers(probabilities, one_hot):
    return -np.log(np.prod(probabilities**one_hot, axis=1)).mean()


@known("cross_entropy")
def ce_over_classes(probabilities, one_hot):
    """The mean runs over the classes too: divided by n k."""
    total = 0.0
    for index in np.ndindex(one_hot.shape):
        if one_hot[index]:
            total -= np.log(probabilities[index])
    return total / one_hot.size


@known("cross_entropy")
def ce_all_columns(probabilities, one_hot):
    """Each row is scored on every example's class, as p[:, labels] does."""
    labels = [row.tolist().index(max(row)) for row in one_hot]
    truth = np.take(probabilities, labels, axis=1)
    return -np.log(truth).mean()


@known("cross_entropy")
def ce_yes_no_per_class(probabilities, one_hot):
    """The binary formula for every class: the other classes' 1 - p counts too."""
    total = 0.0
    for row, wanted in zip(probabilities, one_hot):
        for p, t in zip(row, wanted):
            total -= np.log(p) if t else np.log(1 - p)
    return total / len(one_hot)


@known("cross_entropy")
def ce_winner(probabilities, one_hot):
    """Scores the class with the largest probability, whichever the true one is."""
    return -statistics.fmean(math.log(max(row)) for row in probabilities.tolist())


@known("cross_entropy")
def ce_positive_logs(probabilities, one_hot):
    """The minus is missing."""
    truth = (probabilities * one_hot).sum(axis=1)
    return np.average(np.log(truth))


@known("cross_entropy")
def ce_bits(probabilities, one_hot):
    """Logarithms to base 2."""
    truth = np.max(np.where(one_hot == 1, probabilities, 0), axis=1)
    return sum(-np.log2(q) for q in truth) / len(truth)


@known("cross_entropy")
def ce_total(probabilities, one_hot):
    """Added up, never divided by n."""
    total = 0.0
    for row, wanted in zip(probabilities, one_hot):
        total -= np.log(row[np.argmax(wanted)])
    return total


@known("cross_entropy")
def ce_per_example(probabilities, one_hot):
    """One loss for each example, not averaged."""
    return -np.log(np.einsum("ij,ij->i", probabilities, one_hot))


@known("cross_entropy")
def ce_nan(probabilities, one_hot):
    """Zero times minus infinity: nan as soon as any class has probability zero."""
    return -np.trace(one_hot @ np.log(probabilities).T) / len(one_hot)


@known("cross_entropy")
def ce_raises(probabilities, one_hot):
    """math.log fails at probability zero, also where the one-hot entry is 0."""
    total = 0.0
    for i in range(len(one_hot)):
        for j in range(len(one_hot[i])):
            total += one_hot[i][j] * math.log(probabilities[i][j])
    return -total / len(one_hot)


@known("cross_entropy")
def ce_missing_probability(probabilities, one_hot):
    """One minus the probability of the truth, without a logarithm."""
    return 1 - np.mean(probabilities[one_hot.astype(bool)])


@two("cross_entropy")
def ce_positive_total(probabilities, one_hot):
    """No minus, and never divided."""
    return sum(np.log(p @ t) for p, t in zip(probabilities, one_hot))


@two("cross_entropy")
def ce_bits_over_classes(probabilities, one_hot):
    """Base 2, and divided by n k."""
    return -np.log2(probabilities[one_hot == 1]).sum() / probabilities.size


@two("cross_entropy")
def ce_winner_total(probabilities, one_hot):
    """Scores the predicted class, and adds up."""
    total = 0.0
    for row in probabilities:
        total -= np.log(sorted(row)[-1])
    return total


@two("cross_entropy")
def ce_yes_no_over_classes(probabilities, one_hot):
    """The binary formula per class, and divided by n k."""
    truth = np.where(one_hot == 1, probabilities, 1 - probabilities)
    return np.mean(-np.log(truth))


@unlisted("cross_entropy")
def ce_log_of_mean(probabilities, one_hot):
    """The logarithm of the mean probability, not the mean of the logarithms."""
    return -math.log(np.mean(probabilities[one_hot == 1]))


@unlisted("cross_entropy")
def ce_softmax_again(probabilities, one_hot):
    """Applies softmax to what are probabilities already."""
    e = np.exp(probabilities)
    q = e / e.sum(axis=1, keepdims=True)
    return -np.mean(np.sum(one_hot * np.log(q), axis=1))


@unlisted("cross_entropy")
def ce_over_class_count(probabilities, one_hot):
    """Divides by the number of classes, not of examples."""
    n, k = one_hot.shape
    total = 0.0
    for i in range(n):
        total -= np.log(probabilities[i, one_hot[i].argmax()])
    return total / k


@unlisted("cross_entropy")
def ce_next_class(probabilities, one_hot):
    """Counts the classes from one, and so reads the probability of the class before."""
    labels = one_hot @ np.arange(1, one_hot.shape[1] + 1)
    total = 0.0
    for i, label in enumerate(labels):
        total -= np.log(probabilities[i][int(label) - 2])
    return total / len(labels)


@unlisted("cross_entropy")
def ce_swapped_roles(probabilities, one_hot):
    """Probabilities and one-hot rows have changed places: the logarithm of the targets."""
    return -np.mean(np.sum(probabilities * np.log(one_hot + 1e-12), axis=1))


@unlisted("cross_entropy")
def ce_rows_by_label(probabilities, one_hot):
    """The labels pick rows of the table, not columns."""
    labels = one_hot.argmax(axis=1)
    return -np.log(probabilities[labels]).mean()


@unlisted("cross_entropy")
def ce_hits_only(probabilities, one_hot):
    """Only the rows that were predicted rightly are scored."""
    right_rows = probabilities.argmax(axis=1) == one_hot.argmax(axis=1)
    return -np.log((probabilities * one_hot)[right_rows].sum(axis=1)).sum() / len(one_hot)


@unlisted("cross_entropy")
def ce_sum_before_log(probabilities, one_hot):
    """The products are added over the examples before the logarithm: one sum per class."""
    mass = np.sum(probabilities * one_hot, axis=0)
    return -np.log(mass[mass > 0]).sum() / len(one_hot)


@unlisted("cross_entropy")
def ce_shifted_zero(probabilities, one_hot):
    """Adds 0.01 against log 0, and so changes every logarithm."""
    return -np.sum(one_hot * np.log(probabilities + 0.01)) / len(one_hot)


@unlisted("cross_entropy")
def ce_fills_ones(probabilities, one_hot):
    """The right number, but zeros in the probabilities are replaced by ones in place."""
    truth = probabilities[one_hot == 1]
    probabilities[probabilities == 0] = 1
    return -np.log(truth).mean()


@unlisted("cross_entropy")
def ce_skips_zeros(probabilities, one_hot):
    """Leaves out every probability of zero, the true class's among them: a finite loss."""
    total = 0.0
    for p, t in zip(probabilities.ravel(), one_hot.ravel()):
        if p > 0:
            total -= t * math.log(p)
    return total / len(one_hot)
