"""What the explorers of chapter 1 say and draw, against hand calculations and plain formulas."""

import gzip
import re

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
    MORNINGS,
    PROBABILITIES,
    RAIN,
)

GUESSES, LAST = np.arange(41), np.arange(8, 41, 2)


def mornings():
    """As in the chapter."""
    return explore_losses(MORNINGS, GUESSES, LAST, unit="minutes", each="morning")


def test_the_chapters_mornings():
    assert mornings().at() == [
        # 767/5, 39/5 and 36.5/5
        "Mean loss of this guess: squared error 153.40, absolute error 7.80, Huber 7.30.",
        "Lowest at: squared error 14.00, the mean; absolute error 8.00, the median; Huber 8.33.",
        # 729/767, 27/39 and 26.5/36.5
        "At this guess the last value makes 95.0 % of the squared error, 69.2 % of the absolute "
        "error and 72.6 % of Huber.",
    ]


def test_squared_error_follows_the_mean_and_absolute_error_the_median():
    explorer = mornings()
    for i, last in enumerate(LAST):
        walks = [*MORNINGS[:-1], last]
        best = explorer.at(last_value=i)[1]
        assert f"squared error {np.mean(walks):.2f}, the mean;" in best
        assert f"absolute error {np.median(walks):.2f}, the median;" in best


def test_huber_goes_from_the_median_to_the_mean():
    explorer, fine = mornings(), np.linspace(0, 40, 40_001)
    for k, delta in enumerate(DELTAS):
        for i in (0, 7, 15, 16):
            errors = abs(fine[:, None] - [*MORNINGS[:-1], LAST[i]])
            loss = np.where(errors < delta, errors**2 / 2, delta * (errors - delta / 2)).mean(1)
            shown = explorer.at(last_value=i, delta_of_Huber=k)[1].split("Huber ")[1]
            assert float(shown.rstrip(".")) == pytest.approx(fine[loss.argmin()], abs=0.006)
    assert "8.00, the median; Huber 14.40." in explorer.at(last_value=16, delta_of_Huber=3)[1]


def test_no_guess_is_better_than_the_best():
    for mark in mornings().panels[1].drawn[1:]:
        assert np.min(mark.y) >= 1 - 1e-12
        assert np.min(mark.y) < 1.05


def test_the_share_of_a_value_that_is_guessed_is_nothing():
    at = {"guess": int(np.flatnonzero(GUESSES == 38)[0]), "last_value": 15}
    assert mornings().at(**at)[2].count(" 0.0 %") == 3


def test_nearly_all_of_the_loss_is_not_said_to_be_all():
    # 900 of 902
    at = {"guess": int(np.flatnonzero(GUESSES == 8)[0]), "last_value": 15}
    assert " 99.8 % of the squared error" in mornings().at(**at)[2]


def test_where_huber_lets_go_is_seen_with_delta_5():
    shown = [mornings().at(last_value=i, delta_of_Huber=2)[1] for i in range(17)]
    best = [text.split("Huber ")[1].rstrip(".") for text in shown]
    assert best == ["8.00", "8.40", "8.80", "9.20", *["9.25"] * 13]


def test_own_data_with_two_values_in_the_middle():
    explorer = explore_losses([1, 3, 8], guesses=range(10), last=[8], unit="grams")
    assert "squared error 4.00, the mean; absolute error 3.00" in explorer.at()[1]
    explorer = explore_losses([1, 3, 20, 8], guesses=range(10), last=[8], deltas=0.5)
    # from 3 to 8 each guess has two values on either side
    assert explorer.at()[1].endswith("absolute error 5.50, the median; Huber 5.50.")
    assert explorer.panels[0].x.label == "value"


@pytest.mark.parametrize(
    "data", [[100, 120, 180], [9, 8, 1], [0.1, 0.7, 0.3], [1e6, 3e6, 2.2e6], [1, 2, 4.567]]
)
def test_own_data_begin_as_they_are(data):
    explorer = explore_losses(data)
    best = explorer.at()[1]
    assert f"squared error {np.mean(data):.2f}, the mean" in best
    assert f"absolute error {np.median(data):.2f}, the median" in best
    for control in explorer.controls[:2]:
        assert len(set(control.labels)) == len(control.labels) > 8
        assert control.along is not None
        places = np.asarray(control.along[1])
        assert places.min() <= min(data) and places.max() >= max(data)
    assert explorer.controls[1].labels[explorer.controls[1].start] == said(data[-1])


def test_own_data_have_their_own_names():
    explorer = explore_losses([1, 3, 8], unit="grams", each="parcel")
    assert explorer.about.startswith("The same number is guessed for every parcel.")
    assert [axis.label for axis in (explorer.panels[0].x, explorer.panels[0].y)] == [
        "value (grams)",
        "parcel",
    ]
    assert not re.search("minutes|morning", explorer.html)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"data": [3, 3, 8]}, "data must be one row with two different values before the last"),
        ({"data": [3, 8]}, "two different values before the last"),
        ({"data": [[1, 2], [3, 4]]}, "data must be one row"),
        ({"deltas": [0, 1]}, "deltas must be positive"),
        ({"deltas": [[1, 2]]}, "deltas must be one row in rising order"),
        ({"last": [np.nan]}, "last must be finite"),
        ({"last": [8, 40]}, r"last must contain the last value of data, 38, but got \[8.0, 40.0\]"),
        ({"guesses": [10, 1, 5]}, "guesses must be one row in rising order"),
        ({"guesses": [[1, 2], [3, 4]]}, "guesses must be one row in rising order"),
    ],
)
def test_losses_refuse(arguments, message):
    with pytest.raises(ValueError, match=message):
        explore_losses(**arguments)


def test_minus_log_p_at_every_stop():
    explorer = explore_surprise()
    for i, p in enumerate(PROBABILITIES[1:], 1):
        exact = -mpmath.log(mpmath.mpf(repr(float(p))))
        tenth = float(exact + mpmath.log(10))
        assert explorer.at(p=i) == [
            f"−log p is {float(exact):.4f}, and (1 − p)² is {(1 - p) ** 2:.4f}.",
            f"At a tenth of this p the two losses are {tenth:.4f} and {(1 - p / 10) ** 2:.4f}.",
        ]
    assert explorer.at(p=0) == [
        "−log p is infinite, and (1 − p)² is 1.0000.",
        "The model ruled out what then happened.",
    ]


def test_the_calculators_numbers_are_said_and_marked():
    explorer = explore_surprise([0.2, 0.8])
    assert "is 1.6094," in explorer.at(p=0)[0] and "is 0.2231," in explorer.at(p=1)[0]
    assert ">0.2231</text>" in explorer.html and ">1.6094</text>" in explorer.html


def test_surprise_refuses_what_is_no_probability():
    with pytest.raises(ValueError, match=r"probabilities must be in \[0, 1\], but got 1.5"):
        explore_surprise([0.5, 1.5])


def test_a_probability_in_no_order_is_refused():
    with pytest.raises(ValueError, match="probabilities must be one row in rising order"):
        explore_surprise([0.8, 0.2])


def test_a_very_small_probability_stays_in_the_picture():
    [panel] = explore_surprise([1e-9, 0.5]).panels
    assert panel.y.high == pytest.approx(20.72, abs=0.01)
    assert np.min(panel.drawn[0].x) <= 1.01e-9
    assert explore_surprise([0, 0.5]).panels[0].y.high == 7.5


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
            "The accuracy names no direction. The loss does: "
            + ("turn further." if w < 1 else "it would still fall, but the dial ends here."),
        ]


def test_the_chapters_slope_of_the_loss():
    # the chapter measures it with a run of 0.01 ahead
    assert "slope −0.77." in explore_accuracy().at(dial=25)[1]


def test_the_stairs_are_not_joined():
    [stairs, *_] = explore_accuracy().panels[0].drawn
    assert np.isnan(stairs.y).sum() == 3
    assert set(stairs.y[np.isfinite(stairs.y)]) == {0.4, 0.6, 0.8, 1.0}


def test_the_other_way_round_the_loss_says_back():
    explorer = explore_accuracy(FORECAST_A, FORECAST_B, RAIN, ("A", "B"))
    assert explorer.panels[0].x.label == "dial (0 is A, 1 is B)"
    assert explorer.at(dial=10)[2].endswith("The loss does: turn back.")
    assert explorer.at(dial=50)[2].endswith("The loss does: turn back.")
    assert explorer.at(dial=0)[2].endswith("it would still fall, but the dial ends here.")


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
