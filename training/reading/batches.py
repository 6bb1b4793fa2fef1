"""Stretches put together into one batch of tensors."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from windows import LENGTH, Stretch


class Batch(NamedTuple):
    """Some stretches. S stretches, R rows and P people at most in one; pieces, rows and mentions are numbered through.

    The fields are those of `Stretch`, and: ``rows`` bool (S, R) which are scored, ``row_at`` where each row stands in
    S * R, ``pair_cell`` where each pair stands in S * R * P, ``people`` float (S, P), ``turn_at`` (S, T), ``turn_in``
    (S, T). Labels are dense: (S, R) and (S, R, P).
    """

    ids: Tensor
    features: Tensor
    slot: Tensor
    form: Tensor
    gender: Tensor
    turn: Tensor
    length: Tensor
    edges: Tensor
    part_piece: Tensor
    part_row: Tensor
    part_count: Tensor
    men_piece: Tensor
    pair_row: Tensor
    pair_men: Tensor
    pair_cell: Tensor
    pair_place: Tensor
    pair_form: Tensor
    line: Tensor
    facts: Tensor
    row_facts: Tensor
    rows: Tensor
    row_at: Tensor
    people: Tensor
    turn_at: Tensor
    turn_in: Tensor
    speaks: Tensor
    known: Tensor
    told: Tensor
    heard: Tensor
    here: Tensor
    felt: Tensor
    opens: Tensor
    says: Tensor

    def to(self, device: str) -> "Batch":
        return Batch(*(x.to(device, non_blocking=True) for x in self))


def collate(stretches: list[Stretch]) -> Batch:
    """The batch of some stretches, padded to the longest window, the most rows and the most people."""
    s = len(stretches)
    r, p = max(len(x.rows) for x in stretches), max(max(len(x.people), 1) for x in stretches)
    t = max(max(len(x.turns), 1) for x in stretches)
    width = max(-(-int(x.length.max()) // 8) * 8 for x in stretches)
    windows = np.cumsum([0, *(len(x.length) for x in stretches)])
    row0 = np.cumsum([0, *(len(x.rows) for x in stretches)])
    men0 = np.cumsum([0, *(len(x.men_piece) for x in stretches)])
    nobody = int(windows[-1]) * width

    def piece(x: np.ndarray, k: int) -> np.ndarray:
        """A piece of a stretch among all pieces of the batch."""
        return np.where(x >= 0, (x // LENGTH + windows[k]) * width + x % LENGTH, nobody)

    def through(of: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(of)

    def dense(name: str, shape: tuple[int, ...], dtype: type, fill: float = 0) -> np.ndarray:
        out = np.full((s, *shape), fill, dtype)
        for k, x in enumerate(stretches):
            v = getattr(x, name)
            out[(k, *(slice(0, n) for n in v.shape))] = v
        return out

    rows = np.zeros((s, r), bool)
    people = np.zeros((s, p), np.float32)
    turn_at, turn_in = np.zeros((s, t), np.int64), np.zeros((s, t), np.float32)
    for k, x in enumerate(stretches):
        rows[k, : len(x.rows)] = True
        people[k, : len(x.people)] = 1
        turn_at[k, : len(x.turns)], turn_in[k, : len(x.turns)] = x.turns, 1
        # the rest point at a row of their own, and add nothing to it
    part_row = through([x.part_row + row0[k] for k, x in enumerate(stretches)])
    line = np.full((int(row0[-1]), p), nobody)
    row_facts = through([x.row_facts for x in stretches])
    for k, x in enumerate(stretches):
        line[row0[k] : row0[k + 1], : x.line.shape[1]] = piece(x.line, k)
    felt = [np.concatenate((np.full((len(x.felt), 1), k), x.felt), 1) for k, x in enumerate(stretches)]
    known = dense("speaker_known", (r,), np.int64)
    for k, x in enumerate(stretches):
        known[k, : len(x.rows)][~x.scored] = 0
    opens = dense("opens", (r,), np.int64, -1)
    scored = dense("scored", (r,), bool)
    opens[~scored] = -1
    out = {
        **{
            n: through([getattr(x, n) for x in stretches])[:, :width] for n in ("ids", "slot", "form", "gender", "turn")
        },
        "features": through([x.features for x in stretches])[:, :width],
        "length": through([x.length for x in stretches]),
        "edges": through([piece(x.edges, k) for k, x in enumerate(stretches)]),
        "part_piece": through([piece(x.part_piece, k) for k, x in enumerate(stretches)]),
        "part_row": part_row,
        "part_count": np.bincount(part_row, minlength=int(row0[-1])).clip(1).astype(np.float32),
        "men_piece": through([piece(x.men_piece, k) for k, x in enumerate(stretches)]),
        "pair_row": through([x.pair_row + row0[k] for k, x in enumerate(stretches)]),
        "pair_men": through([x.pair_men + men0[k] for k, x in enumerate(stretches)]),
        "pair_cell": through([(k * r + x.pair_row) * p + x.pair_person for k, x in enumerate(stretches)]),
        "pair_place": through([x.pair_place for x in stretches]),
        "pair_form": through([x.pair_form for x in stretches]),
        "line": line,
        "facts": dense("facts", (r, p, stretches[0].facts.shape[2]), np.float32),
        "row_facts": row_facts,
        "rows": scored & rows,
        "row_at": np.flatnonzero(rows.ravel()),
        "people": people,
        "turn_at": turn_at,
        "turn_in": turn_in,
        "speaks": dense("speaks", (r, p), bool),
        "known": known,
        "told": dense("told", (r, p), bool),
        "heard": dense("heard", (r, p), bool),
        "here": dense("here", (r, p), bool),
        "felt": through(felt),
        "opens": opens,
        "says": np.stack([x.says for x in stretches]),
    }
    return Batch(**{n: torch.from_numpy(np.ascontiguousarray(v)) for n, v in out.items()})
