"""Files in parts small enough to be carried to a machine with a GPU, and back.

    python training/reading/carry.py split OUT FILE... [--size 44]    OUT/part-00, OUT/part-01, ... of so many megabytes
    python training/reading/carry.py join FOLDER PART...              the files again

On a GPU, from packed texts and a start that `start.py` wrote (see CARD.md for the steps):

    python training/reading/train.py WORK RUN --device cuda --workers 12 --size 8 --hours 0.14
"""

import argparse
import io
import tarfile
from pathlib import Path


def split(out: Path, files: list[Path], size: int) -> list[Path]:
    """The files as one archive in parts of at most ``size`` bytes; their paths, in order."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w") as tar:
        for f in files:
            tar.add(f, f.name)
    data = held.getvalue()
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for k, at in enumerate(range(0, len(data), size)):
        paths.append(out / f"part-{k:02}")
        paths[-1].write_bytes(data[at : at + size])
    return paths


def join(folder: Path, parts: list[Path]) -> list[Path]:
    """The files of an archive that `split` cut, written into ``folder``; parts are put in order by name."""
    data = b"".join(p.read_bytes() for p in sorted(parts, key=lambda p: p.name))
    with tarfile.open(fileobj=io.BytesIO(data)) as tar:
        tar.extractall(folder, filter="data")
        return [folder / n for n in tar.getnames()]


def main() -> None:
    args = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    args.add_argument("what", choices=("split", "join"))
    args.add_argument("folder", type=Path)
    args.add_argument("files", type=Path, nargs="+")
    args.add_argument("--size", type=int, default=44, help="megabytes")
    given = args.parse_args()
    done = (
        split(given.folder, given.files, given.size * 10**6)
        if given.what == "split"
        else join(given.folder, given.files)
    )
    print("\n".join(map(str, done)))


if __name__ == "__main__":
    main()
