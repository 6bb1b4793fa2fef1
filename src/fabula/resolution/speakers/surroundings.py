"""What stands where in a text, for looking up around a turn."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence

from fabula.language import Language
from fabula.language.english import table
from fabula.language.syntax import SUBJECTS
from fabula.language.vocative import is_vocative
from fabula.quotations.cues import Cue
from fabula.quotations.turn import Turn
from fabula.world import Cast, Reference

MANY = 160  # references in one paragraph beyond which only those near a turn are looked at, so that time stays linear


class Surroundings:
    """What stands where in a text, for looking up around a turn. Built once."""

    def __init__(self, language: Language, cast: Cast, turns: Sequence[Turn], cuts: Sequence[int] = ()) -> None:
        self.language = language
        self.cast = cast
        self.turns = turns
        self.cuts = cuts
        self.pronouns: dict[str, str | None] = {c.id: c.pronouns for c in cast.characters}
        self.count = {c.id: c.mentions for c in cast.characters}
        self.narrator = cast.narration.narrator
        starts = [p[0] for t in turns for p in t.parts]
        ends = [p[1] for t in turns for p in t.parts]
        owner = [k for k, t in enumerate(turns) for _ in t.parts]
        self.at_token: dict[int, Reference] = {}
        self.narrated: dict[int, list[Reference]] = defaultdict(list)
        self.in_turn: dict[int, list[Reference]] = defaultdict(list)
        labelled = {i: k for k, t in enumerate(turns) if t.convention == "message" for i in _label_tokens(language, t)}
        for r in cast.references:
            for i in range(r.first, r.last):
                if i not in self.at_token or i == r.head:
                    self.at_token[i] = r
            start = language.starts[r.first]
            k = bisect_right(starts, start) - 1
            if r.head in labelled:
                self.in_turn[labelled[r.head]].append(r)  # who writes need not be there
            elif k >= 0 and start < ends[k]:
                self.in_turn[owner[k]].append(r)
            else:
                self.narrated[language.paragraphs[r.head]].append(r)
        in_scene: dict[int, set[str]] = defaultdict(set)
        for p, row in self.narrated.items():
            in_scene[self.scene(p)].update(r.entity for r in row if r.entity and not r.entity.startswith("group:"))
        self.in_scene = dict(in_scene)
        self.alone = {s: who for s, who in in_scene.items() if len(who) == 1}
        self.ever_narrated = {r.entity for row in self.narrated.values() for r in row if r.form != "PRON"}

    def narration(self, paragraph: int, turn: Turn) -> Sequence[Reference]:
        """The references in the narration of a paragraph; of an endless paragraph those around the turn."""
        refs = self.narrated.get(paragraph, [])
        if len(refs) <= MANY:
            return refs
        at = bisect_left(refs, turn.outer[0], key=lambda r: self.language.starts[r.first])
        return refs[max(0, at - MANY // 2) : at + MANY // 2]

    def scene(self, paragraph: int) -> int:
        """The number of marked cuts before a paragraph: the same for two paragraphs of one scene."""
        return bisect_right(self.cuts, paragraph)

    def called(self, k: int) -> tuple[list[str], list[str], str | None]:
        """Who is called by name in turn k, who is named without being called, and what a title called implies."""
        called: list[str] = []
        named: list[str] = []
        for r in self.in_turn.get(k, ()):
            if r.entity is None or r.form == "PRON":
                continue
            if r.form == "PROP" and is_vocative(self.language, r.first, r.last):
                called.append(r.entity)
            elif r.form == "PROP":
                named.append(r.entity)
        return called, named, self._title_called(k)

    def _title_called(self, k: int) -> str | None:
        titles = table("vocative_titles")
        for a, b in self.turns[k].parts:
            for i in self.language.tokens_in(a, b):
                implied = titles.get(self.language.lower[i])
                if implied and implied != "-" and is_vocative(self.language, i, i + 1):
                    return implied
        return None


def _label_tokens(language: Language, turn: Turn) -> range:
    return language.tokens_in(*turn.label) if turn.label is not None else range(0)


def main_cue(turn: Turn) -> Cue | None:
    """The cue that says most: a tag after, a tag before, a beat between or before, a beat after."""
    tags = [c for c in turn.cues if c.kind == "tag"]
    if tags:
        return tags[0]
    inside = [c for c in turn.cues if turn.outer[0] < c.start < turn.outer[1]]
    return next(iter(inside or turn.cues), None)


def object_of(around: Surroundings, cue: Cue | None) -> str | None:
    """Whom a cue says that it is said to."""
    if cue is None or cue.object < 0:
        return None
    r = around.at_token.get(cue.object)
    return r.entity if r is not None else None


def is_subject(language: Language, r: Reference) -> bool:
    return language.dep[r.head] in SUBJECTS
