"""Ways to write a name so that people still read it."""

import unicodedata
from collections.abc import Callable

ZERO_WIDTH = "\u200b"
CYRILLIC = str.maketrans("AEOPCXKMTHBaeopcxyis", "АЕОРСХКМТНВаеорсхуіѕ")
GREEK = str.maketrans("AEOXKNTPZHIaoxvu", "ΑΕΟΧΚΝΤΡΖΗΙαοχνυ")
DIGITS = str.maketrans("oOeEaA", "003344")


def _letters(offset_upper: int, offset_lower: int) -> Callable[[str], str]:
    def spell(name: str) -> str:
        return "".join(
            chr(offset_upper + ord(char) - ord("A"))
            if "A" <= char <= "Z"
            else chr(offset_lower + ord(char) - ord("a"))
            if "a" <= char <= "z"
            else char
            for char in name
        )

    return spell


def _apart(mark: str) -> Callable[[str], str]:
    return lambda name: mark.join(char for char in name if char != " ")


def _jamo(name: str) -> str:
    """Every Korean syllable as a row of separate letters."""
    rows = []
    for char in name:
        letters = unicodedata.normalize("NFD", char) if "가" <= char <= "힣" else char
        for letter in letters:
            plain = unicodedata.name(letter, "").split()
            rows.append(unicodedata.lookup(f"HANGUL LETTER {plain[-1]}") if plain[:1] == ["HANGUL"] else letter)
    return "".join(rows)


ANY_LENGTH: dict[str, Callable[[str], str]] = {
    "capitals": str.upper,
    "small letters": str.lower,
    "full width": lambda name: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in name),
    "mathematical bold": _letters(0x1D400, 0x1D41A),
    "script": _letters(0x1D4D0, 0x1D4EA),
    "circled": _letters(0x24B6, 0x24D0),
    "squared": _letters(0x1F170, 0x1F170),
    "cyrillic": lambda name: name.translate(CYRILLIC),
    "greek": lambda name: name.translate(GREEK),
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "letter by letter": _jamo,
    "zero width": _apart(ZERO_WIDTH),
    "soft hyphens": _apart("\u00ad"),
    "word joiners": _apart("\u2060"),
    "combining marks": lambda name: "".join(char + "\u0336" for char in name),
    "many accents": lambda name: "".join(char + "\u0301\u0302\u0303\u0308\u030a" for char in name),
    "bold": lambda name: f"**{name}**",
    "bold first letter": lambda name: f"**{name[0]}**{name[1:]}",
    "italic halves": lambda name: f"*{name[: len(name) // 2]}*_{name[len(name) // 2 :]}_",
    "code": lambda name: f"`{name}`",
    "escaped": _apart("\\"),
    "hyphens": _apart("-"),
    "dots": _apart("."),
    "spaces": _apart(" "),
    "references": lambda name: "".join(f"&#{ord(char)};" if char.isalpha() else char for char in name),
    "hexadecimal references": lambda name: "".join(f"&#x{ord(char):x};" if char.isalpha() else char for char in name),
    "variation selectors": lambda name: "".join(char + "\ufe0e" for char in name),
    "tags": lambda name: "".join(char + "\U000e0041" for char in name),
    "special token inside": lambda name: f"{name[:1]}<|pad|>{name[1:]}",
}
LONG_ONLY: dict[str, Callable[[str], str]] = {
    "digits for letters": lambda name: name.translate(DIGITS),
    "underscores": _apart("_"),
    "one a line": _apart("\n"),
    "wide gaps": _apart(" - "),
    "bold letters": lambda name: " ".join(f"**{char}**" for char in name if char != " "),
    "brackets": lambda name: "".join(f"[{char}]" for char in name if char != " "),
    "slashes": _apart("/"),
}
"""For names of five letters and more: shorter ones would turn up in ordinary writing."""
