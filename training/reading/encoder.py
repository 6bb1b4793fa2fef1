"""A transformer encoder from published weights, BERT's layout (MiniLM) or MPNet's, as fast as torch trains it on a CPU.

What costs time is left out: dropout, so that attention stays in one fused call; gradients of the word embeddings, since
names mean nothing here; modules around each matrix. MPNet's relative position bias is computed once a batch and added
to the mask, without gradient.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import safe_open
from torch import Tensor, nn
from torch.nn import functional

BUCKETS, FAR = 32, 128  # MPNet's relative positions


class Layer(nn.Module):
    """One layer: attention, then two matrices, each added to its input and normalised."""

    def __init__(self, size: int, heads: int, inner: int, eps: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm = nn.LayerNorm(size, eps=eps)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=eps)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        """(windows, pieces, size) to the same."""
        w, n, size = x.shape
        q, k, v = self.qkv(x).view(w, n, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm(x + self.out(seen.transpose(1, 2).reshape(w, n, size)))
        return self.norm2(x + self.down(functional.gelu(self.up(x))))


class Encoder(nn.Module):
    """The first ``layers`` layers of a published encoder; ``relative`` says that it has MPNet's position bias."""

    def __init__(self, size: int, layers: int, heads: int, inner: int, words: int, places: int, relative: bool) -> None:
        super().__init__()
        eps = 1e-5 if relative else 1e-12
        self.words = nn.Embedding(words, size)
        self.words.weight.requires_grad_(False)
        self.places = nn.Embedding(places, size)
        self.norm = nn.LayerNorm(size, eps=eps)
        self.layers = nn.ModuleList(Layer(size, heads, inner, eps) for _ in range(layers))
        self.bias = nn.Embedding(BUCKETS, heads) if relative else None
        if self.bias is not None:
            self.bias.weight.requires_grad_(False)

    def forward(self, x: Tensor, length: Tensor | None) -> Tensor:
        """Vectors (windows, pieces, size) from summed embeddings without places.

        ``length`` int64 (windows,): pieces of each window; None where all are full.
        """
        n = x.shape[1]
        x = self.norm(x + self.places.weight[:n])
        dtype = torch.get_autocast_dtype(x.device.type) if torch.is_autocast_enabled(x.device.type) else x.dtype
        mask = None
        with torch.no_grad():
            if length is not None and int(length.min()) < n:
                mask = torch.zeros(len(length), 1, 1, n, dtype=dtype, device=x.device)
                mask.masked_fill_(torch.arange(n, device=x.device) >= length[:, None, None, None], -1e4)
            if self.bias is not None:
                bias = self.bias(_buckets(n, x.device)).permute(2, 0, 1)[None].to(dtype)
                mask = bias if mask is None else bias + mask
                mask = mask.expand(len(x), -1, -1, -1)
        for layer in self.layers:
            x = layer(x, mask)
        return x


def _buckets(n: int, device: torch.device) -> Tensor:
    """The number of each pair's relative position, int64 (n, n), as MPNet has them (after T5, Raffel et al. 2020)."""
    at = torch.arange(n, device=device)
    apart = at[:, None] - at[None, :]
    half = BUCKETS // 2
    side = (apart < 0).long() * half
    apart = apart.abs()
    exact = half // 2
    far = exact + (torch.log(apart.float().clamp(min=1) / exact) / math.log(FAR / exact) * (half - exact)).long()
    return side + torch.where(apart < exact, apart, far.clamp(max=half - 1))


def from_published(folder: Path, layers: int | None = None) -> Encoder:
    """The encoder in a folder with model.safetensors, all its layers or the first so many. Raises FileNotFoundError."""
    with safe_open(str(folder / "model.safetensors"), "np") as f:
        held = {k.removeprefix("bert.").removeprefix("mpnet."): f.get_tensor(k) for k in f.keys()}  # noqa: SIM118
    return from_arrays(held, layers)


def from_arrays(held: dict[str, np.ndarray], layers: int | None = None) -> Encoder:
    """The encoder of published arrays, by transformers' names for BERT or MPNet."""
    relative = "encoder.relative_attention_bias.weight" in held
    words, places = held["embeddings.word_embeddings.weight"], held["embeddings.position_embeddings.weight"]
    if relative:
        places = places[2:]  # MPNet counts places from 2, and its words are BERT's from 4 on, but for the special ones
        plain = words[4 : 4 + 30522].copy()
        plain[[101, 102, 103]] = words[[0, 2, len(words) - 1]]  # [CLS], [SEP], [MASK]
        words = plain
    else:
        places = places + held["embeddings.token_type_embeddings.weight"][0]
    n = layers or 1 + max(int(k.split(".")[2]) for k in held if k.startswith("encoder.layer."))
    size = words.shape[1]
    inner = len(held["encoder.layer.0.intermediate.dense.bias"])
    out = Encoder(size, n, 12, inner, len(words), len(places), relative)
    state: dict[str, Any] = {
        "words.weight": words,
        "places.weight": places,
        "norm.weight": held["embeddings.LayerNorm.weight"],
        "norm.bias": held["embeddings.LayerNorm.bias"],
    }
    if relative:
        state["bias.weight"] = held["encoder.relative_attention_bias.weight"]
    q, k, v, o, after = (
        ("attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o", "attention.LayerNorm")
        if relative
        else (
            "attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense",
            "attention.output.LayerNorm",
        )
    )  # fmt: skip
    for i in range(n):
        for what in ("weight", "bias"):
            at = f"encoder.layer.{i}."
            state[f"layers.{i}.qkv.{what}"] = np.concatenate([held[f"{at}{x}.{what}"] for x in (q, k, v)])
            for ours, theirs in (
                ("out", o), ("norm", after), ("up", "intermediate.dense"), ("down", "output.dense"),
                ("norm2", "output.LayerNorm"),
            ):  # fmt: skip
                state[f"layers.{i}.{ours}.{what}"] = held[f"{at}{theirs}.{what}"]
    out.load_state_dict({k: torch.from_numpy(np.array(x, np.float32)) for k, x in state.items()})
    return out
