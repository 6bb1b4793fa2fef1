"""Zip archives from strangers: EPUB, Word and OpenDocument files."""

import io
import zipfile
import zlib

from fabula.errors import UnreadableFile

MOST_BYTES = 200 * 1024 * 1024
MOST_ENTRIES = 10_000


class Archive:
    """A zip archive whose size, entries and paths have been checked before anything is unpacked."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            infos = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as e:
            raise UnreadableFile(f"{name}: the archive is corrupt or cut short ({e})") from None
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
        self.names = frozenset(i.filename for i in infos)

    def __contains__(self, path: str) -> bool:
        return path in self.names

    def read(self, path: str) -> bytes:
        """The bytes of one entry. Raises UnreadableFile where it is missing or damaged."""
        try:
            return self._zip.read(path)
        except KeyError:
            raise UnreadableFile(f"{self.name}: the archive lacks {path}") from None
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as e:
            raise UnreadableFile(f"{self.name}: {path} is damaged ({e})") from None

    def refuse_doctypes(self) -> None:
        """Office files must not declare entities; one that does was made to do harm."""
        for path in sorted(self.names):
            if path.endswith((".xml", ".rels")) and b"<!DOCTYPE" in self.read(path):
                raise UnreadableFile(f"{self.name}: {path} declares a document type, which an office file may not")
