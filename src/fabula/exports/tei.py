"""A story as TEI P5: every quotation as ``<said>``, the cast, the bonds, who hears, how sure, and who says so.

What the machine read bears ``@resp="#fabula"`` and ``@cert`` (a probability); what a reader settled ``@resp="#reader"``
and ``@cert="high"``. The text within the paragraphs is that of the story, character for character.
"""

from lxml import etree

from fabula.version import __version__
from fabula.world import Paragraph, Quotation, Story

_TEI = "http://www.tei-c.org/ns/1.0"
_ID = "{http://www.w3.org/XML/1998/namespace}id"


def as_tei(story: Story) -> str:
    """The TEI document. Ids are those of the story with a letter before them: c- for people, q for quotations."""
    root = etree.Element(f"{{{_TEI}}}TEI", nsmap={None: _TEI})
    _header(root, story)
    _hearers(root, story)
    body = _add(_add(root, "text"), "body")
    _Text(story, body).write()
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data.decode() + "\n"


def _header(root: etree._Element, story: Story) -> None:
    header = _add(root, "teiHeader")
    file = _add(header, "fileDesc")
    title = _add(file, "titleStmt")
    _add(title, "title").text = _clean(story.source.title or story.source.name)
    if story.source.author:
        _add(title, "author").text = _clean(story.source.author)
    for id, who, what in (
        ("fabula", f"Fabula {__version__}", "read by machine"),
        ("reader", "a reader", "corrected by hand"),
    ):
        stmt = _add(title, "respStmt", **{_ID: id})
        _add(stmt, "resp").text = what
        _add(stmt, "name").text = who
    _add(_add(file, "publicationStmt"), "p").text = "Made for its reader; the rights in the text are its author's."
    source = _add(_add(file, "sourceDesc"), "bibl")
    source.text = _clean(f"{story.source.name}, SHA-256 {story.source.sha256}")
    profile = _add(header, "profileDesc")
    _add(_add(profile, "langUsage"), "language", ident=story.language)
    if not story.characters:
        return
    people = _add(_add(profile, "particDesc"), "listPerson")
    for c in story.characters:
        settled = bool(c.corrected)
        person = _add(people, "person", **{_ID: _person(c.id), "resp": _resp(settled)})
        for k, name in enumerate(dict.fromkeys((c.name, *c.aliases))):
            _add(person, "persName", type="main" if k == 0 else "alias").text = _clean(name)
        if c.pronouns:
            _add(person, "note", type="pronouns").text = _clean(c.pronouns)
    if story.bonds:
        relations = _add(people, "listRelation")
        for b in story.bonds:
            sides = (
                {"active": _ref(b.a), "passive": _ref(b.b)} if b.directed else {"mutual": f"{_ref(b.a)} {_ref(b.b)}"}
            )
            settled = bool(b.corrected)
            _add(relations, "relation", name=b.kind, **sides, cert=_cert(b.confidence, settled), resp=_resp(settled))


def _hearers(root: etree._Element, story: Story) -> None:
    """Who hears each quotation, beside the text: the quotation first, then the hearers."""
    heard = [q for q in story.quotes if any(not w.startswith("group:") for w in q.heard_by)]
    if heard:
        group = _add(_add(root, "standOff"), "linkGrp", type="heardBy")
        for q in heard:
            people = " ".join(_ref(w) for w in q.heard_by if not w.startswith("group:"))
            _add(group, "link", target=f"#{q.id} {people}")


class _Text:
    """The body: a division for each chapter, a paragraph for each paragraph."""

    def __init__(self, story: Story, body: etree._Element) -> None:
        self._story, self._body = story, body
        self._spans = sorted(
            ((a, b, q, n) for q in story.quotes for n, (a, b) in enumerate(q.parts)), key=lambda x: x[:2]
        )
        self._next = 0
        self._pieces: dict[str, list[etree._Element]] = {}

    def write(self) -> None:
        chapters = {c.start: c for c in self._story.chapters}
        ends = {c.end for c in self._story.chapters}
        div: etree._Element | None = None
        for p in self._story.paragraphs:
            chapter = chapters.get(p.start)
            if chapter is not None:
                div = _add(self._body, "div", **{"type": "chapter", _ID: f"ch-{chapter.id}"})
            elif div is None or p.start in ends:
                div = _add(self._body, "div", type="part")
            if p.start == p.end and p.kind == "break":
                _add(div, "milestone", unit="scene", rend="blank")
                continue
            tag = "head" if p.kind == "heading" and not len(div) else "p"
            self._fill(_add(div, tag, **({} if p.kind == "prose" else {"rend": p.kind})), p)
        if not len(self._body):
            _add(_add(self._body, "div", type="part"), "p")
        for pieces in self._pieces.values():
            for a, b in zip(pieces, pieces[1:], strict=False):
                a.set("next", f"#{b.get(_ID)}")
                b.set("prev", f"#{a.get(_ID)}")

    def _fill(self, into: etree._Element, p: Paragraph) -> None:
        at = p.start
        k = self._next
        while k < len(self._spans) and self._spans[k][0] < p.end:
            a, b, q, n = self._spans[k]
            if b > p.start:
                _append(into, self._story.text[at : max(at, a)])
                self._said(into, q, n, self._story.text[max(a, p.start) : min(b, p.end)])
                at = min(b, p.end)
            if b <= p.end:
                self._next = k + 1
            k += 1
        _append(into, self._story.text[at : p.end])

    def _said(self, into: etree._Element, q: Quotation, n: int, words: str) -> None:
        pieces = self._pieces.setdefault(q.id, [])
        settled = bool(q.corrected)
        values = {_ID: q.id if not pieces else f"{q.id}-{len(pieces)}", "aloud": str(q.kind == "speech").lower()}
        if q.kind == "written":
            values["rend"] = "written"
        if q.speaker is not None:
            values |= {"who": _ref(q.speaker), "cert": _cert(q.confidence, settled)}
        people = [w for w in q.addressees if not w.startswith("group:")]
        if people:
            values["toWhom"] = " ".join(map(_ref, people))
        said = _add(into, "said", **values, resp=_resp(settled))
        said.text = _clean(words)
        pieces.append(said)


def _person(id: str) -> str:
    return f"c-{id}"


def _ref(id: str) -> str:
    return f"#c-{id}" if not id.startswith("group:") else f"group:{'-'.join(id.removeprefix('group:').split())}"


def _cert(p: float, settled: bool) -> str:
    return "high" if settled else f"{p:.3g}"


def _resp(settled: bool) -> str:
    return "#reader" if settled else "#fabula"


def _append(into: etree._Element, words: str) -> None:
    """Text after what the element holds so far."""
    words = _clean(words)
    if len(into):
        into[-1].tail = (into[-1].tail or "") + words
    else:
        into.text = (into.text or "") + words


def _add(parent: etree._Element, tag: str, **values: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_TEI}}}{tag}", values)


def _clean(text: str) -> str:
    """With a replacement mark for each character that XML forbids, so that offsets stay."""
    return "".join(c if c >= " " or c in "\t\n" else "\ufffd" for c in text)
