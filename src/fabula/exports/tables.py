"""A story as tables: one row a thing, the same columns in CSV, SQLite, Parquet and Arrow, each described."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from fabula.exports import rows
from fabula.world import Story


class Column(NamedTuple):
    """A column: its name, its SQL type, what stands in it.

    ``TEXT[]`` is a list of words: a list in Parquet and Arrow, one text with semicolons in CSV and SQLite.
    """

    name: str
    type: str
    about: str


class Table(NamedTuple):
    """A table: its name, what a row is, its columns, and its rows for a story."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[Story], Iterator[rows.Row]]


def _c(name: str, type: str, about: str) -> Column:
    return Column(name, type, about)


_START = _c("start", "INTEGER", "code-point offset into the text, from 0")
_END = _c("end", "INTEGER", "the offset after it")
_TEXT = _c("text", "TEXT", "the words")


_WHO = _c("character", "TEXT", "id of a character")
_NAME = _c("name", "TEXT", "their name")
_SURE = _c("confidence", "REAL", "a probability")
_MENDED = _c("corrected", "TEXT[]", "what of this a reader settled")

TABLES: tuple[Table, ...] = (
    Table(
        "characters",
        "a person of the story",
        (
            _c("id", "TEXT", "their id"),
            _NAME,
            _c("aliases", "TEXT[]", "all their names"),
            _c("pronouns", "TEXT", "the subject form that the text uses, or empty"),
            _c("mentions", "INTEGER", "how often they are mentioned, pronouns included"),
            _c("narrator", "BOOLEAN", "do they tell the story"),
            _c("acts", "BOOLEAN", "do they speak, tell the story or stand in a scene; else they are only alluded to"),
            _MENDED,
        ),
        rows.characters,
    ),
    Table(
        "quotations",
        "one turn of speech, one thought, or one piece of writing",
        (
            _c("id", "TEXT", "its id"),
            _c("kind", "TEXT", "speech, thought, written"),
            _START,
            _END,
            _c("text", "TEXT", "the words, without the narration between them"),
            _c("speaker", "TEXT", "id, or group:NAME, or empty"),
            _c("speaker_name", "TEXT", "the speaker's name"),
            _c("addressees", "TEXT[]", "ids of whom it is said to"),
            _c("heard_by", "TEXT[]", "ids of who is in earshot"),
            _c("type", "TEXT", "explicit, anaphoric, implicit; empty for thoughts"),
            _SURE,
            _c("evidence", "TEXT", "what kind of evidence decided the speaker"),
            _c("runner_up", "TEXT", "id of who else it could be"),
            _c("chapter", "TEXT", "id of the chapter"),
            _c("scene", "TEXT", "id of the scene"),
            _MENDED,
        ),
        rows.quotations,
    ),
    Table(
        "mentions",
        "a place where somebody or something is meant",
        (
            _START,
            _END,
            _TEXT,
            _c("entity", "TEXT", "id of a character or entity"),
            _c("type", "TEXT", "PER, LOC, FAC, GPE, VEH, ORG"),
            _c("form", "TEXT", "PROP a name, NOM a noun, PRON a pronoun"),
            _SURE,
        ),
        rows.mentions,
    ),
    Table(
        "entities",
        "what is mentioned and is no character",
        (
            _c("id", "TEXT", "its id"),
            _c("name", "TEXT", "how the text calls it"),
            _c("type", "TEXT", "PER, LOC, FAC, GPE, VEH, ORG"),
            _c("mentions", "INTEGER", "how often"),
        ),
        rows.entities,
    ),
    Table(
        "scenes",
        "a stretch of text in one place and time; scenes tile the text",
        (
            _c("id", "TEXT", "its id"),
            _START,
            _END,
            _c("place", "TEXT", "in the words of the text, or empty"),
            _c("chapter", "TEXT", "id of the chapter it begins in"),
            _c("opened_by", "TEXT", "start, chapter, break, move, time, change, reader"),
            _MENDED,
        ),
        rows.scenes,
    ),
    Table(
        "presence",
        "somebody in a scene",
        (
            _c("scene", "TEXT", "id of the scene"),
            _WHO,
            _NAME,
            _c("how", "TEXT", "present, listening (unseen), on the line (telephone), mentioned (not there)"),
        ),
        rows.presence,
    ),
    Table(
        "feelings",
        "somebody feels something in one sentence",
        (
            _WHO,
            _NAME,
            _c("emotion", "TEXT", "one of Plutchik's eight"),
            _START,
            _END,
            _TEXT,
            _c("manner", "TEXT", "said, thought, shown, named"),
            _c("intensity", "REAL", "0 to 1"),
            _SURE,
            _c("hidden", "BOOLEAN", "thought or told where the character shows something else"),
            _MENDED,
        ),
        rows.feelings,
    ),
    Table(
        "bonds",
        "what ties two people",
        (
            _c("a", "TEXT", "id"),
            _c("b", "TEXT", "id"),
            _c("a_name", "TEXT", "name of a"),
            _c("b_name", "TEXT", "name of b"),
            _c("kind", "TEXT", "family, romance, friendship, rivalry, enmity, work, other"),
            _c("directed", "BOOLEAN", "does it hold from a to b and not back"),
            _c("role", "TEXT", "what a is to b"),
            _SURE,
            _c("evidence", "TEXT[]", "spans of the text that say so: start-end"),
            _MENDED,
        ),
        rows.bonds,
    ),
    Table(
        "claims",
        "one thing that somebody says, thinks or writes as true",
        (
            _c("id", "TEXT", "its id"),
            _c("speaker", "TEXT", "id of who holds it"),
            _c("quote", "TEXT", "id of the quotation"),
            _START,
            _END,
            _c("about", "TEXT", "in words that stand alone"),
            _c("predicate", "TEXT", "a lemma"),
            _c("subject", "TEXT", "id, or words"),
            _c("object", "TEXT", "id, or words"),
            _c("polarity", "TEXT", "positive, negative"),
            _c("modality", "TEXT", "asserted, believed, intended, reported ..."),
            _c("place", "TEXT", "as told"),
            _c("time", "TEXT", "as told"),
            _c("heard_by", "TEXT[]", "ids of who heard it"),
        ),
        rows.claims,
    ),
    Table(
        "contradictions",
        "two quotations of one holder that cannot both be true",
        (
            _c("a", "TEXT", "id of the first"),
            _c("b", "TEXT", "id of the second"),
            _c("holder", "TEXT", "id of who says both"),
            _c("about", "TEXT", "the two side by side"),
            _c("true_side", "TEXT", "id of the one to believe"),
            _c("in_the_dark", "TEXT[]", "ids of who heard the other one only"),
            _SURE,
            _c("evidence", "TEXT", "what gave it away"),
        ),
        rows.contradictions,
    ),
    Table(
        "chapters",
        "a chapter",
        (_c("id", "TEXT", "its id"), _START, _END, _c("title", "TEXT", "its title")),
        rows.chapters,
    ),
    Table(
        "events",
        "an event that happened, by the word that tells it (realis, in LitBank's sense)",
        (_START, _END, _TEXT, _c("scene", "TEXT", "id of the scene")),
        rows.events,
    ),
    Table(
        "secrets",
        "what somebody keeps from others",
        (
            _c("holder", "TEXT", "id of whose it is"),
            _NAME,
            _c("quote", "TEXT", "id of the quotation that says it"),
            _c("about", "TEXT", "the secret in words"),
            _c("known_by", "TEXT[]", "ids of who heard it all the same"),
            _c("kept_from", "TEXT[]", "ids of whom it is kept from"),
            _c("since", "INTEGER", "code-point offset from which it is kept"),
        ),
        rows.secrets,
    ),
    Table(
        "tokens",
        "a token, where the text was read and not loaded",
        (
            _c("number", "INTEGER", "from 0"),
            _START,
            _END,
            _TEXT,
            _c("lemma", "TEXT", "lemma"),
            _c("pos", "TEXT", "Universal part of speech"),
            _c("tag", "TEXT", "Penn Treebank tag"),
            _c("dep", "TEXT", "syntactic relation"),
            _c("head", "INTEGER", "number of the syntactic head"),
            _c("sentence", "INTEGER", "number of the sentence, from 0"),
        ),
        rows.tokens,
    ),
)


def tables(story: Story) -> tuple[Table, ...]:
    """The tables that can be filled for a story: a loaded story file has no tokens."""
    return tuple(t for t in TABLES if t.name != "tokens" or story.tokens is not None)
