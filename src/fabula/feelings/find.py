"""Feelings, sentence by sentence: which emotion, at which word, whose, and how the text gives it."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from fabula.feelings.experiencer import experiencer
from fabula.language import Language
from fabula.language.emotion_words import EMOTIONS, denied, is_display, of_tokens
from fabula.models.feelings import Head
from fabula.world import Feeling, Manner, Quotation

PLAIN = 2.6  # log odds that a word of the list adds where it stands: REMAN's readers marked less than half of them
LEAST = 0.25  # probability from which a feeling is reported
SECOND = 0.6  # a second feeling of a sentence is at least this share of the first
MOST = 2  # feelings of one person in one stretch
_VERY = frozenset("so very really deeply terribly awfully utterly completely more never ever too such beyond".split())

Floats = npt.NDArray[np.float32]


def find_feelings(
    language: Language,
    felt: Floats,
    head: Head,
    quoted: Sequence[int],
    quotes: Sequence[Quotation],
    meant: Mapping[int, str],
    narrator: str | None,
) -> tuple[Feeling, ...]:
    """The feelings of a text, in order. ``felt`` is what the encoder says of each token, ``meant`` gives tokens their
    characters; ``quoted[i]`` is the number of the quotation token i stands in, or -1.
    """
    words = of_tokens(language)
    scores = felt + head.of_words(words)
    out: list[Feeling] = []
    before: str | None = None
    paragraph = -1
    for a, b in language.sentence_bounds:
        if language.paragraphs[a] != paragraph:
            paragraph, before = language.paragraphs[a], None
        for unit in _units(language, a, b, quoted):
            q = quotes[quoted[unit[0]]] if quoted[unit[0]] >= 0 else None
            who_speaks = q.speaker if q is not None else None
            p = head.together(scores[unit], PLAIN * words[unit].max(0))
            no = denied(language, unit.tolist()) if p.max() >= LEAST else ()
            for k in _chosen(p):
                if EMOTIONS[k] in no and not words[unit, k].any():
                    continue
                trigger = int(unit[int(np.argmax(scores[unit, k]))])
                who = experiencer(language, trigger, unit.tolist(), meant, who_speaks)
                if who is None and q is None:
                    who = before or (narrator if _first(language, unit) else None)
                if who is None or who.startswith("group:"):
                    continue
                out.append(
                    _feeling(language, unit, (a, b), EMOTIONS[k], float(p[k]), trigger, who, q, bool(words[trigger, k]))
                )
            before = _last_subject(language, unit, meant) or who_speaks or before
    return tuple(out)


def _units(language: Language, a: int, b: int, quoted: Sequence[int]) -> Iterator[npt.NDArray[np.int64]]:
    """The stretches of a sentence that one voice gives: each quotation in it, and the narration around."""
    voices: dict[int, list[int]] = {}
    for i in range(a, b):
        voices.setdefault(quoted[i], []).append(i)
    for tokens in voices.values():
        if any(language.text[i].isalpha() for i in tokens):
            yield np.array(tokens, np.int64)


def _chosen(p: Floats) -> list[int]:
    """The emotions to report, the likeliest first."""
    order = np.argsort(-p, kind="stable")[:MOST].tolist()
    return [k for k in order if p[k] >= LEAST and p[k] >= SECOND * p[order[0]]]


def _feeling(
    language: Language,
    unit: npt.NDArray[np.int64],
    sentence: tuple[int, int],
    emotion: str,
    p: float,
    trigger: int,
    who: str,
    q: Quotation | None,
    named: bool,
) -> Feeling:
    a, b = (int(unit[0]), int(unit[-1]) + 1) if q is not None else sentence
    manner: Manner = "shown"
    if q is not None:
        manner = "thought" if q.kind == "thought" else "said"
    elif named and language.pos[trigger] in ("NOUN", "ADJ", "ADV") and not is_display(language, trigger):
        manner = "named"
    strong = sum(language.lower[i] in _VERY or language.text[i] == "!" for i in unit.tolist())
    return Feeling(
        character=who,
        emotion=emotion,  # type: ignore[arg-type]
        span=(language.starts[a], language.ends[b - 1]),
        cue=(language.starts[trigger], language.ends[trigger]),
        manner=manner,
        intensity=round(min(1.0, 0.35 + 0.4 * p + 0.12 * strong), 2),
        confidence=round(p, 3),
        hidden=q is not None and not q.heard_by and q.kind != "written",
    )


def _first(language: Language, unit: npt.NDArray[np.int64]) -> bool:
    return any(language.lower[i] in ("i", "me", "my") for i in unit.tolist())


def _last_subject(language: Language, unit: npt.NDArray[np.int64], meant: Mapping[int, str]) -> str | None:
    found = [meant[i] for i in unit.tolist() if i in meant and language.dep[i] in ("nsubj", "nsubjpass")]
    return found[0] if found else None
