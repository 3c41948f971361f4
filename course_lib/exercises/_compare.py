"""Equal up to rounding, and how values are shown."""

import math
from typing import Any

import numpy as np

from course_lib.exercises._run import Other, array_text, shorten
from course_lib.language import _

# A result computed in float32 is right; the catalogue's mistakes are further away than this.
RELATIVE = 1e-5
ABSOLUTE = 1e-6
ENTRIES = 6  # of an array that are shown


def close(got: Any, wanted: Any, tolerance: float = RELATIVE) -> Any:
    """Where two arrays of one shape agree, rounding apart."""
    size = np.abs(wanted)
    finite = size[np.isfinite(size)]
    scale = _scale(float(finite.max(initial=0.0)))
    with np.errstate(invalid="ignore"):
        near = np.abs(got - wanted) <= tolerance * size + ABSOLUTE * scale
    # an infinite difference is within an infinite margin, but 1 is not close to inf
    near &= np.isfinite(size) & np.isfinite(got)
    return near | (got == wanted) | (np.isnan(got) & np.isnan(wanted))


def _close_numbers(got: float, wanted: float, tolerance: float, loose: bool) -> bool:
    """`close` of two numbers, in a tenth of the time."""
    if not (math.isfinite(got) and math.isfinite(wanted)):
        both_not = not math.isfinite(got) and not math.isfinite(wanted)
        return (loose and both_not) or got == wanted or (got != got and wanted != wanted)
    size = abs(wanted)
    return abs(got - wanted) <= tolerance * size + ABSOLUTE * _scale(size)


def _scale(largest: float) -> float:
    """What the absolute margin is measured by: 1 where the right result is 0."""
    return max(min(largest, 1.0), 1e-9) if largest else 1.0


def same(got: Any, wanted: Any, tolerance: float = RELATIVE, loose: bool = False) -> bool:
    """Whether two values agree; where `loose`, any nan or infinity agrees with any other."""
    if isinstance(wanted, tuple):
        return (
            isinstance(got, tuple)
            and len(got) == len(wanted)
            and all(same(a, b, tolerance, loose) for a, b in zip(got, wanted, strict=True))
        )
    if isinstance(wanted, dict):
        return (
            isinstance(got, dict)
            and got.keys() == wanted.keys()
            and all(same(got[name], wanted[name], tolerance, loose) for name in wanted)
        )
    if isinstance(wanted, np.ndarray):
        if not isinstance(got, np.ndarray) or got.shape != wanted.shape:
            return False
        if not wanted.ndim:
            return _close_numbers(float(got), float(wanted), tolerance, loose)
        agree = close(got, wanted, tolerance)
        if loose:
            agree |= ~np.isfinite(got) & ~np.isfinite(wanted)
        return bool(agree.all())
    return bool(type(got) is type(wanted) and got == wanted)


def show(value: Any, digits: int = 6) -> str:
    """A value as a reader would write it: short, without memory addresses."""
    if value is None:
        return _("nothing")
    if isinstance(value, Other):
        return _(value.text)
    if isinstance(value, np.random.Generator):
        return "rng"
    if isinstance(value, tuple):
        return f"({', '.join(show(part, digits) for part in value)})"
    if isinstance(value, dict):
        return ", ".join(f"{_(name)} {show(part, digits)}" for name, part in value.items())
    if callable(value):
        return shorten(getattr(value, "__name__", _("a function")))
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        return shorten(value)
    if array.ndim:
        if array.size > 2 * ENTRIES:
            return array_text(array)
        return f"[{', '.join(show(part, digits) for part in array)}]"
    return f"{float(array) + 0.0:.{digits}g}"


def shape_text(value: Any) -> str:
    return array_text(value) if value.shape else _("a single number")


def difference(got: Any, wanted: Any, tolerance: float = RELATIVE) -> tuple[str, str]:
    """Both values as text; of large arrays their shapes, or the first entry that differs."""
    if isinstance(wanted, dict) and isinstance(got, dict):
        name = next((n for n in wanted if not same(got.get(n), wanted[n], tolerance)), None)
        if name is not None:
            left, right = difference(got.get(name), wanted[name], tolerance)
            if {left, right} == {"0", "1"} and not name.startswith(("number", "share")):
                left, right = ((_("no"), _("yes"))[int(text)] for text in (left, right))
            return _("{name}: {value}").format(name=_(name), value=left), right
    if isinstance(got, np.ndarray) and isinstance(wanted, np.ndarray):
        if got.shape != wanted.shape and max(got.size, wanted.size) > ENTRIES:
            return shape_text(got), shape_text(wanted)
        if wanted.size > ENTRIES and got.shape == wanted.shape:
            wrong = np.argwhere(~close(got, wanted, tolerance))
            if len(wrong):
                place = tuple(int(i) for i in wrong[0])
                left, right = difference(got[place], wanted[place], tolerance)
                return _("{value} at {place}").format(value=left, place=list(place)), right
    texts = (show(got), show(wanted))
    return texts if texts[0] != texts[1] else (show(got, 12), show(wanted, 12))
