"""The texts that names are learnt from, read once by the network: their drafts lie in `.run/names/drafts`."""

import json
import pickle
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from training.stories.build import build

from fabula.pipeline import Draft, draft_story
from fabula.text.open import read_file

SHARED = Path("../shared")
RUN = Path(".run/names")


class Text(NamedTuple):
    """A text with gold: ``kind`` is story or novel; ``held`` says that nothing is learnt from it."""

    id: str
    kind: str
    path: Path
    gold: Path
    held: bool


def texts() -> Iterator[Text]:
    """The practice stories, those of our own among them, and the novels whose cast is known."""
    held = set((SHARED / "stories/heldout.txt").read_text().split())
    for gold in sorted((SHARED / "stories").glob("*.json")):
        if gold.with_suffix(".txt").exists():
            yield Text(gold.stem, "story", gold.with_suffix(".txt"), gold, gold.stem in held)
    for gold in build(SHARED, RUN / "written"):
        yield Text(gold.stem, "story", gold.with_suffix(".txt"), gold, False)
    for gold in sorted((SHARED / "corpora/casts").glob("*.json")):
        yield Text(gold.stem, "novel", SHARED / "corpora/novels" / f"{gold.stem}.txt", gold, False)


def draft(text: Text) -> Draft:
    """What the network reads in a text, kept on disk but for the vectors of mentions, which are scored already."""
    path = RUN / "drafts" / f"{text.kind}-{text.id}.pkl"
    if path.exists():
        d = pickle.loads(path.read_bytes())
        return Draft(d.manuscript, d.language, d.turns, d.encoding)
    d = draft_story(read_file(text.path), threads=1)
    d = replace(d, encoding=replace(d.encoding, reading=d.encoding.reading._replace(vectors=())))  # type: ignore[arg-type]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".tmp").write_bytes(pickle.dumps(d, protocol=5))
    path.with_suffix(".tmp").replace(path)
    return d


def gold(text: Text) -> Any:
    return json.loads(text.gold.read_text(encoding="utf-8"))
