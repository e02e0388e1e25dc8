"""Digits that are spelled out: "공일공 일이삼사 …", "zero one zero …", also mixed with written ones."""

import re
from collections.abc import Iterator

from arena.rules.privacy.reading import Edit, Reading

DIGITS = {
    "공": "0",
    "영": "0",
    "빵": "0",
    "일": "1",
    "하나": "1",
    "이": "2",
    "둘": "2",
    "삼": "3",
    "셋": "3",
    "사": "4",
    "넷": "4",
    "오": "5",
    "육": "6",
    "륙": "6",
    "칠": "7",
    "팔": "8",
    "구": "9",
    "zero": "0",
    "oh": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
DASH_WORDS = ("다시", "대시", "하이픈", "빼기", "에", "dash", "hyphen")
_LATIN = "|".join(rf"(?<![a-z]){word}(?![a-z])" for word in DIGITS if word.isascii())
_KOREAN = "|".join(sorted((word for word in DIGITS if not word.isascii()), key=len, reverse=True))
WORD = rf"(?:{_LATIN}|{_KOREAN}|[0-9])"
GAP = rf"[ ,.\-]{{0,3}}(?:(?:{'|'.join(DASH_WORDS)})[ ,.\-]{{0,3}})?"
LEAST = 9
"""No number that is looked for has fewer digits."""
RUN = re.compile(rf"{WORD}(?:{GAP}{WORD}){{{LEAST - 1},}}", re.IGNORECASE)
TOKEN = re.compile(rf"(?P<digit>{WORD})|(?P<dash>{'|'.join(DASH_WORDS)})", re.IGNORECASE)
AFTER_A_COPULA = tuple("에예야고라다니며었거지네")
WHOLE = re.compile("01[0-9]{9}|[0-9]{13}|[0-9]{16}")
"""A mobile number, a registration number and a card: what follows these is no digit of theirs."""
# A number in Latin letters that stand for the digits of a mobile prefix.
LETTER_PREFIX = re.compile(r"(?<![A-Za-z0-9])(?=[0-9]?[0-9OoIl|]{2})[0Oo][1Il|][0Oo](?=[ .\-]{0,3}[0-9OoIl|]{3,4})")
LETTER_DIGITS = str.maketrans("OoIl|", "00111")


def with_spoken_digits(reading: Reading) -> Reading:
    """The reading with runs of spelled-out digits written as digits."""
    return reading.edited(_edits(reading.text))


def with_letters_for_digits(reading: Reading) -> Reading:
    """ "O1O-1234-5678" reads "010-1234-5678"."""
    return reading.edited(
        Edit(found.start(), found.end(), found[0].translate(LETTER_DIGITS))
        for found in LETTER_PREFIX.finditer(reading.text)
        if not found[0].isdigit()
    )


def _edits(text: str) -> Iterator[Edit]:
    for run in RUN.finditer(text):
        tokens = list(TOKEN.finditer(text, run.start(), run.end()))
        if not all(token[0].isdigit() for token in tokens):
            yield from _written(_without_words_that_only_look_like_digits(tokens, text), text)


def _written(tokens: list[re.Match[str]], text: str) -> Iterator[Edit]:
    place = tokens[0].start()
    for token in tokens:
        # Who speaks a number makes a comma where others write a dash.
        comma = text.find(",", place, token.start())
        if comma >= 0:
            yield Edit(comma, comma + 1, "-")
        if token["dash"]:
            yield Edit(token.start(), token.end(), "-")
        elif not token[0].isdigit():
            yield Edit(token.start(), token.end(), DIGITS[token[0].lower()])
        place = token.end()


def _without_words_that_only_look_like_digits(tokens: list[re.Match[str]], text: str) -> list[re.Match[str]]:
    """Drop particles and the like at both ends: "5678이에요" and "이 010" do not say two."""
    digits = [token for token in tokens if token["digit"]]
    first, last = digits[0], digits[-1]
    if _is_korean(first[0]) and first[0] not in ("공", "영") and not _is_korean(digits[1][0]):
        tokens = tokens[tokens.index(first) + 1 :]
    if _is_korean(last[0]) and _is_a_particle(last, digits, text):
        tokens = tokens[: tokens.index(last)]
    return tokens


def _is_korean(word: str) -> bool:
    return not word.isascii()


def _is_a_particle(last: re.Match[str], digits: list[re.Match[str]], text: str) -> bool:
    if not _is_korean(digits[-2][0]):
        return True
    if last[0] != "이":
        return False
    spoken = "".join(DIGITS.get(token[0].lower(), token[0]) for token in digits[:-1])
    return text[last.end() : last.end() + 1] in AFTER_A_COPULA or bool(WHOLE.fullmatch(spoken))
