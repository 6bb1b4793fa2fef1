"""Writes the reference from the code and from the help of the commands. A test fails where the two differ.

python docs/reference/generate.py
"""

import inspect
import re
from dataclasses import fields, is_dataclass
from pathlib import Path

import click

import fabula
from fabula import world
from fabula.cli import main

HERE = Path(__file__).parent
_MADE = "<!-- made by docs/reference/generate.py -->\n"


def commands() -> str:
    """Every command: its usage, what it does, and its options."""
    out = ["# Commands\n", _MADE]
    for path, command in _walk("fabula", main):
        context = click.Context(command, info_name=path, help_option_names=["-h", "--help"])
        level = "###" if path.count(" ") > 1 else "##"
        text = inspect.cleandoc(command.help or "").replace("*", "\\*")
        out.append(
            f"{level} `{path}`\n\n```text\n{path} {' '.join(command.collect_usage_pieces(context))}\n```\n\n{text}\n"
        )
        records = [r for p in command.get_params(context) if (r := p.get_help_record(context))]
        options = [f"- `{flags}`: {about}\n" for flags, about in records if about and flags != "-h, --help"]
        if options:
            out.append("".join(options))
    return "\n".join(out)


def python() -> str:
    """Everything that `fabula` exports, and the values a story is made of."""
    out = ["# Python\n", _MADE, "`import fabula` gives what is listed first; the values are in `fabula.world`.\n"]
    names = [n for n in fabula.__all__ if not n.startswith("__")]
    for name in sorted(names, key=lambda n: (_kind(getattr(fabula, n)), n)):
        out.append(_entry(name, getattr(fabula, name), "##"))
    out.append("## The values of a story\n")
    for name in sorted(world.__all__):
        if name not in fabula.__all__:
            out.append(_entry(name, getattr(world, name), "###"))
    return "\n".join(out)


def _kind(value: object) -> int:
    """Functions first, errors last."""
    return 2 if inspect.isclass(value) and issubclass(value, Exception) else int(inspect.isclass(value))


def _walk(path: str, command: click.Command) -> list[tuple[str, click.Command]]:
    out = [(path, command)]
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            out += _walk(f"{path} {name}", inner)
    return out


def _entry(name: str, value: object, level: str) -> str:
    text = _markdown(inspect.getdoc(value) or "")
    if inspect.isclass(value):
        parts = [f"{level} `{name}`\n\n{text}\n"]
        if is_dataclass(value):
            parts.append("".join(f"- `{f.name}`: `{_type(f.type)}`\n" for f in fields(value)))
        elif hasattr(value, "_fields"):
            parts.append("".join(f"- `{f}`: `{_type(value.__annotations__[f])}`\n" for f in value._fields))
        for key, member in vars(value).items():
            if key.startswith("_") or not inspect.getdoc(member):
                continue
            if inspect.isfunction(member):
                parts.append(f"`{key}{_signature(member)}`: {_markdown(inspect.getdoc(member) or '')}\n")
            elif isinstance(member, property):
                parts.append(f"`{key}`: {_markdown(inspect.getdoc(member) or '')}\n")
        return "\n".join(parts)
    if inspect.isfunction(value):
        return f"{level} `{name}{_signature(value)}`\n\n{text}\n"
    return f"{level} `{name}`\n\n`{value}`\n"


def _signature(function: object) -> str:
    text = re.sub(r"(: |-> )'([^']+)'", r"\1\2", str(inspect.signature(function)))  # type: ignore[arg-type]
    text = text.replace("(self, ", "(").replace("(self)", "()")
    return re.sub(r"\b(?:collections\.abc|pathlib|fabula(?:\.\w+)*)\.(?=[A-Z])", "", text)


def _type(value: object) -> str:
    return value.__name__ if inspect.isclass(value) else str(value).replace("typing.", "")


def _markdown(text: str) -> str:
    """A docstring in Markdown: ``code`` in single marks, examples and literal blocks fenced."""
    text = re.sub(r"``([^`]+)``", r"`\1`", text)
    blocks = re.split(r"\n\n+", text)
    for k, block in enumerate(blocks):
        if block.startswith(">>>"):
            blocks[k] = f"```python\n{block}\n```"
        elif block.startswith("    "):
            blocks[k] = "```python\n" + inspect.cleandoc(block) + "\n```"
    return "\n\n".join(b for b in blocks if b != "::")


if __name__ == "__main__":
    (HERE / "commands.md").write_text(commands(), encoding="utf-8")
    (HERE / "python.md").write_text(python(), encoding="utf-8")
