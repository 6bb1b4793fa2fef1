"""The JSON Schema of story.json, shipped with the package."""

import json
from importlib.resources import files
from typing import Any


def schema() -> dict[str, Any]:
    """The schema (draft 2020-12) as a dictionary."""
    text = (files("fabula.exports") / "story.schema.json").read_text(encoding="utf-8")
    out: dict[str, Any] = json.loads(text)
    return out
