"""The documentation: examples in docstrings run, and what documents say is there is there."""

import doctest
import importlib
import importlib.util
import pkgutil
import re
from pathlib import Path

import pytest

import fabula

ROOT = Path(__file__).parent.parent
MODULES = sorted(m.name for m in pkgutil.walk_packages(fabula.__path__, "fabula.") if not m.name.endswith("__main__"))


@pytest.mark.parametrize("name", ["fabula", *MODULES])
def test_examples_in_docstrings(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, f"{name} says nothing of itself"
    assert doctest.testmod(module, optionflags=doctest.ELLIPSIS).failed == 0


def test_the_map_of_the_house_is_true() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    paths = re.findall(r"`((?:src|tests|training|evaluation|benchmarks|docs|examples)/[\w/.-]*)`", text)
    assert paths
    assert [p for p in paths if not (ROOT / p).exists()] == []


def test_every_stage_is_on_the_map() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for folder in sorted(p for p in (ROOT / "src" / "fabula").iterdir() if (p / "__init__.py").exists()):
        assert f"src/fabula/{folder.name}/" in text


def test_word_lists_hold_no_line_twice() -> None:
    from fabula.language.english import lines

    for path in sorted((ROOT / "src" / "fabula" / "language" / "english").glob("*.txt")):
        rows = lines(path.stem)
        keys = [r.split(":")[0] if ":" in r and "(?:" not in r else r for r in rows]
        assert sorted(set(keys)) == sorted(keys), path.name


@pytest.mark.parametrize("page", ["commands", "python"])
def test_the_reference_is_that_of_the_code(page: str) -> None:
    place = ROOT / "docs" / "reference"
    spec = importlib.util.spec_from_file_location("generate", place / "generate.py")
    assert spec is not None and spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    written = (place / f"{page}.md").read_text(encoding="utf-8")
    assert written == getattr(generate, page)(), "python docs/reference/generate.py"


def test_every_page_is_in_the_table_of_contents() -> None:
    pages = {p.relative_to(ROOT / "docs").with_suffix("").as_posix() for p in (ROOT / "docs").rglob("*.md")}
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert pages - {"index"} == {line for line in index.splitlines() if line in pages}


def test_every_dependency_is_on_the_page_of_licences_and_none_is_copyleft() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for some in project["optional-dependencies"].values() for d in some)]
    rows = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8").split("## Always")[1]
    listed = dict(re.findall(r"^\| ([\w.-]+) \| (.+) \|$", rows, re.M))
    missing = [d for d in wanted if re.match(r"[\w.-]+", d)[0].lower() not in listed]  # type: ignore[index]
    assert missing == [], "python docs/reference/licences.py"
    assert not [n for n, said in listed.items() if re.search(r"\bA?GPL|unknown", said)]
