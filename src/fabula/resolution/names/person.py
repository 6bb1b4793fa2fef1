"""A person while names are being gathered, and everybody at the end of it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fabula.language.english import table
from fabula.language.taken_up import vote
from fabula.resolution.names.evidence import Evidence

Words = tuple[str, ...]


@dataclass(slots=True)
class Person:
    """A person while names are being gathered. ``keys`` are the word tuples of the names joined so far."""

    keys: Counter[Words] = field(default_factory=Counter)
    first_names: set[str] = field(default_factory=set)
    surname: str | None = None
    titles: set[str] = field(default_factory=set)
    evidence: Evidence = field(default_factory=Evidence)
    listed_pronouns: str | None = None
    listed_name: str | None = None
    listed_aliases: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        return self.evidence.count

    @property
    def pronouns(self) -> str | None:
        """The subject form the text itself uses, or None: a title decides, then counted pronouns."""
        if self.listed_pronouns:
            return self.listed_pronouns
        said = Counter(implied(t) for t in self.titles)
        said.pop("-", None)
        counts = self.evidence.pronouns
        if len(said) == 1:
            only = next(iter(said))
            other = sum(n for p, n in counts.items() if p not in (only, "they"))
            if other <= 3 * counts[only] + 6:
                return only
        return vote(counts)


@dataclass(frozen=True, slots=True)
class Roster:
    """Everybody found, and for each name the persons it may mean (most mentioned first)."""

    persons: tuple[Person, ...]
    bearers: Mapping[Words, tuple[int, ...]]


def implied(title: str) -> str:
    return table("titles").get(title, table("titles").get(title + ".", "-"))


def agree(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b


def add_name(p: Person, k: Words, titles: Iterable[str], e: Evidence, bearers: dict[Words, list[Person]]) -> None:
    p.keys[k] += e.count
    p.titles.update(titles)
    p.evidence.add(e)
    bearers.setdefault(k, []).append(p)


def share_name(k: Words, bearing: list[Person], titles: Words, e: Evidence, bearers: dict[Words, list[Person]]) -> None:
    """One name of several people. The first, most mentioned, gets the evidence so that it counts once."""
    bearers.setdefault(k, []).extend(bearing)
    bearing[0].keys[k] += e.count
    bearing[0].evidence.add(e)
    for p in bearing:
        p.titles.update(titles)
    for p in bearing[1:]:
        p.keys[k] += 0


def gender_of(titles: Iterable[str], e: Evidence) -> str | None:
    said = {implied(t) for t in titles} - {"-"}
    return next(iter(said)) if len(said) == 1 else vote(e.pronouns)
