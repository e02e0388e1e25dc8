"""Personal data in a text, and the text without it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from arena.rules.privacy.accounts import accounts
from arena.rules.privacy.cards import cards
from arena.rules.privacy.found import Candidate, Found, Kind, Strength
from arena.rules.privacy.labels import OTHER, label_after, label_before
from arena.rules.privacy.mail import addresses
from arena.rules.privacy.papers import papers
from arena.rules.privacy.phones import phones
from arena.rules.privacy.reading import Reading, read, with_single_digits_joined
from arena.rules.privacy.resident import resident_numbers
from arena.rules.privacy.spoken import with_letters_for_digits, with_spoken_digits

RECOGNISERS = (resident_numbers, cards, phones, papers, accounts, addresses)
WORDS = {
    "ko": {
        Kind.RESIDENT: "주민등록번호",
        Kind.FOREIGNER: "외국인등록번호",
        Kind.CARD: "카드번호",
        Kind.PHONE: "전화번호",
        Kind.ACCOUNT: "계좌번호",
        Kind.PASSPORT: "여권번호",
        Kind.LICENCE: "운전면허번호",
        Kind.EMAIL: "전자우편",
    },
    "en": {
        Kind.RESIDENT: "resident number",
        Kind.FOREIGNER: "alien registration number",
        Kind.CARD: "card number",
        Kind.PHONE: "phone number",
        Kind.ACCOUNT: "account number",
        Kind.PASSPORT: "passport number",
        Kind.LICENCE: "licence number",
        Kind.EMAIL: "e-mail address",
    },
}
"""What stands in the place of what was found; English prompts stay English."""
URL = re.compile(r"(?:https?://|www\.)[^\s<>\"']+", re.IGNORECASE)
AMOUNT_AFTER = re.compile(r" ?(?:원|달러|엔|개|명|km|kg|미터|년|번째|won|dollars|krw|usd|%)", re.IGNORECASE)
PERSONS = (Kind.RESIDENT, Kind.FOREIGNER)


@dataclass(frozen=True)
class Masked:
    """The text with a word in brackets in the place of each find; `found` is in the text's order."""

    text: str
    found: tuple[Found, ...]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """Each kind once, in the order in which they were met."""
        return tuple(dict.fromkeys(find.kind for find in self.found))


def mask_personal_data(text: str, language: str) -> Masked:
    """Mask what `find_personal_data` finds; `language` (`ko`, `en`) is that of the words put in its place."""
    found = find_personal_data(text)
    pieces, place = [], 0
    for find in found:
        pieces += [text[place : find.start], f"[{WORDS[language][find.kind]}]"]
        place = find.end
    return Masked("".join([*pieces, text[place:]]), found)


def find_personal_data(text: str) -> tuple[Found, ...]:
    """Every find in the text's order; none overlaps another."""
    reading = _reading(text)
    kept: list[Candidate] = []
    # The longer shape is the truer one; of two that are equally long, the surer.
    for candidate in sorted(_believed(reading), key=lambda c: (c.start - c.end, -c.strength, c.start)):
        if all(candidate.end <= other.start or candidate.start >= other.end for other in kept):
            kept.append(candidate)
    spans = ((candidate.kind, *reading.source(candidate.start, candidate.end)) for candidate in kept)
    return tuple(sorted((Found(kind, start, end) for kind, start, end in spans), key=lambda find: find.start))


def _reading(text: str) -> Reading:
    return with_single_digits_joined(with_letters_for_digits(with_spoken_digits(read(text))))


def _believed(reading: Reading) -> Iterator[Candidate]:
    text, lower = reading.text, reading.text.lower()
    if len(lower) != len(text):
        lower = text
    urls = [(found.start(), found.end()) for found in URL.finditer(text)]
    for recognise in RECOGNISERS:
        for candidate in recognise(text):
            label = label_before(lower, candidate.start)
            if _is_called(candidate, label, lower):
                yield Candidate(candidate.kind, candidate.start, candidate.end, Strength.STRONG)
            elif candidate.strength is Strength.STRONG:
                yield candidate
            elif candidate.strength is Strength.WEAK and label != OTHER:
                inside = any(start <= candidate.start < end for start, end in urls)
                if not inside and not AMOUNT_AFTER.match(text, candidate.end):
                    yield candidate


def _is_called(candidate: Candidate, label: str | None, lower: str) -> bool:
    """Whether the words around say that this is what it looks like."""
    kinds = PERSONS if candidate.kind in PERSONS else (candidate.kind,)
    return label in kinds or (label is None and label_after(lower, candidate.end) in kinds)
