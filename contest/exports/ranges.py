"""A part of a file, so that a download that broke off goes on where it stopped (RFC 9110, section 14)."""

import re
from dataclasses import dataclass
from typing import BinaryIO

ONE_RANGE = re.compile(r"bytes=(\d{0,19})-(\d{0,19})", re.ASCII)


@dataclass(frozen=True)
class Part:
    """The bytes from `first` to `last`, both in it, of a file of `size` bytes."""

    first: int
    last: int
    size: int

    @property
    def length(self) -> int:
        """How many bytes it has."""
        return self.last - self.first + 1

    @property
    def content_range(self) -> str:
        """As the header says it."""
        return f"bytes {self.first}-{self.last}/{self.size}"


class NoSuchPart(Exception):
    """The file has no byte of what was asked for."""


def asked_part(header: str, size: int) -> Part | None:
    """The part that a Range header asks for; None for the whole file. Raises NoSuchPart.

    Several ranges at once, and what cannot be read, get the whole file, as the standard allows.
    """
    found = ONE_RANGE.fullmatch(header.replace(" ", ""))
    if found is None or found[0] == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        # The last so many bytes.
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < start:
            return None
    if start > end:
        raise NoSuchPart
    return Part(start, end, size)


class PartReader:
    """Reads one part of a file and closes the file in the end."""

    def __init__(self, file: BinaryIO, part: Part) -> None:
        file.seek(part.first)
        self._file, self._left = file, part.length

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, all that is left by default; nothing at the end."""
        found = self._file.read(self._left if size < 0 else min(size, self._left))
        self._left -= len(found)
        return found

    def close(self) -> None:
        """Close the file."""
        self._file.close()
