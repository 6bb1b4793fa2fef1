"""All stories of a folder with all names swapped: python -m tests.swaps --stories FOLDER [--times N] [--seed N] [--only N]

FOLDER holds NAME/story.txt and NAME/gold.json, or NAME.txt and NAME.json; of the gold only the names of characters are
looked at. Prints each story that cannot be read, with the names that did it and the traceback, and leaves with code 1.
"""

import argparse
import json
import random
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path

import fabula
from tests.laws.test_laws import check
from tests.swaps.swap import drawn, parts, swap

NEVER = "blind"  # scored, and looked at by nobody


def stories(folder: Path) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Each story with the words its characters' names are made of."""
    for path in sorted(folder.rglob("*.txt")):
        if NEVER in path.parts:
            continue
        beside = [path.with_suffix(".json"), path.parent / "gold.json", path.parent / "story.json"]
        gold = next((p for p in beside if p.is_file()), None)
        if gold is None:
            continue
        people = json.loads(gold.read_text(encoding="utf-8")).get("characters", [])
        named = [n for c in people for n in (c.get("name") or "", *(c.get("aliases") or ()))]
        if named:
            yield path, parts(named)


def crash(text: str) -> str:
    """The traceback of reading a text, or nothing."""
    try:
        check(fabula.read_text(text))
    except Exception:
        return traceback.format_exc()
    return ""


def main() -> int:
    """Swap and read; how many stories could not be."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--stories", type=Path, required=True)
    asked.add_argument("--times", type=int, default=1)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--only", type=int, help="so many stories, spread over all")
    args = asked.parse_args()
    found = list(stories(args.stories))
    chosen = found[:: max(1, len(found) // args.only)][: args.only] if args.only else found
    bad = done = 0
    for k in range(args.times):
        for path, words in chosen:
            dice = random.Random(f"{args.seed + k} {path.parent.name} {path.stem}")
            names = {w: drawn(dice) for w in words}
            why = crash(swap(path.read_text(encoding="utf-8"), names))
            done += 1
            if why:
                bad += 1
                print(f"{path} {json.dumps(names, ensure_ascii=False)}\n{why}", flush=True)
    print(f"{done - bad} of {done} readings hold")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
