"""Korean particles (josa) after any name: their form follows the last sound, as it is read aloud in Korean."""

import re
from enum import Enum


class Josa(Enum):
    """A particle's form after a consonant, and after a vowel."""

    AND = ("과", "와")
    SUBJECT = ("이", "가")


HANGUL_FIRST, HANGUL_LAST = "가", "힣"
FINALS = 28
"""Hangul syllables stand in blocks of as many; the first of each block has no final consonant."""
DIGITS_WITH_FINAL = frozenset("013678")
"""영 일 삼 육 칠 팔; 이 사 오 구 end in a vowel. 십, 백, 천 and 만, as which a last 0 is read, have a final, too."""
LETTERS_WITH_FINAL = frozenset("LMNR")
"""Letters that are spelt out: 엘 엠 엔 알; all others' names end in a vowel."""
WORD_WITH_FINAL = re.compile(
    r"""(?: [lmn] | ng | [aeiou]c?[bckpt] | [aeiouy][lmn]e | [bcdfgkpstz]le )$""", re.VERBOSE | re.IGNORECASE
)
"""English words as Korean writes them: 오픈, 그록, 챗, 라인, 구글 end in a consonant, 라마, 클로드, 스타 in a vowel."""
LAST_WORD = re.compile(r"[A-Za-z]+$")
SILENT_AT_END = " \t)]}>\"'’”』」.,!?·-_*"


def josa(name: str, which: Josa) -> str:
    """The form of the particle for `name`; both forms, as 과(와), after what is no letter or digit that we can read."""
    final = ends_in_consonant(name)
    with_final, without = which.value
    return f"{with_final}({without})" if final is None else with_final if final else without


def ends_in_consonant(name: str) -> bool | None:
    """Whether `name`, read aloud in Korean, ends in a consonant; None when that cannot be told."""
    text = name.rstrip(SILENT_AT_END)
    last = text[-1:]
    if HANGUL_FIRST <= last <= HANGUL_LAST:
        return (ord(last) - ord(HANGUL_FIRST)) % FINALS != 0
    if last in "0123456789" and last:
        return last in DIGITS_WITH_FINAL
    word = LAST_WORD.search(text)
    if word is None:
        return None
    letters = word.group()
    return last in LETTERS_WITH_FINAL if letters.isupper() else WORD_WITH_FINAL.search(letters) is not None
