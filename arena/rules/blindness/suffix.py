"""What follows a masked name and would tell it again: versions and sizes, and the form of a Korean particle."""

import re
from functools import lru_cache

from arena.rules.blindness.particles import neutral_particle
from arena.rules.blindness.skeleton import SILENT

COUNTED = "(?:[개명번월일년시분초원위층배차등종살회권곡곳건%]|가지|대(?![가-힣]))"
"""What makes a number after a name a count of something, and no version."""
VERSION = re.compile(
    rf"(?:[{SILENT} ._-]{{0,3}}(?:v?\d{{1,3}}(?:\.\d{{1,2}}){{0,2}}[bk]?(?![0-9a-z]|{COUNTED})"
    r"|a\d{1,3}b|k\d|[a-z]?\d{1,2}[a-z]?(?![0-9a-z가-힣])"
    r"|(?:instruct|pro|mini|open|seed|think|deep|turbo|preview|plus|lite|flash|opus|sonnet|haiku|vision|omni|chat|base|large"
    r"|small|nano|max|ultra|light|dash|llm|coder|embedding|x)(?![a-z])"
    r"|(?:프로|미니|오픈|씽크|싱크|터보|시드|딥|라이트|엑스|인스트럭트)(?![가-힣]{2}))){0,6}"
)
CLOSERS = re.compile(rf"[{SILENT})\]]{{0,4}}")


@lru_cache(maxsize=32)
def with_version(names: re.Pattern[str]) -> re.Pattern[str]:
    """The names, each with the versions and sizes that follow it."""
    return re.compile(f"(?:{names.pattern}){VERSION.pattern}")


def version_end(skeleton: str, place: int, stop: int) -> int:
    """Where the versions and sizes that follow at `place` end."""
    found = VERSION.match(skeleton, place, stop)
    return found.end() if found else place


def particle_after(skeleton: str, place: int, stop: int) -> tuple[int, str, int]:
    """Where a particle begins behind closing marks, its neutral form, and where it ends."""
    closers = CLOSERS.match(skeleton, place, stop)
    start = closers.end() if closers else place
    neutral, end = neutral_particle(skeleton, start, stop)
    return (start, neutral, end) if neutral else (place, "", place)
