"""The short run: the same inputs each time. `python -m tests.fuzz --minutes 30` looks for new ones."""

import random
import zipfile
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import fabula
from fabula.text.open import detect, read_bytes
from tests.fuzz.files import File, seeds
from tests.fuzz.grammars import FILES
from tests.fuzz.look import look
from tests.fuzz.mutations import mutated
from tests.fuzz.stories import altered, told
from tests.fuzz.worker import LAST, Worker
from tests.laws.test_laws import check

SHORT = tuple(f for f in seeds() if len(f[0]) < 50_000)


@pytest.mark.parametrize("form", FILES)
def test_drawn_files_are_read_or_refused_in_a_line(form: str) -> None:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
    @given(FILES[form])
    def run(file: File) -> None:
        first = look(*file)
        assert first is None or first == read_bytes(*file)

    run()


@pytest.mark.parametrize("form", sorted({Path(name).suffix for _, name in SHORT}))
def test_damaged_files_are_read_or_refused_in_a_line(form: str) -> None:
    dice = random.Random(form)
    mine = [f for f in SHORT if f[1].endswith(form)]
    for _ in range(40):
        look(*mutated(dice, dice.choice(mine), dice.choice(SHORT)))


def test_altered_stories_keep_the_laws() -> None:
    dice = random.Random("stories")
    for _ in range(4):
        check(fabula.read_text(altered(dice, told(), most=600)))


def test_the_good_files_are_read() -> None:
    """Else their damage would show nothing."""
    for data, name in SHORT:
        assert look(data, name) is not None, name
    assert {detect(*f).media_type for f in SHORT} >= {
        "text/plain", "text/markdown", "text/html", "application/epub+zip", "application/rtf", "application/x-fictionbook+xml",
        "application/vnd.oasis.opendocument.text", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }  # fmt: skip


def test_a_finding_is_kept_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(data: bytes, name: str) -> None:
        raise ZeroDivisionError

    worker = object.__new__(Worker)  # without the limits it sets for its process
    worker.folder, worker.readings, worker.seen, worker.peak, worker.told = tmp_path, False, 0, 1 << 60, float("inf")
    monkeypatch.setattr("tests.fuzz.worker.look", broken)
    worker.one(b"longer", "a.txt")
    worker.one(b"short", "a.txt")
    assert capsys.readouterr().out.count('"found"') == 2 and worker.seen == 2
    (kept,) = (p for p in tmp_path.iterdir() if not p.name.startswith(LAST) and p.suffix != ".why")
    assert kept.read_bytes() == b"short" and "ZeroDivisionError" in kept.with_name(f"{kept.name}.why").read_text()


@settings(max_examples=20)
@given(
    st.binary(max_size=60),
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]),
)
def test_archives_of_anything(content: bytes, packing: int) -> None:
    from io import BytesIO

    out = BytesIO()
    with zipfile.ZipFile(out, "w", packing) as z:
        for name in ("META-INF/container.xml", "word/document.xml", "content.xml"):
            z.writestr(name, content)
    for cut in islice((None, -1, -30, 40), 4):
        look(out.getvalue()[:cut], "a.epub")
