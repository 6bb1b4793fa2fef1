"""Does each confidence of the story file mean what it says?

To add one: a function from a scorer, gold and a story to (confidence, right) of each answer, and a row in ``ASKED``.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from evaluation import texts
from evaluation.calibration import Answers, Calibration, calibration
from evaluation.figures import Section, between, bootstrap, shown, table
from evaluation.place import Measure, Place
from evaluation.scoring import Scorer
from evaluation.texts import Text

Ask = Callable[[Scorer, Any, Any], Answers]


def novel_speakers(scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Of all gold quotations of a PDNC novel."""
    return scorer.answers(gold, story)


def story_speakers(scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Of all that single people say aloud in a story."""
    said, link = scorer.pairs(gold, story, thoughts=True)
    names = scorer.match(gold, story, thoughts=True)
    out = []
    for q, j in zip(gold["quotes"], link, strict=True):
        if q["kind"] == "speech" and q["speaker"] and not q["speaker"].startswith("group:"):
            mine = said[j] if j is not None else None
            if mine is None or not mine["speaker"]:
                out.append((0.0, False))
            else:
                out.append((mine["confidence"], names.get(mine["speaker"]) == q["speaker"]))
    return out


def characters(scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Right where a character is the only one of ours that is this one of the gold's."""
    names = scorer.match(gold, story, thoughts=True)
    times = Counter(names.values())
    return [(c["confidence"], times[names.get(c["id"], "")] == 1) for c in story["characters"] if "confidence" in c]


def feelings(scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Right where the gold has the feeling in an overlapping span. It has only clear ones, so many are not there."""
    names = scorer.match(gold, story, thoughts=True)

    def same(mine: Any, theirs: Any) -> bool:
        (a, b), (c, d) = mine["span"], theirs["span"]
        if names.get(mine["character"]) != theirs["character"] or mine["emotion"] != theirs["emotion"]:
            return False
        return bool(min(b, d) > max(a, c))

    return [(f["confidence"], any(same(f, g) for g in gold["feelings"])) for f in story["feelings"]]


def _alone(layer: str, scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Each answer of a layer, scored as if it were the only one."""

    def right(one: Any) -> bool:
        return bool(scorer.count("story", gold, {**story, layer: [one]})[layer][0])

    return [(x["confidence"], right(x)) for x in story[layer]]


def mentions(scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Right where LitBank has the mention, with its type, and in the entity that most of our entity's mentions are."""
    theirs = {(m["start"], m["end"], m["type"]): m["entity"] for m in gold["mentions"]}
    votes: dict[str, Counter[Any]] = defaultdict(Counter)
    for m in story["mentions"]:
        who = theirs.get((m["start"], m["end"], m["type"]))
        if who is not None:
            votes[m["entity"]][who] += 1
    most = {ours: max(sorted(c, key=str), key=c.__getitem__) for ours, c in votes.items()}
    out = []
    for m in story["mentions"]:
        spot = (m["start"], m["end"], m["type"])
        out.append((m["confidence"], spot in theirs and theirs[spot] in (None, most.get(m["entity"]))))
    return out


def _of_turns(whom: str, sure: str, scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Whom a turn of speech is said to, or who hears it: right where gold has them, too."""
    said, link = scorer.pairs(gold, story, thoughts=True)
    names = scorer.match(gold, story, thoughts=True)
    return [
        (p, names.get(w, w) in q[whom])
        for q, j in zip(gold["quotes"], link, strict=True)
        if q["kind"] == "speech" and j is not None
        for w, p in zip(said[j][whom], said[j].get(sure, ()), strict=False)
    ]


def present(scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Who is in a scene: right where they are in the scene of gold's that shares most of it."""
    names = scorer.match(gold, story, thoughts=True)
    out = []
    for s in story["scenes"]:
        theirs = max(gold["scenes"], key=lambda g: min(g["end"], s["end"]) - max(g["start"], s["start"]), default=None)
        if theirs is not None:
            found = zip(s["present"], s.get("present_confidence", ()), strict=False)
            out += [(p, names.get(w, w) in theirs["present"]) for w, p in found]
    return out


def scenes(scorer: Scorer, gold: Any, story: Any) -> Answers:
    """Where a scene opens that nothing marks: right where one of gold's opens within 200 code points."""
    starts = [g["start"] for g in gold["scenes"] if g["start"]]
    return [
        (s["opened_confidence"], any(abs(s["start"] - g) <= 200 for g in starts))
        for s in story["scenes"]
        if s["opened_by"] == "change"
    ]


def names(scorer: Scorer, gold: Any, story: Any) -> Answers:
    """The names of a character that is one of gold's: right where gold lists the name, too."""
    match = scorer.match(gold, story, thoughts=True)
    listed = {c["id"]: {n.lower() for n in (c["name"], *c["aliases"])} for c in gold["characters"]}
    return [
        (n["confidence"], n["text"].lower() in listed[match[c["id"]]])
        for c in story["characters"]
        if match.get(c["id"]) in listed
        for n in c.get("names", ())
    ]


class Asked(NamedTuple):
    """A confidence, over a set of texts."""

    what: str
    where: str
    texts: Callable[[Place], list[Text]]
    ask: Ask


_held: Callable[[Place], list[Text]] = lambda p: texts.heldout(p.shared)  # noqa: E731
_pdnc: Callable[[Place], list[Text]] = lambda p: texts.pdnc(p.shared)  # noqa: E731
_litbank: Callable[[Place], list[Text]] = lambda p: texts.litbank(p.shared)  # noqa: E731

ASKED = (
    Asked("speakers", "PDNC dev, raw", _pdnc, novel_speakers),
    Asked("speakers", "held quarter", _held, story_speakers),
    Asked("whom a mention means", "LitBank dev", _litbank, mentions),
    Asked("characters", "held quarter", _held, characters),
    Asked("names of a character", "held quarter", _held, names),
    Asked("addressees", "held quarter", _held, partial(_of_turns, "addressees", "addressee_confidence")),
    Asked("hearers", "held quarter", _held, partial(_of_turns, "heard_by", "heard_by_confidence")),
    Asked("who is in a scene", "held quarter", _held, present),
    Asked("scenes that nothing marks", "held quarter", _held, scenes),
    Asked("feelings", "held quarter", _held, feelings),
    Asked("bonds", "held quarter", _held, partial(_alone, "bonds")),
    Asked("contradictions", "held quarter", _held, partial(_alone, "contradictions")),
)


def figures(rows: Sequence[Answers]) -> list[float]:
    """Of the answers of several texts: calibration error, and in percent what is answered at 95 % precision."""
    c = calibration([a for row in rows for a in row])
    return [100 * c.error, 100 * c.answered]


def _section(place: Place) -> Section:
    lines, bins, headline = [], [], {}
    for asked in ASKED:
        rows = [asked.ask(place.scorer, texts.load(t.gold), place.readings[t].load()) for t in asked.texts(place)]
        c: Calibration = calibration([a for row in rows for a in row])
        n = sum(k for *_, k in c.bins)
        if n == 0:
            lines.append([asked.what, asked.where, "none", "–", "–", "–", "–"])
            continue
        error, answered = bootstrap(rows, figures)
        note = "constant" if c.constant else shown(answered.here)
        lines.append(
            [
                asked.what,
                asked.where,
                f"{n:,}",
                f"{error.here / 100:.3f}",
                f"{error.low / 100:.3f} to {error.high / 100:.3f}",
                note,
                "–" if c.constant else between(answered),
            ]
        )
        headline[f"{asked.what}, {asked.where}: error"] = error.here
        headline[f"{asked.what}, {asked.where}: answered"] = answered.here
        bins += [
            [f"{asked.what}, {asked.where}", f"{100 * sure:.0f} %", f"{100 * right:.0f} %", f"{k:,}"]
            for sure, right, k in c.bins
        ]
    body = (
        "*Error*: expected calibration error over ten bins, goal at most 0.03. *At 95 %*: the share of all questions",
        "that can be answered with 95 % of the answers right, in percent, goal 70 for speakers. A confidence that is",
        "the same for all answers tells nothing and is called constant. Gold has only clear feelings, so that many",
        "answers count as wrong that could be argued for.",
        "",
        *table(["confidence of", "texts", "answers", "error", "interval", "at 95 %", "interval"], lines, "llrrcrc"),
        *table(["confidence of", "said to be sure", "right", "answers"], bins, "lrrr"),
    )
    return Section("calibration", "Confidence", body, headline)


def _needed(place: Place) -> list[Text]:
    return [t for some in dict.fromkeys(a.texts for a in ASKED) for t in some(place)]


CALIBRATION = Measure("calibration", "does each confidence mean what it says", _needed, _section)
