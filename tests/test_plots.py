"""The figures draw what they are given, and tell their parts apart without colour."""

import os
import subprocess
import sys

import matplotlib
import numpy as np
import pytest

matplotlib.use("agg")

import matplotlib.pyplot as plt

from course_lib import History, plots


@pytest.fixture
def ax():
    plots.use_style()
    figure, axes = plt.subplots()
    yield axes
    figure.canvas.draw()
    plt.close(figure)


def contrast(first, second):
    """The contrast ratio of WCAG 2.2 between two colours."""

    def luminance(colour):
        channels = np.array(matplotlib.colors.to_rgb(colour))
        linear = np.where(
            channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4
        )
        return linear @ [0.2126, 0.7152, 0.0722]

    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_and_the_first_four_lines_stand_out_from_white():
    assert contrast(plots.INK, "white") > 7
    assert contrast(plots.GREY, "white") > 4.5
    for colour in plots.COLOURS[:4]:
        assert contrast(colour, "white") > 3


def test_curves_differ_in_dash_and_colour_and_are_named(ax):
    x = np.linspace(0, 1, 5)
    plots.curves(ax, x, {"double": 2 * x, "square": x**2, "one": np.ones(5)})
    lines = ax.get_lines()
    assert [line.get_label() for line in lines] == ["double", "square", "one"]
    assert len({line.get_linestyle() for line in lines}) == 3
    assert len({line.get_color() for line in lines}) == 3
    np.testing.assert_array_equal(lines[1].get_ydata(), x**2)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["double", "square", "one"]


def test_one_curve_needs_no_legend(ax):
    plots.curves(ax, [0, 1], {"only": [0, 1]})
    assert ax.get_legend() is None


def test_bars_of_two_groups_stand_side_by_side(ax):
    plots.bars(ax, ["a", "b", "c"], {"first": [1, 2, 3], "second": [4, 5, 6]})
    first, second = ax.containers
    assert [bar.get_height() for bar in first] == [1, 2, 3]
    for left, right in zip(first, second, strict=True):
        assert left.get_x() + left.get_width() <= right.get_x() + 1e-12
        assert left.get_hatch() != right.get_hatch()
    assert [text.get_text() for text in ax.get_xticklabels()] == ["a", "b", "c"]


def test_errors_join_each_prediction_to_its_target(ax):
    plots.errors(ax, [0, 1], prediction=[2.0, 5.0], target=[3.0, 1.0])
    segments = ax.collections[0].get_segments()
    assert [sorted(segment[:, 1]) for segment in segments] == [[2, 3], [1, 5]]
    drawn = {line.get_label(): line.get_ydata().tolist() for line in ax.get_lines()}
    assert drawn == {"target": [3, 1], "prediction": [2, 5]}


def test_points_differ_in_shape(ax):
    plots.points(ax, {"zeros": [[0, 0], [1, 1]], "sixes": [[2, 3]]})
    first, second = ax.get_lines()
    assert first.get_marker() != second.get_marker()
    assert second.get_xydata().tolist() == [[2, 3]]


def test_pieces_show_which_ends_belong(ax):
    plots.pieces(ax, [(0, 1, lambda x: 2.0, True), (1, 2, lambda x: x, False)])
    filled = [line.get_markerfacecolor() for line in ax.get_lines() if line.get_marker() == "o"]
    assert filled == [plots.BLUE, plots.BLUE, "white", plots.BLUE]
    level, _, _, sloped, _, _ = ax.get_lines()
    assert list(level.get_ydata()) == [2, 2]
    assert list(sloped.get_ydata()) == [1, 2]


def test_walk_shows_every_visited_point_on_the_curve(ax):
    plots.walk(ax, lambda x: x**2, [4.0, -2.0, 1.0], (-5, 5))
    ground, joined, dots = ax.get_lines()
    np.testing.assert_array_equal(ground.get_ydata(), ground.get_xdata() ** 2)
    assert joined.get_xydata().tolist() == dots.get_xydata().tolist()
    assert dots.get_xydata().tolist() == [[4, 16], [-2, 4], [1, 1]]
    assert [text.get_text() for text in ax.texts] == ["0", "1", "2"]


def test_valley_keeps_its_span_and_draws_each_walk(ax):
    walks = {"plain": [(0, 1), (1, 1)], "other": [(0, 0)]}
    plots.valley(ax, lambda x, y: x**2 + y**2, walks, (-1, 2, -3, 4))
    assert ax.get_xlim() == (-1, 2)
    assert ax.get_ylim() == (-3, 4)
    plain, other = ax.get_lines()
    assert (plain.get_label(), other.get_label()) == ("plain", "other")
    assert plain.get_linestyle() != other.get_linestyle()
    assert plain.get_marker() != other.get_marker()


def test_level_lines_of_a_slope_along_x_run_along_y(ax):
    plots.valley(ax, lambda x, y: x + 0 * y, {}, (-1, 2, -3, 4))
    for path in ax.collections[0].get_paths():
        if len(path.vertices):
            assert np.ptp(path.vertices[:, 0]) < 1e-9
            assert np.ptp(path.vertices[:, 1]) > 6


def test_history_shows_both_parts_of_the_data_by_epoch():
    record = History([2.0, 1.0], [0.5, 0.6], [2.2, 1.2], [0.4, 0.5])
    figure, axes = plt.subplots(1, 2)
    plots.history(axes, record)
    loss, accuracy = axes
    assert [line.get_ydata().tolist() for line in loss.get_lines()] == [[2, 1], [2.2, 1.2]]
    assert [line.get_ydata().tolist() for line in accuracy.get_lines()] == [[0.5, 0.6], [0.4, 0.5]]
    assert loss.get_lines()[0].get_xdata().tolist() == [1, 2]
    assert (loss.get_ylabel(), accuracy.get_ylabel()) == ("loss (nats)", "accuracy")
    for ax in axes:
        training, validation = ax.get_lines()
        assert (training.get_label(), validation.get_label()) == ("training", "validation")
        assert training.get_linestyle() != validation.get_linestyle()
        assert training.get_marker() != validation.get_marker()
    plt.close(figure)


def test_confusion_puts_the_truth_in_rows(ax):
    plots.confusion(ax, [[3, 1], [0, 5]])
    texts = {text.get_position(): text.get_text() for text in ax.texts}
    assert texts[1, 0] == "1"
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("said", "truth")
    assert ax.get_images()[0].get_array().tolist() == [[0.75, 0.25], [0, 1]]  # shares of a row


def test_confusion_bears_a_class_that_never_came(ax):
    plots.confusion(ax, [[2, 0], [0, 0]])


def test_digits_are_28_by_28_and_captioned():
    figure, axes = plt.subplots(1, 2)
    images = np.zeros((2, 784))
    images[1, 28] = 1
    plots.digits(axes, images, ["a", "b"])
    picture = axes[1].get_images()[0].get_array()
    assert picture.shape == (28, 28)
    assert picture[1, 0] == 1
    assert axes[1].get_images()[0].cmap(1.0)[:3] == (0, 0, 0)  # ink is black
    assert [ax.get_title() for ax in axes] == ["a", "b"]
    plt.close(figure)


def test_live_draws_a_still_on_the_static_page(monkeypatch):
    widgets = pytest.importorskip("ipywidgets")
    monkeypatch.setenv("COURSE_LIB_STATIC", "1")
    drawn = []
    control = widgets.FloatSlider(value=1.5, min=0, max=4)
    plots.live(lambda rate: drawn.append(rate), rate=control)
    assert drawn == [1.5]


@pytest.mark.parametrize(("button", "at_once"), [("", [1.5, 2.0]), ("Train", [])])
def test_live_draws_again_when_a_control_moves(monkeypatch, button, at_once):
    widgets = pytest.importorskip("ipywidgets")
    monkeypatch.delenv("COURSE_LIB_STATIC", raising=False)
    shown, drawn = [], []
    monkeypatch.setattr("IPython.display.display", shown.append)
    control = widgets.FloatSlider(value=1.5, min=0, max=4)
    plots.live(lambda rate: drawn.append(rate), button=button, rate=control)
    shown[0].update()
    assert drawn[:1] == [1.5]
    drawn.clear()
    control.value = 2.0
    assert drawn == at_once[1:]


def test_a_watched_history_takes_the_place_of_the_last_one(monkeypatch):
    cleared, shown = [], []
    monkeypatch.setattr("IPython.display.clear_output", lambda wait: cleared.append(wait))
    monkeypatch.setattr(plt, "show", lambda: shown.append(len(cleared)))
    plots.watch_history(History([2.0], [0.5], [2.2], [0.4]))
    assert (cleared, shown) == ([True], [1])
    plt.close("all")


def test_style_is_quiet_outside_notebooks():
    code = "from course_lib import plots; plots.use_style()"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "MPLBACKEND": "agg"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
