"""Who could be speaking: for every turn a short list of candidates, with what speaks for each of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fabula.speech.cues import Cue
from fabula.speech.features import (
    FEATURES,
    INDEX,
    UNKNOWN,
    Calls,
    Floats,
    absent_pronouns,
    believe,
    fill,
    fill_unknown,
    nobody_fits,
    rank,
    spoken_of,
)
from fabula.speech.nearby import NONE, Listener
from fabula.speech.surroundings import Surroundings, main_cue

BACK = 14  # paragraphs before a turn in which a mention makes a candidate
AHEAD = 2
CARRIED = 6  # candidates that a conversation hands on from turn to turn
MOST = 10  # candidates kept for a turn


@dataclass(frozen=True, slots=True)
class Slate:
    """The candidates of one turn. ``features`` is float64 of shape (candidates, len(FEATURES)).

    ``told`` float64 (candidates,): what the model says of each as the one spoken to, in log odds. ``words`` are those
    of the turn, in lower case.
    """

    who: tuple[str, ...]
    features: Floats
    cue: Cue | None
    told: Floats
    words: tuple[str, ...] = ()


def build_slates(
    around: Surroundings, listener: Listener | None = None, given: Mapping[int, str | None] | None = None
) -> list[Slate]:
    """The candidates of every turn, with their features. Without a ``listener`` those of the model stay 0.

    ``given`` are speakers who are known, by turn: to the turns around they are as if a tag had named them.
    """
    given = given or {}
    calls = [around.called(k) for k in range(len(around.turns))]
    cues = [main_cue(t) for t in around.turns]
    around.tagged = [given.get(k) or _tagged(around, c) for k, c in enumerate(cues)]
    out: list[Slate] = []
    for k in range(len(around.turns)):
        out.append(_slate(around, k, calls, cues, _carried(around, k, out), listener, given.get(k)))
    return out


def _carried(around: Surroundings, k: int, before: Sequence[Slate]) -> tuple[tuple[str, bool], ...]:
    """Who could speak in the turn before, and whether as one of another scene, where the conversation goes on.

    A long exchange names nobody.
    """
    if not k:
        return ()
    gap = around.turns[k].paragraph - around.turns[k - 1].last_paragraph
    same = around.scene(around.turns[k].paragraph) == around.scene(around.turns[k - 1].last_paragraph)
    if gap > 2 or not same:
        return ()
    last = before[-1]
    kept = ((w, bool(row[INDEX["other_scene"]])) for w, row in zip(last.who, last.features, strict=True))
    return tuple((w, absent) for w, absent in kept if w != UNKNOWN and not w.startswith("group:"))[:CARRIED]


def _tagged(around: Surroundings, cue: Cue | None) -> str | None:
    """Whom a tag names outright."""
    if cue is None or cue.kind != "tag":
        return None
    if around.language.lower[cue.subject] == "i":
        return around.narrator
    r = around.at_token.get(cue.subject)
    return r.entity if r is not None and r.form != "PRON" else None


def _slate(
    around: Surroundings,
    k: int,
    calls: Calls,
    cues: Sequence[Cue | None],
    carried: Sequence[tuple[str, bool]],
    listener: Listener | None,
    known: str | None = None,
) -> Slate:
    turn = around.turns[k]
    seen: dict[str, float] = {}
    elsewhere: set[str] = set()
    language = around.language
    scene = around.scene(turn.paragraph)
    for p in range(turn.paragraph - BACK, turn.last_paragraph + AHEAD + 1):
        here = around.scene(p) == scene
        for r in around.told(p, turn):
            if r.entity is None or r.entity.startswith("group:"):
                continue
            if not here:
                elsewhere.add(r.entity)
                continue
            if p > turn.last_paragraph:
                seen.setdefault(r.entity, 3.0)
            else:
                before = language.starts[r.first] < turn.outer[0]
                d = turn.paragraph - p if p < turn.paragraph else 0
                seen[r.entity] = min(seen.get(r.entity, 99.0), float(d) if before else 0.5)
    for j in range(max(0, k - 5), min(len(around.turns), k + 5)):
        gap = abs(around.turns[j].paragraph - turn.paragraph)
        if gap > BACK or around.scene(around.turns[j].paragraph) != scene:
            continue
        for who in calls[j][0]:
            seen.setdefault(who, 8.0 + gap)
    if around.narrator and (around.narrator in seen or not seen or len(seen) < 3):
        seen.setdefault(around.narrator, 6.0)
    for who, away in carried:
        if away:
            elsewhere.add(who)
        else:
            seen.setdefault(who, float(BACK))
    absent = {w for w in elsewhere if w not in seen}
    for who in sorted(absent):
        seen[who] = 12.0
    chosen = cues[k]
    for c in turn.cues:
        subject = around.at_token.get(c.subject)
        if subject is not None and subject.entity and not subject.entity.startswith("group:"):
            seen[subject.entity] = 0.0
    if known is not None and not known.startswith("group:"):
        seen.setdefault(known, float(BACK))
    order = sorted(seen, key=lambda w: (w != known, seen[w], -around.count.get(w, 0), w))[:MOST]
    group = known if known is not None and known.startswith("group:") else _group(around, chosen)
    if group:
        order.append(group)
    order.append(UNKNOWN)
    features = np.zeros((len(order), len(FEATURES)))
    for row, who in zip(features, order, strict=True):
        if who == UNKNOWN:
            fill_unknown(around, turn, chosen, row)
            continue
        fill(around, k, who, seen.get(who, 20.0), calls, cues, row)
        if row[INDEX["tag_noun_open_fits"]] and row[INDEX["is_answered"]]:
            row[INDEX["open_noun_called_next"]] = 1
        row[INDEX["other_scene"]] = who in absent
        row[INDEX["alone"]] = who in around.alone.get(scene, ())
    rank(around, turn, order, features)
    spoken_of(around, k, order, features)
    absent_pronouns(features)
    nobody_fits(features)
    told = np.full(len(order), NONE[1])
    if listener is not None:
        heard, near = listener.hear(around, k, order)
        told = heard[:, 1]
        believe(order, heard[:, 0], near, features)
    said = (language.lower[i] for part in turn.parts for i in language.tokens_in(*part))
    return Slate(tuple(order), features, chosen, told, tuple(w for w in said if w.isalpha() or w in "!?"))


def _group(around: Surroundings, cue: Cue | None) -> str | None:
    if cue is None or cue.kind != "tag":
        return None
    r = around.at_token.get(cue.subject)
    if r is not None and r.entity and r.entity.startswith("group:"):
        return r.entity
    word = around.language.lower[cue.subject]
    if word == "they":
        return "group:they"
    if word in ("everyone", "everybody", "both", "several", "some", "others", "all", "we"):
        return f"group:{word}"
    if r is None and around.language.tag[cue.subject] == "NNS":
        return f"group:{word}"
    return None
