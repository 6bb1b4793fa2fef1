"""How often a reading goes wrong with people, counted on practice stories: what training damages gold casts by.

    python training/reading/count_damage.py ../shared [--texts 60]

Writes damage.json beside this file. Of the stories that may be learnt from, every so many; the held quarter isn't read.
A person is lost where less than a fifth of the places that name them are any one character's, merged where their
character is named more often for somebody else, split where a second character has a fifth of them.
"""

import argparse
import collections
import json
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
import fabula
from fabula.models.people import read as read_people
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.text.cuts import find_cuts
from fabula.text.open import read_file
from laid import lay, named_spans
from prepare import sets

FEW = 0.2
OFTEN = (3, 10, 30)


def count(path: Path, c: collections.Counter[str]) -> None:
    """Count one story into ``c``."""
    gold = json.loads(path.read_text(encoding="utf-8"))
    people = gold["characters"]
    file = path.with_suffix(".txt")
    story = fabula.read(file, corrections=None)
    language = story.tokens
    assert language is not None
    known = {x.id for x in story.characters}
    at: dict[int, str] = {}
    for m in story.mentions:
        for i in language.tokens_in(m.start, m.end):
            if m.entity in known:
                at.setdefault(i, m.entity)
    theirs = [collections.Counter[str]() for _ in people]
    for (a, b), who in named_spans(story.text, language, people).items():
        found = [at[i] for i in range(a, b) if i in at]
        theirs[who][found[0] if found else ""] += 1
    owner: dict[str, tuple[int, int]] = {}
    for k, t in enumerate(theirs):
        for x, n in t.items():
            if x and n > owner.get(x, (-1, 0))[1]:
                owner[x] = (k, n)
    whole = {}
    for k, t in enumerate(theirs):
        total = sum(t.values())
        if not total:
            continue
        bucket = int(np.searchsorted(OFTEN, total, side="right"))
        ranked = [(x, n) for x, n in t.most_common() if x]
        c.update({f"people {bucket}": 1, "people": 1})
        if not ranked or ranked[0][1] < FEW * total:
            c.update({f"lost {bucket}": 1})
        elif owner[ranked[0][0]][0] != k:
            c.update({f"merged {bucket}": 1})
        else:
            whole[k] = ranked[0][0]
            c["split"] += len(ranked) > 1 and ranked[1][1] >= FEW * total and owner[ranked[1][0]][0] == k
            mine = next(x for x in story.characters if x.id == ranked[0][0])
            c.update({"kept": 1, "genderless": int(bool(people[k]["pronouns"]) and mine.pronouns is None)})
    # pronouns and nouns against the same model's antecedents with every name known
    manuscript = read_file(file)
    turns = find_quotations(manuscript, language)
    quoted = quoted_tokens(language, turns)
    number = {x["id"]: k for k, x in enumerate(people)}
    narrator = number.get((gold["narration"] or {}).get("narrator") or "", -1)
    laid = lay(story.text, language, read_people(language, quoted), people, narrator, tuple(find_cuts(manuscript)))
    for head, form, who in zip(laid.head.tolist(), laid.form.tolist(), laid.who.tolist(), strict=True):
        if form and who in whole:
            now = at.get(head)
            c.update({"loose": 1, "unnamed": int(now is None), "stray": int(now is not None and now != whole[who])})


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("shared", type=Path)
    args.add_argument("--texts", type=int, default=60)
    given = args.parse_args()
    stories = sets(given.shared)["stories"]
    chosen = stories[:: max(1, len(stories) // given.texts)]
    c: collections.Counter[str] = collections.Counter()
    for p in chosen:
        count(p, c)

    def share(what: str, of: str) -> float:
        return round(c[what] / max(1, c[of]), 3)

    rates = {
        "lost": [share(f"lost {k}", f"people {k}") for k in range(4)],
        "merged": [share(f"merged {k}", f"people {k}") for k in range(4)],
        "split": share("split", "kept"),
        "unnamed": share("unnamed", "loose"),
        "stray": share("stray", "loose"),
        "genderless": share("genderless", "kept"),
    }
    out = {"rates": rates, "texts": len(chosen), "people": c["people"], "version": fabula.__version__}
    (Path(__file__).parent / "damage.json").write_text(json.dumps(out, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(out))


if __name__ == "__main__":
    main()
