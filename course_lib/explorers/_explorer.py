"""What the explorers are made of: figures that move on a page without Python.

An `Explorer` computes everything beforehand: a curve, a sentence, a picture for each state of its
controls. Its HTML holds a still of the first state, the computed values, and a short script
(`explorer.js`) that shows what belongs to the state which the reader chooses.

The axes of an array that belongs to controls come first, in the order in which `by` names them:
with ``by=("rate", "start")`` a curve of m points has x and y of shape (rates, starts, m).
"""

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from string import Formatter
from typing import Any

import numpy as np
from matplotlib.ticker import MaxNLocator
from numpy.typing import ArrayLike, NDArray

from course_lib._checks import FloatArray, as_floats
from course_lib.language import _
from course_lib.plots import BLUE, GREY

# A drawing unit is a tenth of a pixel, so that whole numbers are fine enough.
WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 4200, 3000, 500, 120, 300, 480
# Points travel as whole numbers of half a pixel. What lies beyond FAR is drawn there, unseen.
STEP, FAR = 5, 20_000

# What a mark looks like: attributes of its path. A dot is a line of no length: its caps show.
SHAPES = {
    "line": {"fill": "none", "stroke-width": 25, "stroke-linejoin": "round"},
    "thin": {"fill": "none", "stroke-width": 12},
    "thick": {"fill": "none", "stroke-width": 60},
    "dots": {"fill": "none", "stroke-width": 90, "stroke-linecap": "round"},
    "specks": {"fill": "none", "stroke-width": 50, "stroke-linecap": "round"},
    "squares": {"fill": "none", "stroke-width": 90, "stroke-linecap": "square"},
    "bars": {"fill": "none", "stroke-width": 300},
    "area": {"fill-opacity": 0.25, "stroke": "none"},
}
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
DASHES = {"": "", "dashed": "110 60", "dotted": "25 45"}


@dataclass(frozen=True)
class Control:
    """What the reader moves: a slider with a stop for each label, or a list to choose from.

    The name is what `by` and `at` call it; it is shown in the reader's language, or as `label`.

    With `along`, dragging in the panel of that title moves it: (title, places), where places are
    the stops' positions on the x axis. With `play`, a button walks through the stops.
    """

    name: str
    labels: Sequence[str]
    start: int = 0
    choice: bool = False
    along: tuple[str, ArrayLike] | None = None
    play: str = ""
    label: str = ""

    @property
    def shown(self) -> str:
        return self.label or _(self.name)


@dataclass(frozen=True)
class Axis:
    """The name with its unit, both ends, and named ticks where numbers do not say it."""

    label: str
    low: float
    high: float
    ticks: Mapping[float, str] | None = None

    @property
    def marked(self) -> Mapping[float, str]:
        if self.ticks is not None:
            return self.ticks
        found = MaxNLocator(6).tick_values(self.low, self.high)
        return {t: said(t, "g") for t in found if self.low <= t <= self.high}


@dataclass(frozen=True)
class Mark:
    """Points, joined or not: x and y broadcast to (stops of each control in `by`, m).

    NaN lifts the pen. A name puts the mark into the legend.
    """

    name: str
    x: ArrayLike
    y: ArrayLike
    by: tuple[str, ...] = ()
    colour: str = BLUE
    shape: str = "line"
    dash: str = ""


@dataclass(frozen=True)
class Words:
    """A text at (x, y), which may all belong to controls: arrays (stops of each in `by`)."""

    text: ArrayLike
    x: ArrayLike
    y: ArrayLike
    by: tuple[str, ...] = ()
    anchor: str = "middle"


@dataclass(frozen=True)
class Picture:
    """An image between two corners of the axes: addresses of shape (stops of each in `by`)."""

    address: ArrayLike
    left: float
    bottom: float
    right: float
    top: float
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """Two axes and what is drawn between them."""

    title: str
    x: Axis
    y: Axis
    drawn: Sequence[Mark | Words | Picture]
    height: int = HEIGHT

    def place(self, x: ArrayLike, y: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
        """Where (x, y) lies, in drawing units."""
        across = (np.asarray(x) - self.x.low) / (self.x.high - self.x.low)
        up = (np.asarray(y) - self.y.low) / (self.y.high - self.y.low)
        return (
            LEFT + across * (WIDTH - LEFT - RIGHT),
            self.height - BOTTOM - up * (self.height - TOP - BOTTOM),
        )


@dataclass(frozen=True)
class Table:
    """Texts for each state: an array of strings of shape (stops of each control in `by`)."""

    texts: ArrayLike
    by: tuple[str, ...] = ()


@dataclass
class _Part:
    """What changes in the markup: an attribute (or the text) of the element with the id `to`.

    `values` are strings (stops...), or points (2, stops..., m), NaN where the pen lifts.
    """

    to: str
    set: str
    by: tuple[str, ...]
    values: NDArray[Any]
    dots: bool = False

    @property
    def texts(self) -> bool:
        return self.values.dtype.kind == "U"

    def at(self, state: Mapping[str, int]) -> str:
        where: Any = tuple(state[name] for name in self.by)
        if self.texts:
            return str(self.values[where])
        x, y = self.values[(slice(None), *where)]
        return _path(x, y, self.dots)


def as_stops(name: str, values: ArrayLike, least: int = 1) -> FloatArray:
    """What a reader may choose from: a number, or several in rising order."""
    [array] = as_floats((name, values))
    row = np.atleast_1d(array)
    if row.ndim != 1 or len(row) < least or (np.diff(row) <= 0).any():
        raise ValueError(
            f"{name} must be {'one row' if least == 1 else f'at least {least} numbers'} "
            f"in rising order, but got {array.tolist()}. Its numbers are the stops of a control."
        )
    return row


def nearest(values: ArrayLike, value: float) -> int:
    """The number of the stop that lies nearest to a value."""
    return int(np.argmin(np.abs(np.asarray(values) - value)))


def said(value: float, form: str = "g") -> str:
    """A number as the page writes it: with a true minus sign, and words for what is none."""
    if np.isnan(value):
        return _("not a number")
    if np.isinf(value):
        return _("infinity") if value > 0 else _("−infinity")
    number, e, power = format(float(value), form).partition("e")
    if not number.strip("-0."):
        number = number.lstrip("-")  # -0.00 is 0.00
    text = f"{number} · 10{str(int(power)).translate(RAISED)}" if e else number
    return text.replace("-", "−")


def table(values: ArrayLike, form: str, *by: str) -> Table:
    """A `Table` of numbers, all written in one form such as ``".4f"``."""
    array = np.asarray(values, float)
    texts = np.array([said(value, form) for value in array.ravel()], dtype=str)
    return Table(texts.reshape(array.shape), by)


class Explorer:
    """A figure with controls: the same object serves a static page and every kind of notebook.

    Args:
        title: one line.
        about: what there is to see and to do, in words that need no picture.
        controls: what the reader moves.
        panels: what is drawn, side by side where there is room.
        sentences: templates such as ``"The loss is {loss}."``; they are read out as they change.
        tables: from a name in the templates to its `Table`.

    Raises:
        ValueError: if an array does not have one entry for each stop of the controls it names.
    """

    def __init__(
        self,
        title: str,
        about: str,
        controls: Sequence[Control],
        panels: Sequence[Panel],
        sentences: Sequence[str],
        tables: Mapping[str, Table],
    ) -> None:
        self.title, self.about = title, about
        self.controls, self.panels = controls, panels
        self.sentences, self.tables = sentences, tables
        self.names = [control.name for control in controls]
        self._parts: list[_Part] = []
        self._start = {control.name: control.start for control in controls}
        self._panels = [self._panel(i, panel) for i, panel in enumerate(panels)]
        self._said = [
            _Part(f"said-{name}", "text", table.by, self._texts(name, table.texts, table.by))
            for name, table in tables.items()
        ]

    def at(self, **state: int) -> list[str]:
        """The sentences for the given stops of the controls; the others stand at their start."""
        where = self._where(state)
        values = {part.to.removeprefix("said-"): part.at(where) for part in self._said}
        return [sentence.format(**values) for sentence in self.sentences]

    def drawn(self, **state: int) -> dict[str, str]:
        """All that moves: from an element's id and attribute to its value in this state."""
        where = self._where(state)
        return {f"{part.to} {part.set}": part.at(where) for part in self._moving}

    def _repr_mimebundle_(self, **asked: Any) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": "\n".join(self._words)}

    @cached_property
    def html(self) -> str:
        """The whole explorer: a still, the computed values, and the script that shows them."""
        tables: list[Any] = []  # marks may share their points
        parts = []
        for part in self._moving:
            values = (
                part.values.ravel().tolist()
                if part.texts
                else [_whole(axis.ravel()) for axis in part.values]
            )
            if values not in tables:
                tables.append(values)
            parts.append(
                {
                    "to": part.to,
                    "set": part.set,
                    "by": [self.names.index(name) for name in part.by],
                    "table": tables.index(values),
                    **({} if part.texts else {"size": part.values.shape[-1], "dots": part.dots}),
                }
            )
        labels = [list(control.labels) for control in self.controls]
        data = {"labels": labels, "parts": parts, "tables": tables, "drags": self._drags}
        return page_element("explorer.js", self._markup, data)

    @property
    def _words(self) -> list[str]:
        return [self.title, self.about, *self.at()]

    @property
    def _moving(self) -> list[_Part]:
        return [part for part in (*self._parts, *self._said) if part.by]

    @cached_property
    def _drags(self) -> dict[str, list[dict[str, Any]]]:
        """From the number of a panel to what dragging in it moves."""
        drags: dict[str, list[dict[str, Any]]] = {}
        titles = [panel.title for panel in self.panels]
        for k, control in enumerate(self.controls):
            if control.along is None:
                continue
            title, values = control.along
            panel = titles.index(title)
            places, _ = self.panels[panel].place(values, self.panels[panel].y.low)
            moved = {"control": k, "places": np.rint(places).astype(int).tolist()}
            drags.setdefault(str(panel), []).append(moved)
        return drags

    @property
    def _markup(self) -> str:
        said_now = {part.to: part.at(self._start) for part in self._said}
        sentences = "".join(
            f"<p>{_with_places(sentence, said_now)}</p>" for sentence in self.sentences
        )
        drawn = "".join(self._panels)
        columns = min(2, len(self.panels))
        return (
            f'<div class="explorer" role="group" aria-labelledby="title">'
            f'<p class="title" id="title">{_escape(self.title)}</p>'
            f'<p class="about">{_escape(self.about)}</p>'
            f'<div class="panels" style="--columns: {columns}">{drawn}</div>'
            f'<div class="controls" hidden>{"".join(map(self._control, range(len(self.names))))}'
            f'</div><div class="said" role="status">{sentences}</div></div>'
        )

    def _control(self, k: int) -> str:
        control = self.controls[k]
        name = _escape(control.shown)
        if control.choice:
            options = "".join(
                f'<option value="{i}"{" selected" if i == control.start else ""}>'
                f"{_escape(label)}</option>"
                for i, label in enumerate(control.labels)
            )
            select = f'<select data-control="{k}" autocomplete="off">{options}</select>'
            return f"<label>{name} {select}</label>"
        button = (
            f'<button type="button" data-play="{k}" aria-pressed="false">'
            f"{_escape(control.play)}</button>"
            if control.play
            else ""
        )
        now, last = _escape(control.labels[control.start]), len(control.labels) - 1
        if not last:
            return f'<p>{name}: <b>{now}</b><input type="range" data-control="{k}" hidden></p>'
        return (
            f'<div><label>{name}<span aria-hidden="true">: <b id="label-{k}">{now}</b></span>'
            f'<input type="range" data-control="{k}" min="0" max="{last}" value="{control.start}" '
            f'autocomplete="off" aria-valuetext="{now}"></label>{button}</div>'
        )

    def _panel(self, i: int, panel: Panel) -> str:
        clip = f"inside-{i}"
        left, bottom = (int(v) for v in panel.place(panel.x.low, panel.y.low))
        right, top = (int(v) for v in panel.place(panel.x.high, panel.y.high))
        body = [
            f'<clipPath id="{clip}"><rect x="{left - 60}" y="{top - 60}" '
            f'width="{right - left + 120}" height="{bottom - top + 120}"/></clipPath>',
            f'<path d="M{left},{top}V{bottom}H{right}" fill="none" stroke="{GREY}" '
            'stroke-width="10"/>',
        ]
        for value, text in panel.x.marked.items():
            x = int(panel.place(value, 0)[0])
            body.append(_text(text, x, bottom + 170, "tick"))
        for value, text in panel.y.marked.items():
            y = int(panel.place(0, value)[1])
            body.append(_line(left, y, right, y) + _text(text, left - 50, y + 45, "tick", "end"))
        middle = (left + right) // 2
        body.append(_text(panel.x.label, middle, panel.height - 70))
        body.append(_text(panel.y.label, 40, 150, anchor="start"))
        body.append(f'<g clip-path="url(#{clip})">')
        texts: list[str] = []
        for j, drawn in enumerate(panel.drawn):
            made = self._draw(panel, drawn, f"drawn-{i}-{j}")
            (texts if isinstance(drawn, Words) else body).append(made)
        body += ["</g>", *texts]
        drag = f' data-drag="{i}"' if str(i) in self._drags else ""
        keys = [mark for mark in panel.drawn if isinstance(mark, Mark) and mark.name]
        legend = "".join(f"<li>{_key(mark)}{_escape(mark.name)}</li>" for mark in keys)
        about = _("{title}. {y} against {x}.").format(
            title=panel.title, y=panel.y.label, x=panel.x.label
        )
        return (
            f'<div class="panel"><p>{_escape(panel.title)}</p>'
            f'<svg viewBox="0 0 {WIDTH} {panel.height}" role="img" '
            f'aria-label="{_escape(about)}"{drag}>{"".join(body)}</svg>'
            f"{f'<ul class=legend>{legend}</ul>' if legend else ''}</div>"
        )

    def _draw(self, panel: Panel, drawn: Mark | Words | Picture, to: str) -> str:
        if isinstance(drawn, Mark):
            dots = drawn.shape in ("dots", "specks", "squares")
            part = _Part(to, "d", drawn.by, self._points(panel, drawn), dots)
            self._parts.append(part)
            return f'<path id="{to}" d="{part.at(self._start)}" {_look(drawn)}/>'
        if isinstance(drawn, Words):
            shape = self._shape(drawn.by)
            x, y = (np.broadcast_to(np.asarray(v, float), shape) for v in (drawn.x, drawn.y))
            places = zip(*(axis.ravel() for axis in panel.place(x, y)), strict=True)
            moves = np.array([f"translate({a:.0f},{b:.0f})" for a, b in places], dtype=str)
            place = _Part(to, "transform", drawn.by, moves.reshape(shape))
            text = _Part(to, "text", drawn.by, self._texts(to, drawn.text, drawn.by))
            # what is the same in every state need not move
            changing = [part for part in (place, text) if np.unique(part.values).size > 1]
            self._parts += changing
            return (
                f'<text id="{to}" transform="{place.at(self._start)}" '
                f'text-anchor="{drawn.anchor}">{_escape(text.at(self._start))}</text>'
            )
        part = _Part(to, "href", drawn.by, self._texts(to, drawn.address, drawn.by))
        self._parts.append(part)
        x, y = panel.place([drawn.left, drawn.right], [drawn.top, drawn.bottom])
        return (
            f'<image id="{to}" href="{part.at(self._start)}" x="{x[0]:.0f}" y="{y[0]:.0f}" '
            f'width="{x[1] - x[0]:.0f}" height="{y[1] - y[0]:.0f}" '
            'style="image-rendering: pixelated"/>'
        )

    def _points(self, panel: Panel, mark: Mark) -> NDArray[Any]:
        """The mark's points for each state, in drawing units as they travel."""
        x, y = np.broadcast_arrays(np.asarray(mark.x, float), np.asarray(mark.y, float))
        self._require_shape(f"the points of {mark.name or mark.shape!r}", x.shape[:-1], mark.by)
        if mark.shape == "bars":
            x, y = _lifted(x, x), _lifted(np.full_like(y, max(0.0, panel.y.low)), y)
        places = np.clip(panel.place(x, y), -FAR, FAR) / STEP
        return np.where(np.isfinite(x + y), np.rint(places), np.nan) * STEP

    def _texts(self, name: str, texts: ArrayLike, by: tuple[str, ...]) -> NDArray[Any]:
        array = np.asarray(texts, dtype=str)
        self._require_shape(f"the texts of {name!r}", array.shape, by)
        return array

    def _shape(self, by: Sequence[str]) -> tuple[int, ...]:
        return tuple(len(self.controls[self.names.index(name)].labels) for name in by)

    def _require_shape(self, what: str, shape: tuple[int, ...], by: tuple[str, ...]) -> None:
        if shape != self._shape(by):
            raise ValueError(
                f"{what} must have shape {self._shape(by)}, one entry for each stop of "
                f"{by}, but got {shape}. Is an axis missing, or are they in another order?"
            )

    def _where(self, state: Mapping[str, int]) -> dict[str, int]:
        """The stops of all controls; in Python a control's name has _ for each space."""
        names = {name.replace(" ", "_"): name for name in self.names}
        names |= {name: name for name in self.names}
        if unknown := state.keys() - names.keys():
            raise ValueError(
                f"controls must be of {self.names}, but got {sorted(unknown)}. Is one misspelt?"
            )
        given = {names[key]: stop for key, stop in state.items()}
        for name, stop in given.items():
            stops = len(self.controls[self.names.index(name)].labels)
            if not 0 <= stop < stops:
                raise ValueError(
                    f"{name!r} must be from 0 to {stops - 1}, but got {stop}. "
                    "It is the number of a stop, not its value."
                )
        return self._start | given


def page_element(script: str, markup: str, data: Any) -> str:
    """One explorer's HTML: markup in a shadow root, so that no style of a page reaches it.

    The script starts the elements of its own kind, which is its name without ".js".
    """
    style, code = (read(name) for name in ("explorer.css", script))
    # "</" would end the element that holds the data
    packed = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return (
        f'<course-explorer data-kind="{script.removesuffix(".js")}" '
        'data-lm-suppress-shortcuts="true"><template shadowrootmode="open">'
        f"<style>{style}</style>{markup}</template>"
        f'<script type="application/json">{packed}</script></course-explorer>'
        f"<script>{code}</script>"
    )


def read(name: str) -> str:
    return (files("course_lib.explorers") / name).read_text(encoding="utf-8")


def _lifted(first: NDArray[Any], second: NDArray[Any]) -> NDArray[Any]:
    """first, second, NaN for each point in turn: short lines with the pen lifted between."""
    return np.stack([first, second, np.full_like(first, np.nan)], axis=-1).reshape(
        *first.shape[:-1], -1
    )


def _whole(values: NDArray[Any]) -> list[int | None]:
    """Drawing units as they travel, None for NaN."""
    return [None if np.isnan(value) else int(value) // STEP for value in values]


def _path(xs: NDArray[Any], ys: NDArray[Any], dots: bool) -> str:
    pen, d = "M", []
    for x, y in zip(xs, ys, strict=True):
        if np.isnan(x):
            pen = "M"
        elif dots:
            d.append(f"M{x:.0f},{y:.0f}h0")
        else:
            d.append(f"{pen}{x:.0f},{y:.0f}")
            pen = "L"
    return "".join(d)


def _escape(text: str) -> str:
    return html.escape(text, quote=True)


def _with_places(sentence: str, now: Mapping[str, str]) -> str:
    """A template as HTML: each name in it becomes an element that holds its present text."""
    made = []
    for text, name, *_format in Formatter().parse(sentence):
        made.append(_escape(text))
        if name is not None:
            to, tag = f"said-{name}", "span" if sentence == f"{{{name}}}" else "b"
            made.append(f'<{tag} id="{to}">{_escape(now[to])}</{tag}>')
    return "".join(made)


def _look(mark: Mark) -> str:
    look = {"stroke": mark.colour, "fill": mark.colour, **SHAPES[mark.shape]}
    if mark.dash:
        look["stroke-dasharray"] = DASHES[mark.dash]
    return " ".join(f'{name}="{value}"' for name, value in look.items())


def _key(mark: Mark) -> str:
    """A small sample of a mark, for the legend."""
    shown = {"dots": "M140,60h0", "squares": "M140,60h0", "area": "M20,10H260V110H20z"}
    d = shown.get(mark.shape, "M10,60H270")
    return f'<svg viewBox="0 0 280 120" aria-hidden="true"><path d="{d}" {_look(mark)}/></svg>'


def _text(text: str, x: int, y: int, kind: str = "", anchor: str = "middle") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}"{named}>{_escape(text)}</text>'


def _line(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<path d="M{x1},{y1}L{x2},{y2}" stroke="#e3e3e3" stroke-width="8"/>'
