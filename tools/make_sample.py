"""Make course_lib/data/mnist-sample.npz, load_mnist's last resort, from all of MNIST.

Run `python tools/make_sample.py`, and put the sha256 that it prints into course_lib/mnist.py. No
chance is involved: the same images come out on every machine.
"""

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from course_lib import mnist

PER_DIGIT = {"train": 120, "validation": 40, "test": 40}


def choose(labels: NDArray[np.int64], per_digit: int) -> NDArray[np.int64]:
    """Indices of `per_digit` examples of each digit, evenly spread and in the order of the file.

    Spread, because different people wrote different parts of a file.
    """
    steps = np.arange(per_digit)
    of_digit = [np.flatnonzero(labels == digit) for digit in range(10)]
    return np.sort(
        np.concatenate([places[steps * len(places) // per_digit] for places in of_digit])
    )


def make_sample(digits: mnist.Mnist) -> dict[str, Any]:
    """Of each part the images (n, 28, 28), the labels (n,), and the place of each in its file."""
    arrays: dict[str, Any] = {}
    # The validation part of all of MNIST is the end of its training files.
    first = {"train": 0, "validation": len(digits.train[1]), "test": 0}
    for part, per_digit in PER_DIGIT.items():
        images, labels = getattr(digits, part)
        index = choose(labels, per_digit)
        arrays[f"{part}_images"] = np.rint(images[index] * 255).astype(np.uint8).reshape(-1, 28, 28)
        arrays[f"{part}_labels"] = labels[index].astype(np.uint8)
        arrays[f"{part}_index"] = (first[part] + index).astype(np.int32)
    return arrays


def main() -> None:
    digits = mnist.load_mnist()
    if not digits.whole:
        raise SystemExit("The sample is made from all of MNIST, which could not be loaded.")
    path = Path(mnist.__file__).parent / "data" / mnist.SAMPLE
    np.savez_compressed(path, **make_sample(digits))
    print(path.stat().st_size, "bytes, sha256", hashlib.sha256(path.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
