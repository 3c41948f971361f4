"""The engine of the explorers: what the page shows in each state is what Python computed."""

import json
import re

import numpy as np
import pytest

from course_lib.explorers._explorer import (
    Axis,
    Control,
    Explorer,
    Mark,
    Panel,
    Picture,
    Table,
    Words,
    page_element,
    said,
    table,
)

AXES = Axis("x", 0, 10), Axis("y", 0, 10)
# an axis of 10 is this many drawing units long, and starts there
ACROSS, UP, LEFT, BOTTOM = 358, 222, 500, 2520


def made(*drawn, controls=None, sentences=("{s}",), tables=None, title="p"):
    controls = controls or [Control("a", "xyz", 1), Control("b", "uv")]
    tables = {"s": Table("fixed")} if tables is None else tables
    return Explorer("t", "about", controls, [Panel(title, *AXES, drawn)], sentences, tables)


def numbers(path):
    """The points of a path, in units of the axes."""
    pairs = re.findall(r"(-?\d+),(-?\d+)", path)
    return [((int(x) - LEFT) / ACROSS, (BOTTOM - int(y)) / UP) for x, y in pairs]


def test_a_line_runs_through_its_points():
    explorer = made(Mark("m", [0, 5, 10], np.ones((3, 1)) * [0, 5, 10], ("a",)))
    assert numbers(explorer.drawn()["drawn-0-0 d"]) == pytest.approx(
        np.array([[0, 0], [5, 5], [10, 10]]), abs=0.02
    )
    assert re.fullmatch(r"M[^M]*L[^M]*L[^M]*", explorer.drawn()["drawn-0-0 d"])


def test_each_state_has_its_own_values():
    y = np.arange(6.0).reshape(3, 2, 1)
    explorer = made(
        Mark("m", 1, y, ("a", "b"), shape="dots"), tables={"s": table(y[..., 0], ".1f", "a", "b")}
    )
    for a in range(3):
        for b in range(2):
            [(x, height)] = numbers(explorer.drawn(a=a, b=b)["drawn-0-0 d"])
            assert (x, height) == pytest.approx((1, 2 * a + b), abs=0.02)
            assert explorer.at(a=a, b=b) == [f"{2 * a + b:.1f}"]
    assert explorer.at() == explorer.at(a=1, b=0)


def test_by_may_name_the_controls_in_any_order():
    y = np.arange(6.0).reshape(2, 3)
    explorer = made(tables={"s": table(y, "g", "b", "a")})
    assert explorer.at(a=2, b=0) == ["2"] and explorer.at(a=0, b=1) == ["3"]


def test_nan_lifts_the_pen():
    explorer = made(Mark("m", [1, 2, np.nan, 4, 5], np.ones((3, 1)) * [1, 2, 3, np.nan, 5], ("a",)))
    assert explorer.drawn()["drawn-0-0 d"].count("M") == 2
    assert explorer.drawn()["drawn-0-0 d"].count("L") == 1


def test_infinity_and_what_is_far_outside_do_not_spoil_the_path():
    far = np.ones((3, 1)) * [np.inf, 1e300, -1e300]
    [low, high] = [
        int(v)
        for v in re.findall(
            r",(-?\d+)h0", made(Mark("m", 1, far, ("a",), shape="dots")).drawn()["drawn-0-0 d"]
        )
    ]
    assert low < -10_000 and high > 10_000


def test_bars_stand_on_zero():
    explorer = made(Mark("m", [1, 2], np.ones((3, 1)) * [3, 4], ("a",), shape="bars"))
    points = np.array(numbers(explorer.drawn()["drawn-0-0 d"]))
    assert points == pytest.approx(np.array([[1, 0], [1, 3], [2, 0], [2, 4]]), abs=0.02)


def test_only_what_changes_travels():
    explorer = made(
        Mark("still", [1, 2], [1, 2]),
        Words(["one", "two", "three"], 1, 1, ("a",)),
        Words(["same"] * 3, 1, [1, 2, 3], ("a",)),
        Picture(["p", "q"], 0, 0, 1, 1, ("b",)),
    )
    assert list(explorer.drawn()) == ["drawn-0-1 text", "drawn-0-2 transform", "drawn-0-3 href"]


def test_marks_share_equal_points():
    y = np.arange(3.0)[:, None]
    explorer = made(Mark("", 1, y, ("a",), shape="dots"), Mark("", 1, y, ("a",), shape="thin"))
    data = json.loads(re.search(r'application/json">(.*?)</script>', explorer.html)[1])
    assert len(data["tables"]) == 1 and len(data["parts"]) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: made(Mark("m", 1, np.ones((2, 1)), ("a",))),
        lambda: made(Mark("m", 1, np.ones((2, 3, 1)), ("a", "b"))),
        lambda: made(Words(["one"], 1, 1, ("a",))),
        lambda: made(Picture(["p"], 0, 0, 1, 1, ("b",))),
        lambda: made(tables={"s": Table(["x"], ("a",))}),
    ],
)
def test_a_table_of_another_shape_is_refused(wrong):
    with pytest.raises(ValueError, match=r"must have shape \(.*\), one entry for each stop"):
        wrong()


def test_an_unknown_control_or_stop_is_refused():
    with pytest.raises(ValueError, match=r"controls must be of \['a', 'b'\], but got \['c'\]"):
        made().at(c=1)
    for stop in (-1, 3):
        with pytest.raises(ValueError, match=f"'a' must be from 0 to 2, but got {stop}"):
            made().at(a=stop)


def test_a_control_is_named_as_in_python():
    controls = [Control("my rate", "xy"), Control("my_a", "xyz")]
    tables = {"s": table([[0, 1, 2], [3, 4, 5]], "g", "my rate", "my_a")}
    assert made(controls=controls, tables=tables).at(my_rate=1, my_a=2) == ["5"]


def test_a_control_that_could_not_move_is_not_offered():
    explorer = made(controls=[Control("a", "x"), Control("b", "uv")])
    assert '<p>a: <b>x</b><input type="range" data-control="0" hidden></p>' in explorer.html


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (-0.5, ".2f", "−0.50"),
        (-0.0001, ".2f", "0.00"),
        (1e-9, ".1e", "1.0 · 10⁻⁹"),
        (-1.84e7, ".3g", "−1.84 · 10⁷"),
        (-3, "g", "−3"),
        (np.nan, "g", "not a number"),
        (-np.inf, ".2f", "−infinity"),
    ],
)
def test_numbers_are_written_for_readers(value, form, text):
    assert said(value, form) == text


def test_what_is_shown_is_escaped_and_ends_no_element():
    controls = [Control("<a>", ["</script>", "&"], choice=True)]
    explorer = made(controls=controls, sentences=["<b> {s}"], title='"p" <i>')
    assert (
        "<a>" not in explorer.html and "<i>" not in explorer.html and "&lt;b&gt;" in explorer.html
    )
    data = re.search(r'application/json">(.*?)</script>', explorer.html)[1]
    assert json.loads(data)["labels"] == [["</script>", "&"]]
    assert "</script>" not in page_element("explorer.js", "", "</script>").split("json", 1)[1][:20]


def test_it_has_words_for_a_page_without_html():
    bundle = made(tables={"s": Table("what is so")})._repr_mimebundle_()
    assert bundle["text/plain"] == "t\nabout\nwhat is so"
    assert bundle["text/html"].startswith("<course-explorer")


def test_dragging_knows_where_each_stop_lies():
    places = [0.0, 5.0, 10.0]
    explorer = made(controls=[Control("a", "xyz", along=("p", places))])
    assert explorer._drags == {
        "0": [{"control": 0, "places": [500, 2290, 4080]}],
    }
