"""Enum values as the database and people write them: CLIENT_KIND_LEGAL is "legal"."""

from __future__ import annotations

from typing import Any


class EnumText:
    """Both ways between numbers of one protobuf enum and its words; `zero` is the word for unspecified."""

    def __init__(self, enum: Any, prefix: str, zero: str) -> None:
        items: list[tuple[str, int]] = enum.items()
        self._word_of = {
            number: name.removeprefix(prefix).lower() for name, number in items if number
        }
        # A value that says the same as unspecified is the one that is told.
        self._number_of = {zero: 0} | {word: number for number, word in self._word_of.items()}
        self._word_of[0] = zero

    def word(self, number: int) -> str:
        """The word of a number that passed validation."""
        return self._word_of[number]

    def number(self, word: str) -> Any:
        """The number of a word that the database holds."""
        return self._number_of[word]
