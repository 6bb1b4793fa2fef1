"""Files of every form around a body that is given, as bytes, with the name that goes with them."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

from tests.conftest import EXAMPLES
from tests.text.test_formats import PAGE, epub, zipped

File = tuple[bytes, str]
"""The bytes of a file, and what it is called."""
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_STYLES = (
    f"<w:styles {W}><w:style w:type='paragraph' w:styleId='Heading1'><w:name w:val='heading 1'/></w:style>"
    "<w:style w:type='character' w:styleId='S'><w:rPr><w:vanish/></w:rPr></w:style></w:styles>"
)
_ODF = " ".join(
    f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"'
    for k, v in (("office", "office"), ("text", "text"), ("style", "style"), ("fo", "xsl-fo-compatible"))
)
_ODT_STYLES = (
    '<style:style style:name="I"><style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
)


def html(body: str, encoding: str = "utf-8") -> File:
    return f"<html><body>{body}</body></html>".encode(encoding, "replace"), "a.html"


def xhtml_book(*pages: str, extra: dict[str, str | bytes] | None = None) -> File:
    return epub({f"p{n}": PAGE.format("", page) for n, page in enumerate(pages)}, extra), "a.epub"


def word(body: str, encoding: str = "utf-8") -> File:
    document = f"<w:document {W}><w:body>{body}</w:body></w:document>".encode(encoding, "replace")
    parts: dict[str, str | bytes] = {"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS}
    return zipped({**parts, "word/styles.xml": _STYLES, "word/document.xml": document}), "a.docx"


def open_document(body: str, encoding: str = "utf-8") -> File:
    content = (
        f"<office:document-content {_ODF}><office:automatic-styles>{_ODT_STYLES}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"content.xml": content.encode(encoding, "replace")}), "a.odt"


def fictionbook(body: str, encoding: str = "utf-8") -> File:
    return f"<FictionBook><body>{body}</body></FictionBook>".encode(encoding, "replace"), "a.fb2"


def rich(body: str) -> File:
    return f"{{\\rtf1\\ansi\\ansicpg1252 {body}\\par}}".encode("cp1252", "replace"), "a.rtf"


def seeds() -> tuple[File, ...]:
    """Good files of every form: our examples, in each of them, and the real files beside the checkout where they are."""
    out: list[File] = [(p.read_bytes(), p.name) for p in sorted(EXAMPLES.iterdir())]
    paragraphs = (EXAMPLES / "the-lamp-room.txt").read_text(encoding="utf-8").split("\n\n")[:24]
    ps = "".join(f"<p>{p}</p>" for p in paragraphs)
    out += [
        html(f"<h1>The Lamp Room</h1>{ps}<hr/><p>She <i>slept</i>.<a href='#n'>1</a></p><aside id='n'>A note.</aside>"),
        xhtml_book(f"<h2>I</h2>{ps}", "<h2>II</h2><p>She slept.</p>", extra={"OPS/s.css": ".i { margin: 2em }"}),
        word("".join(f"<w:p><w:r><w:rPr><w:i/></w:rPr><w:t>{p}</w:t></w:r></w:p>" for p in paragraphs)),
        open_document("".join(f'<text:p>{p}<text:span text:style-name="I">so</text:span></text:p>' for p in paragraphs)),
        fictionbook(f"<title><p>The Lamp Room</p></title><section>{ps}<empty-line/></section>"),
        rich("\\par ".join(p.replace("\n", " ") for p in paragraphs) + "\\u8220?No\\'94{\\v never}"),
        ("\n\n".join(["---\ntitle: Salt\n---", "# One", *paragraphs, "~~no~~ %%why%% [^a]", "[^a]: so"]).encode(), "a.md"),
    ]  # fmt: skip
    real = Path(__file__).parents[3] / "shared" / "files"
    return (*out, *((p.read_bytes(), p.name) for p in sorted(real.glob("*")) if p.is_file()))


def drawn_seed(dice: random.Random, found: tuple[File, ...]) -> File:
    """A file by lot; long ones seldom, since they take long."""
    short = [f for f in found if len(f[0]) < 50_000]
    return dice.choice(found if dice.random() < 0.02 else short)


def unzipped(data: bytes) -> dict[str, bytes]:
    """The members of an archive by name."""
    with zipfile.ZipFile(BytesIO(data)) as z:
        return {n: z.read(n) for n in z.namelist()}
