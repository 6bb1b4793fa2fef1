"""The files of the models, as the package ships them."""

import hashlib
import json
from functools import cache
from importlib.resources import files

from tokenizers import Tokenizer

from fabula.version import __version__


@cache
def tokenizer() -> Tokenizer:
    """The WordPiece tokenizer of the encoders (MiniLM's, lower case). Raises nothing: it ships with the package."""
    out = Tokenizer.from_str((files(__name__.rpartition(".")[0]) / "wordpiece.json").read_text(encoding="utf-8"))
    out.no_truncation()
    out.no_padding()
    return out


@cache
def hashes() -> dict[str, str]:
    """The SHA-256 of each file of weights, by its name; of a network, what its manifest says, which is quick."""
    folder = files(__name__.rpartition(".")[0])
    out = {}
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith(".onnx"):
            manifest = folder / f"{file.name.removesuffix('.onnx')}.json"
            out[file.name] = str(json.loads(manifest.read_text(encoding="utf-8"))["sha256"])
        elif file.name.endswith(".npz") or file.name == "wordpiece.json":
            out[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
    return out


@cache
def fingerprint() -> str:
    """16 hex digits for all that was learned: what is kept of a reading holds while they and the version stay."""
    return hashlib.sha256("".join(f"{name} {digest}\n" for name, digest in hashes().items()).encode()).hexdigest()[:16]


def made_by() -> str:
    """The version of Fabula with the `fingerprint` of its weights, to be kept beside what it read."""
    return f"{__version__}+{fingerprint()}"
