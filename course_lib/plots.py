"""The figures of the chapters. Each function draws on an `Axes` that it is given; only
`watch_history` and `live`, which are for a live notebook, make their own.

`use_style` sets the one look once. Line colours are from the palette of Okabe and Ito, which people
with any kind of colour vision tell apart; lines differ in dash, points in shape, as well.
"""

import os
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike

from course_lib.language import _, language_used
from course_lib.network import History

BLUE, ORANGE, GREEN, PURPLE = "#0072b2", "#d55e00", "#009e73", "#cc79a7"
INK, GREY, LIGHT = "#1a1a1a", "#6b6b6b", "#b0b0b0"
COLOURS = (BLUE, ORANGE, GREEN, INK, PURPLE)
DASHES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)))
MARKERS = ("o", "s", "^", "D", "v")
HATCHES = ("", "//", "..", "xx", "--")

STYLE: dict[str, Any] = {
    "figure.figsize": (6.4, 3.6),
    "figure.constrained_layout.use": True,
    "font.size": 11,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": "#e3e3e3",
    "lines.linewidth": 2.0,
    "legend.frameon": False,
    "svg.hashsalt": "course",
    "svg.fonttype": "path",
}


def use_style() -> None:
    """Set the look of every figure that follows, and sharp vector pictures in notebooks.

    Japanese letters come from the package `matplotlib-fontja`, where it is installed.
    """
    settings: Any = plt.rcParams
    settings.update(STYLE | {"font.family": ["sans-serif", *_fonts()]})
    try:
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:  # outside notebooks
        return
    if "inline" in plt.get_backend().lower():
        set_matplotlib_formats("svg")  # type: ignore[no-untyped-call]


def _fonts() -> list[str]:
    """What draws the letters of the language that matplotlib's own font lacks."""
    if language_used() != "ja":
        return []
    try:
        from matplotlib_fontja import get_font_ttf_path
    except ImportError:
        says = "figures have no Japanese letters here: pip install matplotlib-fontja"
        warnings.warn(says, stacklevel=3)
        return []
    path = get_font_ttf_path()
    font_manager.fontManager.addfont(path)
    return [font_manager.FontProperties(fname=path).get_name()]


def label(ax: Axes, title: str = "", x: str = "", y: str = "") -> None:
    """Set the title and the names of both axes, with their units."""
    ax.set(title=title, xlabel=x, ylabel=y)


def curves(ax: Axes, x: ArrayLike, lines: Mapping[str, ArrayLike]) -> None:
    """Draw one line per entry, from its name to its values at x; each has its own dash."""
    for name, y, colour, dash in _looks(lines, DASHES):
        ax.plot(np.asarray(x), np.asarray(y), color=colour, linestyle=dash, label=name)
    _legend(ax, lines)


def bars(ax: Axes, names: Sequence[str], groups: Mapping[str, ArrayLike]) -> None:
    """Draw a bar per name for each group, side by side; each group has its own hatch."""
    places, width = np.arange(len(names)), 0.8 / len(groups)
    for i, (group, heights, colour, hatch) in enumerate(_looks(groups, HATCHES)):
        shift = (i - (len(groups) - 1) / 2) * width
        ax.bar(
            places + shift,
            np.asarray(heights),
            width,
            label=group,
            color=colour,
            hatch=hatch,
            edgecolor="white",
        )
    ax.set_xticks(places, names)
    ax.grid(axis="x", visible=False)
    _legend(ax, groups)


def errors(ax: Axes, x: ArrayLike, prediction: ArrayLike, target: ArrayLike) -> None:
    """Draw predictions, targets, and the distance between them as a line."""
    x, prediction, target = np.asarray(x), np.asarray(prediction), np.asarray(target)
    ax.vlines(x, prediction, target, color=GREY, linewidth=1.5, label=_("error"))
    ax.plot(x, target, "o", color=BLUE, label=_("target"))
    ax.plot(x, prediction, "s", color=ORANGE, label=_("prediction"))
    ax.legend()


def points(ax: Axes, groups: Mapping[str, ArrayLike]) -> None:
    """Scatter groups of points, from a name to an array (n, 2); each has its own shape."""
    for name, xy, colour, marker in _looks(groups, MARKERS):
        x, y = np.asarray(xy).T
        ax.plot(
            x,
            y,
            marker,
            color=colour,
            label=name,
            markersize=5,
            alpha=0.7,
            rasterized=True,
            markeredgewidth=0,
        )
    _legend(ax, groups)


def pieces(ax: Axes, parts: Sequence[tuple[float, float, Callable[[float], float], bool]]) -> None:
    """Draw a function in pieces: (start, end, formula, whether the start belongs to it).

    A full circle ends a piece at a point that belongs to it, an open one at a point that does not.
    Every end belongs to its piece.
    """
    for start, end, formula, closed in parts:
        ax.plot([start, end], [formula(start), formula(end)], color=BLUE)
        ax.plot(start, formula(start), "o", color=BLUE, markerfacecolor=BLUE if closed else "white")
        ax.plot(end, formula(end), "o", color=BLUE)


def walk(
    ax: Axes, f: Callable[[Any], Any], visited: Iterable[float], span: tuple[float, float]
) -> None:
    """Draw the curve of f over a span, and the visited points on it, joined in order."""
    x = np.linspace(*span, 400)
    ax.plot(x, f(x), color=GREY, linewidth=1.5)
    xs = np.array([float(point) for point in visited])
    ax.plot(xs, f(xs), "--", color=ORANGE, linewidth=1.2)
    ax.plot(xs, f(xs), "o", color=ORANGE)
    for step, place in enumerate(xs[:4]):
        ax.annotate(
            str(step), (place, f(place)), xytext=(0, 8), textcoords="offset points", ha="center"
        )


def valley(
    ax: Axes,
    f: Callable[[Any, Any], Any],
    walks: Mapping[str, Iterable[ArrayLike]],
    span: tuple[float, float, float, float],
) -> None:
    """Draw level lines of f(x, y) over (left, right, bottom, top), and walks across them."""
    x, y = np.meshgrid(np.linspace(*span[:2], 200), np.linspace(*span[2:], 200))
    ax.contour(x, y, f(x, y), levels=14, colors=LIGHT, linewidths=0.8)
    for name, visited, colour, dash, marker in _looks(walks, DASHES, MARKERS):
        xs, ys = np.array([np.asarray(point) for point in visited]).T
        ax.plot(
            xs,
            ys,
            color=colour,
            linestyle=dash,
            marker=marker,
            markersize=4,
            linewidth=1.3,
            label=name,
        )
    ax.set(xlim=span[:2], ylim=span[2:])
    _legend(ax, walks)


def history(axes: Sequence[Axes], record: History) -> None:
    """Draw loss on the first and accuracy on the second of two axes, by epoch."""
    epochs = np.arange(1, len(record.train_loss) + 1)
    drawn = {
        _("loss (nats)"): (record.train_loss, record.validation_loss),
        _("accuracy"): (record.train_accuracy, record.validation_accuracy),
    }
    for ax, (name, (on_train, on_validation)) in zip(axes, drawn.items(), strict=True):
        ax.plot(epochs, on_train, "o-", color=BLUE, label=_("training"))
        ax.plot(epochs, on_validation, "s--", color=ORANGE, label=_("validation"))
        ax.set(xlabel=_("epoch"), ylabel=name)
        ax.xaxis.set_major_locator(MaxNLocator(integer=True))
        ax.legend()


def confusion(ax: Axes, table: ArrayLike) -> None:
    """Draw a (k, k) table of counts: rows are the truth, columns what the model said."""
    counts = np.asarray(table)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        colour = "white" if shares[row, column] > 0.5 else INK
        ax.text(column, row, str(count), ha="center", va="center", color=colour, fontsize=8)
    ax.set(
        xlabel=_("said"), ylabel=_("truth"), xticks=range(len(counts)), yticks=range(len(counts))
    )
    ax.grid(visible=False)


def digits(axes: Iterable[Axes], images: ArrayLike, captions: Sequence[str] = ()) -> None:
    """Draw one image of 784 grey values on each axes, with a caption above."""
    for i, (ax, image) in enumerate(zip(axes, np.asarray(images), strict=False)):
        ax.imshow(image.reshape(28, 28), cmap="gray_r", vmin=0, vmax=1)
        ax.set(xticks=[], yticks=[])
        ax.spines[:].set_visible(False)
        ax.grid(visible=False)
        if i < len(captions):
            ax.set_title(captions[i], fontsize=9, loc="center")


def watch_history(record: History) -> None:
    """Redraw the history so far in place of the last picture: an `on_epoch` for `train`."""
    from IPython.display import clear_output

    clear_output(wait=True)  # type: ignore[no-untyped-call]
    axes = plt.subplots(1, 2, figsize=(8, 3.2))[1]
    history(axes, record)
    plt.show()


def live(draw: Callable[..., None], button: str = "", **controls: Any) -> None:
    """Draw again whenever a control moves; on the static page, draw once as a still.

    Args:
        draw: draws one figure from the values of the controls, and returns nothing.
        button: if given, nothing is drawn until the button of this name is pressed.
        controls: from an argument of `draw` to an ipywidgets control, such as
            ``rate=FloatSlider(value=1, min=0, max=4)``. Its value is what the still shows.

    Raises:
        ImportError: in a live notebook without ipywidgets.
    """
    if os.environ.get("COURSE_LIB_STATIC"):
        draw(**{name: control.value for name, control in controls.items()})
        return
    from IPython.display import display
    from ipywidgets import interactive

    for control in controls.values():
        control.style.description_width = "7em"  # else a name like learning_rate is cut off
    options = {"manual": True, "manual_name": button} if button else {"manual": False}
    display(interactive(draw, options, **controls))  # type: ignore[no-untyped-call]


def _looks(entries: Mapping[str, Any], *kinds: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Each name and value with a colour of its own, and one of each kind: a dash, a marker."""
    for i, (name, value) in enumerate(entries.items()):
        yield name, value, *(kind[i % len(kind)] for kind in (COLOURS, *kinds))


def _legend(ax: Axes, entries: Mapping[str, Any]) -> None:
    if len(entries) > 1:
        ax.legend()
