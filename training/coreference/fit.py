"""Teach whom pronouns and nouns mean, of all who may be meant: `python -m training.coreference.fit`.

The labelled stories are read as a reading goes, with gold's names in place; every mention that is labelled is an
example: who could be meant, and who is. Whom earlier mentions were taken for is first what the network's antecedents
say alone, and then, twice, what was learned so far. Writes models/coreference.npz and its manifest. What is measured
on the held quarter is learned from the others.
"""

import argparse
import collections
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch

sys.path.append(str(Path(__file__).parents[1] / "reading"))
from training.coreference.labels import FILE, SEVERAL, Label, load
from training.names.net import averaged, network
from training.names.texts import Text, draft, gold, texts

from fabula.encoding.antecedents import AntecedentScores
from fabula.language.syntax import head_of
from fabula.models.head import Head
from fabula.models.pairs import ME, PRON, YOU, Columns
from fabula.resolution.coreference.chain import chain
from fabula.resolution.coreference.rank import SILENCE, Asked, Ranking, Speech
from fabula.text.cuts import find_cuts
from laid import GENDERS, named_spans

OUT = Path("src/fabula/models")
ROUNDS = 2
NETWORKS, HIDDEN, EPOCHS, RATE, DECAY, DROP = 4, 24, 12, 3e-3, 0.05, 0.1
NO_GENDER = 0.3  # of texts read without being told who is he and who is she
SILENT = 0.5  # of texts read without being told who speaks, as a reading is before it is read again
WRONG = 0.25  # of speakers told wrongly, as a reading tells them
SEED = 5


class Case(NamedTuple):
    """A labelled story: its mentions, what the network says of them, who is known, and ``who`` each labelled one is.

    ``who[k]`` is the number of one of the ``people`` first, then of others, -1 for several or nobody.
    """

    id: str
    held: bool
    m: Columns
    antecedents: AntecedentScores
    known: dict[int, int]
    genders: list[int]
    cuts: tuple[int, ...]
    speech: Speech
    who: dict[int, int]
    people: int


def case(x: Text, labels: Sequence[Label]) -> Case:
    d, all_ = draft(x), gold(x)
    language, m = d.language, d.encoding.reading.mentions
    people = [c for c in all_["characters"] if not c["id"].startswith("_")]
    number = {c["id"]: k for k, c in enumerate(people)}
    at = {int(h): k for k, h in enumerate(m.head.tolist())}
    known = {}
    for span, who in named_spans(d.manuscript.text, language, people).items():
        k = at.get(head_of(language, *span))
        if k is not None and m.form[k] != PRON:
            known[k] = who
    narrator = number.get(all_["narration"].get("narrator") or "", -1)
    for k, (kind, q) in enumerate(zip(m.kind.tolist(), m.quote.tolist(), strict=True)):
        if kind == ME and q < 0 and narrator >= 0:
            known[k] = narrator
    spans = {(a, b): k for k, (a, b) in enumerate(zip(m.first.tolist(), m.last.tolist(), strict=True))}
    others, said = dict(number), {}
    for label in labels:
        r = language.tokens_in(label.start, label.end)
        found = spans.get((r.start, r.stop), at.get(head_of(language, r.start, r.stop)))
        if found is not None and found not in known:
            said[found] = -1 if label.who == SEVERAL else others.setdefault(label.who, len(others))
    genders = [GENDERS.get(c.get("pronouns") or "", 0) for c in people]
    turns = speech(all_["quotes"], language, [int(q) for q in m.quote], m, number, narrator)
    return Case(
        x.id,
        x.held,
        m,
        d.encoding.antecedents,
        known,
        genders,
        tuple(find_cuts(d.manuscript)),
        turns,
        said,
        len(people),
    )


def speech(quotes: Any, language: Any, quote: list[int], m: Columns, number: dict[str, int], narrator: int) -> Speech:
    """Who speaks and is spoken to in each turn that holds a mention, by gold."""
    at = {i: q for q in quotes for a, b in q["spans"] for i in language.tokens_in(a, b)}
    n = max(quote, default=-1) + 1
    speaker, told = np.full(n, -1, np.int64), np.zeros((n, len(number)), bool)
    for head, turn in zip(m.head.tolist(), quote, strict=True):
        q = at.get(head)
        if turn >= 0 and q:
            speaker[turn] = number.get(q["speaker"], -1)
            told[turn, [number[a] for a in q.get("addressees") or () if a in number]] = True
    return Speech(narrator, speaker, told)


def silent(c: Case) -> Case:
    """The case before it is known who speaks."""
    return c._replace(speech=SILENCE._replace(narrator=c.speech.narrator))


def spoken(c: Case) -> Case:
    """The case where it is known who speaks, and so whom "I" and "you" mean."""
    known = dict(c.known)
    for k in np.flatnonzero((c.m.form == PRON) & (c.m.quote >= 0)).tolist():
        q, kind = int(c.m.quote[k]), int(c.m.kind[k])
        if kind == ME and c.speech.speaker[q] >= 0:
            known[k] = int(c.speech.speaker[q])
        elif kind == YOU and c.speech.addressed[q].sum() == 1:
            known[k] = int(c.speech.addressed[q].argmax())
    return c._replace(known=known)


def as_read(c: Case, rng: np.random.Generator) -> Case:
    """The case as a reading might have it: without genders or speakers at times, with some speakers wrong."""
    if rng.random() < NO_GENDER:
        c = c._replace(genders=[0] * len(c.genders))
    if rng.random() < SILENT:
        return silent(c)
    speaker, addressed = c.speech.speaker.copy(), c.speech.addressed.copy()
    for q in np.flatnonzero(rng.random(len(speaker)) < WRONG).tolist():
        speaker[q] = rng.integers(c.people) if c.people else -1
        addressed[q] = False
    return spoken(c._replace(speech=Speech(c.speech.narrator, speaker, addressed)))


def alone(asked: Asked) -> np.ndarray:
    """The ranking that the antecedents' scores give by themselves: the share of the probability each entity has."""
    return asked.features[:, 0]


def by(head: Head) -> Ranking:
    """The ranking that was learned."""
    return lambda asked: head(asked.features)


class Example(NamedTuple):
    features: np.ndarray
    right: tuple[int, ...]  # rows


def read(c: Case, ranking: Ranking | None, take: Callable[[Example], None] = lambda x: None) -> np.ndarray:
    """The entities of a case's mentions; ``take`` is given what was asked of labelled ones."""
    asked_at: dict[int, Asked] = {}

    def watch(asked: Asked) -> np.ndarray:
        asked_at[asked.mention] = asked
        assert ranking is not None
        return ranking(asked)

    watched = watch if ranking is not None else None
    entity, _ = chain(c.m, c.antecedents, c.known, c.genders, {}, c.cuts, c.speech, watched)
    first: dict[int, int] = {}  # others, by gold's numbers, to the entity of their first mention that is nobody's
    for k, who in sorted(c.who.items()):
        asked = asked_at.get(k)
        if asked is not None and (right := _right(c, asked, who, first)):
            take(Example(asked.features, tuple(right)))
        if who >= c.people and entity[k] >= c.people:
            first.setdefault(who, int(entity[k]))
    return entity


def _right(c: Case, asked: Asked, who: int, first: dict[int, int]) -> list[int]:
    """The rows that are right where ``who`` is meant; none where whoever is right isn't among them."""
    last = len(asked.entities)
    if who == -1:
        met = set(first.values())
        return [k for k, e in enumerate(asked.entities.tolist()) if e >= c.people and e not in met] + [last]
    right: list[int] = np.flatnonzero(asked.entities == (who if who < c.people else first.get(who, -1))).tolist()
    if not right and not (who in first if who >= c.people else _met(c, who, asked.mention)):
        return [last]
    return right


def _met(c: Case, who: int, k: int) -> bool:
    """Whether somebody was named or meant before mention ``k``."""
    return any(w == who and i < k for table in (c.known, c.who) for i, w in table.items())


def fit(examples: Sequence[Example]) -> Head:
    """Networks that score each row of an example, so that the right ones have most of the probability."""
    torch.set_num_threads(1)
    x = np.concatenate([e.features for e in examples])
    mean, scale = x.mean(0), x.std(0) + 1e-3
    rows = torch.from_numpy(np.clip((x - mean) / scale, -5, 5)).float()
    lengths = np.array([len(e.features) for e in examples])
    at = np.concatenate(([0], np.cumsum(lengths)))
    right = torch.zeros(len(rows), dtype=torch.bool)
    for k, e in enumerate(examples):
        right[at[k] + np.array(e.right)] = True
    return averaged(mean, scale, [_one(rows, right, at, seed) for seed in range(NETWORKS)])


def _one(rows: torch.Tensor, right: torch.Tensor, at: np.ndarray, seed: int) -> list[np.ndarray]:
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = network(rows.shape[1], HIDDEN, DROP)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    batches = -(-(len(at) - 1) // 256)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=RATE, total_steps=EPOCHS * batches + 1)
    for _ in range(EPOCHS):
        order = rng.permutation(len(at) - 1)
        for some in np.array_split(order, batches):
            here = torch.from_numpy(np.concatenate([np.arange(at[k], at[k + 1]) for k in some]))
            of = torch.from_numpy(np.repeat(np.arange(len(some)), [at[k + 1] - at[k] for k in some]))
            z = net(rows[here])[:, 0].clamp(-30, 30)
            e = z.exp()
            none = torch.zeros(len(some))
            all_, good = none.index_add(0, of, e), none.index_add(0, of, e * right[here])
            loss = (all_.log() - (good + 1e-12).log()).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return [p.detach().numpy() for p in net.parameters()]


def figures(cases: Sequence[Case], ranking: Ranking | None) -> dict[str, float]:
    """Of 100 pronouns and nouns that mean one of gold's people, how many are taken for theirs; of 100 others, how many
    for nobody's of those."""
    right: collections.Counter[str] = collections.Counter()
    all_: collections.Counter[str] = collections.Counter()
    for c in cases:
        entity = read(c, ranking)
        for k, who in c.who.items():
            what = ("pronouns" if c.m.form[k] == PRON else "nouns") + (" in speech" if c.m.quote[k] >= 0 else "")
            one = 0 <= who < c.people
            what = what if one else "others"
            all_[what] += 1
            right[what] += int(entity[k] == who if one else entity[k] >= c.people)
    return {k: round(100 * right[k] / n, 1) for k, n in sorted(all_.items())}


def taught(cases: Sequence[Case]) -> Head:
    """What is learned from cases: first on a history by the antecedents alone, which is then forgotten."""
    head = fit(_examples(cases, alone, 0))
    examples: list[Example] = []
    for k in range(1, ROUNDS + 1):
        examples += _examples(cases, by(head), k)
        head = fit(examples)
        print(f"round {k}: {len(examples)} examples", file=sys.stderr, flush=True)
    return head


def _examples(cases: Sequence[Case], ranking: Ranking, number: int) -> list[Example]:
    rng = np.random.default_rng(SEED + number)
    out: list[Example] = []
    for c in cases:
        read(as_read(c, rng), ranking, out.append)
    return out


def cases() -> Iterator[Case]:
    labels = load()
    for x in texts():
        if x.kind == "story" and x.id in labels:
            yield case(x, labels[x.id])


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("--try", dest="only", action="store_true", help="measure, write nothing")
    given = args.parse_args()
    found = list(cases())
    learnt, held = [c for c in found if not c.held], [c for c in found if c.held]
    head = taught(learnt)
    measured = {
        "held, antecedents and rules before": figures([silent(c) for c in held], None),
        "held": figures([silent(c) for c in held], by(head)),
        "held, speakers known": figures([spoken(c) for c in held], by(head)),
        "learnt from": figures([silent(c) for c in learnt], by(head)),
    }
    print(json.dumps(measured, indent=1), flush=True)
    if given.only:
        return
    path = OUT / "coreference.npz"
    arrays = {f"rank.{k}": getattr(head, k) for k in Head.__slots__}
    with path.with_suffix(".part").open("wb") as f:
        np.savez_compressed(f, **arrays)  # type: ignore[arg-type]
    path.with_suffix(".part").replace(path)
    about = {
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "command": ["python", "-m", "training.coreference.fit"],
        "labels": hashlib.sha256(FILE.read_bytes()).hexdigest(),
        "stories": len(learnt),
        "mentions": sum(len(c.who) for c in learnt),
        "people": json.loads((OUT / "people.json").read_text(encoding="utf-8"))["sha256"],
        "measured": measured,
    }
    (OUT / "coreference.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
