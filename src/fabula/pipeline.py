"""The one page that runs the stages in order."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from fabula.bonds.find import find_bonds
from fabula.constraints.bonds import constrain_bonds
from fabula.constraints.compile import Constraints, compile_constraints
from fabula.constraints.feelings import constrain_feelings
from fabula.constraints.knowledge import denied_contradictions
from fabula.constraints.outcomes import report
from fabula.constraints.scenes import constrain_scenes
from fabula.corrections.log import BadLog, Contents, log_path, read_log
from fabula.corrections.operations import Operation
from fabula.corrections.words import damage, lost
from fabula.encoding.encode import Encoding, encode
from fabula.errors import UnreadableFile
from fabula.feelings.find import find_feelings
from fabula.knowledge.find import find_knowledge
from fabula.language import Language
from fabula.language.analyse import analyse
from fabula.language.guess import looks_english
from fabula.language.mentioned import resolved_tokens
from fabula.models.contradiction import model as judge
from fabula.models.feelings import head as emotion_head
from fabula.models.rereading.network import Kept
from fabula.models.threads import one_thread
from fabula.quotations.find import find_quotations, quoted_tokens
from fabula.quotations.turn import Turn
from fabula.resolution.loop import Resolution, resolve
from fabula.resolution.mentions import count_mentions
from fabula.resolution.speakers.attribute import withhold
from fabula.scenes.find import find_scenes
from fabula.scenes.place import find_places
from fabula.text.cast_file import read_cast
from fabula.text.decode import fold
from fabula.text.open import read_file, read_files
from fabula.text.plain import read_plain
from fabula.world import CastEntry, Manuscript, Quotation, Source, Story

LAYERS = ("text", "language", "people", "events", "speech", "scenes", "feelings", "bonds", "knowledge")

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A manuscript with what costs most to find and no correction changes: tokens, turns, what the network reads.

    ``kept`` is for who decides a draft again and again: windows of the second reading, which are encoded once while the
    people in them stay the same. It changes no answer; of a novel it takes 250 MB.
    """

    manuscript: Manuscript
    language: Language
    turns: tuple[Turn, ...]
    encoding: Encoding
    kept: Kept | None = None


def read(
    path: str | Path | Sequence[str | Path],
    *,
    cast: str | Path | Sequence[CastEntry] | None = None,
    min_confidence: float = 0.0,
    progress: Progress | None = None,
    corrections: str | Path | None = None,
    threads: int | None = None,
) -> Story:
    """Read the story in a file: text, Markdown, HTML, EPUB, Word, OpenDocument or rich text; `-` is standard input.

    A folder is read file after file in its natural order, and so are several files, in the order given.

    ``cast`` is a CSV or JSON file with a cast list of the reader's own (name, aliases, pronouns), or its entries, and
    is taken as given. Speakers of whom we are less sure than ``min_confidence``, a probability, are left open.
    ``progress`` is called with (stage, done, in all). A log of ``corrections`` is applied: where none is given, the one
    beside the file or folder (``NAME.fabula.jsonl``), if there is one. ``threads`` is how many processors to use, by
    default all we may; it changes nothing in the result. Raises UnreadableFile, BadCast or BadLog; ValueError for a
    probability that is none.
    """
    entries = read_cast(cast) if isinstance(cast, str | Path) else tuple(cast or ())
    if isinstance(path, str | Path):
        manuscript = read_file(path)
        beside = log_path(path) if str(path) != "-" else None
    elif not path:
        raise UnreadableFile("no file was given")
    else:
        manuscript, beside = read_files(path, Path(path[0]).name), None
    log = Path(corrections) if corrections is not None else beside
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
    cast: Sequence[CastEntry] = (),
    progress: Progress | None = None,
    min_confidence: float = 0.0,
    corrections: Sequence[Operation] = (),
    threads: int | None = None,
) -> Story:
    """Read a manuscript: `draft_story`, then `finish_story`. ``progress`` is called with (stage, done, in all)."""
    return finish_story(draft_story(manuscript, progress, threads), corrections, cast, progress, min_confidence)


@one_thread
def draft_story(manuscript: Manuscript, progress: Progress | None = None, threads: int | None = None) -> Draft:
    """The costly part of a reading, nine tenths of it, which is the same whatever a reader settles.

    ``threads`` is how many processors to use, by default all.
    """
    language = analyse(manuscript, _of_stage(progress, "language"))
    turns = find_quotations(manuscript, language)
    encoding = encode(language, quoted_tokens(language, turns), _of_stage(progress, "people"), threads)
    return Draft(manuscript, language, turns, encoding)


def finish_story(
    draft: Draft,
    corrections: Sequence[Operation] = (),
    cast: Sequence[CastEntry] = (),
    progress: Progress | None = None,
    min_confidence: float = 0.0,
) -> Story:
    """The rest of a reading: `resolve_story`, then `complete_story`.

    ``corrections`` are a reader's operations and ``cast`` is their cast list; what they settle is certain, and the
    rest is decided with it as it is. Speakers of whom we are less sure than ``min_confidence`` are left open at the
    end, when their best guess has done its work.
    """
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence is a probability from 0 to 1, not {min_confidence}")
    constraints = compile_constraints(draft.manuscript, corrections, cast)
    resolution = resolve_story(draft, constraints, progress)
    return complete_story(draft, constraints, resolution, progress, min_confidence)


@one_thread
def resolve_story(draft: Draft, constraints: Constraints, progress: Progress | None = None) -> Resolution:
    """Who is who, who speaks, to whom, and who is there."""
    steps = _of_stage(progress, "speech")
    return resolve(draft.manuscript, draft.language, draft.turns, draft.encoding, constraints, steps, draft.kept)


@one_thread
def complete_story(
    draft: Draft,
    constraints: Constraints,
    resolution: Resolution,
    progress: Progress | None = None,
    min_confidence: float = 0.0,
) -> Story:
    """Everything that follows from what was resolved: scenes, feelings, what is known, bonds."""
    _of_stage(progress, "scenes")(0, 1)
    manuscript, language, reading, found = draft.manuscript, draft.language, draft.encoding.reading, resolution
    cast, quoted = found.cast, found.quoted
    quotes = withhold(found.quotes, min_confidence)  # what follows from a speaker is left open with them
    places = find_places(language, [p.start for p in found.presence], quoted, draft.encoding.types)
    scenes = find_scenes(found.starts, language, cast, found.presence, places, found.opened)
    scenes, of_scenes = constrain_scenes(constraints, scenes)
    heads = resolved_tokens(language, found.mentions)
    meant = {i: m.entity for i, m in heads.items()}
    people = {c.id for c in cast.characters}
    sure = {i: m.confidence for i, m in heads.items()}
    whom = {i: who for i, who in meant.items() if who in people}
    feelings = find_feelings(language, found.judged, reading.felt, emotion_head(), quotes, whom)
    feelings, of_feelings = constrain_feelings(constraints, feelings, found.people)
    names = {c.id: c.name for c in cast.characters} | {e.id: e.name for e in found.entities}
    denied, of_knowledge = denied_contradictions(constraints, found.turns, quotes)
    knowledge = find_knowledge(
        language, manuscript.text, meant, names, quotes, lambda pairs: judge().judge(pairs), denied
    )
    bonds = find_bonds(
        language, cast.characters, whom, sure, quoted, quotes, scenes, knowledge.claims, feelings, found.judged
    )
    bonds, of_bonds = constrain_bonds(constraints, bonds, found.people)
    corrections = report(constraints, (*found.outcomes, *of_scenes, *of_feelings, *of_knowledge, *of_bonds))
    return Story(
        layers=LAYERS,
        source=manuscript.source,
        text=manuscript.text,
        language=language.name,
        narration=cast.narration,
        paragraphs=manuscript.paragraphs,
        chapters=manuscript.chapters,
        characters=count_mentions(cast.characters, found.mentions),
        mentions=found.mentions,
        entities=found.entities,
        events=tuple((language.starts[i], language.ends[i]) for i in reading.events.tolist()),
        quotes=quotes,
        scenes=scenes,
        feelings=feelings,
        bonds=bonds,
        knowledge=knowledge,
        emphases=tuple((e.start, e.end) for e in manuscript.emphases),
        set_aside=manuscript.set_aside,
        notes=(*_notes(language, quotes, found.turns), *lost(corrections)),
        corrections=corrections,
        tokens=language,
    )


def _of_stage(progress: Progress | None, stage: str) -> Callable[[int, int], None]:
    """What a stage calls with (done, in all)."""
    return lambda done, total: progress(stage, done, total) if progress else None


def _notes(language: Language, quotes: tuple[Quotation, ...], turns: tuple[Turn, ...]) -> tuple[str, ...]:
    out = []
    if not looks_english(language):
        out.append("The text does not look like English; Fabula reads English only, so expect little that is right.")
    unclosed = sum(t.open or t.unclosed for t in turns)
    if unclosed:
        out.append(f"{unclosed} {'quotation is' if unclosed == 1 else 'quotations are'} never closed.")
    if not quotes:
        out.append("No speech was found: no quotation marks, no dashes that open dialogue, no thoughts.")
    return tuple(out)
