"""Who could be speaking: for every turn a short list of candidates, with what speaks for each of them."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np

from fabula.language.syntax import is_plural
from fabula.quotations.cues import Cue
from fabula.quotations.turn import Turn
from fabula.resolution.judged import Judged
from fabula.resolution.speakers.features import (
    FEATURES,
    INDEX,
    UNKNOWN,
    Calls,
    Floats,
    absent_pronouns,
    fill,
    fill_unknown,
    nobody_fits,
    rank,
    spoken_of,
)
from fabula.resolution.speakers.surroundings import Surroundings, main_cue

BACK = 14  # paragraphs before a turn in which a mention makes a candidate
AHEAD = 2
CARRIED = 6  # candidates that a conversation hands on from turn to turn
MOST = 10  # candidates kept for a turn
PERHAPS = 0.02  # probability from which the second reading makes a candidate
FLOOR = 0.001  # is added to its probabilities


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The candidates of one turn. ``features`` is float64 of shape (candidates, len(FEATURES)).

    ``words`` are those of the turn, in lower case. ``label`` is whom a label names as the speaker, UNKNOWN where one
    names nobody; it decides.
    """

    who: tuple[str, ...]
    features: Floats
    cue: Cue | None
    words: tuple[str, ...] = ()
    label: str | None = None


def find_candidates(
    around: Surroundings,
    settled: Mapping[int, str | None] | None = None,
    judged: Judged | None = None,
) -> tuple[Candidates, ...]:
    """The candidates of every turn, with their features. What the second reading says stays 0 if it is not ``judged``.

    ``settled`` are speakers who are known, by turn: to the turns around they are as if a tag had named them.
    """
    settled = settled or {}
    calls = [around.called(k) for k in range(len(around.turns))]
    cues = [main_cue(t) for t in around.turns]
    labels = [_label(around, t) for t in around.turns]
    known = {k: who for k, who in enumerate(labels) if who is not None and who != UNKNOWN} | dict(settled)
    tagged = [known.get(k) or _tagged(around, c) for k, c in enumerate(cues)]
    out: list[Candidates] = []
    for k in range(len(around.turns)):
        carried = _carried(around, k, out)
        read = judged.of_turn(k, judged.answers.speaks) if judged is not None else {}
        order, features, absent = _rows(around, k, calls, cues, tagged, carried, known.get(k), read)
        _relate(around, k, order, features, absent)
        if judged is not None:
            for row, who in zip(features, order, strict=True):
                nobody = who == UNKNOWN or who.startswith("group:")
                p = judged.somebody_else(k) if nobody else read.get(who, 0.0)
                row[INDEX["reread"]] = np.log(p + FLOOR)
        said = (around.language.lower[i] for part in around.turns[k].parts for i in around.language.tokens_in(*part))
        words = tuple(w for w in said if w.isalpha() or w in "!?")
        out.append(Candidates(tuple(order), features, cues[k], words, labels[k]))
    return tuple(out)


def _carried(around: Surroundings, k: int, before: Sequence[Candidates]) -> tuple[tuple[str, bool], ...]:
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


def _label(around: Surroundings, turn: Turn) -> str | None:
    """Whom the label of a turn names; UNKNOWN where it names nobody, None where there is no label."""
    if turn.label is None:
        return None
    tokens = around.language.tokens_in(*turn.label)
    if len(tokens) == 1 and around.language.lower[tokens[0]] in ("me", "i"):
        return around.narrator or UNKNOWN
    if turn.anybody:
        return UNKNOWN
    named = (around.at_token[i].entity for i in reversed(tokens) if i in around.at_token)
    return next((who for who in named if who is not None), UNKNOWN)


def _tagged(around: Surroundings, cue: Cue | None) -> str | None:
    """Whom a tag names outright."""
    if cue is None or cue.kind != "tag":
        return None
    if around.language.lower[cue.subject] == "i":
        return around.narrator
    r = around.at_token.get(cue.subject)
    return r.entity if r is not None and r.form != "PRON" else None


def _nearness(
    around: Surroundings,
    k: int,
    calls: Calls,
    carried: Sequence[tuple[str, bool]],
    known: str | None,
) -> tuple[dict[str, float], set[str]]:
    """Who may speak in turn ``k``, with how far off they were named last, and who of them only in another scene."""
    turn = around.turns[k]
    seen: dict[str, float] = {}
    elsewhere: dict[str, None] = {}  # in the order in which they come
    language = around.language
    scene = around.scene(turn.paragraph)
    for p in range(turn.paragraph - BACK, turn.last_paragraph + AHEAD + 1):
        here = around.scene(p) == scene
        for r in around.narration(p, turn):
            if r.entity is None or r.entity.startswith("group:"):
                continue
            if not here:
                elsewhere[r.entity] = None
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
            elsewhere[who] = None
        else:
            seen.setdefault(who, float(BACK))
    absent = [w for w in elsewhere if w not in seen]
    seen.update(dict.fromkeys(absent, 12.0))
    for c in turn.cues:
        subject = around.at_token.get(c.subject)
        if subject is not None and subject.entity and not subject.entity.startswith("group:"):
            seen[subject.entity] = 0.0
    if known is not None and not known.startswith("group:"):
        seen.setdefault(known, float(BACK))
    return seen, set(absent)


def _rows(
    around: Surroundings,
    k: int,
    calls: Calls,
    cues: Sequence[Cue | None],
    tagged: Sequence[str | None],
    carried: Sequence[tuple[str, bool]],
    known: str | None,
    read: Mapping[str, float],
) -> tuple[list[str], Floats, set[str]]:
    """The candidates of turn ``k``, the row of features of each, and who of them is of another scene."""
    turn, cue = around.turns[k], cues[k]
    seen, absent = _nearness(around, k, calls, carried, known)
    order = sorted(seen, key=lambda w: (w != known, seen[w], -around.count.get(w, 0)))[:MOST]
    order += [w for w, p in read.items() if p >= PERHAPS and w not in order]
    group = known if known is not None and known.startswith("group:") else _group(around, cue)
    if group:
        order.append(group)
    order.append(UNKNOWN)
    rows = [[0.0] * len(FEATURES) for _ in order]  # lists: numbers are put into them one by one
    for row, who in zip(rows, order, strict=True):
        if who == UNKNOWN:
            fill_unknown(around, turn, cue, row)
        else:
            fill(around, k, who, seen.get(who, 20.0), calls, cues, tagged, row)
    return order, np.array(rows, np.float64), absent


def _relate(around: Surroundings, k: int, order: Sequence[str], features: Floats, absent: Set[str]) -> None:
    """What the candidates of turn ``k`` say of one another, filled into their rows."""
    turn = around.turns[k]
    scene = around.scene(turn.paragraph)
    for row, who in zip(features, order, strict=True):
        if who == UNKNOWN:
            continue
        if row[INDEX["tag_noun_open_fits"]] and row[INDEX["is_answered"]]:
            row[INDEX["open_noun_called_next"]] = 1
        row[INDEX["other_scene"]] = who in absent
        row[INDEX["alone"]] = who in around.alone.get(scene, ())
    rank(around, turn, order, features)
    spoken_of(around, k, order, features)
    absent_pronouns(features)
    nobody_fits(features)


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
    if r is None and around.language.tag[cue.subject] == "NNS" and is_plural(around.language, cue.subject):
        return f"group:{word}"
    return None
