"""The ways in which people write one number."""

from collections.abc import Callable
from random import Random

FULL_WIDTH = str.maketrans("0123456789-", "０１２３４５６７８９－")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
KOREAN = dict(zip("0123456789", "공일이삼사오육칠팔구", strict=True))
ENGLISH_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
ENGLISH = dict(zip("0123456789", ENGLISH_WORDS, strict=True))

Spelling = Callable[[str, Random], str]


def grouped(number: str, sizes: tuple[int, ...]) -> str:
    """Dashes between groups of these sizes."""
    groups, place = [], 0
    for size in sizes:
        groups.append(number[place : place + size])
        place += size
    return "-".join(groups)


def as_it_is(number: str, rng: Random) -> str:
    return number


def bare(number: str, rng: Random) -> str:
    return number.replace("-", "")


def spaced(number: str, rng: Random) -> str:
    return number.replace("-", " ")


def dashes(number: str, rng: Random) -> str:
    return number.replace("-", rng.choice((" - ", "–", "—", "−", "ㅡ", "‑")))


def dots(number: str, rng: Random) -> str:
    return number.replace("-", rng.choice((".", "·")))


def full_width(number: str, rng: Random) -> str:
    return number.translate(FULL_WIDTH)


def circled(number: str, rng: Random) -> str:
    return number.translate(CIRCLED)


def letter_spaced(number: str, rng: Random) -> str:
    return " ".join(number)


def spoken_korean(number: str, rng: Random) -> str:
    groups = ["".join(KOREAN.get(char, char) for char in group) for group in number.split("-")]
    return rng.choice((" ", "-", " 다시 ", "에 ", ", ")).join(groups)


def spoken_young(number: str, rng: Random) -> str:
    return spoken_korean(number, rng).replace("공", "영")


def half_spoken(number: str, rng: Random) -> str:
    first, *rest = number.split("-")
    return "-".join(["".join(KOREAN.get(char, char) for char in first), *rest])


def spoken_english(number: str, rng: Random) -> str:
    groups = [" ".join(ENGLISH.get(char, char) for char in group) for group in number.split("-")]
    return rng.choice((", ", " dash ", " ", " - ")).join(groups)


USUAL: tuple[Spelling, ...] = (as_it_is, as_it_is, as_it_is, bare, bare, spaced, dashes, full_width)
UNUSUAL: tuple[Spelling, ...] = (letter_spaced, spoken_korean, spoken_young, half_spoken, spoken_english, circled)


def spelt(number: str, rng: Random, *more: Spelling) -> str:
    """The number in a usual way of writing three times in four, else in an unusual one."""
    return rng.choice((*USUAL, *more) if rng.random() < 0.75 else UNUSUAL)(number, rng)
