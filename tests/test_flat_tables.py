import marshal
from dataclasses import dataclass, field
from enum import StrEnum

import pytest

from bounce_inspector.flat_tables import flatten, restore


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True, slots=True)
class Leaf:
    name: str
    colours: tuple[Colour, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    leaf: Leaf
    leaves: dict[Colour, tuple[Leaf, ...]]
    numbers: frozenset[int] = frozenset()
    size: int = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "size", len(self.leaves))


KINDS = (Colour, Leaf, Branch)


def there_and_back(value, kinds=KINDS):
    return restore(marshal.loads(marshal.dumps(flatten(value, kinds))), kinds)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        "text",
        (1, 2.5, (b"x", None)),
        {"a": ["b", {"c": frozenset({1})}]},
        Colour.BLUE,
        (Colour.RED, "red"),
        frozenset({Colour.RED}),
        Leaf("oak"),
        (Leaf("oak", (Colour.RED, Colour.BLUE)), Leaf("elm")),
        Branch(Leaf("oak"), {Colour.RED: (Leaf("elm"), Leaf("ash"))}, frozenset({3})),
        (),
    ],
)
def test_a_value_comes_back_as_it_was(value):
    assert there_and_back(value) == value


def test_an_enum_comes_back_as_one_and_a_text_like_it_as_a_text():
    member, text = there_and_back((Colour.RED, "red"))

    assert type(member) is Colour
    assert type(text) is str


def test_what_is_shared_stays_shared_and_what_is_only_equal_stays_apart():
    oak, other_oak = Leaf("oak"), Leaf("oak")

    first, again, other = there_and_back((oak, oak, other_oak))

    assert first is again
    assert first is not other


def test_what_is_computed_is_computed_anew():
    assert there_and_back(Branch(Leaf("oak"), {Colour.RED: ()})).size == 1


def test_a_kind_that_nobody_named_is_refused_by_name():
    with pytest.raises(ValueError, match="Leaf"):
        flatten((Leaf("oak"),), (Colour,))


def test_a_kind_named_before_what_it_holds_cannot_be_made_again():
    flat = flatten(Branch(Leaf("oak"), {}), (Colour, Branch, Leaf))

    with pytest.raises(LookupError):
        restore(flat, (Colour, Branch, Leaf))
