"""Make what the explorers of chapter 4 show without training: two files in course_lib/data/.

    python tools/record_runs.py

`learning-rates.json` holds one training run on the bundled sample for each learning rate.
`digit-reader.npz` holds the network that reads what is drawn, trained on all of MNIST, or on the
sample where that cannot be had: the line that is printed says which. Seeds are fixed, so the same
machine makes the same files.
"""

import json
import os
from pathlib import Path

# The last digits depend on the number of threads.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

from course_lib import MLP, GradientDescent, Momentum, accuracy, load_mnist, mnist, train
from course_lib.explorers._draw_digit import READER, packed, save, unpacked
from course_lib.explorers._handwritten_digits import MEASURES, RUNS
from course_lib.network import History

DATA = Path(mnist.__file__).parent / "data"
RATES = (0.0001, 0.001, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 100.0)
EPOCHS = 10


def run(rate: float, epochs: int = EPOCHS) -> History:
    """The run that chapter 4 makes at this rate; where the numbers overflow it ends with NaN."""
    sample, network = load_mnist(source="sample"), MLP((784, 64, 10), np.random.default_rng(0))
    kept = [History()]  # `train` hands over one and the same history after each epoch
    try:
        optimizer, rng = GradientDescent(rate), np.random.default_rng(1)
        train(network, sample, optimizer, epochs, 50, rng, on_epoch=kept.append)
    except FloatingPointError:
        for name in MEASURES:
            getattr(kept[-1], name).append(np.nan)
    return kept[-1]


def reader(digits: mnist.Mnist, epochs: int = 15, batch_size: int = 64) -> MLP:
    """A small network, trained on the training part alone.

    This part has none of the images that the sample keeps for validation and test.
    """
    updates = epochs * -(-len(digits.train[1]) // batch_size)
    rng = np.random.default_rng(0)
    network = MLP((784, 32, 10), rng, dtype=np.float32)
    # pixels that no digit touches learn nothing, and should say nothing
    network.weights[0][(digits.train[0] == 0).all(axis=0)] = 0
    optimizer = Momentum(learning_rate=lambda step: 0.1 * (1 - step / updates))
    train(network, digits, optimizer, epochs, batch_size, rng)
    return network


def main() -> None:
    runs = {f"{rate:g}": vars(run(rate)) for rate in RATES}
    rounded = {
        rate: {name: [float(f"{v:.6g}") for v in values] for name, values in history.items()}
        for rate, history in runs.items()
    }
    (DATA / RUNS).write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")

    digits = load_mnist()
    layers = packed(reader(digits))
    save(layers, DATA / READER)
    images, labels = load_mnist(source="sample").test
    share = accuracy(unpacked(layers).logits(images), labels)
    print(f"{READER}: trained on {digits!r}; right on {share:.4f} of the sample's test part")
    for name in (RUNS, READER):
        print(name, (DATA / name).stat().st_size, "bytes")


if __name__ == "__main__":
    main()
