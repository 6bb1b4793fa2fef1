"""The practice stories of our own, built from their sources."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCES = Path(__file__).parent / "src"


def build(shared: Path, folder: Path) -> list[Path]:
    """Their gold files, built into FOLDER (with their texts) where they aren't yet, by ``shared``'s build.py."""
    ours = sorted(SOURCES.glob("*.src"))
    missing = [p.stem for p in ours if not (folder / f"{p.stem}.json").exists()]
    if missing:
        shutil.copytree(SOURCES, folder / "src", dirs_exist_ok=True)
        script = (shared / "stories/build.py").resolve()
        subprocess.run([sys.executable, str(script), str(folder), *missing], check=True, stdout=subprocess.DEVNULL)
    return [folder / f"{p.stem}.json" for p in ours]
