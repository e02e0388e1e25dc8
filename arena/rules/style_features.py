"""How an answer looks: what style control counts in it."""

import re

FEATURES = ("length", "headers", "bold", "lists")
HEADER = re.compile(r"^ {0,3}#{1,6}\s", re.MULTILINE)
BOLD = re.compile(r"(\*\*|__)(?=\S)(?:(?!\1).)+?(?<=\S)\1")
LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s", re.MULTILINE)


def style_of(text: str) -> tuple[int, int, int, int]:
    """Length in characters, Markdown headers, bold runs and list items, in the order of FEATURES."""
    return len(text), len(HEADER.findall(text)), len(BOLD.findall(text)), len(LIST_ITEM.findall(text))
