"""Prompts that ask who answers: "누구세요?", "Which company made you?".

Such a battle is answered with every name masked and counts toward no rating: who learns a name, or hopes to, does not
judge blindly. A sentence that talks about such words (a translation, a song, a film) asks nothing.
"""

import re
from types import ModuleType

from arena.rules.blindness import probes_en, probes_ko
from arena.rules.blindness.identities import Identities
from arena.rules.blindness.names import name_patterns
from arena.rules.blindness.skeleton import SILENT, skeleton

NAME = "§"
LONG = 80
"""A sentence of so many characters asks more than who answers."""
QUOTED = re.compile("[\"“「『《〈‘][^\"”」』》〉’\n]{1,80}[\"”」』》〉’]|(?<![A-Za-z])'[^'\n]{1,80}'(?![A-Za-z])")
TALKED_ABOUT = re.compile(
    "번역|바꿔|제목|라고|라는|하면|물으면|물어보면"
    "|(?:를|을) (?:영어|일본어|중국어)로|노래|대사|장면|translate|say|mean|correct|song|title",
    re.IGNORECASE,
)
FILM = re.compile(
    r"영화 너의 이름은|너의 이름은[.]? ?(?=줄거리|결말|감독|해석|평점|ost|주제가|명대사|개봉)", re.IGNORECASE
)
REPORTED = re.compile(r"(?:누구세요|누구야|이름이 뭐예요)(?:를|을| ?라고| ?하고| ?하는| ?했더니| ?라는| 라고)")
SENTENCE = re.compile(r"[.!?…\n]+(?=\s|$)|[?!]")
OWNED = re.compile(r"['’]s\b")
SPACES = re.compile(r"[\s,;:]+")


def asks_who_answers(prompt: str, identities: Identities) -> bool:
    """Whether the prompt asks for the answerer's name, maker or instructions."""
    prompt = FILM.sub(" ", prompt)
    unquoted = QUOTED.sub(" ", prompt)
    # Quotation marks hide a question only where the words around them speak of words.
    if unquoted != prompt and TALKED_ABOUT.search(unquoted):
        prompt = unquoted
    return any(_asks(sentence, identities) for sentence in SENTENCE.split(prompt) if sentence.strip())


def _asks(sentence: str, identities: Identities) -> bool:
    plain = skeleton(sentence).replace(SILENT, "")
    owned = skeleton(OWNED.sub(" s", sentence)).replace(SILENT, "")
    names = name_patterns(identities.all_names)
    text, named = SPACES.sub(" ", plain).strip(), SPACES.sub(" ", names.exact.sub(NAME, owned)).strip()
    return _asks_in(probes_ko, text, named, REPORTED) or _asks_in(probes_en, text, named, probes_en.TALKED_ABOUT)


def _asks_in(language: ModuleType, text: str, named: str, talked_about: re.Pattern[str]) -> bool:
    """Whether a sentence asks, in one language: in a known way, or by whom and of what it speaks."""
    if talked_about.search(text):
        return False
    if language.ASKING.search(text) or language.ASKING_ABOUT.search(named):
        return True
    return bool(
        len(text) <= LONG
        and language.ADDRESSED.search(named)
        and language.SUBJECT.search(named)
        and not language.OTHER.search(text)
    )
