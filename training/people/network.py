"""The network: one encoder, and heads for mentions, antecedents and events.

`fabula.models.people` runs the same arithmetic in numpy over the exported encoder; a test keeps the two together.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel

from fabula.models.pairs import FEATURES as PAIR_FEATURES
from fabula.models.pieces import FEATURES as PIECE_FEATURES

WIDEST = 30  # tokens of the longest mention: 99.7 % of those of LitBank's training set are not longer
HIDDEN = 160  # of the span and the pair scorer: small, since numpy computes it for every pair of a book
BILINEAR = 64


class Rounded(nn.Linear):
    """A linear layer that computes as its int8 export will, so that training makes up for the rounding.

    Activations to 8 bits over the range each window has, weights to 7 bits a row; gradients pass as if nothing had
    been rounded (Jacob et al. 2018).
    """

    def forward(self, x: Tensor) -> Tensor:
        with torch.no_grad():
            low, high = x.amin((1, 2), keepdim=True).clamp(max=0), x.amax((1, 2), keepdim=True).clamp(min=0)
            step = ((high - low) / 255).clamp(min=1e-8)
            zero = (-low / step).round()
            x_off = ((x / step).round() + zero).clamp(0, 255).sub(zero).mul(step) - x
            w_step = self.weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 63
            w_off = (self.weight / w_step).round() * w_step - self.weight
        return functional.linear(x + x_off, self.weight + w_off, self.bias)


class People(nn.Module):
    """Encoder and heads. ``encoder`` is a folder with a BERT-like model, or a ready module of one."""

    def __init__(self, encoder: str, dropout: float = 0.2) -> None:
        super().__init__()
        # dropout 0 in the encoder keeps torch on its fast attention; the heads have their own
        self.encoder = AutoModel.from_pretrained(
            encoder, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="sdpa"
        )
        d = self.encoder.config.hidden_size
        # what the uncased pieces cannot say; starts at nothing, so that the first step reads as the base model does
        self.extra = nn.ModuleList(nn.Embedding(n, d) for n in PIECE_FEATURES)
        for e in self.extra:
            nn.init.zeros_(e.weight)
        self.drop = nn.Dropout(dropout)
        self.start = nn.Linear(d, 1)
        self.end = nn.Linear(d, 1)
        self.span_first = nn.Linear(d, HIDDEN)
        self.span_last = nn.Linear(d, HIDDEN)
        self.span_width = nn.Embedding(WIDEST, HIDDEN)
        self.span_out = nn.Linear(HIDDEN, 10)  # a mention or not; six types; three forms
        self.event = nn.Sequential(nn.Linear(d, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 1))
        self.pair_anaphor = nn.Linear(3 * d, HIDDEN)
        self.pair_antecedent = nn.Linear(3 * d, HIDDEN)
        self.pair_left = nn.Linear(3 * d, BILINEAR)
        self.pair_right = nn.Linear(3 * d, BILINEAR)
        self.pair_features = nn.ModuleList(nn.Embedding(n, HIDDEN) for n in PAIR_FEATURES)
        self.pair_out = nn.Linear(HIDDEN, 1)
        self.new = nn.Sequential(nn.Linear(3 * d, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 1))
        for e in (*self.pair_features, self.span_width):
            nn.init.normal_(e.weight, std=0.02)
        for linear in (self.start, self.end):
            nn.init.constant_(linear.bias, -1.5)  # a fifth of all tokens open a mention
        nn.init.constant_(self.span_out.bias[:1], -3.0)

    def round(self) -> None:
        """From now on compute as the int8 export will."""
        for m in self.encoder.encoder.modules():
            if type(m) is nn.Linear:
                m.__class__ = Rounded

    def embed(self, ids: Tensor, features: Tensor) -> Tensor:
        """The input of the encoder, before positions and normalisation."""
        out = self.encoder.embeddings.word_embeddings(ids)
        for k, e in enumerate(self.extra):
            out = out + e(features[..., k])
        return out

    def read(self, ids: Tensor, features: Tensor, mask: Tensor) -> Tensor:
        """(windows, pieces) to (windows, pieces, size)."""
        out: Tensor = self.encoder(inputs_embeds=self.embed(ids, features), attention_mask=mask).last_hidden_state
        return out

    def spans(self, first: Tensor, last: Tensor, width: Tensor) -> Tensor:
        """Scores (spans, 10) from the projections of first and last tokens."""
        return self.span_out(self.drop(functional.relu(first + last + self.span_width(width))))

    def mention(self, h: Tensor, first: Tensor, last: Tensor, head: Tensor) -> Tensor:
        """Mentions (mentions, 3 * size) from tokens (tokens, size): first token, last and syntactic head."""
        return self.drop(torch.cat([h[first], h[last], h[head]], -1))

    def pairs(self, x: Tensor, i: Tensor, j: Tensor, features: Tensor) -> Tensor:
        """Antecedent scores (pairs,)."""
        hidden = self.pair_anaphor(x)[i] + self.pair_antecedent(x)[j]
        for k, e in enumerate(self.pair_features):
            hidden = hidden + e(features[:, k])
        left, right = self.pair_left(x), self.pair_right(x)
        bilinear = (left @ right.T)[i, j] / BILINEAR**0.5
        return self.pair_out(self.drop(functional.relu(hidden))).squeeze(-1) + bilinear


def stack(windows: list[tuple[Any, Any, Any]]) -> tuple[Tensor, Tensor, Tensor]:
    """Windows of `fabula.models.pieces.model_inputs`, padded to one batch: ids, features, mask."""
    longest = max(len(w[0]) for w in windows)
    ids = np.zeros((len(windows), longest), np.int64)
    features = np.zeros((len(windows), longest, len(PIECE_FEATURES)), np.int64)
    mask = np.zeros((len(windows), longest), np.int64)
    for k, (i, f, _) in enumerate(windows):
        ids[k, : len(i)], features[k, : len(i)], mask[k, : len(i)] = i, f, 1
    return torch.from_numpy(ids), torch.from_numpy(features), torch.from_numpy(mask)
