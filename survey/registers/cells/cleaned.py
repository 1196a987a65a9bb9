"""What a cleaner gives back: the value kept, and everything said about it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from survey.registers.remarks import Remark

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cleaned(Generic[T]):
    """A value, or nothing, with its remarks."""

    value: T | None = None
    remarks: tuple[Remark, ...] = ()
