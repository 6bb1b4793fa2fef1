"""Stretches put together into one batch of tensors."""

from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from fabula.models.rereading.sizes import BONDS, LENGTH
from fabula.models.rereading.stretch import Stretch, place
from fabula.models.rereading.windows import Windows
from labels import Labels, bonds_of

PIECES = ("ids", "features", "slot", "form", "gender", "turn")


class Batch(NamedTuple):
    """Some stretches. S stretches, R rows and P people at most in one; pieces, rows and mentions are numbered through.

    The fields are those of `Windows`, `Stretch` and `Labels`, and: ``rows`` bool (S, R) which are scored, ``row_at``
    where each row stands in S * R, ``pair_cell`` where each pair stands in S * R * P, ``people`` float (S, P),
    ``turn_at`` (S, T), ``turn_in`` (S, T); ``traits`` (L, TRAITS) of the people seen in each window, ``seen_piece``,
    ``seen_of``, ``seen_named`` (N,) the heads of their mentions; ``real`` whether each is one of gold's, -1 where that
    isn't known; ``both`` (M, 2) two of the same window, ``same`` whether they are one person, ``bound`` (M, 7) what
    binds them, ``two`` (M, TWO_FACTS); ``earlier``, ``later``, ``apart``, ``forms``, ``pair`` (K,) as in `Seen`;
    ``both_at`` (M, 3): the stretch of two, and where each is among its people, -1 for not; ``row_in`` float (S, R), 1
    for a row. Labels are dense: (S, R) and (S, R, P).
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
    traits: Tensor
    seen_piece: Tensor
    seen_of: Tensor
    seen_named: Tensor
    real: Tensor
    both: Tensor
    same: Tensor
    bound: Tensor
    two: Tensor
    earlier: Tensor
    later: Tensor
    apart: Tensor
    forms: Tensor
    pair: Tensor
    both_at: Tensor
    row_in: Tensor

    def to(self, device: str) -> "Batch":
        return Batch(*(x.to(device, non_blocking=True) for x in self))


Part = tuple[Windows, Stretch, Labels | None]


def collate(parts: list[Part]) -> Batch:
    """The batch of some stretches with their windows, padded to the longest window, the most rows and most people."""
    windows = [w for w, _, _ in parts]
    stretches = [s for _, s, _ in parts]
    n, r, p = len(parts), max(len(x.rows) for x in stretches), max(len(x.people) for x in stretches)
    t = max(max(len(x.turns), 1) for x in stretches)
    width = max(-(-int(x.length.max()) // 8) * 8 for x in windows)
    window0, row0, men0 = (
        np.cumsum([0, *counts])
        for counts in (
            [len(x.length) for x in windows], [len(x.rows) for x in stretches], [len(x.men_piece) for x in stretches],
        )
    )  # fmt: skip
    nobody = int(window0[-1]) * width

    def piece(x: np.ndarray, k: int) -> np.ndarray:
        """A piece of a stretch among all pieces of the batch."""
        return np.where(x >= 0, (x // LENGTH + window0[k]) * width + x % LENGTH, nobody)

    def dense(values: list[np.ndarray], shape: tuple[int, ...], dtype: type, fill: float = 0) -> np.ndarray:
        out = np.full((n, *shape), fill, dtype)
        for k, v in enumerate(values):
            out[(k, *(slice(0, m) for m in v.shape))] = v
        return out

    rows, people = np.zeros((n, r), bool), np.zeros((n, p), np.float32)
    turn_at, turn_in = np.zeros((n, t), np.int64), np.zeros((n, t), np.float32)
    line = np.full((int(row0[-1]), p), nobody)
    for k, x in enumerate(stretches):
        rows[k, : len(x.rows)], people[k, : len(x.people)] = True, 1
        # beyond the last turn they point at a row that is there, and add nothing to it
        turn_at[k, : len(x.turns)], turn_in[k, : len(x.turns)] = x.turns, 1
        line[row0[k] : row0[k + 1], : x.line.shape[1]] = piece(x.line, k)
    part_row = np.concatenate([x.part_row + row0[k] for k, x in enumerate(stretches)])
    numbered = list(enumerate(stretches))
    out = {
        **{m: np.concatenate([getattr(x, m) for x in windows])[:, :width] for m in PIECES},
        "length": np.concatenate([x.length for x in windows]),
        "edges": np.concatenate([piece(x.edges, k) for k, x in numbered]),
        "part_piece": np.concatenate([piece(x.part_piece, k) for k, x in numbered]),
        "part_row": part_row,
        "part_count": np.bincount(part_row, minlength=int(row0[-1])).clip(1).astype(np.float32),
        "men_piece": np.concatenate([piece(x.men_piece, k) for k, x in numbered]),
        "pair_row": np.concatenate([x.pair_row + row0[k] for k, x in numbered]),
        "pair_men": np.concatenate([x.pair_men + men0[k] for k, x in numbered]),
        "pair_cell": np.concatenate([(k * r + x.pair_row) * p + x.pair_person for k, x in numbered]),
        "pair_place": np.concatenate([x.pair_place for x in stretches]),
        "pair_form": np.concatenate([x.pair_form for x in stretches]),
        "line": line,
        "facts": dense([x.facts for x in stretches], (r, p, stretches[0].facts.shape[2]), np.float32),
        "row_facts": np.concatenate([x.row_facts for x in stretches]),
        "rows": dense([x.scored for x in stretches], (r,), bool),
        "row_at": np.flatnonzero(rows.ravel()),
        "people": people,
        "row_in": rows.astype(np.float32),
        "turn_at": turn_at,
        "turn_in": turn_in,
    }
    labels = [b if b is not None else _silent(x) for _, x, b in parts]
    out.update({m: dense([getattr(b, m) for b in labels], (r, p), bool) for m in ("speaks", "told", "heard", "here")})
    out["known"] = dense([b.known for b in labels], (r,), np.int64)
    out["opens"] = dense([b.opens for b in labels], (r,), np.int64, -1)
    out["says"] = np.stack([b.says for b in labels])
    out.update(_seen(parts, width, window0.tolist()))
    out["felt"] = np.concatenate([np.insert(b.felt, 0, k, axis=1) for k, b in enumerate(labels)])
    return Batch(**{m: torch.from_numpy(np.ascontiguousarray(v)) for m, v in out.items()})


def _seen(parts: list[Part], width: int, window0: list[int]) -> dict[str, np.ndarray]:
    """The people seen in the windows, and every two of a window."""
    columns: dict[str, list[np.ndarray]] = {
        k: []
        for k in (
            "traits", "seen_piece", "seen_of", "seen_named", "real", "both", "same", "bound", "two", "earlier", "later",
            "apart", "forms", "pair", "both_at",
        )
    }  # fmt: skip
    total = mentions = pairs = 0
    for s, ((windows, stretch, labels), first) in enumerate(zip(parts, window0, strict=False)):
        for w, seen in enumerate(windows.seen):
            n = len(seen.people)
            gold = labels.gold[seen.people] if labels is not None else np.full(n, -2)
            asks = labels is not None and labels.asks
            i, j = np.triu_indices(n, 1)
            at = place(stretch.people, seen.people)
            one = (gold[i] == gold[j]) & (gold[i] >= 0)
            row = (
                seen.traits, (first + w) * width + seen.piece, total + seen.of, seen.named,
                np.where((gold == -2) | (not asks), -1, gold >= 0), np.stack([i, j], 1) + total,
                np.where((gold[i] == -2) | (gold[j] == -2), -1, one), bonds_of(labels, gold[i], gold[j]), seen.two,
                mentions + seen.earlier, mentions + seen.later, seen.apart, seen.forms, pairs + seen.pair,
                np.stack([np.full(len(i), s), at[i], at[j]], 1),
            )  # fmt: skip
            for column, x in zip(columns.values(), row, strict=True):
                column.append(x)
            total, mentions, pairs = total + n, mentions + len(seen.piece), pairs + len(i)
    return {k: np.concatenate(x) for k, x in columns.items()}


def _silent(x: Stretch) -> Labels:
    """The labels where there is no gold."""
    none = np.zeros((len(x.rows), len(x.people)), bool)
    zero = np.zeros(len(x.rows), np.int64)
    return Labels(
        none,
        zero,
        none,
        none,
        none,
        np.zeros((0, 3), np.int64),
        zero - 1,
        np.zeros(6, bool),
        zero[:0],
        False,
        np.zeros((0, 0, len(BONDS)), bool),
    )
