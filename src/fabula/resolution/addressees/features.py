"""What speaks for somebody as the one spoken to, as numbers; what each weighs is in `weights` beside this."""

import math
from collections.abc import Sequence

import numpy as np

from fabula.resolution.speakers.candidates import Candidates
from fabula.resolution.speakers.decode import relation
from fabula.resolution.speakers.features import FEATURES as SPEAKING
from fabula.resolution.speakers.features import INDEX as SPEAKS
from fabula.resolution.speakers.features import UNKNOWN, Floats
from fabula.resolution.speakers.nearby import NONE
from fabula.resolution.speakers.surroundings import Surroundings, main_cue
from fabula.world import Quotation

REACH = 6  # turns of the conversation on either side that are looked at
APART = ("far", "cut")  # relations between turns of two conversations

FEATURES = (
    "bias", "called", "another_called", "cue_object", "another_cue_object", "named", "spoke_before",
    "spoke_just_before", "speaks_next", "speaks_just_next", "share", "answers_by_name", "company", "scored",
    "unscored", "may_speak", "beside", "other_scene", "only_called", "distance", "frequency", "narrator",
    "you_before", "you_next", "group", "same_speaker", "nobody_else", "just_before_and_next", "company_beside",
    "before", "next", "before_same",
)  # fmt: skip
INDEX = {name: i for i, name in enumerate(FEATURES)}
NEIGHBOURS = ("before", "next", "before_same")  # what is known of the turns beside it once those were answered
SECOND = frozenset(("you", "your", "yours", "yourself", "ya", "thou", "thee", "thy"))


class Conversation:
    """Who speaks around each turn of a text. ``quotes`` have their speakers; ``candidates`` are those of
    the same turns."""

    def __init__(
        self, around: Surroundings, quotes: Sequence[Quotation], candidates: Sequence[Candidates], cuts: Sequence[int]
    ) -> None:
        self._around, self._quotes, self._candidates = around, quotes, candidates
        turns = around.turns
        self._apart = [True] + [relation(a, b, cuts) in APART for a, b in zip(turns, turns[1:], strict=False)]
        self._called = [around.called(k) for k in range(len(turns))]

    def _others(self, k: int, step: int) -> list[str | None]:
        """The speakers before (-1) or after (1) turn k in its conversation, the nearest first, None if not known."""
        out = []
        j = k + step
        while 0 <= j < len(self._quotes) and abs(j - k) <= REACH and not self._apart[max(j, j - step)]:
            if self._quotes[j].kind == "speech":
                out.append(self._quotes[j].speaker)
            j += step
        return out

    def together(self, k: int) -> bool:
        """Whether turn k goes on from the one before it."""
        return k > 0 and not self._apart[k]

    def called(self, k: int) -> tuple[str, ...]:
        """Who is called by name in turn ``k``, but for its speaker."""
        return tuple(w for w in dict.fromkeys(self._called[k][0]) if w != self._quotes[k].speaker)

    def candidates(self, k: int) -> tuple[tuple[str, ...], Floats]:
        """Who may be spoken to in turn ``k``, and float64 (candidates, features), without what `NEIGHBOURS` name."""
        around, q, own = self._around, self._quotes[k], self._candidates[k]
        turn, me = around.turns[k], q.speaker
        before, after = self._others(k, -1), self._others(k, 1)
        called, named, _ = self._called[k]
        cue = main_cue(turn)
        object_ = around.at_token.get(cue.object) if cue is not None and cue.object >= 0 else None
        objects = {object_.entity} if object_ is not None and object_.entity not in (None, me) else set()
        talk = [w for w in (*before, *after) if w and w != me]
        number = {w: c for c, w in enumerate(own.who)}
        who = list(dict.fromkeys(w for w in (*own.who, *called, *sorted(filter(None, objects)), *talk)))
        who = [w for w in who if w not in (UNKNOWN, me)]
        x = np.zeros((len(who), len(FEATURES)))
        if not who:
            return (), x
        nearest = [next((w for w in side if w and w != me), None) for side in (before, after)]
        just = [side[0] if side and side[0] != me else None for side in (before, after)]
        others = len(set(talk))
        you = any(around.language.lower[i] in SECOND for p in turn.parts for i in around.language.tokens_in(*p))
        beside = [
            r.entity for p in range(turn.paragraph - 1, turn.last_paragraph + 2) for r in around.narration(p, turn)
        ]
        blank = np.zeros(len(SPEAKING))
        for row, w in zip(x, who, strict=True):
            c = number.get(w)
            says = own.features[c] if c is not None else blank
            score = float(own.addressed[c]) if c is not None else NONE[1]
            calls_me = any(
                self._quotes[j].speaker == w and me in self._called[j][0]
                for j in (k - 1, k + 1)
                if 0 <= j < len(self._quotes)
            )
            values = {
                "bias": 1, "called": w in called, "another_called": bool(called) and w not in called,
                "cue_object": w in objects, "another_cue_object": bool(objects) and w not in objects,
                "named": w in named and w not in called, "spoke_before": w == nearest[0],
                "spoke_just_before": w == just[0], "speaks_next": w == nearest[1], "speaks_just_next": w == just[1],
                "share": talk.count(w) / max(1, len(talk)), "answers_by_name": calls_me,
                "company": math.log1p(others) * (w in talk), "scored": min(max(score, -6.0), 6.0),
                "unscored": c is None or score == NONE[1], "may_speak": says[SPEAKS["read"]],
                "beside": math.log1p(beside.count(w)), "other_scene": says[SPEAKS["other_scene"]],
                "only_called": says[SPEAKS["only_called"]], "distance": says[SPEAKS["distance"]],
                "frequency": math.log1p(around.count.get(w, 0)) / 4, "narrator": w == around.narrator,
                "you_before": you and w == just[0], "you_next": you and w == just[1], "group": w.startswith("group:"),
                "same_speaker": bool(before) and before[0] == me, "nobody_else": not talk,
                "just_before_and_next": w == just[0] == just[1], "company_beside": len(who) > 3 and w in beside,
            }  # fmt: skip
            for name, value in values.items():
                row[INDEX[name]] = value
        return tuple(who), x

    def neighbours(self, k: int, who: Sequence[str], sure: Sequence[dict[str, float]], x: Floats) -> Floats:
        """The features with what was first thought of the turns beside: probabilities ``sure`` by turn and person."""
        out = x.copy()
        me = self._quotes[k].speaker
        for c, w in enumerate(who):
            if self.together(k):
                same = self._quotes[k - 1].speaker == me
                out[c, INDEX["before_same" if same else "before"]] = _odds(sure[k - 1].get(w))
            if k + 1 < len(sure) and self.together(k + 1):
                out[c, INDEX["next"]] = _odds(sure[k + 1].get(w))
        return out


def _odds(p: float | None) -> float:
    """Probability to -1..1; nothing known is 0."""
    return 0.0 if p is None else 2 * p - 1
