"""The labelled set: lines with one piece of made-up personal data each, and harmless lines; the same for each seed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.privacy import numbers, sentences
from tests.privacy.harmless import TEMPLATES
from tests.privacy.spellings import dots, full_width, grouped, spelt

SEED = 20260302
HANDWRITTEN = Path(__file__).with_name("handwritten.txt")
HARMLESS_OF_EACH = 8


@dataclass(frozen=True)
class Line:
    """`text[start:end]` is the personal data of this kind; a harmless line has kind "" and an empty place."""

    text: str
    kind: str
    start: int
    end: int


Writer = Callable[[Random], str]


def _resident(rng: Random) -> str:
    return spelt(grouped(numbers.resident(rng), (6, 7)), rng)


def _foreigner(rng: Random) -> str:
    return spelt(grouped(numbers.resident(rng, foreigner=True), (6, 7)), rng)


def _card(rng: Random) -> str:
    number = numbers.card(rng)
    return spelt(grouped(number, (4, 6, 5) if len(number) == 15 else (4, 4, 4, 4)), rng, dots)


def _phone(rng: Random) -> str:
    number = numbers.mobile(rng) if rng.random() < 0.75 else numbers.landline(rng)
    if rng.random() < 0.12:
        return f"{rng.choice(('+82', '+82 ', '+82-', '82-', '(+82)'))}{rng.choice(('', '(0)'))}{number[1:]}"
    if rng.random() < 0.08:
        return f"({number.replace('-', ')', 1)}"
    return spelt(number, rng, dots)


def _foreign_phone(rng: Random) -> str:
    shape = rng.choice(
        ("+1 415 555 ####", "+44 20 7946 0###", "+81-90-####-####", "+86 138 #### ####", "(212) 555-####")
    )
    return numbers.filled(rng, shape)


def _account(rng: Random) -> str:
    return spelt(numbers.account(rng), rng)


def _passport(rng: Random) -> str:
    number = numbers.passport(rng)
    return rng.choice((number, number, number.lower(), full_width(number, rng), f"{number[0]} {number[1:]}"))


def _licence(rng: Random) -> str:
    if rng.random() < 0.15:
        return f"{rng.choice(('서울', '경기', '부산'))} {numbers.licence(rng)[3:]}"
    return spelt(numbers.licence(rng), rng)


def _email(rng: Random) -> str:
    address = numbers.email(rng)
    spoken = address.replace("@", rng.choice((" at ", "골뱅이", " (at) "))).replace(".com", " dot com")
    return rng.choice((address, address, address, address.replace("@", "＠"), address.upper(), spoken))


# (kind, lines, writer, sentences that name the kind, share of sentences that do not)
PLAN: tuple[tuple[str, int, Writer, tuple[str, ...], float], ...] = (
    ("resident", 300, _resident, sentences.RESIDENT, 0.3),
    ("foreigner", 100, _foreigner, sentences.FOREIGNER, 0.3),
    ("card", 300, _card, sentences.CARD, 0.3),
    ("phone", 360, _phone, sentences.PHONE, 0.3),
    ("phone", 40, _foreign_phone, sentences.PHONE, 0.3),
    ("account", 300, _account, sentences.ACCOUNT, 0.0),
    ("passport", 100, _passport, sentences.PASSPORT, 0.3),
    ("licence", 100, _licence, sentences.LICENCE, 0.2),
    ("email", 120, _email, sentences.EMAIL, 0.3),
)


def lines(seed: int = SEED) -> list[Line]:
    """All lines, those with personal data first."""
    rng = Random(seed)
    return [*_with_personal_data(rng), *_harmless(rng)]


def _with_personal_data(rng: Random) -> Iterator[Line]:
    for kind, count, write, naming, share in PLAN:
        for _ in range(count):
            sentence = rng.choice(sentences.ANY if rng.random() < share else naming)
            data = write(rng)
            start = sentence.index("{}")
            yield Line(sentence.replace("{}", data), kind, start, start + len(data))


def _harmless(rng: Random) -> Iterator[Line]:
    for template in TEMPLATES:
        for _ in range(HARMLESS_OF_EACH):
            yield Line(numbers.filled(rng, template), "", 0, 0)


def handwritten() -> list[Line]:
    """The lines written by hand; with several pieces of personal data, the line appears once for each."""
    written = []
    for row in HANDWRITTEN.read_text(encoding="utf-8").splitlines():
        if not row.startswith("#"):
            kind, text = row.replace("\\n", "\n").split("\t")
            written += _marked("" if kind == "-" else kind, text)
    return written


def _marked(kind: str, text: str) -> Iterator[Line]:
    if not kind:
        yield Line(text, "", 0, 0)
    pieces = re.split("[«»]", text)
    plain = "".join(pieces)
    for turn in range(1, len(pieces), 2):
        start = sum(map(len, pieces[:turn]))
        yield Line(plain, kind, start, start + len(pieces[turn]))
