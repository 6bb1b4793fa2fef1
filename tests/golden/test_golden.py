"""Golden readings of our own example stories.

To see what changed: ``python -m tests.golden.test_golden`` writes the readings anew; git shows the difference.
"""

from pathlib import Path

import pytest

import fabula
from fabula import Story
from tests.conftest import EXAMPLES

HERE = Path(__file__).parent
STORIES = sorted(p.name for p in EXAMPLES.iterdir() if p.suffix in (".txt", ".md"))


def reading(story: Story) -> str:
    """A story as a page a person can check: cast, scenes, who says what to whom."""
    out = [f"told in the {story.narration.person} person by {story.name(story.narration.narrator)}", ""]
    out += [f"{c.name} ({c.pronouns or '-'}): {', '.join(c.aliases)}" for c in story.characters]
    out += [""]
    for s in story.scenes:
        out.append(f"scene ({s.opened_by}): {', '.join(map(story.name, s.present))}")
    out += [""]
    for q in story.quotes:
        words = " ".join(story.words(q).split())
        to = ", ".join(map(story.name, q.addressees)) or "-"
        heard = ", ".join(map(story.name, q.heard_by)) or "-"
        out.append(f"{q.kind} | {story.name(q.speaker)} -> {to} | heard by {heard} | {q.type or '-'} | {words[:60]}")
    out += [""]
    for f in story.feelings:
        words = " ".join(story.text[slice(*f.span)].split())
        out.append(
            f"{story.name(f.character)} feels {f.emotion} ({f.manner}{', hidden' if f.hidden else ''}): {words[:60]}"
        )
    out += [""]
    for b in story.bonds:
        arrow = "->" if b.directed else "--"
        out.append(f"{b.kind}: {story.name(b.a)} {arrow} {story.name(b.b)} ({b.role or '-'})")
    out += [""]
    for c in story.knowledge.claims:
        out.append(f"{story.name(c.speaker)} holds ({c.modality}): {c.about}")
    for x in story.knowledge.contradictions:
        out.append(f"{story.name(x.holder)} contradicts himself or herself ({x.evidence}): {x.about[:120]}")
        out.append(f"  in the dark: {', '.join(map(story.name, x.in_the_dark)) or '-'}")
    return "\n".join(out) + "\n"


@pytest.mark.parametrize("name", STORIES)
def test_golden(name: str) -> None:
    expected = (HERE / f"{Path(name).stem}.reading").read_text(encoding="utf-8")
    assert reading(fabula.read(EXAMPLES / name)) == expected


def main() -> None:
    """Write the readings anew."""
    for name in STORIES:
        (HERE / f"{Path(name).stem}.reading").write_text(reading(fabula.read(EXAMPLES / name)), encoding="utf-8")


if __name__ == "__main__":
    main()
