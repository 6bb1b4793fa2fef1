"""Whom the pronouns and nouns of stories mean, as they were labelled: `labels.jsonl`, a story a line."""

import json
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent / "labels.jsonl"
SEVERAL = "-"  # several people, anybody, nobody, or a thing
OTHER = "n_"  # how ids of single persons begin whom gold of the story does not list


class Label(NamedTuple):
    """Who is meant by the mention at code points [start, end): an id of gold, one that begins with `OTHER`, or
    `SEVERAL`."""

    start: int
    end: int
    who: str


def load() -> dict[str, list[Label]]:
    """The labels of each story, by its id."""
    rows = (json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines())
    return {r["id"]: [Label(*x) for x in r["labels"]] for r in rows}
