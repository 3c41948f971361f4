"""What the explorers of chapter 1 say and draw, against hand calculations and plain formulas."""

import gzip

import mpmath
import numpy as np
import pytest

from course_lib.explorers import explore_accuracy, explore_losses, explore_surprise
from course_lib.explorers._explorer import said
from course_lib.explorers._measure_error import (
    DELTAS,
    DIAL,
    FORECAST_A,
    FORECAST_B,
    GUESSES,
    LAST,
    MORNINGS,
    PROBABILITIES,
    RAIN,
)


def test_the_chapters_mornings():
    assert explore_losses().at() == [
        # 802/5, 36/5 and 33.5/5
        "Mean loss of this guess: squared error 160.40, absolute error 7.20, Huber 6.70.",
        "Lowest at: squared error 14.00, the mean; absolute error 8.00, the median; Huber 8.33.",
        # 784/802, 28/36 and 27.5/33.5
        "The last value alone makes 98 % of the squared error, 78 % of the absolute error and "
        "82 % of Huber.",
    ]


def test_squared_error_follows_the_mean_and_absolute_error_the_median():
    explorer = explore_losses()
    for i, last in enumerate(LAST):
        walks = [*MORNINGS[:-1], last]
        best = explorer.at(last_value=i)[1]
        assert f"squared error {np.mean(walks):.2f}, the mean;" in best
        assert f"absolute error {np.median(walks):.2f}, the median;" in best


def test_huber_goes_from_the_median_to_the_mean():
    explorer, fine = explore_losses(), np.linspace(0, 40, 40_001)
    for k, delta in enumerate(DELTAS):
        for i in (0, 7, 15, 16):
            errors = abs(fine[:, None] - [*MORNINGS[:-1], LAST[i]])
            loss = np.where(errors < delta, errors**2 / 2, delta * (errors - delta / 2)).mean(1)
            shown = explorer.at(last_value=i, delta_of_Huber=k)[1].split("Huber ")[1]
            assert float(shown.rstrip(".")) == pytest.approx(fine[loss.argmin()], abs=0.006)
    assert "8.00, the median; Huber 14.40." in explorer.at(last_value=16, delta_of_Huber=3)[1]


def test_no_guess_is_better_than_the_best():
    for mark in explore_losses().panels[1].drawn[1:]:
        assert np.min(mark.y) >= 1 - 1e-12
        assert np.min(mark.y) < 1.05


def test_the_share_of_a_value_that_is_guessed_is_nothing():
    at = {"guess": int(np.flatnonzero(GUESSES == 38)[0]), "last_value": 15}
    assert explore_losses().at(**at)[2].count(" 0 %") == 3


def test_own_data_with_two_values_in_the_middle():
    explorer = explore_losses([1, 3, 8], guesses=range(10), last=[8], unit="grams")
    assert "squared error 4.00, the mean; absolute error 3.00" in explorer.at()[1]
    explorer = explore_losses([1, 3, 20, 8], guesses=range(10), last=[8], deltas=0.5)
    # from 3 to 8 each guess has two values on either side
    assert explorer.at()[1].endswith("absolute error 5.50, the median; Huber 5.50.")
    assert explorer.panels[0].x.label == "value (minutes)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"data": [3, 3, 8]}, "data must be one row with two different values before the last"),
        ({"data": [3, 8]}, "two different values before the last"),
        ({"data": [[1, 2], [3, 4]]}, "data must be one row"),
        ({"deltas": [1, 0]}, "deltas must be positive"),
        ({"last": [np.nan]}, "last must be finite"),
    ],
)
def test_losses_refuse(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_losses(**arguments)


def test_minus_log_p_at_every_stop():
    explorer = explore_surprise()
    for i, p in enumerate(PROBABILITIES[1:], 1):
        shown, tenth = explorer.at(p=i)
        exact = -mpmath.log(mpmath.mpf(repr(float(p))))
        assert f"−log p is {float(exact):.8f}, and (1 − p)² is {(1 - p) ** 2:.4f}." == shown
        assert f"are {float(exact + mpmath.log(10)):.4f} and" in tenth
    assert explorer.at(p=0)[0] == "−log p is infinity, and (1 − p)² is 1.0000."


def test_the_calculators_numbers_are_said_and_marked():
    explorer = explore_surprise([0.8, 0.2])
    assert "0.22314355" in explorer.at(p=0)[0] and "1.60943791" in explorer.at(p=1)[0]
    assert ">0.2231</text>" in explorer.html and ">1.6094</text>" in explorer.html


def test_surprise_refuses_what_is_no_probability():
    with pytest.raises(ValueError, match=r"probabilities must be in \[0, 1\], but got 1.5"):
        explore_surprise([0.5, 1.5])


def dialled(w):
    """The chance that the dial's forecast gives to what happened, day by day."""
    p = (1 - w) * np.array(FORECAST_B) + w * np.array(FORECAST_A)
    return np.where(np.array(RAIN) == 1, p, 1 - p)


def test_accuracy_and_loss_with_their_slopes_at_every_stop():
    explorer, run = explore_accuracy(), 1e-6
    for i, w in enumerate(DIAL):
        right = np.mean(dialled(w) > 0.5)
        rise = np.log(dialled(w - run)).mean() - np.log(dialled(w + run)).mean()
        assert explorer.at(dial=i) == [
            f"Accuracy: {right:.3g}, with slope 0.",
            f"Mean cross-entropy: {-np.log(dialled(w)).mean():.4f}, "
            f"with slope {said(rise / (2 * run), '.2f')}.",
            "The accuracy names no direction. The loss does: turn further.",
        ]


def test_the_chapters_slope_of_the_loss():
    # the chapter measures it with a run of 0.01 ahead
    assert "slope −0.77." in explore_accuracy().at(dial=25)[1]


def test_the_stairs_are_not_joined():
    [stairs, *_] = explore_accuracy().panels[0].drawn
    assert np.isnan(stairs.y).sum() == 3
    assert set(stairs.y[np.isfinite(stairs.y)]) == {0.4, 0.6, 0.8, 1.0}


def test_the_other_way_round_the_loss_says_back():
    shown = explore_accuracy(FORECAST_A, FORECAST_B, RAIN).at(dial=10)[2]
    assert shown.endswith("The loss does: turn back.")


@pytest.mark.parametrize(
    ("start", "end", "label"), [(0.4, 0.6, 1), (0.6, 0.4, 1), (0.4, 0.6, 0), (0.6, 0.4, 0)]
)
def test_on_a_step_the_accuracy_has_no_slope(start, end, label):
    explorer = explore_accuracy([start], [end], [label])
    assert explorer.at(dial=25)[0].endswith("no slope: it jumps.")


def test_at_its_lowest_the_loss_names_no_direction():
    # three of five: the loss is lowest where each day is given 0.6, at 0.8 of the way
    explorer = explore_accuracy([0.2] * 5, [0.7] * 5, [1, 0, 1, 0, 1])
    shown = [explorer.at(dial=stop) for stop in (39, 40, 41)]
    assert [third.rpartition(" does")[2] for _, _, third in shown] == [
        ": turn further.",
        " the loss: it is at its lowest.",
        ": turn back.",
    ]
    assert shown[1][1] == "Mean cross-entropy: 0.6730, with slope 0.00."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([0.0], [0.5], [1]), r"start must be one row strictly between 0 and 1, but got \[0.0\]"),
        (([0.5], [1.0], [1]), r"end must be one row strictly between 0 and 1"),
        (([0.5], [0.6], [0.5]), r"label must be 0 or 1, but got \[0.5\]"),
        (([0.5, 0.5], [0.6, 0.7], [1]), "must have the same shape"),
        (([0.5, 0.5], [0.6], [1, 0]), "must have the same shape"),
    ],
)
def test_accuracy_refuses(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_accuracy(*arguments)


def test_the_chapters_explorers_are_light():
    sizes = [
        len(gzip.compress(make().html.encode()))
        for make in (explore_losses, explore_surprise, explore_accuracy)
    ]
    assert max(sizes) < 30_000 and sum(sizes) < 150_000
