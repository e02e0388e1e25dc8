"""How an answer is cut into chunks changes nothing, and little is ever held back."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from arena.rules.blindness.conceal import Asked, Concealer, Identities

IDENTITIES = Identities.builtin()
MOST_HELD_BACK = 200
PIECES = [
    "저는 ",
    "제 이름은 ",
    "I am ",
    "As ",
    "엑사원",
    "엑",
    "사원",
    "Solar",
    "Sol",
    "ar ",
    "솔라",
    "네이버",
    "클라우드",
    "에서 만든 ",
    "AI",
    "입니다",
    "이에요",
    ". ",
    "\n",
    "! ",
    "<think>",
    "</think>",
    "<",
    "im_end",
    ">",
    "[",
    "end",
    "of",
    "turn",
    "]",
    "[INST]",
    "&#50641;",
    "&",
    "*",
    "**",
    "`",
    "_",
    "~",
    "-",
    " ",
    "  ",
    "\u200b",
    "́",
    "́̂̃",
    "E",
    "X",
    "A",
    "O",
    "N",
    "e x a",
    "ㅇㅔㄱ",
    "ㅇ",
    "ㅔ",
    "에이닷",
    "엑스",
    "A.X",
    "K1",
    " 4.0",
    "32B",
    "LG",
    "G AI",
    "연구원",
    "블로그",
    "를 ",
    "은 ",
    "trained by ",
    "Upstage",
    "(",
    ")",
    "3",
    ".",
    ",",
    "naver",
    "가",
    "👩\u200d🌾",
    "🇰🇷",
    "<s>",
    "<",
]
texts = st.one_of(
    st.lists(st.sampled_from([*PIECES, "<|im_end|>", "[|endofturn|]", "|"]), max_size=40).map("".join),
    st.text(max_size=60),
)


PROMPTS = st.sampled_from([(), ("네이버 블로그와 엑사원을 비교해 줘",), ("안녕", "again"), ("봄 감자는 언제 심나요?",)])


def fed_in(chunks: list[str], prompts: tuple[str, ...] = ()) -> str:
    concealer = Concealer(IDENTITIES, asked=Asked(prompts, IDENTITIES))
    return "".join(map(concealer.feed, chunks)) + concealer.finish()


@settings(max_examples=600, deadline=None)
@given(texts, st.lists(st.integers(min_value=0, max_value=400), max_size=12), PROMPTS)
def test_the_output_does_not_depend_on_how_the_input_was_cut(
    text: str, cuts: list[int], prompts: tuple[str, ...]
) -> None:
    places = [0, *sorted(cut for cut in cuts if cut < len(text)), len(text)]
    chunks = [text[start:end] for start, end in pairwise(places)]
    whole = fed_in([text], prompts)
    assert fed_in(chunks, prompts) == whole
    assert fed_in(list(text), prompts) == whole


@settings(max_examples=300, deadline=None)
@given(texts)
def test_at_most_two_hundred_characters_are_held_back(text: str) -> None:
    """Fed after a plain beginning, the whole of what was fed shows up to the last 200 characters."""
    concealer = Concealer(Identities.builtin())
    plain = "가나다라 " * 10
    shown = concealer.feed(plain)
    for char in text:
        shown += concealer.feed(char)
    held = concealer.finish()
    assert len(held) <= MOST_HELD_BACK + held.count("[가림]") * len("[가림](이)라고")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="가나다마바사 .,\nabdf하는것을", max_size=300))
def test_text_without_names_passes_through(text: str) -> None:
    assert fed_in([text]) == text.lstrip()


def test_a_side_with_nothing_to_say_shows_nothing() -> None:
    assert fed_in(["", "", ""]) == ""
