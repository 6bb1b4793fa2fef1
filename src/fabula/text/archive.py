"""Zip archives from strangers: EPUB, Word and OpenDocument files."""

import io
import zipfile
import zlib

from fabula.errors import UnreadableFile

MOST_BYTES = 200 * 1024 * 1024
MOST_READ = 32 * 1024 * 1024
"""Bytes of text and markup that are unpacked of one archive: ten times *War and Peace*."""
MOST_ENTRIES = 10_000
MOST_TAGS = 100_000
"""Tags in what is unpacked of a small archive, each of which takes time; of a large one, as many as it has bytes."""


def short(e: Exception) -> str:
    """The beginning of what an error says: some quote the file from there to its end."""
    return str(e)[:120]


class Archive:
    """A zip archive whose size, entries and paths have been checked before anything is unpacked."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as e:
            raise UnreadableFile(f"{name}: the archive is corrupt or cut short ({short(e)})") from None
        if len(infos) > MOST_ENTRIES:
            raise UnreadableFile(f"{name}: the archive holds {len(infos):,} entries, more than {MOST_ENTRIES:,}")
        total = sum(i.file_size for i in infos)
        if total > MOST_BYTES:
            raise UnreadableFile(f"{name}: the archive unpacks to {total:,} bytes, more than {MOST_BYTES:,}")
        for i in infos:
            parts = i.filename.replace("\\", "/").split("/")
            if ".." in parts or i.filename.startswith(("/", "\\")) or (len(i.filename) > 1 and i.filename[1] == ":"):
                raise UnreadableFile(f"{name}: the archive holds a path that leads out of it ({i.filename!r})")
            if i.flag_bits & 1:
                raise UnreadableFile(f"{name}: the archive is encrypted with a password")
            if i.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise UnreadableFile(f"{name}: {i.filename!r} is packed in a way that such files may not use")
        self._left = MOST_READ
        self._tags = max(MOST_TAGS, len(data))
        self.names = frozenset(i.filename for i in infos)

    def __contains__(self, path: str) -> bool:
        return path in self.names

    def read(self, path: str) -> bytes:
        """The bytes of one entry. Raises UnreadableFile where it is missing or damaged, or where all that was read is
        more than `MOST_READ`.
        """
        try:
            with self._zip.open(path) as entry:
                data = entry.read(self._left + 1)
            self._left -= len(data)
            if self._left < 0:
                raise UnreadableFile(f"{self.name}: its text unpacks to more than {MOST_READ:,} bytes")
            self._tags -= data.count(b"<")
            if self._tags < 0:
                raise UnreadableFile(f"{self.name}: it unpacks to far more markup than a file of its size holds")
            return data
        except KeyError:
            raise UnreadableFile(f"{self.name}: the archive lacks {path}") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as e:
            raise UnreadableFile(f"{self.name}: {path} is damaged ({short(e)})") from None
