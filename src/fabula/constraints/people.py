"""What a reader said of the people: who is one person, who is two, what they are called, who is nobody."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fabula.constraints.compile import Constraints
from fabula.constraints.outcomes import Outcome, Unapplied, noting
from fabula.corrections.operations import Operation, Person
from fabula.language import Language
from fabula.language.syntax import head_of
from fabula.language.taken_up import Occurrence, pronouns_taking_up, vote
from fabula.world import Cast, Character, Reference
from fabula.world.slugs import slug, unique

_DOES = ("merge", "split", "rename", "alias", "pronouns", "person", "not a person")
_LONGEST = 12  # tokens of a name or a noun with what stands before it
_ARTICLES = ("the", "a", "an", "my", "his", "her", "our", "their")


@dataclass(frozen=True, slots=True)
class People:
    """Whom an operation can name: the cast by their ids, and of those who were merged into whom."""

    characters: Mapping[str, Character]
    merged: Mapping[str, str]

    def find(self, person: Person) -> str:
        """The id of somebody as a reader named them. Raises Unapplied where nobody, or several, can be meant."""
        if person.id.startswith("group:"):
            return person.id
        who = person.id
        while who in self.merged:
            who = self.merged[who]
        c = self.characters.get(who)
        if c is not None and (who != person.id or _bears(c, person.name)):
            return who
        for fits in (lambda c: c.name == person.name, lambda c: _bears(c, person.name)):
            found = [c.id for c in self.characters.values() if fits(c)]
            if len(found) == 1:
                return found[0]
            if found:
                raise Unapplied(f"several people are called {person.name}")
        raise Unapplied(f"nobody is called {person.name} any more")


def constrain_cast(
    constraints: Constraints, language: Language, text: str, cast: Cast, quoted: Sequence[int]
) -> tuple[Cast, People, tuple[Outcome, ...]]:
    """The cast with people joined, parted, renamed, added and left out; whom operations can name in it.

    ``quoted[i]`` is the number of the turn token i stands in, or -1.
    """
    about = constraints.of(*_DOES)
    edit = _Edit(language, text, cast, quoted)
    outcomes: list[Outcome] = []
    for c in about:
        with noting(outcomes, c):
            edit.apply(c.op)
    new = edit.cast() if about else cast
    return new, People({c.id: c for c in new.characters}, edit.merged), tuple(outcomes)


class _Edit:
    """A cast while a reader's operations are applied to it, one after the other, as they stand in the log."""

    def __init__(self, language: Language, text: str, cast: Cast, quoted: Sequence[int]) -> None:
        self._language = language
        self._quoted = quoted
        self._added: list[str] = []
        self._parted: list[set[str]] = []  # two whom a person said to be two
        self._by = ""
        self._text = text
        self._narration = cast.narration
        self._people = {c.id: c for c in cast.characters}
        self._refs = list(cast.references)
        self.merged: dict[str, str] = {}

    def cast(self) -> Cast:
        """The cast as it is now. Those who were added go by the pronouns that the text takes their names up with."""
        for who in self._added:
            if who in self._people and "pronouns" not in self._people[who].corrected:
                self._people[who] = replace(self._people[who], pronouns=self._taken_up(who))
        return Cast(tuple(self._people.values()), tuple(sorted(self._refs, key=_place)), self._narration)

    def find(self, person: Person) -> str:
        return People(self._people, self.merged).find(person)

    def apply(self, op: Operation) -> None:
        """Apply one operation about the cast. Raises Unapplied."""
        self._by = op.by
        if op.do == "person":
            self._add(op.value or "", op.names)
            return
        assert op.who is not None
        who = self.find(op.who)
        if who not in self._people:
            raise Unapplied(f"{op.who.name} is several people together")
        if op.do in ("rename", "alias") and any(c.name == op.value and c.id != who for c in self._people.values()):
            raise Unapplied(f"{op.value} is somebody else in the cast")
        if op.do == "merge":
            self._merge(who, [self.find(p) for p in op.whom])
        elif op.do == "split":
            self._split(who, op.names, op.value or "")
        elif op.do == "rename":
            name = (op.value or "").strip()
            self._claim(who, name)
            self._change(who, "name", name=name, aliases=_with(self._people[who], self._people[who].name, name))
        elif op.do == "alias":
            self._claim(who, (op.value or "").strip())
            self._change(who, "aliases", aliases=_with(self._people[who], (op.value or "").strip()))
        elif op.do == "pronouns":
            self._change(who, "pronouns", pronouns=(op.value or "").strip().lower().partition("/")[0] or None)
        elif op.do == "not a person":
            self._forget(who)

    def _change(self, who: str, what: str, **fields: object) -> None:
        c = self._people[who]
        settled = c.corrected if self._by else tuple(dict.fromkeys((*c.corrected, what)))
        self._people[who] = replace(c, corrected=settled, **fields)  # type: ignore[arg-type]

    def _merge(self, into: str, others: Sequence[str]) -> None:
        others = [w for w in others if w != into]
        if not others:
            raise Unapplied("they are one person already")
        if self._by and any(into in self._now(pair) and self._now(pair) & {*others} for pair in self._parted):
            raise Unapplied("a reader said that they are two")
        for other in others:
            gone = self._people.pop(other, None)
            if gone is None:
                raise Unapplied("several people together cannot be one person")
            kept = self._people[into]
            name = gone.name if not kept.aliases else kept.name  # the narrator, who had no name until now
            aliases = _with(kept, *gone.aliases, gone.name)
            self._change(into, "aliases", name=name, aliases=aliases, pronouns=kept.pronouns or gone.pronouns)
            self.merged[other] = into
            self._refs = [r._replace(entity=into) if r.entity == other else r for r in self._refs]
            if self._narration.narrator == other:
                self._narration = replace(self._narration, narrator=into)

    def _now(self, pair: set[str]) -> set[str]:
        """The two as they are now, after others were merged into them."""
        return {self.merged.get(w, w) for w in pair}

    def _split(self, who: str, names: Sequence[str], new: str) -> None:
        keys = {_key(n) for n in names}
        old = self._people[who]
        rest = tuple(a for a in old.aliases if _key(a) not in keys)
        if len(rest) == len(old.aliases) and not any(self._called(r, who, keys) for r in self._refs):
            raise Unapplied(f"{old.name} is not called {' or '.join(names)}")
        id = self._new(new.strip(), tuple(n for n in old.aliases if _key(n) in keys))
        if not self._by:
            self._parted.append({who, id})
        if _key(old.name) in keys and rest:
            self._change(who, "name", name=rest[0])
        self._change(who, "aliases", aliases=rest)
        self._refs = [r._replace(entity=id) if self._called(r, who, keys) else r for r in self._refs]

    def _add(self, name: str, names: Sequence[str]) -> None:
        name = name.strip()
        if any(c.name == name for c in self._people.values()):
            raise Unapplied(f"{name} is in the cast already")
        who = self._new(name, tuple(names))
        for n in dict.fromkeys((name, *names)):
            self._claim(who, n)

    def _new(self, name: str, aliases: tuple[str, ...]) -> str:
        used = dict.fromkeys((*self._people, *self.merged), 1)
        id = unique(slug(name), used)
        self._added.append(id)
        self._people[id] = Character(id, name, tuple(dict.fromkeys((name, *aliases))), corrected=("name",))
        return id

    def _taken_up(self, who: str) -> str | None:
        spans = [
            Occurrence(r.first, r.last, self._quoted[r.head] >= 0, (who,))
            for r in self._refs
            if r.entity == who and r.form != "PRON"
        ]
        return vote(pronouns_taking_up(self._language, spans).get((who,), Counter()))

    def _forget(self, who: str) -> None:
        del self._people[who]
        refs = (r for r in self._refs if not (r.entity == who and r.form == "PROP"))
        self._refs = [r._replace(entity=None) if r.entity == who else r for r in refs]
        if self._narration.narrator == who:
            self._narration = replace(self._narration, narrator=None)

    def _called(self, r: Reference, who: str, keys: set[str]) -> bool:
        return r.entity == who and r.form != "PRON" and _key(self._words(r)) in keys

    def _words(self, r: Reference) -> str:
        return self._text[self._language.starts[r.first] : self._language.ends[r.last - 1]]

    def _claim(self, who: str, name: str) -> None:
        """Every place where the text says this name means this person, unless it is part of a longer name.

        "The Detective" is "the detective", too: a role has its capital from the list it stands in.
        """
        language = self._language
        words = name.split()
        if len(words) > 1 and words[0].lower() in _ARTICLES:
            small = " ".join(w.lower() for w in words)
            if small != name:
                self._claim(who, small)
        pattern = r"(?<!\w)" + r"\s+".join(re.escape(w) for w in name.split()) + r"(?!\w)"
        standing = sorted(self._refs, key=_place)
        starts = [r.first for r in standing]
        gone: set[int] = set()
        new: list[Reference] = []
        for m in re.finditer(pattern, self._text):
            tokens = language.tokens_in(*m.span())
            if not tokens or (language.starts[tokens[0]], language.ends[tokens[-1]]) != m.span():
                continue
            first, last = tokens[0], tokens[-1] + 1
            near = range(bisect_left(starts, first - _LONGEST), bisect_left(starts, last))
            over = [k for k in near if standing[k].last > first]
            if any(standing[k].last - standing[k].first > last - first and standing[k].form == "PROP" for k in over):
                continue
            gone.update(over)
            new.append(self._reference(first, last, who, name.split()))
        self._refs = [r for k, r in enumerate(standing) if k not in gone] + new

    def _reference(self, first: int, last: int, who: str, words: Sequence[str]) -> Reference:
        head = head_of(self._language, first, last)
        if any(w[0].isupper() for w in words):
            return Reference(first, last, head, who, "PROP")
        article = words[0].lower() if words[0].lower() in _ARTICLES else ""
        return Reference(first, last, head, who, "NOM", None, self._language.lower[last - 1], article)


def _place(r: Reference) -> tuple[int, int]:
    return r.first, r.last


def _bears(c: Character, name: str) -> bool:
    return name == c.name or name in c.aliases


def _with(c: Character, *names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*c.aliases, *names)))


def _key(name: str) -> str:
    """A name without dots, capitals and kinds of blank.

    >>> _key("Mr.  Darcy") == _key("mr darcy")
    True
    """
    return " ".join(re.sub(r"[^\w\s]", "", name).lower().split())
