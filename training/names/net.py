"""A small network for yes or no, taught in seconds."""

import numpy as np
import torch

from fabula.models.head import Head

HIDDEN, EPOCHS, DECAY, RATE, DROP = 16, 20, 0.1, 3e-3, 0.3  # by cross-validation over the practice stories


def fit(rows: np.ndarray, labels: np.ndarray, networks: int = 4, weights: np.ndarray | None = None) -> Head:
    """Networks that give log odds of ``labels`` from ``rows``; each from another start."""
    torch.set_num_threads(1)
    mean, scale = rows.mean(0), rows.std(0) + 1e-3
    x = torch.tensor(np.clip((rows - mean) / scale, -5, 5), dtype=torch.float32)
    y = torch.tensor(labels, dtype=torch.float32)
    w = torch.ones(len(y)) if weights is None else torch.tensor(weights, dtype=torch.float32)
    return averaged(mean, scale, [_one(x, y, w, seed) for seed in range(networks)])


def averaged(mean: np.ndarray, scale: np.ndarray, layers: list[list[np.ndarray]]) -> Head:
    """Networks of `network` side by side: the parameters of each, and what its rows were standardised by."""
    stacked = [np.stack([p[k] for p in layers]).astype(np.float32) for k in range(6)]
    return Head(mean.astype(np.float32), scale.astype(np.float32), *stacked)


def network(features: int, hidden: int, drop: float) -> torch.nn.Sequential:
    """What a `Head` holds, to be taught: two hidden layers and one answer."""
    return torch.nn.Sequential(
        torch.nn.Linear(features, hidden),
        torch.nn.ReLU(),
        torch.nn.Dropout(drop),
        torch.nn.Linear(hidden, hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(hidden, 1),
    )


def _one(x: torch.Tensor, y: torch.Tensor, w: torch.Tensor, seed: int) -> list[np.ndarray]:
    torch.manual_seed(seed)
    order = torch.Generator().manual_seed(seed)
    net = network(x.shape[1], HIDDEN, DROP)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    size = min(128, max(16, len(y) // 20))
    steps = EPOCHS * -(-len(y) // size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=RATE, total_steps=steps + 1)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(y), generator=order).split(size):
            loss = torch.nn.functional.binary_cross_entropy_with_logits(net(x[batch])[:, 0], y[batch], weight=w[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return [p.detach().numpy() for p in net.parameters()]
