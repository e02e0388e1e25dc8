"""Names as patterns over skeletons: spaced letters, marks between letters, digits for letters, broken-up Hangul.

Two patterns come from one trie. SUSPECT finds where a name stands or may be beginning; EXACT tells how long the name at
a place is. Gaps are bounded, so the work at one place is bounded too.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import NamedTuple

from arena.rules.blindness.hangul import JAMO_GAP, is_hangul, rows_of
from arena.rules.blindness.skeleton import SILENT, skeleton

IN_GAPS = rf"{SILENT} \n.,:;/|()\[\]{{}}<>#&+=\-"
"""All that may stand between the letters of a name, as a set's inside; the other gaps have no more."""
GAP = rf"[{IN_GAPS}]{{0,6}}"
NARROW_GAP = rf"[{SILENT} .-]{{0,3}}"
BESIDE_A_DOT = rf"[{SILENT} -]{{0,3}}"
DOTTED_GAP = rf"{BESIDE_A_DOT}\.{BESIDE_A_DOT}"
WIDEST_GAP = 7
SHORT = 4
"""Names of so few letters get narrow gaps, keep their dots and have no digits for letters: "1 g" is a weight."""
LONG = 6
"""Names of so many Latin letters are found inside other letters too."""
DIGITS = {"a": "a4@", "b": "b8", "e": "e3", "i": "i1l!", "l": "l1i!", "o": "o0", "s": "s5$", "t": "t7"}
NOT_IN_A_WORD = r"(?<![a-z0-9][\s\S])"
NOT_IN_A_KOREAN_WORD = r"(?:(?<![가-힣][\s\S])|(?<=[은는이가의를을도로인한과와][\s\S]))"
NO_LETTER_AFTER = "(?![a-z])"

Row = tuple[str, ...]


@dataclass(frozen=True)
class _Unit:
    """One letter of a name: the gap before it, and the rows of characters (each a set) that may write it."""

    gap: str
    rows: tuple[Row, ...]
    boundary: str = ""


@dataclass
class _Node:
    children: dict[_Unit, "_Node"] = field(default_factory=dict)
    ends: set[str] = field(default_factory=set)
    """What must hold after the names that end here."""


class _Way(NamedTuple):
    """One way to begin a name: the first character, the pattern of the rest, and the letters that may come next.

    `second`: None when anything may stand there.
    """

    first: str
    rest: str
    second: frozenset[str] | None


class NamePatterns:
    """The trie of some names. Each pattern is compiled when it is first asked for: that takes a good part of a second.

    Without names they find nothing.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        self._root = _Node()
        for name in names:
            _insert(self._root, skeleton(name).replace(SILENT, ""))

    @cached_property
    def suspect(self) -> re.Pattern[str]:
        """Where a name stands or may be beginning; to the end of the text where it may still grow."""
        # What may grow is tried first, and always goes on to the end.
        return _compiled([*self._ways(growing=True), *self._ways(growing=False)])

    @cached_property
    def exact(self) -> re.Pattern[str]:
        """A whole name, the longest at its place."""
        return _compiled(self._ways(growing=False))

    def _ways(self, growing: bool) -> list[_Way]:
        return _whole(self._root, growing)


@lru_cache(maxsize=32)
def name_patterns(names: tuple[str, ...]) -> NamePatterns:
    """The patterns of these names, kept for all who mask them."""
    return NamePatterns(names)


def _compiled(ways: list[_Way]) -> re.Pattern[str]:
    return re.compile(_by_first_letter(ways) if ways else "(?!)")


def _insert(root: _Node, name: str) -> None:
    node = root
    for unit in _units(name):
        node = node.children.setdefault(unit, _Node())
    letters = [char for char in name if char.isalnum()]
    inside = len(letters) >= LONG and len(name.split()[-1]) > 1
    node.ends.add("" if inside or is_hangul(letters[-1]) else NO_LETTER_AFTER)


def _units(name: str) -> Iterator[_Unit]:
    count = sum(char.isalnum() for char in name)
    short = count <= SHORT and not any(map(is_hangul, name))
    between = ""
    for place, char in enumerate(name):
        if not char.isalnum():
            between += char
            continue
        gap = "" if place == 0 else GAP
        if short and place:
            gap = DOTTED_GAP if "." in between else NARROW_GAP
        rows = rows_of(char) if is_hangul(char) else ((char if short else DIGITS.get(char, char),),)
        yield _Unit(gap, rows, "" if place else _boundary(char, count))
        between = ""


def _boundary(first: str, count: int) -> str:
    if is_hangul(first):
        return "" if count > 2 else NOT_IN_A_KOREAN_WORD
    return "" if count >= LONG else NOT_IN_A_WORD


def _whole(root: _Node, growing: bool) -> list[_Way]:
    """Each way to begin a name, longest names first."""
    nodes = sorted(root.children.items(), key=lambda item: -_depth(item[1]))
    return [
        _Way(char, unit.boundary + _row(row[1:], growing) + _rest(node, growing), None if row[1:] else _second(node))
        for unit, node in nodes
        for row in unit.rows
        for char in row[0]
    ]


def _second(node: _Node) -> frozenset[str] | None:
    if node.ends:
        return None
    return frozenset(char for unit in node.children for row in unit.rows for char in row[0])


def _depth(node: _Node) -> int:
    return 1 + max(map(_depth, node.children.values()), default=0)


def _by_first_letter(ways: list[_Way]) -> str:
    """One branch for each first character: a search skips at full speed to where one of them stands.

    Most of them begin other words. A look at the next letter, once for all names, tells that of nearly all.
    """
    branches: dict[str, list[_Way]] = {}
    for way in ways:
        branches.setdefault(way.first, []).append(way)
    return "|".join(
        re.escape(first) + _ahead(mine) + _any([way.rest for way in mine]) for first, mine in sorted(branches.items())
    )


def _ahead(ways: list[_Way]) -> str:
    letters: set[str] = set()
    for way in ways:
        if way.second is None:
            return ""
        letters |= way.second
    return rf"(?=[{IN_GAPS}]{{0,{WIDEST_GAP}}}(?:[{re.escape(''.join(sorted(letters)))}]|\Z))"


def _rest(node: _Node, growing: bool) -> str:
    """What may follow the letters that lead to `node`: longer names first, the end of the text when growing."""
    by_gap: dict[str, list[str]] = {}
    for unit, child in node.children.items():
        rest = _rest(child, growing)
        letter = _any([_class(row[0]) + _row(row[1:], growing) for row in unit.rows])
        by_gap.setdefault(unit.gap, []).append(letter + rest)
    branches = [_gap(gap, letters, growing) for gap, letters in by_gap.items()]
    if growing:
        branches.append(r"\Z")
    else:
        branches += sorted(node.ends)
    return _any(branches)


def _gap(gap: str, letters: list[str], growing: bool) -> str:
    if not growing:
        return gap + _any(letters)
    if gap != DOTTED_GAP:
        return gap + _any([r"\Z", *letters])
    # A gap with a dot that must be there: the text may end before the dot or after it.
    return BESIDE_A_DOT + _any([r"\Z", rf"\.{BESIDE_A_DOT}" + _any([r"\Z", *letters])])


def _row(chars: Row, growing: bool) -> str:
    """The later letters of a syllable that is written letter by letter."""
    pattern = ""
    for char in reversed(chars):
        later = _class(char) + pattern
        pattern = JAMO_GAP + (_any([r"\Z", later]) if growing else later)
    return pattern


def _class(chars: str) -> str:
    return re.escape(chars) if len(chars) == 1 else f"[{re.escape(chars)}]"


def _any(branches: Iterable[str]) -> str:
    branches = list(branches)
    return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
