"""The second reading: an encoder over windows in which everybody is marked, and a grid of rows and people on top.

A row (a turn, or a stretch of narration) is its first piece, its last, the piece before it and their mean. For each
row and person there is a vector: what the row and the person's mentions near it say of one another, weighed by how well
they fit (attention), the person's piece in the line before the text, and what can be counted. Over this grid layers
look along the rows and along the turns for one person, and across the people of one row; each is given the distribution
over speakers so far, so that turn-taking has a place to be learnt in.
"""

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from batches import Batch
from encoder import Encoder
from fabula.models.rereading.sizes import (
    BONDS,
    EMOTIONS,
    FACTS,
    FEATURES,
    FORMS,
    MARKS,
    PLACES,
    ROW_FACTS,
    STEPS,
    TRAITS,
    TWO_FACTS,
)

HIDDEN = 128  # of a pair of a row and a mention
CELL = 64  # of a row and a person
LAYERS = 4
NEVER = -30.0


class Said(NamedTuple):
    """Scores, float32. ``speaks``: one (S, R, P + 1) for each layer and one more, the last answer last; column P is
    somebody else. ``told``, ``heard``, ``here``: (S, R, P) log odds; ``felt``: (S, R, P, 8); ``opens``: (S, R).
    ``real`` (L,) and ``same`` (M,): log odds that whoever is seen is one of the people, and that two are one;
    ``bonds`` (M, 7): that a bond of each kind is between two.
    """

    speaks: list[Tensor]
    told: Tensor
    heard: Tensor
    here: Tensor
    felt: Tensor
    opens: Tensor
    real: Tensor
    same: Tensor
    bonds: Tensor


class GridLayer(nn.Module):
    """Along the rows, along the turns, and across the people."""

    def __init__(self, apart: int, dropout: float) -> None:
        super().__init__()
        self.rows = nn.Conv1d(CELL + 1, CELL, 5, padding=2 * apart, dilation=apart)
        self.turns = nn.Conv1d(CELL + 1, CELL, 5, padding=2 * apart, dilation=apart)
        self.mix = nn.Linear(3 * CELL, CELL)
        self.norm = nn.LayerNorm(CELL)
        self.drop = nn.Dropout(dropout)

    def forward(self, h: Tensor, p: Tensor, turn_at: Tensor, turn_in: Tensor, people: Tensor) -> Tensor:
        """h (S, R, P, CELL), p (S, R, P). ``turn_at`` (S, T): the rows of the turns; ``turn_in`` float (S, T), 0 where
        there is none; ``people`` float (S, P), 1 for somebody.
        """
        s, r, n, c = h.shape
        x = torch.cat([h, p[..., None]], -1)
        along = self.rows(x.permute(0, 2, 3, 1).reshape(s * n, c + 1, r)).view(s, n, c, r).permute(0, 3, 1, 2)
        t = turn_at.shape[1]
        which = turn_at[:, :, None, None].expand(s, t, n, c + 1)
        talk = x.gather(1, which) * turn_in[:, :, None, None]
        talk = self.turns(talk.permute(0, 2, 3, 1).reshape(s * n, c + 1, t)).view(s, n, c, t).permute(0, 3, 1, 2)
        talk = talk * turn_in[:, :, None, None]
        along = along.scatter_add(1, which[..., :c], talk.to(along.dtype))
        count = people.sum(1).clamp(min=1)[:, None, None, None]
        mean = (h * people[:, None, :, None]).sum(2, keepdim=True) / count
        chosen = (h * p[..., None]).sum(2, keepdim=True)
        y = self.mix(torch.cat([along, mean.expand_as(h), chosen.expand_as(h)], -1))
        return self.norm(h + self.drop(functional.gelu(y)))


class Reader(nn.Module):
    """Encoder, pairs and grid."""

    def __init__(self, encoder: Encoder, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        d = encoder.words.embedding_dim
        self.extra = nn.ModuleList(nn.Embedding(n, d) for n in FEATURES)
        self.mark = nn.Embedding(MARKS + 1, d, padding_idx=0)
        self.form = nn.Embedding(FORMS, d)
        self.gender = nn.Embedding(4, d)
        self.turn = nn.Embedding(4, d)
        for e in (*self.extra, self.form, self.gender, self.turn):
            nn.init.zeros_(e.weight)
        nn.init.normal_(self.mark.weight, std=0.05)
        with torch.no_grad():
            self.mark.weight[0].zero_()
        self.row = nn.Linear(4 * d, HIDDEN)
        self.mention = nn.Linear(d, HIDDEN)
        self.place = nn.Embedding(PLACES, HIDDEN)
        self.pair_form = nn.Embedding(3, HIDDEN)
        self.fits = nn.Linear(HIDDEN, 1)
        self.row_fit = nn.Linear(4 * d, CELL)
        self.person_fit = nn.Linear(d, CELL)
        self.pooled = nn.Linear(HIDDEN, CELL)
        self.listed = nn.Linear(d, CELL)
        self.row_cell = nn.Linear(4 * d, CELL)
        self.facts = nn.Linear(FACTS, CELL)
        self.row_facts = nn.Linear(ROW_FACTS, CELL)
        self.scores = nn.Linear(3, CELL)
        self.cell = nn.Linear(CELL, CELL)
        self.norm = nn.LayerNorm(CELL)
        self.somebody = nn.Linear(4 * d, 1)
        self.layers = nn.ModuleList(GridLayer(a, dropout) for a in (1, 2, 1, 4)[:LAYERS])
        self.speaks = nn.ModuleList(nn.Linear(CELL, 1) for _ in range(LAYERS + 1))
        self.others = nn.ModuleList(nn.Linear(CELL, 1) for _ in range(LAYERS + 1))
        self.of_person = nn.Linear(CELL, 3 + len(EMOTIONS))
        self.scene = nn.Sequential(nn.Linear(4 * d + 3 * CELL, HIDDEN), nn.ReLU(), nn.Linear(HIDDEN, 1))
        self.seen_one = nn.Linear(2 * d + TRAITS, HIDDEN)
        self.real = nn.Linear(HIDDEN, 1)
        self.apart = nn.Linear(3 * HIDDEN, HIDDEN)
        self.earlier = nn.Linear(d, HIDDEN)
        self.later = nn.Linear(d, HIDDEN)
        self.near = nn.Embedding(len(STEPS) + 1, HIDDEN)
        self.near_forms = nn.Embedding(9, HIDDEN)
        self.near_fits = nn.Linear(HIDDEN, 1)
        self.between = nn.Linear(HIDDEN, HIDDEN)
        self.alike = nn.Linear(TWO_FACTS, HIDDEN)
        self.along = nn.Linear(CELL, CELL)
        self.along_two = nn.Linear(CELL, HIDDEN)
        self.same = nn.Linear(HIDDEN, 1)
        self.bonds = nn.Linear(HIDDEN, len(BONDS))
        for e in (self.place, self.pair_form, self.near, self.near_forms):
            nn.init.normal_(e.weight, std=0.02)
        with torch.no_grad():  # about as often as each is so in the stories
            self.of_person.bias.copy_(torch.tensor([-2.0, -1.4, 0.0] + [-5.5] * len(EMOTIONS)))
            self.scene[2].bias.fill_(-3.5)
            self.same.bias.fill_(-3.5)
            self.bonds.bias.fill_(-3.0)
        self.drop = nn.Dropout(dropout)

    def encode(
        self, ids: Tensor, features: Tensor, slot: Tensor, form: Tensor, gender: Tensor, turn: Tensor,
        length: Tensor | None,
    ) -> Tensor:  # fmt: skip
        """Vectors (windows, pieces, size). ``length`` int64 (windows,) says how many pieces each window has."""
        x = self.encoder.words(ids)
        for k, e in enumerate(self.extra):
            x = x + e(features[..., k])
        return self.encoder(x + self.mark(slot) + self.form(form) + self.gender(gender) + self.turn(turn), length)

    def read(self, b: Batch) -> Tensor:
        """Vectors (windows * pieces, size) of all pieces of a batch."""
        return self.encode(b.ids, b.features, b.slot, b.form, b.gender, b.turn, b.length).flatten(0, 1)

    def forward(self, b: Batch) -> Said:
        return self.decide(b, self.read(b))

    def decide(self, b: Batch, h: Tensor) -> Said:
        """Everything above the encoder, from the vectors of all pieces."""
        s, r, p = b.people.shape[0], b.rows.shape[1], b.people.shape[1]
        mean = torch.zeros(len(b.edges), h.shape[1], device=h.device, dtype=torch.float32)
        mean.index_add_(0, b.part_row, h[b.part_piece].float())
        mean = mean / b.part_count[:, None]
        row = torch.cat([h[b.edges[:, 0]], h[b.edges[:, 1]], h[b.edges[:, 2]], mean.to(h.dtype)], -1)  # (rows, 4 d)
        row = self.drop(row)
        men = self.drop(h[b.men_piece])
        hidden = self.row(row)[b.pair_row] + self.mention(men)[b.pair_men]
        hidden = functional.relu(hidden + self.place(b.pair_place) + self.pair_form(b.pair_form)).float()
        fit = self.fits(hidden).squeeze(-1).float()
        cells = s * r * p
        top = torch.full((cells,), NEVER, device=h.device).scatter_reduce(0, b.pair_cell, fit.detach(), "amax")
        weight = torch.exp(fit - top[b.pair_cell])
        total = torch.zeros(cells, device=h.device).index_add(0, b.pair_cell, weight)
        pooled = torch.zeros(cells, HIDDEN, device=h.device).index_add(0, b.pair_cell, hidden * weight[:, None])
        pooled = (pooled / total.clamp(min=1e-6)[:, None]).view(s, r, p, HIDDEN)
        said = torch.where(total > 0, top + torch.log(total.clamp(min=1e-9)), torch.full_like(total, -4.0))
        said = said.view(s, r, p)
        line = torch.cat([h, h.new_zeros(1, h.shape[1])])[b.line]  # (rows, P, d); the last row is nobody's piece
        named = (self.row_fit(row)[:, None] * self.person_fit(line)).sum(-1).float() / CELL**0.5
        named = self._dense(b, named.masked_fill(b.line == len(h), 0.0))
        base = said + named
        x = (
            self.pooled(pooled)
            + self.facts(b.facts)
            + self.scores(torch.stack([said, named, (said > -4).float()], -1) / 4)
            + self._dense(b, self.listed(line) + (self.row_cell(row) + self.row_facts(b.row_facts))[:, None])
        )
        x = self.norm(self.cell(functional.gelu(x.float())))
        somebody = self._dense(b, self.somebody(row).float())[..., 0]  # (S, R)
        mask = (1 - b.people)[:, None, :] * NEVER
        speaks = []
        for k, layer in enumerate(self.layers):
            speaks.append(self._speaks(k, x, base, somebody, mask, b.people))
            prob = torch.softmax(speaks[-1].float(), -1)[..., :-1]
            x = layer(x, prob, b.turn_at, b.turn_in, b.people)
        speaks.append(self._speaks(LAYERS, x, base, somebody, mask, b.people))
        out = self.of_person(x).float()
        prob = torch.softmax(speaks[-1].float(), -1)[..., :-1].detach()
        count = b.people.sum(1).clamp(min=1)[:, None, None]
        mean_x = (x * b.people[:, None, :, None]).sum(2) / count
        top_x = (x + mask[..., None]).amax(2).clamp(min=NEVER / 2)
        chosen = (x * prob[..., None]).sum(2)
        scene = self.scene(torch.cat([self._dense(b, row), mean_x, top_x, chosen], -1)).squeeze(-1).float()
        rows = b.row_in.sum(1).clamp(min=1)[:, None, None, None]
        beside = torch.tanh(self.along(x)) * b.row_in[:, :, None, None] * b.people[:, None, :, None]
        beside = torch.einsum("srpc,srqc->spqc", beside, beside) / rows
        return Said(speaks, out[..., 0], out[..., 1], out[..., 2], out[..., 3:], scene, *self.identify(b, h, beside))

    def identify(self, b: Batch, h: Tensor, beside: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Whether whoever is seen is a person, (L,), whether two of a window are one, (M,), and what binds them,
        (M, 7): log odds. ``beside`` (S, P, P, CELL) is how alike two are over the rows of a stretch."""
        n = len(b.traits)
        at = h[b.seen_piece].float()
        named = b.seen_named.float()
        all_, called = (
            torch.zeros(n, h.shape[1], device=h.device).index_add(0, b.seen_of, at * w[:, None])
            / torch.zeros(n, device=h.device).index_add(0, b.seen_of, w).clamp(min=1)[:, None]
            for w in (torch.ones_like(named), named)
        )
        one = functional.relu(self.seen_one(torch.cat([all_, called, b.traits], -1)))
        i, j = one[b.both[:, 0]], one[b.both[:, 1]]
        two = self.apart(torch.cat([i + j, (i - j).abs(), i * j], -1))
        s, i, j = b.both_at.T
        known = ((i >= 0) & (j >= 0))[:, None]
        along = beside[s, i.clamp(min=0), j.clamp(min=0)].float() * known
        two = functional.relu(two + self.between(self._near(b, at)) + self.alike(b.two) + self.along_two(along))
        return self.real(one)[:, 0].float(), self.same(two)[:, 0].float(), self.bonds(two).float()

    def _near(self, b: Batch, at: Tensor) -> Tensor:
        """What mentions of two that stand near one another say, weighed by attention, float32 (M, HIDDEN)."""
        hidden = self.earlier(at)[b.earlier] + self.later(at)[b.later]
        hidden = functional.relu(hidden + self.near(b.apart) + self.near_forms(b.forms)).float()
        fit = self.near_fits(hidden).squeeze(-1).float()
        m = len(b.both)
        top = torch.full((m,), NEVER, device=at.device).scatter_reduce(0, b.pair, fit.detach(), "amax")
        weight = torch.exp(fit - top[b.pair])
        total = torch.zeros(m, device=at.device).index_add(0, b.pair, weight)
        pooled = torch.zeros(m, HIDDEN, device=at.device).index_add(0, b.pair, hidden * weight[:, None])
        return pooled / total.clamp(min=1e-6)[:, None]

    def _speaks(self, k: int, x: Tensor, base: Tensor, somebody: Tensor, mask: Tensor, people: Tensor) -> Tensor:
        mine = base + self.speaks[k](x)[..., 0].float() + mask
        count = people.sum(1).clamp(min=1)[:, None]
        else_ = somebody + (self.others[k](x)[..., 0].float() * people[:, None]).sum(-1) / count
        return torch.cat([mine, else_[..., None]], -1)

    def _dense(self, b: Batch, x: Tensor) -> Tensor:
        """(rows of all stretches, ...) to (S, R, ...), zeros where a stretch has fewer rows."""
        out = x.new_zeros(b.rows.numel(), *x.shape[1:])
        out[b.row_at] = x
        return out.view(*b.rows.shape, *x.shape[1:])
