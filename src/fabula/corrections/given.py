"""A reader's corrections while a text is read: every stage is asked what was said of its findings."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar, get_args

from fabula.corrections.anchors import find_anchor
from fabula.corrections.folded import Folded
from fabula.corrections.operations import Operation, Person
from fabula.corrections.people import People, Unapplied
from fabula.corrections.turns import add_turn, of_kind, turn_at, without
from fabula.corrections.words import in_words
from fabula.knowledge.secrets import find_secrets
from fabula.language import Language
from fabula.scenes.presence import Presence
from fabula.speech.turn import Turn
from fabula.world import Bond, BondKind, Cast, Correction, Kind, Knowledge, Manuscript, Quotation, Scene, Span

_CAST = ("merge", "split", "rename", "alias", "pronouns", "person", "not a person")
T = TypeVar("T")


class Given:
    """The operations of a reader that stand, to be asked stage by stage in the order of `fabula.reading`.

    `outcome` tells at the end what became of each of them.
    """

    def __init__(self, manuscript: Manuscript, operations: Sequence[Operation]) -> None:
        self.operations = tuple(operations)
        self._manuscript = manuscript
        self._why: dict[str, list[str]] = {}
        self._done: set[str] = set()
        self._people: People | None = None
        self._turns: tuple[Turn, ...] = ()
        self._places: dict[str, list[Span]] = {}
        folded = Folded(manuscript.text, manuscript.paragraphs) if any(op.at for op in operations) else None
        for op in self.operations:
            spans = [find_anchor(folded, a) for a in op.at] if folded is not None else []
            self._places[op.id] = [s for s in spans if s is not None]
            lost = sum(s is None for s in spans)
            if lost:
                which = "its place" if len(spans) == 1 else f"{lost} of its {len(spans)} places"
                self._fail(op, f"{which} cannot be found again in the text")

    def turns(self, language: Language, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
        """The turns with those a reader added, without those that are none, and of the kind they said."""
        for op in self._of("quotation", "kind"):
            for span in self._places[op.id]:
                with _Try(self, op):
                    if op.do == "quotation":
                        turns = add_turn(self._manuscript, language, turns, span, _kind(op))
                    elif op.value == "none":
                        turns = without(turns, frozenset((turn_at(turns, span),)))
                    else:
                        turns = of_kind(turns, {turn_at(turns, span): _kind(op)})
        self._turns = turns
        return turns

    def cast(self, language: Language, cast: Cast, quoted: Sequence[int]) -> Cast:
        """The cast with people joined, parted, renamed, added and left out."""
        self._people = People(language, self._manuscript.text, cast, quoted)
        ops = self._of(*_CAST)
        for op in ops:
            with _Try(self, op):
                self._people.apply(op)
        return self._people.cast() if ops else cast

    def speakers(self) -> dict[int, str | None]:
        """The turns whose speaker a reader settled; None where they said that it cannot be told."""
        said = [op for op in self._of("speaker", "quotation") if op.do == "speaker" or op.who is not None]
        return self._by_turn(said, lambda op: self._find(op.who) if op.who is not None else None)

    def addressees(self, quotes: Sequence[Quotation]) -> tuple[Quotation, ...]:
        """The quotations with the addressees that a reader settled."""
        said = self._by_turn(self._of("addressees"), lambda op: tuple(self._find(p) for p in op.whom))
        kinds = self._by_turn(
            [op for op in self._of("kind", "quotation") if op.value != "none" and op.id in self._done], lambda op: op.do
        )
        out = []
        for k, q in enumerate(quotes):
            settled = (*q.corrected, *(["addressees"] if k in said else []), *(["kind"] if k in kinds else []))
            out.append(replace(q, addressees=said.get(k, q.addressees), corrected=settled) if settled else q)
        return tuple(out)

    def presence(self, presence: Sequence[Presence], quotes: Sequence[Quotation]) -> tuple[Presence, ...]:
        """Who is there, with those a reader put into a scene or out of it."""
        out = list(presence)
        for op in self._of("present", "absent"):
            for k in self._scenes(op, [p.start for p in out]):
                with _Try(self, op):
                    for who in [self._find(p) for p in op.whom]:
                        out[k] = _there(out[k], who, quotes) if op.do == "present" else _gone(out[k], who)
        return tuple(out)

    def scenes(self, scenes: Sequence[Scene]) -> tuple[Scene, ...]:
        """The scenes with the places a reader gave them."""
        out = list(scenes)
        for op in self._of("place", "present", "absent"):
            what = "place" if op.do == "place" else "present"
            for k in self._scenes(op, [s.start for s in out]):
                settled = tuple(dict.fromkeys((*out[k].corrected, what)))
                where = op.value if op.do == "place" else out[k].place
                out[k] = replace(out[k], corrected=settled, place=where)
                self._done.add(op.id)
        return tuple(out)

    def bonds(self, bonds: Iterable[Bond]) -> tuple[Bond, ...]:
        """The bonds, of the kind a reader said, and without those they denied. ``names`` are the kinds before."""
        out = list(bonds)
        for op in self._of("bond"):
            with _Try(self, op):
                pair = {self._find(op.who), self._find(op.whom[0])}
                if len(pair) < 2:
                    raise Unapplied("they are one person")
                meant = [b for b in out if {b.a, b.b} == pair and (not op.names or b.kind in op.names)]
                new = _bond(op, meant, pair)
                out = [b for b in out if b not in meant] + ([new] if new is not None else [])
        return tuple(sorted(out, key=lambda b: (-b.confidence, b.a, b.b, b.kind))) if self._of("bond") else tuple(out)

    def knowledge(self, known: Knowledge, quotes: Sequence[Quotation]) -> Knowledge:
        """What is known, without the contradictions that a reader said are none."""
        gone: set[tuple[str, str]] = set()
        for op in self._of("not a contradiction"):
            with _Try(self, op):
                if len(self._places[op.id]) == 2:
                    a, b = (quotes[turn_at(self._turns, span)].id for span in self._places[op.id])
                    gone.update(((a, b), (b, a)))
        if not gone:
            return known
        left = tuple(x for x in known.contradictions if (x.a, x.b) not in gone)
        return Knowledge(known.claims, left, find_secrets(left, known.claims, {q.id: q for q in quotes}))

    def outcome(self) -> tuple[Correction, ...]:
        """What became of each operation, in the order of the log."""
        rows = []
        for op in self.operations:
            why = "; ".join(dict.fromkeys(self._why.get(op.id, ())))
            rows.append(Correction(op.id, in_words(op), op.id in self._done, why))
        return tuple(rows)

    def _of(self, *does: str) -> list[Operation]:
        return [op for op in self.operations if op.do in does]

    def _find(self, person: Person | None) -> str:
        assert self._people is not None and person is not None, "people are asked for after the cast"
        return self._people.find(person)

    def _by_turn(self, ops: Iterable[Operation], says: Callable[[Operation], T]) -> dict[int, T]:
        out: dict[int, T] = {}
        for op in ops:
            for span in self._places[op.id]:
                with _Try(self, op):
                    out[turn_at(self._turns, span)] = says(op)
        return out

    def _scenes(self, op: Operation, starts: Sequence[int]) -> list[int]:
        """The numbers of the scenes an operation is about."""
        return [max(k for k, s in enumerate(starts) if s <= span[0]) for span in self._places[op.id]]

    def _fail(self, op: Operation, why: str) -> None:
        self._why.setdefault(op.id, []).append(why)


class _Try:
    """Notes for an operation whether what is done within holds."""

    def __init__(self, given: Given, op: Operation) -> None:
        self._given, self._op = given, op

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, Unapplied):
            self._given._fail(self._op, str(error))
            return True
        if error is None:
            self._given._done.add(self._op.id)
        return False


def _kind(op: Operation) -> Kind:
    return next(k for k in get_args(Kind) if k == op.value)


def _there(p: Presence, who: str, quotes: Sequence[Quotation]) -> Presence:
    """Somebody is there from first to last: within earshot of all that is said."""
    seen, moves = dict(p.seen), dict(p.moves)
    seen[who] = sorted(
        {*seen.get(who, ()), p.start, *(q.parts[0][0] for q in quotes if p.start <= q.parts[0][0] < p.end)}
    )
    moves.pop(who, None)
    return replace(p, seen=seen, moves=moves, far=p.far - {who})


def _gone(p: Presence, who: str) -> Presence:
    """Somebody is not there at all."""
    seen = {w: at for w, at in p.seen.items() if w != who}
    moves = {w: m for w, m in p.moves.items() if w != who}
    return replace(p, seen=seen, moves=moves, far=p.far - {who}, listens=p.listens - {who})


def _bond(op: Operation, meant: Sequence[Bond], pair: set[str]) -> Bond | None:
    kind: BondKind | None = next((k for k in get_args(BondKind) if k == op.value), None)
    if kind is None:
        return None
    a, b = sorted(pair)
    old = meant[0] if meant else Bond(a, b, kind, False, (), 1.0)
    return replace(old, kind=kind, confidence=1.0, corrected=("kind",))
