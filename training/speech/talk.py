"""What the speech heads learn from a novel: who says each turn, and to whom.

The rules' features weigh in beside the heads, as they will when the book is read, so that the heads learn what the
rules leave open.
"""

import pickle
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from fabula.resolution.speakers.features import UNKNOWN
from fabula.resolution.speakers.nearby import NONE
from fabula.resolution.speakers.weights import VECTOR

HELD = ("TheInvisibleMan", "TheGambler", "Persuasion", "ThePictureOfDorianGray")  # the speech heads never learn these
RULES = 0.5  # weight of the rules beside the heads: turn-taking is not in them, and the heads must learn something
ADDRESSEES = 0.5  # weight of addressees beside speakers
NOT_TOLD = -2.0  # what is said of a candidate as the one spoken to whom no mention near the turn means
_W = torch.tensor(VECTOR, dtype=torch.float32)

Row = dict[str, Any]  # a turn, as training/speech/prepare.py writes it


def load_talk(folder: Path) -> dict[str, list[Row]]:
    """The turns of each novel whose speaker is among the candidates."""
    out = {}
    for path in sorted(folder.glob("*.pkl")):
        with path.open("rb") as f:
            novel = pickle.load(f)
        out[novel["name"]] = [r for r in novel["turns"] if r["right"].any()]
    return out


class Goal(NamedTuple):
    """Of turns and their candidates (turns, candidates): what the rules say, who speaks, who is told, who may be."""

    rules: Tensor
    right: Tensor
    told: Tensor
    use: Tensor


def goal_of(rows: list[Row]) -> Goal:
    shape = (len(rows), max(len(r["who"]) for r in rows))
    out = Goal(torch.full(shape, -1e4), *(torch.zeros(shape) for _ in range(3)))
    for t, r in enumerate(rows):
        n = len(r["who"])
        known = torch.tensor([w != UNKNOWN for w in r["who"]])  # PDNC names everybody, so nobody teaches "nobody here"
        x = torch.from_numpy(r["x"])
        out.rules[t, :n] = torch.where(known, x @ _W[: x.shape[1]], -1e4)
        out.right[t, :n] = torch.from_numpy(r["right"].astype(np.float32))
        out.told[t, :n] = torch.from_numpy(r["told"].astype(np.float32))
        out.use[t, :n] = known.float() * (1 - out.right[t, :n])
    return out


def pooled(said: Tensor, cell: Tensor, shape: torch.Size) -> Tensor:
    """(turns, candidates, 2): the scores (mentions, 2) of each candidate's mentions, added up as probabilities are.

    ``cell`` says which candidate of which turn a mention is: turn * candidates + candidate.
    """
    n = shape.numel()
    place = cell[:, None].expand(-1, 2)
    top = torch.full((n, 2), -30.0).scatter_reduce(0, place, said.detach(), "amax")
    total = torch.zeros(n, 2).scatter_add(0, place, torch.exp(said - top.gather(0, place)))
    out = torch.where(total[:, :1] == 0, torch.tensor((NONE, NOT_TOLD)), top + torch.log(total.clamp(min=1e-9)))
    return out.reshape(*shape, 2)


def losses(scores: Tensor, goal: Goal) -> tuple[dict[str, Tensor], Tensor]:
    """What is wrong with scores (turns, candidates, 2), and which candidate of each turn they choose as its speaker."""
    total = scores[..., 0] + RULES * goal.rules
    log = torch.log_softmax(total, 1)
    gold = torch.logsumexp(log.masked_fill(goal.right == 0, -1e4), 1)
    told = functional.binary_cross_entropy_with_logits(scores[..., 1], goal.told, weight=goal.use, reduction="sum")
    return {"speaker": -gold.mean(), "addressee": ADDRESSEES * told / len(gold)}, total.argmax(1)
