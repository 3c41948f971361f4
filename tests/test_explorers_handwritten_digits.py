"""The explorers of chapter 4: recorded runs, the worst digits, and the network that comes along."""

import base64
import io
import re

import mpmath
import numpy as np
import pytest
import record_runs
from helpers import assert_refused, exact
from PIL import Image

from course_lib import MLP, accuracy, load_mnist, mnist
from course_lib.explorers import draw_digit, explore_learning_rates, explore_mistakes
from course_lib.explorers._draw_digit import load, packed, save, unpacked
from course_lib.explorers._handwritten_digits import MEASURES, recorded_runs
from course_lib.network import History

NAN = float("nan")
LINE = "drawn-0-1 d"  # the training loss


@pytest.fixture(scope="module")
def sample():
    return load_mnist(source="sample")


def history(losses, validation=None, accuracies=None):
    accuracies = accuracies or [0.5] * len(losses)
    return History(losses, accuracies, validation or losses, accuracies)


# ---- training curves by learning rate ----


def test_a_recorded_run_can_be_repeated():
    # a calm rate: at large ones the rounding of a processor grows until it shows
    again, recorded = record_runs.run(0.1), recorded_runs()[0.1]
    for name in MEASURES:
        assert getattr(again, name) == pytest.approx(getattr(recorded, name), rel=1e-4)


def test_the_recorded_rates_are_those_of_the_tool_and_each_has_ten_epochs():
    runs = recorded_runs()
    assert tuple(runs) == record_runs.RATES
    assert {len(getattr(run, name)) for run in runs.values() for name in MEASURES} == {10}


def test_it_says_how_a_run_ended():
    explorer = explore_learning_rates()
    for stop, (rate, run) in enumerate(recorded_runs().items()):
        assert explorer.controls[0].labels[stop] == f"{rate:g}"
        found = [float(n) for n in re.findall(r"[\d.]+\d", explorer.at(learning_rate=stop)[0])]
        ends = [run.train_loss, run.validation_loss, run.train_accuracy, run.validation_accuracy]
        assert found == pytest.approx([values[-1] for values in ends], abs=5.1e-4)


def test_from_far_too_small_to_far_too_large():
    explorer = explore_learning_rates()
    words = [explorer.at(learning_rate=stop)[-1].partition(":")[0] for stop in range(10)]
    assert words == [
        *["Far too small"] * 2,
        *["More epochs would help"] * 3,
        # a hair, but in the last epoch it rises: 0.065 to 0.069
        "Of these rates, it ends with the lowest validation loss. "
        "The training loss does not fall in every epoch.",
        *["Too large"] * 3,
        "Far too large",
    ]


@pytest.mark.parametrize(
    ("losses", "words"),
    [
        ([2.4, NAN], "Far too large: the numbers overflowed in epoch 2"),
        ([9.0, 5.0], "Far too large: the network does worse"),
        ([2.2, 2.3], "Too large: the training loss stays near log 10"),
        ([2.4, 2.39], "Far too small"),
        ([2.3, 2.3], "At the end the training loss is still near log 10."),
        ([2.0, 1.0], "More epochs would help"),
        ([1.0, 1.1], "Too large: the training loss rises and falls"),
        ([1.0, 0.9, 0.91, 0.8, 0.81], "Too large: the training loss rises and falls"),
        ([1.0, 0.9, 0.91], "It ends with a higher validation loss"),
        ([1.0, 1.0], "It ends with a higher validation loss"),
    ],
)
def test_what_is_wrong_with_a_rate(losses, words):
    validation = [0.5 + 0.1 * k for k in range(len(losses))][::-1]
    runs = {1.0: history([3.0, 0.2], [3.0, 0.2]), 2.0: history(losses, validation)}
    assert explore_learning_rates(runs).at(learning_rate=1)[-1].startswith(words)


def test_no_more_epochs_are_asked_for_where_the_validation_loss_climbs():
    runs = {1.0: history([3.0, 0.2], [3.0, 0.2]), 2.0: history([1.0, 0.5, 0.01], [0.9, 0.6, 1.2])}
    words = explore_learning_rates(runs).at(learning_rate=1)[-1]
    assert words.startswith("It ends with a higher validation loss")


@pytest.mark.parametrize(("last", "falls"), [(0.4, "falls"), (0.6, "does not fall")])
def test_the_best_rate_may_have_a_training_loss_that_rises(last, falls):
    """What is best is known by the validation loss alone."""
    runs = {1.0: history([0.3, 0.2], [3.0, 0.2]), 2.0: history([1.0, 0.5, last], [1.0, 1.0, 0.1])}
    assert explore_learning_rates(runs).at()[-1] == (
        "Of these rates, it ends with the lowest validation loss. "
        f"The training loss {falls} in every epoch."
    )


def test_a_run_that_learns_nothing_is_not_called_the_best():
    explorer = explore_learning_rates({3.0: history([2.3, 2.31])})
    assert explorer.at()[-1].startswith("Too large")


def test_numbers_that_overflow_have_a_mark_and_words():
    overflowed = record_runs.run(1e60)
    assert all(np.isnan(getattr(overflowed, name)[-1]) for name in MEASURES)
    runs = {0.1: history([2.0, 1.0, 0.5]), 10.0: history([2.0, NAN]), 1e60: overflowed}
    explorer = explore_learning_rates(runs)
    marks = [explorer.drawn(learning_rate=stop) for stop in range(3)]
    # an upright line at the epoch: from 0 to 3 epochs the axis is 3580 units long
    places = [[int(x) for x in re.findall(r"(\d+),", mark["drawn-0-5 d"])] for mark in marks]
    assert places[0] == []
    assert places[1] == pytest.approx([500 + 3580 * 2 / 3] * 2, abs=5)
    assert places[2] == pytest.approx([500 + 3580 / 3] * 2, abs=5)
    words = [mark["drawn-0-6 text"] for mark in marks]
    assert words == ["", "× overflow in epoch 2", "× overflow in epoch 1"]
    assert explorer.at(learning_rate=2)[0].startswith("At the end the loss is not a number")
    assert "drawn-0-6 text" not in explore_learning_rates({0.1: history([2.0])}).drawn()


def test_losses_above_the_picture_are_named():
    high = history([2.0, 2.1], [2.0, 1234.4])
    explorer = explore_learning_rates({0.1: history([2.0]), 5.0: high})
    above = explorer.drawn(learning_rate=1)["drawn-0-5 text"]
    assert above == "↑ up to 1,234, above this picture"
    assert explorer.at(learning_rate=1)[-1].endswith(" On the way the loss is as high as 1,234.")
    assert "as high as" not in explorer.at(learning_rate=0)[-1]


def test_a_curve_is_drawn_epoch_by_epoch():
    runs = {1.0: history([3.0, 1.5]), 2.0: history([0.0, 3.0])}
    line = explore_learning_rates(runs).drawn(learning_rate=1)[LINE]
    points = [int(v) for v in re.findall(r"\d+", line)]
    assert points == [2290, 2520, 4080, 300]


def test_runs_that_cannot_be_meant_are_refused():
    assert_refused(lambda: explore_learning_rates({}), ValueError, "runs", "none")
    assert_refused(lambda: explore_learning_rates({0.1: [1.0]}), TypeError, "list", "0.1")
    assert_refused(lambda: explore_learning_rates(history([1.0])), TypeError, "History", "dict")
    assert_refused(lambda: explore_learning_rates({-1.0: history([1.0])}), ValueError, "-1.0")
    assert_refused(lambda: explore_learning_rates({0.1: History()}), ValueError, "[0, 0, 0, 0]")
    short = History([1.0, 2.0], [0.5], [1.0], [0.5])
    assert_refused(lambda: explore_learning_rates({0.1: short}), ValueError, "[2, 1, 1, 1]")


# ---- the digits with the highest loss ----


@pytest.fixture(scope="module")
def three():
    """Logits, labels and images of three digits; the second is the worst, then the third."""
    logits = np.zeros((3, 10))
    logits[0, 4], logits[1, 9], logits[2, 1] = 6.0, 8.0, 3.0
    images = np.linspace(0, 1, 3 * 784).reshape(3, 784)
    return logits, np.array([4, 7, 2]), images


def test_the_worst_come_first(three):
    logits, labels, _ = three
    explorer = explore_mistakes(*three)
    assert list(explorer.controls[0].labels) == ["1 of 3", "2 of 3", "3 of 3"]
    # the middle one is 1 in exp(3) + 9; below 0.001 two digits are said: 1 in exp(8) + 9
    for stop, (i, to_truth) in enumerate([(1, "0.00033"), (2, "0.0344"), (0, "0.9782")]):
        total = mpmath.fsum(mpmath.exp(z) for z in exact(logits[i]))
        p = [mpmath.exp(z) / total for z in exact(logits[i])]
        loss = -mpmath.log(p[labels[i]])
        first, second, _ = explorer.at(place=stop)
        assert first == f"The truth is {labels[i]}, and the loss is {float(loss):.2f}."
        assert second == (
            f"The network said {int(logits[i].argmax())}, with probability {float(max(p)):.4f}. "
            f"It gave {to_truth} to the truth."
        )
        verdict = explorer.at(place=stop)[2]
        if stop < 2:
            times = f"{float(loss / mpmath.log(2)):.1f} times that"
            assert verdict.startswith("Wrong") and times in verdict
        else:
            assert verdict.startswith("Right.")


def test_the_picture_is_the_image(three):
    address = explore_mistakes(*three).drawn(place=1)["drawn-0-0 href"]
    picture = Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))
    ink = 1 - np.asarray(picture, float) / 255
    assert ink == pytest.approx(three[2][2].reshape(28, 28), abs=0.5 / 255 + 1e-9)


def test_each_digit_has_a_bar_and_the_truth_a_mark_on_the_axis(three):
    drawn = explore_mistakes(*three).drawn(place=1)
    bars = re.findall(r"L(\d+),(\d+)", drawn["drawn-1-0 d"])
    assert len(bars) == 10
    # the highest bar: exp(3) of exp(3) + 9, on an axis from 2520 up by 2220
    assert min(int(y) for _, y in bars) == pytest.approx(
        2520 - 2220 * np.e**3 / (np.e**3 + 9), abs=5
    )
    assert drawn["drawn-1-1 d"] == f"M{bars[2][0]},2520h0"


def test_as_many_as_are_wanted(three):
    assert len(explore_mistakes(*three, worst=2).controls[0].labels) == 2


def test_a_tiny_probability_is_not_called_zero():
    logits = np.zeros((1, 10))
    logits[0, 3] = 12.78
    # exp(-12.78) = 0.0000028165...: its -log is the loss that is said
    said = explore_mistakes(logits, [5], np.zeros((1, 784))).at()
    assert "gave 0.0000028 to the truth" in said[1] and "loss is 12.78" in said[0]
    said = explore_mistakes(10 * logits, [5], np.zeros((1, 784))).at()
    assert "gave less than 0.0000000001 to the truth" in said[1] and "loss is 127.80" in said[0]


def test_what_does_not_fit_together_is_refused(three):
    logits, labels, images = three
    assert_refused(lambda: explore_mistakes(logits[:, :3], labels, images), ValueError, "(n, 10)")
    assert_refused(lambda: explore_mistakes(logits, labels[:2], images), ValueError, "labels")
    assert_refused(lambda: explore_mistakes(logits, labels, images[:2]), ValueError, "(3, 784)")
    assert_refused(lambda: explore_mistakes(logits, labels, images * 255), ValueError, "by 255")
    assert_refused(lambda: explore_mistakes(logits, labels, images, 0), ValueError, "worst")


# ---- the network that reads what is drawn ----


def test_the_network_that_comes_along_reads_what_it_has_not_seen(sample):
    images, labels = sample.test
    network = draw_digit().network
    assert network.sizes == (784, 32, 10)
    assert accuracy(network.logits(images), labels) == pytest.approx(0.97, abs=0.003)


def test_it_was_trained_on_none_of_the_samples_other_images():
    """It learned from the first 50,000 training images, as `reader` does from all of MNIST."""
    folder = record_runs.DATA
    with np.load(folder / mnist.SAMPLE) as arrays:
        assert arrays["validation_index"].min() >= 50_000
    assert {path.name for path in folder.glob("*.npz")} == {mnist.SAMPLE, "digit-reader.npz"}


def test_reader_learns_from_the_training_part_alone(sample):
    x, labels = sample.train
    few = mnist.Mnist((x[:100], labels[:100]), sample.validation, sample.test, "sample")
    other = mnist.Mnist((x[:100], labels[:100]), sample.test, sample.train, "sample")
    a, b = (record_runs.reader(part, epochs=2).theta for part in (few, other))
    assert (a == b).all()


def test_pixels_that_were_never_inked_say_nothing():
    whole = load()[0].whole
    assert not whole[0].any() and whole.any(axis=1).sum() > 600


def test_whole_numbers_are_the_nearest(tmp_path):
    network = MLP((784, 5, 10), np.random.default_rng(3))
    network.biases[0][:] = [0.5, -0.25, 0.125, 0, 1]
    layers = packed(network)
    back = unpacked(layers)
    for layer, given, taken in zip(layers, network.weights, back.weights, strict=True):
        assert abs(layer.whole.astype(int)).max() == 127
        assert abs(given - taken).max() <= layer.scale / 2 * 1.0001
    assert (back.biases[0] == network.biases[0]).all()
    save(layers, tmp_path / "a.npz")
    assert (tmp_path / "a.npz").stat().st_size < 60_000


def test_the_file_holds_what_was_packed(tmp_path, monkeypatch):
    from course_lib.explorers import _draw_digit

    network = MLP((784, 5, 4, 10), np.random.default_rng(3))
    (tmp_path / "data").mkdir()
    save(packed(network), tmp_path / "data" / _draw_digit.READER)
    monkeypatch.setattr(_draw_digit, "files", lambda package: tmp_path)
    assert (unpacked(load()).theta == unpacked(packed(network)).theta).all()
    assert len(load()) == 3


def test_a_network_of_zeros_can_be_packed():
    network = MLP((784, 10), np.random.default_rng(0))
    network.theta[:] = 0
    assert not unpacked(packed(network)).theta.any()


def test_it_says_what_a_network_reads(sample):
    network = MLP((784, 10), np.random.default_rng(0))
    network.theta[:] = 0
    network.biases[0][:] = [0, 0, 0, np.log(11), 0, 0, 0, 0, 0, 0]  # 3 gets 11 parts of 20
    assert draw_digit(network).at(sample.test[0][0], 3) == [
        "The network reads 3, with probability 0.5500.",
        "If 3 is meant, the loss is 0.5978.",
    ]


def test_networks_that_read_no_digits_are_refused():
    rng = np.random.default_rng(0)
    assert_refused(lambda: draw_digit(0.1), TypeError, "float")
    assert_refused(lambda: draw_digit(MLP((784, 5), rng)), ValueError, "(784, 5)")
    assert_refused(lambda: draw_digit(MLP((64, 10), rng)), ValueError, "(64, 10)")
