"""Where a name stands in an answer: in quotation marks, in brackets, in a list, after a speaker's name, in a signature.

Read from the text itself and not from its skeleton, which passes quotation marks over.
"""

import re

PAIRS = {"“": "”", "「": "」", "『": "』", "《": "》", "〈": "〉", "‘": "’"}
ALIKE = re.compile(r"\"|(?<![^\s(\[:])'(?=\S)|(?<=\S)'(?![a-z])")
"""Quotation marks that look the same at both ends; an apostrophe within an English word is none."""
ITEM = re.compile(r"\s*(?:[-*+•·]|\d{1,2}[.)])\s")
HEADING = re.compile(r"\s*#{1,6}\s")
SPEAKER = re.compile(r"\s*[*_[(]{0,2}[^\W\d][\w .]{0,14}[*_\])]{0,2}\s?[::]\s*[*_]{0,2}\s*\S")
SIGNED = re.compile(r"(?:[—–―~-]{1,2}|(?<!\w)(?:by|from|드림|올림)\s)\s*[*_(\[]*$", re.IGNORECASE)
DOTS = re.compile(r"[.!?…~)\]*_\s]*$")


def setting_of(left: str, right: str) -> frozenset[str]:
    """What holds of a name between the texts `left` and `right`."""
    line = left[left.rfind("\n") + 1 :]
    rest = right.partition("\n")[0]
    found = {
        "quoted": (depth := _quoted(line)) > 0,
        "only the name quoted": depth > 0 and line[-1:] in "\"'“「『《〈‘" and line != "",
        "in brackets": line.count("(") + line.count("[") > line.count(")") + line.count("]"),
        "item": ITEM.match(line) is not None,
        "heading": HEADING.match(line) is not None,
        "in a table": "|" in line or "|" in rest,
        "spoken": SPEAKER.match(line) is not None,
        "signed": SIGNED.search(line) is not None,
        "opens a line": not line.strip(" \t*_#>-([\"'“"),
        "ends a line": DOTS.fullmatch(rest) is not None,
        "code": any(mark in line + rest for mark in ("`", "= ", "://", "{", "import ", "/")),
    }
    return frozenset(one for one, holds in found.items() if holds)


def _quoted(line: str) -> int:
    """How many quotation marks are open at the line's end."""
    opened = sum(max(0, line.count(begin) - line.count(end)) for begin, end in PAIRS.items())
    return opened + len(ALIKE.findall(line)) % 2
