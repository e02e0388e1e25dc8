"""Classifiers that anybody could train: nearest centroid, multinomial logistic regression, naive Bayes on words."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize
from scipy.special import log_softmax, softmax

from arena.rules.ratings.tally import Matrix

Predict = Callable[[Matrix], np.ndarray]
RIDGE = 1e-3


def nearest_centroid(x: Matrix, y: np.ndarray) -> Predict:
    """By the distance to each class's mean, every feature in its own standard deviations. `x`: (n, k), `y`: (n,)."""
    centre, scale = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    means = np.array([((x[y == label] - centre) / scale).mean(axis=0) for label in range(y.max() + 1)])

    def predict(new: Matrix) -> np.ndarray:
        return ((((new - centre) / scale)[:, None, :] - means[None]) ** 2).sum(axis=2).argmin(axis=1)

    return predict


def logistic(x: Matrix, y: np.ndarray) -> Predict:
    """Maximum likelihood with a little ridge, on standardised features and their squares."""
    centre, scale = x.mean(axis=0), np.where(x.std(axis=0) > 0, x.std(axis=0), 1.0)
    classes = int(y.max()) + 1

    def design(raw: Matrix) -> Matrix:
        z = np.clip((raw - centre) / scale, -5, 5)
        return np.hstack([np.ones((len(z), 1)), z, z**2])

    seen, wanted = design(x), np.eye(classes)[y]

    def loss(flat: Matrix) -> tuple[float, Matrix]:
        weights = flat.reshape(seen.shape[1], classes)
        scores = seen @ weights
        gradient = seen.T @ (softmax(scores, axis=1) - wanted) / len(y) + RIDGE * weights
        value = -(wanted * log_softmax(scores, axis=1)).sum() / len(y) + RIDGE / 2 * (weights**2).sum()
        return value, gradient.ravel()

    found = minimize(loss, np.zeros(seen.shape[1] * classes), jac=True, method="L-BFGS-B", options={"maxiter": 500})
    weights = found.x.reshape(seen.shape[1], classes)

    def predict(new: Matrix) -> np.ndarray:
        return np.asarray((design(new) @ weights).argmax(axis=1))

    return predict


def naive_bayes(counts: Matrix, y: np.ndarray) -> Predict:
    """Multinomial, with one added to every count. `counts`: (n, words)."""
    totals = np.array([counts[y == label].sum(axis=0) for label in range(int(y.max()) + 1)]) + 1
    weights = np.log(totals / totals.sum(axis=1, keepdims=True))

    def predict(new: Matrix) -> np.ndarray:
        return np.asarray((new @ weights.T).argmax(axis=1))

    return predict


def accuracy(predict: Predict, x: Matrix, y: np.ndarray) -> float:
    """Share of right answers."""
    return float((predict(x) == y).mean())
