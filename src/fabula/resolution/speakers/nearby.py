"""The mentions of a turn's candidates that stand near it, and how the network scores them."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from fabula.models.pairs import FORMS, ROLES, role_of
from fabula.models.speech import TurnScores
from fabula.resolution.speakers.surroundings import Surroundings, main_cue
from fabula.world import Reference

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

BACK, AHEAD = 14, 2  # paragraphs of narration looked at
TURNS = 5  # turns before and after whose words are looked at
MOST = 48  # mentions of a turn, the nearest
FEATURES = (16, 10, 48)  # how many values each feature of a mention has
_PARAGRAPHS = ((1, 3), (2, 4), (4, 5), (8, 6), (BACK, 7))  # (paragraphs before at most, place)
_TURNS = {0: 10, -1: 11, -2: 12, 1: 13, 2: 14}
_STEPS = (1, 2, 4, 8, 16, 32, 64, 128, 256)

NONE = 0.0  # what is said of a candidate whom no mention near the turn means: as in training


def score_candidates(
    scores: TurnScores,
    mention_at: Mapping[int, int],
    encoded: int,
    around: Surroundings,
    k: int,
    who: Sequence[str],
) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """For each candidate of turn ``k`` that it speaks, float64 (candidates,), in log odds.

    The scores of its mentions near the turn, added up as probabilities are; and whether it has one near at all.
    ``mention_at`` numbers the mentions by their head tokens; ``encoded`` is the number that the turn had when the
    network read it, -1 for one that was no turn then.
    """
    near = nearby(around, k, who, mention_at) if encoded >= 0 else np.zeros((0, 5), np.int64)
    out = np.full(len(who), NONE)
    some = np.zeros(len(who), bool)
    if len(near):
        said = scores.score(encoded, near).astype(np.float64)
        for c in set(near[:, 1].tolist()):
            own = said[near[:, 1] == c, 0]
            top = own.max()
            out[c] = top + np.log(np.exp(own - top).sum())
            some[c] = True
    return out, some


def nearby(around: Surroundings, k: int, who: Sequence[str], known: Mapping[int, int]) -> Ints:
    """Rows int64 (mentions, 5) for turn ``k``: number of the mention, candidate, place, distance, and what it is.

    ``who`` are the candidates; ``known`` gives the number of the mention that has its head at a token. The place
    says where the mention stands, seen from the turn; the distance is in steps of tokens; what it is says its form,
    its role in the sentence, and whether it is the subject or object of the turn's cue.
    """
    language, turn = around.language, around.turns[k]
    number = {w: c for c, w in enumerate(who)}
    inside = [language.tokens_in(*p) for p in turn.parts]
    inside = [r for r in inside if len(r)]
    if not inside:
        return np.zeros((0, 5), np.int64)
    first, last = inside[0].start, inside[-1].stop - 1
    cue = main_cue(turn)
    rows = []

    def add(r: Reference, place: int) -> None:
        if r.entity not in number or r.head not in known:
            return
        apart = first - r.head if r.head < first else r.head - last if r.head > last else 0
        link = 0
        if cue is not None and r.first <= cue.subject < r.last:
            link = 1 if cue.kind == "tag" else 2
        elif cue is not None and r.first <= cue.object < r.last:
            link = 3
        what = (FORMS.index(r.form) * ROLES + role_of(language.dep[r.head])) * 4 + link
        rows.append((apart, known[r.head], number[r.entity], place, bisect_right(_STEPS, apart), what))

    for p in range(turn.paragraph - BACK, turn.last_paragraph + AHEAD + 1):
        for r in around.narration(p, turn):
            add(r, _place(turn.paragraph, turn.last_paragraph, p, r.head, first, last))
    for j in range(max(0, k - TURNS), min(len(around.turns), k + TURNS + 1)):
        if abs(around.turns[j].paragraph - turn.paragraph) <= BACK:
            for r in around.in_turn.get(j, ()):
                if r.form != "PRON":
                    add(r, _TURNS.get(j - k, 15))
    rows.sort()
    return np.array([r[1:] for r in rows[:MOST]], np.int64).reshape(-1, 5)


def _place(opens: int, closes: int, p: int, head: int, first: int, last: int) -> int:
    if p > closes:
        return 8 if p == closes + 1 else 9
    if p >= opens:
        return 0 if head < first else 2 if head > last else 1
    return next(place for most, place in _PARAGRAPHS if opens - p <= most)
