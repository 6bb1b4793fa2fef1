"""What training makes small, each part a mean over the rows that gold says something of."""

import torch
from torch import Tensor
from torch.nn import functional

from batches import Batch
from network import Said

WEIGHTS = {
    "speaks": 1.0,
    "told": 0.5,
    "heard": 0.3,
    "here": 0.3,
    "felt": 0.3,
    "opens": 0.3,
    "real": 0.3,
    "same": 1.0,
    "bonds": 0.3,
}
RARE = 3.0  # what a feeling that is there weighs against one that is not: few are


def losses(said: Said, b: Batch) -> dict[str, Tensor]:
    """The losses of a batch, unweighted, and ``right``, the share of turns whose speaker was found."""
    known = b.known > 0
    right = torch.cat([b.speaks & (b.known == 1)[..., None], (b.known == 2)[..., None]], -1)[known]
    each = []
    for z in said.speaks[1:]:
        z = z.float()[known]
        each.append(torch.logsumexp(z, -1) - torch.logsumexp(z.masked_fill(~right, -1e4), -1))
    out = {"speaks": torch.stack(each).mean(0).sum() / known.sum().clamp(min=1)}
    best = said.speaks[-1].float()[known].argmax(-1)
    out["right"] = right.gather(1, best[:, None]).float().sum() / known.sum().clamp(min=1)
    there = b.people[:, None, :] > 0
    for name, k, rows in (("told", 1, known), ("heard", 2, known), ("here", 3, b.rows)):
        use = (rows & b.says[:, k, None])[..., None] & there
        loss = functional.binary_cross_entropy_with_logits(
            getattr(said, name).float(), getattr(b, name).float(), reduction="none"
        )
        out[name] = (loss * use).sum() / use.any(-1).sum().clamp(min=1)
    felt = torch.zeros_like(said.felt)
    felt[b.felt[:, 0], b.felt[:, 1], b.felt[:, 2], b.felt[:, 3]] = 1
    use = ((b.rows & b.says[:, 4, None])[..., None] & there)[..., None]
    loss = functional.binary_cross_entropy_with_logits(said.felt, felt, reduction="none") * (1 + (RARE - 1) * felt)
    out["felt"] = (loss * use).sum() / use.any(-1).any(-1).sum().clamp(min=1)
    use = b.opens >= 0
    loss = functional.binary_cross_entropy_with_logits(said.opens, b.opens.clamp(min=0).float(), reduction="none")
    out["opens"] = (loss * use).sum() / use.sum().clamp(min=1)
    for name, rare in (("real", 1.0), ("same", RARE)):
        gold = getattr(b, name)
        use = gold >= 0
        loss = functional.binary_cross_entropy_with_logits(
            getattr(said, name), gold.clamp(min=0).float(), reduction="none"
        ) * (1 + (rare - 1) * (gold > 0))
        out[name] = (loss * use).sum() / use.sum().clamp(min=1)
    use = (b.bound >= 0).any(-1)
    loss = functional.binary_cross_entropy_with_logits(said.bonds, b.bound.clamp(min=0).float(), reduction="none")
    out["bonds"] = (loss.sum(-1) * use).sum() / use.sum().clamp(min=1)
    return out


def total(parts: dict[str, Tensor]) -> Tensor:
    return sum((w * parts[k] for k, w in WEIGHTS.items()), torch.zeros((), device=parts["speaks"].device))
