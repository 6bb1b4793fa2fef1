"""Fabula reads prose fiction and gives back the world of the story as data."""

from fabula.corpus import Shelf
from fabula.errors import BadCast, FabulaError, UnreadableFile
from fabula.exports.arrow import to_arrow, to_pandas, to_polars
from fabula.exports.notebook import network
from fabula.exports.spacy_doc import to_doc
from fabula.exports.story_json import load, save
from fabula.pipeline import read, read_text
from fabula.version import __version__
from fabula.world import Character, Mention, Quotation, Scene, Story

__all__ = [
    "BadCast",
    "Character",
    "FabulaError",
    "Mention",
    "Quotation",
    "Scene",
    "Shelf",
    "Story",
    "UnreadableFile",
    "__version__",
    "load",
    "network",
    "read",
    "read_text",
    "save",
    "to_arrow",
    "to_doc",
    "to_pandas",
    "to_polars",
]
