"""When two spellings are one name."""

import unicodedata

import pytest

from fabula.resolution.names.spelling import name_key, parse


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zoë", unicodedata.normalize("NFD", "Zoë")),
        ("Ibáñez", "Ibanez"),
        ("Łukasz Żak", "Lukasz Zak"),
        ("Jean\u2011Luc", "Jean-Luc"),
        ("O\u2019Brien", "O'Brien"),
        ("Mr. Delgado", "Mr Delgado"),
        ("WILLOUGHBY", "Willoughby"),
        ("Ida's", "Ida"),
        ("J.H. Watson", "J. H. Watson"),
    ],
)
def test_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Marit", "Marta"), ("Knight", "Night"), ("Anne-Marie", "Marie-Claire")])
def test_two_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_titles_stand_before_and_after() -> None:
    assert parse(name_key("Haru-kun")) == (("kun",), ("haru",))
    assert parse(name_key("Mishra Saab")) == (("saab",), ("mishra",))
    assert parse(name_key("Dr. Martin King Jr.")) == (("dr", "jr"), ("martin", "king"))
    assert parse(name_key("Captain")) == ((), ("captain",))
