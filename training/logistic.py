"""A logistic regression with a ridge, by Newton's method, and how well its scores rank."""

import numpy as np

RIDGE = 3.0


def fit(x: np.ndarray, y: np.ndarray, ridge: float = RIDGE) -> tuple[np.ndarray, float]:
    """Weights (signs,) and bias, from signs (rows, signs) and answers (rows,), 0 or 1."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    a = np.c_[(x - mean) / scale, np.ones(len(x))]
    penalty = np.diag([ridge] * x.shape[1] + [0.0])
    w = np.zeros(a.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-a @ w))
        w -= np.linalg.solve((a * (p * (1 - p))[:, None]).T @ a + penalty, a.T @ (p - y) + penalty @ w)
    own = w[:-1] / scale
    return own, float(w[-1] - own @ mean)


def area(z: np.ndarray, y: np.ndarray) -> float:
    """The area under the receiver operating characteristic."""
    rank = np.empty(len(z))
    rank[np.argsort(z)] = np.arange(len(z))
    good = y > 0
    return float((rank[good].mean() - rank[~good].mean()) / len(z) + 0.5)
