"""Korean particles that follow a name tell whether it ends in a consonant; after the mask they tell nothing."""

import re

NEUTRAL = {
    "으로": "(으)로",
    "로": "(으)로",
    "은": "은(는)",
    "는": "은(는)",
    "이에요": "(이)에요",
    "이예요": "(이)에요",
    "예요": "(이)에요",
    "에요": "(이)에요",
    "이라": "(이)라",
    "라": "(이)라",
    "이란": "(이)란",
    "란": "(이)란",
    "이며": "(이)며",
    "며": "(이)며",
    "이고": "(이)고",
    "고": "(이)고",
    "이죠": "(이)죠",
    "죠": "(이)죠",
    "이지": "(이)지",
    "지": "(이)지",
    "이야": "(이)야",
    "야": "(이)야",
    "이었": "이었",
    "였": "이었",
    "이나": "(이)나",
    "나": "(이)나",
    "이랑": "(이)랑",
    "랑": "(이)랑",
    "을": "을(를)",
    "를": "을(를)",
    "과": "과(와)",
    "와": "과(와)",
    "이다": "(이)다",
    "다": "(이)다",
    "이요": "(이)요",
    "요": "(이)요",
    "이네": "(이)네",
    "네": "(이)네",
    "이자": "(이)자",
    "자": "(이)자",
    "이": "이(가)",
    "가": "이(가)",
}
"""Both forms of each particle, and the one that is shown."""
PARTICLE = re.compile("|".join(sorted(NEUTRAL, key=len, reverse=True)))


def neutral_particle(text: str, place: int, stop: int) -> tuple[str, int]:
    """The neutral form of the particle at `place` and where it ends; ("", place) when there is none."""
    found = PARTICLE.match(text, place, stop)
    if found is None:
        return "", place
    return NEUTRAL[found.group()], found.end()
