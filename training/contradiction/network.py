"""The network: an encoder over two sentences at once, and one linear layer."""

import random
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import AutoModel

from fabula.models.contradiction import encode

LABELS = ("entailment", "neutral", "contradiction")
Batch = tuple[Tensor, Tensor, Tensor, list[str]]


class Contradiction(nn.Module):
    """``encoder`` is a folder with a BERT-like model."""

    def __init__(self, encoder: str) -> None:
        super().__init__()
        self.encoder: Any = AutoModel.from_pretrained(
            encoder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="sdpa"
        )
        d = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.1)
        self.out = nn.Sequential(nn.Linear(2 * d, d), nn.Tanh(), nn.Linear(d, len(LABELS)))

    def forward(self, ids: Tensor, types: Tensor, mask: Tensor) -> Tensor:
        """Scores (pairs, 3) from pieces (pairs, length)."""
        h = self.encoder(input_ids=ids, token_type_ids=types, attention_mask=mask).last_hidden_state
        m = mask[..., None].to(h.dtype)
        mean = (h * m).sum(1) / m.sum(1)
        return self.out(self.drop(torch.cat([h[:, 0], mean], -1)))


pieces = cache(encode)


def batches(rows: list[list[str]], size: int, rng: random.Random | None = None) -> Iterator[Batch]:
    """Batches of like lengths; shuffled, where there is chance."""
    order = list(range(len(rows)))
    if rng:
        rng.shuffle(order)
        pools = [order[k : k + size * 40] for k in range(0, len(order), size * 40)]
        parts = []
        for pool in pools:
            pool.sort(key=lambda k: len(rows[k][0]) + len(rows[k][1]))
            some = [pool[k : k + size] for k in range(0, len(pool), size)]
            rng.shuffle(some)
            parts += some
    else:
        parts = [order[k : k + size] for k in range(0, len(order), size)]
    for part in parts:
        found = [pieces(rows[k][0], rows[k][1]) for k in part]
        n = max(len(i) for i, _ in found)
        ids, types, mask = (np.zeros((len(part), n), np.int64) for _ in range(3))
        for k, (i, t) in enumerate(found):
            ids[k, : len(i)], types[k, : len(i)], mask[k, : len(i)] = i, t, 1
        yield torch.from_numpy(ids), torch.from_numpy(types), torch.from_numpy(mask), [rows[k][2] for k in part]
