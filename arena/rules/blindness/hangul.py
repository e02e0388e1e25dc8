"""How a Korean syllable may be written: whole, with its last letter apart, or letter by letter."""

from functools import lru_cache

from arena.rules.blindness.skeleton import SILENT

JAMO_GAP = rf"[{SILENT} ]{{0,2}}"
"""What may stand between the letters of one syllable."""
FIRST, LAST = "가", "힣"
LEADS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
TAILS = ["", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"]
SPLIT_VOWELS = {"ㅘ": "ㅗㅏ", "ㅙ": "ㅗㅐ", "ㅚ": "ㅗㅣ", "ㅝ": "ㅜㅓ", "ㅞ": "ㅜㅔ", "ㅟ": "ㅜㅣ", "ㅢ": "ㅡㅣ"}


def is_hangul(char: str) -> bool:
    """Whether it is a whole Korean syllable."""
    return FIRST <= char <= LAST


@lru_cache(maxsize=1024)
def rows_of(syllable: str) -> tuple[tuple[str, ...], ...]:
    """The rows of characters that write this syllable, the usual one first."""
    lead, vowel_and_tail = divmod(ord(syllable) - ord(FIRST), len(VOWELS) * len(TAILS))
    vowel, tail = divmod(vowel_and_tail, len(TAILS))
    ending = tuple(TAILS[tail])
    rows = [(syllable,), (LEADS[lead], VOWELS[vowel], *ending)]
    if ending:
        rows.append((chr(ord(syllable) - tail), *ending))
    if VOWELS[vowel] in SPLIT_VOWELS:
        rows.append((LEADS[lead], *SPLIT_VOWELS[VOWELS[vowel]], *ending))
    return tuple(rows)
