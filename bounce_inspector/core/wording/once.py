"""An attribute that is made when it is first asked for, and then stays."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class once(Generic[Value]):  # noqa: N801 - stands where `cached_property` would
    """`functools.cached_property` without the lock: a message is read by one thread.

    The lock takes longer than most of what is remembered.
    """

    def __init__(self, make: Callable[[Any], Value]) -> None:
        """Take the method that makes the value; its name is the attribute's."""
        self._make = make
        self._name = make.__name__
        self.__doc__ = make.__doc__

    def __get__(self, owner: object, _: type | None = None) -> Value:
        """Make the value and put it where it is found from now on."""
        value = owner.__dict__[self._name] = self._make(owner)
        return value
