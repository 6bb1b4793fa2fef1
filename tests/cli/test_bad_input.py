"""Whatever is given to `fabula read`: a clear line and exit 2, or a good reading."""

import io
import os
import struct
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

import fabula
from fabula import UnreadableFile
from fabula.text.archive import MOST_READ
from fabula.text.open import read_bytes, read_file
from tests.text.test_formats import CONTAINER, PAGE, epub, zipped


def refused(path: Path | str) -> str:
    with pytest.raises(UnreadableFile) as e:
        fabula.read(path)
    message = str(e.value)
    assert "\n" not in message
    return message


def test_missing_file_folder_and_empty_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "gone.txt").endswith("gone.txt: no such file")
    assert "a folder without a story; no file in it ends in .txt" in refused(tmp_path)
    (tmp_path / "empty.txt").write_bytes(b"")
    assert refused(tmp_path / "empty.txt") == "empty.txt: the file is empty"
    (tmp_path / "blank.txt").write_bytes(b" \n\n ")
    assert refused(tmp_path / "blank.txt") == "blank.txt: no prose was found in it"
    assert "no such file" in refused("a\0b") or "cannot be read" in refused("a\0b")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ida sat.")
    path.chmod(0)
    assert refused(path).endswith("no permission to read it")


def test_no_permission_as_the_system_says_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def denied(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("Ida sat.")
    monkeypatch.setattr(Path, "read_bytes", denied)
    assert refused(tmp_path / "a.txt").endswith("no permission to read it")


def test_binary_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(os.urandom(5000))
    assert "binary" in refused(tmp_path / "a.txt") or "not text" in refused(tmp_path / "a.txt")


@pytest.mark.parametrize("cut", [0, 10, 200, -30])
def test_corrupt_epub(cut: int, tmp_path: Path) -> None:
    data = epub({"one": PAGE.format("", "<p>Ida sat.</p>")})
    (tmp_path / "book.epub").write_bytes(data[:cut])
    assert refused(tmp_path / "book.epub").startswith("book.epub: ")


def test_damaged_entry(tmp_path: Path) -> None:
    data = bytearray(epub({"one": PAGE.format("", "<p>" + "Ida sat down. " * 500 + "</p>")}))
    at = data.index(b"OPS/one.xhtml") + 40
    data[at : at + 20] = b"\xff" * 20
    (tmp_path / "book.epub").write_bytes(data)
    assert refused(tmp_path / "book.epub").startswith("book.epub: ")


def test_encrypted_epub() -> None:
    locked = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        '<enc:EncryptedData><enc:CipherData><enc:CipherReference URI="OPS/one.xhtml"/></enc:CipherData></enc:EncryptedData>'
        "</encryption>"
    )
    data = epub({"one": PAGE.format("", "<p>Ida sat.</p>")}, {"META-INF/encryption.xml": locked})
    with pytest.raises(UnreadableFile, match="DRM"):
        read_bytes(data, "book.epub")


def test_fonts_may_be_obfuscated() -> None:
    fonts = (
        '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
        '<enc:EncryptedData><enc:CipherData><enc:CipherReference URI="OPS/f.otf"/></enc:CipherData></enc:EncryptedData>'
        "</encryption>"
    )
    data = epub({"one": PAGE.format("", "<p>Ida sat.</p>")}, {"META-INF/encryption.xml": fonts})
    assert read_bytes(data, "book.epub").text == "Ida sat."


def test_zip_bomb_by_size() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("META-INF/container.xml", CONTAINER)
        for i in range(5):
            z.writestr(f"{i}.xhtml", bytes(41 * 1024 * 1024))
    with pytest.raises(UnreadableFile, match="unpacks to"):
        read_bytes(out.getvalue(), "bomb.epub")


def test_zip_bomb_that_lies_about_its_size() -> None:
    data = bytearray(zipped({"META-INF/container.xml": CONTAINER, "x": bytes(1_000_000)}))
    where = data.rindex(b"PK\x01\x02")
    data[where + 24 : where + 28] = struct.pack("<I", 10)
    with pytest.raises(UnreadableFile):
        read_bytes(bytes(data), "bomb.epub")


def test_zip_bomb_by_entries() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        for i in range(10_001):
            z.writestr(str(i), b"")
    with pytest.raises(UnreadableFile, match="10,001 entries"):
        read_bytes(out.getvalue(), "bomb.epub")


@pytest.mark.parametrize("path", ["../evil", "/etc/passwd", "a/../../evil", "..\\evil", "C:\\evil"])
def test_paths_that_leave_the_archive(path: str) -> None:
    with pytest.raises(UnreadableFile, match="leads out of it"):
        read_bytes(zipped({"META-INF/container.xml": CONTAINER, path: b"x"}), "book.epub")


def test_external_entities_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("SECRET")
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    page = f'{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Ida sat. &x;</p></body></html>'
    assert "SECRET" not in read_bytes(epub({"one": page}), "book.epub").text
    opf = zipped({"META-INF/container.xml": f"{doctype}{CONTAINER.split('?>')[1]}", "OPS/book.opf": "<package/>"})
    with pytest.raises(UnreadableFile):
        read_bytes(opf, "book.epub")


def test_entities_that_multiply() -> None:
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    doctype = f'<!DOCTYPE html [<!ENTITY l0 "lol">{lol}]>'
    page = f'{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Ida sat. &l11;</p></body></html>'
    assert len(read_bytes(epub({"one": page}), "book.epub").text) < 1000
    word = zipped({"word/document.xml": f"{doctype}<x/>", "[Content_Types].xml": "<Types/>"})
    with pytest.raises(UnreadableFile, match="document type"):
        read_bytes(word, "a.docx")


@pytest.mark.parametrize("name", ["a.docx", "a.odt", "a.epub", "a.zip"])
def test_archives_of_something_else(name: str) -> None:
    with pytest.raises(UnreadableFile, match=name):
        read_bytes(zipped({"hello.txt": "hello"}), name)


def test_broken_office_files() -> None:
    with pytest.raises(UnreadableFile, match=r"a\.docx"):
        read_bytes(zipped({"word/document.xml": "<w:document"}), "a.docx")
    with pytest.raises(UnreadableFile, match=r"a\.odt"):
        read_bytes(zipped({"content.xml": "<office"}), "a.odt")
    with pytest.raises(UnreadableFile, match=r"a\.rtf"):
        read_bytes(b"{\\rtf1 {\\b {\\i Ida", "a.rtf")


def test_deep_html_is_read_or_refused() -> None:
    assert "Ida" in read_bytes(b"<html><body>Ida sat." + b"<div>" * 5000 + b"<p>Tom.", "a.html").text


def test_no_dialogue_says_so() -> None:
    story = fabula.read_text("Ida sat down by the window and watched the rain come over the hill.")
    assert story.quotes == () and any("No speech was found" in n for n in story.notes)


def test_a_language_that_is_not_english_is_said_and_read_on() -> None:
    story = fabula.read_text("« Il est tard », dit Ida. La pluie tombait sur la colline et personne ne venait. " * 5)
    assert any("does not look like English" in n for n in story.notes)
    assert story.quotes


def test_lone_surrogates_and_nuls() -> None:
    story = fabula.read_text('"It is \0 late \ud83d," said Ida.')
    assert story.text.count("\ufffd") == 2
    assert story.name(story.quotes[0].speaker) == "Ida"


def test_a_very_long_paragraph() -> None:
    text = '"It is late," said Ida. Tom laughed at her and shut the door again. ' * 3000
    story = read_file_of(text)
    (turn,) = story.quotes  # one paragraph, one speaker
    assert len(turn.parts) == 3000
    assert story.name(turn.speaker) == "Ida"


def test_very_many_unclosed_marks() -> None:
    for mark in ('"', "“", "‘", "« ", '"Oh '):
        story = read_file_of(mark * 20_000)
        assert story.text.startswith(mark.strip())


def read_file_of(text: str) -> fabula.Story:
    return fabula.read_text(text)


def test_standard_input_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    class Stdin:
        buffer = io.BytesIO(b"")

    monkeypatch.setattr(sys, "stdin", Stdin)
    with pytest.raises(UnreadableFile, match="standard input: the file is empty"):
        read_file("-")


def hostile_within(seconds: float, data: bytes, name: str) -> None:
    """Read or refused in so much time of this process's own; the time of others does not count."""
    start = time.process_time()
    with suppress(UnreadableFile):
        read_bytes(data, name)
    assert time.process_time() - start < seconds


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE[" * 40_000,
        "<!DOCTYPE x [" + "] " * 200_000,
        "<!--" * 100_000,
        "<?x " * 100_000,
        "<?xml" + " " * 400_000,
        "&" + "a" * 400_000,
    ],
)
def test_a_prologue_is_looked_at_in_bounded_time(text: str) -> None:
    hostile_within(10, epub({"one": text}), "a.epub")
    hostile_within(10, b"<html>" + text.encode(), "a.html")
    hostile_within(10, b"<FictionBook>" + text.encode(), "a.fb2")


def test_a_page_and_a_sheet_named_a_thousand_times_are_read_once() -> None:
    page, sheet = PAGE.format("", "<p>Ida sat.</p>"), ".a { margin: 0 }" * 1000
    items = "".join(f'<item id="c{k}" href="s.css" media-type="text/css"/>' for k in range(1000))
    with zipfile.ZipFile(io.BytesIO(epub({"one": page}, {"OPS/s.css": sheet}))) as z:
        entries: dict[str, str | bytes] = {n: z.read(n) for n in z.namelist()}
    opf = str(entries["OPS/book.opf"], "utf-8")  # type: ignore[arg-type]
    opf = opf.replace('<itemref idref="one"/>', '<itemref idref="one"/>' * 5000).replace(
        "<manifest>", f"<manifest>{items}"
    )
    assert read_bytes(zipped({**entries, "OPS/book.opf": opf}), "a.epub").text == "Ida sat."


def test_what_is_unpacked_is_counted_over_the_whole_file() -> None:
    page = PAGE.format("", "<p>Ida sat.</p>" + " " * (MOST_READ // 3))
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        read_bytes(epub(dict.fromkeys(("a", "b", "c"), page)), "a.epub")


@pytest.mark.parametrize("packing", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_ways_of_packing_are_refused(packing: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as z:
        z.writestr("META-INF/container.xml", CONTAINER)
    with pytest.raises(UnreadableFile, match="packed in a way"):
        read_bytes(out.getvalue(), "a.epub")


def test_what_a_library_quotes_of_a_file_is_cut_short() -> None:
    data = bytearray(zipped({"META-INF/container.xml": CONTAINER, "a" * 3000: b"x"}))
    at = data.index(b"PK\x03\x04") + 26
    data[at : at + 2] = b"\xff\x0f"  # the length of the first name
    with pytest.raises(UnreadableFile) as e:
        read_bytes(bytes(data), "a.epub")
    assert len(str(e.value)) < 400


H = "<html><body>{}</body></html>"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<!--" * 80_000, "a.md"),  # comments that nothing closes
        ("{>>" * 130_000, "a.md"),
        ("{~~" * 130_000, "a.md"),
        ("%% a " * 80_000, "a.md"),
        ("[[" * 60_000, "a.md"),
        ("> a\n" * 30_000, "a.md"),
        (f"---\ntitle: a{' ' * 40_000}b\n---\n\nIda sat.", "a.md"),
        ("\n" * 400_000 + "Ida sat." + "\n" * 59_000 + "End", "a.txt"),
        (f"Title: a{' ' * 39_000}b\n\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\nIda sat.", "a.txt"),
        (H.format("<div>" * 230 + "<p>a</p>" * 40_000), "a.html"),  # asked of each whether it is a table of contents
        (H.format("<span>" * 230 + "<i>a</i>" * 40_000), "a.html"),
        (H.format(f"<p {' '.join(f'a{k}=1' for k in range(50_000))}>Ida"), "a.html"),
        (H.format("<h1>" + "." * 400_000 + "a</h1><p>Ida sat.</p>"), "a.html"),
        ("{\\rtf1 " + '{\\field{\\*\\fldinst{ HYPERLINK "a"' * 12_000 + "}", "a.rtf"),
        ("{\\rtf1 {\\fonttbl " + "\\f1 \\fcharset1 " * 25_000 + "}}", "a.rtf"),
    ],
    ids="comment critic changed percent links quote title-field lines gutenberg-field div span attributes dots rtf-links rtf-fonts".split(),
)  # fmt: skip
def test_no_half_megabyte_takes_ten_seconds(text: str, name: str) -> None:
    hostile_within(10, text.encode(), name)


def test_a_kilobyte_that_unpacks_to_a_million_tags_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="far more markup"):
        read_bytes(epub({"one": PAGE.format("", "<p>a</p>" * 1_000_000)}), "a.epub")
    assert read_bytes(epub({"one": PAGE.format("", "<p>Ida sat.</p>" * 9000)}), "a.epub").paragraphs


def test_a_margin_that_is_no_number() -> None:
    sheet = "<style>.a { margin: 1.2.3em } .b { margin-top: .5em }</style>"
    assert read_bytes(f"{sheet}<p class='a'>Ida sat.</p>".encode(), "a.html").text == "Ida sat."


def test_a_part_that_is_no_text_is_told_with_its_file() -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.epub: .*not text"):
        read_bytes(zipped({"META-INF/container.xml": b"\0\1\2\3" * 99}), "a.epub")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "content.xml"])
def test_entities_in_office_files_whatever_the_encoding(encoding: str, part: str) -> None:
    text = '<!-- x --><!DOCTYPE x [<!ENTITY l "Ida sat. ">]><x>&l;&l;</x>'
    entries: dict[str, str | bytes] = {"word/document.xml": "<x/>"} if part.startswith("word") else {}
    with pytest.raises(UnreadableFile, match="document type"):
        read_bytes(zipped({**entries, part: text.encode(encoding)}), "a.docx")
