"""Good files made bad: bytes lost, doubled, swapped and put in, within the members of archives, too."""

import random
import zipfile
from io import BytesIO

from tests.fuzz.files import File, unzipped

TOKENS = (
    *(b"<", b"</", b"/>", b"<p>", b"</p>", b"<div>", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>", b"<!DOCTYPE x [", b"]>"),
    *(b"&", b"&amp;", b"&#0;", b"&#xD800;", b"&#1114112;", b"&#147;", b"&nbsp;", b"&nope;", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf"),
    *(b"{", b"}", b"\\", b"\\u", b"\\u-10179?", b"\\'", b"\\'9", b"\\bin9 ", b"\\pict", b"\\v ", b"\\ansicpg0 ", b"\\ansicpg65001 "),
    *(b"\n", b"\n\n", b"\r", b"\t", b" ", b"    ", b"\x0c", b"\xc2\xad", b"\xe2\x81\xa0", b"\xe2\x80\xae", b"\xf0\x9f\x98\x80"),
    *(b"\"", b"'", b"\xe2\x80\x9c", b"\xe2\x80\x9d", b"\x93", b"\x94", b"*", b"_", b"~~", b"%%", b"==", b"{>>", b"<<}", b"[[", b"]]", b"|"),
    *(b"0", b"-1", b"1.2.3", b"99999999999999999999", b"1e999", b"CHAPTER I\n\n", b"***", b"PK\x03\x04", b"PK\x05\x06"),
    *(b'class="scene-break"', b'epub:type="footnote"', b'href="../../x"', b'encoding="utf-16"', b"xmlns:a='b'"),
)  # fmt: skip


def mutated(dice: random.Random, file: File, other: File) -> File:
    """A file with one to six faults in it; pieces of ``other`` may get into it."""
    data, name = file
    if data[:2] == b"PK" and dice.random() < 0.8:
        data = _repacked(dice, data, other[0])
    else:
        for _ in range(dice.randrange(1, 7)):
            data = _once(dice, data, other[0])
    if dice.random() < 0.05:
        name = other[1]
    return data, name


def _repacked(dice: random.Random, data: bytes, other: bytes) -> bytes:
    members = unzipped(data)
    for _ in range(dice.randrange(1, 4)):
        path = dice.choice(sorted(members))
        how = dice.randrange(12)
        if how == 0 and len(members) > 1:
            del members[path]
        elif how == 1:
            members[dice.choice(sorted(members))] = members[path]
        elif how == 2:
            members[f"{path}{dice.choice(('', '.xml', '/x', '~', chr(0x202E)))}"] = members[path]
        else:
            members[path] = _once(dice, members[path], other)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for path, content in members.items():
            z.writestr(path, content)
    return out.getvalue()


def _once(dice: random.Random, data: bytes, other: bytes) -> bytes:
    size = len(data)
    if not size:
        return dice.choice(TOKENS)
    at = dice.randrange(size)
    end = min(size, at + int(dice.expovariate(1 / 40)) + 1)
    how = dice.randrange(9)
    if how == 0:  # another byte
        return data[:at] + bytes([dice.randrange(256)]) + data[at + 1 :]
    if how == 1:  # some are lost
        return data[:at] + data[end:]
    if how == 2:  # cut short
        return data[:at]
    if how == 3:  # many times over
        return data[:end] + data[at:end] * dice.choice((1, 2, 9, 300)) + data[end:]
    if how == 4:  # a piece of another file
        start = dice.randrange(max(1, len(other)))
        return data[:at] + other[start : start + dice.randrange(1, 400)] + data[at:]
    if how == 5:  # a piece goes elsewhere
        to = dice.randrange(size)
        rest = data[:at] + data[end:]
        return rest[:to] + data[at:end] + rest[to:]
    if how == 6:  # an element, a group or a word changes places with the next
        mark = dice.choice((b"<", b" ", b"\n", b"\\"))
        parts = data.split(mark)
        k = dice.randrange(len(parts))
        parts[k : k + 2] = parts[k : k + 2][::-1]
        return mark.join(parts)
    token = dice.choice(TOKENS) * dice.choice((1, 1, 1, 2, 40, 2000))
    return data[:at] + token + data[at if how == 7 else end :]
