"""The files of the models, as the package ships them."""

from functools import cache
from importlib.resources import files

from tokenizers import Tokenizer


@cache
def tokenizer() -> Tokenizer:
    """The WordPiece tokenizer of the encoders (MiniLM's, lower case). Raises nothing: it ships with the package."""
    out = Tokenizer.from_str((files(__name__.rpartition(".")[0]) / "wordpiece.json").read_text(encoding="utf-8"))
    out.no_truncation()
    out.no_padding()
    return out
