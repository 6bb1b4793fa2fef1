"""Train the people model: mentions, antecedents and events of LitBank, antecedents of PDNC, mentions and antecedents
of stories.

    python training/people/train.py WORK ENCODER --out WORK/run [--epochs 12] [--pdnc 1] [--stories 2 --start shipped]

``--stories`` wants what stories.py wrote; ``--start shipped`` goes on from the package's own network.
Resumes from WORK/run/last.pt where that is. Writes a line of figures on LitBank's dev set to WORK/run/log.txt as it
goes, and WORK/run/final.pt at the end.
"""

import argparse
import json
import math
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

sys.path.insert(0, str(Path(__file__).parent))
from examples import Example, chunk, chunks, load, windows_of
from recover import recover

from fabula.models.pairs import FORMS, PER_TYPE, TYPES, Columns, describe, pair_features
from fabula.models.pieces import DEPS, TAGS, Window, model_inputs
from network import WIDEST, People, stack

MODELS = Path(__file__).resolve().parents[2] / "src/fabula/models"
SEED = 7
ENCODER_RATE = 1.5e-4  # three times what is usual for a base model: this one is small, and the steps are few
HEAD_RATE = 1e-3
WARM = 0.08  # of all steps
ANTECEDENTS = 250  # of a mention: LitBank's texts have about 290 mentions each
FORGET = 0.1  # of tokens whose tag or label is hidden, so that a wrong parse does not decide
AVERAGE = 0.995  # decay of the running mean of all weights, which is what is kept: the last 200 steps, about
MASK = 103  # [MASK]
UNKNOWN = -1  # who a mention of a story means, where gold doesn't say
LONGEST = 2500  # tokens of a story that are read at once


def encode(
    model: People, x: Example, rng: random.Random | None, gen: np.random.Generator | None, mask: float = 0.0
) -> tuple[torch.Tensor, list[Window]]:
    """Token vectors of a whole text (tokens, size), each from the window that answers for it.

    With ``gen``, a share of the tags and labels is hidden, and ``mask`` of the word pieces.
    """
    windows = windows_of(x.language, x.pieces, rng)
    inputs = [model_inputs(x.pieces, w) for w in windows]
    if gen is not None:
        for ids, f, _ in inputs:
            ids[1:-1][gen.random(len(ids) - 2) < mask] = MASK
            f[gen.random(len(f)) < FORGET, 2] = len(TAGS) - 1
            f[gen.random(len(f)) < FORGET, 3] = len(DEPS) - 1
    with torch.autocast("cpu", torch.bfloat16):
        h = model.read(*stack(inputs))
    flat = h.float().reshape(-1, h.shape[-1])
    where = np.concatenate(
        [k * h.shape[1] + f[w.own - w.start :] for k, ((_, _, f), w) in enumerate(zip(inputs, windows, strict=True))]
    )
    return flat[torch.from_numpy(where)], windows


def band(windows: list[Window]) -> tuple[np.ndarray, np.ndarray]:
    """Every span (first, last inclusive) up to the widest, inside what one window answers for."""
    first, last = [], []
    for w in windows:
        i = np.arange(w.own, w.stop)
        for width in range(WIDEST):
            k = i[i + width < w.stop]
            first.append(k)
            last.append(k + width)
    return np.concatenate(first), np.concatenate(last)


def find_spans(model: People, h: torch.Tensor, windows: list[Window]) -> tuple[torch.Tensor, np.ndarray, np.ndarray]:
    first, last = band(windows)
    a, b = model.span_first(h), model.span_last(h)
    scores = model.spans(a[first], b[last], torch.from_numpy(last - first))
    return scores, first, last


def columns(x: Example, spans: list[tuple[int, int]], forms: np.ndarray, types: np.ndarray) -> Columns:
    return describe(x.language, x.quoted, spans, forms, types)


def antecedents(
    model: People, h: torch.Tensor, m: Columns
) -> tuple[torch.Tensor, torch.Tensor, np.ndarray, np.ndarray]:
    """Scores of all pairs near enough, the scores of being new, and the pairs."""
    n = len(m.first)
    i, j = np.tril_indices(n, -1)
    near = i - j <= ANTECEDENTS
    i, j = i[near], j[near]
    x = model.mention(h, torch.from_numpy(m.first), torch.from_numpy(m.last - 1), torch.from_numpy(m.head))
    scores = model.pairs(x, torch.from_numpy(i), torch.from_numpy(j), torch.from_numpy(pair_features(m, i, j)))
    return scores, model.new(x).squeeze(-1), i, j


def coref_loss(scores: torch.Tensor, new: torch.Tensor, i: np.ndarray, j: np.ndarray, who: np.ndarray,
               partial: bool, form: np.ndarray) -> torch.Tensor:  # fmt: skip
    """The marginal log likelihood of right antecedents (Lee et al. 2017). In ``partial`` gold a pronoun without
    a known antecedent teaches nothing: it may have one that was not labelled; nor does who means nobody known."""
    n = len(who)
    table = torch.full((n, n + 1), -1e4)
    table[i, j] = scores
    table[:, n] = new
    right = np.zeros((n, n + 1), bool)
    right[:, :n] = (who[:, None] == who[None, :]) & (who[:, None] >= 0)
    right[:, :n] &= np.tril(np.ones((n, n), bool), -1) & (np.arange(n)[:, None] - np.arange(n)[None, :] <= ANTECEDENTS)
    none = ~right.any(1)
    right[none, n] = True
    use = (who >= 0) & ~(none & (form == 2)) if partial else np.ones(n, bool)
    log = torch.log_softmax(table, 1)
    gold = torch.logsumexp(log.masked_fill(~torch.from_numpy(right), -1e4), 1)
    return -gold[torch.from_numpy(use)].mean() if use.any() else scores.sum() * 0


def span_loss(
    model: People, x: Example, h: torch.Tensor, windows: list[Window]
) -> tuple[dict[str, torch.Tensor], torch.Tensor, np.ndarray, np.ndarray]:
    """The losses of mentions; and the scores of all spans, with their first and last tokens."""
    scores, first, last = find_spans(model, h, windows)
    gold = np.array([x.gold.get(s, -1) for s in zip(first.tolist(), (last + 1).tolist(), strict=True)])
    is_gold = torch.from_numpy((gold >= 0).astype(np.float32))
    n = max(1, int(is_gold.sum()))
    out = {"span": functional.binary_cross_entropy_with_logits(scores[:, 0], is_gold, reduction="sum") / n}
    rows = torch.from_numpy(np.flatnonzero(gold >= 0))
    labels = torch.from_numpy(x.labels[gold[gold >= 0]])
    out["type"] = functional.cross_entropy(scores[rows, 1:7], labels[:, 0])
    out["form"] = functional.cross_entropy(scores[rows, 7:10], labels[:, 1])
    starts, ends = torch.zeros(len(h)), torch.zeros(len(h))
    for a, b in x.spans:
        starts[a], ends[b - 1] = 1.0, 1.0
    out["edge"] = (
        0.5
        / n
        * (
            functional.binary_cross_entropy_with_logits(model.start(h).squeeze(-1), starts, reduction="sum")
            + functional.binary_cross_entropy_with_logits(model.end(h).squeeze(-1), ends, reduction="sum")
        )
    )
    return out, scores, first, last


def litbank_loss(
    model: People, x: Example, rng: random.Random, gen: np.random.Generator, mask: float
) -> dict[str, torch.Tensor]:
    h, windows = encode(model, x, rng, gen, mask)
    h = model.drop(h)
    out, scores, first, last = span_loss(model, x, h, windows)
    events = torch.zeros(len(h))
    events[torch.from_numpy(x.events)] = 1.0
    event = functional.binary_cross_entropy_with_logits(model.event(h).squeeze(-1), events, reduction="sum")
    out["event"] = event / max(1, len(x.events))
    # antecedents among the gold mentions and what the model now takes for mentions
    likely = scores[:, 0].detach().numpy() > 0
    found = set(x.spans) | set(zip(first[likely].tolist(), (last[likely] + 1).tolist(), strict=True))
    spans = sorted(found)[: max(600, len(x.spans))]
    place = {(a, b + 1): k for k, (a, b) in enumerate(zip(first.tolist(), last.tolist(), strict=True))}
    raw = scores.detach().numpy()
    forms = np.array([x.labels[x.gold[s], 1] if s in x.gold else raw[place[s], 7:10].argmax() for s in spans])
    types = np.array([x.labels[x.gold[s], 0] if s in x.gold else raw[place[s], 1:7].argmax() for s in spans])
    who = np.array([x.labels[x.gold[s], 2] if s in x.gold else -1 for s in spans])
    pair, new, i, j = antecedents(model, h, columns(x, spans, forms, types))
    out["coref"] = coref_loss(pair, new, i, j, who, False, forms)
    return out


def pdnc_loss(model: People, x: Example, gen: np.random.Generator) -> dict[str, torch.Tensor]:
    h, _ = encode(model, x, None, gen)
    h = model.drop(h)
    pair, new, i, j = antecedents(model, h, columns(x, x.spans, x.labels[:, 1], x.labels[:, 0]))
    return {"pdnc": coref_loss(pair, new, i, j, x.labels[:, 2], True, x.labels[:, 1])}


def story_loss(
    model: People, x: Example, rng: random.Random, gen: np.random.Generator, mask: float
) -> dict[str, torch.Tensor]:
    """Mentions, which the model itself named but for those of gold; antecedents where gold says who is meant."""
    h, windows = encode(model, x, rng, gen, mask)
    h = model.drop(h)
    out, *_ = span_loss(model, x, h, windows)
    who = x.labels[:, 2]
    keep = np.flatnonzero((who != UNKNOWN) | (x.labels[:, 0] != PER_TYPE))  # the others may be anybody
    chosen = [x.spans[k] for k in keep]
    pair, new, i, j = antecedents(model, h, columns(x, chosen, x.labels[keep, 1], x.labels[keep, 0]))
    coref = coref_loss(pair, new, i, j, who[keep], True, x.labels[keep, 1])
    return {"story " + k: v for k, v in (out | {"coref": coref}).items()}


def stretch(x: Example, rng: random.Random) -> Example:
    """A story, or as many sentences of it as are read at once."""
    bounds = [b for _, b in x.language.sentence_bounds]
    if len(x.language) <= LONGEST:
        return x
    first = rng.choice([0, *(b for b in bounds if b <= len(x.language) - LONGEST)])
    last = max((b for b in bounds if b <= first + LONGEST), default=first)
    return chunk(x, first, last) if last > first else x


@torch.no_grad()
def predict(model: People, x: Example) -> dict[str, Any]:
    """What the model says of a text, as the story file has it, by the plainest decoding: the best antecedent."""
    model.eval()
    h, windows = encode(model, x, None, None)
    scores, first, last = find_spans(model, h, windows)
    keep = (scores[:, 0] > 0).numpy()
    rows = scores[torch.from_numpy(keep)]
    order = sorted(range(len(rows)), key=lambda k: (first[keep][k], last[keep][k]))
    spans = [(int(first[keep][k]), int(last[keep][k]) + 1) for k in order]
    types = rows[:, 1:7].argmax(1).numpy()[order]
    forms = rows[:, 7:10].argmax(1).numpy()[order]
    m = columns(x, spans, forms, types)
    pair, new, i, j = antecedents(model, h, m)
    n = len(spans)
    table = np.full((n, n + 1), -1e4, np.float32)
    table[i, j] = pair.numpy()
    table[:, n] = new.numpy()
    entity: list[int] = []
    for k in range(n):
        best = int(table[k].argmax())
        entity.append(entity[best] if best < n else k)
    events = np.flatnonzero(model.event(h).squeeze(-1).numpy() > 0)
    model.train()
    return as_story(x, spans, types, forms, entity, events)


def as_story(x: Example, spans: Any, types: Any, forms: Any, entity: Any, events: Any) -> dict[str, Any]:
    """What was found, with the keys of the story file that the scorer reads."""
    g = x.language
    return {
        "mentions": [
            {"start": g.starts[a], "end": g.ends[b - 1], "type": TYPES[t], "form": FORMS[f], "entity": f"e{e}"}
            for (a, b), t, f, e in zip(spans, types, forms, entity, strict=True)
        ],
        "events": [[g.starts[e], g.ends[e]] for e in events.tolist()],
        "quotes": [],
    }


def evaluate_with(answer: Callable[[Example], dict[str, Any]], dev: list[Example], shared: Path) -> dict[str, Any]:
    """LitBank's dev figures of whatever answers, by the shared scorer."""
    sys.path.insert(0, str(shared))
    import score

    rows = [score.coref(score.load(shared / f"corpora/litbank/dev/{x.id}.json"), answer(x)) for x in dev]
    s = score.sum_coref(rows)
    keys = ("entities_prf", "entities_no_pronouns_prf", "events_prf", "conll_f1", "muc", "b3", "ceaf")
    return {k: [float(v) for v in s[k]] if isinstance(s[k], (tuple, list)) else float(s[k]) for k in keys}


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    args.add_argument("work", type=Path)
    args.add_argument("encoder")
    args.add_argument("--out", type=Path, required=True)
    args.add_argument("--epochs", type=int, default=12)
    args.add_argument("--pdnc", type=float, default=0.0, help="PDNC stretches for each LitBank text")
    args.add_argument("--pdnc-from", type=int, default=3, help="epochs before that: a mention must be found first")
    args.add_argument("--stories", type=int, default=0, help="stories for each LitBank text")
    args.add_argument("--labelled", type=float, default=0.5, help="share of stories whose pronouns are labelled")
    args.add_argument("--mask", type=float, default=0.0, help="share of word pieces hidden in training")
    args.add_argument("--int8", action="store_true", help="train with the rounding of the export")
    args.add_argument("--start", type=Path, help="a final.pt to go on from; 'shipped' is the package's own")
    args.add_argument("--rate", type=float, default=ENCODER_RATE)
    args.add_argument("--shared", type=Path, default=Path("../shared"))
    args.add_argument("--every", type=int, default=3, help="epochs between looks at the dev set")
    given = args.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    rng, gen = random.Random(SEED), np.random.default_rng(SEED)
    model = recover(given.encoder) if given.start == Path("shipped") else People(given.encoder)
    earlier: list[str] = []
    if given.start == Path("shipped"):
        earlier = [*json.loads((MODELS / "people.json").read_text(encoding="utf-8"))["command"], "&&"]
    elif given.start:
        state = torch.load(given.start, weights_only=False)
        model.load_state_dict(state["model"])
        earlier = state["command"] + ["&&"]
    if given.int8:
        model.round()
    mean = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGE))
    train, dev = load(given.work / "litbank-train.pkl"), load(given.work / "litbank-dev.pkl")
    novels = load(given.work / "pdnc-train.pkl") if given.pdnc else []
    pool = chunks(novels, 1500)
    stories = load(given.work / "stories.pkl") if given.stories else []
    kinds = [[x for x in stories if x.labelled], [x for x in stories if not x.labelled]]
    encoder = [p for n, p in model.named_parameters() if n.startswith("encoder.")]
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    best = torch.optim.AdamW(
        [{"params": encoder, "lr": given.rate}, {"params": heads, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = given.epochs * len(train)
    plan = torch.optim.lr_scheduler.LambdaLR(
        best, lambda s: min((s + 1) / (WARM * steps), max(0.0, (steps - s) / (steps * (1 - WARM))))
    )
    done = 0
    last = given.out / "last.pt"
    if last.exists():
        state = torch.load(last, weights_only=False)
        model.load_state_dict(state["model"])
        best.load_state_dict(state["best"])
        plan.load_state_dict(state["plan"])
        mean.load_state_dict(state["mean"])
        done = state["epoch"]
        rng.setstate(state["rng"])
        gen.bit_generator.state = state["gen"]
    log = (given.out / "log.txt").open("a", encoding="utf-8")

    def say(line: str) -> None:
        print(line, file=log, flush=True)

    aside = last.with_suffix(".part")
    say(json.dumps({"command": sys.argv, "steps": steps, "pdnc": len(pool)}))
    began = time.time()
    for epoch in range(done, given.epochs):
        order = list(range(len(train)))
        rng.shuffle(order)
        total: dict[str, float] = {}
        for n, k in enumerate(order):
            losses = litbank_loss(model, train[k], rng, gen, given.mask)
            sum(losses.values()).backward()
            share = given.pdnc * (n + 1) % 1 < given.pdnc - 1e-9 or given.pdnc >= 1
            if pool and share and epoch >= given.pdnc_from:
                which, a, b = pool[rng.randrange(len(pool))]
                more = pdnc_loss(model, chunk(novels[which], a, b), gen)
                sum(more.values()).backward()
                losses.update(more)
            for _ in range(given.stories):
                some = kinds[rng.random() >= given.labelled] or stories
                more = story_loss(model, stretch(some[rng.randrange(len(some))], rng), rng, gen, given.mask)
                (sum(more.values()) / given.stories).backward()
                losses.update(more)
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            best.step()
            plan.step()
            mean.update_parameters(model)
            best.zero_grad()
            for name, v in losses.items():
                total[name] = total.get(name, 0.0) + v.item()
            if n % 25 == 24:
                figures = " ".join(f"{a} {b / (n + 1):.3f}" for a, b in total.items())
                say(f"epoch {epoch} step {n + 1} {time.time() - began:.0f}s {figures}")
        if (epoch + 1) % given.every == 0 or epoch + 1 == given.epochs:
            figures = json.dumps(evaluate_with(lambda x: predict(mean.module, x), dev, given.shared))
            say(f"epoch {epoch + 1} {time.time() - began:.0f}s dev {figures}")
        state = {
            "model": model.state_dict(),
            "best": best.state_dict(),
            "plan": plan.state_dict(),
            "mean": mean.state_dict(),
            "epoch": epoch + 1,
            "rng": rng.getstate(),
            "gen": gen.bit_generator.state,
        }
        torch.save(state, aside)
        aside.rename(last)
    torch.save({"model": mean.module.state_dict(), "command": earlier + sys.argv, "seed": SEED}, given.out / "final.pt")
    say("finished " + str(math.floor(time.time() - began)))


if __name__ == "__main__":
    main()
