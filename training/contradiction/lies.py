"""Families of things people say and take back elsewhere: what cannot be true together though no word of it is denied.

Each family has two sides; a sentence of one contradicts a sentence of the other, said of the same people. Sentences of one
side go together, and so do sentences of different families. Some families are held out, to see what is learnt and not copied.
"""

import random
from collections.abc import Iterator

from built import NAMES, Pair

THINGS = "ring letter watch vase book key necklace map coat cup lamp painting violin boat box knife photograph diary".split()
TOWNS = "Paris London Rome Hull Turin Lisbon Cairo Boston Delhi Oslo Lagos Kyoto".split()
_FAMILIES = """
{w} has never been to {p} / {w} never set foot in {p} / {w} doesn't know {p} at all | {w} was in {p} last spring / {w} came back from {p} on Sunday / {w} lived in {p} for years / {w} spent the night in {p}
{w} sold the {o} / {w} lost the {o} / {w} gave the {o} away / {w} threw the {o} into the river / {w} burned the {o} | {w} still has the {o} / the {o} is under {w}'s pillow / {w} keeps the {o} in a drawer / {w} hid the {o} under the floor
{w} has never met {x} / {w} doesn't know {x} / {w} has never heard of {x} | {w} knows {x} well / {w} met {x} last year / {w} went to school with {x} / {w} and {x} are old friends
{w} is an only child / {w} has no brothers or sisters | {w}'s sister is coming / {w} has two brothers / {w}'s brother is ill
{w} is quite well / {w} was never better / {w} feels wonderful | {w} is ill / {w} can't get out of bed / {w} can hardly stand / {w} has a fever
{w} did it / {w} broke the {o} / {w} dropped the {o} / it was {w}'s fault / nobody but {w} touched the {o} | the {o} was already broken when {w} came / it was like that when {w} found it / somebody else broke the {o} / {w} never touched the {o} / it must have happened before {w} came
{w} made it / it is {w}'s own work / it is {w}'s grandfather's design / {w} thought of it alone | {w} bought it at the shop / it came ready made / {w} copied it from a book / somebody else made it
{w} came by train / {w} took the train | {w} drove all night / {w} walked the whole way / the trains weren't running
{w} slept well / {w} slept the whole night / {w} went to bed at nine | {w} lay awake all night / {w} was out until dawn / {w} never went to bed
{w} is glad that {x} came / {w} likes having {x} here | {w} wishes that {x} would leave / {w} can't stand {x} / {w} was happier before {x} came
{w} loves the {o} / the {o} is just what {w} wanted / the {o} is beautiful | the {o} is the ugliest thing {w} ever saw / {w} can't bear the sight of the {o}
{w} is leaving tomorrow / {w} won't stay another night | {w} is staying for good / {w} has no intention of going
{w} has no money / {w} hasn't a penny / {w} can't pay | {w} has five hundred pounds in the bank / there is money sewn into {w}'s coat / {w} is rich
{w} finished the work / the work is done / {w} wrote it all | {w} hasn't begun / not a page of it is written / {w} has done nothing
{w} forgives {x} / {w} isn't angry with {x} | {w} will never forgive {x} / {w} hates {x} for it / {w} is furious with {x}
{w} couldn't hear anything / {w} didn't hear a word / {w} wasn't listening | {w} heard every word / {w} heard all of it / {w} listened at the door
{w} told nobody / {w} kept it secret / {w} never said a word | {w} told {x} everything / {w} wrote to {x} about it / {w} let it out
{w} is not afraid / nothing frightens {w} | {w} is terrified / {w} is shaking with fear
{w} believes {x} / {w} trusts {x} | {w} thinks that {x} is lying / {w} doesn't believe a word of it / {w} knows that {x} made it up
{x} is dead / {x} drowned / they buried {x} | {x} is alive / {w} spoke to {x} this morning / {x} writes every week
{w} was alone / nobody was with {w} | {x} was with {w} / {w} and {x} were together / {x} sat beside {w} the whole time
{w} is married / {w} has a wife | {w} never married / {w} lives alone and always has
{w} likes it here / {w} is happy here | {w} hates this place / {w} cries every night / {w} wants to go home
{w} is too busy to come / {w} has work to do | {w} has nothing to do / {w} just doesn't want to see {x}
{w} passed the exam / {w} came first | {w} failed the exam / {w} came last / they threw {w} out
{w} left of {w}'s own will / {w} gave up the job | {w} was dismissed / they fired {w}
{w} ate nothing / {w} never touched the food | {w} ate all of it / {w} finished the cake
{w} locked the door / the door was locked | {w} left the door open / {w} forgot the door
the letter never came / {w} had no letter | {w} has read the letter / {w} burned the letter / the letter is in {w}'s drawer
{w} hasn't had a drop / {w} gave up drinking | {w} drank a bottle last night / {w} was drunk
{w} works at the bank / {w} goes to the office every day | {w} lost the job in March / {w} hasn't worked for months
{w} sent the money / {w} paid it back | {w} kept the money / {w} spent it all
it is nothing / it doesn't hurt / {w} is all right | {w} is in terrible pain / {w} is bleeding / it hurts more than {w} can say
{w} doesn't care what happens to {x} / {x} means nothing to {w} | {w} can't bear to lose {x} / {w} loves {x} / {w} thinks of {x} every hour
{w} saw nobody / there was nobody in the street | {w} saw {x} at the window / {x} came out of the house
{w} has no idea where {x} is / {w} doesn't know where {x} went | {x} is in {p} / {x} took the train to {p} / {x} is hiding in the cellar
{w} always meant to come back / {w} was only away for a day | {w} ran away / {w} never meant to return
{w} is a doctor / {w} studied medicine | {w} never went to school / {w} is a thief
the house is empty / nobody lives there | {x} lives there / somebody is in the house
it was an accident / {w} slipped | {w} pushed {x} / {w} planned it for weeks / {w} meant to do it
""".strip()
HELD = 8  # of the families, taken at even steps


def families() -> list[tuple[list[str], list[str]]]:
    out = []
    for line in _FAMILIES.splitlines():
        one, other = line.split("|")
        out.append(([x.strip() for x in one.split("/")], [x.strip() for x in other.split("/")]))
    return out


def lies(rng: random.Random, held: bool, rounds: int = 60) -> Iterator[Pair]:
    """Pairs of the families that are held out, or of the others."""
    every = families()
    step = len(every) // HELD
    mine = [f for k, f in enumerate(every) if (k % step == step - 1) == held]
    for _ in range(rounds):
        for k, (one, other) in enumerate(mine):
            w, x, y = rng.sample(NAMES, 3)
            fill = {"w": w, "x": x, "o": rng.choice(THINGS), "p": rng.choice(TOWNS)}

            def say(t: str, fill: dict[str, str] = fill) -> str:
                s = t.format(**fill)
                return s[0].upper() + s[1:] + "."

            a, b = rng.choice(one), rng.choice(other)
            yield Pair(*rng.sample((say(a), say(b)), 2), "contradiction")
            kind = rng.random()
            if kind < 0.4:
                side = rng.choice((one, other))
                if len(side) > 1:
                    yield Pair(*(say(t) for t in rng.sample(side, 2)), "other")
            elif kind < 0.7:
                yield Pair(say(a), say(b, {**fill, "w": y, "x": w}), "neutral") if "{w}" in a + b and "{w}" in b else Pair(say(a), say(rng.choice(mine[(k + 3) % len(mine)][0])), "neutral")
            else:
                near = mine[(k + rng.randrange(1, len(mine))) % len(mine)]
                yield Pair(say(a), say(rng.choice(rng.choice(near))), "neutral")
