"""What brings two claims together: found near one another, without every two being compared."""

import pytest

from fabula.knowledge import reasons
from fabula.knowledge.reasons import find_pairs
from fabula.world import Claim, Quotation


def claim(k: int, at: int, *, denied: bool = False, predicate: str = "see", **more: object) -> Claim:
    about = "Ida did not see Tom" if denied else "Ida saw Tom"
    side = "negative" if denied else "positive"
    return Claim(
        f"c{k}", "ida", f"q{k}", (at, at + 10), about, predicate, "ida", "tom", side, "asserted",  # type: ignore[arg-type]
        past=True, names=("ida", "tom"), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def quotation(k: int, at: int) -> Quotation:
    return Quotation(f"q{k}", "speech", ((at, at + 10),), "ida", confidence=1.0)


def pairs(claims: list[Claim]) -> list[tuple[str, str, str]]:
    said = {c.quote: quotation(int(c.quote[1:]), c.span[0]) for c in claims}
    found = find_pairs(claims, tuple(said.values()), said, dict.fromkeys(said, ""))
    return [(p.a.id, p.b.id, p.why) for p in found]


def test_a_claim_and_its_denial_are_a_pair_while_they_are_of_one_time() -> None:
    near, far = claim(2, 5_000, denied=True), claim(3, 60_000, denied=True)
    assert pairs([claim(1, 0), near, far]) == [("q1", "q2", "one denied, one affirmed")]
    assert pairs([claim(1, 0, denied=True), claim(2, 5_000)]) == [("q1", "q2", "one denied, one affirmed")]
    love = [claim(1, 0, predicate="love"), claim(2, 60_000, denied=True, predicate="love")]
    assert pairs(love) == [("q1", "q2", "one denied, one affirmed")]  # a state of mind lasts longer


def test_two_places_and_two_fates_are_of_one_time() -> None:
    there = [
        claim(k, at, predicate="be", place=p) for k, (at, p) in enumerate([(0, "home"), (900, "sea"), (40_000, "inn")])
    ]
    assert pairs(there) == [("q0", "q1", "two places")]
    gone = [claim(k, at, predicate=p) for k, (at, p) in enumerate([(0, "lose"), (900, "sell"), (40_000, "give")])]
    assert pairs(gone) == [("q0", "q1", "two fates")]


@pytest.mark.parametrize("predicate", ["see", "lose", "be"])
def test_what_is_compared_grows_with_the_text(monkeypatch: pytest.MonkeyPatch, predicate: str) -> None:
    compared = [0]

    def counted(function):  # type: ignore[no-untyped-def]
        def count(*args):  # type: ignore[no-untyped-def]
            compared[0] += 1
            return function(*args)

        return count

    for name in ("_same_thing", "_shared", "side"):
        monkeypatch.setattr(reasons, name, counted(getattr(reasons, name)))
    seen = []
    for n in (200, 400):
        compared[0] = 0
        pairs([claim(k, 1_000 * k, denied=k % 2 == 0, predicate=predicate, place=f"room {k}") for k in range(n)])
        seen.append(compared[0])
    assert seen[1] < 2.2 * seen[0] + 10
