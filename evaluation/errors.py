"""Where mentions and chains go wrong on LitBank: by form, by type, by distance, and which entities were mixed up."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

FAR = (1, 2, 5, 10, 30, 100)  # mentions back, upper bounds of the rows
AROUND = 60  # code points of context on either side of an example
SHOWN = 12  # examples of each kind a text


@dataclass
class Errors:
    """Counts and examples of one text or, added up, of several."""

    mentions: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    links: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    missed: list[tuple[str, str]] = field(default_factory=list)
    spurious: list[tuple[str, str]] = field(default_factory=list)
    conflated: list[tuple[str, str, list[tuple[str, int]]]] = field(default_factory=list)
    split: list[tuple[str, str, list[tuple[str, int]]]] = field(default_factory=list)


def add_errors(out: Errors, title: str, gold: dict[str, Any], story: dict[str, Any]) -> None:
    """Count one text into ``out``. ``gold`` is LitBank-shaped, ``story`` a story file."""
    text = story["text"]
    ours = {(m["start"], m["end"]): m for m in story["mentions"]}
    theirs = {(m["start"], m["end"]): m for m in gold["mentions"]}
    _mentions(out, text, ours, theirs)
    _links(out, ours, sorted(theirs.values(), key=lambda m: (m["start"], m["end"])))
    _mixed(out, title, text, ours, theirs)


def _mentions(out: Errors, text: str, ours: dict[Any, Any], theirs: dict[Any, Any]) -> None:
    missed, spurious = [], []
    for span, m in theirs.items():
        row = out.mentions[m["form"], m["type"]]
        row["gold"] += 1
        mine = ours.get(span)
        if mine is None:
            missed.append((f"{m['form']} {m['type']}", _context(text, *span)))
        elif mine["type"] != m["type"]:
            row[f"as {mine['type']}"] += 1
        else:
            row["found"] += 1
    for span, m in ours.items():
        if span not in theirs:
            out.mentions[m["form"], m["type"]]["spurious"] += 1
            spurious.append((f"{m['form']} {m['type']}", _context(text, *span)))
    out.missed += _spread(missed)
    out.spurious += _spread(spurious)


def _links(out: Errors, ours: dict[Any, Any], theirs: list[Any]) -> None:
    """Of every mention that takes up somebody: is one of those it takes up in our entity?"""
    before: dict[str, list[int]] = defaultdict(list)
    for k, m in enumerate(theirs):
        who = m["entity"]
        if who is None:
            continue
        if before[who]:
            far = k - before[who][-1]
            row = out.links[m["form"], next((f"up to {x}" for x in FAR if far <= x), f"over {FAR[-1]}")]
            mine = ours.get((m["start"], m["end"]))
            row["all"] += 1
            if mine is None:
                row["not found"] += 1
            else:
                near = [ours.get((theirs[j]["start"], theirs[j]["end"])) for j in before[who]]
                row["right"] += any(x is not None and x["entity"] == mine["entity"] for x in near)
        before[who].append(k)


def _mixed(out: Errors, title: str, text: str, ours: dict[Any, Any], theirs: dict[Any, Any]) -> None:
    pairs = Counter(
        (ours[s]["entity"], m["entity"]) for s, m in theirs.items() if s in ours and m["entity"] is not None
    )
    into: dict[str, list[tuple[str, int]]] = defaultdict(list)
    of: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for (mine, gold), n in pairs.most_common():
        into[mine].append((gold, n))
        of[gold].append((mine, n))
    for rows, target in ((into, out.conflated), (of, out.split)):
        mixed = [(who, parts) for who, parts in rows.items() if len(parts) > 1 and sum(n for _, n in parts[1:]) > 1]
        mixed.sort(key=lambda x: -sum(n for _, n in x[1][1:]))
        target += [(title, who, parts) for who, parts in mixed[:SHOWN]]


def _context(text: str, a: int, b: int) -> str:
    """The words around a mention, itself in brackets."""
    raw = f"{text[max(0, a - AROUND) : a]}[{text[a:b]}]{text[b : b + AROUND]}"
    return " ".join(raw.split())


def _spread(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """A few from all over the text."""
    step = max(1, len(found) // SHOWN)
    return found[::step][:SHOWN]
