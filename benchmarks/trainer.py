"""The trainer beside PyTorch and scikit-learn: the same data, weights and order of batches.

    python -m benchmarks.trainer THREADS [--quick]

Writes what it measured to standard output, as JSON. Started by `benchmarks.__main__`, which sets
the number of threads before NumPy and PyTorch are imported. A rival that is not installed is left
out. `--quick` takes the sample and few steps, for the tests.
"""

import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from benchmarks.clock import interleaved, progress, report
from course_lib import MLP, Adam, Momentum, accuracy, load_mnist, network, train
from course_lib.losses import _softmax_cross_entropy_and_grad

try:
    import torch
    import torch.nn.functional as F
except ImportError:
    torch = None
try:
    import sklearn
    from sklearn.neural_network import MLPClassifier
except ImportError:
    sklearn = None

BATCH = 64
RATES = {"SGD": 0.1, "Adam": 1e-3}
MOMENTUM, BETA_1, BETA_2, EPSILON = 0.9, 0.9, 0.999, 1e-8
SMALL, LARGE = (784, 128, 10), (784, 1000, 1000, 10)
RECIPE_EPOCHS = 8


@dataclass(frozen=True)
class Task:
    """What every contestant is given: the start, the data and the way to walk."""

    sizes: tuple[int, ...]
    optimizer: str
    x: np.ndarray
    labels: np.ndarray
    theta: np.ndarray
    rate: float | Callable[[int], float]

    def network(self) -> MLP:
        own = MLP(self.sizes, np.random.default_rng(0), self.theta.dtype)
        own.theta[...] = self.theta
        return own


@dataclass(frozen=True)
class Contestant:
    """`steps` takes one step for each batch of row numbers; `theta` is where they led to.

    `measure` gives loss and accuracy on the pairs (x, labels), as `train` does after an epoch.
    """

    steps: Callable[[Sequence[np.ndarray]], object]
    theta: Callable[[], np.ndarray]
    measure: Callable[[Sequence[tuple]], object] | None = None


# The contestants


def fast(task: Task) -> Contestant:
    """What `course_lib.train` does, without its measurements."""
    own = task.network()
    optimizer = {"SGD": Momentum, "Adam": Adam}[task.optimizer](task.rate)
    gradient_of, x_and_ones = {}, network._with_ones(task.x)

    def steps(batches):
        for batch in batches:
            n = len(batch)
            if n not in gradient_of:
                gradient_of[n] = network._gradient_in_place(own, x_and_ones, task.labels, n)
            optimizer.step(own.theta, gradient_of[n](batch))

    return Contestant(steps, lambda: own.theta)


def textbook_sgd(rate, theta):
    velocity = np.zeros_like(theta)

    def step(t, gradient):
        nonlocal velocity
        velocity = MOMENTUM * velocity - rate(t) * gradient
        return theta.__iadd__(velocity)

    return step


def textbook_adam(rate, theta):
    mean, square = np.zeros_like(theta), np.zeros_like(theta)

    def step(t, gradient):
        nonlocal mean, square
        mean = BETA_1 * mean + (1 - BETA_1) * gradient
        square = BETA_2 * square + (1 - BETA_2) * gradient**2
        corrected = mean / (1 - BETA_1 ** (t + 1)), square / (1 - BETA_2 ** (t + 1))
        return theta.__isub__(rate(t) * corrected[0] / (np.sqrt(corrected[1]) + EPSILON))

    return step


def textbook(task: Task) -> Contestant:
    """The equations as chapter 4 writes them, a new array for each result."""
    own, taken = task.network(), 0
    rate = task.rate if callable(task.rate) else lambda step: task.rate
    step = {"SGD": textbook_sgd, "Adam": textbook_adam}[task.optimizer](rate, own.theta)

    def steps(batches):
        nonlocal taken
        for batch in batches:
            _, gradient = own.loss_and_grad(task.x[batch], task.labels[batch])
            step(taken, gradient)
            taken += 1

    return Contestant(steps, lambda: own.theta)


def pytorch(task: Task, fused: bool) -> Contestant:
    """`index_select` is the fastest of PyTorch's ways to fetch a batch."""
    layers = []
    for weight, bias in zip(task.network().weights, task.network().biases, strict=True):
        linear = torch.nn.Linear(*weight.shape)
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(weight.T))
            linear.bias.copy_(torch.from_numpy(bias))
        layers += [linear, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    rate = task.rate if callable(task.rate) else None
    make = {
        "SGD": partial(torch.optim.SGD, momentum=MOMENTUM),
        "Adam": partial(torch.optim.Adam, betas=(BETA_1, BETA_2), eps=EPSILON),
    }[task.optimizer]
    optimizer = make(model.parameters(), lr=rate(0) if rate else task.rate, fused=fused)
    x, labels, taken = torch.from_numpy(task.x), torch.from_numpy(task.labels), 0

    def steps(batches):
        nonlocal taken
        for batch in map(torch.from_numpy, batches):
            if rate:
                optimizer.param_groups[0]["lr"] = rate(taken)
            optimizer.zero_grad()
            loss = F.cross_entropy(model(x.index_select(0, batch)), labels.index_select(0, batch))
            loss.backward()
            optimizer.step()
            taken += 1

    def measure(parts):
        with torch.no_grad():
            for part_x, part_labels in parts:
                truth = torch.from_numpy(part_labels)
                logits = model(torch.from_numpy(part_x))
                F.cross_entropy(logits, truth).item()
                (logits.argmax(1) == truth).float().mean().item()

    def theta():
        parameters = (p.detach().numpy() for p in model.parameters())
        return np.concatenate([p.T.ravel() for p in parameters])

    return Contestant(steps, theta, measure)


def scikit_learn(task: Task) -> Contestant:
    """It draws its own weights and order, so that only its speed can be compared."""
    solvers = {
        "SGD": {"solver": "sgd", "momentum": MOMENTUM, "nesterovs_momentum": False},
        "Adam": {"solver": "adam"},
    }
    model = MLPClassifier(
        task.sizes[1:-1],
        batch_size=BATCH,
        alpha=0,
        learning_rate_init=task.rate,
        random_state=0,
        **solvers[task.optimizer],
    )
    classes = np.arange(task.sizes[-1])

    def steps(batches):
        n = sum(map(len, batches))
        with sklearn.config_context(assume_finite=True):
            for start in range(0, n, len(task.x)):
                part = slice(n - start)
                model.partial_fit(task.x[part], task.labels[part], classes=classes)

    return Contestant(steps, lambda: None)


OURS, TEXTBOOK = "course_lib", "textbook NumPy"
EAGER, FUSED, SCIKIT = "PyTorch, eager", "PyTorch, fused", "scikit-learn"
CONTESTANTS: dict[str, Callable[[Task], Contestant]] = {
    OURS: fast,
    TEXTBOOK: textbook,
    **(
        {EAGER: partial(pytorch, fused=False), FUSED: partial(pytorch, fused=True)} if torch else {}
    ),
    **({SCIKIT: scikit_learn} if sklearn else {}),
}
SAME_STEPS = [name for name in CONTESTANTS if name != SCIKIT]


# What is measured


def make_task(data, sizes=SMALL, optimizer="SGD", rate=None, seed=1) -> Task:
    theta = MLP(sizes, np.random.default_rng(seed), np.float32).theta
    return Task(sizes, optimizer, *data.train, theta, rate or RATES[optimizer])


def batches_of(task: Task, count: int, rng: np.random.Generator) -> list[np.ndarray]:
    """Row numbers of `count` whole batches, epoch after epoch."""
    found: list[np.ndarray] = []
    while len(found) < count:
        order = rng.permutation(len(task.x))
        found += [order[i : i + BATCH] for i in range(0, len(order) - BATCH + 1, BATCH)]
    return found[:count]


def rates(task: Task, steps: int, rounds: int) -> dict:
    """The time that each contestant takes for the same batches, new ones in each round."""
    batches = batches_of(task, steps * (rounds + 1), np.random.default_rng(2))
    rows = [batches[i : i + steps] for i in range(0, len(batches), steps)]

    def round_after_round(name):
        contestant, ahead = CONTESTANTS[name](task), iter(rows)
        return lambda: contestant.steps(next(ahead))

    running = {name: round_after_round(name) for name in CONTESTANTS}
    return {"samples": BATCH * steps, "times": interleaved(running, rounds)}


def shares(task: Task, steps: int, rounds: int) -> dict:
    """The time of a step, and of its parts alone, on arrays of the same shapes."""
    batches = batches_of(task, steps * (rounds + 1), np.random.default_rng(2))
    ahead = iter([batches[i : i + steps] for i in range(0, len(batches), steps)])
    contestant, own = fast(task), task.network()
    optimizer = {"SGD": Momentum, "Adam": Adam}[task.optimizer](task.rate)
    layers = [np.ones((BATCH, width), np.float32) for width in task.sizes]
    slopes = [np.ones((BATCH, width), np.float32) for width in task.sizes]
    gradient = np.zeros_like(own.theta)
    weight_grads = own._views(gradient)[0]
    weights = own.weights

    def products(_):
        for i, weight in enumerate(weights):
            np.matmul(layers[i], weight, out=layers[i + 1])
        for i in reversed(range(len(weights))):
            np.matmul(layers[i].T, slopes[i + 1], out=weight_grads[i])
            if i > 0:
                np.matmul(slopes[i + 1], weights[i].T, out=slopes[i])

    def fetch(batch):
        task.x.take(batch, axis=0, out=layers[0], mode="clip")

    still = np.zeros_like(own.theta)
    parts = {
        "matrix products": products,
        "the batch, fetched": fetch,
        "loss and its slope": lambda batch: _softmax_cross_entropy_and_grad(
            slopes[-1], task.labels[batch]
        ),
        "the optimizer": lambda _: optimizer.step(own.theta, still),
    }
    running = {
        "whole step": lambda: contestant.steps(next(ahead)),
        **{name: partial(repeat, part, batches[:steps]) for name, part in parts.items()},
    }
    flops = 2 * BATCH * sum(3 * a * b for a, b in zip(task.sizes, task.sizes[1:], strict=False))
    flops -= 2 * BATCH * task.sizes[0] * task.sizes[1]  # no slope goes into the images
    return {"steps": steps, "flops": flops, "times": interleaved(running, rounds)}


def repeat(part, batches):
    for batch in batches:
        part(batch)


def distances(data, optimizer: str, steps: int, starts: int, sizes=SMALL) -> dict[str, list[float]]:
    """How far from `course_lib` each other's weights end, as a share of the way that they went.

    One number for each start: where a sum is within rounding of the kink of ReLU, two programs may
    take different sides of it, and a median passes over that.
    """
    found: dict[str, list[float]] = {name: [] for name in SAME_STEPS if name != OURS}
    for seed in range(starts):
        task = make_task(data, sizes, optimizer, seed=seed)
        batches = batches_of(task, steps, np.random.default_rng(seed))
        ends = {}
        for name in SAME_STEPS:
            contestant = CONTESTANTS[name](task)
            contestant.steps(batches)
            ends[name] = contestant.theta().astype(np.float64)
        way = np.linalg.norm(ends[OURS] - task.theta)
        for name, apart in found.items():
            apart.append(float(np.linalg.norm(ends[name] - ends[OURS]) / way))
    return found


def memory(task: Task, steps: int) -> int:
    """By how many bytes the traced peak grows over some steps after the first."""
    first, *others = batches_of(task, steps + 1, np.random.default_rng(4))
    contestant = fast(task)
    tracemalloc.start()
    try:
        contestant.steps([first])
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        contestant.steps(others)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def recipe(data, epochs: int, rounds: int) -> dict:
    """SGD at a rate that falls linearly to 0: seconds of the steps, and the accuracy on the test.

    And once more with loss and accuracy of both parts after each epoch, as `train` measures them.
    """
    per_epoch = -(-len(data.train[1]) // BATCH)
    rate = partial(falling, RATES["SGD"], epochs * per_epoch)
    task = make_task(data, rate=rate)
    parts = (data.train, data.validation)
    ends: dict[str, np.ndarray] = {}

    def order():
        rng = np.random.default_rng(5)
        for _ in range(epochs):
            rows = rng.permutation(len(task.x))
            yield [rows[i : i + BATCH] for i in range(0, len(rows), BATCH)]

    def walk(name, key, measured):
        contestant = CONTESTANTS[name](task)
        for batches in order():
            contestant.steps(batches)
            if measured:
                contestant.measure(parts)
        ends[key] = contestant.theta()

    def whole_train():
        own = task.network()
        rng = np.random.default_rng(5)
        train(own, data, Momentum(rate), epochs, BATCH, rng, on_epoch=lambda history: None)
        ends["train()"] = own.theta

    running = {name: partial(walk, name, name, False) for name in SAME_STEPS}
    running["train()"] = whole_train
    if torch:
        key = f"{EAGER}, measured"
        running[key] = partial(walk, EAGER, key, True)
    times = interleaved(running, rounds)
    scores = {}
    for key, theta in ends.items():
        scores[key] = accuracy(
            replace(task, theta=theta).network().logits(data.test[0]), data.test[1]
        )
    return {"epochs": epochs, "times": times, "accuracy": scores}


def falling(start: float, steps: int, step: int) -> float:
    return start * (1 - step / steps)


def measure(threads: int, quick: bool) -> dict:
    data = load_mnist(source="sample" if quick else "auto")
    steps, rounds = (40, 15) if quick else (200, 9)
    results: dict = {"threads": threads, "images": len(data.train[1]), "whole": data.whole}
    settings = [(SMALL, steps), *([] if quick else [(LARGE, 50 // threads)])]
    results |= {"rates": {}, "shares": {}, "distances": {}, "memory": {}}
    for sizes, count in settings:
        for optimizer in RATES:
            key = f"{'-'.join(map(str, sizes))} {optimizer}"
            progress(f"  {key}")
            task = make_task(data, sizes, optimizer)
            results["rates"][key] = rates(task, count, rounds)
            if threads == 1:
                results["shares"][key] = shares(task, count, rounds)
    if threads > 1:
        return results
    for optimizer in RATES:
        progress(f"  {optimizer}: weights after 100 steps, memory")
        task = make_task(data, optimizer=optimizer)
        results["distances"][optimizer] = distances(data, optimizer, 100, 1 if quick else 5)
        results["memory"][optimizer] = memory(task, 100)
    if data.whole:
        progress(f"  {RECIPE_EPOCHS} epochs of MNIST, five times each")
        results["recipe"] = recipe(data, RECIPE_EPOCHS, 5)
    return results


if __name__ == "__main__":
    report(measure, __doc__)
