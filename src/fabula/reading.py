"""The one page that runs the stages in order."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from fabula.bonds.find import find_bonds
from fabula.feelings.find import find_feelings
from fabula.knowledge.find import find_knowledge
from fabula.language import Language
from fabula.language.analyse import analyse
from fabula.language.guess import looks_english
from fabula.language.mentioned import resolved_tokens
from fabula.models.contradiction import model as judge
from fabula.models.feelings import head as emotion_head
from fabula.models.people import read as read_people
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
from fabula.world import CastEntry, Manuscript, Quotation, Source, Story

LAYERS = ("text", "language", "people", "events", "speech", "scenes", "feelings", "bonds", "knowledge")

Progress = Callable[[str, int, int], None]


def read(
    path: str | Path,
    *,
    cast: str | Path | None = None,
    min_confidence: float = 0.0,
    progress: Progress | None = None,
) -> Story:
    """Read the story in a file: text, Markdown, HTML, EPUB, Word, OpenDocument or rich text; `-` is standard input.

    ``cast`` is a CSV or JSON file with a cast list of the reader's own (name, aliases, pronouns), which is taken
    as given. Speakers of whom we are less sure than ``min_confidence``, a probability, are left open. ``progress`` is
    called with (stage, done, in all). Raises UnreadableFile or BadCast; ValueError for a probability that is none.
    """
    entries = read_cast(cast) if cast is not None else ()
    return read_manuscript(read_file(path), entries, progress, min_confidence)


def read_text(text: str, *, cast: Sequence[CastEntry] = (), name: str = "text", min_confidence: float = 0.0) -> Story:
    """Read the story in a string of plain text.

    >>> story = read_text('"It is late," said Ida. "Are you coming, Tom?"\\n\\n"No," said Tom.')
    >>> [(story.name(q.speaker), story.words(q)) for q in story.quotes]
    [('Ida', 'It is late, Are you coming, Tom?'), ('Tom', 'No,')]
    """
    text = fold(text)
    digest = hashlib.sha256(text.encode()).hexdigest()
    return read_manuscript(read_plain(text, Source(name, digest, "text/plain")), tuple(cast), None, min_confidence)


def read_manuscript(
    manuscript: Manuscript,
    given: tuple[CastEntry, ...] = (),
    progress: Progress | None = None,
    min_confidence: float = 0.0,
) -> Story:
    """Read a manuscript: one stage after the other, each a function of those before it.

    ``given`` is a reader's own cast list, taken as it stands. ``progress`` is told (stage, done, in all). Speakers of
    whom we are less sure than ``min_confidence`` are left open at the end, when their best guess has done its work.
    """
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence is a probability from 0 to 1, not {min_confidence}")

    def tell(stage: str) -> Callable[[int, int], None]:
        return lambda done, total: progress(stage, done, total) if progress else None

    language = analyse(manuscript, tell("language"))
    tell("people")(0, 1)
    turns = find_marked(manuscript, language)
    quoted = quoted_tokens(language, turns)
    cuts = find_cuts(manuscript)
    read_by_model = read_people(language, quoted, progress=tell("people"))
    listener = Listener(read_by_model.heard, {h: k for k, h in enumerate(read_by_model.mentions.head.tolist())})
    resolver = Resolver(language, read_by_model, quoted, cuts)
    named = find_cast(manuscript, language, quoted, resolver, as_persons(given), cuts)
    tell("speech")(0, 1)
    cast = resolver.settle(named, resolver.resolve(named))
    quotes, slates = attribute(language, cast, turns, cuts, listener)
    joined = join_called(language, named, quoted, quotes)
    if joined is not named:
        named = joined
        cast = resolver.settle(named, resolver.resolve(named))
        quotes, slates = attribute(language, cast, turns, cuts, listener)
    starts = find_breaks(manuscript, language, cast, quoted, quotes, resolver.types(), scene_starts(manuscript))
    fine = opening_paragraphs(manuscript, starts)
    if fine != cuts:
        cuts = fine
        resolver.recut(cuts)
        cast = resolver.settle(named, resolver.resolve(named))
        quotes, slates = attribute(language, cast, turns, cuts, listener)
    cast = resolver.settle(named, resolver.resolve(named, quotes))
    quotes = address(language, cast, turns, quotes, slates, cuts)
    resolved = resolver.resolve(named, quotes)
    cast = resolver.settle(named, resolved)
    tell("scenes")(0, 1)
    presence = find_presence(language, cast, [s for s, _ in starts], len(manuscript.text), quoted, quotes)
    places = find_places(language, [p.start for p in presence], quoted, resolver.types())
    scenes = find_scenes(starts, language, cast, presence, places)
    quotes = hear(presence, quotes)
    mentions, entities = find_mentions(language, named, resolver.mentions, resolved, quotes)
    heads = resolved_tokens(language, mentions)
    meant = {i: m.entity for i, m in heads.items()}
    people = {c.id for c in cast.characters}
    sure = {i: m.confidence for i, m in heads.items()}
    whom = {i: who for i, who in meant.items() if who in people}
    feelings = find_feelings(
        language, read_by_model.felt, emotion_head(), quoted, quotes, whom, cast.narration.narrator
    )
    names = {c.id: c.name for c in cast.characters} | {e.id: e.name for e in entities}
    knowledge = find_knowledge(language, manuscript.text, meant, names, quotes, lambda pairs: judge().judge(pairs))
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
        events=tuple((language.starts[i], language.ends[i]) for i in read_by_model.events.tolist()),
        quotes=withhold(quotes, min_confidence),
        scenes=scenes,
        feelings=feelings,
        bonds=find_bonds(language, cast.characters, whom, sure, quoted, quotes, scenes, knowledge.claims, feelings),
        knowledge=knowledge,
        emphases=tuple((e.start, e.end) for e in manuscript.emphases),
        set_aside=manuscript.set_aside,
        notes=_notes(language, quotes, turns),
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
