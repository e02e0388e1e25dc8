"""What the form of a word says, whatever the word: that something is promised, asked of the reader, denied, told."""

import re
from functools import lru_cache

KOREAN = {
    form: re.compile(pattern)
    for form, pattern in {
        "promise": "(?:[가-힣]게요|[가-힣]게|겠습니다|겠어요|드릴까요|볼까요|을까요)$",
        "asking": "세요|십시오|시면|시길|바랍니다|바라요|시죠|주시|보시|하시|셨으면|주십|부탁",
        "cannot": "못|없|않|어렵|어려|모르|모릅|몰라|모를|아니|아닌|아닙",
        "give": "드리|드릴|드려|드린|드렸|드립",
        "heard": "(?:대요|래요|답니다|다고|라고|다는|라는|라며|다며|이란|네요)$",
        "told": "(?:[었았했였됐갔왔렸졌]다|한다|이다|는다|된다)$",
        "formal": "[가-힣]니다$",
        "polite": "[가-힣]요$",
        "and": "(?:고|며|지만|는데|은데|니까|니|면|서)$",
        "exist": "^(?:있|계시)",
    }.items()
}
ENGLISH = {
    form: frozenset(words.split())
    for form, words in {
        "cannot": "cant cannot dont doesnt didnt wont isnt arent not never no without unable nor neither beyond nothing"
        " lacks lack wouldnt couldnt hasnt havent",
        "promise": "will ill would can happy glad ready here gladly let",
        "asking": "please your you check ask try feel see",
        "told": "said was were had asked replied",
        "heard": "says reportedly according claims known called",
    }.items()
}


@lru_cache(maxsize=8192)
def forms_of(word: str) -> tuple[str, ...]:
    """All forms that a word of a skeleton has."""
    if "가" <= word[0] <= "힣":
        return tuple(form for form, pattern in KOREAN.items() if pattern.search(word))
    return tuple(form for form, words in ENGLISH.items() if word in words)
