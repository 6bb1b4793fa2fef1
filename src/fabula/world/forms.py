"""What users expect as methods of the values and exports do: looked up when called; the world imports nothing."""

from importlib import import_module
from typing import Any


def export(module: str, function: str, value: object) -> Any:
    """``function`` of a module of `fabula.exports`, applied to a value."""
    return getattr(import_module(f"fabula.exports.{module}"), function)(value)
