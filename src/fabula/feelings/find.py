"""Who feels what: for each turn and sentence, each person about and each emotion, a probability from both readings."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from fabula.feelings.experiencer import experiencer
from fabula.feelings.weights import BIAS, LEAST, WEIGHTS
from fabula.language import Language
from fabula.language.emotion_words import EMOTIONS, is_display, of_tokens
from fabula.models.feelings import Head
from fabula.models.rereading.rows import Rows
from fabula.models.rereading.sizes import EMOTIONS as READ
from fabula.resolution.judged import Judged
from fabula.world import Feeling, Manner, Quotation

PLAIN = 2.6  # log odds that a word of the list adds where it stands: REMAN's readers marked less than half of them
MOST = 2  # feelings of one person in one row
_OURS = [EMOTIONS.index(e) for e in READ]  # the second reading names them in another order
_VERY = frozenset("so very really deeply terribly awfully utterly completely more never ever too such beyond".split())

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


class Candidates(NamedTuple):
    """Who may feel something in a row: ``row``, ``who`` int64 (n,), numbers of rows and of ids; ``features`` (n, 8,
    len(WEIGHTS)), as `features` orders them, of each emotion of the second reading; ``cues`` int64 (rows, 8), the token
    of each row that shows each emotion most."""

    row: Ints
    who: Ints
    features: Floats
    cues: Ints


def find_feelings(
    language: Language,
    judged: Judged,
    felt: Floats,
    head: Head,
    quotes: Sequence[Quotation],
    meant: Mapping[int, str],
) -> tuple[Feeling, ...]:
    """The feelings of a text, in order.

    ``judged`` is what the second reading says of each row, ``felt`` what the first one's encoder says of each token
    (tokens, 8). ``quotes`` are those of the rows that are turns; ``meant`` gives tokens their characters.
    """
    words = of_tokens(language)
    found = candidates(language, judged, felt, words, head, quotes, meant)
    p = probabilities(found.features)
    out = []
    for n in np.flatnonzero(p.max(1, initial=0) >= LEAST).tolist():
        row, who = int(found.row[n]), judged.ids[found.who[n]]
        turn = int(judged.rows.turn[row])
        q = quotes[turn] if turn >= 0 else None
        for k in np.argsort(-p[n], kind="stable")[:MOST].tolist():
            if p[n, k] >= LEAST:
                cue = int(found.cues[row, k])
                out.append(feeling(language, READ[k], float(p[n, k]), cue, who, q, bool(words[cue, _OURS[k]])))
    return tuple(sorted(out, key=lambda f: (f.span, f.cue, f.character, f.emotion)))


def probabilities(features: Floats) -> Floats:
    """Of each candidate and emotion, float32 (n, 8)."""
    z = features @ np.array(list(WEIGHTS.values()), np.float32) + np.array(BIAS, np.float32)
    out: Floats = (1 / (1 + np.exp(-z))).astype(np.float32)
    return out


def candidates(
    language: Language,
    judged: Judged,
    felt: Floats,
    words: npt.NDArray[np.uint8],
    head: Head,
    quotes: Sequence[Quotation],
    meant: Mapping[int, str],
) -> Candidates:
    """Everybody about each row, with what there is to weigh. ``words`` is `of_tokens` of the text."""
    units = tokens_of(language, judged.rows)
    n = len(judged.rows.kind)
    shown = np.zeros((n, 8), np.float32)
    cues, grammar = np.zeros((n, 8), np.int64), np.full((n, 8), -1)
    number = {w: k for k, w in enumerate(judged.ids)}
    scores = felt + head.of_words(words)
    for r, unit in enumerate(units):
        if not len(unit):
            continue
        shown[r] = _logit(head.together(scores[unit], PLAIN * words[unit].max(0)))[_OURS]
        at = unit[scores[unit].argmax(0)][_OURS]
        cues[r] = at
        turn = int(judged.rows.turn[r])
        speaker = quotes[turn].speaker if turn >= 0 else None
        whose = {i: experiencer(language, i, unit.tolist(), meant, speaker) for i in dict.fromkeys(at.tolist())}
        grammar[r] = [number.get(whose[i] or "", -1) for i in at.tolist()]
    row, who, read = judged.felt
    mine = grammar[row] == who[:, None]
    speech = judged.rows.turn[row] >= 0
    speaks = _logit(judged.answers.speaks[row, who]) * speech
    columns = (
        _logit(read), shown[row], mine * shown[row], mine, _wide(speaks),
        _wide(_logit(judged.answers.present[row, who])), _wide(speech), mine * _logit(read),
    )  # fmt: skip
    return Candidates(row, who, np.stack(columns, -1).astype(np.float32), cues)


def tokens_of(language: Language, rows: Rows) -> list[Ints]:
    """The tokens of each row, in order. A stretch too short to be a row belongs to the row before it in its paragraph,
    or else to the one after it: '"No," she sobbed.'"""
    owner = np.full(len(language), -1)
    for r, a, b in zip(rows.part_row.tolist(), rows.part_first.tolist(), rows.part_last.tolist(), strict=True):
        owner[a:b] = r
    paragraph = np.asarray(language.paragraphs)
    for order in (range(1, len(owner)), range(len(owner) - 2, -1, -1)):
        step = 1 if order.step > 0 else -1
        for i in order:
            if owner[i] < 0 and paragraph[i] == paragraph[i - step]:
                owner[i] = owner[i - step]
    of: dict[int, list[int]] = defaultdict(list)
    for i, r in enumerate(owner.tolist()):
        of[r].append(i)
    return [np.array(of[r], np.int64) for r in range(len(rows.kind))]


def _wide(x: npt.NDArray[np.generic]) -> Floats:
    """One value for all emotions."""
    return np.repeat(x[:, None], len(READ), 1).astype(np.float32)


def _logit(p: Floats) -> Floats:
    out: Floats = np.log((p + np.float32(1e-4)) / (1 - p + np.float32(1e-4)))
    return out


def feeling(
    language: Language, emotion: str, p: float, cue: int, who: str, q: Quotation | None, named: bool
) -> Feeling:
    """The sentence of the cue is its span, in a turn what of it stands in the turn."""
    a, b = language.sentence_bounds[language.sentences[cue]]
    start, end = language.starts[a], language.ends[b - 1]
    manner: Manner = "shown"
    if q is not None and any(s <= language.starts[cue] < e for s, e in q.parts):
        manner = "thought" if q.kind == "thought" else "said"
        s, e = next((s, e) for s, e in q.parts if s <= language.starts[cue] < e)
        start, end = max(start, s), min(end, e)
    elif named and language.pos[cue] in ("NOUN", "ADJ", "ADV") and not is_display(language, cue):
        manner = "named"
    strong = sum(language.lower[i] in _VERY or language.text[i] == "!" for i in range(a, b))
    return Feeling(
        character=who,
        emotion=emotion,  # type: ignore[arg-type]
        span=(start, end),
        cue=(language.starts[cue], language.ends[cue]),
        manner=manner,
        intensity=round(min(1.0, 0.35 + 0.4 * p + 0.12 * strong), 2),
        confidence=round(p, 3),
        hidden=manner in ("said", "thought") and q is not None and not q.heard_by and q.kind != "written",
    )
