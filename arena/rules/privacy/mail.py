"""E-mail addresses, also with the sign spelled out: "hong at example dot com", "hong골뱅이example.com"."""

import re
from collections.abc import Iterator

from arena.rules.privacy.found import Candidate, Kind, Strength

LOCAL = r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?"
TOP = r"[A-Za-z]{2,24}(?![A-Za-z0-9])"
PLAIN = re.compile(rf"{LOCAL} ?@ ?(?:{LABEL}\.){{1,4}}{TOP}(?!:[A-Za-z])")
AT = r"(?: ?[\[({] ?(?:at|앳|골뱅이|@) ?[\])}] ?| ?골뱅이 ?| ?앳 ?| at )"
DOT = r"(?: ?[\[({] ?(?:dot|닷|점|\.) ?[\])}] ?| ?(?:닷|점) ?| dot |\.)"
SITES = "(?:네이버|지메일|다음|한메일|카카오|네이트)"
SPELLED = re.compile(
    rf"{LOCAL}{AT}(?:{LABEL}|{SITES})(?:{DOT}{LABEL}){{0,2}}{DOT}(?:{TOP}|컴|넷)(?!{AT})", re.IGNORECASE
)
SPELLED_SITE = re.compile(rf"{LOCAL} ?(?:골뱅이|앳|@) ?{SITES}", re.IGNORECASE)
# "look at example.com" names a site: with a plain dot, only what no word looks like is somebody's name.
WORD_AT_SITE = re.compile(r"[A-Za-z]+ at [^ ]+", re.IGNORECASE)


def addresses(text: str) -> Iterator[Candidate]:
    """What is an e-mail address."""
    for pattern in (PLAIN, SPELLED, SPELLED_SITE):
        for found in pattern.finditer(text):
            if not WORD_AT_SITE.fullmatch(found[0]):
                yield Candidate(Kind.EMAIL, found.start(), found.end(), Strength.STRONG)
