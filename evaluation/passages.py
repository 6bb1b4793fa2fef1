"""Short passages with the people in them marked: as texts to read, and who of ours is whom of theirs."""

import json
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evaluation.texts import NoTexts, Text

# No cast list can hold these; whom they mean is for the reading to find out.
PRONOUNS = frozenset(
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its itself"
    " we us our ours ourselves they them their theirs themselves themself one who".split()
)


def passages(folder: Path, pattern: str, work: Path) -> list[Text]:
    """A text for each line of the files of a folder, written under ``work``; the people marked are its cast list."""
    out = []
    for path in sorted(folder.glob(pattern)):
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            stem = work / f"{path.stem}-{n}"
            if not stem.with_suffix(".json").exists():
                work.mkdir(parents=True, exist_ok=True)
                stem.with_suffix(".txt").write_text(row["text"], encoding="utf-8", newline="\n")
                stem.with_suffix(".json").write_text(line, encoding="utf-8")
            cast = cast_list(row.get("people", {}))
            out.append(Text(stem.name, stem.with_suffix(".txt"), stem.with_suffix(".json"), cast))
    if not out:
        raise NoTexts(f"{folder / pattern}: no passages there; give the shared folder with --shared")
    return out


def cast_list(people: dict[str, list[str]]) -> str | None:
    """The people who are marked by more than pronouns, as a cast list; None where there are none.

    >>> cast_list({"A": ["Ida", "her"], "B": ["I"]})
    '[{"name": "Ida", "aliases": []}]'
    """
    named = ([w for w in dict.fromkeys(words) if w.lower() not in PRONOUNS] for words in people.values())
    rows = [{"name": words[0], "aliases": words[1:]} for words in named if words]
    return json.dumps(rows, ensure_ascii=False) if rows else None


def match(people: dict[str, list[str]], story: dict[str, Any], key: Callable[[str], str]) -> dict[str, str]:
    """Our characters' ids to the letters of the marked people: by name, else by the words of their mentions."""
    marked = defaultdict(set)
    for letter, words in people.items():
        for w in words:
            marked[key(w)].add(letter)
    mentions: dict[str, Counter[str]] = defaultdict(Counter)
    for m in story["mentions"]:
        mentions[m["entity"]][key(story["text"][m["start"] : m["end"]])] += 1
    out = {}
    for c in story["characters"]:
        named = Counter(letter for n in {c["name"], *c["aliases"]} for letter in marked.get(key(n), ()))
        votes: Counter[str] = Counter()
        for word, n in mentions[c["id"]].items():
            if len(marked.get(word, ())) == 1:
                votes[next(iter(marked[word]))] += n
        best = named or votes
        if best:
            out[c["id"]] = max(sorted(best), key=best.__getitem__)
    return out
