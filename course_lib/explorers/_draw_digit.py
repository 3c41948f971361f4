"""Draw a digit, and see what a network makes of it.

The one explorer that cannot be computed beforehand: `draw_digit.js` has a forward pass of its own,
which a test compares with `MLP.logits` on the same weights.
"""

import base64
import html
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from course_lib._checks import FloatArray
from course_lib.explorers._explorer import page_element, read, said
from course_lib.explorers._handwritten_digits import png_address
from course_lib.functions import softmax
from course_lib.language import N_, _
from course_lib.losses import softmax_cross_entropy
from course_lib.mnist import load_mnist
from course_lib.network import MLP

READER = "digit-reader.npz"  # made by tools/record_runs.py
START = 4  # the example that is there at first

TITLE = N_("Draw a digit")
ABOUT = N_(
    "Draw with the mouse, a pen or a finger. The bars show the probability of each digit while you "
    "draw. Choose which digit you mean, and watch its loss. As in MNIST, what you draw is moved to "
    "the middle and made as large as the other digits before the network reads it: the small "
    "picture shows how."
)
HOW = N_(
    "By keyboard: the arrow keys move the pen, Space or Enter draws a dot, Shift with an arrow key "
    "draws a line, Delete or Backspace erases."
)
PAD = N_("Paper to draw on")
CURSOR = (
    N_("The pen is at row {row}, column {column}, on paper."),
    N_("The pen is at row {row}, column {column}, on ink."),
)
EXAMPLE, OWN, MEANT, CLEAR = N_("Example"), N_("your own"), N_("Meant digit"), N_("Clear")
SEEN = N_("What the network reads")
MOVED = N_("The same digit, moved to the middle and made as large as those of MNIST.")
CAPTION, LOSS = N_("Probability of each digit"), N_("Loss for the meant digit")
SENTENCES = (
    N_("The network reads {read}, with probability {highest}."),
    N_("If {meant} is meant, the loss is {loss}."),
)


@dataclass(frozen=True)
class Layer:
    """A layer in small: the weights are ``scale * whole``, with whole numbers from -127 to 127."""

    whole: NDArray[np.int8]  # (inputs, outputs)
    scale: float
    biases: FloatArray


def packed(network: MLP) -> list[Layer]:
    """Each layer's weights as whole numbers times the layer's scale, rounded to the nearest."""
    layers = []
    for weights, biases in zip(network.weights, network.biases, strict=True):
        scale = float(abs(weights).max()) / 127 or 1.0
        whole = np.rint(weights / scale).astype(np.int8)
        layers.append(Layer(whole, scale, biases.astype(np.float32)))
    return layers


def unpacked(layers: Sequence[Layer]) -> MLP:
    """The network of exactly these weights, in float64."""
    sizes = [layers[0].whole.shape[0], *(layer.whole.shape[1] for layer in layers)]
    network = MLP(sizes, np.random.default_rng(0))
    for layer, weights, biases in zip(layers, network.weights, network.biases, strict=True):
        weights[:] = layer.scale * layer.whole
        biases[:] = layer.biases
    return network


def save(layers: Sequence[Layer], path: Any) -> None:
    arrays: dict[str, Any] = {
        f"{name}{i}": value for i, layer in enumerate(layers) for name, value in vars(layer).items()
    }
    np.savez_compressed(path, **arrays)


def load() -> list[Layer]:
    """The network that comes with the package, 784-32-10."""
    data = (files("course_lib") / "data" / READER).read_bytes()
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        return [
            Layer(arrays[f"whole{i}"], float(arrays[f"scale{i}"]), arrays[f"biases{i}"])
            for i in range(len(arrays) // 3)
        ]


@dataclass(frozen=True)
class DrawnDigit:
    """What `draw_digit` returns: paper to draw on, and the network that reads it."""

    layers: Sequence[Layer]

    @cached_property
    def network(self) -> MLP:
        """The network of the weights that the page has: whole numbers times a scale."""
        return unpacked(self.layers)

    def at(self, image: ArrayLike, meant: int) -> list[str]:
        """The sentences for an image of 784 pixels in its place, and the digit that is meant."""
        logits = self.network.logits(np.reshape(image, (1, -1)))
        (p,) = softmax(logits)
        (loss,) = softmax_cross_entropy(logits, [meant])
        values = {
            "read": str(p.argmax()),
            "highest": said(p.max(), ".4f"),
            "meant": str(meant),
            "loss": said(loss, ".4f"),
        }
        return [_(sentence).format(**values) for sentence in SENTENCES]

    @cached_property
    def html(self) -> str:
        """The paper with an example on it, the weights, and the script that reads it."""
        images = _examples()
        layers = [
            {
                "whole": base64.b64encode(layer.whole.tobytes()).decode(),
                "scale": layer.scale,
                "biases": layer.biases.tolist(),
            }
            for layer in self.layers
        ]
        data = {
            "layers": layers,
            "examples": [base64.b64encode(image.tobytes()).decode() for image in images],
            "sentences": [_(sentence) for sentence in SENTENCES],
            "cursor": [_(text) for text in CURSOR],
        }
        return page_element("draw_digit.js", self._markup(images[START] / 255), data)

    def _repr_mimebundle_(self, **asked: Any) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": f"{_(TITLE)}\n{_(ABOUT)}"}

    def _markup(self, image: FloatArray) -> str:
        logits = self.network.logits(image[np.newaxis])
        (p,), (loss,) = softmax(logits), softmax_cross_entropy(logits, [START])
        rows = "".join(
            f'<tr data-row="{digit}"{" class=meant" if digit == START else ""}>'
            f'<th scope="row">{digit}</th><td><i style="width: {value:.1%}"></i></td>'
            f"<td>{said(value, '.4f')}</td></tr>"
            for digit, value in enumerate(p)
        )
        sentences = "".join(f"<p>{html.escape(s)}</p>" for s in self.at(image, START))
        picture = png_address(image)
        return (
            f"<style>{read('draw_digit.css')}</style>"
            '<div class="explorer" role="group" aria-labelledby="title">'
            f'<p class="title" id="title">{_(TITLE)}</p><p class="about">{_(ABOUT)}</p>'
            f'<p class="about" id="how" hidden>{_(HOW)}</p>'
            '<div class="drawing"><div><div class="paper pad">'
            f'<img src="{picture}" alt="{_(EXAMPLE)}: {START}">'
            f'<canvas id="pad" width="28" height="28" hidden tabindex="0" role="application" '
            f'aria-label="{_(PAD)}" aria-describedby="how" data-drag></canvas>'
            "<span hidden></span></div>"
            f'<div class="seen"><div class="paper"><img src="{picture}" alt="{_(MOVED)}">'
            f'<canvas id="seen" width="28" height="28" hidden></canvas></div>{_(SEEN)}</div></div>'
            f"<table><caption>{_(CAPTION)}</caption><tbody>{rows}</tbody>"
            f'<tfoot><tr><th scope="row" colspan="2">{_(LOSS)}</th>'
            f'<td id="loss">{said(loss, ".4f")}</td></tr></tfoot></table></div>'
            f'<div class="controls" hidden>{_choice(_(EXAMPLE), "example", (_(OWN),))}'
            f'{_choice(_(MEANT), "meant", ())}<button type="button">{_(CLEAR)}</button></div>'
            f'<div class="said" role="status">{sentences}</div>'
            '<p class="about" id="cursor" aria-live="polite"></p></div>'
        )


def draw_digit(network: MLP | None = None) -> DrawnDigit:
    """Paper to draw a digit on, beside what a network reads there and what the loss would be.

    Args:
        network: an `MLP` with 784 inputs and 10 outputs, such as one that you have trained. If left
            out, a small one (784-32-10) that comes with the package: trained on 50,000 of MNIST's
            60,000 training images, it reads 97% of the sample's test part. The figure holds the
            weights as whole numbers from -127 to 127 times a scale for each layer.

    Returns:
        A figure. Its ``network`` has exactly the weights that it uses.

    Raises:
        TypeError, ValueError: if `network` is no `MLP`, or has other inputs or outputs.

    Example:
        >>> draw_digit().network.sizes
        (784, 32, 10)
    """
    if network is None:
        return DrawnDigit(load())
    if not isinstance(network, MLP):
        raise TypeError(
            f"network must be an MLP, but got {type(network).__name__}. "
            "Leave it out to use the one that comes with the package."
        )
    if (network.sizes[0], network.sizes[-1]) != (784, 10):
        raise ValueError(
            f"network must have 784 inputs and 10 outputs, but got the sizes {network.sizes}. "
            "The paper has 28 x 28 pixels."
        )
    return DrawnDigit(packed(network))


def _examples() -> NDArray[np.uint8]:
    """The first of each digit among images that the network has not learned from: (10, 784)."""
    images, labels = load_mnist(source="sample").validation
    first = [np.flatnonzero(labels == digit)[0] for digit in range(10)]
    return np.rint(255 * images[first]).astype(np.uint8)


def _choice(label: str, name: str, before: Sequence[str]) -> str:
    digits = "".join(
        f'<option value="{digit}"{" selected" if digit == START else ""}>{digit}</option>'
        for digit in range(10)
    )
    # the script chooses these: the reader cannot
    first = "".join(f'<option value="" disabled>{html.escape(text)}</option>' for text in before)
    return f'<label>{label} <select data-choice="{name}">{first}{digits}</select></label>'
