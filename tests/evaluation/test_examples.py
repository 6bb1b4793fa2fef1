"""The examples in the evaluation's docstrings run."""

import doctest
import importlib

import pytest


@pytest.mark.parametrize("name", ["calibration", "figures", "passages", "tables.field"])
def test_examples_in_docstrings(name: str) -> None:
    found = doctest.testmod(importlib.import_module(f"evaluation.{name}"))
    assert found.attempted > 0
    assert found.failed == 0
