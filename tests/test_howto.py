"""The how-to pages are the script: every command of a page is run, in its order, on an example story."""

import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from fabula.cli import main

ROOT = Path(__file__).parent.parent
NAMES = {"producers": "novel.txt", "writers": "draft.txt", "scholars": "novel.txt"}
CAST = "name,aliases,pronouns\nHester Vane,Hester;Miss Vane,she\nCaptain Marlow,Marlow;Captain,he\nMrs. Pell,,she\nToby,,he\n"
VOICES = '{"narrator": "en-GB-RyanNeural", "Hester Vane": "en-GB-SoniaNeural"}'


def commands(page: str) -> list[list[str]]:
    """The `fabula` commands of a page, as a shell would take them apart."""
    text = (ROOT / "docs" / "for" / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [line for b in blocks for line in b.splitlines() if line.startswith("fabula ")]
    return [shlex.split(line, comments=True)[1:] for line in lines]


@pytest.mark.parametrize("page", sorted(NAMES))
def test_a_page_can_be_followed(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "examples" / "the-lamp-room.txt", NAMES[page])
    Path("cast.csv").write_text(CAST, encoding="utf-8")
    Path("voices.json").write_text(VOICES, encoding="utf-8")
    shutil.copytree(ROOT / "examples", "texts")
    Path("texts/metadata.csv").write_text(
        "file,title,year\nthe-lamp-room,The Lamp Room,1911\nlow-water.md,Low Water,1924\nlost.txt,Lost,1900\n"
    )
    script = [c for c in commands(page) if c[0] != "open"]
    assert len(script) >= 5
    for command in script:
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0, (command, result.output)
        assert "Traceback" not in result.output
        assert result.output.strip() or command[0] == "read", command
    if page == "producers":
        assert {"novel.casting.csv", "novel.voices.json", "novel.script.csv", "novel.ssml", "novel.sml.txt"} <= {
            p.name for p in Path("out").iterdir()
        }
        sheet = Path("out/novel.casting.csv").read_text(encoding="utf-8")
        assert "narrator" in sheet and "Hester Vane" in sheet and "Miss Vane" not in sheet.splitlines()[0]
        assert "en-GB-SoniaNeural" in Path("out/novel.script.csv").read_text(encoding="utf-8")
    if page == "scholars":
        assert Path("out/novel-tables/secrets.csv").exists() and Path("out/novel-tables/chapters.csv").exists()
