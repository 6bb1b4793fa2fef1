"""The script as SSML 1.1 (W3C): one voice for each speaker, narration in the narrator's."""

from collections.abc import Mapping
from itertools import groupby

from lxml import etree

from fabula.exports.script.parts import script
from fabula.world import Story

NARRATOR = "narrator"
_NS = "http://www.w3.org/2001/10/synthesis"
_XML = "{http://www.w3.org/XML/1998/namespace}"


def as_ssml(story: Story, voices: Mapping[str, str] | None = None) -> str:
    """The script as one ``<speak>`` document, a ``<p>`` for each paragraph, a ``<voice>`` for each stretch.

    ``voices`` maps ids or names of characters, and "narrator", to names of voices; whoever is not in it has their id.
    Text that is set aside or is a scene-break mark is not spoken.
    """
    voices = voices or {}
    root = etree.Element(f"{{{_NS}}}speak", {"version": "1.1", f"{_XML}lang": "en"}, nsmap={None: _NS})
    parts = script(story)
    k = 0
    for p in story.paragraphs:
        if p.kind == "break" and len(root):
            etree.SubElement(root, f"{{{_NS}}}break", {"time": "1500ms"})
        if p.kind not in ("prose", "heading"):
            continue
        while k < len(parts) and parts[k].end <= p.start:
            k += 1
        block = etree.SubElement(root, f"{{{_NS}}}p")
        here = []
        j = k
        while j < len(parts) and parts[j].start < p.end:
            here.append(parts[j])
            j += 1
        for who, group in groupby(here, key=lambda x: x.speaker):
            said = "".join(story.text[max(x.start, p.start) : min(x.end, p.end)] for x in group)
            if said.strip():
                voice = etree.SubElement(block, f"{{{_NS}}}voice", {"name": _voice(story, who, voices)})
                voice.text = _speakable(said)
    etree.indent(root)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found.decode() + "\n"


def _voice(story: Story, who: str | None, voices: Mapping[str, str]) -> str:
    if who is None:
        return voices.get(NARRATOR, NARRATOR)
    return voices.get(who) or voices.get(story.name(who)) or who


def _speakable(text: str) -> str:
    """Without characters that XML forbids, blanks as one space."""
    return " ".join("".join(c if c >= " " or c.isspace() else " " for c in text if c not in "\ufffe\uffff").split())
