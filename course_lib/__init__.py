"""The companion package of the course: small enough to read, exact enough to trust.

Read it in this order; each module uses only those above it:

1. `functions`: sigmoid, softplus, softmax, log-softmax, one-hot rows, accuracy
2. `losses`: each loss beside its gradient
3. `likelihood`: the log of how probable a model thought what happened
4. `gradients`: slopes from values alone
5. `optimizers`: gradient descent, momentum, Adam
6. `network`: a network and the loop that trains it
7. `mnist`: handwritten digits, found, checked and read
8. `language`: in which language checks, hints and figures speak
9. `plots`: the figures of the chapters (needs matplotlib; import it by name)
10. `explorers`: figures that the reader moves (needs matplotlib; import it by name)
11. `exercises`: checks of a reader's answers

Importing the package loads NumPy and nothing heavier.
"""

from course_lib.functions import accuracy, log_softmax, one_hot, sigmoid, softmax, softplus
from course_lib.gradients import numerical_gradient
from course_lib.language import use_language
from course_lib.likelihood import (
    bernoulli_log_likelihood,
    categorical_log_likelihood,
    gaussian_log_likelihood,
    laplace_log_likelihood,
)
from course_lib.losses import (
    LOSSES,
    absolute_error,
    absolute_error_grad,
    binary_cross_entropy,
    binary_cross_entropy_grad,
    cross_entropy,
    cross_entropy_grad,
    half_squared_error,
    half_squared_error_grad,
    huber,
    huber_grad,
    sigmoid_cross_entropy,
    sigmoid_cross_entropy_grad,
    softmax_cross_entropy,
    softmax_cross_entropy_and_grad,
    softmax_cross_entropy_grad,
    squared_error,
    squared_error_grad,
)
from course_lib.mnist import Mnist, load_mnist
from course_lib.network import MLP, History, minibatches, train
from course_lib.optimizers import Adam, GradientDescent, Momentum, descend

__all__ = [
    "LOSSES",
    "MLP",
    "Adam",
    "GradientDescent",
    "History",
    "Mnist",
    "Momentum",
    "absolute_error",
    "absolute_error_grad",
    "accuracy",
    "bernoulli_log_likelihood",
    "binary_cross_entropy",
    "binary_cross_entropy_grad",
    "categorical_log_likelihood",
    "cross_entropy",
    "cross_entropy_grad",
    "descend",
    "gaussian_log_likelihood",
    "half_squared_error",
    "half_squared_error_grad",
    "huber",
    "huber_grad",
    "laplace_log_likelihood",
    "load_mnist",
    "log_softmax",
    "minibatches",
    "numerical_gradient",
    "one_hot",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sigmoid_cross_entropy_grad",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_and_grad",
    "softmax_cross_entropy_grad",
    "softplus",
    "squared_error",
    "squared_error_grad",
    "train",
    "use_language",
]
