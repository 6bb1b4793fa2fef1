"""Where speakers go wrong: by how the speaker is given, how long nobody was named, how many talk, who narrates."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from evaluation.scoring import Scorer

RUNS = ((0, "tagged"), (1, "first without a tag"), (2, "second"), (5, "third to fifth"), (10**9, "sixth and on"))
NEAR = 6  # quotations on either side whose speakers are counted as those who talk
TALKERS = ((2, "two talk or fewer"), (3, "three talk"), (10**9, "four or more talk"))
SHOWN = 20  # the most confident mistakes
AROUND = 160  # code points of context on either side of one


@dataclass
class SpeechErrors:
    """Right answers and all quotations, by (what is looked at, its value); and the mistakes, (confidence, words)."""

    right: Counter[tuple[str, str]] = field(default_factory=Counter)
    all: Counter[tuple[str, str]] = field(default_factory=Counter)
    mistakes: list[tuple[float, str, str]] = field(default_factory=list)

    def table(self) -> dict[str, list[tuple[str, float, int]]]:
        """(value, share right in percent, quotations) of everything looked at, in order."""
        out: dict[str, list[tuple[str, float, int]]] = defaultdict(list)
        for (what, value), n in self.all.items():
            out[what].append((value, 100 * self.right[what, value] / n, n))
        return dict(out)

    def worst(self) -> list[tuple[float, str, str]]:
        """The mistakes we were surest of: confidence, what went wrong, and the passage."""
        return sorted(self.mistakes, key=lambda x: (-x[0], x[2]))[:SHOWN]


def add_speech(out: SpeechErrors, scorer: Scorer, title: str, gold: dict[str, Any], story: dict[str, Any]) -> None:
    """Count one novel into ``out``. ``gold`` is PDNC-shaped, ``story`` a story file."""
    said, link = scorer.pairs(gold, story)
    names = scorer.match(gold, story)
    shown = {c["id"]: c["name"] for c in (*gold["characters"], *story["characters"])}
    quotes = gold["quotes"]
    run = 0
    for k, (q, j) in enumerate(zip(quotes, link, strict=True)):
        run = run + 1 if q["type"] == "implicit" else 0
        talkers = len({x["speaker"] for x in quotes[max(0, k - NEAR) : k + NEAR + 1]})
        mine = said[j] if j is not None else None
        right = mine is not None and names.get(mine["speaker"]) == q["speaker"]
        for what, value in (
            ("the speaker is given", q["type"]),
            ("without a tag", next(name for most, name in RUNS if run <= most)),
            ("talking", next(name for most, name in TALKERS if talkers <= most)),
            ("narration", f"{story['narration']['person']} person"),
            ("answered by", mine["evidence"] if mine else "not found"),
        ):
            out.all[what, value] += 1
            out.right[what, value] += right
        if mine is not None and mine["speaker"] and not right:
            a, b = q["spans"][0][0], q["spans"][-1][1]
            wrong = f"{title}: {shown.get(mine['speaker'], mine['speaker'])} ({mine['evidence']})"
            passage = f"{story['text'][max(0, a - AROUND) : a]}[{story['text'][a:b]}]{story['text'][b : b + AROUND]}"
            who = shown.get(q["speaker"], q["speaker"])
            out.mistakes.append((mine["confidence"], f"{wrong}, for {who}", " ".join(passage.split())))
