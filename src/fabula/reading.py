"""The one page that runs the stages in order."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from fabula.bonds.find import find_bonds
from fabula.corrections.given import Given
from fabula.corrections.log import BadLog, Contents, log_path, read_log
from fabula.corrections.operations import Operation
from fabula.corrections.words import damage, lost
from fabula.feelings.find import find_feelings
from fabula.knowledge.find import find_knowledge
from fabula.language import Language
from fabula.language.analyse import analyse
from fabula.language.guess import looks_english
from fabula.language.mentioned import resolved_tokens
from fabula.models.contradiction import model as judge
from fabula.models.feelings import head as emotion_head
from fabula.models.people import Reading
from fabula.models.people import read as read_people
from fabula.models.threads import one_thread
from fabula.people.called import join_called
from fabula.people.cast_list import as_persons
from fabula.people.find import find_cast
from fabula.people.mentions import count_mentions, find_mentions
from fabula.people.resolve import Resolver
from fabula.scenes.breaks import find_breaks
from fabula.scenes.find import find_scenes
from fabula.scenes.hearing import hear
from fabula.scenes.place import find_places
from fabula.scenes.presence import find_presence
from fabula.speech.addressees import address
from fabula.speech.candidates import Slate
from fabula.speech.marks import find_pieces
from fabula.speech.nearby import Listener
from fabula.speech.speakers import attribute, withhold
from fabula.speech.thoughts import find_thoughts, insert
from fabula.speech.turn import Turn
from fabula.speech.turns import find_turns
from fabula.speech.written import find_written
from fabula.text.cast_file import read_cast
from fabula.text.cuts import find_cuts, opening_paragraphs, scene_starts
from fabula.text.decode import fold
from fabula.text.open import read_file
from fabula.text.plain import read_plain
from fabula.world import Cast, CastEntry, Manuscript, Quotation, Source, Story

LAYERS = ("text", "language", "people", "events", "speech", "scenes", "feelings", "bonds", "knowledge")

Progress = Callable[[str, int, int], None]


class Draft(NamedTuple):
    """A manuscript with what costs most to find and no correction changes: tokens, marks, what the model says."""

    manuscript: Manuscript
    language: Language
    turns: tuple[Turn, ...]
    read_by_model: Reading
    listener: Listener
    resolver: Resolver
    given: tuple[CastEntry, ...]


def read(
    path: str | Path,
    *,
    cast: str | Path | None = None,
    min_confidence: float = 0.0,
    progress: Progress | None = None,
    corrections: str | Path | None = None,
    threads: int | None = None,
) -> Story:
    """Read the story in a file: text, Markdown, HTML, EPUB, Word, OpenDocument or rich text; `-` is standard input.

    ``cast`` is a CSV or JSON file with a cast list of the reader's own (name, aliases, pronouns), which is taken
    as given. Speakers of whom we are less sure than ``min_confidence``, a probability, are left open. ``progress`` is
    called with (stage, done, in all). A log of ``corrections`` is applied: where none is given, the one beside the
    file (``NAME.fabula.jsonl``), if there is one. ``threads`` is how many processors to use, by default all we may;
    it changes nothing in the result. Raises UnreadableFile, BadCast or BadLog; ValueError for a probability that is
    none.
    """
    entries = read_cast(cast) if cast is not None else ()
    manuscript = read_file(path)
    log = Path(corrections) if corrections is not None else log_path(path) if str(path) != "-" else None
    if corrections is not None and not Path(corrections).is_file():
        raise BadLog(f"{corrections}: no such file")
    held = read_log(log) if log is not None else Contents()
    story = read_manuscript(manuscript, entries, progress, min_confidence, held.standing, threads)
    return replace(story, notes=(*story.notes, *damage(held)))


def read_text(
    text: str,
    *,
    cast: Sequence[CastEntry] = (),
    name: str = "text",
    min_confidence: float = 0.0,
    corrections: Sequence[Operation] = (),
) -> Story:
    """Read the story in a string of plain text. ``corrections`` are operations of a reader, applied in order.

    >>> story = read_text('"It is late," said Ida. "Are you coming, Tom?"\\n\\n"No," said Tom.')
    >>> [(story.name(q.speaker), story.words(q)) for q in story.quotes]
    [('Ida', 'It is late, Are you coming, Tom?'), ('Tom', 'No,')]
    """
    text = fold(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    manuscript = read_plain(text, Source(name, digest, "text/plain"))
    return read_manuscript(manuscript, tuple(cast), None, min_confidence, corrections)


def read_manuscript(
    manuscript: Manuscript,
    given: tuple[CastEntry, ...] = (),
    progress: Progress | None = None,
    min_confidence: float = 0.0,
    corrections: Sequence[Operation] = (),
    threads: int | None = None,
) -> Story:
    """Read a manuscript: `draft_story`, then `finish_story`. ``progress`` is told (stage, done, in all)."""
    return finish_story(draft_story(manuscript, given, progress, threads), corrections, progress, min_confidence)


@one_thread
def draft_story(
    manuscript: Manuscript,
    given: tuple[CastEntry, ...] = (),
    progress: Progress | None = None,
    threads: int | None = None,
) -> Draft:
    """The costly part of a reading, nine tenths of it, which is the same whatever a reader corrects.

    ``given`` is a reader's own cast list, taken as it stands; ``threads`` how many processors to use, by default all.
    """

    def tell(stage: str) -> Callable[[int, int], None]:
        return lambda done, total: progress(stage, done, total) if progress else None

    language = analyse(manuscript, tell("language"))
    tell("people")(0, 1)
    turns = find_marked(manuscript, language)
    quoted = quoted_tokens(language, turns)
    read_by_model = read_people(language, quoted, progress=tell("people"), threads=threads)
    listener = Listener(read_by_model.heard, {h: k for k, h in enumerate(read_by_model.mentions.head.tolist())})
    resolver = Resolver(language, read_by_model, quoted, find_cuts(manuscript))
    return Draft(manuscript, language, turns, read_by_model, listener, resolver, given)


class Decided(NamedTuple):
    """Who is in the story and who speaks, when that is settled: what everything after is found from."""

    turns: tuple[Turn, ...]
    quoted: list[int]
    starts: tuple[tuple[int, str], ...]
    cuts: tuple[int, ...]
    named: Cast
    cast: Cast
    quotes: tuple[Quotation, ...]
    slates: list[Slate]
    listener: Listener


@one_thread
def decide_speakers(draft: Draft, reader: Given, progress: Progress | None = None) -> Decided:
    """The cast and the speakers, with what a reader settled given."""
    manuscript, language, resolver = draft.manuscript, draft.language, draft.resolver
    if progress:
        progress("people", 0, 1)
    turns = reader.turns(language, draft.turns)
    quoted = quoted_tokens(language, turns)
    number = {t.parts: k for k, t in enumerate(draft.turns)}
    listener = draft.listener._replace(read_as=tuple(number.get(t.parts, -1) for t in turns))
    cuts = find_cuts(manuscript)
    resolver.start(quoted, cuts)
    named = find_cast(manuscript, language, quoted, resolver, as_persons(draft.given), cuts)
    if progress:
        progress("speech", 0, 1)
    cast = resolver.settle(named, resolver.resolve(named))
    quotes, slates = attribute(language, cast, turns, cuts, listener)
    joined = reader.cast(language, join_called(language, named, quoted, quotes), quoted)
    given = reader.speakers()
    if joined != named or given:
        named = joined
        cast = resolver.settle(named, resolver.resolve(named))
        quotes, slates = attribute(language, cast, turns, cuts, listener, given)
    starts = find_breaks(manuscript, language, cast, quoted, quotes, resolver.types(), scene_starts(manuscript))
    fine = opening_paragraphs(manuscript, starts)
    if fine != cuts or given:
        cuts = fine
        resolver.recut(cuts)
        cast = resolver.settle(named, resolver.resolve(named, _settled(quotes, given)))
        quotes, slates = attribute(language, cast, turns, cuts, listener, given)
    return Decided(turns, quoted, tuple(starts), cuts, named, cast, quotes, slates, listener)


def finish_story(
    draft: Draft,
    corrections: Sequence[Operation] = (),
    progress: Progress | None = None,
    min_confidence: float = 0.0,
) -> Story:
    """The rest of a reading: one stage after the other, each a function of those before it.

    ``corrections`` are a reader's operations; what they settle is certain, and the rest is decided with it given.
    Speakers of whom we are less sure than ``min_confidence`` are left open at the end, when their best guess has done
    its work.
    """
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence is a probability from 0 to 1, not {min_confidence}")
    reader = Given(draft.manuscript, corrections)
    return tell_story(draft, reader, decide_speakers(draft, reader, progress), progress, min_confidence)


@one_thread
def tell_story(
    draft: Draft, reader: Given, decided: Decided, progress: Progress | None = None, min_confidence: float = 0.0
) -> Story:
    """Everything that follows from who speaks: to whom, who hears, scenes, feelings, bonds, what is known."""
    manuscript, language, resolver = draft.manuscript, draft.language, draft.resolver
    turns, quoted, starts, cuts, named, cast, quotes, slates, _ = decided
    cast = resolver.settle(named, resolver.resolve(named, quotes))
    quotes = reader.addressees(address(language, cast, turns, quotes, slates, cuts))
    resolved = resolver.resolve(named, quotes)
    cast = resolver.settle(named, resolved)
    if progress:
        progress("scenes", 0, 1)
    presence = find_presence(language, cast, [s for s, _ in starts], len(manuscript.text), quoted, quotes)
    presence = reader.presence(presence, quotes)
    places = find_places(language, [p.start for p in presence], quoted, resolver.types())
    scenes = reader.scenes(find_scenes(starts, language, cast, presence, places))
    quotes = hear(presence, quotes)
    mentions, entities = find_mentions(language, named, resolver.mentions, resolved, quotes)
    heads = resolved_tokens(language, mentions)
    meant = {i: m.entity for i, m in heads.items()}
    people = {c.id for c in cast.characters}
    sure = {i: m.confidence for i, m in heads.items()}
    whom = {i: who for i, who in meant.items() if who in people}
    feelings = find_feelings(
        language, draft.read_by_model.felt, emotion_head(), quoted, quotes, whom, cast.narration.narrator
    )
    names = {c.id: c.name for c in cast.characters} | {e.id: e.name for e in entities}
    knowledge = find_knowledge(language, manuscript.text, meant, names, quotes, lambda pairs: judge().judge(pairs))
    knowledge = reader.knowledge(knowledge, quotes)
    bonds = find_bonds(language, cast.characters, whom, sure, quoted, quotes, scenes, knowledge.claims, feelings)
    bonds = reader.bonds(bonds)
    outcome = reader.outcome()
    return Story(
        layers=LAYERS,
        source=manuscript.source,
        text=manuscript.text,
        language=language.name,
        narration=cast.narration,
        paragraphs=manuscript.paragraphs,
        chapters=manuscript.chapters,
        characters=count_mentions(cast.characters, mentions),
        mentions=mentions,
        entities=entities,
        events=tuple((language.starts[i], language.ends[i]) for i in draft.read_by_model.events.tolist()),
        quotes=withhold(quotes, min_confidence),
        scenes=scenes,
        feelings=feelings,
        bonds=bonds,
        knowledge=knowledge,
        emphases=tuple((e.start, e.end) for e in manuscript.emphases),
        set_aside=manuscript.set_aside,
        notes=(*_notes(language, quotes, turns), *lost(outcome)),
        corrections=outcome,
        tokens=language,
    )


def find_marked(manuscript: Manuscript, language: Language) -> tuple[Turn, ...]:
    """Everything said, thought or written, before anybody is asked who speaks."""
    turns = find_turns(manuscript, language, find_pieces(manuscript))
    turns = find_written(manuscript, language, turns)
    return insert(turns, find_thoughts(manuscript, language, turns))


def quoted_tokens(language: Language, turns: Sequence[Turn | Quotation]) -> list[int]:
    """For each token the number of the turn it stands in, or -1."""
    out = [-1] * len(language)
    for k, t in enumerate(turns):
        for a, b in t.parts:
            for i in language.tokens_in(a, b):
                out[i] = k
    return out


def _settled(quotes: Sequence[Quotation], given: Mapping[int, str | None]) -> tuple[Quotation, ...]:
    """The quotations with the speakers a reader settled and no others, to learn whom "I" and "he said" mean."""
    return tuple(q if k in given else replace(q, speaker=None) for k, q in enumerate(quotes)) if given else ()


def _notes(language: Language, quotes: tuple[Quotation, ...], turns: tuple[Turn, ...]) -> tuple[str, ...]:
    out = []
    if not looks_english(language):
        out.append("The text does not look like English; Fabula reads English only, so expect little that is right.")
    unclosed = sum(t.open for t in turns)
    if unclosed:
        out.append(f"{unclosed} {'quotation is' if unclosed == 1 else 'quotations are'} never closed.")
    if not quotes:
        out.append("No speech was found: no quotation marks, no dashes that open dialogue, no thoughts.")
    return tuple(out)
