"""What a page sends, as operations."""

from starlette.datastructures import FormData

from fabula.corrections.make import Maker
from fabula.corrections.operations import DOES, BadOperation, Do, Operation

_LINES = ("speaker", "addressees", "kind", "not a contradiction")
_SCENES = ("place", "present", "absent", "no scene")
_PLACES = ("quotation", "scene", "feeling", "mention")


def operations_from(form: FormData, maker: Maker) -> list[Operation]:
    """The operations in a form: `do`, and what it needs. Raises BadOperation for what cannot be.

    Lines come as `q` (ids), a stretch of text as `start` and `end` (code points), a scene as `scene`; people as `who`
    and `whom` (ids; "+" with a `name` is somebody new), words as `value` and `names`.
    """
    do = _do(_text(form, "do"))
    what: dict[str, object] = {}
    first: list[Operation] = []
    if do in _LINES:
        what["at"] = maker.lines(_many(form, "q"))
    elif do in _PLACES:
        what["at"] = (maker.span((_number(form, "start"), _number(form, "end"))),)
    elif do in _SCENES:
        what["at"] = (maker.scene(_text(form, "scene")),)
    who = _text(form, "who")
    if who == "+":
        added, what["who"] = maker.newcomer(_text(form, "name"))
        first.append(added)
    elif who:
        what["who"] = maker.person(who)
    whom = _many(form, "whom")
    if whom:
        what["whom"] = tuple(maker.person(w) for w in whom)
    names = _many(form, "names")
    if names:
        what["names"] = tuple(names)
    if "value" in form:
        what["value"] = _text(form, "value") or None
    return [*first, maker.op(do, **what)]


def _do(word: str) -> Do:
    for known in DOES:
        if known == word and known not in ("undo", "redo"):
            return known  # type: ignore[return-value]
    raise BadOperation(f"{word!r} is not one of {', '.join(DOES)}")


def _text(form: FormData, key: str) -> str:
    value = form.get(key)
    return value.strip() if isinstance(value, str) else ""


def _many(form: FormData, key: str) -> list[str]:
    return [v.strip() for v in form.getlist(key) if isinstance(v, str) and v.strip()]


def _number(form: FormData, key: str) -> int:
    text = _text(form, key)
    if not text.isdecimal() or len(text) > 12:
        raise BadOperation(f"{key} is not a number that can be a place in the text")
    return int(text)
