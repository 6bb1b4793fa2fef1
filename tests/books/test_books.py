"""Short stories of our own, with what is in them: who is there, who hears, who lies, what ties people, what they feel.

Beside each text a file with gold: ``scenes`` (who is present in each), ``heard`` (the opening words of a quotation: who
hears it), ``contradictions`` (opening words of both sides, the holder), ``bonds`` (two names and the kind), ``feelings``
(who, which, words of the sentence). No text is asked for all of it: a network taught anew reads one of ten otherwise.
Each layer has a floor over the ten together, which a layer that broke falls through.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import fabula
from fabula import Story
from fabula.world import Quotation

HERE = Path(__file__).parent
NAMES = sorted(p.stem for p in HERE.glob("*.txt"))


@cache
def story(name: str) -> Story:
    return fabula.read(HERE / f"{name}.txt")


@cache
def gold(name: str) -> dict[str, Any]:
    out: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text(encoding="utf-8"))
    return out


def person(s: Story, name: str) -> str:
    """The id of somebody, or the name as it is where no character bears it."""
    found = [c.id for c in s.characters if name.lower() in (c.name.lower(), *(a.lower() for a in c.aliases))]
    return found[0] if len(found) == 1 else name


def said(s: Story, words: str) -> Quotation:
    return next(q for q in s.quotes if s.text[slice(*q.parts[0])].startswith(words))


Facts = set[tuple[object, ...]]


def presence(s: Story, wanted: dict[str, Any]) -> tuple[Facts, Facts]:
    """Who is in which scene, by its number."""
    there = {(k, w) for k, scene in enumerate(s.scenes) for w in scene.present}
    return there, {(k, person(s, w)) for k, who in enumerate(wanted["scenes"]) for w in who}


def hearers(s: Story, wanted: dict[str, Any]) -> tuple[Facts, Facts]:
    heard = {(words, w) for words in wanted["heard"] for w in said(s, words).heard_by}
    return heard, {(words, person(s, w)) for words, who in wanted["heard"].items() for w in who}


def lies(s: Story, wanted: dict[str, Any]) -> tuple[Facts, Facts]:
    found = {(x.a, x.b, x.holder) for x in s.knowledge.contradictions}
    gold = wanted.get("contradictions", [])
    return found, {(said(s, a).id, said(s, b).id, person(s, who)) for a, b, who in gold}


def bonds(s: Story, wanted: dict[str, Any]) -> tuple[Facts, Facts]:
    """Of the bonds that gold lists: others may be there."""
    asked = {(frozenset((person(s, a), person(s, b))), kind) for a, b, kind in wanted.get("bonds", [])}
    return {(frozenset((b.a, b.b)), b.kind) for b in s.bonds} & asked, asked


def feelings(s: Story, wanted: dict[str, Any]) -> tuple[Facts, Facts]:
    """Of the feelings that gold lists: others may be there."""
    asked = {(person(s, who), emotion, words) for who, emotion, words in wanted.get("feelings", [])}
    felt = {
        (f.character, f.emotion, words) for _, _, words in asked for f in s.feelings if words in s.text[slice(*f.span)]
    }
    return felt & asked, asked


@pytest.mark.parametrize(
    ("layer", "floor"), [(presence, 0.8), (hearers, 0.75), (lies, 0.3), (bonds, 0.3), (feelings, 0.75)]
)
def test_most_of_a_layer_is_found_in_ten_stories(layer: Any, floor: float) -> None:
    both = [layer(story(n), gold(n)) for n in NAMES]
    right = sum(len(mine & wanted) for mine, wanted in both)
    f1 = 2 * right / sum(len(mine) + len(wanted) for mine, wanted in both)
    assert f1 >= floor, [n for n, (mine, wanted) in zip(NAMES, both, strict=True) if mine != wanted]
