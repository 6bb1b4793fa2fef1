"""A story as far as it has been told: what the text up to a position holds, and nothing that only later text holds."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from fabula.world.bonds import Bond
from fabula.world.knowledge import Claim, Contradiction, Knowledge, Secret
from fabula.world.people import Character, Entity, Mention
from fabula.world.scenes import Scene
from fabula.world.speech import Quotation
from fabula.world.story import Story

SOMEBODY = "somebody"  # who was met and goes by no name yet
_GROUP = "several people"
_WORD = re.compile(r"[^\W_]+")  # "_Ida_" is the word Ida, emphasised


def until(story: Story, position: int) -> Story:
    """The story as a reader has it who has read up to ``position``, a code point.

    Text, people, quotations, scenes, feelings, bonds and knowledge end there. People go by what they were called so
    far; an id that is made of a name which has not fallen is ``somebody-3`` (the third to appear).
    What was decided with the help of later text, such as who a stranger is, stays decided, without saying it.
    """
    return Telling(story).until(position)


class Telling:
    """A story with what it takes to cut it anywhere: who is mentioned where, and what they are called by then."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.full = {c.id: c.name for c in story.characters} | {e.id: e.name for e in story.entities}
        self.starts = [s.start for s in story.scenes]
        self.ends: dict[str, list[int]] = {}
        called: dict[str, list[tuple[int, str]]] = {}
        for m in story.mentions:
            self.ends.setdefault(m.entity, []).append(m.end)
            if m.form != "PRON":
                called.setdefault(m.entity, []).append((m.end, " ".join(story.text[m.start : m.end].split())))
        self.called = called
        self.pronouns: dict[str, int] = {}
        for m in story.mentions:
            if m.form == "PRON":
                self.pronouns.setdefault(m.entity, m.end)
        self.first = {who: at[0] for who, at in self.ends.items() if who in self.full}
        for q in story.quotes:
            if q.speaker in self.full:
                spoken = max(q.parts[0][1], q.cue[1] if q.cue else 0)
                self.first[q.speaker] = min(self.first.get(q.speaker, spoken), spoken)
        self._fallen: dict[str, int] = {}
        for word in _WORD.finditer(story.text):
            self._fallen.setdefault(word.group().casefold(), word.end())
        self.stages = {who: self._stages(who) for who in self.first}
        order = sorted(self.first, key=lambda w: (self.first[w], w))
        self.number = {who: n for n, who in enumerate(order, 1)}

    def until(self, position: int, neutral: bool = True) -> Story:
        """The story up to ``position``; with its own ids where not ``neutral``."""
        position = max(0, min(position, len(self.story.text)))
        return self.story if position == len(self.story.text) else _Cut(self, position, neutral).story()

    def met(self, who: str, position: int) -> bool:
        """Was somebody mentioned, or heard to speak, by ``position``?"""
        return self.first.get(who, position + 1) <= position

    def name(self, who: str, position: int) -> str:
        """What somebody, or a group, is called by ``position``."""
        if who.startswith("group:"):
            name = who.removeprefix("group:")
            return name if self.fallen(name, position) else _GROUP
        stages = self.stages.get(who, ())
        k = bisect_right([at for at, _ in stages], position)
        return stages[k - 1][1] if k else SOMEBODY

    def fallen(self, words: str, position: int) -> bool:
        """Have all of these words stood in the text by ``position``?"""
        return all(self._fallen.get(w, position + 1) <= position for w in _words(words))

    def since(self, words: str) -> int:
        """From where on all of these words have stood in the text; of an id, those of its name."""
        return max((self._fallen.get(w, 0) for w in _words(words.removeprefix("group:"))), default=0)

    def unsaid(self, words: str, position: int) -> bool:
        """Do any of these words stand in the text for the first time after ``position``?"""
        return any(self._fallen.get(w, 0) > position for w in _words(words))

    def alias_since(self, who: str, alias: str) -> int:
        """From where on somebody has been called so; the end of the text where they never are."""
        own = (at for at, said in self.called.get(who, ()) if _part(alias, said))
        return next(own, 0 if not self.unsaid(alias, 0) else len(self.story.text))

    def about_in(self, who: str, start: int, end: int) -> bool:
        """Is somebody mentioned in [start, end)?"""
        at = self.ends.get(who, ())
        return who.startswith("group:") or bisect_right(at, end) > bisect_right(at, start)

    def heard_by(self, q: Quotation, position: int) -> tuple[str, ...]:
        """Who hears a line, of those who were mentioned in its scene or later by ``position``: an ear at the door that
        is told of later is no ear yet."""
        opened = self.starts[max(0, bisect_right(self.starts, q.parts[0][0]) - 1)] if self.starts else 0
        return tuple(w for w in q.heard_by if self.about_in(w, opened, position))

    def _stages(self, who: str) -> tuple[tuple[int, str], ...]:
        """(from where, name): how the name of somebody grows."""
        full, called = self.full[who], self.called.get(who, [])
        own: dict[str, int] = {}
        for at, words in called:
            for w in _words(words):
                own.setdefault(w, at)
        # a word of the name that stands nowhere in the text is a reader's own and gives nothing away
        needed = [own.get(w, self._fallen[w]) for w in _words(full) if w in self._fallen]
        whole = max(needed, default=0)
        out: list[tuple[int, str]] = []
        best = SOMEBODY
        for at, words in called:
            if at >= whole:
                break
            known = best != SOMEBODY and (best[:1].isupper(), len(best), best)
            if not known or (words[:1].isupper(), len(words), words) > known:
                best = words
                out.append((at, best))
        return (*out, (whole, full))


def _words(text: str) -> list[str]:
    return [w.casefold() for w in _WORD.findall(text)]


class _Cut:
    """One story cut at one position; lives as long as one call of `until`."""

    def __init__(self, telling: Telling, position: int, neutral: bool) -> None:
        self.telling, self.whole, self.end, self.neutral = telling, telling.story, position, neutral
        self.mentions = [m for m in self.whole.mentions if m.end <= position]
        self.quotes = [q for q in self.whole.quotes if q.parts[0][1] <= position]
        met = [who for who in telling.full if telling.met(who, position)]
        self.names = {who: telling.name(who, position) for who in met}
        self.ids = {who: self._id(who) for who in met}

    def _id(self, who: str) -> str:
        known = self.names[who] == self.telling.full[who] and not self.telling.unsaid(who, self.end)
        if known or not self.neutral:
            return who
        id = f"{SOMEBODY}-{self.telling.number[who]}"
        while id in self.telling.full:
            id += "x"
        return id

    def _told(self, q: Quotation) -> bool:
        """Has it been said by now who speaks?"""
        return q.cue is None or q.cue[1] <= self.end

    def who(self, id: str | None) -> str | None:
        """An id as it may be shown; None for who was not met."""
        if id is None or not id.startswith("group:"):
            return None if id is None else self.ids.get(id)
        return f"group:{self.telling.name(id, self.end)}"

    def all(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(w for w in map(self.who, ids) if w is not None))

    def sure(self, now: Sequence[str], ids: Sequence[str], confidence: Sequence[float]) -> tuple[float, ...]:
        """The confidences of those of ``ids`` who are shown ``now``."""
        of = {self.who(w): p for w, p in zip(ids, confidence, strict=False)}
        return tuple(of[w] for w in now if w in of)

    def words(self, about: str, span: tuple[int, int]) -> str:
        """A statement with names that have fallen; in the words of the text where that cannot be done."""
        if not self.unsaid.intersection(_words(about)):
            return about
        for full, now in self.hidden:
            about = re.sub(rf"\b{re.escape(full)}\b", lambda _, now=now: now, about)  # type: ignore[misc]
        if not self.unsaid.intersection(_words(about)):
            return about
        return " ".join(self.whole.text[slice(*span)].split())

    @cached_property
    def unsaid(self) -> frozenset[str]:
        """The words of names that have not fallen."""
        names = (*self.telling.full.values(), *(a for c in self.whole.characters for a in c.aliases))
        return frozenset(w for name in names for w in _words(name) if self.telling.unsaid(w, self.end))

    @cached_property
    def hidden(self) -> list[tuple[str, str]]:
        """(name, name so far) of everybody and everything whose name has not fallen, the longest first."""
        out = [(name, self.names.get(who, SOMEBODY)) for who, name in self.telling.full.items()]
        return sorted((x for x in out if x[0] != x[1]), key=lambda x: (-len(x[0]), x))

    def story(self) -> Story:
        story, end = self.whole, self.end
        quotes = {q.id: self.quote(q) for q in self.quotes}
        narrator = self.who(story.narration.narrator)
        return replace(
            story,
            text=story.text[:end],
            narration=replace(story.narration, narrator=narrator),
            paragraphs=tuple(replace(p, end=min(p.end, end)) for p in story.paragraphs if p.start < end),
            chapters=tuple(
                replace(c, end=min(c.end, end)) for c in story.chapters
                if c.start < end and not self.telling.unsaid(c.title, end)
            ),
            characters=tuple(self.character(c) for c in story.characters if c.id in self.ids),
            mentions=tuple(self.mention(m) for m in self.mentions),
            quotes=tuple(quotes.values()),
            scenes=tuple(self.scene(s) for s in story.scenes if s.start < end),
            feelings=tuple(
                replace(f, character=self.ids[f.character]) for f in story.feelings
                if f.span[1] <= end and f.character in self.ids
            ),
            bonds=tuple(b for b in map(self.bond, story.bonds) if b is not None),
            knowledge=self.knowledge(quotes),
            entities=tuple(self.entity(e) for e in story.entities if e.id in self.ids),
            events=tuple(e for e in story.events if e[1] <= end),
            emphases=tuple(e for e in story.emphases if e[1] <= end),
            set_aside=(),
            corrections=(),
            tokens=None,
        )  # fmt: skip

    def character(self, c: Character) -> Character:
        pronoun = self.telling.pronouns.get(c.id, self.end + 1) <= self.end
        return replace(
            c,
            id=self.ids[c.id],
            name=self.names[c.id],
            aliases=tuple(a for a in c.aliases if self.telling.alias_since(c.id, a) <= self.end),
            pronouns=c.pronouns if pronoun or "pronouns" in c.corrected else None,
            mentions=bisect_right(self.telling.ends.get(c.id, ()), self.end),
        )

    def entity(self, e: Entity) -> Entity:
        return replace(
            e,
            id=self.ids[e.id],
            name=self.names[e.id],
            mentions=bisect_right(self.telling.ends.get(e.id, ()), self.end),
        )

    def mention(self, m: Mention) -> Mention:
        return m._replace(entity=self.ids.get(m.entity, m.entity))

    def quote(self, q: Quotation) -> Quotation:
        told = self._told(q)
        heard = self.all(self.telling.heard_by(q, self.end))
        return replace(
            q,
            parts=tuple(p for p in q.parts if p[1] <= self.end),
            speaker=self.who(q.speaker) if told else None,
            addressees=self.all(q.addressees),
            heard_by=heard,
            addressee_confidence=self.sure(self.all(q.addressees), q.addressees, q.addressee_confidence),
            heard_by_confidence=self.sure(heard, q.heard_by, q.heard_by_confidence),
            confidence=q.confidence if told else 0.0,
            cue=q.cue if told else None,
            evidence=q.evidence if told else "",
            runner_up=self.who(q.runner_up) if told else None,
        )

    def scene(self, s: Scene) -> Scene:
        place = s.place
        if place is not None and "place" not in s.corrected:
            here = set(_words(self.whole.text[s.start : min(s.end, self.end)]))
            later = set(_words(self.whole.text[max(s.start, self.end) : s.end])) - here
            if self.telling.unsaid(place, self.end) or later & set(_words(place)):
                place = None
        moves = tuple(
            m._replace(character=self.ids[m.character]) for m in s.moves
            if m.position < self.end and m.character in self.ids
        )  # fmt: skip

        def seen(people: tuple[str, ...]) -> tuple[str, ...]:
            return self.all(
                w for w in people if s.end <= self.end or self.telling.about_in(w, s.start, min(s.end, self.end))
            )

        return replace(
            s, end=min(s.end, self.end), place=place, present=seen(s.present), mentioned=seen(s.mentioned),
            present_confidence=self.sure(seen(s.present), s.present, s.present_confidence),
            moves=moves, listening=seen(s.listening), on_the_line=seen(s.on_the_line),
        )  # fmt: skip

    def bond(self, b: Bond) -> Bond | None:
        evidence = tuple(e for e in b.evidence if e[1] <= self.end)
        if b.a not in self.ids or b.b not in self.ids or not (evidence or b.corrected):
            return None
        ends = {s.start: s.end for s in self.whole.scenes}
        return replace(
            b, a=self.ids[b.a], b=self.ids[b.b], evidence=evidence,
            role=b.role if b.role is not None and self.telling.fallen(b.role, self.end) else None,
            warmth=tuple(w for w in b.warmth if ends.get(w[0], w[0]) <= self.end),
        )  # fmt: skip

    def knowledge(self, quotes: Mapping[str, Quotation]) -> Knowledge:
        known = self.whole.knowledge
        claims = tuple(
            self.claim(c, quotes[c.quote]) for c in known.claims
            if c.span[1] <= self.end and c.quote in quotes and quotes[c.quote].speaker is not None
        )  # fmt: skip
        ended = {q.id for q in self.whole.quotes if q.parts[-1][1] <= self.end}
        pairs = tuple(
            self.contradiction(x, quotes) for x in known.contradictions
            if {x.a, x.b} <= ended and x.holder in self.ids and quotes[x.true_side].speaker is not None
        )  # fmt: skip
        secrets = tuple(s for s in (self.secret(s, quotes, pairs) for s in known.secrets) if s is not None)
        return Knowledge(claims, pairs, secrets)

    def claim(self, c: Claim, q: Quotation) -> Claim:
        return replace(
            c, speaker=self.who(c.speaker) or SOMEBODY, about=self.words(c.about, c.span),
            subject=self._term(c.subject), object=self._term(c.object), source=self._term(c.source),
            names=self.all(c.names), heard_by=q.heard_by,
        )  # fmt: skip

    def _term(self, term: str | None) -> str | None:
        return self.ids.get(term, term) if term is not None else None

    def contradiction(self, x: Contradiction, quotes: Mapping[str, Quotation]) -> Contradiction:
        false = x.b if x.true_side == x.a else x.a
        holder = self.ids[x.holder]
        dark = tuple(w for w in quotes[false].heard_by if w not in (*quotes[x.true_side].heard_by, holder))
        span = (quotes[x.a].parts[0][0], quotes[x.a].parts[-1][1])
        return replace(x, holder=holder, about=self.words(x.about, span), in_the_dark=dark)

    def secret(self, s: Secret, quotes: Mapping[str, Quotation], pairs: tuple[Contradiction, ...]) -> Secret | None:
        kept = tuple(dict.fromkeys(w for x in pairs if x.true_side == s.quote for w in x.in_the_dark))
        if s.since > self.end or s.quote not in quotes or s.holder not in self.ids or not kept:
            return None
        q = quotes[s.quote]
        about = self.words(s.about, (q.parts[0][0], q.parts[-1][1]))
        return replace(s, holder=self.ids[s.holder], about=about, known_by=q.heard_by, kept_from=kept)


def _part(name: str, said: str) -> bool:
    """Does a name stand within words that were said, as words?"""
    return f" {' '.join(_words(name))} " in f" {' '.join(_words(said))} "
