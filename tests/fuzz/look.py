"""What must hold of any file at all: a manuscript that keeps the laws, or one line that says what is wrong."""

from fabula import UnreadableFile
from fabula.text.invisible import drop_invisible
from fabula.text.open import read_bytes
from fabula.world import Manuscript


def look(data: bytes, name: str) -> Manuscript | None:
    """The manuscript in a file, or None where it was refused. AssertionError, or any other, is a finding."""
    try:
        manuscript = read_bytes(data, name)
    except UnreadableFile as e:
        said = str(e)
        assert said.isprintable() and name in said and len(said) < 1000, said
        return None
    laws(manuscript)
    return manuscript


def laws(m: Manuscript) -> None:
    """Everything lies in the text and in order, and nothing invisible was left where text is converted."""
    n = len(m.text)
    m.text.encode("utf-8")
    assert "\0" not in m.text and "\r" not in m.text
    ends = [0, *(at for p in m.paragraphs for at in (p.start, p.end)), n]
    assert ends == sorted(ends), "paragraphs overlap"
    chapters = [at for c in m.chapters for at in (c.start, c.end)]
    assert chapters == sorted(chapters) and all(0 <= c.start < c.end <= n for c in m.chapters), "chapters overlap"
    assert all(0 <= e.outer[0] <= e.start < e.end <= e.outer[1] <= n for e in m.emphases)
    titles = [c.title for c in m.chapters]
    assert all(x == drop_invisible(x) and "\n" not in x for x in (*titles, m.source.title or "", m.source.author or ""))
    for s in m.set_aside:
        assert s.text is not None if s.span is None else 0 <= s.span[0] <= s.span[1] <= n
        (s.text or "").encode("utf-8")
    if m.source.media_type != "text/plain":
        assert drop_invisible(m.text) == m.text, "invisible characters"
