"""What several test files share: refusals, a terminal, distance from the exact value."""

import io
import re

import mpmath
import numpy as np
import pytest

mpmath.mp.dps = 50

FORM = re.compile(r"[][\w() ]+ must .+, but got .+\. [A-Z].*[.?]", re.DOTALL)


def assert_refused(call, error, *fragments):
    """`call` raises exactly `error`, with a message of the house form that holds `fragments`."""
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    assert caught.type is error
    assert FORM.fullmatch(message), message
    for fragment in fragments:
        assert fragment in message


class Terminal(io.StringIO):
    """A stderr that a person watches."""

    def isatty(self):
        return True


def exact(values):
    """The numbers of an array as mpmath numbers, without rounding."""
    return [mpmath.mpf(float(value)) for value in np.ravel(values)]


def units_in_the_last_place(got, truth):
    """How far each number of `got` is from the mpmath number in `truth`, in its own spacing."""
    spacing = np.spacing(np.abs(np.array([float(x) for x in truth]).astype(got.dtype)))
    pairs = zip(exact(got), truth, exact(spacing), strict=True)
    return np.array([float(abs(a - b) / unit) for a, b, unit in pairs]).reshape(got.shape)
