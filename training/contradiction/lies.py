"""Families of things people say and take back elsewhere: what cannot be true together though no word of it is denied.

Each family has two sides; a sentence of one contradicts a sentence of the other, said of the same people. Sentences of
one side go together, and so do sentences of different families. Some families are held out, to see what is learnt and
not copied.
"""

import random
from collections.abc import Iterator
from pathlib import Path

from built import NAMES, Pair

THINGS = (
    "ring letter watch vase book key necklace map coat cup lamp painting violin boat box knife photograph diary".split()
)
TOWNS = "Paris London Rome Hull Turin Lisbon Cairo Boston Delhi Oslo Lagos Kyoto".split()
_FAMILIES = (Path(__file__).parent / "lies.txt").read_text(encoding="utf-8").splitlines()[1:]
HELD = 8  # of the families, taken at even steps


def families() -> list[tuple[list[str], list[str]]]:
    out = []
    for line in _FAMILIES:
        one, other = line.split("|")
        out.append(([x.strip() for x in one.split("/")], [x.strip() for x in other.split("/")]))
    return out


def lies(rng: random.Random, held: bool, rounds: int = 60) -> Iterator[Pair]:
    """Pairs of the families that are held out, or of the others."""
    every = families()
    step = len(every) // HELD
    mine = [f for k, f in enumerate(every) if (k % step == step - 1) == held]
    for _ in range(rounds):
        for k, (one, other) in enumerate(mine):
            w, x, y = rng.sample(NAMES, 3)
            fill = {"w": w, "x": x, "o": rng.choice(THINGS), "p": rng.choice(TOWNS)}

            def say(t: str, fill: dict[str, str] = fill) -> str:
                s = t.format(**fill)
                return s[0].upper() + s[1:] + "."

            a, b = rng.choice(one), rng.choice(other)
            yield Pair(*rng.sample((say(a), say(b)), 2), "contradiction")
            kind = rng.random()
            if kind < 0.4:
                side = rng.choice((one, other))
                if len(side) > 1:
                    yield Pair(*(say(t) for t in rng.sample(side, 2)), "other")
            elif kind < 0.7:
                yield (
                    Pair(say(a), say(b, {**fill, "w": y, "x": w}), "neutral")
                    if "{w}" in a + b and "{w}" in b
                    else Pair(say(a), say(rng.choice(mine[(k + 3) % len(mine)][0])), "neutral")
                )
            else:
                near = mine[(k + rng.randrange(1, len(mine))) % len(mine)]
                yield Pair(say(a), say(rng.choice(rng.choice(near))), "neutral")
