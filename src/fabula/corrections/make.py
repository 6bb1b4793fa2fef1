"""Operations made from a story as it stands: its quotations, scenes and people by their ids."""

from collections.abc import Iterable
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property

from fabula.corrections.anchors import make_anchor
from fabula.corrections.normalized import NormalizedText
from fabula.corrections.operations import Anchor, BadOperation, Do, Operation, Person, check
from fabula.world import Character, Quotation, Span, Story
from fabula.world.corrections import MODEL_SURE, READER
from fabula.world.slugs import slug

PRONOUNS = ("she", "he", "they", "it", "xe", "ze", "ey", "fae")  # whose other forms the language knows
OPENING = 160  # code points of a scene's first paragraph that stand for it


class NoSuchPerson(BadOperation):
    """Nobody in the cast is called that."""


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A question for who mistyped a name, or nothing.

    >>> did_you_mean("Rozz", ["Roz", "Ida"])
    '; did you mean Roz?'
    """
    by_lower = {n.casefold(): n for n in sorted(names, reverse=True)}  # of two spellings the one with capitals
    near = get_close_matches(name.casefold(), list(by_lower), 1, 0.7)
    return f"; did you mean {by_lower[near[0]]}?" if near else ""


class Maker:
    """Makes operations about one story. Whatever is not in it raises BadOperation."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._quotes = {q.id: q for q in story.quotes}

    @cached_property
    def _normal(self) -> NormalizedText:
        return NormalizedText(self._story.text, self._story.paragraphs)

    def op(self, do: Do, **what: object) -> Operation:
        """An operation, checked, without an id as yet."""
        made = Operation("", "", do, **what)  # type: ignore[arg-type]
        check(made)
        if do == "merge" and made.who is not None:
            same = [p.name for p in made.whom if p.id == made.who.id]
            if same:
                raise BadOperation(f"{made.who.name} and {same[0]} are one person already")
        if do == "pronouns" and made.value is not None and made.value.lower().partition("/")[0] not in PRONOUNS:
            raise BadOperation(f"{made.value!r} is no pronoun known here: {', '.join(PRONOUNS)}")
        if do in ("rename", "alias"):
            for c in self._story.characters:
                if c.name == made.value and made.who is not None and c.id != made.who.id:
                    raise BadOperation(f"{c.name} is somebody in the cast already; say that they are one person: merge")
        return made

    def person(self, who: str) -> Person:
        """Somebody of the cast by id, by name or by a name that is theirs alone; or a group by id."""
        if who.startswith("group:"):
            return Person(who, who.removeprefix("group:"))
        people = self._story.characters
        found = [c for c in people if c.id == who] or [c for c in people if c.name == who]
        found = found or [c for c in people if who in c.aliases]
        if len(found) > 1:
            raise BadOperation(f"{who}: several people in the cast are called that")
        if not found:
            raise NoSuchPerson(f"no {who} here" + did_you_mean(who, (n for c in people for n in (c.name, *c.aliases))))
        return Person(found[0].id, found[0].name)

    def newcomer(self, name: str) -> tuple[Operation, Person]:
        """Somebody who is added to the cast, and how later operations name them."""
        return self.op("person", value=name), Person(slug(name), name)

    def lines(self, ids: Iterable[str]) -> tuple[Anchor, ...]:
        """The places of quotations."""
        return tuple(self.span(span_of(self._quote(id))) for id in ids)

    def _quote(self, id: str) -> Quotation:
        if id not in self._quotes:
            known = f" (q1 to {self._story.quotes[-1].id})" if self._story.quotes else ""
            raise BadOperation(f"no such line {id}{known}")
        return self._quotes[id]

    def scene(self, id: str) -> Anchor:
        """The place where a scene opens."""
        for s in self._story.scenes:
            if s.id == id:
                prose = (p for p in self._story.paragraphs if p.kind == "prose" and p.end > s.start)
                first = next(prose, None)
                if first is not None:
                    return self.span((max(first.start, s.start), min(first.end, first.start + OPENING)))
        known = f" (s1 to {self._story.scenes[-1].id})" if self._story.scenes else ""
        raise BadOperation(f"no such scene {id}{known}")

    def span(self, span: Span) -> Anchor:
        """A stretch of the text."""
        a, b = span
        if not 0 <= a < b <= len(self._story.text):
            raise BadOperation(f"{a} to {b} is no stretch of the text")
        return make_anchor(self._normal, span)


def span_of(q: Quotation) -> Span:
    """From the first word of a quotation to its last."""
    return q.parts[0][0], q.parts[-1][1]


def preview(story: Story, op: Operation) -> Story:
    """The story with what an operation says of lines and names put in at once, until it is read again.

    Only what can be seen without deciding anything anew: everything else waits for the reading, and so does what is
    said of somebody whom the story does not hold.
    """
    known = {c.id for c in story.characters}
    if any(p.id not in known and not p.id.startswith("group:") for p in (*op.whom, *((op.who,) if op.who else ()))):
        return story
    places = {(a.start, a.end) for a in op.at}
    quotes = story.quotes
    if op.do in ("speaker", "addressees", "kind"):
        quotes = tuple(_said(q, op) if span_of(q) in places else q for q in quotes)
        quotes = tuple(q for q in quotes if not (op.value == "none" and span_of(q) in places))
    characters = story.characters
    if op.do in ("rename", "pronouns") and op.who is not None:
        field = "name" if op.do == "rename" else "pronouns"
        who = op.who.id
        changed = {field: op.value, "corrected": (field,)}
        characters = tuple(replace(c, **changed) if c.id == who else c for c in characters)  # type: ignore[arg-type]
    if op.do == "person" and op.value and all(c.name != op.value for c in characters):
        characters = (*characters, Character(slug(op.value), op.value, (op.value,)))
    return replace(story, quotes=quotes, characters=characters)


def _said(q: Quotation, op: Operation) -> Quotation:
    settled = q.corrected if op.by else tuple(dict.fromkeys((*q.corrected, op.do)))
    if op.do == "speaker":
        who = op.who.id if op.who is not None else None
        sure = 0.0 if who is None else MODEL_SURE if op.by else 1.0
        return replace(q, speaker=who, confidence=sure, evidence=op.by or READER, runner_up=None, corrected=settled)
    if op.do == "addressees":
        return replace(
            q, addressees=tuple(p.id for p in op.whom), addressee_confidence=(1.0,) * len(op.whom), corrected=settled
        )
    kinds = {"speech": "speech", "thought": "thought", "written": "written"}
    return replace(q, kind=kinds.get(op.value or "", q.kind), corrected=settled)  # type: ignore[arg-type]
