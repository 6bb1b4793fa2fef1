"""How each one talks: the words that somebody uses more than the others do, learnt from the book itself.

A dialect, a pet phrase, an oath: the lines whose speaker is hardly in doubt teach what tells one voice from another,
and the others are compared with that. A unigram model for each speaker with Dirichlet smoothing towards the words of
all speech (Zhai and Lafferty 2004), as a log-odds ratio, damped by the square root of the length, since the words of a
line are no independent witnesses.
"""

from collections import Counter
from collections.abc import Sequence
from math import log, sqrt

import numpy as np

from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.features import Floats

SURE = 0.8  # probability from which a line teaches its speaker's voice
SMOOTH = 3000.0  # words of everybody's that are mixed into a voice; this and WEIGHT chosen on eight training novels
WEIGHT = 0.8  # what a voice weighs, in log odds
MOST = 3.0  # and weighs at most


def fit_voices(candidates: Sequence[Candidates], who: Sequence[str | None], sure: Sequence[float]) -> list[Floats]:
    """For each turn how well each candidate's voice fits it, float64 (candidates,), in log odds.

    ``who`` is the likeliest speaker of each turn and ``sure`` the probability. A line is never held against a voice
    that was learnt from itself.
    """
    counts = [Counter(s.words) for s in candidates]
    everybody: Counter[str] = Counter()
    voices: dict[str, Counter[str]] = {}
    for words, speaker, p in zip(counts, who, sure, strict=True):
        everybody.update(words)
        if speaker is not None and p >= SURE:
            voices.setdefault(speaker, Counter()).update(words)
    total, kinds = sum(everybody.values()), len(everybody)
    share = {w: SMOOTH * (n + 0.5) / (total + 0.5 * kinds) for w, n in everybody.items()}
    size = {speaker: sum(v.values()) for speaker, v in voices.items()}
    out = []
    for them, words, speaker, p in zip(candidates, counts, who, sure, strict=True):
        row = np.zeros(len(them.who))
        length = sum(words.values())
        for c, candidate in enumerate(them.who):
            voice = voices.get(candidate)
            if voice is None or not length:
                continue
            own = words if candidate == speaker and p >= SURE else None
            rest = size[candidate] - (length if own is not None else 0)
            fits = 0.0
            for w, n in words.items():
                said = voice[w] - (n if own is not None else 0)
                fits += n * (log((said + share[w]) / share[w]) - log((rest + SMOOTH) / SMOOTH))
            row[c] = fits / sqrt(length)
        out.append(np.clip(WEIGHT * row, -MOST, MOST))
    return out
